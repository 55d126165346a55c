/* Sums over two lists of numbers side by side, for the item analysis. */
#ifndef STATS_SPREAD_H
#define STATS_SPREAD_H

#include <stdbool.h>
#include <stddef.h>

typedef struct Spread {
        size_t n;
        double mean_x, mean_y;
        double xx, yy, xy;       /* sums of squared and multiplied deviations from the means */
        bool x_varies, y_varies; /* by more than rounding makes them */
} Spread;

/** Goes over both lists twice: means first, so that nothing is lost by cancelling. `n` may be 0.
 *
 * \param scale_x  the size of an x that matters, such as its maximum: x vary if they differ by more
 *                 than a billionth of it or of the largest x
 */
Spread spread_of(const double *x, const double *y, size_t n, double scale_x, double scale_y);

/** Pearson's correlation; NaN where either list does not vary. */
double spread_correlation(const Spread *spread);

/** Sorts numbers upwards; none may be NaN. */
void spread_sort(double *numbers, size_t n);

#endif
