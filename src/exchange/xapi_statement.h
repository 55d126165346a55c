/* Single statements, each from what one event says. */
#ifndef EXCHANGE_XAPI_STATEMENT_H
#define EXCHANGE_XAPI_STATEMENT_H

#include <jansson.h>

#include "base/text.h"
#include "exchange/xapi_id.h"
#include "record/event.h"

typedef enum XapiVerb {
        VERB_INITIALIZED,
        VERB_ANSWERED,
        VERB_COMPLETED,
        VERB_PASSED,
        VERB_FAILED,
        VERB_SATISFIED,
        VERB_TERMINATED,
        VERB_ABANDONED,
        VERB_WAIVED,
        VERB_COUNT
} XapiVerb;

/** What all statements about one session have in common. */
typedef struct XapiSession {
        const char *home_page, *person, *module;
        const char *version, *language; /* "" where not known */
        const char *id;                 /* of the session */
        Uuid registration;
        int64_t started, last; /* moments of its first and its last event so far */
        double mastery;        /* 0 … 1 with four decimals, rounded down */
} XapiSession;

/** The statement of a verb about an event; a new reference. `body` is the event's. `id` receives
 * the statement's own id. */
json_t *xapi_statement(const XapiSession *session, XapiVerb verb, const Event *event,
        const json_t *body, Uuid *id);

/** Definition of the activity that a question is: `interactionType`, and the right answer where the
 * event tells it. */
json_t *xapi_question(const json_t *body);

/** A response in the form its interaction type wants. */
void xapi_response(const char *type, const json_t *response, Text *out);

/** `PT1H2M3.45S` */
json_t *xapi_duration(double seconds);

/** Appends text so that it can stand between two slashes of an address. */
void xapi_append_escaped(Text *out, const char *text);

#endif
