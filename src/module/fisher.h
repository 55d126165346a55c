/* Fisher's exact test. Pure. */
#ifndef MODULE_FISHER_H
#define MODULE_FISHER_H

#include <stddef.h>

/** Two-sided p of a table of counts: the sum of the probabilities of all tables with the same
 * margins that are no likelier than this one (R. A. Fisher 1922, The Interpretation of Contingency
 * Tables; as R's fisher.test). Takes time in proportion to the smallest margin.
 *
 * \param a, b  with the property: in the first group, in the second
 * \param c, d  without it
 */
double fisher_exact(size_t a, size_t b, size_t c, size_t d);

#endif
