#include "../unit.h"

#include <math.h>
#include <stdint.h>

#include "stats/detection.h"

/* Standard tables of the normal distribution, to 15 digits. */
static void quantiles_agree_with_the_tables(void **state)
{
        static const struct {
                double share, point;
        } known[] = {
                { 0.5, 0 },
                { 0.75, 0.674489750196082 },
                { 0.9, 1.28155156554460 },
                { 0.95, 1.64485362695147 },
                { 0.975, 1.95996398454005 },
                { 0.99, 2.32634787404084 },
                { 0.995, 2.57582930354890 },
                { 0.999, 3.09023230616781 },
                { 0.9999, 3.71901648545568 },
                { 0.001, -3.09023230616781 },
                { 1e-6, -4.75342430882290 },
                { 1e-9, -5.99780701500769 },
                { 1e-20, -9.26234008979841 },
                { 1e-100, -21.2734535609653 },
        };
        (void)state;
        for (size_t i = 0; i < sizeof known / sizeof *known; i++)
                assert_near(normal_quantile(known[i].share), known[i].point, 1e-9);
}

static void quantile_and_share_undo_each_other(void **state)
{
        (void)state;
        for (int i = 1; i < 10000; i++) {
                double share = i / 10000.0;
                assert_near(normal_below(normal_quantile(share)), share, 1e-14);
                assert_near(normal_quantile(share), -normal_quantile(1 - share), 1e-10);
        }
        for (double share = 1e-300; share < 0.1; share *= 10)
                assert_near(normal_below(normal_quantile(share)) / share, 1, 1e-11);
}

static void quantiles_have_ends_and_no_more(void **state)
{
        (void)state;
        assert_true(normal_quantile(0) == -INFINITY);
        assert_true(normal_quantile(1) == INFINITY);
        assert_true(isfinite(normal_quantile(5e-324)));
        assert_true(isnan(normal_quantile(-0.1)));
        assert_true(isnan(normal_quantile(1.1)));
        assert_true(isnan(normal_quantile(NAN)));
}

static void nine_of_ten_either_way_tells_well_without_a_leaning(void **state)
{
        (void)state;
        Detection figures = detection_of(9, 1, 1, 9);
        assert_near(figures.hit_rate, 9.5 / 11, 1e-12);
        assert_near(figures.false_alarm_rate, 1.5 / 11, 1e-12);
        assert_near(figures.d_prime, 2.193607, 1e-6);
        assert_near(figures.criterion, 0, 1e-12);
        assert_true(figures.enough);
}

static void who_reports_everything_tells_nothing(void **state)
{
        (void)state;
        Detection figures = detection_of(10, 0, 10, 0);
        assert_near(figures.d_prime, 0, 1e-12);
        assert_near(figures.criterion, -1.690622, 1e-6);
        assert_near(figures.a_prime, 0.5, 1e-12);
        assert_near(detection_of(0, 10, 0, 10).criterion, 1.690622, 1e-6);
}

static void swapping_signs_and_harmless_phrases_turns_d_prime_round(void **state)
{
        (void)state;
        for (size_t hits = 0; hits <= 12; hits++)
                for (size_t alarms = 0; alarms <= 12; alarms++) {
                        Detection one = detection_of(hits, 12 - hits, alarms, 12 - alarms);
                        Detection other = detection_of(alarms, 12 - alarms, hits, 12 - hits);
                        assert_near(one.d_prime, -other.d_prime, 1e-12);
                        assert_near(one.criterion, other.criterion, 1e-12);
                        assert_near(one.a_prime, 1 - other.a_prime, 1e-12);
                        assert_true(one.a_prime >= 0 && one.a_prime <= 1);
                }
}

/* H = 9.5/11, F = 1.5/11: ½ + ((8/11)² + 8/11) / (4·9.5/11 − 4·9.5·1.5/121). */
static void a_prime_follows_its_formula(void **state)
{
        (void)state;
        assert_near(detection_of(9, 1, 1, 9).a_prime, 0.5 + 152.0 / 361, 1e-12);
}

static void figures_are_for_showing_from_ten_and_ten_on(void **state)
{
        (void)state;
        assert_true(detection_of(10, 0, 3, 7).enough);
        assert_false(detection_of(9, 0, 3, 7).enough);
        assert_false(detection_of(10, 0, 3, 6).enough);
        assert_true(detection_of(SIZE_MAX, SIZE_MAX, SIZE_MAX, SIZE_MAX).enough);
}

static void without_signs_or_harmless_phrases_there_are_no_figures(void **state)
{
        (void)state;
        Detection nothing = detection_of(0, 0, 0, 0), no_signs = detection_of(0, 0, 1, 2);
        assert_true(isnan(nothing.hit_rate) && isnan(nothing.d_prime));
        assert_true(isnan(no_signs.hit_rate) && isnan(no_signs.criterion));
        assert_true(isnan(no_signs.a_prime) && !isnan(no_signs.false_alarm_rate));
}

int main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(quantiles_agree_with_the_tables),
                cmocka_unit_test(quantile_and_share_undo_each_other),
                cmocka_unit_test(quantiles_have_ends_and_no_more),
                cmocka_unit_test(nine_of_ten_either_way_tells_well_without_a_leaning),
                cmocka_unit_test(who_reports_everything_tells_nothing),
                cmocka_unit_test(swapping_signs_and_harmless_phrases_turns_d_prime_round),
                cmocka_unit_test(a_prime_follows_its_formula),
                cmocka_unit_test(figures_are_for_showing_from_ten_and_ten_on),
                cmocka_unit_test(without_signs_or_harmless_phrases_there_are_no_figures),
        };
        return cmocka_run_group_tests(tests, NULL, NULL);
}
