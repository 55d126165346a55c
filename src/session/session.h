/* One learner's sitting with one module: asks `quiz` what comes next, scores, stores, and only then
 * tells.
 *
 *   WELCOME → LESSON … → QUESTION → FEEDBACK → QUESTION … → RESULT → OVER
 *
 * A review or a refresher is a sitting without lessons, whose questions may come from several
 * modules; where there is nothing to ask it begins at its RESULT, which says so.
 */
#ifndef SESSION_SESSION_H
#define SESSION_SESSION_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "module/library.h"
#include "quiz/response.h"
#include "record/store.h"
#include "view/view.h"

typedef struct Session Session;

typedef enum SittingKind {
        SITTING_LEARN,  /* lessons and an attempt at the questions */
        SITTING_REVIEW, /* what was wrong in the last finished attempt, once more; nothing is stored
                         */
        SITTING_REFRESH /* a few questions before they are forgotten; answers are stored, but are no
                           attempt's */
} SittingKind;

typedef struct SessionOptions {
        SittingKind kind;
        unsigned minutes; /* SITTING_REFRESH: how long it should take; 0: REFRESH_MINUTES */
        const char *staff_id;
        const char *language; /* of module and views; NULL for the interface's */
        bool only_quiz;       /* skip the lessons */
        bool restart;         /* abandon an attempt that is going on */
        bool has_seed;
        uint64_t seed;
        bool is_on_screens;   /* shares are shown as bars too, and pages say which keys lead on */
        bool has_no_commands; /* a shared machine: pages name no commands, which cannot be typed
                                 there */
        bool roster_required; /* whoever the roster lacks is not added, and cannot learn */
} SessionOptions;

typedef enum SessionState {
        SESSION_WELCOME,
        SESSION_LESSON,
        SESSION_QUESTION,
        SESSION_FEEDBACK,
        SESSION_RESULT,
        SESSION_OVER
} SessionState;

enum { REFRESH_MINUTES = 3, REFRESH_MINUTES_MOST = 60 };

/** Opens a module for a learner where they left off: at the first unanswered question of an attempt
 * that is going on, else at the welcome page. `library` and `store` must outlive the session. NULL
 * on errors.
 *
 * \param module_id  of a refresher nothing, of a review NULL for every module */
Session *session_open(Library *library, Store *store, const char *module_id,
        const SessionOptions *options, Error *error);

/** Closes; everything told was stored already. */
void session_close(Session *session);

SessionState session_state(const Session *session);
SittingKind session_kind(const Session *session);

/** What is to be shown now. Valid until the next call that changes the session. */
const View *session_view(Session *session);

/** Goes on from a page that wants no answer (stores that a lesson was read, starts the attempt
 * before its first question). False on errors: the page stays and can be tried again. */
bool session_forward(Session *session, Error *error);

/** Follows one of the view's links. False where there is no such link. */
bool session_follow(Session *session, size_t link);

/** Goes back one page among welcome and lessons. False where there is nothing to go back to. */
bool session_back(Session *session);

/** Goes straight to the questions from welcome or a lesson. */
bool session_skip_lessons(Session *session, Error *error);

/** Scores and stores an answer to the question shown; the view then is its feedback. False on
 * errors: nothing was stored, the question stays and can be answered again. An impossible response
 * is an error. */
bool session_answer(Session *session, const Response *response, Error *error);

/** Shows the same place in another language, if the module has it; the interface's language is
 * changed by the caller (translate_set). Also to be called after that to renew the view. */
bool session_set_language(Session *session, const char *language, Error *error);

#endif
