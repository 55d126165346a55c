#include "record/postgres_mirror.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"
#include "base/translate.h"
#include "record/sqlite_copy.h"

enum { ROWS_AT_ONCE = 2000, COPY_AT_ONCE = 1 << 16 };

/* Parents before those who refer to them. A letter for each column: integer, real, text, bytes (a
 * hash). */
typedef struct MirrorTable {
        const char *name, *columns, *types;
        const char *from; /* what stands for the columns in the database; NULL for the same */
} MirrorTable;

static const MirrorTable tables[] = {
        { "people", "person, staff_id, name, site, left_at, forgotten_at", "ttttii",
                "person, CASE WHEN staff_id IS NULL THEN NULL ELSE person END, '', '', left_at, "
                "forgotten_at" },
        { "events", "seq, at, kind, person, attempt, body, hash", "iittttb", NULL },
        { "cuts", "seq, at, hash, keys, made, key, signature", "iibtitt", NULL },
        { "attempts",
                "seq, attempt, person, module, version, digest, language, seed, questions, "
                "answered,"
                " started, finished, abandoned, score, max, percent, passed",
                "ittttttiiiiiirrri", NULL },
        { "answers", "start, question, seq", "iti", NULL },
        { "passes", "person, module, seq, version, completed, valid_until, percent, how",
                "ttititrt", NULL },
        { "completions",
                "person, module, attempts, going_on, latest_at, latest_percent, latest_version,"
                " latest_how, valid_until, valid_seq",
                "ttiiirttti", NULL },
        { "due", "person, module, due, assigned_at", "ttti", NULL },
        { "question_figures",
                "module, version, question, n, sum, sum_squares, hits, misses, false_alarms,"
                " correct_rejections",
                "tttirriiii", NULL },
        { "option_figures", "module, version, question, option, chosen", "tttti", NULL },
        { "sign_people", "person, module, version, sign, hits, misses", "ttttii", NULL },
        { "sign_figures", "module, version, sign, hits, misses, people", "tttiii", NULL },
};

enum {
        PEOPLE,
        EVENTS,
        CUTS,
        FIRST_PROJECTION, /* it and all that come after it follow from the events */
        TABLES = sizeof tables / sizeof *tables
};

static void bind(sqlite3_stmt *insert, const Row *row, const char *types)
{
        for (int i = 0; types[i]; i++) {
                uint8_t bytes[4 * HASH_BYTES];
                const RowOperations *operations = row->operations;
                size_t len;
                if (operations->is_null(row, i)) {
                        sqlite3_bind_null(insert, i + 1);
                } else if (types[i] == 'i') {
                        sqlite3_bind_int64(insert, i + 1, operations->number(row, i));
                } else if (types[i] == 'r') {
                        sqlite3_bind_double(insert, i + 1, operations->real(row, i));
                } else if (types[i] == 'b') {
                        len = operations->bytes(row, i, bytes, sizeof bytes);
                        sqlite3_bind_blob(insert, i + 1, bytes,
                                (int)(len < sizeof bytes ? len : sizeof bytes), SQLITE_TRANSIENT);
                } else {
                        sqlite3_bind_text(
                                insert, i + 1, operations->text(row, i), -1, SQLITE_STATIC);
                }
        }
}

static bool insert_page(Mirror *mirror, const MirrorTable *table, sqlite3_stmt *insert,
        const PostgresAnswer *answer, Error *error)
{
        for (int i = 0; i < postgres_count(answer); i++) {
                const Row row = postgres_row(answer, i);
                bind(insert, &row, table->types);
                bool done =
                        sqlite3_step(insert) == SQLITE_DONE || sqlite_fail(mirror->sqlite, error);
                sqlite3_reset(insert);
                if (!done)
                        return false;
        }
        if (table != &tables[EVENTS])
                return true;
        mirror->done += postgres_count(answer);
        bool stopped = mirror->progress && mirror->done < mirror->total &&
                       !mirror->progress(mirror->done, mirror->total, mirror->data);
        return !stopped || error_set(error, _("The check was stopped before its end"));
}

