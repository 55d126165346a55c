/* Statuses over days, what counts of several passes, and that reports read little. */
#include "../../store/world.h"

#include <stdio.h>
#include <stdlib.h>

#include "record/sqlite.h"

static Day day(const char *text)
{
        Day value = DAY_NONE;
        assert_true(day_parse(text, &value));
        return value;
}

static void assert_status(const World *world, Store *store, const char *person, const char *module,
        const char *today, CompletionStatus status)
{
        CompletionRow row = world_completion(world, store, person, module, day(today));
        if (row.status != status)
                fail_msg("on %s: %s", today, completion_status_names[row.status]);
}

static void a_pass_is_valid_then_expiring_then_expired(void **state)
{
        World *world = *state;
        Store *store = world_open(world, STORE_CREATE);
        Person person = world_person(world, store, "e17");
        world_add(store, EVENT_COMPLETION_IMPORTED, person.id, NULL,
                body_imported("hotel", "2026-03-31", 90, true, "2027-03-31"));
        static const struct {
                const char *today;
                CompletionStatus status;
        } days[] = { { "2026-04-01", STATUS_PASSED }, { "2027-02-28", STATUS_PASSED },
                { "2027-03-01", STATUS_EXPIRING }, { "2027-03-31", STATUS_EXPIRING },
                { "2027-04-01", STATUS_EXPIRED }, { "2099-01-01", STATUS_EXPIRED } };
        for (size_t i = 0; i < sizeof days / sizeof *days; i++)
                assert_status(world, store, person.id, "hotel", days[i].today, days[i].status);
        store_close(store);
}

static void a_pass_may_end_on_a_leap_day(void **state)
{
        World *world = *state;
        Store *store = world_open(world, STORE_CREATE);
        Person person = world_person(world, store, "e17");
        world_add(store, EVENT_COMPLETION_IMPORTED, person.id, NULL,
                body_imported("hotel", "2027-02-28", 90, true, "2028-02-29"));
        assert_status(world, store, person.id, "hotel", "2028-01-29", STATUS_PASSED);
        assert_status(world, store, person.id, "hotel", "2028-01-30", STATUS_EXPIRING);
        assert_status(world, store, person.id, "hotel", "2028-02-29", STATUS_EXPIRING);
        assert_status(world, store, person.id, "hotel", "2028-03-01", STATUS_EXPIRED);
        CompletionRow row = world_completion(world, store, person.id, "hotel", day("2028-02-29"));
        assert_int_equal(row.expires, day("2028-02-29"));
        store_close(store);
}

static void a_pass_without_an_end_is_valid_for_ever(void **state)
{
        World *world = *state;
        Store *store = world_open(world, STORE_CREATE);
        Person person = world_person(world, store, "e17");
        char attempt[ID_SIZE];
        world_attempt(store, person.id, "hotel", 90, true, NULL, attempt);
        assert_status(world, store, person.id, "hotel", "2999-01-01", STATUS_PASSED);
        CompletionRow row = world_completion(world, store, person.id, "hotel", day("2999-01-01"));
        assert_int_equal(row.expires, DAY_NONE);
        store_close(store);
}

static void the_first_status_that_fits_is_shown(void **state)
{
        World *world = *state;
        Store *store = world_open(world, STORE_CREATE);
        Person person = world_person(world, store, "e17");
        const char *id = person.id;
        char attempt[ID_SIZE];
        world_add(store, EVENT_ASSIGNED, id, NULL, body_assigned("hotel", "2026-05-31"));
        assert_status(world, store, id, "hotel", "2026-05-31", STATUS_NOT_STARTED);
        assert_status(world, store, id, "hotel", "2026-06-01", STATUS_OVERDUE);
        id_make(attempt);
        world_add(store, EVENT_ATTEMPT_STARTED, id, attempt, body_started("hotel", 2));
        assert_status(world, store, id, "hotel", "2026-05-31", STATUS_IN_PROGRESS);
        assert_status(world, store, id, "hotel", "2026-06-01", STATUS_OVERDUE);
        world_add(store, EVENT_ATTEMPT_FINISHED, id, attempt,
                body_finished("hotel", 60, false, NULL));
        assert_status(world, store, id, "hotel", "2026-05-31", STATUS_FAILED);
        assert_status(world, store, id, "hotel", "2026-06-01", STATUS_OVERDUE);
        id_make(attempt);
        world_add(store, EVENT_ATTEMPT_STARTED, id, attempt, body_started("hotel", 2));
        assert_status(world, store, id, "hotel", "2026-05-31", STATUS_IN_PROGRESS);
        world_add(
                store, EVENT_ATTEMPT_ABANDONED, id, attempt, json_pack("{s:s}", "module", "hotel"));
        assert_status(world, store, id, "hotel", "2026-05-31", STATUS_FAILED);
        world_attempt(store, id, "hotel", 80, true, "2026-12-31", attempt);
        assert_status(world, store, id, "hotel", "2026-06-01", STATUS_PASSED);
        id_make(attempt);
        world_add(store, EVENT_ATTEMPT_STARTED, id, attempt, body_started("hotel", 2));
        assert_status(world, store, id, "hotel", "2026-06-01", STATUS_PASSED);
        assert_status(world, store, id, "hotel", "2027-01-01", STATUS_EXPIRED);
        store_close(store);
}

