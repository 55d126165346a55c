#include <locale.h>

#include "../unit.h"

#include "base/text.h"

static void nothing_that_drives_a_terminal_passes(void **state)
{
        (void)state;
        char clean[64];
        text_clean(clean, sizeof clean, "a\x1b[2Jb");
        assert_string_equal(clean, "a\xEF\xBF\xBD[2Jb");
        text_clean(clean, sizeof clean, "a\nb\tc");
        assert_string_equal(clean, "a b c");
        text_clean(clean, sizeof clean,
                "\xC2\x9B"
                "31m");
        assert_string_equal(clean, "\xEF\xBF\xBD"
                                   "31m");
        text_clean(clean, sizeof clean, "\xE2\x80\xAEtxt");
        assert_string_equal(clean, "\xEF\xBF\xBDtxt");
        text_clean(clean, sizeof clean, "\xFFz");
        assert_string_equal(clean, "\xEF\xBF\xBDz");
        text_clean(clean, sizeof clean, "Tŷ Bach, caffi");
        assert_string_equal(clean, "Tŷ Bach, caffi");
}

static void a_small_buffer_is_cut_at_a_character(void **state)
{
        (void)state;
        char small[4];
        text_clean(small, sizeof small, "aŷŷ");
        assert_string_equal(small, "aŷ");
}

static void a_text_grows_and_is_always_terminated(void **state)
{
        (void)state;
        Text text = { 0 };
        assert_string_equal(text_string(&text), "");
        for (int i = 0; i < 1000; i++)
                text_printf(&text, "%d,", i);
        assert_int_equal(text.len, 10 * 2 + 90 * 3 + 900 * 4);
        assert_int_equal(strlen(text_string(&text)), text.len);
        text_clear(&text);
}

static void a_text_too_wide_ends_in_an_ellipsis(void **state)
{
        (void)state;
        setlocale(LC_ALL, "C.UTF-8");
        static const struct {
                const char *text;
                int cells;
                const char *fitted;
        } rows[] = { { "rhywbeth", 8, "rhywbeth" }, { "rhywbeth", 7, "rhywbe…" },
                { "日本語", 5, "日本…" }, { "日本語", 4, "日…" }, { "a", 0, "…" }, { "", 0, "" } };
        for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
                Text text = { 0 };
                text_append(&text, rows[i].text);
                text_fit(&text, rows[i].cells);
                assert_string_equal(text_string(&text), rows[i].fitted);
                text_clear(&text);
        }
}

int main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(nothing_that_drives_a_terminal_passes),
                cmocka_unit_test(a_small_buffer_is_cut_at_a_character),
                cmocka_unit_test(a_text_grows_and_is_always_terminated),
                cmocka_unit_test(a_text_too_wide_ends_in_an_ellipsis),
        };
        return cmocka_run_group_tests(tests, NULL, NULL);
}
