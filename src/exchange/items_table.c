/* An item analysis as text of 80 columns: what a screen reader or a printer gets. */
#include <stdlib.h>
#include <string.h>

#include "base/rich.h"
#include "base/translate.h"
#include "base/utf8.h"
#include "exchange/items.h"
#include "exchange/items_words.h"
#include "view/table.h"

enum { WIDTH = 80, NAME_LEAST = 8, LISTED_MOST = 10, VERSIONS_MOST = 5 };

/* A sentence, broken at the edge; a marker ("•", "!") hangs before it. */
static void append_sentence(Text *out, const char *marker, const char *text)
{
        Arena *arena = arena_new();
        RichBuilder *builder = rich_start(arena);
        if (marker)
                rich_item(builder, 1, marker);
        else
                rich_block(builder, BLOCK_PARAGRAPH, 0);
        Text clean = { 0 };
        text_append_clean(&clean, text);
        rich_span(builder, SPAN_PLAIN, text_string(&clean));
        text_clear(&clean);
        Rich rich = rich_finish(builder);
        Lines lines = rich_layout(arena, &rich, WIDTH, false);
        rich_print(&lines, out);
        arena_free(arena);
}

static void append_title(Text *out, const char *title)
{
        text_append_char(out, '\n');
        text_append_clean(out, title);
        text_append(out, "\n\n");
}

static void append_advice(Text *out, const AdviceList *advice)
{
        for (size_t i = 0; i < advice->count; i++)
                append_sentence(out, "!", advice->items[i].text);
}

static void append_quiz(const ItemsReport *report, Arena *arena, Text *out)
{
        QuizFigure figures[QUIZ_FIGURES];
        AdviceList advice = items_advice(report, arena);
        quiz_figures(report, arena, figures);
        const char *versions = versions_words(report, arena);
        if (report->title) {
                append_sentence(
                        out, NULL, arena_printf(arena, "%s: %s", report->module, report->title));
                if (versions)
                        append_sentence(out, NULL, versions);
                if (report->is_cut)
                        append_sentence(out, NULL,
                                _("There are more people than are looked at at once: these are the "
                                  "newest."));
                text_append_char(out, '\n');
        }
        for (size_t i = 0; i < QUIZ_FIGURES; i++)
                text_printf(out, "%s: %s\n", figures[i].name, figures[i].value);
        append_advice(out, &advice);
}

enum { COLUMNS = ITEM_FIGURES + 1 }; /* n and the figures; the name stands before them */

typedef struct Grid {
        const char *titles[COLUMNS];
        int widths[COLUMNS];
        int name; /* cells for the name */
} Grid;

static int cells_of(const char *text)
{
        return utf8_cells(text, strlen(text));
}

static const char *cell_of(const ItemsReport *report, size_t item, size_t column, Arena *arena)
{
        const ItemFigures *figures = &report->analysis.items[item];
        return column == 0 ? arena_printf(arena, "%zu", figures->n)
                           : figure_text(arena, item_figure(figures, column - 1),
                                     item_figures[column - 1].digits);
}

static const char *item_name(const ItemReport *item, Arena *arena)
{
        Text clean = { 0 };
        text_append_clean(&clean, item->id);
        const char *name = item->is_trial
                                   ? arena_printf(arena, _("%s (trial)"), text_string(&clean))
                                   : arena_strdup(arena, text_string(&clean));
        text_clear(&clean);
        return name;
}

/* Names take what the figures leave of the width, but no more than the longest needs. */
static Grid make_grid(const ItemsReport *report, Arena *arena)
{
        Grid grid = { .titles = { "n" }, .name = cells_of(_("question")) };
        int total = 0;
        for (size_t c = 0; c < COLUMNS; c++) {
                if (c > 0)
                        grid.titles[c] = _(item_figures[c - 1].narrow);
                grid.widths[c] = cells_of(grid.titles[c]);
                for (size_t i = 0; i < report->analysis.item_count; i++) {
                        int cells = cells_of(cell_of(report, i, c, arena));
                        if (report->analysis.items[i].n && cells > grid.widths[c])
                                grid.widths[c] = cells;
                }
                total += 2 + grid.widths[c];
        }
        for (size_t i = 0; i < report->analysis.item_count; i++) {
                int cells = cells_of(item_name(&report->items[i], arena));
                if (report->analysis.items[i].n && cells > grid.name && cells <= WIDTH - total)
                        grid.name = cells;
        }
        if (grid.name < NAME_LEAST)
                grid.name = NAME_LEAST;
        return grid;
}

static void append_grid_row(Text *out, const Grid *grid, const char *name, const char *const *cells)
{
        text_append(out, name);
        int used = cells_of(name);
        if (used > grid->name) { /* a long name has a line of its own */
                text_append_char(out, '\n');
                used = 0;
        }
        for (size_t c = 0; c < COLUMNS; c++) {
                int column = grid->name;
                for (size_t before = 0; before <= c; before++)
                        column += 2 + grid->widths[before];
                int blanks = column - used - cells_of(cells[c]);
                text_append_repeat(out, ' ', blanks > 0 ? (size_t)blanks : 0);
                text_append(out, cells[c]);
                used = column;
        }
        text_append_char(out, '\n');
}

