#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/translate.h"
#include "cmd/command.h"
#include "cmd/first_use.h"
#include "cmd/note.h"
#include "cmd/progress.h"
#include "exchange/items.h"
#include "record/store.h"

typedef struct ItemsOptions {
        const char *responses, *version, *format, *output;
} ItemsOptions;

enum { SHEET_MOST = 256 << 20 };

static const char *const formats[] = { "table", "csv", "json", "html", NULL };

static const OptionSpec items_options[] = {
        { .name = "responses",
                .kind = OPTION_TEXT,
                .argument = "FILE",
                .help = N_("a CSV of scores instead of the record: item names, then a row for each "
                           "person"),
                .offset = offsetof(ItemsOptions, responses) },
        { .name = "version",
                .kind = OPTION_TEXT,
                .argument = "V",
                .help = N_("only answers to this version of the module"),
                .offset = offsetof(ItemsOptions, version) },
        { .name = "format",
                .kind = OPTION_TEXT,
                .argument = "FORMAT",
                .help = N_("one of"),
                .choices = formats,
                .offset = offsetof(ItemsOptions, format) },
        { .name = "output",
                .letter = 'o',
                .kind = OPTION_TEXT,
                .argument = "FILE",
                .help = N_("write to this file instead of the screen"),
                .offset = offsetof(ItemsOptions, output) },
        { .name = NULL },
};

static bool analyse_sheet(const char *file, Arena *arena, ItemsReport *report, Error *error)
{
        char *bytes = NULL;
        size_t len = 0;
        if (!file_read(file, SHEET_MOST, &bytes, &len, error))
                return false;
        bool done = items_from_csv(path_base(file), bytes, len, arena, report, error) ||
                    error_wrap(error, file);
        free(bytes);
        return done;
}

static bool analyse_record(Settings *settings, Module *module, const char *version, Arena *arena,
        ItemsReport *report, Error *error)
{
        Store *store = module && first_use(settings, error)
                               ? store_open(settings->record_uri, STORE_READ, error)
                               : NULL;
        progress_start();
        bool done = store && items_from_record(store, module, version, arena, progress_show, NULL,
                                     report, error);
        progress_end();
        store_close(store);
        return done;
}

static void write_report(const ItemsReport *report, const char *format, Text *out)
{
        if (format && strcmp(format, "csv") == 0)
                items_write_csv(report, out);
        else if (format && strcmp(format, "json") == 0)
                items_write_json(report, out);
        else if (format && strcmp(format, "html") == 0)
                items_write_html(report, out);
        else
                items_write_table(report, out);
}

static void note_items(
        const Settings *settings, const ItemsOptions *options, const ItemsReport *report)
{
        json_t *filters =
                json_pack("{s:s, s:s*}", "module", report->module, "version", options->version);
        size_t rows = 0;
        for (size_t i = 0; i < report->analysis.item_count; i++)
                rows += report->analysis.items[i].n > 0;
        note_report(settings, "items", filters ? filters : json_object(), options->format,
                (int64_t)rows, report->head);
}

static bool check_words(const ItemsOptions *options, int count, Error *error)
{
        if ((count == 0) == (options->responses == NULL))
                return error_set_kind(
                        error, ERROR_USAGE, _("items wants a module, or --responses FILE"));
        if (options->responses && options->version)
                return error_set_kind(error, ERROR_USAGE,
                        _("--version goes with a module, not with --responses"));
        return true;
}

static int run_items(Settings *settings, void *data, char **words, int count, Error *error)
{
        const ItemsOptions *options = data;
        if (!check_words(options, count, error))
                return EXIT_USAGE;
        Arena *arena = arena_new();
        Module *module =
                count ? library_load(settings->library, words[0], translate_language(), error)
                      : NULL;
        ItemsReport report;
        Text out = { 0 };
        bool done =
                count ? analyse_record(settings, module, options->version, arena, &report, error)
                      : analyse_sheet(options->responses, arena, &report, error);
        if (done) {
                write_report(&report, options->format, &out);
                done = command_write(options->output, text_string(&out), out.len, error);
        }
        if (done && count)
                note_items(settings, options, &report);
        text_clear(&out);
        module_free(module);
        arena_free(arena);
        return done ? EXIT_DONE : EXIT_COULD_NOT;
}

const Command items_command = {
        .name = "items",
        .summary = N_("how the questions work: which ones tell who knows from who does not"),
        .usage = "MODULE | --responses FILE.csv [--version V] [--format table|csv|json|html] [-o "
                 "FILE]",
        .example = "makesafe items hotels",
        .options = items_options,
        .most_words = 1,
        .run = run_items,
        .options_size = sizeof(ItemsOptions),
};
