/* Item analysis: which questions tell those who know from those who do not, and how far a score may
 * be trusted. */
#ifndef STATS_ITEMS_H
#define STATS_ITEMS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"

/* One row a person, one column an item. */
typedef struct ItemScores {
        size_t persons, items;
        const double
                *marks; /* persons × items, row after row; not finite: the item was not asked */
        const double *maxima; /* of each item; 0 for one that gives no marks */
        const bool
                *apart; /* of each item: being tried out, its marks count in no total; NULL: none */
} ItemScores;

/* Every figure that the data do not define is NaN: print a blank. */
typedef struct ItemFigures {
        size_t n;                         /* people who were asked */
        double facility;                  /* mean ÷ maximum */
        double sd;                        /* in marks, divisor n − 1 */
        double discrimination_index;      /* 100 × correlation with the rest of the quiz */
        double discriminative_efficiency; /* 100 × covariance ÷ the greatest these marks allow */
        double effective_weight;          /* percent of the spread of totals */
        bool weight_is_negative;          /* those good at the rest do worse here: no weight */
        double intended_weight;           /* percent of all maxima */
        double point_biserial;            /* correlation with the total, −1 … 1 */
        double point_biserial_corrected;  /* with the total without the item */
        double alpha_without;             /* Cronbach's alpha of the other items */
} ItemFigures;

typedef struct QuizFigures {
        size_t n;                /* people with anything to be marked on */
        bool complete;           /* all of them were asked all items */
        double maximum;          /* of a total */
        double mean, median, sd; /* of totals, in marks, divisor n − 1 */
        double skewness, kurtosis;
        double alpha;       /* Cronbach's; 1 at best, may be negative */
        double error_ratio; /* percent of the sd that is chance */
        double sem;         /* standard error of measurement, in marks */
} QuizFigures;

typedef struct ItemAnalysis {
        QuizFigures quiz;
        ItemFigures *items; /* in the order of the columns */
        size_t item_count;
        double *totals; /* of each person, in marks; NaN for who was asked nothing */
        size_t person_count;
} ItemAnalysis;

/** Analyses a quiz, O(persons × items × log persons).
 *
 * Where everybody was asked everything, the figures are Moodle's. A random draw gives people
 * different items; then
 * - a *total* is the share of its marks that a person reached, times the mean maximum of a draw.
 * Draws that are worth the same leave it the plain sum;
 * - the *rest* that an item is compared with is the person's percentage over the other items asked;
 *   who had no other item is left out of that comparison;
 * - an item's figures come from the people who were asked it;
 * - *alpha* is that of a quiz of as many items as a person is asked on average, with the mean
 * variance and mean covariance of all (marks taken from their item's mean, so that a draw of hard
 * items does not pass for a weak person). With complete data this is Cronbach's alpha itself.
 * People without any item, or whose items all have the maximum 0, count nowhere. An item that
 * stands apart is compared with totals that it is no part of; it has no weight and no alpha without
 * it.
 *
 * \return owned by the arena
 */
ItemAnalysis *items_analyse(Arena *arena, const ItemScores *scores);

typedef struct OptionFigures {
        size_t n, chosen;      /* people who saw the option; who chose it */
        double share;          /* chosen ÷ n */
        double point_biserial; /* correlation of "chose it" with the total: a wrong option's should
                                  be below 0 */
} OptionFigures;

/** Analyses one option of one item.
 *
 * \param analysis  of the same people, in the same order
 * \param chose     of each person: 1 chose it, 0 did not, NaN was not asked
 */
OptionFigures items_option(const ItemAnalysis *analysis, const double *chose);

#endif
