#include "../unit.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/text.h"
#include "module/tree.h"

typedef struct World {
        Arena *arena;
        Diagnostics *found;
} World;

static int make_world(void **state)
{
        World *world = xmalloc(sizeof *world);
        *world = (World){ arena_new(), diagnostics_new() };
        *state = world;
        return 0;
}

static int remove_world(void **state)
{
        World *world = *state;
        arena_free(world->arena);
        diagnostics_free(world->found);
        free(world);
        return 0;
}

static const Node *parse(World *world, const char *text)
{
        return tree_parse(world->arena, "x.yaml", text, strlen(text), NULL, world->found);
}

/* What was found, as "line:column code" words. */
static void finds(World *world, const char *expected)
{
        Text text = { 0 };
        diagnostics_sort(world->found);
        for (size_t i = 0; i < diagnostics_count(world->found); i++) {
                const Diagnostic *diagnostic = diagnostics_get(world->found, i);
                text_printf(&text, "%s%u:%u %s", i ? " " : "", diagnostic->place.line,
                        diagnostic->place.column, checks[diagnostic->check].code);
        }
        assert_string_equal(text_string(&text), expected);
        text_clear(&text);
}

static void is_at(Place place, uint32_t line, uint32_t column)
{
        assert_int_equal(place.line, line);
        assert_int_equal(place.column, column);
}

static void keys_and_values_know_their_places(void **state)
{
        World *world = *state;
        const Node *root = parse(world, "é: [a,\n  \"b\"]\nc:\n  d: |\n    text\n");
        finds(world, "");
        assert_int_equal(root->kind, NODE_MAPPING);
        assert_int_equal(root->count, 2);
        const Node *list = root->first;
        assert_string_equal(list->key, "é");
        is_at(list->key_place, 1, 1);
        is_at(list->place, 1, 4);
        is_at(list->first->place, 1, 5);
        assert_true(list->first->plain);
        is_at(list->first->next->place, 2, 3);
        assert_false(list->first->next->plain);
        const Node *block = node_get(node_get(root, "c"), "d");
        is_at(block->place, 4, 6);
        assert_true(block->block);
        assert_string_equal(block->text, "text\n");
        assert_null(node_get(root, "e"));
        assert_null(node_get(list, "e"));
}

static void crlf_and_a_byte_order_mark_move_nothing(void **state)
{
        World *world = *state;
        const Node *root = parse(world, "\xEF\xBB\xBF"
                                        "a: b\r\nc: d\r\n");
        finds(world, "");
        is_at(root->first->key_place, 1, 1);
        is_at(root->first->next->place, 2, 4);
        assert_string_equal(root->first->next->text, "d");
}

static void an_alias_shares_what_its_anchor_names(void **state)
{
        World *world = *state;
        const Node *root = parse(world, "a: &x {k: v}\nb: *x\nc: &y word\nd: *y\n");
        finds(world, "");
        const Node *a = node_get(root, "a"), *b = node_get(root, "b");
        is_at(a->place, 1, 7);
        is_at(b->place, 2, 4);
        assert_ptr_equal(a->first, b->first);
        assert_string_equal(node_get(root, "d")->text, "word");
}

static void bytes_that_are_no_utf8_are_counted_and_the_rest_read(void **state)
{
        World *world = *state;
        const Node *root = parse(world, "a: b\xE9\xA3 c\nd: *e\n");
        finds(world, "1:5 E002 2:4 E010");
        assert_string_equal(root->first->text, "b\xEF\xBF\xBD\xEF\xBF\xBD c");
        assert_non_null(strstr(diagnostics_get(world->found, 0)->message, "E9"));
}

static void wide_encodings_are_told_from_their_first_bytes(void **state)
{
        World *world = *state;
        static const struct {
                const char *bytes;
                size_t len;
        } files[] = { { "\xFF\xFE"
                        "a\0:\0",
                              6 },
                { "\xFE\xFF\0a\0:", 6 }, { "\xFF\xFE\0\0a\0\0\0", 8 }, { "\0\0\xFE\xFF\0\0\0a", 8 },
                { "a\0:\0 \0", 6 }, { "\0a\0:", 4 } };
        for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
                Diagnostics *found = diagnostics_new();
                assert_null(tree_parse(
                        world->arena, "x.yaml", files[i].bytes, files[i].len, NULL, found));
                assert_int_equal(diagnostics_count(found), 1);
                assert_int_equal(diagnostics_get(found, 0)->check, CHECK_NOT_UTF8);
                is_at(diagnostics_get(found, 0)->place, 1, 1);
                diagnostics_free(found);
        }
}

