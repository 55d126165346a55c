#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "base/translate.h"
#include "base/utf8.h"
#include "report/board_module.h"
#include "tui/board_sheet.h"
#include "tui/frame.h"
#include "view/bar.h"

enum {
        ROOMY_ROWS = 20, /* of the window, from which there is room for a panel */
        TALL_ROWS = 24,
        BAR_CELLS = 20,
        SORT_MARK = 2, /* cells of " ▲" */
        GAP_MOST = 2
};

/* `rank`: small stays longest where the window is narrow; `most` is what a wide window gives. */
typedef struct ColumnPlan {
        int least, most;
        unsigned rank;
} ColumnPlan;

static const ColumnPlan plans[BOARD_COLUMNS] = {
        [BOARD_NAME] = { 12, 28, 1 },
        [BOARD_ID] = { 7, 12, 6 },
        [BOARD_SITE] = { 8, 16, 7 },
        [BOARD_MODULE] = { 10, 20, 2 },
        [BOARD_STATUS] = { 11, 11, 3 },
        [BOARD_SCORE] = { 5, 5, 5 },
        [BOARD_DATE] = { 10, 10, 4 },
};

static int cells_of(const char *text)
{
        return utf8_cells(text, strlen(text));
}

static int larger(int a, int b)
{
        return a > b ? a : b;
}

/* What a column needs: its title with the mark of the order; the words of all statuses. */
static int least_cells(BoardColumn column)
{
        int cells = larger(plans[column].least, cells_of(board_column_word(column)) + SORT_MARK);
        for (unsigned i = 0; column == BOARD_STATUS && i < STATUS_COUNT; i++)
                cells = larger(cells, cells_of(board_status_word(i)));
        return cells;
}

/* Widens columns evenly until the row is full or all have what they can use. */
static void widen(TableColumn *columns, size_t count, int room)
{
        for (bool widened = true; widened && room > 0;) {
                widened = false;
                for (size_t i = 0; i < count && room > 0; i++)
                        if (columns[i].cells < plans[columns[i].column].most) {
                                columns[i].cells++;
                                room--;
                                widened = true;
                        }
        }
}

/* As many columns as fit, the most needed ones first; then their places. */
static void plan_columns(BoardSheet *state, int width)
{
        bool shown[BOARD_COLUMNS] = { false };
        int used = -1;
        for (unsigned rank = 1; rank <= BOARD_COLUMNS; rank++)
                for (BoardColumn column = 0; column < BOARD_COLUMNS; column++) {
                        int cells = least_cells(column) + 1;
                        if (plans[column].rank != rank || used + cells > width)
                                continue;
                        shown[column] = true;
                        used += cells;
                }
        state->column_count = 0;
        for (BoardColumn column = 0; column < BOARD_COLUMNS; column++)
                if (shown[column])
                        state->columns[state->column_count++] =
                                (TableColumn){ column, 0, least_cells(column) };
        int gaps = (int)state->column_count - 1;
        int gap = used + gaps <= width ? GAP_MOST : 1;
        widen(state->columns, state->column_count, width - used - (gap - 1) * gaps);
        int start = DOCUMENT_STOP;
        for (size_t i = 0; i < state->column_count; i++) {
                state->columns[i].start = start;
                start += state->columns[i].cells + gap;
        }
}

/* A text in a cell: cleaned, and cut with a sign that it was. */
static Piece cell(Arena *arena, const TableColumn *column, unsigned style, const char *text)
{
        Text clean = { 0 };
        text_append_clean(&clean, text);
        text_fit(&clean, column->cells);
        size_t len = clean.len;
        int cells = utf8_cells(text_string(&clean), len);
        Piece piece = { .bytes = arena_strndup(arena, text_string(&clean), len),
                .len = len,
                .cells = cells,
                .column = column->start,
                .style = style };
        if (column->column == BOARD_SCORE)
                piece.column += column->cells - cells;
        text_clear(&clean);
        return piece;
}

static unsigned status_style(CompletionStatus status)
{
        switch (status) {
        case STATUS_OVERDUE:
        case STATUS_EXPIRED:
                return SPAN_WRONG;
        case STATUS_EXPIRING:
                return SPAN_MISSED;
        case STATUS_PASSED:
                return SPAN_RIGHT;
        default:
                return SPAN_PLAIN;
        }
}

static const char *cell_text(const BoardRow *row, BoardColumn column, Arena *arena)
{
        switch (column) {
        case BOARD_NAME:
                return row->name;
        case BOARD_ID:
                return row->staff_id;
        case BOARD_SITE:
                return row->site;
        case BOARD_MODULE:
                return row->module;
        case BOARD_STATUS:
                return board_status_word(row->status);
        case BOARD_SCORE:
                return row->score < 0 ? "" : arena_printf(arena, "%d%%", row->score);
        default:
                return board_date(row, arena);
        }
}

static void lay_row(Document *document, const BoardSheet *state, size_t place)
{
        Piece pieces[BOARD_COLUMNS];
        BoardRow row = board_row(state->board, place);
        for (size_t i = 0; i < state->column_count; i++) {
                BoardColumn column = state->columns[i].column;
                unsigned style = column == BOARD_STATUS ? status_style(row.status) : SPAN_PLAIN;
                pieces[i] = cell(document->arena, &state->columns[i], style,
                        cell_text(&row, column, document->arena));
        }
        document_row(document, pieces, state->column_count, true);
}

