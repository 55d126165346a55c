#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "base/nearest.h"
#include "base/translate.h"
#include "cmd/command.h"
#include "cmd/first_use.h"
#include "cmd/note.h"
#include "cmd/report_xapi.h"
#include "cmd/rows.h"
#include "exchange/completions.h"
#include "record/notes.h"
#include "report/sheet_signs.h"

typedef struct ReportOptions {
        const char *module, *site, *status, *since, *until, *by, *format, *output, *to;
        bool fail_overdue;
} ReportOptions;

static const char *const formats[] = { "table", "csv", "json", "jsonl", "html", "xapi", "ics",
        NULL };
static const char *const groupings[] = { "person", "site", "module", NULL };

#define FIELD(name) .offset = offsetof(ReportOptions, name)

static const OptionSpec report_options[] = {
        { .name = "module",
                .kind = OPTION_TEXT,
                .argument = "M",
                .help = N_("only this module"),
                FIELD(module) },
        { .name = "site",
                .kind = OPTION_TEXT,
                .argument = "S",
                .help = N_("only this site"),
                FIELD(site) },
        { .name = "status",
                .kind = OPTION_TEXT,
                .argument = "S",
                .help = N_("only these statuses, separated by commas: not-started, in-progress, "
                           "failed, passed, expiring, expired, overdue"),
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
        { .name = "to",
                .kind = OPTION_TEXT,
                .argument = "URL",
                .help = N_("send what a learning record store has not accepted yet, as xAPI "
                           "statements"),
                FIELD(to) },
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

static bool is_xapi(const ReportOptions *options)
{
        return options->to || (options->format && strcmp(options->format, "xapi") == 0);
}

static bool check_to(const ReportOptions *options, Error *error)
{
        if (!options->to)
                return true;
        if (options->output || (options->format && strcmp(options->format, "xapi") != 0))
                return error_set_kind(error, ERROR_USAGE,
                        _("--to sends xAPI statements: it goes with neither -o nor another "
                          "format"));
        return report_xapi_check(options->to, error);
}

static bool write_sheet(Settings *settings, Store *store, const CompletionQuery *query,
        const ReportOptions *options, ReportGiven *given, Error *error)
{
        Arena *arena = arena_new();
        Text out = { 0 };
        Sheet sheet;
        const SheetFormat *format = sheet_format(options->format ? options->format : "table");
        ReportBy by = by_of(options->by);
        bool gathers = by == BY_PERSON || format->shows_lines;
        bool done = (gathers ? sheet_gather(store, query, by, arena, &sheet, error)
                             : sheet_count(store, query, by, format->shows_total, arena, &sheet,
                                       error)) &&
                    (strcmp(format->name, "html") != 0 ||
                            sheet_add_signs(store, query->module, settings->library,
                                    translate_language(), &sheet, error));
        if (done) {
                format->write(&sheet, &out);
                done = command_write(options->output, text_string(&out), out.len, error);
                *given = (ReportGiven){ .rows = sheet.by == BY_PERSON ? sheet.count
                                                                      : sheet.group_count,
                        .late = sheet.late };
        }
        text_clear(&out);
        arena_free(arena);
        return done;
}

static json_t *filters_of(const ReportOptions *options)
{
        const struct {
                const char *name, *value;
        } filters[] = { { "module", options->module }, { "site", options->site },
                { "status", options->status }, { "since", options->since },
                { "until", options->until }, { "by", options->by } };
        json_t *object = json_object();
        for (size_t i = 0; i < sizeof filters / sizeof *filters; i++)
                if (filters[i].value)
                        json_object_set_new(object, filters[i].name, json_string(filters[i].value));
        return object;
}

/* A module may be gone whose passes still count; one that nobody has anything to do with is a slip.
 */
static void warn_unknown_module(Settings *settings, const char *module)
{
        KnownModules known = known_modules(settings);
        for (size_t i = 0; i < known.count; i++)
                if (strcmp(known.ids[i], module) == 0)
                        return;
        const char *nearest = word_nearest(module, known.ids, known.count);
        fflush(stdout);
        fprintf(stderr, "makesafe: ");
        fprintf(stderr, _("there is no module '%s'"), cleaned(settings->arena, module));
        fputc('\n', stderr);
        if (nearest) {
                fprintf(stderr, _("Did you mean '%s'?"), nearest);
                fputc('\n', stderr);
        }
}

static int run_report(Settings *settings, void *data, char **words, int count, Error *error)
{
        const ReportOptions *options = data;
        (void)words;
        (void)count;
        CompletionQuery query = { options->module, options->site, options->status, options->since,
                options->until, day_today() };
        CompletionFilter filter;
        if (!completion_filter(&query, &filter, error) || !check_to(options, error))
                return EXIT_USAGE; /* before the record is touched */
        if (!first_use(settings, error))
                return EXIT_COULD_NOT;
        Store *store =
                store_open(settings->record_uri, options->to ? STORE_WRITE : STORE_READ, error);
        char head[2 * HASH_BYTES + 1];
        ReportGiven given = { 0 };
        bool done = store && record_head(store, head, error);
        if (done && options->to)
                done = report_xapi_send(settings, store, &query, options->to, &given, error);
        else if (done && is_xapi(options))
                done = report_xapi_write(settings, store, &query, options->output, &given, error);
        else if (done)
                done = write_sheet(settings, store, &query, options, &given, error);
        store_close(store);
        if (done ||
                given.rows) /* what did go out before a store refused the rest was given out too */
                note_report(settings, "report", filters_of(options),
                        is_xapi(options) ? "xapi" : options->format, (int64_t)given.rows, head);
        if (!done)
                return EXIT_COULD_NOT;
        if (options->module && given.rows == 0)
                warn_unknown_module(settings, options->module);
        return options->fail_overdue && given.late > 0 ? EXIT_NOT_IN_ORDER : EXIT_DONE;
}

const Command report_command = {
        .name = "report",
        .summary = N_("who is trained, and who is not"),
        .usage = "[--module M] [--site S] [--status S] [--since DATE] [--until DATE] [--by "
                 "person|site|module] [--format table|csv|json|jsonl|html|xapi|ics] [-o FILE] "
                 "[--to URL] [--fail-overdue]",
        .example = "makesafe report --module hotels --format csv -o hotels.csv",
        .options = report_options,
        .most_words = 0,
        .run = run_report,
        .options_size = sizeof(ReportOptions),
};
