#include "picture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A cell in pixels; letters sit on a line 13 below its top. */
static const double cell_width = 8.4, cell_height = 17, baseline = 13, edge = 10;

enum { PICTURE_MOST = 40 << 10 /* bytes: a README is to load quickly */ };

/* Readable on the page's own background, light or dark; the palette's numbers are those of
 * terminals. */
static const char style[] =
        "text{font:14px ui-monospace,'DejaVu Sans "
        "Mono',Menlo,Consolas,monospace;fill:#1b1b1f;white-space:pre}"
        ".p{fill:#fcfcfa;stroke:#b8b8b8}.b{font-weight:700}.u{text-decoration:underline}"
        ".c1{fill:#b3121d}.c2{fill:#12702b}.c3{fill:#7a5600}.c4{fill:#1f4fb0}.c5{fill:#8a1a8a}.c6{"
        "fill:#0a6a73}"
        ".k{fill:none;stroke:#1f4fb0;stroke-width:2}"
        "@media(prefers-color-scheme:dark){text{fill:#e8e8e8}.p{fill:#1b1b1f;stroke:#555}.c1{fill:#"
        "ff8a8a}"
        ".c2{fill:#7fdc8f}.c3{fill:#f0c674}.c4{fill:#8ab4ff}.c5{fill:#ee9bee}.c6{fill:#7fd6dc}.k{"
        "stroke:#8ab4ff}}";

static void put_escaped(FILE *out, const char *text)
{
        for (; *text; text++) {
                if (*text == '&')
                        fputs("&amp;", out);
                else if (*text == '<')
                        fputs("&lt;", out);
                else if (*text == '>')
                        fputs("&gt;", out);
                else
                        fputc(*text, out);
        }
}

static bool is_same_style(const HarnessCell *a, const HarnessCell *b)
{
        return a->colour == b->colour && a->style.bold == b->style.bold &&
               a->style.underline == b->style.underline;
}

static bool is_blank(const HarnessCell *cell)
{
        return strcmp(cell->text, " ") == 0 && !cell->style.underline;
}

/* Each piece says how wide it is: letters then stand in their columns with any font. */
static void put_piece(
        FILE *out, Harness *harness, int row, int from, int to, const HarnessCell *first)
{
        char class[32] = "";
        HarnessCell cell;
        snprintf(class, sizeof class, "%s%s", first->style.bold ? "b " : "",
                first->style.underline ? "u " : "");
        if (first->colour > 0 && first->colour < 7)
                snprintf(
                        class + strlen(class), sizeof class - strlen(class), "c%d ", first->colour);
        fprintf(out, "<text x=\"%.1f\" y=\"%.0f\" textLength=\"%.1f\"", edge + from * cell_width,
                edge + row * cell_height + baseline, (to - from) * cell_width);
        if (*class)
                fprintf(out, " class=\"%.*s\"", (int)strlen(class) - 1, class);
        fputc('>', out);
        for (int column = from; column < to; column += cell.width) {
                harness_cell(harness, row, column, &cell);
                put_escaped(out, cell.text);
        }
        fputs("</text>\n", out);
}

/* A piece ends where the style changes, or before two blanks. */
static void put_row(FILE *out, Harness *harness, int row, int columns)
{
        for (int column = 0; column < columns;) {
                HarnessCell first, cell;
                harness_cell(harness, row, column, &first);
                int end = column + first.width, last = end;
                if (is_blank(&first)) {
                        column = end;
                        continue;
                }
                for (; end < columns && end - last < 2; end += cell.width) {
                        harness_cell(harness, row, end, &cell);
                        if (!is_same_style(&first, &cell))
                                break;
                        if (!is_blank(&cell))
                                last = end + cell.width;
                }
                put_piece(out, harness, row, column, last, &first);
                column = last;
        }
}

static void put_cursor(FILE *out, Harness *harness)
{
        int row, column;
        bool visible;
        harness_cursor(harness, &row, &column, &visible);
        if (visible)
                fprintf(out,
                        "<rect class=\"k\" x=\"%.1f\" y=\"%.0f\" width=\"%.1f\" "
                        "height=\"%.0f\"/>\n",
                        edge + column * cell_width - 1, edge + row * cell_height, cell_width + 2,
                        cell_height);
}

static void put_picture(FILE *out, Script *script, const char *language, const char *title)
{
        int rows, columns;
        harness_size(script->harness, &rows, &columns);
        double width = columns * cell_width + 2 * edge, height = rows * cell_height + 2 * edge;
        fprintf(out,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" xml:lang=\"%s\" viewBox=\"0 0 %.0f "
                "%.0f\" width=\"%.0f\" height=\"%.0f\">\n<title>",
                language, width, height, width, height);
        put_escaped(out, title);
        fprintf(out, "</title>\n<desc>%d × %d: ", columns, rows);
        put_escaped(out, harness_row(script->harness, 0));
        fprintf(out, "</desc>\n<style>%s</style>\n", style);
        fprintf(out,
                "<rect class=\"p\" x=\".5\" y=\".5\" width=\"%.0f\" height=\"%.0f\" rx=\"6\"/>\n",
                width - 1, height - 1);
        for (int row = 0; row < rows; row++)
                put_row(out, script->harness, row, columns);
        put_cursor(out, script->harness);
        fputs("</svg>\n", out);
}

static bool keep(Script *script, const char *path, const char *bytes, size_t len)
{
        FILE *file = fopen(path, "w");
        bool done = file && fwrite(bytes, 1, len, file) == len;
        if (file)
                done = fclose(file) == 0 && done;
        if (!done)
                script_fail(script, "%s could not be written", path);
        return done;
}

static bool compare(Script *script, const char *path, const char *bytes, size_t len)
{
        static char kept[PICTURE_MOST + 1];
        FILE *file = fopen(path, "r");
        size_t size = file ? fread(kept, 1, sizeof kept, file) : 0;
        if (file)
                fclose(file);
        if (size == len && memcmp(kept, bytes, len) == 0)
                return true;
        script_fail(
                script, "%s no longer shows this screen: meson compile -C build pictures", path);
        return false;
}

bool picture_step(Script *script, const char *rest)
{
        char name[64], path[SCRIPT_LINE];
        int used = 0;
        const char *slash = strrchr(script->file, '/');
        if (sscanf(rest, "%60s %n", name, &used) != 1)
                return false;
        const char *dot = strchr(name, '.');
        snprintf(path, sizeof path, "%.*s/pictures/%s.svg", slash ? (int)(slash - script->file) : 1,
                slash ? script->file : ".", name);
        char *bytes = NULL;
        size_t len = 0;
        FILE *out = open_memstream(&bytes, &len);
        put_picture(out, script, dot ? dot + 1 : "en", rest + used);
        fclose(out);
        bool done = len <= PICTURE_MOST;
        if (!done)
                script_fail(script, "%s would have %zu bytes", path, len);
        else
                done = getenv("MAKESAFE_WRITE_SCREENS") ? keep(script, path, bytes, len)
                                                        : compare(script, path, bytes, len);
        free(bytes);
        return done;
}
