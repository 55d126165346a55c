#include "base/date.h"
#include "record/sqlite.h"

static void bind_id(sqlite3_stmt *statement, int index, const OutboxEntry *entry)
{
        sqlite3_bind_blob(statement, index, entry->id, OUTBOX_ID_BYTES, SQLITE_STATIC);
}

bool sqlite_outbox_find(
        Store *store, const char *url, OutboxEntry *entries, size_t count, Error *error)
{
        SqliteStore *sqlite = (SqliteStore *)store;
        sqlite3_stmt *row = statement_prepare(sqlite,
                "SELECT o.refused IS NOT NULL FROM outbox_endpoints AS e CROSS JOIN outbox AS o"
                " WHERE e.url = :url AND o.endpoint = e.endpoint AND o.statement = ?2",
                error);
        if (!row)
                return false;
        statement_set_text(row, ":url", url);
        bool done = true;
        for (size_t i = 0; done && i < count; i++) {
                bind_id(row, 2, &entries[i]);
                int answer = sqlite3_step(row);
                entries[i].state = answer != SQLITE_ROW         ? OUTBOX_TO_SEND
                                   : sqlite3_column_int(row, 0) ? OUTBOX_REFUSED
                                                                : OUTBOX_ACCEPTED;
                done = answer == SQLITE_ROW || answer == SQLITE_DONE || sqlite_fail(sqlite, error);
                sqlite3_reset(row);
        }
        sqlite3_finalize(row);
        return done;
}

static bool keep_endpoint(SqliteStore *sqlite, const char *url, Error *error)
{
        sqlite3_stmt *add = statement_prepare(sqlite,
                "INSERT INTO outbox_endpoints (url) VALUES (:url) ON CONFLICT DO NOTHING", error);
        if (!add)
                return false;
        statement_set_text(add, ":url", url);
        bool done = sqlite3_step(add) == SQLITE_DONE || sqlite_fail(sqlite, error);
        sqlite3_finalize(add);
        return done;
}

/* What was accepted stays so, whatever another program heard later. */
static bool keep_entries(SqliteStore *sqlite, const char *url, const OutboxEntry *entries,
        size_t count, const char *why, Error *error)
{
        sqlite3_stmt *add = statement_prepare(sqlite,
                "INSERT INTO outbox (endpoint, statement, at, refused)"
                " SELECT endpoint, ?2, ?3, ?4 FROM outbox_endpoints WHERE url = ?1"
                " ON CONFLICT DO UPDATE SET at = excluded.at, refused = excluded.refused"
                " WHERE refused IS NOT NULL",
                error);
        if (!add)
                return false;
        sqlite3_bind_text(add, 1, url, -1, SQLITE_STATIC);
        sqlite3_bind_int64(add, 3, moment_now());
        bool done = true;
        for (size_t i = 0; done && i < count; i++) {
                if (entries[i].state == OUTBOX_TO_SEND)
                        continue;
                bind_id(add, 2, &entries[i]);
                if (entries[i].state == OUTBOX_REFUSED)
                        sqlite3_bind_text(add, 4, why ? why : "", -1, SQLITE_STATIC);
                else
                        sqlite3_bind_null(add, 4);
                done = sqlite3_step(add) == SQLITE_DONE || sqlite_fail(sqlite, error);
                sqlite3_reset(add);
        }
        sqlite3_finalize(add);
        return done;
}

bool sqlite_outbox_keep(Store *store, const char *url, const OutboxEntry *entries, size_t count,
        const char *why, Error *error)
{
        SqliteStore *sqlite = (SqliteStore *)store;
        if (!transaction_begin(sqlite, error))
                return false;
        if (keep_endpoint(sqlite, url, error) &&
                keep_entries(sqlite, url, entries, count, why, error) &&
                transaction_commit(sqlite, error))
                return true;
        transaction_rollback(sqlite);
        return false;
}
