#include <string.h>

#include "base/text.h"
#include "base/translate.h"
#include "record/postgres.h"

enum { EVENTS_AT_ONCE = 2000 };

static bool is_given(const char *text)
{
        return text && text[0];
}

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

/* All events of a person or an attempt stand in one log. Public keys are looked for in every one.
 */
static void write_events_query(Text *sql, const EventFilter *filter)
{
        text_append(sql, "SELECT seq, at, kind, person, attempt, body, hash, log FROM events WHERE"
                         " (log, seq) > (:log, :after)");
        if (is_given(filter->attempt))
                text_append(sql, " AND attempt = :attempt AND attempt <> '' AND seq > :least");
        if (is_given(filter->person))
                text_append(sql, " AND person = :person AND person <> '' AND seq > :least");
        else if (!is_given(filter->attempt) && filter->kinds == 1u << EVENT_KEY_CREATED)
                text_append(sql, " AND person = '' AND seq > :least");
        else if (!is_given(filter->attempt))
                text_append(sql, " AND log = :log");
        add_kinds(sql, filter->kinds);
        text_printf(sql, " ORDER BY log, seq LIMIT %d", (int)EVENTS_AT_ONCE);
}

typedef struct Reading {
        int64_t log, seq; /* behind which the next page begins */
        bool (*visit)(const Event *event, void *data);
        void *data;
        bool more;
} Reading;

static bool visit_page(
        PostgresStore *postgres, const PostgresAnswer *answer, Reading *reading, Error *error)
{
        for (int i = 0; reading->more && i < postgres_count(answer); i++) {
                const Row row = postgres_row(answer, i);
                Event event;
                const char *why = NULL;
                if (!row_event(&row, &event, &why)) {
                        error_set(error, _("%s: event %lld is not as it was stored (%s)"),
                                store_uri(&postgres->store), (long long)event.seq, why);
                        return error_hint(error, _("makesafe verify looks at the whole record"));
                }
                reading->more = reading->visit(&event, reading->data);
                reading->log = row.operations->number(&row, 7);
                reading->seq = event.seq;
        }
        return true;
}

/* Page by page, so that visitors may ask something else on the way. */
bool postgres_events(Store *store, const EventFilter *filter,
        bool (*visit)(const Event *event, void *data), void *data, Error *error)
{
        PostgresStore *postgres = (PostgresStore *)store;
        Text sql = { 0 };
        bool is_of_log = !is_given(filter->person) && !is_given(filter->attempt) &&
                         filter->kinds != 1u << EVENT_KEY_CREATED;
        Reading reading = { .log = is_of_log ? postgres->log : 0,
                .seq = filter->after,
                .visit = visit,
                .data = data,
                .more = true };
        write_events_query(&sql, filter);
        bool done = true;
        for (int rows = EVENTS_AT_ONCE; done && reading.more && rows == EVENTS_AT_ONCE;) {
                PostgresAnswer answer;
                NamedValues values = { .count = 0 };
                named_number(&values, ":log", reading.log);
                named_number(&values, ":after", reading.seq);
                named_number(&values, ":least", filter->after);
                named_text(&values, ":attempt", filter->attempt);
                named_text(&values, ":person", filter->person);
                done = postgres_ask_named(postgres, &answer, text_string(&sql), &values, error);
                if (!done)
                        break;
                rows = postgres_count(&answer);
                done = visit_page(postgres, &answer, &reading, error);
                postgres_clear(&answer);
        }
        text_clear(&sql);
        return done;
}

static void write_attempts_query(Text *sql, const AttemptFilter *filter)
{
        text_append(sql, "SELECT attempt, person, module, version, digest, language, seed, started,"
                         " finished, abandoned,"
                         " CASE WHEN finished IS NULL AND abandoned IS NULL THEN (SELECT count(*)"
                         " FROM answers AS n WHERE n.log = a.log AND n.start = a.seq)"
                         " ELSE answered END,"
                         " questions, score, max, percent, passed FROM attempts AS a WHERE true");
        if (is_given(filter->attempt))
                text_append(sql, " AND attempt = :attempt");
        if (is_given(filter->person))
                text_append(sql, " AND person = :person");
        if (is_given(filter->module))
                text_append(sql, " AND module = :module");
        if (filter->only_open)
                text_append(sql, " AND finished IS NULL AND abandoned IS NULL");
        if (filter->only_finished)
                text_append(sql, " AND finished IS NOT NULL");
        text_append(sql, filter->newest_first ? " ORDER BY started DESC, log, seq DESC"
                                              : " ORDER BY started, log, seq");
        if (filter->limit)
                text_append(sql, " LIMIT :limit");
}

bool postgres_attempts(Store *store, const AttemptFilter *filter,
        bool (*visit)(const AttemptRow *row, void *data), void *data, Error *error)
{
        PostgresAnswer answer;
        Text sql = { 0 };
        NamedValues values = { .count = 0 };
        write_attempts_query(&sql, filter);
        named_text(&values, ":attempt", filter->attempt);
        named_text(&values, ":person", filter->person);
        named_text(&values, ":module", filter->module);
        named_number(&values, ":limit", (int64_t)filter->limit);
        bool done = postgres_ask_named(
                (PostgresStore *)store, &answer, text_string(&sql), &values, error);
        text_clear(&sql);
        bool more = done;
        for (int i = 0; more && i < postgres_count(&answer); i++) {
                const Row row = postgres_row(&answer, i);
                AttemptRow attempt = row_attempt(&row);
                more = visit(&attempt, data);
        }
        postgres_clear(&answer);
        return done;
}

bool postgres_head(Store *store, int64_t *seq, uint8_t hash[HASH_BYTES], Error *error)
{
        PostgresStore *postgres = (PostgresStore *)store;
        PostgresAnswer answer;
        if (!postgres_ask(postgres, &answer, error, "SELECT seq, hash FROM head($1::integer)", "i",
                    postgres->log))
                return false;
        const Row row = postgres_row(&answer, 0);
        *seq = row.operations->number(&row, 0);
        row.operations->bytes(&row, 1, hash, HASH_BYTES);
        postgres_clear(&answer);
        return true;
}
