/* A shared machine: what happens before a command runs. */
#ifndef CMD_KIOSK_H
#define CMD_KIOSK_H

#include "cmd/command.h"

/** Shuts the program in (see base/sandbox.h) and has whom the gate asks for sign in; a command
 * about oneself is then about whoever did. False: nothing may be run. */
bool kiosk_begin(Settings *settings, KioskGate gate, Error *error);

#endif
