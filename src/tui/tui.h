/* The screens. */
#ifndef TUI_TUI_H
#define TUI_TUI_H

#include <stdbool.h>

#include "base/error.h"
#include "module/library.h"
#include "record/store.h"
#include "session/session.h"
#include "tui/theme.h"

typedef struct TuiOptions {
        Library *library;
        const char *record_uri;
        const char *staff_id;
        const char *module;     /* go straight to this module; NULL for the home screen */
        SessionOptions session; /* for `module` */
        bool show_contacts;     /* only the contacts page */
        bool show_board;        /* the supervisor's board */
        const char *preview;    /* a module's file to be previewed; NULL for none */
        Theme theme;
        bool is_kiosk;    /* a shared machine: sign in first */
        bool shows_names; /* kiosk: signing in by name is helped */
        unsigned idle;    /* kiosk: seconds without a key after which a turn ends; 0: never */
} TuiOptions;

/** Whether the terminal can carry the screens: standard input and output are terminals, TERM is
 * known to terminfo (or a well-known name to stand in for) and can address the cursor. */
bool tui_is_possible(void);

/** Runs the screens until the learner leaves. The terminal is left as it was found, whatever
 * happens, signals included. \return exit status: 0, or 3 with an error */
int tui_run(const TuiOptions *options, Error *error);

#endif
