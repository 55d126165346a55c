/* CSV as RFC 4180 has it, and no cell that a spreadsheet would run as a formula. */
#ifndef EXCHANGE_CSV_H
#define EXCHANGE_CSV_H

#include <stdbool.h>

#include "base/text.h"

/** Appends one field, with a comma before it unless it is the first of its row. Text that begins (after spaces)
 * with = + - @, tab, CR or LF gets ' in front; numbers in number columns stay as they are. */
void csv_append(Text *out, bool is_first, bool is_number, const char *field);

/** Ends a row (CRLF). */
void csv_end_row(Text *out);

#endif
