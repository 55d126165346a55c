#include "tui/app.h"

#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/translate.h"
#include "tui/frame.h"
#include "tui/page.h"
#include "tui/preview.h"
#include "tui/sign_in.h"

enum {
        ESCAPE_WITHIN = 1000, /* milliseconds between the two Esc */
        WHEEL_ROWS = 3,
        TICK = 1000,     /* milliseconds */
        WARNING = 30000, /* milliseconds before a turn ends for want of keys */
        FLOOD = 64 /* inputs without a pause after which signals and the screen get their turn */
};

static int64_t now(void)
{
        struct timespec time;
        clock_gettime(CLOCK_MONOTONIC, &time);
        return (int64_t)time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

const char *app_next_language(void)
{
        const char *now_spoken = translate_language();
        for (size_t i = 0; translate_languages[i]; i++)
                if (strcmp(translate_languages[i], now_spoken) == 0 && translate_languages[i + 1])
                        return translate_languages[i + 1];
        return translate_languages[0];
}

void sheet_offer(Sheet *sheet, Action action, const char *word)
{
        for (size_t i = 0; !word && i < key_word_count; i++)
                if (key_words[i].action == action)
                        word = _(key_words[i].word);
        sheet->words[action] = word ? word : "";
}

void sheet_offer_common(Sheet *sheet)
{
        sheet_offer(sheet, ACTION_CONTACTS, NULL);
        sheet_offer(sheet, ACTION_HELP, NULL);
        sheet_offer(sheet, ACTION_LANGUAGE, translate_name(app_next_language()));
        sheet_offer(sheet, ACTION_QUIT, NULL);
        sheet_offer(sheet, ACTION_ESCAPE, NULL);
}

void sheet_renew(Sheet *sheet, bool from_top)
{
        sheet->is_stale = true;
        sheet->is_new = sheet->is_new || from_top;
}

static void close_sheet(App *app, Sheet *sheet)
{
        if (sheet->screen->close)
                sheet->screen->close(app, sheet);
        document_free(&sheet->document);
        free(sheet);
}

static Sheet *new_sheet(const App *app, const Screen *screen, void *state)
{
        Sheet *sheet = xmalloc(sizeof *sheet);
        *sheet = (Sheet){ .screen = screen,
                .state = state,
                .is_new = true,
                .is_stale = true,
                .goes_to = SIZE_MAX,
                .reads_from = SIZE_MAX,
                .document.is_airy = app->options->theme == THEME_LARGE };
        return sheet;
}

void app_push(App *app, const Screen *screen, void *state)
{
        if (app->depth == APP_DEPTH)
                app_pop(app);
        app->stack[app->depth++] = new_sheet(app, screen, state);
}

static void end_turn(App *app)
{
        app->is_ending_turn = true;
        sign_in_end_turn(app);
        app->is_ending_turn = false;
}

void app_pop(App *app)
{
        if (app->depth == 0)
                return;
        close_sheet(app, app->stack[--app->depth]);
        if (app->depth == 0)
                app->is_over = true;
        else if (app->depth == 1 && *app->staff_id && app->options->is_kiosk &&
                 !app->is_ending_turn)
                end_turn(app); /* who leaves the home screen is signed out */
        else
                sheet_renew(app->stack[app->depth - 1], false);
}

void app_replace(App *app, const Screen *screen, void *state)
{
        app_replace_at(app, app->depth - 1, screen, state);
}

void app_replace_at(App *app, size_t index, const Screen *screen, void *state)
{
        Sheet *old = app->stack[index];
        app->stack[index] = new_sheet(app, screen, state);
        close_sheet(app, old);
}

void app_end(App *app, bool wipe)
{
        app->is_over = true;
        app->wipes = wipe;
}

void app_notice(App *app, const char *text)
{
        snprintf(app->notice, sizeof app->notice, "%s", text);
        app->notice_is_error = false;
}

void app_error(App *app, const Error *error)
{
        Error told = *error;
        if (app->options->is_kiosk)
                error_hide_paths(&told);
        snprintf(app->notice, sizeof app->notice, "%s%s%s", told.message, *told.hint ? "\n" : "",
                told.hint);
        app->notice_is_error = true;
}

/* Whether a key asks to leave at once: Ctrl-X, or the second Esc within a second. */
static bool leaves_at_once(App *app, const Press *press)
{
        if (press->action != ACTION_ESCAPE) {
                app->escaped_at = 0;
                return press->action == ACTION_LEAVE;
        }
        bool second = app->escaped_at && now() - app->escaped_at <= ESCAPE_WITHIN;
        app->escaped_at = now();
        return second;
}

/* Another program is saving, or the server is away. Whoever does not want to wait can leave as
 * ever. */
static bool wait_for_store(void *data)
{
        App *app = data;
        app_notice(app, store_waiting(app->store));
        if (app->depth > 0)
                frame_draw(app);
        terminal_sleep(app->terminal, 0);
        Input input;
        while (!app->is_over && !app->leaves_turn && terminal_next(app->terminal, &input)) {
                Press press = input.kind == INPUT_KEY ? keys_press(input.key) : (Press){ 0 };
                bool leaves = input.kind == INPUT_KEY && leaves_at_once(app, &press);
                if (leaves && app->options->is_kiosk)
                        app->leaves_turn = true;
                else if (input.kind == INPUT_END || leaves)
                        app_end(app, leaves);
        }
        return !app->is_over && !app->leaves_turn;
}

bool app_open_store(App *app, Error *error)
{
        return app_open_store_as(app, STORE_CREATE, error);
}

bool app_open_store_as(App *app, StoreMode mode, Error *error)
{
        if (app->store)
                return true;
        app->knows_store = true;
        app->home_is_old = true;
        app->store = store_open(app->options->record_uri, mode, error);
        if (app->store)
                store_on_wait(app->store, wait_for_store, app);
        return app->store != NULL;
}

/* Answers are ids: what was chosen so far stays chosen. */
void app_change_language(App *app)
{
        translate_set(app_next_language());
        app->home_is_old = true;
        Error error = { 0 };
        if (app->session && !session_set_language(app->session, translate_language(), &error))
                app_error(app, &error);
        if (app->preview)
                preview_follow_language(app);
        for (size_t i = 0; i < app->depth; i++)
                sheet_renew(app->stack[i], false);
}

/* What works alike on every sheet, before the sheet itself is asked. */
static bool press_anywhere(App *app, const Press *press)
{
        switch (press->action) {
        case ACTION_HELP:
                page_toggle(app, PAGE_HELP);
                return true;
        case ACTION_CONTACTS:
                page_toggle(app, PAGE_CONTACTS);
                return true;
        case ACTION_LANGUAGE:
                app_change_language(app);
                return true;
        default:
                return app->preview && preview_press(app, press);
        }
}

static void press_navigation(Sheet *sheet, const Press *press)
{
        Pager *pager = &sheet->pager;
        switch (press->action) {
        case ACTION_UP:
                pager_up(pager);
                break;
        case ACTION_DOWN:
                pager_down(pager);
                break;
        case ACTION_PAGE_UP:
                pager_page(pager, -1);
                break;
        case ACTION_PAGE_DOWN:
                pager_page(pager, 1);
                break;
        case ACTION_HOME:
                pager_home(pager);
                break;
        case ACTION_END:
                pager_end(pager);
                break;
        case ACTION_NUMBER:
                pager_focus(pager, press->number - 1);
                break;
        default:
                break;
        }
}

static void press_key(App *app, const Press *press)
{
        if (leaves_at_once(app, press)) {
                if (app->options->is_kiosk)
                        end_turn(app);
                else
                        app_end(app, true);
                return;
        }
        Sheet *sheet = app->stack[app->depth - 1];
        if (press->action == ACTION_ESCAPE && !sheet->takes_escape)
                return;
        *app->notice = '\0';
        if (frame_is_too_small(app))
                return; /* nothing may be answered that cannot be seen */
        if (press_anywhere(app, press))
                return;
        if (!sheet->screen->press(app, sheet, press))
                press_navigation(sheet, press);
}

static void click(App *app, const Input *input)
{
        int rows, columns;
        terminal_size(app->terminal, &rows, &columns);
        Sheet *sheet = app->stack[app->depth - 1];
        if (input->row == rows - 1)
                for (size_t i = 0; i < app->spot_count; i++) {
                        const KeySpot *spot = &app->spots[i];
                        if (input->column >= spot->start && input->column < spot->end) {
                                bool leaves = spot->action == ACTION_ESCAPE; /* twice, as a key */
                                press_key(app,
                                        &(Press){ .action = leaves ? ACTION_LEAVE : spot->action });
                                return;
                        }
                }
        int row = input->row - FRAME_ABOVE;
        size_t stop = 0, before = 0;
        if (frame_is_too_small(app) || row < 0 || (size_t)row >= sheet->pager.height)
                return;
        if (!pager_stop_at(&sheet->pager, row, input->column, &stop)) {
                if (sheet->screen->click)
                        sheet->screen->click(app, sheet, row, input->column);
                return;
        }
        bool again = pager_at(&sheet->pager, &before) && before == stop;
        pager_focus(&sheet->pager, stop);
        press_key(app, &(Press){ .action = ACTION_CLICK, .again = again });
}

static void take(App *app, const Input *input)
{
        Press press;
        bool is_for_warning = app->has_warned && input->kind == INPUT_KEY;
        if (input->kind != INPUT_RESIZE)
                app->acted_at = now();
        frame_prepare(app);
        Sheet *sheet = app->stack[app->depth - 1];
        switch (input->kind) {
        case INPUT_KEY:
                app->has_warned = false;
                press = sheet->is_typing ? keys_type(input->key) : keys_press(input->key);
                if (is_for_warning && press.action != ACTION_ESCAPE && press.action != ACTION_LEAVE)
                        *app->notice = '\0'; /* it said: I am here; it is no answer */
                else
                        press_key(app, &press);
                break;
        case INPUT_CLICK:
                click(app, input);
                break;
        case INPUT_WHEEL:
                if (frame_is_too_small(app))
                        break;
                if (sheet->screen->scroll)
                        sheet->screen->scroll(app, sheet, WHEEL_ROWS * input->wheel);
                else
                        pager_scroll(&sheet->pager, WHEEL_ROWS * input->wheel);
                break;
        case INPUT_RESIZE:
                break; /* the next drawing sees the new size */
        case INPUT_END:
                app_end(app, false);
                break;
        }
}

/* Long work goes on, piece by piece, while nobody presses a key. */
static bool do_work(App *app)
{
        Sheet *sheet = app->stack[app->depth - 1];
        return !frame_is_too_small(app) && sheet->screen->work && sheet->screen->work(app, sheet);
}

/* Milliseconds until a turn at a shared machine is to be warned, or over; -1: there is none. */
static int64_t turn_left(const App *app)
{
        int64_t idle = (int64_t)app->options->idle * 1000;
        if (!app->options->is_kiosk || idle == 0 || !sign_in_is_busy(app))
                return -1;
        bool warns = !app->has_warned && app->depth > 1 && idle > 2 * WARNING;
        int64_t left = app->acted_at + idle - (warns ? WARNING : 0) - now();
        return left > 0 ? left : 0;
}

/* Nobody has pressed a key for long. */
static void end_idle_turn(App *app)
{
        int64_t idle = (int64_t)app->options->idle * 1000;
        if (now() - app->acted_at < idle) {
                app->has_warned = true;
                app_notice(app, _("Are you still there? Press a key to stay; otherwise you are "
                                  "signed out in half a minute. Everything is saved."));
                return;
        }
        end_turn(app);
        app->acted_at = now();
        app_notice(
                app, _("Signed out, because no key was pressed for a while. Everything is saved."));
}

/* Sleeps until something comes; a screen that watches the record is woken every second. */
static void sleep_until_input(App *app)
{
        int64_t started = now(), left = turn_left(app);
        const Sheet *top = app->stack[app->depth - 1];
        bool ticks = top->screen->tick && (left < 0 || left > TICK);
        terminal_sleep(app->terminal, ticks ? TICK : left > INT_MAX ? INT_MAX : (int)left);
        if (ticks && now() - started >= TICK)
                top->screen->tick(app, app->stack[app->depth - 1]);
        if (left >= 0 && now() - started >= left && !terminal_waits(app->terminal))
                end_idle_turn(app);
}

void app_run(App *app)
{
        int flood = 0;
        app->is_over = app->is_over || app->depth == 0;
        app->acted_at = now();
        while (!app->is_over) {
                Input input;
                bool came = terminal_next(app->terminal, &input);
                if (came)
                        take(app, &input);
                if (app->leaves_turn && !app->is_over)
                        end_turn(app);
                app->leaves_turn = false;
                flood = came ? flood + 1 : 0;
                if (app->is_over || (came && flood % FLOOD))
                        continue;
                if (app->preview)
                        preview_follow_file(app);
                bool works = !came && do_work(app);
                frame_draw(app);
                if (came || works)
                        terminal_sleep(app->terminal, 0);
                else
                        sleep_until_input(app);
        }
        while (app->depth > 0)
                close_sheet(app, app->stack[--app->depth]);
}
