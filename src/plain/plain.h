/* Line mode: everything the screens can do, one prompt at a time, for screen readers, braille,
 * pipes and scripts. The exact form is a contract: makesafe(1), LINE MODE. */
#ifndef PLAIN_PLAIN_H
#define PLAIN_PLAIN_H

#include <stdio.h>

#include "base/error.h"
#include "module/library.h"
#include "record/store.h"
#include "session/session.h"

typedef struct PlainOptions {
        Library *library;
        const char *record_uri;
        const char *staff_id;
        const char *module; /* go straight to this module; NULL for the home list */
        SessionOptions session;
        FILE *in, *out;
        bool is_kiosk;      /* a shared machine: no paths are shown or asked for */
        bool shows_names;   /* kiosk: signing in by name is helped */
        bool is_supervisor; /* kiosk: signed in as one */
        bool show_board;    /* kiosk: after signing in */
        unsigned idle;      /* kiosk: seconds without a line after which a turn ends; 0: never */
        bool *has_run_out;  /* kiosk: becomes true where the turn ended so; may be NULL */
} PlainOptions;

/** The supervisor's board in lines, until it is left. `options` names the library, the record and
 * the streams. \return exit status */
int plain_board(const PlainOptions *options, Error *error);

/** A module's file as a trainer looks at it, until it is left; nothing is recorded. `options` names
 * the library (for who to call) and the streams. \return exit status */
int plain_preview(const PlainOptions *options, const char *file, Error *error);

/** Runs the line mode until the learner leaves or input ends. \return exit status */
int plain_run(const PlainOptions *options, Error *error);

#endif
