/* Letting go of the beginning of the log after its time. What still holds of it is appended first;
 * the chain is then reckoned from the cut. */
#include <stdlib.h>
#include <string.h>

#include "base/translate.h"
#include "record/chain.h"
#include "record/checkpoint.h"
#include "record/sqlite.h"

enum { DAYS_BACK = 92 }; /* so far back a place is looked for at which no attempt is going on */

static const int64_t MICROSECONDS_A_DAY = INT64_C(86400000000);

typedef struct Pruning {
        SqliteStore *sqlite;
        PruneReport *report;
        Day before;
        char today[DATE_SIZE];
        bool is_dry;
        Event cut; /* the last event to go, without its body */
        int64_t first;
} Pruning;

static sqlite3_stmt *prepare(const Pruning *pruning, const char *sql, Error *error)
{
        sqlite3_stmt *row = statement_prepare(pruning->sqlite, sql, error);
        if (row) {
                statement_set_number(row, ":cut", pruning->cut.seq);
                statement_set_text(row, ":today", pruning->today);
        }
        return row;
}

/* One number; 0 where the query gives NULL or no row. */
static bool ask(
        const Pruning *pruning, const char *sql, int64_t parameter, int64_t *number, Error *error)
{
        sqlite3_stmt *row = prepare(pruning, sql, error);
        if (!row)
                return false;
        statement_set_number(row, ":number", parameter);
        int answer = sqlite3_step(row);
        bool done = answer == SQLITE_ROW || answer == SQLITE_DONE ||
                    sqlite_fail(pruning->sqlite, error);
        *number = answer == SQLITE_ROW ? sqlite3_column_int64(row, 0) : 0;
        sqlite3_finalize(row);
        return done;
}

static const char last_before[] = "SELECT coalesce((SELECT seq - 1 FROM events WHERE at >= :number"
                                  " ORDER BY seq LIMIT 1), (SELECT max(seq) FROM events))";

/* The first attempt that begins before the cut and goes on behind it. */
static const char first_straddling[] =
        "SELECT min(a.seq) FROM attempts AS a WHERE a.seq <= :cut AND (EXISTS"
        " (SELECT 1 FROM answers AS n WHERE n.start = a.seq AND n.seq > :cut) OR EXISTS"
        " (SELECT 1 FROM events AS e WHERE e.attempt = a.attempt AND e.attempt <> ''"
        " AND e.kind <> 'answered' AND e.seq > :cut))";

/* Where attempts overlap without end, what is left of one that began before the cut counts only for
 * its result. */
static bool choose_cut(Pruning *pruning, Error *error)
{
        int64_t horizon = pruning->before * MICROSECONDS_A_DAY, last = 0, earliest = 0;
        if (!ask(pruning, last_before, horizon, &last, error) ||
                !ask(pruning, last_before, horizon - DAYS_BACK * MICROSECONDS_A_DAY, &earliest,
                        error))
                return false;
        pruning->cut.seq = last;
        for (int64_t start = 1; start > 0;) {
                if (!ask(pruning, first_straddling, 0, &start, error))
                        return false;
                if (start > 0)
                        pruning->cut.seq = start - 1;
                if (pruning->cut.seq < earliest) {
                        pruning->cut.seq = last;
                        break;
                }
        }
        return ask(
                pruning, "SELECT seq FROM events ORDER BY seq LIMIT 1", 0, &pruning->first, error);
}

static bool read_cut(Pruning *pruning, Error *error)
{
        sqlite3_stmt *row = prepare(pruning, "SELECT at, hash FROM events WHERE seq = :cut", error);
        if (!row)
                return false;
        bool done = sqlite3_step(row) == SQLITE_ROW && sqlite3_column_bytes(row, 1) == HASH_BYTES;
        if (done) {
                pruning->cut.at = sqlite3_column_int64(row, 0);
                memcpy(pruning->cut.hash, sqlite3_column_blob(row, 1), HASH_BYTES);
        }
        sqlite3_finalize(row);
        return done || sqlite_fail(pruning->sqlite, error);
}

/* Of whom nothing remains: those who left or were forgotten, without an event behind the cut. */
#define GONE                                                                                       \
        "((p.left_at IS NOT NULL OR p.forgotten_at IS NOT NULL OR p.staff_id IS NULL)"             \
        " AND p.person NOT IN (SELECT person FROM events WHERE seq > :cut))"

static const char passes[] =
        "SELECT p.person, s.module, s.version, s.completed, s.valid_until, s.percent, s.how"
        " FROM passes AS s JOIN people AS p ON p.person = s.person"
        " JOIN completions AS c ON c.person = s.person AND c.module = s.module"
        " WHERE s.seq <= :cut AND s.valid_until >= :today AND p.staff_id IS NOT NULL AND NOT " GONE
        " AND (s.seq = c.valid_seq OR s.percent > coalesce((SELECT max(percent) FROM passes AS b"
        " WHERE b.person = s.person AND b.module = s.module AND b.valid_until >= :today"
        " AND b.seq > :cut), -1)) ORDER BY s.seq";

