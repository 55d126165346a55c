/* A table of texts, for line mode and commands. */
#ifndef VIEW_TABLE_H
#define VIEW_TABLE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/text.h"

typedef struct Column {
        const char *title; /* translated */
        bool is_number;    /* right-aligned */
} Column;

/** `cells` has rows × columns strings, row by row. */
typedef struct Table {
        const Column *columns;
        size_t column_count;
        const char *const *cells;
        size_t row_count;
} Table;

/** Writes the table with padded columns and a rule under the titles; widths are terminal cells.
 * Every cell is cleaned of what could drive a terminal. */
void table_print(const Table *table, Text *out);

#endif
