#include "../unit.h"

#include <locale.h>

#include "base/utf8.h"

static void widths_are_what_terminals_agree_with(void **state)
{
        (void)state;
        assert_int_equal(utf8_cells("caffi", 5), 5);
        assert_int_equal(utf8_cells("tŷ", strlen("tŷ")), 2);
        assert_int_equal(utf8_cells("日本", strlen("日本")), 4);
        assert_int_equal(utf8_cells("e\u0301", strlen("e\u0301")), 1);
        assert_int_equal(utf8_cells("\x1b", 1), 0);
}

static void text_is_never_cut_inside_a_cluster(void **state)
{
        (void)state;
        int used = 0;
        const char *text = "ae\u0301日";
        assert_int_equal(utf8_fit(text, strlen(text), 1, &used), 1);
        assert_int_equal(utf8_fit(text, strlen(text), 2, &used), 4);
        assert_int_equal(used, 2);
        assert_int_equal(utf8_fit(text, strlen(text), 3, &used), 4);
        assert_int_equal(utf8_fit(text, strlen(text), 4, &used), strlen(text));
}

static void invalid_bytes_become_one_mark_each(void **state)
{
        (void)state;
        uint32_t code = 0;
        assert_int_equal(utf8_decode("\xC3", 1, &code), 1);
        assert_int_equal(code, 0xFFFD);
        assert_int_equal(utf8_decode("\xED\xA0\x80", 3, &code), 1); /* a surrogate */
        assert_int_equal(utf8_first_invalid("ab\xC0\x80", 4), 2);
        assert_int_equal(utf8_first_invalid("abc", 3), 3);
}

static void lines_break_where_unicode_allows(void **state)
{
        (void)state;
        char breaks[16];
        utf8_breaks("one two", 7, breaks);
        assert_int_equal(breaks[4], BREAK_MAY);
        assert_int_equal(breaks[3], BREAK_NO);
        utf8_breaks("a\nb", 3, breaks);
        assert_int_equal(breaks[2], BREAK_MUST);
}

int main(void)
{
        setlocale(LC_ALL, "C.UTF-8");
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(widths_are_what_terminals_agree_with),
                cmocka_unit_test(text_is_never_cut_inside_a_cluster),
                cmocka_unit_test(invalid_bytes_become_one_mark_each),
                cmocka_unit_test(lines_break_where_unicode_allows),
        };
        return cmocka_run_group_tests(tests, NULL, NULL);
}
