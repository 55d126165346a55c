#include "record/sqlite.h"

/* The number changes with every commit of another connection, and with none of ours. */
bool sqlite_changed(Store *store)
{
        SqliteStore *sqlite = (SqliteStore *)store;
        Error error = { 0 };
        sqlite3_stmt *row = statement_prepare(sqlite, "PRAGMA data_version", &error);
        if (!row)
                return false;
        bool read = sqlite3_step(row) == SQLITE_ROW;
        sqlite3_int64 version = read ? sqlite3_column_int64(row, 0) : sqlite->data_version;
        sqlite3_finalize(row);
        bool changed = sqlite->data_version != 0 && version != sqlite->data_version;
        sqlite->data_version = version;
        return changed;
}
