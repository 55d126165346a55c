/* CSV with a header: columns in any order, and everything that is wrong with its line. */
#include "../unit.h"

#include "exchange/sheet_csv.h"

static const CsvColumn columns[] = { { "staff_id", true }, { "name", false }, { "site", false } };

enum { COLUMNS = 3 };

typedef struct World {
        Problems problems;
        CsvSheet sheet;
} World;

static int make(void **state)
{
        static World world;
        world = (World){ .problems.arena = arena_new() };
        *state = &world;
        return 0;
}

static int end(void **state)
{
        World *world = *state;
        csv_sheet_close(&world->sheet);
        arena_free(world->problems.arena);
        return 0;
}

static bool open_text(World *world, const char *text)
{
        return csv_sheet_open(
                &world->sheet, text, strlen(text), columns, COLUMNS, &world->problems);
}

static void assert_problem(
        const World *world, size_t i, size_t line, bool is_warning, const char *words)
{
        assert_true(i < world->problems.count);
        const Problem *problem = &world->problems.items[i];
        if (problem->line != line || problem->is_warning != is_warning ||
                !strstr(problem->text, words))
                fail_msg("line %zu: %s", problem->line, problem->text);
}

static void columns_are_found_by_name_in_any_order(void **state)
{
        World *world = *state;
        assert_true(open_text(world, "\xEF\xBB\xBF Site ,STAFF_ID,name\r\nNewport, e1 ,\" Ann "
                                     "\"\r\n\r\n,,\n\"'=1+1\",'-e2,\n"));
        assert_true(csv_sheet_next(&world->sheet));
        assert_string_equal(csv_sheet_cell(&world->sheet, 0), "e1");
        assert_string_equal(csv_sheet_cell(&world->sheet, 1), "Ann");
        assert_string_equal(csv_sheet_cell(&world->sheet, 2), "Newport");
        assert_int_equal(csv_sheet_line(&world->sheet), 2);
        assert_true(csv_sheet_next(&world->sheet)); /* rows of nothing are passed over */
        assert_string_equal(csv_sheet_cell(&world->sheet, 0), "-e2");
        assert_string_equal(csv_sheet_cell(&world->sheet, 2), "=1+1");
        assert_false(csv_sheet_next(&world->sheet));
        assert_int_equal(world->problems.count, 0);
}

static void a_column_that_is_not_there_is_empty(void **state)
{
        World *world = *state;
        assert_true(open_text(world, "staff_id\ne1\n"));
        assert_true(csv_sheet_has(&world->sheet, 0));
        assert_false(csv_sheet_has(&world->sheet, 1));
        assert_true(csv_sheet_next(&world->sheet));
        assert_string_equal(csv_sheet_cell(&world->sheet, 1), "");
}

static void a_short_row_is_filled_with_nothing(void **state)
{
        World *world = *state;
        assert_true(open_text(world, "staff_id,name,site\ne1\n"));
        assert_true(csv_sheet_next(&world->sheet));
        assert_string_equal(csv_sheet_cell(&world->sheet, 2), "");
}

static void unknown_columns_are_warned_of_and_missing_ones_refused(void **state)
{
        World *world = *state;
        assert_false(open_text(world, "nam,shoe,name,name\n"));
        assert_problem(
                world, 0, 1, true, "'nam' is not known and is not read; did you mean 'name'?");
        assert_problem(world, 1, 1, true, "'shoe'");
        assert_problem(world, 2, 1, true, "there twice");
        assert_problem(world, 3, 1, false, "'staff_id' is not among them");
        assert_int_equal(world->problems.errors, 1);
        assert_int_equal(world->problems.warnings, 3);
}

static void semicolons_between_columns_are_explained(void **state)
{
        World *world = *state;
        assert_false(open_text(world, "staff_id;name;site\ne1;Ann;Newport\n"));
        assert_int_equal(world->problems.count, 1);
        assert_problem(world, 0, 1, false, "semicolons");
}

static void an_empty_file_is_said_to_be_that(void **state)
{
        World *world = *state;
        assert_false(open_text(world, "\n\n"));
        assert_problem(world, 0, 1, false, "empty");
}

static void broken_rows_are_located_and_the_next_is_read(void **state)
{
        World *world = *state;
        assert_true(open_text(
                world, "staff_id,name\ne1,\xff\ne2,a,b\ne3,\"a\"b\ne4,fine\ne5,\"open\n"));
        assert_true(csv_sheet_next(&world->sheet));
        assert_string_equal(csv_sheet_cell(&world->sheet, 0), "e4");
        assert_int_equal(csv_sheet_line(&world->sheet), 5);
        assert_false(csv_sheet_next(&world->sheet));
        assert_problem(world, 0, 2, false, "not UTF-8");
        assert_problem(world, 1, 3, false, "3 cells, but the first line names 2");
        assert_problem(world, 2, 4, false, "closing quotation mark");
        assert_problem(world, 3, 6, false, "never closed");
}

static void problems_beyond_count_are_counted(void **state)
{
        World *world = *state;
        for (int i = 0; i < 5000; i++)
                problems_error(&world->problems, (size_t)i, "%s", "bad\x1b[31m\nrow");
        assert_int_equal(world->problems.errors, 5000);
        assert_int_equal(world->problems.count, PROBLEMS_KEPT);
        assert_null(strpbrk(world->problems.items[0].text, "\x1b\n"));
}

#define SHEET_TEST(name) cmocka_unit_test_setup_teardown(name, make, end)

int main(void)
{
        const struct CMUnitTest tests[] = {
                SHEET_TEST(columns_are_found_by_name_in_any_order),
                SHEET_TEST(a_column_that_is_not_there_is_empty),
                SHEET_TEST(a_short_row_is_filled_with_nothing),
                SHEET_TEST(unknown_columns_are_warned_of_and_missing_ones_refused),
                SHEET_TEST(semicolons_between_columns_are_explained),
                SHEET_TEST(an_empty_file_is_said_to_be_that),
                SHEET_TEST(broken_rows_are_located_and_the_next_is_read),
                SHEET_TEST(problems_beyond_count_are_counted),
        };
        return cmocka_run_group_tests(tests, NULL, NULL);
}
