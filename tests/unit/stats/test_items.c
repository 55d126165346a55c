/* What must hold for any quiz. */
#include "../unit.h"

#include <float.h>
#include <math.h>

#include "stats/items.h"

enum { PERSONS = 40, ITEMS = 7, ASKED = 4 };

static Arena *arena;
static uint32_t seed;

static int open_arena(void **state)
{
        (void)state;
        arena = arena_new();
        seed = 1;
        return 0;
}

static int close_arena(void **state)
{
        (void)state;
        arena_free(arena);
        return 0;
}

/* Numerical Recipes' quick generator: the same numbers on every machine. */
static double chance(void)
{
        seed = seed * 1664525U + 1013904223U;
        return (seed >> 8) / 16777216.0;
}

static const double maxima[ITEMS] = { 1, 1, 2, 3, 1, 1, 5 };

/* Able people do better; item 1 is the wrong way round. */
static void fill(double *marks)
{
        for (size_t i = 0; i < PERSONS; i++) {
                double able = chance();
                for (size_t j = 0; j < ITEMS; j++) {
                        double right = 0.5 * (j == 1 ? 1 - able : able) + 0.5 * chance();
                        marks[i * ITEMS + j] = floor(right * 4) / 4 * maxima[j];
                }
        }
}

static const ItemAnalysis *analyse(
        const double *marks, const double *of, size_t persons, size_t items)
{
        return items_analyse(arena, &(ItemScores){ persons, items, marks, of, NULL });
}

static void same(double a, double b)
{
        if (isnan(a) && isnan(b))
                return;
        assert_near(a, b, 1e-9);
}

static void same_item(const ItemFigures *a, const ItemFigures *b)
{
        assert_int_equal(a->n, b->n);
        same(a->facility, b->facility);
        same(a->sd, b->sd);
        same(a->discrimination_index, b->discrimination_index);
        same(a->discriminative_efficiency, b->discriminative_efficiency);
        same(a->effective_weight, b->effective_weight);
        assert_int_equal(a->weight_is_negative, b->weight_is_negative);
        same(a->intended_weight, b->intended_weight);
        same(a->point_biserial, b->point_biserial);
        same(a->point_biserial_corrected, b->point_biserial_corrected);
        same(a->alpha_without, b->alpha_without);
}

static void same_quiz(const QuizFigures *a, const QuizFigures *b)
{
        assert_int_equal(a->n, b->n);
        assert_int_equal(a->complete, b->complete);
        same(a->maximum, b->maximum);
        same(a->mean, b->mean);
        same(a->median, b->median);
        same(a->sd, b->sd);
        same(a->skewness, b->skewness);
        same(a->kurtosis, b->kurtosis);
        same(a->alpha, b->alpha);
        same(a->error_ratio, b->error_ratio);
        same(a->sem, b->sem);
}

/* Leaves every person ASKED of the items, by turns. */
static void draw(double *marks)
{
        for (size_t i = 0; i < PERSONS; i++)
                for (size_t j = 0; j < ITEMS; j++)
                        if ((i * 3 + j * 2) % ITEMS >= ASKED)
                                marks[i * ITEMS + j] = NAN;
}

static void neither_the_order_of_people_nor_of_items_matters(void **state)
{
        (void)state;
        double marks[PERSONS * ITEMS], turned[PERSONS * ITEMS], turned_maxima[ITEMS];
        for (int drawn = 0; drawn < 2; drawn++) {
                fill(marks);
                if (drawn)
                        draw(marks);
                for (size_t i = 0; i < PERSONS; i++)
                        for (size_t j = 0; j < ITEMS; j++)
                                turned[(i * 7 + 3) % PERSONS * ITEMS + ITEMS - 1 - j] =
                                        marks[i * ITEMS + j];
                for (size_t j = 0; j < ITEMS; j++)
                        turned_maxima[ITEMS - 1 - j] = maxima[j];
                const ItemAnalysis *one = analyse(marks, maxima, PERSONS, ITEMS);
                const ItemAnalysis *other = analyse(turned, turned_maxima, PERSONS, ITEMS);
                same_quiz(&one->quiz, &other->quiz);
                assert_int_equal(one->quiz.complete, !drawn);
                for (size_t j = 0; j < ITEMS; j++)
                        same_item(&one->items[j], &other->items[ITEMS - 1 - j]);
        }
}

