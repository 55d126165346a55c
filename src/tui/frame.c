#include "tui/frame.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "base/translate.h"
#include "base/utf8.h"
#include "tui/draw.h"

enum { WIDEST = DOCUMENT_WIDEST + 2, NOTICE_ROWS_MOST = 5, POSITION_SIZE = 512 };

#define FOCUS "▸"

bool frame_is_too_small(const App *app)
{
        int rows, columns;
        terminal_size(app->terminal, &rows, &columns);
        return rows < FRAME_ROWS_LEAST || columns < FRAME_COLUMNS_LEAST;
}

/* Lays a text out for rows that are no document. */
static Lines lay_text(Arena *arena, const char *text, unsigned style, int width)
{
        Span span = { .text = text, .style = style };
        Block block = { .spans = &span, .count = 1 };
        Rich rich = { .blocks = &block, .count = 1 };
        return rich_layout(arena, &rich, width, false);
}

static void draw_lines(App *app, const Lines *lines, int at, int rows, int margin, int width)
{
        for (int i = 0; i < rows; i++) {
                draw_row(app->terminal, at + i);
                for (size_t j = 0; (size_t)i < lines->count && j < lines->lines[i].count; j++) {
                        const Piece *piece = &lines->lines[i].pieces[j];
                        draw_text(app->terminal, at + i, margin + piece->column, width,
                                piece->style, piece->bytes, piece->len);
                }
        }
}

static void draw_too_small(App *app, int rows, int columns)
{
        char text[256];
        snprintf(text, sizeof text, _("This window is too small: %d by %d is needed."),
                FRAME_COLUMNS_LEAST, FRAME_ROWS_LEAST);
        Arena *arena = arena_new();
        Lines lines = lay_text(arena, text, SPAN_PLAIN, columns);
        draw_lines(app, &lines, 0, rows, 0, columns);
        arena_free(arena);
        draw_show(app->terminal, 0, 0);
}

/* Title at the left end, position at the right one; the position is kept whole. */
static void draw_title(App *app, const Sheet *sheet, int width)
{
        char position[POSITION_SIZE];
        Text title = { 0 };
        text_append_clean(&title, sheet->title ? sheet->title : "");
        text_clean(position, sizeof position, sheet->position ? sheet->position : "");
        int position_cells = utf8_cells(position, strlen(position));
        int right = width - 1 - position_cells;
        if (right < width / 3)
                right = width / 3;
        text_fit(&title, right - 2);
        draw_row(app->terminal, 0);
        draw_string(app->terminal, 0, 1, right - 1, SPAN_STRONG, text_string(&title));
        text_clear(&title);
        draw_string(app->terminal, 0, right, width - 1, SPAN_PLAIN, position);
        draw_row(app->terminal, 1);
        draw_rule(app->terminal, 1, 0, width);
}

/* A piece of a passage shows whether its phrase is marked: `[1 text]`, `[1*text]`. */
static void draw_piece(
        App *app, const Document *document, const Row *row, const Piece *piece, int at, int end)
{
        bool marked = document->marked && piece->ref && document->marked[piece->ref];
        unsigned style = piece->style | (marked ? SPAN_STRONG | SPAN_EMPHASIS : 0);
        int column = row->indent + piece->column;
        size_t len = piece->len;
        bool opens = marked && (piece->style & SPAN_NUMBER) && len > 2 && piece->bytes[0] == '[';
        if (opens)
                len--; /* the blank behind the number */
        column = draw_text(app->terminal, at, column, end, style, piece->bytes, len);
        if (opens)
                draw_string(app->terminal, at, column, end, style, "*");
}

static void draw_document_row(App *app, const Sheet *sheet, size_t index, int at, int width)
{
        const Document *document = &sheet->document;
        draw_row(app->terminal, at);
        if (index >= document->count)
                return;
        const Row *row = &document->rows[index];
        size_t focus = 0;
        if (pager_at(&sheet->pager, &focus) && document->stops[focus].first == index)
                draw_focus(app->terminal, at, document->stops[focus].ref ? 0 : DOCUMENT_FOCUS,
                        width, FOCUS);
        if (row->label)
                draw_string(app->terminal, at, DOCUMENT_STOP, width, SPAN_PLAIN, row->label);
        for (size_t i = 0; i < row->line.count; i++)
                draw_piece(app, document, row, &row->line.pieces[i], at, width);
        if (row->tail)
                draw_string(app->terminal, at, document->width + DOCUMENT_MARGIN - row->tail_cells,
                        width, SPAN_PLAIN, row->tail);
}

