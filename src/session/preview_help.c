#include "base/translate.h"
#include "session/preview.h"
#include "view/help_rows.h"

static const HelpRow line_words[] = {
        { N_("Enter, next, prev"), N_("go on, forward, back") },
        { N_("go 7, go at-the-counter"), N_("go to a page by its number or its id") },
        { N_("find words"), N_("go to the next page in which they stand") },
        { N_("list"), N_("all pages with their numbers and ids") },
        { N_("seed 7"), N_("what a learner with this seed is asked, in that order; seed alone: "
                           "everything") },
        { N_("both"), N_("two languages, one above the other") },
        { N_("show cy"), N_("the module in this language") },
        { N_("check"), N_("what is wrong with the file; once more: the last good version") },
        { N_("reload"), N_("read the file again") },
        { N_("language"), N_("change the language of everything") },
        { N_("q"), N_("leave; nothing is recorded") },
        { NULL, NULL },
};

static const HelpRow screen_keys[] = {
        { "Enter  n  p", N_("go on, forward, back") },
        { "q  g", N_("the list of all pages") },
        { "/", N_("find a page by its number, its id or words in it") },
        { "s", N_("what a learner with this seed is asked, in that order; an empty line: "
                  "everything") },
        { "b", N_("two languages, side by side where there is room") },
        { "t", N_("the module in its next language") },
        { "e", N_("what is wrong with the file; once more: the last good version") },
        { "r", N_("read the file again; it is also done whenever you save it") },
        { "L", N_("change the language of everything") },
        { NULL, NULL },
};

View preview_help_view(Arena *arena, bool line_mode)
{
        RichBuilder *builder = rich_start(arena);
        rich_paragraph(builder, SPAN_PLAIN,
                _("You see every lesson and every question as learners do, and can answer them. "
                  "Nothing is recorded."));
        help_rows_append(builder, line_mode ? line_words : screen_keys, line_mode);
        return help_page(builder);
}