static void marks_ten_times_as_large_mean_the_same(void **state)
{
        (void)state;
        double marks[PERSONS * ITEMS], tenfold[PERSONS * ITEMS], tenfold_maxima[ITEMS];
        fill(marks);
        for (size_t i = 0; i < PERSONS * ITEMS; i++)
                tenfold[i] = 10 * marks[i];
        for (size_t j = 0; j < ITEMS; j++)
                tenfold_maxima[j] = 10 * maxima[j];
        const ItemAnalysis *one = analyse(marks, maxima, PERSONS, ITEMS);
        const ItemAnalysis *other = analyse(tenfold, tenfold_maxima, PERSONS, ITEMS);
        same(one->quiz.alpha, other->quiz.alpha);
        same(one->quiz.kurtosis, other->quiz.kurtosis);
        same(10 * one->quiz.sem, other->quiz.sem);
        for (size_t j = 0; j < ITEMS; j++) {
                ItemFigures scaled = one->items[j];
                scaled.sd *= 10;
                same_item(&scaled, &other->items[j]);
        }
}

static void a_present_of_marks_to_everybody_discriminates_nothing(void **state)
{
        (void)state;
        double marks[PERSONS * ITEMS], raised[PERSONS * ITEMS];
        fill(marks);
        memcpy(raised, marks, sizeof marks);
        for (size_t i = 0; i < PERSONS; i++)
                raised[i * ITEMS + 2] += 0.7;
        const ItemAnalysis *one = analyse(marks, maxima, PERSONS, ITEMS);
        const ItemAnalysis *other = analyse(raised, maxima, PERSONS, ITEMS);
        same(one->quiz.alpha, other->quiz.alpha);
        same(one->quiz.mean + 0.7, other->quiz.mean);
        for (size_t j = 0; j < ITEMS; j++) {
                ItemFigures moved = one->items[j];
                if (j == 2)
                        moved.facility += 0.35;
                same_item(&moved, &other->items[j]);
        }
}

static void alpha_without_an_item_is_that_of_the_quiz_without_its_column(void **state)
{
        (void)state;
        double marks[PERSONS * ITEMS], fewer[PERSONS * (ITEMS - 1)], fewer_maxima[ITEMS - 1];
        for (int drawn = 0; drawn < 2; drawn++) {
                fill(marks);
                if (drawn)
                        draw(marks);
                const ItemAnalysis *all = analyse(marks, maxima, PERSONS, ITEMS);
                for (size_t out = 0; out < ITEMS; out++) {
                        for (size_t j = 0, k = 0; j < ITEMS; j++) {
                                if (j == out)
                                        continue;
                                for (size_t i = 0; i < PERSONS; i++)
                                        fewer[i * (ITEMS - 1) + k] = marks[i * ITEMS + j];
                                fewer_maxima[k++] = maxima[j];
                        }
                        same(all->items[out].alpha_without,
                                analyse(fewer, fewer_maxima, PERSONS, ITEMS - 1)->quiz.alpha);
                }
        }
}

static void an_item_the_wrong_way_round_has_a_flag_and_no_weight(void **state)
{
        (void)state;
        double marks[PERSONS * ITEMS], weights = 0;
        fill(marks);
        const ItemAnalysis *found = analyse(marks, maxima, PERSONS, ITEMS);
        assert_true(found->items[1].discrimination_index < 0);
        assert_true(found->items[1].weight_is_negative);
        assert_true(isnan(found->items[1].effective_weight));
        assert_true(found->items[1].alpha_without > found->quiz.alpha);
        for (size_t j = 0; j < ITEMS; j++)
                weights += j == 1 ? 0 : found->items[j].effective_weight;
        assert_near(weights, 100, 1e-9);
}

