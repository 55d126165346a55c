/* Scoring, one function a type; the rules are MODULE-FORMAT's, "The eight types and how each is
 * scored". */
#ifndef QUIZ_SCORE_H
#define QUIZ_SCORE_H

#include "quiz/response.h"

/** Scores one response to one question.
 *
 * \param question  of a loaded module (not NULL)
 * \param response  indexes that the question does not have count as wrong
 * \return          0.0 … 1.0, the fraction of full marks, before `points`
 */
double score_response(const Question *question, const Response *response);

/** A response that scores 1.0; of several ways through a branch the first in the file. */
void response_right(const Question *question, Response *response);

/** The end that a branch response reaches; the start where it is empty. */
size_t branch_walk(const Question *question, const Response *response, double *points);

/** How the parts of a response read against the key. */
typedef enum Verdict {
        VERDICT_HIT,
        VERDICT_MISS,
        VERDICT_FALSE_ALARM,
        VERDICT_CORRECT_REJECTION
} Verdict;

/** Verdict on option, phrase or thing to say `index` of a multiple, spot or call response. */
Verdict response_verdict(const Question *question, const Response *response, size_t index);

#endif