static const char assignments[] =
        "SELECT p.person, d.module, d.due FROM due AS d JOIN people AS p ON p.person = d.person"
        " WHERE p.staff_id IS NOT NULL AND NOT " GONE " AND NOT EXISTS (SELECT 1 FROM events AS e"
        " WHERE e.person = d.person AND e.person <> '' AND e.attempt = '' AND e.seq > :cut"
        " AND e.kind = 'assigned' AND json_extract(e.body, '$.module') = d.module)"
        " ORDER BY d.person, d.module";

static const char leavers[] =
        "SELECT p.person FROM people AS p WHERE p.left_at IS NOT NULL AND p.staff_id IS NOT NULL"
        " AND NOT " GONE
        " AND NOT EXISTS (SELECT 1 FROM events AS e WHERE e.person = p.person AND e.person <> ''"
        " AND e.attempt = '' AND e.seq > :cut AND e.kind IN ('staff-joined', 'staff-left'))"
        " ORDER BY p.person";

static json_t *pass_body(sqlite3_stmt *row)
{
        char completed[DATE_SIZE];
        const char *how = statement_text(row, 6), *until = statement_text(row, 4);
        day_format(moment_day(sqlite3_column_int64(row, 3)), completed);
        json_t *body = json_pack("{s:s, s:s, s:s, s:b, s:s}", "carried", how[0] ? how : "attempt",
                "completed", completed, "module", statement_text(row, 1), "passed", 1, "version",
                statement_text(row, 2));
        if (strcmp(until, "9999-12-31") != 0)
                json_object_set_new(body, "expires", json_string(until));
        if (sqlite3_column_type(row, 5) != SQLITE_NULL)
                json_object_set_new(body, "percent", json_real(sqlite3_column_double(row, 5)));
        return body;
}

static json_t *assignment_body(sqlite3_stmt *row)
{
        json_t *body = json_pack("{s:b, s:s}", "carried", 1, "module", statement_text(row, 1));
        if (sqlite3_column_type(row, 2) != SQLITE_NULL)
                json_object_set_new(body, "due", json_string(statement_text(row, 2)));
        return body;
}

static json_t *leaver_body(sqlite3_stmt *row)
{
        (void)row;
        return json_pack("{s:b}", "carried", 1);
}

/* Everything of one kind that is to be said again. The rows are gathered before the first is
 * appended: a query does not see its own tables change. */
static bool carry_over(const Pruning *pruning, const char *sql, EventKind kind,
        json_t *(*make_body)(sqlite3_stmt *row), int64_t *count, Error *error)
{
        sqlite3_stmt *row = prepare(pruning, sql, error);
        if (!row)
                return false;
        json_t *found = json_array();
        int answer;
        while ((answer = sqlite3_step(row)) == SQLITE_ROW)
                json_array_append_new(
                        found, json_pack("[s, o]", statement_text(row, 0), make_body(row)));
        bool done = answer == SQLITE_DONE || sqlite_fail(pruning->sqlite, error);
        sqlite3_finalize(row);
        *count = (int64_t)json_array_size(found);
        for (size_t i = 0; done && !pruning->is_dry && i < json_array_size(found); i++) {
                json_t *item = json_array_get(found, i);
                EventDraft draft = { .kind = kind,
                        .person = json_string_value(json_array_get(item, 0)),
                        .body = json_array_get(item, 1) };
                done = sqlite_append_within(pruning->sqlite, &draft, 1, NULL, error);
        }
        json_decref(found);
        return done;
}

static bool carry_all(const Pruning *pruning, Error *error)
{
        PruneReport *report = pruning->report;
        return carry_over(pruning, passes, EVENT_COMPLETION_IMPORTED, pass_body, &report->passes,
                       error) &&
               carry_over(pruning, assignments, EVENT_ASSIGNED, assignment_body,
                       &report->assignments, error) &&
               carry_over(pruning, leavers, EVENT_STAFF_LEFT, leaver_body, &report->leavers, error);
}

/* The keys that checkpoints behind the cut may be signed with, though the events that named them
 * go. */
static char *keys_so_far(const Pruning *pruning, Error *error)
{
        PublicKeys keys;
        if (!store_public_keys(&pruning->sqlite->store, &keys, error))
                return NULL;
        json_t *list = json_array();
        for (size_t i = 0; i < keys.count; i++) {
                char hex[2 * HASH_BYTES + 1];
                hash_hex(keys.keys[i].bytes, hex);
                json_array_append_new(list, json_string(hex));
        }
        char *text = json_dumps(list, JSON_COMPACT);
        json_decref(list);
        return text;
}

