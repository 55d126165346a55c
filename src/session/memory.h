/* What a learner was asked, question by question, and how well it should be remembered by now:
 * folded from the events, nothing of it is kept. Answers in attempts and in refreshers count alike.
 */
#ifndef SESSION_MEMORY_H
#define SESSION_MEMORY_H

#include "base/arena.h"
#include "base/error.h"
#include "quiz/schedule.h"
#include "record/store.h"

typedef struct Memory {
        const char *module, *question; /* ids */
        Schedule schedule;
        Grade grade;            /* of the last answer */
        bool is_confident_miss; /* the last answer was not right, and the learner very sure of it */
        double retrievability;  /* at the moment the memories were read for */
        bool is_due;            /* at that moment */
} Memory;

typedef struct Memories {
        Memory *items; /* the one to be asked first comes first */
        size_t count;
        unsigned seconds; /* the median of the learner's own times for a question; 30 where there
                             are none, never less than 10 or more than 300 */
} Memories;

/** Reads the memories of a person (a pseudonym) in those modules that they have finished at least
 * once.
 *
 * A question is due when FSRS says so, but not on the day it was answered right: its learning steps
 * of minutes are for whoever sits with a stack of cards. Confident misses come first, then what is
 * likeliest forgotten, then what has been due for longest. In `arena`.
 *
 * \param now  moment, UTC microseconds */
bool memories_read(Store *store, const char *person, int64_t now, Arena *arena, Memories *memories,
        Error *error);

#endif
