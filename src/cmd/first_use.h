/* The record is made on first use, also where that is only to be read. */
#ifndef CMD_FIRST_USE_H
#define CMD_FIRST_USE_H

#include "cmd/settings.h"

/** Makes the record where it is a file that is not there yet. One that was named (by option,
 * environment or config file) is made in a folder that exists, and a line on standard error says
 * so, since the name may be misspelt; a missing folder is left to store_open to complain about.
 * Nothing is done for a database. */
bool first_use(const Settings *settings, Error *error);

#endif
