/* A gathered report in every format that leaves the program. */
#ifndef EXCHANGE_COMPLETIONS_H
#define EXCHANGE_COMPLETIONS_H

#include "base/text.h"
#include "report/sheet.h"

typedef struct SheetFormat {
        const char *name;
        void (*write)(const Sheet *sheet, Text *out);
        bool shows_lines; /* also in a report by site or module */
        bool shows_total; /* of a report by site or module */
} SheetFormat;

/** All formats, ended by a row without a name; the first is the default. */
extern const SheetFormat sheet_formats[];

/** The format of a name, or NULL. */
const SheetFormat *sheet_format(const char *name);

/* One file each. */
void completions_write_table(const Sheet *sheet, Text *out);
void completions_write_csv(const Sheet *sheet, Text *out);
void completions_write_json(const Sheet *sheet, Text *out);
void completions_write_jsonl(const Sheet *sheet, Text *out);
void completions_write_html(const Sheet *sheet, Text *out);
void completions_write_ics(const Sheet *sheet, Text *out);

/** A status in words of the reader's language. */
const char *status_words(const char *status);

#endif
