/* `staff import` and `staff add`: the roster is changed, and what changes is shown. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/file.h"
#include "base/text.h"
#include "base/translate.h"
#include "cmd/rows.h"
#include "cmd/staff.h"

static void say_new(const RosterEntry *entry, Text *out)
{
        text_append(out, _("new"));
        if (*entry->name || *entry->site) {
                text_append(out, " (");
                text_append_clean(out, *entry->name ? entry->name : entry->staff_id);
                if (*entry->site) {
                        text_append(out, ", ");
                        text_append_clean(out, entry->site);
                }
                text_append(out, ")");
        }
}

static void say_other(const char *format, const char *before, const char *now, Text *out)
{
        Arena *arena = arena_new();
        text_printf(out, format, cleaned(arena, before), cleaned(arena, now));
        arena_free(arena);
}

static void say_renamed(const RosterChange *change, Text *out)
{
        const RosterEntry *entry = change->entry;
        bool has_name = *entry->name && strcmp(entry->name, change->before->name) != 0;
        if (has_name)
                say_other(_("the name '%s' becomes '%s'"), change->before->name, entry->name, out);
        if (*entry->site && strcmp(entry->site, change->before->site) != 0) {
                text_append(out, has_name ? "; " : "");
                say_other(_("the site '%s' becomes '%s'"), change->before->site, entry->site, out);
        }
}

static void say_duty(const RosterChange *change, Text *out)
{
        char due[DATE_SIZE], before[DATE_SIZE];
        day_format(change->duty->due, due);
        day_format(change->due_before, before);
        if (change->kind == ROSTER_ASSIGNED && !*due)
                text_printf(out, _("assigned %s"), change->duty->module);
        else if (change->kind == ROSTER_ASSIGNED)
                text_printf(out, _("assigned %s, due %s"), change->duty->module, due);
        else if (*before)
                text_printf(
                        out, _("%s is due %s instead of %s"), change->duty->module, due, before);
        else
                text_printf(out, _("%s is due %s now"), change->duty->module, due);
}

static bool say_change(const RosterChange *change, void *data)
{
        Text *out = data;
        text_append_clean(out, change->entry->staff_id);
        text_append(out, ": ");
        switch (change->kind) {
        case ROSTER_NEW:
                say_new(change->entry, out);
                break;
        case ROSTER_BACK:
                text_append(out, _("had left and is back"));
                break;
        case ROSTER_RENAMED:
                say_renamed(change, out);
                break;
        case ROSTER_ASSIGNED:
        case ROSTER_DUE:
        case ROSTER_CHANGE_KINDS:
                say_duty(change, out);
                break;
        }
        text_append_char(out, '\n');
        return true;
}

static void say_totals(const RosterTotals *totals, bool dry_run, Text *out)
{
        const size_t *changes = totals->changes;
        text_printf(out,
                _("New: %zu. Back: %zu. Changed: %zu. Modules assigned: %zu. Due days changed: "
                  "%zu. Unchanged people: %zu.\n"),
                changes[ROSTER_NEW], changes[ROSTER_BACK], changes[ROSTER_RENAMED],
                changes[ROSTER_ASSIGNED], changes[ROSTER_DUE], totals->unchanged);
        if (dry_run)
                text_printf(out, "%s\n", _("This was a dry run: nothing was written."));
}

/* Only read, to see what would change; a record that is not there yet knows nobody. */
static bool look(
        Settings *settings, const Roster *roster, Text *out, RosterTotals *totals, Error *error)
{
        Error why = { 0 };
        Store *store = store_open(settings->record_uri, STORE_READ, &why);
        if (!store && why.kind != ERROR_NOT_FOUND) {
                error_set(error, "%s", why.message);
                return error_hint(error, "%s", why.hint);
        }
        bool done = roster_apply(store, roster, false, say_change, out, totals, error);
        store_close(store);
        return done;
}

static bool write(
        Settings *settings, const Roster *roster, Text *out, RosterTotals *totals, Error *error)
{
        Store *store = store_open(settings->record_uri, STORE_CREATE, error);
        bool done = store && store_begin(store, error);
        if (done) {
                done = roster_apply(store, roster, true, say_change, out, totals, error);
                if (done)
                        done = store_commit(store, error);
                else
                        store_rollback(store);
        }
        store_close(store);
        return done;
}

/* What is printed was written first. */
static int apply(
        Settings *settings, const StaffOptions *options, const Roster *roster, Error *error)
{
        RosterTotals totals;
        Text out = { 0 };
        bool done = options->dry_run ? look(settings, roster, &out, &totals, error)
                                     : write(settings, roster, &out, &totals, error);
        if (done) {
                say_totals(&totals, options->dry_run, &out);
                done = command_write(NULL, text_string(&out), out.len, error);
        }
        text_clear(&out);
        if (!done)
                return EXIT_COULD_NOT;
        return roster->problems.errors ? EXIT_NOT_IN_ORDER : EXIT_DONE;
}

int staff_import(Settings *settings, const void *data, char **words, int count, Error *error)
{
        const StaffOptions *options = data;
        char *bytes = NULL;
        size_t len = 0;
        (void)count;
        if (!file_read(words[0], ROWS_FILE_MOST, &bytes, &len, error))
                return EXIT_COULD_NOT;
        Roster roster;
        KnownModules known = known_modules(settings);
        roster_read(&roster, bytes, len, &known);
        free(bytes);
        problems_print(&roster.problems, words[0]);
        int status = EXIT_NOT_IN_ORDER;
        if (roster.problems.errors == 0 || options->partial) {
                status = apply(settings, options, &roster, error);
                if (status == EXIT_NOT_IN_ORDER)
                        fprintf(stderr, "%s\n", _("The rows named above were left out."));
        } else {
                fprintf(stderr, "%s\n",
                        _("Nothing was imported. Mend the rows named above, or import the others "
                          "with --partial."));
        }
        roster_clear(&roster);
        return status;
}

/* `--modules` names folders in every command; here it is easily taken for the modules to assign. */
static bool check_folders(const Settings *settings, Error *error)
{
        for (size_t i = 0; i < settings->modules.count; i++) {
                struct stat info;
                if (stat(settings->modules.items[i], &info) != 0) {
                        error_set_kind(error, ERROR_USAGE,
                                _("--modules names folders, and '%s' is none"),
                                cleaned(settings->arena, settings->modules.items[i]));
                        return error_hint(
                                error, _("--module assigns a module, as in: --module hotels"));
                }
        }
        return true;
}

static const char *joined(Arena *arena, const OptionList *list)
{
        const char *text = "";
        for (size_t i = 0; i < list->count; i++)
                text = arena_printf(arena, "%s%s%s", text, i ? ";" : "", list->items[i]);
        return text;
}

int staff_add(Settings *settings, const void *data, char **words, int count, Error *error)
{
        const StaffOptions *options = data;
        (void)count;
        if (!check_folders(settings, error))
                return EXIT_USAGE;
        Roster roster;
        KnownModules known = known_modules(settings);
        roster_of_one(&roster, words[0], options->name, options->site,
                joined(settings->arena, &options->modules), options->due, &known);
        int status = EXIT_USAGE;
        if (roster.problems.errors == 0)
                status = apply(settings, options, &roster, error);
        else
                error_set_kind(error, ERROR_USAGE, "%s", roster.problems.items[0].text);
        roster_clear(&roster);
        return status;
}
