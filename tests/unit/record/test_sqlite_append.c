/* The clock, and waiting for other programs. Linked with moment_now wrapped. */
#include "../../store/world.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/date.h"
#include "record/chain.h"

static int64_t now;

int64_t __wrap_moment_now(void);

int64_t __wrap_moment_now(void)
{
        return now;
}

static int64_t append_at(Store *store, int64_t moment, const char *person)
{
        now = moment;
        json_t *body = json_pack("{s:s, s:s}", "lesson", "l1", "module", "hotel");
        EventDraft draft = { EVENT_LESSON_READ, person, NULL, body };
        Event stored;
        Error error = { 0 };
        if (!store_append(store, &draft, 1, &stored, &error))
                fail_msg("%s", error.message);
        assert_null(json_object_get(body, "clock"));
        json_decref(body);
        return stored.at;
}

static bool note_clock(const Event *event, void *data)
{
        char *marks = data;
        marks[event->seq] = strstr(event->body, "\"clock\":\"behind\"") ? 'b' : '.';
        return true;
}

static void time_never_runs_backwards_and_says_when_it_would_have(void **state)
{
        World *world = *state;
        now = 1000;
        Store *store = world_open(world, STORE_CREATE);
        Person person = world_person(world, store, "e17");
        assert_int_equal(append_at(store, 2000, person.id), 2000);
        assert_int_equal(append_at(store, 2000, person.id), 2000);
        assert_int_equal(append_at(store, 1500, person.id), 2000);
        assert_int_equal(append_at(store, -7, person.id), 2000);
        assert_int_equal(append_at(store, 2001, person.id), 2001);
        char marks[8] = "        ";
        Error error = { 0 };
        EventFilter all = { 0 };
        assert_true(store_events(store, &all, note_clock, marks, &error));
        assert_memory_equal(marks + 1, "...bb.", 6);
        assert_int_equal(world_verify(store), 6);
        store_close(store);
}

/* Another program in the middle of writing. */
static sqlite3 *hold(const World *world)
{
        sqlite3 *db = NULL;
        assert_int_equal(sqlite3_open(world->path, &db), SQLITE_OK);
        assert_int_equal(sqlite3_exec(db, "BEGIN IMMEDIATE", NULL, NULL, NULL), SQLITE_OK);
        return db;
}

typedef struct Waiting {
        sqlite3 *other;
        int calls, release_at, stop_at;
} Waiting;

static bool wait_for_it(void *data)
{
        Waiting *waiting = data;
        waiting->calls++;
        if (waiting->calls == waiting->release_at)
                sqlite3_exec(waiting->other, "ROLLBACK", NULL, NULL, NULL);
        return waiting->calls != waiting->stop_at;
}

static void a_busy_record_is_waited_for_with_a_word_each_second(void **state)
{
        World *world = *state;
        now = 1000;
        Store *store = world_open(world, STORE_CREATE);
        Person person = world_person(world, store, "e17");
        Waiting waiting = { .other = hold(world), .release_at = 2 };
        store_on_wait(store, wait_for_it, &waiting);
        struct timespec before, after;
        clock_gettime(CLOCK_MONOTONIC, &before);
        append_at(store, 2000, person.id);
        clock_gettime(CLOCK_MONOTONIC, &after);
        assert_int_equal(waiting.calls, 2);
        assert_in_range(after.tv_sec - before.tv_sec, 1, 4);
        assert_int_equal(world_verify(store), 2);
        sqlite3_close(waiting.other);
        store_close(store);
}

static void whoever_waits_may_give_up_and_nothing_is_stored(void **state)
{
        World *world = *state;
        now = 1000;
        Store *store = world_open(world, STORE_CREATE);
        Person person = world_person(world, store, "e17");
        Waiting waiting = { .other = hold(world), .stop_at = 1 };
        store_on_wait(store, wait_for_it, &waiting);
        json_t *body = json_object();
        EventDraft draft = { EVENT_LESSON_READ, person.id, NULL, body };
        Error error = { 0 };
        assert_false(store_append(store, &draft, 1, NULL, &error));
        json_decref(body);
        assert_int_equal(waiting.calls, 1);
        assert_int_equal(store_refusal(store), REFUSAL_NONE);
        assert_non_null(strstr(error.message, "another program"));
        assert_string_not_equal(error.hint, "");
        sqlite3_close(waiting.other);
        append_at(store, 2000, person.id);
        assert_int_equal(world_verify(store), 2);
        store_close(store);
}

static void readers_are_not_kept_waiting_by_a_writer(void **state)
{
        World *world = *state;
        now = 1000;
        Store *store = world_open(world, STORE_CREATE);
        world_person(world, store, "e17");
        sqlite3 *other = hold(world);
        Store *reader = world_open(world, STORE_READ);
        assert_int_equal(world_verify(reader), 1);
        store_close(reader);
        sqlite3_close(other);
        store_close(store);
}

#define APPEND_TEST(name) cmocka_unit_test_setup_teardown(name, world_make, world_end)

int main(void)
{
        const struct CMUnitTest tests[] = {
                APPEND_TEST(time_never_runs_backwards_and_says_when_it_would_have),
                APPEND_TEST(a_busy_record_is_waited_for_with_a_word_each_second),
                APPEND_TEST(whoever_waits_may_give_up_and_nothing_is_stored),
                APPEND_TEST(readers_are_not_kept_waiting_by_a_writer),
        };
        return cmocka_run_group_tests(tests, NULL, NULL);
}
