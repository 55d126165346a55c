#include "../unit.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/text.h"
#include "module/compare.h"

static const char base[] =
        "makesafe: 1\nid: x\nversion: \"1\"\nlanguage: en\ntitle: A title\nsummary: A summary.\n"
        "sector: everyone\nminutes: 5\npass: {score: 80, reason: Because.}\n"
        "signs:\n  - {id: s, text: A sign}\n  - {id: t, text: Another}\n"
        "lessons:\n  - {id: one, title: One, text: Look twice.}\n"
        "quiz:\n  sections:\n    - id: all\n      title: All\n      questions:\n"
        "        - id: single\n          type: single\n          points: 2\n          ask: What "
        "now?\n"
        "          options:\n"
        "            - {text: Ring the police, correct: true, feedback: Yes.}\n"
        "            - {text: Wait for the morning, worth: 25}\n"
        "            - {text: Say nothing at all, correct: false}\n"
        "          explain: Ring.\n"
        "        - {id: many, type: multiple, ask: Which?, options: [{text: A car, correct: true}, "
        "{text: A coat, correct: false}]}\n"
        "        - {id: truth, type: true-false, ask: So?, answer: true, feedback: {true: Yes}}\n"
        "        - {id: row, type: order, ask: First?, steps: [Look, Ring, Write]}\n"
        "        - {id: fit, type: match, ask: Which?, pairs: [{left: Fire, right: Water}, {left: "
        "Night, right: Lamp}], extra: [Stone]}\n"
        "        - id: seen\n          type: spot\n          ask: What worries you?\n"
        "          passage: He [pays in cash]{s} and [asks for tea]{} at the desk.\n"
        "          feedback: {s: Cash.}\n"
        "        - id: night\n          type: branch\n          start: desk\n          steps:\n"
        "            desk:\n              text: A knock.\n              choices:\n"
        "                - {text: Open the door, to: good, worth: 2}\n"
        "                - {text: Turn the light off, to: poor, worth: 0}\n"
        "            good: {text: Well done., end: good}\n            poor: {text: A pity., end: "
        "poor}\n"
        "        - {id: ring, type: call, ask: Whom?, number: '101', also: {'999': 70}, say: "
        "[{text: "
        "The plate, give: true, slot: vehicle}, {text: A guess, give: false}]}\n"
        "        - {id: tried, type: true-false, ask: Tried?, answer: true, status: trial}\n";

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

/* The changes from one text to another, one a line: what affects a score has an S, what is new an
 * N. */
static char *changes_between(const char *before, const char *after)
{
        Module *old = parse(before), *now = parse(after);
        Arena *arena = arena_new();
        Changes changes = module_compare(old, now, arena);
        Text text = { 0 };
        bool score = false, content = false;
        for (size_t i = 0; i < changes.count; i++) {
                const Change *change = &changes.items[i];
                text_printf(&text, "%s%s %s %s %s: %s -> %s%s%s", i ? "\n" : "",
                        change_kind_names[change->kind], change_owner_names[change->owner],
                        change->id, change->what, change->before ? change->before : "-",
                        change->after ? change->after : "-", change->affects_score ? " S" : "",
                        change->is_new_content ? " N" : "");
                score = score || change->affects_score;
                content = content || change->is_new_content;
        }
        assert_int_equal(changes.affects_score, score);
        assert_int_equal(changes.has_new_content, content);
        arena_free(arena);
        module_free(old);
        module_free(now);
        char *kept = xstrdup(text_string(&text));
        text_clear(&text);
        return kept;
}

static char *edited(const char *from, const char *to)
{
        const char *at = strstr(base, from);
        if (!at)
                fail_msg("'%s' is not in the module", from);
        Text text = { 0 };
        text_append_bytes(&text, base, (size_t)(at - base));
        text_append(&text, to);
        text_append(&text, at + strlen(from));
        return text_take(&text);
}

typedef struct Edit {
        const char *from, *to, *changes;
} Edit;

static void check_edits(const Edit *edits, size_t count)
{
        for (size_t i = 0; i < count; i++) {
                char *after = edited(edits[i].from, edits[i].to);
                char *changes = changes_between(base, after);
                assert_string_equal(changes, edits[i].changes);
                free(changes);
                free(after);
        }
}

#define CHECK_EDITS(edits) check_edits((edits), sizeof(edits) / sizeof *(edits))

static void the_same_file_has_no_changes(void **state)
{
        (void)state;
        char *changes = changes_between(base, base);
        assert_string_equal(changes, "");
        free(changes);
}

