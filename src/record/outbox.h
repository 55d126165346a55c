/* Which statements a learning record store has already answered for: what was accepted is never
 * sent again, nor is what was refused for what it says. All others are still to be sent. */
#ifndef RECORD_OUTBOX_H
#define RECORD_OUTBOX_H

#include "record/store.h"

enum { OUTBOX_ID_BYTES = 16 };

typedef enum OutboxState { OUTBOX_TO_SEND, OUTBOX_ACCEPTED, OUTBOX_REFUSED } OutboxState;

typedef struct OutboxEntry {
        uint8_t id[OUTBOX_ID_BYTES]; /* of the statement */
        OutboxState state;
} OutboxEntry;

/** Fills in the state of each entry for the store at `url` (an address without credentials). */
bool outbox_find(Store *store, const char *url, OutboxEntry *entries, size_t count, Error *error);

/** Keeps the states of entries that were accepted or refused, in one transaction that is on disk
 * when this returns true; entries still to be sent are passed over, and one that was accepted stays
 * so. \param why  of refusals, in words; NULL where there is none */
bool outbox_keep(Store *store, const char *url, const OutboxEntry *entries, size_t count,
        const char *why, Error *error);

#endif
