/* Checkpoints: events that sign the log as it stood before them. */
#ifndef RECORD_CHECKPOINT_H
#define RECORD_CHECKPOINT_H

#include <jansson.h>

#include "record/event.h"
#include "record/key.h"

enum { CHECKPOINT_EVERY = 256 }; /* events, where no attempt ends before */

/** The body of a checkpoint that follows event `seq` with that hash. A new reference. */
json_t *checkpoint_body(const SiteKey *key, int64_t seq, const uint8_t head[HASH_BYTES]);

typedef enum CheckpointVerdict {
        CHECKPOINT_RIGHT,
        CHECKPOINT_OTHER_HEAD,  /* it does not name the event before it */
        CHECKPOINT_UNKNOWN_KEY, /* none of the keys that are believed */
        CHECKPOINT_FORGED       /* the signature is not that key's */
} CheckpointVerdict;

CheckpointVerdict checkpoint_check(
        const json_t *body, int64_t seq, const uint8_t head[HASH_BYTES], const PublicKeys *keys);

/** What the signature of a cut (see makesafe-record(5)) is made over; caller frees. */
char *cut_message(int64_t seq, int64_t at, const uint8_t hash[HASH_BYTES], const char *keys);

#endif
