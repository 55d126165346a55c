#include "../unit.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/text.h"
#include "module/limits.h"
#include "module/markdown.h"

static const char *const kinds[] = { "p", "h", "item", "quote", "code", "rule" };

/* A text as blocks, one a line: kind, level, marker, then its spans with their styles and phrases.
 */
static char *show(const char *markdown, bool phrases)
{
        Arena *arena = arena_new();
        Rich rich = markdown_parse(arena, markdown, phrases);
        Text text = { 0 };
        for (size_t i = 0; i < rich.count; i++) {
                const Block *block = &rich.blocks[i];
                text_printf(&text, "%s", kinds[block->kind]);
                if (block->level)
                        text_printf(&text, "%u", block->level);
                if (block->marker)
                        text_printf(&text, "(%s)", block->marker);
                text_append(&text, block->tight ? "+" : ":");
                for (size_t j = 0; j < block->count; j++) {
                        const Span *span = &block->spans[j];
                        text_append(&text, " ");
                        text_append(&text, span->style & SPAN_EMPHASIS ? "*" : "");
                        text_append(&text, span->style & SPAN_STRONG ? "**" : "");
                        text_append(&text, span->style & SPAN_CODE ? "`" : "");
                        if (span->ref)
                                text_printf(&text, "%u", span->ref);
                        text_printf(&text, "<%s>", span->text);
                }
                text_append(&text, "\n");
        }
        arena_free(arena);
        return text_take(&text);
}

static void reads_as(const char *markdown, bool phrases, const char *expected)
{
        char *shown = show(markdown, phrases);
        assert_string_equal(shown, expected);
        free(shown);
}

static void paragraphs_emphasis_and_code_are_read(void **state)
{
        (void)state;
        reads_as("One *two* **three**\nfour `five`.\n\nSix.", false,
                "p: <One > *<two> < > **<three> < > <four > `<five> <.>\np: <Six.>\n");
        reads_as("Hard  \nbreak", false, "p: <Hard> <\n> <break>\n");
        reads_as("***both***", false, "p: ***<both>\n");
}

static void nothing_is_an_empty_text(void **state)
{
        (void)state;
        reads_as(NULL, false, "");
        reads_as("", false, "");
        reads_as("\n\n", true, "");
}

static void headings_quotes_rules_and_code_blocks_are_read(void **state)
{
        (void)state;
        reads_as("# One\n\n### Three\n\n> Quoted\n> > twice\n\n---\n\n```\na  b\n\nc\n```\n", false,
                "h1: <One>\nh3: <Three>\nquote1: <Quoted>\nquote2: <twice>\nrule:\n"
                "code: <a  b> <\n> <\n> <c>\n");
}

static void lists_have_markers_and_continuations(void **state)
{
        (void)state;
        reads_as("- a\n- b\n", false, "item1(•): <a>\nitem1(•)+ <b>\n");
        reads_as("3. a\n4. b\n", false, "item1(3.): <a>\nitem1(4.)+ <b>\n");
        reads_as("- a\n\n- b\n", false, "item1(•): <a>\nitem1(•): <b>\n");
        reads_as("- a\n\n  more\n\n  - in\n\nout\n", false,
                "item1(•): <a>\nitem1(): <more>\nitem2(•)+ <in>\np: <out>\n");
        reads_as("- - a\n", false, "item1(•):\nitem2(•)+ <a>\n");
        reads_as("-\n- b\n", false, "item1(•):\nitem1(•)+ <b>\n");
}

static void links_show_their_address(void **state)
{
        (void)state;
        reads_as("See [the page](https://a.example/b).", false,
                "p: <See > <the page> < (> <https://a.example/b> <)> <.>\n");
        reads_as("<https://a.example/>", false, "p: <https://a.example/>\n");
        reads_as("<me@a.example>", false, "p: <me@a.example>\n");
}

static void html_and_images_are_shown_as_their_source(void **state)
{
        (void)state;
        reads_as("a <b>c</b>", false, "p: <a > <<b>> <c> <</b>>\n");
        reads_as("![alt](src.png)", false, "p: <![> <alt> <](src.png)>\n");
}

