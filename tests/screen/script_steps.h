/* The steps of a screen script: one line each, first the step's name. */
#ifndef SCRIPT_STEPS_H
#define SCRIPT_STEPS_H

#include <stdbool.h>
#include <stddef.h>

#include "screen_harness.h"

enum { SCRIPT_SETTINGS_MOST = 24, SCRIPT_LINE = 4096 };

typedef struct Script {
        const char *program, *modules;
        const char *file;                     /* the script */
        size_t line;                          /* of the step, from 1 */
        char folder[64];                      /* a scratch world of its own */
        char *settings[SCRIPT_SETTINGS_MOST]; /* NAME=VALUE */
        size_t setting_count;
        Harness *harness;
        struct sqlite3 *record; /* while the record is locked by the test */
} Script;

/** Runs one step. On failure writes why and the screen to standard error and returns false. */
bool script_step(Script *script, const char *line);

/** Whether the screen is as expected rows say; times and dates count alike. */
bool script_expect(Script *script, char *const *rows, size_t count);

/** The screen now as rows of a script, without the empty ones at the end. The caller frees each. */
size_t script_screen(Script *script, char **rows, size_t most);

void script_fail(Script *script, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