static void another_version_and_other_comments_are_no_changes(void **state)
{
        (void)state;
        static const Edit edits[] = {
                { "version: \"1\"", "version: \"2\" # better", "" },
        };
        CHECK_EDITS(edits);
}

static void wording_leaves_scores_alone(void **state)
{
        (void)state;
        static const Edit edits[] = {
                { "title: A title", "title: A name", "changed module  title: A title -> A name N" },
                { "text: A sign", "text: Signs", "changed sign s text: A sign -> Signs N" },
                { "text: Look twice.", "text: Look again.",
                        "changed lesson one text: Look twice. -> Look again. N" },
                { "ask: What now?", "ask: And now?",
                        "changed question single ask: What now? -> And now? N" },
                { "text: Ring the police,", "text: Ring the police now,",
                        "changed question single options.1.text: Ring the police -> Ring the "
                        "police now N" },
                { "explain: Ring.", "", "removed question single explain: Ring. -> -" },
                { "{true: Yes}", "{true: Yes, false: No}",
                        "added question truth feedback.false: - -> No N" },
                { "[asks for tea]", "[asks for some tea]",
                        "changed question seen passage.2.text: asks for tea -> asks for some tea "
                        "N" },
                { " at the desk.", " at the door.",
                        "changed question seen passage: He […] and […] at the desk. -> He […] and "
                        "[…] at the door. N" },
                { "text: A knock.", "text: A ring.",
                        "changed question night steps.desk.text: A knock. -> A ring. N" },
                { "right: Water", "right: A bucket",
                        "changed question fit pairs.1.right: Water -> A bucket N" },
                { "Look, Ring, Write", "Look, Telephone, Write",
                        "changed question row steps.2: Ring -> Telephone N" },
        };
        CHECK_EDITS(edits);
}

static void other_commas_are_no_new_content(void **state)
{
        (void)state;
        static const Edit edits[] = {
                { "text: Look twice.", "text: look twice!",
                        "changed lesson one text: Look twice. -> look twice!" },
                { "ask: What now?", "ask: Whatnow",
                        "changed question single ask: What now? -> Whatnow" },
        };
        CHECK_EDITS(edits);
}

static void lines_broken_elsewhere_are_no_change(void **state)
{
        (void)state;
        static const Edit edits[] = {
                { "text: Look twice.", "text: \"Look\\ntwice.\\n\"", "" },
                { "text: Look twice.", "text: \"Look\\n\\ntwice.\"",
                        "changed lesson one text: Look twice. -> Look\n\ntwice." },
                { "text: Look twice.", "text: \"Look\\n- twice.\"",
                        "changed lesson one text: Look twice. -> Look\n- twice." },
        };
        CHECK_EDITS(edits);
}

static void brackets_that_are_no_phrases_are_told_like_other_words(void **state)
{
        (void)state;
        static const Edit edits[] = {
                { " at the desk.", " at \\[the \\[desk.",
                        "changed question seen passage: He […] and […] at the desk. -> "
                        "He […] and […] at \\[the \\[desk." },
        };
        CHECK_EDITS(edits);
}

static void what_counts_affects_scores(void **state)
{
        (void)state;
        static const Edit edits[] = {
                { "score: 80", "score: 75", "changed module  pass.score: 80 -> 75 S" },
                { "title: All\n", "title: All\n      draw: 4\n",
                        "changed section all draw: all -> 4 S" },
                { "points: 2", "points: 3", "changed question single points: 2 -> 3 S" },
                { "points: 2", "critical: true\n          points: 2",
                        "changed question single critical: false -> true S" },
                { "worth: 25", "worth: 50",
                        "changed question single options.2.worth: 25 -> 50 S N" },
                { "A coat, correct: false", "A coat, correct: true",
                        "changed question many options.2.correct: false -> true S N" },
                { "answer: true, feedback", "answer: false, feedback",
                        "changed question truth answer: true -> false S N" },
                { "Look, Ring, Write", "Ring, Look, Write",
                        "changed question row steps: 1. Look 2. Ring 3. Write -> 1. Ring 2. Look "
                        "3. Write S N" },
                { "[asks for tea]{}", "[asks for tea]{t}",
                        "changed question seen passage.2.sign: {} -> t S N" },
                { "door, to: good, worth: 2", "door, to: good, worth: 1",
                        "changed question night steps.desk.choices.1.worth: 2 -> 1 S N" },
                { "number: '101', also: {'999': 70}", "number: '101', also: {'999': 60}",
                        "changed question ring also.999: 70 -> 60 S N" },
                { "A guess, give: false", "A guess, give: true",
                        "changed question ring say.2.give: false -> true S N" },
                { "ask: Tried?, answer: true, status: trial", "ask: Tried?, answer: true",
                        "changed question tried status: trial -> live S" },
        };
        CHECK_EDITS(edits);
}

