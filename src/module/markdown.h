/* Markdown to blocks of spans, with md4c. */
#ifndef MODULE_MARKDOWN_H
#define MODULE_MARKDOWN_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/rich.h"

/** What in a Markdown text cannot be shown in a terminal. */
typedef enum MarkdownTrouble {
        MARKDOWN_FINE,
        MARKDOWN_HTML,
        MARKDOWN_IMAGE,
        MARKDOWN_UNCLOSED_PHRASE,
        MARKDOWN_NESTED_PHRASE,
        MARKDOWN_TOO_MANY_PHRASES
} MarkdownTrouble;

/** Reads CommonMark. Links become "text (address)". HTML and images are shown as their source.
 * Spans `[phrase]{id}` become spans with a ref counted from 1 when `phrases` is true. Everything
 * unsafe is replaced, whatever the text. NULL is an empty text. */
Rich markdown_parse(Arena *arena, const char *markdown, bool phrases);

/** A marked phrase as found in a passage. */
typedef struct MarkedPhrase {
        const char *text; /* without the brackets, Markdown and all */
        size_t text_len;
        const char *id; /* "" where harmless */
        size_t id_len;
        size_t offset; /* of the "[" in bytes */
} MarkedPhrase;

/** Finds the marked phrases of a passage. `trouble` and `trouble_offset` tell the first thing
 * wrong. \return how many (at most LIMIT_PHRASES are stored) */
size_t markdown_phrases(const char *markdown, MarkedPhrase *phrases, size_t most,
        MarkdownTrouble *trouble, size_t *trouble_offset);

/** The first HTML tag or image in a text. */
MarkdownTrouble markdown_check(const char *markdown, size_t *offset);

/** Words of a text without its markup, for readability and lengths; in the arena. */
char *markdown_plain(Arena *arena, const char *markdown);

#endif
