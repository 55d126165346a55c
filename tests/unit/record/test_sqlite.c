/* Opening a record: names, rights, what is refused, what is left alone. */
#include "../../store/world.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"

enum { NOBODY = 65534, SKIP = 77 };

static void write_file(const char *path, const void *bytes, size_t len)
{
        int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
        assert_true(fd >= 0);
        assert_int_equal(write(fd, bytes, len), len);
        close(fd);
}

static void run_sql(const char *path, const char *sql)
{
        sqlite3 *db = NULL;
        assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
        char *message = NULL;
        if (sqlite3_exec(db, sql, NULL, NULL, &message) != SQLITE_OK)
                fail_msg("%s", message);
        sqlite3_close(db);
}

/* Opening fails in this mode, with a message that says `words` and with advice. */
static void assert_not_opened(const char *path, StoreMode mode, const char *words)
{
        Error error = { 0 };
        Store *store = store_open(path, mode, &error);
        if (store)
                fail_msg("%s was opened", path);
        if (!strstr(error.message, words) || !strstr(error.message, path))
                fail_msg("“%s” does not say “%s”", error.message, words);
        assert_string_not_equal(error.hint, "");
}

static void a_record_is_made_only_when_that_was_meant(void **state)
{
        World *world = *state;
        assert_not_opened(world->path, STORE_READ, "there is no record");
        assert_not_opened(world->path, STORE_WRITE, "there is no record");
        Error error = { 0 };
        assert_null(store_open(world->path, STORE_WRITE, &error));
        assert_int_equal(error.kind, ERROR_NOT_FOUND);
        assert_int_equal(access(world->path, F_OK), -1);
        store_close(world_open(world, STORE_CREATE));
        store_close(world_open(world, STORE_WRITE));
}

static void a_new_record_is_for_its_owner_alone(void **state)
{
        World *world = *state;
        mode_t before = umask(0);
        char path[160];
        snprintf(path, sizeof path, "%s/a/b/record", world->folder);
        Error error = { 0 };
        Store *store = store_open(path, STORE_CREATE, &error);
        assert_non_null(store);
        world_person(world, store, "e17");
        static const char *const endings[] = { "", "-wal", "-shm" };
        for (int i = 0; i < 3; i++) {
                char name[200];
                struct stat info;
                snprintf(name, sizeof name, "%s%s", path, endings[i]);
                assert_int_equal(stat(name, &info), 0);
                assert_int_equal(info.st_mode & 0777, 0600);
        }
        struct stat info;
        snprintf(path, sizeof path, "%s/a/b", world->folder);
        assert_int_equal(stat(path, &info), 0);
        assert_int_equal(info.st_mode & 0777, 0700);
        assert_int_equal(umask(before), 0);
        store_close(store);
}

static void nothing_is_left_beside_a_new_record(void **state)
{
        World *world = *state;
        store_close(world_open(world, STORE_CREATE));
        assert_int_equal(unlink(world->path), 0);
        assert_int_equal(rmdir(world->folder), 0);
        assert_int_equal(mkdir(world->folder, 0700), 0);
}

static void any_name_that_a_file_can_have_will_do(void **state)
{
        World *world = *state;
        static const char *const names[] = { "with space", "what?mode=memory", "a#b", "100%25",
                "%41", "file:x", ":memory:", "-wal", "sqlite", "Llŷr", "a\"b'c",
                "x?immutable=1&vfs=none", "a:b" };
        char before[512];
        assert_non_null(getcwd(before, sizeof before));
        assert_int_equal(chdir(world->folder), 0);
        for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
                Error error = { 0 };
                Store *store = store_open(names[i], STORE_CREATE, &error);
                if (!store)
                        fail_msg("%s", error.message);
                world_person(world, store, "e17");
                store_close(store);
                assert_int_equal(access(names[i], F_OK), 0);
                char absolute[200];
                snprintf(absolute, sizeof absolute, "sqlite:%s/%s", world->folder, names[i]);
                store = store_open(absolute, STORE_READ, &error);
                if (!store)
                        fail_msg("%s", error.message);
                assert_int_equal(world_verify(store), 1);
                store_close(store);
        }
        assert_int_equal(chdir(before), 0);
}

static void what_is_no_file_is_refused(void **state)
{
        World *world = *state;
        char path[160];
        assert_not_opened(world->folder, STORE_CREATE, "a folder");
        snprintf(path, sizeof path, "%s/pipe", world->folder);
        assert_int_equal(mkfifo(path, 0600), 0);
        assert_not_opened(path, STORE_CREATE, "not a record");
        assert_not_opened("/dev/null", STORE_CREATE, "not a record");
        snprintf(path, sizeof path, "%s/pipe/record", world->folder);
        assert_not_opened(path, STORE_CREATE, "cannot be opened");
}

