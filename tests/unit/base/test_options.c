#include "../unit.h"

#include "base/options.h"

typedef struct Values {
        bool flag;
        const char *text;
        OptionList list;
        OptionNumber number;
} Values;

static const char *const colours[] = { "red", "green", NULL };

static const OptionSpec specs[] = {
        { .name = "flag", .letter = 'f', .kind = OPTION_FLAG, .offset = offsetof(Values, flag) },
        { .name = "text",
                .kind = OPTION_TEXT,
                .argument = "T",
                .choices = colours,
                .offset = offsetof(Values, text) },
        { .name = "list",
                .letter = 'l',
                .kind = OPTION_LIST,
                .argument = "L",
                .offset = offsetof(Values, list) },
        { .name = "number",
                .kind = OPTION_NUMBER,
                .argument = "N",
                .offset = offsetof(Values, number) },
        { .name = NULL },
};

static bool parse(Values *values, Error *error, int *count, char **words)
{
        const OptionTable table = { specs, values };
        *values = (Values){ 0 };
        *error = (Error){ 0 };
        *count = 0;
        while (words[*count])
                (*count)++;
        return options_parse(&table, 1, count, words, error);
}

static void options_stand_anywhere_and_words_keep_their_order(void **state)
{
        (void)state;
        Values values;
        Error error;
        int count = 0;
        char *words[] = { "p", "one", "--text=red", "-f", "two", "--list", "a", "-lb", "--number",
                "7", "--", "--flag", NULL };
        assert_true(parse(&values, &error, &count, words));
        assert_int_equal(count, 4);
        assert_string_equal(words[1], "one");
        assert_string_equal(words[2], "two");
        assert_string_equal(words[3], "--flag");
        assert_true(values.flag);
        assert_string_equal(values.text, "red");
        assert_int_equal(values.list.count, 2);
        assert_string_equal(values.list.items[1], "b");
        assert_int_equal(values.number.value, 7);
}

static void check_refused(
        const char *first, const char *second, const char *message, const char *hint)
{
        Values values;
        Error error;
        int count = 0;
        char *words[] = { "p", (char *)first, (char *)second, NULL };
        assert_false(parse(&values, &error, &count, words));
        assert_int_equal(error.kind, ERROR_USAGE);
        assert_non_null(strstr(error.message, message));
        assert_non_null(strstr(error.hint, hint));
}

static void what_is_wrong_is_said_with_the_nearest_word(void **state)
{
        (void)state;
        check_refused("--flga", NULL, "--flga", "--flag");
        check_refused("--text", "gren", "red, green", "green");
        check_refused("--number", "many", "whole number", "");
        check_refused("--number", "-1", "whole number", "");
        check_refused("--number", NULL, "wants a value", "");
        check_refused("--flag=yes", NULL, "takes no value", "");
        check_refused("-x", NULL, "-x", "");
}

static void the_command_is_the_first_word_that_is_no_value(void **state)
{
        (void)state;
        const OptionTable table = { specs, NULL };
        char *words[] = { "p", "--text", "red", "-f", "learn", "x" };
        assert_int_equal(options_first_word(&table, 1, 6, words), 4);
        char *none[] = { "p", "--flag" };
        assert_int_equal(options_first_word(&table, 1, 2, none), 0);
}

static void a_misspelt_option_is_named_rather_than_its_value(void **state)
{
        (void)state;
        const OptionTable table = { specs, NULL };
        char *words[] = { "p", "--text=red", "-f", "--tetx", "red", "--", "--also" };
        Error error = { 0 };
        assert_true(options_are_known(&table, 1, 3, words, &error));
        assert_false(options_are_known(&table, 1, 5, words, &error));
        assert_non_null(strstr(error.message, "--tetx"));
        assert_non_null(strstr(error.hint, "--text"));
        words[3] = "--text";
        assert_true(options_are_known(&table, 1, 7, words, &error));
}

int main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(options_stand_anywhere_and_words_keep_their_order),
                cmocka_unit_test(what_is_wrong_is_said_with_the_nearest_word),
                cmocka_unit_test(the_command_is_the_first_word_that_is_no_value),
                cmocka_unit_test(a_misspelt_option_is_named_rather_than_its_value),
        };
        return cmocka_run_group_tests(tests, NULL, NULL);
}
