#include "exchange/page.h"

#include <string.h>

#include "base/translate.h"
#include "exchange/html.h"

enum { WIDTH = 76 };

static const char style[] = "@page{size:A4;margin:14mm}"
                            "body{font:13.5pt/1.35 "
                            "system-ui,sans-serif;color:#111;background:#fff;max-width:46em;margin:"
                            "1em auto;padding:0 1em}"
                            "h1{font-size:2em;margin:0}h2{font-size:1.2em;margin:.9em 0 "
                            ".2em}p{margin:.5em 0}ul{margin:.3em 0;padding-left:1.2em}"
                            "li{margin:.12em 0}.marked{list-style:none}.deep{margin-left:1.4em}"
                            "section{break-before:auto}.apart{break-before:page}h2,h3,h4{break-"
                            "after:avoid}h3{font-size:1.08em;margin:.9em 0 .2em}"
                            "h4{font-size:1em;margin:.6em 0 .2em}.of{margin:0 0 "
                            ".6em;color:#333}.number{white-space:nowrap}"
                            "h2,p,li{overflow-wrap:anywhere}pre{font:.68em/1.25 "
                            "ui-monospace,monospace;white-space:pre-wrap}"
                            "@media print{body{margin:0;max-width:none;font-size:11.5pt}}";

static void append_span(Text *out, const Span *span)
{
        bool strong = span->style & (SPAN_STRONG | SPAN_NUMBER),
             emphasis = span->style & SPAN_EMPHASIS;
        text_append(out, strong ? "<strong>" : emphasis ? "<em>" : "");
        html_append(out, span->text);
        text_append(out, strong ? "</strong>" : emphasis ? "</em>" : "");
}

static void append_spans(Text *out, const Block *block)
{
        unsigned open = 0;
        for (size_t i = 0; i < block->count; i++) {
                const Span *span = &block->spans[i];
                if (open && span->ref != open)
                        text_append_char(out, ']');
                if (span->ref && span->ref != open)
                        text_printf(out, "<strong>[%u</strong> ", span->ref);
                open = span->ref;
                append_span(out, span);
        }
        if (open)
                text_append_char(out, ']');
}

/* A bullet is the browser's; letters and numbers are what an answer names, and stand as they are.
 */
static void append_item(Text *out, const Block *block)
{
        bool is_bullet = strcmp(block->marker, "•") == 0;
        const char *depth = block->level > 1 ? "deep" : "";
        if (is_bullet && !*depth)
                text_append(out, "<li>");
        else
                text_printf(out, "<li class=\"%s%s%s\">", is_bullet ? "" : "marked",
                        is_bullet || !*depth ? "" : " ", depth);
        if (!is_bullet && *block->marker)
                text_printf(out, "%s ", block->marker);
        append_spans(out, block);
        text_append(out, "</li>\n");
}

static void append_block(Text *out, const Block *block)
{
        unsigned level = block->level < 2 ? 2 : block->level;
        switch (block->kind) {
        case BLOCK_ITEM:
                append_item(out, block);
                return;
        case BLOCK_RULE:
                text_append(out, "<hr>\n");
                return;
        case BLOCK_HEADING:
                text_printf(out, "<h%u>", level);
                append_spans(out, block);
                text_printf(out, "</h%u>\n", level);
                return;
        case BLOCK_QUOTE:
        case BLOCK_CODE:
        case BLOCK_PARAGRAPH:
                break;
        }
        const char *tag = block->kind == BLOCK_QUOTE  ? "blockquote"
                          : block->kind == BLOCK_CODE ? "pre"
                                                      : "p";
        text_printf(out, "<%s>", tag);
        append_spans(out, block);
        text_printf(out, "</%s>\n", tag);
}

void html_append_rich(Text *out, const Rich *rich)
{
        bool in_list = false;
        for (size_t i = 0; i < rich->count; i++) {
                bool is_item = rich->blocks[i].kind == BLOCK_ITEM;
                if (is_item != in_list)
                        text_append(out, is_item ? "<ul>\n" : "</ul>\n");
                in_list = is_item;
                append_block(out, &rich->blocks[i]);
        }
        if (in_list)
                text_append(out, "</ul>\n");
}

void page_start_html(const char *title, const char *language, Text *out)
{
        text_append(out, "<!DOCTYPE html>\n<html lang=\"");
        html_append(out, language);
        text_append(out, "\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" "
                         "content=\"width=device-width, initial-scale=1\">\n");
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
        page_start_html(view->title, translate_language(), out);
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
