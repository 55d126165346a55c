/* Modules for a trainer to go on with: a new one, and a translation to fill in. */
#ifndef MODULE_WRITE_H
#define MODULE_WRITE_H

#include "base/error.h"
#include "base/text.h"
#include "module/limits.h"
#include "module/module.h"

typedef struct ModuleExample {
        const char *language; /* NULL: the last row */
        const char *text;     /* a whole module with comments: modules/example.yaml */
} ModuleExample;

extern const ModuleExample module_examples[];

/** Writes a commented module with a question of each type: the example in the language asked for,
 * in English where there is none, with its id, language and sector replaced. False where one of the
 * three is not fit for a module; `error` says why. */
bool module_write_new(
        const char *id, const char *language, const char *sector, Text *out, Error *error);

/** Writes a translation to fill in: the source's own text (comments and all) with another language,
 * `translates` and `translation-status: draft`, and a line `# to translate` above whatever has
 * words in it. False where the source has errors, is a translation itself, or is in that language
 * already.
 *
 * \param file  the name of the source
 * \param id    receives the module's id */
bool module_write_translation(const char *file, const char *language, Text *out,
        char id[LIMIT_ID + 1], size_t *marked, Error *error);

#endif
