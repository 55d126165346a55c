#include "cmd/command.h"

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/nearest.h"
#include "base/sandbox.h"
#include "base/text.h"
#include "base/translate.h"
#include "base/utf8.h"
#include "cmd/complete.h"
#include "cmd/kiosk.h"

static const Command *const commands[] = {
        &learn_command,
        &contacts_command,
        &refresh_command,
        &review_command,
        &history_command,
        &certificate_command,
        &new_command,
        &check_command,
        &preview_command,
        &diff_command,
        &schema_command,
        &import_command,
        &export_command,
        &items_command,
        &report_command,
        &board_command,
        &staff_command,
        &record_command,
        &verify_command,
        &backup_command,
        &restore_command,
};

enum { COMMANDS = sizeof commands / sizeof *commands, OPTIONS_ROOM = 1024, HELP_COLUMN = 24 };

const Command *command_at(size_t index)
{
        return index < COMMANDS ? commands[index] : NULL;
}

static const Command *find_command(const char *name)
{
        for (size_t i = 0; i < COMMANDS; i++)
                if (strcmp(commands[i]->name, name) == 0)
                        return commands[i];
        return NULL;
}

static void print_error(const Error *error)
{
        char message[sizeof error->message * 3], hint[sizeof error->hint * 3];
        text_clean(message, sizeof message, error->message);
        text_clean(hint, sizeof hint, error->hint);
        fflush(stdout);
        fprintf(stderr, "makesafe: %s\n", message);
        if (*hint)
                fprintf(stderr, "%s\n", hint);
}

static int exit_status(const Error *error)
{
        return error->kind == ERROR_USAGE ? EXIT_USAGE : EXIT_COULD_NOT;
}

static void print_row(const char *name, const char *text)
{
        int cells = utf8_cells(name, strlen(name));
        printf("  %s%*s%s\n", name, cells < HELP_COLUMN ? HELP_COLUMN - cells : 1, "", text);
}

static void print_options(const OptionSpec *specs)
{
        for (const OptionSpec *spec = specs; spec && spec->name; spec++) {
                char name[96];
                char letter[5] = "";
                if (spec->letter)
                        snprintf(letter, sizeof letter, "-%c, ", spec->letter);
                snprintf(name, sizeof name, "%s--%s%s%s", letter, spec->name,
                        spec->argument ? " " : "", spec->argument ? spec->argument : "");
                Text text = { 0 };
                text_append(&text, _(spec->help));
                for (size_t i = 0; spec->choices && spec->choices[i]; i++)
                        text_printf(&text, "%s%s", i ? ", " : ": ", spec->choices[i]);
                print_row(name, text_string(&text));
                text_clear(&text);
        }
}

static void print_help(const Command *command)
{
        printf("%s makesafe%s%s%s%s\n\n", _("Usage:"), *command->name ? " " : "", command->name,
                *command->usage ? " " : "", command->usage);
        printf("%s\n", _(command->summary));
        if (!*command->name) {
                printf("\n%s\n", _("Commands:"));
                for (size_t i = 0; i < COMMANDS; i++)
                        print_row(commands[i]->name, _(commands[i]->summary));
        }
        if (command->options) {
                printf("\n%s\n", _("Options:"));
                print_options(command->options);
        }
        printf("\n%s\n", _("Options of every command:"));
        print_options(common_options);
        printf("\n%s\n  %s\n", _("Example:"), command->example);
}

static bool unknown_command(const char *word, Error *error)
{
        const char *names[COMMANDS];
        for (size_t i = 0; i < COMMANDS; i++)
                names[i] = commands[i]->name;
        char clean[64];
        text_clean(clean, sizeof clean, word);
        error_set_kind(error, ERROR_USAGE, _("there is no command '%s'"), clean);
        const char *nearest = word_nearest(word, names, COMMANDS);
        if (nearest)
                return error_hint(error, _("Did you mean '%s'?"), nearest);
        return error_hint(error, _("'makesafe --help' lists what there is."));
}

