/* A question's form as text, for where it is only to be read. */
#ifndef VIEW_FORM_H
#define VIEW_FORM_H

#include "view/view.h"

/** Appends what a form asks and offers: the question, then letters for what can be chosen and
 * numbers for right sides, as in line mode. Phrases of a passage stand in the body already. */
void form_append(RichBuilder *builder, Arena *arena, const Form *form);

#endif
