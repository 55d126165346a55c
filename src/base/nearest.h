/* The known word that somebody probably meant. */
#ifndef BASE_NEAREST_H
#define BASE_NEAREST_H

#include <stddef.h>

/** Edits (insert, delete, replace, swap neighbours; bytes, case ignored) between two words; words
 * over 63 bytes count as far apart. Optimal string alignment distance. */
unsigned word_distance(const char *a, const char *b);

/** The candidate nearest to `word`, or NULL where none is near (more than a third of the word
 * differs). `candidates` may hold NULL entries, which are passed over. */
const char *word_nearest(const char *word, const char *const *candidates, size_t count);

#endif
