/* The middle of every help page: what each key, or each word of the line mode, does. */
#ifndef VIEW_HELP_ROWS_H
#define VIEW_HELP_ROWS_H

#include "view/view.h"

typedef struct HelpRow {
        const char *keys; /* as printed; where the words of the line mode are translated, a msgid */
        const char *what; /* msgid */
} HelpRow;

/** Appends rows, ended by one without keys, as a list. */
void help_rows_append(RichBuilder *builder, const HelpRow *rows, bool translates_keys);

/** A help page of what the builder holds. */
View help_page(RichBuilder *builder);

#endif
