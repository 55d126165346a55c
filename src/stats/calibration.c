#include "stats/calibration.h"

#include <math.h>
#include <stdbool.h>

/* Thirds add up to a hair below 1. */
static bool is_right(double fraction)
{
        return fraction > 1 - 1e-9;
}

static int known_level(int level)
{
        return level < 1 ? 1 : level > CERTAINTY_LEVELS ? CERTAINTY_LEVELS : level;
}

/* moodle/moodle, question/behaviour/deferredcbm/tests/question_cbm_test.php (commit 04975560d1). */
double certainty_mark(double fraction, int level)
{
        static const double wrong[CERTAINTY_LEVELS] = { 0, -2, -6 };
        level = known_level(level);
        if (isnan(fraction))
                return NAN;
        return fraction > 0 ? fraction * level : wrong[level - 1];
}

double certainty_forecast(int level)
{
        /* Where 2p − 2(1 − p) overtakes p, and 3p − 6(1 − p) overtakes that: the marks break even.
         */
        static const double bounds[CERTAINTY_LEVELS + 1] = { 0, 2.0 / 3, 4.0 / 5, 1 };
        level = known_level(level);
        return (bounds[level - 1] + bounds[level]) / 2;
}

/* Brier 1950, "Verification of forecasts expressed in terms of probability"; dx_brier in R's
 * diagnosticSummary: mean of (forecast − outcome)². */
double brier_score(const double *forecasts, const double *outcomes, size_t count)
{
        double sum = 0;
        size_t n = 0;
        for (size_t i = 0; i < count; i++) {
                double apart = forecasts[i] - outcomes[i];
                if (isnan(apart))
                        continue;
                sum += apart * apart;
                n++;
        }
        return n ? sum / (double)n : NAN;
}

Calibration calibration_of(const CertaintyAnswer *answers, size_t count)
{
        Calibration sum = { .n = 0 };
        double fractions[CERTAINTY_LEVELS] = { 0 }, marks = 0, squares = 0;
        double right = 0, levels = 0, levels_right = 0;
        for (size_t i = 0; i < count; i++) {
                double fraction = answers[i].fraction;
                int level = answers[i].level;
                if (!isfinite(fraction) || level < 1 || level > CERTAINTY_LEVELS)
                        continue;
                double apart = certainty_forecast(level) - fraction;
                sum.n++;
                sum.levels[level - 1].n++;
                sum.levels[level - 1].right += is_right(fraction);
                fractions[level - 1] += fraction;
                marks += certainty_mark(fraction, level);
                squares += apart * apart;
        }
        for (size_t i = 0; i < CERTAINTY_LEVELS; i++) {
                CertaintyLevel *level = &sum.levels[i];
                double n = (double)level->n;
                right += (double)level->right;
                levels += n * (double)(i + 1);
                levels_right += (double)level->right * (double)(i + 1);
                level->share_right = level->n ? (double)level->right / n : NAN;
                level->mean_fraction = level->n ? fractions[i] / n : NAN;
        }
        double other = (double)sum.n - right;
        sum.mean_level_right = right > 0 ? levels_right / right : NAN;
        sum.mean_level_other = other > 0 ? (levels - levels_right) / other : NAN;
        sum.mean_mark = sum.n ? marks / (double)sum.n : NAN;
        sum.brier = sum.n ? squares / (double)sum.n : NAN;
        return sum;
}