static void append_items(
        const ItemsReport *report, bool trial, const Grid *grid, Arena *arena, Text *out)
{
        int total = grid->name;
        bool is_begun = false;
        for (size_t c = 0; c < COLUMNS; c++)
                total += 2 + grid->widths[c];
        for (size_t i = 0; i < report->analysis.item_count; i++) {
                const char *cells[COLUMNS];
                if (!report->analysis.items[i].n || report->items[i].is_trial != trial)
                        continue; /* never drawn, or of the other table */
                if (!is_begun) {
                        append_title(out, trial ? _("Questions on trial, compared with the score "
                                                    "that they are no part of")
                                                : _("Questions"));
                        append_grid_row(out, grid, _("question"), grid->titles);
                        text_append_repeat(out, '-', (size_t)total);
                        text_append_char(out, '\n');
                        is_begun = true;
                }
                for (size_t c = 0; c < COLUMNS; c++)
                        cells[c] = cell_of(report, i, c, arena);
                append_grid_row(out, grid, item_name(&report->items[i], arena), cells);
                AdviceList advice = item_advice(report, i, arena);
                append_advice(out, &advice);
        }
}

static void append_legend(Text *out)
{
        text_append_char(out, '\n');
        append_sentence(out, NULL,
                _("fac.: facility, mean mark ÷ full marks. discr: 100 × correlation with the rest. "
                  "effic: the same in percent of the most that these marks allow. weight: percent "
                  "of the spread of scores. r all, r rest: correlation with the whole and with the "
                  "rest. alpha-: Cronbach's alpha without it. A blank is not defined."));
}

static const char *worth_words(double worth)
{
        return worth >= 1 ? _("right") : worth > 0 ? _("partly") : "";
}

enum { OPTION_COLUMNS = 5 };

static void option_cells(
        const OptionReport *option, Arena *arena, const char *cells[OPTION_COLUMNS])
{
        cells[0] = arena_printf(arena, "  %s", option->id);
        cells[1] = worth_words(option->worth);
        cells[2] = arena_printf(arena, "%zu/%zu", option->figures.chosen, option->figures.n);
        cells[3] = figure_text(arena, option->figures.point_biserial, 2);
        cells[4] = arena_printf(arena, "%zu/%zu", option->best_chosen, option->best);
}

static void append_option_row(
        Text *out, const char *const *cells, const int *widths, const char *text)
{
        int left = WIDTH;
        Text clean = { 0 };
        text_append_clean(&clean, text);
        const char *words = text_string(&clean);
        for (size_t c = 0; c < OPTION_COLUMNS; c++) {
                int blanks = widths[c] - cells_of(cells[c]);
                text_append_repeat(out, ' ', c >= 2 ? (size_t)blanks : 0);
                text_append(out, cells[c]);
                text_append_repeat(out, ' ', c < 2 ? (size_t)blanks + 2 : 2);
                left -= widths[c] + 2;
        }
        size_t len = strlen(words), fits = left > 1 ? utf8_fit(words, len, left, NULL) : 0;
        if (fits < len && left > 1)
                fits = utf8_fit(words, len, left - 1, NULL);
        text_append_bytes(out, words, fits);
        text_append(out, fits < len && left > 1 ? "…\n" : "\n");
        text_clear(&clean);
}

/* One line an option under the name of its question, with as many of its words as the line has room
 * for. */
static void append_options(const ItemsReport *report, Arena *arena, Text *out)
{
        const char *titles[OPTION_COLUMNS] = { _("option"), "", _("chosen"), _("r all"),
                _("best") };
        const char *cells[OPTION_COLUMNS];
        int widths[OPTION_COLUMNS];
        size_t count = 0;
        for (size_t c = 0; c < OPTION_COLUMNS; c++)
                widths[c] = cells_of(titles[c]);
        for (size_t i = 0; i < report->analysis.item_count; i++)
                for (size_t j = 0; j < report->items[i].option_count; j++) {
                        if (!report->items[i].options[j].figures.n)
                                continue;
                        option_cells(&report->items[i].options[j], arena, cells);
                        for (size_t c = 0; c < OPTION_COLUMNS; c++)
                                widths[c] = cells_of(cells[c]) > widths[c] ? cells_of(cells[c])
                                                                           : widths[c];
                        count++;
                }
        if (count == 0)
                return;
        append_title(out, _("What was chosen, by everybody and by the best third"));
        append_option_row(out, titles, widths, _("words"));
        text_append_repeat(out, '-', WIDTH);
        text_append_char(out, '\n');
        for (size_t i = 0; i < report->analysis.item_count; i++) {
                if (!report->items[i].option_count || !report->items[i].options[0].figures.n)
                        continue;
                text_printf(out, "%s\n", report->items[i].id);
                for (size_t j = 0; j < report->items[i].option_count; j++) {
                        option_cells(&report->items[i].options[j], arena, cells);
                        if (report->items[i].options[j].figures.n)
                                append_option_row(
                                        out, cells, widths, report->items[i].options[j].text);
                }
        }
}

