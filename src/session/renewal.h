/* What in a module is new to somebody who has passed an earlier version of it. For the files of
 * this room. */
#ifndef SESSION_RENEWAL_H
#define SESSION_RENEWAL_H

#include "session/sitting.h"

struct Renewal {
        const char *version;                 /* that was passed last */
        int64_t passed;                      /* when */
        json_t *lessons, *questions, *signs; /* ids that the learner has met in any version: read,
                                                been asked, been asked about */
};

/** Looks whether the learner's last pass was of another version. The record keeps no texts, so that
 * all it can tell is what they have never met: whatever kept its id may still have been reworded.
 * In the session's arena; leaves `session->renewal` NULL where there is nothing to say. False only
 * on errors. */
bool renewal_read(Session *session, Error *error);
void renewal_free(Renewal *renewal);

/** Whether the learner has not read that lesson (an index) in any version. */
bool renewal_is_new_lesson(const Session *session, size_t lesson);

/** Adds what is new, for the welcome page, with a link to begin with it. */
void view_add_renewal(Session *session, RichBuilder *builder);

#endif
