#include "record/store.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/translate.h"
#include "record/store_operations.h"

const char *const completion_status_names[STATUS_COUNT] = {
        [STATUS_NOT_STARTED] = "not-started",
        [STATUS_IN_PROGRESS] = "in-progress",
        [STATUS_FAILED] = "failed",
        [STATUS_PASSED] = "passed",
        [STATUS_EXPIRING] = "expiring",
        [STATUS_EXPIRED] = "expired",
        [STATUS_OVERDUE] = "overdue",
};

typedef struct StoreScheme {
        const char *prefix;
        bool keeps_prefix; /* the opener wants the whole URI */
        Store *(*open)(const char *where, StoreMode mode, Error *error);
} StoreScheme;

static const StoreScheme schemes[] = {
        { "sqlite:", false, sqlite_store_open },
};

static bool has_scheme(const char *uri)
{
        size_t len = 0;
        while (isalnum((unsigned char)uri[len]) || (len > 0 && strchr("+-.", uri[len]) && uri[len]))
                len++;
        return len > 0 && strncmp(uri + len, "://", 3) == 0;
}

Store *store_open(const char *uri, StoreMode mode, Error *error)
{
        for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++) {
                size_t len = strlen(schemes[i].prefix);
                if (strncmp(uri, schemes[i].prefix, len) == 0)
                        return schemes[i].open(
                                schemes[i].keeps_prefix ? uri : uri + len, mode, error);
        }
        if (has_scheme(uri)) {
                error_set(error, _("%s: this makesafe knows no record of that kind"), uri);
                error_hint(error, _("Name a file, as in --record sqlite:/path/to/record.sqlite"));
                return NULL;
        }
        return sqlite_store_open(uri, mode, error);
}

void store_close(Store *store)
{
        if (store)
                store->operations->close(store);
}

void store_on_wait(Store *store, bool (*wait)(void *data), void *data)
{
        store->wait = wait;
        store->wait_data = data;
}

bool store_append(Store *store, const EventDraft *drafts, size_t count, Event *stored, Error *error)
{
        store->refusal = REFUSAL_NONE;
        return store->operations->append(store, drafts, count, stored, error);
}

StoreRefusal store_refusal(const Store *store)
{
        return store->refusal;
}

bool store_events(Store *store, const EventFilter *filter,
        bool (*visit)(const Event *event, void *data), void *data, Error *error)
{
        return store->operations->events(store, filter, visit, data, error);
}

bool store_head(Store *store, int64_t *seq, uint8_t hash[HASH_BYTES], Error *error)
{
        return store->operations->head(store, seq, hash, error);
}

bool store_person(Store *store, Arena *arena, const char *staff_id, Person *person, Error *error)
{
        return store->operations->person(store, arena, staff_id, person, error);
}

bool store_person_ensure(
        Store *store, Arena *arena, const char *staff_id, Person *person, Error *error)
{
        return store->operations->person_ensure(store, arena, staff_id, person, error);
}

bool store_attempts(Store *store, const AttemptFilter *filter,
        bool (*visit)(const AttemptRow *row, void *data), void *data, Error *error)
{
        return store->operations->attempts(store, filter, visit, data, error);
}

bool store_completions(Store *store, const CompletionFilter *filter,
        bool (*visit)(const CompletionRow *row, void *data), void *data, Error *error)
{
        return store->operations->completions(store, filter, visit, data, error);
}

bool store_rebuild(Store *store, int64_t *changed, Error *error)
{
        return store->operations->rebuild(store, changed, error);
}

bool store_verify(Store *store, VerifyReport *report,
        bool (*progress)(int64_t done, int64_t total, void *data), void *data, Error *error)
{
        return store->operations->verify(store, report, progress, data, error);
}

const char *store_uri(const Store *store)
{
        return store->uri;
}
