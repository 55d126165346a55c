/* What reports ask the projections for: the same question in the words of each database. */
#ifndef RECORD_COMPLETION_QUERY_H
#define RECORD_COMPLETION_QUERY_H

#include "base/text.h"
#include "record/store.h"

/** Where databases differ. Parameters are named, as in `:today`. */
typedef struct CompletionDialect {
        const char *order_folded, *order_folded_end; /* around a column to be ordered without regard
                                                        to the case of ASCII */
        const char *sites_list; /* a table whose `value` is each text in the JSON array `:sites` */
        const char
                *pass_mark; /* what the event `e` that began attempt `a` says of it, as a number */
        const char *same_log; /* what more joins `e` to `a`, with AND; "" for nothing */
} CompletionDialect;

/** SQL that gives rows for row_completion. */
void completion_query(Text *sql, const CompletionFilter *filter, const CompletionDialect *dialect);

/** SQL that gives rows for row_completion_counts. */
void completion_counts_query(Text *sql, const CompletionFilter *filter, CompletionGroup by,
        const CompletionDialect *dialect);

/** Where the values of the parameters go. */
typedef struct CompletionBinder {
        void (*text)(void *statement, const char *name, const char *value); /* NULL for none */
        void (*number)(void *statement, const char *name, int64_t value);
        void *statement;
} CompletionBinder;

/** Hands over the value of every parameter that either query may have. */
void completion_bind(const CompletionFilter *filter, const CompletionBinder *binder);

/** Text of any length folded so that case no longer tells it apart; NULL for what is not UTF-8. The
 * caller frees it. */
char *completion_fold(const char *text, size_t len);

#endif
