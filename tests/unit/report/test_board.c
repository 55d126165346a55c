#include "../../store/world.h"

#include <stdio.h>
#include <stdlib.h>

#include "report/board.h"

static Day today(void)
{
        return day_from_date(2026, 6, 1);
}

static void load(Board *board, size_t rows)
{
        bool more = true;
        Error error = { 0 };
        while (more)
                assert_true(board_load(board, rows, &more, &error));
        assert_true(board_is_loaded(board));
}

static Board *open_board(const World *world, Store **store)
{
        *store = world_open(world, STORE_READ);
        store_changed(*store);
        Board *board = board_new(*store, today());
        load(board, 3);
        return board;
}

static void close_board(Board *board, Store *store)
{
        board_free(board);
        store_close(store);
}

/* Another program. */
static Store *fill(const World *world)
{
        Store *store = world_open(world, STORE_CREATE);
        world_fill(world, store);
        return store;
}

/* "e3/hotel e3/airport …", what is found in its order. */
static const char *found(const World *world, const Board *board)
{
        const char *all = "";
        for (size_t i = 0; i < board_count(board); i++) {
                BoardRow row = board_row(board, i);
                all = arena_printf(
                        world->arena, "%s%s%s/%s", all, i ? " " : "", row.staff_id, row.module);
        }
        return all;
}

static void rows_read_in_pieces_stand_in_the_records_order(void **state)
{
        const World *world = *state;
        store_close(fill(world));
        for (size_t piece = 1; piece < 10; piece++) {
                Store *store = world_open(world, STORE_READ);
                Board *board = board_new(store, today());
                load(board, piece);
                assert_string_equal(found(world, board),
                        "100%/hotel E1/airport E1/hotel e2/airport "
                        "e2/hotel e3/airport e3/hotel e_4/hotel");
                close_board(board, store);
        }
}

static void rows_are_the_ones_that_a_report_has(void **state)
{
        const World *world = *state;
        store_close(fill(world));
        Store *store;
        Board *board = open_board(world, &store);
        Rows *rows = world_completions(world, store, any_completion());
        assert_int_equal(rows->count, board_count(board));
        for (size_t i = 0; i < rows->count; i++) {
                BoardRow row = board_row(board, i);
                const CompletionRow *wanted = &rows->completions[i];
                assert_string_equal(row.staff_id, rows->text[i][0]);
                assert_string_equal(row.module, rows->text[i][3]);
                assert_int_equal(row.status, wanted->status);
                assert_int_equal(row.expires, wanted->expires);
                assert_int_equal(row.due, wanted->due);
                assert_int_equal(row.score, wanted->has_score ? (int)(wanted->percent + 0.5) : -1);
        }
        close_board(board, store);
}

static void every_column_orders_both_ways_and_rows_without_a_value_come_last(void **state)
{
        const World *world = *state;
        store_close(fill(world));
        Store *store;
        Board *board = open_board(world, &store);
        board_ask(board, &(BoardQuery){ .order = BOARD_SCORE });
        assert_string_equal(found(world, board), "e3/hotel E1/hotel e2/hotel 100%/hotel e_4/hotel "
                                                 "E1/airport e2/airport e3/airport");
        board_ask(board, &(BoardQuery){ .order = BOARD_SCORE, .descending = true });
        assert_string_equal(found(world, board), "e_4/hotel 100%/hotel e2/hotel E1/hotel e3/hotel "
                                                 "E1/airport e2/airport e3/airport");
        board_ask(board, &(BoardQuery){ .order = BOARD_NAME, .descending = true });
        assert_string_equal(found(world, board),
                "e_4/hotel e3/airport e3/hotel e2/airport e2/hotel "
                "E1/airport E1/hotel 100%/hotel");
        board_ask(board, &(BoardQuery){ .order = BOARD_DATE });
        assert_string_equal(found(world, board),
                "e3/airport e_4/hotel 100%/hotel E1/airport E1/hotel "
                "e2/airport e2/hotel e3/hotel");
        board_ask(board, &(BoardQuery){ .order = BOARD_STATUS });
        assert_string_equal(found(world, board),
                "e3/airport e2/hotel e_4/hotel E1/airport e2/airport "
                "100%/hotel E1/hotel e3/hotel");
        close_board(board, store);
}

