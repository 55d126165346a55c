/* Where the log is signed, and what verify makes of signatures. */
#include "../../store/world.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <unistd.h>

#include "record/checkpoint.h"
#include "record/chain.h"

static SiteKey make_key(Store *store)
{
        SiteKey key;
        Error error = { 0 };
        if (!site_key_make(store_key_path(store), &key, &error))
                fail_msg("%s", error.message);
        return key;
}

static VerifyReport verify(Store *store)
{
        VerifyReport report;
        Error error = { 0 };
        if (!store_verify(store, &report, NULL, NULL, &error))
                fail_msg("%s", error.message);
        return report;
}

static size_t count(Store *store, unsigned kinds, int64_t *last)
{
        Seen seen = { 0 };
        world_events(store, (EventFilter){ .kinds = kinds }, &seen);
        size_t found = seen.count;
        if (last)
                *last = found ? seen.events[found - 1].seq : 0;
        seen_free(&seen);
        return found;
}

static void nothing_is_signed_without_a_key(void **state)
{
        World *world = *state;
        Store *store = world_open(world, STORE_CREATE);
        char attempt[ID_SIZE];
        world_attempt(
                store, world_person(world, store, "e1").id, "hotel", 100, true, NULL, attempt);
        VerifyReport report = verify(store);
        assert_int_equal(report.events, 5);
        assert_int_equal(report.checkpoints, 0);
        assert_int_equal(report.signed_up_to, 0);
        store_close(store);
}

static void every_attempt_that_ends_is_signed(void **state)
{
        World *world = *state;
        Store *store = world_open(world, STORE_CREATE);
        Person person = world_person(world, store, "e1");
        char attempt[ID_SIZE];
        SiteKey key = make_key(store);
        world_attempt(store, person.id, "hotel", 100, true, NULL, attempt);
        int64_t last = 0;
        assert_int_equal(count(store, 1u << EVENT_KEY_CREATED, NULL), 1);
        assert_int_equal(count(store, 1u << EVENT_CHECKPOINT, &last), 1);
        assert_int_equal(last, 7); /* joined, started, two answers, finished, key, checkpoint */
        world_attempt(store, person.id, "hotel", 100, true, NULL, attempt);
        assert_int_equal(count(store, 1u << EVENT_KEY_CREATED, NULL), 1);
        assert_int_equal(count(store, 1u << EVENT_CHECKPOINT, &last), 2);
        VerifyReport report = verify(store);
        assert_int_equal(report.first_wrong, 0);
        assert_int_equal(report.checkpoints, 2);
        assert_int_equal(report.signed_up_to, last - 1);
        PublicKeys keys;
        Error error = { 0 };
        assert_true(store_public_keys(store, &keys, &error));
        assert_int_equal(keys.count, 1);
        assert_memory_equal(keys.keys[0].bytes, key.public_key, KEY_PUBLIC_BYTES);
        store_close(store);
}

static void a_long_log_is_signed_now_and_then(void **state)
{
        World *world = *state;
        Store *store = world_open(world, STORE_CREATE);
        Person person = world_person(world, store, "e1");
        make_key(store);
        Error error = { 0 };
        EventDraft drafts[600];
        json_t *body = body_imported("hotel", "2026-01-01", 80, true, NULL);
        for (size_t i = 0; i < 600; i++)
                drafts[i] = (EventDraft){
                        .kind = EVENT_COMPLETION_IMPORTED, .person = person.id, .body = body
                };
        Event stored[600];
        assert_true(store_append(store, drafts, 600, stored, &error));
        json_decref(body);
        assert_int_equal(stored[0].seq, 2);
        assert_true(stored[599].seq > 601);
        for (size_t i = 0; i < 600; i++)
                assert_int_equal(stored[i].kind, EVENT_COMPLETION_IMPORTED);
        assert_int_equal(count(store, 1u << EVENT_CHECKPOINT, NULL), 2);
        assert_int_equal(verify(store).checkpoints, 2);
        store_close(store);
}

static void who_may_not_read_the_key_stores_without_signing(void **state)
{
        World *world = *state;
        Store *store = world_open(world, STORE_CREATE);
        make_key(store);
        assert_int_equal(truncate(store_key_path(store), 10), 0);
        char attempt[ID_SIZE];
        world_attempt(
                store, world_person(world, store, "e1").id, "hotel", 100, true, NULL, attempt);
        assert_int_equal(verify(store).events, 5);
        store_close(store);
}

