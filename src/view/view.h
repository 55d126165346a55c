/* What is to be shown, as plain structs of spans with meaning. Line mode prints a view, screens lay
 * it out, tests read it. A view knows nothing of who shows it. */
#ifndef VIEW_VIEW_H
#define VIEW_VIEW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/rich.h"
#include "module/module.h"

typedef enum ViewKind {
        VIEW_WELCOME, /* the module's first page: content note, what it takes, how the last attempt
                         ended */
        VIEW_LESSON,
        VIEW_QUESTION, /* has a form */
        VIEW_FEEDBACK,
        VIEW_RESULT, /* the last page: result, next steps, contacts, sources */
        VIEW_CONTACTS,
        VIEW_HELP,
        VIEW_MESSAGE
} ViewKind;

/** Something that can be chosen. `id` is its index in the module's file: what goes into a Response.
 */
typedef struct Choice {
        const char *text; /* one paragraph of plain text */
        uint16_t id;
} Choice;

/** One step of a branch question. */
typedef struct StepView {
        Rich text;
        const Choice *choices; /* none: the story ends here */
        size_t count;
        const uint16_t *next; /* for each choice, the index of the step it leads to */
        BranchEnd end;
} StepView;

/** How a question is answered. Choices stand in the order in which they are to be shown. */
typedef struct Form {
        QuestionKind kind;
        const char *ask;       /* "" in a branch */
        const Choice *choices; /* single, multiple: options; order: steps as shuffled; match: left
                                  sides; spot: phrases (ids are phrase indexes, the refs in `body`
                                  are ids + 1); call: things to say */
        size_t count;
        const Choice *others; /* match: right sides, as shuffled */
        size_t other_count;
        const StepView *steps; /* branch */
        size_t step_count, first_step;
        const char *none;                  /* multiple, spot, call: the words for "none of these" */
        const char *truth[2];              /* true-false: the words for [false], [true] */
        const char *numbers[CALL_NUMBERS]; /* call: whom to ring, in words */
        const char *say_ask;               /* call: the second question */
        bool asks_confidence;
} Form;

/** One page. All of it lives in the arena it was made in. */
typedef struct View {
        ViewKind kind;
        const char *title;    /* of the module, or of the page: left end of the first line */
        const char *position; /* "Spot the signs · 3 of 12", or "": right end of the first line */
        Rich body;            /* scene and passage of a question; everything of other pages */
        const Form *form;     /* VIEW_QUESTION only */
        const char *headline; /* VIEW_RESULT: "Result: 83% (25/30) passed"; VIEW_FEEDBACK: its
                                 verdict in a line */
        const char *saved; /* "saved 10:02:11" once something of this sitting is on disk, else "" */
        bool can_go_back;
        size_t link_count;       /* numbers from 1 lead somewhere; the body says where */
        const char *link_word;   /* what a number does, in a word */
        const char *link_prompt; /* line mode: what can be written, in a sentence */
} View;

#endif
