/* The board, as its own files see it. */
#ifndef TUI_BOARD_SHEET_H
#define TUI_BOARD_SHEET_H

#include "report/board.h"
#include "tui/app.h"

enum { BOARD_LINE = 512 };

/** Where a column of the table stands. */
typedef struct TableColumn {
        BoardColumn column;
        int start, cells;
} TableColumn;

typedef enum Prompt { PROMPT_NONE, PROMPT_FILTER, PROMPT_EXPORT } Prompt;

typedef struct BoardSheet {
        Board *board;
        size_t focus, top;    /* places in what the query finds */
        char person[ID_SIZE]; /* whom the focus is on, wherever they are next */
        char *module;         /* NULL before there are any rows */
        bool has_moved;       /* the reader has chosen where the focus is */
        bool is_behind;       /* the record has changed since */
        bool is_stopped;      /* reading was stopped until the next key */
        bool wants_end;       /* the last row is to be shown once all are read */
        int64_t renewed_at;   /* milliseconds */
        TableColumn columns[BOARD_COLUMNS];
        size_t column_count;
        size_t header_row; /* of the document: column titles; rows follow */
        size_t page;       /* rows to be seen */
        Prompt prompt;
        char line[BOARD_LINE]; /* what is typed */
        bool may_replace;      /* it was said that the file is there already */
} BoardSheet;

/** Lays out the table with what stands above it. */
void board_lay(Sheet *sheet, BoardSheet *state);

/** Asks anew. The focus stays with its person where they are still found, unless it is to go to the
 * top. */
void board_ask_again(Sheet *sheet, BoardSheet *state, const BoardQuery *query, bool from_top);

/** Takes in what was stored since; the focus stays where it is. */
void board_catch_up(App *app, Sheet *sheet, BoardSheet *state);

/** Notes whether another program has changed the record. */
bool board_has_changed(App *app, BoardSheet *state);

/** The row that has the focus; false where there are none. */
bool board_focused(const BoardSheet *state, BoardRow *row);

/** Puts the focus on a place, as near as there is one, and shows it. */
void board_focus(Sheet *sheet, BoardSheet *state, size_t place);

/** Begins typing; `text` is what stands there already. */
void board_prompt(Sheet *sheet, BoardSheet *state, Prompt prompt, const char *text);

/** Answers a key while a text is typed. */
bool board_type(App *app, Sheet *sheet, BoardSheet *state, const Press *press);

/** Writes what is to be seen to the file that was typed. False: something else is to be typed. */
bool board_export(App *app, BoardSheet *state);

/** Lists to choose from: columns to sort by, statuses, sites, modules. */
void board_choose(App *app, Sheet *sheet, BoardSheet *state, Action what);

/** Opens a person, or a module. */
void board_person_push(App *app, BoardSheet *state, const BoardRow *row);
void board_module_push(App *app, BoardSheet *state, const char *module);

#endif
