#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/translate.h"
#include "exchange/csv.h"
#include "exchange/items.h"

typedef struct Rows {
        double *marks;
        size_t count, room;
} Rows;

/* A score, NaN for an empty cell; false where it is neither. */
static bool read_score(const char *cell, double *score)
{
        while (*cell == ' ')
                cell++;
        *score = NAN;
        if (*cell == '\0')
                return true;
        char *end = NULL;
        *score = strtod(cell, &end);
        while (*end == ' ')
                end++;
        return *end == '\0' && *score >= 0 && *score <= 1;
}

static bool bad_cell(Error *error, const CsvReader *reader, size_t column, const char *cell)
{
        char clean[64];
        text_clean(clean, sizeof clean, cell);
        error_set(error, _("line %zu, column %zu: '%s' is not a score"), reader->line, column + 1,
                clean);
        return error_hint(
                error, _("A score is a number from 0 to 1; an empty cell was not asked."));
}

static bool add_row(Rows *rows, const CsvReader *reader, size_t first, size_t items, Error *error)
{
        if (reader->count != first + items)
                return error_set(error, _("line %zu: %zu columns, the header has %zu"),
                        reader->line, reader->count, first + items);
        if (rows->count + items > rows->room) {
                rows->room = (rows->room + items) * 2;
                rows->marks = xrealloc(rows->marks, rows->room * sizeof *rows->marks);
        }
        for (size_t i = 0; i < items; i++)
                if (!read_score(reader->fields[first + i], &rows->marks[rows->count + i]))
                        return bad_cell(error, reader, first + i, reader->fields[first + i]);
        rows->count += items;
        return true;
}

static ItemReport *read_header(CsvReader *reader, Arena *arena, size_t *count, Error *error)
{
        int read = csv_read(reader, error);
        if (read == 0)
                error_set(error, _("there is nothing in the file"));
        if (read != 1)
                return NULL;
        ItemReport *items = arena_array(arena, ItemReport, reader->count + 1);
        for (size_t i = 0; i < reader->count; i++)
                items[i] = (ItemReport){ .id = arena_strdup(arena, csv_plain(reader->fields[i])),
                        .ask = "",
                        .kind = QUESTION_KINDS };
        *count = reader->count;
        return items;
}

/* Numbers are names only under a heading that says so: else a wrong score would pass for one. */
static bool is_name(const char *heading, const char *cell)
{
        static const char *const headings[] = { "", "id", "staff_id", "name", "person" };
        for (size_t i = 0; i < sizeof headings / sizeof *headings; i++)
                if (strcmp(heading, headings[i]) == 0)
                        return true;
        char *end = NULL;
        strtod(cell, &end);
        return *cell != '\0' && (end == cell || end[strspn(end, " ")] != '\0');
}

/* \return whether all rows were read; `first` becomes 1 where the first column holds names */
static bool read_rows(CsvReader *reader, const char *heading, size_t columns, size_t *first,
        Rows *rows, Error *error)
{
        for (int read = csv_read(reader, error); read; read = csv_read(reader, error)) {
                if (read < 0)
                        return false;
                if (rows->count == 0 && columns > 1 && is_name(heading, reader->fields[0]))
                        *first = 1;
                if (!add_row(rows, reader, *first, columns - *first, error))
                        return false;
        }
        return true;
}

bool items_from_csv(const char *name, const char *bytes, size_t len, Arena *arena,
        ItemsReport *report, Error *error)
{
        CsvReader reader;
        Rows rows = { 0 };
        size_t columns = 0, first = 0;
        csv_reader_init(&reader, bytes, len);
        ItemReport *items = read_header(&reader, arena, &columns, error);
        bool done = items &&
                    read_rows(&reader, columns ? items[0].id : "", columns, &first, &rows, error);
        if (done) {
                size_t count = columns - first;
                double *maxima = arena_array(arena, double, count + 1);
                for (size_t i = 0; i < count; i++)
                        maxima[i] = 1;
                ItemScores scores = { count ? rows.count / count : 0, count, rows.marks, maxima,
                        NULL };
                *report = (ItemsReport){ .module = name,
                        .analysis = *items_analyse(arena, &scores),
                        .items = items + first };
        }
        csv_reader_clear(&reader);
        free(rows.marks);
        return done;
}
