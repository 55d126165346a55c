/* `record prune`: what is older than the configuration allows is let go of. */
#include <stdio.h>

#include "base/translate.h"
#include "cmd/record.h"
#include "record/store.h"

static void say(const PruneReport *report, bool dry_run)
{
        char until[DATE_SIZE];
        if (report->events == 0) {
                printf("%s\n", _("Nothing in the record is older than that."));
                return;
        }
        day_format(report->until, until);
        printf(ngettext("Removed: %lld event, up to number %lld of %s.\n",
                       "Removed: %lld events, up to number %lld of %s.\n",
                       (unsigned long)report->events),
                (long long)report->events, (long long)report->last, until);
        printf(_("Among them attempts: %lld. People who had left and of whom nothing remains: "
                 "%lld.\n"),
                (long long)report->attempts, (long long)report->people);
        printf(_("Carried over because they still hold: passes %lld, assignments %lld, notes that "
                 "somebody has left %lld.\n"),
                (long long)report->passes, (long long)report->assignments,
                (long long)report->leavers);
        if (dry_run)
                printf("%s\n", _("This was a dry run: nothing was written."));
}

int record_prune(Settings *settings, const void *data, char **words, int count, Error *error)
{
        const RecordOptions *options = data;
        (void)words;
        (void)count;
        Period retain;
        if (!settings->retain || !period_parse(settings->retain, &retain)) {
                error_set(error, _("the configuration does not say how long the record keeps what "
                                   "it holds"));
                error_hint(error, _("Put a line like this into config.yaml: retain: 6 years"));
                return EXIT_COULD_NOT;
        }
        Day today = day_today(), before = day_add(today, retain, -1);
        PruneReport report;
        Store *store = store_open(
                settings->record_uri, options->dry_run ? STORE_READ : STORE_WRITE, error);
        bool done = store && store_prune(store, before, today, options->dry_run, &report, error);
        Error traces = { 0 };
        if (done && !options->dry_run && report.events && !store_scrub(store, &traces)) {
                done = error_set(error,
                        _("The events are removed, but traces of them may still be in the file: "
                          "%s"),
                        traces.message);
                error_hint(error,
                        _("When nobody else uses the record: makesafe record info --rebuild"));
        }
        store_close(store);
        if (done) {
                char date[DATE_SIZE];
                day_format(before, date);
                printf(_("What happened before %s is kept no longer.\n"), date);
                say(&report, options->dry_run);
        }
        return done ? EXIT_DONE : EXIT_COULD_NOT;
}
