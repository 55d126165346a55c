#include "exchange/page.h"

#include <string.h>

#include "base/translate.h"
#include "exchange/html.h"

enum { WIDTH = 76 };

static const char style[] =
        "@page{size:A4;margin:14mm}"
        "body{font:13.5pt/1.35 system-ui,sans-serif;color:#111;background:#fff;max-width:46em;margin:1em auto;padding:0 1em}"
        "h1{font-size:2em;margin:0}h2{font-size:1.2em;margin:.9em 0 .2em}p{margin:.5em 0}ul{margin:.3em 0;padding-left:1.2em}"
        "li{margin:.12em 0}.of{margin:0 0 .6em;color:#333}.number{white-space:nowrap}"
        "h2,p,li{overflow-wrap:anywhere}pre{font:.68em/1.25 ui-monospace,monospace;white-space:pre-wrap}"
        "@media print{body{margin:0;max-width:none;font-size:11.5pt}}";

static void append_span(Text *out, const Span *span)
{
        bool strong = span->style & (SPAN_STRONG | SPAN_NUMBER), emphasis = span->style & SPAN_EMPHASIS;
        text_append(out, strong ? "<strong>" : emphasis ? "<em>" : "");
        html_append(out, span->text);
        text_append(out, strong ? "</strong>" : emphasis ? "</em>" : "");
}

void html_append_rich(Text *out, const Rich *rich)
{
        bool in_list = false;
        for (size_t i = 0; i < rich->count; i++) {
                const Block *block = &rich->blocks[i];
                bool is_item = block->kind == BLOCK_ITEM;
                if (is_item != in_list)
                        text_append(out, is_item ? "<ul>\n" : "</ul>\n");
                in_list = is_item;
                const char *tag = is_item                          ? "li"
                                  : block->kind == BLOCK_HEADING ? "h2"
                                  : block->kind == BLOCK_QUOTE   ? "blockquote"
                                  : block->kind == BLOCK_CODE    ? "pre"
                                                                 : "p";
                if (block->kind == BLOCK_RULE) {
                        text_append(out, "<hr>\n");
                        continue;
                }
                text_printf(out, "<%s>", tag);
                for (size_t j = 0; j < block->count; j++)
                        append_span(out, &block->spans[j]);
                text_printf(out, "</%s>\n", tag);
        }
        if (in_list)
                text_append(out, "</ul>\n");
}

void page_start_html(const char *title, Text *out)
{
        text_printf(out, "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n",
                translate_language());
        html_element(out, "title", title);
        text_printf(out, "\n<style>%s</style>\n</head>\n<body>\n<main>\n", style);
        html_element(out, "h1", title);
        text_append_char(out, '\n');
}

void page_end_html(Text *out)
{
        text_append(out, "</main>\n</body>\n</html>\n");
}

void page_write_html(const View *view, Text *out)
{
        page_start_html(view->title, out);
        html_element(out, "p class=\"of\"", view->position);
        text_append_char(out, '\n');
        html_append_rich(out, &view->body);
        page_end_html(out);
}

void page_write_txt(const View *view, Text *out)
{
        Arena *arena = arena_new();
        text_printf(out, "%s\n%s\n\n", view->title, view->position);
        Lines lines = rich_layout(arena, &view->body, WIDTH, false);
        rich_print(&lines, out);
        arena_free(arena);
}
