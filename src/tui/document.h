/* A page laid out: rows of text, some of which are stops for the focus. Pure; drawn by app.c. */
#ifndef TUI_DOCUMENT_H
#define TUI_DOCUMENT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/rich.h"

enum {
        DOCUMENT_MARGIN = 1, /* columns left of the text */
        DOCUMENT_FOCUS = 1,  /* column of the focus marker */
        DOCUMENT_STOP = 3,   /* column where a stop begins */
        DOCUMENT_WIDEST = 96 /* cells of text in a wide window: longer lines are hard to read */
};

typedef struct Row {
        Line line;
        int indent;        /* column of the line's column 0 */
        const char *label; /* at DOCUMENT_STOP; NULL for none */
        const char *tail;  /* at the right end; NULL for none */
        int tail_cells;
} Row;

/** A place where the focus can stand. */
typedef struct Stop {
        size_t lead;        /* first row to be seen with it, for what introduces it */
        size_t first, last; /* rows */
        int column;         /* of the cursor, on row `first` */
        unsigned ref;       /* phrase number of a passage, or 0 */
} Stop;

typedef struct Document {
        Arena *arena; /* of rows, stops and all texts */
        int width;    /* cells of text */
        Row *rows;
        size_t count, room;
        Stop *stops;
        size_t stop_count, stop_room;
        size_t lead;  /* where the next stop's lead begins; SIZE_MAX: at itself */
        bool is_airy; /* an empty row before all that can be chosen; stays so when started anew */
        const bool *marked; /* by phrase number, or NULL: how phrases of a passage are shown */
} Document;

/** Empties the document; `columns` is the width of the window. What was in it is given back. */
void document_start(Document *document, int columns);
void document_free(Document *document);

/** Appends a text, after an empty row where there is something above. With `numbered`, its phrases
 * become stops. */
void document_rich(Document *document, const Rich *rich, bool numbered);

/** Appends one paragraph of plain text; the first stop after it is shown together with it. */
void document_lead(Document *document, unsigned style, const char *text);

/** Appends one paragraph of plain text, after an empty row where there is something above. */
void document_rich_text(Document *document, unsigned style, const char *text);

/** Appends an empty row. */
void document_blank(Document *document);

/** Appends one row of pieces, whose columns count from the edge of the window; with `is_stop` the
 * focus can stand on it. */
void document_row(Document *document, const Piece *pieces, size_t count, bool is_stop);

/** Appends a stop: a label (cells that say its state) and a text that hangs behind it. `tail` (may
 * be NULL) stands at the right end. */
void document_stop(
        Document *document, const char *label, unsigned style, const char *text, const char *tail);

/** Appends the same, but the focus does not stop there. */
void document_item(Document *document, const char *label, unsigned style, const char *text);

/** What is there so far takes no focus any more. */
void document_freeze(Document *document);

/** Appends rows that belong to the last stop, under its text; at most `most` of them (0: all). */
void document_under(Document *document, int indent, unsigned style, const char *text, size_t most);

#endif
