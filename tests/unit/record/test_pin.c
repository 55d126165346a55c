/* PINs: what may be one, how long one waits after wrong ones, what the record keeps. */
#include "../../store/world.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/file.h"
#include "record/pin.h"

enum { SECOND = 1000000 };

static const int64_t noon = 1800000000LL * SECOND;

static void a_pin_is_some_digits_that_do_not_just_count(void **state)
{
        (void)state;
        static const char *const good[] = { "4711", "0007", "123123", "135790246813" };
        static const char *const bad[] = { "", "471", "4711x", " 4711", "1357902468135", "0000",
                "1234", "987654", "٤٧١١" };
        const char *why = NULL;
        for (size_t i = 0; i < sizeof good / sizeof *good; i++)
                assert_true(pin_is_good(good[i], &why));
        for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
                assert_false(pin_is_good(bad[i], &why));
                assert_non_null(why);
        }
}

static void the_wait_doubles_after_five_failures_up_to_an_hour(void **state)
{
        (void)state;
        static const int seconds[] = { 0, 0, 0, 0, 0, 30, 60, 120, 240, 480, 960, 1920, 3600,
                3600 };
        for (int i = 0; i < (int)(sizeof seconds / sizeof *seconds); i++)
                assert_int_equal(pin_delay(i), (int64_t)seconds[i] * SECOND);
        assert_int_equal(pin_delay(INT64_MAX), 3600LL * SECOND);
}

static void a_clock_put_back_neither_shortens_the_wait_nor_makes_it_endless(void **state)
{
        (void)state;
        PinRow row = { .failures = 6, .failed_at = noon };
        assert_int_equal(pin_wait(&row, noon), 60 * SECOND);
        assert_int_equal(pin_wait(&row, noon + 59 * SECOND), SECOND);
        assert_int_equal(pin_wait(&row, noon + 60 * SECOND), 0);
        assert_int_equal(pin_wait(&row, noon - 1000LL * 86400 * SECOND), 60 * SECOND);
}

static PinAnswer try(
        Store *store, const Person *person, const char *pin, int64_t now, int64_t *wait)
{
        PinAnswer answer = PIN_LOCKED;
        Error error = { 0 };
        if (!pin_try(store, person->id, pin, now, &answer, wait, &error))
                fail_msg("%s", error.message);
        return answer;
}

static Person with_pin(const World *world, Store *store, const char *staff_id, const char *pin)
{
        Error error = { 0 };
        Person person = world_person(world, store, staff_id);
        if (!pin_set(store, person.id, pin, false, true, &error))
                fail_msg("%s", error.message);
        return person;
}

static void a_restart_gives_no_more_tries(void **state)
{
        World *world = *state;
        Store *store = world_open(world, STORE_CREATE);
        Person person = with_pin(world, store, "e17", "4711");
        int64_t wait = 0;
        for (int i = 0; i < PIN_FREE_TRIES; i++) {
                assert_int_equal(try(store, &person, "1357", noon, &wait), PIN_WRONG);
                store_close(store);
                store = world_open(world, STORE_WRITE);
        }
        assert_int_equal(wait, 30 * SECOND);
        /* The right one is not even looked at while there is a wait, and that is no failure. */
        assert_int_equal(try(store, &person, "4711", noon + SECOND, &wait), PIN_LOCKED);
        assert_int_equal(wait, 29 * SECOND);
        assert_int_equal(try(store, &person, "1357", noon + 31 * SECOND, &wait), PIN_WRONG);
        assert_int_equal(wait, 60 * SECOND);
        assert_int_equal(try(store, &person, "4711", noon + 92 * SECOND, &wait), PIN_RIGHT);
        assert_int_equal(wait, 0);
        assert_int_equal(try(store, &person, "1357", noon + 93 * SECOND, &wait), PIN_WRONG);
        assert_int_equal(wait, 0);
        store_close(store);
}

static void a_wait_set_by_a_clock_that_was_wrong_ends(void **state)
{
        World *world = *state;
        Store *store = world_open(world, STORE_CREATE);
        Person person = with_pin(world, store, "e17", "4711");
        int64_t wait = 0;
        for (int i = 0; i < PIN_FREE_TRIES; i++)
                try(store, &person, "1357", noon, &wait);
        int64_t then = noon - 1000LL * 86400 * SECOND;
        assert_int_equal(try(store, &person, "4711", then, &wait), PIN_LOCKED);
        assert_int_equal(wait, 30 * SECOND);
        assert_int_equal(try(store, &person, "4711", then + 29 * SECOND, &wait), PIN_LOCKED);
        assert_int_equal(try(store, &person, "4711", then + 30 * SECOND, &wait), PIN_RIGHT);
        store_close(store);
}

