#include "../unit.h"

#include <locale.h>
#include <stdio.h>

#include "base/rich.h"
#include "base/text.h"

/* A layout as text: one line a line, columns kept. */
static char *laid_out(Arena *arena, const Rich *rich, int width)
{
        Lines lines = rich_layout(arena, rich, width, true);
        Text out = { 0 };
        for (size_t i = 0; i < lines.count; i++) {
                int column = 0;
                for (size_t j = 0; j < lines.lines[i].count; j++) {
                        const Piece *piece = &lines.lines[i].pieces[j];
                        text_append_repeat(&out, ' ', (size_t)(piece->column - column));
                        text_append_bytes(&out, piece->bytes, piece->len);
                        column = piece->column + piece->cells;
                        assert_true(column <= width);
                }
                text_append_char(&out, '\n');
        }
        char *copy = arena_strdup(arena, text_string(&out));
        text_clear(&out);
        return copy;
}

static void paragraphs_wrap_and_are_set_apart(void **state)
{
        (void)state;
        Arena *arena = arena_new();
        RichBuilder *builder = rich_start(arena);
        rich_paragraph(builder, SPAN_PLAIN, "one two three four");
        rich_paragraph(builder, SPAN_PLAIN, "five");
        Rich rich = rich_finish(builder);
        assert_string_equal(laid_out(arena, &rich, 10), "one two\nthree four\n\nfive\n");
        arena_free(arena);
}

static void items_hang_under_their_marker(void **state)
{
        (void)state;
        Arena *arena = arena_new();
        RichBuilder *builder = rich_start(arena);
        rich_item(builder, 1, "10.");
        rich_span(builder, SPAN_PLAIN, "one two three");
        rich_item(builder, 2, "-");
        rich_tight(builder);
        rich_span(builder, SPAN_PLAIN, "four");
        Rich rich = rich_finish(builder);
        assert_string_equal(laid_out(arena, &rich, 12), "10. one two\n    three\n  - four\n");
        arena_free(arena);
}

static void phrases_get_their_number_and_keep_it(void **state)
{
        (void)state;
        Arena *arena = arena_new();
        RichBuilder *builder = rich_start(arena);
        rich_block(builder, BLOCK_PARAGRAPH, 0);
        rich_span(builder, SPAN_PLAIN, "He ");
        rich_span_ref(builder, SPAN_PLAIN, 1, "pays in ", 8);
        rich_span_ref(builder, SPAN_STRONG, 1, "cash", 4);
        rich_span(builder, SPAN_PLAIN, ".");
        Rich rich = rich_finish(builder);
        assert_string_equal(laid_out(arena, &rich, 40), "He [1 pays in cash].\n");
        assert_string_equal(laid_out(arena, &rich, 8), "He\n[1 pays\nin\ncash].\n");
        arena_free(arena);
}

static void what_is_too_long_is_cut_and_nothing_overflows(void **state)
{
        (void)state;
        Arena *arena = arena_new();
        RichBuilder *builder = rich_start(arena);
        rich_paragraph(builder, SPAN_PLAIN, "Llanfairpwllgwyngyllgogerychwyrndrobwll日本語日本語");
        rich_block(builder, BLOCK_CODE, 0);
        rich_span(builder, SPAN_PLAIN, "a  b\n c");
        rich_block(builder, BLOCK_RULE, 0);
        Rich rich = rich_finish(builder);
        for (int width = 8; width < 40; width++)
                laid_out(arena, &rich, width); /* asserts the width */
        arena_free(arena);
}

int main(void)
{
        setlocale(LC_ALL, "C.UTF-8");
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(paragraphs_wrap_and_are_set_apart),
                cmocka_unit_test(items_hang_under_their_marker),
                cmocka_unit_test(phrases_get_their_number_and_keep_it),
                cmocka_unit_test(what_is_too_long_is_cut_and_nothing_overflows),
        };
        return cmocka_run_group_tests(tests, NULL, NULL);
}
