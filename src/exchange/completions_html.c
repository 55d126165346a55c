/* The report as one self-contained page: tables and inline plots, no script, no request to
 * anywhere; prints on A4. */
#include <stdlib.h>
#include <string.h>

#include "base/translate.h"
#include "exchange/completions.h"
#include "exchange/html.h"
#include "exchange/plots.h"

/* Shades that differ in lightness as well, since many print in grey; every bar carries its figure
 * in words. */
static const char *const shades[STATUS_COUNT] = { "#d9d9d9", "#9ecae1", "#fdae6b", "#1b7837",
        "#a6dba0", "#8c510a", "#b2182b" };

static void append_head(const Sheet *sheet, Text *out)
{
        char moment[MOMENT_SIZE];
        Text note = { 0 };
        moment_format_local(sheet->made_at, moment);
        text_printf(&note, "%s %s%s%s", _("Made on"), moment, *sheet->filter ? " · " : "",
                sheet->filter);
        plots_page_start(out, _("Operation Makesafe training: who is trained"), text_string(&note));
        text_clear(&note);
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
                        text_printf(out,
                                "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"16\" "
                                "fill=\"%s\" stroke=\"#fff\"/>",
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
                text_printf(out,
                        "<rect x=\"%.0f\" y=\"%.0f\" width=\"12\" height=\"12\" fill=\"%s\"/><text "
                        "x=\"%.0f\" y=\"%.0f\">",
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
                text_printf(out, "<text x=\"630\" y=\"%.0f\">%zu/%zu</text>", y + 13,
                        trained(group), group->rows);
        }
        append_legend(height - 20, out);
        text_append(out, "</svg>\n");
}

static void append_group_table(
        const Sheet *sheet, const char *caption, const char *first, Text *out)
{
        enum { COLUMNS = 2 + STATUS_COUNT };
        const char *cells[COLUMNS] = { first, _("people") };
        for (size_t s = 0; s < STATUS_COUNT; s++)
                cells[2 + s] = status_words(completion_status_names[s]);
        html_table_start(out, caption, cells, COLUMNS, 1);
        for (size_t i = 0; i < sheet->group_count; i++) {
                const GroupLine *group = &sheet->groups[i];
                cells[0] = *group->name ? group->name : _("no site");
                cells[1] = arena_printf(sheet->arena, "%zu", group->people);
                for (size_t s = 0; s < STATUS_COUNT; s++)
                        cells[2 + s] = arena_printf(sheet->arena, "%zu", group->statuses[s]);
                html_table_row(out, cells, COLUMNS, 1);
        }
        html_table_end(out);
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
static void append_columns(const char *title, const char *const *labels, const size_t *figures,
        size_t count, Text *out)
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
                text_printf(out,
                        "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" "
                        "fill=\"#1b7837\"/>",
                        x + 4, 140 - height, step - 8, height);
                text_printf(out, "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"middle\">%zu</text>",
                        x + step / 2, 135 - height, figures[i]);
                text_printf(
                        out, "<text x=\"%.1f\" y=\"158\" text-anchor=\"middle\">", x + step / 2);
                html_append(out, labels[i]);
                text_append(out, "</text>");
        }
        text_append(out, "</svg>\n");
}

static void append_scores(const Sheet *sheet, Text *out)
{
        static const char *const labels[] = { "0–9", "10–19", "20–29", "30–39", "40–49", "50–59",
                "60–69", "70–79", "80–89", "90–100" };
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

enum { SIGN_BARS_MOST = 12 };

static const char *sign_words(const Sheet *sheet, const SheetSign *sign)
{
        return sign->text ? arena_printf(sheet->arena, "%s: %s", sign->module, sign->text)
                          : arena_printf(sheet->arena, "%s: %s", sign->module, sign->id);
}

static void append_sign_plot(const Sheet *sheet, const char *title, Text *out)
{
        PlotBar bars[SIGN_BARS_MOST];
        size_t count = 0;
        for (; count < sheet->sign_count && count < SIGN_BARS_MOST; count++) {
                const SheetSign *sign = &sheet->signs[count];
                bars[count] = (PlotBar){ .label = sign_words(sheet, sign),
                        .share = sheet_sign_missed(sign),
                        .figure = arena_printf(sheet->arena, _("%zu of %zu (%.0f%%)"), sign->misses,
                                sign->hits + sign->misses, 100 * sheet_sign_missed(sign)) };
        }
        plot_bars(out, title, bars, count);
}

static void append_sign_table(const Sheet *sheet, Text *out)
{
        enum { COLUMNS = 5 };
        const char *cells[COLUMNS] = { _("sign"), _("people"), _("seen"), _("overlooked"),
                _("overlooked %") };
        html_table_start(out,
                _("How often each sign was overlooked, in the finished attempts of everybody in "
                  "the record."),
                cells, COLUMNS, 1);
        for (size_t i = 0; i < sheet->sign_count; i++) {
                const SheetSign *sign = &sheet->signs[i];
                const size_t figures[] = { sign->people, sign->hits, sign->misses };
                cells[0] = sign_words(sheet, sign);
                for (size_t f = 0; f < 3; f++)
                        cells[1 + f] = arena_printf(sheet->arena, "%zu", figures[f]);
                cells[4] = arena_printf(sheet->arena, "%.0f", 100 * sheet_sign_missed(sign));
                html_table_row(out, cells, COLUMNS, 1);
        }
        html_table_end(out);
}

static void append_signs(const Sheet *sheet, Text *out)
{
        if (!sheet->sign_count && !sheet->signs_masked)
                return;
        html_element(out, "h2", _("Signs overlooked most"));
        text_append_char(out, '\n');
        if (sheet->sign_count) {
                append_sign_plot(sheet, _("Signs overlooked most"), out);
                append_sign_table(sheet, out);
        }
        if (sheet->signs_masked)
                html_element(out, "p",
                        arena_printf(sheet->arena,
                                ngettext("%zu sign that fewer than five people have met is not "
                                         "shown.",
                                        "%zu signs that fewer than five people have met are not "
                                        "shown.",
                                        sheet->signs_masked),
                                sheet->signs_masked));
}

static void append_rows(const Sheet *sheet, Text *out)
{
        const char *const titles[COMPLETION_COLUMNS] = { _("staff id"), _("name"), _("site"),
                _("module"), _("version"), _("status"), _("score %"), _("attempts"), _("completed"),
                _("expires"), _("due") };
        html_element(out, "h2", _("Everybody"));
        text_append(out, "\n<table>");
        html_element(out, "caption", _("One row for each person and module."));
        text_append(out, "<thead><tr>");
        for (size_t c = 0; c < COMPLETION_COLUMNS; c++)
                html_element(out,
                        completion_is_number[c] ? "th scope=\"col\" class=\"n\""
                                                : "th scope=\"col\"",
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
        append_signs(sheet, out);
        append_rows(sheet, out);
        plots_page_end(out, sheet->head);
}
