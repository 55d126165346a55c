#include "exchange/handout.h"

#include "base/translate.h"
#include "exchange/html.h"
#include "exchange/page.h"

enum { WIDTH = 76 };

static void write_part(const char *heading, const Rich *rich, bool is_key, Text *out)
{
        if (rich->count == 0)
                return;
        text_append(out, is_key ? "<section class=\"apart\">\n" : "<section>\n");
        html_element(out, "h2", heading);
        text_append_char(out, '\n');
        html_append_rich(out, rich);
        text_append(out, "</section>\n");
}

void handout_write_html(const Handout *handout, Text *out)
{
        page_start_html(handout->title, handout->language, out);
        html_element(out, "p class=\"of\"", handout->summary);
        text_append_char(out, '\n');
        write_part(_("Lessons"), &handout->lessons, false, out);
        write_part(_("Questions"), &handout->questions, false, out);
        write_part(_("Answers, and why"), &handout->key, true, out);
        page_end_html(out);
}

static void print_part(const char *heading, const Rich *rich, bool is_key, Text *out)
{
        if (rich->count == 0)
                return;
        Arena *arena = arena_new();
        Lines lines = rich_layout(arena, rich, WIDTH, true);
        text_append(out, is_key ? "\n\f" : "\n"); /* printers begin a new page */
        text_printf(out, "%s\n", heading);
        text_append_repeat(out, '=', WIDTH);
        text_append(out, "\n\n");
        rich_print(&lines, out);
        arena_free(arena);
}

void handout_write_txt(const Handout *handout, Text *out)
{
        text_append_clean(out, handout->title);
        text_append_char(out, '\n');
        text_append_clean(out, handout->summary);
        text_append_char(out, '\n');
        print_part(_("Lessons"), &handout->lessons, false, out);
        print_part(_("Questions"), &handout->questions, false, out);
        print_part(_("Answers, and why"), &handout->key, true, out);
}
