/* A real disk without room: a small file system in memory, filled up. Needs the right to mount one.
 */
#include "../store/world.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <sys/mount.h>
#include <sys/wait.h>
#include <unistd.h>

enum { SKIP = 77, MOST_ANSWERS = 5000 };

static bool fill_up(const char *path)
{
        char block[4096] = "";
        int fd = open(path, O_WRONLY | O_CREAT, 0600);
        ssize_t put = 0;
        for (size_t size = sizeof block; fd >= 0 && size > 0; size = put < 0 ? size / 2 : size)
                put = write(fd, block, size);
        int number = errno;
        close(fd);
        return number == ENOSPC;
}

static bool answer(Store *store, const char *person, const char *attempt, int number, Error *error)
{
        char question[16];
        snprintf(question, sizeof question, "q%d", number);
        json_t *body = body_answered(question, 1);
        EventDraft draft = { EVENT_ANSWERED, person, attempt, body };
        bool done = store_append(store, &draft, 1, NULL, error);
        json_decref(body);
        return done;
}

static void answer_until_the_disk_is_full(World *world)
{
        char filler[160], attempt[ID_SIZE];
        snprintf(filler, sizeof filler, "%s/filler", world->folder);
        Store *store = world_open(world, STORE_CREATE);
        Person person = world_person(world, store, "e17");
        id_make(attempt);
        world_add(store, EVENT_ATTEMPT_STARTED, person.id, attempt, body_started("hotel", 9));
        assert_true(fill_up(filler));
        Error error = { 0 };
        int answers = 0;
        while (answers < MOST_ANSWERS && answer(store, person.id, attempt, answers + 1, &error))
                answers++;
        assert_true(answers < MOST_ANSWERS);
        assert_non_null(strstr(error.message, "disk is full"));
        assert_non_null(strstr(error.message, world->path));
        assert_int_equal(world_verify(store), answers + 2);
        assert_int_equal(unlink(filler), 0);
        error_clear(&error);
        assert_true(answer(store, person.id, attempt, answers + 1, &error));
        assert_int_equal(world_verify(store), answers + 3);
        store_close(store);
        store = world_open(world, STORE_READ);
        assert_int_equal(world_verify(store), answers + 3);
        store_close(store);
}

static void make_a_record_without_room(World *world)
{
        char filler[160];
        snprintf(filler, sizeof filler, "%s/filler", world->folder);
        assert_true(fill_up(filler));
        Error error = { 0 };
        assert_null(store_open(world->path, STORE_CREATE, &error));
        assert_non_null(strstr(error.message, "disk is full"));
        assert_int_equal(access(world->path, F_OK), -1);
        assert_int_equal(unlink(filler), 0);
        store_close(world_open(world, STORE_CREATE));
}

static int failures(void (*check)(World *world), World *world)
{
        if (unshare(CLONE_NEWNS) != 0 || mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) != 0 ||
                mount("none", world->folder, "tmpfs", 0, "size=256k") != 0)
                return SKIP;
        check(world);
        return 0;
}

static void with_a_small_disk(World *world, void (*check)(World *world))
{
        pid_t child = fork();
        if (child == 0)
                _exit(failures(check, world));
        int status = -1;
        assert_int_equal(waitpid(child, &status, 0), child);
        if (WIFEXITED(status) && WEXITSTATUS(status) == SKIP)
                skip();
        assert_int_equal(status, 0);
}

static void a_full_disk_loses_nothing_and_goes_on_once_there_is_room(void **state)
{
        with_a_small_disk(*state, answer_until_the_disk_is_full);
}

static void a_record_is_not_half_made_where_there_is_no_room(void **state)
{
        with_a_small_disk(*state, make_a_record_without_room);
}

int main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test_setup_teardown(
                        a_full_disk_loses_nothing_and_goes_on_once_there_is_room, world_make,
                        world_end),
                cmocka_unit_test_setup_teardown(
                        a_record_is_not_half_made_where_there_is_no_room, world_make, world_end),
        };
        return cmocka_run_group_tests(tests, NULL, NULL);
}
