/* A question on the screen: the frame that all eight types share, and what each type's file gives
 * it.
 *
 * What is kept is ids alone, never texts, so that the language can change with an answer half
 * given. */
#ifndef TUI_QUESTION_H
#define TUI_QUESTION_H

#include "quiz/response.h"
#include "tui/app.h"

typedef struct Asking Asking;

/** What a type of question does on the screen. */
typedef struct FormType {
        /** Prepares an Asking for the first time; NULL: nothing to prepare. */
        void (*start)(Asking *asking);
        /** Lays out what stands below the scene. */
        void (*lay)(Asking *asking, Sheet *sheet);
        /** Answers a key; false: the frame does what it does for all types. */
        bool (*press)(App *app, Sheet *sheet, const Press *press);
        /** Writes the response. NULL when that is done, else what is still to do, translated. */
        const char *(*finish)(const Asking *asking, Response *response);
        bool numbers_phrases; /* the phrases of the body are stops */
} FormType;

extern const FormType choice_form, order_form, match_form, spot_form, branch_form, call_form;

enum { NOT_CHOSEN = -1, QUESTION_MARKS = LIMIT_PHRASES + 2 };

struct Asking {
        QuestionKind kind;
        const FormType *type;
        const View *view; /* renewed whenever it is laid out */
        int chosen;       /* single, true-false, branch, number of a call: id, or NOT_CHOSEN */
        bool marked[QUESTION_MARKS]; /* multiple, spot, call: by id + 1, as phrases are counted */
        bool none;                   /* "none of these" */
        uint16_t row[LIMIT_BRANCH_STEPS]; /* order: ids as they stand; match: right side of each
                                             left one; branch: the choices taken */
        size_t row_count;
        bool is_lifted;     /* order: step `left` moves with the arrows */
        bool is_picking;    /* match: a right side is being chosen for `left` */
        bool is_saying;     /* call: whom to ring is settled */
        size_t left;        /* order, match: see above */
        CallNumber number;  /* call, once is_saying */
        bool asks_how_sure; /* the answer is given but for this */
        bool is_turning;    /* what is laid out last comes new into sight */
        int confidence;     /* 1 … 3, 0: not yet */
};

extern const Screen question_screen;

/** The state of a sheet for the question that a view asks. */
void *question_sheet_new(const View *view);

/** The words of the form that is being asked. */
const Form *question_form(const Asking *asking);

/** From here on the document is what the reader has not seen yet, if it was asked to turn there. */
void question_turn(Asking *asking, Sheet *sheet);

/** Lays out the stops of a list in which one is chosen: `(•) 1  text`. */
void question_lay_one(Sheet *sheet, size_t number, bool is_chosen, const char *text);

/** Lays out the stops of a list in which any may be marked: `[x] 1  text`; number 0: without one.
 */
void question_lay_any(Sheet *sheet, size_t number, bool is_marked, const char *text);

/** The stop that a press chooses among `numbered` ones and what follows them: by Space, number or
 * click; the focus goes there. False where the press is none of these. */
bool question_picks(Sheet *sheet, const Press *press, size_t numbered, size_t *stop);

/** Handles a press in a list of `count` choices of which one is chosen. `id_of` (may be NULL) says
 * the id of a place. True where the press was for the list; a second click goes on. */
bool question_press_one(App *app, Sheet *sheet, const Press *press, size_t count,
        int (*id_of)(const Asking *asking, size_t place));

/** The same for a list in which any may be marked and "none of these", after them, excludes the
 * others. */
bool question_press_any(Sheet *sheet, const Press *press);

/** Writes the ids that are marked, ascending. What is still to do where nothing is marked, not even
 * none. */
const char *question_marked(const Asking *asking, Response *response);

#endif
