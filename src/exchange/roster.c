#include "exchange/roster.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/translate.h"
#include "base/utf8.h"
#include "exchange/sheet_csv.h"

enum { COLUMN_ID, COLUMN_NAME, COLUMN_SITE, COLUMN_MODULES, COLUMN_DUE, COLUMNS };

enum { ID_MOST = 255, NAME_MOST = 1000, SITE_MOST = 900 };

static const CsvColumn columns[COLUMNS] = { [COLUMN_ID] = { "staff_id", true },
        [COLUMN_NAME] = { "name", false },
        [COLUMN_SITE] = { "site", false },
        [COLUMN_MODULES] = { "modules", false },
        [COLUMN_DUE] = { "due", false } };

/* One row, as it is read. */
typedef struct Row {
        size_t line;
        const char *staff_id, *name, *site, *modules, *due;
} Row;

typedef struct Reading {
        Roster *roster;
        const KnownModules *known;
        json_t *by_id; /* staff id → index of its entry */
} Reading;

const char *sites_normalised(Arena *arena, const char *sites)
{
        Text text = { 0 };
        for (const char *at = sites; *at;) {
                at += strspn(at, "; \t");
                size_t len = strcspn(at, ";"), end = len;
                while (end && strchr(" \t", at[end - 1]))
                        end--;
                const char *site = arena_strndup(arena, at, end);
                Text framed = { 0 }, so_far = { 0 };
                text_printf(&framed, ";%s;", site);
                text_printf(&so_far, ";%s;", text_string(&text));
                if (end && !strstr(text_string(&so_far), text_string(&framed)))
                        text_printf(&text, "%s%s", text.len ? ";" : "", site);
                text_clear(&framed);
                text_clear(&so_far);
                at += len;
        }
        const char *normalised = arena_strdup(arena, text_string(&text));
        text_clear(&text);
        return normalised;
}

static bool check_text(
        Reading *reading, const Row *row, const char *what, const char *text, size_t most)
{
        size_t len = strlen(text);
        Problems *problems = &reading->roster->problems;
        if (utf8_first_invalid(text, len) < len)
                problems_error(problems, row->line, _("the %s is not UTF-8"), what);
        else if (len > most)
                problems_error(
                        problems, row->line, _("the %s is longer than %zu bytes"), what, most);
        /* A cell of a spreadsheet may have several lines; whatever shows it makes one of them. */
        else if (utf8_has_control(text, text == row->name))
                problems_error(problems, row->line, _("the %s holds control characters"), what);
        else
                return true;
        return false;
}

static bool check_module(Reading *reading, const Row *row, const char *module)
{
        const KnownModules *known = reading->known;
        for (size_t i = 0; known && i < known->count; i++)
                if (strcmp(known->ids[i], module) == 0)
                        return true;
        if (!known)
                return true;
        problems_error(&reading->roster->problems, row->line, _("there is no module '%s'%s"),
                module, problem_nearest(reading->roster->arena, module, known->ids, known->count));
        return false;
}

/* The next of a list separated by `;`, or NULL at its end. */
static const char *next_module(Arena *arena, const char **at)
{
        *at += strspn(*at, "; \t");
        size_t len = strcspn(*at, ";"), end = len;
        while (end && strchr(" \t", (*at)[end - 1]))
                end--;
        const char *module = end ? arena_strndup(arena, *at, end) : NULL;
        *at += len;
        return module;
}

static const RosterDuty *find_duty(const RosterEntry *entry, const char *module)
{
        for (size_t i = 0; i < entry->duty_count; i++)
                if (strcmp(entry->duties[i].module, module) == 0)
                        return &entry->duties[i];
        return NULL;
}

static void add_duty(Arena *arena, RosterEntry *entry, const char *module, Day due)
{
        entry->duties = arena_grow(
                arena, entry->duties, entry->duty_count, &entry->duty_room, sizeof *entry->duties);
        entry->duties[entry->duty_count++] = (RosterDuty){ module, due };
}

static bool check_duties(Reading *reading, const Row *row, const RosterEntry *entry, Day due)
{
        Problems *problems = &reading->roster->problems;
        const char *at = row->modules;
        bool sound = true, any = false;
        for (const char *module; (module = next_module(problems->arena, &at)); any = true) {
                sound = check_module(reading, row, module) && sound;
                const RosterDuty *duty = entry ? find_duty(entry, module) : NULL;
                if (duty && duty->due != due) {
                        problems_error(problems, row->line,
                                _("line %zu gives '%s' another day for '%s'"), entry->line,
                                row->staff_id, module);
                        sound = false;
                }
        }
        if (!any && due != DAY_NONE)
                problems_warning(problems, row->line,
                        _("there is a due day but no module; the day is not read"));
        return sound;
}

