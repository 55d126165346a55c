/* Every single operation of the disk fails in turn: a clear message, nothing acknowledged lost, and
 * the learner goes on once the disk works again. */
#include "sitting.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "fault_vfs.h"

enum { MOST_OPERATIONS = 5000 };

/* For people who are not computer people: what, where, and what to do. */
static void assert_clear(const World *world, const Error *error, int nth)
{
        if (!strstr(error->message, world->path) || !error->hint[0] ||
                strstr(error->message, "SQL "))
                fail_msg("operation %d: “%s” “%s”", nth, error->message, error->hint);
}

/* Goes through a sitting in which operations from the nth on fail; returns whether any did. */
static bool survive(const World *world, unsigned kinds, int nth, bool for_good, bool is_full)
{
        Sitting sitting = { .world = world };
        bool has_struck = false;
        fault_arm(kinds, nth, for_good, is_full);
        while (sitting.step < SITTING_STEPS) {
                Error error = { 0 };
                if (sitting_step(&sitting, &error))
                        continue;
                if (has_struck)
                        fail_msg("operation %d: %s, though the disk works again", nth,
                                error.message);
                assert_clear(world, &error, nth);
                assert_int_equal(
                        sitting.store ? store_refusal(sitting.store) : REFUSAL_NONE, REFUSAL_NONE);
                has_struck = fault_disarm();
                assert_true(has_struck);
        }
        /* Closing may fail as well; there is nobody to be told, and nothing to lose. */
        store_close(sitting.store);
        has_struck = fault_disarm() || has_struck;
        sitting_check(world, SITTING_STEPS);
        return has_struck;
}

static void survive_each(unsigned kinds, bool for_good, bool is_full)
{
        int nth = 0;
        bool has_struck = true;
        while (has_struck && nth < MOST_OPERATIONS) {
                void *state = NULL;
                assert_int_equal(world_make(&state), 0);
                has_struck = survive(state, kinds, ++nth, for_good, is_full);
                assert_int_equal(world_end(&state), 0);
        }
        print_message("%d operations\n", nth - 1);
        assert_in_range(nth, 2, MOST_OPERATIONS - 1);
}

static void any_one_failing_operation_is_survived(void **state)
{
        (void)state;
        survive_each(FAULT_ALL, false, false);
}

static void a_disk_that_fails_from_some_moment_on_is_survived(void **state)
{
        (void)state;
        survive_each(FAULT_ALL, true, false);
}

static void a_disk_that_is_full_from_some_moment_on_is_survived(void **state)
{
        (void)state;
        survive_each(FAULT_WRITE, true, true);
}

static void syncs_that_fail_from_some_moment_on_are_survived(void **state)
{
        (void)state;
        survive_each(FAULT_SYNC, true, false);
}

static void a_full_disk_is_called_that(void **state)
{
        World *world = *state;
        Store *store = world_open(world, STORE_CREATE);
        Person person = world_person(world, store, "e17");
        json_t *body = json_object();
        EventDraft draft = { EVENT_LESSON_READ, person.id, NULL, body };
        Error error = { 0 };
        fault_arm(FAULT_WRITE, 1, true, true);
        assert_false(store_append(store, &draft, 1, NULL, &error));
        assert_true(fault_disarm());
        assert_non_null(strstr(error.message, "disk is full"));
        assert_non_null(strstr(error.hint, "room"));
        error_clear(&error);
        assert_true(store_append(store, &draft, 1, NULL, &error));
        json_decref(body);
        assert_int_equal(world_verify(store), 2);
        store_close(store);
}

/* A rebuild that fails half-way changes nothing. */
static void a_rebuild_that_fails_is_undone(void **state)
{
        (void)state;
        bool has_struck = true;
        for (int nth = 1; has_struck; nth++) {
                void *made = NULL;
                assert_int_equal(world_make(&made), 0);
                World *world = made;
                Sitting sitting = { .world = world };
                Error error = { 0 };
                while (sitting.step < SITTING_STEPS)
                        assert_true(sitting_step(&sitting, &error));
                int64_t changed = 0;
                fault_arm(FAULT_WRITE | FAULT_SYNC | FAULT_READ, nth, false, false);
                bool done = store_rebuild(sitting.store, &changed, &error);
                has_struck = fault_disarm();
                assert_true(done || has_struck);
                if (!done)
                        assert_clear(world, &error, nth);
                error_clear(&error);
                assert_true(store_rebuild(sitting.store, &changed, &error));
                assert_int_equal(changed, 0);
                store_close(sitting.store);
                sitting_check(world, SITTING_STEPS);
                assert_int_equal(world_end(&made), 0);
        }
}

int main(void)
{
        fault_vfs_install();
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(any_one_failing_operation_is_survived),
                cmocka_unit_test(a_disk_that_fails_from_some_moment_on_is_survived),
                cmocka_unit_test(a_disk_that_is_full_from_some_moment_on_is_survived),
                cmocka_unit_test(syncs_that_fail_from_some_moment_on_are_survived),
                cmocka_unit_test_setup_teardown(a_full_disk_is_called_that, world_make, world_end),
                cmocka_unit_test(a_rebuild_that_fails_is_undone),
        };
        return cmocka_run_group_tests(tests, NULL, NULL);
}
