/* Backups, what is put in a record's place, copies event for event, and the copy kept at a
 * migration. */
#include "../../store/world.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"
#include "record/chain.h"
#include "record/copy.h"
#include "record/notes.h"
#include "record/restore.h"
#include "record/sqlite_migrate.h"

static const char *beside(const World *world, const char *name)
{
        return arena_printf(world->arena, "%s/%s", world->folder, name);
}

static void fill(const World *world, Store *store)
{
        char attempt[ID_SIZE];
        world_fill(world, store);
        world_attempt(store, world_person(world, store, "e3").id, "hotel", 100, true, "2027-02-28",
                attempt);
}

static VerifyReport backup(Store *store, const char *file)
{
        VerifyReport report;
        Error error = { 0 };
        if (!store_backup(store, file, &report, NULL, NULL, &error))
                fail_msg("%s", error.message);
        return report;
}

static bool restore(
        const World *world, const char *file, bool force, RestoreReport *report, Error *error)
{
        return record_restore(file, arena_printf(world->arena, "sqlite:%s", world->path), force,
                report, NULL, NULL, error);
}

static int64_t events_in(const char *path)
{
        Error error = { 0 };
        Store *store = store_open(path, STORE_READ, &error);
        if (!store)
                fail_msg("%s", error.message);
        int64_t events = world_verify(store);
        store_close(store);
        return events;
}

static void execute(const char *path, const char *sql)
{
        sqlite3 *db = NULL;
        char *message = NULL;
        assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
        if (sqlite3_exec(db, sql, NULL, NULL, &message) != SQLITE_OK)
                fail_msg("%s: %s", sql, message);
        sqlite3_close(db);
}

static void a_backup_is_one_sound_file_for_its_owner_alone(void **state)
{
        World *world = *state;
        Store *store = world_open(world, STORE_CREATE);
        fill(world, store);
        const char *file = beside(world, "backup");
        mode_t mask = umask(0);
        VerifyReport report = backup(store, file);
        umask(mask);
        assert_int_equal(report.events, world_verify(store));
        struct stat info;
        assert_int_equal(stat(file, &info), 0);
        assert_int_equal(info.st_mode & 0777, 0600);
        assert_int_equal(access(beside(world, "backup-wal"), F_OK), -1);
        assert_int_equal(events_in(file), report.events);
        world_person(world, store, "new");
        assert_int_equal(backup(store, file).events, report.events + 1);
        store_close(store);
}

static void a_backup_overwrites_nothing_but_a_backup(void **state)
{
        World *world = *state;
        Store *store = world_open(world, STORE_CREATE);
        const char *file = beside(world, "letters.txt");
        Error error = { 0 };
        VerifyReport report;
        assert_true(file_write(file, "dear", 4, 0600, &error));
        assert_false(store_backup(store, file, &report, NULL, NULL, &error));
        assert_non_null(strstr(error.message, "no backup"));
        error_clear(&error);
        assert_false(store_backup(store, world->path, &report, NULL, NULL, &error));
        assert_non_null(strstr(error.message, "the record itself"));
        error_clear(&error);
        assert_false(store_backup(store, world->folder, &report, NULL, NULL, &error));
        error_clear(&error);
        assert_false(
                store_backup(store, beside(world, "no/such/folder"), &report, NULL, NULL, &error));
        assert_string_not_equal(error.hint, "");
        char *text = NULL;
        size_t len = 0;
        assert_true(file_read(file, 100, &text, &len, &error));
        assert_string_equal(text, "dear");
        free(text);
        store_close(store);
}

static void a_record_that_is_not_sound_gives_no_backup(void **state)
{
        World *world = *state;
        Store *store = world_open(world, STORE_CREATE);
        fill(world, store);
        execute(world->path, "UPDATE completions SET attempts = 9");
        Error error = { 0 };
        VerifyReport report;
        assert_false(store_backup(store, beside(world, "backup"), &report, NULL, NULL, &error));
        assert_non_null(strstr(error.message, "not sound"));
        assert_int_equal(access(beside(world, "backup"), F_OK), -1);
        store_close(store);
}

