#include "stats/spread.h"

#include <math.h>
#include <stdlib.h>

static bool varies(double squares, size_t n, double scale, double largest)
{
        double noise = 1e-10 * fmax(fabs(scale), largest);
        return n > 1 && squares > (double)n * noise * noise;
}

Spread spread_of(const double *x, const double *y, size_t n, double scale_x, double scale_y)
{
        Spread spread = { .n = n, .mean_x = NAN, .mean_y = NAN };
        if (n == 0)
                return spread;
        double sum_x = 0, sum_y = 0, largest_x = 0, largest_y = 0;
        for (size_t i = 0; i < n; i++) {
                sum_x += x[i];
                sum_y += y[i];
                largest_x = fmax(largest_x, fabs(x[i]));
                largest_y = fmax(largest_y, fabs(y[i]));
        }
        spread.mean_x = sum_x / (double)n;
        spread.mean_y = sum_y / (double)n;
        for (size_t i = 0; i < n; i++) {
                double from_x = x[i] - spread.mean_x, from_y = y[i] - spread.mean_y;
                spread.xx += from_x * from_x;
                spread.yy += from_y * from_y;
                spread.xy += from_x * from_y;
        }
        spread.x_varies = varies(spread.xx, n, scale_x, largest_x);
        spread.y_varies = varies(spread.yy, n, scale_y, largest_y);
        return spread;
}

double spread_correlation(const Spread *spread)
{
        if (!spread->x_varies || !spread->y_varies)
                return NAN;
        double correlation = spread->xy / (sqrt(spread->xx) * sqrt(spread->yy));
        if (!isfinite(correlation))
                return NAN; /* marks so large that their squares are not numbers any more */
        return correlation > 1 ? 1 : correlation < -1 ? -1 : correlation;
}

static int compare_numbers(const void *a, const void *b)
{
        double x = *(const double *)a, y = *(const double *)b;
        return (x > y) - (x < y);
}

void spread_sort(double *numbers, size_t n)
{
        if (n > 1)
                qsort(numbers, n, sizeof *numbers, compare_numbers);
}
