/* That reading one person's or attempt's history does not read everybody's. */
#include "../../store/world.h"

#include <stdio.h>

#include "record/sqlite.h"

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

static bool see_event(const Event *event, void *data)
{
        (void)event, (void)data;
        return true;
}

static bool see_attempt(const AttemptRow *row, void *data)
{
        (void)row, (void)data;
        return true;
}

static void assert_events_plan(Store *store, EventFilter filter)
{
        char plan[4096] = "";
        Error error = { 0 };
        sqlite3_trace_v2(((SqliteStore *)store)->db, SQLITE_TRACE_STMT, explain, plan);
        assert_true(store_events(store, &filter, see_event, NULL, &error));
        if (strstr(plan, "SCAN") || strstr(plan, "rowid>?)\n  LIST"))
                fail_msg("%s", plan);
        if ((filter.person || filter.attempt) && !strstr(plan, "PRIMARY KEY (rowid=?)"))
                fail_msg("%s", plan);
}

static void histories_are_read_through_indexes(void **state)
{
        World *world = *state;
        Store *store = world_open(world, STORE_CREATE);
        assert_events_plan(store, (EventFilter){ .after = 7 });
        assert_events_plan(store, (EventFilter){ .person = "x" });
        assert_events_plan(store, (EventFilter){ .attempt = "x" });
        assert_events_plan(store, (EventFilter){ .person = "x", .kinds = 1u << EVENT_LESSON_READ });
        assert_events_plan(store, (EventFilter){ .kinds = 1u << EVENT_CHECKPOINT });
        store_close(store);
}

static void attempts_are_found_through_indexes(void **state)
{
        World *world = *state;
        Store *store = world_open(world, STORE_CREATE);
        const AttemptFilter filters[] = { { .person = "x" }, { .module = "y" }, { .attempt = "z" },
                { .person = "x", .module = "y", .only_open = true } };
        for (size_t i = 0; i < sizeof filters / sizeof *filters; i++) {
                char plan[4096] = "";
                Error error = { 0 };
                sqlite3_trace_v2(((SqliteStore *)store)->db, SQLITE_TRACE_STMT, explain, plan);
                assert_true(store_attempts(store, &filters[i], see_attempt, NULL, &error));
                if (strstr(plan, "SCAN"))
                        fail_msg("%s", plan);
        }
        store_close(store);
}

static void an_event_that_is_none_is_an_error_not_a_crash(void **state)
{
        World *world = *state;
        Store *store = world_open(world, STORE_CREATE);
        world_person(world, store, "e17");
        static const char *const changes[] = { "kind = 'unheard-of'", "person = 'x'",
                "person = hex(zeroblob(40))", "attempt = char(10)", "hash = x'00'",
                "hash = zeroblob(3000)", "body = char(123, 0, 125)" };
        sqlite3 *db = ((SqliteStore *)store)->db;
        assert_int_equal(sqlite3_exec(db, "DROP TRIGGER events_keep", NULL, NULL, NULL), SQLITE_OK);
        for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
                char sql[256];
                snprintf(sql, sizeof sql, "SAVEPOINT s; UPDATE events SET %s", changes[i]);
                assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
                Error error = { 0 };
                EventFilter all = { 0 };
                assert_false(store_events(store, &all, see_event, NULL, &error));
                assert_non_null(strstr(error.message, "event 1"));
                sqlite3_exec(db, "ROLLBACK TO s; RELEASE s", NULL, NULL, NULL);
        }
        store_close(store);
}

#define READ_TEST(name) cmocka_unit_test_setup_teardown(name, world_make, world_end)

int main(void)
{
        const struct CMUnitTest tests[] = {
                READ_TEST(histories_are_read_through_indexes),
                READ_TEST(attempts_are_found_through_indexes),
                READ_TEST(an_event_that_is_none_is_an_error_not_a_crash),
        };
        return cmocka_run_group_tests(tests, NULL, NULL);
}
