/* A module's file written: ids, sections, comments, and what the format refuses. */
#include "../unit.h"

#include <stdio.h>

#include "foreign_world.h"

static void assert_id(const char *name, const char *id)
{
        char made[64];
        id_from_name(name, made);
        assert_string_equal(made, id);
}

static void ids_are_made_of_what_names_have(void **state)
{
        (void)state;
        assert_id("What's up?", "what-s-up");
        assert_id("  Q 8  ", "q-8");
        assert_id("Drws cefn, llawr 2 (dân)", "drws-cefn-llawr-2-d-n");
        assert_id("¿?", "");
        assert_id("-a--b-", "a-b");
        char name[200];
        memset(name, 'x', sizeof name - 1);
        name[sizeof name - 1] = '\0';
        char made[64];
        id_from_name(name, made);
        assert_true(strlen(made) <= 63);
}

static void add_truth(
        Foreign *foreign, size_t line, const char *name, const char *section, const char *ask)
{
        ForeignItem item = foreign_item(FOREIGN_QUESTION, line);
        item.name = name;
        item.section = section;
        item.question.kind = QUESTION_TRUE_FALSE;
        item.question.ask = ask;
        foreign_add(foreign, &item);
}

static void names_that_are_taken_or_missing_get_numbers(void **state)
{
        (void)state;
        static const char *const names[] = { "a", "a", "", "", "a-2", "a", "q2", "¿", "A" };
        static const char *const ids[] = { "a", "a-2", "q1", "q2", "a-2-2", "a-3", "q2-2", "q3",
                "a-4" };
        Foreign foreign;
        Text yaml = { 0 };
        foreign_init(&foreign);
        for (size_t i = 0; i < 9; i++)
                add_truth(&foreign, i + 1, names[i], "", "So?");
        assert_true(module_yaml_write(&foreign, "x", "cy", "a test", &yaml));
        Module *module = module_of(text_string(&yaml));
        assert_string_equal(module->head.language, "cy");
        for (size_t i = 0; i < 9; i++)
                assert_string_equal(module->questions[i].id, ids[i]);
        module_free(module);
        text_clear(&yaml);
        foreign_clear(&foreign);
}

static void questions_of_one_category_stand_together(void **state)
{
        (void)state;
        Foreign foreign;
        Text yaml = { 0 };
        foreign_init(&foreign);
        add_truth(&foreign, 1, "a", "Bar", "So?");
        add_truth(&foreign, 2, "b", "Desk", "So?");
        add_truth(&foreign, 3, "c", "Bar", "So?");
        assert_true(module_yaml_write(&foreign, "x", "en", "a test", &yaml));
        Module *module = module_of(text_string(&yaml));
        assert_int_equal(module->section_count, 2);
        assert_string_equal(module->questions[1].id, "c");
        assert_int_equal(module->questions[1].section, 0);
        assert_string_equal(module->sections[1].id, "desk");
        module_free(module);
        text_clear(&yaml);
        foreign_clear(&foreign);
}

/* Thirteen options are too many, and an entity could drive a terminal: what `check` would refuse.
 */
static void what_check_refuses_is_left_out_with_its_line_and_kept_as_a_comment(void **state)
{
        (void)state;
        Foreign foreign;
        Text yaml = { 0 };
        foreign_init(&foreign);
        add_truth(&foreign, 3, "bad", "", "So &#27; what?");
        add_truth(&foreign, 5, "good", "", "So?");
        ForeignItem item = foreign_item(FOREIGN_QUESTION, 7);
        Option options[13];
        for (size_t i = 0; i < 13; i++)
                options[i] = (Option){ .text = arena_printf(foreign.arena, "option %zu", i),
                        .correct = i == 0,
                        .worth = i == 0 };
        item.question.kind = QUESTION_SINGLE;
        item.question.ask = "Too many?";
        item.question.choice.options = options;
        item.question.choice.count = 13;
        foreign_add(&foreign, &item);
        assert_true(module_yaml_write(&foreign, "x", "en", "a test", &yaml));
        Module *module = module_of(text_string(&yaml));
        assert_int_equal(module->question_count, 1);
        assert_int_equal(foreign.left_out, 2);
        assert_int_equal(foreign.problems.items[0].line, 3);
        assert_non_null(strstr(foreign.problems.items[0].text, "question 'bad'"));
        assert_int_equal(foreign.problems.items[1].line, 7);
        assert_non_null(strstr(text_string(&yaml), "\n  # Too many?\n"));
        module_free(module);
        text_clear(&yaml);
        foreign_clear(&foreign);
}

static void nothing_left_is_said(void **state)
{
        (void)state;
        Foreign foreign;
        Text yaml = { 0 };
        foreign_init(&foreign);
        add_truth(&foreign, 3, "bad", "", "&#27;");
        assert_false(module_yaml_write(&foreign, "x", "en", "a test", &yaml));
        assert_int_equal(foreign.problems.errors, 2);
        text_clear(&yaml);
        foreign_clear(&foreign);
}

static void notes_cannot_leave_their_comment(void **state)
{
        (void)state;
        Foreign foreign;
        Text yaml = { 0 };
        foreign_init(&foreign);
        add_truth(&foreign, 1, "a", "", "So?");
        foreign_leave_out(&foreign, 2, "b\nversion: 2", "x\n\ntitle: other\n", "why\nmakesafe: 2");
        assert_true(module_yaml_write(&foreign, "x", "en", "a\nsector: b", &yaml));
        Module *module = module_of(text_string(&yaml));
        assert_string_equal(module->head.title, "x");
        assert_string_equal(module->head.sector, "everyone");
        module_free(module);
        text_clear(&yaml);
        foreign_clear(&foreign);
}

int main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(ids_are_made_of_what_names_have),
                cmocka_unit_test(names_that_are_taken_or_missing_get_numbers),
                cmocka_unit_test(questions_of_one_category_stand_together),
                cmocka_unit_test(
                        what_check_refuses_is_left_out_with_its_line_and_kept_as_a_comment),
                cmocka_unit_test(nothing_left_is_said),
                cmocka_unit_test(notes_cannot_leave_their_comment),
        };
        return cmocka_run_group_tests(tests, NULL, NULL);
}