static void what_an_escape_brings_in_is_found_in_every_place(void **state)
{
        World *world = *state;
        const Node *root =
                parse(world, "a: \"x\\e\\\n  y \\u202e\"\n\"b\\0\": c\nd: [\"\\x9b\"]\n");
        finds(world, "1:6 E003 2:5 E003 3:3 E003 4:6 E003");
        assert_string_equal(root->first->text, "x\xEF\xBF\xBDy \xEF\xBF\xBD");
        /* A key that cannot be shown is no key; what it held is left out. */
        assert_int_equal(root->count, 2);
        assert_true(root->cut);
}

static void raw_controls_are_found_in_comments_too(void **state)
{
        World *world = *state;
        parse(world, "a: b # \x1b\n# é \xE2\x80\xAE\nc: \x7f\n");
        finds(world, "1:8 E003 2:5 E003 3:4 E003");
}

static void harmless_white_space_is_no_control(void **state)
{
        World *world = *state;
        parse(world, "a: \"x\\ty\\nz\"\nb: \"tab\there\"\n");
        finds(world, "");
}

static void after_an_error_of_syntax_what_came_before_is_there(void **state)
{
        World *world = *state;
        const Node *root = parse(world, "a: b\nc:\n  d: e\n f: g\n");
        finds(world, "4:2 E004");
        assert_string_equal(node_get(root, "a")->text, "b");
        assert_string_equal(node_get(node_get(root, "c"), "d")->text, "e");
        assert_true(root->cut);
        const Diagnostic *syntax = diagnostics_get(world->found, 0);
        is_at(syntax->other, 1, 1);
        assert_non_null(syntax->hint);
}

static void a_duplicate_key_tells_where_the_first_one_is(void **state)
{
        World *world = *state;
        Text text = { 0 };
        for (int i = 0; i < 100; i++)
                text_printf(&text, "key-%d: a\n", i);
        text_append(&text, "key-7: b\nkey-99: c\n");
        parse(world, text_string(&text));
        finds(world, "101:1 E007 102:1 E007");
        is_at(diagnostics_get(world->found, 0)->other, 8, 1);
        is_at(diagnostics_get(world->found, 1)->other, 100, 1);
        text_clear(&text);
}

static void nothing_at_all_is_an_error(void **state)
{
        World *world = *state;
        static const char *const texts[] = { "", "\n\n", "# only a comment\n", "---\n",
                "--- ~x\n" };
        for (size_t i = 0; i < 4; i++) {
                Diagnostics *found = diagnostics_new();
                assert_null(tree_parse(
                        world->arena, "x.yaml", texts[i], strlen(texts[i]), NULL, found));
                assert_int_equal(diagnostics_count(found), 1);
                assert_int_equal(diagnostics_get(found, 0)->check, CHECK_EMPTY_FILE);
                diagnostics_free(found);
        }
        assert_non_null(parse(world, texts[4]));
}

static void reading_stops_at_a_key_and_reads_no_further(void **state)
{
        World *world = *state;
        int ends[2];
        assert_int_equal(pipe(ends), 0);
        const char head[] = "a: b\nquiz:\n  x: y\n";
        Text text = { 0 };
        text_append(&text, head);
        text_append_repeat(&text, '#', 60000);
        assert_int_equal(write(ends[1], text_string(&text), text.len), (ssize_t)text.len);
        text_clear(&text);
        static const char *const stop[] = { "quiz", NULL };
        const TreeOptions options = { .stop = stop };
        Error error = { 0 };
        const Node *root =
                tree_read(world->arena, "x.yaml", ends[0], &options, world->found, &error);
        finds(world, "");
        assert_int_equal(root->count, 1);
        char rest[70000];
        close(ends[1]);
        ssize_t left = read(ends[0], rest, sizeof rest);
        /* What was read is a few pieces, not the file. */
        assert_true(left > 50000);
        close(ends[0]);
}

/* Whoever may stop is handed small pieces. */
static const char *const never[] = { "no such key", NULL };
static const TreeOptions small_pieces = { .stop = never };

static void a_character_cut_by_the_pieces_is_whole(void **state)
{
        World *world = *state;
        for (size_t shift = 0; shift < 8; shift++) {
                int ends[2];
                assert_int_equal(pipe(ends), 0);
                Text text = { 0 };
                text_append(&text, "a: ");
                text_append_repeat(&text, 'x', 1000 + shift);
                for (int i = 0; i < 900; i++)
                        text_append(&text, "é€");
                assert_int_equal(write(ends[1], text_string(&text), text.len), (ssize_t)text.len);
                close(ends[1]);
                Error error = { 0 };
                const Node *root = tree_read(
                        world->arena, "x.yaml", ends[0], &small_pieces, world->found, &error);
                close(ends[0]);
                finds(world, "");
                assert_int_equal(root->first->count, text.len - 3);
                assert_memory_equal(root->first->text, text.bytes + 3, text.len - 3);
                text_clear(&text);
        }
}

