#include "../unit.h"

#include <jansson.h>
#include <locale.h>
#include <stdlib.h>

#include "base/text.h"
#include "module/diagnostic.h"

static char *print(Diagnostics *found, DiagnosticFormat format)
{
        Text text = { 0 };
        diagnostics_sort(found);
        diagnostics_print(found, format, false, &text);
        return text_take(&text);
}

static void prints(Diagnostics *found, DiagnosticFormat format, const char *expected)
{
        char *text = print(found, format);
        assert_string_equal(text, expected);
        free(text);
}

static Diagnostics *with_line(const char *line, Place place, uint32_t length)
{
        Diagnostics *found = diagnostics_new();
        diagnostics_source(found, "x.yaml", line, strlen(line));
        diagnostics_add(found, CHECK_EMPTY_TEXT, "x.yaml", place, "title")->length = length;
        return found;
}

static void nothing_found_is_nothing_said(void **state)
{
        (void)state;
        Diagnostics *found = diagnostics_new();
        prints(found, DIAGNOSTIC_HUMAN, "");
        prints(found, DIAGNOSTIC_GCC, "");
        prints(found, DIAGNOSTIC_JSON, "[]\n");
        diagnostics_free(found);
}

static void the_human_form_shows_the_line_and_a_caret(void **state)
{
        (void)state;
        Diagnostics *found = with_line("a: b\ntitle: \"\"\n", (Place){ 2, 8 }, 2);
        prints(found, DIAGNOSTIC_HUMAN,
                "x.yaml:2:8: error: 'title' is empty [E021]\n"
                "     2 | title: \"\"\n"
                "       |        ^~\n"
                "         hint: write the text that belongs here\n"
                "1 error, 0 warnings\n");
        diagnostics_free(found);
}

static void the_caret_stands_under_its_character_after_wide_ones_and_tabs(void **state)
{
        (void)state;
        Diagnostics *found = with_line("日本\tx: y\n", (Place){ 1, 4 }, 1);
        prints(found, DIAGNOSTIC_HUMAN,
                "x.yaml:1:4: error: 'title' is empty [E021]\n"
                "     1 | 日本    x: y\n"
                "       |         ^\n"
                "         hint: write the text that belongs here\n"
                "1 error, 0 warnings\n");
        diagnostics_free(found);
}

static void a_long_line_is_cut_around_the_caret(void **state)
{
        (void)state;
        Text line = { 0 };
        text_append_repeat(&line, 'a', 5000);
        text_append(&line, "HERE");
        text_append_repeat(&line, 'b', 5000);
        Diagnostics *found = with_line(text_string(&line), (Place){ 1, 5001 }, 4);
        char *text = print(found, DIAGNOSTIC_HUMAN);
        assert_non_null(strstr(text, "aaaHEREbbb"));
        const char *shown = strchr(text, '|'), *under = strstr(shown, "\n       |");
        assert_true(under - shown < 100);
        /* The caret as many cells in as the word: the "…" is one cell of three bytes. */
        assert_int_equal(strstr(under, "^~~~") - (under + 8), strstr(shown, "HERE") - shown - 2);
        free(text);
        text_clear(&line);
        diagnostics_free(found);
}

static void gcc_form_is_one_line_each(void **state)
{
        (void)state;
        Diagnostics *found = with_line("a\n", (Place){ 1, 1 }, 1);
        diagnostic_hint(found,
                diagnostics_add(found, CHECK_KEY_ORDER, "x.yaml", (Place){ 3, 2 }, "minutes"), "%s",
                "move it");
        prints(found, DIAGNOSTIC_GCC,
                "x.yaml:1:1: error: 'title' is empty; write the text that belongs here [E021]\n"
                "x.yaml:3:2: warning: 'minutes' belongs above 'signs', 'lessons' and 'quiz'; move "
                "it [W001]\n");
        diagnostics_free(found);
}

static void json_has_the_keys_it_promises(void **state)
{
        (void)state;
        Diagnostics *found = with_line("a\n", (Place){ 1, 1 }, 1);
        char *text = print(found, DIAGNOSTIC_JSON);
        json_t *array = json_loads(text, 0, NULL);
        assert_int_equal(json_array_size(array), 1);
        const json_t *one = json_array_get(array, 0);
        assert_string_equal(json_string_value(json_object_get(one, "file")), "x.yaml");
        assert_int_equal(json_integer_value(json_object_get(one, "line")), 1);
        assert_int_equal(json_integer_value(json_object_get(one, "column")), 1);
        assert_string_equal(json_string_value(json_object_get(one, "severity")), "error");
        assert_string_equal(json_string_value(json_object_get(one, "code")), "E021");
        assert_string_equal(json_string_value(json_object_get(one, "message")), "'title' is empty");
        assert_string_equal(json_string_value(json_object_get(one, "hint")),
                "write the text that belongs here");
        json_decref(array);
        free(text);
        diagnostics_free(found);
}

