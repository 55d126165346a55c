/* Translation: gettext, and the language that the program speaks, which may change while it runs.
 */
#ifndef BASE_TRANSLATE_H
#define BASE_TRANSLATE_H

#include <libintl.h>
#include <stdbool.h>

#define _(text) gettext(text)
#define N_(text) (text)

/** Sets the locale (falling back to C.UTF-8, which is always there), binds the catalogue and works
 * out the language: `tag` (may be NULL), LANGUAGE, LC_ALL, LC_MESSAGES, LANG, else `en`. */
void translate_start(const char *tag);

/** Changes the language of all later texts; any form of tag (`cy`, `cy_GB.UTF-8`, `cy-GB`). */
void translate_set(const char *tag);

/** The language now, as the lower-case primary subtag: `en`, `cy`. */
const char *translate_language(void);

/** Reduces a tag or locale name to its primary subtag, lower case; "" where it is none. */
void language_primary(const char *tag, char buffer[9]);

/** The languages that the interface has, NULL-terminated, each in its own name in `translate_name`.
 */
extern const char *const translate_languages[];

/** The name of a language in itself ("English", "Cymraeg"); the tag where it is not known. */
const char *translate_name(const char *tag);

#endif
