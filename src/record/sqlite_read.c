#include <string.h>

#include "base/text.h"
#include "base/translate.h"
#include "record/sqlite.h"

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
        const Row read = statement_as_row(row);
        statement_set_number(row, ":after", filter->after);
        statement_set_text(row, ":person", filter->person);
        statement_set_text(row, ":attempt", filter->attempt);
        bool done = true, more = true;
        int answer = SQLITE_DONE;
        while (done && more && (answer = sqlite3_step(row)) == SQLITE_ROW) {
                Event event;
                const char *why = NULL;
                done = row_event(&read, &event, &why);
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
        const Row read = statement_as_row(row);
        statement_set_text(row, ":attempt", filter->attempt);
        statement_set_text(row, ":person", filter->person);
        statement_set_text(row, ":module", filter->module);
        statement_set_number(row, ":limit", (sqlite3_int64)filter->limit);
        bool more = true;
        int answer = SQLITE_DONE;
        while (more && (answer = sqlite3_step(row)) == SQLITE_ROW) {
                AttemptRow attempt = row_attempt(&read);
                more = visit(&attempt, data);
        }
        bool done = !more || answer == SQLITE_DONE || sqlite_fail(sqlite, error);
        sqlite3_finalize(row);
        return done;
}