static void entities_are_decoded_and_never_to_a_control(void **state)
{
        (void)state;
        reads_as("&amp;&#163;&#x1b;&#0;&nope;", false,
                "p: <&> <£> <\xEF\xBF\xBD> <\xEF\xBF\xBD> <&nope;>\n");
}

static void phrases_are_numbered_in_order(void **state)
{
        (void)state;
        reads_as("He [pays in cash]{late-cash} and [smiles]{}.", true,
                "p: <He > 1<pays in cash> < and > 2<smiles> <.>\n");
        reads_as("[a]{} [b]{c}", false, "p: <[a]{} [b]{c}>\n");
}

static void phrases_and_emphasis_may_stand_in_each_other(void **state)
{
        (void)state;
        reads_as("**[strong]{}** [_em_ x]{a} [pays *cash*]{b}*[c]{}*", true,
                "p: **1<strong> < > *2<em> 2< x> < > 3<pays > *3<cash> *4<c>\n");
        reads_as("[quoted \"word\"]{}", true, "p: 1<quoted \"word\">\n");
}

static void a_phrase_that_is_not_shown_does_not_shift_the_others(void **state)
{
        (void)state;
        /* The first stands in a definition that Markdown swallows. */
        reads_as("[x]: <[a]{}>\n\n[b]{}", true, "p: 2<b>\n");
}

static void phrases_in_phrases_are_the_innermost(void **state)
{
        (void)state;
        reads_as("[[[a]{} b] c]{d}", true, "p: <[[> 1<a> < b] c]{d}>\n");
        reads_as("[a [b]{} c]{d} [e]{}", true, "p: <[a > 1<b> < c]{d} > 2<e>\n");
}

static void everything_unsafe_is_replaced(void **state)
{
        (void)state;
        reads_as("a\x1b[31mb\xFF\xE2\x80\xAE"
                 "c",
                false,
                "p: <a\xEF\xBF\xBD[31mb\xEF\xBF\xBD\xEF\xBF\xBD"
                "c>\n");
        /* Our own markers, typed by somebody. */
        reads_as("\xEF\xBF\xB9"
                 "1\"x\"\xEF\xBF\xBB",
                true,
                "p: <\xEF\xBF\xBD"
                "1\"x\"\xEF\xBF\xBD>\n");
}

static void marked_phrases_are_found_with_their_places(void **state)
{
        (void)state;
        MarkedPhrase phrases[4];
        MarkdownTrouble trouble;
        size_t offset;
        const char *text = "a [b *c*]{d-e} \\[f] [g](h) [i]{}";
        assert_int_equal(markdown_phrases(text, phrases, 4, &trouble, &offset), 2);
        assert_int_equal(trouble, MARKDOWN_FINE);
        assert_int_equal(phrases[0].offset, 2);
        assert_int_equal(phrases[0].text_len, 5);
        assert_memory_equal(phrases[0].text, "b *c*", 5);
        assert_int_equal(phrases[0].id_len, 3);
        assert_memory_equal(phrases[0].id, "d-e", 3);
        assert_int_equal(phrases[1].id_len, 0);
}

static void trouble_with_phrases_is_told_with_its_place(void **state)
{
        (void)state;
        static const struct {
                const char *text;
                MarkdownTrouble trouble;
                size_t offset;
        } cases[] = { { "a [b", MARKDOWN_UNCLOSED_PHRASE, 2 },
                { "a [b\n\nc]{}", MARKDOWN_UNCLOSED_PHRASE, 2 },
                { "[a] b", MARKDOWN_UNCLOSED_PHRASE, 0 }, { "[a]{b", MARKDOWN_UNCLOSED_PHRASE, 0 },
                { "[]{a}", MARKDOWN_UNCLOSED_PHRASE, 0 },
                { "[a [b]{} c]{}", MARKDOWN_NESTED_PHRASE, 3 },
                { "[[[a]{} b] c]{}", MARKDOWN_UNCLOSED_PHRASE, 1 }, { "a ] b", MARKDOWN_FINE, 0 },
                { "a\\", MARKDOWN_FINE, 0 } };
        for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
                MarkdownTrouble trouble;
                size_t offset;
                markdown_phrases(cases[i].text, NULL, 0, &trouble, &offset);
                assert_int_equal(trouble, cases[i].trouble);
                assert_int_equal(offset, cases[i].offset);
        }
}

