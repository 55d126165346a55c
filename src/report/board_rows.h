/* The board's rows, as its own files see them. */
#ifndef REPORT_BOARD_ROWS_H
#define REPORT_BOARD_ROWS_H

#include "report/board.h"

enum { NO_ROW = UINT32_MAX };

/** A text that many rows share, and what is known of it for the query. */
typedef struct SharedText {
        const char *text, *folded;
        bool is_judged;             /* by the query, which then says: */
        bool holds_text, is_wanted; /* its text is in this one; this one is its site or module */
        uint32_t rank;              /* among the others */
} SharedText;

typedef struct SharedTexts {
        SharedText *items;
        size_t count, room;
        uint32_t *slots; /* hash table of index + 1 */
        size_t slot_count;
} SharedTexts;

typedef struct PersonRow {
        char id[ID_SIZE];
        const char *staff_id, *name;
        const char *folded; /* name, newline, staff id: for searching and ordering */
        uint32_t site;      /* in Board.sites */
        uint32_t first;     /* row, or NO_ROW */
        uint32_t rank;      /* by name; valid while Board.has_ranks */
} PersonRow;

typedef struct TableRow {
        uint32_t person, module, version;
        uint32_t next; /* row of the same person, or NO_ROW */
        uint32_t
                base; /* place in the order of staff ids and modules; valid while Board.has_ranks */
        uint32_t attempts;
        Day completed, expires, due;
        int16_t score;
        uint8_t status, how;   /* how: index into board_hows */
        bool is_gone, is_seen; /* is_seen: found again while a person is read anew */
} TableRow;

struct Board {
        Store *store;
        Day today;
        Arena *arena; /* of people's texts */
        int64_t seq;  /* of the last event taken in */
        bool is_loaded, has_ranks, has_order;
        bool wants_check, has_new_names; /* names are being looked at again */
        char *checked_id;                /* staff id of the last person looked at */
        char *last_id;                   /* staff id of the last person read */

        SharedTexts sites, modules, versions;
        PersonRow *people;
        size_t people_count, people_room;
        uint32_t *slots; /* people by pseudonym: index + 1 */
        size_t slot_count;
        TableRow *rows;
        size_t row_count, row_room;

        BoardQuery query;
        char *query_site, *query_module, *query_folded;
        uint32_t *order; /* rows that are not gone, in the query's order */
        size_t order_count;
        uint32_t *found; /* those that the query finds */
        size_t found_count, found_room;
        BoardCounts counts;
};

extern const char *const board_hows[3];

/** Index of a text, added if it is new. */
uint32_t shared_text(SharedTexts *texts, Arena *arena, const char *text);
void shared_clear(SharedTexts *texts);

/** Text folded so that case no longer tells it apart; on the heap. */
char *board_fold(const char *text);

/** Index of the person with a pseudonym, or NO_ROW. */
uint32_t board_person_find(const Board *board, const char *id);

/** Adds a row that was just read to what the query finds, if it does. */
void board_find_row(Board *board, uint32_t row);

/** Whether a person who belongs to `sites` ("A;B") belongs to `site`; "" is nowhere. */
bool site_is_among(const char *sites, const char *site);

#endif