/* The rule says whether there is more than the window shows. */
static void draw_lower_rule(App *app, const Sheet *sheet, int at, int width, const char *saved)
{
        const Pager *pager = &sheet->pager;
        draw_row(app->terminal, at);
        draw_rule(app->terminal, at, 0, width);
        size_t count = sheet->document.count;
        if (sheet->rule) {
                int column = width - 2 - utf8_cells(sheet->rule, strlen(sheet->rule));
                draw_string(
                        app->terminal, at, column > 0 ? column : 0, width, SPAN_PLAIN, sheet->rule);
        } else if (count > pager->height) {
                size_t last =
                        pager->top + pager->height > count ? count : pager->top + pager->height;
                char text[128];
                snprintf(text, sizeof text,
                        pager_is_at_end(pager) ? _(" end, line %zu of %zu ")
                                               : _(" more below, line %zu of %zu ↓ "),
                        last, count);
                int column = width - 2 - utf8_cells(text, strlen(text));
                draw_string(app->terminal, at, column, width, SPAN_STRONG, text);
        }
        if (saved && *saved) {
                int column = draw_string(app->terminal, at, 2, width, SPAN_PLAIN, " ");
                column = draw_string(app->terminal, at, column, width, SPAN_PLAIN, saved);
                draw_string(app->terminal, at, column, width, SPAN_PLAIN, " ");
        }
}

static const char *key_label(const App *app, const KeyWord *word)
{
        bool plain = terminal_charset(app->terminal) == CHARSET_ASCII && word->ascii;
        return _(plain ? word->ascii : word->label);
}

static int key_cells(const App *app, const Sheet *sheet, const KeyWord *word)
{
        const char *label = key_label(app, word), *does = sheet->words[word->action];
        return utf8_cells(label, strlen(label)) + 1 + utf8_cells(does, strlen(does)) + 2;
}

/* The most needed keys that fit, whatever the language makes of their words. */
static void choose_keys(const App *app, const Sheet *sheet, int width, bool *chosen)
{
        int used = 1;
        for (unsigned rank = 1; rank <= key_word_count; rank++)
                for (size_t i = 0; i < key_word_count; i++) {
                        if (key_words[i].rank != rank || !sheet->words[key_words[i].action])
                                continue;
                        int cells = key_cells(app, sheet, &key_words[i]);
                        if (used + cells - 2 > width)
                                return;
                        chosen[i] = true;
                        used += cells;
                }
}

static void draw_keys(App *app, const Sheet *sheet, int at, int width, const char *saved)
{
        bool chosen[APP_KEY_SPOTS] = { false };
        int saved_cells = saved ? utf8_cells(saved, strlen(saved)) : 0;
        int end = width - 1 - (saved_cells ? saved_cells + 2 : 0);
        choose_keys(app, sheet, end, chosen);
        draw_row(app->terminal, at);
        app->spot_count = 0;
        int column = 1;
        for (size_t i = 0; i < key_word_count; i++) {
                if (!chosen[i])
                        continue;
                int start = column;
                column = draw_string(
                        app->terminal, at, column, end, SPAN_NUMBER, key_label(app, &key_words[i]));
                column = draw_string(app->terminal, at, column + 1, end, SPAN_PLAIN,
                        sheet->words[key_words[i].action]);
                app->spots[app->spot_count++] = (KeySpot){ start, column, key_words[i].action };
                column += 2;
        }
        if (saved_cells)
                draw_string(
                        app->terminal, at, width - 1 - saved_cells, width - 1, SPAN_PLAIN, saved);
}

