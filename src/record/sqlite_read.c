#include <string.h>

#include "base/text.h"
#include "base/translate.h"
#include "record/sqlite.h"

enum {
        COLUMN_SEQ,
        COLUMN_AT,
        COLUMN_KIND,
        COLUMN_PERSON,
        COLUMN_ATTEMPT,
        COLUMN_BODY,
        COLUMN_HASH
};

static bool read_id(sqlite3_stmt *row, int column, char id[ID_SIZE])
{
        const char *text = statement_text(row, column);
        if (sqlite3_column_type(row, column) != SQLITE_TEXT || (text[0] && !id_is_valid(text)))
                return false;
        memcpy(id, text, strlen(text) + 1);
        return true;
}

bool sqlite_read_event(sqlite3_stmt *row, Event *event, const char **why)
{
        *event = (Event){ .seq = sqlite3_column_int64(row, COLUMN_SEQ),
                .at = sqlite3_column_int64(row, COLUMN_AT),
                .kind = event_kind_find(statement_text(row, COLUMN_KIND)),
                .body = statement_text(row, COLUMN_BODY) };
        *why = NULL;
        if (sqlite3_column_type(row, COLUMN_AT) != SQLITE_INTEGER)
                *why = "at";
        else if (event->kind == EVENT_KINDS)
                *why = "kind";
        else if (!read_id(row, COLUMN_PERSON, event->person))
                *why = "person";
        else if (!read_id(row, COLUMN_ATTEMPT, event->attempt))
                *why = "attempt";
        else if (sqlite3_column_type(row, COLUMN_BODY) != SQLITE_TEXT ||
                 strlen(event->body) != (size_t)sqlite3_column_bytes(row, COLUMN_BODY))
                *why = "body";
        else if (sqlite3_column_type(row, COLUMN_HASH) != SQLITE_BLOB ||
                 sqlite3_column_bytes(row, COLUMN_HASH) != HASH_BYTES)
                *why = "hash";
        if (*why)
                return false;
        memcpy(event->hash, sqlite3_column_blob(row, COLUMN_HASH), HASH_BYTES);
        return true;
}

static const char *or_null(const char *text)
{
        return text && text[0] ? text : NULL;
}

/* Answers are found through `answers`, other events through one of the indexes of `events`;
 * together these have all that are an attempt's or a person's. */
static const char answers_of_attempt[] = "SELECT n.seq FROM attempts AS a CROSS JOIN answers AS n"
                                         " WHERE a.attempt = :attempt AND n.start = a.seq"
                                         " UNION ALL ";
static const char others_of_attempt[] = "SELECT seq FROM events WHERE attempt = :attempt"
                                        " AND attempt <> '' AND kind <> 'answered'";

static const char answers_of_person[] = "SELECT n.seq FROM attempts AS a CROSS JOIN answers AS n"
                                        " WHERE a.person = :person AND n.start = a.seq"
                                        " UNION ALL ";
static const char others_of_person[] =
        "SELECT seq FROM events WHERE person = :person AND person <> '' AND attempt = ''"
        " UNION ALL SELECT e.seq FROM attempts AS a CROSS JOIN events AS e"
        " WHERE a.person = :person AND e.attempt = a.attempt AND e.attempt <> ''"
        " AND e.kind <> 'answered'";

/* The record's own events are found by their kind; the words are those of the index. */
static const unsigned record_kinds =
        1u << EVENT_REPORT_MADE | 1u << EVENT_KEY_CREATED | 1u << EVENT_CHECKPOINT;
static const char of_record[] =
        " AND (kind = 'report-made' OR kind = 'key-created' OR kind = 'checkpoint')";

static void add_kinds(Text *sql, unsigned kinds)
{
        const char *before = " AND kind IN ('";
        for (int kind = 0; kind < EVENT_KINDS; kind++) {
                if (!(kinds & 1u << kind))
                        continue;
                text_append(sql, before);
                text_append(sql, event_kind_names[kind]);
                before = "', '";
        }
        text_append(sql, kinds ? "')" : "");
}

static void add_numbers(
        Text *sql, const EventFilter *filter, const char *answers, const char *others)
{
        text_append(sql, " AND seq IN (");
        if (!filter->kinds || filter->kinds & 1u << EVENT_ANSWERED)
                text_append(sql, answers);
        text_append(sql, others);
        text_append(sql, ")");
}

static void write_events_query(Text *sql, const EventFilter *filter)
{
        text_append(sql, "SELECT seq, at, kind, person, attempt, body, hash FROM events"
                         " WHERE seq > :after");
        if (or_null(filter->attempt))
                add_numbers(sql, filter, answers_of_attempt, others_of_attempt);
        else if (or_null(filter->person))
                add_numbers(sql, filter, answers_of_person, others_of_person);
        else if (filter->kinds && !(filter->kinds & ~record_kinds))
                text_append(sql, of_record);
        if (or_null(filter->person))
                text_append(sql, " AND person = :person");
        add_kinds(sql, filter->kinds);
        text_append(sql, " ORDER BY seq");
}

