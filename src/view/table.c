#include "view/table.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/utf8.h"

enum { GAP = 2 };

static void append_padding(Text *out, int cells)
{
        if (cells > 0)
                text_append_repeat(out, ' ', (size_t)cells);
}

static void append_row(const Table *table, const char *const *cells, const int *widths, Text *out)
{
        for (size_t c = 0; c < table->column_count; c++) {
                const char *cell = cells[c];
                int room = widths[c] - utf8_cells(cell, strlen(cell));
                bool is_last = c + 1 == table->column_count;
                if (table->columns[c].is_number)
                        append_padding(out, room);
                text_append(out, cell);
                if (!table->columns[c].is_number && !is_last)
                        append_padding(out, room);
                if (!is_last)
                        append_padding(out, GAP);
        }
        text_append_char(out, '\n');
}

void table_print(const Table *table, Text *out)
{
        Arena *arena = arena_new();
        size_t columns = table->column_count, count = columns * (table->row_count + 1);
        const char **cells = arena_array(arena, const char *, count + 1);
        int *widths = arena_array(arena, int, columns + 1);
        int total = 0;
        for (size_t i = 0; i < count; i++) {
                Text clean = { 0 };
                text_append_clean(
                        &clean, i < columns ? table->columns[i].title : table->cells[i - columns]);
                cells[i] = arena_strdup(arena, text_string(&clean));
                text_clear(&clean);
                int width = utf8_cells(cells[i], strlen(cells[i]));
                if (width > widths[i % columns])
                        widths[i % columns] = width;
        }
        for (size_t c = 0; c < columns; c++)
                total += widths[c] + (c + 1 < columns ? GAP : 0);
        append_row(table, cells, widths, out);
        text_append_repeat(out, '-', (size_t)total);
        text_append_char(out, '\n');
        for (size_t r = 1; r <= table->row_count; r++)
                append_row(table, cells + r * columns, widths, out);
        arena_free(arena);
}
