/* The part of `verify` that is about certificates. */
#ifndef CMD_VERIFY_H
#define CMD_VERIFY_H

#include "cmd/command.h"
#include "record/key.h"

/** Checks every certificate in a file. \param keys  those that are believed, or NULL for the
 * record's own */
int verify_certificates(Settings *settings, const char *file, const PublicKeys *keys, Error *error);

#endif
