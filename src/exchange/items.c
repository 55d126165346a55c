#include "exchange/items.h"

#include <jansson.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/translate.h"
#include "exchange/csv.h"
#include "stats/detection.h"
#include "view/table.h"

/* The figures of an item, in the order of the JSON keys and of the CSV's columns. */
typedef struct Figure {
        const char *key;
        const char *title; /* msgid, short: a column of a table */
        int digits;
} Figure;

static const Figure figures[] = {
        { "facility", N_("facility"), 2 },
        { "sd", N_("sd"), 2 },
        { "discrimination_index", N_("discr. %"), 1 },
        { "discrimination_efficiency", N_("effic. %"), 1 },
        { "effective_weight", N_("weight %"), 1 },
        { "point_biserial", N_("r total"), 2 },
        { "point_biserial_corrected", N_("r rest"), 2 },
        { "alpha_without", N_("alpha without"), 2 },
};

enum { FIGURES = sizeof figures / sizeof *figures, COLUMNS = FIGURES + 3 };

static double figure_of(const ItemFigures *item, size_t index)
{
        const double values[FIGURES] = { item->facility, item->sd, item->discrimination_index,
                item->discriminative_efficiency, item->effective_weight, item->point_biserial,
                item->point_biserial_corrected, item->alpha_without };
        return values[index];
}

static const char *number(Arena *arena, double value, int digits)
{
        return isnan(value) ? "" : arena_printf(arena, "%.*f", digits, value);
}

static void write_quiz(const ItemsReport *report, Arena *arena, Text *out)
{
        const QuizFigures *quiz = &report->analysis.quiz;
        const struct {
                const char *name;
                double value;
                int digits;
        } rows[] = { { _("people"), (double)quiz->n, 0 }, { _("mean"), quiz->mean, 2 },
                { _("median"), quiz->median, 2 }, { _("sd"), quiz->sd, 2 },
                { _("skewness"), quiz->skewness, 2 }, { _("kurtosis"), quiz->kurtosis, 2 },
                { _("Cronbach's alpha"), quiz->alpha, 2 }, { _("error ratio %"), quiz->error_ratio, 1 },
                { _("standard error"), quiz->sem, 2 } };
        for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
                const char *value = number(arena, rows[i].value, rows[i].digits);
                text_printf(out, "%s: %s\n", rows[i].name, *value ? value : _("not defined"));
        }
        text_append_char(out, '\n');
}

static void write_options(const ItemsReport *report, Arena *arena, Text *out)
{
        enum { OPTION_COLUMNS = 4 };
        const Column columns[OPTION_COLUMNS] = { { _("question"), false }, { _("option"), false },
                { _("chosen"), true }, { _("r total"), true } };
        size_t count = 0;
        for (size_t i = 0; i < report->analysis.item_count; i++)
                count += report->items[i].option_count;
        const char **cells = arena_array(arena, const char *, count * OPTION_COLUMNS + 1);
        size_t at = 0, rows = 0;
        for (size_t i = 0; i < report->analysis.item_count; i++)
                for (size_t j = 0; j < report->items[i].option_count; j++) {
                        const OptionReport *option = &report->items[i].options[j];
                        if (option->figures.n == 0)
                                continue;
                        cells[at++] = report->items[i].id;
                        cells[at++] = option->id;
                        cells[at++] = arena_printf(arena, "%zu/%zu", option->figures.chosen, option->figures.n);
                        cells[at++] = number(arena, option->figures.point_biserial, 2);
                        rows++;
                }
        if (rows == 0)
                return;
        Table table = { columns, OPTION_COLUMNS, cells, rows };
        text_append_char(out, '\n');
        table_print(&table, out);
}

static void write_signs(const ItemsReport *report, Arena *arena, Text *out)
{
        enum { SIGN_COLUMNS = 7 };
        const Column columns[SIGN_COLUMNS] = { { _("sign"), false }, { _("seen"), true }, { _("overlooked"), true },
                { _("over-read"), true }, { _("let be"), true }, { _("d'"), true }, { _("criterion"), true } };
        if (report->sign_count == 0)
                return;
        const char **cells = arena_array(arena, const char *, report->sign_count * SIGN_COLUMNS);
        size_t at = 0;
        for (size_t i = 0; i < report->sign_count; i++) {
                DetectionCounts c = report->signs[i].counts;
                Detection detection = detection_of(c.hits, c.misses, c.false_alarms, c.correct_rejections);
                cells[at++] = report->signs[i].id;
                cells[at++] = arena_printf(arena, "%u", c.hits);
                cells[at++] = arena_printf(arena, "%u", c.misses);
                cells[at++] = arena_printf(arena, "%u", c.false_alarms);
                cells[at++] = arena_printf(arena, "%u", c.correct_rejections);
                cells[at++] = detection.enough ? number(arena, detection.d_prime, 2) : "";
                cells[at++] = detection.enough ? number(arena, detection.criterion, 2) : "";
        }
        Table table = { columns, SIGN_COLUMNS, cells, report->sign_count };
        text_append_char(out, '\n');
        table_print(&table, out);
}