/* The command is the first word that is no option's value, wherever options stand. */
static const Command *choose_command(int argc, char **argv, int *index, Error *error)
{
        OptionTable tables[COMMANDS + 1] = { { common_options, NULL } };
        for (size_t i = 0; i < COMMANDS; i++)
                tables[i + 1].specs = commands[i]->options;
        *index = options_first_word(tables, COMMANDS + 1, argc, argv);
        if (*index == 0)
                return &home_command;
        const Command *command = find_command(argv[*index]);
        /* What looks like a command may be the value of an option that was misspelt. */
        if (!command && options_are_known(tables, COMMANDS + 1, *index, argv, error))
                unknown_command(argv[*index], error);
        return command;
}

static bool check_words(const Command *command, int count, char **words, Error *error)
{
        if (count < command->least_words) {
                error_set_kind(error, ERROR_USAGE, _("%s wants more: makesafe %s %s"),
                        command->name, command->name, command->usage);
                return error_hint(error, _("Example: %s"), command->example);
        }
        if (command->most_words >= 0 && count > command->most_words) {
                char clean[64];
                text_clean(clean, sizeof clean, words[command->most_words]);
                return error_set_kind(error, ERROR_USAGE, _("'%s' is one word too many"), clean);
        }
        return true;
}

static int run_command(
        const Command *command, Settings *settings, int argc, char **argv, Error *error)
{
        _Alignas(max_align_t) unsigned char options[OPTIONS_ROOM] = { 0 };
        /* What a command calls --version is its own, such as that of a module. */
        const OptionTable tables[] = { { command->options, options },
                { common_options, settings } };
        if (!options_parse(tables, 2, &argc, argv, error))
                return EXIT_USAGE;
        if (settings->lang)
                translate_set(settings->lang);
        if (settings->version) {
                printf("makesafe %s\n", VERSION);
                if (settings->kiosk && !sandbox_confines_writes())
                        printf("%s\n",
                                _("This system's kernel lacks Landlock: on a shared machine only "
                                  "the rights of the account decide where files can be written."));
                return EXIT_DONE;
        }
        if (settings->help) {
                print_help(command);
                return EXIT_DONE;
        }
        if (!check_words(command, argc - 1, argv + 1, error))
                return EXIT_USAGE;
        if (!settings_resolve(settings, error) && (!command->runs_anyway || settings->kiosk))
                return exit_status(error);
        if (settings->lang)
                translate_set(settings->lang); /* the config file may have named it */
        if (settings->kiosk && !kiosk_begin(settings, command->kiosk, error))
                return exit_status(error);
        return command->run(settings, options, argv + 1, argc - 1, error);
}

/* What is wrong with the command line is to be said in the language that the same line asks for. */
static const char *language_asked(int argc, char **argv)
{
        for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++) {
                if (strncmp(argv[i], "--lang=", 7) == 0)
                        return argv[i] + 7;
                if (strcmp(argv[i], "--lang") == 0 && i + 1 < argc)
                        return argv[i + 1];
        }
        return NULL;
}

int command_main(int argc, char **argv)
{
        translate_start(language_asked(argc, argv));
        if (argc > 1 && strcmp(argv[1], "complete") == 0)
                return complete_main(argc - 2, argv + 2);
        Settings settings = { .arena = arena_new() };
        Error error = { 0 };
        int index = 0, status = EXIT_USAGE;
        const Command *command = choose_command(argc, argv, &index, &error);
        if (command) {
                if (index > 0) { /* takes the command's own name out of the words */
                        memmove(argv + index, argv + index + 1,
                                (size_t)(argc - index) * sizeof *argv);
                        argc--;
                }
                status = run_command(command, &settings, argc, argv, &error);
        }
        if (error_is_set(&error)) {
                if (settings.kiosk)
                        error_hide_paths(&error);
                print_error(&error);
                if (status == EXIT_DONE)
                        status = exit_status(&error);
        }
        settings_clear(&settings);
        if (fflush(stdout) != 0 && status == EXIT_DONE) {
                fprintf(stderr, "makesafe: %s\n", _("standard output: it could not be written"));
                status = EXIT_COULD_NOT;
        }
        return status;
}

bool command_write(const char *file, const char *bytes, size_t len, Error *error)
{
        return file_write(file ? file : "-", bytes, len, 0644, error);
}
