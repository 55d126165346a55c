/* Realistic files of other programs, and many damaged ones made of them: each becomes a module that
 * passes check or is refused with a line, soon. */
#include <fts.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "../unit/unit.h"

#include "base/file.h"
#include "exchange/foreign.h"
#include "exchange/module_yaml.h"

enum { MUTANTS = 30, LARGE = 300 << 10 };

typedef bool ForeignReader(Foreign *foreign, const char *bytes, size_t len, Error *error);

static const char *corpus;

static const struct {
        const char *folder;
        ForeignReader *read;
} formats[] = { { "gift", gift_read }, { "aiken", aiken_read }, { "moodle", moodle_read } };

static uint64_t random_state;

static size_t draw(size_t most)
{
        random_state = random_state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
        return most ? (size_t)(random_state >> 33) % most : 0;
}

typedef struct Outcome {
        size_t questions, left_out, problems;
        double seconds;
} Outcome;

static void check_problems(const Foreign *foreign, const char *name)
{
        for (size_t i = 0; i < foreign->problems.count; i++)
                if (foreign->problems.items[i].line == 0 || !*foreign->problems.items[i].text)
                        fail_msg("%s: a problem without a place or a reason", name);
}

static Outcome import(ForeignReader *read, const char *name, const char *bytes, size_t len)
{
        Foreign foreign;
        Error error = { 0 };
        Text yaml = { 0 };
        Outcome outcome = { 0 };
        clock_t before = clock();
        foreign_init(&foreign);
        assert_true(read(&foreign, bytes, len, &error));
        bool is_module = module_yaml_write(&foreign, "x", "en", name, &yaml);
        outcome.seconds = (double)(clock() - before) / CLOCKS_PER_SEC;
        if (is_module) {
                Diagnostics *found = diagnostics_new();
                Module *module = module_parse("x.yaml", text_string(&yaml), yaml.len, 0, found);
                if (!module)
                        fail_msg("%s: the module does not pass check", name);
                outcome.questions = module->question_count;
                module_free(module);
                diagnostics_free(found);
        } else if (foreign.problems.errors == 0) {
                fail_msg("%s: refused without a word", name);
        }
        outcome.left_out = foreign.left_out;
        outcome.problems = foreign.problems.count;
        check_problems(&foreign, name);
        text_clear(&yaml);
        foreign_clear(&foreign);
        return outcome;
}

/* What breaks the formats' rules, and terminals. */
static const char *const tokens[] = { "{", "}", "~", "=", "#", "####", "->", "::", "\\", "%50%",
        "%", "\n", "\n\n", "[html]", "//", "$CATEGORY:", "ANSWER:", "A) ", "<", "</", "<![CDATA[",
        "]]>", "&", "&#27;", "<question ", "\"", "\x1B[2J", "\xC2\x9B", "\xE2\x80\xAE", "\xFF",
        "\xC3", "<script>", "![", "- ", "\t", "\r", "99999999999999999999" };

static void damage(const char *bytes, size_t len, Text *out)
{
        size_t from = draw(len + 1), to = from + draw(len - from + 1);
        switch (draw(5)) {
        case 0: /* cut off */
                text_append_bytes(out, bytes, from);
                break;
        case 1: /* a piece is missing */
                text_append_bytes(out, bytes, from);
                text_append_bytes(out, bytes + to, len - to);
                break;
        case 2: /* a piece stands there twice */
                text_append_bytes(out, bytes, to);
                text_append_bytes(out, bytes + from, len - from);
                break;
        case 3: /* other bytes */
                text_append_bytes(out, bytes, len);
                for (size_t count = 1 + draw(8); count > 0 && len > 0; count--) {
                        char byte = (char)draw(256);
                        out->bytes[draw(len)] = byte ? byte : ' ';
                }
                break;
        default: /* signs of the format where they do not belong */
                for (size_t at = 0; at < len;) {
                        size_t piece = draw(len / 4 + 2);
                        piece = piece < len - at ? piece : len - at;
                        text_append_bytes(out, bytes + at, piece);
                        text_append(out, tokens[draw(sizeof tokens / sizeof *tokens)]);
                        at += piece ? piece : 1;
                }
        }
}

