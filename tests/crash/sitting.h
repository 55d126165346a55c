/* One learner's sitting on a disk that may fail, step by step. */
#ifndef CRASH_SITTING_H
#define CRASH_SITTING_H

#include "../store/world.h"

enum { SITTING_ANSWERS = 6, SITTING_STEPS = SITTING_ANSWERS + 3 };

typedef struct Sitting {
        const World *world;
        Store *store;
        Person person;
        char attempt[ID_SIZE];
        int step; /* the next one */
} Sitting;

/** Opens the record, adds the learner, begins the attempt, answers, and with the last answer
 * finishes: one step a call. False where the step failed; it can be tried again then. */
bool sitting_step(Sitting *sitting, Error *error);

/** The test fails unless the record holds all that the first `steps` steps stored, nothing twice,
 * and is sound. */
void sitting_check(const World *world, int steps);

#endif
