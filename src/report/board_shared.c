#include <stdlib.h>
#include <string.h>
#include <unicase.h>

#include "report/board_rows.h"

enum { FIRST_SLOTS = 64 };

char *board_fold(const char *text)
{
        size_t size = 0;
        uint8_t *folded = u8_casefold((const uint8_t *)text, strlen(text), NULL, NULL, NULL, &size);
        if (!folded)
                return xstrdup(text);
        char *copy = xmalloc(size + 1);
        memcpy(copy, folded, size);
        copy[size] = '\0';
        free(folded);
        return copy;
}

static size_t hash_text(const char *text)
{
        size_t hash = 5381;
        for (; *text; text++)
                hash = hash * 33 + (unsigned char)*text;
        return hash ^ (hash >> 15);
}

static void put(SharedTexts *texts, uint32_t index)
{
        size_t at = hash_text(texts->items[index].text) & (texts->slot_count - 1);
        while (texts->slots[at])
                at = (at + 1) & (texts->slot_count - 1);
        texts->slots[at] = index + 1;
}

static void grow(SharedTexts *texts)
{
        if (texts->count * 2 < texts->slot_count)
                return;
        free(texts->slots);
        texts->slot_count = texts->slot_count ? texts->slot_count * 2 : FIRST_SLOTS;
        texts->slots = xmalloc(texts->slot_count * sizeof *texts->slots);
        memset(texts->slots, 0, texts->slot_count * sizeof *texts->slots);
        for (size_t i = 0; i < texts->count; i++)
                put(texts, (uint32_t)i);
}

uint32_t shared_text(SharedTexts *texts, Arena *arena, const char *text)
{
        if (!text)
                text = "";
        grow(texts);
        for (size_t at = hash_text(text) & (texts->slot_count - 1); texts->slots[at];
                at = (at + 1) & (texts->slot_count - 1))
                if (strcmp(texts->items[texts->slots[at] - 1].text, text) == 0)
                        return texts->slots[at] - 1;
        texts->items = xgrow(texts->items, texts->count, &texts->room, sizeof *texts->items);
        char *folded = board_fold(text);
        uint32_t index = (uint32_t)texts->count++;
        texts->items[index] = (SharedText){ .text = arena_strdup(arena, text),
                .folded = arena_strdup(arena, folded) };
        free(folded);
        put(texts, index);
        return index;
}

void shared_clear(SharedTexts *texts)
{
        free(texts->items);
        free(texts->slots);
        *texts = (SharedTexts){ 0 };
}

bool site_is_among(const char *sites, const char *site)
{
        if (!*site)
                return !*sites;
        size_t len = strlen(site);
        for (const char *at = sites; *at;) {
                while (*at == ' ')
                        at++;
                size_t part = strcspn(at, ";"), trimmed = part;
                while (trimmed > 0 && at[trimmed - 1] == ' ')
                        trimmed--;
                if (trimmed == len && strncmp(at, site, len) == 0)
                        return true;
                at += part + (at[part] == ';');
        }
        return false;
}