_Static_assert((int)HASH_BYTES == (int)KEY_PUBLIC_BYTES, "keys are written as hashes are");

static bool note_cut(const Pruning *pruning, Error *error)
{
        SqliteStore *sqlite = pruning->sqlite;
        char *keys = keys_so_far(pruning, error);
        if (!keys)
                return false;
        const Event *last = &pruning->cut;
        StoreCut cut = { .seq = last->seq, .at = last->at, .made = moment_now(), .keys = keys };
        memcpy(cut.hash, last->hash, HASH_BYTES);
        SiteKey key;
        char signature[KEY_SIGNATURE_HEX];
        Error none = { 0 };
        if (site_key_load(sqlite->store.key_path, &key, &none)) {
                char *message = cut_message(last->seq, last->at, last->hash, keys);
                site_key_sign(&key, message, strlen(message), signature);
                free(message);
                cut.key = key.id;
                cut.signature = signature;
        }
        bool done = sqlite_put_cut(&sqlite->store, &cut, error);
        site_key_clear(&key);
        free(keys);
        return done;
}

static bool append_pruned(const Pruning *pruning, Error *error)
{
        char before[DATE_SIZE], hash[2 * HASH_BYTES + 1];
        day_format(pruning->before, before);
        hash_hex(pruning->cut.hash, hash);
        json_t *body = json_pack("{s:s, s:s, s:I, s:I}", "before", before, "hash", hash, "removed",
                (json_int_t)pruning->report->events, "seq", (json_int_t)pruning->cut.seq);
        EventDraft draft = { .kind = EVENT_RECORD_PRUNED, .body = body };
        bool done = sqlite_append_within(pruning->sqlite, &draft, 1, NULL, error);
        json_decref(body);
        return done;
}

static bool run(const Pruning *pruning, const char *sql, int64_t *count, Error *error)
{
        sqlite3_stmt *row = prepare(pruning, sql, error);
        if (!row)
                return false;
        bool done = sqlite3_step(row) == SQLITE_DONE || sqlite_fail(pruning->sqlite, error);
        *count = sqlite3_changes64(pruning->sqlite->db);
        sqlite3_finalize(row);
        return done;
}

/* Who is gone is noted before the tables are made again from what is left: then nothing says so. */
static bool remove_all(const Pruning *pruning, Error *error)
{
        int64_t count = 0;
        bool done =
                statement_exec(pruning->sqlite, "CREATE TEMP TABLE gone (person TEXT)", error) &&
                run(pruning, "INSERT INTO gone SELECT p.person FROM people AS p WHERE " GONE,
                        &count, error) &&
                run(pruning, "DELETE FROM events WHERE seq <= :cut", &count, error) &&
                sqlite_reproject(pruning->sqlite, &count, error) &&
                run(pruning, "DELETE FROM people WHERE person IN (SELECT person FROM gone)", &count,
                        error);
        Error none = { 0 };
        return statement_exec(
                       pruning->sqlite, "DROP TABLE IF EXISTS temp.gone", done ? error : &none) &&
               done;
}

static bool prune(Pruning *pruning, Error *error)
{
        PruneReport *report = pruning->report;
        if (!choose_cut(pruning, error))
                return false;
        if (pruning->first == 0 || pruning->cut.seq < pruning->first)
                return true;
        report->events = pruning->cut.seq - pruning->first + 1;
        report->last = pruning->cut.seq;
        if (!read_cut(pruning, error) ||
                !ask(pruning, "SELECT count(*) FROM attempts WHERE seq <= :cut", 0,
                        &report->attempts, error) ||
                !ask(pruning, "SELECT count(*) FROM people AS p WHERE " GONE, 0, &report->people,
                        error))
                return false;
        report->until = moment_day(pruning->cut.at);
        if (!carry_all(pruning, error))
                return false;
        return pruning->is_dry || (note_cut(pruning, error) && append_pruned(pruning, error) &&
                                          remove_all(pruning, error));
}

bool sqlite_prune(
        Store *store, Day before, Day today, bool dry_run, PruneReport *report, Error *error)
{
        SqliteStore *sqlite = (SqliteStore *)store;
        *report = (PruneReport){ .until = DAY_NONE };
        Pruning pruning = {
                .sqlite = sqlite, .report = report, .before = before, .is_dry = dry_run
        };
        day_format(today, pruning.today);
        if (!(dry_run ? statement_exec(sqlite, "BEGIN", error) : sqlite_begin(store, error)))
                return false;
        bool done = prune(&pruning, error);
        if (dry_run)
                transaction_rollback(sqlite);
        else if (done)
                done = sqlite_commit(store, error);
        else
                sqlite_rollback(store);
        return done;
}
