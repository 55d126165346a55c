#include "cmd/record.h"

#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "base/translate.h"
#include "cmd/progress.h"
#include "cmd/subcommand.h"
#include "record/copy.h"
#include "record/store.h"

#define FIELD(name) .offset = offsetof(RecordOptions, name)

static const OptionSpec record_options[] = {
        { .name = "dry-run",
                .kind = OPTION_FLAG,
                .help = N_("prune: only say what would be removed"),
                FIELD(dry_run) },
        { .name = "rebuild",
                .kind = OPTION_FLAG,
                .help = N_("info: make all totals again from the events"),
                FIELD(rebuild) },
        { .name = "to",
                .kind = OPTION_TEXT,
                .argument = "URI",
                .help = N_("copy: the new record"),
                FIELD(to) },
        { .name = "public",
                .kind = OPTION_TEXT,
                .argument = "FILE",
                .help = N_("key: write the public half to this file"),
                FIELD(public_file) },
        { .name = NULL },
};
#undef FIELD

static void print_uri(const char *format, const Store *store)
{
        char uri[4200];
        text_clean(uri, sizeof uri, store_uri(store));
        printf(format, uri);
}

static int record_init(Settings *settings, const void *data, char **words, int count, Error *error)
{
        (void)data;
        (void)words;
        (void)count;
        Error why = { 0 };
        Store *before = store_open(settings->record_uri, STORE_READ, &why);
        Store *store = store_open(settings->record_uri, STORE_CREATE, error);
        if (store)
                print_uri(before ? _("There is a record already: %s\n")
                                 : _("Here is a new, empty record: %s\n"),
                        store);
        bool done = store != NULL;
        store_close(before);
        store_close(store);
        return done ? EXIT_DONE : EXIT_COULD_NOT;
}

static int record_migrate(
        Settings *settings, const void *data, char **words, int count, Error *error)
{
        (void)data;
        (void)words;
        (void)count;
        RecordInfo info;
        Store *store = store_open(settings->record_uri, STORE_WRITE, error);
        bool done = store && store_info(store, &info, error);
        int from = done ? store_migrated_from(store) : 0;
        if (done && from && strncmp(store_uri(store), "sqlite:", 7) != 0)
                printf(_("The record was brought from version %d to version %d.\n"), from,
                        info.version);
        else if (done && from)
                printf(_("The record was brought from version %d to version %d. As it was it "
                         "stands beside, with the ending .v%d.\n"),
                        from, info.version, from);
        else if (done)
                printf(_("The record is up to date: version %d.\n"), info.version);
        store_close(store);
        return done ? EXIT_DONE : EXIT_COULD_NOT;
}

/* The copy is believed only once it was checked where it is now. */
static bool check_copy(Store *to, Error *error)
{
        VerifyReport report;
        if (!store_verify(to, &report, progress_show, NULL, error))
                return false;
        return !report.first_wrong || error_set(error, _("the copy is not sound, event %lld: %s"),
                                              (long long)report.first_wrong, report.why);
}

static int record_copy_to(
        Settings *settings, const void *data, char **words, int count, Error *error)
{
        const RecordOptions *options = data;
        (void)words;
        (void)count;
        if (!options->to) {
                error_set_kind(error, ERROR_USAGE, _("copy wants --to URI"));
                error_hint(error, _("Example: %s"),
                        "makesafe record copy --to sqlite:/srv/makesafe/record.sqlite");
                return EXIT_USAGE;
        }
        int64_t events = 0;
        Store *from = store_open(settings->record_uri, STORE_READ, error);
        Store *to = from ? store_open(options->to, STORE_CREATE, error) : NULL;
        progress_start();
        bool done = to && record_copy(from, to, &events, progress_show, NULL, error) &&
                    check_copy(to, error);
        progress_end();
        if (done) {
                print_uri(_("The copy is whole and sound: %s\n"), to);
                printf(ngettext("%lld event, with its number, time and hash.\n",
                               "%lld events, with their numbers, times and hashes.\n",
                               (unsigned long)events),
                        (long long)events);
        }
        store_close(from);
        store_close(to);
        return done ? EXIT_DONE : EXIT_COULD_NOT;
}

static const Subcommand subcommands[] = {
        { "init", "", " ", 0, 0, record_init },
        { "info", "[--rebuild]", " rebuild ", 0, 0, record_info },
        { "import", "FILE.csv", " ", 1, 1, record_import },
        { "key", "[--public FILE]", " public ", 0, 0, record_key },
        { "migrate", "", " ", 0, 0, record_migrate },
        { "prune", "[--dry-run]", " dry-run ", 0, 0, record_prune },
        { "copy", "--to URI", " to ", 0, 0, record_copy_to },
        { .name = NULL },
};

static int run_record(Settings *settings, void *options, char **words, int count, Error *error)
{
        return subcommand_run(&record_command, subcommands, settings, options, words, count, error);
}

const Command record_command = {
        .name = "record",
        .summary = N_("the record itself: make, look at, import, sign, move, prune"),
        .usage = "init | info [--rebuild] | import FILE.csv | key [--public FILE] | migrate | "
                 "prune [--dry-run] | copy --to URI",
        .example = "makesafe record info",
        .options = record_options,
        .least_words = 1,
        .most_words = -1,
        .run = run_record,
        .options_size = sizeof(RecordOptions),
        .subcommands = subcommands,
};