static bool stop(int64_t done, int64_t total, void *data)
{
        (void)done, (void)total, (void)data;
        return false;
}

static void a_backup_that_is_stopped_leaves_nothing(void **state)
{
        World *world = *state;
        Store *store = world_open(world, STORE_CREATE);
        Error error = { 0 };
        VerifyReport report;
        assert_false(store_backup(store, beside(world, "backup"), &report, stop, NULL, &error));
        store_close(store);
        assert_int_equal(unlink(world->path), 0);
        assert_int_equal(rmdir(world->folder), 0);
        assert_int_equal(mkdir(world->folder, 0700), 0);
}

/* Others go on writing while it is made: it is the record of one moment. */
static void a_backup_is_made_while_the_record_is_in_use(void **state)
{
        World *world = *state;
        store_close(world_open(world, STORE_CREATE));
        pid_t child = fork();
        if (child == 0) {
                Store *store = world_open(world, STORE_WRITE);
                for (int i = 0; i < 400; i++) {
                        char name[16];
                        snprintf(name, sizeof name, "w%d", i);
                        world_person(world, store, name);
                }
                store_close(store);
                _exit(0);
        }
        Store *store = world_open(world, STORE_READ);
        int64_t before = 0;
        int status = -1;
        while (waitpid(child, &status, WNOHANG) == 0) {
                VerifyReport report = backup(store, beside(world, "backup"));
                assert_true(report.events >= before);
                before = report.events;
        }
        assert_int_equal(status, 0);
        assert_int_equal(backup(store, beside(world, "backup")).events, 400);
        store_close(store);
}

static void a_backup_is_restored_where_nothing_is(void **state)
{
        World *world = *state;
        Store *store = world_open(world, STORE_CREATE);
        fill(world, store);
        int64_t events = backup(store, beside(world, "backup")).events;
        store_close(store);
        assert_int_equal(unlink(world->path), 0);
        RestoreReport report;
        Error error = { 0 };
        assert_true(restore(world, beside(world, "backup"), false, &report, &error));
        assert_string_equal(report.kept, "");
        assert_int_equal(events_in(world->path), events);
        store = world_open(world, STORE_WRITE);
        world_person(world, store, "after");
        assert_int_equal(world_verify(store), events + 1);
        store_close(store);
}

static void an_older_record_is_replaced_and_kept(void **state)
{
        World *world = *state;
        Store *store = world_open(world, STORE_CREATE);
        world_person(world, store, "e1");
        backup(store, beside(world, "early"));
        fill(world, store);
        int64_t events = backup(store, beside(world, "late")).events;
        store_close(store);
        RestoreReport report;
        Error error = { 0 };
        assert_true(restore(world, beside(world, "early"), true, &report, &error));
        assert_int_equal(events_in(world->path), 1);
        assert_int_equal(events_in(report.kept), events);
        assert_true(restore(world, beside(world, "late"), false, &report, &error));
        assert_int_equal(events_in(world->path), events);
        assert_int_equal(events_in(report.kept), 1);
        assert_string_equal(
                report.kept, arena_printf(world->arena, "%s.before-restore-2", world->path));
}

static void a_record_with_events_of_its_own_is_not_replaced(void **state)
{
        World *world = *state;
        Store *store = world_open(world, STORE_CREATE);
        fill(world, store);
        int64_t events = backup(store, beside(world, "backup")).events;
        world_person(world, store, "since then");
        store_close(store);
        RestoreReport report;
        Error error = { 0 };
        assert_false(restore(world, beside(world, "backup"), false, &report, &error));
        assert_non_null(strstr(error.message, "lacks"));
        assert_non_null(strstr(error.hint, "--force"));
        assert_int_equal(events_in(world->path), events + 1);
        error_clear(&error);
        assert_false(restore(world, world->path, false, &report, &error));
        assert_int_equal(access(beside(world, "record.sqlite.before-restore"), F_OK), -1);
}

