/* FSRS-6 as in open-spaced-repetition/py-fsrs, fsrs/scheduler.py (commit 8053894914), without fuzz.
 */
#include "quiz/schedule.h"

#include <math.h>

static const int64_t minute = INT64_C(60) * 1000000;
static const int64_t day = INT64_C(86400) * 1000000;

enum { LEARNING_STEPS = 2, LONGEST_INTERVAL = 36500 /* days */ };

static const double shortest_stability = 0.001;
static const double retention = 0.9; /* wanted when a question falls due */

/* DEFAULT_PARAMETERS there. */
static const double w[] = { 0.212, 1.2931, 2.3065, 8.2956, 6.4133, 0.8334, 3.0194, 0.001, 1.8722,
        0.1666, 0.796, 1.4835, 0.0614, 0.2629, 1.6483, 0.6014, 1.8729, 0.5425, 0.0912, 0.0658,
        0.1542 };

Grade schedule_grade(double fraction, int confidence)
{
        static const double full = 1 - 1e-9; /* thirds add up to a hair below 1 */
        if (!(fraction >= 0.5))
                return GRADE_AGAIN;
        if (fraction < full || confidence == 1)
                return GRADE_HARD;
        return confidence == 3 ? GRADE_EASY : GRADE_GOOD;
}

/* k = 0.9^(−1/w20) − 1 makes the chance nine in ten when as many days as the stability have passed.
 */
static double decay_factor(void)
{
        return pow(0.9, -1 / w[20]) - 1;
}

static double retrievability_after(double days, double stability)
{
        return pow(1 + decay_factor() * days / stability, -w[20]);
}

static int64_t later(int64_t moment, int64_t by)
{
        int64_t sum;
        if (__builtin_add_overflow(moment, by, &sum))
                return by > 0 ? INT64_MAX : INT64_MIN;
        return sum;
}

static int64_t whole_days(int64_t from, int64_t to)
{
        int64_t apart;
        if (to <= from)
                return 0;
        if (__builtin_sub_overflow(to, from, &apart))
                apart = INT64_MAX;
        return apart / day;
}

/* An enum is unsigned to some compilers, and Again − Good is −2. */
static int above_good(Grade grade)
{
        return (int)grade - (int)GRADE_GOOD;
}

static double first_difficulty(Grade grade)
{
        return w[4] - exp(w[5] * ((int)grade - 1)) + 1;
}

static double clamp_difficulty(double difficulty)
{
        return difficulty < 1 ? 1 : difficulty > 10 ? 10 : difficulty;
}

/* Damped towards 10, then drawn a little towards what Easy starts with (not clamped there). */
static double next_difficulty(double difficulty, Grade grade)
{
        double moved = difficulty - w[6] * above_good(grade) * (10 - difficulty) / 9;
        return clamp_difficulty(w[7] * first_difficulty(GRADE_EASY) + (1 - w[7]) * moved);
}

/* Good and Easy never lessen it. Hard may, as the algorithm's page has it; py-fsrs from 6.3.2 on
 * (pull request 155) does not let it. */
static double stability_same_day(double stability, Grade grade)
{
        double factor = exp(w[17] * (above_good(grade) + w[18])) * pow(stability, -w[19]);
        if (grade >= GRADE_GOOD && factor < 1)
                factor = 1;
        return stability * factor;
}

static double stability_forgotten(double stability, double difficulty, double retrievability)
{
        double after_days = w[11] * pow(difficulty, -w[12]) * (pow(stability + 1, w[13]) - 1) *
                            exp(w[14] * (1 - retrievability));
        return fmin(after_days, stability / exp(w[17] * w[18]));
}

static double stability_known(
        double stability, double difficulty, double retrievability, Grade grade)
{
        double gain = exp(w[8]) * (11 - difficulty) * pow(stability, -w[9]) *
                      (exp(w[10] * (1 - retrievability)) - 1);
        if (grade == GRADE_HARD)
                gain *= w[15];
        if (grade == GRADE_EASY)
                gain *= w[16];
        return stability * (1 + gain);
}

