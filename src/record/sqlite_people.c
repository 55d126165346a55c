#include <string.h>

#include "record/people_check.h"
#include "record/sqlite.h"

bool sqlite_person(Store *store, Arena *arena, const char *staff_id, Person *person, Error *error)
{
        *person = (Person){ .staff_id = "", .name = "", .site = "" };
        sqlite3_stmt *row = NULL;
        if (!statement_row((SqliteStore *)store, STATEMENT_PERSON_FIND, &row, error, "t", staff_id))
                return false;
        if (!row)
                return true;
        const Row read = statement_as_row(row);
        *person = row_person(&read, arena);
        sqlite3_reset(row);
        return true;
}

/* Within the caller's transaction. */
static bool add_person(SqliteStore *sqlite, const char *staff_id, const char *name,
        const char *site, char id[ID_SIZE], Error *error)
{
        id_make(id);
        json_t *body = json_object();
        EventDraft draft = { .kind = EVENT_STAFF_JOINED, .person = id, .body = body };
        bool done = statement_run(sqlite, STATEMENT_PERSON_ADD, error, "tttt", id, staff_id, name,
                            site) &&
                    sqlite_append_within(sqlite, &draft, 1, NULL, error);
        json_decref(body);
        return done;
}

bool sqlite_person_ensure(
        Store *store, Arena *arena, const char *staff_id, Person *person, Error *error)
{
        SqliteStore *sqlite = (SqliteStore *)store;
        if (!staff_id_check(staff_id, error) ||
                !sqlite_person(store, arena, staff_id, person, error))
                return false;
        if (person->id[0])
                return true;
        if (!transaction_begin(sqlite, error))
                return false;
        /* Looked for again: another program may have added the same person meanwhile. */
        bool done = sqlite_person(store, arena, staff_id, person, error);
        if (done && !person->id[0]) {
                *person = (Person){ .staff_id = arena_strdup(arena, staff_id),
                        .name = arena_strdup(arena, staff_id),
                        .site = "" };
                done = add_person(sqlite, staff_id, staff_id, "", person->id, error);
        }
        if (done && transaction_commit(sqlite, error))
                return true;
        transaction_rollback(sqlite);
        return false;
}

bool sqlite_person_add(Store *store, const char *staff_id, const char *name, const char *site,
        char id[ID_SIZE], Error *error)
{
        SqliteStore *sqlite = (SqliteStore *)store;
        if (!staff_id_check(staff_id, error) || !name_check(name, site, error) ||
                !transaction_begin(sqlite, error))
                return false;
        if (add_person(sqlite, staff_id, name, site, id, error) &&
                transaction_commit(sqlite, error))
                return true;
        transaction_rollback(sqlite);
        return false;
}

bool sqlite_person_change(
        Store *store, const char *id, const char *name, const char *site, Error *error)
{
        SqliteStore *sqlite = (SqliteStore *)store;
        if (!name_check(name, site, error) || !transaction_begin(sqlite, error))
                return false;
        if (statement_run(sqlite, STATEMENT_PERSON_CHANGE, error, "ttt", id, name, site) &&
                transaction_commit(sqlite, error))
                return true;
        transaction_rollback(sqlite);
        return false;
}

static bool visit_people(SqliteStore *sqlite, sqlite3_stmt *row,
        bool (*visit)(const Person *person, void *data), void *data, Error *error)
{
        Arena *arena = arena_new();
        const Row read = statement_as_row(row);
        bool more = true;
        int answer = SQLITE_DONE;
        while (more && (answer = sqlite3_step(row)) == SQLITE_ROW) {
                Person person = row_person(&read, arena);
                more = visit(&person, data);
                arena_reset(arena);
        }
        bool done = !more || answer == SQLITE_DONE || sqlite_fail(sqlite, error);
        arena_free(arena);
        sqlite3_finalize(row);
        return done;
}

bool sqlite_people(Store *store, const char *site, bool with_left,
        bool (*visit)(const Person *person, void *data), void *data, Error *error)
{
        SqliteStore *sqlite = (SqliteStore *)store;
        sqlite3_stmt *row = statement_prepare(sqlite,
                "SELECT person, staff_id, name, site, left_at IS NOT NULL FROM people"
                " WHERE staff_id IS NOT NULL AND (:with_left OR left_at IS NULL)"
                " AND (:site IS NULL OR person IN"
                " (SELECT person FROM person_sites WHERE site = :site)) ORDER BY staff_id",
                error);
        if (!row)
                return false;
        statement_set_number(row, ":with_left", with_left);
        if (site && site[0])
                statement_set_text(row, ":site", site);
        return visit_people(sqlite, row, visit, data, error);
}

bool sqlite_all_people(
        Store *store, bool (*visit)(const Person *person, void *data), void *data, Error *error)
{
        SqliteStore *sqlite = (SqliteStore *)store;
        sqlite3_stmt *row = statement_prepare(sqlite,
                "SELECT person, staff_id, name, site, left_at IS NOT NULL FROM people"
                " ORDER BY person",
                error);
        return row && visit_people(sqlite, row, visit, data, error);
}

bool sqlite_put_person(Store *store, const Person *person, Error *error)
{
        SqliteStore *sqlite = (SqliteStore *)store;
        if (!transaction_begin(sqlite, error))
                return false;
        const char *staff_id = person->staff_id[0] ? person->staff_id : NULL; /* forgotten */
        if (statement_run(sqlite, STATEMENT_PERSON_ADD, error, "tttt", person->id, staff_id,
                    person->name, person->site) &&
                transaction_commit(sqlite, error))
                return true;
        transaction_rollback(sqlite);
        return false;
}

bool sqlite_assignments(Store *store, const char *person,
        bool (*visit)(const Assignment *assignment, void *data), void *data, Error *error)
{
        SqliteStore *sqlite = (SqliteStore *)store;
        sqlite3_stmt *row = NULL;
        if (!statement_row(sqlite, STATEMENT_ASSIGNMENTS, &row, error, "t", person))
                return false;
        int answer = row ? SQLITE_ROW : SQLITE_DONE;
        bool more = true;
        for (; more && answer == SQLITE_ROW; answer = sqlite3_step(row)) {
                const Row read = statement_as_row(row);
                Assignment assignment = row_assignment(&read);
                more = visit(&assignment, data);
        }
        bool done = !more || answer == SQLITE_DONE || sqlite_fail(sqlite, error);
        sqlite3_reset(row);
        return done;
}

/* VACUUM writes every page anew, through a database of its own beside this one. */
static bool vacuum(SqliteStore *sqlite, Error *error)
{
        sqlite3_limit(sqlite->db, SQLITE_LIMIT_ATTACHED, 1);
        bool done = statement_exec(sqlite, "VACUUM", error);
        sqlite3_limit(sqlite->db, SQLITE_LIMIT_ATTACHED, 0);
        return done;
}

static bool empty_log(SqliteStore *sqlite, Error *error)
{
        return sqlite3_wal_checkpoint_v2(
                       sqlite->db, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL) == SQLITE_OK ||
               sqlite_fail(sqlite, error);
}

bool sqlite_scrub(Store *store, Error *error)
{
        SqliteStore *sqlite = (SqliteStore *)store;
        sqlite->has_given_up = false;
        statements_free(sqlite);
        return empty_log(sqlite, error) && vacuum(sqlite, error) && empty_log(sqlite, error);
}
