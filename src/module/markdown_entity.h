/* Entities of Markdown: `&amp;`, `&#8364;`. Private to this folder. */
#ifndef MODULE_MARKDOWN_ENTITY_H
#define MODULE_MARKDOWN_ENTITY_H

#include <stddef.h>

/** Decodes an entity; what is unsafe becomes U+FFFD, what is not known stays as it is (cut at 16
 * bytes). \return bytes written */
size_t entity_decode(const char *text, size_t len, char decoded[16]);

#endif
