#include "report/items.h"

#include <math.h>
#include <string.h>

#include "base/nearest.h"
#include "base/translate.h"
#include "record/notes.h"
#include "stats/spread.h"

typedef struct Making {
        const Module *module;
        const ItemsGathered *gathered;
        const ItemAnalysis *analysis;
        Arena *arena;
        const bool *is_best; /* of each person */
        double *column;      /* room for one number a person */
} Making;

static double mark_of(const Making *making, size_t person, size_t item)
{
        return making->gathered->marks[person * making->module->question_count + item];
}

/* The best third by their totals; whoever ties with the last of them belongs to them. */
static const bool *find_best(const ItemAnalysis *analysis, Arena *arena)
{
        bool *is_best = arena_array(arena, bool, analysis->person_count + 1);
        double *totals = arena_array(arena, double, analysis->person_count + 1);
        size_t n = 0;
        for (size_t i = 0; i < analysis->person_count; i++)
                if (isfinite(analysis->totals[i]))
                        totals[n++] = analysis->totals[i];
        spread_sort(totals, n);
        for (size_t i = 0; i < analysis->person_count && n; i++)
                is_best[i] = analysis->totals[i] >= totals[n - (n + 2) / 3];
        return is_best;
}

/* Whether a person saw an option: of a branch, only the choices of the steps that they came to. */
static bool has_seen(const Making *making, size_t person, size_t item, const ItemOption *option)
{
        if (isnan(mark_of(making, person, item)))
                return false;
        for (size_t i = 0; i < option->group_count; i++)
                if (items_chose(making->gathered, person, item, option->group_first + i))
                        return true;
        return option->group_count == 0;
}

static OptionReport report_option(const Making *making, size_t item, size_t option)
{
        const ItemsGathered *gathered = making->gathered;
        const ItemOption *own = &gathered->options[gathered->first_options[item] + option];
        OptionReport report = { .id = own->id, .text = own->text, .worth = own->worth };
        for (size_t i = 0; i < gathered->people; i++) {
                bool seen = has_seen(making, i, item, own);
                bool chose = seen && items_chose(gathered, i, item, option);
                making->column[i] = seen ? chose : NAN;
                report.best += seen && making->is_best[i];
                report.best_chosen += chose && making->is_best[i];
        }
        report.figures = items_option(making->analysis, making->column);
        return report;
}

static ItemReport report_item(const Making *making, size_t item)
{
        const Question *question = &making->module->questions[item];
        size_t count = item_option_count(question);
        OptionReport *options = arena_array(making->arena, OptionReport, count + 1);
        for (size_t i = 0; i < count; i++)
                options[i] = report_option(making, item, i);
        return (ItemReport){ .id = question->id,
                .ask = question->ask ? question->ask : "",
                .kind = question->kind,
                .is_trial = question->status == QUESTION_TRIAL,
                .options = options,
                .option_count = count };
}

/* How many reached full marks, and how many did not. */
static void count_full(const Making *making, size_t item, size_t *full, size_t *less)
{
        double points = making->module->questions[item].points;
        for (size_t i = 0; i < making->gathered->people; i++) {
                double mark = mark_of(making, i, item);
                *full += mark >= points * (1 - 1e-9);
                *less += mark < points * (1 - 1e-9);
        }
}

static void report_twins(const Making *making, ItemsReport *report)
{
        const Module *module = making->module;
        TwinReport *twins = arena_array(making->arena, TwinReport, module->question_count + 1);
        for (size_t i = 0; i < module->question_count; i++) {
                const Question *question = &module->questions[i];
                size_t twin = question->twin;
                if (twin >= module->question_count || question_is_benign(question) ||
                        !question_is_benign(&module->questions[twin]))
                        continue; /* told from its worrying side, once */
                size_t hits = 0, misses = 0, correct_rejections = 0, false_alarms = 0;
                count_full(making, i, &hits, &misses);
                count_full(making, twin, &correct_rejections, &false_alarms);
                twins[report->twin_count++] = (TwinReport){ i, twin,
                        detection_of(hits, misses, false_alarms, correct_rejections) };
        }
        report->twins = twins;
}

