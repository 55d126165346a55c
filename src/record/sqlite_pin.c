#include <stdio.h>

#include "record/sqlite.h"

bool sqlite_pin_find(Store *store, const char *person, PinRow *row, Error *error)
{
        SqliteStore *sqlite = (SqliteStore *)store;
        sqlite3_stmt *found = statement_prepare(sqlite,
                "SELECT hash, supervisor, failures, failed_at FROM pins WHERE person = :person",
                error);
        if (!found)
                return false;
        statement_set_text(found, ":person", person);
        int answer = sqlite3_step(found);
        if (answer == SQLITE_ROW) {
                snprintf(row->hash, sizeof row->hash, "%s", statement_text(found, 0));
                row->is_supervisor = sqlite3_column_int(found, 1) != 0;
                row->failures = sqlite3_column_int64(found, 2);
                row->failed_at = sqlite3_column_int64(found, 3);
        }
        bool done = answer == SQLITE_ROW || answer == SQLITE_DONE || sqlite_fail(sqlite, error);
        sqlite3_finalize(found);
        return done;
}

static bool keep(SqliteStore *sqlite, const char *person, const PinRow *row, Error *error)
{
        sqlite3_stmt *statement = statement_prepare(sqlite,
                row ? "REPLACE INTO pins (person, hash, supervisor, failures, failed_at)"
                      " VALUES (:person, :hash, :supervisor, :failures, :failed_at)"
                    : "DELETE FROM pins WHERE person = :person",
                error);
        if (!statement)
                return false;
        statement_set_text(statement, ":person", person);
        if (row) {
                statement_set_text(statement, ":hash", row->hash);
                statement_set_number(statement, ":supervisor", row->is_supervisor);
                statement_set_number(statement, ":failures", row->failures);
                statement_set_number(statement, ":failed_at", row->failed_at);
        }
        bool done = sqlite3_step(statement) == SQLITE_DONE || sqlite_fail(sqlite, error);
        sqlite3_finalize(statement);
        return done;
}

bool sqlite_pin_keep(Store *store, const char *person, const PinRow *row, Error *error)
{
        SqliteStore *sqlite = (SqliteStore *)store;
        if (!transaction_begin(sqlite, error))
                return false;
        if (keep(sqlite, person, row, error) && transaction_commit(sqlite, error))
                return true;
        transaction_rollback(sqlite);
        return false;
}
