/* One person's attempts with every answer: subject access to one's own data. */
#ifndef REPORT_HISTORY_H
#define REPORT_HISTORY_H

#include <jansson.h>

#include "base/error.h"
#include "record/store.h"

/** `[{attempt, staff_id, module, version, language, started, finished, score, max, percent, passed,
 * seed, answers:
 * [{question, type, response, score, max, seconds, confidence, at}]}]`, oldest first, keys in this
 * order. A new reference; NULL on errors. Somebody unknown has an empty history. */
json_t *history_read(Store *store, const char *staff_id, Error *error);

/** `[{module, version, question, type, response, score, max, seconds, confidence, at}]`: the
 * answers given in refreshers, which belong to no attempt; otherwise the same. */
json_t *history_refreshers(Store *store, const char *staff_id, Error *error);

#endif
