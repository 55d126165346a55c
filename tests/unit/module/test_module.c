#include "../unit.h"

#include <stdio.h>

#include "module/lint.h"
#include "module/module.h"

#define HEAD                                                                                       \
        "makesafe: 1\nid: x\nversion: \"1\"\nlanguage: en\ntitle: A title\nsummary: A summary.\n"  \
        "sector: everyone\n"
#define QUIZ "quiz:\n  sections:\n    - id: all\n      title: All\n      questions:\n"

static Module *parse(const char *text)
{
        Diagnostics *found = diagnostics_new();
        Module *module = module_parse("x.yaml", text, strlen(text), 0, found);
        if (!module)
                print_message("%s\n", diagnostics_get(found, 0)->message);
        diagnostics_free(found);
        assert_non_null(module);
        return module;
}

static void what_a_file_does_not_say_has_its_default(void **state)
{
        (void)state;
        Module *module =
                parse(HEAD QUIZ "        - {id: a, type: true-false, ask: A?, answer: false}\n"
                                "        - {id: b, type: true-false, ask: A?, answer: true}\n");
        assert_near(module->head.pass_score, 80, 0);
        assert_int_equal(module->head.reviewed_on, DAY_NONE);
        assert_false(module->head.has_validity);
        assert_int_equal(module->head.renewal_base, RENEWAL_EXPIRY);
        assert_true(module->shuffle_questions && module->shuffle_options && !module->confidence);
        assert_int_equal(module->sections[0].draw, 2);
        const Question *question = &module->questions[0];
        assert_near(question->points, 1, 0);
        assert_string_equal(question->competency, "report");
        assert_int_equal(question->twin, SIZE_MAX);
        assert_int_equal(question->status, QUESTION_LIVE);
        assert_false(question->critical || question->keeps_order || question->truth.answer);
        assert_true(module->questions[1].truth.answer);
        module_free(module);
}

static void plain_words_are_read_as_what_their_key_wants(void **state)
{
        (void)state;
        Module *module = parse(
                "makesafe: 1\nid: x\nversion: 2026.1\nlanguage: no\ntitle: No\nsummary: ~\n"
                "sector: 123\n" QUIZ
                "        - {id: 1, type: single, ask: 1:30, options: [{text: yes, correct: true}, "
                "{text: 012, worth: 12.5}]}\n");
        assert_string_equal(module->head.version, "2026.1");
        assert_string_equal(module->head.title, "No");
        assert_string_equal(module->head.summary, "~");
        assert_string_equal(module->questions[0].id, "1");
        assert_string_equal(module->questions[0].ask, "1:30");
        assert_string_equal(module->questions[0].choice.options[0].text, "yes");
        assert_near(module->questions[0].choice.options[1].worth, 0.125, 1e-12);
        module_free(module);
}

static void ids_are_found_and_strangers_are_not(void **state)
{
        (void)state;
        Module *module =
                parse(HEAD "signs:\n  - {id: s, text: a}\n" QUIZ
                           "        - {id: a, type: true-false, ask: A?, answer: false}\n"
                           "        - {id: b, type: true-false, ask: A?, answer: true, twin: a}\n");
        assert_int_equal(module_question(module, "a"), 0);
        assert_int_equal(module_question(module, "b"), 1);
        assert_int_equal(module_question(module, "s"), SIZE_MAX);
        assert_int_equal(module_question(module, ""), SIZE_MAX);
        assert_int_equal(module_sign(module, "s"), 0);
        assert_int_equal(module_sign(module, "a"), SIZE_MAX);
        /* A twin named by one side is the twin of both. */
        assert_int_equal(module->questions[0].twin, 1);
        assert_int_equal(module->questions[1].twin, 0);
        module_free(module);
}

static void the_digest_is_blake2b_of_the_bytes(void **state)
{
        (void)state;
        const char *text =
                HEAD QUIZ "        - {id: a, type: true-false, ask: A?, answer: false}\n";
        Module *module = parse(text), *same = parse(text);
        assert_int_equal(strlen(module->digest), 64);
        assert_string_equal(module->digest, same->digest);
        module_free(same);
        same = parse(HEAD QUIZ "        - {id: a, type: true-false, ask: A!, answer: false}\n");
        assert_string_not_equal(module->digest, same->digest);
        module_free(same);
        module_free(module);
}

static void a_branch_knows_its_best_and_worst_way(void **state)
{
        (void)state;
        Module *module = parse(HEAD QUIZ
                "        - id: a\n          type: branch\n          start: one\n          steps:\n"
                "            four: {text: t, end: mixed}\n"
                "            one: {text: t, choices: [{text: c, to: two, worth: 1}, {text: c, to: "
                "three, worth: -2}, "
                "{text: c, to: four}]}\n"
                "            two: {text: t, choices: [{text: c, to: four, worth: -5}, {text: c, "
                "to: four, worth: "
                "0.5}]}\n"
                "            three: {text: t, choices: [{text: c, to: four, worth: 3}]}\n");
        const Question *question = &module->questions[0];
        assert_near(question->branch.best, 1.5, 1e-12);
        assert_near(question->branch.worst, -4, 1e-12);
        assert_int_equal(question->branch.start, 1);
        assert_int_equal(question->branch.steps[1].choices[1].to, 3);
        assert_int_equal(question->branch.steps[0].end, BRANCH_MIXED);
        module_free(module);
}

