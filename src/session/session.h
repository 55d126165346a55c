/* One learner's sitting with one module: asks `quiz` what comes next, scores, stores, and only then tells.
 *
 *   WELCOME → LESSON … → QUESTION → FEEDBACK → QUESTION … → RESULT → OVER
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

typedef struct SessionOptions {
        const char *staff_id;
        const char *language; /* of module and views; NULL for the interface's */
        bool only_quiz;       /* skip the lessons */
        bool restart;         /* abandon an attempt that is going on */
        bool has_seed;
        uint64_t seed;
        bool roster_required; /* whoever the roster lacks is not added, and cannot learn */
} SessionOptions;

typedef enum SessionState { SESSION_WELCOME, SESSION_LESSON, SESSION_QUESTION, SESSION_FEEDBACK, SESSION_RESULT, SESSION_OVER } SessionState;

/** Opens a module for a learner where they left off: at the first unanswered question of an attempt that is
 * going on, else at the welcome page. `library` and `store` must outlive the session. NULL on errors. */
Session *session_open(Library *library, Store *store, const char *module_id,
        const SessionOptions *options, Error *error);

/** Closes; everything told was stored already. */
void session_close(Session *session);

SessionState session_state(const Session *session);

/** What is to be shown now. Valid until the next call that changes the session. */
const View *session_view(Session *session);

/** Goes on from a page that wants no answer (stores that a lesson was read, starts the attempt before its
 * first question). False on errors: the page stays and can be tried again. */
bool session_forward(Session *session, Error *error);

/** Goes back one page among welcome and lessons. False where there is nothing to go back to. */
bool session_back(Session *session);

/** Goes straight to the questions from welcome or a lesson. */
bool session_skip_lessons(Session *session, Error *error);

/** Scores and stores an answer to the question shown; the view then is its feedback. False on errors:
 * nothing was stored, the question stays and can be answered again. An impossible response is an error. */
bool session_answer(Session *session, const Response *response, Error *error);

/** Shows the same place in another language, if the module has it; the interface's language is changed by
 * the caller (translate_set). Also to be called after that to renew the view. */
bool session_set_language(Session *session, const char *language, Error *error);

#endif
