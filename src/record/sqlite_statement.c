#include "record/sqlite_statement.h"

#include <stdarg.h>
#include <stdint.h>

#include "record/sqlite.h"

/* Tables are named without their schema: while the projections are made again, temporary copies of
 * the same names stand before the real ones. */
static const char *const texts[STATEMENT_COUNT] = {
        [STATEMENT_BEGIN] = "BEGIN IMMEDIATE",
        [STATEMENT_COMMIT] = "COMMIT",
        [STATEMENT_HEAD] = "SELECT seq, at, hash FROM events ORDER BY seq DESC LIMIT 1",
        [STATEMENT_CUT] = "SELECT seq, at, hash FROM cuts ORDER BY seq DESC LIMIT 1",
        [STATEMENT_CUT_ADD] = "INSERT INTO cuts (seq, at, hash, keys, made, key, signature)"
                              " VALUES (?, ?, ?, ?, ?, ?, ?)",
        [STATEMENT_KEY_FIND] =
                "SELECT 1 FROM events WHERE kind = 'key-created'"
                " AND json_extract(body, '$.public') = ?1"
                " UNION ALL SELECT 1 FROM cuts, json_each(cuts.keys) WHERE value = ?1 LIMIT 1",
        [STATEMENT_EVENT_ADD] = "INSERT INTO events (seq, at, kind, person, attempt, body, hash)"
                                " VALUES (?, ?, ?, ?, ?, ?, ?)",
        [STATEMENT_PERSON_FIND] = "SELECT person, staff_id, name, site, left_at IS NOT NULL"
                                  " FROM people WHERE staff_id = ?",
        [STATEMENT_PERSON_ADD] = "INSERT INTO people (person, staff_id, name, site)"
                                 " VALUES (?, ?, ?, ?)",
        [STATEMENT_PERSON_CHANGE] = "UPDATE people SET name = ?2, site = ?3 WHERE person = ?1",
        [STATEMENT_ASSIGNMENTS] = "SELECT module, due FROM due WHERE person = ? ORDER BY module",
        [STATEMENT_PERSON_JOINED] = "UPDATE people SET left_at = NULL WHERE person = ?",
        [STATEMENT_PERSON_LEFT] = "UPDATE people SET left_at = ?2 WHERE person = ?1",
        [STATEMENT_PERSON_FORGOTTEN] = "UPDATE people SET staff_id = NULL, name = '', site = '',"
                                       " forgotten_at = ?2 WHERE person = ?1",
        [STATEMENT_ASSIGNED] = "INSERT INTO due (person, module, due, assigned_at)"
                               " VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE"
                               " SET due = excluded.due, assigned_at = excluded.assigned_at",
        [STATEMENT_ATTEMPT_FIND] = "SELECT person, module, version,"
                                   " finished IS NULL AND abandoned IS NULL, seq"
                                   " FROM attempts WHERE attempt = ?",
        [STATEMENT_ATTEMPT_ADD] =
                "INSERT INTO attempts (seq, attempt, person, module, version, digest,"
                " language, seed, questions, started)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [STATEMENT_ANSWER_ADD] = "INSERT INTO answers (start, question, seq) VALUES (?, ?, ?)",
        [STATEMENT_ANSWERS] = "SELECT seq FROM answers WHERE start = ? ORDER BY seq",
        [STATEMENT_EVENT_BODY] = "SELECT body FROM events WHERE seq = ?",
        [STATEMENT_ATTEMPT_FINISH] =
                "UPDATE attempts SET finished = ?2, score = ?3, max = ?4, "
                "percent = ?5, passed = ?6,"
                " answered = (SELECT count(*) FROM answers WHERE start = attempts.seq)"
                " WHERE attempt = ?1",
        [STATEMENT_ATTEMPT_ABANDON] =
                "UPDATE attempts SET abandoned = ?2,"
                " answered = (SELECT count(*) FROM answers WHERE start = attempts.seq)"
                " WHERE attempt = ?1",
        [STATEMENT_COMPLETION_ENSURE] = "INSERT INTO completions (person, module) VALUES (?, ?)"
                                        " ON CONFLICT DO NOTHING",
        [STATEMENT_COMPLETION_STARTED] =
                "INSERT INTO completions (person, module, attempts, going_on) VALUES (?, ?, 1, 1)"
                " ON CONFLICT DO UPDATE SET attempts = attempts + 1, going_on = going_on + 1",
        [STATEMENT_COMPLETION_OVER] = "UPDATE completions SET going_on = going_on - 1"
                                      " WHERE person = ? AND module = ?",
        [STATEMENT_COMPLETION_LATEST] =
                "INSERT INTO completions (person, module, latest_at, latest_percent, "
                "latest_version,"
                " latest_how) VALUES (?, ?, ?, ?, ?, ?)"
                " ON CONFLICT DO UPDATE SET latest_at = excluded.latest_at,"
                " latest_percent = excluded.latest_percent, latest_version = "
                "excluded.latest_version,"
                " latest_how = excluded.latest_how"
                " WHERE latest_at IS NULL OR latest_at <= excluded.latest_at",
        /* Of passes that are valid equally long the better one counts, of equal ones the newer. */
        [STATEMENT_COMPLETION_VALID] =
                "INSERT INTO completions (person, module, valid_until, valid_seq)"
                " VALUES (?1, ?2, ?3, ?4)"
                " ON CONFLICT DO UPDATE SET valid_until = excluded.valid_until,"
                " valid_seq = excluded.valid_seq"
                " WHERE valid_until IS NULL OR valid_until < excluded.valid_until"
                " OR (valid_until = excluded.valid_until AND coalesce(?5, -1) >="
                " (SELECT coalesce(percent, -1) FROM passes WHERE person = ?1 AND module = ?2"
                " AND seq = completions.valid_seq))",
        /* The two above at once. */
        [STATEMENT_COMPLETION_PASSED] =
                "INSERT INTO completions (person, module, valid_until, valid_seq, latest_percent,"
                " latest_at, latest_version, latest_how) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)"
                " ON CONFLICT DO UPDATE SET"
                " latest_percent = CASE WHEN latest_at > excluded.latest_at THEN latest_percent"
                " ELSE excluded.latest_percent END,"
                " latest_version = CASE WHEN latest_at > excluded.latest_at THEN latest_version"
                " ELSE excluded.latest_version END,"
                " latest_how = CASE WHEN latest_at > excluded.latest_at THEN latest_how"
                " ELSE excluded.latest_how END,"
                " latest_at = max(coalesce(latest_at, excluded.latest_at), excluded.latest_at),"
                " valid_until = max(coalesce(valid_until, ''), excluded.valid_until),"
                " valid_seq = CASE WHEN valid_until IS NULL OR valid_until < excluded.valid_until"
                " OR (valid_until = excluded.valid_until AND coalesce(?5, -1) >="
                " (SELECT coalesce(percent, -1) FROM passes WHERE person = ?1 AND module = ?2"
                " AND seq = completions.valid_seq))"
                " THEN excluded.valid_seq ELSE valid_seq END",
        [STATEMENT_PASS_ADD] = "INSERT INTO passes (person, module, valid_until, seq, percent,"
                               " version, completed, how) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [STATEMENT_QUESTION_COUNT] =
                "INSERT INTO question_figures (module, version, question, n, sum, sum_squares,"
                " hits, misses, false_alarms, correct_rejections)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
                " ON CONFLICT DO UPDATE SET n = n + excluded.n, sum = sum + excluded.sum,"
                " sum_squares = sum_squares + excluded.sum_squares,"
                " hits = hits + excluded.hits, misses = misses + excluded.misses,"
                " false_alarms = false_alarms + excluded.false_alarms,"
                " correct_rejections = correct_rejections + excluded.correct_rejections",
        [STATEMENT_OPTION_COUNT] =
                "INSERT INTO option_figures (module, version, question, option, chosen)"
                " VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE"
                " SET chosen = chosen + excluded.chosen",
        [STATEMENT_SIGN_OF_PERSON] =
                "UPDATE sign_people SET hits = hits + ?5, misses = misses + ?6"
                " WHERE person = ?1 AND module = ?2 AND version = ?3 AND sign = ?4",
        [STATEMENT_SIGN_OF_PERSON_ADD] =
                "INSERT INTO sign_people (person, module, version, sign, hits, misses)"
                " VALUES (?, ?, ?, ?, ?, ?)",
        [STATEMENT_SIGN_COUNT] =
                "INSERT INTO sign_figures (module, version, sign, hits, misses, people)"
                " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET hits = hits + excluded.hits,"
                " misses = misses + excluded.misses, people = people + excluded.people",
};

