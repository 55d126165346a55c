#include "exchange/foreign_text.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/translate.h"
#include "module/markdown.h"

/* What begins a block where it begins a line. */
static bool begins_block(const char *line)
{
        if (strchr("#+->=~", *line) && *line)
                return true;
        size_t digits = strspn(line, "0123456789");
        return digits > 0 && (line[digits] == '.' || line[digits] == ')');
}

static void append_line_start(Text *out, const char *at, size_t *used)
{
        size_t digits = strspn(at, "0123456789");
        text_append_bytes(out, at, digits);
        text_append_char(out, '\\');
        text_append_char(out, at[digits]);
        *used = digits + 1;
}

/* Blanks at the ends of a line, and lines without words, are more than Markdown keeps. */
static bool is_kept_blank(const char *plain, size_t at)
{
        bool starts = at == 0 || strchr(" \t\n", plain[at - 1]) != NULL;
        return starts || plain[at + 1] == '\0' || strchr(" \t\n", plain[at + 1]) != NULL;
}

void markdown_append_plain(Text *out, const char *plain)
{
        bool line_starts = true;
        for (size_t at = 0; plain[at];) {
                size_t used = 1;
                char byte = plain[at];
                if (byte == '\n' && !is_kept_blank(plain, at))
                        text_append(out, "\\\n");
                else if (byte == '\t' || byte == '\n' || (byte == ' ' && is_kept_blank(plain, at)))
                        text_printf(out, "&#%d;", byte);
                else if (line_starts && begins_block(plain + at))
                        append_line_start(out, plain + at, &used);
                else if (strchr("\\*_`<[]&", byte))
                        text_printf(out, "\\%c", byte);
                else
                        text_append_char(out, byte);
                line_starts = byte == '\n' || (line_starts && (byte == ' ' || byte == '\t'));
                at += used;
        }
}

bool text_looks_like_html(const char *text)
{
        for (; *text; text++) {
                unsigned char next = (unsigned char)text[1];
                if (*text == '<' && (isalpha(next) || next == '/' || next == '!'))
                        return true;
                size_t len = 1;
                while (*text == '&' && (isalnum((unsigned char)text[len]) || text[len] == '#'))
                        len++;
                if (*text == '&' && len > 1 && text[len] == ';')
                        return true;
        }
        return false;
}

bool text_is_innocent(const char *text)
{
        size_t len = strlen(text);
        if (len == 0 || begins_block(text) || isspace((unsigned char)text[0]) ||
                isspace((unsigned char)text[len - 1]) || *text == '%')
                return false;
        return !strpbrk(text, "\\*_`<>[]&\n\t") && !strstr(text, "  ");
}

/* Line ends of a text that may hold HTML stand for line ends. */
static char *with_breaks(const char *text)
{
        Text out = { 0 };
        for (; *text; text++) {
                if (*text == '\n' && text[1] == '\n')
                        text_append(&out, "<p>");
                else if (*text == '\n')
                        text_append(&out, "<br>");
                else
                        text_append_char(&out, *text);
        }
        return text_take(&out);
}

static void say_losses(Foreign *foreign, const HtmlLosses *losses, size_t line, const char *name)
{
        if (losses->pictures)
                foreign_loses(foreign, line, name,
                        _("a picture is not carried over: say in words what it shows"));
        if (losses->tables)
                foreign_loses(foreign, line, name,
                        _("a table is carried over as lines of text: look whether it is still "
                          "clear"));
        if (losses->others)
                foreign_loses(foreign, line, name,
                        _("a film, a sound, a form or a script is not carried over"));
}

/* Paragraphs of plain text stay paragraphs. */
static void append_paragraphs(Text *out, const char *plain)
{
        Text paragraph = { 0 };
        for (const char *at = plain;; at++) {
                bool ends = *at == '\0' || (*at == '\n' && at[1] == '\n');
                if (!ends) {
                        text_append_char(&paragraph, *at);
                        continue;
                }
                if (out->len && paragraph.len)
                        text_append(out, "\n\n");
                markdown_append_plain(out, text_string(&paragraph));
                text_reset(&paragraph);
                while (*at == '\n' && at[1] == '\n')
                        at++;
                if (*at == '\0')
                        break;
        }
        text_clear(&paragraph);
}