static void show(Text *text, const Node *node)
{
        if (!node)
                return;
        text_printf(text, "%u:%u %u:%u ", node->key_place.line, node->key_place.column,
                node->place.line, node->place.column);
        if (node->kind == NODE_SCALAR)
                text_printf(text, "%s\n", node->text);
        for (const Node *child = node->kind == NODE_SCALAR ? NULL : node->first; child;
                child = child->next)
                show(text, child);
}

/* A tree and what was found, as one text. */
static char *describe(const Node *root, Diagnostics *found)
{
        Text text = { 0 };
        show(&text, root);
        diagnostics_sort(found);
        diagnostics_print(found, DIAGNOSTIC_GCC, false, &text);
        diagnostics_free(found);
        return text_take(&text);
}

static void a_file_read_in_pieces_gives_what_it_gives_whole(void **state)
{
        World *world = *state;
        static const char *const pieces[] = { "word ", "é", "€", "😀", "a", "\xff", "\xe9", "\x01",
                "\xe2\x80\xae", "\r\n  ", "\n  ", "\r  ", "\xe2\x82", "\xf0\x9f", "\xef\xbf\xbd",
                "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" };
        uint32_t seed = 3;
        for (size_t round = 0; round < 30; round++) {
                Text text = { 0 };
                while (text.len < 40000) {
                        text_append(&text, "- '");
                        for (int i = 0; i < 20; i++) {
                                seed = seed * 1664525 + 1013904223;
                                /* Every third file is plain, wide characters and all. */
                                text_append(&text, pieces[(seed >> 16) % (round % 3 ? 16 : 5)]);
                        }
                        text_append(&text, "'\n");
                }
                FILE *file = tmpfile();
                assert_int_equal(fwrite(text_string(&text), 1, text.len, file), text.len);
                rewind(file);
                Diagnostics *in_pieces = diagnostics_new(), *whole = diagnostics_new();
                Error error = { 0 };
                const Node *one = tree_read(world->arena, "x", fileno(file),
                        round % 2 ? &small_pieces : NULL, in_pieces, &error);
                const Node *two =
                        tree_parse(world->arena, "x", text_string(&text), text.len, NULL, whole);
                char *a = describe(one, in_pieces), *b = describe(two, whole);
                assert_string_equal(a, b);
                free(a);
                free(b);
                fclose(file);
                text_clear(&text);
        }
}

static void a_reader_that_fails_says_why(void **state)
{
        World *world = *state;
        int fd = open("/", O_RDONLY | O_DIRECTORY);
        Error error = { 0 };
        assert_null(tree_read(world->arena, "folder", fd, NULL, world->found, &error));
        assert_non_null(strstr(error.message, "folder: "));
        finds(world, "");
        close(fd);
}

/* More of them than anchors have room for at first. */
static void anchors_of_collections_that_are_refused_are_known(void **state)
{
        World *world = *state;
        Text text = { 0 };
        for (int i = 0; i < 40; i++)
                text_printf(&text, "? &a%d [x]\n: *a%d\n", i, i);
        parse(world, text_string(&text));
        assert_int_equal(diagnostics_total(world->found, SEVERITY_ERROR), 40);
        for (size_t i = 0; i < 40; i++)
                assert_int_equal(diagnostics_get(world->found, i)->check, CHECK_KEY_KIND);
        text_clear(&text);
}

/* Writes the ids of what it is handed one after the other; leaves those called "stay". */
static void *take(void *data, const Node *root, const Node *mapping)
{
        assert_int_equal(root->kind, NODE_MAPPING);
        const Node *id = node_get(mapping, "id");
        text_printf(data, "%s ", id ? id->text : "?");
        return id && strcmp(id->text, "stay") == 0 ? NULL : data;
}

static const Node *parse_and_take(World *world, const char *text, Text *ids)
{
        static const char *const from[] = { "quiz", "", "list", NULL };
        const TreeOptions options = { .take = take, .data = ids, .taken_from = from };
        return tree_parse(world->arena, "x.yaml", text, strlen(text), &options, world->found);
}

