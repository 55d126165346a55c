/* Signing in on a shared machine: staff id, then PIN; the first time a PIN is chosen, twice.
 *
 *   ID → PIN → DONE        a wrong PIN stays at PIN; after five there are waits, at ID
 *   ID → CHOOSE → REPEAT → DONE
 */
#ifndef SESSION_SIGN_IN_H
#define SESSION_SIGN_IN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "record/pin.h"
#include "record/store.h"

typedef enum SignInState {
        SIGN_IN_ID,
        SIGN_IN_PIN,
        SIGN_IN_CHOOSE,
        SIGN_IN_REPEAT,
        SIGN_IN_DONE
} SignInState;

enum { SIGN_IN_ID_SIZE = 256, SIGN_IN_MATCHES = 5, SIGN_IN_MATCH_LEAST = 2 /* characters */ };

typedef struct SignInOptions {
        bool roster_required;  /* nobody is added by signing in */
        bool wants_supervisor; /* only supervisors get through */
        bool shows_names;      /* whoever types two letters of a name is shown who it may be */
} SignInOptions;

typedef struct SignIn {
        SignInOptions options;
        SignInState state;
        char staff_id[SIGN_IN_ID_SIZE]; /* once past SIGN_IN_ID */
        bool is_supervisor;             /* SIGN_IN_DONE */
        char person[ID_SIZE];           /* "" where the roster lacks the id */
        char chosen[PIN_MOST + 1];
        char notice[256]; /* what became of the last line, translated; "" for nothing */
} SignIn;

/** What typing has found: a few people by name. Strings live in the arena that was passed. */
typedef struct SignInMatch {
        const char *staff_id, *name;
} SignInMatch;

void sign_in_start(SignIn *sign_in, const SignInOptions *options);

/** Takes one line. Whether an id is on the roster is not told: where it is not, and nobody may be
 * added, a PIN is asked for and is wrong.
 *
 * \param now  the wall clock, UTC microseconds
 * \return     false only where the record could not be asked; the state is as it was */
bool sign_in_take(SignIn *sign_in, Store *store, const char *line, int64_t now, Error *error);

/** Goes back to the staff id; nothing that was typed is kept in memory. */
void sign_in_back(SignIn *sign_in);

/** What the next line is to be, in words. */
const char *sign_in_question(const SignIn *sign_in);

/** Whether it is to be read without being shown. */
bool sign_in_is_secret(const SignIn *sign_in);

/** People one of whose names begins with a text, case ignored; none where names are not shown, the
 * text is short, or more than `SIGN_IN_MATCHES` fit: nobody is to read the roster off a machine
 * that anybody can walk up to. \return how many were found */
size_t sign_in_matches(const SignIn *sign_in, Store *store, const char *text, Arena *arena,
        SignInMatch matches[SIGN_IN_MATCHES]);

#endif
