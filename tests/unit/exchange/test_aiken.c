/* Aiken: what is read, and the line of everything that is wrong. */
#include "../unit.h"

#include "foreign_world.h"

static void import(Imported *imported, const char *aiken)
{
        import_bytes(imported, aiken_read, aiken, strlen(aiken));
}

static void assert_said(const Imported *imported, const char *text)
{
        if (!strstr(imported->said, text))
                fail_msg("'%s' was not said, but: %s", text, imported->said);
}

static void a_question_its_options_and_the_letter_of_the_right_one(void **state)
{
        (void)state;
        Imported imported;
        import(&imported,
                "\xEF\xBB\xBFWho is it?\r\nA) One\r\nB.\tTwo\r\nC)Three\r\nANSWER: B\r\n\r\n"
                "And now?\nA. x\nB. y\nANSWER:a");
        assert_int_equal(imported.module->question_count, 2);
        const Question *first = &imported.module->questions[0];
        assert_int_equal(first->kind, QUESTION_SINGLE);
        assert_string_equal(first->ask, "Who is it?");
        assert_string_equal(first->choice.options[1].text, "Two");
        assert_string_equal(first->choice.options[2].text, "Three");
        assert_true(first->choice.options[1].correct && !first->choice.options[0].correct);
        assert_true(imported.module->questions[1].choice.options[0].correct);
        assert_int_equal(imported.foreign.problems.count, 0);
        imported_clear(&imported);
}

static void what_is_broken_is_left_out_with_its_line_and_the_rest_is_kept(void **state)
{
        (void)state;
        Imported imported;
        import(&imported,
                "One\nA) x\nANSWER: A\n\nANSWER: A\n\nTwo\nA) x\nB) y\n\nThree\nA) x\nB) y\n"
                "ANSWER: C\n\nFour\n\nGood?\nA) x\nB) y\nANSWER: B\n\nA) alone\n\nLast\nA) x\nB) "
                "y\n");
        assert_int_equal(imported.module->question_count, 1);
        assert_string_equal(imported.module->questions[0].ask, "Good?");
        assert_said(&imported, "3: left out: the question has fewer than two options");
        assert_said(&imported, "5: left out: an answer stands before any question");
        assert_said(&imported, "7: left out: the next question begins");
        assert_said(&imported, "14: left out: the answer names no option");
        assert_said(&imported, "16: left out: the question has no options");
        assert_said(&imported, "23: left out: an option stands before any question");
        assert_said(&imported, "25: left out: the file ends before");
        imported_clear(&imported);
}

static void a_question_of_two_lines_is_said_and_keeps_both(void **state)
{
        (void)state;
        Imported imported;
        import(&imported, "One line\nand another?\nA) x\nB) y\nANSWER: A\n");
        assert_string_equal(imported.module->questions[0].ask, "One line and another?");
        assert_said(&imported, "2: the question has a second line");
        assert_int_equal(imported.foreign.problems.errors, 1);
        imported_clear(&imported);
}

static void an_empty_file_says_that_nothing_is_left(void **state)
{
        (void)state;
        Imported imported;
        import(&imported, "");
        assert_null(imported.module);
        assert_said(&imported, "1: no question is left");
        imported_clear(&imported);
}

#define HEAD                                                                                       \
        "makesafe: 1\nid: x\nversion: \"1\"\nlanguage: en\ntitle: T\nsummary: S\nsector: "         \
        "everyone\n"                                                                               \
        "quiz:\n  sections:\n    - id: s\n      title: S\n      questions:\n"

static void what_is_written_is_a_line_each_and_what_is_lost_is_said(void **state)
{
        (void)state;
        Module *module = module_of(
                HEAD "        - id: a\n          type: single\n          scene: A *scene*.\n"
                     "          ask: \"Two\\nlines?\"\n          options:\n"
                     "            - {text: x, correct: true, feedback: f}\n            - {text: y, "
                     "worth: 50}\n"
                     "        - {id: b, type: multiple, ask: Many?, options: [{text: x, correct: "
                     "true}]}\n"
                     "        - {id: c, type: true-false, ask: \"A) looks like an option\", "
                     "answer: false}\n"
                     "        - {id: d, type: true-false, ask: So?, answer: false}\n");
        Foreign foreign;
        Text out = { 0 };
        foreign_init(&foreign);
        foreign_from_module(&foreign, module, FOREIGN_AIKEN);
        aiken_write(&foreign, &out);
        assert_string_equal(text_string(&out), "A scene. Two lines?\nA) x\nB) y\nANSWER: A\n\n"
                                               "So?\nA) True\nB) False\nANSWER: B\n\n");
        assert_int_equal(foreign.problems.count, 4);
        assert_non_null(strstr(foreign.problems.items[1].text, "no feedback and no weights"));
        assert_int_equal(foreign.problems.items[2].line, 20);
        assert_int_equal(foreign.problems.items[3].line, 21);
        text_clear(&out);
        foreign_clear(&foreign);
        module_free(module);
}

int main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(a_question_its_options_and_the_letter_of_the_right_one),
                cmocka_unit_test(what_is_broken_is_left_out_with_its_line_and_the_rest_is_kept),
                cmocka_unit_test(a_question_of_two_lines_is_said_and_keeps_both),
                cmocka_unit_test(an_empty_file_says_that_nothing_is_left),
                cmocka_unit_test(what_is_written_is_a_line_each_and_what_is_lost_is_said),
        };
        return cmocka_run_group_tests(tests, NULL, NULL);
}
