/* A view as a page to print: plain text, or self-contained HTML on one sheet of A4. */
#ifndef EXCHANGE_PAGE_H
#define EXCHANGE_PAGE_H

#include "base/text.h"
#include "view/view.h"

/** Appends the blocks as HTML. Phrases with a number stand in brackets, as in the line mode. */
void html_append_rich(Text *out, const Rich *rich);

/** A page in a language up to what stands in its <main>, from the heading on, and what closes it.
 */
void page_start_html(const char *title, const char *language, Text *out);
void page_end_html(Text *out);

/** A whole page: title, what it belongs to, the blocks. */
void page_write_html(const View *view, Text *out);
void page_write_txt(const View *view, Text *out);

#endif
