/* The report as one self-contained page: tables and inline plots, no script, no request to anywhere; prints on A4. */
#include <stdlib.h>
#include <string.h>

#include "base/translate.h"
#include "exchange/completions.h"
#include "exchange/html.h"

static const char style[] =
        "@page{size:A4;margin:15mm}"
        "body{font:15px/1.45 system-ui,sans-serif;color:#1a1a1a;background:#fff;max-width:62em;margin:1.5em auto;padding:0 1em}"
        "h1{font-size:1.5em;margin:0 0 .2em}h2{font-size:1.15em;margin:1.8em 0 .4em}"
        "table{border-collapse:collapse;width:100%;font-size:.85em}"
        "caption{text-align:left;padding:.3em 0;color:#444}"
        "th,td{text-align:left;padding:.25em 1em .25em 0;border-bottom:1px solid #ccc;vertical-align:top}"
        "td.n,th.n{text-align:right}tr{break-inside:avoid}"
        "svg{width:100%;height:auto;max-width:46em}svg text{font:12px system-ui,sans-serif;fill:#1a1a1a}"
        "dl{display:flex;flex-wrap:wrap;gap:.4em 2em;margin:.8em 0}dt{color:#444}dd{margin:0 0 0 .4em;font-weight:600}"
        "dl div{display:flex}footer{margin-top:2em;font-size:.8em;color:#444;overflow-wrap:anywhere}"
        "@media print{body{margin:0;max-width:none}h2{break-after:avoid}}";

/* Shades that differ in lightness as well, since many print in grey; every bar carries its figure in words. */
static const char *const shades[STATUS_COUNT] = { "#d9d9d9", "#9ecae1", "#fdae6b", "#1b7837", "#a6dba0",
        "#8c510a", "#b2182b" };

static void append_head(const Sheet *sheet, Text *out)
{
        char moment[MOMENT_SIZE];
        moment_format_local(sheet->made_at, moment);
        text_printf(out, "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n",
                translate_language());
        html_element(out, "title", _("Operation Makesafe training: who is trained"));
        text_printf(out, "\n<style>%s</style>\n</head>\n<body>\n<header>\n", style);
        html_element(out, "h1", _("Operation Makesafe training: who is trained"));
        text_append(out, "\n<p>");
        html_append(out, _("Made on"));
        text_append_char(out, ' ');
        html_append(out, moment);
        if (*sheet->filter) {
                text_append(out, " · ");
                html_append(out, sheet->filter);
        }
        text_append(out, "</p>\n</header>\n<main>\n");
}

static void append_totals(const Sheet *sheet, Text *out)
{
        text_append(out, "<dl>");
        text_append(out, "<div>");
        html_element(out, "dt", _("people"));
        text_printf(out, "<dd>%zu</dd></div>", sheet->total.people);
        for (size_t s = 0; s < STATUS_COUNT; s++) {
                text_append(out, "<div>");
                html_element(out, "dt", status_words(completion_status_names[s]));
                text_printf(out, "<dd>%zu</dd></div>", sheet->total.statuses[s]);
        }
        if (sheet->total.waived + sheet->total.imported) {
                text_append(out, "<div>");
                html_element(out, "dt", _("of these waived"));
                text_printf(out, "<dd>%zu</dd></div><div>", sheet->total.waived);
                html_element(out, "dt", _("imported"));
                text_printf(out, "<dd>%zu</dd></div>", sheet->total.imported);
        }
        text_append(out, "</dl>\n");
}

/* One bar in pieces; the figures stand in the table below it. */
static void append_bar(const GroupLine *group, double y, double left, double width, Text *out)
{
        double x = left;
        for (size_t s = 0; s < STATUS_COUNT && group->rows; s++) {
                /* Trained first, so that the eye compares from one edge. */
                static const size_t order[STATUS_COUNT] = { STATUS_PASSED, STATUS_EXPIRING,
                        STATUS_IN_PROGRESS, STATUS_NOT_STARTED, STATUS_FAILED, STATUS_EXPIRED,
                        STATUS_OVERDUE };
                double part = width * (double)group->statuses[order[s]] / (double)group->rows;
                if (part > 0)
                        text_printf(out, "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"16\" fill=\"%s\" stroke=\"#fff\"/>",
                                x, y, part, shades[order[s]]);
                x += part;
        }
}

