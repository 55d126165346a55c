#include "tui/document.h"

#include <stdint.h>
#include <string.h>

#include "base/utf8.h"

enum { NARROWEST = 8, TAIL_GAP = 2 };

void document_start(Document *document, int columns)
{
        if (document->arena)
                arena_reset(document->arena);
        else
                document->arena = arena_new();
        int width = columns - DOCUMENT_MARGIN - 1;
        Arena *arena = document->arena;
        *document = (Document){ .arena = arena, .lead = SIZE_MAX, .is_airy = document->is_airy };
        document->width = width > DOCUMENT_WIDEST ? DOCUMENT_WIDEST
                          : width < NARROWEST     ? NARROWEST
                                                  : width;
}

void document_free(Document *document)
{
        arena_free(document->arena);
        *document = (Document){ 0 };
}

/* Rows grow in the arena; what they grow out of is given back with it. */
static Row *add_row(Document *document)
{
        document->rows = arena_grow(document->arena, document->rows, document->count,
                &document->room, sizeof *document->rows);
        Row *row = &document->rows[document->count++];
        *row = (Row){ 0 };
        return row;
}

static Stop *add_stop(Document *document)
{
        document->stops = arena_grow(document->arena, document->stops, document->stop_count,
                &document->stop_room, sizeof *document->stops);
        Stop *stop = &document->stops[document->stop_count++];
        *stop = (Stop){ 0 };
        return stop;
}

static size_t take_lead(Document *document, size_t otherwise)
{
        size_t lead = document->lead == SIZE_MAX ? otherwise : document->lead;
        document->lead = SIZE_MAX;
        return lead;
}

void document_blank(Document *document)
{
        add_row(document);
}

static void separate(Document *document)
{
        if (document->count > 0)
                document_blank(document);
}

static void add_lines(Document *document, const Lines *lines, int indent, size_t most)
{
        for (size_t i = 0; i < lines->count && (most == 0 || i < most); i++) {
                Row *row = add_row(document);
                row->line = lines->lines[i];
                row->indent = indent;
        }
}

/* The last row of a text that was cut says so. */
static void add_ellipsis(Document *document, Row *row, int width)
{
        Piece *pieces = arena_array(document->arena, Piece, row->line.count + 1);
        size_t count = row->line.count;
        if (count > 0)
                memcpy(pieces, row->line.pieces, count * sizeof *pieces);
        int end = count > 0 ? pieces[count - 1].column + pieces[count - 1].cells : 0;
        if (end + 2 > width && count > 0) {
                Piece *last = &pieces[count - 1];
                last->len = utf8_fit(last->bytes, last->len, last->cells - (end + 2 - width), NULL);
                const char *blank = memrchr(last->bytes, ' ', last->len);
                if (blank && blank > last->bytes)
                        last->len = (size_t)(blank - last->bytes);
                last->cells = utf8_cells(last->bytes, last->len);
                end = last->column + last->cells;
        }
        unsigned style = count > 0 ? pieces[count - 1].style : 0;
        pieces[count] = (Piece){
                .bytes = " …", .len = strlen(" …"), .cells = 2, .column = end, .style = style
        };
        row->line = (Line){ .pieces = pieces, .count = count + 1, .block = row->line.block };
}

/* A phrase may run over several rows; its stop is where it begins. */
static void add_phrases(Document *document, size_t first_row)
{
        unsigned last = 0;
        for (size_t i = first_row; i < document->count; i++) {
                const Row *row = &document->rows[i];
                for (size_t j = 0; j < row->line.count; j++) {
                        const Piece *piece = &row->line.pieces[j];
                        if (piece->ref == 0)
                                continue;
                        if (piece->ref != last) {
                                Stop *stop = add_stop(document);
                                *stop = (Stop){ .lead = take_lead(document, i),
                                        .first = i,
                                        .last = i,
                                        .column = row->indent + piece->column,
                                        .ref = piece->ref };
                                last = piece->ref;
                        }
                        document->stops[document->stop_count - 1].last = i;
                }
        }
}

