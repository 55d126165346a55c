#include <string.h>

#include "base/translate.h"
#include "record/sqlite.h"

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

bool sqlite_put(Store *store, const Event *event, const json_t *body, Error *error)
{
        SqliteStore *sqlite = (SqliteStore *)store;
        return add_event(sqlite, event, error) && sqlite_project(sqlite, event, body, error);
}

/* Whether the record names this key already, in an event or where events were removed. */
bool sqlite_is_named(Store *store, const char *public_hex, bool *named, Error *error)
{
        SqliteStore *sqlite = (SqliteStore *)store;
        sqlite3_stmt *row = NULL;
        *named = false;
        if (!statement_row(sqlite, STATEMENT_KEY_FIND, &row, error, "t", public_hex))
                return false;
        *named = row != NULL;
        if (row)
                sqlite3_reset(row);
        return true;
}

bool sqlite_append_within(
        SqliteStore *sqlite, const EventDraft *drafts, size_t count, Event *stored, Error *error)
{
        Event last;
        sqlite->has_head = sqlite_last(sqlite, &last, error) &&
                           appender_run(&sqlite->appender, drafts, count, &last, stored, error);
        sqlite->head = last;
        return sqlite->has_head;
}

bool sqlite_append(
        Store *store, const EventDraft *drafts, size_t count, Event *stored, Error *error)
{
        SqliteStore *sqlite = (SqliteStore *)store;
        for (size_t i = 0; i < count; i++)
                if (!draft_check(&drafts[i], error))
                        return false;
        if (count == 0)
                return true;
        if (!transaction_begin(sqlite, error))
                return false;
        if (sqlite_append_within(sqlite, drafts, count, stored, error) &&
                transaction_commit(sqlite, error)) {
                /* It may be long until the next one, and there may be hundreds of sessions. */
                if (!sqlite->is_grouping)
                        sqlite3_db_release_memory(sqlite->db);
                return true;
        }
        transaction_rollback(sqlite);
        return false;
}

bool sqlite_put_event(Store *store, const Event *event, bool follows_cut, Error *error)
{
        SqliteStore *sqlite = (SqliteStore *)store;
        Event last;
        if (!transaction_begin(sqlite, error) || !sqlite_last(sqlite, &last, error))
                return false;
        json_t *body = json_loads(event->body, JSON_REJECT_DUPLICATES, NULL);
        sqlite->follows_cut = follows_cut;
        bool done = event_follows(event, &last, error) && json_is_object(body) &&
                    sqlite_put(store, event, body, error) && transaction_commit(sqlite, error);
        sqlite->follows_cut = false;
        json_decref(body);
        sqlite->head = *event;
        sqlite->head.body = NULL;
        sqlite->has_head = done;
        if (!done) {
                error_set(error, _("event %lld does not follow the one before it"),
                        (long long)event->seq);
                transaction_rollback(sqlite);
        }
        return done;
}