static void fit(Sheet *sheet, int height)
{
        if (sheet->is_new)
                pager_start(&sheet->pager, &sheet->document, (size_t)height);
        else
                pager_refit(&sheet->pager, &sheet->document, (size_t)height);
        sheet->is_new = false;
        if (sheet->reads_from != SIZE_MAX)
                pager_read_from(&sheet->pager, sheet->reads_from);
        if (sheet->goes_to != SIZE_MAX)
                pager_focus(&sheet->pager, sheet->goes_to);
        sheet->reads_from = sheet->goes_to = SIZE_MAX;
}

static void lay(App *app, Sheet *sheet, int rows, int width)
{
        if (!sheet->is_stale && sheet->columns == width && sheet->rows == rows)
                return;
        memset(sheet->words, 0, sizeof sheet->words);
        sheet->panel_rows = 0;
        sheet->rule = NULL;
        sheet->rows = rows;
        sheet->columns = width;
        sheet->is_stale = false;
        document_start(&sheet->document, width);
        sheet->screen->lay(app, sheet, width);
}

static int rows_of_panel(const Sheet *sheet)
{
        return sheet->panel_rows ? sheet->panel_rows + 1 : 0;
}

/* What stands between document and lower rule: a notice, or else the screen's panel. */
static void draw_between(
        App *app, const Sheet *sheet, const Lines *notice, int at, int rows, int width)
{
        if (*app->notice) {
                draw_lines(app, notice, at, rows, DOCUMENT_MARGIN, width);
        } else if (rows > 0) {
                Arena *arena = arena_new();
                const char *text = sheet->screen->panel ? sheet->screen->panel((Sheet *)sheet) : "";
                Lines lines = lay_text(arena, text, SPAN_PLAIN, sheet->document.width);
                draw_rule(app->terminal, at, 0, width);
                draw_lines(app, &lines, at + 1, rows - 1, DOCUMENT_MARGIN, width);
                arena_free(arena);
        }
}

void frame_prepare(App *app)
{
        int rows, columns;
        Sheet *sheet = app->stack[app->depth - 1];
        if (frame_is_too_small(app) || (!sheet->is_stale && !sheet->is_new))
                return;
        terminal_size(app->terminal, &rows, &columns);
        lay(app, sheet, rows, columns < WIDEST ? columns : WIDEST);
        fit(sheet, rows - FRAME_ABOVE - FRAME_BELOW - rows_of_panel(sheet));
}

void frame_draw(App *app)
{
        int rows, columns;
        terminal_size(app->terminal, &rows, &columns);
        app->spot_count = 0;
        if (frame_is_too_small(app)) {
                draw_too_small(app, rows, columns);
                return;
        }
        Sheet *sheet = app->stack[app->depth - 1];
        int width = columns < WIDEST ? columns : WIDEST;
        lay(app, sheet, rows, width);
        Arena *arena = arena_new();
        Lines notice = { 0 };
        int between = rows_of_panel(sheet);
        if (*app->notice) {
                notice = lay_text(arena, app->notice,
                        app->notice_is_error ? SPAN_WRONG : SPAN_STRONG, sheet->document.width);
                between = notice.count > NOTICE_ROWS_MOST ? NOTICE_ROWS_MOST : (int)notice.count;
        }
        int height = rows - FRAME_ABOVE - FRAME_BELOW - between;
        fit(sheet, height);
        draw_title(app, sheet, width);
        for (int i = 0; i < height; i++)
                draw_document_row(app, sheet, sheet->pager.top + (size_t)i, FRAME_ABOVE + i, width);
        draw_between(app, sheet, &notice, FRAME_ABOVE + height, between, width);
        bool roomy = columns >= 80;
        draw_lower_rule(app, sheet, rows - 2, width, roomy ? NULL : sheet->saved);
        draw_keys(app, sheet, rows - 1, width, roomy ? sheet->saved : NULL);
        arena_free(arena);
        int row, column;
        pager_cursor(&sheet->pager, &row, &column);
        if (sheet->is_typing) {
                row = sheet->type_row;
                column = sheet->type_column < width ? sheet->type_column : width - 1;
        }
        draw_show(app->terminal, FRAME_ABOVE + row, column);
}
