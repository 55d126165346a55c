/* Pages that need no sitting: who to call, help. */
#ifndef VIEW_PAGES_H
#define VIEW_PAGES_H

#include "module/contacts.h"
#include "view/view.h"

/** Who to call: the rule first, then every number; only those of `area` (and of everywhere) where
 * it is given. `contacts` may be NULL: then the rule alone, with 999 and 101. */
View contacts_view(Arena *arena, const Contacts *contacts, const char *area);

/** The same as blocks, for the end of other pages. */
void contacts_append(RichBuilder *builder, const Contacts *contacts, const char *area);

/** The rule, and only the numbers of that area; of every area where none is given. For a page on
 * the wall. */
void contacts_append_short(RichBuilder *builder, const Contacts *contacts, const char *area);

/** What keys (screens) or words (line mode) there are, and where to find help for oneself.
 * `contacts` may be NULL. */
View help_view(Arena *arena, const Contacts *contacts, bool line_mode);

/** A page of one message with its title. */
View message_view(Arena *arena, const char *title, const char *text, const char *hint);

#endif
