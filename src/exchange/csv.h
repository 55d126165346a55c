/* CSV as RFC 4180 has it, and no cell that a spreadsheet would run as a formula. */
#ifndef EXCHANGE_CSV_H
#define EXCHANGE_CSV_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "base/text.h"

/** Appends one field, with a comma before it unless it is the first of its row. Text that begins
 * (after spaces) with = + - @, tab, CR or LF gets ' in front; numbers in number columns stay as
 * they are. */
void csv_append(Text *out, bool is_first, bool is_number, const char *field);

/** Ends a row (CRLF). */
void csv_end_row(Text *out);

enum { CSV_COLUMNS_MOST = 1024 };

/** Reads rows from bytes in memory, which must outlive the reader. LF, CRLF, a byte order mark,
 * fields over several lines and a last line without an end are all read; empty lines are passed
 * over. */
typedef struct CsvReader {
        const char *at, *end;
        size_t line; /* of the row last read, from 1 */
        size_t next_line;
        Text buffer;                          /* the fields of that row */
        const char *fields[CSV_COLUMNS_MOST]; /* NUL-terminated; valid until the next row */
        size_t count;
} CsvReader;

void csv_reader_init(CsvReader *reader, const char *bytes, size_t len);
void csv_reader_clear(CsvReader *reader);

/** Reads the next row. \return 1 for a row, 0 at the end, −1 where the row is broken (an open
 * quote, too many columns, bytes that are no UTF-8 or no text): `error` says the line and why, and
 * the row after it can be read */
int csv_read(CsvReader *reader, Error *error);

/** Takes off the ' that csv_append put before what looked like a formula. */
const char *csv_plain(const char *field);

#endif
