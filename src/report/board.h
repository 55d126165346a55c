/* The supervisor's board: every person and module that the record knows of, one row each.
 *
 * The rows are held in memory (about 100 bytes each), read from the record piece by piece and kept
 * in step with it by the events that come after. The record's own orders each cost a walk over all
 * of its tables; this way a filter or another order takes no more than a look at memory, and
 * nothing has to wait for the rest while it is read. */
#ifndef REPORT_BOARD_H
#define REPORT_BOARD_H

#include "base/arena.h"
#include "base/error.h"
#include "record/store.h"

typedef struct Board Board;

/** Columns, in the order in which they are shown. */
typedef enum BoardColumn {
        BOARD_NAME,
        BOARD_ID,
        BOARD_SITE,
        BOARD_MODULE,
        BOARD_STATUS, /* ordered by how much it wants doing: overdue, expired, failed, expiring, …
                       */
        BOARD_SCORE,
        BOARD_DATE, /* until when a pass is, or was, valid; where there is none, when one is due */
        BOARD_COLUMNS
} BoardColumn;

enum { BOARD_TEXT = 128 };

/** What is to be seen, in which order. A new board shows everything by id, as the record gives it.
 */
typedef struct BoardQuery {
        char text[BOARD_TEXT]; /* part of name, id, site or module, case ignored */
        const char *site;      /* one site, "" for people without any, NULL for all */
        const char *module;    /* NULL for all */
        unsigned statuses;     /* bits 1u << CompletionStatus; 0 for all */
        BoardColumn order;     /* then by id and module; rows without a value come last */
        bool descending;
} BoardQuery;

/** A row. Strings live until the board changes. */
typedef struct BoardRow {
        const char *person; /* pseudonym */
        const char *staff_id, *name, *site, *module, *version;
        CompletionStatus status;
        int score; /* percent, or −1 */
        int64_t attempts;
        Day completed, expires, due; /* DAY_NONE where there is none */
        const char *how;             /* "", "imported", "waived" */
} BoardRow;

/** Makes an empty board; statuses are reckoned for `today`. Until it is freed the store belongs to
 * it as to everybody else: it only reads. */
Board *board_new(Store *store, Day today);
void board_free(Board *board);

/** Reads the next people, until about `rows` more rows are there. `more` says whether there are
 * others. What is read is found by the query as it comes, but put in order only once all is there.
 */
bool board_load(Board *board, size_t rows, bool *more, Error *error);

/** Whether everybody has been read. */
bool board_is_loaded(const Board *board);

Store *board_store(const Board *board);

/** The day that statuses are reckoned for. */
Day board_today(const Board *board);

/** Takes in what was stored since. Costs in proportion to that; where it is too much, or `today` is
 * another day, everything is to be read again by board_load. `changed` says whether anything is
 * otherwise than before. Then board_check may have something to do. */
bool board_refresh(Board *board, Day today, bool *changed, Error *error);

/** Where somebody has worked on the roster: looks at the names and sites of the next people again,
 * which change without an event. `more` says whether there are others, `changed` at the end whether
 * any is otherwise than before. Does nothing where there is nothing to look at. */
bool board_check(Board *board, size_t people, bool *more, bool *changed, Error *error);

/** Filters and orders anew. The query's strings are copied. */
void board_ask(Board *board, const BoardQuery *query);
const BoardQuery *board_query(const Board *board);

/** How many rows the query finds, and the one at a place (below that). */
size_t board_count(const Board *board);
BoardRow board_row(const Board *board, size_t place);

/** Where the row of a person (pseudonym) and module stands; SIZE_MAX where it is not to be seen. */
size_t board_place(const Board *board, const char *person, const char *module);

/** How many rows of each status there are of what the query finds, its own statuses left aside. */
typedef struct BoardCounts {
        size_t rows, trained; /* trained: passed or expiring */
        size_t statuses[STATUS_COUNT];
} BoardCounts;

BoardCounts board_counts(const Board *board);

/** The same for every site or module of the whole board, ordered by name. In `arena`. */
typedef struct BoardGroup {
        const char *name; /* "" for people without a site */
        BoardCounts counts;
} BoardGroup;

BoardGroup *board_groups(const Board *board, CompletionGroup by, Arena *arena, size_t *count);

/** Texts for both front ends, translated. */
const char *board_status_word(CompletionStatus status);
const char *board_column_word(BoardColumn column);
/** "Filter “smi”, status overdue; sorted by name, ascending". In `arena`. */
const char *board_query_words(const BoardQuery *query, Arena *arena);
/** A row as a sentence, for where columns are cut or not at all. In `arena`. */
const char *board_row_words(const BoardRow *row, Arena *arena);
/** The same without the person. In `arena`. */
const char *board_module_words(const BoardRow *row, Arena *arena);
/** "passed 12, overdue 3", those that there are, the ones that want doing first. In `arena`. */
const char *board_count_words(const BoardCounts *counts, Arena *arena);
/** "2026-01-31", or "". In `arena`. */
const char *board_date(const BoardRow *row, Arena *arena);
/** The statuses, the ones that want doing first. */
extern const CompletionStatus board_urgency[STATUS_COUNT];

#endif
