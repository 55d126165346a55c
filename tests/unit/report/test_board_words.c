#include "../../store/world.h"

#include "report/board.h"
#include "report/board_sheet.h"

static void a_query_is_said_in_words(void **state)
{
        const World *world = *state;
        BoardQuery query = { .order = BOARD_ID };
        assert_string_equal(
                board_query_words(&query, world->arena), "everybody; sorted by id, ascending");
        query = (BoardQuery){ .text = "smi\x1b[2J",
                .site = "Newport",
                .module = "hotels",
                .statuses = 1u << STATUS_PASSED | 1u << STATUS_OVERDUE,
                .order = BOARD_DATE,
                .descending = true };
        const char *words = board_query_words(&query, world->arena);
        assert_null(strchr(words, '\x1b'));
        assert_non_null(strstr(words, "status overdue or passed, site Newport, module hotels; "
                                      "sorted by due/until, descending"));
        query = (BoardQuery){ .site = "" };
        assert_non_null(strstr(board_query_words(&query, world->arena), "without a site"));
}

static void a_row_is_said_in_words(void **state)
{
        const World *world = *state;
        BoardRow row = { .person = "",
                .staff_id = "e1",
                .name = "Ann\tB",
                .site = "Newport",
                .module = "hotels",
                .version = "2.0",
                .status = STATUS_EXPIRED,
                .score = 85,
                .attempts = 2,
                .completed = day_from_date(2025, 1, 2),
                .expires = day_from_date(2026, 1, 2),
                .due = day_from_date(2026, 2, 3),
                .how = "" };
        assert_string_equal(board_row_words(&row, world->arena),
                "Ann B (e1), Newport, hotels 2.0: expired 85%, completed 2025-01-02, ran out on "
                "2026-01-02, due 2026-02-03, 2 attempts");
        row = (BoardRow){ .staff_id = "e1",
                .name = "",
                .site = "",
                .module = "m",
                .version = "",
                .status = STATUS_PASSED,
                .score = -1,
                .completed = DAY_NONE,
                .expires = DAY_NONE,
                .due = DAY_NONE,
                .how = "waived" };
        assert_string_equal(
                board_row_words(&row, world->arena), " (e1), m: passed, waived, valid for ever");
}

static void counts_begin_with_what_wants_doing(void **state)
{
        const World *world = *state;
        BoardCounts counts = { .rows = 9,
                .statuses = { [STATUS_PASSED] = 5, [STATUS_OVERDUE] = 3, [STATUS_FAILED] = 1 } };
        assert_string_equal(
                board_count_words(&counts, world->arena), "overdue 3, failed 1, passed 5");
}

static void a_sheet_holds_what_is_to_be_seen_in_that_order(void **state)
{
        const World *world = *state;
        Store *store = world_open(world, STORE_CREATE);
        world_fill(world, store);
        Board *board = board_new(store, day_from_date(2026, 6, 1));
        bool more = false;
        Error error = { 0 };
        Sheet sheet;
        assert_true(board_load(board, 100, &more, &error) && !more);
        board_ask(board,
                &(BoardQuery){ .module = "hotel", .order = BOARD_SCORE, .descending = true });
        assert_true(board_sheet(board, world->arena, &sheet, &error));
        assert_int_equal(sheet.count, 5);
        assert_string_equal(sheet.lines[0].staff_id, "e_4");
        assert_string_equal(sheet.lines[0].score, "84");
        assert_string_equal(sheet.lines[0].expires, "2026-06-20");
        assert_string_equal(sheet.lines[4].staff_id, "e3");
        assert_int_equal(sheet.total.people, 5);
        assert_int_equal(strlen(sheet.head), 64);
        board_free(board);
        store_close(store);
}

#define with_world(test) cmocka_unit_test_setup_teardown(test, world_make, world_end)

int main(void)
{
        const struct CMUnitTest tests[] = {
                with_world(a_query_is_said_in_words),
                with_world(a_row_is_said_in_words),
                with_world(counts_begin_with_what_wants_doing),
                with_world(a_sheet_holds_what_is_to_be_seen_in_that_order),
        };
        return cmocka_run_group_tests_name("board_words", tests, NULL, NULL);
}
