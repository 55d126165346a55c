#include "stats/detection.h"

#include <float.h>
#include <math.h>

double normal_below(double x)
{
        return 0.5 * erfc(-x / M_SQRT2);
}

static double polynomial(const double *coefficients, size_t count, double x)
{
        double sum = 0;
        for (size_t i = 0; i < count; i++)
                sum = sum * x + coefficients[i];
        return sum;
}

/* P. J. Acklam's two rational approximations (2003), relative error below 1.15e-9: one around the
 * middle, one in the square root of the logarithm for the tail. 0 < p ≤ 0.5. */
static double quantile_roughly(double p)
{
        static const double middle_above[] = { -3.969683028665376e+01, 2.209460984245205e+02,
                -2.759285104469687e+02, 1.383577518672690e+02, -3.066479806614716e+01,
                2.506628277459239e+00 };
        static const double middle_below[] = { -5.447609879822406e+01, 1.615858368580409e+02,
                -1.556989798598866e+02, 6.680131188771972e+01, -1.328068155288572e+01, 1 };
        static const double tail_above[] = { -7.784894002430293e-03, -3.223964580411365e-01,
                -2.400758277161838e+00, -2.549732539343734e+00, 4.374664141464968e+00,
                2.938163982698783e+00 };
        static const double tail_below[] = { 7.784695709041462e-03, 3.224671290700398e-01,
                2.445134137142996e+00, 3.754408661907416e+00, 1 };
        static const double tail = 0.02425;

        if (p < tail) {
                double q = sqrt(-2 * log(p));
                return polynomial(tail_above, 6, q) / polynomial(tail_below, 5, q);
        }
        double q = p - 0.5, r = q * q;
        return q * polynomial(middle_above, 6, r) / polynomial(middle_below, 6, r);
}

double normal_quantile(double p)
{
        if (!(p >= 0 && p <= 1))
                return NAN;
        if (p == 0 || p == 1)
                return p == 0 ? -INFINITY : INFINITY;
        /* The lower half alone: near 1 there are too few bits left to correct with. 1 − p is exact.
         */
        if (p > 0.5)
                return -normal_quantile(1 - p);
        double x = quantile_roughly(p);
        if (p < DBL_MIN)
                return x; /* the density below would underflow */
        /* One step of Halley's method on Φ(x) − p; Φ'' = −x·Φ' gives it this short form. */
        double step = (normal_below(x) - p) * sqrt(2 * M_PI) * exp(x * x / 2);
        return x - step / (1 + x * step / 2);
}

/* Hautus 1995, "Corrections for extreme proportions and their biasing effects on estimated values
 * of d′" (as in rettopnivek/arfpam, binary_SDT): (cases + ½) / (chances + 1). */
static double loglinear_rate(size_t cases, size_t others)
{
        if (cases == 0 && others == 0)
                return NAN;
        return ((double)cases + 0.5) / ((double)cases + (double)others + 1);
}

/* Stanislaw & Todorov 1999, "Calculation of signal detection theory measures" (as in
 * dnacombo/MaxPac, R/SDT_helper.R): ½ + sgn(H − F)·((H − F)² + |H − F|) / (4·max(H, F) − 4·H·F). */
static double a_prime_of(double hit_rate, double false_alarm_rate)
{
        double apart = hit_rate - false_alarm_rate;
        double part = (apart * apart + fabs(apart)) /
                      (4 * fmax(hit_rate, false_alarm_rate) - 4 * hit_rate * false_alarm_rate);
        return 0.5 + copysign(part, apart);
}

Detection detection_of(size_t hits, size_t misses, size_t false_alarms, size_t correct_rejections)
{
        Detection figures = {
                .hits = hits,
                .misses = misses,
                .false_alarms = false_alarms,
                .correct_rejections = correct_rejections,
                .hit_rate = loglinear_rate(hits, misses),
                .false_alarm_rate = loglinear_rate(false_alarms, correct_rejections),
                .d_prime = NAN,
                .criterion = NAN,
                .a_prime = NAN,
                .enough = (double)hits + (double)misses >= DETECTION_ENOUGH &&
                          (double)false_alarms + (double)correct_rejections >= DETECTION_ENOUGH,
        };
        if (isnan(figures.hit_rate) || isnan(figures.false_alarm_rate))
                return figures;
        /* Stanislaw & Todorov 1999: d′ = z(H) − z(F), c = −(z(H) + z(F)) / 2. */
        double hit_z = normal_quantile(figures.hit_rate);
        double false_alarm_z = normal_quantile(figures.false_alarm_rate);
        figures.d_prime = hit_z - false_alarm_z;
        figures.criterion = -(hit_z + false_alarm_z) / 2;
        figures.a_prime = a_prime_of(figures.hit_rate, figures.false_alarm_rate);
        return figures;
}
