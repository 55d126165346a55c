#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "base/translate.h"
#include "cmd/command.h"
#include "view/pages.h"

typedef struct ContactsOptions {
        const char *area;
} ContactsOptions;

static const OptionSpec contacts_options[] = {
        { .name = "area",
                .kind = OPTION_TEXT,
                .argument = "NAME",
                .help = N_("only numbers for this area, and those for everywhere"),
                .offset = offsetof(ContactsOptions, area) },
        { .name = NULL },
};

enum { WIDTH = 80 };

static int run_contacts(Settings *settings, void *data, char **words, int count, Error *error)
{
        const ContactsOptions *options = data;
        (void)words;
        (void)count;
        Error missing = { 0 };
        Contacts *contacts = library_contacts(settings->library, &missing);
        Arena *arena = arena_new();
        View view = contacts_view(arena, contacts, options->area);
        Text out = { 0 };
        Lines lines = rich_layout(arena, &view.body, WIDTH, false);
        rich_print(&lines, &out);
        bool done = command_write(NULL, text_string(&out), out.len, error);
        if (done && !contacts && !error_is_set(error))
                *error = missing; /* the rule was printed all the same */
        text_clear(&out);
        arena_free(arena);
        contacts_free(contacts);
        return error_is_set(error) ? EXIT_COULD_NOT : EXIT_DONE;
}

const Command contacts_command = {
        .name = "contacts",
        .summary = N_("who to call, at once"),
        .usage = "[--area NAME]",
        .example = "makesafe contacts --area Torfaen",
        .options = contacts_options,
        .most_words = 0,
        .run = run_contacts,
        .kiosk = KIOSK_ANYBODY,
        .runs_anyway = true, /* whoever asks may need them now */
        .options_size = sizeof(ContactsOptions),
};
