/* Letting go of the beginning of the log. Linked with moment_now wrapped: years pass between lines.
 */
#include "../../store/world.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/file.h"
#include "record/chain.h"

static int64_t now;

int64_t __wrap_moment_now(void);

int64_t __wrap_moment_now(void)
{
        return now += 1000;
}

static Day day(const char *text)
{
        Day parsed = DAY_NONE;
        assert_true(day_parse(text, &parsed));
        return parsed;
}

static void set_day(const char *text)
{
        now = (int64_t)day(text) * INT64_C(86400000000);
}

static PruneReport prune(Store *store, const char *before, bool dry_run)
{
        PruneReport report;
        Error error = { 0 };
        if (!store_prune(store, day(before), day("2026-06-01"), dry_run, &report, &error))
                fail_msg("%s", error.message);
        return report;
}

static VerifyReport verify(Store *store)
{
        VerifyReport report;
        Error error = { 0 };
        if (!store_verify(store, &report, NULL, NULL, &error))
                fail_msg("%s", error.message);
        return report;
}

static void assert_sound(Store *store)
{
        VerifyReport report = verify(store);
        if (report.first_wrong)
                fail_msg("event %lld: %s", (long long)report.first_wrong, report.why);
        int64_t changed = -1;
        Error error = { 0 };
        assert_true(store_rebuild(store, &changed, &error));
        assert_int_equal(changed, 0);
}

static void execute(const World *world, const char *sql)
{
        sqlite3 *db = NULL;
        char *message = NULL;
        assert_int_equal(sqlite3_open(world->path, &db), SQLITE_OK);
        if (sqlite3_exec(db, sql, NULL, NULL, &message) != SQLITE_OK)
                fail_msg("%s: %s", sql, message);
        sqlite3_close(db);
}

static void events_before_the_day_go_and_the_chain_holds(void **state)
{
        World *world = *state;
        Store *store = world_open(world, STORE_CREATE);
        char attempt[ID_SIZE], later[ID_SIZE];
        set_day("2018-01-01");
        Person person = world_person(world, store, "e1");
        world_attempt(store, person.id, "hotel", 100, true, "2019-01-01", attempt);
        set_day("2024-01-01");
        world_attempt(store, person.id, "hotel", 90, true, "2030-01-01", later);
        PruneReport dry = prune(store, "2020-06-01", true);
        assert_int_equal(dry.events, 5);
        assert_int_equal(dry.attempts, 1);
        assert_int_equal(dry.passes, 0);
        assert_int_equal(verify(store).events, 9);
        PruneReport report = prune(store, "2020-06-01", false);
        assert_memory_equal(&report, &dry, sizeof report);
        assert_int_equal(report.until, day("2018-01-01"));
        VerifyReport sound = verify(store);
        assert_int_equal(sound.first_wrong, 0);
        assert_int_equal(sound.cut, 5);
        assert_int_equal(sound.events, 5); /* the second attempt, and that the record was pruned */
        assert_sound(store);
        Rows *rows = world_attempts(world, store, (AttemptFilter){ .person = person.id });
        assert_int_equal(rows->count, 1);
        assert_string_equal(rows->attempts[0].id, later);
        world_attempt(store, person.id, "hotel", 90, true, NULL, attempt);
        assert_sound(store);
        store_close(store);
}

static void nothing_old_means_nothing_removed(void **state)
{
        World *world = *state;
        Store *store = world_open(world, STORE_CREATE);
        assert_int_equal(prune(store, "2020-01-01", false).events, 0);
        set_day("2024-01-01");
        world_person(world, store, "e1");
        assert_int_equal(prune(store, "2020-01-01", false).events, 0);
        assert_int_equal(verify(store).events, 1);
        assert_int_equal(verify(store).cut, 0);
        store_close(store);
}