static void alpha_is_negative_where_items_contradict_each_other(void **state)
{
        (void)state;
        const double marks[] = { 1, 0, 0.2, 0, 1, 0, 1, 0, 0, 0, 1, 0.1 }, one[] = { 1, 1, 1 };
        const ItemAnalysis *found = analyse(marks, one, 4, 3);
        assert_true(found->quiz.alpha < 0);
        assert_true(found->quiz.error_ratio > 100 && found->quiz.sem > found->quiz.sd);
}

/* The first three draws are worth 2, the fourth 1; the fifth person was asked nothing. */
static void draws_of_equal_worth_leave_totals_the_plain_sums(void **state)
{
        (void)state;
        const double one[] = { 1, 1, 1, 1 };
        const double marks[] = { 1, 0, NAN, NAN, 1, 1, NAN, NAN, NAN, NAN, 0, 0, NAN, INFINITY, NAN,
                1, NAN, NAN, NAN, -INFINITY };
        const ItemAnalysis *found = analyse(marks, one, 5, 4);
        assert_int_equal(found->quiz.n, 4);
        assert_false(found->quiz.complete);
        assert_near(found->quiz.maximum, 1.75, 1e-12);
        assert_near(found->totals[3], 1.75, 1e-12);
        assert_true(isnan(found->totals[4]));
        const ItemAnalysis *even = analyse(marks, one, 3, 4);
        assert_near(even->quiz.maximum, 2, 0);
        assert_near(even->totals[0], 1, 0);
        assert_near(even->totals[1], 2, 0);
        assert_near(even->totals[2], 0, 0);
        assert_int_equal(even->items[0].n, 2);
        assert_int_equal(even->items[2].n, 1);
        assert_near(even->items[0].facility, 1, 0);
        assert_true(isnan(even->items[2].sd));
}

/* Items of one kind, drawn at random: the draw's alpha is near that of as many items, all asked. */
static void a_random_draw_is_as_reliable_as_a_quiz_of_its_length(void **state)
{
        (void)state;
        enum { MANY = 4000, POOL = 20, DRAW = 5 };
        static double whole[MANY * DRAW], drawn[MANY * POOL], ones[POOL];
        for (size_t j = 0; j < POOL; j++)
                ones[j] = 1;
        for (size_t i = 0; i < MANY; i++) {
                double able = chance();
                size_t first = (size_t)(chance() * POOL);
                for (size_t j = 0; j < POOL; j++)
                        drawn[i * POOL + j] = NAN;
                for (size_t j = 0; j < DRAW; j++) {
                        size_t item = (first + j * 3) % POOL;
                        whole[i * DRAW + j] = chance() < able;
                        /* Hard and easy items: of the same spread, far apart in what they give. */
                        drawn[i * POOL + item] = (chance() < able) + (item % 2 ? 5 : 0);
                }
        }
        double all = analyse(whole, ones, MANY, DRAW)->quiz.alpha;
        assert_true(all > 0.5 && all < 0.9);
        assert_near(analyse(drawn, ones, MANY, POOL)->quiz.alpha, all, 0.03);
}

static void who_had_no_other_item_is_left_out_of_the_rest(void **state)
{
        (void)state;
        const double marks[] = { 1, NAN, 0, NAN, 1, 1, 0, 0, 1, 0 }, one[] = { 1, 1 };
        const ItemAnalysis *found = analyse(marks, one, 5, 2);
        const ItemAnalysis *others = analyse(marks + 4, one, 3, 2);
        assert_int_equal(found->items[0].n, 5);
        same(found->items[0].discrimination_index, others->items[0].discrimination_index);
        same(found->items[0].discriminative_efficiency, others->items[0].discriminative_efficiency);
}

static void all_blank(const ItemFigures *item)
{
        assert_true(isnan(item->discrimination_index));
        assert_true(isnan(item->discriminative_efficiency));
        assert_true(isnan(item->point_biserial));
        assert_true(isnan(item->point_biserial_corrected));
        assert_true(isnan(item->alpha_without));
        assert_false(item->weight_is_negative);
}

