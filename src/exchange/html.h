/* HTML: one escape for each context. */
#ifndef EXCHANGE_HTML_H
#define EXCHANGE_HTML_H

#include "base/text.h"

/** Appends text for an element's content or a double-quoted attribute; everything unsafe is
 * replaced first. */
void html_append(Text *out, const char *text);

/** Appends `<tag>text</tag>`. */
void html_element(Text *out, const char *tag, const char *text);

#endif