static void a_damaged_backup_changes_nothing(void **state)
{
        World *world = *state;
        Store *store = world_open(world, STORE_CREATE);
        fill(world, store);
        const char *file = beside(world, "backup");
        int64_t events = backup(store, file).events;
        store_close(store);
        execute(file, "DROP TRIGGER events_keep; UPDATE events SET at = at + 1 WHERE seq = 3");
        RestoreReport report;
        Error error = { 0 };
        assert_false(restore(world, file, true, &report, &error));
        assert_non_null(strstr(error.message, "Event 3"));
        error_clear(&error);
        assert_int_equal(truncate(file, 3000), 0);
        assert_false(restore(world, file, true, &report, &error));
        error_clear(&error);
        assert_true(file_write(file, "x", 1, 0600, &error));
        assert_false(restore(world, file, true, &report, &error));
        error_clear(&error);
        assert_false(restore(world, beside(world, "none"), true, &report, &error));
        assert_int_equal(events_in(world->path), events);
}

static void a_damaged_record_is_replaced_only_when_that_is_said(void **state)
{
        World *world = *state;
        Store *store = world_open(world, STORE_CREATE);
        fill(world, store);
        int64_t events = backup(store, beside(world, "backup")).events;
        store_close(store);
        Error error = { 0 };
        assert_true(file_write(world->path, "what is this", 12, 0600, &error));
        assert_true(file_write(beside(world, "record.sqlite-wal"), "and this", 8, 0600, &error));
        RestoreReport report;
        assert_false(restore(world, beside(world, "backup"), false, &report, &error));
        assert_non_null(strstr(error.message, "cannot be read"));
        error_clear(&error);
        assert_true(restore(world, beside(world, "backup"), true, &report, &error));
        assert_int_equal(events_in(world->path), events);
        char *bytes = NULL;
        size_t len = 0;
        assert_true(file_read(report.kept, 100, &bytes, &len, &error));
        assert_string_equal(bytes, "what is this");
        free(bytes);
        assert_int_equal(access(arena_printf(world->arena, "%s-wal", report.kept), F_OK), 0);
}

static void a_record_in_use_is_not_replaced(void **state)
{
        World *world = *state;
        Store *store = world_open(world, STORE_CREATE);
        fill(world, store);
        backup(store, beside(world, "backup"));
        RestoreReport report;
        Error error = { 0 };
        assert_false(restore(world, beside(world, "backup"), true, &report, &error));
        assert_non_null(strstr(error.message, "another program"));
        world_person(world, store, "still here");
        world_verify(store);
        store_close(store);
        error_clear(&error);
        assert_true(restore(world, beside(world, "backup"), true, &report, &error));
}

static void a_copy_is_the_same_event_for_event(void **state)
{
        World *world = *state;
        Store *from = world_open(world, STORE_CREATE);
        Error error = { 0 };
        SiteKey key;
        assert_true(site_key_make(store_key_path(from), &key, &error));
        fill(world, from);
        Person gone = world_person(world, from, "gone");
        world_add(from, EVENT_STAFF_FORGOTTEN, gone.id, NULL, json_object());
        world_add(from, EVENT_STAFF_LEFT, world_person(world, from, "E1").id, NULL, json_object());
        Store *to = store_open(beside(world, "copy"), STORE_CREATE, &error);
        int64_t events = 0, seq[2];
        uint8_t head[2][HASH_BYTES];
        assert_true(record_copy(from, to, &events, NULL, NULL, &error));
        assert_int_equal(events, world_verify(from));
        assert_int_equal(world_verify(to), events);
        assert_true(store_head(from, &seq[0], head[0], &error) &&
                    store_head(to, &seq[1], head[1], &error));
        assert_memory_equal(head[0], head[1], HASH_BYTES);
        assert_true(world_person(world, to, "E1").has_left);
        Rows *a = world_completions(world, from, any_completion()),
             *b = world_completions(world, to, any_completion());
        assert_int_equal(a->count, b->count);
        for (size_t i = 0; i < a->count; i++)
                for (int t = 0; t < 6; t++)
                        assert_string_equal(a->text[i][t], b->text[i][t]);
        assert_false(record_copy(from, to, &events, NULL, NULL, &error));
        assert_non_null(strstr(error.message, "already"));
        store_close(to);
        error_clear(&error);
        to = store_open(beside(world, "stopped"), STORE_CREATE, &error);
        store_close(from);
        store_close(to);
}

