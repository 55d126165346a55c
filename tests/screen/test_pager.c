#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "tui/pager.h"

/* A document of `count` rows with stops of a row each at some of them; nothing is laid out. */
typedef struct Fixture {
        Document document;
        Stop stops[64];
} Fixture;

static void add_stop(Fixture *fixture, size_t first, size_t last)
{
        Stop *stop = &fixture->stops[fixture->document.stop_count++];
        *stop = (Stop){ .lead = first, .first = first, .last = last, .column = DOCUMENT_STOP };
        fixture->document.stops = fixture->stops;
}

static Fixture make_document(size_t rows)
{
        Fixture fixture = { .document = { .count = rows } };
        return fixture;
}

static size_t focus_of(const Pager *pager)
{
        size_t focus = SIZE_MAX;
        pager_at(pager, &focus);
        return focus;
}

static void a_short_page_begins_with_the_focus_on_its_first_stop(void **state)
{
        (void)state;
        Fixture fixture = make_document(10);
        add_stop(&fixture, 4, 4);
        add_stop(&fixture, 5, 5);
        Pager pager;
        pager_start(&pager, &fixture.document, 12);
        assert_int_equal(focus_of(&pager), 0);
        pager_down(&pager);
        assert_int_equal(focus_of(&pager), 1);
        pager_down(&pager);
        assert_int_equal(focus_of(&pager), 1);
}

static void a_long_text_is_read_before_the_focus_comes_to_a_stop(void **state)
{
        (void)state;
        Fixture fixture = make_document(30);
        add_stop(&fixture, 28, 28);
        Pager pager;
        pager_start(&pager, &fixture.document, 10);
        assert_true(pager.is_reading);
        for (size_t i = 1; i < 19; i++) {
                pager_down(&pager);
                assert_int_equal(pager.top, i);
                assert_true(pager.is_reading);
        }
        pager_down(&pager);
        assert_int_equal(focus_of(&pager), 0);
}

static void text_between_two_stops_is_not_jumped_over(void **state)
{
        (void)state;
        Fixture fixture = make_document(60);
        add_stop(&fixture, 2, 2);
        add_stop(&fixture, 50, 50);
        Pager pager;
        bool seen[60] = { false };
        pager_start(&pager, &fixture.document, 10);
        for (int i = 0; i < 60; i++) {
                for (size_t row = pager.top; row < pager.top + 10; row++)
                        seen[row] = true;
                pager_down(&pager);
        }
        assert_int_equal(focus_of(&pager), 1);
        for (size_t row = 0; row <= 50; row++)
                assert_true(seen[row]);
}

static void a_stop_longer_than_the_window_is_read_to_its_end(void **state)
{
        (void)state;
        Fixture fixture = make_document(40);
        add_stop(&fixture, 0, 24);
        add_stop(&fixture, 25, 25);
        Pager pager;
        pager_start(&pager, &fixture.document, 10);
        bool seen_end = false;
        for (int i = 0; i < 40 && focus_of(&pager) != 1; i++) {
                seen_end = seen_end || pager.top + 10 > 24;
                pager_down(&pager);
        }
        assert_true(seen_end);
        assert_int_equal(focus_of(&pager), 1);
}

static uint32_t next_random(uint32_t *seed)
{
        *seed = *seed * 1664525 + 1013904223;
        return *seed >> 8;
}

static void check_pager(const Pager *pager, size_t height)
{
        size_t focus = 0, count = pager->document->count;
        int row = -1, column = -1;
        assert_true(pager->top == 0 || pager->top + height <= count);
        pager_cursor(pager, &row, &column);
        assert_true(row >= 0 && (size_t)row < height);
        if (!pager_at(pager, &focus))
                return;
        const Stop *stop = &pager->document->stops[focus];
        assert_true(stop->first < pager->top + height && stop->last >= pager->top);
}

static void do_something(Pager *pager, uint32_t *seed)
{
        switch (next_random(seed) % 9) {
        case 0:
                pager_page(pager, 1);
                break;
        case 1:
                pager_page(pager, -1);
                break;
        case 2:
                pager_home(pager);
                break;
        case 3:
                pager_end(pager);
                break;
        case 4:
                pager_focus(pager, next_random(seed) % 20);
                break;
        case 5:
                pager_scroll(pager, (long)(next_random(seed) % 41) - 20);
                break;
        case 6:
                pager_refit(pager, pager->document, next_random(seed) % 14 + 1);
                break;
        case 7:
                pager_down(pager);
                break;
        default:
                pager_up(pager);
                break;
        }
}

static void whatever_is_pressed_the_focus_stays_in_sight(void **state)
{
        (void)state;
        uint32_t seed = 7;
        for (int round = 0; round < 400; round++) {
                Fixture fixture = make_document(next_random(&seed) % 60);
                size_t row = 0;
                while (fixture.document.stop_count < 16) {
                        size_t first = row + next_random(&seed) % 12,
                               last = first + next_random(&seed) % 14;
                        if (last >= fixture.document.count)
                                break;
                        add_stop(&fixture, first, last);
                        row = last + 1;
                }
                Pager pager;
                pager_start(&pager, &fixture.document, next_random(&seed) % 14 + 1);
                for (int step = 0; step < 200; step++) {
                        check_pager(&pager, pager.height);
                        do_something(&pager, &seed);
                }
        }
}

static void every_stop_is_reached_by_going_down_and_again_by_going_up(void **state)
{
        (void)state;
        uint32_t seed = 11;
        for (int round = 0; round < 200; round++) {
                Fixture fixture = make_document(120);
                for (size_t row = next_random(&seed) % 30;
                        row < 110 && fixture.document.stop_count < 12;
                        row += 1 + next_random(&seed) % 30)
                        add_stop(&fixture, row, row);
                Pager pager;
                size_t seen = 0;
                pager_start(&pager, &fixture.document, 3 + next_random(&seed) % 12);
                for (int i = 0; i < 300; i++) {
                        if (focus_of(&pager) == seen)
                                seen++;
                        pager_down(&pager);
                }
                assert_int_equal(seen, fixture.document.stop_count);
                for (int i = 0; i < 300; i++) {
                        if (focus_of(&pager) == seen - 1 && seen > 0)
                                seen--;
                        pager_up(&pager);
                }
                assert_int_equal(seen, 0);
                assert_int_equal(pager.top, 0);
        }
}

int main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(a_short_page_begins_with_the_focus_on_its_first_stop),
                cmocka_unit_test(a_long_text_is_read_before_the_focus_comes_to_a_stop),
                cmocka_unit_test(text_between_two_stops_is_not_jumped_over),
                cmocka_unit_test(a_stop_longer_than_the_window_is_read_to_its_end),
                cmocka_unit_test(whatever_is_pressed_the_focus_stays_in_sight),
                cmocka_unit_test(every_stop_is_reached_by_going_down_and_again_by_going_up),
        };
        return cmocka_run_group_tests(tests, NULL, NULL);
}
