/* Item analyses in and out. */
#ifndef EXCHANGE_ITEMS_H
#define EXCHANGE_ITEMS_H

#include "base/text.h"
#include "report/items.h"

/** Analyses a sheet: a header of item names, one row a person of scores from 0 to 1; an empty cell
 * was not asked. A first column is taken for names and passed over where its first cell is no
 * number, or none from 0 to 1 and the heading is empty, id, staff_id, name or person. Errors name
 * line and column. In `arena`. */
bool items_from_csv(const char *name, const char *bytes, size_t len, Arena *arena,
        ItemsReport *report, Error *error);

/** Text of 80 columns: figures beside n, a blank where one is not defined, and advice under each
 * question. */
void items_write_table(const ItemsReport *report, Text *out);

/** One row an item. */
void items_write_csv(const ItemsReport *report, Text *out);

/** `{module, n, mean, sd, alpha, sem, items: […], signs: […], …}`, null where a figure is not
 * defined; the keys are those of makesafe(1). */
void items_write_json(const ItemsReport *report, Text *out);

/** One self-contained page with plots. */
void items_write_html(const ItemsReport *report, Text *out);

#endif
