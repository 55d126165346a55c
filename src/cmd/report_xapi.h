/* `report --format xapi` and `report --to URL`: statements, written or sent. */
#ifndef CMD_REPORT_XAPI_H
#define CMD_REPORT_XAPI_H

#include "cmd/settings.h"
#include "report/completions.h"

/** Writes one statement a line to `output` (NULL or "-": standard output). \param late  receives
 * how many rows of the report are overdue or expired. */
bool report_xapi_write(Settings *settings, Store *store, const CompletionQuery *query,
        const char *output, size_t *late, Error *error);

/** Whether a `--to` can be posted to; an error of kind ERROR_USAGE says why not. */
bool report_xapi_check(const char *url, Error *error);

/** Sends the statements that the store at `url` has not accepted yet, and says how many. */
bool report_xapi_send(Settings *settings, Store *store, const CompletionQuery *query,
        const char *url, size_t *late, Error *error);

#endif
