/* A line that is typed on a sheet. */
#ifndef TUI_TYPING_H
#define TUI_TYPING_H

#include "tui/keys.h"

/** Appends the character of a press, or erases the last one. `room` is the size of the buffer.
 * False where the press changes nothing: no character, or no room. */
bool typing_press(char *line, size_t room, const Press *press);

#endif
