#include "exchange/items_words.h"

#include <math.h>

#include "base/translate.h"

const ItemFigure item_figures[ITEM_FIGURES] = {
        { "facility", N_("facility"), N_("fac."), 2 },
        { "sd", N_("sd"), N_("sd"), 2 },
        { "discrimination_index", N_("discrimination %"), N_("discr"), 1 },
        { "discrimination_efficiency", N_("efficiency %"), N_("effic"), 1 },
        { "effective_weight", N_("weight %"), N_("weight"), 1 },
        { "point_biserial", N_("r with all"), N_("r all"), 2 },
        { "point_biserial_corrected", N_("r with the rest"), N_("r rest"), 2 },
        { "alpha_without", N_("alpha without it"), N_("alpha-"), 2 },
};

double item_figure(const ItemFigures *item, size_t index)
{
        const double values[ITEM_FIGURES] = { item->facility, item->sd, item->discrimination_index,
                item->discriminative_efficiency, item->effective_weight, item->point_biserial,
                item->point_biserial_corrected, item->alpha_without };
        return values[index];
}

const char *figure_text(Arena *arena, double value, int digits)
{
        if (!isfinite(value))
                return "";
        const char *text = arena_printf(arena, "%.*f", digits, value);
        bool is_zero = text[0] == '-';
        for (const char *at = text; *at; at++)
                is_zero = is_zero && (*at < '1' || *at > '9');
        return is_zero ? text + 1 : text; /* no "-0.00" */
}

void quiz_figures(const ItemsReport *report, Arena *arena, QuizFigure figures[QUIZ_FIGURES])
{
        const QuizFigures *quiz = &report->analysis.quiz;
        const struct {
                const char *name;
                double value;
                int digits;
        } rows[QUIZ_FIGURES] = { { _("people"), (double)quiz->n, 0 }, { _("mean"), quiz->mean, 2 },
                { _("median"), quiz->median, 2 }, { _("sd"), quiz->sd, 2 },
                { _("skewness"), quiz->skewness, 2 }, { _("kurtosis"), quiz->kurtosis, 2 },
                { _("Cronbach's alpha"), quiz->alpha, 2 },
                { _("error ratio %"), quiz->error_ratio, 1 },
                { _("standard error"), quiz->sem, 2 } };
        for (size_t i = 0; i < QUIZ_FIGURES; i++) {
                const char *value = figure_text(arena, rows[i].value, rows[i].digits);
                figures[i] = (QuizFigure){ rows[i].name, *value ? value : _("not defined") };
        }
}

const char *share_words(size_t part, size_t all, Arena *arena)
{
        double percent = all ? 100 * (double)part / (double)all : 0;
        return arena_printf(arena, _("%zu of %zu (%.0f%%)"), part, all, percent);
}

const char *versions_words(const ItemsReport *report, Arena *arena)
{
        Text text = { 0 };
        size_t counted = 0;
        for (size_t i = report->version_count; i > 0; i--) {
                const VersionReport *version = &report->versions[i - 1];
                if (!version->counted)
                        continue;
                text_printf(&text, "%s%s (%zu)", counted ? ", " : "", version->version,
                        version->counted);
                counted++;
        }
        const char *words = NULL;
        if (report->version && counted)
                words = arena_printf(arena, _("Only version %s."), text_string(&text));
        else if (counted > 1)
                words = arena_printf(arena,
                        _("Versions taken together, with their people: %s. --version looks at one "
                          "alone."),
                        text_string(&text));
        text_clear(&text);
        return words;
}

const char *version_words(const VersionReport *version, Arena *arena)
{
        char moment[MOMENT_SIZE];
        moment_format_local(version->first, moment);
        return arena_printf(arena,
                ngettext("Version %s: %zu person, from %.10s on",
                        "Version %s: %zu people, from %.10s on", version->people),
                version->version, version->people, moment);
}

const char *sure_words(const Movement *movement, Arena *arena)
{
        if (!movement->sure_of)
                return "";
        return arena_printf(arena, _("%zu of %zu very sure"), movement->sure, movement->sure_of);
}

const char *before_words(const Movement *movement, const char *before, Arena *arena)
{
        if (!movement->has_before)
                return "";
        double points = 100 * (movement_rate(movement) - movement_rate_before(movement));
        const char *share = share_words(movement->wrong_before, movement->n_before, arena);
        if (fabs(points) < 0.5)
                return arena_printf(arena, _("version %s: %s, no change"), before, share);
        int whole = (int)(fabs(points) + 0.5);
        if (points < 0 && movement->p < MOVEMENT_CHANCE)
                return arena_printf(arena,
                        ngettext("version %s: %s, now %d point less",
                                "version %s: %s, now %d points less", (unsigned)whole),
                        before, share, whole);
        if (points < 0)
                return arena_printf(arena,
                        ngettext("version %s: %s, now %d point less, which may be chance",
                                "version %s: %s, now %d points less, which may be chance",
                                (unsigned)whole),
                        before, share, whole);
        if (movement->p < MOVEMENT_CHANCE)
                return arena_printf(arena,
                        ngettext("version %s: %s, now %d point more",
                                "version %s: %s, now %d points more", (unsigned)whole),
                        before, share, whole);
        return arena_printf(arena,
                ngettext("version %s: %s, now %d point more, which may be chance",
                        "version %s: %s, now %d points more, which may be chance", (unsigned)whole),
                before, share, whole);
}

const char *movement_name(const Movement *movement, Arena *arena)
{
        bool has_words = movement->text && *movement->text;
        if (!movement->question)
                return has_words ? arena_printf(arena, "%s: %s", movement->id, movement->text)
                                 : movement->id;
        if (has_words)
                return arena_printf(
                        arena, _("%s, %s: %s"), movement->question, movement->id, movement->text);
        return arena_printf(arena, _("%s, phrase %s"), movement->question, movement->id);
}

const char *calibration_words(const VersionReport *version, Arena *arena)
{
        const Calibration *c = &version->calibration;
        if (!c->n)
                return "";
        const char *right = figure_text(arena, c->mean_level_right, 1);
        const char *other = figure_text(arena, c->mean_level_other, 1);
        const char *now = arena_printf(arena,
                ngettext("Over %zu answer with a word on how sure: %s of 3 when right, %s of 3 "
                         "when not; Brier score %.2f (0 is perfect, 0.25 a tossed coin).",
                        "Over %zu answers with a word on how sure: %s of 3 when right, %s of 3 "
                        "when not; Brier score %.2f (0 is perfect, 0.25 a tossed coin).",
                        c->n),
                c->n, *right ? right : "–", *other ? other : "–", c->brier);
        if (isnan(version->brier_before))
                return now;
        return arena_printf(
                arena, _("%s Version %s: %.2f."), now, version->before, version->brier_before);
}
