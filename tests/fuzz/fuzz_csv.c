/* Every reader of rows: the first byte says which. */
#include "fuzz.h"

#include <stdio.h>
#include <stdlib.h>

#include "exchange/completions_csv.h"
#include "exchange/items.h"
#include "exchange/roster.h"

static const char *const known_ids[] = { "hotels", "taxis" };
static const KnownModules known = { known_ids, 2 };

/* In the folder that run_fuzzer.sh made for this run; nothing is ever committed to it. */
static Store *open_store(void)
{
        static Store *store;
        if (store)
                return store;
        char uri[4096];
        Error error = { 0 };
        const char *folder = getenv("TMPDIR");
        snprintf(uri, sizeof uri, "sqlite:%s/record", folder ? folder : "/tmp");
        store = store_open(uri, STORE_CREATE, &error);
        if (!store)
                abort();
        return store;
}

static void read_completions(const char *bytes, size_t len)
{
        Error error = { 0 };
        CompletionsTotals totals;
        CompletionsImport import = { .store = open_store(),
                .known = &known,
                .today = 20000,
                .problems.arena = arena_new() };
        if (!store_begin(import.store, &error))
                abort();
        completions_import(&import, bytes, len, &totals, &error);
        store_rollback(import.store);
        arena_free(import.problems.arena);
}

static void read_sheet(const char *bytes, size_t len)
{
        Error error = { 0 };
        Arena *arena = arena_new();
        ItemsReport report;
        Text out = { 0 };
        if (items_from_csv("x.csv", bytes, len, arena, &report, &error)) {
                items_write_table(&report, &out);
                items_write_csv(&report, &out);
                items_write_json(&report, &out);
        } else if (!error_is_set(&error)) {
                abort();
        }
        text_clear(&out);
        arena_free(arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
        if (len == 0)
                return 0;
        char *string = fuzz_string(bytes + 1, len - 1);
        Roster roster;
        switch (bytes[0] % 3) {
        case 0:
                roster_read(&roster, string, len - 1, &known);
                roster_clear(&roster);
                break;
        case 1:
                read_completions(string, len - 1);
                break;
        default:
                read_sheet(string, len - 1);
        }
        free(string);
        return 0;
}
