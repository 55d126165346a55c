#include "quiz_module.h"

#include "quiz/plan.h"

static Module *module;

static int load(void **state)
{
        (void)state;
        module = quiz_module();
        return 0;
}

static int unload(void **state)
{
        (void)state;
        module_free(module);
        return 0;
}

static bool has_question(const Plan *plan, const char *id)
{
        for (size_t i = 0; i < plan->count; i++)
                if (plan->items[i].question == module_question(module, id))
                        return true;
        return false;
}

static void the_same_seed_gives_the_same_plan(void **state)
{
        (void)state;
        Arena *arena = arena_new();
        for (uint64_t seed = 0; seed < 50; seed++) {
                Plan a = plan_make(module, seed, arena), b = plan_make(module, seed, arena);
                assert_int_equal(a.count, b.count);
                assert_memory_equal(a.items, b.items, a.count * sizeof *a.items);
        }
        arena_free(arena);
}

static void the_draw_of_seed_one_never_changes(void **state)
{
        /* Attempts on disk are shown again from their stored plan, but seeds that people have noted
         * must keep their meaning: this order is fixed for good. */
        (void)state;
        Arena *arena = arena_new();
        Plan plan = plan_make(module, 1, arena);
        const char *expected[] = { "order", "nothing", "call", "multiple", "match", "truth",
                "single", "calm", "branch" };
        assert_int_equal(plan.count, sizeof expected / sizeof *expected);
        for (size_t i = 0; i < plan.count; i++)
                assert_string_equal(module->questions[plan.items[i].question].id, expected[i]);
        arena_free(arena);
}

static void other_questions_are_promised_only_where_there_are_some(void **state)
{
        (void)state;
        assert_true(plan_varies(module)); /* it has twins */
        Section section = module->sections[0];
        Question pair[2] = { { .twin = SIZE_MAX }, { .twin = SIZE_MAX } };
        section.first = 0;
        section.count = section.draw = 2;
        Module small = {
                .questions = pair, .question_count = 2, .sections = &section, .section_count = 1
        };
        assert_false(plan_varies(&small));
        section.draw = 1;
        assert_true(plan_varies(&small));
        pair[1].status = QUESTION_RETIRED;
        assert_false(plan_varies(&small));
        section.draw = 2;
        pair[0].twin = 1;
        pair[1].twin = 0;
        assert_false(plan_varies(&small));
        pair[1].status = QUESTION_LIVE;
        assert_true(plan_varies(&small));
}

static void twins_are_never_in_one_attempt_and_each_has_its_turn(void **state)
{
        (void)state;
        Arena *arena = arena_new();
        int spots = 0, calms = 0;
        for (uint64_t seed = 0; seed < 400; seed++) {
                Plan plan = plan_make(module, seed, arena);
                bool spot = has_question(&plan, "spot"), calm = has_question(&plan, "calm");
                assert_true(spot != calm);
                spots += spot;
                calms += calm;
        }
        assert_in_range(spots, 140, 260);
        assert_in_range(calms, 140, 260);
        arena_free(arena);
}

static void an_order_question_is_never_shown_in_its_right_order(void **state)
{
        (void)state;
        Arena *arena = arena_new();
        size_t order = module_question(module, "order");
        for (uint64_t seed = 0; seed < 400; seed++) {
                Plan plan = plan_make(module, seed, arena);
                for (size_t i = 0; i < plan.count; i++) {
                        const PlanItem *item = &plan.items[i];
                        if (item->question == order)
                                assert_false(item->shown[0] == 0 && item->shown[1] == 1 &&
                                             item->shown[2] == 2 && item->shown[3] == 3);
                }
        }
        arena_free(arena);
}

static void every_option_comes_first_about_as_often(void **state)
{
        (void)state;
        Arena *arena = arena_new();
        size_t multiple = module_question(module, "multiple");
        int first[5] = { 0 };
        for (uint64_t seed = 0; seed < 1000; seed++) {
                Plan plan = plan_make(module, seed, arena);
                for (size_t i = 0; i < plan.count; i++)
                        if (plan.items[i].question == multiple)
                                first[plan.items[i].shown[0]]++;
        }
        for (int i = 0; i < 5; i++)
                assert_in_range(first[i], 140, 260);
        arena_free(arena);
}

int main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(the_same_seed_gives_the_same_plan),
                cmocka_unit_test(the_draw_of_seed_one_never_changes),
                cmocka_unit_test(other_questions_are_promised_only_where_there_are_some),
                cmocka_unit_test(twins_are_never_in_one_attempt_and_each_has_its_turn),
                cmocka_unit_test(an_order_question_is_never_shown_in_its_right_order),
                cmocka_unit_test(every_option_comes_first_about_as_often),
        };
        return cmocka_run_group_tests(tests, load, unload);
}
