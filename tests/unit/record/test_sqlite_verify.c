/* Any change to the events is found, and where. Changes are made with SQL of their own, past the
 * guards. */
#include "../../store/world.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/file.h"
#include "base/text.h"
#include "record/chain.h"
#include "record/store_operations.h"

static void execute(const World *world, const char *sql)
{
        sqlite3 *db = NULL;
        char *message = NULL;
        assert_int_equal(sqlite3_open(world->path, &db), SQLITE_OK);
        if (sqlite3_exec(db, sql, NULL, NULL, &message) != SQLITE_OK)
                fail_msg("%s: %s", sql, message);
        sqlite3_close(db);
}

static void tamper(const World *world, const char *sql)
{
        execute(world,
                "DROP TRIGGER events_stay; DROP TRIGGER events_keep; DROP TRIGGER events_follow");
        execute(world, sql);
}

/* Without waiting for the disk: it is done some hundred times. */
static void put_file(const char *path, const char *bytes, size_t len)
{
        FILE *file = fopen(path, "r+b");
        assert_non_null(file);
        assert_int_equal(fwrite(bytes, 1, len, file), len);
        assert_int_equal(fflush(file), 0);
        assert_int_equal(ftruncate(fileno(file), (off_t)len), 0);
        assert_int_equal(fclose(file), 0);
}

static VerifyReport verify(const World *world)
{
        Store *store = world_open(world, STORE_READ);
        VerifyReport report;
        Error error = { 0 };
        if (!store_verify(store, &report, NULL, NULL, &error))
                fail_msg("%s", error.message);
        store_close(store);
        return report;
}

/* Twenty-one events. */
static void fill(const World *world)
{
        Store *store = world_open(world, STORE_CREATE);
        world_fill(world, store);
        Person person = world_person(world, store, "e3");
        char attempt[ID_SIZE];
        world_attempt(store, person.id, "hotel", 70, false, NULL, attempt);
        world_attempt(store, person.id, "hotel", 100, true, "2027-02-28", attempt);
        assert_int_equal(world_verify(store), 21);
        store_close(store);
}

static const struct {
        const char *sql;
        int64_t first_wrong;
        const char *why;
} changes[] = {
        /* A character of the body, still canonical. */
        { "UPDATE events SET body = replace(body, '80.0', '81.0') WHERE seq = 2", 2, "changed" },
        { "UPDATE events SET body = body || ' ' WHERE seq = 5", 5, "body" },
        { "UPDATE events SET body = '{\"b\":1,\"a\":2}' WHERE seq = 5", 5, "body" },
        { "UPDATE events SET body = '{\"a\":1,\"a\":1}' WHERE seq = 5", 5, "body" },
        { "UPDATE events SET body = '' WHERE seq = 21", 21, "body" },
        { "UPDATE events SET body = '[]' WHERE seq = 21", 21, "body" },
        { "UPDATE events SET body = body || char(0) || 'x' WHERE seq = 21", 21, "body" },
        { "UPDATE events SET at = at + 1 WHERE seq = 21", 21, "changed" },
        { "UPDATE events SET at = at - 1 WHERE seq = 1", 1, "changed" },
        { "UPDATE events SET at = 0 WHERE seq = 9", 9, "time" },
        { "UPDATE events SET kind = 'staff-left' WHERE seq = 1", 1, "changed" },
        { "UPDATE events SET kind = 'promoted' WHERE seq = 1", 1, "kind" },
        { "UPDATE events SET person = '00000000000000000000000000000000' WHERE seq = 3", 3,
                "changed" },
        { "UPDATE events SET person = 'e17' WHERE seq = 3", 3, "person" },
        { "UPDATE events SET person = '' WHERE seq = 3", 3, "changed" },
        { "UPDATE events SET attempt = '' WHERE seq = 15", 15, "changed" },
        { "UPDATE events SET attempt = upper(attempt) WHERE seq = 15", 15, "attempt" },
        { "UPDATE events SET hash = randomblob(32) WHERE seq = 4", 4, "changed" },
        { "UPDATE events SET hash = randomblob(31) WHERE seq = 4", 4, "hash" },
        { "UPDATE events SET hash = (SELECT hash FROM events WHERE seq = 3) WHERE seq = 4", 4,
                "changed" },
        { "DELETE FROM events WHERE seq = 1", 1, "missing" },
        { "DELETE FROM events WHERE seq = 8", 8, "missing" },
        { "DELETE FROM events WHERE seq IN (8, 9, 10)", 8, "up to number 10" },
        { "DELETE FROM events WHERE seq = 8; UPDATE events SET seq = seq - 1 WHERE seq > 8", 8,
                "changed" },
        { "UPDATE events SET seq = -1 WHERE seq = 6; UPDATE events SET seq = 6 WHERE seq = 7;"
          "UPDATE events SET seq = 7 WHERE seq = -1",
                6, "changed" },
        { "INSERT INTO events SELECT 22, at, kind, person, attempt, body, hash FROM events WHERE "
          "seq = 21",
                22, "changed" },
        { "UPDATE events SET seq = seq + 100 WHERE seq >= 8; UPDATE events SET seq = seq - 99 "
          "WHERE seq >= 8;"
          "INSERT INTO events SELECT 8, at, kind, person, attempt, body, hash FROM events WHERE "
          "seq = 7",
                8, "changed" },
        { "INSERT INTO events SELECT 0, at, kind, person, attempt, body, hash FROM events WHERE "
          "seq = 1",
                1, "before it" },
        { "INSERT INTO events SELECT -5, at, kind, person, attempt, body, hash FROM events WHERE "
          "seq = 1",
                1, "before it" },
        { "INSERT INTO events SELECT 9223372036854775807, at, kind, person, attempt, body, hash "
          "FROM events"
          " WHERE seq = 21",
                22, "missing" },
};

