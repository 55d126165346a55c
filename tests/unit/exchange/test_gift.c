/* GIFT, rule by rule. */
#include "../unit.h"

#include "foreign_world.h"

static void import(Imported *imported, const char *gift)
{
        import_bytes(imported, gift_read, gift, strlen(gift));
}

static const Question *question(const Imported *imported, size_t index)
{
        assert_non_null(imported->module);
        assert_true(index < imported->module->question_count);
        return &imported->module->questions[index];
}

static void assert_said(const Imported *imported, const char *text)
{
        if (!strstr(imported->said, text))
                fail_msg("'%s' was not said, but: %s", text, imported->said);
}

static void an_empty_line_ends_a_question_also_inside_braces(void **state)
{
        (void)state;
        Imported imported;
        import(&imported, "::a::A?{=x ~y}\n\n::b::B?{=x\n\n~y}\n\n::c::C?{=x ~y}");
        assert_int_equal(imported.module->question_count, 2);
        assert_string_equal(question(&imported, 1)->id, "c");
        assert_said(&imported, "3: left out: question 'b'");
        assert_said(&imported, "5: left out");
        imported_clear(&imported);
}

static void every_kind_of_line_end_and_a_byte_order_mark_are_read(void **state)
{
        (void)state;
        static const char *const files[] = { "\xEF\xBB\xBF::a::A?{\n=x\n~y\n}\n\n::b::B?{T}\n",
                "::a::A?{\r\n=x\r\n~y\r\n}\r\n\r\n::b::B?{T}\r\n",
                "::a::A?{\r=x\r~y\r}\r\r::b::B?{T}" };
        for (size_t i = 0; i < 3; i++) {
                Imported imported;
                import(&imported, files[i]);
                assert_int_equal(imported.module->question_count, 2);
                assert_string_equal(question(&imported, 0)->id, "a");
                assert_string_equal(question(&imported, 0)->choice.options[1].text, "y");
                assert_int_equal(imported.foreign.problems.count, 0);
                imported_clear(&imported);
        }
}

static void a_comment_begins_a_line_and_an_address_does_not(void **state)
{
        (void)state;
        Imported imported;
        import(&imported,
                "// nothing\nSee http\\://a.example/?{=x//y\n  // not an answer ~z\n~w}\n");
        assert_int_equal(question(&imported, 0)->choice.count, 2);
        assert_string_equal(question(&imported, 0)->ask, "See http://a.example/?");
        assert_string_equal(question(&imported, 0)->choice.options[0].text, "x//y");
        imported_clear(&imported);
}

static void escapes_are_taken_off_and_other_backslashes_stay(void **state)
{
        (void)state;
        Imported imported;
        import(&imported,
                "\\: \\# \\= \\{ \\} \\~ a\\nb \\\\n \\q c: d{=x\\#y#f\\~g ~1 + 1 \\= 2}");
        assert_string_equal(question(&imported, 0)->ask, ": # = { } ~ a\nb \\n \\q c: d");
        assert_string_equal(question(&imported, 0)->choice.options[0].text, "x#y");
        assert_string_equal(question(&imported, 0)->choice.options[0].feedback, "f~g");
        assert_string_equal(question(&imported, 0)->choice.options[1].text, "1 + 1 = 2");
        imported_clear(&imported);
}

static void names_gaps_descriptions_and_single_braces(void **state)
{
        (void)state;
        Imported imported;
        import(&imported, "::Q 1\\: one::What {=x ~y} now?\n\nNo name, a: b = c {T}\n\n"
                          "::text::Only a text.\n\nAn essay {}\n\nOpen {\n\nClosed }\n\n}x{\n\nTwo "
                          "{T}\nat once {F}\n");
        assert_int_equal(imported.module->question_count, 2);
        assert_string_equal(question(&imported, 0)->id, "q-1-one");
        assert_string_equal(question(&imported, 0)->ask, "What _____ now?");
        assert_string_equal(question(&imported, 1)->ask, "No name, a: b = c");
        assert_int_equal(imported.module->lesson_count, 1);
        assert_string_equal(imported.module->lessons[0].text, "Only a text.");
        assert_string_equal(imported.module->lessons[0].id, "text");
        assert_said(&imported, "7: left out: makesafe has no essay");
        assert_said(&imported, "9: left out: a '{'");
        assert_said(&imported, "11: left out: a '}'");
        assert_said(&imported, "13: left out: a '}'");
        assert_said(&imported, "15: left out: a second '{'");
        imported_clear(&imported);
}