static void files_of_another_kind_are_left_as_they_are(void **state)
{
        World *world = *state;
        static const char text[] = "staff_id,name\n1,A\n";
        static const char almost[2048] = "SQLite format 3";
        const struct {
                const void *bytes;
                size_t len;
        } files[] = { { text, sizeof text }, { almost, sizeof almost }, { almost, 16 },
                { "x", 1 } };
        for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
                write_file(world->path, files[i].bytes, files[i].len);
                for (int mode = STORE_READ; mode <= STORE_CREATE; mode++)
                        assert_not_opened(world->path, (StoreMode)mode, "not a record");
                char *now = NULL;
                size_t len = 0;
                Error error = { 0 };
                assert_true(file_read(world->path, 1 << 20, &now, &len, &error));
                assert_int_equal(len, files[i].len);
                assert_memory_equal(now, files[i].bytes, len);
                free(now);
        }
}

static void assert_untouched(const char *path, const char *before, size_t before_len)
{
        char *now = NULL;
        size_t len = 0;
        Error error = { 0 };
        assert_true(file_read(path, 1 << 24, &now, &len, &error));
        assert_int_equal(len, before_len);
        assert_memory_equal(now, before, len);
        free(now);
}

static void another_programs_database_is_left_as_it_is(void **state)
{
        World *world = *state;
        run_sql(world->path, "PRAGMA journal_mode = WAL; CREATE TABLE events (seq); "
                             "INSERT INTO events VALUES (1)");
        char *before = NULL;
        size_t len = 0;
        Error error = { 0 };
        assert_true(file_read(world->path, 1 << 24, &before, &len, &error));
        for (int mode = STORE_READ; mode <= STORE_CREATE; mode++)
                assert_not_opened(world->path, (StoreMode)mode, "not a record");
        assert_untouched(world->path, before, len);
        free(before);
}

static void a_record_of_a_newer_makesafe_is_left_as_it_is(void **state)
{
        World *world = *state;
        store_close(world_open(world, STORE_CREATE));
        run_sql(world->path, "PRAGMA user_version = 99");
        char *before = NULL;
        size_t len = 0;
        Error error = { 0 };
        assert_true(file_read(world->path, 1 << 24, &before, &len, &error));
        for (int mode = STORE_READ; mode <= STORE_CREATE; mode++)
                assert_not_opened(world->path, (StoreMode)mode, "newer makesafe");
        assert_untouched(world->path, before, len);
        free(before);
}

/* The newer program still runs, or was killed: its mark stands in the log and not yet in the file.
 */
static void a_newer_mark_in_the_log_is_seen_and_left_there(void **state)
{
        World *world = *state;
        store_close(world_open(world, STORE_CREATE));
        pid_t child = fork();
        if (child == 0) {
                run_sql(world->path, "SELECT 1");
                sqlite3 *db = NULL;
                sqlite3_open(world->path, &db);
                sqlite3_exec(db, "PRAGMA user_version = 99", NULL, NULL, NULL);
                _exit(0);
        }
        int status = -1;
        assert_int_equal(waitpid(child, &status, 0), child);
        assert_int_equal(status, 0);
        char log[160];
        snprintf(log, sizeof log, "%s-wal", world->path);
        char *before = NULL, *log_before = NULL;
        size_t len = 0, log_len = 0;
        Error error = { 0 };
        assert_true(file_read(world->path, 1 << 24, &before, &len, &error));
        assert_true(file_read(log, 1 << 24, &log_before, &log_len, &error));
        assert_true(log_len > 0);
        for (int mode = STORE_READ; mode <= STORE_CREATE; mode++)
                assert_not_opened(world->path, (StoreMode)mode, "newer makesafe");
        assert_untouched(world->path, before, len);
        assert_untouched(log, log_before, log_len);
        free(before);
        free(log_before);
}

static void an_older_record_is_brought_forward_only_to_be_written(void **state)
{
        World *world = *state;
        run_sql(world->path,
                "PRAGMA application_id = 0x6d6b7366; CREATE TABLE x (y); DROP TABLE x");
        assert_not_opened(world->path, STORE_READ, "older makesafe");
        Store *store = world_open(world, STORE_WRITE);
        world_person(world, store, "e17");
        store_close(store);
        store = world_open(world, STORE_READ);
        assert_int_equal(world_verify(store), 1);
        store_close(store);
}

