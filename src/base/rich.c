#include "base/rich.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"

enum { NARROWEST = 8 };

struct RichBuilder {
        Arena *arena;
        Block *blocks;
        size_t count, room;
        Span *spans; /* of the block begun last */
        size_t span_count, span_room;
};

RichBuilder *rich_start(Arena *arena)
{
        RichBuilder *builder = xmalloc(sizeof *builder);
        *builder = (RichBuilder){ .arena = arena };
        return builder;
}

static void close_block(RichBuilder *builder)
{
        if (builder->count == 0)
                return;
        Block *block = &builder->blocks[builder->count - 1];
        if (block->spans)
                return;
        Span *spans = arena_array(builder->arena, Span, builder->span_count + 1);
        if (builder->span_count)
                memcpy(spans, builder->spans, builder->span_count * sizeof *spans);
        block->spans = spans;
        block->count = builder->span_count;
        builder->span_count = 0;
}

static Block *add_block(RichBuilder *builder)
{
        close_block(builder);
        builder->blocks =
                xgrow(builder->blocks, builder->count, &builder->room, sizeof *builder->blocks);
        Block *block = &builder->blocks[builder->count++];
        *block = (Block){ .kind = BLOCK_PARAGRAPH };
        return block;
}

void rich_block(RichBuilder *builder, BlockKind kind, unsigned level)
{
        Block *block = add_block(builder);
        block->kind = kind;
        block->level = level;
}

void rich_item(RichBuilder *builder, unsigned level, const char *marker)
{
        Block *block = add_block(builder);
        block->kind = BLOCK_ITEM;
        block->level = level;
        block->marker = arena_strdup(builder->arena, marker);
}

void rich_tight(RichBuilder *builder)
{
        if (builder->count)
                builder->blocks[builder->count - 1].tight = true;
}

void rich_span_ref(RichBuilder *builder, unsigned style, unsigned ref, const char *text, size_t len)
{
        if (builder->count == 0)
                rich_block(builder, BLOCK_PARAGRAPH, 0);
        builder->spans = xgrow(
                builder->spans, builder->span_count, &builder->span_room, sizeof *builder->spans);
        builder->spans[builder->span_count++] = (Span){
                .text = arena_strndup(builder->arena, text, len), .style = style, .ref = ref
        };
}

void rich_span(RichBuilder *builder, unsigned style, const char *text)
{
        rich_span_ref(builder, style, 0, text, strlen(text));
}

void rich_spanf(RichBuilder *builder, unsigned style, const char *format, ...)
{
        Text text = { 0 };
        va_list arguments;
        va_start(arguments, format);
        text_vprintf(&text, format, arguments);
        va_end(arguments);
        rich_span_ref(builder, style, 0, text_string(&text), text.len);
        text_clear(&text);
}

void rich_append(RichBuilder *builder, const Rich *other)
{
        for (size_t i = 0; i < other->count; i++)
                *add_block(builder) = other->blocks[i];
}

void rich_paragraph(RichBuilder *builder, unsigned style, const char *text)
{
        rich_block(builder, BLOCK_PARAGRAPH, 0);
        rich_span(builder, style, text);
}

Rich rich_finish(RichBuilder *builder)
{
        close_block(builder);
        Block *blocks = arena_array(builder->arena, Block, builder->count + 1);
        if (builder->count)
                memcpy(blocks, builder->blocks, builder->count * sizeof *blocks);
        Rich rich = { .blocks = blocks, .count = builder->count };
        free(builder->blocks);
        free(builder->spans);
        free(builder);
        return rich;
}

/* Layout: the spans of a block become one run of bytes, so that line breaking sees across them; a
 * parallel list remembers where each piece begins. */

typedef struct Run {
        size_t start, end;
        unsigned style, ref;
} Run;

typedef struct Flat {
        Text text;
        Run *runs;
        size_t count, room;
        size_t *unbreakable; /* offsets before which no line may begin: behind "[n " */
        size_t unbreakable_count, unbreakable_room;
} Flat;

typedef struct Layout {
        Arena *arena;
        Line *lines;
        size_t count, room;
        int width;
} Layout;

static void flat_add(Flat *flat, const char *text, unsigned style, unsigned ref)
{
        flat->runs = xgrow(flat->runs, flat->count, &flat->room, sizeof *flat->runs);
        size_t start = flat->text.len;
        text_append(&flat->text, text);
        flat->runs[flat->count++] = (Run){ start, flat->text.len, style, ref };
}

static void flat_keep_together(Flat *flat)
{
        flat->unbreakable = xgrow(flat->unbreakable, flat->unbreakable_count,
                &flat->unbreakable_room, sizeof *flat->unbreakable);
        flat->unbreakable[flat->unbreakable_count++] = flat->text.len;
}

static void flatten(Flat *flat, const Block *block, bool numbered)
{
        unsigned also = block->kind == BLOCK_HEADING ? SPAN_STRONG : 0;
        for (size_t i = 0; i < block->count; i++) {
                const Span *span = &block->spans[i];
                bool opens = numbered && span->ref && (i == 0 || span[-1].ref != span->ref);
                bool closes = numbered && span->ref &&
                              (i + 1 == block->count || span[1].ref != span->ref);
                if (opens) {
                        char number[16];
                        snprintf(number, sizeof number, "[%u ", span->ref);
                        flat_add(flat, number, SPAN_NUMBER, span->ref);
                        flat_keep_together(flat);
                }
                flat_add(flat, span->text, span->style | also, span->ref);
                if (closes)
                        flat_add(flat, "]", SPAN_NUMBER, span->ref);
        }
}

