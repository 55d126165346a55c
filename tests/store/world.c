#include "world.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#ifdef HAVE_POSTGRES

#include "record/libpq.h"

static bool run_sql(const char *format, const char *name)
{
        Error error = { 0 };
        char uri[160], sql[128];
        const Libpq *pq = libpq_library(&error);
        snprintf(uri, sizeof uri, "%spostgres", getenv("MAKESAFE_POSTGRES"));
        snprintf(sql, sizeof sql, format, name);
        static const char *const names[] = { "dbname", NULL };
        const char *const values[] = { uri, NULL };
        PGconn *connection = pq ? pq->connectdbParams(names, values, 1) : NULL;
        PGresult *result =
                connection && pq->sendQuery(connection, sql) ? pq->getResult(connection) : NULL;
        bool done = result && pq->resultStatus(result) == PGRES_COMMAND_OK;
        if (!done && connection)
                print_message("%s", pq->errorMessage(connection));
        if (result)
                pq->clear(result);
        if (connection)
                pq->finish(connection);
        return done;
}

/* Each world has a database of its own, named as its folder. */
static bool database_make(World *world)
{
        const char *name = strrchr(world->folder, '/') + 1;
        snprintf(world->path, sizeof world->path, "%s%s", getenv("MAKESAFE_POSTGRES"), name);
        return run_sql("CREATE DATABASE \"%s\" TEMPLATE template0", name);
}

static void database_end(World *world)
{
        run_sql("DROP DATABASE \"%s\" WITH (FORCE)", strrchr(world->folder, '/') + 1);
}

#else

static bool database_make(World *world)
{
        (void)world;
        return false;
}

static void database_end(World *world)
{
        (void)world;
}

#endif

int world_make(void **state)
{
        World *world = calloc(1, sizeof *world);
        const char *base = getenv("TMPDIR");
        snprintf(world->folder, sizeof world->folder, "%s/record-XXXXXX", base ? base : "/tmp");
        if (!mkdtemp(world->folder))
                return -1;
        snprintf(world->path, sizeof world->path, "%s/record.sqlite", world->folder);
        if (getenv("MAKESAFE_POSTGRES") && !database_make(world))
                return -1;
        world->arena = arena_new();
        *state = world;
        return 0;
}

static int remove_one(const char *path, const struct stat *info, int kind, struct FTW *walk)
{
        (void)info, (void)kind, (void)walk;
        return remove(path);
}