static void a_file_name_cannot_drive_the_terminal(void **state)
{
        (void)state;
        Diagnostics *found = diagnostics_new();
        diagnostics_add(found, CHECK_EMPTY_FILE, "a\x1b[2J\n.yaml", (Place){ 1, 1 });
        for (int format = DIAGNOSTIC_HUMAN; format <= DIAGNOSTIC_JSON; format++) {
                char *text = print(found, (DiagnosticFormat)format);
                assert_null(strchr(text, '\x1b'));
                assert_null(strstr(text, "[2J\n"));
                free(text);
        }
        diagnostics_free(found);
}

static void one_fault_is_said_once(void **state)
{
        (void)state;
        Diagnostics *found = diagnostics_new();
        for (int i = 0; i < 5; i++)
                diagnostics_add(found, CHECK_MISSING_KEY, "x.yaml", (Place){ 1, 1 }, "title");
        diagnostics_add(found, CHECK_MISSING_KEY, "x.yaml", (Place){ 1, 1 }, "summary");
        diagnostics_add(found, CHECK_MISSING_KEY, "y.yaml", (Place){ 1, 1 }, "title");
        assert_int_equal(diagnostics_count(found), 3);
        assert_int_equal(diagnostics_total(found, SEVERITY_ERROR), 3);
        diagnostics_free(found);
}

static void they_come_by_file_line_and_column_errors_first(void **state)
{
        (void)state;
        Diagnostics *found = diagnostics_new();
        diagnostics_add(found, CHECK_KEY_ORDER, "z.yaml", (Place){ 2, 1 }, "a");
        diagnostics_add(found, CHECK_NONE_RIGHT, "a.yaml", (Place){ 1, 1 });
        diagnostics_add(found, CHECK_NONE_RIGHT, "z.yaml", (Place){ 2, 1 });
        diagnostics_add(found, CHECK_NONE_RIGHT, "z.yaml", (Place){ 1, 9 });
        prints(found, DIAGNOSTIC_GCC,
                "z.yaml:1:9: error: no option is right, exactly one must be; "
                "write 'correct: true' below the text of the right one [E049]\n"
                "z.yaml:2:1: error: no option is right, exactly one must be; "
                "write 'correct: true' below the text of the right one [E049]\n"
                "z.yaml:2:1: warning: 'a' belongs above 'signs', 'lessons' and 'quiz' [W001]\n"
                "a.yaml:1:1: error: no option is right, exactly one must be; "
                "write 'correct: true' below the text of the right one [E049]\n");
        diagnostics_free(found);
}

static void a_quoted_piece_is_clean_and_short(void **state)
{
        (void)state;
        Diagnostics *found = diagnostics_new();
        assert_string_equal(diagnostics_quote(found,
                                    "a\n\x1b"
                                    "b",
                                    4),
                "a \xEF\xBF\xBD"
                "b");
        Text text = { 0 };
        for (int i = 0; i < 1000; i++)
                text_append(&text, "é");
        const char *quoted = diagnostics_quote(found, text_string(&text), text.len);
        assert_int_equal(strlen(quoted), 59 * 2 + 3);
        text_clear(&text);
        diagnostics_free(found);
}

int main(void)
{
        setlocale(LC_ALL, "C.UTF-8");
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(nothing_found_is_nothing_said),
                cmocka_unit_test(the_human_form_shows_the_line_and_a_caret),
                cmocka_unit_test(the_caret_stands_under_its_character_after_wide_ones_and_tabs),
                cmocka_unit_test(a_long_line_is_cut_around_the_caret),
                cmocka_unit_test(gcc_form_is_one_line_each),
                cmocka_unit_test(json_has_the_keys_it_promises),
                cmocka_unit_test(a_file_name_cannot_drive_the_terminal),
                cmocka_unit_test(one_fault_is_said_once),
                cmocka_unit_test(they_come_by_file_line_and_column_errors_first),
                cmocka_unit_test(a_quoted_piece_is_clean_and_short),
        };
        return cmocka_run_group_tests(tests, NULL, NULL);
}