static sqlite3_stmt *prepare_insert(Mirror *mirror, const MirrorTable *table, Error *error)
{
        Text sql = { 0 };
        text_printf(&sql, "INSERT INTO %s (%s) VALUES (?", table->name, table->columns);
        for (size_t i = 1; i < strlen(table->types); i++)
                text_append(&sql, ", ?");
        text_append(&sql, ")");
        sqlite3_stmt *insert = statement_prepare(mirror->sqlite, text_string(&sql), error);
        text_clear(&sql);
        return insert;
}

/* Some thousand rows at a time. */
static bool load_table(Mirror *mirror, const MirrorTable *table, Error *error)
{
        PostgresStore *postgres = mirror->postgres;
        Text sql = { 0 };
        text_printf(&sql,
                "DECLARE mirrored NO SCROLL CURSOR FOR SELECT %s FROM %s WHERE log = %lld",
                table->from ? table->from : table->columns, table->name, (long long)postgres->log);
        sqlite3_stmt *insert = prepare_insert(mirror, table, error);
        bool done = insert && postgres_exec(postgres, text_string(&sql), error);
        text_reset(&sql);
        text_printf(&sql, "FETCH %d FROM mirrored", (int)ROWS_AT_ONCE);
        for (int rows = ROWS_AT_ONCE; done && rows == ROWS_AT_ONCE;) {
                PostgresAnswer answer;
                done = postgres_ask_once(postgres, &answer, text_string(&sql), NULL, 0, error);
                if (!done)
                        break;
                rows = postgres_count(&answer);
                done = insert_page(mirror, table, insert, &answer, error);
                postgres_clear(&answer);
        }
        done = done && postgres_exec(postgres, "CLOSE mirrored", error);
        sqlite3_finalize(insert);
        text_clear(&sql);
        return done;
}

/* Events are taken as they are, also where some are missing: then the rule of the numbers must
 * rest. */
static bool load_tables(Mirror *mirror, Error *error)
{
        SqliteStore *sqlite = mirror->sqlite;
        sqlite3_stmt *row = statement_prepare(
                sqlite, "SELECT sql FROM sqlite_schema WHERE name = 'events_follow'", error);
        bool done = row && (sqlite3_step(row) == SQLITE_ROW || sqlite_fail(sqlite, error));
        char *rule = xstrdup(done ? statement_text(row, 0) : "");
        sqlite3_finalize(row);
        done = done && statement_exec(sqlite, "DROP TRIGGER events_follow", error);
        for (size_t i = 0; done && i < TABLES; i++)
                done = load_table(mirror, &tables[i], error);
        done = done && statement_exec(sqlite, rule, error);
        free(rule);
        return done;
}

static bool load(Mirror *mirror, Error *error)
{
        SqliteStore *sqlite = mirror->sqlite;
        RecordInfo info;
        if (!postgres_info(&mirror->postgres->store, &info, error) ||
                !statement_exec(sqlite,
                        "PRAGMA synchronous = OFF; PRAGMA foreign_keys = OFF; BEGIN", error))
                return false;
        mirror->total = info.events;
        return load_tables(mirror, error) &&
               statement_exec(sqlite, "COMMIT; PRAGMA foreign_keys = ON", error);
}

bool mirror_open(
        Mirror *mirror, PostgresStore *postgres, StoreProgress *progress, void *data, Error *error)
{
        const char *base = getenv("TMPDIR");
        char path[sizeof mirror->folder + sizeof "/record.sqlite"];
        *mirror = (Mirror){ .postgres = postgres, .progress = progress, .data = data };
        int len = snprintf(mirror->folder, sizeof mirror->folder, "%s/makesafe-XXXXXX",
                base && *base ? base : "/tmp");
        if ((size_t)len >= sizeof mirror->folder)
                snprintf(mirror->folder, sizeof mirror->folder, "/tmp/makesafe-XXXXXX");
        if (!mkdtemp(mirror->folder)) {
                error_set(error, _("%s: no scratch file can be made there"), mirror->folder);
                mirror->folder[0] = '\0';
                return error_hint(error, _("Make room on the disk, then try again"));
        }
        snprintf(path, sizeof path, "%s/record.sqlite", mirror->folder);
        mirror->sqlite = (SqliteStore *)sqlite_store_open(path, STORE_CREATE, error);
        if (!mirror->sqlite)
                return false;
        free(mirror->sqlite->store.key_path);
        mirror->sqlite->store.key_path = xstrdup(store_key_path(&postgres->store));
        store_trust(&mirror->sqlite->store, postgres->store.trusted);
        return load(mirror, error);
}

