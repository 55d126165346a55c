/* What a store has to be able to do: one row of functions for each kind of database. */
#ifndef RECORD_STORE_OPERATIONS_H
#define RECORD_STORE_OPERATIONS_H

#include "record/store.h"

typedef struct StoreOperations {
        void (*close)(Store *store);
        bool (*append)(
                Store *store, const EventDraft *drafts, size_t count, Event *stored, Error *error);
        bool (*events)(Store *store, const EventFilter *filter,
                bool (*visit)(const Event *event, void *data), void *data, Error *error);
        bool (*head)(Store *store, int64_t *seq, uint8_t hash[HASH_BYTES], Error *error);
        bool (*person)(
                Store *store, Arena *arena, const char *staff_id, Person *person, Error *error);
        bool (*person_ensure)(
                Store *store, Arena *arena, const char *staff_id, Person *person, Error *error);
        bool (*attempts)(Store *store, const AttemptFilter *filter,
                bool (*visit)(const AttemptRow *row, void *data), void *data, Error *error);
        bool (*completions)(Store *store, const CompletionFilter *filter,
                bool (*visit)(const CompletionRow *row, void *data), void *data, Error *error);
        bool (*rebuild)(Store *store, int64_t *changed, Error *error);
        bool (*verify)(Store *store, VerifyReport *report,
                bool (*progress)(int64_t done, int64_t total, void *data), void *data,
                Error *error);
} StoreOperations;

/** The part that all stores have; each kind puts it first in its own struct. */
struct Store {
        const StoreOperations *operations;
        char *uri;
        bool (*wait)(void *data);
        void *wait_data;
        StoreRefusal refusal;
};

/** Opens `sqlite:PATH`; `path` is what follows the scheme. */
Store *sqlite_store_open(const char *path, StoreMode mode, Error *error);

#endif
