/* A screen, and one sheet of it on the stack.
 *
 * A screen lays its document out and answers keys; the application draws the frame, moves the focus
 * and scrolls, the same everywhere. */
#ifndef TUI_SHEET_H
#define TUI_SHEET_H

#include "tui/document.h"
#include "tui/keys.h"
#include "tui/pager.h"

typedef struct App App;
typedef struct Sheet Sheet;

typedef struct Screen {
        const char *name;
        /** Fills document, title, position, saved and words. Called for a new sheet, a new size or
         * language, and after sheet_renew. */
        void (*lay)(App *app, Sheet *sheet, int columns);
        /** Answers a key; false: the application does what it does everywhere. */
        bool (*press)(App *app, Sheet *sheet, const Press *press);
        /** NULL, or a text about the stop that has the focus, for the panel below. */
        const char *(*panel)(Sheet *sheet);
        void (*close)(App *app, Sheet *sheet);
        /** These may be NULL. */
        /** Does a piece of long work, a few hundredths of a second; true while there is more. */
        bool (*work)(App *app, Sheet *sheet);
        /** Called every second while no key comes. */
        void (*tick)(App *app, Sheet *sheet);
        /** Scrolls by rows, where the document holds but what is to be seen. */
        void (*scroll)(App *app, Sheet *sheet, long rows);
        /** A click on a row of the document that is no stop. */
        void (*click)(App *app, Sheet *sheet, int row, int column);
} Screen;

struct Sheet {
        const Screen *screen;
        void *state; /* the screen's own */
        Document document;
        Pager pager;
        const char *title, *position, *saved; /* valid until the next `lay` */
        const char *words[ACTIONS];           /* what keys do here, translated; NULL: not offered */
        int panel_rows;                       /* 0: no panel */
        bool is_new;                          /* the pager begins at the top */
        bool is_stale;                        /* to be laid out again */
        int rows, columns;                    /* it was laid out for */
        size_t goes_to;                       /* stop to focus when laid out anew; SIZE_MAX: none */
        size_t reads_from;                    /* row to read on from; SIZE_MAX: none */
        const char *rule;          /* stands in the lower rule; NULL: how far one has read */
        bool takes_escape;         /* a single Esc is for the screen as well */
        bool is_typing;            /* letters are text; the cursor stands there: */
        int type_row, type_column; /* of the window */
};

/** Offers an action in the last line, with a word of the screen's own or, for NULL, the usual one.
 */
void sheet_offer(Sheet *sheet, Action action, const char *word);

/** Offers what works everywhere: contacts, help, language, leaving. */
void sheet_offer_common(Sheet *sheet);

/** Something has changed: lay out again before the next drawing; `from_top`: as if it were new. */
void sheet_renew(Sheet *sheet, bool from_top);

#endif
