/* Figures that others have published or that their programs' own tests expect. */
#include "../unit.h"

#include <math.h>

#include "stats/items.h"

static Arena *arena;

static int open_arena(void **state)
{
        (void)state;
        arena = arena_new();
        return 0;
}

static int close_arena(void **state)
{
        (void)state;
        arena_free(arena);
        return 0;
}

static void four_people_and_three_items_give_what_was_worked_out_by_hand(void **state)
{
        (void)state;
        const double marks[] = { 1, 1, 0, 1, 0, 0, 1, 1, 1, 0, 0, 0 }, maxima[] = { 1, 1, 1 };
        const ItemAnalysis *found =
                items_analyse(arena, &(ItemScores){ 4, 3, marks, maxima, NULL });
        static const double facility[] = { 0.75, 0.5, 0.25 }, sd[] = { 0.5, 0.5773502692, 0.5 };
        static const double index[] = { 52.22329679, 70.71067812, 52.22329679 };
        static const double weight[] = { 31.69872981, 36.60254038, 31.69872981 };
        for (size_t j = 0; j < 3; j++) {
                const ItemFigures *item = &found->items[j];
                assert_int_equal(item->n, 4);
                assert_near(item->facility, facility[j], 1e-8);
                assert_near(item->sd, sd[j], 1e-8);
                assert_near(item->discrimination_index, index[j], 1e-7);
                assert_near(item->discriminative_efficiency, 100, 1e-9);
                assert_near(item->effective_weight, weight[j], 1e-7);
                assert_near(item->intended_weight, 100.0 / 3, 1e-9);
                assert_false(item->weight_is_negative);
        }
        assert_int_equal(found->quiz.n, 4);
        assert_true(found->quiz.complete);
        assert_near(found->quiz.mean, 1.5, 1e-12);
        assert_near(found->quiz.median, 1.5, 1e-12);
        assert_near(found->quiz.sd, 1.2909944487, 1e-9);
        assert_near(found->quiz.skewness, 0, 1e-12);
        /* Totals 0 1 2 3, as SAS and SPSS have it. */
        assert_near(found->quiz.kurtosis, -1.2, 1e-9);
        assert_near(found->quiz.alpha, 0.75, 1e-12);
        assert_near(found->quiz.error_ratio, 50, 1e-9);
        assert_near(found->quiz.sem, 0.6454972244, 1e-9);
}

/* Slots 8 … 20 of moodle/moodle, mod/quiz/report/statistics/tests/fixtures/mdl_question_states.csv
 * (commit 2c709bbb75); slots 1 … 4 are worth 1 and nobody gained it, 5 … 7 are worth nothing. */
enum { MOODLE_PERSONS = 22, MOODLE_MARKED = 13, MOODLE_SLOTS = 20 };
static const double moodle_marks[MOODLE_PERSONS][MOODLE_MARKED] = {
        { 5.5, 0.3, 0.9, 1, 0.3, 1, 0, 0, 1, 1, 0, 0, 1 },
        { 1, 0.9, 0.9, 0.3, 0.3, 1, 0, 0, 1, 0, 1, 0, 1 },
        { 2.5, 1, 0.9, 0.3, 1, 0, 0, 1, 1, 1, 1, 1, 1 },
        { 4, 0.3, 0.9, 1, 0.3, 0, 0, 0, 0, 1, 0, 0, 1 },
        { 3, 0.9, 0.3, 0.9, 1, 0, 1, 0, 0, 1, 1, 1, 0 },
        { 4.5, 0.9, 1, 1, 0.9, 0, 1, 1, 1, 0, 0, 0, 0 },
        { 3, 0.3, 0.3, 0.3, 0.3, 1, 0, 1, 1, 1, 1, 1, 1 },
        { 6, 0.9, 0.9, 1, 0.3, 0, 1, 1, 1, 1, 0, 0, 1 },
        { 0.5, 0.9, 1, 0.9, 0.3, 0, 1, 1, 0, 1, 1, 0, 1 },
        { 5.5, 0.9, 1, 0.9, 0.3, 1, 1, 0, 0, 1, 0, 0, 0 },
        { 2.5, 0.9, 1, 1, 0.9, 0, 1, 0, 0, 1, 0, 0, 1 },
        { 4, 0.9, 0.3, 0.9, 1, 0, 1, 1, 1, 1, 1, 0, 1 },
        { 4, 0.9, 0.3, 0.3, 1, 1, 1, 1, 0, 0, 1, 1, 0 },
        { 3, 1, 1, 0.3, 1, 0, 1, 0, 1, 1, 1, 1, 0 },
        { 1, 1, 0.9, 0.3, 0.3, 1, 0, 1, 0, 0, 0, 0, 0 },
        { 1, 0.3, 0.3, 0.3, 0.9, 0, 0, 0, 1, 0, 0, 0, 1 },
        { 1.5, 1, 0.3, 0.9, 1, 1, 1, 0, 1, 1, 0, 0, 0 },
        { 4, 0.9, 1, 0.9, 1, 0, 1, 1, 1, 0, 1, 0, 0 },
        { 2, 0.9, 0.9, 0.3, 0.9, 0, 1, 0, 0, 0, 0, 0, 0 },
        { 1, 1, 0.3, 0.3, 0.3, 0, 1, 1, 0, 1, 0, 0, 0 },
        { 6, 0.9, 1, 1, 0.9, 0, 0, 0, 1, 0, 0, 1, 1 },
        { 7, 0.9, 0.3, 0.3, 0.3, 1, 0, 1, 1, 1, 1, 0, 0 },
};