static void what_still_holds_is_carried_over(void **state)
{
        World *world = *state;
        Store *store = world_open(world, STORE_CREATE);
        char attempt[ID_SIZE];
        set_day("2018-01-01");
        Person valid = world_person(world, store, "valid"),
               ended = world_person(world, store, "ended"),
               waived = world_person(world, store, "waived"),
               imported = world_person(world, store, "imported");
        world_attempt(store, valid.id, "hotel", 85, true, "2027-01-01", attempt);
        world_attempt(store, ended.id, "hotel", 85, true, "2019-01-01", attempt);
        world_add(store, EVENT_COMPLETION_WAIVED, waived.id, NULL, body_waived("hotel", NULL));
        world_add(store, EVENT_COMPLETION_IMPORTED, imported.id, NULL,
                body_imported("hotel", "2017-05-05", 77, true, "2028-02-02"));
        world_add(store, EVENT_ASSIGNED, valid.id, NULL, body_assigned("airport", "2030-01-01"));
        world_add(store, EVENT_ASSIGNED, ended.id, NULL, body_assigned("airport", NULL));
        set_day("2024-01-01");
        world_add(store, EVENT_ASSIGNED, ended.id, NULL, body_assigned("airport", "2031-01-01"));
        PruneReport report = prune(store, "2020-01-01", false);
        assert_int_equal(report.passes, 3);
        assert_int_equal(report.assignments, 1);
        assert_int_equal(report.people, 0);
        Day today = day("2026-06-01");
        CompletionRow row = world_completion(world, store, valid.id, "hotel", today);
        assert_int_equal(row.status, STATUS_PASSED);
        assert_int_equal(row.expires, day("2027-01-01"));
        assert_int_equal(moment_day(row.completed), day("2018-01-01"));
        assert_string_equal(row.how, "");
        assert_string_equal(row.version, "1.0");
        assert_near(row.percent, 85, 1e-9);
        row = world_completion(world, store, waived.id, "hotel", today);
        assert_int_equal(row.status, STATUS_PASSED);
        assert_string_equal(row.how, "waived");
        assert_false(row.has_score);
        row = world_completion(world, store, imported.id, "hotel", today);
        assert_string_equal(row.how, "imported");
        assert_int_equal(row.expires, day("2028-02-02"));
        row = world_completion(world, store, valid.id, "airport", today);
        assert_int_equal(row.due, day("2030-01-01"));
        row = world_completion(world, store, ended.id, "airport", today);
        assert_int_equal(row.due, day("2031-01-01"));
        assert_sound(store);
        store_close(store);
}

static void what_was_carried_over_is_carried_again(void **state)
{
        World *world = *state;
        Store *store = world_open(world, STORE_CREATE);
        char attempt[ID_SIZE];
        set_day("2012-01-01");
        Person person = world_person(world, store, "e1");
        world_attempt(store, person.id, "hotel", 85, true, NULL, attempt);
        set_day("2018-01-01");
        prune(store, "2014-01-01", false);
        set_day("2026-01-01");
        PruneReport report = prune(store, "2020-01-01", false);
        assert_int_equal(report.events, 2);
        CompletionRow row = world_completion(world, store, person.id, "hotel", day("2026-06-01"));
        assert_int_equal(row.status, STATUS_PASSED);
        assert_int_equal(moment_day(row.completed), day("2012-01-01"));
        assert_string_equal(row.how, "");
        assert_sound(store);
        store_close(store);
}

static void who_left_long_ago_is_gone_and_who_came_back_is_not(void **state)
{
        World *world = *state;
        Store *store = world_open(world, STORE_CREATE);
        char attempt[ID_SIZE];
        set_day("2018-01-01");
        Person gone = world_person(world, store, "gone"), back = world_person(world, store, "back"),
               stays = world_person(world, store, "stays"),
               away = world_person(world, store, "away");
        world_attempt(store, gone.id, "hotel", 100, true, NULL, attempt);
        world_add(store, EVENT_STAFF_LEFT, gone.id, NULL, json_object());
        world_add(store, EVENT_STAFF_LEFT, back.id, NULL, json_object());
        world_add(store, EVENT_STAFF_LEFT, away.id, NULL, json_object());
        set_day("2024-01-01");
        world_add(store, EVENT_STAFF_JOINED, back.id, NULL, json_object());
        world_add(store, EVENT_COMPLETION_IMPORTED, away.id, NULL,
                body_imported("hotel", "2020-05-05", 77, true, NULL));
        PruneReport report = prune(store, "2020-01-01", false);
        assert_int_equal(report.people, 1);
        assert_int_equal(report.leavers, 1);
        assert_int_equal(report.passes, 0);
        Person found;
        Error error = { 0 };
        assert_true(store_person(store, world->arena, "gone", &found, &error));
        assert_string_equal(found.id, "");
        assert_true(store_person(store, world->arena, "back", &found, &error));
        assert_string_equal(found.id, back.id);
        assert_false(found.has_left);
        assert_true(store_person(store, world->arena, "stays", &found, &error));
        assert_string_equal(found.id, stays.id);
        assert_true(store_person(store, world->arena, "away", &found, &error));
        assert_true(found.has_left);
        assert_sound(store);
        store_close(store);
}

