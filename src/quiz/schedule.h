/* Spaced repetition: when a question should come back to a learner (FSRS-6, published parameters).
 */
#ifndef QUIZ_SCHEDULE_H
#define QUIZ_SCHEDULE_H

#include <stddef.h>
#include <stdint.h>

typedef enum Grade { GRADE_AGAIN = 1, GRADE_HARD, GRADE_GOOD, GRADE_EASY } Grade;

typedef enum ScheduleState {
        SCHEDULE_NEW, /* never answered */
        SCHEDULE_LEARNING,
        SCHEDULE_REVIEW,
        SCHEDULE_RELEARNING
} ScheduleState;

/* Moments are microseconds since 1970, UTC. A zeroed schedule is that of a new question. */
typedef struct Schedule {
        ScheduleState state;
        int step;          /* of learning or relearning, from 0 */
        double stability;  /* days after which nine in ten still know */
        double difficulty; /* 1 … 10 */
        int64_t last, due; /* last answer, and when to ask again; 0 while new */
} Schedule;

typedef struct GradedAnswer {
        int64_t at;
        Grade grade;
} GradedAnswer;

/** The grade that an answer earns.
 *
 * Less than half of full marks (or NaN) is Again, less than full marks Hard. Full marks are Good;
 * when the learner was very sure (3) Easy, when not sure (1) Hard, since a lucky guess should come
 * back soon.
 *
 * \param fraction    of full marks
 * \param confidence  1 … 3; anything else: not asked
 */
Grade schedule_grade(double fraction, int confidence);

/** The schedule after one more answer.
 *
 * A moment before the last answer's (a clock set back) is taken for that one; a grade out of range
 * for the nearest. Due moments stop at the ends of int64_t.
 */
Schedule schedule_answer(Schedule schedule, int64_t at, Grade grade);

/** The schedule after all answers, in their order from the first on. */
Schedule schedule_fold(const GradedAnswer *answers, size_t count);

/** Chance that the learner still knows it, 0 … 1; 0 for a new question. As in the reference it
 * falls once for each whole day since the last answer. */
double schedule_retrievability(const Schedule *schedule, int64_t at);

#endif
