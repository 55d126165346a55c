#include <dirent.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/translate.h"
#include "session/preview_state.h"

enum {
        CAREFULLY_SHOWN = 50 /* diagnostics on one page */,
        IN_FRONT = 9 /* cells before a line of the file */
};

/* Whether a name is `ID.yaml` or `ID.LANGUAGE.yaml`, for the id of the file previewed. */
static bool is_of_module(const Preview *preview, const char *name)
{
        const char *base = path_base(preview->file);
        size_t id = strcspn(base, "."), len = strlen(name);
        return len > 5 && strcmp(name + len - 5, ".yaml") == 0 && strncmp(name, base, id) == 0 &&
               name[id] == '.';
}

static PreviewVersion *version_of(Preview *preview, const char *file)
{
        for (size_t i = 0; i < preview->version_count; i++)
                if (strcmp(preview->versions[i].file, file) == 0)
                        return &preview->versions[i];
        if (preview->version_count == PREVIEW_VERSIONS)
                return NULL;
        PreviewVersion *version = &preview->versions[preview->version_count++];
        *version = (PreviewVersion){ .file = xstrdup(file) };
        return version;
}

static int by_name(const struct dirent **a, const struct dirent **b)
{
        return strcmp((*a)->d_name, (*b)->d_name);
}

/* The file first, then its translations (or what it is a translation of), by name. */
static void find_versions(Preview *preview)
{
        Arena *arena = arena_new();
        const char *folder = path_folder(arena, preview->file), *base = path_base(preview->file);
        struct dirent **names = NULL;
        int count = scandir(folder, &names, NULL, by_name);
        version_of(preview, preview->file);
        for (int i = 0; i < count; i++) {
                const char *name = names[i]->d_name;
                if (is_of_module(preview, name) && strcmp(name, base) != 0)
                        version_of(preview,
                                strchr(preview->file, '/') ? path_join(arena, folder, name) : name);
                free(names[i]);
        }
        free(names);
        arena_free(arena);
}

static void read_version(PreviewVersion *version)
{
        Error error = { 0 };
        Diagnostics *found = diagnostics_new();
        Module *module = module_load(version->file, 0, found, &error);
        if (module)
                module_lint(module, found);
        diagnostics_free(version->found);
        free(version->trouble);
        version->found = found;
        version->trouble = error_is_set(&error) ? xstrdup(error.message) : NULL;
        version->has_errors = !module;
        if (!module)
                return;
        module_free(version->module);
        version->module = module;
}

static const Module *source_of(const Preview *preview)
{
        for (size_t i = 0; i < preview->version_count; i++) {
                const Module *module = preview->versions[i].module;
                if (module && !module->head.translates)
                        return module;
        }
        return NULL;
}

bool preview_read(Preview *preview)
{
        find_versions(preview);
        for (size_t i = 0; i < preview->version_count; i++)
                read_version(&preview->versions[i]);
        const Module *source = source_of(preview);
        for (size_t i = 0; i < preview->version_count; i++) {
                const PreviewVersion *version = &preview->versions[i];
                if (source && !version->has_errors && version->module->head.translates)
                        module_lint_translation(version->module, source, version->found);
                diagnostics_sort(version->found);
        }
        return !preview->versions[0].trouble;
}

void preview_forget(Preview *preview)
{
        for (size_t i = 0; i < preview->version_count; i++) {
                module_free(preview->versions[i].module);
                diagnostics_free(preview->versions[i].found);
                free(preview->versions[i].trouble);
                free(preview->versions[i].file);
        }
}

bool preview_is_behind(Preview *preview)
{
        char name[NAME_MAX + 1];
        while (watch_next(preview->watch, name, sizeof name))
                preview->is_behind = preview->is_behind || is_of_module(preview, name) ||
                                     strcmp(name, path_base(preview->file)) == 0;
        return preview->is_behind;
}

int preview_fd(const Preview *preview)
{
        return watch_fd(preview->watch);
}

static void add_diagnostic(const Preview *preview, RichBuilder *builder, Arena *arena,
        const Diagnostics *found, const Diagnostic *diagnostic)
{
        const Check *check = &checks[diagnostic->check];
        bool is_error = check->severity == SEVERITY_ERROR;
        rich_block(builder, BLOCK_PARAGRAPH, 0);
        rich_span(builder, is_error ? SPAN_WRONG | SPAN_STRONG : SPAN_STRONG,
                is_error ? _("error") : _("warning"));
        if (diagnostic->place.line > 0)
                rich_spanf(builder, SPAN_PLAIN, _(" in line %u, column %u: %s [%s]"),
                        diagnostic->place.line, diagnostic->place.column, diagnostic->message,
                        check->code);
        else
                rich_spanf(builder, SPAN_PLAIN, ": %s [%s]", diagnostic->message, check->code);
        Text line = { 0 };
        diagnostics_print_line(found, diagnostic, preview->cells - IN_FRONT, &line);
        if (line.len > 0) {
                line.bytes[line.len - 1] = '\0'; /* the newline at its end */
                rich_block(builder, BLOCK_CODE, 0);
                rich_tight(builder);
                rich_span(builder, SPAN_CODE, arena_strdup(arena, line.bytes));
        }
        text_clear(&line);
        if (diagnostic->hint) {
                rich_paragraph(builder, SPAN_PLAIN, diagnostic->hint);
                rich_tight(builder);
        }
}

View preview_check_view(Preview *preview)
{
        Arena *arena = preview->page_arena;
        const PreviewVersion *version = &preview->versions[preview->shown];
        const Diagnostics *found = version->found;
        size_t errors = diagnostics_total(found, SEVERITY_ERROR);
        size_t warnings = diagnostics_total(found, SEVERITY_WARNING);
        RichBuilder *builder = rich_start(arena);
        rich_block(builder, BLOCK_HEADING, 1);
        if (version->trouble) {
                char trouble[1024];
                text_clean(trouble, sizeof trouble, version->trouble);
                rich_span(builder, SPAN_WRONG, trouble);
        } else if (errors + warnings == 0) {
                rich_span(builder, SPAN_RIGHT, _("Nothing is wrong with this file."));
        } else {
                rich_spanf(builder, errors ? SPAN_WRONG : SPAN_PLAIN,
                        ngettext("%zu error", "%zu errors", errors), errors);
                rich_span(builder, SPAN_PLAIN, ", ");
                rich_spanf(builder, SPAN_PLAIN, ngettext("%zu warning", "%zu warnings", warnings),
                        warnings);
        }
        size_t count = diagnostics_count(found);
        for (size_t i = 0; i < count && i < CAREFULLY_SHOWN; i++)
                add_diagnostic(preview, builder, arena, found, diagnostics_get(found, i));
        if (count > CAREFULLY_SHOWN) {
                rich_block(builder, BLOCK_PARAGRAPH, 0);
                rich_spanf(builder, SPAN_PLAIN, _("only the first %zu are shown"),
                        (size_t)CAREFULLY_SHOWN);
        }
        char name[256];
        text_clean(name, sizeof name, path_base(version->file));
        return (View){ .kind = VIEW_MESSAGE,
                .title = arena_strdup(arena, name),
                .position = version->has_errors && version->module
                                    ? _("errors · the last good version is kept")
                            : version->has_errors ? _("errors")
                                                  : _("what check says"),
                .body = rich_finish(builder),
                .headline = "",
                .saved = "" };
}
