#include "exchange/plots.h"

#include <math.h>
#include <string.h>

#include "base/translate.h"
#include "base/utf8.h"
#include "exchange/html.h"

static const char style[] =
        "@page{size:A4;margin:15mm}"
        "body{font:15px/1.45 "
        "system-ui,sans-serif;color:#1a1a1a;background:#fff;max-width:62em;margin:1.5em "
        "auto;padding:0 1em}"
        "h1{font-size:1.5em;margin:0 0 .2em}h2{font-size:1.15em;margin:1.8em 0 "
        ".4em}h3{font-size:1em;margin:1.4em 0 .3em}"
        "table{border-collapse:collapse;width:100%;font-size:.85em}"
        "caption{text-align:left;padding:.3em 0;color:#444}"
        "th,td{text-align:left;padding:.25em 1em .25em 0;border-bottom:1px solid "
        "#ccc;vertical-align:top}"
        "td.n,th.n{text-align:right}tr{break-inside:avoid}"
        "svg{display:block;width:100%;height:auto;max-width:46em;margin-top:1em}svg text{font:12px "
        "system-ui,sans-serif;fill:#1a1a1a}"
        "dl{display:flex;flex-wrap:wrap;gap:.4em 2em;margin:.8em 0}dt{color:#444}dd{margin:0 0 0 "
        ".4em;font-weight:600}"
        "dl "
        "div{display:flex}footer{margin-top:2em;font-size:.8em;color:#444;overflow-wrap:anywhere}"
        ".advice{margin:.2em 0;padding-left:.6em;border-left:4px solid #8c510a}"
        "@media print{body{margin:0;max-width:none}h2,h3{break-after:avoid}}";

enum { WIDTH = 740, BAR_ROW = 36, BAR_WIDTH = 560, LABEL_CELLS = 100 };

void plots_page_start(Text *out, const char *title, const char *note)
{
        text_printf(out,
                "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n"
                "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n",
                translate_language());
        html_element(out, "title", title);
        text_printf(out, "\n<style>%s</style>\n</head>\n<body>\n<header>\n", style);
        html_element(out, "h1", title);
        text_append_char(out, '\n');
        if (note)
                html_element(out, "p", note);
        text_append(out, "</header>\n<main>\n");
}

void plots_page_end(Text *out, const char *head)
{
        text_append(out, "</main>\n");
        if (head) {
                text_append(out, "<footer><p>");
                html_append(out, _("The record's last event when this was made:"));
                text_append_char(out, ' ');
                html_element(out, "code", head);
                text_append(out, "</p></footer>\n");
        }
        text_append(out, "</body>\n</html>\n");
}

static void append_short(Text *out, const char *label)
{
        size_t len = strlen(label), fits = utf8_fit(label, len, LABEL_CELLS, NULL);
        Text cut = { 0 };
        text_append_bytes(&cut, label, fits);
        text_append(&cut, fits < len ? "…" : "");
        html_append(out, text_string(&cut));
        text_clear(&cut);
}

static void start_svg(Text *out, const char *title, double height)
{
        text_printf(out, "<svg viewBox=\"0 0 %d %.0f\" role=\"img\">", WIDTH, height);
        html_element(out, "title", title);
}

void plot_bars(Text *out, const char *title, const PlotBar *bars, size_t count)
{
        /* Told apart by lightness as well, for those who print in grey. */
        static const char *const fills[] = {
                [PLOT_WRONG] = "#b2182b", [PLOT_RIGHT] = "#00441b", [PLOT_NEITHER] = "#525252"
        };
        start_svg(out, title, (double)count * BAR_ROW);
        for (size_t i = 0; i < count; i++) {
                double y = (double)i * BAR_ROW;
                double share = isfinite(bars[i].share) ? fmax(0, fmin(1, bars[i].share)) : 0;
                text_printf(out, "<text x=\"0\" y=\"%.0f\">", y + 12);
                append_short(out, bars[i].label);
                /* The frame is the whole. */
                text_printf(out,
                        "</text><rect x=\"0.5\" y=\"%.1f\" width=\"%d\" height=\"12\" "
                        "fill=\"#fff\" stroke=\"#767676\"/>",
                        y + 17.5, BAR_WIDTH);
                text_printf(out,
                        "<rect x=\"0.5\" y=\"%.1f\" width=\"%.1f\" height=\"12\" fill=\"%s\"/>",
                        y + 17.5, BAR_WIDTH * share, fills[bars[i].shade]);
                text_printf(out, "<text x=\"%d\" y=\"%.0f\">%s", BAR_WIDTH + 8, y + 28,
                        bars[i].shade == PLOT_RIGHT ? "✓ " : "");
                html_append(out, bars[i].figure);
                text_append(out, "</text>\n");
        }
        text_append(out, "</svg>\n");
}

enum { FIELD_LEFT = 60, FIELD_TOP = 10, FIELD_WIDTH = 560, FIELD_HEIGHT = 360 };

static double place_x(const PlotAxis *axis, double value)
{
        double share = (value - axis->least) / (axis->most - axis->least);
        return FIELD_LEFT + FIELD_WIDTH * fmax(0, fmin(1, share));
}