static void an_empty_file_becomes_a_record_only_when_that_was_meant(void **state)
{
        World *world = *state;
        write_file(world->path, "", 0);
        assert_not_opened(world->path, STORE_READ, "empty");
        assert_not_opened(world->path, STORE_WRITE, "empty");
        struct stat info;
        assert_int_equal(stat(world->path, &info), 0);
        assert_int_equal(info.st_size, 0);
        Store *store = world_open(world, STORE_CREATE);
        world_person(world, store, "e17");
        store_close(store);
        store = world_open(world, STORE_WRITE);
        assert_int_equal(world_verify(store), 1);
        store_close(store);
}

/* All begin at once; each adds its own person to the one record there is in the end. */
static void open_together(const World *world, bool is_empty)
{
        enum { PROGRAMS = 6 };
        if (is_empty)
                write_file(world->path, "", 0);
        int gate[2];
        assert_int_equal(pipe(gate), 0);
        pid_t children[PROGRAMS];
        for (int i = 0; i < PROGRAMS; i++) {
                children[i] = fork();
                if (children[i] == 0) {
                        char byte, staff_id[8];
                        close(gate[1]);
                        (void)!read(gate[0], &byte, 1);
                        snprintf(staff_id, sizeof staff_id, "e%d", i);
                        Store *store = world_open(world, STORE_CREATE);
                        world_person(world, store, staff_id);
                        store_close(store);
                        _exit(0);
                }
        }
        close(gate[0]);
        close(gate[1]);
        for (int i = 0; i < PROGRAMS; i++) {
                int status = -1;
                assert_int_equal(waitpid(children[i], &status, 0), children[i]);
                assert_int_equal(status, 0);
        }
        Store *store = world_open(world, STORE_READ);
        assert_int_equal(world_verify(store), PROGRAMS);
        store_close(store);
}

static void programs_that_start_together_make_one_record(void **state)
{
        open_together(*state, false);
}

static void programs_that_start_together_make_one_record_of_an_empty_file(void **state)
{
        open_together(*state, true);
}

/* Runs `check` as somebody who may do nothing in particular. */
static void as_nobody(const World *world, int (*check)(const World *world))
{
        if (geteuid() != 0)
                skip();
        pid_t child = fork();
        if (child == 0) {
                if (setgid(NOBODY) != 0 || setuid(NOBODY) != 0)
                        _exit(SKIP);
                _exit(check(world));
        }
        int status = -1;
        assert_int_equal(waitpid(child, &status, 0), child);
        if (WIFEXITED(status) && WEXITSTATUS(status) == SKIP)
                skip();
        assert_int_equal(status, 0);
}

static bool is_refused(const char *path, StoreMode mode)
{
        Error error = { 0 };
        Store *store = store_open(path, mode, &error);
        bool refused = !store && error.message[0] && error.hint[0] && strstr(error.message, path);
        store_close(store);
        return refused;
}

static int may_not_read(const World *world)
{
        return !is_refused(world->path, STORE_READ) + !is_refused(world->path, STORE_WRITE);
}

static void a_record_that_one_may_not_read_is_explained(void **state)
{
        World *world = *state;
        store_close(world_open(world, STORE_CREATE));
        assert_int_equal(chmod(world->folder, 0755), 0);
        as_nobody(world, may_not_read);
}

static int may_read_only(const World *world)
{
        Error error = { 0 };
        Store *store = store_open(world->path, STORE_READ, &error);
        if (!store)
                return 1;
        VerifyReport report;
        bool sound = store_verify(store, &report, NULL, NULL, &error) && report.events == 1;
        store_close(store);
        return !sound + !is_refused(world->path, STORE_WRITE);
}

static void a_record_in_a_folder_that_one_may_not_write_is_read(void **state)
{
        World *world = *state;
        Store *store = world_open(world, STORE_CREATE);
        world_person(world, store, "e17");
        store_close(store);
        assert_int_equal(chmod(world->path, 0644), 0);
        assert_int_equal(chmod(world->folder, 0755), 0);
        as_nobody(world, may_read_only);
}

static int sees_log_explained(const World *world)
{
        return !is_refused(world->path, STORE_READ);
}

