/* Every limit of module/limits.h: exactly at it a file passes, one above there is one located
 * error. */
#include "format_test.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/file.h"

static Module *parse(const Text *text, Diagnostics *found)
{
        Module *module = module_parse("x.yaml", text_string(text), text->len, 0, found);
        mark_shown(found);
        return module;
}

static void passes(Text *text)
{
        Diagnostics *found = diagnostics_new();
        Module *module = parse(text, found);
        if (!module) {
                Text shown = { 0 };
                diagnostics_print(found, DIAGNOSTIC_GCC, false, &shown);
                print_message("%s", text_string(&shown));
                text_clear(&shown);
        }
        assert_non_null(module);
        module_free(module);
        diagnostics_free(found);
        text_clear(text);
}

static void fails(Text *text, CheckId check, uint32_t line, uint32_t column)
{
        Diagnostics *found = diagnostics_new();
        assert_null(parse(text, found));
        Text shown = { 0 };
        diagnostics_print(found, DIAGNOSTIC_GCC, false, &shown);
        if (diagnostics_count(found) != 1)
                print_message("%s", text_string(&shown));
        assert_int_equal(diagnostics_count(found), 1);
        const Diagnostic *diagnostic = diagnostics_get(found, 0);
        assert_string_equal(checks[diagnostic->check].code, checks[check].code);
        assert_int_equal(diagnostic->place.line, line);
        assert_int_equal(diagnostic->place.column, column);
        text_clear(&shown);
        diagnostics_free(found);
        text_clear(text);
}

static Text start(const char *more)
{
        Text text = { 0 };
        text_append(&text, more);
        return text;
}

/* A whole module whose summary is `len` bytes long. */
static Text with_summary(size_t len)
{
        Text text = start(MODULE_HEAD "content-note: ");
        text_append_repeat(&text, 'a', len);
        text_append(&text, "\n" MODULE_QUIZ MODULE_QUESTION);
        return text;
}

static void a_text_may_have_64_kib_and_no_more(void **state)
{
        (void)state;
        Text text = with_summary(LIMIT_TEXT);
        passes(&text);
        text = with_summary(LIMIT_TEXT + 1);
        fails(&text, CHECK_TEXT_TOO_LONG, 8, 15);
}

static void a_file_may_have_16_mib_and_no_more(void **state)
{
        (void)state;
        Text text = start(MODULE_HEAD MODULE_QUIZ MODULE_QUESTION);
        while (text.len < LIMIT_FILE - 1000) {
                text_append_char(&text, '#');
                text_append_repeat(&text, 'a', 900);
                text_append_char(&text, '\n');
        }
        text_append_char(&text, '#');
        text_append_repeat(&text, 'a', LIMIT_FILE - text.len);
        assert_int_equal(text.len, LIMIT_FILE);
        Text larger = start(text_string(&text));
        text_append_char(&larger, 'a');
        passes(&text);
        fails(&larger, CHECK_FILE_TOO_LARGE, 1, 1);
}

static void a_limit_given_takes_the_place_of_16_mib(void **state)
{
        (void)state;
        Diagnostics *found = diagnostics_new();
        const char module[] = MODULE_HEAD MODULE_QUIZ MODULE_QUESTION;
        Module *small = module_parse("x.yaml", module, sizeof module - 1, sizeof module - 1, found);
        assert_non_null(small);
        module_free(small);
        assert_null(module_parse("x.yaml", module, sizeof module - 1, sizeof module - 2, found));
        assert_int_equal(diagnostics_get(found, 0)->check, CHECK_FILE_TOO_LARGE);
        diagnostics_free(found);
}

static Text nested(size_t depth)
{
        /* Two of them are the mapping of the module and the list itself. */
        Text text = start("a: ");
        text_append_repeat(&text, '[', depth - 1);
        text_append_repeat(&text, ']', depth - 1);
        return text;
}