static void a_key_named_in_what_was_rolled_back_is_named_again(void **state)
{
        World *world = *state;
        Store *store = world_open(world, STORE_CREATE);
        Person person = world_person(world, store, "e1");
        make_key(store);
        char attempt[ID_SIZE];
        Error error = { 0 };
        assert_true(store_begin(store, &error));
        world_attempt(store, person.id, "hotel", 100, true, NULL, attempt);
        store_rollback(store);
        assert_int_equal(count(store, 1u << EVENT_KEY_CREATED, NULL), 0);
        world_attempt(store, person.id, "hotel", 100, true, NULL, attempt);
        assert_int_equal(count(store, 1u << EVENT_KEY_CREATED, NULL), 1);
        assert_int_equal(verify(store).checkpoints, 1);
        store_close(store);
}

/* Rewrites an event and all hashes behind it, as somebody would who may write the file. */
static void rewrite(const World *world, int64_t seq, const char *find, const char *put)
{
        sqlite3 *db = NULL;
        assert_int_equal(sqlite3_open(world->path, &db), SQLITE_OK);
        char *sql =
                sqlite3_mprintf("DROP TRIGGER events_keep;"
                                "UPDATE events SET body = replace(body, %Q, %Q) WHERE seq = %lld",
                        find, put, (long long)seq);
        assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
        sqlite3_free(sql);
        sqlite3_stmt *row = NULL, *change = NULL;
        assert_int_equal(
                sqlite3_prepare_v2(db,
                        "SELECT seq, at, kind, person, attempt, body FROM events ORDER BY seq", -1,
                        &row, NULL),
                SQLITE_OK);
        assert_int_equal(sqlite3_prepare_v2(
                                 db, "UPDATE events SET hash = ? WHERE seq = ?", -1, &change, NULL),
                SQLITE_OK);
        uint8_t hash[HASH_BYTES] = { 0 };
        while (sqlite3_step(row) == SQLITE_ROW) {
                Event event = { .seq = sqlite3_column_int64(row, 0),
                        .at = sqlite3_column_int64(row, 1),
                        .kind = event_kind_find((const char *)sqlite3_column_text(row, 2)),
                        .body = (const char *)sqlite3_column_text(row, 5) };
                snprintf(event.person, sizeof event.person, "%s",
                        (const char *)sqlite3_column_text(row, 3));
                snprintf(event.attempt, sizeof event.attempt, "%s",
                        (const char *)sqlite3_column_text(row, 4));
                chain_hash(hash, &event, hash);
                sqlite3_bind_blob(change, 1, hash, HASH_BYTES, SQLITE_TRANSIENT);
                sqlite3_bind_int64(change, 2, event.seq);
                assert_int_equal(sqlite3_step(change), SQLITE_DONE);
                sqlite3_reset(change);
        }
        sqlite3_finalize(row);
        sqlite3_finalize(change);
        assert_int_equal(sqlite3_exec(db,
                                 "CREATE TRIGGER events_keep BEFORE UPDATE ON events\nBEGIN\n"
                                 "        SELECT RAISE(ABORT, 'events are never changed');\nEND",
                                 NULL, NULL, NULL),
                SQLITE_OK);
        sqlite3_close(db);
}

static void history_rewritten_whole_shows_in_the_next_signature(void **state)
{
        World *world = *state;
        Store *store = world_open(world, STORE_CREATE);
        Person person = world_person(world, store, "e1");
        make_key(store);
        char attempt[ID_SIZE];
        world_attempt(store, person.id, "hotel", 70, false, NULL, attempt);
        store_close(store);
        rewrite(world, 5, "\"percent\":70.0", "\"percent\":99.0");
        store = world_open(world, STORE_READ);
        VerifyReport report = verify(store);
        assert_int_equal(report.first_wrong, 7);
        assert_non_null(strstr(report.why, "signs another event"));
        store_close(store);
}

