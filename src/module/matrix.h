/* Which questions teach what: signs and competencies against scenes, so that holes are seen. */
#ifndef MODULE_MATRIX_H
#define MODULE_MATRIX_H

#include "module/module.h"

/** Indexes into the module's questions, in its order. */
typedef struct QuestionList {
        size_t *items;
        size_t count;
} QuestionList;

typedef struct MatrixRow {
        const char *id;
        QuestionList worrying; /* of a sign: scenes that show it; of a competency: not harmless */
        QuestionList harmless; /* of a sign: harmless twins of those; of a competency: harmless */
} MatrixRow;

typedef struct Matrix {
        const MatrixRow *signs; /* in the module's order */
        size_t sign_count;
        const MatrixRow *competencies; /* in the order first met */
        size_t competency_count;
} Matrix;

/** Takes all questions but retired ones. A question shows a sign where it names it in `signs` or in
 * a phrase of its passage. In `arena`. */
Matrix module_matrix(const Module *module, Arena *arena);

#endif
