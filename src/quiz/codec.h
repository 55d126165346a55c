/* Responses and plans as JSON, in ids. The ids of options, steps, pairs, phrases and things to say
 * are letters by their place in the file (a, b, …; phrases are numbers from 1).
 *
 *   single "b" · multiple ["a","c"] · true-false true · order ["c","a","b"] · match
 * {"a":"b","b":null} spot ["1","4"] · branch ["desk:a","porch:b"] · call
 * {"number":"101","say":["a","c"]} */
#ifndef QUIZ_CODEC_H
#define QUIZ_CODEC_H

#include <jansson.h>

#include "base/error.h"
#include "quiz/plan.h"
#include "quiz/response.h"

/** A new reference, the caller's. */
json_t *response_to_json(const Question *question, const Response *response);

/** False where the JSON is no response to this question. */
bool response_from_json(const Question *question, const json_t *json, Response *response);

/** `[{"q":"id","shown":["b","a"]}, …]`; a new reference. */
json_t *plan_to_json(const Module *module, const Plan *plan);

/** Reads a plan back; false (with an error) where the module no longer has what it names. */
bool plan_from_json(const Module *module, uint64_t seed, const json_t *json, Arena *arena,
        Plan *plan, Error *error);

#endif
