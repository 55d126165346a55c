#include "../unit.h"

#include "quiz/expiry.h"

static Day day(const char *text)
{
        Day read = DAY_NONE;
        if (text)
                assert_true(day_parse(text, &read));
        return read;
}

static void check(RenewalBase base, const char *completed, const char *old, const char *due,
        const char *expires)
{
        ModuleHead head = { .has_validity = true,
                .valid_for = { 12, 0 },
                .has_window = true,
                .renewal_window = { 2, 0 },
                .renewal_base = base };
        char text[DATE_SIZE];
        day_format(expiry_reckon(&head, day(completed), day(old), day(due)), text);
        assert_string_equal(text, expires);
}

static void from_completion_only_the_day_itself_counts(void **state)
{
        (void)state;
        check(RENEWAL_COMPLETION, "2026-11-24", NULL, NULL, "2027-11-24");
        check(RENEWAL_COMPLETION, "2026-11-24", "2026-12-31", "2026-01-01", "2027-11-24");
        check(RENEWAL_COMPLETION, "2024-02-29", NULL, NULL, "2025-02-28");
}

static void from_expiry_early_birds_lose_nothing_and_gain_nothing(void **state)
{
        (void)state;
        check(RENEWAL_EXPIRY, "2026-11-24", "2026-12-31", NULL, "2027-12-31"); /* in the window */
        check(RENEWAL_EXPIRY, "2026-10-31", "2026-12-31", NULL, "2027-12-31"); /* its first day */
        check(RENEWAL_EXPIRY, "2026-10-30", "2026-12-31", NULL, "2026-12-31"); /* before it */
        check(RENEWAL_EXPIRY, "2027-01-01", "2026-12-31", NULL, "2028-01-01"); /* too late */
        check(RENEWAL_EXPIRY, "2026-12-31", "2026-12-31", NULL, "2027-12-31"); /* its last day */
}

static void a_first_pass_counts_from_its_due_date_if_that_was_met(void **state)
{
        (void)state;
        check(RENEWAL_EXPIRY, "2026-11-24", NULL, NULL, "2027-11-24");
        check(RENEWAL_EXPIRY, "2026-11-24", NULL, "2026-12-01", "2027-12-01");
        check(RENEWAL_EXPIRY, "2026-12-02", NULL, "2026-12-01", "2027-12-02");
}

static void fixed_periods_keep_their_day_of_the_year(void **state)
{
        (void)state;
        check(RENEWAL_FIXED, "2026-11-24", "2026-12-31", NULL, "2027-12-31");
        check(RENEWAL_FIXED, "2027-02-10", "2026-12-31", NULL, "2027-12-31");
        check(RENEWAL_FIXED, "2029-03-01", "2026-12-31", NULL, "2029-12-31");
        check(RENEWAL_FIXED, "2026-06-01", "2026-12-31", NULL, "2026-12-31");
        check(RENEWAL_FIXED, "2026-11-24", NULL, "2026-08-31", "2027-08-31");
        check(RENEWAL_FIXED, "2027-08-15", NULL, "2026-08-31", "2028-08-31");
}

static void without_validity_nothing_expires(void **state)
{
        (void)state;
        ModuleHead head = { .has_validity = false };
        assert_int_equal(expiry_reckon(&head, day("2026-11-24"), DAY_NONE, DAY_NONE), DAY_NONE);
}

int main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(from_completion_only_the_day_itself_counts),
                cmocka_unit_test(from_expiry_early_birds_lose_nothing_and_gain_nothing),
                cmocka_unit_test(a_first_pass_counts_from_its_due_date_if_that_was_met),
                cmocka_unit_test(fixed_periods_keep_their_day_of_the_year),
                cmocka_unit_test(without_validity_nothing_expires),
        };
        return cmocka_run_group_tests(tests, NULL, NULL);
}
