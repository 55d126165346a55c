/* What a learner answered: ids only, whatever the language on the screen was. */
#ifndef QUIZ_RESPONSE_H
#define QUIZ_RESPONSE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "module/limits.h"
#include "module/module.h"

enum { RESPONSE_NOTHING = UINT16_MAX };

typedef struct Response {
        QuestionKind kind;
        /* By kind, indexes from 0 in the file's order:
         *   single      one option
         *   multiple    the options chosen, ascending; none is a valid answer
         *   true-false  nothing; see `truth`
         *   order       all steps in the order the learner gave them
         *   match       for each pair its right side (pairs' right sides first, then extras), or
         *               RESPONSE_NOTHING
         *   spot        the phrases marked, ascending
         *   branch      the choice taken at each step from the start on
         *   call        the things said, ascending; see `number` */
        uint16_t chosen[LIMIT_BRANCH_STEPS];
        size_t count;
        bool truth;
        CallNumber number;
        int confidence; /* 1 … 3; 0 where not asked */
} Response;

/** Whether a response could be given to a question: right kind, indexes that exist, nothing twice,
 * a whole order, a branch walked to its end. */
bool response_is_possible(const Question *question, const Response *response);

#endif
