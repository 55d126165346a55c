/* What is remembered, held against the modules as they are. */
#include "learning.h"

#include "session/refresh.h"

static const bool some[4] = { true, false, false, true };
static const int64_t DAY = INT64_C(86400) * 1000000;

static Candidates read_candidates(Learning *learning, int64_t later, bool only_due)
{
        Candidates candidates;
        Error error = { 0 };
        Person person = world_person(learning->world, learning->store, "e1");
        if (!candidates_read(learning->library, "en", learning->store, person.id,
                    moment_now() + later, only_due, learning->world->arena, &candidates, &error))
                fail_msg("%s", error.message);
        return candidates;
}

static void modules_are_loaded_only_where_something_is_due(void **state)
{
        Learning learning = learning_start(*state);
        take_quiz(&learning, "e1", some, 2);
        Candidates now = read_candidates(&learning, 0, true);
        assert_int_equal(now.due, 0);
        assert_int_equal(now.module_count, 0);
        candidates_free(&now);
        Candidates later = read_candidates(&learning, 4 * DAY, true);
        assert_int_equal(later.due, 4);
        assert_int_equal(later.count, 4);
        assert_int_equal(later.module_count, 1);
        candidates_free(&later);
        Candidates ahead = read_candidates(&learning, 0, false);
        assert_int_equal(ahead.count, 4);
        candidates_free(&ahead);
        learning_end(&learning);
}

static void questions_that_are_gone_retired_or_on_trial_are_passed_over(void **state)
{
        Learning learning = learning_start(*state);
        take_quiz(&learning, "e1", some, 2);
        write_module(&learning,
                (const char *[]){ "id: arrival\n", "id: arrival\n          status: retired\n",
                        "id: boys\n", "id: boys\n          status: trial\n", "id: danger",
                        "id: danger-now", NULL });
        Candidates candidates = read_candidates(&learning, 4 * DAY, false);
        assert_int_equal(candidates.count, 1);
        assert_string_equal(candidates.items[0].memory->question, "talk");
        candidates_free(&candidates);
        learning_end(&learning);
}

static void of_twins_one_is_asked(void **state)
{
        Learning learning = learning_start(*state);
        take_quiz(&learning, "e1", some, 2);
        write_module(&learning,
                (const char *[]){ "id: arrival\n", "id: arrival\n          twin: danger\n",
                        "id: danger\n", "id: danger\n          twin: arrival\n", NULL });
        Candidates candidates = read_candidates(&learning, 4 * DAY, false);
        assert_int_equal(candidates.count, 3);
        for (size_t i = 0; i < 3; i++) /* the one that was wrong */
                assert_string_not_equal(candidates.items[i].memory->question, "arrival");
        candidates_free(&candidates);
        learning_end(&learning);
}

static void as_many_are_asked_as_fit_into_the_minutes_and_one_at_least(void **state)
{
        (void)state;
        static const struct {
                unsigned seconds, minutes;
                size_t fits;
        } known[] = { { 30, 3, 6 }, { 300, 3, 1 }, { 10, 1, 6 }, { 41, 3, 4 }, { 10, 60, 360 } };
        for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
                Candidates candidates = { .memories = { .seconds = known[i].seconds } };
                assert_int_equal(candidates_fit(&candidates, known[i].minutes), known[i].fits);
        }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, world_make, world_end)

int main(void)
{
        const struct CMUnitTest tests[] = {
                TEST(modules_are_loaded_only_where_something_is_due),
                TEST(questions_that_are_gone_retired_or_on_trial_are_passed_over),
                TEST(of_twins_one_is_asked),
                cmocka_unit_test(as_many_are_asked_as_fit_into_the_minutes_and_one_at_least),
        };
        return cmocka_run_group_tests(tests, NULL, NULL);
}
