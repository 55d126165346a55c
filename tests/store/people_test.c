/* The roster in the record: people, sites, assignments, many changes at once. */
#include "world.h"

#include <stdio.h>

typedef struct Names {
        char text[512];
} Names;

static bool add_name(const Person *person, void *data)
{
        Names *names = data;
        size_t len = strlen(names->text);
        snprintf(names->text + len, sizeof names->text - len, "%s=%s@%s%s ", person->staff_id,
                person->name, person->site, person->has_left ? "!" : "");
        return true;
}

static void assert_people(Store *store, const char *site, bool with_left, const char *expected)
{
        Names names = { "" };
        Error error = { 0 };
        assert_true(store_people(store, site, with_left, add_name, &names, &error));
        assert_string_equal(names.text, expected);
}

static Person add(Store *store, const char *staff_id, const char *name, const char *site)
{
        Person person = { .id = "" };
        Error error = { 0 };
        if (!store_person_add(store, staff_id, name, site, person.id, &error))
                fail_msg("%s", error.message);
        return person;
}

static void people_are_listed_by_site_and_by_whether_they_left(void **state)
{
        World *world = *state;
        Store *store = world_open(world, STORE_CREATE);
        add(store, "e2", "Bob", "Newport");
        add(store, "e1", "Ann", "Newport;Cwmbran");
        Person gone = add(store, "e3", "Cy", "");
        world_add(store, EVENT_STAFF_LEFT, gone.id, NULL, json_object());
        assert_people(store, NULL, false, "e1=Ann@Newport;Cwmbran e2=Bob@Newport ");
        assert_people(store, NULL, true, "e1=Ann@Newport;Cwmbran e2=Bob@Newport e3=Cy@! ");
        assert_people(store, "Cwmbran", true, "e1=Ann@Newport;Cwmbran ");
        assert_people(store, "Newport;Cwmbran", true, "");
        assert_people(store, "newport", true, "");
        store_close(store);
}

static void a_change_of_site_moves_the_person(void **state)
{
        World *world = *state;
        Store *store = world_open(world, STORE_CREATE);
        static const char *const sites[] = { "a", "a\"b\\c", "x; y ;", ";;", "Casnewydd ★", "a;a" };
        Person person = add(store, "e1", "Ann", "Newport");
        Error error = { 0 };
        for (size_t i = 0; i < sizeof sites / sizeof *sites; i++)
                assert_true(store_person_change(store, person.id, "Ann", sites[i], &error));
        assert_people(store, "Newport", true, "");
        assert_people(store, "a", true, "e1=Ann@a;a ");
        assert_true(store_person_change(store, person.id, "Ann", "x; y ;", &error));
        assert_people(store, "y", true, "e1=Ann@x; y ; ");
        assert_people(store, "a", true, "");
        assert_true(store_person_change(store, person.id, "Ann", "a\"b\\c", &error));
        assert_people(store, "a\"b\\c", true, "e1=Ann@a\"b\\c ");
        assert_false(store_person_change(store, person.id, "Ann", "a\nb", &error));
        error_clear(&error);
        assert_false(store_person_change(store, person.id, "\xff", "a", &error));
        error_clear(&error);
        assert_false(store_person_add(store, "", "x", "", person.id, &error));
        world_verify(store);
        store_close(store);
}

static void nobody_is_added_twice(void **state)
{
        World *world = *state;
        Store *store = world_open(world, STORE_CREATE);
        add(store, "e1", "Ann", "");
        char id[ID_SIZE];
        Error error = { 0 };
        assert_false(store_person_add(store, "e1", "Another", "", id, &error));
        assert_int_equal(world_verify(store), 1);
        store_close(store);
}

static bool add_module(const Assignment *assignment, void *data)
{
        Names *names = data;
        char due[DATE_SIZE];
        size_t len = strlen(names->text);
        day_format(assignment->due, due);
        snprintf(names->text + len, sizeof names->text - len, "%s:%s ", assignment->module, due);
        return true;
}

static void assignments_are_what_was_said_last(void **state)
{
        World *world = *state;
        Store *store = world_open(world, STORE_CREATE);
        Person person = add(store, "e1", "Ann", "");
        world_add(store, EVENT_ASSIGNED, person.id, NULL, body_assigned("hotel", "2026-01-01"));
        world_add(store, EVENT_ASSIGNED, person.id, NULL, body_assigned("airport", NULL));
        world_add(store, EVENT_ASSIGNED, person.id, NULL, body_assigned("hotel", "2027-01-01"));
        Names names = { "" };
        Error error = { 0 };
        assert_true(store_assignments(store, person.id, add_module, &names, &error));
        assert_string_equal(names.text, "airport: hotel:2027-01-01 ");
        store_close(store);
}

