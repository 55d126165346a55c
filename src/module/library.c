#include "module/library.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/nearest.h"
#include "base/text.h"
#include "base/translate.h"
#include "module/diagnostic.h"
#include "module/words.h"

enum { LIBRARY_MOST = 2000 };

struct Library {
        Arena *arena; /* the folders' names */
        const char **folders;
        size_t folder_count;
        const char **fallback; /* for contacts.yaml alone */
        size_t fallback_count;
        Arena *list; /* what library_list handed out */
        LibraryEntry *entries;
        size_t count, room;
        Words ids;       /* of the entries, while they are gathered */
        size_t *origins; /* the folder that each was found in */
};

Library *library_new(const char *const *folders, size_t count)
{
        Arena *arena = arena_new();
        Library *library = arena_alloc(arena, sizeof *library);
        *library = (Library){ .arena = arena, .list = arena_new(), .folder_count = count };
        library->folders = arena_array(arena, const char *, count);
        for (size_t i = 0; i < count; i++)
                library->folders[i] = arena_strdup(arena, folders[i]);
        return library;
}

void library_add_contacts_folders(Library *library, const char *const *folders, size_t count)
{
        library->fallback = arena_array(library->arena, const char *, count);
        library->fallback_count = count;
        for (size_t i = 0; i < count; i++)
                library->fallback[i] = arena_strdup(library->arena, folders[i]);
}

void library_free(Library *library)
{
        if (!library)
                return;
        arena_free(library->list);
        arena_free(library->arena);
}

/* The id of a module's source-language file; false for translations, contacts and all else. The
 * trainer's guide's example can be loaded, but is no course that anybody is offered. */
static bool is_module_name(const char *name, size_t *id_len)
{
        const char *dot = strchr(name, '.');
        if (!dot || strcmp(dot, ".yaml") != 0 || dot == name ||
                strcmp(name, "contacts.yaml") == 0 || strcmp(name, "example.yaml") == 0)
                return false;
        *id_len = (size_t)(dot - name);
        return true;
}

static void make_room(Library *library)
{
        if (library->count < library->room)
                return;
        size_t room = library->room ? library->room * 2 : 16;
        LibraryEntry *entries = arena_array(library->list, LibraryEntry, room);
        size_t *origins = arena_array(library->list, size_t, room);
        if (library->count) {
                memcpy(entries, library->entries, library->count * sizeof *entries);
                memcpy(origins, library->origins, library->count * sizeof *origins);
        }
        library->entries = entries;
        library->origins = origins;
        library->room = room;
}

static void gather_folder(Library *library, size_t folder)
{
        DIR *handle = opendir(library->folders[folder]);
        if (!handle)
                return;
        const struct dirent *file;
        while ((file = readdir(handle)) && library->count < LIBRARY_MOST) {
                size_t len;
                if (!is_module_name(file->d_name, &len) ||
                        words_find(&library->ids, file->d_name, len))
                        continue; /* a folder before this one has it: the first match wins */
                make_room(library);
                LibraryEntry *entry = &library->entries[library->count];
                char *id = arena_strndup(library->list, file->d_name, len);
                *entry = (LibraryEntry){ .id = id,
                        .file = path_join(library->list, library->folders[folder], file->d_name) };
                words_add(&library->ids, id, len, (uint32_t)library->count);
                library->origins[library->count++] = folder;
        }
        closedir(handle);
}

/* The file of a module in a language: beside its source, or in a folder that goes before it. */
static const char *find_translation(
        const Library *library, Arena *arena, const char *id, size_t folder, const char *language)
{
        char primary[9];
        language_primary(language ? language : "", primary);
        const char *tags[] = { language, primary };
        for (size_t tag = 0; tag < 2; tag++) {
                if (!tags[tag] || !*tags[tag] || strchr(tags[tag], '/'))
                        continue;
                for (size_t i = 0; i <= folder; i++) {
                        const char *name = arena_printf(arena, "%s.%s.yaml", id, tags[tag]);
                        const char *file = path_join(arena, library->folders[i], name);
                        if (access(file, F_OK) == 0)
                                return file;
                }
        }
        return NULL;
}

static bool speaks(const char *tag, const char *language)
{
        char one[9], two[9];
        language_primary(tag ? tag : "", one);
        language_primary(language ? language : "", two);
        return strcmp(one, two) == 0;
}

static void read_entry(Library *library, LibraryEntry *entry, size_t folder, const char *language)
{
        Diagnostics *found = diagnostics_new();
        Error error = { 0 };
        bool read = module_head_load(entry->file, library->list, &entry->head, found, &error);
        if (!read) {
                entry->is_broken = true;
                entry->head = (ModuleHead){ .reviewed_on = DAY_NONE };
                const Diagnostic *first = diagnostics_get(found, 0);
                entry->trouble = error_is_set(&error) ? arena_strdup(library->list, error.message)
                                 : first              ? arena_printf(library->list, "%s:%u:%u: %s",
                                                                path_base(entry->file), first->place.line,
                                                                first->place.column, first->message)
                                                      : _("the file has no head");
        }
        diagnostics_free(found);
        if (entry->is_broken || speaks(entry->head.language, language))
                return;
        const char *file = find_translation(library, library->list, entry->id, folder, language);
        if (!file)
                return;
        ModuleHead head;
        found = diagnostics_new();
        error_clear(&error);
        if (module_head_load(file, library->list, &head, found, &error))
                entry->head = head;
        diagnostics_free(found);
}