static void a_text_finds_names_ids_sites_and_modules_whatever_their_case(void **state)
{
        const World *world = *state;
        Error error = { 0 };
        char id[ID_SIZE];
        Store *writer = fill(world);
        assert_true(store_person_add(
                writer, "x7", "Ll\xc5\xb7r \xc3\x89vans", "Old Mill;Newport", id, &error));
        world_add(writer, EVENT_ASSIGNED, id, NULL, body_assigned("pub", NULL));
        store_close(writer);
        Store *store;
        Board *board = open_board(world, &store);
        static const char *const texts[][2] = { { "LL\xc5\xb6R", "x7/pub" },
                { "\xc3\xa9VANS", "x7/pub" }, { "old m", "x7/pub" }, { "PUB", "x7/pub" },
                { "X7", "x7/pub" }, { "nobody", "" }, { "100%", "100%/hotel" },
                { "_", "e_4/hotel" } };
        for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
                BoardQuery query = { .order = BOARD_ID };
                snprintf(query.text, sizeof query.text, "%s", texts[i][0]);
                board_ask(board, &query);
                assert_string_equal(found(world, board), texts[i][1]);
        }
        board_ask(board, &(BoardQuery){ .order = BOARD_ID, .site = "Newport" });
        assert_string_equal(found(world, board), "x7/pub");
        board_ask(board, &(BoardQuery){ .order = BOARD_ID, .site = "Mill" });
        assert_string_equal(found(world, board), "");
        board_ask(board, &(BoardQuery){ .order = BOARD_ID, .site = "", .module = "airport" });
        assert_string_equal(found(world, board), "E1/airport e2/airport e3/airport");
        close_board(board, store);
}

static void counts_leave_the_status_that_is_asked_for_aside(void **state)
{
        const World *world = *state;
        store_close(fill(world));
        Store *store;
        Board *board = open_board(world, &store);
        board_ask(board, &(BoardQuery){ .module = "hotel", .statuses = 1u << STATUS_FAILED });
        BoardCounts counts = board_counts(board);
        assert_string_equal(found(world, board), "e2/hotel");
        assert_int_equal(counts.rows, 5);
        assert_int_equal(counts.trained, 4);
        assert_int_equal(counts.statuses[STATUS_FAILED], 1);
        assert_int_equal(counts.statuses[STATUS_EXPIRING], 1);
        close_board(board, store);
}

static void a_person_of_two_sites_counts_in_both(void **state)
{
        const World *world = *state;
        Error error = { 0 };
        char id[ID_SIZE];
        Store *writer = fill(world);
        assert_true(store_person_add(writer, "x7", "X", "B; A", id, &error));
        world_add(writer, EVENT_ASSIGNED, id, NULL, body_assigned("pub", NULL));
        store_close(writer);
        Store *store;
        Board *board = open_board(world, &store);
        size_t count = 0;
        BoardGroup *groups = board_groups(board, GROUP_SITE, world->arena, &count);
        assert_int_equal(count, 3);
        assert_string_equal(groups[0].name, "");
        assert_int_equal(groups[0].counts.rows, 8);
        assert_string_equal(groups[1].name, "A");
        assert_string_equal(groups[2].name, "B");
        assert_int_equal(groups[2].counts.rows, 1);
        groups = board_groups(board, GROUP_MODULE, world->arena, &count);
        assert_int_equal(count, 3);
        assert_string_equal(groups[1].name, "hotel");
        assert_int_equal(groups[1].counts.trained, 4);
        close_board(board, store);
}

static bool refresh(Board *board, Store *store)
{
        bool changed = false, renamed = false, more = true;
        Error error = { 0 };
        assert_true(store_changed(store));
        assert_true(board_refresh(board, today(), &changed, &error));
        while (more)
                assert_true(board_check(board, 2, &more, &renamed, &error));
        return changed || renamed;
}

