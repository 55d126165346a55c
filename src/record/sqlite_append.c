#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/translate.h"
#include "base/utf8.h"
#include "record/chain.h"
#include "record/sqlite.h"

enum {
        BODY_MOST = 1 << 20, /* bytes */
        STAFF_ID_MOST = 255, /* bytes */
};

static const char *or_empty(const char *id)
{
        return id ? id : "";
}

static bool is_id_or_empty(const char *id)
{
        return !id || id[0] == '\0' || id_is_valid(id);
}

static bool check_draft(const EventDraft *draft, Error *error)
{
        if ((unsigned)draft->kind >= EVENT_KINDS || !json_is_object(draft->body))
                return error_set(error, _("This is not an event that a record can hold"));
        if (!is_id_or_empty(draft->person) || !is_id_or_empty(draft->attempt))
                return error_set(
                        error, _("The person or attempt of an event is not named as it should be"));
        return true;
}

static bool read_head(SqliteStore *sqlite, Event *last, Error *error)
{
        *last = (Event){ 0 };
        sqlite3_stmt *row = NULL;
        if (!statement_row(sqlite, STATEMENT_HEAD, &row, error, ""))
                return false;
        if (!row)
                return true;
        last->seq = sqlite3_column_int64(row, 0);
        last->at = sqlite3_column_int64(row, 1);
        const void *hash = sqlite3_column_blob(row, 2);
        if (hash && sqlite3_column_bytes(row, 2) == HASH_BYTES)
                memcpy(last->hash, hash, HASH_BYTES);
        sqlite3_reset(row);
        return true;
}

bool sqlite_head(Store *store, int64_t *seq, uint8_t hash[HASH_BYTES], Error *error)
{
        Event last;
        if (!read_head((SqliteStore *)store, &last, error))
                return false;
        *seq = last.seq;
        memcpy(hash, last.hash, HASH_BYTES);
        return true;
}

static bool add_event(SqliteStore *sqlite, const Event *event, Error *error)
{
        return statement_run(sqlite, STATEMENT_EVENT_ADD, error, "iittttb", event->seq, event->at,
                event_kind_names[event->kind], event->person, event->attempt, event->body,
                event->hash);
}

/* Makes the event that follows `last`, stores it, projects it; `last` is it then, without its body.
 */
static bool append_one(
        SqliteStore *sqlite, const EventDraft *draft, int64_t now, Event *last, Error *error)
{
        Event event = { .seq = last->seq + 1, .at = now, .kind = draft->kind };
        memcpy(event.person, or_empty(draft->person), strlen(or_empty(draft->person)));
        memcpy(event.attempt, or_empty(draft->attempt), strlen(or_empty(draft->attempt)));
        json_t *body = json_incref(draft->body);
        if (now < last->at) {
                json_decref(body);
                body = json_copy(draft->body);
                json_object_set_new(body, "clock", json_string("behind"));
                event.at = last->at;
        }
        char *canonical = body_canonical(body);
        event.body = canonical;
        bool fits = canonical && strlen(canonical) <= BODY_MOST;
        if (!fits)
                error_set(error, _("This is not an event that a record can hold"));
        bool done = fits;
        if (done) {
                chain_hash(last->hash, &event, event.hash);
                done = add_event(sqlite, &event, error) &&
                       sqlite_project(sqlite, &event, body, error);
        }
        free(canonical);
        json_decref(body);
        event.body = NULL;
        *last = event;
        return done;
}

/* Within a transaction. */
static bool append_all(
        SqliteStore *sqlite, const EventDraft *drafts, size_t count, Event *stored, Error *error)
{
        Event last;
        if (!read_head(sqlite, &last, error))
                return false;
        int64_t now = moment_now();
        for (size_t i = 0; i < count; i++) {
                if (!append_one(sqlite, &drafts[i], now, &last, error))
                        return false;
                if (stored)
                        stored[i] = last;
        }
        return true;
}

bool sqlite_append(
        Store *store, const EventDraft *drafts, size_t count, Event *stored, Error *error)
{
        SqliteStore *sqlite = (SqliteStore *)store;
        for (size_t i = 0; i < count; i++)
                if (!check_draft(&drafts[i], error))
                        return false;
        if (count == 0)
                return true;
        if (!transaction_begin(sqlite, error))
                return false;
        if (append_all(sqlite, drafts, count, stored, error) && transaction_commit(sqlite, error))
                return true;
        transaction_rollback(sqlite);
        return false;
}

bool sqlite_person(Store *store, Arena *arena, const char *staff_id, Person *person, Error *error)
{
        SqliteStore *sqlite = (SqliteStore *)store;
        *person = (Person){ .staff_id = "", .name = "", .site = "" };
        sqlite3_stmt *row = NULL;
        if (!statement_row(sqlite, STATEMENT_PERSON_FIND, &row, error, "t", staff_id))
                return false;
        if (!row)
                return true;
        const char *id = statement_text(row, 0);
        if (id_is_valid(id))
                memcpy(person->id, id, ID_SIZE);
        person->staff_id = arena_strdup(arena, statement_text(row, 1));
        person->name = arena_strdup(arena, statement_text(row, 2));
        person->site = arena_strdup(arena, statement_text(row, 3));
        person->has_left = sqlite3_column_int(row, 4) != 0;
        sqlite3_reset(row);
        return true;
}

static bool add_person(
        SqliteStore *sqlite, Arena *arena, const char *staff_id, Person *person, Error *error)
{
        *person = (Person){ .staff_id = arena_strdup(arena, staff_id),
                .name = arena_strdup(arena, staff_id),
                .site = "" };
        id_make(person->id);
        json_t *body = json_object();
        EventDraft draft = { .kind = EVENT_STAFF_JOINED, .person = person->id, .body = body };
        bool done = statement_run(sqlite, STATEMENT_PERSON_ADD, error, "tttt", person->id, staff_id,
                            staff_id, "") &&
                    append_all(sqlite, &draft, 1, NULL, error);
        json_decref(body);
        return done;
}

bool sqlite_person_ensure(
        Store *store, Arena *arena, const char *staff_id, Person *person, Error *error)
{
        SqliteStore *sqlite = (SqliteStore *)store;
        size_t len = strlen(staff_id);
        if (len == 0 || len > STAFF_ID_MOST || utf8_first_invalid(staff_id, len) < len)
                return error_set(
                        error, _("This is not a staff id: it is empty, too long, or not UTF-8"));
        if (!sqlite_person(store, arena, staff_id, person, error))
                return false;
        if (person->id[0])
                return true;
        if (!transaction_begin(sqlite, error))
                return false;
        /* Looked for again: another program may have added the same person meanwhile. */
        if (sqlite_person(store, arena, staff_id, person, error) &&
                (person->id[0] || add_person(sqlite, arena, staff_id, person, error)) &&
                transaction_commit(sqlite, error))
                return true;
        transaction_rollback(sqlite);
        return false;
}
