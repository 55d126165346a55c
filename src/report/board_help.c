#include "base/translate.h"
#include "report/board_module.h"
#include "view/help_rows.h"

static const HelpRow screen_keys[] = {
        { "↑ ↓ PgUp PgDn Home End",
                N_("move from person to person, by pages, to the first, to the last") },
        { "Enter", N_("open the person: modules, passes, attempts with their answers") },
        { "v", N_("figures of the module: who has passed, what people find hard") },
        { "/", N_("show only rows with this text in them, as you type it; Esc shows all again") },
        { "s", N_("sort by another column; the same one again turns the order round") },
        { "t w m", N_("show only some statuses, one site, one module") },
        { "e", N_("write what is to be seen to a file: .csv, .html or .json") },
        { "← Backspace", N_("back; on the table: show everybody again") },
        { "!", N_("who to call") },
        { "L", N_("change the language") },
        { "q", N_("leave") },
        { "Esc", N_("stop what takes long") },
        { "Esc Esc, Ctrl-X", N_("leave at once: the screen is cleared") },
        { NULL, NULL },
};

static const HelpRow line_words[] = {
        { "7", N_("open the row of that number: a person, a module, an attempt") },
        { "next, prev", N_("the next page, the page before") },
        { "sort COLUMN", N_("sort by name, id, site, module, status, score or due; once more turns "
                            "the order round") },
        { "filter TEXT", N_("show only rows with this text in them; without a text: all") },
        { "status S", N_("show only these statuses, separated by commas; without one: all") },
        { "site S", N_("show only this site; without one: all") },
        { "module M", N_("show only this module; without one: all") },
        { "figures M", N_("figures of a module: who has passed, what people find hard; without "
                          "one: the list of modules") },
        { "person ID", N_("open a person by staff id") },
        { "export FILE", N_("write what is to be seen to a file: .csv, .html or .json") },
        { "back", N_("back; on the table: show everybody again") },
        { "!", N_("who to call") },
        { "language", N_("change the language") },
        { "q", N_("leave") },
        { "?", N_("this help") },
        { NULL, NULL },
};

View board_help_view(Arena *arena, bool line_mode)
{
        RichBuilder *builder = rich_start(arena);
        rich_paragraph(builder, SPAN_PLAIN,
                _("One row is a person and a module that they are to pass, have tried or have "
                  "passed. The board keeps in step with the record by itself; the row you are on "
                  "stays where it is."));
        help_rows_append(builder, line_mode ? line_words : screen_keys, false);
        rich_paragraph(builder, SPAN_PLAIN,
                _("Figures about answers are shown only where at least five people stand behind "
                  "them."));
        return help_page(builder);
}