static void lay_header(Document *document, const BoardSheet *state)
{
        Piece pieces[BOARD_COLUMNS];
        const BoardQuery *query = board_query(state->board);
        for (size_t i = 0; i < state->column_count; i++) {
                BoardColumn column = state->columns[i].column;
                const char *word = board_column_word(column);
                if (column == query->order)
                        word = arena_printf(
                                document->arena, "%s %s", word, query->descending ? "▼" : "▲");
                pieces[i] = cell(
                        document->arena, &state->columns[i], SPAN_STRONG | SPAN_EMPHASIS, word);
        }
        document_row(document, pieces, state->column_count, false);
}

/* One row of text; its end is cut off where it is too long. */
static void lay_line(Document *document, unsigned style, const char *text)
{
        TableColumn whole = { BOARD_NAME, DOCUMENT_MARGIN, document->width };
        Piece piece = cell(document->arena, &whole, style, text);
        document_row(document, &piece, 1, false);
}

static void lay_summary(Document *document, const BoardSheet *state)
{
        BoardCounts counts = board_counts(state->board);
        double share = counts.rows ? (double)counts.trained / (double)counts.rows : 0;
        lay_line(document, SPAN_PLAIN,
                arena_printf(document->arena, "%s  %s",
                        arena_printf(document->arena,
                                ngettext("Trained: %zu of %zu, %d%%", "Trained: %zu of %zu, %d%%",
                                        counts.rows),
                                counts.trained, counts.rows, (int)(share * 100 + 0.5)),
                        bar_text(share, BAR_CELLS, document->arena)));
        document_under(document, DOCUMENT_MARGIN, SPAN_PLAIN,
                board_count_words(&counts, document->arena), 2);
}

/* The end of what is typed is always to be seen, and the cursor behind it. */
static void lay_prompt(Sheet *sheet, const BoardSheet *state)
{
        Document *document = &sheet->document;
        const char *ask = state->prompt == PROMPT_FILTER
                                  ? _("Filter:")
                                  : _("Write to file (.csv, .html or .json):");
        int room = document->width - cells_of(ask) - 2;
        const char *text = state->line;
        while (cells_of(text) > room && *text)
                text += utf8_cluster(text, strlen(text));
        sheet->type_row = (int)document->count;
        sheet->type_column = DOCUMENT_MARGIN + cells_of(ask) + 1 + cells_of(text);
        lay_line(document, SPAN_STRONG, arena_printf(document->arena, "%s %s", ask, text));
}

static void lay_asked(Sheet *sheet, const BoardSheet *state)
{
        Document *document = &sheet->document;
        if (state->prompt != PROMPT_NONE)
                lay_prompt(sheet, state);
        else
                lay_line(document, SPAN_PLAIN,
                        arena_printf(document->arena, _("Shown: %s"),
                                board_query_words(board_query(state->board), document->arena)));
}

static bool is_asking(const BoardQuery *query)
{
        return *query->text || query->site || query->module || query->statuses;
}

static void lay_nobody(Document *document, const BoardSheet *state)
{
        if (!board_is_loaded(state->board))
                return;
        bool asks = is_asking(board_query(state->board));
        document_rich_text(document, SPAN_PLAIN,
                asks ? _("Nobody is found. ← or Backspace shows everybody again.")
                     : _("There is nobody in the record yet. makesafe staff import FILE brings "
                         "people in; whoever learns comes in by themselves."));
}

static void lay_rows(Sheet *sheet, BoardSheet *state)
{
        size_t count = board_count(state->board);
        for (size_t i = state->top; i < count && i < state->top + state->page; i++)
                lay_row(&sheet->document, state, i);
        if (count == 0)
                lay_nobody(&sheet->document, state);
        else
                sheet->rule = arena_printf(sheet->document.arena, _(" rows %zu to %zu of %zu "),
                        state->top + 1,
                        state->top + state->page < count ? state->top + state->page : count, count);
}

static void show_focus(BoardSheet *state)
{
        size_t count = board_count(state->board);
        if (state->focus >= count)
                state->focus = count ? count - 1 : 0;
        if (state->focus < state->top)
                state->top = state->focus;
        if (state->focus >= state->top + state->page)
                state->top = state->focus - state->page + 1;
        size_t last_top = count > state->page ? count - state->page : 0;
        if (state->top > last_top)
                state->top = last_top;
}

void board_lay(Sheet *sheet, BoardSheet *state)
{
        Document *document = &sheet->document;
        sheet->title = _("Training board");
        sheet->position = "";
        if (!board_is_loaded(state->board))
                sheet->position = arena_printf(document->arena,
                        state->is_stopped ? _("stopped after %zu rows: any key reads on")
                                          : _("reading, %zu rows so far"),
                        board_counts(state->board).rows);
        sheet->saved = "";
        sheet->panel_rows = sheet->rows >= TALL_ROWS ? 2 : sheet->rows >= ROOMY_ROWS ? 1 : 0;
        plan_columns(state, document->width + DOCUMENT_MARGIN - DOCUMENT_STOP);
        lay_summary(document, state);
        lay_asked(sheet, state);
        state->header_row = document->count;
        lay_header(document, state);
        int panel = sheet->panel_rows ? sheet->panel_rows + 1 : 0;
        int page = sheet->rows - FRAME_ABOVE - FRAME_BELOW - panel - (int)document->count;
        state->page = page > 1 ? (size_t)page : 1;
        show_focus(state);
        lay_rows(sheet, state);
        sheet->goes_to = state->focus - state->top;
}
