/* Projections that no longer follow from the events are found, counted and made again. */
#include "../../store/world.h"

#include <stdio.h>

#include "record/sqlite.h"

static void fill(const World *world, Store *store)
{
        world_fill(world, store);
        Person person = world_person(world, store, "e3");
        char attempt[ID_SIZE];
        world_attempt(store, person.id, "hotel", 100, true, "2027-02-28", attempt);
        world_add(store, EVENT_STAFF_LEFT, person.id, NULL, json_object());
}

static void execute(Store *store, const char *sql)
{
        char *message = NULL;
        if (sqlite3_exec(((SqliteStore *)store)->db, sql, NULL, NULL, &message) != SQLITE_OK)
                fail_msg("%s: %s", sql, message);
}

static int64_t rebuild(Store *store)
{
        int64_t changed = -1;
        Error error = { 0 };
        if (!store_rebuild(store, &changed, &error))
                fail_msg("%s", error.message);
        return changed;
}

static void every_changed_row_is_counted_and_put_right(void **state)
{
        World *world = *state;
        Store *store = world_open(world, STORE_CREATE);
        fill(world, store);
        static const struct {
                const char *sql;
                int64_t changed;
        } changes[] = {
                { "UPDATE completions SET valid_until = '2099-01-01' WHERE module = 'hotel'", 5 },
                { "DELETE FROM completions WHERE module = 'airport'", 3 },
                { "INSERT INTO due SELECT person, 'bogus', NULL, 1 FROM people", 5 },
                { "UPDATE attempts SET percent = 1, passed = 0", 1 },
                { "DELETE FROM answers", 2 },
                { "UPDATE answers SET seq = seq + 1", 2 },
                { "UPDATE question_figures SET n = n + 1, sum = 0.5 WHERE question = 'q1'", 1 },
                { "UPDATE option_figures SET chosen = 0", 2 },
                { "UPDATE people SET left_at = NULL WHERE left_at IS NOT NULL", 1 },
                { "UPDATE passes SET percent = 99", 5 },
                { "DELETE FROM passes; DELETE FROM due; DELETE FROM question_figures", 5 + 3 + 2 },
        };
        for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
                execute(store, changes[i].sql);
                int64_t changed = rebuild(store);
                if (changed != changes[i].changed)
                        fail_msg("%s: %lld rows", changes[i].sql, (long long)changed);
                assert_int_equal(rebuild(store), 0);
                world_verify(store);
        }
        store_close(store);
}

static void verify_names_totals_that_do_not_follow_and_changes_nothing(void **state)
{
        World *world = *state;
        Store *store = world_open(world, STORE_CREATE);
        fill(world, store);
        execute(store, "UPDATE completions SET attempts = 7 WHERE module = 'hotel'");
        store_close(store);
        store = world_open(world, STORE_READ);
        for (int i = 0; i < 2; i++) {
                VerifyReport report;
                Error error = { 0 };
                assert_true(store_verify(store, &report, NULL, NULL, &error));
                assert_int_equal(report.first_wrong, report.events + 1);
                assert_non_null(strstr(report.why, "5 totals"));
        }
        store_close(store);
}

static void events_and_names_are_not_touched(void **state)
{
        World *world = *state;
        Store *store = world_open(world, STORE_CREATE);
        fill(world, store);
        Seen before = { 0 }, after = { 0 };
        world_events(store, (EventFilter){ 0 }, &before);
        execute(store, "DELETE FROM passes");
        assert_true(rebuild(store) > 0);
        world_events(store, (EventFilter){ 0 }, &after);
        assert_int_equal(before.count, after.count);
        for (size_t i = 0; i < before.count; i++) {
                assert_memory_equal(before.events[i].hash, after.events[i].hash, HASH_BYTES);
                assert_string_equal(before.bodies[i], after.bodies[i]);
        }
        Person person = world_person(world, store, "100%");
        assert_string_equal(person.name, "100%");
        seen_free(&before);
        seen_free(&after);
        store_close(store);
}

static void a_record_that_is_not_sound_is_not_rebuilt(void **state)
{
        World *world = *state;
        Store *store = world_open(world, STORE_CREATE);
        fill(world, store);
        execute(store,
                "DROP TRIGGER events_keep; UPDATE events SET body = '{}' WHERE kind = 'answered'");
        int64_t changed = -1;
        Error error = { 0 };
        assert_false(store_rebuild(store, &changed, &error));
        assert_non_null(strstr(error.message, "event "));
        assert_non_null(strstr(error.hint, "verify"));
        execute(store, "UPDATE events SET body = 'null' WHERE kind = 'answered'");
        error_clear(&error);
        assert_false(store_rebuild(store, &changed, &error));
        /* What stood there still stands, and the store goes on working. */
        Person person = world_person(world, store, "e2");
        CompletionRow row = world_completion(world, store, person.id, "hotel", 0);
        assert_int_equal(row.status, STATUS_FAILED);
        world_add(store, EVENT_LESSON_READ, person.id, NULL, json_object());
        store_close(store);
}

#define REBUILD_TEST(name) cmocka_unit_test_setup_teardown(name, world_make, world_end)

int main(void)
{
        const struct CMUnitTest tests[] = {
                REBUILD_TEST(every_changed_row_is_counted_and_put_right),
                REBUILD_TEST(verify_names_totals_that_do_not_follow_and_changes_nothing),
                REBUILD_TEST(events_and_names_are_not_touched),
                REBUILD_TEST(a_record_that_is_not_sound_is_not_rebuilt),
        };
        return cmocka_run_group_tests(tests, NULL, NULL);
}