static void the_kind_is_what_the_answers_look_like_in_this_order(void **state)
{
        (void)state;
        Imported imported;
        import(&imported,
                "a{#3.14:0.05}\n\nb{=x -> y ~z}\n\nc{=x -> y =z -> w}\n\nd{T}\n\ne{TRUE}\n\n"
                "f{F#no}\n\ng{FALSE}\n\nh{=a =b}\n\ni{true}\n\nj{#3.1..3.2}\n\nk{#=%50%1:0 =2}\n");
        static const QuestionKind kinds[] = { QUESTION_SINGLE, QUESTION_MATCH, QUESTION_TRUE_FALSE,
                QUESTION_TRUE_FALSE, QUESTION_TRUE_FALSE, QUESTION_TRUE_FALSE };
        assert_int_equal(imported.module->question_count, 6);
        for (size_t i = 0; i < 6; i++)
                assert_int_equal(question(&imported, i)->kind, kinds[i]);
        assert_said(&imported, "1: left out: makesafe has no questions that want a number");
        assert_said(&imported, "15: left out: makesafe has no questions with a written answer");
        assert_said(&imported, "17: left out");
        assert_said(&imported, "19: left out");
        assert_said(&imported, "21: left out");
        imported_clear(&imported);
}

static void one_equals_sign_means_one_right_and_none_means_several(void **state)
{
        (void)state;
        Imported imported;
        import(&imported,
                "a{=x ~y ~%50%z ~%-12.5%w}\n\nb{~%100%x ~y}\n\n"
                "c{~%33.33333%x ~%33.33333%y ~%33.33333%z ~%-100%w}\n\nd{=%100%x ~%0%y}\n\n"
                "e{~%33%x ~%33%y ~%33%z}\n\nf{=x =y ~z}\n\ng{~x ~y}\n");
        assert_int_equal(question(&imported, 0)->kind, QUESTION_SINGLE);
        assert_near(question(&imported, 0)->choice.options[2].worth, 0.5, 1e-9);
        assert_near(question(&imported, 0)->choice.options[3].worth, 0, 0);
        assert_said(&imported, "1: answers that take marks off");
        assert_int_equal(question(&imported, 1)->kind, QUESTION_MULTIPLE);
        assert_int_equal(question(&imported, 2)->choice.count, 4);
        assert_true(question(&imported, 2)->choice.options[2].correct);
        assert_int_equal(question(&imported, 3)->kind, QUESTION_SINGLE);
        assert_said(&imported, "9: left out: the right answers add up to 99%");
        assert_said(&imported, "33.33333");
        assert_said(&imported, "11: left out: several answers are right");
        assert_int_equal(question(&imported, 4)->kind, QUESTION_MULTIPLE);
        imported_clear(&imported);
}

static void feedback_runs_over_lines_and_the_first_of_two_is_for_the_wrong(void **state)
{
        (void)state;
        Imported imported;
        import(&imported,
                "a{=x#one\ntwo ~y #three####early####late}\n\nb{T#wrong#right####both}\n\n"
                "c{F##right}\n");
        assert_string_equal(question(&imported, 0)->choice.options[0].feedback, "one\\\ntwo");
        assert_string_equal(question(&imported, 0)->explain, "late");
        assert_string_equal(question(&imported, 1)->truth.feedback[false], "wrong");
        assert_string_equal(question(&imported, 1)->truth.feedback[true], "right");
        assert_string_equal(question(&imported, 1)->explain, "both");
        assert_null(question(&imported, 2)->truth.feedback[true]);
        assert_string_equal(question(&imported, 2)->truth.feedback[false], "right");
        imported_clear(&imported);
}

static void formats_stand_at_the_start_and_unknown_ones_are_text(void **state)
{
        (void)state;
        Imported imported;
        import(&imported, "[html]<p>A &amp; <b>b</b></p>{=[markdown]*x* ~[plain]*y* "
                          "~[z]w#[html]<i>no</i>}\n\n"
                          "[markdown]Scene *one*.\\n\\nAsk?{=a*b* ~c}\n\n[moodle]a < b{T}\n");
        const Question *html = question(&imported, 0), *markdown = question(&imported, 1);
        assert_string_equal(html->ask, "A & b");
        assert_string_equal(html->choice.options[0].text, "x");
        assert_string_equal(html->choice.options[1].text, "*y*");
        assert_string_equal(html->choice.options[2].text, "[z]w");
        assert_string_equal(html->choice.options[2].feedback, "*no*");
        assert_string_equal(markdown->scene, "Scene *one*.");
        assert_string_equal(markdown->ask, "Ask?");
        assert_string_equal(markdown->choice.options[0].text, "ab");
        assert_string_equal(question(&imported, 2)->ask, "a < b");
        imported_clear(&imported);
}

static void matching_wants_two_pairs_and_an_empty_left_is_an_extra_right(void **state)
{
        (void)state;
        Imported imported;
        import(&imported,
                "a{=x -> 1 =y->2 = -> 3}\n\nb{=x -> 1}\n\nc{=x -> 1 =y 2}\n\nd{=x -> 1 =y ->}\n");
        assert_int_equal(imported.module->question_count, 1);
        assert_int_equal(question(&imported, 0)->match.count, 2);
        assert_string_equal(question(&imported, 0)->match.pairs[1].right, "2");
        assert_string_equal(question(&imported, 0)->match.extra[0], "3");
        assert_said(&imported, "3: left out: matching wants two");
        assert_said(&imported, "5: left out: a pair has no '->'");
        assert_said(&imported, "7: left out: a pair has nothing");
        imported_clear(&imported);
}

