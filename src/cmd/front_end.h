/* Screens or lines. */
#ifndef CMD_FRONT_END_H
#define CMD_FRONT_END_H

#include "cmd/settings.h"
#include "plain/plain.h"
#include "tui/tui.h"

/** Whether the line mode is to be used: asked for, or the terminal cannot carry the screens. */
bool front_end_is_plain(const Settings *settings);

/** Runs the line mode or the screens with what the options leave to the settings: on a shared
 * machine people sign in first. \return exit status */
int front_end_run_plain(const Settings *settings, PlainOptions *options, Error *error);
int front_end_run_screens(const Settings *settings, TuiOptions *options, Error *error);

#endif
