/* Lines of text to responses. Pure: what is shown at which letter comes in, ids go out. */
#ifndef PLAIN_ANSWER_H
#define PLAIN_ANSWER_H

#include <stdbool.h>

#include "quiz/response.h"
#include "view/view.h"

/** Each reads one line. False: `why` receives, translated, what is wrong and what to write instead.
 * The line is read kindly: capitals, commas and brackets do not matter. */

/** One letter from the first `count`; its place from 0. */
bool answer_one(const char *line, size_t count, size_t *place, const char **why);

/** `t` or `f`, `true` or `false`, in either language's words. */
bool answer_truth(const char *line, const Form *form, bool *truth, const char **why);

/** Letters of choices, or `none`: their ids, ascending. */
bool answer_many(const char *line, const Form *form, Response *response, const char **why);

/** Every letter once, in order. */
bool answer_order(const char *line, const Form *form, Response *response, const char **why);

/** `a3 b1 c2`: a number for every letter; 0 for nothing. */
bool answer_match(const char *line, const Form *form, Response *response, const char **why);

/** Numbers of phrases, or `none`. */
bool answer_spot(const char *line, const Form *form, Response *response, const char **why);

/** 1 to 3. */
bool answer_confidence(const char *line, int *confidence, const char **why);

#endif
