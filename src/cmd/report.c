#include <jansson.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "base/translate.h"
#include "cmd/command.h"
#include "exchange/csv.h"
#include "report/completions.h"
#include "view/table.h"

typedef struct ReportOptions {
        const char *module, *site, *status, *since, *until, *format, *output;
        bool fail_overdue;
} ReportOptions;

static const char *const formats[] = { "table", "csv", "json", NULL };

#define FIELD(name) .offset = offsetof(ReportOptions, name)

static const OptionSpec report_options[] = {
        { .name = "module", .kind = OPTION_TEXT, .argument = "M", .help = N_("only this module"), FIELD(module) },
        { .name = "site", .kind = OPTION_TEXT, .argument = "S", .help = N_("only this site"), FIELD(site) },
        { .name = "status",
                .kind = OPTION_TEXT,
                .argument = "S",
                .help = N_("only these statuses, separated by commas: not-started, in-progress, failed, passed, expiring, expired, overdue"),
                FIELD(status) },
        { .name = "since",
                .kind = OPTION_TEXT,
                .argument = "DATE",
                .help = N_("completed on or after this day"),
                FIELD(since) },
        { .name = "until",
                .kind = OPTION_TEXT,
                .argument = "DATE",
                .help = N_("completed on or before this day"),
                FIELD(until) },
        { .name = "format",
                .kind = OPTION_TEXT,
                .argument = "FORMAT",
                .help = N_("one of"),
                .choices = formats,
                FIELD(format) },
        { .name = "output",
                .letter = 'o',
                .kind = OPTION_TEXT,
                .argument = "FILE",
                .help = N_("write to this file instead of the screen"),
                FIELD(output) },
        { .name = "fail-overdue",
                .kind = OPTION_FLAG,
                .help = N_("exit with 1 where somebody is overdue or expired"),
                FIELD(fail_overdue) },
        { .name = NULL },
};

/* Each format gathers lines in its own way and ends with a text. */
typedef struct Output {
        Text text;
        json_t *rows;
        Arena *arena;
        const char **cells;
        size_t count, room;
} Output;

static bool add_csv(const CompletionLine *line, void *data)
{
        Output *output = data;
        for (size_t c = 0; c < COMPLETION_COLUMNS; c++)
                csv_append(&output->text, c == 0, completion_is_number[c], completion_cell(line, c));
        csv_end_row(&output->text);
        return true;
}

static json_t *json_cell(const CompletionLine *line, size_t column)
{
        const char *cell = completion_cell(line, column);
        if (!completion_is_number[column])
                return *cell ? json_string(cell) : json_null();
        return *cell ? json_integer(strtoll(cell, NULL, 10)) : json_null();
}

static bool add_json(const CompletionLine *line, void *data)
{
        Output *output = data;
        json_t *row = json_object();
        for (size_t c = 0; c < COMPLETION_COLUMNS; c++)
                json_object_set_new(row, completion_columns[c], json_cell(line, c));
        json_array_append_new(output->rows, row);
        return true;
}

/* Statuses are words of the contract in files, and words of the reader's language in a table. */
static const char *status_words(const char *status)
{
        static const char *const words[] = { N_("not-started"), N_("in-progress"), N_("failed"), N_("passed"),
                N_("expiring"), N_("expired"), N_("overdue") };
        for (size_t i = 0; i < sizeof words / sizeof *words; i++)
                if (strcmp(words[i], status) == 0)
                        return _(words[i]);
        return status;
}

static bool add_cells(const CompletionLine *line, void *data)
{
        Output *output = data;
        if (output->count + COMPLETION_COLUMNS > output->room) {
                output->room = output->room ? output->room * 2 : 64 * COMPLETION_COLUMNS;
                output->cells = xrealloc(output->cells, output->room * sizeof *output->cells);
        }
        for (size_t c = 0; c < COMPLETION_COLUMNS; c++) {
                const char *cell = completion_cell(line, c);
                output->cells[output->count++] =
                        c == 5 ? status_words(cell) : arena_strdup(output->arena, cell);
        }
        return true;
}

static void finish_table(Output *output)
{
        const Column columns[COMPLETION_COLUMNS] = { { _("staff id"), false }, { _("name"), false },
                { _("site"), false }, { _("module"), false }, { _("version"), false },
                { _("status"), false }, { _("score %"), true }, { _("attempts"), true },
                { _("completed"), false }, { _("expires"), false }, { _("due"), false } };
        size_t rows = output->count / COMPLETION_COLUMNS;
        Table table = { columns, COMPLETION_COLUMNS, output->cells, rows };
        table_print(&table, &output->text);
        text_printf(&output->text, ngettext("%zu row\n", "%zu rows\n", rows), rows);
}

static void finish_json(Output *output)
{
        char *text = json_dumps(output->rows, JSON_INDENT(2));
        text_append(&output->text, text);
        text_append_char(&output->text, '\n');
        free(text);
}

static bool make_report(Store *store, const CompletionQuery *query, const char *format, Output *output,
        size_t *late, Error *error)
{
        if (strcmp(format, "csv") == 0) {
                for (size_t c = 0; c < COMPLETION_COLUMNS; c++)
                        csv_append(&output->text, c == 0, false, completion_columns[c]);
                csv_end_row(&output->text);
                return completions_report(store, query, add_csv, output, late, error);
        }
        if (strcmp(format, "json") == 0) {
                if (!completions_report(store, query, add_json, output, late, error))
                        return false;
                finish_json(output);
                return true;
        }
        if (!completions_report(store, query, add_cells, output, late, error))
                return false;
        finish_table(output);
        return true;
}

static int run_report(Settings *settings, void *data, char **words, int count, Error *error)
{
        const ReportOptions *options = data;
        (void)words;
        (void)count;
        CompletionQuery query = { options->module, options->site, options->status, options->since,
                options->until, moment_day(moment_now()) };
        CompletionFilter filter;
        if (!completion_filter(&query, &filter, error)) /* before the record is touched */
                return EXIT_USAGE;
        Store *store = store_open(settings->record_uri, STORE_READ, error);
        if (!store)
                return EXIT_COULD_NOT;
        Output output = { .rows = json_array(), .arena = arena_new() };
        size_t late = 0;
        bool done = make_report(store, &query, options->format ? options->format : "table", &output, &late,
                            error) &&
                    command_write(options->output, text_string(&output.text), output.text.len, error);
        store_close(store);
        text_clear(&output.text);
        json_decref(output.rows);
        free(output.cells);
        arena_free(output.arena);
        if (!done)
                return EXIT_COULD_NOT;
        return options->fail_overdue && late > 0 ? EXIT_NOT_IN_ORDER : EXIT_DONE;
}

const Command report_command = {
        .name = "report",
        .summary = N_("who is trained, and who is not"),
        .usage = "[--module M] [--site S] [--status S] [--since DATE] [--until DATE] [--format table|csv|json] [-o FILE] [--fail-overdue]",
        .example = "makesafe report --module hotels --format csv -o hotels.csv",
        .options = report_options,
        .most_words = 0,
        .run = run_report,
        .options_size = sizeof(ReportOptions),
};