static void collections_may_be_nested_64_deep_and_no_more(void **state)
{
        (void)state;
        Arena *arena = arena_new();
        Diagnostics *found = diagnostics_new();
        Text text = nested(LIMIT_NESTING);
        assert_non_null(tree_parse(arena, "x.yaml", text_string(&text), text.len, NULL, found));
        assert_int_equal(diagnostics_count(found), 0);
        text_clear(&text);
        text = nested(LIMIT_NESTING + 1);
        assert_non_null(tree_parse(arena, "x.yaml", text_string(&text), text.len, NULL, found));
        assert_int_equal(diagnostics_count(found), 1);
        assert_int_equal(diagnostics_get(found, 0)->check, CHECK_TOO_DEEP);
        assert_int_equal(diagnostics_get(found, 0)->place.line, 1);
        assert_int_equal(diagnostics_get(found, 0)->place.column, 3 + LIMIT_NESTING);
        text_clear(&text);
        diagnostics_free(found);
        arena_free(arena);
}

/* A list of aliases that together come to `nodes` values, keys and all. */
static size_t found_in_nodes(size_t nodes, Place *place)
{
        enum { BLOCK = 1000 };
        Text text = start("a: &a [");
        for (size_t i = 1; i < BLOCK; i++)
                text_append(&text, i > 1 ? ",x" : "x");
        text_append(&text, "]\nb: [");
        /* The mapping, two keys, the first list with all that is in it, the second list. */
        size_t count = 3 + BLOCK + 1;
        bool first = true;
        for (; count + BLOCK <= nodes; count += BLOCK) {
                text_append(&text, first ? "*a" : ",*a");
                first = false;
        }
        for (; count < nodes; count++)
                text_append(&text, ",y");
        text_append(&text, "]\n");
        Arena *arena = arena_new();
        Diagnostics *found = diagnostics_new();
        tree_parse(arena, "x.yaml", text_string(&text), text.len, NULL, found);
        mark_shown(found);
        size_t reported = diagnostics_count(found);
        if (reported) {
                assert_int_equal(diagnostics_get(found, 0)->check, CHECK_TOO_MANY_NODES);
                *place = diagnostics_get(found, 0)->place;
        }
        diagnostics_free(found);
        arena_free(arena);
        text_clear(&text);
        return reported;
}

static void a_file_may_hold_two_million_values_and_no_more(void **state)
{
        (void)state;
        Place place = { 0, 0 };
        assert_int_equal(found_in_nodes(LIMIT_NODES, &place), 0);
        assert_int_equal(found_in_nodes(LIMIT_NODES + 1, &place), 1);
        assert_int_equal(place.line, 2);
}

static Text with_questions(size_t count)
{
        Text text = start(MODULE_HEAD MODULE_QUIZ);
        for (size_t i = 0; i < count; i++)
                text_printf(&text,
                        "        - {id: q%zu, type: true-false, ask: A?, answer: true}\n", i);
        return text;
}

static void a_module_may_have_20000_questions_and_no_more(void **state)
{
        (void)state;
        Text text = with_questions(LIMIT_QUESTIONS);
        passes(&text);
        text = with_questions(LIMIT_QUESTIONS + 1);
        fails(&text, CHECK_TOO_MANY, 13 + LIMIT_QUESTIONS, 11);
}

/* A module with one question of a type, whose list under `key` has `count` items. */
static Text with_list(
        const char *type, const char *before, const char *key, const char *item, size_t count)
{
        Text text = start(MODULE_HEAD MODULE_QUIZ);
        text_printf(&text,
                "        - id: first\n          type: %s\n          ask: A?\n%s          %s:\n",
                type, before, key);
        for (size_t i = 0; i < count; i++)
                text_printf(&text, "            - %s\n", item);
        return text;
}

static void options_steps_pairs_and_facts_are_twelve_at_most(void **state)
{
        (void)state;
        static const struct {
                const char *type, *before, *key, *item;
                size_t most;
                uint32_t line; /* of the first item */
        } lists[] = {
                { "multiple", "", "options", "{text: a}", LIMIT_OPTIONS, 17 },
                { "order", "", "steps", "a", LIMIT_STEPS, 17 },
                { "match", "", "pairs", "{left: a, right: b}", LIMIT_PAIRS, 17 },
                { "call", "          number: \"101\"\n", "say", "{text: a, give: true}",
                        LIMIT_OPTIONS, 18 },
        };
        for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++) {
                Text text = with_list(
                        lists[i].type, lists[i].before, lists[i].key, lists[i].item, lists[i].most);
                passes(&text);
                text = with_list(lists[i].type, lists[i].before, lists[i].key, lists[i].item,
                        lists[i].most + 1);
                fails(&text, CHECK_TOO_MANY, lists[i].line + (uint32_t)lists[i].most, 15);
        }
}

