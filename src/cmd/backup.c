#include <stdio.h>

#include "base/text.h"
#include "base/translate.h"
#include "cmd/command.h"
#include "cmd/progress.h"
#include "record/store.h"

static int run_backup(Settings *settings, void *data, char **words, int count, Error *error)
{
        (void)data;
        (void)count;
        VerifyReport report;
        Store *store = store_open(settings->record_uri, STORE_READ, error);
        progress_start();
        bool done = store && store_backup(store, words[0], &report, progress_show, NULL, error);
        progress_end();
        store_close(store);
        if (!done)
                return EXIT_COULD_NOT;
        char file[4200];
        text_clean(file, sizeof file, words[0]);
        printf(ngettext("The backup is whole and sound: %s, %lld event\n",
                       "The backup is whole and sound: %s, %lld events\n",
                       (unsigned long)report.events),
                file, (long long)report.events);
        printf(_("Head %s\n"), report.head);
        return EXIT_DONE;
}

const Command backup_command = {
        .name = "backup",
        .summary = N_("a checked copy of the record, made while it is in use"),
        .usage = "FILE",
        .example = "makesafe backup /media/stick/makesafe.backup",
        .least_words = 1,
        .most_words = 1,
        .run = run_backup,
};
