/* `import`: questions of other programs become a module. */
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/file.h"
#include "base/translate.h"
#include "cmd/command.h"
#include "cmd/rows.h"
#include "exchange/module_yaml.h"

typedef struct ImportOptions {
        const char *from, *output;
} ImportOptions;

static const char *const sources[] = { "gift", "moodle-xml", "aiken", NULL };

static const struct {
        const char *name;
        bool (*read)(Foreign *foreign, const char *bytes, size_t len, Error *error);
} readers[] = { { "GIFT", gift_read }, { "Moodle XML", moodle_read }, { "Aiken", aiken_read } };

static const OptionSpec import_options[] = {
        { .name = "from",
                .kind = OPTION_TEXT,
                .argument = "FORMAT",
                .help = N_("one of"),
                .choices = sources,
                .offset = offsetof(ImportOptions, from) },
        { .name = "output",
                .letter = 'o',
                .kind = OPTION_TEXT,
                .argument = "FILE",
                .help = N_("write to this file, whose name is the module's id"),
                .offset = offsetof(ImportOptions, output) },
        { .name = NULL },
};

/* "folder/hotels.yaml" is the module "hotels". */
static const char *id_of_output(Settings *settings, const char *file, Error *error)
{
        const char *base = path_base(file);
        size_t len = strcspn(base, ".");
        char id[64];
        const char *name = arena_strndup(settings->arena, base, len);
        id_from_name(name, id);
        if (strcmp(id, name) == 0 && len > 0)
                return name;
        error_set_kind(error, ERROR_USAGE, _("'%s' cannot be the name of a module"),
                cleaned(settings->arena, base));
        error_hint(error,
                _("A name is made of a to z, 0 to 9 and single '-', as in: -o night-shift.yaml"));
        return NULL;
}

static const char *id_of_source(Settings *settings, const char *file)
{
        const char *base = path_base(file), *dot = strrchr(base, '.');
        size_t len = dot && dot > base ? (size_t)(dot - base) : strlen(base);
        char id[64];
        id_from_name(arena_strndup(settings->arena, base, len), id);
        return arena_strdup(settings->arena, *id ? id : "imported");
}

static size_t count_questions(const Foreign *foreign)
{
        size_t count = 0;
        for (size_t i = 0; i < foreign->count; i++)
                count += foreign->items[i].kind == FOREIGN_QUESTION;
        return count;
}

static void say_totals(const Foreign *foreign)
{
        size_t count = count_questions(foreign);
        fprintf(stderr, ngettext("%zu question imported", "%zu questions imported", count), count);
        if (foreign->left_out)
                fprintf(stderr, ngettext(", %zu left out", ", %zu left out", foreign->left_out),
                        foreign->left_out);
        fputs(".\n", stderr);
}

/* What a comment in the module says of where it comes from. */
static const char *source_name(Settings *settings, const char *file, size_t which)
{
        return arena_printf(settings->arena, "%s (%s)", path_base(file), readers[which].name);
}

/* Somebody may have worked on the module that is there: it stays beside the new one. */
static bool keep_older(Settings *settings, const char *output, const Text *text, Error *error)
{
        char *bytes = NULL;
        size_t len = 0;
        struct stat there;
        if (!output || strcmp(output, "-") == 0 || stat(output, &there) != 0 ||
                !S_ISREG(there.st_mode))
                return true;
        if (!file_read(output, FOREIGN_FILE_MOST, &bytes, &len, error))
                return false;
        bool is_same = len == text->len && memcmp(bytes, text_string(text), len) == 0;
        const char *kept = arena_printf(settings->arena, "%s~", output);
        bool done = is_same || file_write(kept, bytes, len, 0644, error);
        if (done && !is_same)
                fprintf(stderr, _("%s: what was there is kept as %s\n"), output, kept);
        free(bytes);
        return done;
}

static int import_bytes(Settings *settings, const ImportOptions *options, const char *file,
        const char *id, Foreign *foreign, Error *error)
{
        size_t which = 0, len = 0;
        char *bytes = NULL;
        while (strcmp(sources[which], options->from) != 0)
                which++;
        if (!file_read(file, FOREIGN_FILE_MOST, &bytes, &len, error))
                return EXIT_COULD_NOT;
        bool done = readers[which].read(foreign, bytes, len, error);
        free(bytes);
        if (!done)
                return EXIT_COULD_NOT;
        Text out = { 0 };
        bool is_module = module_yaml_write(
                foreign, id, translate_language(), source_name(settings, file, which), &out);
        problems_print_located(&foreign->problems, file);
        if (is_module)
                done = keep_older(settings, options->output, &out, error) &&
                       command_write(options->output, text_string(&out), out.len, error);
        text_clear(&out);
        if (!done)
                return EXIT_COULD_NOT;
        if (is_module)
                say_totals(foreign);
        else
                fprintf(stderr, "%s\n", _("Nothing was imported."));
        return is_module && foreign->problems.errors == 0 ? EXIT_DONE : EXIT_NOT_IN_ORDER;
}

static int run_import(Settings *settings, void *data, char **words, int count, Error *error)
{
        const ImportOptions *options = data;
        (void)count;
        if (!options->from) {
                error_set_kind(
                        error, ERROR_USAGE, _("import wants --from: gift, moodle-xml or aiken"));
                return EXIT_USAGE;
        }
        bool is_file = options->output && strcmp(options->output, "-") != 0;
        const char *id = is_file ? id_of_output(settings, options->output, error)
                                 : id_of_source(settings, words[0]);
        if (!id)
                return EXIT_USAGE;
        Foreign foreign;
        foreign_init(&foreign);
        int status = import_bytes(settings, options, words[0], id, &foreign, error);
        foreign_clear(&foreign);
        return status;
}

const Command import_command = {
        .name = "import",
        .summary = N_("a module made of questions from another program"),
        .usage = "--from gift|moodle-xml|aiken FILE [-o FILE]",
        .example = "makesafe import --from gift questions.txt -o night-shift.yaml",
        .options = import_options,
        .least_words = 1,
        .most_words = 1,
        .run = run_import,
        .options_size = sizeof(ImportOptions),
};
