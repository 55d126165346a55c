#include "cmd/staff.h"

#include <dirent.h>
#include <jansson.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "base/translate.h"
#include "cmd/rows.h"
#include "cmd/subcommand.h"

static const char *const formats[] = { "table", "csv", "json", NULL };
static const char *const reasons[] = { "tested-out", "equivalent", "administrative", NULL };

#define FIELD(name) .offset = offsetof(StaffOptions, name)

static const OptionSpec staff_options[] = {
        { .name = "dry-run",
                .kind = OPTION_FLAG,
                .help = N_("only say what would change"),
                FIELD(dry_run) },
        { .name = "partial",
                .kind = OPTION_FLAG,
                .help = N_("import: keep the good rows where others are wrong"),
                FIELD(partial) },
        { .name = "name",
                .kind = OPTION_TEXT,
                .argument = "N",
                .help = N_("add: the person's name"),
                FIELD(name) },
        { .name = "site",
                .kind = OPTION_TEXT,
                .argument = "S",
                .help = N_("add: where the person works (several: A;B); list: only this site"),
                FIELD(site) },
        { .name = "module",
                .kind = OPTION_LIST,
                .argument = "M",
                .help = N_("add: a module to pass; may be repeated"),
                FIELD(modules) },
        { .name = "due",
                .kind = OPTION_TEXT,
                .argument = "DATE",
                .help = N_("add: by when"),
                FIELD(due) },
        { .name = "format",
                .kind = OPTION_TEXT,
                .argument = "FORMAT",
                .help = N_("list: one of"),
                .choices = formats,
                FIELD(format) },
        { .name = "left", .kind = OPTION_FLAG, .help = N_("list: also who has left"), FIELD(left) },
        { .name = "reason",
                .kind = OPTION_TEXT,
                .argument = "WHY",
                .help = N_("waive: one of"),
                .choices = reasons,
                FIELD(reason) },
        { .name = "note",
                .kind = OPTION_TEXT,
                .argument = "TEXT",
                .help = N_("waive: what the decision rests on, without the person's name"),
                FIELD(note) },
        { .name = "until",
                .kind = OPTION_TEXT,
                .argument = "DATE",
                .help = N_("waive: the last day on which it counts"),
                FIELD(until) },
        { .name = "supervisor",
                .kind = OPTION_FLAG,
                .help = N_("pin: on a shared machine it opens the board and the supervisors' "
                           "commands"),
                FIELD(supervisor) },
        { .name = "reset",
                .kind = OPTION_FLAG,
                .help = N_("pin: take it away; a new one is chosen at the next sign-in"),
                FIELD(reset) },
        { .name = NULL },
};
#undef FIELD

bool staff_find(Store *store, Arena *arena, const char *staff_id, Person *person, Error *error)
{
        if (!store_person(store, arena, staff_id, person, error))
                return false;
        if (person->id[0])
                return true;
        error_set_kind(
                error, ERROR_NOT_FOUND, _("'%s' is not on the roster"), cleaned(arena, staff_id));
        return error_hint(error, _("makesafe staff list shows who is"));
}

static bool append_empty(Store *store, EventKind kind, const char *person, Error *error)
{
        json_t *body = json_object();
        EventDraft draft = { .kind = kind, .person = person, .body = body };
        bool done = store_append(store, &draft, 1, NULL, error);
        json_decref(body);
        return done;
}

static int staff_leave(Settings *settings, const void *data, char **words, int count, Error *error)
{
        (void)data;
        (void)count;
        Person person;
        Store *store = store_open(settings->record_uri, STORE_WRITE, error);
        bool done = store && staff_find(store, settings->arena, words[0], &person, error) &&
                    (person.has_left || append_empty(store, EVENT_STAFF_LEFT, person.id, error));
        store_close(store);
        if (!done)
                return EXIT_COULD_NOT;
        printf(person.has_left ? _("%s had left already.\n")
                               : _("%s has left: reports no longer show the person.\n"),
                cleaned(settings->arena, words[0]));
        return EXIT_DONE;
}

