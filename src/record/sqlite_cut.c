#include <string.h>

#include "base/translate.h"
#include "record/sqlite.h"

static const char *copy(Arena *arena, sqlite3_stmt *row, int column)
{
        return sqlite3_column_type(row, column) == SQLITE_NULL
                       ? NULL
                       : arena_strdup(arena, statement_text(row, column));
}

bool sqlite_cut(Store *store, StoreCut *cut, Arena *arena, Error *error)
{
        SqliteStore *sqlite = (SqliteStore *)store;
        *cut = (StoreCut){ .keys = "[]" };
        sqlite3_stmt *row = statement_prepare(sqlite,
                "SELECT seq, at, hash, keys, made, key, signature FROM cuts ORDER BY seq DESC "
                "LIMIT 1",
                error);
        if (!row)
                return false;
        int answer = sqlite3_step(row);
        bool done = answer == SQLITE_ROW || answer == SQLITE_DONE || sqlite_fail(sqlite, error);
        if (answer == SQLITE_ROW) {
                cut->seq = sqlite3_column_int64(row, 0);
                cut->at = sqlite3_column_int64(row, 1);
                if (sqlite3_column_bytes(row, 2) == HASH_BYTES)
                        memcpy(cut->hash, sqlite3_column_blob(row, 2), HASH_BYTES);
                cut->keys = arena_strdup(arena, statement_text(row, 3));
                cut->made = sqlite3_column_int64(row, 4);
                cut->key = copy(arena, row, 5);
                cut->signature = copy(arena, row, 6);
        }
        sqlite3_finalize(row);
        return done;
}

/* Only the newest cut is kept: the chain is reckoned from there. */
bool sqlite_put_cut(Store *store, const StoreCut *cut, Error *error)
{
        SqliteStore *sqlite = (SqliteStore *)store;
        if (!transaction_begin(sqlite, error))
                return false;
        if (statement_exec(sqlite, "DELETE FROM cuts", error) &&
                statement_run(sqlite, STATEMENT_CUT_ADD, error, "iibtitt", cut->seq, cut->at,
                        cut->hash, cut->keys, cut->made, cut->key, cut->signature) &&
                transaction_commit(sqlite, error))
                return true;
        transaction_rollback(sqlite);
        return false;
}
