/* Errors are values: the first cause wins, callers add context, only commands and front ends print.
 */
#ifndef BASE_ERROR_H
#define BASE_ERROR_H

#include <stdbool.h>

typedef enum ErrorKind {
        ERROR_NONE,
        ERROR_FAILED,   /* could not: exit status 3 */
        ERROR_USAGE,    /* wrong usage: exit status 2 */
        ERROR_NOT_FOUND /* could not, because what was named does not exist: exit status 3 */
} ErrorKind;

typedef struct Error {
        ErrorKind kind;
        char message[1024]; /* "what: why", translated, no newline */
        char hint[512];     /* what to do next, or empty */
} Error;

/** Sets the error unless one is set already; returns false, so that callers can `return` it. */
bool error_set(Error *error, const char *format, ...) __attribute__((format(printf, 2, 3)));
bool error_set_kind(Error *error, ErrorKind kind, const char *format, ...)
        __attribute__((format(printf, 3, 4)));

/** Puts "context: " in front of the cause; returns false. */
bool error_wrap(Error *error, const char *context);

/** Says what to do next, unless that was said already; returns false. */
bool error_hint(Error *error, const char *format, ...) __attribute__((format(printf, 2, 3)));

/** For a machine that anybody can walk up to: what looks like a path becomes an ellipsis, and what
 * to do next is to tell somebody. An error without a path stays as it is. */
void error_hide_paths(Error *error);

/** Whether an error is set. */
bool error_is_set(const Error *error);

/** Makes the error empty again. */
void error_clear(Error *error);

#endif
