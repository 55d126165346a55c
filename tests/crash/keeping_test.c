/* What is done to whole records (many changes at once, forgetting, pruning, bringing forward,
 * backing up, restoring) on a disk that fails, and when the power is cut: done or not done, never
 * half. */
#include "../store/world.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"
#include "fault_vfs.h"
#include "record/restore.h"

enum { MOST_OPERATIONS = 20000, PEOPLE = 5 };

typedef struct Job {
        const char *name;
        void (*prepare)(const World *world);
        bool (*run)(const World *world, Error *error);
        void (*check)(const World *world, bool is_done); /* not done: before or after */
} Job;

static const char *beside(const World *world, const char *name)
{
        return arena_printf(world->arena, "%s/%s", world->folder, name);
}

static void fill(const World *world)
{
        Store *store = world_open(world, STORE_CREATE);
        char attempt[ID_SIZE];
        world_fill(world, store);
        world_attempt(store, world_person(world, store, "e3").id, "hotel", 100, true, "2999-02-28",
                attempt);
        store_close(store);
}

static int64_t events_in(const World *world, const char *path)
{
        Error error = { 0 };
        Store *store = store_open(path, STORE_WRITE, &error);
        if (!store)
                fail_msg("%s: %s", path, error.message);
        int64_t events = world_verify(store);
        (void)world;
        store_close(store);
        return events;
}

static bool run_group(const World *world, Error *error)
{
        Store *store = store_open(world->path, STORE_WRITE, error);
        bool done = store && store_begin(store, error);
        for (int i = 0; done && i < PEOPLE; i++) {
                char name[16], id[ID_SIZE];
                snprintf(name, sizeof name, "new-%d", i);
                done = store_person_add(store, name, name, "Newport", id, error);
        }
        if (done)
                done = store_commit(store, error);
        else if (store)
                store_rollback(store);
        store_close(store);
        /* A second run finds them there. */
        return done || (error->message[0] && strstr(error->message, "does not allow"));
}

static void check_group(const World *world, bool is_done)
{
        int64_t events = events_in(world, world->path);
        if (events != 17 && events != 17 + PEOPLE)
                fail_msg("%lld events", (long long)events);
        assert_true(!is_done || events == 17 + PEOPLE);
}

static bool run_forget(const World *world, Error *error)
{
        Person person = { .id = "" };
        Store *store = store_open(world->path, STORE_WRITE, error);
        bool done = store && store_person(store, world->arena, "100%", &person, error);
        if (done && person.id[0]) {
                json_t *body = json_object();
                EventDraft draft = {
                        .kind = EVENT_STAFF_FORGOTTEN, .person = person.id, .body = body
                };
                done = store_append(store, &draft, 1, NULL, error);
                json_decref(body);
        }
        done = done && store_scrub(store, error);
        store_close(store);
        return done;
}

static void check_forget(const World *world, bool is_done)
{
        int64_t events = events_in(world, world->path);
        assert_true(events == 18 || (events == 17 && !is_done));
        if (!is_done)
                return;
        char *bytes = NULL;
        size_t len = 0;
        Error error = { 0 };
        assert_true(file_read(world->path, 1 << 24, &bytes, &len, &error));
        assert_null(memmem(bytes, len, "100%", 4));
        free(bytes);
}

static bool run_prune(const World *world, Error *error)
{
        PruneReport report;
        Store *store = store_open(world->path, STORE_WRITE, error);
        Day today = day_today();
        bool done = store && store_prune(store, day_add(today, (Period){ .days = 2 }, 1), today,
                                     false, &report, error);
        store_close(store);
        return done;
}

static void check_prune(const World *world, bool is_done)
{
        Store *store = world_open(world, STORE_WRITE);
        VerifyReport report;
        Error error = { 0 };
        assert_true(store_verify(store, &report, NULL, NULL, &error));
        assert_int_equal(report.first_wrong, 0);
        assert_true(report.cut >= 17 || (report.cut == 0 && !is_done && report.events == 17));
        Person person = world_person(world, store, "e3");
        assert_int_equal(world_completion(world, store, person.id, "hotel", day_today()).status,
                STATUS_PASSED);
        store_close(store);
}

