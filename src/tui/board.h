/* The supervisor's board: a table of people and modules, and what opens from it. */
#ifndef TUI_BOARD_H
#define TUI_BOARD_H

#include "tui/app.h"

/** Opens the record for reading and puts the board on the stack. False: why is in `error`. */
bool board_push(App *app, Error *error);

#endif
