#include "report/board_person.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/translate.h"
#include "tui/board_sheet.h"
#include "tui/page.h"

/* A person, or one attempt of theirs. Read anew whenever it is laid out. */
typedef struct PersonSheet {
        BoardSheet *board;
        Arena *arena;
        char person[ID_SIZE];
        char attempt[ID_SIZE]; /* "": the person */
        PersonPage page;
} PersonSheet;

static void offer(Sheet *sheet, bool opens)
{
        sheet_offer(sheet, ACTION_UP, opens ? NULL : _("scroll"));
        if (opens)
                sheet_offer(sheet, ACTION_GO_ON, _("open"));
        sheet_offer(sheet, ACTION_BACK, NULL);
        sheet_offer_common(sheet);
        sheet_offer(sheet, ACTION_QUIT, _("back"));
}

static void lay_items(Document *document, const char *lead, const PersonItem *items, size_t count)
{
        document_lead(document, SPAN_STRONG, lead);
        for (size_t i = 0; i < count; i++)
                document_stop(document, "", SPAN_PLAIN, items[i].words, NULL);
}

static void person_lay(App *app, Sheet *sheet, int columns)
{
        PersonSheet *state = sheet->state;
        Document *document = &sheet->document;
        Error error = { 0 };
        (void)columns;
        arena_reset(state->arena);
        if (!board_person(app->store, state->person, board_today(state->board->board), state->arena,
                    &state->page, &error))
                app_error(app, &error);
        const PersonPage *page = &state->page;
        sheet->title = page->head.title;
        sheet->position = page->head.position;
        sheet->saved = "";
        lay_items(document, _("Modules"), page->modules, page->module_count);
        document_rich(document, &page->head.body, false);
        if (page->attempt_count)
                lay_items(
                        document, _("Attempts, newest first"), page->attempts, page->attempt_count);
        else
                document_rich_text(document, SPAN_PLAIN, _("No attempts yet."));
        if (page->has_more)
                document_rich_text(document, SPAN_PLAIN,
                        arena_printf(document->arena, _("Older ones: makesafe history --as %s"),
                                page->staff_id));
        offer(sheet, true);
}

static void attempt_push(App *app, const PersonSheet *from, const char *attempt);

static void open_item(App *app, PersonSheet *state, size_t stop)
{
        const PersonPage *page = &state->page;
        if (stop < page->module_count)
                board_module_push(app, state->board, page->modules[stop].id);
        else if (stop - page->module_count < page->attempt_count)
                attempt_push(app, state, page->attempts[stop - page->module_count].id);
}

static bool leaves(App *app, const Press *press)
{
        if (press->action != ACTION_BACK && press->action != ACTION_QUIT)
                return false;
        app_pop(app);
        return true;
}

static bool person_press(App *app, Sheet *sheet, const Press *press)
{
        size_t stop = 0;
        bool opens = press->action == ACTION_GO_ON || press->action == ACTION_RIGHT ||
                     (press->action == ACTION_CLICK && press->again);
        if (opens && pager_at(&sheet->pager, &stop))
                open_item(app, sheet->state, stop);
        return opens || press->action == ACTION_CLICK || leaves(app, press);
}

static void person_tick(App *app, Sheet *sheet)
{
        PersonSheet *state = sheet->state;
        if (board_has_changed(app, state->board))
                sheet_renew(sheet, false);
}

static void person_close(App *app, Sheet *sheet)
{
        (void)app;
        PersonSheet *state = sheet->state;
        arena_free(state->arena);
        free(state);
}

static const Screen person_screen = {
        .name = "person",
        .lay = person_lay,
        .press = person_press,
        .close = person_close,
        .tick = person_tick,
};

static void attempt_lay(App *app, Sheet *sheet, int columns)
{
        PersonSheet *state = sheet->state;
        Error error = { 0 };
        View view = { .title = "" };
        (void)columns;
        arena_reset(state->arena);
        if (!board_attempt(app->store, state->attempt, state->arena, &view, &error))
                app_error(app, &error);
        sheet->title = view.title;
        sheet->position = sheet->saved = "";
        document_rich(&sheet->document, &view.body, false);
        offer(sheet, false);
}

static bool attempt_press(App *app, Sheet *sheet, const Press *press)
{
        if (press->action == ACTION_GO_ON && !pager_is_at_end(&sheet->pager)) {
                pager_page(&sheet->pager, 1);
                return true;
        }
        if (press->action == ACTION_GO_ON)
                app_pop(app);
        return press->action == ACTION_GO_ON || leaves(app, press);
}

static const Screen attempt_screen = {
        .name = "attempt",
        .lay = attempt_lay,
        .press = attempt_press,
        .close = person_close,
        .tick = person_tick,
};

static PersonSheet *new_state(BoardSheet *board, const char *person)
{
        PersonSheet *state = xmalloc(sizeof *state);
        *state = (PersonSheet){ .board = board, .arena = arena_new() };
        memcpy(state->person, person, ID_SIZE);
        return state;
}

static void attempt_push(App *app, const PersonSheet *from, const char *attempt)
{
        PersonSheet *state = new_state(from->board, from->person);
        memcpy(state->attempt, attempt, ID_SIZE);
        app_push(app, &attempt_screen, state);
}

void board_person_push(App *app, BoardSheet *board, const BoardRow *row)
{
        app_push(app, &person_screen, new_state(board, row->person));
}
