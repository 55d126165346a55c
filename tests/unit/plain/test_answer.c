#include "../unit.h"

#include "plain/answer.h"

/* Three choices shown in another order than the file's; four right sides. */
static const Choice shown[] = { { "x", 2 }, { "y", 0 }, { "z", 1 } };
static const Choice sides[] = { { "p", 3 }, { "q", 1 }, { "r", 0 }, { "s", 2 } };
static const Choice lefts[] = { { "l", 0 }, { "m", 1 }, { "n", 2 } };

static const Form form = { .choices = shown, .count = 3, .truth = { "Anwir", "Gwir" } };
static const Form match = { .choices = lefts, .count = 3, .others = sides, .other_count = 4 };

static void check_many(const char *line, size_t count, uint16_t first)
{
        Response response = { .kind = QUESTION_MULTIPLE };
        const char *why = NULL;
        assert_true(answer_many(line, &form, &response, &why));
        assert_int_equal(response.count, count);
        if (count)
                assert_int_equal(response.chosen[0], first);
}

static void letters_are_read_kindly_and_become_ids(void **state)
{
        (void)state;
        check_many("a c", 2, 1);
        check_many("AC", 2, 1);
        check_many("c, a", 2, 1);
        check_many("b", 1, 0);
        check_many("a a", 1, 2);
        check_many("none", 0, 0);
        check_many("NONE", 0, 0);
}

static void check_bad(bool (*answer)(const char *, const Form *, Response *, const char **),
        const Form *of, const char *line)
{
        Response response = { 0 };
        const char *why = NULL;
        assert_false(answer(line, of, &response, &why));
        assert_non_null(why);
}

static void what_cannot_be_understood_is_explained(void **state)
{
        (void)state;
        check_bad(answer_many, &form, "");
        check_bad(answer_many, &form, "d");
        check_bad(answer_many, &form, "a none");
        check_bad(answer_many, &form, "1");
        check_bad(answer_order, &form, "a b");
        check_bad(answer_order, &form, "a b b");
        check_bad(answer_order, &form, "");
        check_bad(answer_match, &match, "a1 b2");
        check_bad(answer_match, &match, "a1 b1 c2");
        check_bad(answer_match, &match, "a5 b1 c2");
        check_bad(answer_match, &match, "a1 a2 b3 c4");
        check_bad(answer_match, &match, "a");
        check_bad(answer_match, &match, "a99999999999999999999 b1 c2");
        check_bad(answer_spot, &form, "0");
        check_bad(answer_spot, &form, "4");
        check_bad(answer_spot, &form, "");
        check_bad(answer_spot, &form, "-1");
}

static void orders_and_pairs_become_ids(void **state)
{
        (void)state;
        Response response = { 0 };
        const char *why = NULL;
        assert_true(answer_order("b c a", &form, &response, &why));
        assert_int_equal(response.chosen[0], 0);
        assert_int_equal(response.chosen[1], 1);
        assert_int_equal(response.chosen[2], 2);
        assert_true(answer_match("b2 a-3, c0", &match, &response, &why));
        assert_int_equal(response.chosen[0], 0);
        assert_int_equal(response.chosen[1], 1);
        assert_int_equal(response.chosen[2], RESPONSE_NOTHING);
        assert_true(answer_spot("3 1", &form, &response, &why));
        assert_int_equal(response.count, 2);
        assert_int_equal(response.chosen[0], 0);
}

static void true_and_false_are_known_in_both_languages(void **state)
{
        (void)state;
        bool truth = false;
        const char *why = NULL;
        assert_true(answer_truth("t", &form, &truth, &why) && truth);
        assert_true(answer_truth("F", &form, &truth, &why) && !truth);
        assert_true(answer_truth("gwir", &form, &truth, &why) && truth);
        assert_false(answer_truth("maybe", &form, &truth, &why));
}

static void one_letter_is_one_letter(void **state)
{
        (void)state;
        size_t place = 9;
        const char *why = NULL;
        assert_true(answer_one(" B) ", 3, &place, &why));
        assert_int_equal(place, 1);
        assert_false(answer_one("ab", 3, &place, &why));
        assert_false(answer_one("d", 3, &place, &why));
        assert_false(answer_one("", 3, &place, &why));
}

int main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(letters_are_read_kindly_and_become_ids),
                cmocka_unit_test(what_cannot_be_understood_is_explained),
                cmocka_unit_test(orders_and_pairs_become_ids),
                cmocka_unit_test(true_and_false_are_known_in_both_languages),
                cmocka_unit_test(one_letter_is_one_letter),
        };
        return cmocka_run_group_tests(tests, NULL, NULL);
}
