#include "../unit.h"

#include "base/error.h"
#include "base/translate.h"

static void paths_are_hidden_and_the_rest_of_an_error_stays(void **state)
{
        (void)state;
        static const struct {
                const char *message, *told;
        } errors[] = {
                { "/var/lib/makesafe/record.sqlite: the disk is full", "…: the disk is full" },
                { "Your answer could not be saved: sqlite:/srv/a b/record: no room",
                        "Your answer could not be saved: …: no room" },
                { "'modules/x.yaml' cannot be read", "'…' cannot be read" },
                { "'/srv/a b/x.yaml' cannot be read", "'… …' cannot be read" },
                { "Somebody has chosen a PIN", "Somebody has chosen a PIN" },
        };
        for (size_t i = 0; i < sizeof errors / sizeof *errors; i++) {
                Error error = { 0 };
                error_set(&error, "%s", errors[i].message);
                error_hint(&error, "makesafe record info --rebuild");
                error_hide_paths(&error);
                assert_string_equal(error.message, errors[i].told);
                assert_string_equal(error.hint, "Please tell whoever looks after this machine.");
        }
}

static void an_error_without_a_path_keeps_its_advice(void **state)
{
        (void)state;
        Error error = { 0 };
        error_set(&error, "The disk is full");
        error_hint(&error, "Make room and try again");
        error_hide_paths(&error);
        assert_string_equal(error.hint, "Make room and try again");
}

static void hiding_ends_whatever_stands_there(void **state)
{
        (void)state;
        Error error = { 0 };
        char text[1024];
        memset(text, '/', sizeof text - 1);
        text[sizeof text - 1] = '\0';
        for (size_t i = 1; i < sizeof text - 1; i += 2)
                text[i] = ' ';
        error_set(&error, "%s", text);
        error_hide_paths(&error);
        assert_null(strchr(error.message, '/'));
}

int main(void)
{
        translate_start("en");
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(paths_are_hidden_and_the_rest_of_an_error_stays),
                cmocka_unit_test(an_error_without_a_path_keeps_its_advice),
                cmocka_unit_test(hiding_ends_whatever_stands_there),
        };
        return cmocka_run_group_tests(tests, NULL, NULL);
}
