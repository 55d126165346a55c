#include "stats/items.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "stats/alpha.h"
#include "stats/spread.h"

/* Below this share of the whole, a difference is rounding. */
static const double nothing = 1e-9;

typedef struct Person {
        size_t asked;     /* items; 0 for who counts nowhere */
        double sum;       /* of marks */
        double possible;  /* of the maxima of the items asked */
        double deviation; /* of marks from their items' means, summed */
} Person;

typedef struct Work {
        const ItemScores *scores;
        ItemAnalysis *analysis;
        Person *people;
        double *maxima, *means;   /* of each item */
        double *covariances;      /* of each item with the total; NaN for fewer than two people */
        double *x, *rest, *total; /* of those asked the item at hand */
        double *sorted_x, *sorted_rest;
        AlphaSums sums;
} Work;

static double mark_of(const Work *work, size_t person, size_t item)
{
        return work->scores->marks[person * work->scores->items + item];
}

static bool is_apart(const Work *work, size_t item)
{
        return work->scores->apart && work->scores->apart[item];
}

static bool was_asked(const Work *work, size_t person, size_t item)
{
        return work->people[person].asked > 0 && isfinite(mark_of(work, person, item));
}

static void sum_person(Work *work, size_t index)
{
        Person *person = &work->people[index];
        for (size_t j = 0; j < work->scores->items; j++) {
                double mark = mark_of(work, index, j);
                if (!isfinite(mark) || is_apart(work, j))
                        continue;
                person->asked++;
                person->sum += mark;
                person->possible += work->maxima[j];
        }
        if (!(person->possible > 0) || !isfinite(person->possible) || !isfinite(person->sum))
                *person = (Person){ .asked = 0 };
}

/* Totals, and what a total can reach. Draws of equal worth leave the plain sums. */
static void sum_people(Work *work)
{
        QuizFigures *quiz = &work->analysis->quiz;
        double least = INFINITY, most = 0, possible = 0;
        size_t items = 0;
        for (size_t j = 0; j < work->scores->items; j++)
                items += !is_apart(work, j);
        quiz->complete = true;
        for (size_t i = 0; i < work->scores->persons; i++) {
                sum_person(work, i);
                const Person *person = &work->people[i];
                if (!person->asked)
                        continue;
                quiz->n++;
                quiz->complete = quiz->complete && person->asked == items;
                least = fmin(least, person->possible);
                most = fmax(most, person->possible);
                possible += person->possible;
                work->sums.asked += (double)person->asked;
                work->sums.pairs += (double)person->asked * (double)(person->asked - 1);
        }
        work->sums.persons = quiz->n;
        quiz->maximum = quiz->n == 0                     ? NAN
                        : most - least <= nothing * most ? most
                                                         : possible / (double)quiz->n;
        for (size_t i = 0; i < work->scores->persons; i++) {
                const Person *person = &work->people[i];
                work->analysis->totals[i] =
                        person->asked ? person->sum * (quiz->maximum / person->possible) : NAN;
        }
}

static void sum_deviations(Work *work)
{
        size_t items = work->scores->items;
        for (size_t i = 0; i < work->scores->persons; i++)
                for (size_t j = 0; j < items; j++)
                        if (was_asked(work, i, j)) {
                                work->means[j] += mark_of(work, i, j);
                                work->analysis->items[j].n++;
                        }
        for (size_t j = 0; j < items; j++)
                if (work->analysis->items[j].n)
                        work->means[j] /= (double)work->analysis->items[j].n;
        for (size_t i = 0; i < work->scores->persons; i++) {
                Person *person = &work->people[i];
                for (size_t j = 0; j < items; j++)
                        if (was_asked(work, i, j) && !is_apart(work, j)) {
                                double deviation = mark_of(work, i, j) - work->means[j];
                                person->deviation += deviation;
                                work->sums.own += deviation * deviation;
                        }
                work->sums.total += person->deviation * person->deviation;
        }
}

/* Takes the item's share out of the sums. */
static double alpha_without(const Work *work, size_t item)
{
        AlphaSums sums = work->sums;
        if (is_apart(work, item))
                return NAN;
        for (size_t i = 0; i < work->scores->persons; i++) {
                if (!was_asked(work, i, item))
                        continue;
                const Person *person = &work->people[i];
                double deviation = mark_of(work, i, item) - work->means[item];
                sums.persons -= person->asked == 1;
                sums.asked--;
                sums.pairs -= 2 * (double)(person->asked - 1);
                sums.own -= deviation * deviation;
                sums.total += deviation * (deviation - 2 * person->deviation);
        }
        return alpha_of(&sums, work->analysis->quiz.maximum);
}

/* moodle/moodle, question/classes/statistics/questions/calculator.php (commit 04975560d1):
 * DI = 100·cov(x, r) / √(var x · var r), DE = 100·cov(x, r) / cov(sorted x, sorted r). */
