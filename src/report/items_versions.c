#include "report/items_versions.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "module/fisher.h"
#include "report/board_module.h"

double movement_rate(const Movement *movement)
{
        return movement->n ? (double)movement->wrong / (double)movement->n : 0;
}

double movement_rate_before(const Movement *movement)
{
        return movement->n_before ? (double)movement->wrong_before / (double)movement->n_before : 0;
}

static int by_rate(const void *a, const void *b)
{
        const Movement *one = a, *other = b;
        double left = movement_rate(one), right = movement_rate(other);
        if (left != right)
                return left < right ? 1 : -1;
        if (one->n != other->n)
                return one->n < other->n ? 1 : -1;
        int order = one->question && other->question ? strcmp(one->question, other->question) : 0;
        return order ? order : strcmp(one->id, other->id);
}

static const Tally *find_before(const Tallies *before, const Tally *tally)
{
        Text key = { 0 };
        text_printf(&key, "%s%s%s", tally->question ? tally->question : "",
                tally->question ? " " : "", tally->id);
        const Word *word = before ? words_find(&before->keys, text_string(&key), key.len) : NULL;
        text_clear(&key);
        return word ? &before->items[word->value] : NULL;
}

/* A phrase's words are those of its place in the passage, which only the same version is sure to
 * have. */
static const char *words_of(const Module *module, const Tally *tally, bool is_same, Arena *arena)
{
        if (!tally->question) {
                size_t sign = module_sign(module, tally->id);
                return sign == SIZE_MAX ? "" : module->signs[sign].text;
        }
        size_t index = is_same ? module_question(module, tally->question) : SIZE_MAX;
        if (index == SIZE_MAX)
                return "";
        const Question *question = &module->questions[index];
        if (question->kind == QUESTION_SPOT) {
                char *end = NULL;
                unsigned long phrase = strtoul(tally->id, &end, 10);
                bool is_there = *end == '\0' && phrase >= 1 && phrase <= question->spot.count;
                return is_there ? question->spot.phrases[phrase - 1].text : "";
        }
        bool is_there =
                tally->question_index == index && tally->option < item_option_count(question);
        return is_there ? item_option(question, tally->option, arena).text : "";
}

static Movement movement_of(
        const Module *module, const Tally *tally, const Tally *before, bool is_same, Arena *arena)
{
        Movement movement = { .id = tally->id,
                .question = tally->question,
                .text = words_of(module, tally, is_same, arena),
                .wrong = tally->wrong,
                .n = tally->wrong + tally->right,
                .people = tally->people,
                .sure = tally->sure,
                .sure_of = tally->sure_of,
                .p = NAN };
        if (!before || before->people < MODULE_PEOPLE_LEAST)
                return movement;
        movement.has_before = true;
        movement.wrong_before = before->wrong;
        movement.n_before = before->wrong + before->right;
        movement.p = fisher_exact(tally->wrong, before->wrong, tally->right, before->right);
        return movement;
}

static const Movement *movements_of(const Module *module, const Tallies *tallies,
        const Tallies *before, bool is_same, Arena *arena, size_t *count, size_t *masked)
{
        Movement *movements = arena_array(arena, Movement, tallies->count + 1);
        for (size_t i = 0; i < tallies->count; i++) {
                const Tally *tally = &tallies->items[i];
                if (tally->people < MODULE_PEOPLE_LEAST) {
                        ++*masked;
                        continue;
                }
                if (tally->question && !tally->wrong)
                        continue; /* nobody worried about it, as it should be */
                movements[(*count)++] =
                        movement_of(module, tally, find_before(before, tally), is_same, arena);
        }
        if (*count)
                qsort(movements, *count, sizeof *movements, by_rate);
        return movements;
}

static VersionReport version_report(
        const ItemsGathered *gathered, size_t index, const Module *module, Arena *arena)
{
        const VersionTallies *own = &gathered->versions[index];
        const VersionTallies *before = index > 0 ? &gathered->versions[index - 1] : NULL;
        bool is_same = strcmp(own->version, module->head.version) == 0;
        VersionReport report = { .version = own->version,
                .before = before ? before->version : NULL,
                .first = own->first,
                .people = own->people,
                .counted = own->counted,
                .is_masked = own->people < MODULE_PEOPLE_LEAST,
                .brier_before = NAN };
        if (report.is_masked)
                return report;
        bool compares = before && before->people >= MODULE_PEOPLE_LEAST;
        report.signs = movements_of(module, &own->signs, compares ? &before->signs : NULL, is_same,
                arena, &report.sign_count, &report.signs_masked);
        report.details = movements_of(module, &own->details, compares ? &before->details : NULL,
                is_same, arena, &report.detail_count, &report.details_masked);
        report.calibration = calibration_of(own->certainties, own->certainty_count);
        if (compares)
                report.brier_before =
                        calibration_of(before->certainties, before->certainty_count).brier;
        return report;
}

const VersionReport *versions_report(
        const ItemsGathered *gathered, const Module *module, Arena *arena)
{
        VersionReport *versions = arena_array(arena, VersionReport, gathered->version_count + 1);
        for (size_t i = 0; i < gathered->version_count; i++)
                versions[gathered->version_count - 1 - i] =
                        version_report(gathered, i, module, arena);
        return versions;
}
