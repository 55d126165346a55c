#include "module/fisher.h"

#include <math.h>

static void add(double *sum, double *no_likelier, double ratio)
{
        *sum += ratio;
        if (ratio <= 1 + 1e-7) /* as likely, but for rounding */
                *no_likelier += ratio;
}

double fisher_exact(size_t a, size_t b, size_t c, size_t d)
{
        /* With the margins given, one cell tells the rest. */
        double with = (double)(a + b), first = (double)(a + c), rest = (double)(b + d);
        double least = fmax(0, with - rest), most = fmin(with, first);
        double sum = 0, no_likelier = 0;
        /* How likely each table is, set against this one, from it downwards and upwards. */
        double ratio = 1;
        for (double x = (double)a; x >= least; x--) {
                add(&sum, &no_likelier, ratio);
                ratio *= x * (rest - with + x) / ((first - x + 1) * (with - x + 1));
        }
        ratio = 1;
        for (double x = (double)a; x < most; x++) {
                ratio *= (first - x) * (with - x) / ((x + 1) * (rest - with + x + 1));
                add(&sum, &no_likelier, ratio);
        }
        return no_likelier / sum;
}
