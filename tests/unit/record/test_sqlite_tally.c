#include "../unit.h"

#include <stdio.h>

#include "record/sqlite_tally.h"

static void the_same_words_are_one_entry(void **state)
{
        (void)state;
        Tally tally = { 0 };
        TallyEntry *entry = tally_entry(&tally, TALLY_OPTION, "m", "1", "q", "a");
        entry->n = 7;
        assert_ptr_equal(tally_entry(&tally, TALLY_OPTION, "m", "1", "q", "a"), entry);
        static const char *const others[][4] = { { "m", "1", "q", "b" }, { "m", "1", "qa", "" },
                { "m1", "", "q", "a" }, { "", "m1", "q", "a" }, { "m", "2", "q", "a" } };
        for (size_t i = 0; i < 5; i++)
                assert_int_equal(tally_entry(&tally, TALLY_OPTION, others[i][0], others[i][1],
                                         others[i][2], others[i][3])
                                         ->n,
                        0);
        assert_int_equal(tally_entry(&tally, TALLY_SIGN, "m", "1", "q", "a")->n, 0);
        assert_int_equal(tally.count, 7);
        tally_clear(&tally);
        assert_int_equal(tally.count, 0);
        tally_clear(&tally);
}

static void nothing_is_lost_as_it_grows(void **state)
{
        (void)state;
        Tally tally = { 0 };
        char name[24];
        for (int round = 0; round < 3; round++)
                for (int i = 0; i < 5000; i++) {
                        snprintf(name, sizeof name, "question-%d", i);
                        tally_entry(&tally, TALLY_QUESTION, "module", "1", name, "")->n += i;
                }
        assert_int_equal(tally.count, 5000);
        for (int i = 0; i < 5000; i++) {
                snprintf(name, sizeof name, "question-%d", i);
                assert_int_equal(
                        tally_entry(&tally, TALLY_QUESTION, "module", "1", name, "")->n, 3 * i);
        }
        tally_clear(&tally);
}

int main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(the_same_words_are_one_entry),
                cmocka_unit_test(nothing_is_lost_as_it_grows),
        };
        return cmocka_run_group_tests(tests, NULL, NULL);
}