static sqlite3_stmt *get(SqliteStore *sqlite, StatementId id, Error *error)
{
        sqlite3_stmt **slot = &sqlite->statements[id];
        if (!*slot && sqlite3_prepare_v3(sqlite->db, texts[id], -1, SQLITE_PREPARE_PERSISTENT, slot,
                              NULL) != SQLITE_OK)
                sqlite_fail(sqlite, error);
        return *slot;
}

static void bind_optional(sqlite3_stmt *statement, int index, const double *value)
{
        if (value)
                sqlite3_bind_double(statement, index, *value);
        else
                sqlite3_bind_null(statement, index);
}

static void bind(sqlite3_stmt *statement, const char *types, va_list values)
{
        for (int i = 1; *types; types++, i++) {
                switch (*types) {
                case 'i':
                        sqlite3_bind_int64(statement, i, va_arg(values, int64_t));
                        break;
                case 'd':
                        sqlite3_bind_double(statement, i, va_arg(values, double));
                        break;
                case 't':
                        sqlite3_bind_text(
                                statement, i, va_arg(values, const char *), -1, SQLITE_STATIC);
                        break;
                case 'b':
                        sqlite3_bind_blob(statement, i, va_arg(values, const uint8_t *), HASH_BYTES,
                                SQLITE_STATIC);
                        break;
                case 'o':
                        bind_optional(statement, i, va_arg(values, const double *));
                        break;
                default:
                        break;
                }
        }
}

