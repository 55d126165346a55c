/* Texts as YAML writes them. */
#ifndef EXCHANGE_YAML_TEXT_H
#define EXCHANGE_YAML_TEXT_H

#include "base/text.h"

/** Appends a text as a YAML scalar behind "key: " or "- ", in the plainest style that gives the
 * same text back. \param indent  columns of the key, for a block of lines */
void yaml_append_text(Text *out, const char *text, unsigned indent);

#endif
