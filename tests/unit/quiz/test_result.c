#include "quiz_module.h"

#include <stdlib.h>

#include "quiz/codec.h"
#include "quiz/result.h"
#include "quiz/score.h"

typedef struct World {
        Module *module;
        Arena *arena;
        Attempt attempt;
} World;

static int begin(void **state)
{
        World *world = calloc(1, sizeof *world);
        world->module = quiz_module();
        world->arena = arena_new();
        attempt_init(&world->attempt, world->module, world->arena);
        *state = world;
        return 0;
}

static int end(void **state)
{
        World *world = *state;
        module_free(world->module);
        arena_free(world->arena);
        free(world);
        return 0;
}

static bool apply(World *world, EventKind kind, const char *body)
{
        Error error = { 0 };
        Event event = { .seq = 1, .kind = kind, .attempt = "0123", .body = body };
        return attempt_apply(&world->attempt, &event, &error);
}

static void start(World *world)
{
        assert_true(apply(world, EVENT_ATTEMPT_STARTED,
                "{\"seed\":5,\"plan\":[{\"q\":\"single\",\"shown\":[\"a\",\"b\",\"c\"]},{\"q\":"
                "\"multiple\",\"shown\":[\"a\",\"b\",\"c\",\"d\",\"e\"]},{\"q\":\"spot\",\"shown\":"
                "[]},{\"q\":\"calm\",\"shown\":[]}]}"));
}

static void answers_fold_into_a_result(void **state)
{
        World *world = *state;
        start(world);
        assert_int_equal(attempt_next(&world->attempt), 0);
        assert_true(apply(world, EVENT_ANSWERED,
                "{\"question\":\"single\",\"response\":\"b\",\"score\":1.0,\"max\":1.0}"));
        assert_true(apply(world, EVENT_ANSWERED,
                "{\"question\":\"multiple\",\"response\":[\"a\"],\"score\":1.0,\"max\":2.0}"));
        assert_true(apply(world, EVENT_ANSWERED,
                "{\"question\":\"spot\",\"response\":[\"1\",\"3\"],\"score\":0.0,\"max\":1.0}"));
        assert_int_equal(attempt_next(&world->attempt), 3);
        assert_true(apply(world, EVENT_ANSWERED,
                "{\"question\":\"calm\",\"response\":[\"2\"],\"score\":0.5,\"max\":1.0}"));
        assert_int_equal(attempt_next(&world->attempt), 4);
        Result result = attempt_result(&world->attempt, world->arena);
        assert_near(result.score, 2.5, 1e-9);
        assert_near(result.max, 5, 1e-9);
        assert_near(result.percent, 50, 1e-9);
        assert_false(result.passed);
        assert_int_equal(result.critical_failed, 0);
        assert_int_equal(result.competency_count, 2);
        assert_string_equal(result.competencies[0].name, "respond");
        assert_near(result.competencies[0].score, 1, 1e-9);
        assert_string_equal(result.competencies[1].name, "report");
        assert_near(result.competencies[1].max, 4, 1e-9);
}

static void hits_and_false_alarms_are_counted_by_sign(void **state)
{
        World *world = *state;
        answers_fold_into_a_result(state);
        Result result = attempt_result(&world->attempt, world->arena);
        assert_int_equal(result.details.hits, 1);
        assert_int_equal(result.details.misses, 1);
        assert_int_equal(result.details.false_alarms, 2);
        assert_int_equal(result.details.correct_rejections, 2);
        assert_int_equal(result.sign_count, 2);
        /* cash: hit in the single question and in the passage; its harmless twin was over-read */
        assert_int_equal(result.signs[0].counts.hits, 2);
        assert_int_equal(result.signs[0].counts.false_alarms, 1);
        assert_int_equal(result.signs[1].counts.misses, 1);
        assert_int_equal(result.signs[1].counts.false_alarms, 1);
}

static void an_answer_counts_once_and_only_if_it_was_asked(void **state)
{
        World *world = *state;
        start(world);
        const char *answer =
                "{\"question\":\"single\",\"response\":\"b\",\"score\":1.0,\"max\":1.0}";
        assert_true(apply(world, EVENT_ANSWERED, answer));
        assert_false(apply(world, EVENT_ANSWERED, answer));
        assert_int_equal(world->attempt.answered, 1);
        assert_false(apply(world, EVENT_ANSWERED,
                "{\"question\":\"order\",\"response\":[\"a\",\"b\",\"c\",\"d\"],\"score\":1.0,"
                "\"max\":1.0}"));
        assert_false(
                apply(world, EVENT_ANSWERED, "{\"question\":\"multiple\",\"response\":\"zz\"}"));
        assert_true(apply(world, EVENT_ATTEMPT_ABANDONED, "{}"));
        assert_false(apply(world, EVENT_ATTEMPT_FINISHED, "{}"));
        assert_false(apply(world, EVENT_ANSWERED,
                "{\"question\":\"spot\",\"response\":[],\"score\":0.0,\"max\":1.0}"));
}

static void a_critical_question_decides_alone(void **state)
{
        World *world = *state;
        assert_true(apply(world, EVENT_ATTEMPT_STARTED,
                "{\"seed\":5,\"plan\":[{\"q\":\"single\",\"shown\":[\"a\",\"b\",\"c\"]},{\"q\":"
                "\"multiple\",\"shown\":[\"a\",\"b\",\"c\",\"d\",\"e\"]}]}"));
        assert_true(apply(world, EVENT_ANSWERED,
                "{\"question\":\"single\",\"response\":\"a\",\"score\":0.5,\"max\":1.0}"));
        assert_true(apply(world, EVENT_ANSWERED,
                "{\"question\":\"multiple\",\"response\":[\"a\",\"b\"],\"score\":2.0,\"max\":2."
                "0}"));
        Result result = attempt_result(&world->attempt, world->arena);
        assert_near(result.percent, 250.0 / 3, 1e-9);
        assert_int_equal(result.critical_failed, 1);
        assert_false(result.passed);
}

static void rounding_never_lifts_anybody_over_the_mark(void **state)
{
        (void)state;
        Result result = { .percent = 79.6 };
        assert_int_equal(percent_whole(result.percent, 80), 79);
        assert_int_equal(percent_whole(result.percent, 75), 80);
        result.percent = 79.9999999999;
        assert_int_equal(percent_whole(result.percent, 80), 80);
        result.percent = 83.3333333333;
        assert_int_equal(percent_whole(result.percent, 80), 83);
        result.percent = 100;
        assert_int_equal(percent_whole(result.percent, 80), 100);
}

int main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test_setup_teardown(answers_fold_into_a_result, begin, end),
                cmocka_unit_test_setup_teardown(
                        hits_and_false_alarms_are_counted_by_sign, begin, end),
                cmocka_unit_test_setup_teardown(
                        an_answer_counts_once_and_only_if_it_was_asked, begin, end),
                cmocka_unit_test_setup_teardown(a_critical_question_decides_alone, begin, end),
                cmocka_unit_test(rounding_never_lifts_anybody_over_the_mark),
        };
        return cmocka_run_group_tests(tests, NULL, NULL);
}
