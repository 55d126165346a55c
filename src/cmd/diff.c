#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/translate.h"
#include "cmd/command.h"
#include "exchange/changes.h"
#include "module/limits.h"

typedef struct DiffOptions {
        const char *format;
} DiffOptions;

static const char *const formats[] = { "table", "json", NULL };

static const OptionSpec diff_options[] = {
        { .name = "format",
                .kind = OPTION_TEXT,
                .argument = "FORMAT",
                .help = N_("one of"),
                .choices = formats,
                .offset = offsetof(DiffOptions, format) },
        { .name = NULL },
};

/* An old version lies about under any name, or comes through a pipe: names are not held against
 * ids. */
static Module *load(const char *file, Error *error)
{
        char *bytes = NULL;
        size_t len = 0;
        if (!file_read(file, LIMIT_FILE, &bytes, &len, error))
                return NULL;
        Diagnostics *found = diagnostics_new();
        Module *module = module_parse("", bytes, len, 0, found);
        if (!module) {
                error_set(error, _("%s: it has errors, so it cannot be compared"), file);
                error_hint(error, _("See them with: makesafe check %s"), file);
        }
        diagnostics_free(found);
        free(bytes);
        return module;
}

static int run_diff(Settings *settings, void *data, char **words, int count, Error *error)
{
        const DiffOptions *options = data;
        (void)settings;
        (void)count;
        Module *before = load(words[0], error);
        Module *after = before ? load(words[1], error) : NULL;
        bool done = after != NULL;
        if (done) {
                Arena *arena = arena_new();
                Text out = { 0 };
                Changes changes = module_compare(before, after, arena);
                if (options->format && strcmp(options->format, "json") == 0)
                        changes_write_json(before, after, &changes, &out);
                else
                        changes_write_text(before, after, &changes, &out);
                done = command_write(NULL, text_string(&out), out.len, error);
                text_clear(&out);
                arena_free(arena);
        }
        module_free(before);
        module_free(after);
        return done ? EXIT_DONE : EXIT_COULD_NOT;
}

const Command diff_command = {
        .name = "diff",
        .summary = N_("what changed between two versions of a module, and whether scores can still "
                      "be compared"),
        .usage = "OLD NEW [--format table|json]",
        .example = "makesafe diff hotels-2025.yaml modules/hotels.yaml",
        .options = diff_options,
        .least_words = 2,
        .most_words = 2,
        .run = run_diff,
        .options_size = sizeof(DiffOptions),
};