static void every_kind_of_change_is_found_where_it_is(void **state)
{
        World *world = *state;
        fill(world);
        char *sound = NULL;
        size_t len = 0;
        Error error = { 0 };
        assert_true(file_read(world->path, 1 << 24, &sound, &len, &error));
        for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
                put_file(world->path, sound, len);
                tamper(world, changes[i].sql);
                VerifyReport report = verify(world);
                if (report.first_wrong != changes[i].first_wrong ||
                        !strstr(report.why, changes[i].why))
                        fail_msg("%s: event %lld, %s", changes[i].sql,
                                (long long)report.first_wrong, report.why);
                assert_int_equal(report.events, report.first_wrong - 1);
        }
        free(sound);
}

static void a_tail_cut_off_shows_in_the_head_alone(void **state)
{
        World *world = *state;
        fill(world);
        VerifyReport before = verify(world);
        execute(world, "DROP TRIGGER events_stay; DELETE FROM events WHERE seq > 13;"
                       "CREATE TRIGGER events_stay BEFORE DELETE ON events WHEN OLD.seq >"
                       " (SELECT coalesce(max(seq), 0) FROM cuts)\nBEGIN\n"
                       "        SELECT RAISE(ABORT, 'events are never deleted');\nEND");
        Store *store = world_open(world, STORE_WRITE);
        int64_t changed = 0;
        Error error = { 0 };
        assert_true(store_rebuild(store, &changed, &error));
        store_close(store);
        VerifyReport after = verify(world);
        assert_int_equal(after.first_wrong, 0);
        assert_int_equal(after.events, 13);
        assert_string_not_equal(after.head, before.head);
}

static void guards_that_are_gone_or_new_are_named(void **state)
{
        World *world = *state;
        fill(world);
        execute(world, "DROP TRIGGER events_keep");
        VerifyReport report = verify(world);
        assert_int_equal(report.first_wrong, 22);
        assert_non_null(strstr(report.why, "events_keep"));
        execute(world, "CREATE TRIGGER events_keep BEFORE UPDATE ON events BEGIN SELECT 1; END");
        assert_non_null(strstr(verify(world).why, "events_keep"));
        execute(world,
                "DROP TRIGGER events_keep; CREATE TRIGGER events_keep BEFORE UPDATE ON events\n"
                "BEGIN\n        SELECT RAISE(ABORT, 'events are never changed');\nEND");
        assert_int_equal(verify(world).first_wrong, 0);
        execute(world, "CREATE TABLE notes (x)");
        report = verify(world);
        assert_int_equal(report.first_wrong, 22);
        assert_non_null(strstr(report.why, "notes"));
        execute(world, "DROP TABLE notes; DROP INDEX events_of_attempt");
        assert_non_null(strstr(verify(world).why, "events_of_attempt"));
}

