/* The stack of sheets and the loop that draws the top one and hands it keys. */
#ifndef TUI_APP_H
#define TUI_APP_H

#include "session/preview.h"
#include "session/session.h"
#include "tui/sheet.h"
#include "tui/terminal.h"
#include "tui/tui.h"

enum { APP_DEPTH = 8, APP_KEY_SPOTS = 32 };

/** Where a key of the last line was drawn, for the mouse. */
typedef struct KeySpot {
        int start, end;
        Action action;
} KeySpot;

struct App {
        const TuiOptions *options;
        Terminal *terminal;
        Store *store;     /* NULL while it is not open */
        bool knows_store; /* opening it was tried: until then home says nothing about states */
        Session *session; /* NULL outside a sitting */
        Preview *preview; /* NULL outside a preview; never both */
        Sheet *stack[APP_DEPTH];
        size_t depth;
        bool is_over;
        bool wipes;         /* leave at once: nothing is to stay on the screen */
        int64_t escaped_at; /* when a single Esc came, monotonic milliseconds; 0: it did not */
        char notice[1600];  /* said above the last line until the next key; "" */
        bool notice_is_error;
        bool home_is_old;     /* something was stored since home was read */
        const char *staff_id; /* whose turn it is; "" where nobody is signed in */
        bool is_supervisor;   /* signed in as one */
        int64_t acted_at;     /* when the last key came, monotonic milliseconds */
        bool leaves_turn;     /* asked while the record was waited for */
        bool is_ending_turn;
        bool has_warned; /* it was said that the turn will end for want of keys */
        KeySpot spots[APP_KEY_SPOTS];
        size_t spot_count;
};

/** Runs until the stack is empty or the learner leaves. */
void app_run(App *app);

/** Puts a sheet on the stack; the state is the sheet's from now on. */
void app_push(App *app, const Screen *screen, void *state);

/** Takes the top sheet off; the last one ends the program. */
void app_pop(App *app);

/** Puts another sheet in place of the top one. */
void app_replace(App *app, const Screen *screen, void *state);

/** The same for any sheet of the stack. */
void app_replace_at(App *app, size_t index, const Screen *screen, void *state);

/** Says something above the last line until the next key. */
void app_notice(App *app, const char *text);
void app_error(App *app, const Error *error);

/** Opens the record unless it is open. False: why is in `error`. */
bool app_open_store(App *app, Error *error);
bool app_open_store_as(App *app, StoreMode mode, Error *error);

/** Speaks the next language from now on; the language that is next. */
void app_change_language(App *app);
const char *app_next_language(void);

/** Ends everything: by the next round of the loop the program leaves. */
void app_end(App *app, bool wipe);

#endif
