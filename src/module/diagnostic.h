/* What is wrong with a file, where, and what to do. The table of checks is in checks.def: adding a
 * check is adding a row there and calling diagnostics_add with its name. */
#ifndef MODULE_DIAGNOSTIC_H
#define MODULE_DIAGNOSTIC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/text.h"

typedef enum Severity { SEVERITY_ERROR, SEVERITY_WARNING } Severity;

typedef enum CheckId {
#define CHECK(id, ...) id,
#include "module/checks.def"
#undef CHECK
        CHECK_COUNT
} CheckId;

typedef struct Check {
        const char *name; /* "CHECK_UNKNOWN_KEY" */
        const char *code; /* "E012", "W003": stable, never reused */
        Severity severity;
        const char *text; /* msgid, a printf format */
        const char *hint; /* msgid: what to do, where nothing closer is known; or NULL */
} Check;

extern const Check checks[CHECK_COUNT];

/** A place in a file; both from 1, columns in characters. Line 0: the file as a whole. */
typedef struct Place {
        uint32_t line, column;
} Place;

typedef struct Diagnostic {
        CheckId check;
        const char *file;
        Place place;
        uint32_t length;     /* characters to underline, at least 1 */
        const char *message; /* one sentence, translated, safe to print */
        const char *hint;    /* what to do, or NULL */
        Place other;         /* a second place (where it began), line 0 where there is none */
        const char *other_text;
} Diagnostic;

/** All that was found in one or more files, in the order found. */
typedef struct Diagnostics Diagnostics;

Diagnostics *diagnostics_new(void);
void diagnostics_free(Diagnostics *found);

/** Reports a failed check; the arguments are for the check's text and are cleaned of everything
 * unsafe by the caller's use of `diagnostics_quote`. \return the diagnostic, to add a hint or
 * second place; never NULL (past LIMIT_DIAGNOSTICS a file's diagnostics are counted, not kept) */
Diagnostic *diagnostics_add(Diagnostics *found, CheckId check, const char *file, Place place, ...);

/** Sets the hint (translated, formatted). */
void diagnostic_hint(Diagnostics *found, Diagnostic *diagnostic, const char *format, ...)
        __attribute__((format(printf, 3, 4)));

/** Sets the second place and what is there. */
void diagnostic_also(Diagnostics *found, Diagnostic *diagnostic, Place place, const char *text);

/** A piece of the file fit to be printed in a message: cleaned, one line, at most 60 cells, with
 * "…". */
const char *diagnostics_quote(Diagnostics *found, const char *text, size_t len);

/** Sorts by file (in the order first seen), line, column; errors before warnings at the same place.
 */
void diagnostics_sort(Diagnostics *found);

size_t diagnostics_count(const Diagnostics *found);
const Diagnostic *diagnostics_get(const Diagnostics *found, size_t index);
size_t diagnostics_total(const Diagnostics *found, Severity severity); /* with those not kept */

/** Where the lines of a file come from for the human form, e.g. the bytes just read. Kept by
 * pointer. */
void diagnostics_source(Diagnostics *found, const char *file, const char *bytes, size_t len);

typedef enum DiagnosticFormat {
        DIAGNOSTIC_HUMAN,
        DIAGNOSTIC_GCC,
        DIAGNOSTIC_JSON
} DiagnosticFormat;

enum { DIAGNOSTIC_CELLS = 76 /* of a line of the file that are shown, unless said otherwise */ };

/** Writes the line of the file that a diagnostic is about and, below it, a line with a caret, in
 * the human form; at most `cells` cells of the file's line, and nine in front of them. Nothing
 * where the line is empty or cannot be read. */
void diagnostics_print_line(
        const Diagnostics *found, const Diagnostic *diagnostic, int cells, Text *out);

/** Writes all of them. Human: the message, the line with a caret, the hint, a summary; `color` puts
 * SGR codes in. GCC: `file:line:col: error: text [E012]`. JSON: one array. */
void diagnostics_print(const Diagnostics *found, DiagnosticFormat format, bool color, Text *out);

#endif
