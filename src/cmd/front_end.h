/* Screens or lines. */
#ifndef CMD_FRONT_END_H
#define CMD_FRONT_END_H

#include "cmd/settings.h"

/** Whether the line mode is to be used: asked for, or the terminal cannot carry the screens. */
bool front_end_is_plain(const Settings *settings);

#endif
