#include "../unit.h"

#include <stdlib.h>
#include <time.h>

#include "base/date.h"

static void every_day_of_eight_centuries_survives_the_round_trip(void **state)
{
        (void)state;
        Day first = day_from_date(1600, 1, 1), last = day_from_date(2400, 12, 31);
        int year = 0, month = 0, dayofmonth = 0, before = 0;
        for (Day day = first; day <= last; day++) {
                day_to_date(day, &year, &month, &dayofmonth);
                assert_int_equal(day_from_date(year, month, dayofmonth), day);
                assert_true(dayofmonth == before + 1 || dayofmonth == 1);
                before = dayofmonth;
        }
        assert_int_equal(day_from_date(1970, 1, 1), 0);
        assert_int_equal(day_from_date(2000, 3, 1), 11017);
}

static void only_days_that_exist_are_read(void **state)
{
        (void)state;
        Day day = 0;
        assert_true(day_parse("2024-02-29", &day));
        assert_false(day_parse("2023-02-29", &day));
        assert_false(day_parse("1900-02-29", &day));
        assert_true(day_parse("2000-02-29", &day));
        assert_false(day_parse("2024-13-01", &day));
        assert_false(day_parse("2024-1-01", &day));
        assert_false(day_parse("2024-01-01 ", &day));
        assert_false(day_parse("", &day));
}

static void check_add(const char *from, Period period, int times, const char *to)
{
        Day day = 0;
        char text[DATE_SIZE];
        assert_true(day_parse(from, &day));
        day_format(day_add(day, period, times), text);
        assert_string_equal(text, to);
}

static void months_end_on_their_last_day(void **state)
{
        (void)state;
        check_add("2026-01-31", (Period){ 1, 0 }, 1, "2026-02-28");
        check_add("2024-01-31", (Period){ 1, 0 }, 1, "2024-02-29");
        check_add("2024-02-29", (Period){ 12, 0 }, 1, "2025-02-28");
        check_add("2024-02-29", (Period){ 12, 0 }, 4, "2028-02-29");
        check_add("2026-03-31", (Period){ 1, 0 }, -1, "2026-02-28");
        check_add("2026-01-15", (Period){ 2, 0 }, -1, "2025-11-15");
        check_add("2026-12-31", (Period){ 0, 90 }, 1, "2027-03-31");
}

static void periods_are_read_as_they_are_spoken(void **state)
{
        (void)state;
        Period period = { 0, 0 };
        assert_true(period_parse("12 months", &period));
        assert_int_equal(period.months, 12);
        assert_true(period_parse("1 year", &period));
        assert_int_equal(period.months, 12);
        assert_true(period_parse("90 days", &period));
        assert_int_equal(period.days, 90);
        assert_false(period_parse("twelve months", &period));
        assert_false(period_parse("12months", &period));
        assert_false(period_parse("0 days", &period));
        assert_false(period_parse("12 moons", &period));
        assert_false(period_parse("-1 day", &period));
        assert_false(period_parse("99999999999999999999 days", &period));
}

static void moments_are_written_to_the_microsecond_in_utc(void **state)
{
        (void)state;
        char text[MOMENT_SIZE];
        moment_format(0, text);
        assert_string_equal(text, "1970-01-01T00:00:00.000000Z");
        moment_format(-1, text);
        assert_string_equal(text, "1969-12-31T23:59:59.999999Z");
        assert_int_equal(moment_day(-1), -1);
}

static void a_duration_is_a_number_and_a_unit(void **state)
{
        (void)state;
        static const struct {
                const char *text;
                unsigned seconds;
        } good[] = { { "5 minutes", 300 }, { "1 minute", 60 }, { "90 seconds", 90 },
                { "24 hours", 86400 } };
        static const char *const bad[] = { "", "5", "5minutes", "0 minutes", "-1 minutes",
                "25 hours", "5 days", "5  minutes", "99999999999999999999 seconds", "5 minutess" };
        unsigned seconds = 0;
        for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
                assert_true(duration_parse(good[i].text, &seconds));
                assert_int_equal(seconds, good[i].seconds);
        }
        for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
                assert_false(duration_parse(bad[i], &seconds));
}

static void today_is_the_day_in_utc_wherever_one_is(void **state)
{
        (void)state;
        /* At any moment one of these two has another day than UTC. */
        static const char *const zones[] = { "AHEAD-14", "BEHIND+12" };
        for (size_t i = 0; i < 2; i++) {
                setenv("TZ", zones[i], 1);
                tzset();
                Day before = moment_day(moment_now()), today = day_today();
                assert_true(today == before || today == moment_day(moment_now()));
        }
        unsetenv("TZ");
        tzset();
}

int main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(every_day_of_eight_centuries_survives_the_round_trip),
                cmocka_unit_test(only_days_that_exist_are_read),
                cmocka_unit_test(months_end_on_their_last_day),
                cmocka_unit_test(periods_are_read_as_they_are_spoken),
                cmocka_unit_test(moments_are_written_to_the_microsecond_in_utc),
                cmocka_unit_test(a_duration_is_a_number_and_a_unit),
                cmocka_unit_test(today_is_the_day_in_utc_wherever_one_is),
        };
        return cmocka_run_group_tests(tests, NULL, NULL);
}
