#include "cmd/complete.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "base/translate.h"
#include "cmd/rows.h"
#include "cmd/subcommand.h"
#include "record/store.h"

enum { PEOPLE_MOST = 200, OPTIONS_KEPT = 64 };

/* What was typed, as far as it is understood. */
typedef struct Typed {
        Settings settings;
        const Command *command;       /* the home screen's while there is none */
        const Subcommand *subcommand; /* NULL while there is none */
        const OptionSpec *pending;    /* an option that wants the begun word as its value */
        int words;                    /* behind the command, or the subcommand */
        bool ended;                   /* there was a -- */
        const char *begun;
        const OptionSpec *given[OPTIONS_KEPT];
        size_t given_count;
} Typed;

/* One way to end the word. `lead` stands in front of it: "--format=". */
static void offer(const char *begun, const char *lead, const char *word, const char *what)
{
        Text line = { 0 };
        size_t len = strlen(begun);
        if (strncmp(word, begun, len) != 0 || !*word)
                return;
        text_append_clean(&line, lead);
        text_append_clean(&line, word);
        if (what && *what) {
                text_append_char(&line, '\t');
                text_append_clean(&line, what);
        }
        puts(text_string(&line));
        text_clear(&line);
}

static const OptionSpec *find_option(const Typed *typed, const char *word, size_t len)
{
        const OptionTable tables[] = { { common_options, NULL },
                { typed->command->options, NULL } };
        if (len > 2 && word[0] == '-' && word[1] == '-')
                return options_find(tables, 2, word + 2, len - 2, NULL);
        for (size_t i = 0; len == 2 && i < 2; i++)
                for (const OptionSpec *spec = tables[i].specs; spec && spec->name; spec++)
                        if (spec->letter && spec->letter == word[1])
                                return spec;
        return NULL;
}

static bool is_common(const OptionSpec *spec)
{
        for (const OptionSpec *one = common_options; one->name; one++)
                if (one == spec)
                        return true;
        return false;
}

/* --record, --modules, --lang and the like hold for what is offered too. */
static void take_value(Typed *typed, const OptionSpec *spec, const char *value)
{
        Error none = { 0 };
        if (is_common(spec))
                options_set(spec, &typed->settings, value, &none);
}

static void take_option(Typed *typed, const char *word)
{
        size_t len = strcspn(word, "=");
        const OptionSpec *spec = find_option(typed, word, len);
        if (!spec)
                return;
        if (typed->given_count < OPTIONS_KEPT)
                typed->given[typed->given_count++] = spec;
        if (word[len] == '=' || spec->kind == OPTION_FLAG)
                take_value(typed, spec, word[len] == '=' ? word + len + 1 : "");
        else
                typed->pending = spec;
}

static void take_word(Typed *typed, const char *word)
{
        if (!*typed->command->name && typed->words == 0) {
                for (size_t i = 0; command_at(i); i++)
                        if (strcmp(command_at(i)->name, word) == 0) {
                                typed->command = command_at(i);
                                return;
                        }
        } else if (typed->command->subcommands && !typed->subcommand && typed->words == 0) {
                for (const Subcommand *one = typed->command->subcommands; one->name; one++)
                        if (strcmp(one->name, word) == 0) {
                                typed->subcommand = one;
                                return;
                        }
        }
        typed->words++;
}

static void take(Typed *typed, const char *word)
{
        if (typed->pending) {
                take_value(typed, typed->pending, word);
                typed->pending = NULL;
        } else if (!typed->ended && strcmp(word, "--") == 0) {
                typed->ended = true;
        } else if (!typed->ended && word[0] == '-' && word[1]) {
                take_option(typed, word);
        } else {
                take_word(typed, word);
        }
}

static void offer_modules(Typed *typed, const char *begun, const char *lead)
{
        size_t count = 0;
        if (!typed->settings.library)
                return;
        const LibraryEntry *entries =
                library_list(typed->settings.library, translate_language(), &count);
        for (size_t i = 0; i < count; i++)
                offer(begun, lead, entries[i].id,
                        entries[i].is_broken ? "" : entries[i].head.title);
}

typedef struct People {
        const char *begun, *lead;
        size_t count;
} People;

static bool offer_person(const Person *person, void *data)
{
        People *people = data;
        if (strncmp(person->staff_id, people->begun, strlen(people->begun)) != 0)
                return true;
        offer(people->begun, people->lead, person->staff_id, person->name);
        return ++people->count < PEOPLE_MOST;
}

static bool never_wait(void *data)
{
        (void)data;
        return false;
}

/* On a shared machine nobody has signed in yet. */
static void offer_people(const Typed *typed, const char *begun, const char *lead)
{
        Error none = { 0 };
        People people = { begun, lead, 0 };
        Store *store = typed->settings.record_uri && !typed->settings.kiosk
                               ? store_open(typed->settings.record_uri, STORE_READ, &none)
                               : NULL;
        if (!store)
                return;
        store_on_wait(store, never_wait, NULL);
        store_people(store, NULL, false, offer_person, &people, &none);
        store_close(store);
}

static void offer_words(const char *begun, const char *lead, const char *const *words, size_t count)
{
        for (size_t i = 0; i < count && words[i]; i++)
                offer(begun, lead, words[i], NULL);
}

