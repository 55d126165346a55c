#include "../unit.h"

#include "module/matrix.h"

static const char file[] =
        "makesafe: 1\nid: x\nversion: \"1\"\nlanguage: en\ntitle: A title\nsummary: A summary.\n"
        "sector: everyone\n"
        "signs:\n  - {id: cash, text: Cash}\n  - {id: gifts, text: Gifts}\n  - {id: late, text: "
        "Late}\n"
        "quiz:\n  sections:\n    - id: all\n      title: All\n      questions:\n"
        "        - {id: a, type: spot, ask: A?, competency: recognise, twin: a-not, passage: 'He "
        "[pays]{cash} "
        "and [pays again]{cash}, [late]{late}.'}\n"
        "        - {id: a-not, type: spot, ask: A?, competency: recognise, twin: a, passage: 'He "
        "[pays]{}.'}\n"
        "        - {id: b, type: true-false, ask: B?, answer: true, signs: [cash]}\n"
        "        - {id: c, type: true-false, ask: C?, answer: true, signs: [gifts], status: "
        "retired}\n"
        "        - {id: d, type: true-false, ask: D?, answer: true, competency: kindness}\n";

static Module *parse(void)
{
        Diagnostics *found = diagnostics_new();
        Module *module = module_parse("x.yaml", file, strlen(file), 0, found);
        diagnostics_free(found);
        assert_non_null(module);
        return module;
}

static void assert_list(const Module *module, const QuestionList *list, const char *ids)
{
        char is[256] = "";
        for (size_t i = 0; i < list->count; i++) {
                strcat(is, i ? " " : "");
                strcat(is, module->questions[list->items[i]].id);
        }
        assert_string_equal(is, ids);
}

static void each_sign_has_its_scenes_and_their_harmless_twins(void **state)
{
        (void)state;
        Module *module = parse();
        Arena *arena = arena_new();
        Matrix matrix = module_matrix(module, arena);
        assert_int_equal(matrix.sign_count, 3);
        assert_list(module, &matrix.signs[0].worrying,
                "a b"); /* once, though the passage has it twice */
        assert_list(module, &matrix.signs[0].harmless, "a-not");
        assert_list(module, &matrix.signs[1].worrying, ""); /* a retired question teaches nobody */
        assert_list(module, &matrix.signs[1].harmless, "");
        assert_list(module, &matrix.signs[2].worrying, "a");
        arena_free(arena);
        module_free(module);
}

static void each_competency_has_its_questions(void **state)
{
        (void)state;
        Module *module = parse();
        Arena *arena = arena_new();
        Matrix matrix = module_matrix(module, arena);
        assert_int_equal(matrix.competency_count, 3);
        assert_string_equal(matrix.competencies[0].id, "recognise");
        assert_list(module, &matrix.competencies[0].worrying, "a");
        assert_list(module, &matrix.competencies[0].harmless, "a-not");
        assert_string_equal(matrix.competencies[1].id, "report");
        assert_list(module, &matrix.competencies[1].worrying, "b");
        assert_string_equal(matrix.competencies[2].id, "kindness");
        assert_list(module, &matrix.competencies[2].harmless, "d");
        arena_free(arena);
        module_free(module);
}

int main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(each_sign_has_its_scenes_and_their_harmless_twins),
                cmocka_unit_test(each_competency_has_its_questions),
        };
        return cmocka_run_group_tests(tests, NULL, NULL);
}
