#include "module/words.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

/* Keyed, so that no file can be made whose words all fall into one slot. */
static uint32_t hash_word(const char *text, size_t len)
{
        static unsigned char key[crypto_shorthash_KEYBYTES];
        static int made;
        if (!made) {
                made = 1;
                if (sodium_init() >= 0) /* may be called as often as one likes */
                        randombytes_buf(key, sizeof key);
        }
        unsigned char hash[crypto_shorthash_BYTES];
        crypto_shorthash(hash, (const unsigned char *)text, len, key);
        uint32_t part;
        memcpy(&part, hash, sizeof part);
        return part;
}

Words words_in(Arena *arena)
{
        return (Words){ .arena = arena };
}

void words_clear(Words *words)
{
        if (!words->arena)
                free(words->slots);
        *words = (Words){ .arena = words->arena };
}

Word *words_find(const Words *words, const char *text, size_t len)
{
        if (words->count == 0)
                return NULL;
        uint32_t hash = hash_word(text, len);
        for (size_t at = hash;; at++) {
                Word *slot = &words->slots[at & (words->room - 1)];
                if (!slot->text)
                        return NULL;
                if (slot->hash == hash && strncmp(slot->text, text, len) == 0 &&
                        slot->text[len] == '\0')
                        return slot;
        }
}

static Word *free_slot(Word *slots, size_t room, uint32_t hash)
{
        size_t at = hash & (room - 1);
        while (slots[at].text)
                at = (at + 1) & (room - 1);
        return &slots[at];
}

static void grow(Words *words)
{
        size_t room = words->room ? 2 * words->room : 64;
        Word *slots = words->arena ? arena_array(words->arena, Word, room)
                                   : memset(xmalloc(room * sizeof *slots), 0, room * sizeof *slots);
        for (size_t i = 0; i < words->room; i++) {
                if (words->slots[i].text)
                        *free_slot(slots, room, words->slots[i].hash) = words->slots[i];
        }
        if (!words->arena)
                free(words->slots);
        words->slots = slots;
        words->room = room;
}

Word *words_add(Words *words, const char *text, size_t len, uint32_t value)
{
        if (2 * (words->count + 1) > words->room)
                grow(words);
        uint32_t hash = hash_word(text, len);
        Word *slot = free_slot(words->slots, words->room, hash);
        *slot = (Word){ .text = text, .hash = hash, .value = value };
        words->count++;
        return slot;
}
