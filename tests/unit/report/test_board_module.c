#include "../../store/world.h"

#include <stdio.h>

#include "report/board_module.h"
#include "view/bar.h"

static const char *text_of(const World *world, const View *view)
{
        Text out = { 0 };
        Lines lines = rich_layout(world->arena, &view->body, 200, false);
        rich_print(&lines, &out);
        const char *text = arena_strdup(world->arena, text_string(&out));
        text_clear(&out);
        return text;
}

/* The first `people` people take the module once, or as often as `times` says. */
static Store *fill(const World *world, int people, int times)
{
        Store *store = world_open(world, STORE_CREATE);
        for (int i = 0; i < people; i++) {
                char staff_id[16], attempt[ID_SIZE];
                snprintf(staff_id, sizeof staff_id, "e%d", i);
                Person person = world_person(world, store, staff_id);
                for (int j = 0; j < times; j++)
                        world_attempt(
                                store, person.id, "hotel", i % 2 ? 100 : 50, i % 2, NULL, attempt);
        }
        return store;
}

static bool stop_at_once(void *data)
{
        (void)data;
        return false;
}

static ModuleFigures figures_of(
        const World *world, Store *store, bool (*keep_on)(void *), bool *stopped)
{
        Error error = { 0 };
        bool more = true;
        ModuleFigures figures;
        Board *board = board_new(store, day_today());
        while (more)
                assert_true(board_load(board, 100, &more, &error));
        assert_true(board_module(
                store, board, "hotel", world->arena, &figures, keep_on, NULL, stopped, &error));
        board_free(board);
        return figures;
}

static const char *page_of(const World *world, Store *store, bool with_bars)
{
        bool stopped = false;
        ModuleFigures figures = figures_of(world, store, NULL, &stopped);
        View view = board_module_view(&figures, NULL, with_bars, world->arena);
        return text_of(world, &view);
}

static void answers_of_fewer_than_five_people_are_not_shown(void **state)
{
        const World *world = *state;
        Store *store = fill(world, 4, 3);
        const char *page = page_of(world, store, true);
        assert_non_null(strstr(page, "12 finished, 6 passed: 50%"));
        assert_non_null(strstr(page, "Fewer than five people"));
        assert_null(strstr(page, "q1"));
        assert_null(strstr(page, "q2"));
        store_close(store);
}

static void answers_of_five_people_are_shown_and_said_in_words(void **state)
{
        const World *world = *state;
        Store *store = fill(world, 5, 1);
        const char *page = page_of(world, store, false);
        assert_non_null(strstr(page, "Trained: 2 of 5 people, 40%"));
        assert_non_null(strstr(page, "q2: 0% of full marks, 5 answers"));
        assert_null(strstr(page, "█"));
        assert_non_null(strstr(page_of(world, store, true), "█"));
        store_close(store);
}

static void a_question_that_few_were_asked_is_not_shown(void **state)
{
        const World *world = *state;
        Store *store = fill(world, 5, 1);
        Person person = world_person(world, store, "e0");
        char attempt[ID_SIZE];
        id_make(attempt);
        world_add(store, EVENT_ATTEMPT_STARTED, person.id, attempt, body_started("hotel", 1));
        world_add(store, EVENT_ANSWERED, person.id, attempt, body_answered("rare", 0));
        world_add(store, EVENT_ATTEMPT_FINISHED, person.id, attempt,
                body_finished("hotel", 0, false, NULL));
        assert_null(strstr(page_of(world, store, true), "rare"));
        store_close(store);
}

static void counting_ends_where_somebody_wants_it_to(void **state)
{
        const World *world = *state;
        Store *store = fill(world, 5, 1);
        bool stopped = false;
        figures_of(world, store, stop_at_once, &stopped);
        assert_true(stopped);
        store_close(store);
}

static void attempts_of_this_month_stand_in_the_last_of_twelve(void **state)
{
        const World *world = *state;
        Store *store = fill(world, 5, 1);
        bool stopped = false;
        ModuleFigures figures = figures_of(world, store, NULL, &stopped);
        assert_int_equal(figures.months[MODULE_MONTHS - 1].finished, 5);
        assert_int_equal(figures.months[MODULE_MONTHS - 1].passed, 2);
        int first = figures.months[0].year * 12 + figures.months[0].month;
        assert_int_equal(figures.months[MODULE_MONTHS - 1].year * 12 +
                                 figures.months[MODULE_MONTHS - 1].month,
                first + MODULE_MONTHS - 1);
        store_close(store);
}

static void bars_and_sparks_are_as_long_and_high_as_their_figures(void **state)
{
        const World *world = *state;
        assert_string_equal(bar_text(0, 4, world->arena), "░░░░");
        assert_string_equal(bar_text(0.5, 4, world->arena), "██░░");
        assert_string_equal(bar_text(1, 4, world->arena), "████");
        assert_string_equal(bar_text(7, 4, world->arena), "████");
        assert_string_equal(bar_text(-1, 4, world->arena), "░░░░");
        const MonthFigures months[] = { { 2026, 1, 0, 0 }, { 2026, 2, 4, 0 }, { 2026, 3, 4, 2 },
                { 2026, 4, 4, 4 } };
        assert_string_equal(board_spark(months, 4, world->arena), "·▁▄█");
}

#define with_world(test) cmocka_unit_test_setup_teardown(test, world_make, world_end)

int main(void)
{
        const struct CMUnitTest tests[] = {
                with_world(answers_of_fewer_than_five_people_are_not_shown),
                with_world(answers_of_five_people_are_shown_and_said_in_words),
                with_world(a_question_that_few_were_asked_is_not_shown),
                with_world(counting_ends_where_somebody_wants_it_to),
                with_world(attempts_of_this_month_stand_in_the_last_of_twelve),
                with_world(bars_and_sparks_are_as_long_and_high_as_their_figures),
        };
        return cmocka_run_group_tests_name("board_module", tests, NULL, NULL);
}