void document_rich(Document *document, const Rich *rich, bool numbered)
{
        if (rich->count == 0)
                return;
        separate(document);
        size_t first_row = document->count;
        Lines lines = rich_layout(document->arena, rich, document->width, numbered);
        add_lines(document, &lines, DOCUMENT_MARGIN, 0);
        if (numbered)
                add_phrases(document, first_row);
}

static Lines lay_out(Document *document, unsigned style, const char *text, int width)
{
        Span span = { .text = text, .style = style };
        Block block = { .kind = BLOCK_PARAGRAPH, .spans = &span, .count = 1 };
        Rich rich = { .blocks = &block, .count = 1 };
        return rich_layout(document->arena, &rich, width, false);
}

void document_rich_text(Document *document, unsigned style, const char *text)
{
        separate(document);
        Lines lines = lay_out(document, style, text, document->width);
        add_lines(document, &lines, DOCUMENT_MARGIN, 0);
}

void document_lead(Document *document, unsigned style, const char *text)
{
        size_t lead = document->count ? document->count + 1 : 0;
        document_rich_text(document, style, text);
        document->lead = lead;
}

/* Label, text that hangs behind it, and what stands at the right end. */
static Row *add_item(
        Document *document, const char *label, unsigned style, const char *text, int beside)
{
        size_t first = document->count;
        int indent = DOCUMENT_STOP + utf8_cells(label, strlen(label));
        int width = document->width + DOCUMENT_MARGIN - indent;
        Lines lines =
                lay_out(document, style, text, width - beside < NARROWEST ? width : width - beside);
        add_lines(document, &lines, indent, 0);
        Row *row = &document->rows[first];
        row->label = arena_strdup(document->arena, label);
        return row;
}

void document_row(Document *document, const Piece *pieces, size_t count, bool is_stop)
{
        Piece *kept = arena_array(document->arena, Piece, count + 1);
        if (count)
                memcpy(kept, pieces, count * sizeof *kept);
        Row *row = add_row(document);
        row->line = (Line){ .pieces = kept, .count = count, .block = (size_t)-1 };
        size_t at = document->count - 1;
        if (is_stop)
                *add_stop(document) =
                        (Stop){ .lead = at, .first = at, .last = at, .column = DOCUMENT_STOP };
}

static void give_air(Document *document)
{
        if (!document->is_airy || document->count == 0)
                return;
        const Row *last = &document->rows[document->count - 1];
        if (last->line.count > 0 || last->label)
                document_blank(document);
}

void document_item(Document *document, const char *label, unsigned style, const char *text)
{
        give_air(document);
        add_item(document, label, style, text, 0);
}

void document_stop(
        Document *document, const char *label, unsigned style, const char *text, const char *tail)
{
        give_air(document);
        size_t first = document->count;
        int tail_cells = tail ? utf8_cells(tail, strlen(tail)) : 0;
        Row *row = add_item(document, label, style, text, tail_cells ? tail_cells + TAIL_GAP : 0);
        row->tail = arena_strdup(document->arena, tail);
        row->tail_cells = tail_cells;
        size_t lead = take_lead(document, first);
        Stop *stop = add_stop(document);
        *stop = (Stop){
                .lead = lead, .first = first, .last = document->count - 1, .column = DOCUMENT_STOP
        };
}

void document_freeze(Document *document)
{
        document->stop_count = 0;
        document->lead = SIZE_MAX;
}

void document_under(Document *document, int indent, unsigned style, const char *text, size_t most)
{
        Lines lines = lay_out(document, style, text, document->width + DOCUMENT_MARGIN - indent);
        add_lines(document, &lines, indent, most);
        if (most > 0 && lines.count > most)
                add_ellipsis(document, &document->rows[document->count - 1],
                        document->width + DOCUMENT_MARGIN - indent);
        if (document->stop_count)
                document->stops[document->stop_count - 1].last = document->count - 1;
}
