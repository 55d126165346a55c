/* CSV with a header: cells by the name of their column, in whatever order the columns stand. */
#ifndef EXCHANGE_SHEET_CSV_H
#define EXCHANGE_SHEET_CSV_H

#include "exchange/csv.h"
#include "exchange/problems.h"

typedef struct CsvColumn {
        const char *name;
        bool is_needed;
} CsvColumn;

enum { CSV_NO_COLUMN = -1 };

typedef struct CsvSheet {
        CsvReader reader;
        const CsvColumn *columns;
        size_t count;
        int places[CSV_COLUMNS_MOST]; /* of each known column in the file, or CSV_NO_COLUMN */
        size_t width;                 /* of the header */
        Problems *problems;
} CsvSheet;

/** Reads the header. Unknown and repeated columns are warned of; false (a problem) where there is
 * no header or a needed column is not there. Bytes must outlive the sheet. */
bool csv_sheet_open(CsvSheet *sheet, const char *bytes, size_t len, const CsvColumn *columns,
        size_t count, Problems *problems);
void csv_sheet_close(CsvSheet *sheet);

/** Goes to the next row that can be read; those that cannot are problems. False at the end. */
bool csv_sheet_next(CsvSheet *sheet);

/** The line of the row. */
size_t csv_sheet_line(const CsvSheet *sheet);

/** A cell of the row without blanks around it, "" where it is not there. Valid until the next row.
 */
const char *csv_sheet_cell(CsvSheet *sheet, size_t column);

/** Whether the file has a column. */
bool csv_sheet_has(const CsvSheet *sheet, size_t column);

#endif
