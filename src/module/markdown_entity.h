/* Entities of Markdown and HTML: `&amp;`, `&#8364;`. */
#ifndef MODULE_MARKDOWN_ENTITY_H
#define MODULE_MARKDOWN_ENTITY_H

#include <stddef.h>

/** Decodes an entity; what is unsafe becomes U+FFFD, what is not known stays as it is (cut at 16
 * bytes). \return bytes written */
size_t entity_decode(const char *text, size_t len, char decoded[16]);

#endif
