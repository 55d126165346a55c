/* Days and moments. Moments are UTC microseconds since 1970; days are days since 1970-01-01. */
#ifndef BASE_DATE_H
#define BASE_DATE_H

#include <stdbool.h>
#include <stdint.h>

typedef int32_t Day;

/** No day: "never", "not known". */
#define DAY_NONE INT32_MIN

enum { DATE_SIZE = 16, MOMENT_SIZE = 40 };

/** A span of calendar time, as `12 months`, `90 days`, `2 years` name it. */
typedef struct Period {
        int32_t months; /* years count as twelve */
        int32_t days;
} Period;

/** The wall clock, UTC microseconds. */
int64_t moment_now(void);

/** The day of a moment, in UTC. */
Day moment_day(int64_t moment);

/** The day it is in UTC: the record's days are, so nobody is overdue on one screen and in time on
 * another. */
Day day_today(void);

/** Proleptic Gregorian date to day and back. */
Day day_from_date(int year, int month, int dayofmonth);
void day_to_date(Day day, int *year, int *month, int *dayofmonth);

/** Reads `YYYY-MM-DD`, only days that exist. */
bool day_parse(const char *text, Day *day);

/** Writes `YYYY-MM-DD`, or "" for DAY_NONE. */
void day_format(Day day, char buffer[DATE_SIZE]);

/** Adds months, then days. A month that is too short ends on its last day: 31 January and 1 month
 * is 28 or 29 February. `times` may be negative. */
Day day_add(Day day, Period period, int times);

/** Reads `12 months`, `90 days`, `2 years`, `3 weeks`; English words, one number, at most 100
 * years. */
bool period_parse(const char *text, Period *period);

/** Reads `90 seconds`, `5 minutes`, `1 hour`; English words, one number, more than nothing, at most
 * a day. */
bool duration_parse(const char *text, unsigned *seconds);

/** Writes RFC 3339 in UTC with microseconds: `2026-01-31T09:30:00.000000Z`. */
void moment_format(int64_t moment, char buffer[MOMENT_SIZE]);

/** Writes the local time of day `10:02:11`, or the local date and minute `2026-01-31 10:02`. */
void moment_format_clock(int64_t moment, char buffer[MOMENT_SIZE]);
void moment_format_local(int64_t moment, char buffer[MOMENT_SIZE]);

#endif
