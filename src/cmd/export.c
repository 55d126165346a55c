#include <stddef.h>
#include <string.h>

#include "base/translate.h"
#include "cmd/command.h"
#include "cmd/rows.h"
#include "exchange/foreign_module.h"
#include "exchange/handout.h"
#include "exchange/page.h"
#include "view/aides.h"

typedef struct ExportOptions {
        const char *to, *page, *area, *output;
} ExportOptions;

static const char *const targets[] = { "html", "txt", "gift", "moodle-xml", "aiken", NULL };
static const char *const pages[] = { "signs", "call", NULL };

#define FIELD(name) .offset = offsetof(ExportOptions, name)

static const OptionSpec export_options[] = {
        { .name = "to",
                .kind = OPTION_TEXT,
                .argument = "FORMAT",
                .help = N_("one of"),
                .choices = targets,
                FIELD(to) },
        { .name = "page",
                .kind = OPTION_TEXT,
                .argument = "PAGE",
                .help = N_("not the whole module but 'spot the signs' for the wall, or 'what to "
                           "say when you call'"),
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

static const struct {
        const char *name;
        ForeignFormat format;
        void (*write)(Foreign *foreign, Text *out);
} writers[] = { { "gift", FOREIGN_GIFT, gift_write },
        { "moodle-xml", FOREIGN_MOODLE_XML, moodle_write },
        { "aiken", FOREIGN_AIKEN, aiken_write } };

enum { WRITERS = sizeof writers / sizeof *writers };

/* Which of the writers, or WRITERS for a page to print. */
static size_t writer_of(const char *to)
{
        size_t which = 0;
        while (which < WRITERS && (!to || strcmp(writers[which].name, to) != 0))
                which++;
        return which;
}

static void write_foreign(const Module *module, size_t which, Text *out)
{
        Foreign foreign;
        foreign_init(&foreign);
        foreign_from_module(&foreign, module, writers[which].format);
        writers[which].write(&foreign, out);
        problems_print_located(&foreign.problems, module->head.file);
        foreign_clear(&foreign);
}

static void write_page(
        const ExportOptions *options, const Module *module, const Contacts *contacts, Text *out)
{
        Arena *arena = arena_new();
        bool is_html = options->to && strcmp(options->to, "html") == 0;
        if (!options->page) {
                Handout handout = handout_make(arena, module, contacts, options->area);
                (is_html ? handout_write_html : handout_write_txt)(&handout, out);
        } else {
                bool is_call = strcmp(options->page, "call") == 0;
                View view = is_call ? aide_call(arena, module, contacts, options->area)
                                    : aide_signs(arena, module, contacts, options->area);
                (is_html ? page_write_html : page_write_txt)(&view, out);
        }
        arena_free(arena);
}

static int run_export(Settings *settings, void *data, char **words, int count, Error *error)
{
        const ExportOptions *options = data;
        size_t which = writer_of(options->to);
        (void)count;
        if (which < WRITERS && (options->page || options->area)) {
                error_set_kind(
                        error, ERROR_USAGE, _("--page and --area go with --to html and --to txt"));
                return EXIT_USAGE;
        }
        Module *module = library_load(settings->library, words[0], translate_language(), error);
        bool wants_contacts = which == WRITERS;
        Contacts *contacts =
                module && wants_contacts ? library_contacts(settings->library, error) : NULL;
        if (!module || (wants_contacts && !contacts)) {
                module_free(module);
                return EXIT_COULD_NOT;
        }
        Text out = { 0 };
        if (which < WRITERS)
                write_foreign(module, which, &out);
        else
                write_page(options, module, contacts, &out);
        bool done = command_write(options->output, text_string(&out), out.len, error);
        text_clear(&out);
        contacts_free(contacts);
        module_free(module);
        return done ? EXIT_DONE : EXIT_COULD_NOT;
}

const Command export_command = {
        .name = "export",
        .summary = N_(
                "a module as a handout to print, as a page for the wall, or for another program"),
        .usage = "MODULE [--to html|txt|gift|moodle-xml|aiken] [--page signs|call] [--area NAME] "
                 "[-o FILE]",
        .example = "makesafe export hotels --page signs --to html --area Newport -o signs.html",
        .options = export_options,
        .least_words = 1,
        .most_words = 1,
        .run = run_export,
        .options_size = sizeof(ExportOptions),
};