static void report_signs(const Making *making, ItemsReport *report)
{
        const Module *module = making->module;
        SignReport *signs = arena_array(making->arena, SignReport, module->sign_count + 1);
        for (size_t i = 0; i < module->sign_count; i++) {
                DetectionCounts c = making->gathered->signs[i];
                if (c.hits + c.misses + c.false_alarms + c.correct_rejections)
                        signs[report->sign_count++] = (SignReport){
                                module->signs[i].id, module->signs[i].text,
                                detection_of(c.hits, c.misses, c.false_alarms, c.correct_rejections)
                        };
        }
        report->signs = signs;
}

static const ItemAnalysis *analyse(
        const ItemsGathered *gathered, const Module *module, Arena *arena)
{
        double *maxima = arena_array(arena, double, module->question_count + 1);
        bool *apart = arena_array(arena, bool, module->question_count + 1);
        for (size_t i = 0; i < module->question_count; i++) {
                maxima[i] = module->questions[i].points;
                apart[i] = module->questions[i].status == QUESTION_TRIAL;
        }
        ItemScores scores = { gathered->people, module->question_count, gathered->marks, maxima,
                apart };
        return items_analyse(arena, &scores);
}

static void choose_versions(
        const ItemsGathered *gathered, const Module *module, Arena *arena, ItemsReport *report)
{
        report->versions = versions_report(gathered, module, arena);
        report->version_count = gathered->version_count;
        for (size_t i = 0; report->version && i < gathered->version_count; i++)
                if (strcmp(report->versions[i].version, report->version) == 0) {
                        report->versions += i;
                        report->version_count = 1;
                        return;
                }
}

static bool is_version_there(
        const ItemsGathered *gathered, const Module *module, const char *version, Error *error)
{
        Text known = { 0 };
        bool found = !version;
        for (size_t i = 0; i < gathered->version_count && !found; i++) {
                found = strcmp(gathered->versions[i].version, version) == 0;
                text_append(&known, i ? ", " : "");
                text_append_clean(&known, gathered->versions[i].version);
        }
        if (!found) {
                char clean[64];
                text_clean(clean, sizeof clean, version);
                error_set_kind(error, ERROR_NOT_FOUND,
                        _("nobody has finished version '%s' of '%s'"), clean, module->head.id);
                if (known.len)
                        error_hint(error, _("There are answers to these versions: %s"),
                                text_string(&known));
        }
        text_clear(&known);
        return found;
}

static void make_report(
        const ItemsGathered *gathered, const Module *module, Arena *arena, ItemsReport *report)
{
        ItemReport *items = arena_array(arena, ItemReport, module->question_count + 1);
        report->analysis = *analyse(gathered, module, arena);
        Making making = { .module = module,
                .gathered = gathered,
                .analysis = &report->analysis,
                .arena = arena,
                .is_best = find_best(&report->analysis, arena),
                .column = arena_array(arena, double, gathered->people + 1) };
        for (size_t i = 0; i < module->question_count; i++)
                items[i] = report_item(&making, i);
        report->items = items;
        report_signs(&making, report);
        report_twins(&making, report);
        choose_versions(gathered, module, arena, report);
}

bool items_from_record(Store *store, const Module *module, const char *version, Arena *arena,
        StoreProgress *progress, void *data, ItemsReport *report, Error *error)
{
        char head[2 * HASH_BYTES + 1];
        ItemsGathered gathered;
        if (!record_head(store, head, error) ||
                !items_gather(store, module, version, arena, progress, data, &gathered, error))
                return false;
        bool done = is_version_there(&gathered, module, version, error);
        *report = (ItemsReport){ .module = module->head.id,
                .title = module->head.title,
                .version = version,
                .head = arena_strdup(arena, head),
                .is_cut = gathered.is_cut };
        if (done)
                make_report(&gathered, module, arena, report);
        items_gathered_clear(&gathered);
        return done;
}
