/* An item analysis as one self-contained page: plots, each with a table of the same figures. */
#include <math.h>
#include <string.h>

#include "base/translate.h"
#include "exchange/html.h"
#include "exchange/items.h"
#include "exchange/items_words.h"
#include "exchange/plots.h"

static void append_heading(Text *out, const char *tag, const char *text)
{
        html_element(out, tag, text);
        text_append_char(out, '\n');
}

static void append_advice(Text *out, const AdviceList *advice)
{
        for (size_t i = 0; i < advice->count; i++)
                append_heading(out, "p class=\"advice\"", advice->items[i].text);
}

static void append_quiz(const ItemsReport *report, Arena *arena, Text *out)
{
        QuizFigure figures[QUIZ_FIGURES];
        AdviceList advice = items_advice(report, arena);
        quiz_figures(report, arena, figures);
        text_append(out, "<dl>");
        for (size_t i = 0; i < QUIZ_FIGURES; i++) {
                text_append(out, "<div>");
                html_element(out, "dt", figures[i].name);
                html_element(out, "dd", figures[i].value);
                text_append(out, "</div>");
        }
        text_append(out, "</dl>\n");
        append_advice(out, &advice);
}

static void append_scatter(const ItemsReport *report, Arena *arena, Text *out)
{
        const PlotAxis x = { _("facility"), 0, 1, 0.25, 2 },
                       y = { _("discrimination %"), -100, 100, 50, 0 };
        PlotPoint *points = arena_array(arena, PlotPoint, report->analysis.item_count + 1);
        size_t shown = 0;
        for (size_t i = 0; i < report->analysis.item_count; i++) {
                const ItemFigures *item = &report->analysis.items[i];
                points[i] = (PlotPoint){ item->facility, item->discrimination_index,
                        report->items[i].id };
                shown += isfinite(item->facility) && isfinite(item->discrimination_index);
        }
        if (shown)
                plot_points(out, _("Facility and discrimination of each question"), &x, &y, points,
                        report->analysis.item_count);
}

static void append_figures(const ItemsReport *report, Arena *arena, Text *out)
{
        enum { COLUMNS = ITEM_FIGURES + 2 };
        const char *cells[COLUMNS] = { _("question"), "n" };
        for (size_t f = 0; f < ITEM_FIGURES; f++)
                cells[2 + f] = _(item_figures[f].title);
        html_table_start(out,
                _("A blank is not defined. Questions on trial are no part of the score."), cells,
                COLUMNS, 1);
        for (size_t i = 0; i < report->analysis.item_count; i++) {
                const ItemFigures *item = &report->analysis.items[i];
                const ItemReport *own = &report->items[i];
                if (!item->n)
                        continue; /* never drawn */
                cells[0] = own->is_trial ? arena_printf(arena, _("%s (trial)"), own->id) : own->id;
                cells[1] = arena_printf(arena, "%zu", item->n);
                for (size_t f = 0; f < ITEM_FIGURES; f++)
                        cells[2 + f] =
                                figure_text(arena, item_figure(item, f), item_figures[f].digits);
                html_table_row(out, cells, COLUMNS, 1);
        }
        html_table_end(out);
}

static const char *option_name(const OptionReport *option, Arena *arena)
{
        return arena_printf(arena, "%s: %s", option->id, option->text);
}

static void append_option_bars(const ItemReport *item, Arena *arena, Text *out)
{
        PlotBar *bars = arena_array(arena, PlotBar, item->option_count + 1);
        size_t count = 0;
        for (size_t i = 0; i < item->option_count; i++) {
                const OptionReport *option = &item->options[i];
                if (option->figures.n)
                        bars[count++] = (PlotBar){ .label = option_name(option, arena),
                                .share = option->figures.share,
                                .figure = share_words(
                                        option->figures.chosen, option->figures.n, arena),
                                .shade = option->worth >= 1  ? PLOT_RIGHT
                                         : option->worth < 1 ? PLOT_WRONG
                                                             : PLOT_NEITHER };
        }
        if (count)
                plot_bars(
                        out, arena_printf(arena, _("%s: what was chosen"), item->id), bars, count);
}

