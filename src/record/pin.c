#include "record/pin.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "base/translate.h"
#include "record/store_operations.h"

_Static_assert(PIN_HASH_SIZE >= crypto_pwhash_STRBYTES, "a hash fits");

enum { SECOND = 1000000, FIRST_DELAY = 30, LONGEST_DELAY = 3600 };

int64_t pin_delay(int64_t failures)
{
        if (failures < PIN_FREE_TRIES)
                return 0;
        int64_t seconds = FIRST_DELAY;
        for (int64_t i = PIN_FREE_TRIES; i < failures && seconds < LONGEST_DELAY; i++)
                seconds *= 2;
        return (seconds < LONGEST_DELAY ? seconds : LONGEST_DELAY) * SECOND;
}

int64_t pin_wait(const PinRow *row, int64_t now)
{
        int64_t delay = pin_delay(row->failures);
        if (now < row->failed_at)
                return delay;
        return now - row->failed_at >= delay ? 0 : delay - (now - row->failed_at);
}

bool pin_is_good(const char *pin, const char **why)
{
        size_t len = strspn(pin, "0123456789");
        bool same = true, up = true, down = true;
        for (size_t i = 1; i < len; i++) {
                same = same && pin[i] == pin[0];
                up = up && pin[i] == pin[i - 1] + 1;
                down = down && pin[i] == pin[i - 1] - 1;
        }
        *why = NULL;
        if (pin[len] || len < PIN_LEAST || len > PIN_MOST)
                *why = _("A PIN has 4 to 12 digits and nothing else.");
        else if (same || up || down)
                *why = _("That PIN is too easy to guess. Choose one that does not just count or "
                         "repeat.");
        return !*why;
}

static bool keeps_no_pins(const Store *store, Error *error)
{
        error_set(error, _("%s: this kind of record keeps no PINs; its database says who you are"),
                store_uri(store));
        return error_hint(error, _("Start makesafe without --kiosk, each with their own login"));
}

bool pin_find(Store *store, const char *person, PinRow *row, Error *error)
{
        *row = (PinRow){ .hash = "" };
        if (!store->operations->pin_find)
                return keeps_no_pins(store, error);
        return store->operations->pin_find(store, person, row, error);
}

static bool keep(Store *store, const char *person, const PinRow *row, Error *error)
{
        if (!store->operations->pin_keep)
                return keeps_no_pins(store, error);
        return store->operations->pin_keep(store, person, row, error);
}

/* Counts a try unless there is a wait. A clock that stands before the last failure is believed from
 * now on: the wait begins again, once. */
static bool count_try(
        Store *store, const char *person, int64_t now, PinRow *row, int64_t *wait, Error *error)
{
        if (!store_begin(store, error))
                return false;
        bool done = pin_find(store, person, row, error);
        *wait = done ? pin_wait(row, now) : 0;
        bool is_behind = *wait > 0 && now < row->failed_at;
        if (done && (*wait == 0 || is_behind)) {
                row->failures += *wait == 0;
                row->failed_at = now;
                done = !row->hash[0] || keep(store, person, row, error);
        }
        if (done)
                return store_commit(store, error);
        store_rollback(store);
        return false;
}

static bool forgive(Store *store, const char *person, PinRow *row, Error *error)
{
        if (!store_begin(store, error))
                return false;
        /* Read again: it may have been changed, or reset, meanwhile. */
        PinRow now_there;
        bool done = pin_find(store, person, &now_there, error);
        if (done && strcmp(now_there.hash, row->hash) == 0) {
                row->failures = 0;
                done = keep(store, person, row, error);
        }
        if (done)
                return store_commit(store, error);
        store_rollback(store);
        return false;
}

bool pin_try(Store *store, const char *person, const char *pin, int64_t now, PinAnswer *answer,
        int64_t *wait, Error *error)
{
        PinRow row;
        if (!count_try(store, person, now, &row, wait, error))
                return false;
        *answer = PIN_LOCKED;
        if (*wait > 0)
                return true;
        bool right = row.hash[0] && crypto_pwhash_str_verify(row.hash, pin, strlen(pin)) == 0;
        *answer = right ? PIN_RIGHT : PIN_WRONG;
        *wait = right ? 0 : pin_wait(&row, now);
        bool done = !right || forgive(store, person, &row, error);
        sodium_memzero(&row, sizeof row);
        return done;
}

static bool make_hash(const char *pin, char hash[PIN_HASH_SIZE])
{
        return sodium_init() >= 0 &&
               crypto_pwhash_str_alg(hash, pin, strlen(pin), crypto_pwhash_OPSLIMIT_INTERACTIVE,
                       crypto_pwhash_MEMLIMIT_INTERACTIVE, crypto_pwhash_ALG_ARGON2ID13) == 0;
}

void pin_try_nobody(const char *pin)
{
        char hash[PIN_HASH_SIZE];
        make_hash(pin, hash);
        sodium_memzero(hash, sizeof hash);
}

bool pin_set(Store *store, const char *person, const char *pin, bool is_supervisor, bool only_first,
        Error *error)
{
        PinRow there, row = { .is_supervisor = is_supervisor };
        if (!make_hash(pin, row.hash)) {
                error_set(error, _("The PIN could not be kept: there is not enough memory"));
                return error_hint(error, _("Close other programs and try again"));
        }
        if (!store_begin(store, error))
                return false;
        bool done = pin_find(store, person, &there, error);
        if (done && only_first && there.hash[0])
                done = error_set(error, _("Somebody has chosen a PIN for this staff id meanwhile"));
        done = done && keep(store, person, &row, error);
        sodium_memzero(&row, sizeof row);
        if (done)
                return store_commit(store, error);
        store_rollback(store);
        return false;
}

bool pin_reset(Store *store, const char *person, Error *error)
{
        return keep(store, person, NULL, error);
}