static void offer_value(Typed *typed, const OptionSpec *spec, const char *begun, const char *lead)
{
        if (spec->choices)
                offer_words(begun, lead, spec->choices, SIZE_MAX);
        else if (strcmp(spec->name, "module") == 0)
                offer_modules(typed, begun, lead);
        else if (strcmp(spec->name, "as") == 0)
                offer_people(typed, begun, lead);
        else if (strcmp(spec->name, "status") == 0)
                offer_words(begun, lead, completion_status_names, STATUS_COUNT);
        else if (strcmp(spec->name, "lang") == 0)
                for (size_t i = 0; translate_languages[i]; i++)
                        offer(begun, lead, translate_languages[i],
                                translate_name(translate_languages[i]));
        else if (spec->argument && strncmp(spec->argument, "FILE", 4) == 0)
                puts(":files");
        else if (spec->argument && strcmp(spec->argument, "DIR") == 0)
                puts(":folders");
}

static bool is_given(const Typed *typed, const OptionSpec *spec)
{
        for (size_t i = 0; i < typed->given_count; i++)
                if (typed->given[i] == spec)
                        return spec->kind != OPTION_LIST;
        return false;
}

static bool goes_with(const Typed *typed, const OptionSpec *spec)
{
        char framed[64];
        snprintf(framed, sizeof framed, " %s ", spec->name);
        return is_common(spec) || !typed->subcommand || strstr(typed->subcommand->options, framed);
}

static void offer_option(const char *begun, const OptionSpec *spec)
{
        Text help = { 0 };
        text_append(&help, _(spec->help));
        for (size_t i = 0; spec->choices && spec->choices[i]; i++)
                text_printf(&help, "%s%s", i ? ", " : ": ", spec->choices[i]);
        offer(begun[1] == '-' ? begun + 2 : "", "--", spec->name, text_string(&help));
        text_clear(&help);
}

static void offer_options(const Typed *typed)
{
        const OptionSpec *const tables[] = { typed->command->options, common_options };
        for (size_t i = 0; i < 2; i++)
                for (const OptionSpec *spec = tables[i]; spec && spec->name; spec++)
                        if (!is_given(typed, spec) && goes_with(typed, spec))
                                offer_option(typed->begun, spec);
}

/* The word of the usage that stands at a place, brackets left out: "MODULE", "FILE.csv"; the last
 * one stands for all that follow where it may be repeated. "" where there is none. */
static void usage_word(const char *usage, int place, char *word, size_t size)
{
        word[0] = '\0';
        for (const char *at = usage; *at;) {
                size_t len = strcspn(at, " ");
                const char *from = at + (*at == '[');
                if (*at == '|' || *from == '-')
                        return; /* what follows are options, or another way to use it */
                bool repeats = memmem(at, len, "…", strlen("…")) != NULL;
                size_t used = strspn(from, "ABCDEFGHIJKLMNOPQRSTUVWXYZ");
                if (place-- == 0 || repeats) {
                        snprintf(word, size, "%.*s", (int)(used < size ? used : size - 1), from);
                        return;
                }
                at += len + (at[len] == ' ');
        }
}

static void offer_place(Typed *typed)
{
        char word[32];
        usage_word(typed->subcommand ? typed->subcommand->usage : typed->command->usage,
                typed->words, word, sizeof word);
        if (strcmp(word, "MODULE") == 0)
                offer_modules(typed, typed->begun, "");
        else if (strcmp(word, "ID") == 0 && typed->subcommand &&
                 strcmp(typed->subcommand->name, "add") != 0)
                offer_people(typed, typed->begun, "");
        else if (strcmp(word, "FILE") == 0 || strcmp(word, "OLD") == 0 || strcmp(word, "NEW") == 0)
                puts(":files");
}

static void offer_next(Typed *typed)
{
        const char *equals = strchr(typed->begun, '=');
        if (typed->pending) {
                offer_value(typed, typed->pending, typed->begun, "");
        } else if (!typed->ended && typed->begun[0] == '-' && equals) {
                const OptionSpec *spec =
                        find_option(typed, typed->begun, (size_t)(equals - typed->begun));
                char lead[80];
                snprintf(lead, sizeof lead, "%.*s=", (int)(equals - typed->begun), typed->begun);
                if (spec && spec->kind != OPTION_FLAG)
                        offer_value(typed, spec, equals + 1, lead);
        } else if (!typed->ended && typed->begun[0] == '-') {
                offer_options(typed);
        } else if (!*typed->command->name) {
                for (size_t i = 0; typed->words == 0 && command_at(i); i++)
                        offer(typed->begun, "", command_at(i)->name, _(command_at(i)->summary));
        } else if (typed->command->subcommands && !typed->subcommand) {
                for (const Subcommand *one = typed->command->subcommands;
                        typed->words == 0 && one->name; one++)
                        offer(typed->begun, "", one->name, one->usage);
        } else {
                offer_place(typed);
        }
}

int complete_main(int count, char **words)
{
        Typed typed = { .command = &home_command, .begun = count > 0 ? words[count - 1] : "" };
        Error none = { 0 };
        typed.settings.arena = arena_new();
        for (int i = 0; i + 1 < count; i++)
                take(&typed, words[i]);
        settings_resolve(&typed.settings, &none);
        if (typed.settings.lang)
                translate_set(typed.settings.lang);
        offer_next(&typed);
        settings_clear(&typed.settings);
        return EXIT_DONE;
}