static double next_stability(const Schedule *schedule, int64_t at, Grade grade)
{
        double stability = schedule->stability, difficulty = schedule->difficulty;
        int64_t days = whole_days(schedule->last, at);
        double next;
        if (days < 1) {
                next = stability_same_day(stability, grade);
        } else {
                double retrievability = retrievability_after((double)days, stability);
                next = grade == GRADE_AGAIN
                               ? stability_forgotten(stability, difficulty, retrievability)
                               : stability_known(stability, difficulty, retrievability, grade);
        }
        return fmax(next, shortest_stability);
}

/* I = S/k · (retention^(−1/w20) − 1) in whole days, halves to the even one. */
static int64_t interval_of(double stability)
{
        double days = nearbyint(stability / decay_factor() * (pow(retention, -1 / w[20]) - 1));
        return (int64_t)fmin(fmax(days, 1), LONGEST_INTERVAL) * day;
}

static int64_t to_review(Schedule *schedule)
{
        schedule->state = SCHEDULE_REVIEW;
        schedule->step = 0;
        return interval_of(schedule->stability);
}

/* Learning in steps of 1 and 10 minutes; Hard on the first waits between the two. */
static int64_t learn(Schedule *schedule, Grade grade)
{
        static const int64_t minutes[LEARNING_STEPS] = { 1, 10 };
        schedule->state = SCHEDULE_LEARNING;
        if (grade == GRADE_AGAIN)
                schedule->step = 0;
        if (grade == GRADE_HARD && schedule->step == 0)
                return (minutes[0] + minutes[1]) * minute / 2;
        if (grade == GRADE_GOOD)
                schedule->step++;
        if (grade == GRADE_EASY || schedule->step < 0 || schedule->step >= LEARNING_STEPS)
                return to_review(schedule);
        return minutes[schedule->step] * minute;
}

/* Relearning in one step of 10 minutes; Hard waits half as long again. */
static int64_t relearn(Schedule *schedule, Grade grade)
{
        if (grade >= GRADE_GOOD)
                return to_review(schedule);
        schedule->state = SCHEDULE_RELEARNING;
        schedule->step = 0;
        return grade == GRADE_HARD ? 15 * minute : 10 * minute;
}

Schedule schedule_answer(Schedule schedule, int64_t at, Grade grade)
{
        int64_t wait;
        if ((int)grade < (int)GRADE_AGAIN)
                grade = GRADE_AGAIN;
        if ((int)grade > (int)GRADE_EASY)
                grade = GRADE_EASY;
        if (schedule.state == SCHEDULE_NEW) {
                schedule.stability = w[grade - 1];
                schedule.difficulty = clamp_difficulty(first_difficulty(grade));
        } else {
                if (at < schedule.last)
                        at = schedule.last;
                schedule.stability = next_stability(&schedule, at, grade);
                schedule.difficulty = next_difficulty(schedule.difficulty, grade);
        }
        switch (schedule.state) {
        case SCHEDULE_REVIEW:
                wait = grade == GRADE_AGAIN ? relearn(&schedule, grade) : to_review(&schedule);
                break;
        case SCHEDULE_RELEARNING:
                wait = relearn(&schedule, grade);
                break;
        case SCHEDULE_NEW:
        case SCHEDULE_LEARNING:
        default:
                wait = learn(&schedule, grade);
        }
        schedule.last = at;
        schedule.due = later(at, wait);
        return schedule;
}

Schedule schedule_fold(const GradedAnswer *answers, size_t count)
{
        Schedule schedule = { .state = SCHEDULE_NEW };
        for (size_t i = 0; i < count; i++)
                schedule = schedule_answer(schedule, answers[i].at, answers[i].grade);
        return schedule;
}

double schedule_retrievability(const Schedule *schedule, int64_t at)
{
        if (schedule->state == SCHEDULE_NEW)
                return 0;
        return retrievability_after((double)whole_days(schedule->last, at), schedule->stability);
}