static void flat_free(Flat *flat)
{
        text_clear(&flat->text);
        free(flat->runs);
        free(flat->unbreakable);
}

static Line *add_line(Layout *layout, size_t block)
{
        layout->lines = xgrow(layout->lines, layout->count, &layout->room, sizeof *layout->lines);
        Line *line = &layout->lines[layout->count++];
        *line = (Line){ .block = block };
        return line;
}

static bool is_blank(char byte)
{
        return byte == ' ' || byte == '\n' || byte == '\t' || byte == '\r';
}

/* Makes one line of bytes [start, end) of the run, with `lead` (a marker) before it. */
static void emit(Layout *layout, size_t block, const Flat *flat, const char *bytes, size_t start,
        size_t end, int indent, const char *lead, int lead_column)
{
        while (end > start && is_blank(bytes[end - 1]))
                end--;
        size_t most = 1;
        for (size_t i = 0; i < flat->count; i++)
                most += flat->runs[i].start < end && flat->runs[i].end > start;
        Piece *pieces = arena_array(layout->arena, Piece, most);
        size_t count = 0;
        if (lead && *lead)
                pieces[count++] = (Piece){ .bytes = lead,
                        .len = strlen(lead),
                        .cells = utf8_cells(lead, strlen(lead)),
                        .column = lead_column };
        int column = indent;
        for (size_t i = 0; i < flat->count; i++) {
                const Run *run = &flat->runs[i];
                size_t from = run->start > start ? run->start : start;
                size_t to = run->end < end ? run->end : end;
                if (from >= to)
                        continue;
                int cells = utf8_cells(bytes + from, to - from);
                pieces[count++] =
                        (Piece){ bytes + from, to - from, cells, column, run->style, run->ref };
                column += cells;
        }
        Line *line = add_line(layout, block);
        line->pieces = pieces;
        line->count = count;
}

/* Where the line that begins at `start` ends: after as much as fits, at the last allowed break. */
static size_t line_end(const char *bytes, size_t len, const char *breaks, size_t start, int width)
{
        size_t last_break = start;
        int cells = 0;
        size_t at = start;
        while (at < len) {
                if (at > start && breaks[at] == BREAK_MUST)
                        return at;
                if (at > start && breaks[at] == BREAK_MAY)
                        last_break = at;
                size_t step = utf8_cluster(bytes + at, len - at);
                int wide = utf8_cells(bytes + at, step);
                /* Blanks may hang over the edge: they are not printed. */
                if (cells + wide > width && !is_blank(bytes[at]))
                        return last_break > start ? last_break : at > start ? at : at + step;
                cells += wide;
                at += step;
        }
        return len;
}

static void lay_block(Layout *layout, const Rich *rich, size_t index, bool numbered)
{
        const Block *block = &rich->blocks[index];
        int indent = 0, lead_column = 0;
        const char *lead = NULL;
        if (block->kind == BLOCK_ITEM) {
                lead_column = 2 * (block->level > 0 ? (int)block->level - 1 : 0);
                lead = block->marker ? block->marker : "";
                int marker = utf8_cells(lead, strlen(lead));
                indent = lead_column + (marker < 1 ? 2 : marker + 1);
        } else if (block->kind == BLOCK_QUOTE || block->kind == BLOCK_CODE) {
                indent = 4;
        }
        if (indent > layout->width / 2)
                indent = lead_column = layout->width / 4;
        Flat flat = { 0 };
        if (block->kind == BLOCK_RULE)
                flat_add(&flat, "* * *", SPAN_QUIET, 0);
        flatten(&flat, block, numbered);
        size_t len = flat.text.len;
        const char *bytes = arena_strndup(layout->arena, text_string(&flat.text), len);
        char *breaks = xmalloc(len + 1);
        utf8_breaks(bytes, len, breaks);
        for (size_t i = 0; i < flat.unbreakable_count; i++)
                if (flat.unbreakable[i] < len)
                        breaks[flat.unbreakable[i]] = BREAK_NO;
        size_t start = 0;
        do {
                size_t end = line_end(bytes, len, breaks, start, layout->width - indent);
                emit(layout, index, &flat, bytes, start, end, indent, start == 0 ? lead : NULL,
                        lead_column);
                start = end;
                while (block->kind != BLOCK_CODE && start < len && bytes[start] == ' ')
                        start++;
        } while (start < len);
        free(breaks);
        flat_free(&flat);
}

Lines rich_layout(Arena *arena, const Rich *rich, int width, bool numbered)
{
        Layout layout = { .arena = arena, .width = width < NARROWEST ? NARROWEST : width };
        for (size_t i = 0; i < rich->count; i++) {
                if (i > 0 && !rich->blocks[i].tight)
                        add_line(&layout, SIZE_MAX);
                lay_block(&layout, rich, i, numbered);
        }
        Line *lines = arena_array(arena, Line, layout.count + 1);
        if (layout.count)
                memcpy(lines, layout.lines, layout.count * sizeof *lines);
        free(layout.lines);
        return (Lines){ lines, layout.count };
}

void rich_print(const Lines *lines, Text *out)
{
        for (size_t i = 0; i < lines->count; i++) {
                const Line *line = &lines->lines[i];
                int column = 0;
                for (size_t j = 0; j < line->count; j++) {
                        const Piece *piece = &line->pieces[j];
                        if (piece->column > column)
                                text_append_repeat(out, ' ', (size_t)(piece->column - column));
                        text_append_bytes(out, piece->bytes, piece->len);
                        column = piece->column + piece->cells;
                }
                text_append_char(out, '\n');
        }
}