static void append_option_table(const ItemReport *item, Arena *arena, Text *out)
{
        enum { COLUMNS = 6 };
        const char *cells[COLUMNS] = { _("option"), _("counts as"), _("chosen"), _("seen by"),
                _("r with all"), _("best third") };
        html_table_start(
                out, arena_printf(arena, _("%s: what was chosen"), item->id), cells, COLUMNS, 2);
        for (size_t i = 0; i < item->option_count; i++) {
                const OptionReport *option = &item->options[i];
                if (!option->figures.n)
                        continue;
                cells[0] = option_name(option, arena);
                cells[1] = isnan(option->worth) ? ""
                           : option->worth >= 1 ? _("right")
                           : option->worth > 0  ? _("partly")
                                                : _("wrong");
                cells[2] = arena_printf(arena, "%zu", option->figures.chosen);
                cells[3] = arena_printf(arena, "%zu", option->figures.n);
                cells[4] = figure_text(arena, option->figures.point_biserial, 2);
                cells[5] = arena_printf(arena, "%zu/%zu", option->best_chosen, option->best);
                html_table_row(out, cells, COLUMNS, 2);
        }
        html_table_end(out);
}

static void append_item(const ItemsReport *report, size_t index, Arena *arena, Text *out)
{
        const ItemReport *item = &report->items[index];
        AdviceList advice = item_advice(report, index, arena);
        if (!report->analysis.items[index].n || (!advice.count && !item->option_count))
                return;
        append_heading(out, "h3", item->id);
        if (*item->ask)
                append_heading(out, "p", item->ask);
        append_advice(out, &advice);
        if (item->option_count) {
                append_option_bars(item, arena, out);
                append_option_table(item, arena, out);
        }
}

static void append_detections(const char *title, const char *first,
        const Detection *const *detections, const char *const *names, size_t count, Arena *arena,
        Text *out)
{
        enum { COLUMNS = 7 };
        const char *cells[COLUMNS] = { first, _("seen"), _("overlooked"), _("over-read"),
                _("let be"), _("d'"), _("criterion") };
        PlotBar *bars = arena_array(arena, PlotBar, 2 * count + 1);
        size_t drawn = 0;
        for (size_t i = 0; i < count; i++) {
                const Detection *d = detections[i];
                size_t signs = d->hits + d->misses,
                       harmless = d->false_alarms + d->correct_rejections;
                if (signs)
                        bars[drawn++] = (PlotBar){ arena_printf(arena, _("%s: seen"), names[i]),
                                (double)d->hits / (double)signs, share_words(d->hits, signs, arena),
                                PLOT_RIGHT };
                if (harmless)
                        bars[drawn++] = (PlotBar){
                                arena_printf(
                                        arena, _("%s: over-read where there is nothing"), names[i]),
                                (double)d->false_alarms / (double)harmless,
                                share_words(d->false_alarms, harmless, arena), PLOT_WRONG
                        };
        }
        if (!drawn)
                return;
        append_heading(out, "h2", title);
        plot_bars(out, title, bars, drawn);
        html_table_start(out,
                _("d' and criterion are shown from ten signs and ten harmless details on."), cells,
                COLUMNS, 1);
        for (size_t i = 0; i < count; i++) {
                const Detection *d = detections[i];
                const size_t counts[] = { d->hits, d->misses, d->false_alarms,
                        d->correct_rejections };
                cells[0] = names[i];
                for (size_t c = 0; c < 4; c++)
                        cells[1 + c] = arena_printf(arena, "%zu", counts[c]);
                cells[5] = d->enough ? figure_text(arena, d->d_prime, 2) : "";
                cells[6] = d->enough ? figure_text(arena, d->criterion, 2) : "";
                html_table_row(out, cells, COLUMNS, 1);
        }
        html_table_end(out);
}

static void append_signs(const ItemsReport *report, Arena *arena, Text *out)
{
        const Detection **detections =
                arena_array(arena, const Detection *, report->sign_count + 1);
        const char **names = arena_array(arena, const char *, report->sign_count + 1);
        for (size_t i = 0; i < report->sign_count; i++) {
                detections[i] = &report->signs[i].detection;
                names[i] =
                        arena_printf(arena, "%s: %s", report->signs[i].id, report->signs[i].text);
        }
        append_detections(_("Signs"), _("sign"), detections, names, report->sign_count, arena, out);
}