void mirror_close(Mirror *mirror)
{
        char path[sizeof mirror->folder + sizeof "/record.sqlite"];
        if (mirror->sqlite)
                store_close(&mirror->sqlite->store);
        if (!mirror->folder[0])
                return;
        snprintf(path, sizeof path, "%s/record.sqlite", mirror->folder);
        sqlite_file_discard(path);
        rmdir(mirror->folder);
}

/* As COPY reads a row: \N for none, and nothing that could end a column or a row. */
static void write_text(Text *out, const char *text)
{
        static const char special[] = "\\\t\n\r", names[] = "\\tnr";
        for (; *text; text++) {
                const char *found = strchr(special, *text);
                if (found)
                        text_append_char(out, '\\');
                text_append_char(out, found ? names[found - special] : *text);
        }
}

static void write_column(Text *out, sqlite3_stmt *row, int column, char type)
{
        if (sqlite3_column_type(row, column) == SQLITE_NULL) {
                text_append(out, "\\N");
        } else if (type == 'i') {
                text_printf(out, "%lld", (long long)sqlite3_column_int64(row, column));
        } else if (type == 'r') {
                text_printf(out, "%.17g", sqlite3_column_double(row, column));
        } else if (type == 'b') {
                const uint8_t *bytes = sqlite3_column_blob(row, column);
                text_append(out, "\\\\x");
                for (int i = 0; i < sqlite3_column_bytes(row, column); i++)
                        text_printf(out, "%02x", bytes[i]);
        } else {
                write_text(out, statement_text(row, column));
        }
}

static bool send(PostgresStore *postgres, Text *rows, size_t least, Error *error)
{
        if (rows->len == 0 || rows->len < least)
                return true;
        bool done =
                postgres->pq->putCopyData(postgres->connection, rows->bytes, (int)rows->len) == 1;
        text_reset(rows);
        return done || postgres_fail_connection(postgres, error);
}

static bool store_table(Mirror *mirror, const MirrorTable *table, int64_t after, Error *error)
{
        PostgresStore *postgres = mirror->postgres;
        Text sql = { 0 }, rows = { 0 };
        text_printf(&sql, "SELECT %s FROM %s", table->columns, table->name);
        if (table == &tables[EVENTS])
                text_printf(&sql, " WHERE seq > %lld", (long long)after);
        sqlite3_stmt *row = statement_prepare(mirror->sqlite, text_string(&sql), error);
        text_reset(&sql);
        text_printf(&sql, "COPY %s (%s, log) FROM STDIN", table->name, table->columns);
        bool done = row && postgres_exec(postgres, text_string(&sql), error);
        int answer = SQLITE_DONE;
        while (done && (answer = sqlite3_step(row)) == SQLITE_ROW) {
                for (int i = 0; table->types[i]; i++) {
                        write_column(&rows, row, i, table->types[i]);
                        text_append_char(&rows, '\t');
                }
                text_printf(&rows, "%lld\n", (long long)postgres->log);
                done = send(postgres, &rows, COPY_AT_ONCE, error);
        }
        done = done && (answer == SQLITE_DONE || sqlite_fail(mirror->sqlite, error)) &&
               send(postgres, &rows, 0, error) && postgres_end_copy(postgres, error);
        sqlite3_finalize(row);
        text_clear(&rows);
        text_clear(&sql);
        return done;
}

