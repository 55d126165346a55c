#include "report/board.h"

#include <stdlib.h>
#include <string.h>

#include "quiz/result.h"
#include "report/board_rows.h"

enum { CHANGED_MOST = 2000, FIRST_ROOM = 1024 };

const char *const board_hows[3] = { "", "imported", "waived" };

/* The last event's number before anything is read: what comes after is taken in by board_refresh.
 */
static bool read_seq(Board *board, Error *error)
{
        uint8_t hash[HASH_BYTES];
        return store_head(board->store, &board->seq, hash, error);
}

static void forget_rows(Board *board)
{
        board->people_count = board->row_count = board->order_count = board->found_count = 0;
        board->is_loaded = board->has_ranks = board->has_order = false;
        board->counts = (BoardCounts){ 0 };
        free(board->slots);
        board->slots = NULL;
        board->slot_count = 0;
        shared_clear(&board->sites);
        shared_clear(&board->modules);
        shared_clear(&board->versions);
        free(board->last_id);
        free(board->checked_id);
        board->last_id = board->checked_id = NULL;
        board->wants_check = board->has_new_names = false;
        arena_reset(board->arena);
        board->seq = -1;
}

Board *board_new(Store *store, Day today)
{
        Board *board = xmalloc(sizeof *board);
        *board = (Board){ .store = store, .today = today, .arena = arena_new(), .seq = -1 };
        board_ask(board, &(BoardQuery){ .order = BOARD_ID });
        return board;
}

void board_free(Board *board)
{
        if (!board)
                return;
        forget_rows(board);
        arena_free(board->arena);
        free(board->people);
        free(board->rows);
        free(board->order);
        free(board->found);
        free(board->query_site);
        free(board->query_module);
        free(board->query_folded);
        free(board);
}

static size_t hash_id(const char *id)
{
        char start[17];
        memcpy(start, id, 16); /* a pseudonym is random already */
        start[16] = '\0';
        return (size_t)strtoull(start, NULL, 16);
}

static void put_slot(Board *board, uint32_t person)
{
        size_t at = hash_id(board->people[person].id) & (board->slot_count - 1);
        while (board->slots[at])
                at = (at + 1) & (board->slot_count - 1);
        board->slots[at] = person + 1;
}

uint32_t board_person_find(const Board *board, const char *id)
{
        if (!board->slot_count || !id_is_valid(id))
                return NO_ROW;
        for (size_t at = hash_id(id) & (board->slot_count - 1); board->slots[at];
                at = (at + 1) & (board->slot_count - 1))
                if (strcmp(board->people[board->slots[at] - 1].id, id) == 0)
                        return board->slots[at] - 1;
        return NO_ROW;
}

static void grow_slots(Board *board)
{
        if (board->people_count * 2 < board->slot_count)
                return;
        free(board->slots);
        board->slot_count = board->slot_count ? board->slot_count * 2 : FIRST_ROOM;
        board->slots = xmalloc(board->slot_count * sizeof *board->slots);
        memset(board->slots, 0, board->slot_count * sizeof *board->slots);
        for (size_t i = 0; i + 1 < board->people_count; i++)
                put_slot(board, (uint32_t)i);
}

static void set_names(Board *board, PersonRow *person, const CompletionRow *row)
{
        person->site = shared_text(&board->sites, board->arena, row->site);
        if (person->name && strcmp(person->name, row->name) == 0 &&
                strcmp(person->staff_id, row->staff_id) == 0)
                return;
        person->name = arena_strdup(board->arena, row->name);
        person->staff_id = arena_strdup(board->arena, row->staff_id);
        char *both = arena_printf(board->arena, "%s\n%s", row->name, row->staff_id);
        char *folded = board_fold(both);
        person->folded = strcmp(folded, both) == 0 ? both : arena_strdup(board->arena, folded);
        free(folded);
        board->has_ranks = false;
}

static uint32_t add_person(Board *board, const CompletionRow *row)
{
        board->people = xgrow(
                board->people, board->people_count, &board->people_room, sizeof *board->people);
        uint32_t index = (uint32_t)board->people_count++;
        PersonRow *person = &board->people[index];
        *person = (PersonRow){ .first = NO_ROW };
        memcpy(person->id, row->person, ID_SIZE);
        grow_slots(board);
        put_slot(board, index);
        return index;
}

static uint32_t add_row(Board *board, uint32_t person)
{
        board->rows = xgrow(board->rows, board->row_count, &board->row_room, sizeof *board->rows);
        uint32_t index = (uint32_t)board->row_count++;
        uint32_t *link = &board->people[person].first;
        while (*link != NO_ROW)
                link = &board->rows[*link].next;
        *link = index;
        board->rows[index] = (TableRow){ .person = person, .next = NO_ROW };
        board->has_ranks = false;
        return index;
}

static uint32_t row_of(const Board *board, uint32_t person, uint32_t module)
{
        uint32_t row = board->people[person].first;
        while (row != NO_ROW && board->rows[row].module != module)
                row = board->rows[row].next;
        return row;
}

