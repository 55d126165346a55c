/* A share as a bar of text. */
#ifndef VIEW_BAR_H
#define VIEW_BAR_H

#include "base/arena.h"

/** A bar of `cells` cells for a share of 0 … 1. In `arena`. */
const char *bar_text(double share, int cells, Arena *arena);

#endif