static size_t try_file(ForeignReader *read, const char *path)
{
        char *bytes = NULL;
        size_t len = 0, kept = 0;
        Error error = { 0 };
        assert_true(file_read(path, FOREIGN_FILE_MOST, &bytes, &len, &error));
        Outcome whole = import(read, path, bytes, len);
        print_message("%s: %zu questions, %zu left out\n", path_base(path), whole.questions,
                whole.left_out);
        for (size_t i = 0; i < MUTANTS; i++) {
                char name[600];
                Text mutant = { 0 };
                random_state = i + len;
                text_append(&mutant, "");
                damage(bytes, len, &mutant);
                snprintf(name, sizeof name, "%s, mutant %zu", path, i);
                Outcome outcome = import(read, name, text_string(&mutant), mutant.len);
                if (outcome.seconds > 2)
                        fail_msg("%s took %.1f s", name, outcome.seconds);
                kept += outcome.questions;
                text_clear(&mutant);
        }
        free(bytes);
        assert_true(whole.questions == 0 || kept > 0);
        return whole.questions;
}

static int by_name(const FTSENT **a, const FTSENT **b)
{
        return strcmp((*a)->fts_name, (*b)->fts_name);
}

static void try_folder(size_t format)
{
        char folder[512];
        size_t files = 0, questions = 0;
        snprintf(folder, sizeof folder, "%s/%s", corpus, formats[format].folder);
        char *paths[] = { folder, NULL };
        FTS *walk = fts_open(paths, FTS_PHYSICAL | FTS_NOCHDIR, by_name);
        assert_non_null(walk);
        for (const FTSENT *entry = fts_read(walk); entry; entry = fts_read(walk)) {
                if (entry->fts_info != FTS_F)
                        continue;
                questions += try_file(formats[format].read, entry->fts_path);
                files++;
        }
        fts_close(walk);
        assert_true(files >= 4 && questions >= files);
}

static void gift_files_are_read_or_refused_with_a_line(void **state)
{
        (void)state;
        try_folder(0);
}

static void aiken_files_are_read_or_refused_with_a_line(void **state)
{
        (void)state;
        try_folder(1);
}

static void moodle_files_are_read_or_refused_with_a_line(void **state)
{
        (void)state;
        try_folder(2);
}

/* Three hundred thousand bytes of what could cost more than it weighs. */
static void large_files_made_to_cost_time_end_soon(void **state)
{
        (void)state;
        static const char deep[] = "<quiz><question type=\"truefalse\"><questiontext><text>";
        static const char *const starts[] = { "", "a{", "<quiz>", deep, "a{=x ~", "[html]" };
        static const char *const fillers[] = { "{", "a{=b ~c}\n\n", "=x", "~", "\\", "#",
                "::", "\n", "->", "<b>", "<p>", "<li><ul>", "*_", "[", "&", "&#1;", "A) x\n",
                "x\nANSWER: A\n\n", "<a>", "<question/>", "<a b=\"c\"/>", "x{T}\n\n",
                "$CATEGORY: a/b\n\n", "// [tag:x]\n", "![", "`", "> ", "- ", "<!--" };
        double slowest = 0;
        for (size_t i = 0; i < sizeof starts / sizeof *starts; i++)
                for (size_t j = 0; j < sizeof fillers / sizeof *fillers; j++) {
                        char name[100];
                        Text large = { 0 };
                        text_append(&large, starts[i]);
                        while (large.len < LARGE)
                                text_append(&large, fillers[j]);
                        size_t format = (i * 7 + j) % 3;
                        if (i == 2 || i == 3)
                                format = 2;
                        else if (i > 3)
                                format = 0;
                        snprintf(name, sizeof name, "%s%s… as %s", starts[i], fillers[j],
                                formats[format].folder);
                        Outcome outcome =
                                import(formats[format].read, name, text_string(&large), large.len);
                        if (outcome.seconds > slowest)
                                slowest = outcome.seconds;
                        if (outcome.seconds > 10)
                                fail_msg("%s took %.1f s", name, outcome.seconds);
                        text_clear(&large);
                }
        print_message("slowest: %.2f s\n", slowest);
}

int main(int argc, char **argv)
{
        if (argc < 2)
                return 2;
        corpus = argv[1];
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(gift_files_are_read_or_refused_with_a_line),
                cmocka_unit_test(aiken_files_are_read_or_refused_with_a_line),
                cmocka_unit_test(moodle_files_are_read_or_refused_with_a_line),
                cmocka_unit_test(large_files_made_to_cost_time_end_soon),
        };
        return cmocka_run_group_tests(tests, NULL, NULL);
}
