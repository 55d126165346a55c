#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/translate.h"
#include "record/sqlite.h"
#include "record/sqlite_migrate.h"

/* Everything that follows from the events. Of `people` only what events say about them does. */
static const struct {
        const char *name, *columns, *key;
} projections[] = {
        { "people", "person, left_at, forgotten_at", "person" },
        { "attempts", "*", "seq" },
        { "answers", "*", "start, question" },
        { "passes", "*", "person, module, seq" },
        { "completions", "*", "person, module" },
        { "due", "*", "person, module" },
        { "question_figures", "*", "module, version, question" },
        { "option_figures", "*", "module, version, question, option" },
        { "sign_people", "*", "person, module, version, sign" },
        { "sign_figures", "*", "module, version, sign" },
};

enum { PROJECTION_COUNT = sizeof projections / sizeof *projections };

static bool execute(SqliteStore *sqlite, Error *error, const char *format, ...)
        __attribute__((format(printf, 3, 4)));

static bool execute(SqliteStore *sqlite, Error *error, const char *format, ...)
{
        Text sql = { 0 };
        va_list arguments;
        va_start(arguments, format);
        text_vprintf(&sql, format, arguments);
        va_end(arguments);
        bool done = statement_exec(sqlite, text_string(&sql), error);
        text_clear(&sql);
        return done;
}

/* The tables' definitions come from the program, not from the file. */
static bool make_copy(SqliteStore *sqlite, sqlite3 *reference, const char *name, Error *error)
{
        sqlite3_stmt *row = NULL;
        bool done = sqlite3_prepare_v2(reference,
                            "SELECT substr(sql, length('CREATE TABLE ') + 1) FROM sqlite_schema"
                            " WHERE type = 'table' AND name = ?",
                            -1, &row, NULL) == SQLITE_OK &&
                    sqlite3_bind_text(row, 1, name, -1, SQLITE_STATIC) == SQLITE_OK &&
                    sqlite3_step(row) == SQLITE_ROW;
        if (!done)
                sqlite_fail_at(reference, sqlite->path, error);
        done = done && execute(sqlite, error, "CREATE TEMP TABLE %s", statement_text(row, 0));
        sqlite3_finalize(row);
        return done;
}

/* Where the log begins with a cut, attempts may lack their beginning. */
static bool look_for_cut(SqliteStore *sqlite, Error *error)
{
        StoreCut cut;
        Arena *arena = arena_new();
        bool done = sqlite_cut(&sqlite->store, &cut, arena, error);
        arena_free(arena);
        sqlite->follows_cut = done && cut.seq > 0;
        return done;
}

bool sqlite_copies_make(SqliteStore *sqlite, Error *error)
{
        sqlite3 *reference = sqlite_reference();
        if (!reference)
                return error_set(error, _("%s: there is not enough memory"), sqlite->path);
        bool done = look_for_cut(sqlite, error) &&
                    statement_exec(sqlite, "PRAGMA temp.cache_size = -65536", error);
        for (size_t i = 0; done && i < PROJECTION_COUNT; i++)
                done = make_copy(sqlite, reference, projections[i].name, error);
        sqlite3_close(reference);
        sqlite->is_replaying = true;
        return done && statement_exec(sqlite,
                               "INSERT INTO temp.people (person, name, site)"
                               " SELECT person, '', '' FROM main.people",
                               error);
}

typedef struct Replay {
        SqliteStore *sqlite;
        Error *error;
        bool has_failed;
} Replay;

static bool replay_event(const Event *event, void *data)
{
        Replay *replay = data;
        json_t *body = json_loads(event->body, JSON_REJECT_DUPLICATES, NULL);
        replay->has_failed = !json_is_object(body) ||
                             !sqlite_project(replay->sqlite, event, body, replay->error);
        json_decref(body);
        if (!replay->has_failed)
                return true;
        error_set(replay->error, _("its body is not as it was stored"));
        char context[64];
        snprintf(context, sizeof context, _("event %lld"), (long long)event->seq);
        error_wrap(replay->error, context);
        error_hint(replay->error, _("makesafe verify looks at the whole record"));
        return false;
}

static bool count_rows(SqliteStore *sqlite, Error *error, int64_t *sum, const char *sql)
{
        sqlite3_stmt *row = statement_prepare(sqlite, sql, error);
        if (!row)
                return false;
        bool done = sqlite3_step(row) == SQLITE_ROW || sqlite_fail(sqlite, error);
        if (done)
                *sum += sqlite3_column_int64(row, 0);
        sqlite3_finalize(row);
        return done;
}

/* Rows that are new or other than before, and rows that are no longer there. */
static bool count_changes(SqliteStore *sqlite, size_t i, int64_t *changed, Error *error)
{
        const char *name = projections[i].name, *columns = projections[i].columns,
                   *key = projections[i].key;
        Text sql = { 0 };
        text_printf(&sql,
                "SELECT count(*) FROM (SELECT %s FROM temp.%s EXCEPT SELECT %s FROM main.%s)",
                columns, name, columns, name);
        bool done = count_rows(sqlite, error, changed, text_string(&sql));
        text_reset(&sql);
        text_printf(&sql,
                "SELECT count(*) FROM (SELECT %s FROM main.%s EXCEPT SELECT %s FROM temp.%s)", key,
                name, key, name);
        done = done && count_rows(sqlite, error, changed, text_string(&sql));
        text_clear(&sql);
        return done;
}