enum { DETECTION_COLUMNS = 6 };

static void detection_cells(const Detection *d, Arena *arena, const char **cells)
{
        const size_t counts[] = { d->hits, d->misses, d->false_alarms, d->correct_rejections };
        for (size_t i = 0; i < 4; i++)
                cells[i] = arena_printf(arena, "%zu", counts[i]);
        cells[4] = d->enough ? figure_text(arena, d->d_prime, 2) : "";
        cells[5] = d->enough ? figure_text(arena, d->criterion, 2) : "";
}

static void append_signs(const ItemsReport *report, Arena *arena, Text *out)
{
        const Column columns[1 + DETECTION_COLUMNS] = { { _("sign"), false }, { _("seen"), true },
                { _("overlooked"), true }, { _("over-read"), true }, { _("let be"), true },
                { _("d'"), true }, { _("criterion"), true } };
        const char **cells =
                arena_array(arena, const char *, report->sign_count *(1 + DETECTION_COLUMNS) + 1);
        if (report->sign_count == 0)
                return;
        for (size_t i = 0; i < report->sign_count; i++) {
                cells[i * (1 + DETECTION_COLUMNS)] = report->signs[i].id;
                detection_cells(&report->signs[i].detection, arena,
                        cells + i * (1 + DETECTION_COLUMNS) + 1);
        }
        append_title(out, _("Signs"));
        Table table = { columns, 1 + DETECTION_COLUMNS, cells, report->sign_count };
        table_print(&table, out);
}

static void append_twins(const ItemsReport *report, Arena *arena, Text *out)
{
        if (report->twin_count == 0)
                return;
        append_title(out, _("Twins: the same scene, once worrying and once harmless"));
        for (size_t i = 0; i < report->twin_count; i++) {
                const TwinReport *twin = &report->twins[i];
                const Detection *d = &twin->detection;
                AdviceList advice = twin_advice(twin);
                append_sentence(out, "•",
                        arena_printf(arena, _("%s right: %s; %s right: %s%s%s"),
                                report->items[twin->worrying].id,
                                share_words(d->hits, d->hits + d->misses, arena),
                                report->items[twin->harmless].id,
                                share_words(d->correct_rejections,
                                        d->correct_rejections + d->false_alarms, arena),
                                d->enough ? "; d'\u00a0" : "",
                                d->enough ? figure_text(arena, d->d_prime, 2) : ""));
                append_advice(out, &advice);
        }
}

static void append_movements(
        const Movement *movements, size_t count, const char *before, Arena *arena, Text *out)
{
        for (size_t i = 0; i < count && i < LISTED_MOST; i++) {
                const Movement *movement = &movements[i];
                const char *sure = sure_words(movement, arena),
                           *moved = before_words(movement, before, arena);
                append_sentence(out, "•",
                        arena_printf(arena, "%s: %s%s%s%s%s", movement_name(movement, arena),
                                share_words(movement->wrong, movement->n, arena), *sure ? "; " : "",
                                sure, *moved ? "; " : "", moved));
        }
        if (count > LISTED_MOST)
                append_sentence(out, NULL,
                        arena_printf(arena,
                                ngettext("and %zu more, in the other formats",
                                        "and %zu more, in the other formats", count - LISTED_MOST),
                                count - LISTED_MOST));
}

static void append_masked(size_t count, Arena *arena, Text *out)
{
        if (count)
                append_sentence(out, NULL,
                        arena_printf(arena,
                                ngettext("%zu that fewer than five people were asked is not shown.",
                                        "%zu that fewer than five people were asked are not shown.",
                                        count),
                                count));
}

static void append_version(const VersionReport *version, Arena *arena, Text *out)
{
        append_title(out, version_words(version, arena));
        if (version->is_masked) {
                append_sentence(
                        out, NULL, _("Fewer than five people: their answers are not shown."));
                return;
        }
        if (version->sign_count) {
                append_sentence(out, NULL, _("Signs overlooked:"));
                append_movements(version->signs, version->sign_count, version->before, arena, out);
        }
        append_masked(version->signs_masked, arena, out);
        if (version->detail_count) {
                append_sentence(out, NULL, _("Harmless details over-read:"));
                append_movements(
                        version->details, version->detail_count, version->before, arena, out);
        }
        append_masked(version->details_masked, arena, out);
        const char *calibration = calibration_words(version, arena);
        if (*calibration)
                append_sentence(out, NULL, calibration);
}

void items_write_table(const ItemsReport *report, Text *out)
{
        Arena *arena = arena_new();
        Grid grid = make_grid(report, arena);
        append_quiz(report, arena, out);
        append_items(report, false, &grid, arena, out);
        append_items(report, true, &grid, arena, out);
        append_legend(out);
        append_options(report, arena, out);
        append_signs(report, arena, out);
        append_twins(report, arena, out);
        for (size_t i = 0; i < report->version_count && i < VERSIONS_MOST; i++)
                append_version(&report->versions[i], arena, out);
        if (report->head)
                text_printf(out, "\n%s\n%s\n", _("The record's last event when this was made:"),
                        report->head);
        arena_free(arena);
}
