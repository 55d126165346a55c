#include "record/sqlite_tally.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum { FIRST_ROOM = 64 };

/* FNV-1a; the NUL between two words counts as well. */
static uint64_t add_word(uint64_t hash, const char *word)
{
        const unsigned char *at = (const unsigned char *)word;
        do
                hash = (hash ^ *at) * UINT64_C(1099511628211);
        while (*at++);
        return hash;
}

static TallyEntry **find_slot(const Tally *tally, const TallyEntry *wanted)
{
        size_t place = (size_t)wanted->hash & (tally->room - 1);
        for (;; place = (place + 1) & (tally->room - 1)) {
                TallyEntry *entry = tally->slots[place];
                if (!entry || (entry->hash == wanted->hash && entry->kind == wanted->kind &&
                                      strcmp(entry->name, wanted->name) == 0 &&
                                      strcmp(entry->option, wanted->option) == 0 &&
                                      strcmp(entry->module, wanted->module) == 0 &&
                                      strcmp(entry->version, wanted->version) == 0))
                        return &tally->slots[place];
        }
}

/* At most half full. */
static void make_room(Tally *tally)
{
        if (tally->count * 2 < tally->room)
                return;
        Tally larger = *tally;
        larger.room = tally->room ? tally->room * 2 : FIRST_ROOM;
        larger.slots = xmalloc(larger.room * sizeof *larger.slots);
        memset(larger.slots, 0, larger.room * sizeof *larger.slots);
        for (size_t i = 0; i < tally->room; i++)
                if (tally->slots[i])
                        *find_slot(&larger, tally->slots[i]) = tally->slots[i];
        free(tally->slots);
        *tally = larger;
}

TallyEntry *tally_entry(Tally *tally, TallyKind kind, const char *module, const char *version,
        const char *name, const char *option)
{
        if (!tally->arena)
                tally->arena = arena_new();
        make_room(tally);
        TallyEntry wanted = { .kind = kind,
                .hash = add_word(
                        add_word(add_word(add_word(UINT64_C(14695981039346656037), name), option),
                                module),
                        version),
                .module = module,
                .version = version,
                .name = name,
                .option = option };
        TallyEntry **slot = find_slot(tally, &wanted);
        if (*slot)
                return *slot;
        TallyEntry *entry = arena_array(tally->arena, TallyEntry, 1);
        *entry = wanted;
        entry->module = arena_strdup(tally->arena, module);
        entry->version = arena_strdup(tally->arena, version);
        entry->name = arena_strdup(tally->arena, name);
        entry->option = arena_strdup(tally->arena, option);
        *slot = entry;
        tally->count++;
        return entry;
}

void tally_clear(Tally *tally)
{
        arena_free(tally->arena);
        free(tally->slots);
        *tally = (Tally){ 0 };
}
