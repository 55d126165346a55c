#include "stats/alpha.h"

#include <math.h>

/* Cronbach 1951, "Coefficient alpha and the internal structure of tests": for m items of mean
 * variance v and mean covariance c, alpha = m·c / (v + (m − 1)·c). With complete data this is p/(p
 * − 1) · (1 − Σ var x / var T), Moodle's CIC ÷ 100 (moodle/moodle,
 * mod/quiz/report/statistics/classes/calculator.php, which also wants more than two people). With
 * draws, v and c are means over the marks and the pairs of marks there are, and m is the mean draw.
 */
double alpha_of(const AlphaSums *sums, double scale)
{
        double persons = (double)sums->persons, noise = 1e-10 * scale;
        if (sums->persons < 3 || sums->asked <= persons || sums->pairs <= 0)
                return NAN;
        if (!(sums->total > persons * noise * noise))
                return NAN;
        double items = sums->asked / persons;
        double variance = sums->own / sums->asked;
        double covariance = (sums->total - sums->own) / sums->pairs;
        double spread = variance + (items - 1) * covariance;
        double alpha = spread > 0 ? items * covariance / spread : NAN;
        return isfinite(alpha) ? alpha : NAN;
}