bool statement_run(SqliteStore *sqlite, StatementId id, Error *error, const char *types, ...)
{
        sqlite3_stmt *statement = get(sqlite, id, error);
        if (!statement)
                return false;
        va_list values;
        va_start(values, types);
        bind(statement, types, values);
        va_end(values);
        bool done = sqlite3_step(statement) == SQLITE_DONE || sqlite_fail(sqlite, error);
        sqlite3_reset(statement);
        return done;
}

bool statement_row(SqliteStore *sqlite, StatementId id, sqlite3_stmt **row, Error *error,
        const char *types, ...)
{
        *row = NULL;
        sqlite3_stmt *statement = get(sqlite, id, error);
        if (!statement)
                return false;
        va_list values;
        va_start(values, types);
        bind(statement, types, values);
        va_end(values);
        int answer = sqlite3_step(statement);
        if (answer == SQLITE_ROW) {
                *row = statement;
                return true;
        }
        bool done = answer == SQLITE_DONE || sqlite_fail(sqlite, error);
        sqlite3_reset(statement);
        return done;
}

sqlite3_stmt *statement_prepare(SqliteStore *sqlite, const char *sql, Error *error)
{
        sqlite3_stmt *statement = NULL;
        if (sqlite3_prepare_v2(sqlite->db, sql, -1, &statement, NULL) != SQLITE_OK)
                sqlite_fail(sqlite, error);
        return statement;
}

bool statement_exec(SqliteStore *sqlite, const char *sql, Error *error)
{
        return sqlite3_exec(sqlite->db, sql, NULL, NULL, NULL) == SQLITE_OK ||
               sqlite_fail(sqlite, error);
}

void statement_set_text(sqlite3_stmt *statement, const char *name, const char *value)
{
        int index = sqlite3_bind_parameter_index(statement, name);
        if (index > 0)
                sqlite3_bind_text(statement, index, value, -1, SQLITE_TRANSIENT);
}

void statement_set_number(sqlite3_stmt *statement, const char *name, sqlite3_int64 value)
{
        int index = sqlite3_bind_parameter_index(statement, name);
        if (index > 0)
                sqlite3_bind_int64(statement, index, value);
}

const char *statement_text(sqlite3_stmt *row, int column)
{
        const unsigned char *text = sqlite3_column_text(row, column);
        return text ? (const char *)text : "";
}

void statements_free(SqliteStore *sqlite)
{
        for (int i = 0; i < STATEMENT_COUNT; i++) {
                sqlite3_finalize(sqlite->statements[i]);
                sqlite->statements[i] = NULL;
        }
}
