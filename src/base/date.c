#include "base/date.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static const int64_t MICROSECONDS = 1000000;

int64_t moment_now(void)
{
        struct timespec now;
        clock_gettime(CLOCK_REALTIME, &now);
        return (int64_t)now.tv_sec * MICROSECONDS + now.tv_nsec / 1000;
}

static int64_t floor_divide(int64_t a, int64_t b)
{
        return a / b - (a % b < 0);
}

Day moment_day(int64_t moment)
{
        return (Day)floor_divide(moment, 86400 * MICROSECONDS);
}

Day day_today(void)
{
        return moment_day(moment_now());
}

/* Days from civil date and back: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms". */
Day day_from_date(int year, int month, int dayofmonth)
{
        int64_t y = year - (month <= 2);
        int64_t era = floor_divide(y, 400);
        int64_t yoe = y - era * 400;
        int64_t doy = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + dayofmonth - 1;
        int64_t doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;
        return (Day)(era * 146097 + doe - 719468);
}

void day_to_date(Day day, int *year, int *month, int *dayofmonth)
{
        int64_t z = (int64_t)day + 719468;
        int64_t era = floor_divide(z, 146097);
        int64_t doe = z - era * 146097;
        int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
        int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
        int64_t mp = (5 * doy + 2) / 153;
        *dayofmonth = (int)(doy - (153 * mp + 2) / 5 + 1);
        *month = (int)(mp < 10 ? mp + 3 : mp - 9);
        *year = (int)(yoe + era * 400 + (*month <= 2));
}

static int days_in_month(int year, int month)
{
        static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
        bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
        return days[month - 1] + (month == 2 && leap);
}

static bool read_digits(const char *text, int count, int *value)
{
        *value = 0;
        for (int i = 0; i < count; i++) {
                if (text[i] < '0' || text[i] > '9')
                        return false;
                *value = *value * 10 + (text[i] - '0');
        }
        return true;
}

bool day_parse(const char *text, Day *day)
{
        int year = 0, month = 0, dayofmonth = 0;
        if (strlen(text) != 10 || text[4] != '-' || text[7] != '-')
                return false;
        if (!read_digits(text, 4, &year) || !read_digits(text + 5, 2, &month) ||
                !read_digits(text + 8, 2, &dayofmonth))
                return false;
        if (year < 1 || month < 1 || month > 12 || dayofmonth < 1 ||
                dayofmonth > days_in_month(year, month))
                return false;
        *day = day_from_date(year, month, dayofmonth);
        return true;
}

void day_format(Day day, char buffer[DATE_SIZE])
{
        buffer[0] = '\0';
        if (day == DAY_NONE)
                return;
        int year = 0, month = 0, dayofmonth = 0;
        day_to_date(day, &year, &month, &dayofmonth);
        if (year >= 0 && year <= 9999)
                snprintf(buffer, DATE_SIZE, "%04d-%02d-%02d", year, month, dayofmonth);
}

Day day_add(Day day, Period period, int times)
{
        if (day == DAY_NONE)
                return DAY_NONE;
        int year = 0, month = 0, dayofmonth = 0;
        day_to_date(day, &year, &month, &dayofmonth);
        int64_t months = (int64_t)year * 12 + month - 1 + (int64_t)period.months * times;
        year = (int)floor_divide(months, 12);
        month = (int)(months - (int64_t)year * 12) + 1;
        if (dayofmonth > days_in_month(year, month))
                dayofmonth = days_in_month(year, month);
        return (Day)(day_from_date(year, month, dayofmonth) + (int64_t)period.days * times);
}

bool period_parse(const char *text, Period *period)
{
        static const struct {
                const char *word;
                int months, days;
        } units[] = { { "day", 0, 1 }, { "week", 0, 7 }, { "month", 1, 0 }, { "year", 12, 0 } };
        if (!isdigit((unsigned char)text[0]))
                return false;
        char *end = NULL;
        unsigned long number = strtoul(text, &end, 10);
        if (number < 1 || number > 36525 || *end != ' ')
                return false;
        const char *word = end + 1;
        for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
                size_t len = strlen(units[i].word);
                if (strncmp(word, units[i].word, len) != 0)
                        continue;
                if (word[len] != '\0' && strcmp(word + len, "s") != 0)
                        continue;
                Period read = { (int)number * units[i].months, (int)number * units[i].days };
                if (read.months > 1200 || read.days > 36525)
                        return false;
                *period = read;
                return true;
        }
        return false;
}

bool duration_parse(const char *text, unsigned *seconds)
{
        static const struct {
                const char *word;
                unsigned seconds;
        } units[] = { { "second", 1 }, { "minute", 60 }, { "hour", 3600 } };
        char *end = NULL;
        unsigned long number = isdigit((unsigned char)text[0]) ? strtoul(text, &end, 10) : 0;
        if (number < 1 || number > 86400 || *end != ' ')
                return false;
        const char *word = end + 1;
        for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
                size_t len = strlen(units[i].word);
                if (strncmp(word, units[i].word, len) == 0 &&
                        (word[len] == '\0' || strcmp(word + len, "s") == 0)) {
                        *seconds = (unsigned)number * units[i].seconds;
                        return *seconds <= 86400;
                }
        }
        return false;
}

void moment_format(int64_t moment, char buffer[MOMENT_SIZE])
{
        int64_t seconds = floor_divide(moment, MICROSECONDS);
        time_t whole = (time_t)seconds;
        struct tm utc;
        buffer[0] = '\0';
        if (!gmtime_r(&whole, &utc) || utc.tm_year < -1900 || utc.tm_year > 8099)
                return;
        size_t len = strftime(buffer, MOMENT_SIZE, "%Y-%m-%dT%H:%M:%S", &utc);
        snprintf(buffer + len, MOMENT_SIZE - len, ".%06dZ", (int)(moment - seconds * MICROSECONDS));
}

static void format_local(int64_t moment, const char *format, char buffer[MOMENT_SIZE])
{
        time_t whole = (time_t)floor_divide(moment, MICROSECONDS);
        struct tm here;
        buffer[0] = '\0';
        if (localtime_r(&whole, &here))
                strftime(buffer, MOMENT_SIZE, format, &here);
}

void moment_format_clock(int64_t moment, char buffer[MOMENT_SIZE])
{
        format_local(moment, "%H:%M:%S", buffer);
}

void moment_format_local(int64_t moment, char buffer[MOMENT_SIZE])
{
        format_local(moment, "%Y-%m-%d %H:%M", buffer);
}
