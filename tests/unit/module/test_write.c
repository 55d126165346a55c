#include "../unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/file.h"
#include "module/write.h"

static char folder[64];

static int make_world(void **state)
{
        (void)state;
        snprintf(folder, sizeof folder, "/tmp/makesafe-write-XXXXXX");
        return mkdtemp(folder) ? 0 : -1;
}

static int end_world(void **state)
{
        char file[128];
        (void)state;
        snprintf(file, sizeof file, "%s/x.yaml", folder);
        unlink(file);
        return rmdir(folder);
}

/* Errors and warnings in a text, read as a file of that name; `module` (may be NULL) receives what
 * was read. */
static size_t found_in(const char *name, const Text *text, Module **module)
{
        Diagnostics *found = diagnostics_new();
        Module *read = module_parse(name, text->bytes, text->len, 0, found);
        if (read)
                module_lint(read, found);
        size_t count = diagnostics_total(found, SEVERITY_ERROR) +
                       diagnostics_total(found, SEVERITY_WARNING);
        for (size_t i = 0; i < diagnostics_count(found); i++)
                print_message("%s\n", diagnostics_get(found, i)->message);
        diagnostics_free(found);
        if (module)
                *module = read;
        else
                module_free(read);
        return count;
}

static void a_new_module_checks_without_a_word(void **state)
{
        static const char *const languages[] = { "en", "cy", "cy-GB", "ro" };
        (void)state;
        for (size_t i = 0; i < sizeof languages / sizeof *languages; i++) {
                Text text = { 0 };
                Error error = { 0 };
                Module *module = NULL;
                bool seen[QUESTION_KINDS] = { false };
                assert_true(module_write_new("porters", languages[i], "hotels", &text, &error));
                assert_int_equal(found_in("porters.yaml", &text, &module), 0);
                assert_string_equal(module->head.language, languages[i]);
                assert_string_equal(module->head.sector, "hotels");
                assert_null(module->head.translates);
                for (size_t j = 0; j < module->question_count; j++)
                        seen[module->questions[j].kind] = true;
                for (size_t kind = 0; kind < QUESTION_KINDS; kind++)
                        assert_true(seen[kind]);
                module_free(module);
                text_clear(&text);
        }
}

static void what_is_no_id_language_or_sector_is_said(void **state)
{
        static const char *const asked[][3] = { { "Night", "en", "hotels" },
                { "a", "e!", "hotels" }, { "a", "en", "All of them" }, { "a: b", "en", "hotels" },
                { "a", "en\nx: y", "hotels" }, { "", "en", "hotels" } };
        (void)state;
        for (size_t i = 0; i < sizeof asked / sizeof *asked; i++) {
                Text text = { 0 };
                Error error = { 0 };
                assert_false(
                        module_write_new(asked[i][0], asked[i][1], asked[i][2], &text, &error));
                assert_int_equal(error.kind, ERROR_USAGE);
                assert_true(*error.message);
                text_clear(&text);
        }
}

/* Writes `source` to x.yaml and a Welsh translation of it to `out`. */
static bool translate(const char *source, Text *out, size_t *marked, Error *error)
{
        char file[128], id[LIMIT_ID + 1];
        snprintf(file, sizeof file, "%s/x.yaml", folder);
        assert_true(file_write(file, source, strlen(source), 0600, error));
        return module_write_translation(file, "cy", out, id, marked, error);
}

#define HEAD                                                                                       \
        "makesafe: 1\nid: x\nversion: \"1\"\nlanguage: en\ntitle: A title\nsummary: A summary.\n"  \
        "sector: everyone\n"
#define QUESTIONS                                                                                  \
        "quiz:\n  sections:\n    - id: all\n      title: All\n      questions:\n"                  \
        "        - {id: a, type: true-false, ask: A?, answer: false}\n"

