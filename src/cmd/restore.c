#include <stddef.h>
#include <stdio.h>

#include "base/text.h"
#include "base/translate.h"
#include "cmd/command.h"
#include "cmd/progress.h"
#include "record/restore.h"

typedef struct RestoreOptions {
        bool force;
} RestoreOptions;

static const OptionSpec restore_options[] = {
        { .name = "force",
                .kind = OPTION_FLAG,
                .help = N_("also where the record that is there holds events that FILE lacks"),
                .offset = offsetof(RestoreOptions, force) },
        { .name = NULL },
};

static int run_restore(Settings *settings, void *data, char **words, int count, Error *error)
{
        const RestoreOptions *options = data;
        (void)count;
        RestoreReport *report = arena_array(settings->arena, RestoreReport, 1);
        progress_start();
        bool done = record_restore(
                words[0], settings->record_uri, options->force, report, progress_show, NULL, error);
        progress_end();
        if (!done)
                return EXIT_COULD_NOT;
        printf(ngettext("Restored: %lld event, head %s\n", "Restored: %lld events, head %s\n",
                       (unsigned long)report->verify.events),
                (long long)report->verify.events, report->verify.head);
        if (report->kept[0]) {
                char kept[4200];
                text_clean(kept, sizeof kept, report->kept);
                printf(_("The record that was there is kept: %s\n"), kept);
        }
        return EXIT_DONE;
}

const Command restore_command = {
        .name = "restore",
        .summary = N_("puts a backup in the place of the record, once it was checked"),
        .usage = "FILE [--force]",
        .example = "makesafe restore /media/stick/makesafe.backup",
        .options = restore_options,
        .least_words = 1,
        .most_words = 1,
        .run = run_restore,
        .options_size = sizeof(RestoreOptions),
};
