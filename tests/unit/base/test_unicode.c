/* Cutting, breaking and measuring text, held to Unicode's own test files (Debian's unicode-data).
 */
#include "../unit.h"

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include <wchar.h>

#include "base/arena.h"
#include "base/rich.h"
#include "base/utf8.h"
#include "view/table.h"

#define FOLDER "/usr/share/unicode/"

enum { LINE_MOST = 8192, TEXT_MOST = 512 };

/* One line of a test file: a text, and where it says ÷ (before byte i, and at the end) and ×. */
typedef struct Sample {
        char text[TEXT_MOST];
        size_t len;
        char may[TEXT_MOST + 1]; /* 1: ÷, 0: ×, -1: inside a character */
} Sample;

static bool read_sample(const char *line, Sample *sample)
{
        memset(sample->may, -1, sizeof sample->may);
        sample->len = 0;
        bool may = false;
        for (const char *at = line; *at && *at != '#' && *at != '\n';) {
                if (strncmp(at, "÷", 2) == 0 || strncmp(at, "×", 2) == 0) {
                        may = strncmp(at, "÷", 2) == 0;
                        sample->may[sample->len] = may;
                        at += 2;
                } else if (*at == ' ' || *at == '\t') {
                        at++;
                } else {
                        char *end = NULL;
                        unsigned long code = strtoul(at, &end, 16);
                        if (end == at || sample->len + 4 >= TEXT_MOST || code == 0 ||
                                (code >= 0xD800 && code <= 0xDFFF))
                                return false; /* lone surrogates are no UTF-8 */
                        sample->len += utf8_encode((uint32_t)code, sample->text + sample->len);
                        at = end;
                }
        }
        sample->text[sample->len] = '\0';
        return sample->len > 0;
}

static void each_sample(const char *file, void (*visit)(const Sample *sample, const char *line))
{
        FILE *in = fopen(file, "r");
        static char line[LINE_MOST];
        size_t count = 0;
        if (!in)
                skip();
        while (fgets(line, sizeof line, in)) {
                static Sample sample;
                if (*line != '#' && read_sample(line, &sample)) {
                        visit(&sample, line);
                        count++;
                }
        }
        fclose(in);
        assert_true(count > 500);
}

static size_t met, forbidden;

static void cut(const Sample *sample, const char *line)
{
        for (size_t at = 0; at < sample->len;) {
                at += utf8_cluster(sample->text + at, sample->len - at);
                if (sample->may[at] != 1)
                        fail_msg("cut inside a cluster: %s", line);
        }
        for (int cells = 0; cells <= 8; cells++)
                if (sample->may[utf8_fit(sample->text, sample->len, cells, NULL)] != 1)
                        fail_msg("%d cells end inside a cluster: %s", cells, line);
        met++;
}

static void no_text_is_cut_inside_a_cluster(void **state)
{
        (void)state;
        met = 0;
        each_sample(FOLDER "auxiliary/GraphemeBreakTest.txt", cut);
        print_message("%zu texts of GraphemeBreakTest.txt, all cut as it says or less\n", met);
}

static void break_lines(const Sample *sample, const char *line)
{
        static char breaks[TEXT_MOST];
        utf8_breaks(sample->text, sample->len, breaks);
        bool same = true;
        for (size_t at = 1; at < sample->len; at++) {
                if (sample->may[at] < 0)
                        continue;
                same = same && (breaks[at] != BREAK_NO) == sample->may[at];
                if (breaks[at] == BREAK_NO || sample->may[at])
                        continue;
                forbidden++;
                print_message("breaks where it must not: %s", line);
        }
        met += same;
        if (!same && getenv("VERBOSE"))
                print_message("otherwise: %s", line);
}

static size_t samples;

static void count_and_break(const Sample *sample, const char *line)
{
        samples++;
        break_lines(sample, line);
}

static void no_line_breaks_where_the_rules_forbid_it(void **state)
{
        (void)state;
        met = forbidden = samples = 0;
        each_sample(FOLDER "auxiliary/LineBreakTest.txt", count_and_break);
        print_message("%zu of %zu texts of LineBreakTest.txt (%.1f%%) break as it says\n", met,
                samples, 100.0 * (double)met / (double)samples);
        assert_int_equal(forbidden, 0);
}

static size_t wide, narrow_wide, narrow;

static void measure(unsigned long from, unsigned long to, bool is_wide)
{
        for (unsigned long code = from; code <= to; code++) {
                char bytes[4];
                size_t len = utf8_encode((uint32_t)code, bytes);
                int cells = utf8_cells(bytes, len);
                if (cells < 0 || cells > 2)
                        fail_msg("U+%04lX is %d cells wide", code, cells);
                if (wcwidth((wchar_t)code) < 0)
                        continue; /* no character of this C library */
                (is_wide ? wide++ : narrow++);
                narrow_wide += is_wide ? cells != 2 : cells == 2;
        }
}