static sqlite3_stmt *walk(SqliteStore *sqlite, const char *schema, size_t i, Error *error)
{
        Text sql = { 0 };
        text_printf(&sql, "SELECT %s FROM %s.%s ORDER BY %s", projections[i].columns, schema,
                projections[i].name, projections[i].key);
        sqlite3_stmt *row = statement_prepare(sqlite, text_string(&sql), error);
        text_clear(&sql);
        return row;
}

static bool is_same_value(sqlite3_stmt *a, sqlite3_stmt *b, int column)
{
        int kind = sqlite3_column_type(a, column);
        if (kind != sqlite3_column_type(b, column))
                return false;
        if (kind == SQLITE_INTEGER)
                return sqlite3_column_int64(a, column) == sqlite3_column_int64(b, column);
        const void *left = sqlite3_column_blob(a, column), *right = sqlite3_column_blob(b, column);
        int len = sqlite3_column_bytes(a, column);
        return len == sqlite3_column_bytes(b, column) &&
               (len == 0 || memcmp(left, right, (size_t)len) == 0);
}

/* Both in the order of their key, side by side: that is cheap, and in a sound record all there is.
 */
static bool is_same_table(SqliteStore *sqlite, size_t i, bool *same, Error *error)
{
        sqlite3_stmt *a = walk(sqlite, "temp", i, error);
        sqlite3_stmt *b = a ? walk(sqlite, "main", i, error) : NULL;
        int left = SQLITE_ROW, right = SQLITE_ROW;
        *same = b != NULL;
        while (*same && left == SQLITE_ROW) {
                left = sqlite3_step(a);
                right = sqlite3_step(b);
                *same = left == right;
                for (int c = 0; *same && left == SQLITE_ROW && c < sqlite3_column_count(a); c++)
                        *same = is_same_value(a, b, c);
        }
        bool done = b && (left == SQLITE_ROW || left == SQLITE_DONE) &&
                    (right == SQLITE_ROW || right == SQLITE_DONE);
        if (b && !done)
                sqlite_fail(sqlite, error);
        sqlite3_finalize(a);
        sqlite3_finalize(b);
        return done;
}

bool sqlite_copies_compare(SqliteStore *sqlite, int64_t *changed, Error *error)
{
        bool done = sqlite_tally_write(sqlite, error);
        *changed = 0;
        for (size_t i = 0; done && i < PROJECTION_COUNT; i++) {
                bool same = false;
                done = is_same_table(sqlite, i, &same, error) &&
                       (same || count_changes(sqlite, i, changed, error));
        }
        return done;
}

/* Children before the parents they refer to. */
void sqlite_copies_drop(SqliteStore *sqlite)
{
        for (size_t i = PROJECTION_COUNT; i > 0; i--) {
                Error ignored = { 0 };
                execute(sqlite, &ignored, "DROP TABLE IF EXISTS temp.%s", projections[i - 1].name);
        }
        sqlite->is_replaying = sqlite->follows_cut = false;
        tally_clear(&sqlite->tally);
        sqlite_answers_forget(sqlite);
}

static bool put_back(SqliteStore *sqlite, Error *error)
{
        static const char people[] =
                "UPDATE main.people SET left_at = t.left_at, forgotten_at = t.forgotten_at"
                " FROM temp.people AS t WHERE t.person = main.people.person";
        /* Whole tables are emptied and filled: who refers to whom is looked at in the end. */
        bool done = statement_exec(sqlite, "PRAGMA defer_foreign_keys = ON", error) &&
                    statement_exec(sqlite, people, error);
        for (size_t i = 1; done && i < PROJECTION_COUNT; i++)
                done = execute(sqlite, error,
                        "DELETE FROM main.%s; INSERT INTO main.%s SELECT * FROM temp.%s",
                        projections[i].name, projections[i].name, projections[i].name);
        return done;
}

bool sqlite_reproject(SqliteStore *sqlite, int64_t *changed, Error *error)
{
        Replay replay = { sqlite, error, false };
        EventFilter all = { 0 };
        *changed = 0;
        bool done = sqlite_copies_make(sqlite, error) &&
                    sqlite_events(&sqlite->store, &all, replay_event, &replay, error) &&
                    !replay.has_failed && sqlite_copies_compare(sqlite, changed, error) &&
                    (*changed == 0 || put_back(sqlite, error));
        sqlite_copies_drop(sqlite);
        return done;
}

bool sqlite_rebuild(Store *store, int64_t *changed, Error *error)
{
        SqliteStore *sqlite = (SqliteStore *)store;
        if (!transaction_begin(sqlite, error))
                return false;
        if (sqlite_reproject(sqlite, changed, error) && transaction_commit(sqlite, error))
                return true;
        transaction_rollback(sqlite);
        return false;
}