static void what_another_program_stores_is_taken_in(void **state)
{
        const World *world = *state;
        Store *writer = fill(world);
        Store *store;
        Board *board = open_board(world, &store);
        assert_false(store_changed(store));
        Person person = world_person(world, writer, "e0");
        world_add(writer, EVENT_ASSIGNED, person.id, NULL, body_assigned("hotel", "2026-05-02"));
        assert_true(refresh(board, store));
        assert_int_equal(board_count(board), 9);
        assert_string_equal(board_row(board, 3).staff_id, "e0");
        close_board(board, store);
        store_close(writer);
}

static void a_pass_changes_the_row_that_is_there(void **state)
{
        const World *world = *state;
        Store *writer = fill(world);
        Store *store;
        Board *board = open_board(world, &store);
        Person person = world_person(world, writer, "e3");
        size_t place = board_place(board, person.id, "airport");
        assert_int_equal(board_row(board, place).status, STATUS_OVERDUE);
        char attempt[ID_SIZE];
        world_attempt(writer, person.id, "airport", 90, true, "2027-06-01", attempt);
        assert_true(refresh(board, store));
        assert_int_equal(board_place(board, person.id, "airport"), place);
        assert_int_equal(board_row(board, place).status, STATUS_PASSED);
        assert_int_equal(board_row(board, place).score, 90);
        assert_int_equal(board_count(board), 8);
        close_board(board, store);
        store_close(writer);
}

static void whoever_leaves_or_is_forgotten_goes_and_a_new_name_comes(void **state)
{
        const World *world = *state;
        Error error = { 0 };
        Store *writer = fill(world);
        Store *store;
        Board *board = open_board(world, &store);
        Person leaver = world_person(world, writer, "e3"),
               other = world_person(world, writer, "e2");
        world_add(writer, EVENT_STAFF_LEFT, leaver.id, NULL, json_object());
        assert_true(refresh(board, store));
        assert_int_equal(board_place(board, leaver.id, "hotel"), SIZE_MAX);
        assert_int_equal(board_count(board), 6);
        assert_true(store_person_change(writer, other.id, "Zoe", "Newport", &error));
        assert_true(refresh(board, store));
        size_t place = board_place(board, other.id, "hotel");
        assert_string_equal(board_row(board, place).name, "Zoe");
        assert_string_equal(board_row(board, place).site, "Newport");
        world_add(writer, EVENT_STAFF_FORGOTTEN, other.id, NULL, json_object());
        assert_true(refresh(board, store));
        assert_int_equal(board_place(board, other.id, "hotel"), SIZE_MAX);
        assert_int_equal(board_count(board), 4);
        close_board(board, store);
        store_close(writer);
}

static void a_roster_that_is_read_in_brings_new_names_along(void **state)
{
        const World *world = *state;
        Error error = { 0 };
        Store *writer = fill(world);
        Store *store;
        Board *board = open_board(world, &store);
        Person renamed = world_person(world, writer, "e_4"),
               assigned = world_person(world, writer, "e3");
        assert_true(store_begin(writer, &error));
        assert_true(store_person_change(writer, renamed.id, "Aaron", "", &error));
        world_add(writer, EVENT_ASSIGNED, assigned.id, NULL, body_assigned("pub", NULL));
        assert_true(store_commit(writer, &error));
        assert_true(refresh(board, store));
        board_ask(board, &(BoardQuery){ .text = "aaron" });
        assert_int_equal(board_count(board), 1);
        close_board(board, store);
        store_close(writer);
}

static void on_another_day_everything_is_read_again(void **state)
{
        const World *world = *state;
        store_close(fill(world));
        Store *store;
        Board *board = open_board(world, &store);
        bool changed = false;
        Error error = { 0 };
        assert_true(board_refresh(board, today() + 30, &changed, &error));
        assert_true(changed);
        assert_false(board_is_loaded(board));
        load(board, 100);
        board_ask(board, &(BoardQuery){ .statuses = 1u << STATUS_EXPIRED });
        assert_string_equal(found(world, board), "e_4/hotel");
        close_board(board, store);
}

