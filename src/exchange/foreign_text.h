/* Texts of other programs to texts of modules: plain ones and Markdown. */
#ifndef EXCHANGE_FOREIGN_TEXT_H
#define EXCHANGE_FOREIGN_TEXT_H

#include "exchange/foreign.h"

typedef enum ForeignMarkup {
        MARKUP_MOODLE, /* plain, unless there is HTML in it */
        MARKUP_PLAIN,
        MARKUP_MARKDOWN,
        MARKUP_HTML
} ForeignMarkup;

typedef struct ForeignText {
        const char *bytes; /* UTF-8, clean */
        ForeignMarkup markup;
} ForeignText;

/** What a text becomes as plain text, or as Markdown; in the foreign's arena. Pictures, tables and
 * the like are said to be lost, with the line and the name. "" where nothing is left. */
const char *foreign_plain(Foreign *foreign, const ForeignText *text, size_t line, const char *name);
const char *foreign_markdown(
        Foreign *foreign, const ForeignText *text, size_t line, const char *name);

/** The question itself: what stands above its last paragraph becomes the scene, unless it is
 * MARKUP_PLAIN. */
void foreign_stem(Foreign *foreign, const ForeignText *text, ForeignItem *item);

/** Appends plain text so that Markdown shows it as it is: markdown_plain gives it back, byte for
 * byte. */
void markdown_append_plain(Text *out, const char *plain);

/** Whether a text says the same read as plain text, as Markdown and as HTML. */
bool text_is_innocent(const char *text);

/** Whether Moodle's own format would take it for HTML. */
bool text_looks_like_html(const char *text);

/** Appends HTML as Markdown; what has no counterpart is counted. */
typedef struct HtmlLosses {
        size_t pictures, tables, others; /* others: films, sounds, scripts, forms */
} HtmlLosses;
void html_append_markdown(Text *out, const char *html, HtmlLosses *losses);

#endif
