#include "../unit.h"

#include "record/event.h"

static void every_kind_has_a_name_that_finds_it_again(void **state)
{
        (void)state;
        for (int kind = 0; kind < EVENT_KINDS; kind++) {
                assert_non_null(event_kind_names[kind]);
                assert_int_equal(event_kind_find(event_kind_names[kind]), kind);
        }
        assert_int_equal(event_kind_find("answere"), EVENT_KINDS);
        assert_int_equal(event_kind_find(""), EVENT_KINDS);
}

static void ids_are_hexadecimal_and_differ(void **state)
{
        (void)state;
        char one[ID_SIZE], other[ID_SIZE];
        id_make(one);
        id_make(other);
        assert_true(id_is_valid(one));
        assert_string_not_equal(one, other);
}

static void what_is_no_id_is_known(void **state)
{
        (void)state;
        assert_true(id_is_valid("000102030405060708090a0b0c0d0e0f"));
        assert_false(id_is_valid(""));
        assert_false(id_is_valid("000102030405060708090a0b0c0d0e0"));
        assert_false(id_is_valid("000102030405060708090a0b0c0d0e0f0"));
        assert_false(id_is_valid("000102030405060708090A0B0C0D0E0F"));
        assert_false(id_is_valid("000102030405060708090a0b0c0d0e0\""));
}

int main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(every_kind_has_a_name_that_finds_it_again),
                cmocka_unit_test(ids_are_hexadecimal_and_differ),
                cmocka_unit_test(what_is_no_id_is_known),
        };
        return cmocka_run_group_tests(tests, NULL, NULL);
}
