/* What a terminal can show, told from its name and the environment. */
#ifndef TUI_CHARSET_H
#define TUI_CHARSET_H

#include <stddef.h>
#include <stdint.h>

#include "tui/terminal.h"

/** Works out the characters from TERM and from the locale that the environment names (the program
 * itself always runs in UTF-8). */
Charset charset_find(const char *term);

/** The nearest thing to a character that the charset has, of the same width. */
uint32_t charset_map(Charset charset, uint32_t code);

#endif
