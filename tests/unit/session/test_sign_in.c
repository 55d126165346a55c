/* Signing in: what each line leads to, and what is not told. */
#include "../../store/world.h"

#include <stdio.h>

#include "base/translate.h"
#include "session/sign_in.h"

static const int64_t noon = 1800000000000000LL;

static SignInState say(SignIn *sign_in, Store *store, const char *line)
{
        Error error = { 0 };
        if (!sign_in_take(sign_in, store, line, noon, &error))
                fail_msg("%s", error.message);
        return sign_in->state;
}

static SignIn begin(bool roster_required, bool wants_supervisor, bool shows_names)
{
        SignIn sign_in;
        sign_in_start(&sign_in, &(SignInOptions){ roster_required, wants_supervisor, shows_names });
        return sign_in;
}

static void the_first_time_a_pin_is_chosen_twice(void **state)
{
        World *world = *state;
        Store *store = world_open(world, STORE_CREATE);
        SignIn sign_in = begin(false, false, false);
        assert_int_equal(say(&sign_in, store, ""), SIGN_IN_ID);
        assert_int_equal(say(&sign_in, store, "e17"), SIGN_IN_CHOOSE);
        assert_true(sign_in_is_secret(&sign_in));
        assert_int_equal(say(&sign_in, store, "1111"), SIGN_IN_CHOOSE);
        assert_int_equal(say(&sign_in, store, "4711"), SIGN_IN_REPEAT);
        assert_int_equal(say(&sign_in, store, "4712"), SIGN_IN_CHOOSE);
        assert_int_equal(say(&sign_in, store, "4711"), SIGN_IN_REPEAT);
        assert_int_equal(say(&sign_in, store, "4711"), SIGN_IN_DONE);
        assert_string_equal(sign_in.staff_id, "e17");
        assert_false(sign_in.is_supervisor);
        sign_in_back(&sign_in);
        assert_string_equal(sign_in.staff_id, "");
        assert_int_equal(say(&sign_in, store, "e17"), SIGN_IN_PIN);
        assert_int_equal(say(&sign_in, store, "4712"), SIGN_IN_PIN);
        assert_int_equal(say(&sign_in, store, "4711"), SIGN_IN_DONE);
        store_close(store);
}

/* Who tries an id learns the same whether it is wrong, unknown, or belongs to somebody who left. */
static void an_unknown_id_looks_like_a_wrong_pin_where_the_roster_is_required(void **state)
{
        World *world = *state;
        Store *store = world_open(world, STORE_CREATE);
        Person left = world_person(world, store, "e2");
        Error error = { 0 };
        assert_true(pin_set(store, left.id, "4711", false, true, &error));
        world_add(store, EVENT_STAFF_LEFT, left.id, NULL, json_object());
        static const char *const ids[] = { "nobody", "e2" };
        for (int i = 0; i < 2; i++) {
                SignIn sign_in = begin(true, false, false);
                assert_int_equal(say(&sign_in, store, ids[i]), SIGN_IN_PIN);
                assert_int_equal(say(&sign_in, store, "4711"), SIGN_IN_PIN);
                assert_string_equal(sign_in.notice, "Staff id or PIN is not right. Try again.");
        }
        store_close(store);
}

static void nobody_becomes_a_supervisor_by_signing_in_first(void **state)
{
        World *world = *state;
        Store *store = world_open(world, STORE_CREATE);
        world_person(world, store, "boss");
        SignIn sign_in = begin(false, true, false);
        assert_int_equal(say(&sign_in, store, "boss"), SIGN_IN_PIN);
        assert_int_equal(say(&sign_in, store, "4711"), SIGN_IN_PIN);
        store_close(store);
}

static void only_a_supervisors_pin_opens_what_is_for_supervisors(void **state)
{
        World *world = *state;
        Store *store = world_open(world, STORE_CREATE);
        Person boss = world_person(world, store, "boss"), other = world_person(world, store, "e17");
        Error error = { 0 };
        assert_true(pin_set(store, boss.id, "2468", true, true, &error));
        assert_true(pin_set(store, other.id, "4711", false, true, &error));
        SignIn sign_in = begin(false, true, false);
        say(&sign_in, store, "e17");
        assert_int_equal(say(&sign_in, store, "4711"), SIGN_IN_ID);
        assert_non_null(strstr(sign_in.notice, "for supervisors"));
        say(&sign_in, store, "boss");
        assert_int_equal(say(&sign_in, store, "2468"), SIGN_IN_DONE);
        assert_true(sign_in.is_supervisor);
        store_close(store);
}

static void five_wrong_pins_lead_back_to_the_id_with_the_time_to_wait(void **state)
{
        World *world = *state;
        Store *store = world_open(world, STORE_CREATE);
        Person person = world_person(world, store, "e17");
        Error error = { 0 };
        assert_true(pin_set(store, person.id, "4711", false, true, &error));
        SignIn sign_in = begin(false, false, false);
        say(&sign_in, store, "e17");
        for (int i = 0; i < 4; i++)
                assert_int_equal(say(&sign_in, store, "1357"), SIGN_IN_PIN);
        assert_int_equal(say(&sign_in, store, "1357"), SIGN_IN_ID);
        assert_non_null(strstr(sign_in.notice, "30 seconds"));
        say(&sign_in, store, "e17");
        assert_int_equal(say(&sign_in, store, "4711"), SIGN_IN_ID);
        store_close(store);
}

static void names_are_shown_only_where_that_is_wanted_and_never_many(void **state)
{
        World *world = *state;
        Store *store = world_open(world, STORE_CREATE);
        Error error = { 0 };
        char id[ID_SIZE];
        static const char *const names[] = { "Élin Ffion", "Huw Elis", "Bob" };
        for (int i = 0; i < 3; i++)
                assert_true(store_person_add(
                        store, (const char *[]){ "a1", "a2", "a3" }[i], names[i], "", id, &error));
        SignInMatch matches[SIGN_IN_MATCHES];
        SignIn shows = begin(false, false, true), hides = begin(false, false, false);
        assert_int_equal(sign_in_matches(&hides, store, "bob", world->arena, matches), 0);
        assert_int_equal(sign_in_matches(&shows, store, "b", world->arena, matches), 0);
        assert_int_equal(sign_in_matches(&shows, store, "él", world->arena, matches), 1);
        assert_string_equal(matches[0].staff_id, "a1");
        assert_int_equal(sign_in_matches(&shows, store, "EL", world->arena, matches), 1);
        assert_string_equal(matches[0].name, "Huw Elis");
        for (int i = 0; i < SIGN_IN_MATCHES; i++) {
                char staff_id[8];
                snprintf(staff_id, sizeof staff_id, "b%d", i);
                assert_true(store_person_add(store, staff_id, "Bobby", "", id, &error));
        }
        assert_int_equal(sign_in_matches(&shows, store, "bob", world->arena, matches), 0);
        store_close(store);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, world_make, world_end)

int main(void)
{
        translate_start("en");
        const struct CMUnitTest tests[] = {
                TEST(the_first_time_a_pin_is_chosen_twice),
                TEST(an_unknown_id_looks_like_a_wrong_pin_where_the_roster_is_required),
                TEST(nobody_becomes_a_supervisor_by_signing_in_first),
                TEST(only_a_supervisors_pin_opens_what_is_for_supervisors),
                TEST(five_wrong_pins_lead_back_to_the_id_with_the_time_to_wait),
                TEST(names_are_shown_only_where_that_is_wanted_and_never_many),
        };
        return cmocka_run_group_tests(tests, NULL, NULL);
}
