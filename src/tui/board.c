#include "tui/board.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/translate.h"
#include "tui/board_sheet.h"

enum {
        READ_ROWS = 200, /* at once: a key that comes meanwhile waits no longer than that takes */
        READ_FOR = 20,   /* milliseconds */
        RENEW_EVERY = 250
};

static int64_t now(void)
{
        struct timespec time;
        clock_gettime(CLOCK_MONOTONIC, &time);
        return (int64_t)time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

bool board_focused(const BoardSheet *state, BoardRow *row)
{
        if (state->focus >= board_count(state->board))
                return false;
        *row = board_row(state->board, state->focus);
        return true;
}

/* Whom the focus is on, so that they can be found again. */
static void remember(BoardSheet *state)
{
        BoardRow row;
        if (!board_focused(state, &row))
                return;
        memcpy(state->person, row.person, ID_SIZE);
        free(state->module);
        state->module = xstrdup(row.module);
}

void board_focus(Sheet *sheet, BoardSheet *state, size_t place)
{
        size_t count = board_count(state->board), top = state->top;
        state->focus = place < count ? place : count ? count - 1 : 0;
        if (state->focus < state->top)
                state->top = state->focus;
        else if (state->focus >= state->top + state->page)
                state->top = state->focus - state->page + 1;
        remember(state);
        if (state->top == top && !sheet->is_stale)
                pager_focus(&sheet->pager, state->focus - state->top);
        else
                sheet_renew(sheet, false);
}

/* The rows are others now, or elsewhere: the one in focus stays on its line of the screen. \return
 * whether it is still there */
static bool find_again(Sheet *sheet, BoardSheet *state)
{
        size_t line = state->focus - state->top;
        size_t place =
                state->module ? board_place(state->board, state->person, state->module) : SIZE_MAX;
        bool is_there = place != SIZE_MAX;
        if (is_there)
                state->focus = place;
        state->top = state->focus > line ? state->focus - line : 0;
        sheet_renew(sheet, false);
        return is_there;
}

void board_ask_again(Sheet *sheet, BoardSheet *state, const BoardQuery *query, bool from_top)
{
        board_ask(state->board, query);
        bool is_there = !from_top && state->has_moved && find_again(sheet, state);
        if (!is_there) {
                state->focus = state->top = 0;
                remember(state);
        }
        sheet_renew(sheet, false);
}

bool board_has_changed(App *app, BoardSheet *state)
{
        bool changed = store_changed(app->store);
        state->is_behind = state->is_behind || changed;
        return changed;
}

static void say_gone(App *app, const BoardRow *row)
{
        Arena *arena = arena_new();
        app_notice(app,
                arena_printf(arena, _("No longer in this list: %s"), board_row_words(row, arena)));
        arena_free(arena);
}

void board_catch_up(App *app, Sheet *sheet, BoardSheet *state)
{
        Error error = { 0 };
        bool changed = false;
        BoardRow before = { 0 };
        Arena *arena = arena_new();
        bool had = board_focused(state, &before);
        if (had) { /* the texts may go with the change */
                before.name = arena_strdup(arena, before.name);
                before.staff_id = arena_strdup(arena, before.staff_id);
                before.site = arena_strdup(arena, before.site);
                before.module = arena_strdup(arena, before.module);
                before.version = arena_strdup(arena, before.version);
        }
        state->is_behind = false;
        if (!board_refresh(state->board, day_today(), &changed, &error))
                app_error(app, &error);
        if (changed && !find_again(sheet, state) && had && board_is_loaded(state->board))
                say_gone(app, &before);
        if (changed)
                remember(state);
        arena_free(arena);
}

static void end_reading(Sheet *sheet, BoardSheet *state)
{
        if (state->wants_end)
                board_focus(sheet, state, SIZE_MAX);
        else if (state->has_moved)
                find_again(sheet, state);
        else
                state->focus = state->top = 0;
        state->wants_end = false;
        remember(state);
        sheet_renew(sheet, false);
}

/* A piece of reading. False: there is no more, or it failed. */
static bool read_on(App *app, Sheet *sheet, BoardSheet *state)
{
        Error error = { 0 };
        bool more = true, had_rows = board_count(state->board) > 0;
        int64_t started = now();
        do {
                if (!board_load(state->board, READ_ROWS, &more, &error)) {
                        app_error(app, &error);
                        state->is_stopped = true;
                        sheet_renew(sheet, false);
                        return false;
                }
        } while (more && now() - started < READ_FOR);
        if (!more)
                end_reading(sheet, state);
        if (!state->module)
                remember(state);
        if (!had_rows || now() - state->renewed_at >= RENEW_EVERY) {
                state->renewed_at = now();
                sheet_renew(sheet, false);
        }
        return more;
}

/* A piece of looking at names again. */
static bool check_on(App *app, Sheet *sheet, BoardSheet *state)
{
        Error error = { 0 };
        bool more = true, changed = false;
        int64_t started = now();
        while (more && now() - started < READ_FOR)
                if (!board_check(state->board, READ_ROWS, &more, &changed, &error)) {
                        app_error(app, &error);
                        return false;
                }
        if (changed) {
                find_again(sheet, state);
                remember(state);
        }
        return more;
}

static bool board_work(App *app, Sheet *sheet)
{
        BoardSheet *state = sheet->state;
        if (!board_is_loaded(state->board))
                return !state->is_stopped && read_on(app, sheet, state);
        if (state->is_behind)
                board_catch_up(app, sheet, state);
        return !board_is_loaded(state->board) || check_on(app, sheet, state);
}

static void board_tick(App *app, Sheet *sheet)
{
        BoardSheet *state = sheet->state;
        if (board_has_changed(app, state) || !board_is_loaded(state->board))
                return; /* what there is to do is done as work */
        state->is_behind = state->is_behind || board_today(state->board) != day_today();
}

static void board_screen_lay(App *app, Sheet *sheet, int columns)
{
        BoardSheet *state = sheet->state;
        (void)columns;
        board_lay(sheet, state);
        sheet->is_typing = state->prompt != PROMPT_NONE;
        sheet->takes_escape = sheet->is_typing || !board_is_loaded(state->board);
        if (sheet->is_typing) {
                sheet_offer(sheet, ACTION_GO_ON,
                        state->prompt == PROMPT_FILTER ? _("done") : _("write"));
                sheet_offer(sheet, ACTION_STOP, _("cancel"));
                return;
        }
        if (sheet->takes_escape && !state->is_stopped)
                sheet_offer(sheet, ACTION_STOP, NULL);
        sheet_offer(sheet, ACTION_UP, NULL);
        sheet_offer(sheet, ACTION_GO_ON, _("open"));
        static const Action offered[] = { ACTION_FILTER, ACTION_SORT, ACTION_STATUS, ACTION_SITE,
                ACTION_MODULE, ACTION_FIGURES };
        for (size_t i = 0; i < sizeof offered / sizeof *offered; i++)
                sheet_offer(sheet, offered[i], NULL);
        if (!app->options->is_kiosk)
                sheet_offer(sheet, ACTION_EXPORT, NULL);
        sheet_offer(sheet, ACTION_HELP, NULL);
        sheet_offer(sheet, ACTION_QUIT, NULL);
}

static const char *board_panel(Sheet *sheet)
{
        BoardRow row;
        const BoardSheet *state = sheet->state;
        return board_focused(state, &row) ? board_row_words(&row, sheet->document.arena) : "";
}

static void move(Sheet *sheet, BoardSheet *state, long rows)
{
        size_t away = (size_t)(rows < 0 ? -rows : rows);
        state->has_moved = true;
        if (rows < 0)
                board_focus(sheet, state, state->focus > away ? state->focus - away : 0);
        else
                board_focus(sheet, state, state->focus + away);
}

static void board_scroll(App *app, Sheet *sheet, long rows)
{
        (void)app;
        move(sheet, sheet->state, rows);
}

/* A page further the row that was last is first. */
static void turn_page(Sheet *sheet, BoardSheet *state, int direction)
{
        size_t step = state->page > 1 ? state->page - 1 : 1, line = state->focus - state->top;
        size_t count = board_count(state->board);
        size_t last_top = count > state->page ? count - state->page : 0, top = state->top;
        if (direction < 0)
                state->top = top > step ? top - step : 0;
        else
                state->top = top + step < last_top ? top + step : last_top;
        state->has_moved = true;
        sheet_renew(sheet, false);
        if (state->top == top)
                board_focus(sheet, state, direction < 0 ? 0 : SIZE_MAX);
        else
                board_focus(sheet, state, state->top + line);
}

static void go_to_end(Sheet *sheet, BoardSheet *state)
{
        state->has_moved = true;
        state->wants_end = !board_is_loaded(state->board);
        board_focus(sheet, state, SIZE_MAX);
}

static bool press_move(Sheet *sheet, BoardSheet *state, const Press *press)
{
        switch (press->action) {
        case ACTION_UP:
                move(sheet, state, -1);
                return true;
        case ACTION_DOWN:
                move(sheet, state, 1);
                return true;
        case ACTION_PAGE_UP:
                turn_page(sheet, state, -1);
                return true;
        case ACTION_PAGE_DOWN:
                turn_page(sheet, state, 1);
                return true;
        case ACTION_HOME:
                state->has_moved = true;
                board_focus(sheet, state, 0);
                return true;
        case ACTION_END:
                go_to_end(sheet, state);
                return true;
        case ACTION_NUMBER:
                state->has_moved = true;
                board_focus(sheet, state, state->top + press->number - 1);
                return true;
        default:
                return false;
        }
}

static void clear_query(Sheet *sheet, BoardSheet *state)
{
        BoardQuery query = { .order = board_query(state->board)->order,
                .descending = board_query(state->board)->descending };
        board_ask_again(sheet, state, &query, false);
}

static void open_focused(App *app, BoardSheet *state, bool figures)
{
        BoardRow row;
        if (!board_focused(state, &row))
                return;
        if (figures)
                board_module_push(app, state, row.module);
        else
                board_person_push(app, state, &row);
}

static void press_action(App *app, Sheet *sheet, BoardSheet *state, const Press *press)
{
        Action action = press->action == ACTION_NONE ? keys_board(press->character) : press->action;
        switch (action) {
        case ACTION_FILTER:
                board_prompt(sheet, state, PROMPT_FILTER, board_query(state->board)->text);
                break;
        case ACTION_EXPORT:
                if (!app->options->is_kiosk)
                        board_prompt(sheet, state, PROMPT_EXPORT, "board.csv");
                break;
        case ACTION_SORT:
        case ACTION_STATUS:
        case ACTION_SITE:
        case ACTION_MODULE:
                board_choose(app, sheet, state, action);
                break;
        case ACTION_FIGURES:
                open_focused(app, state, true);
                break;
        case ACTION_GO_ON:
        case ACTION_RIGHT:
                open_focused(app, state, false);
                break;
        case ACTION_BACK:
                clear_query(sheet, state);
                break;
        case ACTION_QUIT:
                app_pop(app);
                break;
        default:
                break;
        }
}

static void click_row(App *app, Sheet *sheet, BoardSheet *state, bool again)
{
        size_t stop = 0;
        if (!pager_at(&sheet->pager, &stop))
                return;
        state->has_moved = true;
        board_focus(sheet, state, state->top + stop);
        if (again)
                open_focused(app, state, false);
}

static bool board_press(App *app, Sheet *sheet, const Press *press)
{
        BoardSheet *state = sheet->state;
        bool stops = press->action == ACTION_ESCAPE || press->action == ACTION_STOP;
        if (stops && state->prompt == PROMPT_NONE) {
                state->is_stopped = !board_is_loaded(state->board);
                sheet_renew(sheet, false);
                return true;
        }
        if (state->is_stopped) {
                state->is_stopped = false;
                sheet_renew(sheet, false);
        }
        if (press->action == ACTION_CLICK)
                click_row(app, sheet, state, press->again);
        else if (!press_move(sheet, state, press) &&
                 (state->prompt == PROMPT_NONE || !board_type(app, sheet, state, press)))
                press_action(app, sheet, state, press);
        return true;
}

/* A click on a column's title sorts by it, and another one the other way round. */
static void board_click(App *app, Sheet *sheet, int row, int column)
{
        (void)app;
        BoardSheet *state = sheet->state;
        if (sheet->pager.top + (size_t)row != state->header_row)
                return;
        for (size_t i = 0; i < state->column_count; i++) {
                const TableColumn *title = &state->columns[i];
                if (column < title->start || column >= title->start + title->cells)
                        continue;
                BoardQuery query = *board_query(state->board);
                query.descending = query.order == title->column && !query.descending;
                query.order = title->column;
                board_ask_again(sheet, state, &query, true);
        }
}

static void board_close(App *app, Sheet *sheet)
{
        (void)app;
        BoardSheet *state = sheet->state;
        board_free(state->board);
        free(state->module);
        free(state);
}

static const Screen board_screen = {
        .name = "board",
        .lay = board_screen_lay,
        .press = board_press,
        .panel = board_panel,
        .close = board_close,
        .work = board_work,
        .tick = board_tick,
        .scroll = board_scroll,
        .click = board_click,
};

bool board_push(App *app, Error *error)
{
        if (!app_open_store_as(app, STORE_READ, error))
                return false;
        BoardSheet *state = xmalloc(sizeof *state);
        *state = (BoardSheet){ .page = 1 };
        store_changed(app->store); /* from here on */
        state->board = board_new(app->store, day_today());
        app_push(app, &board_screen, state);
        return true;
}
