/* Sittings, from the command line. */
#ifndef CMD_LEARN_H
#define CMD_LEARN_H

#include "cmd/settings.h"
#include "session/session.h"

/** Runs a sitting, or with neither a module nor another kind of sitting the home screen, in line
 * mode or on screens. \return exit status */
int sitting_run(
        Settings *settings, const char *module, const SessionOptions *session, Error *error);

#endif
