/* What is wrong with the rows of a file, with the line of each. */
#ifndef EXCHANGE_PROBLEMS_H
#define EXCHANGE_PROBLEMS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"

typedef struct Problem {
        size_t line;      /* 0: the whole file */
        bool is_warning;  /* the row is kept */
        const char *text; /* what is wrong, and what to do; translated, clean */
} Problem;

enum { PROBLEMS_KEPT = 1000 }; /* more are counted only */

/** All zero but for the arena is an empty list. */
typedef struct Problems {
        Arena *arena;
        Problem *items;
        size_t count; /* kept */
        size_t errors, warnings;
} Problems;

void problems_error(Problems *problems, size_t line, const char *format, ...)
        __attribute__((format(printf, 3, 4)));
void problems_warning(Problems *problems, size_t line, const char *format, ...)
        __attribute__((format(printf, 3, 4)));

/** "; did you mean 'hotels'?" in the arena where one of the words is near, else "". */
const char *problem_nearest(Arena *arena, const char *word, const char *const *words, size_t count);

#endif
