/* Cronbach's alpha from sums, so that leaving an item out costs no second pass over everybody. */
#ifndef STATS_ALPHA_H
#define STATS_ALPHA_H

#include <stddef.h>

/* A *deviation* is a mark less its item's mean over those who were asked it. */
typedef struct AlphaSums {
        size_t persons;
        double asked; /* items asked, over all people */
        double pairs; /* ordered pairs of different items asked of one person, over all people */
        double own;   /* squared deviations, over all marks */
        double total; /* squared sums of one person's deviations, over all people */
} AlphaSums;

/** Alpha; NaN for fewer than three people, one item or totals that do not vary.
 *
 * \param scale  the maximum of a total: what varies by less than a billionth of it does not vary
 */
double alpha_of(const AlphaSums *sums, double scale);

#endif