static Text with_phrases(size_t count)
{
        Text text = start(MODULE_HEAD MODULE_QUIZ "        - id: first\n          type: spot\n     "
                                                  "     ask: A?\n          passage: |\n");
        for (size_t i = 0; i < count; i++)
                text_append(&text, "            a [b]{}\n");
        return text;
}

static void a_passage_may_have_60_phrases_and_no_more(void **state)
{
        (void)state;
        Text text = with_phrases(LIMIT_PHRASES);
        passes(&text);
        text = with_phrases(LIMIT_PHRASES + 1);
        fails(&text, CHECK_TOO_MANY, 17 + LIMIT_PHRASES, 15);
}

static Text with_steps(size_t count)
{
        Text text = start(MODULE_HEAD MODULE_QUIZ "        - id: first\n          type: branch\n   "
                                                  "       start: s0\n          steps:\n");
        for (size_t i = 0; i + 1 < count; i++)
                text_printf(&text,
                        "            s%zu: {text: a, choices: [{text: b, to: s%zu, worth: 1}, "
                        "{text: c, to: s%zu}]}\n",
                        i, i + 1, count - 1);
        text_printf(&text, "            s%zu: {text: a, end: good}\n", count - 1);
        return text;
}

static void a_branch_may_have_200_steps_and_no_more(void **state)
{
        (void)state;
        Text text = with_steps(LIMIT_BRANCH_STEPS);
        passes(&text);
        text = with_steps(LIMIT_BRANCH_STEPS + 1);
        fails(&text, CHECK_TOO_MANY, 17 + LIMIT_BRANCH_STEPS, 13);
}

static void an_id_may_have_63_characters_and_no_more(void **state)
{
        (void)state;
        for (size_t len = LIMIT_ID; len <= LIMIT_ID + 1; len++) {
                Text text = start(MODULE_HEAD "signs:\n  - id: ");
                text_append_repeat(&text, 'a', len);
                text_append(&text, "\n    text: b\n" MODULE_QUIZ MODULE_QUESTION);
                if (len == LIMIT_ID)
                        passes(&text);
                else
                        fails(&text, CHECK_BAD_ID, 9, 9);
        }
}

static void a_thousand_diagnostics_are_kept_and_the_rest_counted(void **state)
{
        (void)state;
        Text text = start(MODULE_HEAD);
        for (size_t i = 0; i < 3 * LIMIT_DIAGNOSTICS; i++)
                text_printf(&text, "unknown-%zu: a\n", i);
        text_append(&text, MODULE_QUIZ MODULE_QUESTION);
        Diagnostics *found = diagnostics_new();
        assert_null(parse(&text, found));
        assert_int_equal(diagnostics_count(found), LIMIT_DIAGNOSTICS);
        assert_int_equal(diagnostics_total(found, SEVERITY_ERROR), 3 * LIMIT_DIAGNOSTICS);
        diagnostics_free(found);
        text_clear(&text);
}

int run_edge_tests(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(a_text_may_have_64_kib_and_no_more),
                cmocka_unit_test(a_file_may_have_16_mib_and_no_more),
                cmocka_unit_test(a_limit_given_takes_the_place_of_16_mib),
                cmocka_unit_test(collections_may_be_nested_64_deep_and_no_more),
                cmocka_unit_test(a_file_may_hold_two_million_values_and_no_more),
                cmocka_unit_test(a_module_may_have_20000_questions_and_no_more),
                cmocka_unit_test(options_steps_pairs_and_facts_are_twelve_at_most),
                cmocka_unit_test(a_passage_may_have_60_phrases_and_no_more),
                cmocka_unit_test(a_branch_may_have_200_steps_and_no_more),
                cmocka_unit_test(an_id_may_have_63_characters_and_no_more),
                cmocka_unit_test(a_thousand_diagnostics_are_kept_and_the_rest_counted),
        };
        return cmocka_run_group_tests_name("edges", tests, NULL, NULL);
}