static void attempts_stay_whole_where_there_is_a_quiet_moment(void **state)
{
        World *world = *state;
        Store *store = world_open(world, STORE_CREATE);
        char attempt[ID_SIZE], open[ID_SIZE];
        set_day("2019-11-01");
        Person person = world_person(world, store, "e1");
        world_attempt(store, person.id, "hotel", 50, false, NULL, attempt);
        id_make(open);
        set_day("2019-12-30");
        world_add(store, EVENT_ATTEMPT_STARTED, person.id, open, body_started("hotel", 2));
        world_add(store, EVENT_ANSWERED, person.id, open, body_answered("q1", 1));
        set_day("2020-01-02");
        world_add(store, EVENT_ANSWERED, person.id, open, body_answered("q2", 1));
        world_add(store, EVENT_ATTEMPT_FINISHED, person.id, open,
                body_finished("hotel", 100, true, NULL));
        PruneReport report = prune(store, "2020-01-01", false);
        assert_int_equal(report.events, 5);
        Rows *rows = world_attempts(world, store, (AttemptFilter){ .person = person.id });
        assert_int_equal(rows->count, 1);
        assert_int_equal(rows->attempts[0].answered, 2);
        assert_sound(store);
        store_close(store);
}

/* Somebody left a quiz open for a year and then finished it: that keeps nobody else's events. */
static void an_attempt_without_end_keeps_nothing_and_its_result_counts(void **state)
{
        World *world = *state;
        Store *store = world_open(world, STORE_CREATE);
        char attempt[ID_SIZE], open[ID_SIZE], left[ID_SIZE];
        id_make(open);
        id_make(left);
        set_day("2018-01-01");
        Person person = world_person(world, store, "e1"), other = world_person(world, store, "e2");
        world_add(store, EVENT_ATTEMPT_STARTED, person.id, open, body_started("hotel", 2));
        world_add(store, EVENT_ATTEMPT_STARTED, other.id, left, body_started("hotel", 2));
        world_add(store, EVENT_ANSWERED, person.id, open, body_answered("q1", 1));
        set_day("2019-06-01");
        world_attempt(store, other.id, "airport", 50, false, NULL, attempt);
        set_day("2020-06-01");
        world_add(store, EVENT_ANSWERED, person.id, open, body_answered("q2", 1));
        world_add(store, EVENT_ATTEMPT_FINISHED, person.id, open,
                body_finished("hotel", 100, true, NULL));
        PruneReport report = prune(store, "2020-01-01", false);
        assert_int_equal(report.events, 9);
        assert_int_equal(report.attempts, 3);
        assert_int_equal(world_attempts(world, store, (AttemptFilter){ 0 })->count, 0);
        CompletionRow row = world_completion(world, store, person.id, "hotel", day("2026-06-01"));
        assert_int_equal(row.status, STATUS_PASSED);
        assert_near(row.percent, 100, 1e-9);
        assert_sound(store);
        store_close(store);
}

static void a_cut_is_signed_and_old_keys_are_still_known(void **state)
{
        World *world = *state;
        Store *store = world_open(world, STORE_CREATE);
        char attempt[ID_SIZE];
        SiteKey key;
        Error error = { 0 };
        assert_true(site_key_make(store_key_path(store), &key, &error));
        set_day("2018-01-01");
        Person person = world_person(world, store, "e1");
        world_attempt(store, person.id, "hotel", 100, true, "2019-01-01", attempt);
        set_day("2024-01-01");
        world_attempt(store, person.id, "hotel", 90, true, "2030-01-01", attempt);
        assert_int_equal(prune(store, "2020-06-01", false).events, 7);
        VerifyReport report = verify(store);
        assert_int_equal(report.first_wrong, 0);
        assert_int_equal(report.checkpoints, 2); /* of the second attempt, and of the pruning */
        PublicKeys keys, trusted = { .count = 0 };
        assert_true(store_public_keys(store, &keys, &error));
        assert_int_equal(keys.count, 1);
        char hex[KEY_PUBLIC_HEX];
        hash_hex(key.public_key, hex);
        assert_true(public_keys_add(&trusted, hex));
        store_trust(store, &trusted);
        assert_int_equal(verify(store).first_wrong, 0);
        store_close(store);
        execute(world, "UPDATE cuts SET at = at - 1");
        store = world_open(world, STORE_READ);
        assert_non_null(strstr(verify(store).why, "not signed with a key that is known"));
        store_close(store);
}

