/* Any text survives: as YAML, as Markdown, and out to each format and back. */
#include "../unit.h"

#include <stdio.h>

#include "exchange/foreign_text.h"
#include "exchange/yaml_text.h"
#include "foreign_world.h"
#include "module/markdown.h"
#include "module/tree.h"

enum { TEXTS = 20000, MODULES = 300, QUESTIONS = 12, PIECES_MOST = 14 };

static uint64_t random_state;

static size_t draw(size_t most)
{
        random_state = random_state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
        return (size_t)(random_state >> 33) % most;
}

/* What formats, Markdown and YAML make much of, and words between. */
static const char *const pieces[] = { "~", "=", "#", "{", "}", ":", "\\", "%", "[", "]", "/", "->",
        "\n", " ", "a", "Bc", "é", "1", ".", "-", "*", "_", "`", ">", "&", "<", "<b>", "&amp;", "!",
        "(", ")", "\"", "'", "|", "####", "::", "//", "%50%", "[html]", "TRUE", "\n\n", "- ", "? ",
        "1. ", "…", "\t", ", ", "@", "]]>", "$CATEGORY:", "~~~", "---", "null", "\\n", "+" };
enum { PIECES = sizeof pieces / sizeof *pieces, HARMLESS = 20 };

/* The first `kinds` pieces alone, at least one that is no blank. */
static const char *random_text(Arena *arena, size_t kinds)
{
        Text text = { 0 };
        while (strspn(text_string(&text), " \t\n") == text.len)
                for (size_t count = 1 + draw(PIECES_MOST); count > 0; count--)
                        text_append(&text, pieces[draw(kinds)]);
        const char *kept = arena_strdup(arena, text_string(&text));
        text_clear(&text);
        return kept;
}

/* Without blanks at its ends, which every program takes off; line ends there are kept. */
static const char *trimmed_text(Arena *arena, size_t kinds)
{
        const char *text = random_text(arena, kinds);
        text += strspn(text, " \t");
        size_t len = strlen(text);
        while (strchr(" \t", text[len - 1]))
                len--;
        return arena_strndup(arena, text, len);
}

static void any_text_comes_back_from_yaml(void **state)
{
        (void)state;
        random_state = 1;
        for (size_t i = 0; i < TEXTS; i++) {
                Arena *arena = arena_new();
                Diagnostics *found = diagnostics_new();
                Text yaml = { 0 };
                const char *text = i == 0 ? "" : random_text(arena, PIECES);
                text_append(&yaml, "a:\n  - b: ");
                yaml_append_text(&yaml, text, 4);
                text_append(&yaml, "\n    c: d\n");
                const Node *root =
                        tree_parse(arena, "x.yaml", text_string(&yaml), yaml.len, NULL, found);
                const Node *list = root ? node_get(root, "a") : NULL;
                const Node *value = list && list->first ? node_get(list->first, "b") : NULL;
                if (!value || diagnostics_count(found) || strcmp(value->text, text) != 0)
                        fail_msg("'%s' was written as:\n%s", text, text_string(&yaml));
                text_clear(&yaml);
                diagnostics_free(found);
                arena_free(arena);
        }
}

static void any_plain_text_is_shown_as_it_is_by_markdown(void **state)
{
        (void)state;
        random_state = 2;
        for (size_t i = 0; i < TEXTS; i++) {
                Arena *arena = arena_new();
                Text markdown = { 0 };
                size_t offset;
                const char *text = random_text(arena, PIECES);
                markdown_append_plain(&markdown, text);
                const char *shown = markdown_plain(arena, text_string(&markdown));
                if (strcmp(shown, text) != 0 ||
                        markdown_check(text_string(&markdown), &offset) != MARKDOWN_FINE)
                        fail_msg("'%s' is shown as '%s' by '%s'", text, shown,
                                text_string(&markdown));
                text_clear(&markdown);
                arena_free(arena);
        }
}

static const char *maybe(Arena *arena, size_t kinds)
{
        return draw(3) ? trimmed_text(arena, kinds) : NULL;
}

