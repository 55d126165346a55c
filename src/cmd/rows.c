#include "cmd/rows.h"

#include <stdio.h>

#include "base/text.h"
#include "base/translate.h"

KnownModules known_modules(Settings *settings)
{
        size_t count = 0;
        const LibraryEntry *entries = library_list(settings->library, translate_language(), &count);
        const char **ids = arena_array(settings->arena, const char *, count + 1);
        for (size_t i = 0; i < count; i++)
                ids[i] = arena_strdup(settings->arena, entries[i].id);
        return (KnownModules){ ids, count };
}

const char *cleaned(Arena *arena, const char *text)
{
        Text clean = { 0 };
        text_append_clean(&clean, text);
        const char *copy = arena_strdup(arena, text_string(&clean));
        text_clear(&clean);
        return copy;
}

static void print_more(const Problems *problems)
{
        size_t total = problems->errors + problems->warnings;
        if (total > problems->count)
                fprintf(stderr,
                        ngettext("makesafe: and %zu more\n", "makesafe: and %zu more\n",
                                total - problems->count),
                        total - problems->count);
}

void problems_print(const Problems *problems, const char *file)
{
        fflush(stdout);
        Arena *arena = arena_new();
        const char *name = file ? cleaned(arena, file) : NULL;
        for (size_t i = 0; i < problems->count; i++) {
                const Problem *problem = &problems->items[i];
                fputs("makesafe: ", stderr);
                if (name)
                        fprintf(stderr, "%s: ", name);
                if (problem->line)
                        fprintf(stderr, _("line %zu: "), problem->line);
                fprintf(stderr, "%s%s\n", problem->is_warning ? _("warning: ") : "", problem->text);
        }
        print_more(problems);
        arena_free(arena);
}

void problems_print_located(const Problems *problems, const char *file)
{
        fflush(stdout);
        Arena *arena = arena_new();
        const char *name = cleaned(arena, file);
        for (size_t i = 0; i < problems->count; i++) {
                const Problem *problem = &problems->items[i];
                fprintf(stderr, "%s:%zu: %s\n", name, problem->line ? problem->line : 1,
                        problem->text);
        }
        print_more(problems);
        arena_free(arena);
}
