#include "report/board_module.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/translate.h"
#include "tui/board_sheet.h"

enum { LOOK_EVERY = 20 /* milliseconds */ };

typedef struct ModuleSheet {
        BoardSheet *board;
        Terminal *terminal;
        Arena *arena;
        char *module;
        Module *known;  /* or NULL */
        char *language; /* it was loaded in */
        ModuleFigures figures;
        bool is_read, is_stopped, has_failed;
        int64_t looked_at;
} ModuleSheet;

static int64_t now(void)
{
        struct timespec time;
        clock_gettime(CLOCK_MONOTONIC, &time);
        return (int64_t)time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

/* Reading ends where a key is waiting, and begins anew behind it. */
static bool nobody_waits(void *data)
{
        ModuleSheet *state = data;
        if (now() - state->looked_at < LOOK_EVERY)
                return true;
        state->looked_at = now();
        return !terminal_waits(state->terminal);
}

static void load_known(App *app, ModuleSheet *state)
{
        Error error = { 0 };
        if (state->language && strcmp(state->language, translate_language()) == 0)
                return;
        free(state->language);
        state->language = xstrdup(translate_language());
        module_free(state->known);
        state->known = library_load(app->options->library, state->module, state->language, &error);
}

static void module_lay(App *app, Sheet *sheet, int columns)
{
        ModuleSheet *state = sheet->state;
        Document *document = &sheet->document;
        (void)columns;
        load_known(app, state);
        sheet->saved = "";
        sheet->title = state->module;
        sheet->position = "";
        if (state->is_read) {
                View view = board_module_view(&state->figures, state->known, true, document->arena);
                sheet->title = view.title;
                sheet->position = view.position;
                document_rich(document, &view.body, false);
        } else {
                document_rich_text(document, SPAN_PLAIN,
                        state->is_stopped ? _("Stopped. Enter counts again.")
                                          : _("Counting… Esc stops it."));
        }
        sheet->takes_escape = !state->is_read && !state->is_stopped;
        if (sheet->takes_escape)
                sheet_offer(sheet, ACTION_STOP, NULL);
        sheet_offer(sheet, ACTION_UP, _("scroll"));
        sheet_offer(sheet, ACTION_BACK, NULL);
        sheet_offer_common(sheet);
        sheet_offer(sheet, ACTION_QUIT, _("back"));
}

static bool module_work(App *app, Sheet *sheet)
{
        ModuleSheet *state = sheet->state;
        Error error = { 0 };
        bool stopped = false;
        if (state->is_read || state->is_stopped)
                return false;
        arena_reset(state->arena);
        state->looked_at = now();
        if (!board_module(app->store, state->board->board, state->module, state->arena,
                    &state->figures, nobody_waits, state, &stopped, &error)) {
                app_error(app, &error);
                state->is_stopped = true;
        }
        state->is_read = !stopped && !state->is_stopped;
        sheet_renew(sheet, false);
        return stopped;
}

static bool module_press(App *app, Sheet *sheet, const Press *press)
{
        ModuleSheet *state = sheet->state;
        switch (press->action) {
        case ACTION_ESCAPE:
        case ACTION_STOP:
                state->is_stopped = !state->is_read;
                sheet_renew(sheet, false);
                return true;
        case ACTION_GO_ON:
                if (state->is_stopped) {
                        state->is_stopped = false;
                        sheet_renew(sheet, false);
                } else if (pager_is_at_end(&sheet->pager)) {
                        app_pop(app);
                } else {
                        pager_page(&sheet->pager, 1);
                }
                return true;
        case ACTION_BACK:
        case ACTION_QUIT:
                app_pop(app);
                return true;
        default:
                return false;
        }
}

static void module_tick(App *app, Sheet *sheet)
{
        ModuleSheet *state = sheet->state;
        if (!board_has_changed(app, state->board))
                return;
        board_catch_up(app, app->stack[0], state->board);
        state->is_read = false;
        (void)sheet;
}

static void module_close(App *app, Sheet *sheet)
{
        (void)app;
        ModuleSheet *state = sheet->state;
        module_free(state->known);
        arena_free(state->arena);
        free(state->module);
        free(state->language);
        free(state);
}

static const Screen module_screen = {
        .name = "module",
        .lay = module_lay,
        .press = module_press,
        .close = module_close,
        .work = module_work,
        .tick = module_tick,
};

void board_module_push(App *app, BoardSheet *board, const char *module)
{
        ModuleSheet *state = xmalloc(sizeof *state);
        *state = (ModuleSheet){ .board = board,
                .terminal = app->terminal,
                .arena = arena_new(),
                .module = xstrdup(module) };
        app_push(app, &module_screen, state);
}
