#include "exchange/items.h"

#include <jansson.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "exchange/csv.h"
#include "exchange/items_words.h"

void items_write_csv(const ItemsReport *report, Text *out)
{
        Arena *arena = arena_new();
        csv_append(out, true, false, "id");
        csv_append(out, false, false, "n");
        for (size_t f = 0; f < ITEM_FIGURES; f++)
                csv_append(out, false, false, item_figures[f].key);
        csv_append(out, false, false, "trial");
        csv_end_row(out);
        for (size_t i = 0; i < report->analysis.item_count; i++) {
                const ItemFigures *item = &report->analysis.items[i];
                csv_append(out, true, false, report->items[i].id);
                csv_append(out, false, true, arena_printf(arena, "%zu", item->n));
                for (size_t f = 0; f < ITEM_FIGURES; f++)
                        csv_append(out, false, true, figure_text(arena, item_figure(item, f), 6));
                csv_append(out, false, true, report->items[i].is_trial ? "1" : "0");
                csv_end_row(out);
        }
        arena_free(arena);
}

static json_t *real_or_null(double value)
{
        return isfinite(value) ? json_real(value) : json_null();
}

static void set_count(json_t *object, const char *key, size_t count)
{
        json_object_set_new(object, key, json_integer((json_int_t)count));
}

/* jansson refuses what is no UTF-8; names from outside may be anything. */
static json_t *string_or_null(const char *text)
{
        json_t *string = text ? json_string(text) : NULL;
        return string ? string : json_null();
}

static json_t *json_advice(AdviceList advice)
{
        json_t *list = json_array();
        for (size_t i = 0; i < advice.count; i++)
                json_array_append_new(list, json_pack("{s:s, s:o}", "code", advice.items[i].code,
                                                    "text", string_or_null(advice.items[i].text)));
        return list;
}

static json_t *json_option(const OptionReport *option)
{
        json_t *object = json_object();
        json_object_set_new(object, "id", string_or_null(option->id));
        set_count(object, "chosen", option->figures.chosen);
        json_object_set_new(object, "point_biserial", real_or_null(option->figures.point_biserial));
        set_count(object, "n", option->figures.n);
        json_object_set_new(object, "worth", real_or_null(option->worth));
        json_object_set_new(object, "text", string_or_null(option->text));
        set_count(object, "best", option->best);
        set_count(object, "best_chosen", option->best_chosen);
        return object;
}

static json_t *json_item(const ItemsReport *report, size_t index, Arena *arena)
{
        const ItemFigures *item = &report->analysis.items[index];
        const ItemReport *own = &report->items[index];
        json_t *object = json_object(), *options = json_array();
        json_object_set_new(object, "id", string_or_null(own->id));
        set_count(object, "n", item->n);
        for (size_t f = 0; f < ITEM_FIGURES; f++)
                json_object_set_new(
                        object, item_figures[f].key, real_or_null(item_figure(item, f)));
        for (size_t i = 0; i < own->option_count; i++)
                json_array_append_new(options, json_option(&own->options[i]));
        json_object_set_new(object, "options", options);
        json_object_set_new(object, "intended_weight", real_or_null(item->intended_weight));
        json_object_set_new(object, "trial", json_boolean(own->is_trial));
        json_object_set_new(object, "advice", json_advice(item_advice(report, index, arena)));
        return object;
}

static void set_detection(json_t *object, const Detection *d)
{
        set_count(object, "hits", d->hits);
        set_count(object, "misses", d->misses);
        set_count(object, "false_alarms", d->false_alarms);
        set_count(object, "correct_rejections", d->correct_rejections);
        json_object_set_new(object, "dprime", d->enough ? real_or_null(d->d_prime) : json_null());
        json_object_set_new(
                object, "criterion", d->enough ? real_or_null(d->criterion) : json_null());
}

static json_t *json_signs(const ItemsReport *report)
{
        json_t *signs = json_array();
        for (size_t i = 0; i < report->sign_count; i++) {
                json_t *sign = json_object();
                json_object_set_new(sign, "id", string_or_null(report->signs[i].id));
                set_detection(sign, &report->signs[i].detection);
                json_object_set_new(sign, "text", string_or_null(report->signs[i].text));
                json_array_append_new(signs, sign);
        }
        return signs;
}

static json_t *json_twins(const ItemsReport *report)
{
        json_t *twins = json_array();
        for (size_t i = 0; i < report->twin_count; i++) {
                const TwinReport *twin = &report->twins[i];
                json_t *object = json_object();
                json_object_set_new(
                        object, "worrying", string_or_null(report->items[twin->worrying].id));
                json_object_set_new(
                        object, "harmless", string_or_null(report->items[twin->harmless].id));
                set_detection(object, &twin->detection);
                json_object_set_new(object, "advice", json_advice(twin_advice(twin)));
                json_array_append_new(twins, object);
        }
        return twins;
}

