/* Statements to a learning record store: each is sent until the store has answered for it, and then
 * never again. */
#ifndef EXCHANGE_XAPI_SEND_H
#define EXCHANGE_XAPI_SEND_H

#include "exchange/post.h"
#include "exchange/xapi.h"

enum { SEND_BATCH = 50 };

/** What became of the statements. */
typedef struct SendReport {
        size_t accepted; /* now */
        size_t before;   /* accepted in earlier runs */
        size_t refused;  /* now, for what they say: they are not sent again */
        size_t refused_before;
        char first_refused[UUID_SIZE]; /* of those refused now */
        char why[256];                 /* what the store said about it */
} SendReport;

/** Sends what is left of the statements about what the query asks for. False (with the error, and
 * what to do) where it had to end early; `report` says how far it came, and whatever was accepted
 * until then is kept in the record.
 * \param store     open for writing
 * \param progress  NULL, or called after each batch
 * \param late      NULL, or receives how many rows of the report are overdue or expired */
bool xapi_send(Store *store, const PostTarget *target, const CompletionQuery *query,
        const char *home_page, SendReport *report, void (*progress)(const SendReport *report),
        size_t *late, Error *error);

#endif
