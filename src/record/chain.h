/* The hash chain: hash = BLAKE2b-256(previous hash ‖ canonical bytes of the event). */
#ifndef RECORD_CHAIN_H
#define RECORD_CHAIN_H

#include "record/event.h"

/** The canonical bytes of an event: JSON, keys sorted, no spaces:
 * `{"at":…,"attempt":"…","body":{…},"kind":"…","person":"…","seq":…}`. Caller frees. */
char *event_canonical(const Event *event);

/** Canonical JSON of a body: sorted keys, no spaces, numbers with no more digits than they need.
 * Caller frees. */
char *body_canonical(const json_t *body);

/** Computes the hash of an event after `previous` (32 zero bytes before the first). */
void chain_hash(const uint8_t previous[HASH_BYTES], const Event *event, uint8_t hash[HASH_BYTES]);

/** Hex of a hash; `hex` has room for 65. */
void hash_hex(const uint8_t hash[HASH_BYTES], char hex[2 * HASH_BYTES + 1]);

#endif