static bool check_same(Reading *reading, const Row *row, const RosterEntry *entry, const char *what,
        const char *before, const char *now)
{
        if (!*before || !*now || strcmp(before, now) == 0)
                return true;
        problems_error(&reading->roster->problems, row->line,
                _("line %zu gives '%s' another %s: '%s'"), entry->line, row->staff_id, what,
                before);
        return false;
}

static RosterEntry *find_entry(Reading *reading, const char *staff_id)
{
        const json_t *index = json_object_get(reading->by_id, staff_id);
        return index ? &reading->roster->entries[json_integer_value(index)] : NULL;
}

static RosterEntry *add_entry(Reading *reading, const Row *row)
{
        Roster *roster = reading->roster;
        roster->entries =
                xgrow(roster->entries, roster->count, &roster->room, sizeof *roster->entries);
        json_object_set_new(reading->by_id, row->staff_id, json_integer((json_int_t)roster->count));
        RosterEntry *entry = &roster->entries[roster->count++];
        *entry = (RosterEntry){ .line = row->line,
                .staff_id = arena_strdup(roster->arena, row->staff_id),
                .name = "",
                .site = "" };
        return entry;
}

static bool check_due(Reading *reading, const Row *row, Day *due)
{
        *due = DAY_NONE;
        if (!*row->due || day_parse(row->due, due))
                return true;
        problems_error(&reading->roster->problems, row->line,
                _("the due day '%s' is not a date like 2026-01-31"), row->due);
        return false;
}

/* Everything that is wrong with a row is said, not only the first. */
static bool check_row(Reading *reading, const Row *row, const RosterEntry *entry, Day *due)
{
        Problems *problems = &reading->roster->problems;
        bool sound = check_text(reading, row, _("staff id"), row->staff_id, ID_MOST);
        if (!*row->staff_id) {
                problems_error(problems, row->line, _("the staff id is empty"));
                sound = false;
        }
        sound = check_text(reading, row, _("name"), row->name, NAME_MOST) && sound;
        sound = check_text(reading, row, _("site"), row->site, SITE_MOST) && sound;
        sound = check_due(reading, row, due) && sound;
        if (entry) {
                sound = check_same(reading, row, entry, _("name"), entry->name, row->name) && sound;
                sound = check_same(reading, row, entry, _("site"), entry->site, row->site) && sound;
        }
        return check_duties(reading, row, entry, *due) && sound;
}

static void read_row(Reading *reading, const Row *row)
{
        Arena *arena = reading->roster->arena;
        RosterEntry *entry = find_entry(reading, row->staff_id);
        Day due;
        if (!check_row(reading, row, entry, &due))
                return;
        if (!entry)
                entry = add_entry(reading, row);
        if (*row->name)
                entry->name = arena_strdup(arena, row->name);
        if (*row->site)
                entry->site = row->site;
        const char *at = row->modules;
        for (const char *module; (module = next_module(arena, &at));)
                if (!find_duty(entry, module))
                        add_duty(arena, entry, module, due);
}

static void start(Roster *roster, Reading *reading, const KnownModules *known)
{
        *roster = (Roster){ .arena = arena_new() };
        roster->problems.arena = roster->arena;
        *reading = (Reading){ roster, known, json_object() };
}

void roster_read(Roster *roster, const char *bytes, size_t len, const KnownModules *modules)
{
        Reading reading;
        CsvSheet sheet;
        start(roster, &reading, modules);
        bool open = csv_sheet_open(&sheet, bytes, len, columns, COLUMNS, &roster->problems);
        while (open && csv_sheet_next(&sheet)) {
                Row row = { csv_sheet_line(&sheet), csv_sheet_cell(&sheet, COLUMN_ID),
                        csv_sheet_cell(&sheet, COLUMN_NAME),
                        sites_normalised(roster->arena, csv_sheet_cell(&sheet, COLUMN_SITE)),
                        csv_sheet_cell(&sheet, COLUMN_MODULES),
                        csv_sheet_cell(&sheet, COLUMN_DUE) };
                read_row(&reading, &row);
        }
        csv_sheet_close(&sheet);
        json_decref(reading.by_id);
}

void roster_of_one(Roster *roster, const char *staff_id, const char *name, const char *site,
        const char *modules, const char *due, const KnownModules *known)
{
        Reading reading;
        start(roster, &reading, known);
        Row row = { 0, staff_id, name ? name : "",
                sites_normalised(roster->arena, site ? site : ""), modules ? modules : "",
                due ? due : "" };
        read_row(&reading, &row);
        json_decref(reading.by_id);
}

void roster_clear(Roster *roster)
{
        free(roster->entries);
        arena_free(roster->arena);
        *roster = (Roster){ 0 };
}
