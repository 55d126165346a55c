/* What a session holds while it lasts, for the files of this room. */
#ifndef SESSION_SITTING_H
#define SESSION_SITTING_H

#include "quiz/attempt.h"
#include "quiz/result.h"
#include "session/session.h"

/** A review or a refresher; see drill.h. */
typedef struct Drill Drill;

struct Session {
        SittingKind kind;
        Drill *drill; /* NULL where the kind is SITTING_LEARN */
        Library *library;
        Store *store;
        Contacts *contacts; /* NULL where there are none */
        Module *module;
        Person person;
        bool only_quiz;
        bool has_seed;
        uint64_t seed;
        char language[16];
        SessionState state;
        size_t lesson;       /* SESSION_LESSON */
        size_t first_unread; /* lesson to begin with; the module's count where all were read */
        size_t item;         /* SESSION_QUESTION, SESSION_FEEDBACK: index in the plan */
        Attempt attempt;
        Arena *attempt_arena;
        Arena *arena;      /* lives as long as the session */
        Arena *page;       /* of the view */
        bool has_view;
        View view;
        const char *notice; /* said at the top of the next page; NULL for nothing */
        int64_t shown_at;   /* monotonic microseconds when the question came up */
        int64_t saved_at;   /* moment of the last event stored in this sitting; 0 for none */
        Day expires;        /* of a pass just made; DAY_NONE for never */
};

/** Comes to a page. */
void sitting_enter(Session *session, SessionState state);

/** The seed that was asked for, or a random one. */
uint64_t sitting_seed(const Session *session);

/** The body of an `answered` event; a new reference. */
json_t *sitting_answered_body(
        Session *session, const Question *question, const Response *response, int64_t seconds);

/** Stores that an attempt begins, and makes its plan. */
bool sitting_start_attempt(Session *session, Error *error);

/** Stores an answer, with the end of the attempt where it is the last one, and applies both. */
bool sitting_store_answer(Session *session, const Response *response, int64_t seconds, Error *error);

/** Stores that a lesson was read. */
bool sitting_store_lesson(Session *session, size_t lesson, Error *error);

/** Stores that the attempt is given up. */
bool sitting_abandon(Session *session, const char *attempt, const char *reason, Error *error);

/** Reads the events of an attempt into `session->attempt`. */
bool sitting_fold(Session *session, const char *attempt, Error *error);

View view_welcome(Session *session);
View view_lesson(Session *session);
View view_question(Session *session);
View view_feedback(Session *session);
View view_result(Session *session);

/** Adds the notice, if there is one, as the first paragraph. */
void view_add_notice(Session *session, RichBuilder *builder);

/** "saved 10:02:11", or "". */
const char *view_saved(Session *session);

/** Points without needless zeroes: "25", "24.67". */
const char *format_points(Arena *arena, double points);

/** The name of a competency in words of the interface's language. */
const char *competency_name(const char *competency);

#endif
