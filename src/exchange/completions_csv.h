/* Completions from an earlier system as CSV:
 * `staff_id,module,version,score,passed,completed[,expires]`. */
#ifndef EXCHANGE_COMPLETIONS_CSV_H
#define EXCHANGE_COMPLETIONS_CSV_H

#include "exchange/roster.h"

typedef struct CompletionsImport {
        Store *store; /* in a transaction of the caller's */
        const KnownModules
                *known; /* a module that is not among them is warned of; NULL: no such check */
        bool is_roster_required; /* people whom the roster lacks are problems, and not added */
        Day today;               /* nothing was completed later */
        Day (*expires)(
                const char *module, Day completed, void *modules); /* the end of a pass for which
                                the file names none; DAY_NONE: it has none. May be NULL */
        void *modules;
        Problems problems;       /* receives what is wrong; its arena is the caller's */
        StoreProgress *progress; /* bytes done; may be NULL */
        void *data;
} CompletionsImport;

typedef struct CompletionsTotals {
        int64_t rows, passes, people_added;
        int64_t ends_reckoned; /* passes whose end the module said, not the file */
} CompletionsTotals;

/** Reads the rows and appends each as `completion-imported`. Where the problems hold an error in
 * the end the caller has to roll back. False (with the error) where the record failed, or it was
 * stopped. */
bool completions_import(CompletionsImport *import, const char *bytes, size_t len,
        CompletionsTotals *totals, Error *error);

#endif