static void fewer_than_two_people_leave_blanks(void **state)
{
        (void)state;
        const double marks[] = { 1, 0 }, one[] = { 1, 1 };
        for (size_t persons = 0; persons < 2; persons++) {
                const ItemAnalysis *found = analyse(marks, one, persons, 2);
                assert_int_equal(found->quiz.n, persons);
                assert_true(isnan(found->quiz.mean) == (persons == 0));
                assert_true(isnan(found->quiz.median) == (persons == 0));
                assert_true(isnan(found->quiz.sd) && isnan(found->quiz.alpha));
                assert_true(isnan(found->quiz.skewness) && isnan(found->quiz.kurtosis));
                assert_true(isnan(found->quiz.sem) && isnan(found->quiz.error_ratio));
                for (size_t j = 0; j < 2; j++) {
                        all_blank(&found->items[j]);
                        assert_true(isnan(found->items[j].sd));
                        assert_true(isnan(found->items[j].effective_weight));
                        assert_true(isnan(found->items[j].facility) == (persons == 0));
                }
        }
}

static void where_all_do_the_same_nothing_can_be_told(void **state)
{
        (void)state;
        double marks[PERSONS * ITEMS];
        for (size_t i = 0; i < PERSONS * ITEMS; i++)
                marks[i] = maxima[i % ITEMS] / 3 + 0.1;
        const ItemAnalysis *found = analyse(marks, maxima, PERSONS, ITEMS);
        assert_true(isnan(found->quiz.alpha) && isnan(found->quiz.skewness));
        assert_near(found->quiz.sd, 0, 1e-12);
        for (size_t j = 0; j < ITEMS; j++) {
                all_blank(&found->items[j]);
                assert_true(isnan(found->items[j].effective_weight));
        }
}

static void no_items_or_senseless_numbers_crash_nothing(void **state)
{
        (void)state;
        assert_int_equal(analyse(NULL, NULL, 0, 0)->quiz.n, 0);
        assert_int_equal(analyse(NULL, NULL, 5, 0)->quiz.n, 0);
        assert_int_equal(analyse(NULL, maxima, 0, ITEMS)->quiz.n, 0);
        static const double odd[] = { 0, 1, -1, NAN, INFINITY, -INFINITY, DBL_MAX, -DBL_MAX,
                DBL_MIN, 1e200, 1e-200 };
        enum { ODD = sizeof odd / sizeof *odd };
        double marks[PERSONS * ITEMS], odd_maxima[ITEMS], chose[PERSONS];
        for (int round = 0; round < 500; round++) {
                for (size_t i = 0; i < PERSONS * ITEMS; i++)
                        marks[i] = odd[(size_t)(chance() * ODD)];
                for (size_t j = 0; j < ITEMS; j++)
                        odd_maxima[j] = odd[(size_t)(chance() * ODD)];
                for (size_t i = 0; i < PERSONS; i++)
                        chose[i] = odd[(size_t)(chance() * ODD)];
                const ItemAnalysis *found = analyse(marks, odd_maxima, PERSONS, ITEMS);
                for (size_t j = 0; j < ITEMS; j++)
                        assert_false(fabs(found->items[j].point_biserial) > 1);
                assert_false(fabs(items_option(found, chose).point_biserial) > 1);
        }
}

static void an_option_is_judged_by_who_chose_it(void **state)
{
        (void)state;
        double marks[PERSONS * ITEMS], chose[PERSONS], passed[PERSONS];
        fill(marks);
        const ItemAnalysis *found = analyse(marks, maxima, PERSONS, ITEMS);
        for (size_t i = 0; i < PERSONS; i++) {
                chose[i] = found->totals[i] < found->quiz.median;
                passed[i] = i < 3 ? NAN : 1 - chose[i];
        }
        OptionFigures option = items_option(found, chose);
        assert_int_equal(option.n, PERSONS);
        assert_near(option.share, (double)option.chosen / PERSONS, 1e-12);
        assert_true(option.point_biserial < -0.6);
        assert_int_equal(items_option(found, passed).n, PERSONS - 3);
        assert_true(items_option(found, passed).point_biserial > 0.6);
        for (size_t i = 0; i < PERSONS; i++)
                passed[i] = 1;
        assert_near(items_option(found, passed).share, 1, 0);
        assert_true(isnan(items_option(found, passed).point_biserial));
}

