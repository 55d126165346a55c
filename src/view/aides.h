/* One-page aides made from a module: for the wall of the staff room, and for beside the telephone.
 */
#ifndef VIEW_AIDES_H
#define VIEW_AIDES_H

#include "module/contacts.h"
#include "module/module.h"
#include "view/view.h"

/** "Spot the signs": the module's signs, the rule, the numbers of this area. */
View aide_signs(Arena *arena, const Module *module, const Contacts *contacts, const char *area);

/** "What to say when you call": whom to ring, and for each thing the police will ask, an example
 * from the module's own calls. */
View aide_call(Arena *arena, const Module *module, const Contacts *contacts, const char *area);

#endif