bool sqlite_events(Store *store, const EventFilter *filter,
        bool (*visit)(const Event *event, void *data), void *data, Error *error)
{
        SqliteStore *sqlite = (SqliteStore *)store;
        Text sql = { 0 };
        write_events_query(&sql, filter);
        sqlite3_stmt *row = statement_prepare(sqlite, text_string(&sql), error);
        text_clear(&sql);
        if (!row)
                return false;
        statement_set_number(row, ":after", filter->after);
        statement_set_text(row, ":person", filter->person);
        statement_set_text(row, ":attempt", filter->attempt);
        bool done = true, more = true;
        int answer = SQLITE_DONE;
        while (done && more && (answer = sqlite3_step(row)) == SQLITE_ROW) {
                Event event;
                const char *why = NULL;
                done = sqlite_read_event(row, &event, &why);
                if (!done) {
                        error_set(error, _("%s: event %lld is not as it was stored (%s)"),
                                sqlite->path, (long long)event.seq, why);
                        error_hint(error, _("makesafe verify looks at the whole record"));
                } else {
                        more = visit(&event, data);
                }
        }
        if (done && more && answer != SQLITE_DONE)
                done = sqlite_fail(sqlite, error);
        sqlite3_finalize(row);
        return done;
}

static void write_attempts_query(Text *sql, const AttemptFilter *filter)
{
        text_append(sql, "SELECT attempt, person, module, version, digest, language, seed, started,"
                         " coalesce(finished, 0), coalesce(abandoned, 0),"
                         " CASE WHEN finished IS NULL AND abandoned IS NULL THEN (SELECT count(*) "
                         "FROM answers AS n"
                         " WHERE n.start = attempts.seq) ELSE answered END,"
                         " questions, coalesce(score, 0), coalesce(max, 0), coalesce(percent, 0),"
                         " coalesce(passed, 0) FROM attempts WHERE true");
        if (or_null(filter->attempt))
                text_append(sql, " AND attempt = :attempt");
        if (or_null(filter->person))
                text_append(sql, " AND person = :person");
        if (or_null(filter->module))
                text_append(sql, " AND module = :module");
        if (filter->only_open)
                text_append(sql, " AND finished IS NULL AND abandoned IS NULL");
        if (filter->only_finished)
                text_append(sql, " AND finished IS NOT NULL");
        text_append(sql, filter->newest_first ? " ORDER BY seq DESC" : " ORDER BY seq");
        if (filter->limit)
                text_append(sql, " LIMIT :limit");
}

static AttemptRow read_attempt(sqlite3_stmt *row)
{
        AttemptRow attempt = { .module = statement_text(row, 2),
                .version = statement_text(row, 3),
                .digest = statement_text(row, 4),
                .language = statement_text(row, 5),
                .seed = (uint64_t)sqlite3_column_int64(row, 6),
                .started = sqlite3_column_int64(row, 7),
                .finished = sqlite3_column_int64(row, 8),
                .abandoned = sqlite3_column_int64(row, 9),
                .answered = sqlite3_column_int64(row, 10),
                .questions = sqlite3_column_int64(row, 11),
                .score = sqlite3_column_double(row, 12),
                .max = sqlite3_column_double(row, 13),
                .percent = sqlite3_column_double(row, 14),
                .passed = sqlite3_column_int(row, 15) != 0 };
        read_id(row, 0, attempt.id);
        read_id(row, 1, attempt.person);
        return attempt;
}

bool sqlite_attempts(Store *store, const AttemptFilter *filter,
        bool (*visit)(const AttemptRow *row, void *data), void *data, Error *error)
{
        SqliteStore *sqlite = (SqliteStore *)store;
        Text sql = { 0 };
        write_attempts_query(&sql, filter);
        sqlite3_stmt *row = statement_prepare(sqlite, text_string(&sql), error);
        text_clear(&sql);
        if (!row)
                return false;
        statement_set_text(row, ":attempt", filter->attempt);
        statement_set_text(row, ":person", filter->person);
        statement_set_text(row, ":module", filter->module);
        statement_set_number(row, ":limit", (sqlite3_int64)filter->limit);
        bool more = true;
        int answer = SQLITE_DONE;
        while (more && (answer = sqlite3_step(row)) == SQLITE_ROW) {
                AttemptRow attempt = read_attempt(row);
                more = visit(&attempt, data);
        }
        bool done = !more || answer == SQLITE_DONE || sqlite_fail(sqlite, error);
        sqlite3_finalize(row);
        return done;
}