static void prepare_first_version(const World *world)
{
        static const char sql[] =
                "DROP TABLE sign_people; DROP TABLE sign_figures; DROP TRIGGER sites_added; DROP "
                "TRIGGER sites_changed;"
                "DROP TABLE person_sites; DROP TRIGGER events_stay; DROP TRIGGER events_follow; "
                "DROP TABLE cuts;"
                "DROP TABLE IF EXISTS outbox; DROP TABLE IF EXISTS outbox_endpoints; DROP TABLE "
                "pins; "
                "DROP TRIGGER pins_forgotten;"
                "CREATE INDEX people_by_site ON people (site, staff_id);"
                "CREATE TRIGGER events_stay BEFORE DELETE ON events\nBEGIN\n"
                "        SELECT RAISE(ABORT, 'events are never deleted');\nEND;"
                "CREATE TRIGGER events_follow BEFORE INSERT ON events\n"
                "WHEN NEW.seq <> (SELECT coalesce(max(seq), 0) + 1 FROM events)\nBEGIN\n"
                "        SELECT RAISE(ABORT, 'events are numbered one by one');\nEND;"
                "PRAGMA user_version = 1";
        sqlite3 *db = NULL;
        fill(world);
        assert_int_equal(sqlite3_open(world->path, &db), SQLITE_OK);
        assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
        sqlite3_close(db);
}

static bool run_migrate(const World *world, Error *error)
{
        Store *store = store_open(world->path, STORE_WRITE, error);
        store_close(store);
        return store != NULL;
}

static void check_migrate(const World *world, bool is_done)
{
        Error error = { 0 };
        Store *store = store_open(world->path, STORE_READ, &error);
        if (store) /* brought forward: then the old one is there too */
                assert_int_equal(access(beside(world, "record.sqlite.v1"), F_OK), 0);
        assert_true(store || !is_done);
        store_close(store);
        if (is_done)
                assert_int_equal(events_in(world, world->path), 17);
}

static bool run_backup(const World *world, Error *error)
{
        VerifyReport report;
        Store *store = store_open(world->path, STORE_READ, error);
        bool done =
                store && store_backup(store, beside(world, "backup"), &report, NULL, NULL, error);
        store_close(store);
        return done;
}

static void check_backup(const World *world, bool is_done)
{
        const char *file = beside(world, "backup");
        assert_int_equal(events_in(world, world->path), 17);
        if (is_done || access(file, F_OK) == 0)
                assert_int_equal(events_in(world, file), 17);
}

static void prepare_restore(const World *world)
{
        Error error = { 0 };
        fill(world);
        assert_true(run_backup(world, &error));
        Store *store = world_open(world, STORE_WRITE);
        world_person(world, store, "since then");
        store_close(store);
}

static bool run_restore(const World *world, Error *error)
{
        RestoreReport report;
        return record_restore(
                beside(world, "backup"), world->path, true, &report, NULL, NULL, error);
}

static void check_restore(const World *world, bool is_done)
{
        int64_t events = events_in(world, world->path);
        assert_true(events == 17 || (events == 18 && !is_done));
        if (events == 17)
                assert_int_equal(
                        events_in(world, beside(world, "record.sqlite.before-restore")), 18);
}

static const Job jobs[] = {
        { "a group", fill, run_group, check_group },
        { "forgetting", fill, run_forget, check_forget },
        { "pruning", fill, run_prune, check_prune },
        { "bringing forward", prepare_first_version, run_migrate, check_migrate },
        { "a backup", fill, run_backup, check_backup },
        { "restoring", prepare_restore, run_restore, check_restore },
};

/* Every so many operations: 1 for each in turn. */
static int stride = 1;

enum { JOBS = sizeof jobs / sizeof *jobs };

/* What a job begins with is made once; each round gets a copy. */
static World *prepared[JOBS];

static World *world_prepared(const Job *job)
{
        void *state = NULL;
        World **first = &prepared[job - jobs];
        if (!*first) {
                assert_int_equal(world_make(&state), 0);
                *first = state;
                job->prepare(*first);
        }
        assert_int_equal(world_make(&state), 0);
        World *world = state;
        char command[256];
        snprintf(command, sizeof command, "cp -a %s/. %s", (*first)->folder, world->folder);
        assert_int_equal(system(command), 0);
        return world;
}

