/* What may stand in the roster, whichever database keeps it. */
#ifndef RECORD_PEOPLE_CHECK_H
#define RECORD_PEOPLE_CHECK_H

#include <stdbool.h>

#include "base/error.h"

/** Whether a text can be a staff id: not empty, not too long, UTF-8. */
bool staff_id_check(const char *staff_id, Error *error);

/** The same for a name and a site, which may be empty; a site has no control characters. */
bool name_check(const char *name, const char *site, Error *error);

#endif
