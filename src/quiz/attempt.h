/* An attempt is the fold of its events: events in, state out. Pure; whoever holds the events can
 * make it. */
#ifndef QUIZ_ATTEMPT_H
#define QUIZ_ATTEMPT_H

#include "base/arena.h"
#include "quiz/plan.h"
#include "quiz/response.h"
#include "record/event.h"

typedef enum AttemptState {
        ATTEMPT_NONE,
        ATTEMPT_OPEN,
        ATTEMPT_FINISHED,
        ATTEMPT_ABANDONED
} AttemptState;

typedef struct Answer {
        bool given;
        Response response;
        double fraction; /* 0 … 1, as stored */
        int64_t at;
} Answer;

typedef struct Attempt {
        AttemptState state;
        char id[ID_SIZE];
        const Module *module;
        Plan plan;
        Answer *answers; /* one for each item of the plan */
        size_t answered;
        Arena *arena;
} Attempt;

/** An attempt before its first event; what it grows lives in `arena`. */
void attempt_init(Attempt *attempt, const Module *module, Arena *arena);

/** Applies one event of the attempt; events of other kinds are passed over. False (with an error)
 * where the event does not fit: the attempt is then as it was. */
bool attempt_apply(Attempt *attempt, const Event *event, Error *error);

/** Index of the first item not yet answered; `plan.count` where all are. */
size_t attempt_next(const Attempt *attempt);

#endif
