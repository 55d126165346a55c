/* The figures in words that a trainer can act on. */
#include <math.h>

#include "base/translate.h"
#include "report/items.h"

enum { BEST_LEAST = 5, TWIN_LEAST = 10 };

static void advise(AdviceList *list, const char *code, const char *text)
{
        if (list->count < ADVICE_MOST)
                list->items[list->count++] = (Advice){ code, text };
}

/* A wrong option that half of the best learners take, or more. */
static const OptionReport *find_lure(const ItemReport *item)
{
        const OptionReport *lure = NULL;
        for (size_t i = 0; i < item->option_count; i++) {
                const OptionReport *option = &item->options[i];
                if (option->worth > 0 || isnan(option->worth) || option->best < BEST_LEAST ||
                        2 * option->best_chosen < option->best)
                        continue;
                if (!lure || option->best_chosen > lure->best_chosen)
                        lure = option;
        }
        return lure;
}

static const char *lure_words(const OptionReport *lure, Arena *arena)
{
        static const struct {
                double share;
                const char *words;
        } shares[] = {
                { 1, N_("all of your best learners (%zu of %zu) chose '%s', which counts as wrong: "
                        "read it again") },
                { 0.9, N_("nearly all of your best learners (%zu of %zu) chose '%s', which counts "
                          "as wrong: read it again") },
                { 0.7, N_("three quarters of your best learners (%zu of %zu) chose '%s', which "
                          "counts as wrong: read it again") },
                { 0.6, N_("two thirds of your best learners (%zu of %zu) chose '%s', which counts "
                          "as wrong: read it again") },
                { 0, N_("half of your best learners (%zu of %zu) chose '%s', which counts as "
                        "wrong: read it again") },
        };
        double share = (double)lure->best_chosen / (double)lure->best;
        size_t i = 0;
        while (share < shares[i].share)
                i++;
        return arena_printf(arena, _(shares[i].words), lure->best_chosen, lure->best, lure->id);
}

/* A wrong option whose takers did better elsewhere than the others, beyond what chance makes of
 * few. */
static void advise_on_takers(
        AdviceList *list, const ItemReport *item, const OptionReport *lure, Arena *arena)
{
        for (size_t i = 0; i < item->option_count; i++) {
                const OptionReport *option = &item->options[i];
                if (option == lure || option->worth > 0 || isnan(option->worth) ||
                        option->figures.chosen < BEST_LEAST)
                        continue;
                if (option->figures.point_biserial > 2 / sqrt((double)option->figures.n))
                        advise(list, "wrong-option-better",
                                arena_printf(arena,
                                        _("those who chose '%s', which counts as wrong, did better "
                                          "in the whole quiz than the others: read it again"),
                                        option->id));
        }
}

static bool is_all_right(const ItemFigures *figures)
{
        return figures->facility > 1 - 1e-9;
}

/* Wrong options that tempt nobody. In a passage that is as it should be. */
static void advise_on_unused(
        AdviceList *list, const ItemReport *item, const ItemFigures *figures, Arena *arena)
{
        Text unused = { 0 };
        size_t count = 0;
        if ((item->kind != QUESTION_SINGLE && item->kind != QUESTION_MULTIPLE) ||
                is_all_right(figures))
                return;
        for (size_t i = 0; i < item->option_count; i++)
                if (item->options[i].worth <= 0 && item->options[i].figures.chosen == 0) {
                        text_printf(&unused, "%s%s", count ? ", " : "", item->options[i].id);
                        count++;
                }
        if (count)
                advise(list, "unused-option",
                        arena_printf(arena,
                                ngettext("nobody chose '%s': a likelier mistake in its place would "
                                         "teach more",
                                        "nobody chose '%s': likelier mistakes in their place would "
                                        "teach more",
                                        count),
                                text_string(&unused)));
        text_clear(&unused);
}

static void advise_on_figures(AdviceList *list, const ItemFigures *figures)
{
        if (figures->discrimination_index < 0)
                advise(list, "negative",
                        _("who knows the rest better does worse here: read the question and its "
                          "right answer again"));
        else if (figures->discriminative_efficiency < 15)
                /* What Moodle marks as dubious (statistics_table.php). */
                advise(list, "weak",
                        _("it tells hardly anything about who knows and who does not"));
        if (figures->facility < 0.3)
                advise(list, "hard",
                        _("most people get it wrong: is it clear, and is it taught in a lesson?"));
        else if (is_all_right(figures))
                advise(list, "all-right",
                        _("everybody gets it right: it cannot tell anybody apart"));
}

AdviceList item_advice(const ItemsReport *report, size_t item, Arena *arena)
{
        AdviceList list = { .count = 0 };
        const ItemFigures *figures = &report->analysis.items[item];
        const ItemReport *own = &report->items[item];
        if (figures->n >= ITEMS_ADVICE_LEAST) {
                const OptionReport *lure = find_lure(own);
                if (lure)
                        advise(&list, "best-chose-wrong", lure_words(lure, arena));
                advise_on_takers(&list, own, lure, arena);
                advise_on_figures(&list, figures);
                advise_on_unused(&list, own, figures, arena);
        }
        return list;
}

AdviceList items_advice(const ItemsReport *report, Arena *arena)
{
        AdviceList list = { .count = 0 };
        const QuizFigures *quiz = &report->analysis.quiz;
        if (quiz->n < ITEMS_ADVICE_LEAST)
                advise(&list, "few",
                        _("Fewer than 20 people: too few to judge a question by. These figures "
                          "will still move."));
        else if (quiz->alpha < 0)
                advise(&list, "alpha-negative",
                        _("Cronbach's alpha is below 0: the questions pull against each other. "
                          "Look first at those with a negative discrimination."));
        else if (quiz->alpha < 0.64) /* docs.moodle.org, Quiz report statistics: unsatisfactory
                                        below, satisfactory above 75 % */
                advise(&list, "alpha-low",
                        arena_printf(arena,
                                _("The score is loose: chance alone moves it by about %.1f points "
                                  "either way (the standard error)."),
                                quiz->sem));
        else if (quiz->alpha > 0.75)
                advise(&list, "alpha-good",
                        _("The questions hang together well: the score can be trusted."));
        return list;
}

AdviceList twin_advice(const TwinReport *twin)
{
        AdviceList list = { .count = 0 };
        const Detection *d = &twin->detection;
        double apart = d->hit_rate - d->false_alarm_rate;
        if (d->hits + d->misses >= TWIN_LEAST &&
                d->false_alarms + d->correct_rejections >= TWIN_LEAST && apart < 0.25)
                advise(&list, "twins-alike",
                        d->hit_rate + d->false_alarm_rate > 1
                                ? _("most people worry about both scenes: they do not see what "
                                    "makes the one harmless")
                                : _("most people let both scenes be: they do not see what makes "
                                    "the one worrying"));
        return list;
}
