/* Two ways lead into a log. Whoever made the record builds the chain here, under the lock of the
 * log's row, as with a file; any other login hands its drafts to the server's function `append`,
 * which does the same there and believes nothing. */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/translate.h"
#include "record/chain.h"
#include "record/postgres.h"

static LogHead *find_head(PostgresStore *postgres, int64_t log)
{
        for (size_t i = 0; i < postgres->head_count; i++)
                if (postgres->heads[i].log == log)
                        return &postgres->heads[i];
        return NULL;
}

static LogHead *add_head(PostgresStore *postgres, int64_t log)
{
        postgres->heads = xgrow(postgres->heads, postgres->head_count, &postgres->head_room,
                sizeof *postgres->heads);
        LogHead *head = &postgres->heads[postgres->head_count++];
        *head = (LogHead){ .log = log };
        return head;
}

LogHead *postgres_hold(PostgresStore *postgres, int64_t log, Error *error)
{
        PostgresAnswer answer;
        LogHead *head = find_head(postgres, log);
        if (head)
                return head;
        if (!postgres_ask(postgres, &answer, error,
                    "SELECT seq, at, hash, EXISTS (SELECT FROM events AS e WHERE e.log = l.log"
                    " AND e.seq = l.seq AND e.kind = 'checkpoint')"
                    " FROM logs AS l WHERE log = $1 FOR NO KEY UPDATE",
                    "i", log))
                return NULL;
        if (postgres_count(&answer) == 1) {
                const Row row = postgres_row(&answer, 0);
                head = add_head(postgres, log);
                head->last.seq = row.operations->number(&row, 0);
                head->last.at = row.operations->number(&row, 1);
                row.operations->bytes(&row, 2, head->last.hash, HASH_BYTES);
                head->is_signed = row.operations->number(&row, 3) != 0;
        } else {
                error_set(error, _("%s: the tables are not as makesafe made them"),
                        store_uri(&postgres->store));
        }
        postgres_clear(&answer);
        return head;
}

static bool put(PostgresStore *postgres, const Event *event, bool follows_cut, Error *error)
{
        return postgres_run(postgres, error, "SELECT put_event($1, $2, $3, $4, $5, $6, $7, $8, $9)",
                "iiittttbt", postgres->appending, event->seq, event->at,
                event_kind_names[event->kind], event->person, event->attempt, event->body,
                event->hash, follows_cut ? "true" : "false");
}

bool postgres_put(Store *store, const Event *event, const json_t *body, Error *error)
{
        (void)body;
        return put((PostgresStore *)store, event, false, error);
}

bool postgres_is_named(Store *store, const char *public_hex, bool *named, Error *error)
{
        PostgresStore *postgres = (PostgresStore *)store;
        PostgresAnswer answer;
        if (!postgres_ask(postgres, &answer, error,
                    "SELECT 1 FROM events WHERE log = $1 AND kind = 'key-created' AND person = ''"
                    " AND body::json ->> 'public' = $2 UNION ALL SELECT 1 FROM cuts,"
                    " json_array_elements_text(keys::json) AS key WHERE log = $1 AND key = $2 "
                    "LIMIT 1",
                    "it", postgres->appending, public_hex))
                return false;
        *named = postgres_count(&answer) > 0;
        postgres_clear(&answer);
        return true;
}

/* The log that an event belongs to: its person's, or the one that is in use. */
static bool find_log(PostgresStore *postgres, const char *person, int64_t *log, Error *error)
{
        PostgresAnswer answer;
        *log = postgres->log;
        if (!person || !person[0])
                return true;
        if (!postgres_ask(postgres, &answer, error, "SELECT log FROM people WHERE person = $1", "t",
                    person))
                return false;
        bool found = postgres_count(&answer) == 1;
        const Row row = postgres_row(&answer, 0);
        if (found)
                *log = row.operations->number(&row, 0);
        postgres_clear(&answer);
        return found || error_set(error, _("%s: the record has no such person"),
                                store_uri(&postgres->store));
}

/* Drafts that go to the same log. */
static bool append_run(PostgresStore *postgres, int64_t log, const EventDraft *drafts, size_t count,
        Event *stored, Error *error)
{
        LogHead *head = postgres_hold(postgres, log, error);
        if (!head)
                return false;
        if (log != postgres->appending)
                postgres->appender.has_key = false; /* each log names its keys itself */
        postgres->appending = log;
        postgres->appender.signs_in_the_end = !head->is_signed;
        head->is_signed = true;
        return appender_run(&postgres->appender, drafts, count, &head->last, stored, error);
}

bool postgres_append_within(PostgresStore *postgres, const EventDraft *drafts, size_t count,
        Event *stored, Error *error)
{
        for (size_t i = 0, run; i < count; i += run) {
                int64_t log, next;
                if (!find_log(postgres, drafts[i].person, &log, error))
                        return false;
                for (run = 1, next = log; i + run < count; run++) {
                        if (!find_log(postgres, drafts[i + run].person, &next, error))
                                return false;
                        if (next != log)
                                break;
                }
                if (!append_run(postgres, log, drafts + i, run, stored ? stored + i : NULL, error))
                        return false;
        }
        return true;
}

