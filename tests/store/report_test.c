/* What every kind of store has to do: what reports ask for. */
#include "world.h"

static void attempts_show_how_far_they_are(void **state)
{
        World *world = *state;
        Store *store = world_open(world, STORE_CREATE);
        Person one = world_person(world, store, "e17"), two = world_person(world, store, "e18");
        char done[ID_SIZE], open[ID_SIZE], left[ID_SIZE];
        world_attempt(store, one.id, "hotel", 50, true, NULL, done);
        id_make(open);
        id_make(left);
        world_add(store, EVENT_ATTEMPT_STARTED, one.id, open, body_started("airport", 16));
        world_add(store, EVENT_ANSWERED, one.id, open, body_answered("q3", 1));
        world_add(store, EVENT_ATTEMPT_STARTED, two.id, left, body_started("hotel", 4));
        world_add(store, EVENT_ANSWERED, two.id, left, body_answered("q3", 1));
        world_add(store, EVENT_ATTEMPT_ABANDONED, two.id, left,
                json_pack("{s:s, s:s}", "module", "hotel", "reason", "restart"));
        Rows *rows = world_attempts(world, store, (AttemptFilter){ 0 });
        assert_int_equal(rows->count, 3);
        AttemptRow *row = &rows->attempts[0];
        assert_string_equal(row->id, done);
        assert_string_equal(row->person, one.id);
        assert_true(row->finished >= row->started && row->started > 0 && row->abandoned == 0);
        assert_int_equal(row->answered, 2);
        assert_int_equal(row->questions, 2);
        assert_true(row->passed);
        assert_near(row->percent, 50, 1e-12);
        assert_near(row->score, 1, 1e-12);
        assert_near(row->max, 2, 1e-12);
        assert_true(row->seed == 9007199254740991u);
        row = &rows->attempts[1];
        assert_string_equal(row->id, open);
        assert_true(row->finished == 0 && row->abandoned == 0);
        assert_int_equal(row->answered, 1);
        assert_int_equal(row->questions, 16);
        row = &rows->attempts[2];
        assert_true(row->finished == 0 && row->abandoned > 0);
        assert_int_equal(row->answered, 1);
        store_close(store);
}

static void attempts_are_filtered_and_ordered(void **state)
{
        World *world = *state;
        Store *store = world_open(world, STORE_CREATE);
        Person one = world_person(world, store, "e17"), two = world_person(world, store, "e18");
        char a[ID_SIZE], b[ID_SIZE], c[ID_SIZE], d[ID_SIZE];
        world_attempt(store, one.id, "hotel", 50, false, NULL, a);
        world_attempt(store, two.id, "hotel", 50, false, NULL, b);
        world_attempt(store, one.id, "airport", 50, false, NULL, c);
        id_make(d);
        world_add(store, EVENT_ATTEMPT_STARTED, one.id, d, body_started("hotel", 2));
        const struct {
                AttemptFilter filter;
                size_t count;
                const char *first;
        } cases[] = {
                { { 0 }, 4, a },
                { { .newest_first = true }, 4, d },
                { { .newest_first = true, .limit = 1 }, 1, d },
                { { .person = one.id }, 3, a },
                { { .module = "hotel", .person = one.id, .newest_first = true }, 2, d },
                { { .module = "hotel" }, 3, a },
                { { .only_open = true }, 1, d },
                { { .only_finished = true, .newest_first = true }, 3, c },
                { { .attempt = b }, 1, b },
                { { .module = "%" }, 0, NULL },
        };
        for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
                Rows *rows = world_attempts(world, store, cases[i].filter);
                if (rows->count != cases[i].count)
                        fail_msg("case %zu: %zu attempts", i, rows->count);
                if (cases[i].first)
                        assert_string_equal(rows->attempts[0].id, cases[i].first);
        }
        store_close(store);
}

static void completions_are_filtered(void **state)
{
        World *world = *state;
        Store *store = world_open(world, STORE_CREATE);
        world_fill(world, store);
        Day today = day_from_date(2026, 6, 1);
        const struct {
                CompletionFilter filter;
                size_t count;
        } cases[] = {
                { { .module = "hotel" }, 5 },
                { { .module = "airport" }, 3 },
                { { .module = "hot" }, 0 },
                { { .site = "Cardiff" }, 0 },
                { { .text = "E" }, 8 }, /* every id or module has an e */
                { { .text = "e1" }, 2 },
                { { .text = "AIRP" }, 3 },
                { { .text = "%" }, 1 },
                { { .text = "_" }, 1 },
                { { .text = "'" }, 0 },
                { { .statuses = 1u << STATUS_PASSED }, 3 },
                { { .statuses = 1u << STATUS_EXPIRING }, 1 },
                { { .statuses = 1u << STATUS_FAILED }, 1 },
                { { .statuses = 1u << STATUS_OVERDUE }, 1 },
                { { .statuses = 1u << STATUS_NOT_STARTED | 1u << STATUS_OVERDUE }, 3 },
                { { .statuses = 1u << STATUS_PASSED, .module = "airport" }, 0 },
        };
        for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
                CompletionFilter filter = cases[i].filter;
                filter.since = filter.until = DAY_NONE;
                filter.today = today;
                Rows *rows = world_completions(world, store, filter);
                if (rows->count != cases[i].count)
                        fail_msg("case %zu: %zu rows", i, rows->count);
        }
        store_close(store);
}

