/* `record import`: completions from an earlier system, all or none. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/translate.h"
#include "cmd/progress.h"
#include "cmd/record.h"
#include "cmd/rows.h"
#include "exchange/completions_csv.h"
#include "quiz/expiry.h"

typedef struct Modules {
        const LibraryEntry *entries;
        size_t count;
} Modules;

static Day end_of_pass(const char *module, Day completed, void *data)
{
        const Modules *modules = data;
        for (size_t i = 0; i < modules->count; i++)
                if (strcmp(modules->entries[i].id, module) == 0 && !modules->entries[i].is_broken)
                        return expiry_reckon(
                                &modules->entries[i].head, completed, DAY_NONE, DAY_NONE);
        return DAY_NONE;
}

static void say_totals(const CompletionsTotals *totals)
{
        printf(ngettext("%lld completion imported", "%lld completions imported",
                       (unsigned long)totals->rows),
                (long long)totals->rows);
        printf(ngettext(", %lld of them a pass.\n", ", %lld of them passes.\n",
                       (unsigned long)totals->passes),
                (long long)totals->passes);
        if (totals->ends_reckoned)
                printf(ngettext("%lld pass without an end got the one that its module sets.\n",
                               "%lld passes without an end got the one that their module sets.\n",
                               (unsigned long)totals->ends_reckoned),
                        (long long)totals->ends_reckoned);
        if (totals->people_added)
                printf(ngettext("%lld person was not on the roster and was added, with the id as "
                                "name.\n",
                               "%lld people were not on the roster and were added, with their ids "
                               "as names.\n",
                               (unsigned long)totals->people_added),
                        (long long)totals->people_added);
}

static int import_rows(Store *store, CompletionsImport *import, const char *file, const char *bytes,
        size_t len, Error *error)
{
        CompletionsTotals totals;
        progress_start();
        bool done = completions_import(import, bytes, len, &totals, error);
        progress_end();
        problems_print(&import->problems, file);
        if (done && import->problems.errors) {
                fprintf(stderr, "%s\n",
                        _("Nothing was imported. Mend the rows named above and try again."));
                store_rollback(store);
                return EXIT_NOT_IN_ORDER;
        }
        if (!done) {
                store_rollback(store);
                return EXIT_COULD_NOT;
        }
        if (!store_commit(store, error))
                return EXIT_COULD_NOT;
        say_totals(&totals);
        return EXIT_DONE;
}

int record_import(Settings *settings, const void *options, char **words, int count, Error *error)
{
        char *bytes = NULL;
        size_t len = 0;
        (void)options;
        (void)count;
        if (!file_read(words[0], ROWS_FILE_MOST, &bytes, &len, error))
                return EXIT_COULD_NOT;
        Modules modules = { NULL, 0 };
        KnownModules known = known_modules(settings);
        modules.entries = library_list(settings->library, translate_language(), &modules.count);
        CompletionsImport import = { .known = &known,
                .is_roster_required = settings->roster && strcmp(settings->roster, "required") == 0,
                .today = day_today(),
                .expires = end_of_pass,
                .modules = &modules,
                .problems.arena = arena_new(),
                .progress = progress_show };
        import.store = store_open(settings->record_uri, STORE_CREATE, error);
        int status = EXIT_COULD_NOT;
        if (import.store && store_begin(import.store, error))
                status = import_rows(import.store, &import, words[0], bytes, len, error);
        store_close(import.store);
        arena_free(import.problems.arena);
        free(bytes);
        return status;
}
