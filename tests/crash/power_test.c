/* The power is cut at every operation that changes a file, with what was not synced lost, or left
 * in pieces: all that was acknowledged is there and the record is sound. */
#include "sitting.h"

#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "fault_vfs.h"

enum { SEEDS = 2, MOST_OPERATIONS = 5000 };

/* A sitting in a process of its own, which ends with the power. Returns how many steps were
 * acknowledged. */
static int sit_until_power_is_cut(const World *world, int nth, unsigned seed)
{
        int line[2];
        assert_int_equal(pipe(line), 0);
        pid_t child = fork();
        if (child == 0) {
                Sitting sitting = { .world = world };
                Error error = { 0 };
                fault_cut_power_at(nth, seed);
                while (sitting.step < SITTING_STEPS) {
                        if (!sitting_step(&sitting, &error) || write(line[1], "", 1) != 1)
                                _exit(1);
                }
                store_close(sitting.store);
                _exit(2);
        }
        close(line[1]);
        int steps = 0, status = -1;
        char byte;
        while (read(line[0], &byte, 1) == 1)
                steps++;
        close(line[0]);
        assert_int_equal(waitpid(child, &status, 0), child);
        assert_true(WIFEXITED(status) && WEXITSTATUS(status) != 1);
        return WEXITSTATUS(status) == 2 ? -1 : steps;
}

/* What a learner does when the power is back. */
static void go_on(const World *world)
{
        Store *store = world_open(world, STORE_CREATE);
        Person person = world_person(world, store, "e17");
        world_add(store, EVENT_LESSON_READ, person.id, NULL, json_object());
        world_verify(store);
        store_close(store);
}

static int cut_each(unsigned seed)
{
        int nth = 0, steps = 0;
        while (steps >= 0 && nth < MOST_OPERATIONS) {
                void *state = NULL;
                nth++;
                assert_int_equal(world_make(&state), 0);
                steps = sit_until_power_is_cut(state, nth, seed ? seed + (unsigned)nth : 0);
                sitting_check(state, steps < 0 ? SITTING_STEPS : steps);
                go_on(state);
                assert_int_equal(world_end(&state), 0);
        }
        assert_in_range(nth, 20, MOST_OPERATIONS - 1);
        return nth - 1;
}

static void nothing_acknowledged_is_lost_when_all_that_was_not_synced_is(void **state)
{
        (void)state;
        print_message("%d operations\n", cut_each(0));
}

static void nothing_acknowledged_is_lost_when_what_was_not_synced_is_left_in_pieces(void **state)
{
        (void)state;
        for (unsigned seed = 1; seed <= SEEDS; seed++)
                cut_each(seed * 7919);
}

int main(void)
{
        fault_vfs_install();
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(nothing_acknowledged_is_lost_when_all_that_was_not_synced_is),
                cmocka_unit_test(
                        nothing_acknowledged_is_lost_when_what_was_not_synced_is_left_in_pieces),
        };
        return cmocka_run_group_tests(tests, NULL, NULL);
}
