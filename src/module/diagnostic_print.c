#include "module/diagnostic.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/file.h"
#include "base/translate.h"
#include "base/utf8.h"
#include "module/found.h"
#include "module/limits.h"
#include "module/locate.h"

enum { TAB = 8 };

typedef struct Printer {
        const Diagnostics *found;
        bool color;
        int cells; /* of a line of the file */
        Text *out;
        const char *file; /* whose lines `locator` has */
        char *bytes;      /* read for this, ours to free */
        Locator locator;
} Printer;

static const char *paint(const Printer *printer, const char *code)
{
        return printer->color ? code : "";
}

static const char *severity_word(const Diagnostic *diagnostic)
{
        return checks[diagnostic->check].severity == SEVERITY_ERROR ? _("error") : _("warning");
}

/* Lines come from the bytes given; else the file is read again, so that a run over a hundred files
 * keeps none of them in memory. */
static void open_lines(Printer *printer, const char *file)
{
        if (printer->file && strcmp(printer->file, file) == 0)
                return;
        locator_clear(&printer->locator);
        free(printer->bytes);
        printer->bytes = NULL;
        printer->file = file;
        const char *bytes = NULL;
        size_t len = 0;
        for (size_t i = 0; i < printer->found->file_count; i++) {
                const FoundFile *known = &printer->found->files[i];
                if (strcmp(known->name, file) == 0) {
                        bytes = known->bytes;
                        len = known->len;
                }
        }
        struct stat info;
        if (!bytes && stat(file, &info) == 0 && S_ISREG(info.st_mode) &&
                file_read(file, (size_t)LIMIT_FILE * 4, &printer->bytes, &len, NULL))
                bytes = printer->bytes;
        locator_init(&printer->locator, bytes, len);
}

/* A line made fit for the terminal: tabs as spaces, everything unsafe replaced. `start` and `end`
 * are the offsets in bytes of the character underlined and of the one after the last underlined. */
static void show_line(const char *line, size_t len, const Diagnostic *diagnostic, Text *shown,
        size_t *start, size_t *end)
{
        uint32_t column = 1, code = 0;
        int cells = 0;
        size_t at = 0;
        *start = *end = SIZE_MAX;
        while (at < len) {
                if (column == diagnostic->place.column)
                        *start = shown->len;
                if (column == diagnostic->place.column + diagnostic->length)
                        *end = shown->len;
                size_t used = utf8_decode(line + at, len - at, &code);
                if (code == '\t') {
                        int wide = TAB - cells % TAB;
                        text_append_repeat(shown, ' ', (size_t)wide);
                        cells += wide;
                } else if (code == 0xFFFD || utf8_is_unsafe(code)) {
                        text_append(shown, "\xEF\xBF\xBD");
                        cells++;
                } else {
                        text_append_bytes(shown, line + at, used);
                        cells += utf8_cells(line + at, used);
                }
                at += used;
                column++;
        }
        if (*start == SIZE_MAX)
                *start = shown->len;
        if (*end == SIZE_MAX || *end < *start)
                *end = shown->len;
}

/* The part of a long line around the caret. \return where it begins; `from` and `to` are offsets in
 * `text` */
static void cut_line(const char *text, size_t len, size_t start, int most, size_t *from, size_t *to)
{
        *from = 0;
        if (utf8_cells(text, start) > most * 2 / 3) {
                /* Back from the caret by a third of the width. */
                size_t at = start;
                for (int cells = 0; at > 0 && cells < most / 3;) {
                        size_t next = at--;
                        while (at > 0 && ((unsigned char)text[at] & 0xC0) == 0x80)
                                at--;
                        cells += utf8_cells(text + at, next - at);
                }
                *from = at;
        }
        *to = *from + utf8_fit(text + *from, len - *from, most, NULL);
}

static void print_line(Printer *printer, const Diagnostic *diagnostic)
{
        size_t len, start, end, from, to;
        open_lines(printer, diagnostic->file);
        const char *line = locator_line(&printer->locator, diagnostic->place.line, &len);
        if (len == 0)
                return;
        /* A line of megabytes: only what is near the caret is looked at. */
        Diagnostic near = *diagnostic;
        const uint32_t most = 2000;
        bool skipped = near.place.column > most;
        if (skipped) {
                Place place = { near.place.line, near.place.column - most / 2 };
                size_t offset = locator_offset(&printer->locator, place);
                len -= offset - (size_t)(line - printer->locator.bytes);
                line = printer->locator.bytes + offset;
                near.place.column = most / 2 + 1;
        }
        if (len > 4 * most)
                len = 4 * most;
        Text shown = { 0 };
        show_line(line, len, &near, &shown, &start, &end);
        const char *text = text_string(&shown);
        cut_line(text, shown.len, start, printer->cells, &from, &to);
        if (end > to)
                end = to;
        const char *before = from > 0 || skipped ? "…" : "";
        text_printf(printer->out, "%6u | %s%.*s%s\n", diagnostic->place.line, before,
                (int)(to - from), text + from, to < shown.len ? "…" : "");
        text_append(printer->out, "       | ");
        int blank = utf8_cells(text + from, start - from) + (*before ? 1 : 0);
        text_append_repeat(printer->out, ' ', (size_t)blank);
        int wide = end > start ? utf8_cells(text + start, end - start) : 1;
        text_printf(printer->out, "%s^", paint(printer, "\033[1;31m"));
        text_append_repeat(printer->out, '~', wide > 1 ? (size_t)wide - 1 : 0);
        text_printf(printer->out, "%s\n", paint(printer, "\033[0m"));
        text_clear(&shown);
}