static uint8_t how_of(const char *how)
{
        uint8_t index = 2;
        while (index > 0 && (!how || strcmp(board_hows[index], how) != 0))
                index--;
        return index;
}

/* Gives a row what the record says. \return whether that is anything new */
static bool set_row(Board *board, uint32_t index, const CompletionRow *from, uint32_t module)
{
        TableRow *row = &board->rows[index], before = *row;
        row->module = module;
        row->version = shared_text(&board->versions, board->arena, from->version);
        row->status = (uint8_t)from->status;
        row->score = (int16_t)(from->has_score && from->percent >= 0
                                       ? percent_whole(from->percent, from->missed)
                                       : -1);
        row->attempts = from->attempts > UINT32_MAX ? UINT32_MAX : (uint32_t)from->attempts;
        row->completed = from->completed ? moment_day(from->completed) : DAY_NONE;
        row->expires = from->expires;
        row->due = from->due;
        row->how = how_of(from->how);
        row->is_gone = false;
        row->is_seen = true;
        return before.is_gone || before.version != row->version || before.status != row->status ||
               before.score != row->score || before.attempts != row->attempts ||
               before.completed != row->completed || before.expires != row->expires ||
               before.due != row->due || before.how != row->how;
}

typedef struct Loading {
        Board *board;
        size_t rows;
        bool is_cut;
} Loading;

static bool load_row(const CompletionRow *row, void *data)
{
        Loading *loading = data;
        Board *board = loading->board;
        uint32_t person = (uint32_t)board->people_count - 1;
        bool is_same = board->people_count && strcmp(board->people[person].id, row->person) == 0;
        if (!is_same && loading->rows == 0) {
                loading->is_cut = true;
                return false;
        }
        if (!id_is_valid(row->person))
                return true;
        if (!is_same && board_person_find(board, row->person) != NO_ROW)
                return true; /* got another staff id meanwhile, and was read under the old one */
        if (!is_same) {
                person = add_person(board, row);
                set_names(board, &board->people[person], row);
        }
        uint32_t module = shared_text(&board->modules, board->arena, row->module);
        uint32_t index = add_row(board, person);
        set_row(board, index, row, module);
        board_find_row(board, index);
        loading->rows -= loading->rows > 0;
        return board->row_count < NO_ROW - 1;
}

bool board_load(Board *board, size_t rows, bool *more, Error *error)
{
        *more = false;
        if (board->is_loaded)
                return true;
        if (board->seq < 0 && !read_seq(board, error))
                return false;
        CompletionFilter filter = { .since = DAY_NONE,
                .until = DAY_NONE,
                .today = board->today,
                .order = ORDER_STAFF_ID,
                .after = board->last_id };
        Loading loading = { board, rows ? rows : 1, false };
        if (!store_completions(board->store, &filter, load_row, &loading, error))
                return false;
        *more = loading.is_cut;
        if (board->people_count) {
                free(board->last_id);
                board->last_id = xstrdup(board->people[board->people_count - 1].staff_id);
        }
        if (!loading.is_cut) {
                board->is_loaded = true;
                board_ask(board, &board->query);
        }
        return true;
}

Store *board_store(const Board *board)
{
        return board->store;
}

Day board_today(const Board *board)
{
        return board->today;
}

bool board_is_loaded(const Board *board)
{
        return board->is_loaded;
}

/* People whose events have come since. */
typedef struct Changes {
        Board *board;
        Arena *arena;
        char (*ids)[ID_SIZE];
        size_t count;
        bool has_roster; /* somebody works on the roster: names, which stand in no event, may be
                            others */
        bool is_too_much;
} Changes;

static bool note_change(const Event *event, void *data)
{
        Changes *changes = data;
        changes->board->seq = event->seq;
        changes->has_roster = changes->has_roster || event->kind == EVENT_ASSIGNED;
        if (!event->person[0])
                return true;
        for (size_t i = changes->count; i > 0; i--) /* mostly the one before */
                if (strcmp(changes->ids[i - 1], event->person) == 0)
                        return true;
        if (changes->count == CHANGED_MOST) {
                changes->is_too_much = true;
                return false;
        }
        memcpy(changes->ids[changes->count++], event->person, ID_SIZE);
        return true;
}

typedef struct Rereading {
        Board *board;
        uint32_t person; /* NO_ROW: not known before */
        bool changed, is_there;
} Rereading;

static bool reread_row(const CompletionRow *row, void *data)
{
        Rereading *reading = data;
        Board *board = reading->board;
        if (reading->person == NO_ROW)
                reading->person = add_person(board, row);
        PersonRow *person = &board->people[reading->person];
        uint32_t site = person->site;
        const char *name = person->name;
        set_names(board, person, row);
        reading->changed = reading->changed || site != person->site || name != person->name;
        uint32_t module = shared_text(&board->modules, board->arena, row->module);
        uint32_t index = row_of(board, reading->person, module);
        if (index == NO_ROW) {
                index = add_row(board, reading->person);
                reading->changed = true;
        }
        reading->changed = set_row(board, index, row, module) || reading->changed;
        reading->is_there = true;
        return true;
}

