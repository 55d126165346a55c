/* Attempts as xAPI statements (1.0.3) with the verbs of cmi5.
 *
 * One attempt is one session. All attempts of a person at a module up to the first pass (or waiver)
 * are one registration; what comes after that is a renewal and gets another. Everything follows
 * from the events, so that a statement is the same, to the byte, on every export. People stand in
 * statements under their pseudonym alone, never a name, a staff id or an address. */
#ifndef EXCHANGE_XAPI_H
#define EXCHANGE_XAPI_H

#include "base/arena.h"
#include "exchange/xapi_id.h"
#include "report/completions.h"

typedef struct XapiStatement {
        Uuid id;
        const char *json; /* one line; lives until the visitor returns */
        size_t len;
} XapiStatement;

/** Visits the statements about all attempts and waivers of the people and modules that a report
 * with this query shows: by person, each person's in the order in which things happened. The
 * visitor returns false to stop (not an error); nothing is being read while it runs, so it may
 * write to the store. One person's statements are held in memory at a time. \param home_page  as
 * xapi_home_page has it \param late       NULL, or receives how many rows of the report are overdue
 * or expired */
bool xapi_visit(Store *store, const CompletionQuery *query, const char *home_page,
        bool (*visit)(const XapiStatement *statement, void *data), void *data, size_t *late,
        Error *error);

/** The address under which people and modules are named, without a slash at its end: what was
 * configured, else one made from the name of the site. NULL (with an error) where what was
 * configured is no such address. */
const char *xapi_home_page(const char *configured, const char *site, Arena *arena, Error *error);

#endif
