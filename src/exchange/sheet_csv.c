#include "exchange/sheet_csv.h"

#include <string.h>
#include <strings.h>

#include "base/translate.h"

/* Blanks around a cell are a spreadsheet's, or somebody's thumb. */
static const char *trimmed(const char *field)
{
        char *cell = (char *)csv_plain(field); /* points into the reader's own buffer */
        cell += strspn(cell, " \t");
        size_t len = strlen(cell);
        while (len && strchr(" \t\r\n", cell[len - 1]))
                len--;
        cell[len] = '\0';
        return cell;
}

static int find_column(const CsvSheet *sheet, const char *name)
{
        for (size_t i = 0; i < sheet->count; i++)
                if (strcasecmp(sheet->columns[i].name, name) == 0)
                        return (int)i;
        return CSV_NO_COLUMN;
}

static void warn_unknown(CsvSheet *sheet, const char *name)
{
        const char *names[CSV_COLUMNS_MOST];
        for (size_t i = 0; i < sheet->count; i++)
                names[i] = sheet->columns[i].name;
        problems_warning(sheet->problems, sheet->reader.line,
                _("the column '%s' is not known and is not read%s"), name,
                problem_nearest(sheet->problems->arena, name, names, sheet->count));
}

static bool read_header(CsvSheet *sheet)
{
        sheet->width = sheet->reader.count;
        if (sheet->width == 1 && strchr(sheet->reader.fields[0], ';')) {
                problems_error(sheet->problems, sheet->reader.line,
                        _("the columns are separated by semicolons; save the file as CSV with "
                          "commas between the columns"));
                return false;
        }
        for (size_t i = 0; i < sheet->reader.count; i++) {
                const char *name = trimmed(sheet->reader.fields[i]);
                int column = find_column(sheet, name);
                if (column == CSV_NO_COLUMN)
                        warn_unknown(sheet, name);
                else if (sheet->places[column] != CSV_NO_COLUMN)
                        problems_warning(sheet->problems, sheet->reader.line,
                                _("the column '%s' is there twice; the first is read"), name);
                else
                        sheet->places[column] = (int)i;
        }
        bool done = true;
        for (size_t i = 0; i < sheet->count; i++)
                if (sheet->columns[i].is_needed && sheet->places[i] == CSV_NO_COLUMN) {
                        problems_error(sheet->problems, sheet->reader.line,
                                _("the first line has to name the columns, and '%s' is not among "
                                  "them"),
                                sheet->columns[i].name);
                        done = false;
                }
        return done;
}

bool csv_sheet_open(CsvSheet *sheet, const char *bytes, size_t len, const CsvColumn *columns,
        size_t count, Problems *problems)
{
        *sheet = (CsvSheet){ .columns = columns, .count = count, .problems = problems };
        csv_reader_init(&sheet->reader, bytes, len);
        for (size_t i = 0; i < CSV_COLUMNS_MOST; i++)
                sheet->places[i] = CSV_NO_COLUMN;
        Error error = { 0 };
        int read = csv_read(&sheet->reader, &error);
        if (read == 1)
                return read_header(sheet);
        problems_error(problems, 1, "%s", read == 0 ? _("the file is empty") : error.message);
        return false;
}

void csv_sheet_close(CsvSheet *sheet)
{
        csv_reader_clear(&sheet->reader);
}

static bool is_blank(const CsvReader *reader)
{
        for (size_t i = 0; i < reader->count; i++)
                if (reader->fields[i][strspn(reader->fields[i], " \t\r\n")])
                        return false;
        return true;
}

bool csv_sheet_next(CsvSheet *sheet)
{
        for (;;) {
                Error error = { 0 };
                int read = csv_read(&sheet->reader, &error);
                if (read == 0)
                        return false;
                if (read < 0) {
                        const char *why = strstr(error.message, ": "); /* the line is said by us */
                        problems_error(sheet->problems, sheet->reader.line, "%s",
                                why ? why + 2 : error.message);
                } else if (sheet->reader.count > sheet->width) {
                        problems_error(sheet->problems, sheet->reader.line,
                                _("the row has %zu cells, but the first line names %zu columns"),
                                sheet->reader.count, sheet->width);
                } else if (!is_blank(&sheet->reader)) {
                        return true;
                }
        }
}

size_t csv_sheet_line(const CsvSheet *sheet)
{
        return sheet->reader.line;
}

const char *csv_sheet_cell(CsvSheet *sheet, size_t column)
{
        int place = sheet->places[column];
        if (place == CSV_NO_COLUMN || (size_t)place >= sheet->reader.count)
                return "";
        return trimmed(sheet->reader.fields[place]);
}

bool csv_sheet_has(const CsvSheet *sheet, size_t column)
{
        return sheet->places[column] != CSV_NO_COLUMN;
}
