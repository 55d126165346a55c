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

/* Reads all rows into `rows`, fields joined by "|", rows by newline; broken ones as "!line". */
static void check_read(const char *bytes, const char *expected)
{
        CsvReader reader;
        Text rows = { 0 };
        csv_reader_init(&reader, bytes, strlen(bytes));
        for (;;) {
                Error error = { 0 };
                int read = csv_read(&reader, &error);
                if (read == 0)
                        break;
                if (read < 0) {
                        text_printf(&rows, "!%zu\n", reader.line);
                        assert_true(error_is_set(&error));
                        continue;
                }
                for (size_t i = 0; i < reader.count; i++)
                        text_printf(&rows, "%s%s", i ? "|" : "", reader.fields[i]);
                text_append_char(&rows, '\n');
        }
        assert_string_equal(text_string(&rows), expected);
        text_clear(&rows);
        csv_reader_clear(&reader);
}

static void every_ending_and_quote_is_read(void **state)
{
        (void)state;
        check_read("a,b\r\nc,d\r\n", "a|b\nc|d\n");
        check_read("a,b\nc,d", "a|b\nc|d\n");
        check_read("\xEF\xBB\xBF"
                   "a\n\nb\n",
                "a\nb\n");
        check_read("\"a,\"\"b\"\"\",\"two\nlines\"\nx,\n", "a,\"b\"|two\nlines\nx|\n");
        check_read("", "");
        check_read("\n\n", "");
        check_read(",", "|\n");
}

static void a_broken_row_is_located_and_the_next_is_read(void **state)
{
        (void)state;
        check_read("a\n\"b\"c,d\ne\n", "a\n!2\ne\n");
        check_read("a\n\xFF\nb\n", "a\n!2\nb\n");
        check_read("a\n\"never closed\nb\n", "a\n!2\n");
}

static void what_we_wrote_we_read_again(void **state)
{
        (void)state;
        static const char *const fields[] = { "=1+1", "plain", " outer ", "say \"no\", please",
                "two\r\nlines", "'quoted", "-", "" };
        Text out = { 0 };
        for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
                csv_append(&out, i == 0, false, fields[i]);
        csv_end_row(&out);
        CsvReader reader;
        Error error = { 0 };
        csv_reader_init(&reader, text_string(&out), out.len);
        assert_int_equal(csv_read(&reader, &error), 1);
        assert_int_equal(reader.count, sizeof fields / sizeof *fields);
        for (size_t i = 0; i < reader.count; i++)
                assert_string_equal(csv_plain(reader.fields[i]), fields[i]);
        assert_int_equal(csv_read(&reader, &error), 0);
        csv_reader_clear(&reader);
        text_clear(&out);
}

int main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(fields_are_quoted_where_rfc_4180_wants_it),
                cmocka_unit_test(nothing_runs_as_a_formula),
                cmocka_unit_test(rows_end_with_crlf),
                cmocka_unit_test(every_ending_and_quote_is_read),
                cmocka_unit_test(a_broken_row_is_located_and_the_next_is_read),
                cmocka_unit_test(what_we_wrote_we_read_again),
        };
        return cmocka_run_group_tests(tests, NULL, NULL);
}
