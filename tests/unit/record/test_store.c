#include "../../store/world.h"

#include <stdio.h>

static void every_status_has_its_name(void **state)
{
        (void)state;
        static const char *const names[STATUS_COUNT] = { "not-started", "in-progress", "failed",
                "passed", "expiring", "expired", "overdue" };
        for (int i = 0; i < STATUS_COUNT; i++)
                assert_string_equal(completion_status_names[i], names[i]);
}

static void a_path_and_a_uri_name_the_same_record(void **state)
{
        World *world = *state;
        store_close(world_open(world, STORE_CREATE));
        char uri[160];
        snprintf(uri, sizeof uri, "sqlite:%s", world->path);
        Error error = { 0 };
        Store *store = store_open(uri, STORE_READ, &error);
        assert_non_null(store);
        assert_string_equal(store_uri(store), uri);
        store_close(store);
        store = store_open(world->path, STORE_READ, &error);
        assert_string_equal(store_uri(store), uri);
        store_close(store);
}

static void an_unknown_kind_of_record_is_refused_with_advice(void **state)
{
        (void)state;
        static const char *const uris[] = { "mysql://host/record", "http://x", "a+b://" };
        for (size_t i = 0; i < sizeof uris / sizeof *uris; i++) {
                Error error = { 0 };
                assert_null(store_open(uris[i], STORE_CREATE, &error));
                assert_non_null(strstr(error.message, uris[i]));
                assert_string_not_equal(error.hint, "");
        }
}

static void no_name_is_refused(void **state)
{
        (void)state;
        static const char *const uris[] = { "", "sqlite:" };
        for (size_t i = 0; i < sizeof uris / sizeof *uris; i++) {
                Error error = { 0 };
                assert_null(store_open(uris[i], STORE_CREATE, &error));
                assert_string_not_equal(error.hint, "");
        }
}

static void closing_nothing_is_allowed(void **state)
{
        (void)state;
        store_close(NULL);
}

int main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(every_status_has_its_name),
                cmocka_unit_test_setup_teardown(
                        a_path_and_a_uri_name_the_same_record, world_make, world_end),
                cmocka_unit_test(an_unknown_kind_of_record_is_refused_with_advice),
                cmocka_unit_test(no_name_is_refused),
                cmocka_unit_test(closing_nothing_is_allowed),
        };
        return cmocka_run_group_tests(tests, NULL, NULL);
}
