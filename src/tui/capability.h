/* Terminfo: which entry to use and single capabilities of it. */
#ifndef TUI_CAPABILITY_H
#define TUI_CAPABILITY_H

#include <stddef.h>

/** The terminfo entry for this terminal: TERM's own, or xterm-256color for names that are known to
 * be much like it but newer than the database. NULL where the cursor cannot be addressed. */
const char *capability_terminal(void);

/** Appends a string capability of the terminal in use, without its padding; nothing where it has
 * none. */
void capability_add(char *buffer, size_t size, const char *name);

#endif