static void a_group_is_stored_whole(void **state)
{
        World *world = *state;
        Store *store = world_open(world, STORE_CREATE), *other = world_open(world, STORE_READ);
        Error error = { 0 };
        assert_true(store_begin(store, &error));
        Person person = add(store, "e1", "Ann", "Newport");
        world_add(store, EVENT_ASSIGNED, person.id, NULL, body_assigned("hotel", NULL));
        assert_true(store_person_change(store, person.id, "Anne", "Newport", &error));
        assert_people(other, NULL, true, "");
        assert_true(store_commit(store, &error));
        assert_people(other, NULL, true, "e1=Anne@Newport ");
        assert_int_equal(world_verify(other), 2);
        store_close(other);
        store_close(store);
}

static void of_a_group_that_is_dropped_nothing_stays(void **state)
{
        World *world = *state;
        Store *store = world_open(world, STORE_CREATE);
        Error error = { 0 };
        assert_true(store_begin(store, &error));
        add(store, "e1", "Ann", "Newport");
        store_rollback(store);
        assert_people(store, NULL, true, "");
        assert_int_equal(world_verify(store), 0);
        add(store, "e1", "Ann", "Newport");
        assert_int_equal(world_verify(store), 1);
        store_close(store);
}

static void a_group_in_which_something_failed_is_not_stored(void **state)
{
        World *world = *state;
        Store *store = world_open(world, STORE_CREATE);
        Error error = { 0 };
        char id[ID_SIZE];
        assert_true(store_begin(store, &error));
        assert_false(store_begin(store, &error));
        error_clear(&error);
        add(store, "e1", "Ann", "Newport");
        assert_false(store_person_add(store, "e1", "Ann", "Newport", id, &error));
        error_clear(&error);
        assert_false(store_person_add(store, "e2", "Bob", "Newport", id, &error));
        assert_non_null(strstr(error.message, "nothing was changed"));
        error_clear(&error);
        assert_false(store_commit(store, &error));
        assert_people(store, NULL, true, "");
        add(store, "e1", "Ann", "Newport");
        assert_int_equal(world_verify(store), 1);
        store_close(store);
}

static void others_keep_their_history_when_somebody_is_forgotten(void **state)
{
        World *world = *state;
        Store *store = world_open(world, STORE_CREATE);
        char attempt[ID_SIZE];
        Person gone = add(store, "e1", "Ann", "Newport"),
               stays = add(store, "e2", "Bob", "Newport");
        world_attempt(store, gone.id, "hotel", 100, true, NULL, attempt);
        world_attempt(store, stays.id, "hotel", 90, true, NULL, attempt);
        world_add(store, EVENT_STAFF_FORGOTTEN, gone.id, NULL, json_object());
        Error error = { 0 };
        assert_true(store_scrub(store, &error));
        assert_int_equal(world_completions(world, store, any_completion())->count, 1);
        assert_near(world_completion(world, store, stays.id, "hotel", 0).percent, 90, 1e-9);
        Seen seen = { 0 };
        world_events(store, (EventFilter){ .person = stays.id }, &seen);
        assert_int_equal(seen.count, 5);
        seen_free(&seen);
        store_close(store);
}

#define PEOPLE_TEST(name) cmocka_unit_test_setup_teardown(name, world_make, world_end)

int main(void)
{
        const struct CMUnitTest tests[] = {
                PEOPLE_TEST(people_are_listed_by_site_and_by_whether_they_left),
                PEOPLE_TEST(a_change_of_site_moves_the_person),
                PEOPLE_TEST(nobody_is_added_twice),
                PEOPLE_TEST(assignments_are_what_was_said_last),
                PEOPLE_TEST(a_group_is_stored_whole),
                PEOPLE_TEST(of_a_group_that_is_dropped_nothing_stays),
                PEOPLE_TEST(a_group_in_which_something_failed_is_not_stored),
                PEOPLE_TEST(others_keep_their_history_when_somebody_is_forgotten),
        };
        return cmocka_run_group_tests(tests, NULL, NULL);
}
