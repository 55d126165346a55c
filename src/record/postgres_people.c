#include <string.h>

#include "base/translate.h"
#include "record/people_check.h"
#include "record/postgres.h"

#define PERSON "person, staff_id, name, site, left_at IS NOT NULL"

bool postgres_person(Store *store, Arena *arena, const char *staff_id, Person *person, Error *error)
{
        PostgresAnswer answer;
        *person = (Person){ .staff_id = "", .name = "", .site = "" };
        if (!postgres_ask((PostgresStore *)store, &answer, error,
                    "SELECT " PERSON " FROM people WHERE staff_id = $1", "t", staff_id))
                return false;
        const Row row = postgres_row(&answer, 0);
        if (postgres_count(&answer))
                *person = row_person(&row, arena);
        postgres_clear(&answer);
        return true;
}

/* Within the caller's transaction. The log is that of the site, the first where there are several.
 */
static bool add_person(PostgresStore *postgres, const char *staff_id, const char *name,
        const char *site, char id[ID_SIZE], Error *error)
{
        id_make(id);
        json_t *body = json_object();
        EventDraft draft = { .kind = EVENT_STAFF_JOINED, .person = id, .body = body };
        bool done = postgres_run(postgres, error,
                            "INSERT INTO people (person, staff_id, name, site, log)"
                            " VALUES ($1, $2, $3, $4, log_of_site($4))",
                            "tttt", id, staff_id, name, site) &&
                    postgres_append_within(postgres, &draft, 1, NULL, error);
        json_decref(body);
        return done;
}

/* Others than whoever made the record can only add themselves, and the server sees to that. */
static bool join(
        PostgresStore *postgres, Arena *arena, const char *staff_id, Person *person, Error *error)
{
        if (!postgres_run(postgres, error, "SELECT join_roster($1)", "t", staff_id)) {
                error_wrap(error, staff_id);
                return error_hint(
                        error, _("Your login there is '%s': leave --as out"), postgres->login);
        }
        return postgres_sign_in(postgres, error) &&
               postgres_person(&postgres->store, arena, staff_id, person, error);
}

bool postgres_person_ensure(
        Store *store, Arena *arena, const char *staff_id, Person *person, Error *error)
{
        PostgresStore *postgres = (PostgresStore *)store;
        if (!staff_id_check(staff_id, error) ||
                !postgres_person(store, arena, staff_id, person, error))
                return false;
        if (person->id[0])
                return true;
        if (!postgres->owns)
                return join(postgres, arena, staff_id, person, error);
        if (!postgres_transaction_begin(postgres, error))
                return false;
        /* Under the lock of the log that all such people have: another program may have been
         * quicker. */
        bool done = postgres_run(postgres, error,
                            "SELECT FROM logs WHERE site = '' FOR NO KEY UPDATE", "") &&
                    postgres_person(store, arena, staff_id, person, error);
        if (done && !person->id[0]) {
                *person = (Person){ .staff_id = arena_strdup(arena, staff_id),
                        .name = arena_strdup(arena, staff_id),
                        .site = "" };
                done = add_person(postgres, staff_id, staff_id, "", person->id, error);
        }
        if (done && postgres_transaction_commit(postgres, error))
                return true;
        postgres_transaction_rollback(postgres);
        return false;
}

bool postgres_person_add(Store *store, const char *staff_id, const char *name, const char *site,
        char id[ID_SIZE], Error *error)
{
        PostgresStore *postgres = (PostgresStore *)store;
        if (!staff_id_check(staff_id, error) || !name_check(name, site, error) ||
                !postgres_check_owner(postgres, error) ||
                !postgres_transaction_begin(postgres, error))
                return false;
        if (add_person(postgres, staff_id, name, site, id, error) &&
                postgres_transaction_commit(postgres, error))
                return true;
        postgres_transaction_rollback(postgres);
        return false;
}

