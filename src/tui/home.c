#include "tui/home.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/translate.h"
#include "session/home.h"
#include "tui/board.h"
#include "tui/frame.h"
#include "tui/page.h"
#include "tui/sitting.h"

enum { SUMMARY_ROWS = 2, PANEL_ROWS = 3, NUMBERED = 9, SUMMARY_INDENT = DOCUMENT_STOP + 3 };

typedef struct HomePage {
        Arena *arena;
        Home home;
        char language[16]; /* it was read in; "" before the first time */
        bool has_states;   /* the record was asked */
} HomePage;

static char *clean(Arena *arena, const char *text)
{
        Text cleaned = { 0 };
        text_append_clean(&cleaned, text ? text : "");
        char *kept = arena_strdup(arena, text_string(&cleaned));
        text_clear(&cleaned);
        return kept;
}

static void read_home(App *app, HomePage *page)
{
        const char *language = translate_language();
        Error error = { 0 };
        arena_reset(page->arena);
        page->home = (Home){ 0 };
        if (!home_load(app->options->library, app->store, app->staff_id, language, day_today(),
                    page->arena, &page->home, &error)) {
                app_error(app, &error);
                Error again = { 0 };
                home_load(app->options->library, NULL, app->staff_id, language, day_today(),
                        page->arena, &page->home, &again);
        }
        snprintf(page->language, sizeof page->language, "%s", language);
        if (app->options->is_kiosk)
                home_hide_troubles(&page->home);
        page->has_states = app->knows_store;
        app->home_is_old = false;
}

static size_t row_of(const Home *home, const char *id)
{
        for (size_t i = 0; i < home->count; i++)
                if (strcmp(home->rows[i].id, id) == 0)
                        return i;
        return home->suggested;
}

/* The order of titles differs between languages: the focus stays on its module. */
static void renew_home(App *app, Sheet *sheet, HomePage *page)
{
        if (!app->home_is_old && strcmp(page->language, translate_language()) == 0)
                return;
        /* The stops are being made anew: the pager alone still knows where the focus is. */
        size_t focus = sheet->pager.focus;
        bool stays = page->has_states && !sheet->is_new && focus < page->home.count;
        char id[LIMIT_ID + 1] = "";
        if (stays)
                snprintf(id, sizeof id, "%s", page->home.rows[focus].id);
        sheet->title = sheet->position =
                ""; /* reading may wait for the record, and draw meanwhile */
        read_home(app, page);
        if (page->home.count > 0)
                sheet->goes_to = stays ? row_of(&page->home, id) : page->home.suggested;
}

static const char *tail_of(const HomePage *page, Arena *arena, const HomeRow *row)
{
        const char *state = page->has_states || row->is_broken ? row->state : "…";
        if (row->minutes == 0)
                return state;
        return arena_printf(arena, ngettext("%s · %u minute", "%s · %u minutes", row->minutes),
                state, row->minutes);
}

/* Lays the list out with so many rows of each summary below its title. */
static void lay_list(Sheet *sheet, const HomePage *page, size_t summary_rows, bool airy)
{
        Document *document = &sheet->document;
        for (size_t i = 0; i < page->home.count; i++) {
                const HomeRow *row = &page->home.rows[i];
                char label[16] = "   ";
                if (i < NUMBERED)
                        snprintf(label, sizeof label, "%zu  ", i + 1);
                if (airy && i > 0)
                        document_blank(document);
                document_stop(document, label, SPAN_STRONG, clean(document->arena, row->title),
                        tail_of(page, document->arena, row));
                if (summary_rows > 0 && row->summary && *row->summary)
                        document_under(document, SUMMARY_INDENT, SPAN_PLAIN,
                                clean(document->arena, row->summary), summary_rows);
        }
}

/* What is about to be forgotten, below the modules; its stop comes after theirs. */
static void lay_due(Sheet *sheet, const HomePage *page)
{
        Document *document = &sheet->document;
        if (!page->home.due)
                return;
        document_blank(document);
        document_stop(document, "r  ", SPAN_STRONG,
                arena_printf(document->arena,
                        ngettext("%zu question to refresh", "%zu questions to refresh",
                                page->home.due),
                        page->home.due),
                arena_printf(document->arena,
                        ngettext("about %u minute", "about %u minutes", page->home.due_minutes),
                        page->home.due_minutes));
}

/* A supervisor at a shared machine, where no command can be typed. */
static void lay_board(App *app, Sheet *sheet)
{
        if (!app->is_supervisor)
                return;
        document_blank(&sheet->document);
        document_stop(&sheet->document, "   ", SPAN_STRONG, _("Who is trained: the board"), NULL);
}