static void days_of_completion_bound_inclusively(void **state)
{
        World *world = *state;
        Store *store = world_open(world, STORE_CREATE);
        world_fill(world, store);
        const struct {
                Day since, until;
                size_t count;
        } cases[] = {
                { DAY_NONE, DAY_NONE, 8 },
                { day_from_date(2026, 1, 10), DAY_NONE, 5 },
                { day_from_date(2026, 1, 11), DAY_NONE, 3 },
                { DAY_NONE, day_from_date(2026, 1, 10), 2 },
                { DAY_NONE, day_from_date(2026, 1, 9), 0 },
                { day_from_date(2026, 3, 5), day_from_date(2026, 3, 5), 3 },
                { day_from_date(2026, 1, 11), day_from_date(2026, 3, 4), 0 },
        };
        for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
                CompletionFilter filter = any_completion();
                filter.since = cases[i].since;
                filter.until = cases[i].until;
                if (world_completions(world, store, filter)->count != cases[i].count)
                        fail_msg("case %zu", i);
        }
        store_close(store);
}

static void pages_never_overlap_in_any_order(void **state)
{
        World *world = *state;
        Store *store = world_open(world, STORE_CREATE);
        world_fill(world, store);
        for (int order = ORDER_STAFF_ID; order <= ORDER_DUE; order++) {
                for (int descending = 0; descending < 2; descending++) {
                        CompletionFilter filter = any_completion();
                        filter.order = (CompletionOrder)order;
                        filter.descending = descending;
                        Rows *all = world_completions(world, store, filter);
                        assert_int_equal(all->count, 8);
                        for (size_t at = 0; at < 8; at += 3) {
                                filter.offset = at;
                                filter.limit = 3;
                                Rows *page = world_completions(world, store, filter);
                                assert_int_equal(page->count, at == 6 ? 2 : 3);
                                for (size_t i = 0; i < page->count; i++) {
                                        assert_string_equal(page->text[i][0], all->text[at + i][0]);
                                        assert_string_equal(page->text[i][3], all->text[at + i][3]);
                                }
                        }
                }
        }
        store_close(store);
}

static void rows_without_a_value_come_last_in_either_direction(void **state)
{
        World *world = *state;
        Store *store = world_open(world, STORE_CREATE);
        world_fill(world, store);
        CompletionFilter filter = any_completion();
        filter.order = ORDER_SCORE;
        Rows *up = world_completions(world, store, filter);
        filter.descending = true;
        Rows *down = world_completions(world, store, filter);
        assert_near(up->completions[0].percent, 80, 1e-12);
        assert_near(down->completions[0].percent, 84, 1e-12);
        for (size_t i = 5; i < 8; i++) {
                assert_false(up->completions[i].has_score);
                assert_false(down->completions[i].has_score);
        }
        store_close(store);
}

static void a_failed_row_knows_the_mark_that_it_missed(void **state)
{
        World *world = *state;
        Store *store = world_open(world, STORE_CREATE);
        Person person = world_person(world, store, "e17");
        Day today = day_from_date(2026, 6, 1);
        char attempt[ID_SIZE];
        world_attempt(store, person.id, "hotel", 79.6, false, NULL, attempt);
        CompletionRow row = world_completion(world, store, person.id, "hotel", today);
        assert_int_equal(row.status, STATUS_FAILED);
        assert_near(row.percent, 79.6, 1e-12);
        assert_near(row.missed, 80, 1e-12);
        world_attempt(store, person.id, "hotel", 100, true, "2027-02-28", attempt);
        row = world_completion(world, store, person.id, "hotel", today);
        assert_near(row.missed, 0, 1e-12);
        store_close(store);
}

#define STORE_TEST(name) cmocka_unit_test_setup_teardown(name, world_make, world_end)

int main(void)
{
        const struct CMUnitTest tests[] = {
                STORE_TEST(attempts_show_how_far_they_are),
                STORE_TEST(attempts_are_filtered_and_ordered),
                STORE_TEST(completions_are_filtered),
                STORE_TEST(days_of_completion_bound_inclusively),
                STORE_TEST(pages_never_overlap_in_any_order),
                STORE_TEST(a_failed_row_knows_the_mark_that_it_missed),
                STORE_TEST(rows_without_a_value_come_last_in_either_direction),
        };
        return cmocka_run_group_tests(tests, NULL, NULL);
}