static void a_new_due_day_takes_the_place_of_the_old_one(void **state)
{
        World *world = *state;
        Store *store = world_open(world, STORE_CREATE);
        Person person = world_person(world, store, "e17");
        world_add(store, EVENT_ASSIGNED, person.id, NULL, body_assigned("hotel", "2026-05-31"));
        world_add(store, EVENT_ASSIGNED, person.id, NULL, body_assigned("hotel", "2026-07-31"));
        assert_status(world, store, person.id, "hotel", "2026-07-31", STATUS_NOT_STARTED);
        world_add(store, EVENT_ASSIGNED, person.id, NULL, body_assigned("hotel", NULL));
        CompletionRow row = world_completion(world, store, person.id, "hotel", day("2030-01-01"));
        assert_int_equal(row.due, DAY_NONE);
        assert_int_equal(row.status, STATUS_NOT_STARTED);
        assert_int_equal(row.attempts, 0);
        assert_int_equal(row.completed, 0);
        assert_false(row.has_score);
        store_close(store);
}

static void of_several_passes_the_best_score_and_the_longest_day_count(void **state)
{
        World *world = *state;
        Store *store = world_open(world, STORE_CREATE);
        Person person = world_person(world, store, "e17");
        world_add(store, EVENT_COMPLETION_IMPORTED, person.id, NULL,
                body_imported("hotel", "2025-06-01", 95, true, "2026-06-01"));
        world_add(store, EVENT_COMPLETION_IMPORTED, person.id, NULL,
                body_imported("hotel", "2026-01-10", 82, true, "2027-01-10"));
        world_add(store, EVENT_COMPLETION_IMPORTED, person.id, NULL,
                body_imported("hotel", "2026-02-20", 40, false, NULL));
        CompletionRow row = world_completion(world, store, person.id, "hotel", day("2026-06-01"));
        assert_int_equal(row.status, STATUS_PASSED);
        assert_near(row.percent, 95, 1e-12);
        assert_int_equal(row.expires, day("2027-01-10"));
        assert_int_equal(moment_day(row.completed), day("2026-01-10"));
        assert_string_equal(row.how, "imported");
        row = world_completion(world, store, person.id, "hotel", day("2026-06-02"));
        assert_near(row.percent, 82, 1e-12);
        row = world_completion(world, store, person.id, "hotel", day("2027-01-11"));
        assert_int_equal(row.status, STATUS_EXPIRED);
        assert_near(row.percent, 40, 1e-12);
        assert_int_equal(moment_day(row.completed), day("2026-02-20"));
        assert_int_equal(row.expires, day("2027-01-10"));
        store_close(store);
}

static void an_old_result_that_is_imported_later_is_not_the_latest(void **state)
{
        World *world = *state;
        Store *store = world_open(world, STORE_CREATE);
        Person person = world_person(world, store, "e17");
        char attempt[ID_SIZE];
        world_attempt(store, person.id, "hotel", 60, false, NULL, attempt);
        world_add(store, EVENT_COMPLETION_IMPORTED, person.id, NULL,
                body_imported("hotel", "2019-06-01", 30, false, NULL));
        CompletionRow row = world_completion(world, store, person.id, "hotel", day("2026-06-01"));
        assert_int_equal(row.status, STATUS_FAILED);
        assert_near(row.percent, 60, 1e-12);
        assert_string_equal(row.how, "");
        assert_string_equal(row.version, "1.0");
        assert_int_equal(row.attempts, 1);
        store_close(store);
}

static void a_waiver_passes_without_a_score(void **state)
{
        World *world = *state;
        Store *store = world_open(world, STORE_CREATE);
        Person person = world_person(world, store, "e17");
        char attempt[ID_SIZE];
        world_attempt(store, person.id, "hotel", 60, false, NULL, attempt);
        world_add(store, EVENT_COMPLETION_WAIVED, person.id, NULL,
                body_waived("hotel", "2026-12-31"));
        CompletionRow row = world_completion(world, store, person.id, "hotel", day("2026-06-01"));
        assert_int_equal(row.status, STATUS_PASSED);
        assert_false(row.has_score);
        assert_string_equal(row.how, "waived");
        assert_int_equal(row.expires, day("2026-12-31"));
        row = world_completion(world, store, person.id, "hotel", day("2027-06-01"));
        assert_int_equal(row.status, STATUS_EXPIRED);
        assert_near(row.percent, 60, 1e-12);
        store_close(store);
}

static void a_score_beats_a_waiver_that_lasts_as_long(void **state)
{
        World *world = *state;
        Store *store = world_open(world, STORE_CREATE);
        Person person = world_person(world, store, "e17");
        char attempt[ID_SIZE];
        world_attempt(store, person.id, "hotel", 90, true, NULL, attempt);
        world_add(store, EVENT_COMPLETION_WAIVED, person.id, NULL, body_waived("hotel", NULL));
        CompletionRow row = world_completion(world, store, person.id, "hotel", day("2026-06-01"));
        assert_near(row.percent, 90, 1e-12);
        assert_string_equal(row.how, "");
        store_close(store);
}