static double place_y(const PlotAxis *axis, double value)
{
        double share = (value - axis->least) / (axis->most - axis->least);
        return FIELD_TOP + FIELD_HEIGHT * (1 - fmax(0, fmin(1, share)));
}

static void append_axes(Text *out, const PlotAxis *x, const PlotAxis *y)
{
        for (double value = x->least; value <= x->most + x->step / 2; value += x->step)
                text_printf(out,
                        "<path d=\"M%.1f %dV%d\" stroke=\"#ddd\"/><text x=\"%.1f\" y=\"%d\" "
                        "text-anchor=\"middle\">%.*f</text>\n",
                        place_x(x, value), FIELD_TOP, FIELD_TOP + FIELD_HEIGHT, place_x(x, value),
                        FIELD_TOP + FIELD_HEIGHT + 16, x->digits, value);
        for (double value = y->least; value <= y->most + y->step / 2; value += y->step)
                text_printf(out,
                        "<path d=\"M%d %.1fH%d\" stroke=\"%s\"/><text x=\"%d\" y=\"%.1f\" "
                        "text-anchor=\"end\">%.*f</text>\n",
                        FIELD_LEFT, place_y(y, value), FIELD_LEFT + FIELD_WIDTH,
                        fabs(value) < y->step / 2 ? "#767676" : "#ddd", FIELD_LEFT - 6,
                        place_y(y, value) + 4, y->digits, fabs(value) < y->step / 2 ? 0.0 : value);
        text_printf(out, "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">",
                FIELD_LEFT + FIELD_WIDTH / 2, FIELD_TOP + FIELD_HEIGHT + 36);
        html_append(out, x->title);
        text_printf(out,
                "</text><text transform=\"translate(14 %d) rotate(-90)\" text-anchor=\"middle\">",
                FIELD_TOP + FIELD_HEIGHT / 2);
        html_append(out, y->title);
        text_append(out, "</text>\n");
}

enum { LABELS_MOST = 200, LABEL_CELL = 7, LABEL_LINE = 12 };

/* Where names stand already. */
typedef struct Label {
        double left, right, top;
} Label;

/* Moves a name down until it covers no other. */
static double free_top(const Label *labels, size_t count, Label label)
{
        for (size_t i = 0; i < count; i++) {
                const Label *other = &labels[i];
                if (label.left < other->right && other->left < label.right &&
                        fabs(label.top - other->top) < LABEL_LINE) {
                        label.top = other->top + LABEL_LINE;
                        i = (size_t)-1; /* from the first on again: every step goes further down */
                }
        }
        return label.top;
}

static void append_point(
        Text *out, double left, double top, const char *name, Label *labels, size_t *count)
{
        text_printf(out,
                "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"4\" fill=\"#1b7837\" stroke=\"#fff\"/>", left,
                top);
        if (*count == LABELS_MOST)
                return;
        double width = LABEL_CELL * fmin(LABEL_CELLS, utf8_cells(name, strlen(name)));
        bool is_turned = left + 8 + width > WIDTH;
        Label label = { .left = is_turned ? left - 8 - width : left + 8, .top = top + 4 };
        label.right = label.left + width;
        label.top = free_top(labels, *count, label);
        if (label.top > FIELD_TOP + FIELD_HEIGHT)
                return; /* no room for it */
        labels[(*count)++] = label;
        text_printf(out, "<text x=\"%.1f\" y=\"%.1f\"%s>", is_turned ? left - 8 : left + 8,
                label.top, is_turned ? " text-anchor=\"end\"" : "");
        append_short(out, name);
        text_append(out, "</text>\n");
}

void plot_points(Text *out, const char *title, const PlotAxis *x, const PlotAxis *y,
        const PlotPoint *points, size_t count)
{
        Label labels[LABELS_MOST];
        size_t label_count = 0;
        start_svg(out, title, FIELD_TOP + FIELD_HEIGHT + 44);
        append_axes(out, x, y);
        for (size_t i = 0; i < count; i++)
                if (isfinite(points[i].x) && isfinite(points[i].y))
                        append_point(out, place_x(x, points[i].x), place_y(y, points[i].y),
                                points[i].name, labels, &label_count);
        text_append(out, "</svg>\n");
}

void html_table_start(Text *out, const char *caption, const char *const *titles, size_t count,
        size_t first_number)
{
        text_append(out, "<table>");
        html_element(out, "caption", caption);
        text_append(out, "<thead><tr>");
        for (size_t c = 0; c < count; c++)
                html_element(out,
                        c >= first_number ? "th scope=\"col\" class=\"n\"" : "th scope=\"col\"",
                        titles[c]);
        text_append(out, "</tr></thead><tbody>\n");
}

void html_table_row(Text *out, const char *const *cells, size_t count, size_t first_number)
{
        text_append(out, "<tr>");
        for (size_t c = 0; c < count; c++)
                html_element(out,
                        c == 0              ? "th scope=\"row\""
                        : c >= first_number ? "td class=\"n\""
                                            : "td",
                        cells[c]);
        text_append(out, "</tr>\n");
}

void html_table_end(Text *out)
{
        text_append(out, "</tbody></table>\n");
}
