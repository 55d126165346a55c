/* Which questions an attempt asks and in what order everything is shown: made once from a seed,
 * kept with the attempt. */
#ifndef QUIZ_PLAN_H
#define QUIZ_PLAN_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "module/limits.h"
#include "module/module.h"

enum { PLAN_ORDER_MOST = 2 * LIMIT_PAIRS };

typedef struct PlanItem {
        size_t question; /* index into the module's questions */
        /* What stands where on the screen: shown[i] is the index in the file of what is shown at
         * place i. Options (single, multiple), steps (order), right sides (match), things to say
         * (call). */
        uint8_t shown[PLAN_ORDER_MOST];
        size_t shown_count;
} PlanItem;

typedef struct Plan {
        uint64_t seed;
        const PlanItem *items;
        size_t count;
} Plan;

/** Draws the questions and shuffles as the module says. Pure: the same module and seed give the
 * same plan, on every machine. Retired questions are left out; of twins one at most is asked. An
 * order question is never shown in its right order. In `arena`. */
Plan plan_make(const Module *module, uint64_t seed, Arena *arena);

/** Every question, also twins and retired ones, in the file's order; what is inside them is
 * shuffled by the seed as in an attempt. For trainers, who want to see them all. In `arena`. */
Plan plan_all(const Module *module, uint64_t seed, Arena *arena);

/** Whether another seed may ask other questions: a section draws fewer than it has, or there are
 * twins. */
bool plan_varies(const Module *module);

/** How many parts of a question have an order on the screen: options, steps, right sides, things to
 * say; 0 for passages, stories and "true, false", which stand as they are. */
size_t question_parts(const Question *question);

/** The largest seed that is made (seeds fit a JSON number exactly). */
#define PLAN_SEED_MOST ((UINT64_C(1) << 53) - 1)

#endif
