/* Moves a record, event for event, into another store. */
#ifndef RECORD_COPY_H
#define RECORD_COPY_H

#include "record/store.h"

/** Copies everything into an empty record, in one transaction: the events with their numbers, times
 * and hashes, and the people. The copy's head is that of the original. A key file is not copied.
 * `events` receives how many there were. */
bool record_copy(
        Store *from, Store *to, int64_t *events, StoreProgress *progress, void *data, Error *error);

#endif
