#include "module/fisher.h"

#include <math.h>

static double log_choose(double n, double k)
{
        return lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1);
}

double fisher_exact(size_t a, size_t b, size_t c, size_t d)
{
        /* With the margins given, one cell tells the rest; take it in the smallest row and column.
         */
        double with = (double)(a + b), first = (double)(a + c), all = (double)(a + b + c + d);
        double least = fmax(0, with + first - all), most = fmin(with, first);
        double total = log_choose(all, with), sum = 0;
        double observed = log_choose(first, (double)a) + log_choose(all - first, (double)b) - total;
        for (double x = least; x <= most; x++) {
                double p = log_choose(first, x) + log_choose(all - first, with - x) - total;
                /* As likely, but for rounding. */
                if (p <= observed + 1e-7)
                        sum += exp(p);
        }
        return fmin(sum, 1);
}
