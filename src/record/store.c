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
#ifdef HAVE_POSTGRES
        { "postgresql://", true, postgres_store_open },
        { "postgres://", true, postgres_store_open },
#endif
};

static bool is_database(const char *uri)
{
        return strncmp(uri, "postgresql://", 13) == 0 || strncmp(uri, "postgres://", 11) == 0;
}

static bool has_scheme(const char *uri)
{
        size_t len = 0;
        while (isalnum((unsigned char)uri[len]) || (len > 0 && strchr("+-.", uri[len]) && uri[len]))
                len++;
        return len > 0 && strncmp(uri + len, "://", 3) == 0;
}

const char *store_file(const char *uri)
{
        if (has_scheme(uri))
                return NULL;
        return strncmp(uri, "sqlite:", 7) == 0 ? uri + 7 : uri;
}

Store *store_open(const char *uri, StoreMode mode, Error *error)
{
        for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++) {
                size_t len = strlen(schemes[i].prefix);
                if (strncmp(uri, schemes[i].prefix, len) == 0)
                        return schemes[i].open(
                                schemes[i].keeps_prefix ? uri : uri + len, mode, error);
        }
        if (is_database(uri)) {
                error_set(error, _("%s: this makesafe was built without PostgreSQL"), "postgresql");
                error_hint(error,
                        _("Install one that was built with it, or name a file with --record"));
                return NULL;
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
        if (!store)
                return;
        free(store->trusted);
        store->operations->close(store);
}

void store_on_wait(Store *store, bool (*wait)(void *data), void *data)
{
        store->wait = wait;
        store->wait_data = data;
}

const char *store_waiting(const Store *store)
{
        return store->is_away ? _("The record cannot be reached at this moment. Trying again, "
                                  "please wait…")
                              : _("Somebody else is saving at this moment. Please wait…");
}

bool store_changed(Store *store)
{
        return store->operations->changed && store->operations->changed(store);
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

bool store_backup(Store *store, const char *file, VerifyReport *report, StoreProgress *progress,
        void *data, Error *error)
{
        if (store->operations->backup)
                return store->operations->backup(store, file, report, progress, data, error);
        error_set(error, _("%s: this kind of record is not kept in a file"), store->uri);
        return error_hint(error, _("Use the database's own way to make backups"));
}

bool store_verify(
        Store *store, VerifyReport *report, StoreProgress *progress, void *data, Error *error)
{
        return store->operations->verify(store, report, progress, data, error);
}

bool store_begin(Store *store, Error *error)
{
        return store->operations->begin(store, error);
}

bool store_commit(Store *store, Error *error)
{
        return store->operations->commit(store, error);
}

void store_rollback(Store *store)
{
        store->operations->rollback(store);
}

bool store_person_add(Store *store, const char *staff_id, const char *name, const char *site,
        char id[ID_SIZE], Error *error)
{
        return store->operations->person_add(store, staff_id, name, site, id, error);
}

bool store_person_change(
        Store *store, const char *id, const char *name, const char *site, Error *error)
{
        return store->operations->person_change(store, id, name, site, error);
}

bool store_people(Store *store, const char *site, bool with_left,
        bool (*visit)(const Person *person, void *data), void *data, Error *error)
{
        return store->operations->people(store, site, with_left, visit, data, error);
}

bool store_assignments(Store *store, const char *person,
        bool (*visit)(const Assignment *assignment, void *data), void *data, Error *error)
{
        return store->operations->assignments(store, person, visit, data, error);
}

bool store_scrub(Store *store, Error *error)
{
        return store->operations->scrub(store, error);
}

static bool take_total(const CompletionCounts *counts, void *data)
{
        int64_t *total = data;
        *total = counts->rows;
        return true;
}

bool store_completion_total(
        Store *store, const CompletionFilter *filter, int64_t *total, Error *error)
{
        *total = 0;
        return store_completion_counts(store, filter, GROUP_ALL, take_total, total, error);
}

bool store_completion_counts(Store *store, const CompletionFilter *filter, CompletionGroup by,
        bool (*visit)(const CompletionCounts *counts, void *data), void *data, Error *error)
{
        return store->operations->completion_counts(store, filter, by, visit, data, error);
}

bool store_question_figures(Store *store, const char *module,
        bool (*visit)(const QuestionFigures *figures, void *data), void *data, Error *error)
{
        return store->operations->question_figures(store, module, visit, data, error);
}

bool store_option_choices(Store *store, const char *module,
        bool (*visit)(const OptionChoices *figures, void *data), void *data, Error *error)
{
        return store->operations->option_choices(store, module, visit, data, error);
}

bool store_sign_figures(Store *store, const char *module,
        bool (*visit)(const SignFigures *figures, void *data), void *data, Error *error)
{
        return store->operations->sign_figures(store, module, visit, data, error);
}

bool store_info(Store *store, RecordInfo *info, Error *error)
{
        return store->operations->info(store, info, error);
}

bool store_prune(
        Store *store, Day before, Day today, bool dry_run, PruneReport *report, Error *error)
{
        return store->operations->prune(store, before, today, dry_run, report, error);
}

void store_trust(Store *store, const PublicKeys *keys)
{
        free(store->trusted);
        store->trusted = NULL;
        if (!keys)
                return;
        store->trusted = xmalloc(sizeof *keys);
        *store->trusted = *keys;
}

bool store_logs(Store *store, bool (*visit)(const char *site, void *data), void *data, Error *error)
{
        if (store->operations->logs)
                return store->operations->logs(store, visit, data, error);
        visit(NULL, data);
        return true;
}

bool store_has_one_log(const Store *store)
{
        return !store->operations->logs;
}

bool store_use_log(Store *store, const char *site, Error *error)
{
        return !store->operations->use_log || store->operations->use_log(store, site, error);
}

bool store_use_log_of(Store *store, const char *person, Error *error)
{
        return !store->operations->use_log_of ||
               store->operations->use_log_of(store, person, error);
}

char *store_login(const char *uri)
{
#ifdef HAVE_POSTGRES
        if (is_database(uri))
                return postgres_login_of(uri);
#endif
        (void)uri;
        return NULL;
}

const char *store_key_path(const Store *store)
{
        return store->key_path ? store->key_path : "";
}

static bool take_key(const Event *event, void *data)
{
        json_t *body = json_loads(event->body, 0, NULL);
        const char *key = json_string_value(json_object_get(body, "public"));
        if (key)
                public_keys_add(data, key);
        json_decref(body);
        return true;
}

/* Keys that were named by events since removed. */
static bool take_cut_keys(Store *store, PublicKeys *keys, Error *error)
{
        Arena *arena = arena_new();
        StoreCut cut;
        bool done = store->operations->cut(store, &cut, arena, error);
        json_t *list = done && cut.seq ? json_loads(cut.keys, 0, NULL) : NULL;
        size_t i;
        const json_t *key;
        json_array_foreach(list, i, key)
        {
                if (json_is_string(key))
                        public_keys_add(keys, json_string_value(key));
        }
        json_decref(list);
        arena_free(arena);
        return done;
}

bool store_public_keys(Store *store, PublicKeys *keys, Error *error)
{
        EventFilter filter = { .kinds = 1u << EVENT_KEY_CREATED };
        *keys = (PublicKeys){ .count = 0 };
        return take_cut_keys(store, keys, error) &&
               store_events(store, &filter, take_key, keys, error);
}

int store_migrated_from(const Store *store)
{
        return store->migrated_from;
}

const char *store_uri(const Store *store)
{
        return store->uri;
}
