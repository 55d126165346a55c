#include <stddef.h>
#include <string.h>

#include "base/translate.h"
#include "cmd/command.h"
#include "exchange/completions.h"

typedef struct ReportOptions {
        const char *module, *site, *status, *since, *until, *by, *format, *output;
        bool fail_overdue;
} ReportOptions;

static const char *const formats[] = { "table", "csv", "json", "jsonl", "html", "ics", NULL };
static const char *const groupings[] = { "person", "site", "module", NULL };

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
        { .name = "by",
                .kind = OPTION_TEXT,
                .argument = "GROUP",
                .help = N_("rows, or figures for each"),
                .choices = groupings,
                FIELD(by) },
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

static ReportBy by_of(const char *word)
{
        ReportBy by = BY_PERSON;
        while (word && by < BY_COUNT && strcmp(report_by_names[by], word) != 0)
                by++;
        return by;
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
        Arena *arena = arena_new();
        Text out = { 0 };
        Sheet sheet;
        bool done = sheet_gather(store, &query, by_of(options->by), arena, &sheet, error);
        if (done) {
                sheet_format(options->format ? options->format : "table")->write(&sheet, &out);
                done = command_write(options->output, text_string(&out), out.len, error);
        }
        int status = !done ? EXIT_COULD_NOT
                     : options->fail_overdue && sheet.late > 0 ? EXIT_NOT_IN_ORDER
                                                               : EXIT_DONE;
        store_close(store);
        text_clear(&out);
        arena_free(arena);
        return status;
}

const Command report_command = {
        .name = "report",
        .summary = N_("who is trained, and who is not"),
        .usage = "[--module M] [--site S] [--status S] [--since DATE] [--until DATE] [--by person|site|module] [--format table|csv|json|jsonl|html|ics] [-o FILE] [--fail-overdue]",
        .example = "makesafe report --module hotels --format csv -o hotels.csv",
        .options = report_options,
        .most_words = 0,
        .run = run_report,
        .options_size = sizeof(ReportOptions),
};
