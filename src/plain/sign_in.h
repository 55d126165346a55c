/* Signing in, in lines. */
#ifndef PLAIN_SIGN_IN_H
#define PLAIN_SIGN_IN_H

#include "plain/plain.h"

enum { PLAIN_ID_SIZE = 256 };

/** A shared machine in lines: sign in, do what the program was started for, and back to the
 * sign-in, until input ends or somebody writes q there. \return exit status */
int plain_kiosk(const PlainOptions *options, Error *error);

/** Has one person sign in; for commands. \param staff_id  receives who it is
 * \return false where nobody did; an error is set then */
bool plain_sign_in(const PlainOptions *options, bool wants_supervisor, char staff_id[PLAIN_ID_SIZE],
        Error *error);

#endif
