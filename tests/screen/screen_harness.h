/* A terminal of our own for tests: the program runs on a pseudo-terminal, its bytes go through
 * libvterm, and a step is over when the program has read all its input and sleeps. */
#ifndef SCREEN_HARNESS_H
#define SCREEN_HARNESS_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

typedef struct Harness Harness;

typedef struct HarnessOptions {
        int rows, columns;
        const char *const *arguments;   /* argv, NULL-terminated */
        const char *const *environment; /* NULL-terminated */
        const char *folder;             /* working folder */
} HarnessOptions;

/** Starts the program and waits for its first frame. NULL where it could not be started. */
Harness *harness_start(const HarnessOptions *options);

/** Ends the program if it still runs. */
void harness_free(Harness *harness);

/** Waits until the program sleeps with everything read, or has ended. False when that took too
 * long. */
bool harness_settle(Harness *harness);

/** Waits until a text stands on the screen, whatever the program does meanwhile. */
bool harness_wait_for(Harness *harness, const char *text);

/** Types bytes and does not wait. */
void harness_send(Harness *harness, const char *bytes, size_t len);

/** Types bytes, as one key, and settles. */
bool harness_type(Harness *harness, const char *bytes, size_t len);

/** Presses a key by its name: Up, Enter, PgDn, Space, Ctrl-X, …; false where it has none. */
bool harness_press(Harness *harness, const char *name);

/** Clicks on a cell, if the program listens to the mouse, and settles. */
bool harness_click(Harness *harness, int row, int column);

/** Turns the wheel by one notch over a row, and settles. */
bool harness_wheel(Harness *harness, int row, bool up);

/** Changes the size of the window; `settle` waits for the program. */
bool harness_resize(Harness *harness, int rows, int columns, bool settle);

/** Sends a signal and settles. */
bool harness_signal(Harness *harness, int signal);

/** Closes the terminal, as a lost connection does, and waits for the program to end. */
bool harness_hang_up(Harness *harness);

/** A row as text, without blanks at its end. Valid until the next call. */
const char *harness_row(Harness *harness, int row);
const char *harness_row_from(Harness *harness, int row, int column);

/** The first place where a text stands on the screen. */
bool harness_find(Harness *harness, const char *text, int *row, int *column);
void harness_size(const Harness *harness, int *rows, int *columns);

void harness_cursor(const Harness *harness, int *row, int *column, bool *visible);

/** Whether a cell is bold, underlined, coloured. */
typedef struct HarnessStyle {
        bool bold, underline, reverse, coloured;
} HarnessStyle;
HarnessStyle harness_style(Harness *harness, int row, int column);

/** What a cell shows, for pictures. */
typedef struct HarnessCell {
        char text[32]; /* UTF-8, " " for an empty one */
        int width;
        HarnessStyle style;
        int colour, background; /* 0 … 255 of the terminal's palette, −1 for its own */
} HarnessCell;
void harness_cell(Harness *harness, int row, int column, HarnessCell *cell);

/** Everything the program wrote since the last harness_forget_output. */
const char *harness_output(const Harness *harness, size_t *len);
void harness_forget_output(Harness *harness);

/** Whether the program has ended; `status` is its exit status, 128 + n for a signal. */
bool harness_has_ended(Harness *harness, int *status);

/** Whether the alternate screen is shown. */
bool harness_is_on_second_screen(const Harness *harness);

pid_t harness_pid(const Harness *harness);

#endif
