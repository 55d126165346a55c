/* The terminal: taken over, read, and given back as it was found. All of ncurses is behind this
 * file and draw.h. */
#ifndef TUI_TERMINAL_H
#define TUI_TERMINAL_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "tui/theme.h"

typedef struct Terminal Terminal;

/** Which characters the terminal can show. */
typedef enum Charset {
        CHARSET_ASCII,
        CHARSET_CONSOLE, /* UTF-8 with the few hundred glyphs of a console font */
        CHARSET_UTF8
} Charset;

/** Keys that are no character. Numbers above Unicode, so that both fit one field. */
enum {
        NAMED_UP = 0x110000,
        NAMED_DOWN,
        NAMED_LEFT,
        NAMED_RIGHT,
        NAMED_PAGE_UP,
        NAMED_PAGE_DOWN,
        NAMED_HOME,
        NAMED_END,
        NAMED_ENTER,
        NAMED_BACKSPACE,
        NAMED_OTHER
};

typedef enum InputKind {
        INPUT_KEY,
        INPUT_CLICK,
        INPUT_WHEEL,
        INPUT_RESIZE, /* draw everything anew */
        INPUT_END     /* asked to end by a signal, or the terminal went away */
} InputKind;

typedef struct Input {
        InputKind kind;
        uint32_t key;    /* INPUT_KEY: a code point or NAMED_… */
        int row, column; /* INPUT_CLICK */
        int wheel;       /* INPUT_WHEEL: -1 up, 1 down */
} Input;

/** Whether standard input and output are a terminal that can address its cursor. */
bool terminal_can_start(void);

/** Takes the terminal over. One at a time.
 *
 * \param is_shared  anybody can walk up to it: Ctrl-Z, Ctrl-C and their like do nothing
 * \return           NULL where it cannot be done
 */
Terminal *terminal_start(bool is_shared, Theme theme, Error *error);

/** Gives the terminal back as it was found. NULL is allowed. */
void terminal_stop(Terminal *terminal);

/** The same, and wipes the screen and, where the terminal can, what has scrolled off it. */
void terminal_stop_and_wipe(Terminal *terminal);

/** Wipes the screen and, where the terminal can, what has scrolled off it; the next drawing draws
 * all. */
void terminal_wipe(Terminal *terminal);

/** Takes the next thing that has come, without waiting. False where there is nothing. */
bool terminal_next(Terminal *terminal, Input *input);

/** From now on also wakes when a file descriptor becomes readable; whoever asked for it reads it.
 * -1: none. */
void terminal_watch(Terminal *terminal, int fd);

/** Sleeps until something comes or the time is over (-1: for ever); signals are served here and
 * nowhere else. */
void terminal_sleep(Terminal *terminal, int milliseconds);

/** Whether something has come, or a signal wants something. Nothing is read. */
bool terminal_waits(Terminal *terminal);

void terminal_size(const Terminal *terminal, int *rows, int *columns);
bool terminal_has_colour(const Terminal *terminal);
Theme terminal_theme(const Terminal *terminal);
Charset terminal_charset(const Terminal *terminal);

#endif