static int end_prepared(void **state)
{
        (void)state;
        for (size_t i = 0; i < JOBS; i++) {
                void *world = prepared[i];
                if (world)
                        world_end(&world);
        }
        return 0;
}

static void assert_clear(const Job *job, const Error *error, int nth)
{
        /* "SQL logic error" and its like; a folder of chance may end in those letters too. */
        if (!error->message[0] || !error->hint[0] || strstr(error->message, "SQL "))
                fail_msg(
                        "%s, operation %d: “%s” “%s”", job->name, nth, error->message, error->hint);
}

/* One operation fails; the job is done or not, and once the disk works again it is done. */
static bool survive(const Job *job, unsigned kinds, int nth, bool for_good, bool is_full)
{
        World *world = world_prepared(job);
        Error error = { 0 };
        fault_arm(kinds, nth, for_good, is_full);
        bool done = job->run(world, &error);
        bool has_struck = fault_disarm();
        if (!done && !has_struck)
                fail_msg("%s: %s", job->name, error.message);
        if (!done)
                assert_clear(job, &error, nth);
        job->check(world, done);
        error_clear(&error);
        if (!done && !job->run(world, &error))
                fail_msg("%s, operation %d: %s, though the disk works again", job->name, nth,
                        error.message);
        job->check(world, true);
        void *state = world;
        assert_int_equal(world_end(&state), 0);
        return has_struck;
}

static void survive_each(unsigned kinds, bool for_good, bool is_full)
{
        for (size_t i = 0; i < JOBS; i++) {
                int nth = 1;
                while (nth < MOST_OPERATIONS && survive(&jobs[i], kinds, nth, for_good, is_full))
                        nth += stride;
                print_message("%s: %d operations\n", jobs[i].name, nth - stride);
                assert_in_range(nth, 2, MOST_OPERATIONS - 1);
        }
}

static void any_one_failing_operation_leaves_it_done_or_not_done(void **state)
{
        (void)state;
        survive_each(FAULT_ALL & ~(unsigned)FAULT_READ, false, false);
}

static void a_disk_that_is_full_from_some_moment_on_leaves_it_done_or_not_done(void **state)
{
        (void)state;
        survive_each(FAULT_WRITE, true, true);
}

static bool cut_power(const Job *job, int nth, unsigned seed)
{
        World *world = world_prepared(job);
        pid_t child = fork();
        if (child == 0) {
                Error error = { 0 };
                fault_cut_power_at(nth, seed ? seed + (unsigned)nth : 0);
                _exit(job->run(world, &error) ? 2 : 1);
        }
        int status = -1;
        assert_int_equal(waitpid(child, &status, 0), child);
        if (!WIFEXITED(status) || WEXITSTATUS(status) == 1)
                fail_msg("%s, operation %d: status %d", job->name, nth, status);
        bool was_cut = WEXITSTATUS(status) == 0;
        job->check(world, !was_cut);
        Error error = { 0 };
        if (!job->run(world, &error))
                fail_msg("%s, operation %d: %s, though the power is back", job->name, nth,
                        error.message);
        if (job->run != run_restore)
                job->check(world, true);
        void *state = world;
        assert_int_equal(world_end(&state), 0);
        return was_cut;
}

static void power_that_is_cut_leaves_it_done_or_not_done(void **state)
{
        (void)state;
        for (size_t i = 0; i < JOBS; i++)
                for (unsigned seed = 0; seed <= 7919; seed += 7919) {
                        int nth = 1;
                        while (nth < MOST_OPERATIONS && cut_power(&jobs[i], nth, seed))
                                nth += stride;
                        assert_in_range(nth, 2, MOST_OPERATIONS - 1);
                }
}

int main(int argc, char **argv)
{
        if (argc > 1)
                stride = (int)strtol(argv[1], NULL, 10);
        fault_vfs_install();
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(any_one_failing_operation_leaves_it_done_or_not_done),
                cmocka_unit_test(
                        a_disk_that_is_full_from_some_moment_on_leaves_it_done_or_not_done),
                cmocka_unit_test(power_that_is_cut_leaves_it_done_or_not_done),
        };
        return cmocka_run_group_tests(tests, NULL, end_prepared);
}
