/* Reviews and refreshers: single questions, perhaps of several modules, one after the other. For
 * the files of this room; from outside they are sittings like any other. */
#ifndef SESSION_DRILL_H
#define SESSION_DRILL_H

#include "session/refresh.h"
#include "session/sitting.h"

typedef struct DrillItem {
        size_t module; /* index into the drill's */
        PlanItem item; /* of that module */
        bool is_right; /* answered so, this time */
} DrillItem;

struct Drill {
        Arena *arena;
        Module **modules; /* NULL where one could not be loaded */
        size_t module_count;
        Plan *plans; /* of each module, with all its questions; made when the first is asked for */
        DrillItem *items;
        size_t count, at, answered;
        size_t gone;   /* review: wrong answers to questions that the module no longer has */
        bool has_past; /* review: an attempt was finished; refresher: a module was */
        bool has_confident_miss; /* refresher: the first question was answered wrong, and the
                                    learner very sure */
        bool is_ahead;           /* refresher: nothing was due, so these come before their time */
        unsigned seconds;        /* refresher: how long a question is thought to take */
        const char *about;       /* review: the module it was asked for; NULL: all */
};

/** Finds what is to be asked, for a session whose person is known ("" where the record does not
 * know them), and comes to the first page. */
bool drill_begin(
        Session *session, const char *module_id, const SessionOptions *options, Error *error);
void drill_end(Session *session);

bool drill_forward(Session *session, Error *error);

/** Takes an answer; that of a refresher is stored before anything is said about it. */
bool drill_answer(Session *session, const Response *response, int64_t seconds, Error *error);

/** Loads the modules in the session's language; one that does not fit stays as it is. */
void drill_set_language(Session *session);

View drill_view(Session *session);

#endif
