/* What people choose from in a question, whatever its type: options, phrases, things to say, steps.
 */
#ifndef REPORT_ITEMS_OPTIONS_H
#define REPORT_ITEMS_OPTIONS_H

#include "quiz/response.h"

/** How many there are; 0 for types whose answers are no choice of one thing or another (order,
 * match). */
size_t item_option_count(const Question *question);

typedef struct ItemOption {
        const char *id;   /* as in the record: "a", "true", "1", "999", "desk:a" */
        const char *text; /* borrowed from the module, or translated; never NULL */
        double worth; /* 1 right, 0 wrong, between: partly; NaN where the place decides (branch) */
        size_t group_first,
                group_count; /* of a branch: the choices of its step; count 0: no group */
} ItemOption;

/** One of them. Made words live in `arena`. */
ItemOption item_option(const Question *question, size_t option, Arena *arena);

/** Calls `mark` with each option that a response chose. */
void item_options_chosen(const Question *question, const Response *response,
        void (*mark)(size_t option, void *data), void *data);

#endif