bool postgres_person_change(
        Store *store, const char *id, const char *name, const char *site, Error *error)
{
        PostgresStore *postgres = (PostgresStore *)store;
        if (!name_check(name, site, error) || !postgres_check_owner(postgres, error) ||
                !postgres_transaction_begin(postgres, error))
                return false;
        if (postgres_run(postgres, error,
                    "UPDATE people SET name = $2, site = $3 WHERE person = $1", "ttt", id, name,
                    site) &&
                postgres_transaction_commit(postgres, error))
                return true;
        postgres_transaction_rollback(postgres);
        return false;
}

static bool visit_people(
        PostgresAnswer *answer, bool (*visit)(const Person *person, void *data), void *data)
{
        Arena *arena = arena_new();
        bool more = true;
        for (int i = 0; more && i < postgres_count(answer); i++) {
                const Row row = postgres_row(answer, i);
                Person person = row_person(&row, arena);
                more = visit(&person, data);
                arena_reset(arena);
        }
        arena_free(arena);
        postgres_clear(answer);
        return true;
}

bool postgres_people(Store *store, const char *site, bool with_left,
        bool (*visit)(const Person *person, void *data), void *data, Error *error)
{
        PostgresAnswer answer;
        return postgres_ask((PostgresStore *)store, &answer, error,
                       "SELECT " PERSON " FROM people WHERE staff_id IS NOT NULL"
                       " AND ($1 = '1' OR left_at IS NULL) AND ($2 = '' OR person IN"
                       " (SELECT s.person FROM person_sites AS s WHERE s.site = $2))"
                       " ORDER BY staff_id",
                       "tt", with_left ? "1" : "", site ? site : "") &&
               visit_people(&answer, visit, data);
}

bool postgres_all_people(
        Store *store, bool (*visit)(const Person *person, void *data), void *data, Error *error)
{
        PostgresStore *postgres = (PostgresStore *)store;
        PostgresAnswer answer;
        return postgres_ask(postgres, &answer, error,
                       "SELECT " PERSON " FROM people WHERE log = $1 ORDER BY person", "i",
                       postgres->log) &&
               visit_people(&answer, visit, data);
}

bool postgres_put_person(Store *store, const Person *person, Error *error)
{
        PostgresStore *postgres = (PostgresStore *)store;
        const char *staff_id = person->staff_id[0] ? person->staff_id : NULL; /* forgotten */
        if (!postgres_transaction_begin(postgres, error))
                return false;
        if (postgres_run(postgres, error,
                    "INSERT INTO people (person, staff_id, name, site, log)"
                    " VALUES ($1, $2, $3, $4, $5)",
                    "tttti", person->id, staff_id, person->name, person->site, postgres->log) &&
                postgres_transaction_commit(postgres, error))
                return true;
        postgres_transaction_rollback(postgres);
        return false;
}

bool postgres_assignments(Store *store, const char *person,
        bool (*visit)(const Assignment *assignment, void *data), void *data, Error *error)
{
        PostgresAnswer answer;
        if (!postgres_ask((PostgresStore *)store, &answer, error,
                    "SELECT module, due FROM due WHERE person = $1 ORDER BY module", "t", person))
                return false;
        bool more = true;
        for (int i = 0; more && i < postgres_count(&answer); i++) {
                const Row row = postgres_row(&answer, i);
                Assignment assignment = row_assignment(&row);
                more = visit(&assignment, data);
        }
        postgres_clear(&answer);
        return true;
}

/* What the server itself keeps of a row that was changed; its write-ahead log and its backups are
 * beyond a client's reach. Left for another time where somebody else uses the tables. */
bool postgres_scrub(Store *store, Error *error)
{
        PostgresStore *postgres = (PostgresStore *)store;
        return postgres_check_owner(postgres, error) &&
               postgres_exec(postgres, "VACUUM (FULL) people", error) &&
               postgres_exec(postgres, "VACUUM (FULL) person_sites", error);
}
