/* The ends of a record's logs, to be compared with what was kept elsewhere. */
#ifndef CMD_HEADS_H
#define CMD_HEADS_H

#include "base/text.h"
#include "record/store.h"

typedef struct Heads {
        Store *store;
        size_t count; /* 1 for a record in a file */
        Text lines;   /* one for each log: its site, its last event's number and hash */
        Error *error;
} Heads;

/** Reads the head of every log; the log in use is another one then. The caller clears `lines`. */
bool heads_read(Store *store, Heads *heads, Error *error);

#endif
