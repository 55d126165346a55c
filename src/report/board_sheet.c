#include <string.h>

#include "report/board_rows.h"
#include "report/board_sheet.h"

static const char *day_text(Day day, Arena *arena)
{
        char date[DATE_SIZE];
        day_format(day, date);
        return arena_strdup(arena, date);
}

static CompletionLine line_of(const BoardRow *row, Arena *arena)
{
        return (CompletionLine){ arena_strdup(arena, row->staff_id), arena_strdup(arena, row->name),
                arena_strdup(arena, row->site), arena_strdup(arena, row->module),
                arena_strdup(arena, row->version), completion_status_names[row->status],
                row->score < 0 ? "" : arena_printf(arena, "%d", row->score),
                arena_printf(arena, "%lld", (long long)row->attempts),
                day_text(row->completed, arena), day_text(row->expires, arena),
                day_text(row->due, arena), row->how };
}

bool board_sheet(const Board *board, Arena *arena, Sheet *sheet, Error *error)
{
        size_t count = board_count(board);
        CompletionLine *lines = arena_array(arena, CompletionLine, count + 1);
        for (size_t i = 0; i < count; i++) {
                BoardRow row = board_row(board, i);
                lines[i] = line_of(&row, arena);
        }
        return sheet_make(board->store, lines, count, board_query_words(board_query(board), arena),
                arena, sheet, error);
}
