#include "../unit.h"

#include <limits.h>
#include <math.h>

#include "stats/calibration.h"

/* moodle/moodle, question/behaviour/deferredcbm/tests/question_cbm_test.php (commit 04975560d1). */
static void marks_are_those_of_moodle(void **state)
{
        static const struct {
                double fraction, marks[CERTAINTY_LEVELS];
        } known[] = {
                { 1, { 1, 2, 3 } },
                { 0, { 0, -2, -6 } },
                { 0.5, { 0.5, 1, 1.5 } },
                { -0.25, { 0, -2, -6 } },
        };
        (void)state;
        for (size_t i = 0; i < sizeof known / sizeof *known; i++)
                for (int level = 1; level <= CERTAINTY_LEVELS; level++)
                        assert_near(certainty_mark(known[i].fraction, level),
                                known[i].marks[level - 1], 1e-12);
}

static void levels_that_do_not_exist_are_the_nearest(void **state)
{
        (void)state;
        assert_near(certainty_mark(1, 0), 1, 0);
        assert_near(certainty_mark(0, INT_MIN), 0, 0);
        assert_near(certainty_mark(0, INT_MAX), -6, 0);
        assert_true(isnan(certainty_mark(NAN, 2)));
}

static void marks_break_even_at_two_thirds_and_four_fifths(void **state)
{
        (void)state;
        for (int level = 1; level < CERTAINTY_LEVELS; level++) {
                double share = level == 1 ? 2.0 / 3 : 0.8;
                double stay =
                        share * certainty_mark(1, level) + (1 - share) * certainty_mark(0, level);
                double rise = share * certainty_mark(1, level + 1) +
                              (1 - share) * certainty_mark(0, level + 1);
                assert_near(stay, rise, 1e-12);
        }
        assert_near(certainty_forecast(1), 1.0 / 3, 1e-12);
        assert_near(certainty_forecast(2), 11.0 / 15, 1e-12);
        assert_near(certainty_forecast(3), 0.9, 1e-12);
}

static void brier_is_the_mean_squared_distance(void **state)
{
        (void)state;
        const double forecasts[] = { 1, 0, 0.5, 0.7, NAN, 0.2 };
        const double outcomes[] = { 1, 0, 1, 0, 1, NAN };
        assert_near(brier_score(forecasts, outcomes, 2), 0, 0);
        assert_near(brier_score(forecasts, outcomes, 6), (0.25 + 0.49) / 4, 1e-12);
        assert_true(isnan(brier_score(forecasts, outcomes, 0)));
        assert_true(isnan(brier_score(forecasts + 4, outcomes + 4, 2)));
}

static void answers_are_summed_up_by_level(void **state)
{
        (void)state;
        const CertaintyAnswer answers[] = { { 1, 3 }, { 0, 3 }, { 1, 1 }, { 0.5, 1 }, { 1, 0 },
                { NAN, 2 }, { INFINITY, 2 }, { 1.0 / 3 + 1.0 / 3 + 1.0 / 3, 3 }, { 1, 4 } };
        Calibration sum = calibration_of(answers, sizeof answers / sizeof *answers);
        assert_int_equal(sum.n, 5);
        assert_int_equal(sum.levels[0].n, 2);
        assert_int_equal(sum.levels[0].right, 1);
        assert_near(sum.levels[0].mean_fraction, 0.75, 1e-12);
        assert_int_equal(sum.levels[1].n, 0);
        assert_true(isnan(sum.levels[1].share_right) && isnan(sum.levels[1].mean_fraction));
        assert_near(sum.levels[2].share_right, 2.0 / 3, 1e-12);
        assert_near(sum.mean_mark, (3 - 6 + 1 + 0.5 + 3) / 5, 1e-12);
        double third = 1.0 / 3;
        assert_near(sum.brier,
                (0.01 + 0.81 + 0.01 + (third - 1) * (third - 1) + (third - 0.5) * (third - 0.5)) /
                        5,
                1e-12);
}

static void no_answers_have_no_figures(void **state)
{
        (void)state;
        Calibration sum = calibration_of(NULL, 0);
        assert_int_equal(sum.n, 0);
        assert_true(isnan(sum.mean_mark) && isnan(sum.brier) && isnan(sum.levels[2].share_right));
}

int main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(marks_are_those_of_moodle),
                cmocka_unit_test(levels_that_do_not_exist_are_the_nearest),
                cmocka_unit_test(marks_break_even_at_two_thirds_and_four_fifths),
                cmocka_unit_test(brier_is_the_mean_squared_distance),
                cmocka_unit_test(answers_are_summed_up_by_level),
                cmocka_unit_test(no_answers_have_no_figures),
        };
        return cmocka_run_group_tests(tests, NULL, NULL);
}
