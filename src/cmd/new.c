#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "base/translate.h"
#include "cmd/command.h"
#include "cmd/rows.h"
#include "module/limits.h"
#include "module/write.h"

typedef struct NewOptions {
        const char *sector, *language, *translate, *output;
} NewOptions;

static const OptionSpec new_options[] = {
        { .name = "sector",
                .kind = OPTION_TEXT,
                .argument = "SECTOR",
                .help = N_("the trade: hotels, taxis, licensed-premises, food, everyone, or a word "
                           "of your own"),
                .offset = offsetof(NewOptions, sector) },
        { .name = "language",
                .kind = OPTION_TEXT,
                .argument = "TAG",
                .help = N_("the language of the file: en, cy, ro, …"),
                .offset = offsetof(NewOptions, language) },
        { .name = "translate",
                .kind = OPTION_TEXT,
                .argument = "FILE",
                .help = N_("write a translation of this module to fill in; wants --language"),
                .offset = offsetof(NewOptions, translate) },
        { .name = "output",
                .letter = 'o',
                .kind = OPTION_TEXT,
                .argument = "FILE",
                .help = N_("write to this file; - is the screen"),
                .offset = offsetof(NewOptions, output) },
        { .name = NULL },
};

/* A module is found by its file's name, so `-o` may name only a file that fits. */
static bool fits(const char *file, const char *stem, Error *error)
{
        const char *base = path_base(file);
        size_t len = strlen(base), stem_len = strlen(stem);
        bool is_yaml = len > 5 && strcmp(base + len - 5, ".yaml") == 0;
        if (!is_yaml || (len == stem_len + 5 && strncmp(base, stem, stem_len) == 0))
                return true;
        error_set_kind(
                error, ERROR_USAGE, _("the file of this module is to be called %s.yaml"), stem);
        return error_hint(error, _("Its name and its id are the same, or it would not be found"));
}

static bool write_file(Settings *settings, const NewOptions *options, const char *folder,
        const char *stem, const Text *text, const char **written, Error *error)
{
        const char *file = arena_printf(settings->arena, "%s.yaml", stem);
        if (folder && strcmp(folder, ".") != 0)
                file = path_join(settings->arena, folder, file);
        *written = options->output ? options->output : file;
        return fits(*written, stem, error) &&
               file_create(*written, text_string(text), text->len, 0644, error);
}

static void say_written(Settings *settings, const char *file, const char *what)
{
        if (strcmp(file, "-") == 0)
                return;
        const char *name = cleaned(settings->arena, file);
        printf(_("%s: written. %s"), name, what);
        putchar('\n');
        printf(_("Look at it while you write: makesafe preview %s"), name);
        putchar('\n');
}

static int write_translation(Settings *settings, const NewOptions *options, Error *error)
{
        if (!options->language || options->sector) {
                error_set_kind(error, ERROR_USAGE,
                        options->sector ? _("--translate keeps the sector: leave --sector out")
                                        : _("--translate wants --language TAG: the language to "
                                            "translate into"));
                return EXIT_USAGE;
        }
        Text text = { 0 };
        char id[LIMIT_ID + 1];
        const char *file = "-";
        size_t marked = 0;
        bool done = module_write_translation(
                            options->translate, options->language, &text, id, &marked, error) &&
                    write_file(settings, options, path_folder(settings->arena, options->translate),
                            arena_printf(settings->arena, "%s.%s", id, options->language), &text,
                            &file, error);
        if (done)
                say_written(settings, file,
                        arena_printf(settings->arena,
                                ngettext("%zu place is to be translated.",
                                        "%zu places are to be translated.", marked),
                                marked));
        text_clear(&text);
        return done ? EXIT_DONE : error->kind == ERROR_USAGE ? EXIT_USAGE : EXIT_COULD_NOT;
}

static int write_new(Settings *settings, const NewOptions *options, const char *id, Error *error)
{
        Text text = { 0 };
        const char *file = "-";
        const char *language = options->language ? options->language : translate_language();
        bool done = module_write_new(id, language, options->sector ? options->sector : "everyone",
                            &text, error) &&
                    write_file(settings, options, NULL, id, &text, &file, error);
        if (done)
                say_written(settings, file, _("Change its words, and keep what you need."));
        text_clear(&text);
        return done ? EXIT_DONE : error->kind == ERROR_USAGE ? EXIT_USAGE : EXIT_COULD_NOT;
}

static int run_new(Settings *settings, void *data, char **words, int count, Error *error)
{
        const NewOptions *options = data;
        if ((count == 0) == (options->translate == NULL)) {
                error_set_kind(error, ERROR_USAGE, _("new wants an id, or --translate FILE"));
                error_hint(error, _("Example: %s"), new_command.example);
                return EXIT_USAGE;
        }
        return count ? write_new(settings, options, words[0], error)
                     : write_translation(settings, options, error);
}

const Command new_command = {
        .name = "new",
        .summary =
                N_("a module to begin with: a question of each type, and notes that explain them"),
        .usage = "ID [--sector S] [--language TAG] [-o FILE] | --translate FILE --language TAG [-o "
                 "FILE]",
        .example = "makesafe new night-porters --sector hotels",
        .options = new_options,
        .most_words = 1,
        .run = run_new,
        .options_size = sizeof(NewOptions),
};