static void a_record_without_its_events_is_a_finding(void **state)
{
        World *world = *state;
        fill(world);
        execute(world, "DROP TABLE events");
        VerifyReport report = verify(world);
        assert_int_equal(report.first_wrong, 1);
        assert_string_not_equal(report.why, "");
        execute(world, "CREATE VIEW events AS SELECT 1 AS seq, 2 AS at");
        assert_int_equal(verify(world).first_wrong, 1);
}

static bool keep_text(const Event *event, void *data)
{
        char *text = event_canonical(event);
        text_append(data, text);
        char hex[2 * HASH_BYTES + 1];
        hash_hex(event->hash, hex);
        text_append(data, hex);
        free(text);
        return true;
}

static char *everything(Store *store, Error *error)
{
        Text text = { 0 };
        EventFilter all = { 0 };
        bool done = store_events(store, &all, keep_text, &text, error);
        if (!done)
                text_clear(&text);
        return done ? text_take(&text) : NULL;
}

/* Whatever byte of the file is changed: the change is found, or it changes nothing that is read. */
static void no_changed_byte_goes_unseen(void **state)
{
        enum { STEP = 97 };
        World *world = *state;
        fill(world);
        char *sound = NULL;
        size_t len = 0, found = 0, tried = 0;
        Error error = { 0 };
        assert_true(file_read(world->path, 1 << 24, &sound, &len, &error));
        Store *store = world_open(world, STORE_READ);
        char *before = everything(store, &error);
        store_close(store);
        for (size_t at = 0; at < len; at += STEP) {
                sound[at] ^= 0x15;
                put_file(world->path, sound, len);
                sound[at] ^= 0x15;
                tried++;
                error_clear(&error);
                store = store_open(world->path, STORE_READ, &error);
                VerifyReport report;
                if (!store || !store_verify(store, &report, NULL, NULL, &error) ||
                        report.first_wrong) {
                        found++;
                } else {
                        char *after = everything(store, &error);
                        if (!after || strcmp(before, after) != 0)
                                fail_msg("byte %zu", at);
                        free(after);
                }
                store_close(store);
                error_clear(&error);
        }
        assert_true(found > tried / 8);
        free(before);
        free(sound);
}

static void numbers_as_the_first_makesafe_wrote_them_are_sound(void **state)
{
        World *world = *state;
        fill(world);
        Store *store = world_open(world, STORE_WRITE);
        Event event = { .at = moment_now(), .kind = EVENT_REPORT_MADE };
        uint8_t head[HASH_BYTES];
        Error error = { 0 };
        assert_true(store_head(store, &event.seq, head, &error));
        event.seq++;
        event.body = "{\"command\":\"items\",\"score\":0.10000000000000001}";
        chain_hash(head, &event, event.hash);
        assert_true(store->operations->put_event(store, &event, false, &error));
        store_close(store);
        assert_int_equal(verify(world).first_wrong, 0);
        tamper(world, "UPDATE events SET body = replace(body, '0.10', '0.20')");
        VerifyReport report = verify(world);
        assert_int_equal(report.first_wrong, event.seq);
        assert_non_null(strstr(report.why, "changed"));
}

#define VERIFY_TEST(name) cmocka_unit_test_setup_teardown(name, world_make, world_end)

int main(void)
{
        const struct CMUnitTest tests[] = {
                VERIFY_TEST(every_kind_of_change_is_found_where_it_is),
                VERIFY_TEST(a_tail_cut_off_shows_in_the_head_alone),
                VERIFY_TEST(guards_that_are_gone_or_new_are_named),
                VERIFY_TEST(a_record_without_its_events_is_a_finding),
                VERIFY_TEST(numbers_as_the_first_makesafe_wrote_them_are_sound),
                VERIFY_TEST(no_changed_byte_goes_unseen),
        };
        return cmocka_run_group_tests(tests, NULL, NULL);
}
