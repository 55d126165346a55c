#include <stddef.h>
#include <string.h>

#include "base/translate.h"
#include "cmd/command.h"
#include "exchange/page.h"
#include "view/aides.h"

typedef struct ExportOptions {
        const char *to, *page, *area, *output;
} ExportOptions;

static const char *const targets[] = { "html", "txt", NULL };
static const char *const pages[] = { "signs", "call", NULL };

#define FIELD(name) .offset = offsetof(ExportOptions, name)

static const OptionSpec export_options[] = {
        { .name = "to", .kind = OPTION_TEXT, .argument = "FORMAT", .help = N_("one of"), .choices = targets, FIELD(to) },
        { .name = "page",
                .kind = OPTION_TEXT,
                .argument = "PAGE",
                .help = N_("'spot the signs' for the wall, or 'what to say when you call'"),
                .choices = pages,
                FIELD(page) },
        { .name = "area",
                .kind = OPTION_TEXT,
                .argument = "NAME",
                .help = N_("only numbers for this area, and those for everywhere"),
                FIELD(area) },
        { .name = "output",
                .letter = 'o',
                .kind = OPTION_TEXT,
                .argument = "FILE",
                .help = N_("write to this file instead of the screen"),
                FIELD(output) },
        { .name = NULL },
};
#undef FIELD

static int run_export(Settings *settings, void *data, char **words, int count, Error *error)
{
        const ExportOptions *options = data;
        (void)count;
        Module *module = library_load(settings->library, words[0], translate_language(), error);
        Contacts *contacts = module ? library_contacts(settings->library, error) : NULL;
        if (!module || !contacts) {
                module_free(module);
                return EXIT_COULD_NOT;
        }
        Arena *arena = arena_new();
        Text out = { 0 };
        bool is_call = options->page && strcmp(options->page, "call") == 0;
        View view = is_call ? aide_call(arena, module, contacts, options->area)
                            : aide_signs(arena, module, contacts, options->area);
        if (options->to && strcmp(options->to, "html") == 0)
                page_write_html(&view, &out);
        else
                page_write_txt(&view, &out);
        bool done = command_write(options->output, text_string(&out), out.len, error);
        text_clear(&out);
        arena_free(arena);
        contacts_free(contacts);
        module_free(module);
        return done ? EXIT_DONE : EXIT_COULD_NOT;
}

const Command export_command = {
        .name = "export",
        .summary = N_("pages to print, made from a module"),
        .usage = "MODULE [--page signs|call] [--to html|txt] [--area NAME] [-o FILE]",
        .example = "makesafe export hotels --page signs --to html --area Newport -o signs.html",
        .options = export_options,
        .least_words = 1,
        .most_words = 1,
        .run = run_export,
        .options_size = sizeof(ExportOptions),
};
