/* Scores from a spreadsheet. */
#include "../unit.h"

#include <string.h>

#include "exchange/items.h"

static bool read_sheet(const char *sheet, ItemsReport *report, Error *error)
{
        Arena *arena = arena_new();
        bool done = items_from_csv("sheet", sheet, strlen(sheet), arena, report, error);
        arena_free(arena);
        return done;
}

static void check_refused(const char *sheet, const char *part)
{
        ItemsReport report;
        Error error = { 0 };
        assert_false(read_sheet(sheet, &report, &error));
        if (!strstr(error.message, part))
                fail_msg("%s: %s", sheet, error.message);
        error_clear(&error);
}

static void a_score_outside_0_to_1_is_refused_in_any_column(void **state)
{
        (void)state;
        check_refused("a,b\n1,2\n", "line 2, column 2: '2'");
        check_refused("a,b\n2,1\n", "line 2, column 1: '2'");
        check_refused("a,b\n-1,1\n", "line 2, column 1: '-1'");
        check_refused("a,b\n1.01 ,1\n", "line 2, column 1");
        check_refused("a,b\n1,1\n1,nan\n", "line 3, column 2");
}

static void check_names(const char *sheet)
{
        Arena *arena = arena_new();
        ItemsReport report;
        Error error = { 0 };
        assert_true(items_from_csv("sheet", sheet, strlen(sheet), arena, &report, &error));
        assert_string_equal(report.items[0].id, "a");
        arena_free(arena);
}

static void a_first_column_of_names_is_passed_over(void **state)
{
        (void)state;
        check_names("who,a,b\nSian,1,0\nTomos,0,1\n");
        check_names("staff_id,a,b\n1017,1,0\n1018,0,1\n");
        check_names("a,b\n1,0\n0,1\n");
}

int main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(a_score_outside_0_to_1_is_refused_in_any_column),
                cmocka_unit_test(a_first_column_of_names_is_passed_over),
        };
        return cmocka_run_group_tests(tests, NULL, NULL);
}