static bool is_copy(const char *name, const char *record)
{
        size_t len = strlen(record);
        return strncmp(name, record, len) == 0 &&
               ((strncmp(name + len, ".v", 2) == 0 && name[len + 2] >= '0' &&
                        name[len + 2] <= '9') ||
                       strncmp(name + len, ".before-restore", 15) == 0);
}

/* "" for a record that is no file. */
static const char *path_of_file(const char *uri)
{
        static const char scheme[] = "sqlite:";
        return strncmp(uri, scheme, sizeof scheme - 1) == 0 ? uri + sizeof scheme - 1 : "";
}

/* Copies that makesafe itself has left beside the record are older, and still know everybody. */
static void name_copies(Settings *settings, const char *uri)
{
        const char *path = path_of_file(uri);
        if (!*path)
                return;
        DIR *folder = opendir(path_folder(settings->arena, path));
        bool any = false;
        for (struct dirent *entry = folder ? readdir(folder) : NULL; entry;
                entry = readdir(folder)) {
                if (!is_copy(entry->d_name, path_base(path)))
                        continue;
                if (!any)
                        printf("%s\n", _("Older copies still hold the name. Remove them when they "
                                         "are no longer needed:"));
                any = true;
                printf("  %s\n", cleaned(settings->arena, entry->d_name));
        }
        if (folder)
                closedir(folder);
}

static int staff_forget(Settings *settings, const void *data, char **words, int count, Error *error)
{
        (void)data;
        (void)count;
        Person person;
        Store *store = store_open(settings->record_uri, STORE_WRITE, error);
        bool done = store && staff_find(store, settings->arena, words[0], &person, error) &&
                    append_empty(store, EVENT_STAFF_FORGOTTEN, person.id, error);
        Error traces = { 0 };
        if (done && !store_scrub(store, &traces)) {
                done = error_set(error,
                        _("The name is erased, but traces of it may still be in the file: %s"),
                        traces.message);
                error_hint(error,
                        _("When nobody else uses the record: makesafe record info --rebuild"));
        } else if (done) {
                printf("%s\n", _("Forgotten: name and staff id are erased; anonymous figures stay, "
                                 "and the log is unbroken."));
                name_copies(settings, store_uri(store));
                printf("%s\n", _("Backups made before still hold the name."));
                if (!*path_of_file(store_uri(store)))
                        printf("%s\n",
                                _("So do the database's write-ahead log, until it is overwritten, "
                                  "and its copies elsewhere: ask whoever looks after it."));
        }
        store_close(store);
        return done ? EXIT_DONE : EXIT_COULD_NOT;
}

static const Subcommand subcommands[] = {
        { "import", "FILE.csv [--dry-run] [--partial]", " dry-run partial ", 1, 1, staff_import },
        { "add", "ID [--name N] [--site S] [--module M] [--due DATE] [--dry-run]",
                " name site module due dry-run ", 1, 1, staff_add },
        { "list", "[--site S] [--left] [--format table|csv|json]", " site left format ", 0, 0,
                staff_list },
        { "leave", "ID", " ", 1, 1, staff_leave },
        { "forget", "ID", " ", 1, 1, staff_forget },
        { "pin", "ID [--supervisor | --reset]", " supervisor reset ", 1, 1, staff_pin },
        { "waive",
                "ID MODULE --reason tested-out|equivalent|administrative --note TEXT [--until "
                "DATE] [--dry-run]",
                " reason note until dry-run ", 2, 2, staff_waive },
        { .name = NULL },
};

static int run_staff(Settings *settings, void *options, char **words, int count, Error *error)
{
        return subcommand_run(&staff_command, subcommands, settings, options, words, count, error);
}

const Command staff_command = {
        .name = "staff",
        .summary = N_("the roster: who works here, and what they are to pass"),
        .usage = "import FILE.csv [--dry-run] [--partial] | add ID | list | leave ID | forget ID | "
                 "pin ID | "
                 "waive ID MODULE",
        .example = "makesafe staff add e17 --name 'Ann Smith' --site Newport --module hotels --due "
                   "2027-01-31",
        .options = staff_options,
        .least_words = 1,
        .most_words = -1,
        .run = run_staff,
        .options_size = sizeof(StaffOptions),
        .subcommands = subcommands,
};