static void items_of_moodles_own_test_come_out_as_it_expects(void **state)
{
        (void)state;
        /* Expected values: statistics_test.php beside it (commit 00e93a9939). */
        static const double facility[] = { 41.19318182, 81.36363636, 71.36363636, 65.45454545,
                65.90909091, 36.36363636, 59.09090909, 50, 59.09090909, 63.63636364, 45.45454545,
                27.27272727, 50 };
        static const double sd[] = { 1912.733589, 251.2738111, 322.6312277, 333.4199022,
                337.5811591, 492.3659639, 503.2362797, 511.7663157, 503.2362797, 492.3659639,
                509.6471914, 455.8423058, 511.7663157 };
        static const double weight[] = { 26.58464457, 3.368456046, 3.253955259, 7.584083694,
                3.79658376, 3.183278505, 4.532356904, 7.78856243, 10.08351572, 8.381139345,
                8.727645713, 7.946277111, 4.769500946 };
        static const double index[] = { 25.88327077, 1.170256965, -4.207816809, 28.16930644,
                -2.513606859, -12.99017581, -8.900638238, 8.670004606, 29.63337745, 15.18945843,
                16.21079629, 15.52451404, -8.396734802 };
        static const double efficiency[] = { 27.23492723, 1.382386552, -4.691171307, 31.12404354,
                -2.877487579, -17.5074184, -10.27568922, 10.86956522, 34.58997279, 17.4790556,
                20.14359793, 22.06477733, -10 };
        double marks[MOODLE_PERSONS * MOODLE_SLOTS] = { 0 }, maxima[MOODLE_SLOTS];
        for (size_t j = 0; j < MOODLE_SLOTS; j++)
                maxima[j] = j == 7 ? 8 : j >= 4 && j <= 6 ? 0 : 1;
        for (size_t i = 0; i < MOODLE_PERSONS; i++)
                memcpy(marks + i * MOODLE_SLOTS + 7, moodle_marks[i], sizeof moodle_marks[i]);

        ItemScores scores = { MOODLE_PERSONS, MOODLE_SLOTS, marks, maxima, NULL };
        const ItemAnalysis *found = items_analyse(arena, &scores);
        for (size_t j = 0; j < 7; j++) {
                const ItemFigures *item = &found->items[j];
                assert_true(j < 4 ? item->facility == 0 : isnan(item->facility));
                assert_near(item->sd, 0, 0);
                assert_near(item->effective_weight, 0, 0);
                assert_true(isnan(item->discrimination_index));
                assert_true(isnan(item->discriminative_efficiency));
        }
        for (size_t j = 0; j < MOODLE_MARKED; j++) {
                const ItemFigures *item = &found->items[7 + j];
                assert_near(item->facility * 100, facility[j], 1e-6);
                assert_near(item->sd * 1000, sd[j], 1e-6);
                assert_near(item->effective_weight, weight[j], 1e-6);
                assert_near(item->discrimination_index, index[j], 1e-6);
                assert_near(item->discriminative_efficiency, efficiency[j], 1e-6);
        }
}

/* Section 6 of the Law School Admission Test, 1000 people by pattern from 00000 to 11111: Bock &
 * Lieberman 1970; `LSAT` in R's ltm, "lsat" among the OpenBUGS examples. */
enum { LSAT_ITEMS = 5, LSAT_PERSONS = 1000 };
static const int lsat_patterns[1 << LSAT_ITEMS] = { 3, 6, 2, 11, 1, 1, 3, 4, 1, 8, 0, 16, 0, 3, 2,
        15, 10, 29, 14, 81, 3, 28, 15, 80, 16, 56, 21, 173, 11, 61, 28, 298 };

static void the_law_schools_test_is_as_easy_and_as_loose_as_published(void **state)
{
        (void)state;
        static const double facility[] = { 0.924, 0.709, 0.553, 0.763, 0.870 };
        /* What descript(LSAT) of R's ltm gives, to its last digit or one beside it. */
        static const double with_item[] = { 0.3620, 0.5667, 0.6184, 0.5344, 0.4354 };
        static const double without_item[] = { 0.1128, 0.1532, 0.1728, 0.1444, 0.1216 };
        static const double alpha_without[] = { 0.2754, 0.2376, 0.2168, 0.2459, 0.2663 };
        static double marks[LSAT_PERSONS * LSAT_ITEMS];
        const double maxima[LSAT_ITEMS] = { 1, 1, 1, 1, 1 };
        size_t person = 0;
        for (unsigned pattern = 0; pattern < 1U << LSAT_ITEMS; pattern++)
                for (int i = 0; i < lsat_patterns[pattern]; i++, person++)
                        for (unsigned j = 0; j < LSAT_ITEMS; j++)
                                marks[person * LSAT_ITEMS + j] =
                                        pattern >> (LSAT_ITEMS - 1 - j) & 1;
        assert_int_equal(person, LSAT_PERSONS);

        ItemScores scores = { LSAT_PERSONS, LSAT_ITEMS, marks, maxima, NULL };
        const ItemAnalysis *found = items_analyse(arena, &scores);
        assert_near(found->quiz.alpha, 0.2950, 5e-5);
        for (size_t j = 0; j < LSAT_ITEMS; j++) {
                assert_near(found->items[j].facility, facility[j], 1e-12);
                assert_near(found->items[j].point_biserial, with_item[j], 1e-4);
                assert_near(found->items[j].point_biserial_corrected, without_item[j], 1e-4);
                assert_near(found->items[j].alpha_without, alpha_without[j], 5e-5);
        }
}

int main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(four_people_and_three_items_give_what_was_worked_out_by_hand),
                cmocka_unit_test(items_of_moodles_own_test_come_out_as_it_expects),
                cmocka_unit_test(the_law_schools_test_is_as_easy_and_as_loose_as_published),
        };
        return cmocka_run_group_tests(tests, open_arena, close_arena);
}