static bool count_rows(const CompletionRow *row, void *data)
{
        (void)row;
        ++*(int *)data;
        return true;
}

static int count_by_text(Store *store, const char *text)
{
        CompletionFilter filter = {
                .text = text, .since = DAY_NONE, .until = DAY_NONE, .today = day("2026-06-01")
        };
        int count = 0;
        Error error = { 0 };
        if (!store_completions(store, &filter, count_rows, &count, &error))
                fail_msg("%s", error.message);
        return count;
}

static void case_is_ignored_in_every_alphabet(void **state)
{
        World *world = *state;
        Store *store = world_open(world, STORE_CREATE);
        static const char *const names[] = { "Łukasz", "ŁUKASZ", "Straße", "Siân", "Смирнова" };
        for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
                Person person = world_person(world, store, names[i]);
                world_add(store, EVENT_ASSIGNED, person.id, NULL, body_assigned("hotel", NULL));
        }
        assert_int_equal(count_by_text(store, "łukasz"), 2);
        assert_int_equal(count_by_text(store, "STRASSE"), 1);
        assert_int_equal(count_by_text(store, "SIÂN"), 1);
        assert_int_equal(count_by_text(store, "смир"), 1);
        assert_int_equal(count_by_text(store, "HOTEL"), 5);
        assert_int_equal(count_by_text(store, "\xff"), 0);
        store_close(store);
}

/* SQLite's own account of how it will read, for the next query. */
static int explain(unsigned event, void *data, void *statement, void *sql)
{
        (void)event, (void)sql;
        sqlite3_stmt *plan = NULL;
        char *plan_sql = sqlite3_mprintf("EXPLAIN QUERY PLAN %s", sqlite3_sql(statement));
        sqlite3 *db = sqlite3_db_handle(statement);
        sqlite3_trace_v2(db, 0, NULL, NULL);
        assert_int_equal(sqlite3_prepare_v2(db, plan_sql, -1, &plan, NULL), SQLITE_OK);
        while (sqlite3_step(plan) == SQLITE_ROW) {
                strcat(data, (const char *)sqlite3_column_text(plan, 3));
                strcat(data, "\n");
        }
        sqlite3_finalize(plan);
        sqlite3_free(plan_sql);
        return 0;
}

static void assert_plan(Store *store, CompletionFilter filter, const char *words)
{
        char plan[4096] = "";
        int count = 0;
        Error error = { 0 };
        filter.since = filter.until = DAY_NONE;
        filter.today = day("2026-06-01");
        sqlite3_trace_v2(((SqliteStore *)store)->db, SQLITE_TRACE_STMT, explain, plan);
        assert_true(store_completions(store, &filter, count_rows, &count, &error));
        if (!strstr(plan, words) || strstr(plan, "SCAN"))
                fail_msg("not “%s” but\n%s", words, plan);
}

static void reports_read_in_proportion_to_what_they_print(void **state)
{
        World *world = *state;
        Store *store = world_open(world, STORE_CREATE);
        assert_plan(store, (CompletionFilter){ .person = "x" },
                "SEARCH c USING PRIMARY KEY (person=?)");
        assert_plan(store, (CompletionFilter){ .person = "x", .module = "y" },
                "SEARCH c USING PRIMARY KEY (person=? AND module=?)");
        assert_plan(store, (CompletionFilter){ .module = "x" },
                "SEARCH c USING INDEX completions_of_module (module=?)");
        assert_plan(store, (CompletionFilter){ .site = "x" },
                "SEARCH s USING PRIMARY KEY (site=?)\nSEARCH p USING PRIMARY KEY (person=?)");
        assert_plan(store, (CompletionFilter){ .limit = 20 },
                "SEARCH p USING INDEX sqlite_autoindex_people_2 (staff_id>?)\n"
                "SEARCH c USING PRIMARY KEY (person=?)");
        store_close(store);
}

#define COMPLETION_TEST(name) cmocka_unit_test_setup_teardown(name, world_make, world_end)

int main(void)
{
        const struct CMUnitTest tests[] = {
                COMPLETION_TEST(a_pass_is_valid_then_expiring_then_expired),
                COMPLETION_TEST(a_pass_may_end_on_a_leap_day),
                COMPLETION_TEST(a_pass_without_an_end_is_valid_for_ever),
                COMPLETION_TEST(the_first_status_that_fits_is_shown),
                COMPLETION_TEST(a_new_due_day_takes_the_place_of_the_old_one),
                COMPLETION_TEST(of_several_passes_the_best_score_and_the_longest_day_count),
                COMPLETION_TEST(an_old_result_that_is_imported_later_is_not_the_latest),
                COMPLETION_TEST(a_waiver_passes_without_a_score),
                COMPLETION_TEST(a_score_beats_a_waiver_that_lasts_as_long),
                COMPLETION_TEST(case_is_ignored_in_every_alphabet),
                COMPLETION_TEST(reports_read_in_proportion_to_what_they_print),
        };
        return cmocka_run_group_tests(tests, NULL, NULL);
}