static void compare_with_rest(Work *work, size_t item, ItemFigures *figures)
{
        double maximum = work->maxima[item];
        bool apart = is_apart(work, item);
        size_t n = 0;
        for (size_t i = 0; i < work->scores->persons; i++) {
                const Person *person = &work->people[i];
                double possible = person->possible - (apart ? 0 : maximum);
                if (!was_asked(work, i, item) || possible <= nothing * person->possible)
                        continue;
                work->x[n] = mark_of(work, i, item);
                work->rest[n] = 100 * (person->sum - (apart ? 0 : work->x[n])) / possible;
                n++;
        }
        Spread spread = spread_of(work->x, work->rest, n, maximum, 100);
        figures->point_biserial_corrected = spread_correlation(&spread);
        figures->discrimination_index = 100 * figures->point_biserial_corrected;
        figures->discriminative_efficiency = NAN;
        if (!spread.x_varies || !spread.y_varies)
                return;
        memcpy(work->sorted_x, work->x, n * sizeof *work->x);
        memcpy(work->sorted_rest, work->rest, n * sizeof *work->rest);
        spread_sort(work->sorted_x, n);
        spread_sort(work->sorted_rest, n);
        Spread sorted = spread_of(work->sorted_x, work->sorted_rest, n, maximum, 100);
        double efficiency = 100 * spread.xy / sorted.xy;
        figures->discriminative_efficiency = isfinite(efficiency) ? efficiency : NAN;
}

static void compare_with_total(Work *work, size_t item, ItemFigures *figures)
{
        double maximum = work->maxima[item];
        size_t n = 0;
        for (size_t i = 0; i < work->scores->persons; i++) {
                if (!was_asked(work, i, item))
                        continue;
                work->x[n] = mark_of(work, i, item);
                work->total[n] = work->analysis->totals[i];
                n++;
        }
        Spread spread = spread_of(work->x, work->total, n, maximum, work->analysis->quiz.maximum);
        figures->facility = maximum > 0 ? spread.mean_x / maximum : NAN;
        figures->sd = n > 1 ? sqrt(spread.xx / (double)(n - 1)) : NAN;
        figures->point_biserial = spread_correlation(&spread);
        /* Rounding must not make a negative weight out of none. */
        bool related = fabs(figures->point_biserial) > nothing;
        work->covariances[item] = n < 2 ? NAN : related ? spread.xy / (double)(n - 1) : 0;
}

/* The same source: EW = 100·√cov(x, T) / Σ√cov(x_k, T), the sum over covariances that are not
 * negative; a negative one has no weight but a flag. Intended weight = max / Σ max. */
static void weigh_items(Work *work)
{
        size_t items = work->scores->items;
        double roots = 0, maxima = 0;
        for (size_t j = 0; j < items; j++) {
                if (is_apart(work, j)) {
                        work->covariances[j] = NAN;
                        continue;
                }
                maxima += work->maxima[j];
                if (work->covariances[j] >= 0)
                        roots += sqrt(work->covariances[j]);
        }
        for (size_t j = 0; j < items; j++) {
                ItemFigures *figures = &work->analysis->items[j];
                double covariance = work->covariances[j];
                double weight = 100 * sqrt(fmax(covariance, 0)) / roots;
                figures->weight_is_negative = covariance < 0;
                figures->effective_weight = covariance >= 0 && isfinite(weight) ? weight : NAN;
                double intended = is_apart(work, j) ? NAN : 100 * work->maxima[j] / maxima;
                figures->intended_weight = isfinite(intended) ? intended : NAN;
        }
}

/* moodle/moodle, mod/quiz/report/statistics/classes/calculator.php (commit 17e11dd9d5). With
 * m_k = Σ(T − mean)^k / s: k2 = s·m2/(s − 1), k3 = s²·m3/((s − 1)(s − 2)),
 * k4 = s²((s + 1)m4 − 3(s − 1)m2²)/((s − 1)(s − 2)(s − 3)); skewness k3/k2^1.5, kurtosis k4/k2². */
static void shape_of(QuizFigures *quiz, const double *totals, const Spread *spread)
{
        double s = (double)spread->n, m3 = 0, m4 = 0;
        if (spread->n < 3 || !spread->x_varies)
                return;
        for (size_t i = 0; i < spread->n; i++) {
                double apart = totals[i] - spread->mean_x, square = apart * apart;
                m3 += apart * square / s;
                m4 += square * square / s;
        }
        double m2 = spread->xx / s;
        double k2 = s * m2 / (s - 1);
        double k3 = s * s * m3 / ((s - 1) * (s - 2));
        quiz->skewness = k3 / (k2 * sqrt(k2));
        if (spread->n < 4)
                return;
        double k4 = s * s * ((s + 1) * m4 - 3 * (s - 1) * m2 * m2) / ((s - 1) * (s - 2) * (s - 3));
        quiz->kurtosis = k4 / (k2 * k2);
}

