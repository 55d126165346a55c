/* What a session holds while it lasts, for the files of this room. */
#ifndef SESSION_SITTING_H
#define SESSION_SITTING_H

#include "quiz/attempt.h"
#include "quiz/result.h"
#include "session/session.h"

/** A review or a refresher; see drill.h. */
typedef struct Drill Drill;

/** What is new since an earlier pass; see renewal.h. */
typedef struct Renewal Renewal;

enum { SESSION_LINKS_MOST = 9 };

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
        Arena *arena; /* lives as long as the session */
        Arena *page;  /* of the view */
        bool has_view;
        View view;
        bool is_on_screens, has_no_commands;
        size_t links[SESSION_LINKS_MOST]; /* of the view: lessons */
        size_t link_count;
        bool is_looking;  /* at a lesson, followed from the result */
        Renewal *renewal; /* NULL where nothing is to be said */
        bool only_new;    /* of the lessons those that the learner has not read in any version */
        const char **overlooked; /* ids of signs, in the last attempt where that was not passed */
        size_t overlooked_count;
        const char *version; /* of the attempt that is going on: what it began with */
        const char *notice;  /* said at the top of the next page; NULL for nothing */
        int64_t shown_at;    /* monotonic microseconds when the question came up */
        int64_t saved_at;    /* moment of the last event stored in this sitting; 0 for none */
        int64_t latest; /* moment of the latest event known: a clock set back does not go before it
                         */
        Day expires;    /* of a pass just made; DAY_NONE for never */
};

/** Comes to a page. */
void sitting_enter(Session *session, SessionState state);

/** Goes on with an attempt that is going on, else comes to the welcome page with what is to be said
 * there. */
bool sitting_begin(Session *session, bool restart, Error *error);

/** The seed that was asked for, or a random one. */
uint64_t sitting_seed(const Session *session);

/** The body of an `answered` event; a new reference. */
json_t *sitting_answered_body(
        Session *session, const Question *question, const Response *response, int64_t seconds);

/** Stores that an attempt begins, and makes its plan. */
bool sitting_start_attempt(Session *session, Error *error);

/** Until when the learner's pass is valid and when the module is to be done; DAY_NONE where there
 * is neither. */
typedef struct Standing {
        Day expires, due;
} Standing;

bool sitting_standing(Session *session, Day today, Standing *standing, Error *error);

/** Stores an answer, with the end of the attempt where it is the last one, and applies both. */
bool sitting_store_answer(
        Session *session, const Response *response, int64_t seconds, Error *error);

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

/** What stands before a line about a share: a bar on screens, a bullet in line mode. */
const char *view_marker(Session *session, double share);

/** Adds the signs that were missed (one entry a sign of the module), by the lessons that teach
 * them; with `links` each lesson can be followed. Nothing where none was missed. */
void view_add_signs(Session *session, RichBuilder *builder, const bool *missed, bool links);

/** Adds how sure the learner was, beside how right; nothing where that was not asked. */
void view_add_certainty(Session *session, RichBuilder *builder);

/** Adds the notice, if there is one, as the first paragraph. */
void view_add_notice(Session *session, RichBuilder *builder);

/** "saved 10:02:11", or "". */
const char *view_saved(Session *session);

/** Points without needless zeroes: "25", "24.67". */
const char *format_points(Arena *arena, double points);

/** The name of a competency in words of the interface's language. */
const char *competency_name(const char *competency);

#endif