static void a_signature_that_is_not_the_keys_is_found(void **state)
{
        World *world = *state;
        Store *store = world_open(world, STORE_CREATE);
        Person person = world_person(world, store, "e1");
        make_key(store);
        char attempt[ID_SIZE];
        world_attempt(store, person.id, "hotel", 70, false, NULL, attempt);
        store_close(store);
        rewrite(world, 7, "\"signature\":\"0", "\"signature\":\"1");
        rewrite(world, 7, "\"signature\":\"a", "\"signature\":\"b");
        rewrite(world, 7, "\"signature\":\"", "\"signature\":\"0");
        store = world_open(world, STORE_READ);
        VerifyReport report = verify(store);
        assert_int_equal(report.first_wrong, 7);
        assert_non_null(strstr(report.why, "not that of the key"));
        store_close(store);
}

/* A forger's own key in the record: whoever knows the site's key sees it. */
static void a_record_signed_with_another_key_is_not_believed_with_the_right_one(void **state)
{
        World *world = *state;
        Store *store = world_open(world, STORE_CREATE);
        Person person = world_person(world, store, "e1");
        make_key(store);
        char attempt[ID_SIZE], path[160];
        world_attempt(store, person.id, "hotel", 70, false, NULL, attempt);
        snprintf(path, sizeof path, "%s/other", world->folder);
        SiteKey other;
        PublicKeys trusted = { .count = 0 };
        Error error = { 0 };
        assert_true(site_key_make(path, &other, &error));
        char hex[KEY_PUBLIC_HEX];
        hash_hex(other.public_key, hex);
        assert_true(public_keys_add(&trusted, hex));
        assert_int_equal(verify(store).first_wrong, 0);
        store_trust(store, &trusted);
        VerifyReport report = verify(store);
        assert_int_equal(report.first_wrong, 7);
        assert_non_null(strstr(report.why, "not known"));
        store_trust(store, NULL);
        assert_int_equal(verify(store).first_wrong, 0);
        store_close(store);
}

static void a_record_whose_signatures_were_left_out_is_not_believed_with_a_key(void **state)
{
        World *world = *state;
        Store *store = world_open(world, STORE_CREATE);
        world_person(world, store, "e1");
        PublicKeys trusted = { .count = 0 };
        assert_true(public_keys_add(
                &trusted, "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"));
        store_trust(store, &trusted);
        VerifyReport report = verify(store);
        assert_int_equal(report.first_wrong, 2);
        assert_non_null(strstr(report.why, "Nothing in the record is signed"));
        store_close(store);
}

static void the_sites_key_given_from_outside_is_believed(void **state)
{
        World *world = *state;
        Store *store = world_open(world, STORE_CREATE);
        Person person = world_person(world, store, "e1");
        SiteKey key = make_key(store);
        char attempt[ID_SIZE], hex[KEY_PUBLIC_HEX];
        world_attempt(store, person.id, "hotel", 70, false, NULL, attempt);
        PublicKeys trusted = { .count = 0 };
        hash_hex(key.public_key, hex);
        assert_true(public_keys_add(&trusted, hex));
        store_trust(store, &trusted);
        VerifyReport report = verify(store);
        assert_int_equal(report.first_wrong, 0);
        assert_int_equal(report.checkpoints, 1);
        store_close(store);
}

#define CHECKPOINT_TEST(name) cmocka_unit_test_setup_teardown(name, world_make, world_end)

int main(void)
{
        const struct CMUnitTest tests[] = {
                CHECKPOINT_TEST(nothing_is_signed_without_a_key),
                CHECKPOINT_TEST(every_attempt_that_ends_is_signed),
                CHECKPOINT_TEST(a_long_log_is_signed_now_and_then),
                CHECKPOINT_TEST(who_may_not_read_the_key_stores_without_signing),
                CHECKPOINT_TEST(a_key_named_in_what_was_rolled_back_is_named_again),
                CHECKPOINT_TEST(history_rewritten_whole_shows_in_the_next_signature),
                CHECKPOINT_TEST(a_signature_that_is_not_the_keys_is_found),
                CHECKPOINT_TEST(
                        a_record_signed_with_another_key_is_not_believed_with_the_right_one),
                CHECKPOINT_TEST(a_record_whose_signatures_were_left_out_is_not_believed_with_a_key),
                CHECKPOINT_TEST(the_sites_key_given_from_outside_is_believed),
        };
        return cmocka_run_group_tests(tests, NULL, NULL);
}
