/* Files made to cost time or memory, or to look like something else: each is refused with a located
 * error, in under a second of processor time (under sanitizers too), without keeping much. */
#include "format_test.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/file.h"
#include "module/tree.h"

typedef struct Cost {
        double seconds;
        CheckId first;
        Place place;
        size_t errors, memory;
} Cost;

static Cost read_tree(const char *bytes, size_t len)
{
        Arena *arena = arena_new();
        Diagnostics *found = diagnostics_new();
        clock_t before = clock();
        tree_parse(arena, "x.yaml", bytes, len, NULL, found);
        Cost cost = { .seconds = (double)(clock() - before) / CLOCKS_PER_SEC,
                .errors = diagnostics_total(found, SEVERITY_ERROR),
                .memory = arena_size(arena) };
        mark_shown(found);
        if (diagnostics_count(found)) {
                cost.first = diagnostics_get(found, 0)->check;
                cost.place = diagnostics_get(found, 0)->place;
        }
        diagnostics_free(found);
        arena_free(arena);
        return cost;
}

static Cost read_text(Text *text)
{
        Cost cost = read_tree(text_string(text), text->len);
        text_clear(text);
        return cost;
}

static void deep_nesting_ends_at_the_limit(void **state)
{
        (void)state;
        static const size_t depths[] = { 5000, 100000, 1000000 };
        static const char *const openers[] = { "[", "{a: ", "- ", "[\n", "? " };
        for (size_t i = 0; i < 3; i++) {
                for (size_t j = 0; j < 5; j++) {
                        Text text = { 0 };
                        for (size_t k = 0; k < depths[i]; k++)
                                text_append(&text, openers[j]);
                        Cost cost = read_text(&text);
                        assert_true(cost.errors >= 1);
                        assert_true(cost.seconds < 1);
                        assert_true(cost.memory < (1 << 20));
                }
        }
}

static void an_alias_bomb_is_counted_not_carried_out(void **state)
{
        (void)state;
        Text text = { 0 };
        text_append(&text, "a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n");
        for (int i = 1; i < 40; i++) {
                text_printf(&text, "a%d: &a%d [", i, i);
                for (int j = 0; j < 10; j++)
                        text_printf(&text, "%s*a%d", j ? "," : "", i - 1);
                text_append(&text, "]\n");
        }
        Cost cost = read_text(&text);
        assert_int_equal(cost.errors, 1);
        assert_int_equal(cost.first, CHECK_TOO_MANY_NODES);
        assert_int_equal(cost.place.line, 7);
        assert_true(cost.seconds < 0.5);
        assert_true(cost.memory < (1 << 20));
}

static void a_scalar_of_16_mib_is_refused_where_it_begins(void **state)
{
        (void)state;
        Text text = { 0 };
        text_append(&text, "title: \"");
        text_append_repeat(&text, 'a', LIMIT_FILE - 16);
        text_append(&text, "\"\n");
        Cost cost = read_text(&text);
        assert_int_equal(cost.errors, 1);
        assert_int_equal(cost.first, CHECK_TEXT_TOO_LONG);
        assert_int_equal(cost.place.column, 8);
        assert_true(cost.memory < (1 << 20));
}

static void two_million_entries_in_one_list_are_counted_not_kept(void **state)
{
        (void)state;
        Text text = { 0 };
        text_append(&text, "signs:\n");
        for (size_t i = 0; i < LIMIT_NODES + 10; i++)
                text_append(&text, "- a\n");
        Cost cost = read_text(&text);
        assert_int_equal(cost.first, CHECK_TOO_MANY_NODES);
        assert_true(cost.memory < (8 << 20));
}

static void more_values_than_text_can_mean_are_refused(void **state)
{
        (void)state;
        Text text = { 0 };
        for (int list = 0; list < 12; list++) {
                text_printf(&text, "list%d: [", list);
                for (int i = 0; i < 19000; i++)
                        text_append(&text, "0,");
                text_append(&text, "0]\n");
        }
        size_t len = text.len;
        Cost cost = read_text(&text);
        assert_int_equal(cost.first, CHECK_TOO_DENSE);
        assert_true(cost.memory < 20 * len);
}

/* libyaml's buffer fills to within a byte or two of a character at some offset or other. */
static void a_wide_character_may_stand_anywhere(void **state)
{
        (void)state;
        static const char *const characters[] = { "\xC5\xB7", "\xE2\x80\x93", "\xF0\x9F\x98\x80",
                "\xC2\x9B", "\xFF" };
        for (size_t c = 0; c < sizeof characters / sizeof *characters; c++)
                for (size_t offset = 0; offset < 70; offset++) {
                        Text text = { 0 };
                        text_append(&text, "a: ");
                        text_append_repeat(&text, 'x', 16384 - 40 + offset);
                        for (int i = 0; i < 40; i++)
                                text_append(&text, characters[c]);
                        text_append_char(&text, '\n');
                        read_text(&text);
                }
}

static void many_keys_cost_no_more_each_than_few(void **state)
{
        (void)state;
        Text text = { 0 };
        for (size_t i = 0; i < 200000; i++)
                text_printf(&text, "k%zu: a\n", i);
        Cost cost = read_text(&text);
        assert_int_equal(cost.errors, 0);
        assert_true(cost.seconds < 3);
        for (size_t i = 0; i < 20000; i++)
                text_append(&text, "k: a\n");
        cost = read_text(&text);
        assert_int_equal(cost.errors, 19999);
        assert_true(cost.seconds < 1);
}

