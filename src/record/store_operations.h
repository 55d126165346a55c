/* What a store has to be able to do: one row of functions for each kind of database. */
#ifndef RECORD_STORE_OPERATIONS_H
#define RECORD_STORE_OPERATIONS_H

#include "record/outbox.h"
#include "record/pin.h"
#include "record/store.h"

/** Where the beginning of a log was let go of; `seq` 0 where it was not. */
typedef struct StoreCut {
        int64_t seq, at, made;
        uint8_t hash[HASH_BYTES];
        const char *keys, *key, *signature; /* key and signature may be NULL */
} StoreCut;

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
        bool (*begin)(Store *store, Error *error);
        bool (*commit)(Store *store, Error *error);
        void (*rollback)(Store *store);
        bool (*person_add)(Store *store, const char *staff_id, const char *name, const char *site,
                char id[ID_SIZE], Error *error);
        bool (*person_change)(
                Store *store, const char *id, const char *name, const char *site, Error *error);
        bool (*people)(Store *store, const char *site, bool with_left,
                bool (*visit)(const Person *person, void *data), void *data, Error *error);
        bool (*assignments)(Store *store, const char *person,
                bool (*visit)(const Assignment *assignment, void *data), void *data, Error *error);
        bool (*scrub)(Store *store, Error *error);
        bool (*completion_counts)(Store *store, const CompletionFilter *filter, CompletionGroup by,
                bool (*visit)(const CompletionCounts *counts, void *data), void *data,
                Error *error);
        bool (*question_figures)(Store *store, const char *module,
                bool (*visit)(const QuestionFigures *figures, void *data), void *data,
                Error *error);
        bool (*option_choices)(Store *store, const char *module,
                bool (*visit)(const OptionChoices *figures, void *data), void *data, Error *error);
        bool (*sign_figures)(Store *store, const char *module,
                bool (*visit)(const SignFigures *figures, void *data), void *data, Error *error);
        bool (*info)(Store *store, RecordInfo *info, Error *error);
        bool (*prune)(Store *store, Day before, Day today, bool dry_run, PruneReport *report,
                Error *error);
        /* For moving a record, as it is, into another store: within a transaction. */
        bool (*cut)(Store *store, StoreCut *cut, Arena *arena, Error *error);
        bool (*put_cut)(Store *store, const StoreCut *cut, Error *error);
        bool (*all_people)(Store *store, bool (*visit)(const Person *person, void *data),
                void *data, Error *error);
        bool (*put_person)(Store *store, const Person *person, Error *error);
        bool (*put_event)(Store *store, const Event *event, bool follows_cut, Error *error);
        /* NULL where a store cannot */
        bool (*backup)(Store *store, const char *file, VerifyReport *report,
                StoreProgress *progress, void *data, Error *error);
        bool (*changed)(Store *store);
        bool (*outbox_find)(
                Store *store, const char *url, OutboxEntry *entries, size_t count, Error *error);
        bool (*outbox_keep)(Store *store, const char *url, const OutboxEntry *entries, size_t count,
                const char *why, Error *error);
        bool (*pin_find)(Store *store, const char *person, PinRow *row, Error *error);
        /* `row` NULL: none any more */
        bool (*pin_keep)(Store *store, const char *person, const PinRow *row, Error *error);
        /* NULL where a record has a single log */
        bool (*logs)(Store *store, bool (*visit)(const char *site, void *data), void *data,
                Error *error);
        bool (*use_log)(Store *store, const char *site, Error *error);
        bool (*use_log_of)(Store *store, const char *person, Error *error);
} StoreOperations;

/** The part that all stores have; each kind puts it first in its own struct. */
struct Store {
        const StoreOperations *operations;
        char *uri;
        bool (*wait)(void *data);
        void *wait_data;
        bool is_away; /* what is waited for is the server */
        StoreRefusal refusal;
        char *key_path;
        PublicKeys *trusted; /* or NULL */
        int migrated_from;
};

/** Opens `sqlite:PATH`; `path` is what follows the scheme. */
Store *sqlite_store_open(const char *path, StoreMode mode, Error *error);

#ifdef HAVE_POSTGRES

/** Opens `postgresql://…`. */
Store *postgres_store_open(const char *uri, StoreMode mode, Error *error);

/** The login that such a URI leads to, without connecting; NULL where it does not say. Caller
 * frees. */
char *postgres_login_of(const char *uri);

#endif

#endif