static void what_is_stored_while_the_board_is_read_is_not_lost(void **state)
{
        const World *world = *state;
        Store *writer = fill(world);
        Store *store = world_open(world, STORE_READ);
        Board *board = board_new(store, today());
        bool more = false, changed = false;
        Error error = { 0 };
        assert_true(board_load(board, 2, &more, &error) && more);
        Person person = world_person(world, writer, "100%");
        world_add(writer, EVENT_ASSIGNED, person.id, NULL, body_assigned("airport", NULL));
        load(board, 2);
        assert_true(board_refresh(board, today(), &changed, &error));
        assert_true(changed);
        assert_int_equal(board_count(board), 9);
        assert_true(board_place(board, person.id, "airport") != SIZE_MAX);
        close_board(board, store);
        store_close(writer);
}

static void an_empty_record_has_an_empty_board(void **state)
{
        const World *world = *state;
        store_close(world_open(world, STORE_CREATE));
        Store *store;
        Board *board = open_board(world, &store);
        assert_int_equal(board_count(board), 0);
        assert_int_equal(board_place(board, "nobody", "hotel"), SIZE_MAX);
        size_t count = 7;
        board_groups(board, GROUP_SITE, world->arena, &count);
        assert_int_equal(count, 0);
        close_board(board, store);
}

static void many_people_are_found_whatever_order_they_are_in(void **state)
{
        enum { PEOPLE = 1500 };
        const World *world = *state;
        Error error = { 0 };
        Store *store = world_open(world, STORE_CREATE);
        assert_true(store_begin(store, &error));
        for (int i = 0; i < PEOPLE; i++) {
                char staff_id[16], id[ID_SIZE], site[16];
                snprintf(staff_id, sizeof staff_id, "p%04d", i * 7 % PEOPLE);
                snprintf(site, sizeof site, "s%d", i % 90);
                assert_true(store_person_add(store, staff_id, "Same Name", site, id, &error));
                world_add(store, EVENT_ASSIGNED, id, NULL, body_assigned("hotel", NULL));
        }
        assert_true(store_commit(store, &error));
        Board *board = board_new(store, today());
        load(board, 100);
        for (BoardColumn column = 0; column < BOARD_COLUMNS; column++) {
                board_ask(board, &(BoardQuery){ .order = column, .descending = column % 2 });
                assert_int_equal(board_count(board), PEOPLE);
                for (size_t i = 0; i < PEOPLE; i += 97) {
                        BoardRow row = board_row(board, i);
                        assert_int_equal(board_place(board, row.person, "hotel"), i);
                }
        }
        board_ask(board, &(BoardQuery){ .order = BOARD_ID });
        assert_string_equal(board_row(board, 1000).staff_id, "p1000");
        close_board(board, store);
}

#define with_world(test) cmocka_unit_test_setup_teardown(test, world_make, world_end)

int main(void)
{
        const struct CMUnitTest tests[] = {
                with_world(rows_read_in_pieces_stand_in_the_records_order),
                with_world(rows_are_the_ones_that_a_report_has),
                with_world(every_column_orders_both_ways_and_rows_without_a_value_come_last),
                with_world(a_text_finds_names_ids_sites_and_modules_whatever_their_case),
                with_world(counts_leave_the_status_that_is_asked_for_aside),
                with_world(a_person_of_two_sites_counts_in_both),
                with_world(what_another_program_stores_is_taken_in),
                with_world(a_pass_changes_the_row_that_is_there),
                with_world(whoever_leaves_or_is_forgotten_goes_and_a_new_name_comes),
                with_world(a_roster_that_is_read_in_brings_new_names_along),
                with_world(on_another_day_everything_is_read_again),
                with_world(what_is_stored_while_the_board_is_read_is_not_lost),
                with_world(an_empty_record_has_an_empty_board),
                with_world(many_people_are_found_whatever_order_they_are_in),
        };
        return cmocka_run_group_tests_name("board", tests, NULL, NULL);
}