static void noise_of_every_kind_is_read_to_its_end(void **state)
{
        (void)state;
        static const char *const pieces[] = { "\x1b[2J", "\xff", "\xc0\x80", "\xed\xa0\x80",
                "\xe2\x80\xae", "\"\\0\\e\\x9b\\u202e\"\n", "&a", "*a ", "!!x ", "%TAG ! a\n",
                "---\n", "...\n", "\t", "\r", "? ", ": ", "'", "|\n", ">2\n ", "#", "\xef\xbb\xbf",
                "<<: *a\n", "{", "}", "[", "]", ",", "- ", "a", "\n", "  " };
        enum { PIECES = sizeof pieces / sizeof pieces[0] };
        uint32_t seed = 1;
        for (size_t round = 0; round < 20000; round++) {
                Text text = { 0 };
                for (size_t i = 0; i < 12; i++) {
                        seed = seed * 1664525 + 1013904223;
                        text_append(&text, pieces[(seed >> 16) % PIECES]);
                }
                Diagnostics *found = diagnostics_new();
                module_free(module_parse("x.yaml", text_string(&text), text.len, 0, found));
                /* Whatever it is, it is no module, and what is said of it is fit to be printed. */
                assert_true(diagnostics_total(found, SEVERITY_ERROR) > 0);
                Text shown = { 0 };
                diagnostics_source(found, "x.yaml", text_string(&text), text.len);
                diagnostics_print(found, DIAGNOSTIC_HUMAN, false, &shown);
                assert_null(strchr(text_string(&shown), '\x1b'));
                assert_null(strstr(text_string(&shown), "\xe2\x80\xae"));
                text_clear(&shown);
                diagnostics_free(found);
                text_clear(&text);
        }
}

static void every_start_of_a_good_module_is_read_without_harm(void **state)
{
        (void)state;
        const char *text =
                MODULE_HEAD "signs:\n  - {id: s, text: \"a \\x41\"}\nlessons:\n  - {id: l, title: "
                            "b, text: '*c* <d> ![e](f)'}\n" MODULE_QUIZ MODULE_QUESTION
                            "        - {id: b, type: branch, start: u, steps: {u: {text: a, "
                            "choices: [{text: b, to: v}]}, v: "
                            "{text: c, end: good}}}\n"
                            "        - {id: p, type: spot, ask: q, passage: 'a [b]{s} [c]{}', "
                            "feedback: {s: d, 2: e}}\n";
        for (size_t len = 0; len <= strlen(text); len++) {
                Diagnostics *found = diagnostics_new();
                char *copy =
                        xmalloc(len + 1); /* so that the sanitizer sees what is read past the end */
                memcpy(copy, text, len);
                module_free(module_parse("x.yaml", copy, len, 0, found));
                free(copy);
                diagnostics_free(found);
        }
}

typedef struct World {
        char folder[64];
} World;

static int make_world(void **state)
{
        World *world = xmalloc(sizeof *world);
        snprintf(world->folder, sizeof world->folder, "/tmp/makesafe-format-XXXXXX");
        *state = world;
        return mkdtemp(world->folder) ? 0 : -1;
}

static int remove_world(void **state)
{
        World *world = *state;
        char file[96];
        snprintf(file, sizeof file, "%s/x.yaml", world->folder);
        unlink(file);
        rmdir(world->folder);
        free(world);
        return 0;
}

static void a_folder_is_an_error_with_its_name(void **state)
{
        const World *world = *state;
        Diagnostics *found = diagnostics_new();
        Error error = { 0 };
        assert_null(module_load(world->folder, 0, found, &error));
        assert_true(error_is_set(&error));
        assert_non_null(strstr(error.message, world->folder));
        assert_int_equal(diagnostics_count(found), 0);
        diagnostics_free(found);
}

static void a_file_without_permission_is_an_error(void **state)
{
        const World *world = *state;
        char file[96];
        snprintf(file, sizeof file, "%s/x.yaml", world->folder);
        const char text[] = MODULE_HEAD MODULE_QUIZ MODULE_QUESTION;
        assert_true(file_write(file, text, sizeof text - 1, 0000, NULL));
        Diagnostics *found = diagnostics_new();
        Error error = { 0 };
        Module *module = module_load(file, 0, found, &error);
        if (geteuid() != 0) /* root may read everything */
                assert_true(error_is_set(&error));
        assert_true((module == NULL) == error_is_set(&error));
        module_free(module);
        diagnostics_free(found);
}

static void a_file_that_is_not_there_is_not_found(void **state)
{
        (void)state;
        Diagnostics *found = diagnostics_new();
        Error error = { 0 };
        assert_null(module_load("/nonexistent/x.yaml", 0, found, &error));
        assert_int_equal(error.kind, ERROR_NOT_FOUND);
        diagnostics_free(found);
}

int run_hostile_tests(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(deep_nesting_ends_at_the_limit),
                cmocka_unit_test(an_alias_bomb_is_counted_not_carried_out),
                cmocka_unit_test(a_scalar_of_16_mib_is_refused_where_it_begins),
                cmocka_unit_test(two_million_entries_in_one_list_are_counted_not_kept),
                cmocka_unit_test(more_values_than_text_can_mean_are_refused),
                cmocka_unit_test(a_wide_character_may_stand_anywhere),
                cmocka_unit_test(many_keys_cost_no_more_each_than_few),
                cmocka_unit_test(noise_of_every_kind_is_read_to_its_end),
                cmocka_unit_test(every_start_of_a_good_module_is_read_without_harm),
                cmocka_unit_test_setup_teardown(
                        a_folder_is_an_error_with_its_name, make_world, remove_world),
                cmocka_unit_test_setup_teardown(
                        a_file_without_permission_is_an_error, make_world, remove_world),
                cmocka_unit_test(a_file_that_is_not_there_is_not_found),
        };
        return cmocka_run_group_tests_name("hostile", tests, NULL, NULL);
}