static void append_twins(const ItemsReport *report, Arena *arena, Text *out)
{
        const Detection **detections =
                arena_array(arena, const Detection *, report->twin_count + 1);
        const char **names = arena_array(arena, const char *, report->twin_count + 1);
        for (size_t i = 0; i < report->twin_count; i++) {
                detections[i] = &report->twins[i].detection;
                names[i] = arena_printf(arena, _("%s and %s"),
                        report->items[report->twins[i].worrying].id,
                        report->items[report->twins[i].harmless].id);
        }
        append_detections(_("Twins: the same scene, once worrying and once harmless"), _("twins"),
                detections, names, report->twin_count, arena, out);
        for (size_t i = 0; i < report->twin_count; i++) {
                AdviceList advice = twin_advice(&report->twins[i]);
                for (size_t j = 0; j < advice.count; j++)
                        append_heading(out, "p class=\"advice\"",
                                arena_printf(arena, "%s: %s", names[i], advice.items[j].text));
        }
}

enum { MOVEMENT_BARS_MOST = 10 };

static void append_movements(const VersionReport *version, const char *title, const char *first,
        const char *second, const Movement *movements, size_t count, Arena *arena, Text *out)
{
        enum { COLUMNS = 5 };
        PlotBar bars[MOVEMENT_BARS_MOST];
        size_t drawn = 0;
        const char *cells[COLUMNS] = { first, second, _("very sure of it"), _("the version before"),
                _("people") };
        if (!count)
                return;
        for (; drawn < count && drawn < MOVEMENT_BARS_MOST; drawn++)
                bars[drawn] = (PlotBar){ .label = movement_name(&movements[drawn], arena),
                        .share = movement_rate(&movements[drawn]),
                        .figure = share_words(movements[drawn].wrong, movements[drawn].n, arena) };
        plot_bars(out, title, bars, drawn);
        html_table_start(out, title, cells, COLUMNS, COLUMNS - 1);
        for (size_t i = 0; i < count; i++) {
                const Movement *movement = &movements[i];
                cells[0] = movement_name(movement, arena);
                cells[1] = share_words(movement->wrong, movement->n, arena);
                cells[2] = movement->sure_of ? share_words(movement->sure, movement->sure_of, arena)
                                             : "";
                cells[3] = before_words(movement, version->before, arena);
                cells[4] = arena_printf(arena, "%zu", movement->people);
                html_table_row(out, cells, COLUMNS, COLUMNS - 1);
        }
        html_table_end(out);
}

static void append_masked(size_t count, Arena *arena, Text *out)
{
        if (count)
                append_heading(out, "p",
                        arena_printf(arena,
                                ngettext("%zu that fewer than five people were asked is not shown.",
                                        "%zu that fewer than five people were asked are not shown.",
                                        count),
                                count));
}

static void append_version(const VersionReport *version, Arena *arena, Text *out)
{
        append_heading(out, "h3", version_words(version, arena));
        if (version->is_masked) {
                append_heading(out, "p", _("Fewer than five people: their answers are not shown."));
                return;
        }
        const char *calibration = calibration_words(version, arena);
        if (*calibration)
                append_heading(out, "p", calibration);
        append_movements(version,
                arena_printf(arena, _("Version %s: signs overlooked"), version->version), _("sign"),
                _("overlooked"), version->signs, version->sign_count, arena, out);
        append_masked(version->signs_masked, arena, out);
        append_movements(version,
                arena_printf(arena, _("Version %s: harmless details over-read"), version->version),
                _("detail"), _("over-read"), version->details, version->detail_count, arena, out);
        append_masked(version->details_masked, arena, out);
}

static void append_versions(const ItemsReport *report, Arena *arena, Text *out)
{
        if (!report->version_count)
                return;
        append_heading(out, "h2", _("What learners overlook and over-read, by version"));
        for (size_t i = 0; i < report->version_count; i++)
                append_version(&report->versions[i], arena, out);
}

void items_write_html(const ItemsReport *report, Text *out)
{
        Arena *arena = arena_new();
        const char *name = report->title ? report->title : report->module;
        plots_page_start(out, arena_printf(arena, _("How the questions work: %s"), name),
                versions_words(report, arena));
        if (report->is_cut)
                append_heading(out, "p",
                        _("There are more people than are looked at at once: these are the "
                          "newest."));
        append_quiz(report, arena, out);
        append_heading(out, "h2", _("Questions"));
        append_scatter(report, arena, out);
        append_figures(report, arena, out);
        for (size_t i = 0; i < report->analysis.item_count; i++)
                append_item(report, i, arena, out);
        append_signs(report, arena, out);
        append_twins(report, arena, out);
        append_versions(report, arena, out);
        plots_page_end(out, report->head);
        arena_free(arena);
}
