/* Certainty: do people know what they know? Marks for being sure, and how right the sure ones are.
 */
#ifndef STATS_CALIBRATION_H
#define STATS_CALIBRATION_H

#include <stddef.h>

enum { CERTAINTY_LEVELS = 3 }; /* 1 not sure, 2 fairly sure, 3 very sure */

/** Marks one answer by how sure the person was.
 *
 * Right 1, 2, 3 and wrong 0, −2, −6 for the levels 1, 2, 3; partly right gives fraction × level.
 *
 * \param fraction  of full marks; 0 and below counts as wrong
 * \param level     1 … 3; below 1 (not chosen) is taken as 1, above 3 as 3
 * \return          NaN where the fraction is
 */
double certainty_mark(double fraction, int level);

/** The share right at which it begins to pay to choose a level, and the one where the next does:
 * 0 to 2/3, to 4/5, to 1. The middle of a level's band stands for it as a forecast (1/3, 11/15,
 * 9/10). */
double certainty_forecast(int level);

/** Mean squared distance between forecasts and what came: 0 is perfect, 0.25 is a coin's.
 *
 * Pairs with a NaN are passed over.
 *
 * \param forecasts  0 … 1 each
 * \param outcomes   1 right, 0 wrong; what lies between is partly right
 * \return           NaN where no pair is left
 */
double brier_score(const double *forecasts, const double *outcomes, size_t count);

typedef struct CertaintyAnswer {
        double fraction; /* of full marks */
        int level;       /* 1 … 3; anything else: not asked, and the answer is passed over */
} CertaintyAnswer;

typedef struct CertaintyLevel {
        size_t n, right;    /* answers at this level; those with full marks */
        double share_right; /* NaN where n is 0, as the mean */
        double mean_fraction;
} CertaintyLevel;

typedef struct Calibration {
        size_t n;
        CertaintyLevel levels[CERTAINTY_LEVELS]; /* level 1 first */
        double mean_mark;                        /* certainty_mark; NaN where n is 0, as the next */
        double mean_level_right,
                mean_level_other; /* how sure, 1 … 3, where the answer had full marks and
                                     where it had not; NaN where there is none */
        double brier;             /* fractions against certainty_forecast of their levels */
} Calibration;

/** Sums up answers by how sure people were. */
Calibration calibration_of(const CertaintyAnswer *answers, size_t count);

#endif
