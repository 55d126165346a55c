#include "../unit.h"

#include "base/nearest.h"

static const char *const words[] = { "learn", "check", "report", "verify", NULL, "history" };

static void a_slip_of_the_fingers_is_understood(void **state)
{
        (void)state;
        assert_string_equal(word_nearest("lern", words, 6), "learn");
        assert_string_equal(word_nearest("chekc", words, 6), "check");
        assert_string_equal(word_nearest("REPORT", words, 6), "report");
        assert_string_equal(word_nearest("verfiy", words, 6), "verify");
}

static void a_stranger_is_not_guessed_at(void **state)
{
        (void)state;
        assert_null(word_nearest("banana", words, 6));
        assert_null(word_nearest("x", words, 6));
        assert_null(word_nearest("", words, 6));
        char large[4096];
        memset(large, 'a', sizeof large - 1);
        large[sizeof large - 1] = '\0';
        assert_null(word_nearest(large, words, 6));
}

static void swapped_neighbours_are_one_edit(void **state)
{
        (void)state;
        assert_int_equal(word_distance("ab", "ba"), 1);
        assert_int_equal(word_distance("", "abc"), 3);
        assert_int_equal(word_distance("kitten", "sitting"), 3);
}

int main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(a_slip_of_the_fingers_is_understood),
                cmocka_unit_test(a_stranger_is_not_guessed_at),
                cmocka_unit_test(swapped_neighbours_are_one_edit),
        };
        return cmocka_run_group_tests(tests, NULL, NULL);
}