static void the_mappings_of_a_list_are_handed_over_as_they_end(void **state)
{
        World *world = *state;
        Text ids = { 0 };
        const Node *root = parse_and_take(world,
                "list: [{id: other place}]\n"
                "quiz:\n"
                "  - list: [{id: a, more: [{id: inside}]}, text, {id: stay}]\n"
                "    other: [{id: other key}]\n"
                "  - list:\n"
                "    - id: b\n"
                "  - list: {id: no list}\n",
                &ids);
        finds(world, "");
        assert_string_equal(text_string(&ids), "a stay b ");
        const Node *sections = node_get(root, "quiz"), *list = node_get(sections->first, "list");
        assert_int_equal(list->count, 3);
        assert_int_equal(list->first->kind, NODE_TAKEN);
        assert_ptr_equal(list->first->taken, &ids);
        is_at(list->first->place, 3, 12);
        assert_string_equal(list->first->next->text, "text");
        assert_string_equal(node_get(list->first->next->next, "id")->text, "stay");
        text_clear(&ids);
}

static void what_was_handed_over_needs_no_more_memory(void **state)
{
        World *world = *state;
        Text ids = { 0 }, text = { 0 };
        text_append(&text, "quiz:\n  - list:\n");
        for (int i = 0; i < 1000; i++) {
                text_append(&text, "    - {id: a, b: [");
                text_append_repeat(&text, 'c', 5);
                for (int j = 0; j < 50; j++)
                        text_append(&text, ",d");
                text_append(&text, "]}\n");
        }
        Arena *texts = arena_new();
        static const char *const from[] = { "quiz", "", "list", NULL };
        const TreeOptions options = {
                .texts = texts, .take = take, .data = &ids, .taken_from = from
        };
        size_t before = arena_size(world->arena);
        tree_parse(world->arena, "x.yaml", text_string(&text), text.len, &options, world->found);
        finds(world, "");
        assert_int_equal(ids.len, 2000);
        /* One node of each is kept, and not those of its 52 others. */
        assert_true(arena_size(world->arena) - before < 4 * 1000 * sizeof(Node));
        arena_free(texts);
        text_clear(&text);
        text_clear(&ids);
}

/* What an anchor names may be asked for further on; what ends in doubt is not handed over. */
static void what_may_still_be_needed_is_not_handed_over(void **state)
{
        World *world = *state;
        Text ids = { 0 };
        const Node *root = parse_and_take(world,
                "quiz:\n"
                "  - list:\n"
                "    - {id: a, one: &one [1]}\n"
                "    - &b {id: b}\n"
                "    - {id: c, one: *one}\n"
                "    - *b\n",
                &ids);
        finds(world, "");
        assert_string_equal(text_string(&ids), "c ");
        const Node *list = node_get(node_get(root, "quiz")->first, "list");
        assert_string_equal(node_get(list->first, "id")->text, "a");
        assert_string_equal(node_get(list->first->next->next->next, "id")->text, "b");
        text_reset(&ids);
        parse_and_take(world, "quiz:\n  - list:\n    - id: a\n    - id: b\n   text: x\n", &ids);
        assert_string_equal(text_string(&ids), "a ");
        finds(world, "5:4 E004");
        text_clear(&ids);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, make_world, remove_world)

int main(void)
{
        const struct CMUnitTest tests[] = {
                TEST(keys_and_values_know_their_places),
                TEST(crlf_and_a_byte_order_mark_move_nothing),
                TEST(an_alias_shares_what_its_anchor_names),
                TEST(bytes_that_are_no_utf8_are_counted_and_the_rest_read),
                TEST(wide_encodings_are_told_from_their_first_bytes),
                TEST(what_an_escape_brings_in_is_found_in_every_place),
                TEST(raw_controls_are_found_in_comments_too),
                TEST(harmless_white_space_is_no_control),
                TEST(after_an_error_of_syntax_what_came_before_is_there),
                TEST(a_duplicate_key_tells_where_the_first_one_is),
                TEST(nothing_at_all_is_an_error),
                TEST(reading_stops_at_a_key_and_reads_no_further),
                TEST(a_character_cut_by_the_pieces_is_whole),
                TEST(a_file_read_in_pieces_gives_what_it_gives_whole),
                TEST(a_reader_that_fails_says_why),
                TEST(anchors_of_collections_that_are_refused_are_known),
                TEST(the_mappings_of_a_list_are_handed_over_as_they_end),
                TEST(what_was_handed_over_needs_no_more_memory),
                TEST(what_may_still_be_needed_is_not_handed_over),
        };
        return cmocka_run_group_tests(tests, NULL, NULL);
}
