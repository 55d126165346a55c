#include "view/help_rows.h"

#include "base/translate.h"

void help_rows_append(RichBuilder *builder, const HelpRow *rows, bool translates_keys)
{
        for (const HelpRow *row = rows; row->keys; row++) {
                rich_item(builder, 1, "•");
                if (row != rows)
                        rich_tight(builder);
                rich_span(builder, SPAN_NUMBER | SPAN_STRONG,
                        translates_keys ? _(row->keys) : row->keys);
                rich_span(builder, SPAN_PLAIN, ": ");
                rich_span(builder, SPAN_PLAIN, _(row->what));
        }
}

View help_page(RichBuilder *builder)
{
        return (View){ .kind = VIEW_HELP,
                .title = _("Help"),
                .position = "",
                .body = rich_finish(builder),
                .headline = "",
                .saved = "" };
}
