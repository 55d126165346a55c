#include "session/refresh.h"

#include <string.h>

/* The module with that id; modules that cannot be loaded are asked for once and stay NULL. */
static size_t module_of(Candidates *candidates, const char **ids, Library *library, const char *id,
        const char *language)
{
        size_t i = 0;
        while (i < candidates->module_count && strcmp(ids[i], id) != 0)
                i++;
        if (i == candidates->module_count) {
                Error passed_over = { 0 };
                ids[i] = id;
                candidates->modules[i] = library_load(library, id, language, &passed_over);
                candidates->module_count++;
        }
        return i;
}

static bool has_twin(const Candidates *candidates, size_t module, size_t twin)
{
        for (size_t i = 0; twin != SIZE_MAX && i < candidates->count; i++)
                if (candidates->items[i].module == module && candidates->items[i].question == twin)
                        return true;
        return false;
}

static void consider(Candidates *candidates, const Memory *memory, size_t index)
{
        const Module *module = candidates->modules[index];
        size_t question = module ? module_question(module, memory->question) : SIZE_MAX;
        if (question == SIZE_MAX || module->questions[question].status != QUESTION_LIVE)
                return;
        if (has_twin(candidates, index, module->questions[question].twin))
                return;
        candidates->items[candidates->count++] = (Candidate){ memory, index, question };
        candidates->due += memory->is_due;
}

static size_t distinct_modules(const Memories *memories)
{
        size_t count = 0;
        for (size_t i = 0; i < memories->count; i++) {
                size_t j = 0;
                while (j < i && strcmp(memories->items[j].module, memories->items[i].module) != 0)
                        j++;
                count += j == i;
        }
        return count;
}

bool candidates_read(Library *library, const char *language, Store *store, const char *person,
        int64_t now, bool only_due, Arena *arena, Candidates *candidates, Error *error)
{
        *candidates = (Candidates){ 0 };
        Memories *memories = &candidates->memories;
        if (!memories_read(store, person, now, arena, memories, error))
                return false;
        size_t most = distinct_modules(memories);
        const char **ids = arena_array(arena, const char *, most + 1);
        candidates->modules = arena_array(arena, Module *, most + 1);
        candidates->items = arena_array(arena, Candidate, memories->count + 1);
        for (size_t i = 0; i < memories->count; i++) {
                const Memory *memory = &memories->items[i];
                if (memory->is_due || !only_due)
                        consider(candidates, memory,
                                module_of(candidates, ids, library, memory->module, language));
        }
        return true;
}

void candidates_free(Candidates *candidates)
{
        for (size_t i = 0; i < candidates->module_count; i++)
                module_free(candidates->modules[i]);
        *candidates = (Candidates){ 0 };
}

size_t candidates_fit(const Candidates *candidates, unsigned minutes)
{
        size_t fits = (size_t)minutes * 60 / candidates->memories.seconds;
        return fits ? fits : 1;
}
