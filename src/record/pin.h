/* PINs: how people sign in on a shared machine. Hashes stand in the record, in a table of their
 * own; no event, export or report has them. */
#ifndef RECORD_PIN_H
#define RECORD_PIN_H

#include "record/store.h"

enum {
        PIN_LEAST = 4, /* digits */
        PIN_MOST = 12,
        PIN_HASH_SIZE = 128,
        PIN_FREE_TRIES = 5 /* wrong ones before there is a wait */
};

/** What the record has about a person's PIN; all zero where there is none. */
typedef struct PinRow {
        char hash[PIN_HASH_SIZE]; /* "" where none was chosen yet */
        bool is_supervisor;
        int64_t failures, failed_at;
} PinRow;

typedef enum PinAnswer { PIN_RIGHT, PIN_WRONG, PIN_LOCKED } PinAnswer;

/** How long, in microseconds, nobody may try after so many wrong PINs: nothing for the first five,
 * then half a minute, doubled with each, at most an hour. */
int64_t pin_delay(int64_t failures);

/** What is left of that wait. A clock that was put back makes it neither shorter nor longer than
 * the whole wait from now on. */
int64_t pin_wait(const PinRow *row, int64_t now);

/** Whether a text may be a PIN. \param why  receives, translated, what to choose instead */
bool pin_is_good(const char *pin, const char **why);

bool pin_find(Store *store, const char *person, PinRow *row, Error *error);

/** Tries a PIN. The try is stored before it is looked at, so that neither a restart nor another
 * terminal gives more of them; a right one sets the count back.
 *
 * \param now   the wall clock, UTC microseconds
 * \param wait  receives what is left to wait, in microseconds; 0 for none
 * \return      false only where the record could not be asked */
bool pin_try(Store *store, const char *person, const char *pin, int64_t now, PinAnswer *answer,
        int64_t *wait, Error *error);

/** Takes as long as trying somebody's PIN, so that a stopwatch does not tell who is on the roster.
 */
void pin_try_nobody(const char *pin);

/** Gives a person a PIN. \param only_first  refuse where there is one already */
bool pin_set(Store *store, const char *person, const char *pin, bool is_supervisor, bool only_first,
        Error *error);

/** Takes PIN, waiting time and supervisor's right away; a new PIN is chosen at the next sign-in. */
bool pin_reset(Store *store, const char *person, Error *error);

#endif