static void fill_options(Arena *arena, Question *question, size_t kinds)
{
        size_t count = 2 + draw(4), right = draw(count);
        Option *options = arena_array(arena, Option, count);
        for (size_t i = 0; i < count; i++) {
                bool correct = i == right || (question->kind == QUESTION_MULTIPLE && draw(2));
                options[i] = (Option){ .text = trimmed_text(arena, kinds),
                        .feedback = maybe(arena, kinds),
                        .correct = correct,
                        .worth = correct                                             ? 1
                                 : question->kind == QUESTION_SINGLE && draw(3) == 0 ? 0.25
                                                                                     : 0 };
        }
        question->choice.options = options;
        question->choice.count = count;
}

static void fill_pairs(Arena *arena, Question *question, size_t kinds)
{
        Pair *pairs = arena_array(arena, Pair, 4);
        const char **extra = arena_array(arena, const char *, 2);
        question->match.count = 2 + draw(3);
        for (size_t i = 0; i < question->match.count; i++)
                pairs[i] = (Pair){ .left = trimmed_text(arena, kinds),
                        .right = trimmed_text(arena, kinds) };
        question->match.extra_count = draw(3);
        for (size_t i = 0; i < question->match.extra_count; i++)
                extra[i] = trimmed_text(arena, kinds);
        question->match.pairs = pairs;
        question->match.extra = extra;
}

/* A module of questions of all kinds; what `check` would refuse is left out of it. */
static Module *random_module(size_t kinds)
{
        Foreign foreign;
        Text yaml = { 0 };
        foreign_init(&foreign);
        for (size_t i = 0; i < QUESTIONS; i++) {
                ForeignItem item = foreign_item(FOREIGN_QUESTION, i + 1);
                Question *question = &item.question;
                question->kind = (QuestionKind)(draw(4) % 3);
                if (draw(4) == 0)
                        question->kind = QUESTION_MATCH;
                question->scene = maybe(foreign.arena, kinds);
                question->ask = trimmed_text(foreign.arena, kinds);
                question->explain = maybe(foreign.arena, kinds);
                if (draw(2))
                        question->competency = "recognise";
                if (question->kind == QUESTION_TRUE_FALSE) {
                        question->truth.answer = draw(2);
                        question->truth.feedback[0] = maybe(foreign.arena, kinds);
                        question->truth.feedback[1] = maybe(foreign.arena, kinds);
                } else if (question->kind == QUESTION_MATCH) {
                        fill_pairs(foreign.arena, question, kinds);
                } else {
                        fill_options(foreign.arena, question, kinds);
                }
                foreign_add(&foreign, &item);
        }
        Module *module = NULL;
        if (module_yaml_write(&foreign, "x", "en", "chance", &yaml))
                module = module_of(text_string(&yaml));
        text_clear(&yaml);
        foreign_clear(&foreign);
        return module;
}

static void trip(ForeignFormat format, ForeignWriter *write, ForeignReader *read)
{
        size_t questions = 0;
        for (size_t i = 0; i < MODULES; i++) {
                random_state = i;
                Module *module = random_module(i % 2 ? HARMLESS : PIECES);
                if (!module)
                        continue;
                Text out = { 0 };
                Imported imported;
                export_module(module, format, write, &out);
                import_bytes(&imported, read, text_string(&out), out.len);
                if (!imported.module || imported.module->question_count != module->question_count)
                        fail_msg("%zu: questions were lost: %s\n%s", i, imported.said,
                                text_string(&out));
                for (size_t j = 0; j < module->question_count; j++)
                        assert_same_question(&module->questions[j], &imported.module->questions[j]);
                questions += module->question_count;
                imported_clear(&imported);
                text_clear(&out);
                module_free(module);
        }
        assert_true(questions > MODULES * QUESTIONS / 3);
}

static void everything_that_gift_carries_comes_back_from_it(void **state)
{
        (void)state;
        trip(FOREIGN_GIFT, gift_write, gift_read);
}

static void everything_that_moodle_carries_comes_back_from_it(void **state)
{
        (void)state;
        trip(FOREIGN_MOODLE_XML, moodle_write, moodle_read);
}

int main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(any_text_comes_back_from_yaml),
                cmocka_unit_test(any_plain_text_is_shown_as_it_is_by_markdown),
                cmocka_unit_test(everything_that_gift_carries_comes_back_from_it),
                cmocka_unit_test(everything_that_moodle_carries_comes_back_from_it),
        };
        return cmocka_run_group_tests(tests, NULL, NULL);
}
