/* Which lesson teaches a sign: by the words they share. */
#include "../unit.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/text.h"
#include "module/teach.h"

/* A module of signs and lessons, a text each; NULL ends. */
static Module *make_module(const char *const *signs, const char *const *lessons)
{
        Text text = { 0 };
        text_append(&text, "makesafe: 1\nid: small\nversion: '1'\nlanguage: en\ntitle: S\nsummary: "
                           "S\nsector: x\n");
        text_append(&text, signs[0] ? "signs:\n" : "");
        for (size_t i = 0; signs[i]; i++)
                text_printf(&text, "  - {id: s%zu, text: \"%s\"}\n", i, signs[i]);
        text_append(&text, lessons[0] ? "lessons:\n" : "");
        for (size_t i = 0; lessons[i]; i++)
                text_printf(&text, "  - {id: l%zu, title: \"T\", text: \"%s\"}\n", i, lessons[i]);
        text_append(&text, "quiz:\n  sections:\n    - id: a\n      title: A\n      questions:\n"
                           "        - {id: q, type: true-false, ask: True?, answer: true}\n");
        Diagnostics *found = diagnostics_new();
        Module *module = module_parse("small.yaml", text_string(&text), text.len, 0, found);
        assert_non_null(module);
        diagnostics_free(found);
        text_clear(&text);
        return module;
}

static void check(const char *const *signs, const char *const *lessons, const size_t *expected)
{
        Module *module = make_module(signs, lessons);
        size_t found[8];
        module_find_lessons(module, found);
        for (size_t i = 0; i < module->sign_count; i++)
                if (found[i] != expected[i])
                        fail_msg("sign %zu: lesson %zd, not %zd", i, (ssize_t)found[i],
                                (ssize_t)expected[i]);
        module_free(module);
}

#define LIST(...) ((const char *const[]){ __VA_ARGS__, NULL })
#define PLACES(...) ((const size_t[]){ __VA_ARGS__ })

static void a_sign_is_taught_where_its_rare_words_stand(void **state)
{
        (void)state;
        check(LIST("Pays in cash", "Refuses the cleaner"),
                LIST("The police want to know.", "Some pay in cash. The police.",
                        "No cleaner is let in. The police."),
                PLACES(1, 2));
}

static void endings_capitals_and_accents_do_not_matter(void **state)
{
        (void)state;
        check(LIST("REFUSES booking", "Ŵyn yn y tŷ"),
                LIST("Nothing.", "Refused bookings.", "ŵyn, ac Yn y TŶ"), PLACES(1, 2));
}

static void words_that_stand_together_count_more_than_words_apart(void **state)
{
        (void)state;
        check(LIST("child waits alone corridor"),
                LIST("A child.\\n\\nSomebody waits.\\n\\nAlone.\\n\\nThe corridor. A child waits.",
                        "- A child waits alone in the corridor.\\n- Other."),
                PLACES(1));
}

static void where_two_come_close_it_is_the_lesson_of_most_signs(void **state)
{
        (void)state;
        check(LIST("gold watch", "silver spoon", "bronze statue", "copper kettle"),
                LIST("A gold watch. A silver spoon. A bronze statue. A kettle.", "A copper roof."),
                PLACES(0, 0, 0, 0));
}

static void a_sign_without_a_word_in_any_lesson_is_looked_for_where_the_others_are(void **state)
{
        (void)state;
        check(LIST("gold watch", "unheard"), LIST("Nothing.", "A gold watch."), PLACES(1, 1));
        check(LIST("unheard"), LIST("The only lesson."), PLACES(0));
        check(LIST("unheard"), LIST("One lesson.", "Another lesson."), PLACES(SIZE_MAX));
}

static void a_module_without_lessons_or_signs_has_nothing_to_find(void **state)
{
        (void)state;
        static const char *const nothing[] = { NULL };
        check(LIST("gold watch"), nothing, PLACES(SIZE_MAX));
        check(nothing, LIST("A lesson."), PLACES(0));
}

static void the_bundled_modules_lead_to_their_lessons_of_signs(void **state)
{
        (void)state;
        static const char *const known[][3] = { { "hotels", "cash-room-late", "signs-by-job" },
                { "hotels", "gifts-money", "what-it-is" },
                { "taxis", "adult-pays", "signs-in-your-job" },
                { "taxis", "collected-by-unknown", "what-it-is" },
                { "hotels.cy", "by-taxi", "signs-by-job" },
                { "everyone", "gifts-money", "nine-signs" } };
        const char *source = getenv("MAKESAFE_SOURCE");
        for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
                char file[512];
                Error error = { 0 };
                Diagnostics *found = diagnostics_new();
                snprintf(file, sizeof file, "%s/modules/%s.yaml", source ? source : ".",
                        known[i][0]);
                Module *module = module_load(file, 0, found, &error);
                assert_non_null(module);
                size_t lessons[100], sign = module_sign(module, known[i][1]);
                assert_true(module->sign_count <= 100 && sign < module->sign_count);
                module_find_lessons(module, lessons);
                assert_string_equal(module->lessons[lessons[sign]].id, known[i][2]);
                module_free(module);
                diagnostics_free(found);
        }
}

int main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(a_sign_is_taught_where_its_rare_words_stand),
                cmocka_unit_test(endings_capitals_and_accents_do_not_matter),
                cmocka_unit_test(words_that_stand_together_count_more_than_words_apart),
                cmocka_unit_test(where_two_come_close_it_is_the_lesson_of_most_signs),
                cmocka_unit_test(
                        a_sign_without_a_word_in_any_lesson_is_looked_for_where_the_others_are),
                cmocka_unit_test(a_module_without_lessons_or_signs_has_nothing_to_find),
                cmocka_unit_test(the_bundled_modules_lead_to_their_lessons_of_signs),
        };
        return cmocka_run_group_tests(tests, NULL, NULL);
}
