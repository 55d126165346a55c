/* Lines in, lines out. */
#ifndef PLAIN_LINE_H
#define PLAIN_LINE_H

#include "plain/plain.h"

/** What became of a line that may have been a command of the place. */
typedef enum Taken {
        TAKEN_NOT,  /* it was none */
        TAKEN_DONE, /* answered: prompt again */
        TAKEN_MOVED /* another page is to be shown */
} Taken;

/** What a place with commands of its own has at every prompt. */
typedef struct LineCommands {
        Taken (*take)(void *data, const char *line);
        void (*before)(
                void *data); /* called before each prompt, to say what has happened meanwhile */
        void *data;
} LineCommands;

typedef struct Lining {
        const PlainOptions *options;
        FILE *in, *out;
        int width;  /* cells to wrap at; 0: not at all, a paragraph is a line */
        char *line; /* what was read last, trimmed */
        size_t room;
        Contacts *contacts;
        Store *store;
        Session *session;    /* NULL on the home list */
        bool waits_for_ever; /* kiosk: no turn can end here */
        bool has_waited;     /* kiosk: a turn ended for want of a line */
        bool leaves;         /* at once: nothing more is said or asked */
        bool is_secret;      /* the next line is not shown while it is typed */
        View (*help)(Arena *arena, bool line_mode); /* what `?` shows; NULL: help for learners */
        const LineCommands *commands;               /* NULL: none but those of every prompt */
} Lining;

/** What the learner said at a prompt. */
typedef enum Said {
        SAID_LINE, /* an answer, in `line`; possibly empty */
        SAID_BACK,
        SAID_LANGUAGE, /* the language was changed: show the page again */
        SAID_QUIT,     /* or end of input */
        SAID_MOVED     /* a command of the place was given: show what is there now */
} Said;

/** Prints the prompt "> " and reads a line; `?` and `!` are answered here and prompted again.
 *
 * \param wants_back  whether `back` is a command at this prompt */
Said line_ask(Lining *lining, bool wants_back);

/** The width to wrap at. A terminal wraps at its own; a pipe gets whole paragraphs, one a line: 0.
 */
int line_width(FILE *out);

/** Prints one paragraph. */
void line_say(Lining *lining, const char *text);

/** Prints blocks; phrases of a passage get their numbers. */
void line_print(Lining *lining, const Rich *rich);

/** Prints a view: title and position, an empty line, the body. */
void line_print_view(Lining *lining, const View *view);

/** Says that a turn at a shared machine ended for want of a line. */
void line_say_run_out(Lining *lining);

/** Prints an error and its hint. */
void line_error(Lining *lining, const Error *error);

/** Shows the question's form and reads an answer to it. `again` prints the whole page anew. */
Said question_ask(Lining *lining, const View *view, Response *response);

#endif
