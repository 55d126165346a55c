#include "../unit.h"

#include "exchange/csv.h"

static void check_field(const char *field, bool is_number, const char *written)
{
        Text out = { 0 };
        csv_append(&out, true, is_number, field);
        assert_string_equal(text_string(&out), written);
        text_clear(&out);
}

static void fields_are_quoted_where_rfc_4180_wants_it(void **state)
{
        (void)state;
        check_field("plain", false, "plain");
        check_field("a,b", false, "\"a,b\"");
        check_field("say \"no\"", false, "\"say \"\"no\"\"\"");
        check_field("two\nlines", false, "\"two\nlines\"");
        check_field(" outer ", false, "\" outer \"");
        check_field("", false, "");
}

static void nothing_runs_as_a_formula(void **state)
{
        (void)state;
        check_field("=1+1", false, "\"'=1+1\"");
        check_field("+44", false, "\"'+44\"");
        check_field("-1", false, "\"'-1\"");
        check_field("@x", false, "\"'@x\"");
        check_field("  =x", false, "\"'  =x\"");
        check_field("\tx", false, "\"'\tx\"");
        check_field("-1", true, "-1");
        check_field("a=b", false, "a=b");
}

static void rows_end_with_crlf(void **state)
{
        (void)state;
        Text out = { 0 };
        csv_append(&out, true, false, "a");
        csv_append(&out, false, true, "7");
        csv_end_row(&out);
        assert_string_equal(text_string(&out), "a,7\r\n");
        text_clear(&out);
}

int main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(fields_are_quoted_where_rfc_4180_wants_it),
                cmocka_unit_test(nothing_runs_as_a_formula),
                cmocka_unit_test(rows_end_with_crlf),
        };
        return cmocka_run_group_tests(tests, NULL, NULL);
}