static void a_log_that_cannot_be_read_where_it_is_is_explained(void **state)
{
        World *world = *state;
        Store *store = world_open(world, STORE_CREATE);
        world_person(world, store, "e17");
        char log[160], copy[160], index[160];
        snprintf(log, sizeof log, "%s-wal", world->path);
        snprintf(copy, sizeof copy, "%s-copy", world->path);
        snprintf(index, sizeof index, "%s-shm", world->path);
        assert_int_equal(link(log, copy), 0);
        store_close(store);
        assert_int_equal(access(log, F_OK), -1);
        assert_int_equal(rename(copy, log), 0);
        assert_int_equal(chmod(world->path, 0644), 0);
        assert_int_equal(chmod(log, 0644), 0);
        assert_int_equal(chmod(world->folder, 0755), 0);
        as_nobody(world, sees_log_explained);
}

static int makes_no_record(const World *world)
{
        return !is_refused(world->path, STORE_CREATE);
}

static void a_record_that_cannot_be_made_is_explained(void **state)
{
        World *world = *state;
        assert_int_equal(chmod(world->folder, 0755), 0);
        as_nobody(world, makes_no_record);
        assert_int_equal(access(world->path, F_OK), -1);
}

static int reads_from_read_only_disk(const World *world)
{
        if (unshare(CLONE_NEWNS) != 0 || mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) != 0 ||
                mount(world->folder, world->folder, NULL, MS_BIND, NULL) != 0 ||
                mount(NULL, world->folder, NULL, MS_REMOUNT | MS_BIND | MS_RDONLY, NULL) != 0)
                return SKIP;
        return may_read_only(world);
}

static void a_record_on_a_read_only_disk_is_read(void **state)
{
        World *world = *state;
        Store *store = world_open(world, STORE_CREATE);
        world_person(world, store, "e17");
        store_close(store);
        pid_t child = fork();
        if (child == 0)
                _exit(reads_from_read_only_disk(world));
        int status = -1;
        assert_int_equal(waitpid(child, &status, 0), child);
        if (WIFEXITED(status) && WEXITSTATUS(status) == SKIP)
                skip();
        assert_int_equal(status, 0);
}

static void a_record_that_was_moved_away_takes_no_more_events(void **state)
{
        World *world = *state;
        Store *store = world_open(world, STORE_CREATE);
        Person person = world_person(world, store, "e17");
        char elsewhere[160];
        snprintf(elsewhere, sizeof elsewhere, "%s/elsewhere", world->folder);
        assert_int_equal(rename(world->path, elsewhere), 0);
        json_t *body = json_object();
        EventDraft draft = { EVENT_LESSON_READ, person.id, NULL, body };
        Error error = { 0 };
        assert_false(store_append(store, &draft, 1, NULL, &error));
        assert_non_null(strstr(error.message, "moved or deleted"));
        assert_int_equal(rename(elsewhere, world->path), 0);
        error_clear(&error);
        assert_true(store_append(store, &draft, 1, NULL, &error));
        json_decref(body);
        store_close(store);
}

#define SQLITE_TEST(name) cmocka_unit_test_setup_teardown(name, world_make, world_end)

int main(void)
{
        const struct CMUnitTest tests[] = {
                SQLITE_TEST(a_record_is_made_only_when_that_was_meant),
                SQLITE_TEST(a_new_record_is_for_its_owner_alone),
                SQLITE_TEST(nothing_is_left_beside_a_new_record),
                SQLITE_TEST(any_name_that_a_file_can_have_will_do),
                SQLITE_TEST(what_is_no_file_is_refused),
                SQLITE_TEST(files_of_another_kind_are_left_as_they_are),
                SQLITE_TEST(another_programs_database_is_left_as_it_is),
                SQLITE_TEST(a_record_of_a_newer_makesafe_is_left_as_it_is),
                SQLITE_TEST(a_newer_mark_in_the_log_is_seen_and_left_there),
                SQLITE_TEST(an_older_record_is_brought_forward_only_to_be_written),
                SQLITE_TEST(an_empty_file_becomes_a_record_only_when_that_was_meant),
                SQLITE_TEST(programs_that_start_together_make_one_record),
                SQLITE_TEST(programs_that_start_together_make_one_record_of_an_empty_file),
                SQLITE_TEST(a_record_that_one_may_not_read_is_explained),
                SQLITE_TEST(a_record_in_a_folder_that_one_may_not_write_is_read),
                SQLITE_TEST(a_log_that_cannot_be_read_where_it_is_is_explained),
                SQLITE_TEST(a_record_that_cannot_be_made_is_explained),
                SQLITE_TEST(a_record_on_a_read_only_disk_is_read),
                SQLITE_TEST(a_record_that_was_moved_away_takes_no_more_events),
        };
        return cmocka_run_group_tests(tests, NULL, NULL);
}
