/* What the commands that read rows of files share: which modules there are, and how problems are
 * said. */
#ifndef CMD_ROWS_H
#define CMD_ROWS_H

#include "cmd/settings.h"
#include "exchange/roster.h"

enum { ROWS_FILE_MOST = 512 << 20 }; /* bytes */

/** The ids of the library's modules; they live in the settings' arena. */
KnownModules known_modules(Settings *settings);

/** Prints problems to standard error, each with its file and line. \param file  NULL: none */
void problems_print(const Problems *problems, const char *file);

/** Prints problems as `file:line: text`, as compilers do. */
void problems_print_located(const Problems *problems, const char *file);

/** `text` cleaned, in the arena. */
const char *cleaned(Arena *arena, const char *text);

#endif