static void markup_is_found_with_its_place(void **state)
{
        (void)state;
        static const struct {
                const char *text;
                MarkdownTrouble trouble;
                size_t offset;
        } cases[] = { { "a <b>c</b>", MARKDOWN_HTML, 2 }, { "a <!-- b -->", MARKDOWN_HTML, 2 },
                { "a\n\n<div>\nb", MARKDOWN_HTML, 3 }, { "a ![b](c)", MARKDOWN_IMAGE, 2 },
                { "a ![b](c\\_d)", MARKDOWN_IMAGE, 2 }, { "a ![b](<>)", MARKDOWN_IMAGE, 2 },
                { "5 < 6 and 7 > 6", MARKDOWN_FINE, 0 }, { "`<b>`", MARKDOWN_FINE, 0 },
                { "\\<b>", MARKDOWN_FINE, 0 }, { "<https://a.example>", MARKDOWN_FINE, 0 },
                { "Stop![1]", MARKDOWN_FINE, 0 } };
        for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
                size_t offset;
                assert_int_equal(markdown_check(cases[i].text, &offset), cases[i].trouble);
                if (cases[i].trouble != MARKDOWN_FINE)
                        assert_int_equal(offset, cases[i].offset);
        }
}

static void plain_text_has_no_markup(void **state)
{
        (void)state;
        Arena *arena = arena_new();
        assert_string_equal(markdown_plain(arena, "# A *b*\n\n- c [d]{e}\n"), "A b\nc d");
        assert_string_equal(markdown_plain(arena, NULL), "");
        arena_free(arena);
}

static void any_text_of_brackets_is_survived(void **state)
{
        (void)state;
        static const char letters[] = "[[[]]]{}{}()!<>*_`\\\n #-\"&;a";
        uint32_t seed = 7;
        for (size_t round = 0; round < 3000; round++) {
                char text[65];
                for (size_t i = 0; i < 64; i++) {
                        seed = seed * 1664525 + 1013904223;
                        text[i] = letters[(seed >> 16) % (sizeof letters - 1)];
                }
                text[64] = '\0';
                free(show(text, true));
                size_t offset;
                markdown_check(text, &offset);
                assert_true(offset <= 64);
        }
}

int main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(paragraphs_emphasis_and_code_are_read),
                cmocka_unit_test(nothing_is_an_empty_text),
                cmocka_unit_test(headings_quotes_rules_and_code_blocks_are_read),
                cmocka_unit_test(lists_have_markers_and_continuations),
                cmocka_unit_test(links_show_their_address),
                cmocka_unit_test(html_and_images_are_shown_as_their_source),
                cmocka_unit_test(entities_are_decoded_and_never_to_a_control),
                cmocka_unit_test(phrases_are_numbered_in_order),
                cmocka_unit_test(phrases_and_emphasis_may_stand_in_each_other),
                cmocka_unit_test(a_phrase_that_is_not_shown_does_not_shift_the_others),
                cmocka_unit_test(phrases_in_phrases_are_the_innermost),
                cmocka_unit_test(everything_unsafe_is_replaced),
                cmocka_unit_test(marked_phrases_are_found_with_their_places),
                cmocka_unit_test(trouble_with_phrases_is_told_with_its_place),
                cmocka_unit_test(markup_is_found_with_its_place),
                cmocka_unit_test(plain_text_has_no_markup),
                cmocka_unit_test(any_text_of_brackets_is_survived),
        };
        return cmocka_run_group_tests(tests, NULL, NULL);
}
