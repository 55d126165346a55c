/* What every kind of store has to do: over several openings, among several programs. */
#include "world.h"

#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

enum { APPENDS = 40 };

typedef struct Resume {
        size_t answered;
        char seen[8];
} Resume;

static bool note_answer(const Event *event, void *data)
{
        Resume *resume = data;
        json_t *body = json_loads(event->body, 0, NULL);
        const char *question = json_string_value(json_object_get(body, "question"));
        if (question)
                resume->seen[resume->answered++] = question[1];
        json_decref(body);
        return true;
}

static void append_many(const World *world, const char *staff_id)
{
        Store *store = world_open(world, STORE_WRITE);
        Person person = world_person(world, store, staff_id);
        char attempt[ID_SIZE];
        id_make(attempt);
        world_add(store, EVENT_ATTEMPT_STARTED, person.id, attempt, body_started("hotel", APPENDS));
        for (int i = 0; i < APPENDS; i++) {
                char question[16];
                snprintf(question, sizeof question, "q%d", i + 1);
                world_add(store, EVENT_ANSWERED, person.id, attempt, body_answered(question, 1));
        }
        store_close(store);
}

static bool stop_at_once(int64_t done, int64_t total, void *data)
{
        (void)done, (void)total;
        ++*(int *)data;
        return false;
}

static void a_sound_record_is_rebuilt_as_it_was(void **state)
{
        World *world = *state;
        Store *store = world_open(world, STORE_CREATE);
        world_fill(world, store);
        Person person = world_person(world, store, "e3");
        char attempt[ID_SIZE];
        world_attempt(store, person.id, "hotel", 70, false, NULL, attempt);
        world_attempt(store, person.id, "hotel", 100, true, "2027-02-28", attempt);
        world_add(store, EVENT_COMPLETION_WAIVED, person.id, NULL, body_waived("airport", NULL));
        world_add(store, EVENT_STAFF_LEFT, person.id, NULL, json_object());
        int64_t changed = -1;
        Error error = { 0 };
        assert_true(store_rebuild(store, &changed, &error));
        assert_int_equal(changed, 0);
        world_verify(store);
        store_close(store);
}

static void an_attempt_is_resumed_from_its_events(void **state)
{
        World *world = *state;
        Store *store = world_open(world, STORE_CREATE);
        Person person = world_person(world, store, "e17");
        char attempt[ID_SIZE];
        id_make(attempt);
        world_add(store, EVENT_ATTEMPT_STARTED, person.id, attempt, body_started("hotel", 4));
        world_add(store, EVENT_ANSWERED, person.id, attempt, body_answered("q2", 1));
        world_add(store, EVENT_ANSWERED, person.id, attempt, body_answered("q1", 1));
        store_close(store);
        store = world_open(world, STORE_WRITE);
        Rows *rows = world_attempts(world, store,
                (AttemptFilter){ .person = person.id, .module = "hotel", .only_open = true });
        assert_int_equal(rows->count, 1);
        assert_int_equal(rows->attempts[0].answered, 2);
        Resume resume = { 0 };
        Error error = { 0 };
        EventFilter filter = { .attempt = rows->attempts[0].id };
        assert_true(store_events(store, &filter, note_answer, &resume, &error));
        assert_string_equal(resume.seen, "21");
        store_close(store);
}

static void two_programs_at_once_keep_the_chain_whole(void **state)
{
        World *world = *state;
        store_close(world_open(world, STORE_CREATE));
        pid_t children[2];
        for (int i = 0; i < 2; i++) {
                children[i] = fork();
                if (children[i] == 0) {
                        append_many(world, i ? "e17" : "e18");
                        _exit(0);
                }
        }
        for (int i = 0; i < 2; i++) {
                int status = -1;
                assert_int_equal(waitpid(children[i], &status, 0), children[i]);
                assert_int_equal(status, 0);
        }
        Store *store = world_open(world, STORE_READ);
        assert_int_equal(world_verify(store), 2 * (APPENDS + 2));
        Rows *rows = world_attempts(world, store, (AttemptFilter){ .only_open = true });
        assert_int_equal(rows->count, 2);
        assert_int_equal(rows->attempts[0].answered, APPENDS);
        assert_int_equal(rows->attempts[1].answered, APPENDS);
        store_close(store);
}

static void two_programs_add_the_same_person_once(void **state)
{
        World *world = *state;
        store_close(world_open(world, STORE_CREATE));
        pid_t children[4];
        for (int i = 0; i < 4; i++) {
                children[i] = fork();
                if (children[i] == 0) {
                        Store *store = world_open(world, STORE_WRITE);
                        world_person(world, store, "e17");
                        store_close(store);
                        _exit(0);
                }
        }
        for (int i = 0; i < 4; i++) {
                int status = -1;
                assert_int_equal(waitpid(children[i], &status, 0), children[i]);
                assert_int_equal(status, 0);
        }
        Store *store = world_open(world, STORE_READ);
        assert_int_equal(world_verify(store), 1);
        store_close(store);
}

static void verify_can_be_stopped(void **state)
{
        World *world = *state;
        Store *store = world_open(world, STORE_CREATE);
        world_fill(world, store);
        VerifyReport report;
        Error error = { 0 };
        int calls = 0;
        assert_false(store_verify(store, &report, stop_at_once, &calls, &error));
        assert_int_equal(calls, 1);
        assert_true(error_is_set(&error));
        world_verify(store);
        store_close(store);
}

static void a_visitor_may_stop_and_may_read_on_the_way(void **state)
{
        World *world = *state;
        Store *store = world_open(world, STORE_CREATE);
        Person person = world_person(world, store, "e17");
        char attempt[ID_SIZE];
        world_attempt(store, person.id, "hotel", 50, false, NULL, attempt);
        Seen seen = { .most = 2 };
        world_events(store, (EventFilter){ 0 }, &seen);
        assert_int_equal(seen.count, 2);
        seen_free(&seen);
        assert_int_equal(world_verify(store), 5);
        store_close(store);
}

static void events_stay_when_the_record_is_opened_again(void **state)
{
        World *world = *state;
        Store *store = world_open(world, STORE_CREATE);
        Person person = world_person(world, store, "e17");
        store_close(store);
        store = world_open(world, STORE_WRITE);
        Person same = world_person(world, store, "e17");
        assert_string_equal(same.id, person.id);
        char attempt[ID_SIZE];
        world_attempt(store, same.id, "hotel", 100, true, NULL, attempt);
        store_close(store);
        store = world_open(world, STORE_READ);
        assert_int_equal(world_verify(store), 5);
        store_close(store);
}

#define STORE_TEST(name) cmocka_unit_test_setup_teardown(name, world_make, world_end)

int main(void)
{
        const struct CMUnitTest tests[] = {
                STORE_TEST(a_sound_record_is_rebuilt_as_it_was),
                STORE_TEST(an_attempt_is_resumed_from_its_events),
                STORE_TEST(two_programs_at_once_keep_the_chain_whole),
                STORE_TEST(two_programs_add_the_same_person_once),
                STORE_TEST(verify_can_be_stopped),
                STORE_TEST(a_visitor_may_stop_and_may_read_on_the_way),
                STORE_TEST(events_stay_when_the_record_is_opened_again),
        };
        return cmocka_run_group_tests(tests, NULL, NULL);
}
