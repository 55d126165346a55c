/* The matrix of a module, written down. */
#ifndef EXCHANGE_MATRIX_H
#define EXCHANGE_MATRIX_H

#include <jansson.h>

#include "base/text.h"
#include "module/matrix.h"

/** Two tables for people, signs and competencies, in at most 80 cells a line; a row with a hole
 * begins with "!". */
void matrix_write_text(const Module *module, Text *out);

/** `{module, language, signs: [{id, worrying: [id], harmless: [id]}], competencies: [the same]}`; a
 * new reference. */
json_t *matrix_to_json(const Module *module);

#endif
