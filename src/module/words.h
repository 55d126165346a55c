/* A table of words: each once, with a number. For keys, anchors and ids. */
#ifndef MODULE_WORDS_H
#define MODULE_WORDS_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

typedef struct Word {
        const char *text; /* NULL: free slot */
        uint32_t hash;
        uint32_t value;
} Word;

typedef struct Words {
        Arena *arena; /* NULL: the slots are on the heap, for words_clear to free */
        Word *slots;
        size_t room; /* a power of two, or 0 */
        size_t count;
} Words;

/** An empty table; its slots are taken from the arena. One filled with zeros is empty too, on the
 * heap. */
Words words_in(Arena *arena);
void words_clear(Words *words);

/** The word, or NULL. */
Word *words_find(const Words *words, const char *text, size_t len);

/** Adds a word that is not there yet; `text` ends with a NUL and must outlive the table. */
Word *words_add(Words *words, const char *text, size_t len, uint32_t value);

#endif
