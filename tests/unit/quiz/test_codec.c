#include "quiz_module.h"

#include "quiz/codec.h"

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

/* JSON → response → JSON gives the same bytes. */
static void check_round_trip(const char *id, const char *text)
{
        const Question *question = quiz_question(module, id);
        json_t *json = json_loads(text, JSON_DECODE_ANY, NULL);
        Response response;
        assert_true(response_from_json(question, json, &response));
        json_t *again = response_to_json(question, &response);
        char *written = json_dumps(again, JSON_ENCODE_ANY | JSON_COMPACT | JSON_SORT_KEYS);
        assert_string_equal(written, text);
        free(written);
        json_decref(json);
        json_decref(again);
}

static void responses_of_every_type_survive_the_round_trip(void **state)
{
        (void)state;
        check_round_trip("single", "\"b\"");
        check_round_trip("multiple", "[\"a\",\"c\"]");
        check_round_trip("multiple", "[]");
        check_round_trip("truth", "true");
        check_round_trip("order", "[\"d\",\"a\",\"c\",\"b\"]");
        check_round_trip("match", "{\"a\":\"b\",\"b\":null,\"c\":\"d\"}");
        check_round_trip("spot", "[\"1\",\"4\"]");
        check_round_trip("branch", "[\"desk:a\",\"talk:b\"]");
        check_round_trip("call", "{\"number\":\"101\",\"say\":[\"a\",\"c\"]}");
}

static void check_refused(const char *id, const char *text)
{
        json_t *json = json_loads(text, JSON_DECODE_ANY, NULL);
        Response response;
        assert_false(response_from_json(quiz_question(module, id), json, &response));
        json_decref(json);
}

static void what_the_question_does_not_have_is_refused(void **state)
{
        (void)state;
        check_refused("single", "\"d\"");
        check_refused("single", "1");
        check_refused("multiple", "[\"z\"]");
        check_refused("multiple", "\"a\"");
        check_refused("truth", "\"yes\"");
        check_refused("match", "[]");
        check_refused("spot", "[\"5\"]");
        check_refused("spot", "[\"0\"]");
        check_refused("branch", "[\"talk:a\"]");
        check_refused("branch", "[\"desk:c\"]");
        check_refused("call", "{\"number\":\"112\",\"say\":[]}");
}

static void a_plan_survives_the_round_trip(void **state)
{
        (void)state;
        Arena *arena = arena_new();
        for (uint64_t seed = 0; seed < 20; seed++) {
                Plan plan = plan_make(module, seed, arena), again;
                json_t *json = plan_to_json(module, &plan);
                Error error = { 0 };
                assert_true(plan_from_json(module, seed, json, arena, &again, &error));
                assert_int_equal(again.count, plan.count);
                assert_memory_equal(again.items, plan.items, plan.count * sizeof *plan.items);
                json_decref(json);
        }
        arena_free(arena);
}

static void check_plan_refused(const char *text)
{
        Arena *arena = arena_new();
        json_t *json = json_loads(text, 0, NULL);
        Plan plan;
        Error error = { 0 };
        assert_false(plan_from_json(module, 1, json, arena, &plan, &error));
        assert_true(error_is_set(&error));
        json_decref(json);
        arena_free(arena);
}

static void a_plan_for_another_module_is_refused(void **state)
{
        (void)state;
        check_plan_refused("[{\"q\":\"gone\",\"shown\":[]}]");
        check_plan_refused("[{\"q\":\"single\",\"shown\":[\"a\",\"b\"]}]");
        check_plan_refused("[{\"q\":\"single\",\"shown\":[\"a\",\"b\",\"b\"]}]");
        check_plan_refused("[{\"q\":\"single\",\"shown\":[\"a\",\"b\",\"z\"]}]");
        check_plan_refused("[7]");
}

int main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(responses_of_every_type_survive_the_round_trip),
                cmocka_unit_test(what_the_question_does_not_have_is_refused),
                cmocka_unit_test(a_plan_survives_the_round_trip),
                cmocka_unit_test(a_plan_for_another_module_is_refused),
        };
        return cmocka_run_group_tests(tests, load, unload);
}
