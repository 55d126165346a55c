/* Which lesson teaches a sign. Modules do not say so; their words do. */
#ifndef MODULE_TEACH_H
#define MODULE_TEACH_H

#include "module/module.h"

enum { TEACH_SIGNS_MOST = 100, TEACH_LESSONS_MOST = 1000 };

/** For each sign of the module, the index of the lesson that is likeliest to teach it. `lessons`
 * has room for one entry a sign.
 *
 * A lesson stands out by the words that it shares with the sign's text: rare ones (idf over the
 * lessons) and such as stand together in one paragraph or list item count most. Words are compared
 * by their first six letters, so that endings do not matter. Where two lessons come close, or none
 * has a word of the sign, it is the one that teaches most of the module's signs; SIZE_MAX where
 * there is no such one either. Signs and lessons beyond the numbers above are not looked at. Cost:
 * the length of all lessons, twice. */
void module_find_lessons(const Module *module, size_t *lessons);

#endif
