#include "../../store/world.h"

#include <sqlite3.h>
#include <sodium.h>
#include <stdio.h>

#include "report/certificate.h"

static Day today(void)
{
        return moment_day(moment_now());
}

static SiteKey make_key(Store *store)
{
        SiteKey key;
        Error error = { 0 };
        char hex[KEY_PUBLIC_HEX];
        assert_true(site_key_make(store_key_path(store), &key, &error));
        sodium_bin2hex(hex, sizeof hex, key.public_key, KEY_PUBLIC_BYTES);
        world_add(store, EVENT_KEY_CREATED, NULL, NULL, json_pack("{s:s}", "public", hex));
        return key;
}

static Certificate gather(World *world, Store *store, const Person *person, const char *module)
{
        Certificate certificate;
        char head[2 * HASH_BYTES + 1];
        Error error = { 0 };
        if (!certificate_gather(
                    store, world->arena, person, module, today(), &certificate, head, &error))
                fail_msg("%s", error.message);
        return certificate;
}

static Witness witness(World *world, Store *store, const Certificate *certificate)
{
        Witness found;
        Error error = { 0 };
        if (!certificate_witness(store, world->arena, certificate, &found, &error))
                fail_msg("%s", error.message);
        return found;
}

/* A record with a key, and a pass of e1 in "hotels". */
static Certificate start(World *world, Store **store, Person *person)
{
        char attempt[ID_SIZE];
        *store = world_open(world, STORE_CREATE);
        SiteKey key = make_key(*store);
        *person = world_person(world, *store, "e1");
        world_attempt(*store, person->id, "hotels", 83, true, "2099-01-01", attempt);
        Certificate certificate = gather(world, *store, person, "hotels");
        certificate.values[CERTIFICATE_KEY] = arena_strdup(world->arena, key.id);
        assert_string_equal(certificate.values[CERTIFICATE_ATTEMPT], attempt);
        return certificate;
}

static void a_certificate_has_the_figures_of_the_pass(void **state)
{
        Store *store;
        Person person;
        Certificate certificate = start(*state, &store, &person);
        assert_string_equal(certificate.values[CERTIFICATE_BASIS], "attempt");
        assert_string_equal(certificate.values[CERTIFICATE_SCORE], "83");
        assert_string_equal(certificate.values[CERTIFICATE_POINTS], "1.66/2");
        assert_string_equal(certificate.values[CERTIFICATE_VERSION], "1.0");
        assert_string_equal(certificate.values[CERTIFICATE_EXPIRES], "2099-01-01");
        assert_int_equal(witness(*state, store, &certificate), WITNESS_HOLDS);
        store_close(store);
}

static void the_pass_that_is_valid_longest_counts_and_then_the_better_one(void **state)
{
        World *world = *state;
        Store *store = world_open(world, STORE_CREATE);
        Person person = world_person(world, store, "e1");
        char attempt[ID_SIZE];
        world_attempt(store, person.id, "hotels", 90, true, "2099-01-01", attempt);
        world_attempt(store, person.id, "hotels", 85, true, "2099-01-01", attempt);
        world_attempt(store, person.id, "hotels", 99, true, "2098-01-01", attempt);
        world_attempt(store, person.id, "hotels", 20, false, NULL, attempt);
        world_attempt(store, person.id, "taxis", 95, true, NULL, attempt);
        Certificate certificate = gather(world, store, &person, "hotels");
        assert_string_equal(certificate.values[CERTIFICATE_SCORE], "90");
        store_close(store);
}

static void imported_and_waived_passes_say_so(void **state)
{
        World *world = *state;
        Store *store = world_open(world, STORE_CREATE);
        Person person = world_person(world, store, "e1");
        world_add(store, EVENT_COMPLETION_IMPORTED, person.id, NULL,
                body_imported("hotels", "2025-03-04", 81.5, true, NULL));
        world_add(store, EVENT_COMPLETION_WAIVED, person.id, NULL, body_waived("taxis", NULL));
        Certificate imported = gather(world, store, &person, "hotels");
        Certificate waived = gather(world, store, &person, "taxis");
        assert_string_equal(imported.values[CERTIFICATE_BASIS], "imported");
        assert_string_equal(imported.values[CERTIFICATE_COMPLETED], "2025-03-04");
        assert_string_equal(imported.values[CERTIFICATE_SCORE], "82");
        assert_string_equal(imported.values[CERTIFICATE_EXPIRES], "");
        assert_string_equal(waived.values[CERTIFICATE_BASIS], "waived");
        assert_string_equal(waived.values[CERTIFICATE_REASON], "equivalent");
        assert_string_equal(waived.values[CERTIFICATE_SCORE], "");
        store_close(store);
}