static void a_category_holds_for_what_follows(void **state)
{
        (void)state;
        Imported imported;
        import(&imported, "$CATEGORY: $course$/top/Night/Bars//clubs\n\n// [id:first] "
                          "[tag:competency:respond] "
                          "[tag:o\\]dd]\na{T}\n\n$CATEGORY: top/Night/Desk\n\nb{T}\n\n"
                          "$CATEGORY: Night/Bars//clubs\n\nc{F}\n$CATEGORY: Night/Late\nd{T}\n");
        const Module *module = imported.module;
        assert_int_equal(module->section_count, 3);
        assert_string_equal(module->sections[0].title, "Bars/clubs");
        assert_string_equal(module->sections[2].title, "Late");
        assert_int_equal(module->sections[0].count, 2);
        assert_string_equal(module->sections[1].title, "Desk");
        assert_string_equal(module->head.title, "Night");
        assert_string_equal(module->questions[0].id, "first");
        assert_string_equal(module->questions[0].competency, "respond");
        assert_said(&imported, "3: the tag 'o]dd' is not carried over");
        imported_clear(&imported);
}

#define HEAD                                                                                       \
        "makesafe: 1\nid: x\nversion: \"1\"\nlanguage: en\ntitle: T\nsummary: S\nsector: "         \
        "everyone\n"                                                                               \
        "quiz:\n  sections:\n    - id: s\n      title: S/t\n      questions:\n"

static void what_is_written_looks_as_moodle_writes_it(void **state)
{
        (void)state;
        Module *module =
                module_of(HEAD "        - id: q8\n          type: single\n          ask: What's "
                               "between orange and green?\n"
                               "          options:\n            - {text: yellow, correct: true, "
                               "feedback: right; good!}\n"
                               "            - {text: red, feedback: \"wrong, it's yellow\"}\n"
                               "        - id: q9\n          type: multiple\n          ask: \"a: "
                               "b\"\n          options:\n"
                               "            - {text: x, correct: true}\n            - {text: y}\n  "
                               "          - {text: z}\n");
        Text out = { 0 };
        export_module(module, FOREIGN_GIFT, gift_write, &out);
        assert_string_equal(text_string(&out),
                "$CATEGORY: T/S//t\n\n"
                "::q8::What's between orange and green?{\n\t=yellow#right; good!\n"
                "\t~red#wrong, it's yellow\n}\n\n"
                "::q9::a\\: b{\n\t~%100%x\n\t~%-50%y\n\t~%-50%z\n}\n\n");
        text_clear(&out);
        module_free(module);
}

static void what_has_no_counterpart_is_said_with_its_line(void **state)
{
        (void)state;
        Module *module = module_of(HEAD
                "        - {id: o, type: order, ask: Order?, steps: [a, b, c]}\n"
                "        - {id: m, type: multiple, ask: None?, options: [{text: x}]}\n"
                "        - {id: r, type: true-false, ask: Old?, answer: true, status: retired}\n"
                "        - {id: c, type: true-false, ask: So?, answer: true, critical: true, "
                "points: 2}\n");
        Foreign foreign;
        foreign_init(&foreign);
        foreign_from_module(&foreign, module, FOREIGN_GIFT);
        static const struct {
                size_t line;
                const char *text;
        } said[] = { { 1, "GIFT has no place for" }, { 13, "GIFT has no type 'order'" },
                { 14, "no option is right" }, { 15, "retired" }, { 16, "critical, points" } };
        assert_int_equal(foreign.problems.count, 5);
        for (size_t i = 0; i < 5; i++) {
                assert_int_equal(foreign.problems.items[i].line, said[i].line);
                assert_non_null(strstr(foreign.problems.items[i].text, said[i].text));
        }
        foreign_clear(&foreign);
        module_free(module);
}

int main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(an_empty_line_ends_a_question_also_inside_braces),
                cmocka_unit_test(every_kind_of_line_end_and_a_byte_order_mark_are_read),
                cmocka_unit_test(a_comment_begins_a_line_and_an_address_does_not),
                cmocka_unit_test(escapes_are_taken_off_and_other_backslashes_stay),
                cmocka_unit_test(names_gaps_descriptions_and_single_braces),
                cmocka_unit_test(the_kind_is_what_the_answers_look_like_in_this_order),
                cmocka_unit_test(one_equals_sign_means_one_right_and_none_means_several),
                cmocka_unit_test(feedback_runs_over_lines_and_the_first_of_two_is_for_the_wrong),
                cmocka_unit_test(formats_stand_at_the_start_and_unknown_ones_are_text),
                cmocka_unit_test(matching_wants_two_pairs_and_an_empty_left_is_an_extra_right),
                cmocka_unit_test(a_category_holds_for_what_follows),
                cmocka_unit_test(what_is_written_looks_as_moodle_writes_it),
                cmocka_unit_test(what_has_no_counterpart_is_said_with_its_line),
        };
        return cmocka_run_group_tests(tests, NULL, NULL);
}
