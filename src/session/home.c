#include "session/home.h"

#include <string.h>

#include "base/translate.h"
#include "session/refresh.h"
#include "session/session.h"

/* Most worth opening first. */
static const int urgency[STATUS_COUNT] = {
        [STATUS_OVERDUE] = 6,
        [STATUS_IN_PROGRESS] = 5,
        [STATUS_EXPIRED] = 4,
        [STATUS_FAILED] = 3,
        [STATUS_NOT_STARTED] = 2,
        [STATUS_EXPIRING] = 1,
        [STATUS_PASSED] = 0,
};

typedef struct Own {
        Arena *arena;
        char person[ID_SIZE];
        CompletionRow *rows;
        size_t count, room;
} Own;

static bool keep_row(const CompletionRow *row, void *data)
{
        Own *own = data;
        own->rows = arena_grow(own->arena, own->rows, own->count, &own->room, sizeof *own->rows);
        CompletionRow *kept = &own->rows[own->count++];
        *kept = *row;
        kept->module = arena_strdup(own->arena, row->module);
        return true;
}

static const CompletionRow *find_row(const Own *own, const char *module)
{
        for (size_t i = 0; i < own->count; i++)
                if (strcmp(own->rows[i].module, module) == 0)
                        return &own->rows[i];
        return NULL;
}

static const char *state_words(Arena *arena, const CompletionRow *row)
{
        char date[DATE_SIZE];
        switch (row->status) {
        case STATUS_PASSED:
                day_format(row->expires, date);
                return row->expires == DAY_NONE ? _("passed")
                                                : arena_printf(arena, _("passed, until %s"), date);
        case STATUS_EXPIRING:
                day_format(row->expires, date);
                return arena_printf(arena, _("expires on %s"), date);
        case STATUS_EXPIRED:
                day_format(row->expires, date);
                return arena_printf(arena, _("expired on %s"), date);
        case STATUS_OVERDUE:
                day_format(row->due, date);
                return arena_printf(arena, _("overdue since %s"), date);
        case STATUS_IN_PROGRESS:
                return _("in progress");
        case STATUS_FAILED:
                return _("not passed yet");
        case STATUS_NOT_STARTED:
        case STATUS_COUNT:
                break;
        }
        if (row->due == DAY_NONE)
                return _("new");
        day_format(row->due, date);
        return arena_printf(arena, _("to do by %s"), date);
}

static bool read_own(Store *store, const char *staff_id, Day today, Own *own, Error *error)
{
        Person person;
        if (!store_person(store, own->arena, staff_id, &person, error))
                return false;
        memcpy(own->person, person.id, ID_SIZE);
        if (!person.id[0])
                return true;
        CompletionFilter filter = {
                .person = person.id, .since = DAY_NONE, .until = DAY_NONE, .today = today
        };
        return store_completions(store, &filter, keep_row, own, error);
}

static bool count_due(Library *library, Store *store, const char *person, const char *language,
        Arena *arena, Home *home, Error *error)
{
        Candidates candidates;
        if (!candidates_read(library, language, store, person, moment_now(), true, arena,
                    &candidates, error))
                return false;
        home->due = candidates.due;
        size_t minutes = (candidates.due * candidates.memories.seconds + 59) / 60;
        home->due_minutes = minutes < REFRESH_MINUTES ? (unsigned)minutes : REFRESH_MINUTES;
        candidates_free(&candidates);
        return true;
}

bool home_load(Library *library, Store *store, const char *staff_id, const char *language,
        Day today, Arena *arena, Home *home, Error *error)
{
        Own own = { .arena = arena };
        if (store && !read_own(store, staff_id, today, &own, error))
                return false;
        size_t count = 0;
        const LibraryEntry *entries = library_list(library, language, &count);
        HomeRow *rows = arena_array(arena, HomeRow, count + 1);
        *home = (Home){ .rows = rows, .count = count };
        int most = -1;
        for (size_t i = 0; i < count; i++) {
                const LibraryEntry *entry = &entries[i];
                HomeRow *row = &rows[i];
                *row = (HomeRow){ .id = arena_strdup(arena, entry->id),
                        .title = arena_strdup(
                                arena, entry->is_broken ? entry->id : entry->head.title),
                        .summary = arena_strdup(
                                arena, entry->is_broken ? entry->trouble : entry->head.summary),
                        .minutes = entry->is_broken ? 0 : entry->head.minutes,
                        .is_broken = entry->is_broken,
                        .state = _("new"),
                        .status = STATUS_NOT_STARTED };
                const CompletionRow *own_row = find_row(&own, entry->id);
                if (own_row) {
                        row->status = own_row->status;
                        row->state = state_words(arena, own_row);
                }
                if (entry->is_broken)
                        row->state = _("cannot be used");
                else if (urgency[row->status] > most) {
                        most = urgency[row->status];
                        home->suggested = i;
                }
        }
        return !own.person[0] ||
               count_due(library, store, own.person, language, arena, home, error);
}

void home_hide_troubles(Home *home)
{
        for (size_t i = 0; i < home->count; i++)
                if (home->rows[i].is_broken)
                        home->rows[i].summary = _("Please tell whoever looks after this machine.");
}
