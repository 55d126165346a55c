/* Where statements are posted to, and who is allowed to. Neither ever stands among a program's
 * arguments, which every user of a machine can read. */
#ifndef EXCHANGE_POST_TARGET_H
#define EXCHANGE_POST_TARGET_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/error.h"

typedef struct PostTarget {
        const char *url; /* of the endpoint, without a slash at its end */
        const char *statements;
        bool is_loopback; /* the store runs on this machine */
        bool has_login;
        char user[256], password[256]; /* until post_target_clear */
} PostTarget;

/** Reads an address: https, or http to this machine alone; no login, question or fragment in it. An
 * error of kind ERROR_USAGE says what is wrong. Strings live in `arena`. */
bool post_target_read(const char *url, Arena *arena, PostTarget *target, Error *error);

/** Reads the login: MAKESAFE_LRS_USER and MAKESAFE_LRS_PASSWORD, else the file that
 * MAKESAFE_LRS_FILE names (`user:password`), which others may not be able to read. Having none is
 * no error. */
bool post_target_read_login(PostTarget *target, Error *error);

/** Overwrites the login. */
void post_target_clear(PostTarget *target);

#endif
