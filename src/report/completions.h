/* Who is trained: one row a person and module. The command, the board and every export ask here. */
#ifndef REPORT_COMPLETIONS_H
#define REPORT_COMPLETIONS_H

#include "base/arena.h"
#include "base/error.h"
#include "record/store.h"

/** What is asked for, in the words of the command line; NULL for no bound. */
typedef struct CompletionQuery {
        const char *module, *site, *status; /* status: one or several, separated by commas */
        const char *since, *until;          /* YYYY-MM-DD, of the completion */
        Day today;
} CompletionQuery;

/** One row in the form that every format prints: dates as text, "" where there is none. */
typedef struct CompletionLine {
        const char *staff_id, *name, *site, *module, *version;
        const char *status; /* as in completion_status_names */
        const char *score;  /* whole percent, or "" */
        const char *attempts, *completed, *expires, *due;
        const char *how; /* "", "imported", "waived" */
} CompletionLine;

/** The names of the columns, in order: the header of the CSV and the keys of the JSON. */
enum { COMPLETION_COLUMNS = 11 };
extern const char *const completion_columns[COMPLETION_COLUMNS];
extern const bool completion_is_number[COMPLETION_COLUMNS];

/** The cell of a column. */
const char *completion_cell(const CompletionLine *line, size_t column);

/** Turns the words into a filter. Unknown statuses (with the nearest known one) and bad dates are
 * usage errors. */
bool completion_filter(const CompletionQuery *query, CompletionFilter *filter, Error *error);

/** Visits the rows, ordered by staff id and module. `late` (may be NULL) receives how many are
 * overdue or expired. */
bool completions_report(Store *store, const CompletionQuery *query,
        bool (*visit)(const CompletionLine *line, void *data), void *data, size_t *late,
        Error *error);

#endif