/* The same source: ER = 100·√(1 − alpha), SE = ER·SD / 100. */
static void trust_in(Work *work, QuizFigures *quiz)
{
        quiz->alpha = alpha_of(&work->sums, quiz->maximum);
        double error = 1 - quiz->alpha;
        if (fabs(error) < nothing)
                error = 0;
        quiz->error_ratio = error >= 0 ? 100 * sqrt(error) : NAN;
        quiz->sem = quiz->error_ratio * quiz->sd / 100;
}

static void sum_quiz(Work *work)
{
        QuizFigures *quiz = &work->analysis->quiz;
        size_t n = 0;
        for (size_t i = 0; i < work->scores->persons; i++)
                if (work->people[i].asked)
                        work->total[n++] = work->analysis->totals[i];
        spread_sort(work->total, n);
        Spread spread = spread_of(work->total, work->total, n, quiz->maximum, quiz->maximum);
        quiz->mean = spread.mean_x;
        quiz->median = n ? (work->total[(n - 1) / 2] + work->total[n / 2]) / 2 : NAN;
        quiz->sd = n > 1 ? sqrt(spread.xx / (double)(n - 1)) : NAN;
        quiz->skewness = quiz->kurtosis = NAN;
        shape_of(quiz, work->total, &spread);
        trust_in(work, quiz);
}

static void work_init(Work *work, Arena *arena, const ItemScores *scores)
{
        size_t persons = scores->persons, items = scores->items;
        ItemAnalysis *analysis = arena_alloc(arena, sizeof *analysis);
        analysis->items = arena_array(arena, ItemFigures, items);
        analysis->item_count = items;
        analysis->totals = arena_array(arena, double, persons);
        analysis->person_count = persons;
        *work = (Work){ .scores = scores,
                .analysis = analysis,
                .people = arena_array(arena, Person, persons),
                .maxima = arena_array(arena, double, items),
                .means = arena_array(arena, double, items),
                .covariances = arena_array(arena, double, items),
                .x = arena_array(arena, double, persons),
                .rest = arena_array(arena, double, persons),
                .total = arena_array(arena, double, persons),
                .sorted_x = arena_array(arena, double, persons),
                .sorted_rest = arena_array(arena, double, persons) };
        for (size_t j = 0; j < items; j++) {
                double maximum = scores->maxima[j];
                work->maxima[j] = isfinite(maximum) && maximum > 0 ? maximum : 0;
        }
}

ItemAnalysis *items_analyse(Arena *arena, const ItemScores *scores)
{
        Work work;
        work_init(&work, arena, scores);
        sum_people(&work);
        sum_deviations(&work);
        for (size_t j = 0; j < scores->items; j++) {
                ItemFigures *figures = &work.analysis->items[j];
                compare_with_rest(&work, j, figures);
                compare_with_total(&work, j, figures);
                figures->alpha_without = alpha_without(&work, j);
        }
        weigh_items(&work);
        sum_quiz(&work);
        return work.analysis;
}

/* Canvas, item analysis: the point-biserial correlation of "chose it" with the total, −1 … 1. One
 * pass of running means (Welford 1962) instead of a list of those asked. */
OptionFigures items_option(const ItemAnalysis *analysis, const double *chose)
{
        OptionFigures option = { .n = 0, .share = NAN, .point_biserial = NAN };
        double mean = 0, total_squares = 0, mean_chosen = 0, n = 0, chosen = 0;
        for (size_t i = 0; i < analysis->person_count; i++) {
                double total = analysis->totals[i];
                if (!isfinite(chose[i]) || !isfinite(total))
                        continue;
                double apart = total - mean;
                n++;
                mean += apart / n;
                total_squares += apart * (total - mean);
                if (chose[i] > 0) {
                        chosen++;
                        mean_chosen += (total - mean_chosen) / chosen;
                }
        }
        option.n = (size_t)n;
        option.chosen = (size_t)chosen;
        option.share = n > 0 ? chosen / n : NAN;
        double noise = 1e-10 * analysis->quiz.maximum;
        if (chosen > 0 && chosen < n && total_squares > n * noise * noise) {
                /* cov = chosen·(mean of choosers − mean) ÷ …; var of a 0/1 list = chosen·(n −
                 * chosen)/n ÷ … */
                double together = chosen * (mean_chosen - mean);
                double choice_squares = chosen * (n - chosen) / n;
                double correlation = together / (sqrt(choice_squares) * sqrt(total_squares));
                option.point_biserial =
                        isfinite(correlation) ? fmax(-1, fmin(1, correlation)) : NAN;
        }
        return option;
}
