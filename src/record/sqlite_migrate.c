#include "record/sqlite_migrate.h"

#include <stdio.h>

static bool run(sqlite3 *db, const char *sql)
{
        return sqlite3_exec(db, sql, NULL, NULL, NULL) == SQLITE_OK;
}

int sqlite_version(sqlite3 *db)
{
        sqlite3_stmt *statement = NULL;
        int version = -1;
        if (sqlite3_prepare_v2(db, "PRAGMA user_version", -1, &statement, NULL) == SQLITE_OK &&
                sqlite3_step(statement) == SQLITE_ROW)
                version = sqlite3_column_int(statement, 0);
        sqlite3_finalize(statement);
        return version;
}

/* The number is read again inside the transaction: another program may have been quicker. */
bool sqlite_migrate_within(sqlite3 *db)
{
        int version = sqlite_version(db);
        if (version < 0)
                return false;
        for (int i = version; i < sqlite_migration_count; i++)
                if (!run(db, sqlite_migrations[i]))
                        return false;
        if (version >= sqlite_migration_count)
                return true;
        char number[96];
        snprintf(number, sizeof number, "PRAGMA application_id = %d; PRAGMA user_version = %d",
                SQLITE_APPLICATION, sqlite_migration_count);
        return run(db, number);
}

bool sqlite_migrate(sqlite3 *db)
{
        if (!run(db, "BEGIN IMMEDIATE"))
                return false;
        return sqlite_migrate_within(db) && run(db, "COMMIT");
}

sqlite3 *sqlite_reference(void)
{
        sqlite3 *db = NULL;
        if (sqlite3_open(":memory:", &db) == SQLITE_OK && sqlite_migrate(db))
                return db;
        sqlite3_close(db);
        return NULL;
}