/* An item of 0 and 1 is its own option. */
static void choosing_the_right_option_correlates_as_the_item_does(void **state)
{
        (void)state;
        double marks[PERSONS * ITEMS], ones[ITEMS], chose[PERSONS];
        fill(marks);
        for (size_t j = 0; j < ITEMS; j++)
                ones[j] = 1;
        for (size_t i = 0; i < PERSONS * ITEMS; i++)
                marks[i] = marks[i] / maxima[i % ITEMS] >= 0.5;
        for (int drawn = 0; drawn < 2; drawn++) {
                if (drawn)
                        draw(marks);
                const ItemAnalysis *found = analyse(marks, ones, PERSONS, ITEMS);
                for (size_t j = 0; j < ITEMS; j++) {
                        for (size_t i = 0; i < PERSONS; i++)
                                chose[i] = marks[i * ITEMS + j];
                        OptionFigures option = items_option(found, chose);
                        same(option.point_biserial, found->items[j].point_biserial);
                        same(option.share, found->items[j].facility);
                }
        }
}

static void what_stands_apart_changes_nobodys_figures(void **state)
{
        (void)state;
        double marks[PERSONS * ITEMS], more[PERSONS * (ITEMS + 1)], more_maxima[ITEMS + 1];
        bool apart[ITEMS + 1] = { false };
        apart[ITEMS] = true;
        for (int drawn = 0; drawn < 2; drawn++) {
                fill(marks);
                if (drawn)
                        draw(marks);
                for (size_t i = 0; i < PERSONS; i++) {
                        memcpy(more + i * (ITEMS + 1), marks + i * ITEMS, ITEMS * sizeof *marks);
                        more[i * (ITEMS + 1) + ITEMS] = i % 3 == 0 ? 4 : i % 3 == 1 ? 0 : NAN;
                }
                memcpy(more_maxima, maxima, sizeof maxima);
                more_maxima[ITEMS] = 4;
                const ItemAnalysis *one = analyse(marks, maxima, PERSONS, ITEMS);
                const ItemAnalysis *other = items_analyse(
                        arena, &(ItemScores){ PERSONS, ITEMS + 1, more, more_maxima, apart });
                same_quiz(&one->quiz, &other->quiz);
                for (size_t j = 0; j < ITEMS; j++)
                        same_item(&one->items[j], &other->items[j]);
                const ItemFigures *tried = &other->items[ITEMS];
                assert_int_equal(tried->n, PERSONS - PERSONS / 3);
                assert_near(tried->facility, 14.0 / 27, 1e-12);
                assert_true(isnan(tried->effective_weight) && isnan(tried->intended_weight));
                assert_true(isnan(tried->alpha_without) && isfinite(tried->discrimination_index));
                assert_false(tried->weight_is_negative);
        }
}

int main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(what_stands_apart_changes_nobodys_figures),
                cmocka_unit_test(neither_the_order_of_people_nor_of_items_matters),
                cmocka_unit_test(marks_ten_times_as_large_mean_the_same),
                cmocka_unit_test(a_present_of_marks_to_everybody_discriminates_nothing),
                cmocka_unit_test(alpha_without_an_item_is_that_of_the_quiz_without_its_column),
                cmocka_unit_test(an_item_the_wrong_way_round_has_a_flag_and_no_weight),
                cmocka_unit_test(alpha_is_negative_where_items_contradict_each_other),
                cmocka_unit_test(draws_of_equal_worth_leave_totals_the_plain_sums),
                cmocka_unit_test(a_random_draw_is_as_reliable_as_a_quiz_of_its_length),
                cmocka_unit_test(who_had_no_other_item_is_left_out_of_the_rest),
                cmocka_unit_test(fewer_than_two_people_leave_blanks),
                cmocka_unit_test(where_all_do_the_same_nothing_can_be_told),
                cmocka_unit_test(no_items_or_senseless_numbers_crash_nothing),
                cmocka_unit_test(an_option_is_judged_by_who_chose_it),
                cmocka_unit_test(choosing_the_right_option_correlates_as_the_item_does),
        };
        return cmocka_run_group_tests(tests, open_arena, close_arena);
}