static void widths_are_the_terminals_and_nearly_unicodes(void **state)
{
        (void)state;
        FILE *in = fopen(FOLDER "EastAsianWidth.txt", "r");
        if (!in)
                skip();
        char line[LINE_MOST];
        wide = narrow = narrow_wide = 0;
        while (fgets(line, sizeof line, in)) {
                unsigned long from = 0, to = 0;
                char kind[4];
                if (sscanf(line, "%lx..%lx;%3[A-Za-z]", &from, &to, kind) != 3) {
                        if (sscanf(line, "%lx;%3[A-Za-z]", &from, kind) != 2)
                                continue;
                        to = from;
                }
                if (from < 0x20 || (from >= 0xD800 && from <= 0xDFFF))
                        continue;
                measure(from, to, strcmp(kind, "W") == 0 || strcmp(kind, "F") == 0);
        }
        fclose(in);
        print_message("widths: %zu wide and %zu other characters, %zu unlike EastAsianWidth.txt\n",
                wide, narrow, narrow_wide);
        assert_true(wide > 90000 && narrow > 10000);
        assert_true(narrow_wide * 200 <
                    wide); /* half a per cent: combining ones, and what is newer than the library */
}

static int line_cells(const char *line)
{
        wchar_t text[LINE_MOST];
        size_t count = mbstowcs(text, line, LINE_MOST);
        assert_true(count != (size_t)-1 && count < LINE_MOST);
        return wcswidth(text, count);
}

/* What terminals of all kinds make two cells, one cell and none of. */
static const char *const texts[] = { "plain", "Llŷr ŵyn", "日本語", "e\u0301\u0302",
        "👩‍👩‍👧", "한국어", "ﬁ", "ａｂ", "", "ไทย", "עברית" };

enum { TEXTS = sizeof texts / sizeof *texts };

static void padded_columns_stand_under_one_another(void **state)
{
        (void)state;
        static const Column columns[] = { { "one", false }, { "two", true }, { "three", false },
                { "|", true } };
        const char *cells[TEXTS * 4];
        for (size_t i = 0; i < TEXTS; i++) {
                cells[4 * i] = texts[i];
                cells[4 * i + 1] = texts[(i + 3) % TEXTS];
                cells[4 * i + 2] = texts[(i + 5) % TEXTS];
                cells[4 * i + 3] = "|"; /* a last column is not padded */
        }
        Text out = { 0 };
        table_print(&(Table){ columns, 4, cells, TEXTS }, &out);
        char *all = strdup(text_string(&out)), *rest = all;
        text_clear(&out);
        int width = line_cells(strsep(&rest, "\n"));
        for (char *line; (line = strsep(&rest, "\n")) && *line;)
                assert_int_equal(line_cells(line), width);
        free(all);
}

/* A blank, with marks on it or not, may hang over the end of a line. */
static int cells_of_last_blank(const Piece *piece)
{
        const char *blank = memrchr(piece->bytes, ' ', piece->len);
        int cells = blank ? utf8_cells(blank, (size_t)(piece->bytes + piece->len - blank)) : 0;
        return cells == 1;
}

static void check_lines(const Sample *sample, const char *file_line)
{
        Arena *arena = arena_new();
        for (int width = 8; width <= 12; width++) {
                Span span = { .text = sample->text };
                Block block = { .kind = BLOCK_PARAGRAPH, .spans = &span, .count = 1 };
                Lines lines = rich_layout(arena, &(Rich){ &block, 1 }, width, false);
                for (size_t i = 0; i < lines.count; i++)
                        for (size_t j = 0; j < lines.lines[i].count; j++) {
                                const Piece *piece = &lines.lines[i].pieces[j];
                                int hangs = cells_of_last_blank(piece);
                                if (piece->column + piece->cells > width + hangs)
                                        fail_msg("wider than %d: %s", width, file_line);
                                if (piece->cells != utf8_cells(piece->bytes, piece->len))
                                        fail_msg("measured wrong: %s", file_line);
                        }
        }
        arena_free(arena);
        met++;
}

static void no_line_is_wider_than_its_window(void **state)
{
        (void)state;
        met = 0;
        each_sample(FOLDER "auxiliary/LineBreakTest.txt", check_lines);
        assert_true(met > 500);
}

int main(void)
{
        if (!setlocale(LC_ALL, "C.UTF-8"))
                return 99;
        if (access(FOLDER "EastAsianWidth.txt", R_OK) != 0) {
                printf("skipped: unicode-data is not installed\n");
                return 77;
        }
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(no_text_is_cut_inside_a_cluster),
                cmocka_unit_test(no_line_breaks_where_the_rules_forbid_it),
                cmocka_unit_test(widths_are_the_terminals_and_nearly_unicodes),
                cmocka_unit_test(padded_columns_stand_under_one_another),
                cmocka_unit_test(no_line_is_wider_than_its_window),
        };
        return cmocka_run_group_tests(tests, NULL, NULL);
}