static void a_beginning_that_somebody_else_removed_is_found(void **state)
{
        World *world = *state;
        Store *store = world_open(world, STORE_CREATE);
        set_day("2018-01-01");
        for (int i = 0; i < 5; i++) {
                char name[8];
                snprintf(name, sizeof name, "e%d", i);
                world_person(world, store, name);
        }
        store_close(store);
        execute(world, "INSERT INTO cuts (seq, at, hash, keys, made) SELECT seq, at, hash, '[]', "
                       "at FROM events"
                       " WHERE seq = 3; DELETE FROM events WHERE seq <= 3");
        store = world_open(world, STORE_READ);
        VerifyReport report = verify(store);
        assert_int_equal(report.first_wrong, 6);
        assert_non_null(strstr(report.why, "no event says"));
        store_close(store);
        execute(world, "DELETE FROM cuts");
        store = world_open(world, STORE_READ);
        report = verify(store);
        assert_int_equal(report.first_wrong, 1);
        assert_non_null(strstr(report.why, "up to number 3"));
        store_close(store);
}

static void events_behind_the_cut_are_still_guarded(void **state)
{
        World *world = *state;
        Store *store = world_open(world, STORE_CREATE);
        set_day("2018-01-01");
        world_person(world, store, "e1");
        set_day("2024-01-01");
        world_person(world, store, "e2");
        prune(store, "2020-01-01", false);
        store_close(store);
        sqlite3 *db = NULL;
        assert_int_equal(sqlite3_open(world->path, &db), SQLITE_OK);
        assert_int_not_equal(
                sqlite3_exec(db, "DELETE FROM events WHERE seq = 2", NULL, NULL, NULL), SQLITE_OK);
        assert_int_not_equal(
                sqlite3_exec(db,
                        "INSERT INTO events SELECT 1, at, kind, person, attempt, body, hash"
                        " FROM events LIMIT 1",
                        NULL, NULL, NULL),
                SQLITE_OK);
        sqlite3_close(db);
}

static void the_bytes_of_what_was_removed_are_gone(void **state)
{
        World *world = *state;
        Store *store = world_open(world, STORE_CREATE);
        set_day("2018-01-01");
        Person person = world_person(world, store, "Somebody-Who-Left");
        world_add(store, EVENT_STAFF_LEFT, person.id, NULL, json_object());
        set_day("2024-01-01");
        world_person(world, store, "e2");
        assert_int_equal(prune(store, "2020-01-01", false).people, 1);
        Error error = { 0 };
        assert_true(store_scrub(store, &error));
        char *bytes = NULL;
        size_t len = 0;
        assert_true(file_read(world->path, 1 << 24, &bytes, &len, &error));
        assert_null(memmem(bytes, len, "Somebody-Who", 12));
        assert_null(memmem(bytes, len, person.id, ID_SIZE - 1));
        free(bytes);
        store_close(store);
}

#define PRUNE_TEST(name) cmocka_unit_test_setup_teardown(name, world_make, world_end)

int main(void)
{
        const struct CMUnitTest tests[] = {
                PRUNE_TEST(events_before_the_day_go_and_the_chain_holds),
                PRUNE_TEST(nothing_old_means_nothing_removed),
                PRUNE_TEST(what_still_holds_is_carried_over),
                PRUNE_TEST(what_was_carried_over_is_carried_again),
                PRUNE_TEST(who_left_long_ago_is_gone_and_who_came_back_is_not),
                PRUNE_TEST(attempts_stay_whole_where_there_is_a_quiet_moment),
                PRUNE_TEST(an_attempt_without_end_keeps_nothing_and_its_result_counts),
                PRUNE_TEST(a_cut_is_signed_and_old_keys_are_still_known),
                PRUNE_TEST(a_beginning_that_somebody_else_removed_is_found),
                PRUNE_TEST(events_behind_the_cut_are_still_guarded),
                PRUNE_TEST(the_bytes_of_what_was_removed_are_gone),
        };
        return cmocka_run_group_tests(tests, NULL, NULL);
}
