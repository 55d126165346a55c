#include <string.h>

#include "record/sqlite_statement.h"

/* SQLite converts what has another type; but a record from elsewhere may have anything anywhere. */
static bool has_type(const Row *row, int column, RowType type)
{
        static const int types[] = {
                [ROW_NUMBER] = SQLITE_INTEGER, [ROW_TEXT] = SQLITE_TEXT, [ROW_BYTES] = SQLITE_BLOB
        };
        if (sqlite3_column_type(row->handle, column) != types[type])
                return false;
        return type != ROW_TEXT || strlen(statement_text(row->handle, column)) ==
                                           (size_t)sqlite3_column_bytes(row->handle, column);
}

static bool is_null(const Row *row, int column)
{
        return sqlite3_column_type(row->handle, column) == SQLITE_NULL;
}

static const char *text(const Row *row, int column)
{
        return statement_text(row->handle, column);
}

static int64_t number(const Row *row, int column)
{
        return sqlite3_column_int64(row->handle, column);
}

static double real(const Row *row, int column)
{
        return sqlite3_column_double(row->handle, column);
}

static size_t bytes(const Row *row, int column, void *bytes, size_t room)
{
        const void *found = sqlite3_column_blob(row->handle, column);
        size_t len = (size_t)sqlite3_column_bytes(row->handle, column);
        if (found)
                memcpy(bytes, found, len < room ? len : room);
        return len;
}

static const RowOperations operations = {
        .has_type = has_type,
        .is_null = is_null,
        .text = text,
        .number = number,
        .real = real,
        .bytes = bytes,
};

Row statement_as_row(sqlite3_stmt *statement)
{
        return (Row){ .operations = &operations, .handle = statement };
}
