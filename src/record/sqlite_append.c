#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/translate.h"
#include "record/chain.h"
#include "record/checkpoint.h"
#include "record/sqlite.h"

enum {
        BODY_MOST = 1 << 20 /* bytes */
};

static const char *or_empty(const char *id)
{
        return id ? id : "";
}

static bool is_id_or_empty(const char *id)
{
        return !id || id[0] == '\0' || id_is_valid(id);
}

static bool check_draft(const EventDraft *draft, Error *error)
{
        if ((unsigned)draft->kind >= EVENT_KINDS || !json_is_object(draft->body))
                return error_set(error, _("This is not an event that a record can hold"));
        if (!is_id_or_empty(draft->person) || !is_id_or_empty(draft->attempt))
                return error_set(
                        error, _("The person or attempt of an event is not named as it should be"));
        return true;
}

bool sqlite_last(SqliteStore *sqlite, Event *last, Error *error)
{
        *last = sqlite->head;
        if (sqlite->is_grouping && sqlite->has_head)
                return true;
        *last = (Event){ 0 };
        sqlite3_stmt *row = NULL;
        if (!statement_row(sqlite, STATEMENT_HEAD, &row, error, "") ||
                (!row && !statement_row(sqlite, STATEMENT_CUT, &row, error, "")))
                return false;
        if (!row)
                return true;
        last->seq = sqlite3_column_int64(row, 0);
        last->at = sqlite3_column_int64(row, 1);
        const void *hash = sqlite3_column_blob(row, 2);
        if (hash && sqlite3_column_bytes(row, 2) == HASH_BYTES)
                memcpy(last->hash, hash, HASH_BYTES);
        sqlite3_reset(row);
        return true;
}

bool sqlite_head(Store *store, int64_t *seq, uint8_t hash[HASH_BYTES], Error *error)
{
        Event last;
        if (!sqlite_last((SqliteStore *)store, &last, error))
                return false;
        *seq = last.seq;
        memcpy(hash, last.hash, HASH_BYTES);
        return true;
}

static bool add_event(SqliteStore *sqlite, const Event *event, Error *error)
{
        return statement_run(sqlite, STATEMENT_EVENT_ADD, error, "iittttb", event->seq, event->at,
                event_kind_names[event->kind], event->person, event->attempt, event->body,
                event->hash);
}

/* Makes the event that follows `last`, stores it, projects it; `last` is it then, without its body.
 */
static bool append_one(
        SqliteStore *sqlite, const EventDraft *draft, int64_t now, Event *last, Error *error)
{
        Event event = { .seq = last->seq + 1, .at = now, .kind = draft->kind };
        memcpy(event.person, or_empty(draft->person), strlen(or_empty(draft->person)));
        memcpy(event.attempt, or_empty(draft->attempt), strlen(or_empty(draft->attempt)));
        json_t *body = json_incref(draft->body);
        if (now < last->at) {
                json_decref(body);
                body = json_copy(draft->body);
                json_object_set_new(body, "clock", json_string("behind"));
                event.at = last->at;
        }
        char *canonical = body_canonical(body);
        event.body = canonical;
        bool fits = canonical && strlen(canonical) <= BODY_MOST;
        if (!fits)
                error_set(error, _("This is not an event that a record can hold"));
        bool done = fits;
        if (done) {
                chain_hash(last->hash, &event, event.hash);
                done = add_event(sqlite, &event, error) &&
                       sqlite_project(sqlite, &event, body, error);
        }
        free(canonical);
        json_decref(body);
        event.body = NULL;
        *last = event;
        return done;
}

/* Whether the record names this key already, in an event or where events were removed. */
static bool is_named(SqliteStore *sqlite, const char *public_hex, bool *named, Error *error)
{
        sqlite3_stmt *row = NULL;
        *named = false;
        if (!statement_row(sqlite, STATEMENT_KEY_FIND, &row, error, "t", public_hex))
                return false;
        *named = row != NULL;
        if (row)
                sqlite3_reset(row);
        return true;
}

