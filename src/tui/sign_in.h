/* The sign-in of a shared machine: always the lowest sheet. */
#ifndef TUI_SIGN_IN_H
#define TUI_SIGN_IN_H

#include "tui/app.h"

void sign_in_push(App *app);

/** Ends whoever's turn it is: everything is saved already; the screen is wiped and asks for the
 * next staff id. */
void sign_in_end_turn(App *app);

/** Whether somebody is signed in, or has begun to. */
bool sign_in_is_busy(const App *app);

#endif