/* HTML inside Markdown and pictures are shown as their source: `check` would refuse them. */
static void disarm(Text *text)
{
        Text out = { 0 };
        const char *bytes = text_string(text);
        for (size_t i = 0; bytes[i]; i++) {
                bool escaped = i > 0 && bytes[i - 1] == '\\';
                if (!escaped && (bytes[i] == '<' || (bytes[i] == '!' && bytes[i + 1] == '[')))
                        text_append_char(&out, '\\');
                text_append_char(&out, bytes[i]);
        }
        text_clear(text);
        *text = out;
}

static ForeignMarkup markup_of(const ForeignText *text)
{
        if (text->markup == MARKUP_MOODLE)
                return text_looks_like_html(text->bytes) ? MARKUP_HTML : MARKUP_PLAIN;
        return text->markup;
}

static const char *keep(Foreign *foreign, Text *text)
{
        const char *kept = arena_strndup(foreign->arena, text_string(text), text->len);
        text_clear(text);
        return kept;
}

const char *foreign_markdown(
        Foreign *foreign, const ForeignText *text, size_t line, const char *name)
{
        Text out = { 0 };
        HtmlLosses losses = { 0 };
        size_t offset = 0;
        switch (markup_of(text)) {
        case MARKUP_MARKDOWN:
                text_append(&out, text->bytes);
                break;
        case MARKUP_HTML: {
                char *html = text->markup == MARKUP_MOODLE ? with_breaks(text->bytes)
                                                           : xstrdup(text->bytes);
                html_append_markdown(&out, html, &losses);
                free(html);
                break;
        }
        default:
                append_paragraphs(&out, text->bytes);
        }
        say_losses(foreign, &losses, line, name);
        if (markdown_check(text_string(&out), &offset) != MARKDOWN_FINE) {
                foreign_loses(foreign, line, name,
                        _("HTML inside Markdown is shown as it is written: look at it"));
                disarm(&out);
        }
        return keep(foreign, &out);
}

/* A module's plain texts must not look like HTML or a picture either. */
static const char *tame(Foreign *foreign, const char *plain, size_t line, const char *name)
{
        size_t offset = 0;
        if (markdown_check(plain, &offset) == MARKDOWN_FINE)
                return plain;
        Text out = { 0 };
        for (; *plain; plain++) {
                if (*plain == '<')
                        text_append(&out, "‹");
                else if (*plain == '!' && plain[1] == '[')
                        text_append(&out, "! ");
                else
                        text_append_char(&out, *plain);
        }
        foreign_loses(foreign, line, name,
                _("modules have no HTML and no pictures in texts: '<' was written as '‹'"));
        return keep(foreign, &out);
}

static const char *plain_of_markdown(Foreign *foreign, const char *markdown)
{
        return markdown_plain(foreign->arena, markdown);
}

const char *foreign_plain(Foreign *foreign, const ForeignText *text, size_t line, const char *name)
{
        ForeignMarkup markup = markup_of(text);
        const char *plain = text->bytes;
        if (markup != MARKUP_PLAIN)
                plain = plain_of_markdown(foreign, foreign_markdown(foreign, text, line, name));
        return tame(foreign, plain, line, name);
}

/* Where the last paragraph begins; 0 where there is one only. */
static size_t last_paragraph(const char *text)
{
        size_t len = strlen(text);
        while (len > 0 && strchr(" \t\n", text[len - 1]))
                len--;
        for (size_t at = len; at > 0; at--) {
                if (text[at - 1] != '\n')
                        continue;
                size_t blanks = strspn(text + at, " \t");
                if (text[at + blanks] == '\n')
                        return at + blanks + 1;
        }
        return 0;
}

void foreign_stem(Foreign *foreign, const ForeignText *text, ForeignItem *item)
{
        Question *question = &item->question;
        if (text->markup == MARKUP_PLAIN) {
                question->ask = foreign_plain(foreign, text, item->line, item->name);
                return;
        }
        const char *markdown = foreign_markdown(foreign, text, item->line, item->name);
        size_t ask = last_paragraph(markdown), end = ask;
        /* The empty line is taken off; line ends above it are the scene's own. */
        if (ask >= 2 && markdown[ask - 2] == '\n')
                end = ask - 2;
        while (end > 0 && strchr(" \t", markdown[end - 1]))
                end--;
        const char *plain = plain_of_markdown(foreign, markdown + ask);
        if (ask > 0 && *plain) {
                question->scene = arena_strndup(foreign->arena, markdown, end);
                question->ask = tame(foreign, plain, item->line, item->name);
        } else {
                plain = plain_of_markdown(foreign, markdown);
                question->ask = tame(foreign, plain, item->line, item->name);
        }
}
