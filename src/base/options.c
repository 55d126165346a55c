#include "base/options.h"

#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/nearest.h"
#include "base/text.h"
#include "base/translate.h"

enum { NAMES_MOST = 512 };

const OptionSpec *options_find(
        const OptionTable *tables, size_t count, const char *name, size_t len, void **target)
{
        for (size_t i = 0; i < count; i++)
                for (const OptionSpec *spec = tables[i].specs; spec && spec->name; spec++)
                        if (strlen(spec->name) == len && memcmp(spec->name, name, len) == 0) {
                                if (target)
                                        *target = tables[i].target;
                                return spec;
                        }
        return NULL;
}

static const OptionSpec *find_letter(
        const OptionTable *tables, size_t count, char letter, void **target)
{
        for (size_t i = 0; i < count; i++)
                for (const OptionSpec *spec = tables[i].specs; spec && spec->name; spec++)
                        if (spec->letter && spec->letter == letter) {
                                if (target)
                                        *target = tables[i].target;
                                return spec;
                        }
        return NULL;
}

static bool unknown_option(const OptionTable *tables, size_t count, const char *word, Error *error)
{
        char clean[64];
        text_clean(clean, sizeof clean, word);
        error_set_kind(error, ERROR_USAGE, _("there is no option %s here"), clean);
        const char *names[NAMES_MOST];
        size_t known = 0;
        for (size_t i = 0; i < count; i++)
                for (const OptionSpec *spec = tables[i].specs; spec && spec->name; spec++)
                        if (known < NAMES_MOST)
                                names[known++] = spec->name;
        char name[64];
        text_clean(name, sizeof name, word[1] == '-' ? word + 2 : word + 1);
        name[strcspn(name, "=")] = '\0';
        const char *nearest = word_nearest(name, names, known);
        if (nearest)
                return error_hint(error, _("Did you mean --%s?"), nearest);
        return error_hint(error, _("'makesafe --help' lists what there is."));
}

static bool check_choice(const OptionSpec *spec, const char *value, Error *error)
{
        if (!spec->choices)
                return true;
        Text list = { 0 };
        size_t count = 0;
        for (; spec->choices[count]; count++) {
                if (strcmp(spec->choices[count], value) == 0) {
                        text_clear(&list);
                        return true;
                }
                text_append(&list, count ? ", " : "");
                text_append(&list, spec->choices[count]);
        }
        char clean[64];
        text_clean(clean, sizeof clean, value);
        error_set_kind(error, ERROR_USAGE, _("--%s cannot be '%s': it is one of %s"), spec->name,
                clean, text_string(&list));
        const char *nearest = word_nearest(value, spec->choices, count);
        if (nearest)
                error_hint(error, _("Did you mean '%s'?"), nearest);
        text_clear(&list);
        return false;
}

bool options_set(const OptionSpec *spec, void *target, const char *value, Error *error)
{
        void *place = (char *)target + spec->offset;
        if (!check_choice(spec, value, error))
                return false;
        switch (spec->kind) {
        case OPTION_FLAG:
                *(bool *)place = true;
                return true;
        case OPTION_TEXT:
                *(const char **)place = value;
                return true;
        case OPTION_LIST: {
                OptionList *list = place;
                if (list->count == OPTION_LIST_MOST)
                        return error_set_kind(error, ERROR_USAGE,
                                _("--%s was given more than %d times"), spec->name,
                                OPTION_LIST_MOST);
                list->items[list->count++] = value;
                return true;
        }
        case OPTION_NUMBER: {
                OptionNumber *number = place;
                char *end = NULL;
                errno = 0;
                number->value = strtoull(value, &end, 10);
                if (errno || end == value || *end || value[0] < '0' || value[0] > '9') {
                        char clean[64];
                        text_clean(clean, sizeof clean, value);
                        return error_set_kind(error, ERROR_USAGE,
                                _("--%s wants a whole number, not '%s'"), spec->name, clean);
                }
                number->given = true;
                return true;
        }
        }
        return false;
}

static bool missing_value(const OptionSpec *spec, Error *error)
{
        return error_set_kind(error, ERROR_USAGE, _("--%s wants a value: --%s %s"), spec->name,
                spec->name, spec->argument);
}

/* One option word at argv[i]; `used` receives how many words it took. */
static bool parse_one(const OptionTable *tables, size_t count, int argc, char **argv, int i,
        int *used, Error *error)
{
        const char *word = argv[i], *value = NULL;
        const OptionSpec *spec = NULL;
        void *target = NULL;
        if (word[1] == '-') {
                size_t len = strcspn(word + 2, "=");
                spec = options_find(tables, count, word + 2, len, &target);
                value = word[2 + len] == '=' ? word + 3 + len : NULL;
        } else {
                spec = find_letter(tables, count, word[1], &target);
                if (spec && word[2] != '\0') {
                        if (spec->kind == OPTION_FLAG)
                                spec = NULL;
                        else
                                value = word + 2;
                }
        }
        *used = 1;
        if (!spec)
                return unknown_option(tables, count, word, error);
        if (spec->kind == OPTION_FLAG) {
                if (value)
                        return error_set_kind(
                                error, ERROR_USAGE, _("--%s takes no value"), spec->name);
                return options_set(spec, target, "", error);
        }
        if (!value) {
                if (i + 1 >= argc)
                        return missing_value(spec, error);
                value = argv[i + 1];
                *used = 2;
        }
        return options_set(spec, target, value, error);
}

bool options_parse(const OptionTable *tables, size_t count, int *argc, char **argv, Error *error)
{
        int words = 1;
        bool ended = false;
        for (int i = 1; i < *argc;) {
                if (!ended && strcmp(argv[i], "--") == 0) {
                        ended = true;
                        i++;
                } else if (ended || argv[i][0] != '-' || argv[i][1] == '\0') {
                        argv[words++] = argv[i++];
                } else {
                        int used = 1;
                        if (!parse_one(tables, count, *argc, argv, i, &used, error))
                                return false;
                        i += used;
                }
        }
        *argc = words;
        return true;
}

/* How an option is written at `word`; NULL where no table has it so. */
static const OptionSpec *find_word(const OptionTable *tables, size_t count, const char *word)
{
        if (word[1] == '-')
                return options_find(tables, count, word + 2, strcspn(word + 2, "="), NULL);
        return find_letter(tables, count, word[1], NULL);
}

static bool has_value_within(const char *word)
{
        return word[1] == '-' ? strchr(word, '=') != NULL : word[2] != '\0';
}

int options_first_word(const OptionTable *tables, size_t count, int argc, char **argv)
{
        for (int i = 1; i < argc; i++) {
                const char *word = argv[i];
                if (strcmp(word, "--") == 0)
                        return i + 1 < argc ? i + 1 : 0;
                if (word[0] != '-' || word[1] == '\0')
                        return i;
                const OptionSpec *spec = find_word(tables, count, word);
                if (spec && spec->kind != OPTION_FLAG && !has_value_within(word))
                        i++;
        }
        return 0;
}

bool options_are_known(const OptionTable *tables, size_t count, int argc, char **argv, Error *error)
{
        for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++) {
                const char *word = argv[i];
                if (word[0] != '-' || word[1] == '\0')
                        continue;
                const OptionSpec *spec = find_word(tables, count, word);
                if (!spec)
                        return unknown_option(tables, count, word, error);
                if (spec->kind != OPTION_FLAG && !has_value_within(word))
                        i++;
        }
        return true;
}
