#include <jansson.h>
#include <string.h>

#include "exchange/roster.h"

typedef struct Applying {
        Store *store;
        bool write;
        bool (*visit)(const RosterChange *change, void *data);
        void *data;
        RosterTotals *totals;
        Error *error;
} Applying;

static bool tell(Applying *applying, const RosterChange *change)
{
        applying->totals->changes[change->kind]++;
        return !applying->visit || applying->visit(change, applying->data);
}

static bool append(Applying *applying, EventKind kind, const char *person, json_t *body)
{
        EventDraft draft = { .kind = kind, .person = person, .body = body };
        bool done =
                !applying->write || store_append(applying->store, &draft, 1, NULL, applying->error);
        json_decref(body);
        return done;
}

static bool assign(Applying *applying, const char *person, const RosterDuty *duty)
{
        json_t *body = json_pack("{s:s}", "module", duty->module);
        if (duty->due != DAY_NONE) {
                char due[DATE_SIZE];
                day_format(duty->due, due);
                json_object_set_new(body, "due", json_string(due));
        }
        return append(applying, EVENT_ASSIGNED, person, body);
}

typedef struct Searching {
        const char *module;
        bool found;
        Day due;
} Searching;

static bool look(const Assignment *assignment, void *data)
{
        Searching *searching = data;
        searching->found = strcmp(assignment->module, searching->module) == 0;
        if (searching->found)
                searching->due = assignment->due;
        return !searching->found;
}

/* A row without a day leaves the day that there is. */
static bool apply_duty(Applying *applying, const RosterEntry *entry, const char *person,
        const RosterDuty *duty, bool *changes)
{
        Searching searching = { duty->module, false, DAY_NONE };
        if (person[0] &&
                !store_assignments(applying->store, person, look, &searching, applying->error))
                return false;
        if (searching.found && (duty->due == DAY_NONE || duty->due == searching.due))
                return true;
        *changes = true;
        RosterChange change = { .kind = searching.found ? ROSTER_DUE : ROSTER_ASSIGNED,
                .entry = entry,
                .duty = duty,
                .due_before = searching.due };
        return tell(applying, &change) && assign(applying, person, duty);
}

static bool apply_new(Applying *applying, const RosterEntry *entry, char id[ID_SIZE])
{
        RosterChange change = { .kind = ROSTER_NEW, .entry = entry };
        const char *name = *entry->name ? entry->name : entry->staff_id;
        return tell(applying, &change) &&
               (!applying->write || store_person_add(applying->store, entry->staff_id, name,
                                            entry->site, id, applying->error));
}

static bool apply_known(
        Applying *applying, const RosterEntry *entry, const Person *person, bool *changes)
{
        const char *name = *entry->name ? entry->name : person->name;
        const char *site = *entry->site ? entry->site : person->site;
        bool done = true;
        if (person->has_left) {
                RosterChange change = { .kind = ROSTER_BACK, .entry = entry };
                *changes = true;
                done = tell(applying, &change) &&
                       append(applying, EVENT_STAFF_JOINED, person->id, json_object());
        }
        if (done && (strcmp(name, person->name) != 0 || strcmp(site, person->site) != 0)) {
                RosterChange change = { .kind = ROSTER_RENAMED, .entry = entry, .before = person };
                *changes = true;
                done = tell(applying, &change) &&
                       (!applying->write || store_person_change(applying->store, person->id, name,
                                                    site, applying->error));
        }
        return done;
}

static bool apply_entry(Applying *applying, const RosterEntry *entry, Arena *arena)
{
        Person person = { .id = "" };
        bool changes = false;
        if (applying->store &&
                !store_person(applying->store, arena, entry->staff_id, &person, applying->error))
                return false;
        bool is_known = person.id[0] != '\0';
        bool done = is_known ? apply_known(applying, entry, &person, &changes)
                             : apply_new(applying, entry, person.id);
        for (size_t i = 0; done && i < entry->duty_count; i++)
                done = apply_duty(applying, entry, person.id, &entry->duties[i], &changes);
        applying->totals->unchanged += done && is_known && !changes;
        return done;
}

bool roster_apply(Store *store, const Roster *roster, bool write,
        bool (*visit)(const RosterChange *change, void *data), void *data, RosterTotals *totals,
        Error *error)
{
        Applying applying = { store, write, visit, data, totals, error };
        Arena *arena = arena_new();
        bool done = true;
        *totals = (RosterTotals){ 0 };
        for (size_t i = 0; done && i < roster->count; i++) {
                done = apply_entry(&applying, &roster->entries[i], arena);
                arena_reset(arena);
        }
        arena_free(arena);
        return done;
}