/* The key may come at any time; whoever may not read it stores without signing. A key that the
 * record does not name yet is named first. */
static bool find_key(SqliteStore *sqlite, int64_t now, Event *last, Error *error)
{
        Error none = { 0 };
        if (sqlite->has_key || !site_key_load(sqlite->store.key_path, &sqlite->key, &none))
                return true;
        char hex[KEY_PUBLIC_HEX];
        sodium_bin2hex(hex, sizeof hex, sqlite->key.public_key, KEY_PUBLIC_BYTES);
        bool named = false, done = is_named(sqlite, hex, &named, error);
        if (done && !named) {
                EventDraft draft = { .kind = EVENT_KEY_CREATED,
                        .body = json_pack("{s:s}", "public", hex) };
                done = append_one(sqlite, &draft, now, last, error);
                json_decref(draft.body);
        }
        sqlite->has_key = done;
        return done;
}

/* Signs the log as it stands, where the site has a key. */
static bool append_checkpoint(SqliteStore *sqlite, int64_t now, Event *last, Error *error)
{
        if (!find_key(sqlite, now, last, error))
                return false;
        if (!sqlite->has_key)
                return true;
        EventDraft draft = { .kind = EVENT_CHECKPOINT,
                .body = checkpoint_body(&sqlite->key, last->seq, last->hash) };
        bool done = append_one(sqlite, &draft, now, last, error);
        json_decref(draft.body);
        return done;
}

static bool wants_checkpoint(const Event *last)
{
        return last->kind == EVENT_ATTEMPT_FINISHED || last->kind == EVENT_KEY_CREATED ||
               last->kind == EVENT_RECORD_PRUNED || last->seq % CHECKPOINT_EVERY == 0;
}

bool sqlite_append_within(
        SqliteStore *sqlite, const EventDraft *drafts, size_t count, Event *stored, Error *error)
{
        Event last;
        if (!sqlite_last(sqlite, &last, error))
                return false;
        int64_t now = moment_now();
        bool done = true;
        for (size_t i = 0; done && i < count; i++) {
                done = append_one(sqlite, &drafts[i], now, &last, error);
                if (stored)
                        stored[i] = last;
                if (done && wants_checkpoint(&last))
                        done = append_checkpoint(sqlite, now, &last, error);
        }
        sqlite->head = last;
        sqlite->has_head = done;
        return done;
}

bool sqlite_append(
        Store *store, const EventDraft *drafts, size_t count, Event *stored, Error *error)
{
        SqliteStore *sqlite = (SqliteStore *)store;
        for (size_t i = 0; i < count; i++)
                if (!check_draft(&drafts[i], error))
                        return false;
        if (count == 0)
                return true;
        if (!transaction_begin(sqlite, error))
                return false;
        if (sqlite_append_within(sqlite, drafts, count, stored, error) &&
                transaction_commit(sqlite, error))
                return true;
        transaction_rollback(sqlite);
        return false;
}

bool sqlite_put_event(Store *store, const Event *event, bool follows_cut, Error *error)
{
        SqliteStore *sqlite = (SqliteStore *)store;
        Event last;
        uint8_t hash[HASH_BYTES];
        if (!transaction_begin(sqlite, error) || !sqlite_last(sqlite, &last, error))
                return false;
        chain_hash(last.hash, event, hash);
        json_t *body = json_loads(event->body, JSON_REJECT_DUPLICATES, NULL);
        bool done = (event->seq == last.seq + 1 && memcmp(hash, event->hash, HASH_BYTES) == 0 &&
                            json_is_object(body)) ||
                    error_set(error, _("event %lld does not follow the one before it"),
                            (long long)event->seq);
        sqlite->follows_cut = follows_cut;
        done = done && add_event(sqlite, event, error) &&
               sqlite_project(sqlite, event, body, error) && transaction_commit(sqlite, error);
        sqlite->follows_cut = false;
        json_decref(body);
        sqlite->head = *event;
        sqlite->head.body = NULL;
        sqlite->has_head = done;
        if (!done)
                transaction_rollback(sqlite);
        return done;
}
