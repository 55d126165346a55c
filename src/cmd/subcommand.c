#include "cmd/subcommand.h"

#include <stdio.h>
#include <string.h>

#include "base/nearest.h"
#include "base/text.h"
#include "base/translate.h"

enum { NAMES_MOST = 16 };

static bool unknown(const Command *command, const Subcommand *table, const char *word, Error *error)
{
        const char *names[NAMES_MOST];
        size_t count = 0;
        Text list = { 0 };
        for (; table[count].name && count < NAMES_MOST; count++) {
                names[count] = table[count].name;
                text_printf(&list, "%s%s", count ? ", " : "", table[count].name);
        }
        char clean[64];
        text_clean(clean, sizeof clean, word);
        error_set_kind(error, ERROR_USAGE, _("there is no '%s %s'"), command->name, clean);
        const char *nearest = word_nearest(word, names, count);
        if (nearest)
                error_hint(error, _("Did you mean '%s'?"), nearest);
        else
                error_hint(error, _("There are: %s"), text_string(&list));
        text_clear(&list);
        return false;
}

static bool is_given(const OptionSpec *spec, const void *options)
{
        const void *place = (const char *)options + spec->offset;
        switch (spec->kind) {
        case OPTION_FLAG:
                return *(const bool *)place;
        case OPTION_TEXT:
                return *(const char *const *)place != NULL;
        case OPTION_LIST:
                return ((const OptionList *)place)->count > 0;
        case OPTION_NUMBER:
                return ((const OptionNumber *)place)->given;
        }
        return false;
}

static bool check_options(
        const Command *command, const Subcommand *one, const void *options, Error *error)
{
        for (const OptionSpec *spec = command->options; spec->name; spec++) {
                char framed[64];
                snprintf(framed, sizeof framed, " %s ", spec->name);
                if (is_given(spec, options) && !strstr(one->options, framed)) {
                        error_set_kind(error, ERROR_USAGE, _("--%s does not go with '%s %s'"),
                                spec->name, command->name, one->name);
                        return error_hint(error, _("It is: makesafe %s %s %s"), command->name,
                                one->name, one->usage);
                }
        }
        return true;
}

static bool check_words(
        const Command *command, const Subcommand *one, char **words, int count, Error *error)
{
        if (count < one->least_words) {
                error_set_kind(error, ERROR_USAGE, _("'%s %s' wants more: makesafe %s %s %s"),
                        command->name, one->name, command->name, one->name, one->usage);
                return error_hint(error, _("Example: %s"), command->example);
        }
        if (count > one->most_words) {
                char clean[64];
                text_clean(clean, sizeof clean, words[one->most_words]);
                return error_set_kind(error, ERROR_USAGE, _("'%s' is one word too many"), clean);
        }
        return true;
}

int subcommand_run(const Command *command, const Subcommand *table, Settings *settings,
        void *options, char **words, int count, Error *error)
{
        const Subcommand *one = table;
        while (one->name && strcmp(one->name, words[0]) != 0)
                one++;
        if (!one->name) {
                unknown(command, table, words[0], error);
                return EXIT_USAGE;
        }
        if (!check_words(command, one, words + 1, count - 1, error) ||
                !check_options(command, one, options, error))
                return EXIT_USAGE;
        return one->run(settings, options, words + 1, count - 1, error);
}
