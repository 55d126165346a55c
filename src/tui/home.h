/* The list of modules. */
#ifndef TUI_HOME_H
#define TUI_HOME_H

#include "tui/app.h"

/** Puts the list on the stack. */
void home_push(App *app);

#endif
