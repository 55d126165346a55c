#include <stdio.h>
#include <unistd.h>

#include "base/translate.h"
#include "cmd/command.h"
#include "record/store.h"

static bool show_progress(int64_t done, int64_t total, void *data)
{
        (void)data;
        if (isatty(STDERR_FILENO))
                fprintf(stderr, "\r%lld/%lld%s", (long long)done, (long long)total, done >= total ? "\n" : "");
        return true;
}

static int run_verify(Settings *settings, void *data, char **words, int count, Error *error)
{
        (void)data;
        (void)words;
        (void)count;
        Store *store = store_open(settings->record_uri, STORE_READ, error);
        if (!store)
                return EXIT_COULD_NOT;
        VerifyReport report;
        bool done = store_verify(store, &report, show_progress, NULL, error);
        store_close(store);
        if (!done)
                return EXIT_COULD_NOT;
        if (report.first_wrong) {
                printf(_("The record has been changed or damaged: event %lld is wrong.\n"),
                        (long long)report.first_wrong);
                printf("%s\n", report.why);
                printf(ngettext("%lld event before it is sound.\n", "%lld events before it are sound.\n",
                               (unsigned long)report.events),
                        (long long)report.events);
                return EXIT_NOT_IN_ORDER;
        }
        printf(ngettext("The record is sound: %lld event, head %s\n",
                       "The record is sound: %lld events, head %s\n", (unsigned long)report.events),
                (long long)report.events, report.head);
        printf("%s\n",
                _("This shows that no event was changed, removed from the middle or added out of order. It cannot show that the end was not cut off: compare the head with one kept elsewhere."));
        return EXIT_DONE;
}

const Command verify_command = {
        .name = "verify",
        .summary = N_("whether the record is as it was written"),
        .usage = "",
        .example = "makesafe verify",
        .most_words = 0,
        .run = run_verify,
};