static int by_title(const void *a, const void *b)
{
        const LibraryEntry *one = a, *two = b;
        if (one->is_broken != two->is_broken)
                return one->is_broken ? 1 : -1;
        int order = one->is_broken ? 0 : strcoll(one->head.title, two->head.title);
        return order ? order : strcmp(one->id, two->id);
}

static void gather(Library *library)
{
        arena_reset(library->list);
        library->entries = NULL;
        library->origins = NULL;
        library->ids = words_in(library->list);
        library->count = library->room = 0;
        for (size_t i = 0; i < library->folder_count; i++)
                gather_folder(library, i);
}

const LibraryEntry *library_list(Library *library, const char *language, size_t *count)
{
        gather(library);
        for (size_t i = 0; i < library->count; i++)
                read_entry(library, &library->entries[i], library->origins[i], language);
        if (library->count)
                qsort(library->entries, library->count, sizeof *library->entries, by_title);
        *count = library->count;
        return library->entries;
}

/* The first folder that has a module. */
static const char *find_source(const Library *library, Arena *arena, const char *id, size_t *folder)
{
        for (size_t i = 0; i < library->folder_count; i++) {
                const char *name = arena_printf(arena, "%s.yaml", id);
                const char *file = path_join(arena, library->folders[i], name);
                *folder = i;
                if (access(file, F_OK) == 0)
                        return file;
        }
        return NULL;
}

static Module *not_found(const Library *library, const char *id, Error *error)
{
        /* A list of its own: what library_list handed out stays as it is. */
        Library *other = library_new(library->folders, library->folder_count);
        gather(other);
        const char **ids = arena_array(other->arena, const char *, other->count);
        for (size_t i = 0; i < other->count; i++)
                ids[i] = other->entries[i].id;
        const char *near = word_nearest(id, ids, other->count);
        char clean[128];
        text_clean(clean, sizeof clean, id);
        error_set_kind(error, ERROR_NOT_FOUND, _("%s: there is no such module"), clean);
        if (near)
                error_hint(error, _("Did you mean '%s'?"), near);
        else if (other->count == 0)
                error_hint(error, _("No modules were found; name their folder with --modules."));
        library_free(other);
        return NULL;
}

/* Says the first error that was found in a file, and how to see the rest. */
static void report_broken(const char *file, Diagnostics *found, Error *error)
{
        char name[512];
        text_clean(name, sizeof name, file);
        diagnostics_sort(found);
        const Diagnostic *first = NULL;
        for (size_t i = 0; i < diagnostics_count(found) && !first; i++) {
                const Diagnostic *diagnostic = diagnostics_get(found, i);
                first = checks[diagnostic->check].severity == SEVERITY_ERROR ? diagnostic : NULL;
        }
        if (first)
                error_set(error, "%s:%u:%u: %s", name, first->place.line, first->place.column,
                        first->message);
        else
                error_set(error, _("%s: it has errors"), name);
        error_hint(error, _("Run 'makesafe check %s' to see all that is wrong with it."), name);
}

static Module *load_file(const char *file, Error *error)
{
        Diagnostics *found = diagnostics_new();
        Module *module = module_load(file, 0, found, error);
        if (!module && !error_is_set(error))
                report_broken(file, found, error);
        diagnostics_free(found);
        return module;
}

Module *library_load(Library *library, const char *id, const char *language, Error *error)
{
        Arena *arena = arena_new();
        size_t folder;
        const char *file =
                strchr(id, '/') || *id == '\0' ? NULL : find_source(library, arena, id, &folder);
        Module *module = file ? load_file(file, error) : not_found(library, id, error);
        const char *other = module && !speaks(module->head.language, language)
                                    ? find_translation(library, arena, id, folder, language)
                                    : NULL;
        if (other) {
                Error unusable = { 0 };
                Module *translation = load_file(other, &unusable);
                /* One that has fallen behind its source would ask what the source does not know. */
                if (translation && module_matches(translation, module)) {
                        module_free(module);
                        module = translation;
                } else {
                        module_free(translation);
                }
        }
        arena_free(arena);
        return module;
}

static const char *find_contacts(Arena *arena, const char *const *folders, size_t count)
{
        for (size_t i = 0; i < count; i++) {
                const char *file = path_join(arena, folders[i], "contacts.yaml");
                if (access(file, F_OK) == 0)
                        return file;
        }
        return NULL;
}

Contacts *library_contacts(Library *library, Error *error)
{
        Arena *arena = arena_new();
        const char *file = find_contacts(arena, library->folders, library->folder_count);
        if (!file)
                file = find_contacts(arena, library->fallback, library->fallback_count);
        Contacts *contacts = NULL;
        if (!file) {
                error_set_kind(error, ERROR_NOT_FOUND, _("contacts.yaml: there is no such file"));
                error_hint(error,
                        _("It stands beside the modules; name their folder with --modules."));
        } else {
                Diagnostics *found = diagnostics_new();
                contacts = contacts_load(file, day_today(), found, error);
                if (!contacts && !error_is_set(error))
                        report_broken(file, found, error);
                diagnostics_free(found);
        }
        arena_free(arena);
        return contacts;
}