/* Somebody who left is read only when asked for by name, and is not to be seen here. */
static bool has_left(Board *board, uint32_t person, bool *left, Error *error)
{
        Arena *arena = arena_new();
        Person found = { 0 };
        bool done =
                store_person(board->store, arena, board->people[person].staff_id, &found, error);
        *left = done && (!found.id[0] || found.has_left);
        arena_free(arena);
        return done;
}

static bool reread_person(Board *board, const char *id, bool *changed, Error *error)
{
        Rereading reading = { board, board_person_find(board, id), false, false };
        uint32_t first = reading.person == NO_ROW ? NO_ROW : board->people[reading.person].first;
        for (uint32_t row = first; row != NO_ROW; row = board->rows[row].next)
                board->rows[row].is_seen = false;
        CompletionFilter filter = {
                .person = id, .since = DAY_NONE, .until = DAY_NONE, .today = board->today
        };
        bool left = false;
        if (!store_completions(board->store, &filter, reread_row, &reading, error) ||
                (reading.is_there && !has_left(board, reading.person, &left, error)))
                return false;
        first = reading.person == NO_ROW ? NO_ROW : board->people[reading.person].first;
        for (uint32_t row = first; row != NO_ROW; row = board->rows[row].next)
                if ((left || !board->rows[row].is_seen) && !board->rows[row].is_gone) {
                        board->rows[row].is_gone = true;
                        reading.changed = true;
                }
        *changed = *changed || reading.changed;
        return true;
}

static void start_check(Board *board)
{
        board->wants_check = true;
        free(board->checked_id);
        board->checked_id = NULL;
}

static bool take_in(Board *board, Changes *changes, bool *changed, Error *error)
{
        EventFilter filter = { .after = board->seq };
        int64_t before = board->seq;
        if (!store_has_one_log(board->store)) {
                forget_rows(board); /* one number does not say what has come since */
                *changed = true;
                return true;
        }
        if (!store_events(board->store, &filter, note_change, changes, error))
                return false;
        if (changes->has_roster || board->seq == before)
                start_check(board);
        if (changes->is_too_much) {
                forget_rows(board);
                *changed = true;
                return true;
        }
        for (size_t i = 0; i < changes->count; i++)
                if (!reread_person(board, changes->ids[i], changed, error))
                        return false;
        return true;
}

bool board_refresh(Board *board, Day today, bool *changed, Error *error)
{
        *changed = false;
        if (today != board->today) {
                forget_rows(board);
                board->today = today;
                *changed = true;
                return true;
        }
        if (!board->is_loaded)
                return true; /* what has come since is taken in once all is there */
        Arena *arena = arena_new();
        Changes changes = { .board = board, .arena = arena };
        changes.ids = arena_alloc_array(arena, CHANGED_MOST, ID_SIZE);
        int64_t before = board->seq;
        bool done = take_in(board, &changes, changed, error);
        if (!done)
                board->seq = before; /* to be tried again */
        if (board->is_loaded && (*changed || !done)) {
                board->has_order = false;
                board_ask(board, &board->query);
        }
        arena_free(arena);
        return done;
}

typedef struct Checking {
        Board *board;
        uint32_t person; /* the last one looked at */
        size_t rows;
        bool is_cut;
} Checking;

/* A name or site that was put right stands in no event. */
static bool check_row(const CompletionRow *row, void *data)
{
        Checking *checking = data;
        Board *board = checking->board;
        uint32_t index = board_person_find(board, row->person);
        if (index == NO_ROW || index == checking->person)
                return true; /* whoever is new comes with an event */
        if (checking->rows == 0) {
                checking->is_cut = true;
                return false;
        }
        checking->rows--;
        checking->person = index;
        PersonRow *person = &board->people[index], before = *person;
        set_names(board, person, row);
        if (person->name != before.name || person->site != before.site)
                board->has_new_names = true;
        return true;
}

bool board_check(Board *board, size_t people, bool *more, bool *changed, Error *error)
{
        *more = *changed = false;
        if (!board->wants_check || !board->is_loaded)
                return true;
        CompletionFilter filter = { .since = DAY_NONE,
                .until = DAY_NONE,
                .today = board->today,
                .order = ORDER_STAFF_ID,
                .after = board->checked_id };
        Checking checking = { board, NO_ROW, people ? people : 1, false };
        if (!store_completions(board->store, &filter, check_row, &checking, error)) {
                board->wants_check = false;
                return false;
        }
        *more = board->wants_check = checking.is_cut;
        if (checking.is_cut) {
                free(board->checked_id);
                board->checked_id = xstrdup(board->people[checking.person].staff_id);
        } else if (board->has_new_names) {
                board->has_new_names = board->has_order = false;
                *changed = true;
                board_ask(board, &board->query);
        }
        return true;
}