static size_t trained(const GroupLine *group)
{
        return group->statuses[STATUS_PASSED] + group->statuses[STATUS_EXPIRING];
}

static void append_legend(double y, Text *out)
{
        double x = 0;
        for (size_t s = 0; s < STATUS_COUNT; s++) {
                text_printf(out, "<rect x=\"%.0f\" y=\"%.0f\" width=\"12\" height=\"12\" fill=\"%s\"/><text x=\"%.0f\" y=\"%.0f\">",
                        x, y, shades[s], x + 16, y + 11);
                html_append(out, status_words(completion_status_names[s]));
                text_append(out, "</text>");
                x += 105;
        }
}

enum { BARS_MOST = 40 };

static void append_group_plot(const Sheet *sheet, const char *title, Text *out)
{
        size_t bars = sheet->group_count < BARS_MOST ? sheet->group_count : BARS_MOST;
        double height = (double)bars * 24 + 26;
        text_printf(out, "<svg viewBox=\"0 0 740 %.0f\" role=\"img\"><title>", height);
        html_append(out, title);
        text_append(out, "</title>");
        for (size_t i = 0; i < bars; i++) {
                const GroupLine *group = &sheet->groups[i];
                double y = (double)i * 24;
                text_printf(out, "<text x=\"190\" y=\"%.0f\" text-anchor=\"end\">", y + 13);
                char name[96];
                text_clean(name, 84, *group->name ? group->name : _("no site"));
                html_append(out, name);
                text_append(out, "</text>");
                append_bar(group, y, 200, 420, out);
                text_printf(out, "<text x=\"630\" y=\"%.0f\">%zu/%zu</text>", y + 13, trained(group), group->rows);
        }
        append_legend(height - 20, out);
        text_append(out, "</svg>\n");
}

static void append_group_table(const Sheet *sheet, const char *caption, const char *first, Text *out)
{
        text_append(out, "<table>");
        html_element(out, "caption", caption);
        text_append(out, "<thead><tr>");
        html_element(out, "th scope=\"col\"", first);
        html_element(out, "th scope=\"col\" class=\"n\"", _("people"));
        for (size_t s = 0; s < STATUS_COUNT; s++)
                html_element(out, "th scope=\"col\" class=\"n\"", status_words(completion_status_names[s]));
        text_append(out, "</tr></thead><tbody>\n");
        for (size_t i = 0; i < sheet->group_count; i++) {
                const GroupLine *group = &sheet->groups[i];
                text_append(out, "<tr>");
                html_element(out, "th scope=\"row\"", *group->name ? group->name : _("no site"));
                text_printf(out, "<td class=\"n\">%zu</td>", group->people);
                for (size_t s = 0; s < STATUS_COUNT; s++)
                        text_printf(out, "<td class=\"n\">%zu</td>", group->statuses[s]);
                text_append(out, "</tr>\n");
        }
        text_append(out, "</tbody></table>\n");
}

static void append_groups(const Sheet *sheet, ReportBy by, Text *out)
{
        Sheet grouped = *sheet;
        sheet_group(&grouped, by);
        const char *title = by == BY_SITE ? _("By site") : _("By module");
        html_element(out, "h2", title);
        text_append_char(out, '\n');
        append_group_plot(&grouped, title, out);
        append_group_table(&grouped,
                _("How many stand where. Somebody who belongs to two sites counts in both."),
                by == BY_SITE ? _("site") : _("module"), out);
}

/* A row of upright bars with a figure over each and a word under each. */
static void append_columns(const char *title, const char *const *labels, const size_t *figures, size_t count,
        Text *out)
{
        size_t most = 1;
        for (size_t i = 0; i < count; i++)
                most = figures[i] > most ? figures[i] : most;
        text_append(out, "<svg viewBox=\"0 0 740 170\" role=\"img\"><title>");
        html_append(out, title);
        text_append(out, "</title>");
        double step = 740.0 / (double)count;
        for (size_t i = 0; i < count; i++) {
                double height = 120.0 * (double)figures[i] / (double)most, x = step * (double)i;
                text_printf(out, "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"#1b7837\"/>", x + 4,
                        140 - height, step - 8, height);
                text_printf(out, "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"middle\">%zu</text>", x + step / 2,
                        135 - height, figures[i]);
                text_printf(out, "<text x=\"%.1f\" y=\"158\" text-anchor=\"middle\">", x + step / 2);
                html_append(out, labels[i]);
                text_append(out, "</text>");
        }
        text_append(out, "</svg>\n");
}