static void a_report_is_noted_with_the_head_it_was_made_from(void **state)
{
        World *world = *state;
        Store *store = world_open(world, STORE_CREATE);
        world_person(world, store, "e1");
        Error error = { 0 };
        json_t *filters = json_pack("{s:s}", "module", "hotel");
        int64_t seq = 0;
        uint8_t hash[HASH_BYTES];
        char hex[2 * HASH_BYTES + 1];
        assert_true(store_head(store, &seq, hash, &error));
        hash_hex(hash, hex);
        assert_true(record_note_report(store, "report", filters, "csv", 12, NULL, &error));
        assert_true(record_note_report(store, "report", NULL, "html", 0, "abc", &error));
        json_decref(filters);
        Seen seen = { 0 };
        world_events(store, (EventFilter){ .kinds = 1u << EVENT_REPORT_MADE }, &seen);
        assert_int_equal(seen.count, 2);
        assert_string_equal(seen.bodies[0],
                arena_printf(world->arena,
                        "{\"command\":\"report\",\"filters\":{\"module\":\"hotel\"},"
                        "\"format\":\"csv\",\"head\":\"%s\",\"rows\":12}",
                        hex));
        assert_string_equal(seen.bodies[1], "{\"command\":\"report\",\"filters\":{},\"format\":"
                                            "\"html\",\"head\":\"abc\",\"rows\":0}");
        seen_free(&seen);
        world_verify(store);
        store_close(store);
}

/* As the first version had it. */
static const char back_to_first[] =
        "DROP TABLE sign_people; DROP TABLE sign_figures; DROP TRIGGER sites_added; DROP TRIGGER "
        "sites_changed;"
        "DROP TABLE person_sites; DROP TRIGGER events_stay; DROP TRIGGER events_follow; DROP TABLE "
        "cuts;"
        "DROP TABLE IF EXISTS outbox; DROP TABLE IF EXISTS outbox_endpoints; DROP TABLE pins; "
        "DROP TRIGGER pins_forgotten;"
        "CREATE INDEX people_by_site ON people (site, staff_id);"
        "CREATE TRIGGER events_stay BEFORE DELETE ON events\nBEGIN\n"
        "        SELECT RAISE(ABORT, 'events are never deleted');\nEND;"
        "CREATE TRIGGER events_follow BEFORE INSERT ON events\n"
        "WHEN NEW.seq <> (SELECT coalesce(max(seq), 0) + 1 FROM events)\nBEGIN\n"
        "        SELECT RAISE(ABORT, 'events are numbered one by one');\nEND;"
        "PRAGMA user_version = 1";

static json_t *answered_with_signs(const char *question, const char *hits, const char *misses)
{
        json_t *body = body_answered(question, 1);
        json_object_set_new(body, "hits", json_loads(hits, 0, NULL));
        json_object_set_new(body, "misses", json_loads(misses, 0, NULL));
        return body;
}