int world_end(void **state)
{
        World *world = *state;
        if (getenv("MAKESAFE_POSTGRES"))
                database_end(world);
        int failed = nftw(world->folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
        arena_free(world->arena);
        free(world);
        return failed;
}

Store *world_open(const World *world, StoreMode mode)
{
        Error error = { 0 };
        Store *store = store_open(world->path, mode, &error);
        if (!store)
                fail_msg("%s", error.message);
        return store;
}

Person world_person(const World *world, Store *store, const char *staff_id)
{
        Person person;
        Error error = { 0 };
        if (!store_person_ensure(store, world->arena, staff_id, &person, &error))
                fail_msg("%s", error.message);
        return person;
}

void world_add(Store *store, EventKind kind, const char *person, const char *attempt, json_t *body)
{
        Error error = { 0 };
        EventDraft draft = { kind, person, attempt, body };
        bool stored = store_append(store, &draft, 1, NULL, &error);
        json_decref(body);
        if (!stored)
                fail_msg("%s", error.message);
}

json_t *body_started(const char *module, int questions)
{
        json_t *plan = json_array();
        for (int i = 1; i <= questions; i++)
                json_array_append_new(plan, json_pack("{s:o}", "q", json_sprintf("q%d", i)));
        return json_pack("{s:s, s:s, s:s, s:f, s:o, s:I, s:s}", "digest", "0a1b", "language", "en",
                "module", module, "pass", 80.0, "plan", plan, "seed", (json_int_t)9007199254740991,
                "version", "1.0");
}

json_t *body_answered(const char *question, double score)
{
        return json_pack("{s:f, s:s, s:s, s:f, s:b, s:i, s:s}", "max", 1.0, "question", question,
                "response", "b", "score", score, "scored", 1, "seconds", 4, "type", "single");
}

static json_t *with_day(json_t *body, const char *key, const char *day)
{
        if (day)
                json_object_set_new(body, key, json_string(day));
        return body;
}

json_t *body_finished(const char *module, double percent, bool passed, const char *expires)
{
        return with_day(
                json_pack("{s:f, s:s, s:b, s:f, s:f, s:s}", "max", 2.0, "module", module, "passed",
                        passed, "percent", percent, "score", percent / 50.0, "version", "1.0"),
                "expires", expires);
}

json_t *body_assigned(const char *module, const char *due)
{
        return with_day(json_pack("{s:s}", "module", module), "due", due);
}

json_t *body_imported(
        const char *module, const char *completed, double percent, bool passed, const char *expires)
{
        return with_day(json_pack("{s:s, s:s, s:b, s:f, s:s}", "completed", completed, "module",
                                module, "passed", passed, "percent", percent, "version", "0.9"),
                "expires", expires);
}

json_t *body_waived(const char *module, const char *expires)
{
        return with_day(json_pack("{s:s, s:s, s:s}", "module", module, "note", "had it elsewhere",
                                "reason", "equivalent"),
                "expires", expires);
}

void world_attempt(Store *store, const char *person, const char *module, double percent,
        bool passed, const char *expires, char attempt[ID_SIZE])
{
        id_make(attempt);
        world_add(store, EVENT_ATTEMPT_STARTED, person, attempt, body_started(module, 2));
        world_add(store, EVENT_ANSWERED, person, attempt, body_answered("q1", 1));
        world_add(store, EVENT_ANSWERED, person, attempt, body_answered("q2", 0));
        world_add(store, EVENT_ATTEMPT_FINISHED, person, attempt,
                body_finished(module, percent, passed, expires));
}

int64_t world_verify(Store *store)
{
        Error error = { 0 };
        VerifyReport report;
        if (!store_verify(store, &report, NULL, NULL, &error))
                fail_msg("%s", error.message);
        if (report.first_wrong)
                fail_msg("event %lld: %s", (long long)report.first_wrong, report.why);
        assert_string_equal(report.why, "");
        return report.events;
}

typedef struct Found {
        const World *world;
        CompletionRow row;
        size_t count;
} Found;

static bool keep(const CompletionRow *row, void *data)
{
        Found *found = data;
        Arena *arena = found->world->arena;
        found->count++;
        found->row = *row;
        found->row.staff_id = arena_strdup(arena, row->staff_id);
        found->row.name = arena_strdup(arena, row->name);
        found->row.site = arena_strdup(arena, row->site);
        found->row.module = arena_strdup(arena, row->module);
        found->row.version = arena_strdup(arena, row->version);
        found->row.how = arena_strdup(arena, row->how);
        return true;
}

CompletionRow world_completion(
        const World *world, Store *store, const char *person, const char *module, Day today)
{
        Found found = { .world = world };
        CompletionFilter filter = { .person = person,
                .module = module,
                .since = DAY_NONE,
                .until = DAY_NONE,
                .today = today };
        Error error = { 0 };
        if (!store_completions(store, &filter, keep, &found, &error))
                fail_msg("%s", error.message);
        assert_int_equal(found.count, 1);
        return found.row;
}

static bool see(const Event *event, void *data)
{
        Seen *seen = data;
        assert_true(seen->count < 512);
        seen->events[seen->count] = *event;
        seen->bodies[seen->count++] = strdup(event->body);
        return !seen->most || seen->count < seen->most;
}

void seen_free(Seen *seen)
{
        for (size_t i = 0; i < seen->count; i++)
                free(seen->bodies[i]);
        *seen = (Seen){ 0 };
}

void world_events(Store *store, EventFilter filter, Seen *seen)
{
        Error error = { 0 };
        if (!store_events(store, &filter, see, seen, &error))
                fail_msg("%s", error.message);
}

static bool see_attempt(const AttemptRow *row, void *data)
{
        Rows *rows = data;
        assert_true(rows->count < 64);
        snprintf(rows->text[rows->count][3], 64, "%s", row->module);
        snprintf(rows->text[rows->count][4], 64, "%s", row->version);
        rows->attempts[rows->count++] = *row;
        return true;
}

static bool see_completion(const CompletionRow *row, void *data)
{
        Rows *rows = data;
        assert_true(rows->count < 64);
        const char *const texts[] = { row->staff_id, row->name, row->site, row->module,
                row->version, row->how };
        for (size_t i = 0; i < 6; i++)
                snprintf(rows->text[rows->count][i], 64, "%s", texts[i]);
        rows->completions[rows->count++] = *row;
        return true;
}

Rows *world_attempts(const World *world, Store *store, AttemptFilter filter)
{
        Rows *rows = arena_alloc(world->arena, sizeof *rows);
        Error error = { 0 };
        if (!store_attempts(store, &filter, see_attempt, rows, &error))
                fail_msg("%s", error.message);
        return rows;
}

CompletionFilter any_completion(void)
{
        return (CompletionFilter){
                .since = DAY_NONE, .until = DAY_NONE, .today = day_from_date(2026, 6, 1)
        };
}

Rows *world_completions(const World *world, Store *store, CompletionFilter filter)
{
        Rows *rows = arena_alloc(world->arena, sizeof *rows);
        Error error = { 0 };
        if (!store_completions(store, &filter, see_completion, rows, &error))
                fail_msg("%s", error.message);
        return rows;
}

void world_fill(const World *world, Store *store)
{
        static const char *const staff[] = { "e3", "E1", "e2", "100%", "e_4" };
        for (int i = 0; i < 5; i++) {
                Person person = world_person(world, store, staff[i]);
                world_add(store, EVENT_COMPLETION_IMPORTED, person.id, NULL,
                        body_imported("hotel", i < 2 ? "2026-01-10" : "2026-03-05", 80 + i, i != 2,
                                i == 4 ? "2026-06-20" : NULL));
                if (i < 3)
                        world_add(store, EVENT_ASSIGNED, person.id, NULL,
                                body_assigned("airport", i == 0 ? "2026-05-01" : NULL));
        }
}
