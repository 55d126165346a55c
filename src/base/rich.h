/* Text with meaning: blocks of spans. What Markdown is read into, what views are made of, what
 * front ends draw. A style says what a span means, never how it looks. */
#ifndef BASE_RICH_H
#define BASE_RICH_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/text.h"

typedef enum SpanStyle {
        SPAN_PLAIN = 0,
        SPAN_EMPHASIS = 1 << 0,
        SPAN_STRONG = 1 << 1,
        SPAN_CODE = 1 << 2,
        SPAN_RIGHT = 1 << 3,  /* was right */
        SPAN_WRONG = 1 << 4,  /* was wrong */
        SPAN_MISSED = 1 << 5, /* was overlooked */
        SPAN_QUIET = 1 << 6,  /* less important */
        SPAN_NUMBER = 1 << 7  /* a telephone number or a key to press: what the eye looks for */
} SpanStyle;

typedef struct Span {
        const char
                *text;  /* UTF-8, clean; may hold newlines only in BLOCK_CODE and as hard breaks */
        unsigned style; /* SpanStyle bits */
        unsigned ref;   /* phrase number of a spot passage from 1, or 0 */
} Span;

typedef enum BlockKind {
        BLOCK_PARAGRAPH,
        BLOCK_HEADING,
        BLOCK_ITEM,
        BLOCK_QUOTE,
        BLOCK_CODE,
        BLOCK_RULE
} BlockKind;

typedef struct Block {
        BlockKind kind;
        unsigned level; /* heading 1 … 6; nesting of items and quotes from 1 */
        const char *
                marker; /* of an item: "•", "3."; its continuation paragraphs have "" ; else NULL */
        bool tight;     /* follows the block before it without an empty line */
        const Span *spans;
        size_t count;
} Block;

typedef struct Rich {
        const Block *blocks;
        size_t count;
} Rich;

/** Makes a Rich block by block; everything it is given is copied into the arena. */
typedef struct RichBuilder RichBuilder;

RichBuilder *rich_start(Arena *arena);
void rich_block(RichBuilder *builder, BlockKind kind, unsigned level);
void rich_item(RichBuilder *builder, unsigned level, const char *marker);
/** The block begun last follows the one before it without an empty line. */
void rich_tight(RichBuilder *builder);
void rich_span(RichBuilder *builder, unsigned style, const char *text);
void rich_span_ref(
        RichBuilder *builder, unsigned style, unsigned ref, const char *text, size_t len);
void rich_spanf(RichBuilder *builder, unsigned style, const char *format, ...)
        __attribute__((format(printf, 3, 4)));
/** Appends all blocks of another text; spans are shared, not copied. */
void rich_append(RichBuilder *builder, const Rich *other);
/** A paragraph of one span. */
void rich_paragraph(RichBuilder *builder, unsigned style, const char *text);
/** What was made; the builder is used up. */
Rich rich_finish(RichBuilder *builder);

/** One line of text laid out: pieces of spans with their widths. */
typedef struct Piece {
        const char *bytes; /* points into the span */
        size_t len;
        int cells;
        int column; /* where it begins, from 0 */
        unsigned style, ref;
} Piece;

typedef struct Line {
        const Piece *pieces;
        size_t count;
        size_t block; /* index of the block it belongs to; (size_t)-1 for an empty line between
                         blocks */
} Line;

typedef struct Lines {
        const Line *lines;
        size_t count;
} Lines;

/** Breaks a text into lines of at most `width` cells (at least 8), by UAX #14, never inside a
 * grapheme cluster. Items hang, quotes and code are indented; markers are pieces too. Headings are
 * SPAN_STRONG. With `numbered`, spans with a ref are shown as `[n text]`: the `[n ` and the `]` are
 * pieces of their own, with the style SPAN_NUMBER and the ref. */
Lines rich_layout(Arena *arena, const Rich *rich, int width, bool numbered);

/** Appends laid-out lines as text, blanks for columns. */
void rich_print(const Lines *lines, Text *out);

#endif