static void a_translation_has_the_same_parts_and_is_a_draft(void **state)
{
        (void)state;
        Text text = { 0 };
        Error error = { 0 };
        size_t marked = 0;
        Module *module = NULL;
        assert_true(translate(HEAD QUESTIONS, &text, &marked, &error));
        found_in("x.cy.yaml", &text, &module);
        assert_non_null(module);
        assert_string_equal(module->head.language, "cy");
        assert_string_equal(module->head.translates, "1");
        assert_int_equal(module->head.translation_status, TRANSLATION_DRAFT);
        assert_int_equal(marked, 4); /* title, summary, the section's title, the question's line */
        assert_non_null(strstr(text.bytes, "# to translate\ntitle: A title\n"));
        assert_non_null(strstr(text.bytes, "      # to translate\n      title: All\n"));
        assert_non_null(strstr(text.bytes, "        # to translate\n        - {id: a,"));
        module_free(module);
        text_clear(&text);
}

/* Whatever way a file is written in, what comes out is a translation of it. */
static void every_way_of_writing_is_understood(void **state)
{
        static const char *const sources[] = {
                "{makesafe: 1, id: x, version: 'it''s \"1\"', language: \"en\", title: A, summary: "
                "B, sector: c,\n"
                " quiz: {sections: [{id: s, title: \"All\n  of it\", questions: [{id: a, type: "
                "true-false,\n"
                " ask: A?, answer: true}]}]}}\n",
                "makesafe: 1\nid: x\nversion: 1.0\nlanguage: 'en' # here\ntitle: \"A\n  "
                "title\"\nsummary: &s |-\n  Some"
                " words.\nsector: c\nreviewed: {by: Ann, on: 2026-01-31}\nlessons:\n  - id: one\n  "
                "  title: *s\n"
                "    text: >\n      Long\n\n      # no comment\n" QUESTIONS,
                "\xEF\xBB\xBFmakesafe: 1\nid: x\nversion: \"1\"\nlanguage: en\ntitle: A\nsummary: "
                "B\nsector: c\n" QUESTIONS,
                "makesafe: 1\r\nid: x\r\nversion: \"1\"\r\nlanguage: en\r\ntitle: A\r\nsummary: "
                "B\r\nsector: c\r\n" QUESTIONS,
                HEAD "quiz:\n  sections:\n    - id: all\n      title: All\n      questions:\n"
                     "        - {id: a, type: true-false, ask: \"A\n          long, long\", "
                     "explain: \"And\n"
                     "          so on\", answer: false}\n",
        };
        (void)state;
        for (size_t i = 0; i < sizeof sources / sizeof *sources; i++) {
                Text text = { 0 };
                Error error = { 0 };
                size_t marked = 0;
                if (!translate(sources[i], &text, &marked, &error))
                        fail_msg("source %zu: %s", i, error.message);
                assert_true(marked > 0);
                text_clear(&text);
        }
}

static void what_cannot_be_translated_is_said(void **state)
{
        static const char *const sources[] = { "makesafe: 1\nid: x\n", "",
                "makesafe: 1\nid: x\nversion: \"1\"\nlanguage: cy\ntitle: A\nsummary: B\nsector: "
                "c\n" QUESTIONS };
        (void)state;
        for (size_t i = 0; i < sizeof sources / sizeof *sources; i++) {
                Text text = { 0 };
                Error error = { 0 };
                size_t marked = 0;
                assert_false(translate(sources[i], &text, &marked, &error));
                assert_true(*error.message);
                text_clear(&text);
        }
}

static void a_file_that_is_there_is_never_touched(void **state)
{
        (void)state;
        char file[128], *bytes = NULL;
        size_t len = 0;
        Error error = { 0 };
        snprintf(file, sizeof file, "%s/x.yaml", folder);
        assert_true(file_write(file, "mine", 4, 0600, &error));
        assert_false(file_create(file, "theirs", 6, 0600, &error));
        assert_true(*error.hint);
        error_clear(&error);
        assert_true(file_read(file, 100, &bytes, &len, &error));
        assert_string_equal(bytes, "mine");
        free(bytes);
}

int main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(a_new_module_checks_without_a_word),
                cmocka_unit_test(what_is_no_id_language_or_sector_is_said),
                cmocka_unit_test(a_translation_has_the_same_parts_and_is_a_draft),
                cmocka_unit_test(every_way_of_writing_is_understood),
                cmocka_unit_test(what_cannot_be_translated_is_said),
                cmocka_unit_test(a_file_that_is_there_is_never_touched),
        };
        return cmocka_run_group_tests(tests, make_world, end_world);
}
