/* Signal detection: does a learner tell signs from harmless details, or report everything, or
 * nothing? */
#ifndef STATS_DETECTION_H
#define STATS_DETECTION_H

#include <stdbool.h>
#include <stddef.h>

/* Fewer signs or harmless phrases than this, and only the counts are fit to be shown. */
enum { DETECTION_ENOUGH = 10 };

typedef struct Detection {
        size_t hits, misses, false_alarms, correct_rejections; /* as given */
        /* Log-linear: half a case is added to each side, so that neither is ever 0 or 1. */
        double hit_rate, false_alarm_rate;
        double d_prime;   /* how well signs are told from harmless phrases; 0 is guessing */
        double criterion; /* below 0 quick to report, above 0 slow to */
        double a_prime;   /* 0 … 1 without assuming a normal distribution; 0.5 is guessing */
        bool enough;      /* DETECTION_ENOUGH signs and as many harmless phrases, or more */
} Detection;

/** Works out the figures of one table of hits and false alarms.
 *
 * Without a single sign `hit_rate` is NaN, without a single harmless phrase `false_alarm_rate`; the
 * other figures need both. They are worked out below DETECTION_ENOUGH too; whether they may be
 * shown is what `enough` says.
 */
Detection detection_of(size_t hits, size_t misses, size_t false_alarms, size_t correct_rejections);

/** Share of a standard normal distribution that lies below `x`. */
double normal_below(double x);

/** The point of a standard normal distribution below which the share `p` lies.
 *
 * To the last few bits of a double for every p that is not denormal. −∞ at 0, ∞ at 1, NaN outside.
 */
double normal_quantile(double p);

#endif