static void two_terminals_share_the_tries(void **state)
{
        World *world = *state;
        Store *one = world_open(world, STORE_CREATE), *two = world_open(world, STORE_WRITE);
        Person person = with_pin(world, one, "e17", "4711");
        int64_t wait = 0;
        for (int i = 0; i < PIN_FREE_TRIES; i++)
                try(i % 2 ? one : two, &person, "1357", noon, &wait);
        assert_int_equal(try(one, &person, "4711", noon, &wait), PIN_LOCKED);
        store_close(one);
        store_close(two);
}

static void the_first_pin_is_given_once_and_a_reset_allows_another(void **state)
{
        World *world = *state;
        Store *store = world_open(world, STORE_CREATE);
        Person person = with_pin(world, store, "e17", "4711");
        Error error = { 0 };
        assert_false(pin_set(store, person.id, "2468", false, true, &error));
        int64_t wait = 0;
        assert_int_equal(try(store, &person, "4711", noon, &wait), PIN_RIGHT);
        error_clear(&error);
        assert_true(pin_set(store, person.id, "2468", true, false, &error));
        PinRow row;
        assert_true(pin_find(store, person.id, &row, &error));
        assert_true(row.is_supervisor);
        assert_non_null(strstr(row.hash, "$argon2id$"));
        assert_true(pin_reset(store, person.id, &error));
        assert_true(pin_find(store, person.id, &row, &error));
        assert_string_equal(row.hash, "");
        assert_false(row.is_supervisor);
        assert_int_equal(try(store, &person, "2468", noon, &wait), PIN_WRONG);
        store_close(store);
}

/* The salt of a hash, which stands in the file in clear. */
static void read_salt(Store *store, const char *person, char salt[24])
{
        PinRow row;
        Error error = { 0 };
        assert_true(pin_find(store, person, &row, &error));
        const char *at = strstr(row.hash, "p=1$");
        assert_non_null(at);
        snprintf(salt, 24, "%.22s", at + 4);
}

static bool file_has(const char *path, const char *text)
{
        char *bytes = NULL;
        size_t len = 0;
        Error error = { 0 };
        assert_true(file_read(path, 1 << 24, &bytes, &len, &error));
        bool has = memmem(bytes, len, text, strlen(text)) != NULL;
        free(bytes);
        return has;
}

static void forgetting_a_person_takes_the_pin_out_of_the_file(void **state)
{
        World *world = *state;
        Error error = { 0 };
        char salt[24];
        Store *store = world_open(world, STORE_CREATE);
        Person person = with_pin(world, store, "e17", "4711");
        read_salt(store, person.id, salt);
        store_close(store);
        assert_true(file_has(world->path, salt));
        store = world_open(world, STORE_WRITE);
        world_add(store, EVENT_STAFF_FORGOTTEN, person.id, NULL, json_object());
        assert_true(store_scrub(store, &error));
        world_verify(store);
        store_close(store);
        assert_false(file_has(world->path, salt));
}

static bool has_no_hash(const Event *event, void *data)
{
        (void)data;
        assert_null(strstr(event->body, "argon2"));
        return true;
}

static void a_pin_is_in_no_event_and_the_record_stays_sound(void **state)
{
        World *world = *state;
        Error error = { 0 };
        Store *store = world_open(world, STORE_CREATE);
        Person person = with_pin(world, store, "e17", "4711");
        int64_t wait = 0, changed = -1;
        try(store, &person, "1357", noon, &wait);
        assert_true(store_events(store, &(EventFilter){ 0 }, has_no_hash, NULL, &error));
        assert_int_equal(world_verify(store), 1);
        assert_true(store_rebuild(store, &changed, &error));
        assert_int_equal(changed, 0);
        assert_int_equal(try(store, &person, "4711", noon, &wait), PIN_RIGHT);
        store_close(store);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, world_make, world_end)

int main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(a_pin_is_some_digits_that_do_not_just_count),
                cmocka_unit_test(the_wait_doubles_after_five_failures_up_to_an_hour),
                cmocka_unit_test(a_clock_put_back_neither_shortens_the_wait_nor_makes_it_endless),
                TEST(a_restart_gives_no_more_tries),
                TEST(a_wait_set_by_a_clock_that_was_wrong_ends),
                TEST(two_terminals_share_the_tries),
                TEST(the_first_pin_is_given_once_and_a_reset_allows_another),
                TEST(forgetting_a_person_takes_the_pin_out_of_the_file),
                TEST(a_pin_is_in_no_event_and_the_record_stays_sound),
        };
        return cmocka_run_group_tests(tests, NULL, NULL);
}