static bool empty_tables(Mirror *mirror, Error *error)
{
        bool done = true;
        for (size_t i = TABLES; done && i > FIRST_PROJECTION; i--) {
                char sql[96];
                snprintf(sql, sizeof sql, "DELETE FROM %s WHERE log = %lld", tables[i - 1].name,
                        (long long)mirror->postgres->log);
                done = postgres_exec(mirror->postgres, sql, error);
        }
        return done;
}

static bool store_tables(Mirror *mirror, Error *error)
{
        bool done = true;
        for (size_t i = FIRST_PROJECTION; done && i < TABLES; i++)
                done = store_table(mirror, &tables[i], 0, error);
        return done;
}

/* Of people the roster's part stays as it is; who is no longer in the mirror goes. */
static bool put_back_people(Mirror *mirror, Error *error)
{
        PostgresStore *postgres = mirror->postgres;
        sqlite3_stmt *row = statement_prepare(
                mirror->sqlite, "SELECT person, left_at, forgotten_at FROM people", error);
        bool done = row && postgres_exec(postgres,
                                   "CREATE TEMPORARY TABLE IF NOT EXISTS staying (person text,"
                                   " left_at bigint, forgotten_at bigint) ON COMMIT DROP;"
                                   " TRUNCATE pg_temp.staying",
                                   error);
        int answer = SQLITE_DONE;
        while (done && (answer = sqlite3_step(row)) == SQLITE_ROW) {
                bool is_here = sqlite3_column_type(row, 1) == SQLITE_NULL;
                bool is_known = sqlite3_column_type(row, 2) == SQLITE_NULL;
                done = postgres_run(postgres, error,
                        "INSERT INTO pg_temp.staying VALUES ($1, CASE WHEN $2 = '' THEN $3::bigint "
                        "END,"
                        " CASE WHEN $4 = '' THEN $5::bigint END)",
                        "ttiti", statement_text(row, 0), is_here ? "no" : "",
                        (int64_t)sqlite3_column_int64(row, 1), is_known ? "no" : "",
                        (int64_t)sqlite3_column_int64(row, 2));
        }
        done = done && (answer == SQLITE_DONE || sqlite_fail(mirror->sqlite, error)) &&
               postgres_run(postgres, error,
                       "DELETE FROM people WHERE log = $1 AND person NOT IN (SELECT person FROM "
                       "pg_temp.staying)",
                       "i", postgres->log) &&
               postgres_run(postgres, error,
                       "UPDATE people AS p SET left_at = s.left_at, forgotten_at = s.forgotten_at"
                       " FROM pg_temp.staying AS s WHERE s.person = p.person AND p.log = $1 AND"
                       " (s.left_at, s.forgotten_at) IS DISTINCT FROM (p.left_at, p.forgotten_at)",
                       "i", postgres->log);
        sqlite3_finalize(row);
        return done;
}

bool mirror_put_back(Mirror *mirror, Error *error)
{
        return empty_tables(mirror, error) && put_back_people(mirror, error) &&
               store_tables(mirror, error);
}

bool mirror_put_back_pruned(Mirror *mirror, int64_t last_before, Error *error)
{
        PostgresStore *postgres = mirror->postgres;
        Event last;
        StoreCut cut;
        Arena *arena = arena_new();
        bool done = sqlite_cut(&mirror->sqlite->store, &cut, arena, error) &&
                    sqlite_last(mirror->sqlite, &last, error) &&
                    postgres_put_cut(&postgres->store, &cut, error) &&
                    postgres_run(postgres, error, "DELETE FROM events WHERE log = $1 AND seq <= $2",
                            "ii", postgres->log, cut.seq) &&
                    store_table(mirror, &tables[EVENTS], last_before, error) &&
                    postgres_run(postgres, error,
                            "UPDATE logs SET seq = $2, at = $3, hash = $4 WHERE log = $1", "iiib",
                            postgres->log, last.seq, last.at, last.hash) &&
                    mirror_put_back(mirror, error);
        arena_free(arena);
        return done;
}