static void what_comes_and_goes_is_named_with_its_words(void **state)
{
        (void)state;
        static const Edit edits[] = {
                { "            - {text: Wait for the morning, worth: 25}\n", "",
                        "removed question single options.2: Wait for the morning -> - S" },
                { "extra: [Stone]", "extra: [Stone, Wood]",
                        "added question fit extra.2: - -> Wood S N" },
                { "  - {id: t, text: Another}\n", "", "removed sign t : Another -> -" },
                { "lessons:\n", "lessons:\n  - {id: two, title: Two, text: More.}\n",
                        "added lesson two : - -> Two N" },
                { "        - {id: row, type: order, ask: First?, steps: [Look, Ring, Write]}\n", "",
                        "removed question row : First? -> - S" },
                { "        - {id: row,",
                        "        - {id: new, type: true-false, ask: New?, answer: true}\n        - "
                        "{id: row,",
                        "added question new : - -> New? S N" },
                { "        - {id: row,",
                        "        - {id: new, type: true-false, ask: New?, answer: true, status: "
                        "retired}\n        - {id: row,",
                        "added question new : - -> New?" },
                { "            good: {text: Well done., end: good}\n",
                        "            good: {text: Well done., end: mixed}\n",
                        "changed question night steps.good.end: good -> mixed N" },
        };
        CHECK_EDITS(edits);
}

static void what_is_only_listed_differently_is_no_change(void **state)
{
        (void)state;
        static const Edit edits[] = {
                { "            - {text: Wait for the morning, worth: 25}\n"
                  "            - {text: Say nothing at all, correct: false}\n",
                        "            - {text: Say nothing at all, correct: false}\n"
                        "            - {text: Wait for the morning, worth: 25}\n",
                        "" },
                { "{left: Fire, right: Water}, {left: Night, right: Lamp}",
                        "{left: Night, right: Lamp}, {left: Fire, right: Water}", "" },
        };
        CHECK_EDITS(edits);
}

static void a_right_side_that_went_to_another_pair_is_another_answer(void **state)
{
        (void)state;
        static const Edit edits[] = {
                { "right: Water}, {left: Night, right: Lamp}",
                        "right: Lamp}, {left: Night, right: Water}",
                        "changed question fit pairs.1.right: Water -> Lamp S N\n"
                        "changed question fit pairs.2.right: Lamp -> Water S N" },
        };
        CHECK_EDITS(edits);
}

static void trial_questions_touch_no_score(void **state)
{
        (void)state;
        static const Edit edits[] = {
                { "ask: Tried?, answer: true", "ask: Tried?, answer: false",
                        "changed question tried answer: true -> false N" },
        };
        CHECK_EDITS(edits);
}

static void an_option_put_in_between_is_told_from_those_after_it(void **state)
{
        (void)state;
        static const Edit edits[] = {
                { "            - {text: Wait for the morning,",
                        "            - {text: Ask a colleague, correct: false}\n"
                        "            - {text: Wait for the next morning,",
                        "changed question single options.3.text: Wait for the morning -> Wait for "
                        "the next morning N\n"
                        "added question single options.2: - -> Ask a colleague S N" },
        };
        CHECK_EDITS(edits);
}

int main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(the_same_file_has_no_changes),
                cmocka_unit_test(another_version_and_other_comments_are_no_changes),
                cmocka_unit_test(wording_leaves_scores_alone),
                cmocka_unit_test(other_commas_are_no_new_content),
                cmocka_unit_test(lines_broken_elsewhere_are_no_change),
                cmocka_unit_test(brackets_that_are_no_phrases_are_told_like_other_words),
                cmocka_unit_test(what_counts_affects_scores),
                cmocka_unit_test(what_comes_and_goes_is_named_with_its_words),
                cmocka_unit_test(what_is_only_listed_differently_is_no_change),
                cmocka_unit_test(a_right_side_that_went_to_another_pair_is_another_answer),
                cmocka_unit_test(trial_questions_touch_no_score),
                cmocka_unit_test(an_option_put_in_between_is_told_from_those_after_it),
        };
        return cmocka_run_group_tests(tests, NULL, NULL);
}
