/* A view as a page to print: plain text, or self-contained HTML on one sheet of A4. */
#ifndef EXCHANGE_PAGE_H
#define EXCHANGE_PAGE_H

#include "view/view.h"
#include "base/text.h"

/** Appends the blocks as HTML. */
void html_append_rich(Text *out, const Rich *rich);

/** A page up to what stands in its <main>, from the heading on, and what closes it. */
void page_start_html(const char *title, Text *out);
void page_end_html(Text *out);

/** A whole page: title, what it belongs to, the blocks. */
void page_write_html(const View *view, Text *out);
void page_write_txt(const View *view, Text *out);

#endif