/* Where the connection is lost before the end, nothing is stored yet, and all is tried once more.
 */
static bool append_as_owner(PostgresStore *postgres, const EventDraft *drafts, size_t count,
        Event *stored, Error *error)
{
        for (int tries = 0;; tries++) {
                Error failure = { 0 };
                if (postgres_transaction_begin(postgres, &failure) &&
                        postgres_append_within(postgres, drafts, count, stored, &failure) &&
                        postgres_transaction_commit(postgres, &failure))
                        return true;
                bool again = (postgres->is_lost || postgres->was_cut) && !postgres->is_grouping &&
                             tries == 0;
                postgres_transaction_rollback(postgres);
                if (again)
                        continue;
                if (error && !error_is_set(error))
                        *error = failure;
                return false;
        }
}

/* Text arrays as the server reads them. */
static void add_item(Text *array, const char *item)
{
        text_append(array, array->len ? ",\"" : "{\"");
        for (; *item; item++) {
                if (*item == '"' || *item == '\\')
                        text_append_char(array, '\\');
                text_append_char(array, *item);
        }
        text_append_char(array, '"');
}

enum { ARRAY_KINDS, ARRAY_PERSONS, ARRAY_ATTEMPTS, ARRAY_BODIES, ARRAYS };

static bool add_draft(Text arrays[ARRAYS], const EventDraft *draft, Error *error)
{
        char *body = body_canonical(draft->body);
        if (!body)
                return error_set(error, _("This is not an event that a record can hold"));
        add_item(&arrays[ARRAY_KINDS], event_kind_names[draft->kind]);
        add_item(&arrays[ARRAY_PERSONS], draft->person ? draft->person : "");
        add_item(&arrays[ARRAY_ATTEMPTS], draft->attempt ? draft->attempt : "");
        add_item(&arrays[ARRAY_BODIES], body);
        free(body);
        return true;
}

static void read_stored(
        const PostgresAnswer *answer, const EventDraft *drafts, size_t count, Event *stored)
{
        for (size_t i = 0; stored && i < count && (int)i < postgres_count(answer); i++) {
                const Row row = postgres_row(answer, (int)i);
                const EventDraft *draft = &drafts[i];
                stored[i] = (Event){ .seq = row.operations->number(&row, 0),
                        .at = row.operations->number(&row, 1),
                        .kind = draft->kind };
                row.operations->bytes(&row, 2, stored[i].hash, HASH_BYTES);
                memcpy(stored[i].person, draft->person ? draft->person : "",
                        draft->person ? strlen(draft->person) : 0);
                memcpy(stored[i].attempt, draft->attempt ? draft->attempt : "",
                        draft->attempt ? strlen(draft->attempt) : 0);
        }
}

/* One question, so one transaction. Asked again with the same key it stores nothing twice. */
static bool append_by_function(PostgresStore *postgres, const EventDraft *drafts, size_t count,
        Event *stored, Error *error)
{
        Text arrays[ARRAYS] = { { 0 } };
        PostgresAnswer answer;
        char key[ID_SIZE];
        bool done = true;
        id_make(key);
        for (size_t i = 0; done && i < count; i++)
                done = add_draft(arrays, &drafts[i], error);
        for (size_t i = 0; i < ARRAYS; i++)
                text_append_char(&arrays[i], '}');
        done = done &&
               postgres_ask(postgres, &answer, error,
                       "SELECT seq, at, hash FROM append($1, $2, $3, $4, $5)", "ttttt", key,
                       text_string(&arrays[ARRAY_KINDS]), text_string(&arrays[ARRAY_PERSONS]),
                       text_string(&arrays[ARRAY_ATTEMPTS]), text_string(&arrays[ARRAY_BODIES]));
        if (done) {
                read_stored(&answer, drafts, count, stored);
                postgres_clear(&answer);
        }
        for (size_t i = 0; i < ARRAYS; i++)
                text_clear(&arrays[i]);
        return done;
}

bool postgres_append(
        Store *store, const EventDraft *drafts, size_t count, Event *stored, Error *error)
{
        PostgresStore *postgres = (PostgresStore *)store;
        for (size_t i = 0; i < count; i++)
                if (!draft_check(&drafts[i], error))
                        return false;
        if (count == 0)
                return true;
        return postgres->owns ? append_as_owner(postgres, drafts, count, stored, error)
                              : append_by_function(postgres, drafts, count, stored, error);
}

bool postgres_put_event(Store *store, const Event *event, bool follows_cut, Error *error)
{
        PostgresStore *postgres = (PostgresStore *)store;
        if (!postgres_transaction_begin(postgres, error))
                return false;
        LogHead *head = postgres_hold(postgres, postgres->log, error);
        postgres->appending = postgres->log;
        bool done = head && event_follows(event, &head->last, error) &&
                    put(postgres, event, follows_cut, error) &&
                    postgres_transaction_commit(postgres, error);
        if (done && postgres->is_grouping) {
                head->last = *event;
                head->last.body = NULL;
        }
        if (!done)
                postgres_transaction_rollback(postgres);
        return done;
}
