/* `report --format xapi` and `report --to URL`: statements, written or sent. */
#ifndef CMD_REPORT_XAPI_H
#define CMD_REPORT_XAPI_H

#include "cmd/settings.h"
#include "report/completions.h"

/** What came of a run. */
typedef struct ReportGiven {
        size_t rows; /* rows or statements that went out */
        size_t late; /* rows that are overdue or expired */
} ReportGiven;

/** Writes one statement a line to `output` (NULL or "-": standard output). */
bool report_xapi_write(Settings *settings, Store *store, const CompletionQuery *query,
        const char *output, ReportGiven *given, Error *error);

/** Whether a `--to` can be posted to; an error of kind ERROR_USAGE says why not. */
bool report_xapi_check(const char *url, Error *error);

/** Sends the statements that the store at `url` has not accepted yet, and says how many. */
bool report_xapi_send(Settings *settings, Store *store, const CompletionQuery *query,
        const char *url, ReportGiven *given, Error *error);

#endif
