/* The handout: every question that is asked, the same letters in the key, nothing given away. */
#include "../unit.h"

#include <stdio.h>

#include "exchange/handout.h"
#include "foreign_world.h"

#define HEAD                                                                                       \
        "makesafe: 1\nid: x\nversion: \"1\"\nlanguage: cy\ntitle: A & B\nsummary: S\nsector: "     \
        "everyone\n"                                                                               \
        "signs: [{id: cash, text: Cash}]\n"                                                        \
        "lessons: [{id: l, title: One lesson, text: \"# Heading\\n\\n1. first\\n2. second\"}]\n"   \
        "quiz:\n  sections:\n    - id: s\n      title: S\n      draw: 1\n      questions:\n"

static const char all_kinds[] =
        HEAD "        - {id: o, type: order, ask: Order?, steps: [step one, step two, step three, "
             "step four]}\n"
             "        - {id: m, type: match, ask: Match?, pairs: [{left: l1, right: r1}, {left: "
             "l2, right: r2}], extra: [r3]}\n"
             "        - {id: p, type: spot, ask: Spot?, passage: \"He [pays *cash* now]{cash} and "
             "[smiles]{}.\"}\n"
             "        - {id: c, type: single, ask: Choose?, options: [{text: good, correct: true, "
             "feedback: because}, "
             "{text: bad, feedback: as it is}], explain: All in all.}\n"
             "        - {id: r, type: true-false, ask: Old?, answer: true, status: retired}\n";

typedef struct Made {
        Module *module;
        Arena *arena;
        Handout handout;
        Text text;
} Made;

static void make(Made *made, void (*write)(const Handout *, Text *))
{
        *made = (Made){ .module = module_of(all_kinds), .arena = arena_new() };
        made->handout = handout_make(made->arena, made->module, NULL, NULL);
        write(&made->handout, &made->text);
}

static void made_clear(Made *made)
{
        text_clear(&made->text);
        arena_free(made->arena);
        module_free(made->module);
}

static const char *find(const char *text, const char *what)
{
        const char *at = strstr(text, what);
        if (!at)
                fail_msg("'%s' is not in:\n%s", what, text);
        return at;
}

/* The letter that stands before a text. */
static char letter_of(const char *text, const char *what)
{
        return find(text, what)[-3];
}

static void the_key_names_the_letters_of_the_questions(void **state)
{
        (void)state;
        Made made;
        make(&made, handout_write_txt);
        const char *text = text_string(&made.text), *key = find(text, "\f");
        char order[100];
        snprintf(order, sizeof order, "Right: %c), %c), %c), %c)\n", letter_of(text, "step one"),
                letter_of(text, "step two"), letter_of(text, "step three"),
                letter_of(text, "step four"));
        find(key, order);
        char pairs[100];
        snprintf(pairs, sizeof pairs, "Right: a%c, b%c\n", letter_of(text, "r1"),
                letter_of(text, "r2"));
        find(key, pairs);
        find(text, "[1 pays cash now] and [2 smiles]");
        find(key, "Right: 1\n");
        snprintf(order, sizeof order, "Right: %c)\n", letter_of(text, "good"));
        find(key, order);
        find(key, "because");
        find(key, "All in all.");
        made_clear(&made);
}

static void nothing_is_given_away_before_the_key(void **state)
{
        (void)state;
        Made made;
        make(&made, handout_write_txt);
        const char *text = text_string(&made.text), *key = find(text, "\f");
        static const char *const secrets[] = { "because", "All in all", "Right:" };
        for (size_t i = 0; i < 3; i++)
                assert_true(find(text, secrets[i]) > key);
        assert_false(letter_of(text, "step one") == 'a' && letter_of(text, "step two") == 'b' &&
                     letter_of(text, "step three") == 'c');
        assert_null(strstr(text, "Old?"));
        made_clear(&made);
}

static void every_print_is_the_same(void **state)
{
        (void)state;
        Made one, other;
        make(&one, handout_write_html);
        make(&other, handout_write_html);
        assert_string_equal(text_string(&one.text), text_string(&other.text));
        made_clear(&one);
        made_clear(&other);
}

static void the_page_needs_nothing_else_and_breaks_before_the_key(void **state)
{
        (void)state;
        Made made;
        make(&made, handout_write_html);
        const char *page = text_string(&made.text);
        find(page, "<html lang=\"cy\">");
        find(page, "<h1>A &amp; B</h1>");
        find(page, "@page{size:A4");
        find(page, ".apart{break-before:page}");
        assert_true(find(page, "<section class=\"apart\">") < find(page, "because"));
        assert_true(find(page, "<section class=\"apart\">") > find(page, "Choose?"));
        find(page, "<h3>One lesson</h3>");
        find(page, "<h4>Heading</h4>");
        find(page, "<li class=\"marked\">1. first</li>");
        find(page, "<strong>[1</strong> pays <em>cash</em> now] and <strong>[2</strong> smiles]");
        assert_null(strstr(page, "src="));
        assert_null(strstr(page, "href="));
        assert_null(strstr(page, "<script"));
        made_clear(&made);
}

int main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(the_key_names_the_letters_of_the_questions),
                cmocka_unit_test(nothing_is_given_away_before_the_key),
                cmocka_unit_test(every_print_is_the_same),
                cmocka_unit_test(the_page_needs_nothing_else_and_breaks_before_the_key),
        };
        return cmocka_run_group_tests(tests, NULL, NULL);
}
