#include "../unit.h"

#include "module/fisher.h"

static void it_agrees_with_r(void **state)
{
        (void)state;
        /* fisher.test(matrix(c(a, c, b, d), 2))$p.value */
        assert_near(fisher_exact(3, 1, 1, 3), 0.4857142857, 1e-9); /* the lady tasting tea */
        assert_near(fisher_exact(4, 0, 0, 4), 0.0285714286, 1e-9);
        assert_near(fisher_exact(1, 9, 11, 3), 0.0027594561, 1e-9);
        assert_near(
                fisher_exact(2, 10, 15, 3), 0.0005367241, 1e-9); /* Fisher's own: criminal twins */
        assert_near(fisher_exact(5, 0, 1, 4), 0.0476190476, 1e-9);
}

static void empty_margins_prove_nothing(void **state)
{
        (void)state;
        assert_near(fisher_exact(0, 0, 0, 0), 1, 1e-12);
        assert_near(fisher_exact(5, 5, 0, 0), 1, 1e-12);
        assert_near(fisher_exact(0, 5, 0, 5), 1, 1e-12);
        assert_near(fisher_exact(10, 10, 10, 10), 1, 1e-9);
}

static void it_does_not_matter_which_way_round_the_table_lies(void **state)
{
        (void)state;
        double p = fisher_exact(7, 2, 3, 9);
        assert_near(fisher_exact(2, 7, 9, 3), p, 1e-12);
        assert_near(fisher_exact(3, 9, 7, 2), p, 1e-12);
        assert_near(fisher_exact(7, 3, 2, 9), p, 1e-12);
}

static void large_tables_do_not_overflow(void **state)
{
        (void)state;
        assert_near(fisher_exact(5000, 5000, 5000, 5000), 1, 1e-6);
        assert_true(fisher_exact(9000, 1000, 1000, 9000) < 1e-100);
}

int main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(it_agrees_with_r),
                cmocka_unit_test(empty_margins_prove_nothing),
                cmocka_unit_test(it_does_not_matter_which_way_round_the_table_lies),
                cmocka_unit_test(large_tables_do_not_overflow),
        };
        return cmocka_run_group_tests(tests, NULL, NULL);
}