static json_t *json_movements(const Movement *movements, size_t count, bool are_signs)
{
        json_t *list = json_array();
        for (size_t i = 0; i < count; i++) {
                const Movement *movement = &movements[i];
                json_t *object = json_object(), *before = json_null();
                if (!are_signs)
                        json_object_set_new(object, "question", string_or_null(movement->question));
                json_object_set_new(
                        object, are_signs ? "id" : "option", string_or_null(movement->id));
                json_object_set_new(
                        object, "text", string_or_null(*movement->text ? movement->text : NULL));
                set_count(object, "people", movement->people);
                set_count(object, "n", movement->n);
                set_count(object, are_signs ? "misses" : "chosen", movement->wrong);
                json_object_set_new(object, "rate", real_or_null(movement_rate(movement)));
                json_object_set_new(object, "very_sure",
                        movement->sure_of ? json_integer((json_int_t)movement->sure) : json_null());
                if (movement->has_before) {
                        before = json_object();
                        set_count(before, "n", movement->n_before);
                        set_count(before, are_signs ? "misses" : "chosen", movement->wrong_before);
                        json_object_set_new(
                                before, "rate", real_or_null(movement_rate_before(movement)));
                        json_object_set_new(before, "p", real_or_null(movement->p));
                }
                json_object_set_new(object, "before", before);
                json_array_append_new(list, object);
        }
        return list;
}

static json_t *json_calibration(const VersionReport *version)
{
        const Calibration *c = &version->calibration;
        json_t *object = json_object(), *levels = json_array();
        if (!c->n) {
                json_decref(object);
                json_decref(levels);
                return json_null();
        }
        for (size_t i = 0; i < CERTAINTY_LEVELS; i++)
                json_array_append_new(levels, json_pack("{s:i, s:I, s:I}", "level", (int)i + 1, "n",
                                                      (json_int_t)c->levels[i].n, "right",
                                                      (json_int_t)c->levels[i].right));
        set_count(object, "n", c->n);
        json_object_set_new(object, "brier", real_or_null(c->brier));
        json_object_set_new(object, "brier_before", real_or_null(version->brier_before));
        json_object_set_new(object, "mean_confidence_right", real_or_null(c->mean_level_right));
        json_object_set_new(object, "mean_confidence_wrong", real_or_null(c->mean_level_other));
        json_object_set_new(object, "levels", levels);
        return object;
}

static json_t *json_version(const VersionReport *version)
{
        char moment[MOMENT_SIZE];
        json_t *object = json_object();
        moment_format(version->first, moment);
        json_object_set_new(object, "version", string_or_null(version->version));
        json_object_set_new(object, "before", string_or_null(version->before));
        json_object_set_new(object, "first", json_string(moment));
        set_count(object, "people", version->people);
        json_object_set_new(object, "masked", json_boolean(version->is_masked));
        json_object_set_new(
                object, "signs", json_movements(version->signs, version->sign_count, true));
        set_count(object, "signs_masked", version->signs_masked);
        json_object_set_new(object, "over_read",
                json_movements(version->details, version->detail_count, false));
        set_count(object, "over_read_masked", version->details_masked);
        json_object_set_new(object, "calibration", json_calibration(version));
        return object;
}

static void set_quiz(json_t *object, const ItemsReport *report, Arena *arena)
{
        const QuizFigures *quiz = &report->analysis.quiz;
        json_object_set_new(object, "median", real_or_null(quiz->median));
        json_object_set_new(object, "skewness", real_or_null(quiz->skewness));
        json_object_set_new(object, "kurtosis", real_or_null(quiz->kurtosis));
        json_object_set_new(object, "error_ratio", real_or_null(quiz->error_ratio));
        json_object_set_new(object, "advice", json_advice(items_advice(report, arena)));
}

void items_write_json(const ItemsReport *report, Text *out)
{
        Arena *arena = arena_new();
        const QuizFigures *quiz = &report->analysis.quiz;
        json_t *items = json_array(), *versions = json_array(), *object = json_object();
        for (size_t i = 0; i < report->analysis.item_count; i++)
                json_array_append_new(items, json_item(report, i, arena));
        for (size_t i = 0; i < report->version_count; i++)
                json_array_append_new(versions, json_version(&report->versions[i]));
        json_object_set_new(object, "module", string_or_null(report->module));
        set_count(object, "n", quiz->n);
        json_object_set_new(object, "mean", real_or_null(quiz->mean));
        json_object_set_new(object, "sd", real_or_null(quiz->sd));
        json_object_set_new(object, "alpha", real_or_null(quiz->alpha));
        json_object_set_new(object, "sem", real_or_null(quiz->sem));
        json_object_set_new(object, "items", items);
        json_object_set_new(object, "signs", json_signs(report));
        set_quiz(object, report, arena);
        json_object_set_new(object, "twins", json_twins(report));
        json_object_set_new(object, "version", string_or_null(report->version));
        json_object_set_new(object, "versions", versions);
        json_object_set_new(object, "head", string_or_null(report->head));
        char *text = json_dumps(object, JSON_INDENT(2) | JSON_REAL_PRECISION(12));
        text_printf(out, "%s\n", text);
        free(text);
        json_decref(object);
        arena_free(arena);
}