static void phrases_have_their_sign_and_their_feedback(void **state)
{
        (void)state;
        Module *module = parse(HEAD "signs:\n  - {id: s, text: a}\n" QUIZ
                                    "        - id: a\n          type: spot\n          ask: A?\n"
                                    "          passage: '[one *two*]{s} [three]{} [four]{s}'\n"
                                    "          feedback: {s: sign, 2: harmless, 3: last}\n");
        const Question *question = &module->questions[0];
        assert_int_equal(question->spot.count, 3);
        assert_string_equal(question->spot.phrases[0].text, "one two");
        assert_string_equal(question->spot.phrases[0].sign, "s");
        assert_string_equal(question->spot.phrases[0].feedback, "sign");
        assert_null(question->spot.phrases[1].sign);
        assert_string_equal(question->spot.phrases[1].feedback, "harmless");
        assert_string_equal(question->spot.phrases[2].feedback, "last");
        assert_false(question_is_benign(question));
        module_free(module);
}

static void a_call_is_worth_what_the_file_says(void **state)
{
        (void)state;
        Module *module = parse(HEAD QUIZ
                "        - {id: a, type: call, ask: A?, number: 101, also: {999: 60}, say: [{text: "
                "b, give: true, slot: "
                "who}]}\n"
                "        - {id: b, type: call, ask: A?, number: nobody, say: [{text: b}]}\n");
        const Question *question = &module->questions[0];
        assert_int_equal(question->call.number, CALL_101);
        assert_near(question->call.worth[CALL_101], 1, 0);
        assert_near(question->call.worth[CALL_999], 0.6, 1e-12);
        assert_near(question->call.worth[CALL_NOBODY], 0, 0);
        assert_int_equal(question->call.say[0].slot, SLOT_WHO);
        assert_false(question_is_benign(question));
        assert_true(question_is_benign(&module->questions[1]));
        assert_false(module->questions[1].call.say[0].give);
        module_free(module);
}

static void reading_grades_are_those_of_the_formula(void **state)
{
        (void)state;
        Reading reading = { 0 };
        reading_add(&reading, "The cat sat on the mat. The dog walked home.");
        assert_int_equal(reading.words, 10);
        assert_int_equal(reading.sentences, 2);
        assert_int_equal(reading.syllables, 10);
        assert_near(reading_grade(&reading), 0.39 * 5 + 11.8 - 15.59, 1e-9);
        reading = (Reading){ 0 };
        reading_add(
                &reading, "A [table]{late-cash} made of *little* [wooden]{} boxes\n\n- one\n- two");
        assert_int_equal(reading.words, 9);
        assert_int_equal(reading.sentences, 3);
        /* a, ta-ble, made, of, lit-tle, wood-en, box-es, one, two */
        assert_int_equal(reading.syllables, 13);
        reading = (Reading){ 0 };
        reading_add(&reading, "");
        assert_near(reading_grade(&reading), 0, 0);
}

static void a_translation_matches_when_only_texts_differ(void **state)
{
        (void)state;
        const char *text = HEAD QUIZ
                "        - {id: a, type: multiple, ask: A?, options: [{text: b, correct: true}]}\n";
        Module *one = parse(text);
        Module *two = parse(HEAD QUIZ "        - {id: a, type: multiple, ask: Z?, options: [{text: "
                                      "z, correct: true}]}\n");
        assert_true(module_matches(one, two));
        module_free(two);
        two = parse(HEAD QUIZ "        - {id: a, type: multiple, ask: A?, options: [{text: b}]}\n");
        assert_false(module_matches(one, two));
        module_free(two);
        module_free(one);
}

#define SIGNS "signs:\n  - {id: s, text: a}\n"
#define TWINS                                                                                      \
        QUIZ "        - {id: a, type: true-false, ask: A?, answer: false, signs: [s], twin: c}\n"  \
             "        - {id: b, type: true-false, ask: &ask B?, answer: true}\n"                   \
             "        - {id: c, type: true-false, ask: *ask, answer: true, twin: a}\n"

/* Questions are read as they end; one with an anchor, and all that stand above the signs, are read
 * at the end of the file. */
static void when_a_question_is_read_makes_no_difference(void **state)
{
        (void)state;
        static const char *const texts[] = { HEAD SIGNS TWINS, HEAD TWINS SIGNS };
        for (size_t i = 0; i < 2; i++) {
                Module *module = parse(texts[i]);
                assert_int_equal(module->question_count, 3);
                assert_int_equal(module_question(module, "b"), 1);
                assert_string_equal(module->questions[1].id, "b");
                assert_string_equal(module->questions[2].ask, "B?");
                assert_int_equal(module->questions[0].twin, 2);
                assert_int_equal(module->questions[2].twin, 0);
                assert_int_equal(module->questions[0].sign_count, 1);
                module_free(module);
        }
}

int main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(what_a_file_does_not_say_has_its_default),
                cmocka_unit_test(plain_words_are_read_as_what_their_key_wants),
                cmocka_unit_test(ids_are_found_and_strangers_are_not),
                cmocka_unit_test(the_digest_is_blake2b_of_the_bytes),
                cmocka_unit_test(a_branch_knows_its_best_and_worst_way),
                cmocka_unit_test(phrases_have_their_sign_and_their_feedback),
                cmocka_unit_test(a_call_is_worth_what_the_file_says),
                cmocka_unit_test(reading_grades_are_those_of_the_formula),
                cmocka_unit_test(a_translation_matches_when_only_texts_differ),
                cmocka_unit_test(when_a_question_is_read_makes_no_difference),
        };
        return cmocka_run_group_tests(tests, NULL, NULL);
}