static void append_scores(const Sheet *sheet, Text *out)
{
        static const char *const labels[] = { "0–9", "10–19", "20–29", "30–39", "40–49", "50–59", "60–69",
                "70–79", "80–89", "90–100" };
        size_t figures[10] = { 0 }, count = 0;
        for (size_t i = 0; i < sheet->count; i++) {
                if (!*sheet->lines[i].score)
                        continue;
                long score = strtol(sheet->lines[i].score, NULL, 10);
                figures[score >= 100 ? 9 : score < 0 ? 0 : score / 10]++;
                count++;
        }
        if (count == 0)
                return;
        html_element(out, "h2", _("Scores in percent"));
        text_append_char(out, '\n');
        append_columns(_("Scores in percent"), labels, figures, 10, out);
}

enum { MONTHS = 12 };

static void append_expiries(const Sheet *sheet, Text *out)
{
        char texts[MONTHS][DATE_SIZE];
        const char *labels[MONTHS];
        size_t figures[MONTHS] = { 0 }, count = 0;
        int year = 0, month = 0, dayofmonth = 0;
        day_to_date(moment_day(sheet->made_at), &year, &month, &dayofmonth);
        for (int m = 0; m < MONTHS; m++) {
                Day first = day_add(day_from_date(year, month, 1), (Period){ 1, 0 }, m);
                day_format(first, texts[m]);
                texts[m][7] = '\0';
                labels[m] = texts[m];
                for (size_t i = 0; i < sheet->count; i++)
                        if (strncmp(sheet->lines[i].expires, texts[m], 7) == 0)
                                figures[m]++;
                count += figures[m];
        }
        if (count == 0)
                return;
        html_element(out, "h2", _("Expiries by month"));
        text_append_char(out, '\n');
        append_columns(_("Expiries by month"), labels, figures, MONTHS, out);
}

static void append_rows(const Sheet *sheet, Text *out)
{
        const char *const titles[COMPLETION_COLUMNS] = { _("staff id"), _("name"), _("site"), _("module"),
                _("version"), _("status"), _("score %"), _("attempts"), _("completed"), _("expires"),
                _("due") };
        html_element(out, "h2", _("Everybody"));
        text_append(out, "\n<table>");
        html_element(out, "caption", _("One row for each person and module."));
        text_append(out, "<thead><tr>");
        for (size_t c = 0; c < COMPLETION_COLUMNS; c++)
                html_element(out, completion_is_number[c] ? "th scope=\"col\" class=\"n\"" : "th scope=\"col\"",
                        titles[c]);
        text_append(out, "</tr></thead><tbody>\n");
        for (size_t r = 0; r < sheet->count; r++) {
                text_append(out, "<tr>");
                for (size_t c = 0; c < COMPLETION_COLUMNS; c++) {
                        const char *cell = completion_cell(&sheet->lines[r], c);
                        html_element(out, completion_is_number[c] ? "td class=\"n\"" : "td",
                                c == 5 ? status_words(cell) : cell);
                }
                text_append(out, "</tr>\n");
        }
        text_append(out, "</tbody></table>\n");
}

void completions_write_html(const Sheet *sheet, Text *out)
{
        append_head(sheet, out);
        append_totals(sheet, out);
        append_groups(sheet, BY_SITE, out);
        append_groups(sheet, BY_MODULE, out);
        append_scores(sheet, out);
        append_expiries(sheet, out);
        append_rows(sheet, out);
        text_append(out, "</main>\n<footer><p>");
        html_append(out, _("The record's last event when this was made:"));
        text_append(out, " <code>");
        html_append(out, sheet->head);
        text_append(out, "</code></p></footer>\n</body>\n</html>\n");
}