static void there_is_none_without_a_valid_pass(void **state)
{
        World *world = *state;
        Store *store = world_open(world, STORE_CREATE);
        Person person = world_person(world, store, "e1");
        Certificate certificate;
        char attempt[ID_SIZE], head[2 * HASH_BYTES + 1];
        Error error = { 0 }, expired = { 0 };
        world_attempt(store, person.id, "hotels", 20, false, NULL, attempt);
        assert_false(certificate_gather(
                store, world->arena, &person, "hotels", today(), &certificate, head, &error));
        assert_string_equal(error.message, "'hotels' is not passed yet");
        world_attempt(store, person.id, "hotels", 90, true, "2001-02-03", attempt);
        assert_false(certificate_gather(
                store, world->arena, &person, "hotels", today(), &certificate, head, &expired));
        assert_string_equal(expired.message, "the pass in 'hotels' ran out on 2001-02-03");
        store_close(store);
}

static void change(World *world, const char *sql)
{
        sqlite3 *db = NULL;
        assert_int_equal(sqlite3_open(world->path, &db), SQLITE_OK);
        assert_int_equal(sqlite3_exec(db, "DROP TRIGGER events_stay; DROP TRIGGER events_keep",
                                 NULL, NULL, NULL),
                SQLITE_OK);
        assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
        sqlite3_close(db);
}

/* What the record says to its certificate after it was changed by somebody who may write the file.
 */
static Witness after(World *world, const char *sql)
{
        Store *store;
        Person person;
        Certificate certificate = start(world, &store, &person);
        store_close(store);
        change(world, sql);
        store = world_open(world, STORE_READ);
        Witness found = witness(world, store, &certificate);
        store_close(store);
        return found;
}

static void a_changed_score_is_contradicted(void **state)
{
        assert_int_equal(after(*state, "UPDATE events SET body = replace(body, '83.0', '93.0')"),
                WITNESS_OTHER_PASS);
}

static void a_cut_off_end_is_contradicted(void **state)
{
        assert_int_equal(after(*state, "DELETE FROM events WHERE kind = 'checkpoint' AND seq ="
                                       " (SELECT max(seq) FROM events)"),
                WITNESS_CUT);
}

static void another_log_is_contradicted(void **state)
{
        assert_int_equal(after(*state, "UPDATE events SET hash = zeroblob(32) WHERE seq ="
                                       " (SELECT max(seq) FROM events)"),
                WITNESS_OTHER_HEAD);
}

static void figures_that_the_event_does_not_have_are_contradicted(void **state)
{
        Store *store;
        Person person;
        Certificate certificate = start(*state, &store, &person);
        certificate.values[CERTIFICATE_POINTS] = "2/2";
        assert_int_equal(witness(*state, store, &certificate), WITNESS_OTHER_PASS);
        certificate = gather(*state, store, &person, "hotels");
        certificate.values[CERTIFICATE_KEY] = "0000000000000000";
        assert_int_equal(witness(*state, store, &certificate), WITNESS_STRANGER);
        store_close(store);
}

#define WORLD_TEST(name) cmocka_unit_test_setup_teardown(name, world_make, world_end)

int main(void)
{
        const struct CMUnitTest tests[] = {
                WORLD_TEST(a_certificate_has_the_figures_of_the_pass),
                WORLD_TEST(the_pass_that_is_valid_longest_counts_and_then_the_better_one),
                WORLD_TEST(imported_and_waived_passes_say_so),
                WORLD_TEST(there_is_none_without_a_valid_pass),
                WORLD_TEST(a_changed_score_is_contradicted),
                WORLD_TEST(a_cut_off_end_is_contradicted),
                WORLD_TEST(another_log_is_contradicted),
                WORLD_TEST(figures_that_the_event_does_not_have_are_contradicted),
        };
        return cmocka_run_group_tests(tests, NULL, NULL);
}
