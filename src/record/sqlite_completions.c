#include <stdlib.h>
#include <string.h>

#include "record/completion_query.h"
#include "record/sqlite.h"

static const CompletionDialect dialect = {
        .order_folded = "",
        .order_folded_end = " COLLATE NOCASE",
        .sites_list = "json_each(:sites)",
        .pass_mark = "json_extract(e.body, '$.pass')",
        .same_log = "",
};

static bool is_ascii(const char *text)
{
        while (*text && !(*text & 0x80))
                text++;
        return *text == '\0';
}

static bool holds(const char *text, size_t len, const char *part)
{
        if (is_ascii(text))
                return strcasestr(text, part) != NULL;
        char *folded = completion_fold(text, len);
        bool found = folded && strstr(folded, part) != NULL;
        free(folded);
        return found;
}

/* SQL: holds(text, folded part). */
static void sql_holds(sqlite3_context *context, int count, sqlite3_value **values)
{
        (void)count;
        const char *text = (const char *)sqlite3_value_text(values[0]);
        const char *part = (const char *)sqlite3_value_text(values[1]);
        if (!text || !part)
                return;
        sqlite3_result_int(context, holds(text, (size_t)sqlite3_value_bytes(values[0]), part));
}

bool sqlite_add_functions(SqliteStore *sqlite, Error *error)
{
        return sqlite3_create_function(sqlite->db, "holds", 2,
                       SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_DIRECTONLY, NULL, sql_holds,
                       NULL, NULL) == SQLITE_OK ||
               sqlite_fail(sqlite, error);
}

static void bind_text(void *statement, const char *name, const char *value)
{
        statement_set_text(statement, name, value);
}

static void bind_number(void *statement, const char *name, int64_t value)
{
        statement_set_number(statement, name, value);
}

/* Takes over the text of the query. */
static sqlite3_stmt *ask(
        SqliteStore *sqlite, Text *sql, const CompletionFilter *filter, Error *error)
{
        sqlite3_stmt *row = statement_prepare(sqlite, text_string(sql), error);
        text_clear(sql);
        if (row)
                completion_bind(filter,
                        &(CompletionBinder){
                                .text = bind_text, .number = bind_number, .statement = row });
        return row;
}

bool sqlite_completions(Store *store, const CompletionFilter *filter,
        bool (*visit)(const CompletionRow *row, void *data), void *data, Error *error)
{
        SqliteStore *sqlite = (SqliteStore *)store;
        Text sql = { 0 };
        completion_query(&sql, filter, &dialect);
        sqlite3_stmt *statement = ask(sqlite, &sql, filter, error);
        if (!statement)
                return false;
        const Row row = statement_as_row(statement);
        bool more = true;
        int answer = SQLITE_DONE;
        while (more && (answer = sqlite3_step(statement)) == SQLITE_ROW) {
                CompletionRow completion = row_completion(&row);
                more = visit(&completion, data);
        }
        bool done = !more || answer == SQLITE_DONE || sqlite_fail(sqlite, error);
        sqlite3_finalize(statement);
        return done;
}

bool sqlite_completion_counts(Store *store, const CompletionFilter *filter, CompletionGroup by,
        bool (*visit)(const CompletionCounts *counts, void *data), void *data, Error *error)
{
        SqliteStore *sqlite = (SqliteStore *)store;
        Text sql = { 0 };
        completion_counts_query(&sql, filter, by, &dialect);
        sqlite3_stmt *statement = ask(sqlite, &sql, filter, error);
        if (!statement)
                return false;
        const Row row = statement_as_row(statement);
        bool more = true;
        int answer = SQLITE_DONE;
        while (more && (answer = sqlite3_step(statement)) == SQLITE_ROW) {
                CompletionCounts counts = row_completion_counts(&row);
                more = visit(&counts, data);
        }
        bool done = !more || answer == SQLITE_DONE || sqlite_fail(sqlite, error);
        sqlite3_finalize(statement);
        return done;
}