static void a_record_of_the_first_version_is_brought_forward_and_kept(void **state)
{
        World *world = *state;
        Store *store = world_open(world, STORE_CREATE);
        char attempt[ID_SIZE];
        fill(world, store);
        for (int i = 0; i < 2; i++) {
                Person person = world_person(world, store, i ? "e2" : "e3");
                Error error = { 0 };
                assert_true(
                        store_person_change(store, person.id, "Ann", "Newport;Cwmbran", &error));
                id_make(attempt);
                world_add(
                        store, EVENT_ATTEMPT_STARTED, person.id, attempt, body_started("hotel", 2));
                world_add(store, EVENT_ANSWERED, person.id, attempt,
                        answered_with_signs("q1", "[\"cash\",\"lift\"]", "[\"cash\"]"));
                world_add(store, EVENT_ANSWERED, person.id, attempt,
                        answered_with_signs("q2", "[\"cash\"]", "[]"));
                world_add(store, EVENT_ATTEMPT_FINISHED, person.id, attempt,
                        body_finished("hotel", 100, true, NULL));
        }
        int64_t events = world_verify(store);
        store_close(store);
        execute(world->path, back_to_first);
        Error error = { 0 };
        assert_null(store_open(world->path, STORE_READ, &error));
        assert_non_null(strstr(error.hint, "record migrate"));
        store = world_open(world, STORE_WRITE);
        assert_int_equal(store_migrated_from(store), 1);
        assert_int_equal(
                world_verify(store), events); /* signs and sites follow from what was there */
        CompletionFilter filter = any_completion();
        filter.site = "Cwmbran";
        assert_true(world_completions(world, store, filter)->count > 0);
        store_close(store);
        store = world_open(world, STORE_WRITE);
        assert_int_equal(store_migrated_from(store), 0);
        store_close(store);
        const char *kept = beside(world, "record.sqlite.v1");
        struct stat info;
        assert_int_equal(stat(kept, &info), 0);
        assert_int_equal(info.st_mode & 0777, 0600);
        error_clear(&error);
        assert_null(store_open(kept, STORE_READ, &error));
        assert_non_null(strstr(error.message, "older makesafe"));
}

static void a_backup_of_the_first_version_is_restored(void **state)
{
        World *world = *state;
        Store *store = world_open(world, STORE_CREATE);
        fill(world, store);
        int64_t events = backup(store, beside(world, "backup")).events;
        store_close(store);
        execute(beside(world, "backup"), back_to_first);
        RestoreReport report;
        Error error = { 0 };
        if (!restore(world, beside(world, "backup"), false, &report, &error))
                fail_msg("%s", error.message);
        assert_int_equal(events_in(world->path), events);
}

static void a_migration_for_which_no_copy_can_be_kept_does_not_happen(void **state)
{
        World *world = *state;
        Store *store = world_open(world, STORE_CREATE);
        fill(world, store);
        store_close(store);
        execute(world->path, back_to_first);
        assert_int_equal(mkdir(beside(world, "record.sqlite.v1"), 0700), 0);
        Error error = { 0 };
        assert_null(store_open(world->path, STORE_WRITE, &error));
        assert_non_null(strstr(error.message, "no copy of it can be kept"));
        assert_int_equal(rmdir(beside(world, "record.sqlite.v1")), 0);
        store_close(world_open(world, STORE_WRITE));
}

#define COPY_TEST(name) cmocka_unit_test_setup_teardown(name, world_make, world_end)

int main(void)
{
        const struct CMUnitTest tests[] = {
                COPY_TEST(a_backup_is_one_sound_file_for_its_owner_alone),
                COPY_TEST(a_backup_overwrites_nothing_but_a_backup),
                COPY_TEST(a_record_that_is_not_sound_gives_no_backup),
                COPY_TEST(a_backup_that_is_stopped_leaves_nothing),
                COPY_TEST(a_backup_is_made_while_the_record_is_in_use),
                COPY_TEST(a_backup_is_restored_where_nothing_is),
                COPY_TEST(an_older_record_is_replaced_and_kept),
                COPY_TEST(a_record_with_events_of_its_own_is_not_replaced),
                COPY_TEST(a_damaged_backup_changes_nothing),
                COPY_TEST(a_damaged_record_is_replaced_only_when_that_is_said),
                COPY_TEST(a_record_in_use_is_not_replaced),
                COPY_TEST(a_copy_is_the_same_event_for_event),
                COPY_TEST(a_report_is_noted_with_the_head_it_was_made_from),
                COPY_TEST(a_record_of_the_first_version_is_brought_forward_and_kept),
                COPY_TEST(a_backup_of_the_first_version_is_restored),
                COPY_TEST(a_migration_for_which_no_copy_can_be_kept_does_not_happen),
        };
        return cmocka_run_group_tests(tests, NULL, NULL);
}