static void print_place(const Printer *printer, const char *file, Place place)
{
        text_append_clean(printer->out, file);
        if (place.line > 0)
                text_printf(printer->out, ":%u:%u", place.line, place.column);
        text_append(printer->out, ": ");
}

static void print_human(Printer *printer, const Diagnostic *diagnostic)
{
        const Check *check = &checks[diagnostic->check];
        text_append(printer->out, paint(printer, "\033[1m"));
        print_place(printer, diagnostic->file, diagnostic->place);
        text_printf(printer->out, "%s%s:%s %s [%s]\n",
                paint(printer, check->severity == SEVERITY_ERROR ? "\033[31m" : "\033[35m"),
                severity_word(diagnostic), paint(printer, "\033[0m"), diagnostic->message,
                check->code);
        if (diagnostic->place.line > 0)
                print_line(printer, diagnostic);
        if (diagnostic->other.line > 0) {
                text_append(printer->out, "         ");
                print_place(printer, diagnostic->file, diagnostic->other);
                text_printf(printer->out, "%s\n", diagnostic->other_text);
        }
        if (diagnostic->hint)
                text_printf(printer->out, "         %s: %s\n", _("hint"), diagnostic->hint);
}

static void print_summary(const Printer *printer)
{
        const Diagnostics *found = printer->found;
        size_t errors = diagnostics_total(found, SEVERITY_ERROR);
        size_t warnings = diagnostics_total(found, SEVERITY_WARNING);
        if (errors + warnings == 0)
                return;
        text_printf(printer->out, ngettext("%zu error", "%zu errors", errors), errors);
        text_append(printer->out, ", ");
        text_printf(printer->out, ngettext("%zu warning", "%zu warnings", warnings), warnings);
        if (errors + warnings > found->count) {
                text_append(printer->out, ", ");
                text_printf(printer->out, _("only the first %zu are shown"), found->count);
        }
        text_append_char(printer->out, '\n');
}

static void print_gcc(const Printer *printer, const Diagnostic *diagnostic)
{
        /* Untranslated: editors look for these words. */
        const Check *check = &checks[diagnostic->check];
        print_place(printer, diagnostic->file, diagnostic->place);
        text_printf(printer->out, "%s: %s", check->severity == SEVERITY_ERROR ? "error" : "warning",
                diagnostic->message);
        if (diagnostic->hint)
                text_printf(printer->out, "; %s", diagnostic->hint);
        text_printf(printer->out, " [%s]\n", check->code);
}

static json_t *json_text(const char *text)
{
        Text clean = { 0 };
        text_append_clean(&clean, text);
        json_t *value = json_stringn(text_string(&clean), clean.len);
        text_clear(&clean);
        return value;
}

static void print_json(const Printer *printer)
{
        json_t *array = json_array();
        for (size_t i = 0; i < printer->found->count; i++) {
                const Diagnostic *diagnostic = printer->found->items[i];
                const Check *check = &checks[diagnostic->check];
                json_t *object = json_object();
                json_object_set_new(object, "file", json_text(diagnostic->file));
                json_object_set_new(object, "line", json_integer(diagnostic->place.line));
                json_object_set_new(object, "column", json_integer(diagnostic->place.column));
                json_object_set_new(object, "severity",
                        json_string(check->severity == SEVERITY_ERROR ? "error" : "warning"));
                json_object_set_new(object, "code", json_string(check->code));
                json_object_set_new(object, "message", json_text(diagnostic->message));
                json_object_set_new(object, "hint",
                        diagnostic->hint ? json_text(diagnostic->hint) : json_null());
                json_array_append_new(array, object);
        }
        char *text = json_dumps(array, JSON_INDENT(2));
        text_append(printer->out, text ? text : "[]");
        text_append_char(printer->out, '\n');
        free(text);
        json_decref(array);
}

void diagnostics_print(const Diagnostics *found, DiagnosticFormat format, bool color, Text *out)
{
        Printer printer = { .found = found, .color = color, .cells = DIAGNOSTIC_CELLS, .out = out };
        if (format == DIAGNOSTIC_JSON) {
                print_json(&printer);
                return;
        }
        for (size_t i = 0; i < found->count; i++) {
                if (format == DIAGNOSTIC_HUMAN)
                        print_human(&printer, found->items[i]);
                else
                        print_gcc(&printer, found->items[i]);
        }
        if (format == DIAGNOSTIC_HUMAN)
                print_summary(&printer);
        locator_clear(&printer.locator);
        free(printer.bytes);
}

void diagnostics_print_line(
        const Diagnostics *found, const Diagnostic *diagnostic, int cells, Text *out)
{
        Printer printer = { .found = found, .cells = cells, .out = out };
        if (diagnostic->place.line > 0)
                print_line(&printer, diagnostic);
        locator_clear(&printer.locator);
        free(printer.bytes);
}