void items_write_table(const ItemsReport *report, Text *out)
{
        Arena *arena = arena_new();
        Column columns[COLUMNS] = { { _("question"), false }, { "n", true }, [COLUMNS - 1] = { _("advice"), false } };
        for (size_t f = 0; f < FIGURES; f++)
                columns[2 + f] = (Column){ _(figures[f].title), true };
        const char **cells = arena_array(arena, const char *, report->analysis.item_count * COLUMNS + 1);
        size_t rows = 0;
        write_quiz(report, arena, out);
        for (size_t i = 0; i < report->analysis.item_count; i++) {
                const ItemFigures *item = &report->analysis.items[i];
                const char **row = cells + rows * COLUMNS;
                if (item->n == 0)
                        continue; /* never drawn */
                rows++;
                row[0] = report->items[i].is_trial ? arena_printf(arena, _("%s (trial)"), report->items[i].id)
                                                   : report->items[i].id;
                row[1] = arena_printf(arena, "%zu", item->n);
                for (size_t f = 0; f < FIGURES; f++)
                        row[2 + f] = number(arena, figure_of(item, f), figures[f].digits);
                const char *advice = item_advice(report, i, arena);
                row[COLUMNS - 1] = advice ? advice : "";
        }
        Table table = { columns, COLUMNS, cells, rows };
        table_print(&table, out);
        write_options(report, arena, out);
        write_signs(report, arena, out);
        arena_free(arena);
}

void items_write_csv(const ItemsReport *report, Text *out)
{
        Arena *arena = arena_new();
        csv_append(out, true, false, "id");
        csv_append(out, false, false, "n");
        for (size_t f = 0; f < FIGURES; f++)
                csv_append(out, false, false, figures[f].key);
        csv_end_row(out);
        for (size_t i = 0; i < report->analysis.item_count; i++) {
                const ItemFigures *item = &report->analysis.items[i];
                csv_append(out, true, false, report->items[i].id);
                csv_append(out, false, true, arena_printf(arena, "%zu", item->n));
                for (size_t f = 0; f < FIGURES; f++)
                        csv_append(out, false, true, number(arena, figure_of(item, f), 6));
                csv_end_row(out);
        }
        arena_free(arena);
}

static json_t *real_or_null(double value)
{
        return isfinite(value) ? json_real(value) : json_null();
}

static json_t *json_item(const ItemsReport *report, size_t index)
{
        const ItemFigures *item = &report->analysis.items[index];
        const ItemReport *own = &report->items[index];
        json_t *object = json_object(), *options = json_array();
        json_object_set_new(object, "id", json_string(own->id));
        json_object_set_new(object, "n", json_integer((json_int_t)item->n));
        for (size_t f = 0; f < FIGURES; f++)
                json_object_set_new(object, figures[f].key, real_or_null(figure_of(item, f)));
        for (size_t i = 0; i < own->option_count; i++) {
                const OptionFigures *option = &own->options[i].figures;
                json_array_append_new(options, json_pack("{s:s, s:I, s:o}", "id", own->options[i].id, "chosen",
                                                       (json_int_t)option->chosen, "point_biserial",
                                                       real_or_null(option->point_biserial)));
        }
        json_object_set_new(object, "options", options);
        return object;
}

static json_t *json_sign(const SignReport *sign)
{
        DetectionCounts c = sign->counts;
        Detection detection = detection_of(c.hits, c.misses, c.false_alarms, c.correct_rejections);
        return json_pack("{s:s, s:i, s:i, s:i, s:i, s:o, s:o}", "id", sign->id, "hits", (int)c.hits, "misses",
                (int)c.misses, "false_alarms", (int)c.false_alarms, "correct_rejections", (int)c.correct_rejections,
                "dprime", detection.enough ? real_or_null(detection.d_prime) : json_null(), "criterion",
                detection.enough ? real_or_null(detection.criterion) : json_null());
}

void items_write_json(const ItemsReport *report, Text *out)
{
        const QuizFigures *quiz = &report->analysis.quiz;
        json_t *items = json_array(), *signs = json_array(), *object = json_object();
        for (size_t i = 0; i < report->analysis.item_count; i++)
                json_array_append_new(items, json_item(report, i));
        for (size_t i = 0; i < report->sign_count; i++)
                json_array_append_new(signs, json_sign(&report->signs[i]));
        json_object_set_new(object, "module", json_string(report->module));
        json_object_set_new(object, "n", json_integer((json_int_t)quiz->n));
        json_object_set_new(object, "mean", real_or_null(quiz->mean));
        json_object_set_new(object, "sd", real_or_null(quiz->sd));
        json_object_set_new(object, "alpha", real_or_null(quiz->alpha));
        json_object_set_new(object, "sem", real_or_null(quiz->sem));
        json_object_set_new(object, "items", items);
        json_object_set_new(object, "signs", signs);
        char *text = json_dumps(object, JSON_INDENT(2) | JSON_REAL_PRECISION(12));
        text_printf(out, "%s\n", text);
        free(text);
        json_decref(object);
}