static void lay_empty(Sheet *sheet)
{
        Document *document = &sheet->document;
        document_rich_text(document, SPAN_STRONG, _("There are no training modules here yet."));
        document_rich_text(document, SPAN_PLAIN,
                _("Please tell whoever looks after this machine. They can name the folder that has "
                  "them: makesafe --modules FOLDER"));
        document_rich_text(
                document, SPAN_PLAIN, _("Who to call when you are worried about a child: press !"));
}

/* As much as fits: summaries that stand still need no drawing when the focus moves. A long list has
 * titles alone, and the summary of one below. */
static void home_lay(App *app, Sheet *sheet, int columns)
{
        HomePage *page = sheet->state;
        renew_home(app, sheet, page);
        sheet->title = _("makesafe: see something, say something");
        char *position = arena_printf(page->arena,
                ngettext("%zu module", "%zu modules", page->home.count), page->home.count);
        if (app->options->is_kiosk) /* whose turn it is */
                position = clean(page->arena, app->staff_id);
        sheet->position = position;
        sheet->saved = "";
        size_t height = (size_t)(sheet->rows - FRAME_ABOVE - FRAME_BELOW);
        if (page->home.count == 0) {
                lay_empty(sheet);
                lay_board(app, sheet);
        } else {
                static const struct {
                        size_t summary_rows;
                        bool airy;
                } layouts[] = { { SUMMARY_ROWS, true }, { SUMMARY_ROWS, false }, { 1, true },
                        { 1, false }, { 0, false } };
                for (size_t i = 0; i < sizeof layouts / sizeof *layouts; i++) {
                        document_start(&sheet->document, columns);
                        lay_list(sheet, page, layouts[i].summary_rows, layouts[i].airy);
                        lay_due(sheet, page);
                        lay_board(app, sheet);
                        sheet->panel_rows = layouts[i].summary_rows ? 0 : PANEL_ROWS;
                        if (sheet->document.count <= height)
                                break;
                }
                sheet_offer(sheet, ACTION_UP, NULL);
                sheet_offer(sheet, ACTION_GO_ON, _("open"));
        }
        sheet_offer_common(sheet);
}

static const char *home_panel(Sheet *sheet)
{
        const HomePage *page = sheet->state;
        size_t focus = 0;
        if (!pager_at(&sheet->pager, &focus) || focus >= page->home.count)
                return "";
        return clean(sheet->document.arena, page->home.rows[focus].summary);
}

static void open_module(App *app, const HomePage *page, size_t index)
{
        const HomeRow *row = &page->home.rows[index];
        Error error = { 0 };
        if (row->is_broken) {
                error_set(&error, _("The module '%s' cannot be used: %s"), row->id, row->summary);
                error_hint(&error, _("Whoever looks after the modules can see all that is wrong "
                                     "with: makesafe check"));
                page_message(app, _("This module cannot be used"), &error);
                return;
        }
        SessionOptions options = { .staff_id = app->staff_id,
                .roster_required = app->options->session.roster_required };
        if (!sitting_open(app, row->id, &options, &error))
                page_message(app, _("This module could not be opened"), &error);
}

static void open_refresher(App *app)
{
        Error error = { 0 };
        SessionOptions options = { .kind = SITTING_REFRESH, .staff_id = app->staff_id };
        if (!sitting_open(app, NULL, &options, &error))
                page_message(app, _("The refresher could not be opened"), &error);
}

static void open_board(App *app)
{
        Error error = { 0 };
        if (!board_push(app, &error))
                app_error(app, &error);
}

static bool home_press(App *app, Sheet *sheet, const Press *press)
{
        const HomePage *page = sheet->state;
        size_t focus = 0;
        bool opens = press->action == ACTION_GO_ON || press->action == ACTION_RIGHT ||
                     (press->action == ACTION_CLICK && press->again);
        bool has_focus = pager_at(&sheet->pager, &focus),
             has_due = page->home.count && page->home.due;
        if (press->action == ACTION_NONE && press->character == 'r' && has_due)
                open_refresher(app);
        else if (opens && has_focus && focus < page->home.count)
                open_module(app, page, focus);
        else if (opens && has_focus && has_due && focus == page->home.count)
                open_refresher(app);
        else if (opens && app->is_supervisor)
                open_board(app);
        if (press->action == ACTION_QUIT)
                app_pop(app);
        return opens || press->action == ACTION_QUIT || press->action == ACTION_CLICK;
}

static void home_close(App *app, Sheet *sheet)
{
        (void)app;
        HomePage *page = sheet->state;
        arena_free(page->arena);
        free(page);
}

static const Screen home_screen = {
        .name = "home",
        .lay = home_lay,
        .press = home_press,
        .panel = home_panel,
        .close = home_close,
};

void home_push(App *app)
{
        HomePage *page = xmalloc(sizeof *page);
        *page = (HomePage){ .arena = arena_new() };
        app_push(app, &home_screen, page);
}
