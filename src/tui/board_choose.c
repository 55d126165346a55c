#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/translate.h"
#include "report/board_module.h"
#include "tui/board_sheet.h"
#include "view/bar.h"

enum { BAR_CELLS = 10 };

/* A list to choose from. The first of sites and modules is "all of them". */
typedef struct Choosing {
        Action what;
        Sheet *table; /* the board's sheet, below on the stack */
        BoardSheet *board;
        Arena *arena;
        BoardGroup *groups;
        size_t count;
        unsigned marked; /* statuses */
        bool has_marked; /* the reader has marked or unmarked any: then Enter takes the marks */
} Choosing;

static const char *clean(Arena *arena, const char *text)
{
        Text cleaned = { 0 };
        text_append_clean(&cleaned, text);
        const char *copy = arena_strdup(arena, text_string(&cleaned));
        text_clear(&cleaned);
        return copy;
}

static void lay_columns(Sheet *sheet, const BoardQuery *query)
{
        document_lead(&sheet->document, SPAN_STRONG, _("Sort by what?"));
        document_blank(&sheet->document);
        for (BoardColumn column = 0; column < BOARD_COLUMNS; column++) {
                bool is_it = column == query->order;
                document_stop(&sheet->document, is_it ? "(•) " : "( ) ", SPAN_PLAIN,
                        board_column_word(column),
                        !is_it              ? NULL
                        : query->descending ? _("▼ descending; Enter turns it round")
                                            : _("▲ ascending; Enter turns it round"));
        }
}

static void lay_statuses(Sheet *sheet, const Choosing *choosing)
{
        Document *document = &sheet->document;
        BoardCounts counts = board_counts(choosing->board->board);
        document_lead(document, SPAN_STRONG,
                _("Which status? Space marks several; none marked is all of them."));
        document_blank(document);
        for (size_t i = 0; i < STATUS_COUNT; i++) {
                CompletionStatus status = board_urgency[i];
                document_stop(document, choosing->marked & 1u << status ? "[x] " : "[ ] ",
                        SPAN_PLAIN, board_status_word(status),
                        arena_printf(document->arena, "%zu", counts.statuses[status]));
        }
}

static const char *group_tail(const BoardCounts *counts, Arena *arena)
{
        double share = counts->rows ? (double)counts->trained / (double)counts->rows : 0;
        return arena_printf(arena, _("%zu of %zu trained, %3d%%  %s"), counts->trained,
                counts->rows, (int)(share * 100 + 0.5), bar_text(share, BAR_CELLS, arena));
}

static void lay_groups(Sheet *sheet, const Choosing *choosing, const BoardQuery *query)
{
        Document *document = &sheet->document;
        bool is_site = choosing->what == ACTION_SITE;
        const char *asked = is_site ? query->site : query->module;
        document_lead(document, SPAN_STRONG, is_site ? _("Which site?") : _("Which module?"));
        document_blank(document);
        document_stop(document, asked ? "( ) " : "(•) ", SPAN_PLAIN,
                is_site ? _("all sites") : _("all modules"), NULL);
        for (size_t i = 0; i < choosing->count; i++) {
                const BoardGroup *group = &choosing->groups[i];
                bool is_it = asked && strcmp(asked, group->name) == 0;
                document_stop(document, is_it ? "(•) " : "( ) ", SPAN_PLAIN,
                        *group->name ? clean(document->arena, group->name) : _("without a site"),
                        group_tail(&group->counts, document->arena));
        }
}

static void choose_lay(App *app, Sheet *sheet, int columns)
{
        Choosing *choosing = sheet->state;
        const BoardQuery *query = board_query(choosing->board->board);
        (void)app, (void)columns;
        sheet->title = _("Training board");
        sheet->position = sheet->saved = "";
        if (choosing->what == ACTION_SORT)
                lay_columns(sheet, query);
        else if (choosing->what == ACTION_STATUS)
                lay_statuses(sheet, choosing);
        else
                lay_groups(sheet, choosing, query);
        sheet_offer(sheet, ACTION_UP, NULL);
        if (choosing->what == ACTION_STATUS)
                sheet_offer(sheet, ACTION_MARK, NULL);
        sheet_offer(sheet, ACTION_GO_ON, _("choose"));
        sheet_offer(sheet, ACTION_BACK, NULL);
        if (choosing->what == ACTION_MODULE)
                sheet_offer(sheet, ACTION_FIGURES, NULL);
        sheet_offer(sheet, ACTION_HELP, NULL);
        sheet_offer(sheet, ACTION_QUIT, _("back"));
}

/* What is chosen by Enter on a stop. */
static void choose(Choosing *choosing, BoardQuery *query, size_t stop)
{
        const char *name =
                stop > 0 && stop <= choosing->count ? choosing->groups[stop - 1].name : NULL;
        switch (choosing->what) {
        case ACTION_SORT:
                query->descending = query->order == (BoardColumn)stop && !query->descending;
                query->order = (BoardColumn)stop;
                break;
        case ACTION_STATUS:
                query->statuses =
                        choosing->has_marked ? choosing->marked : 1u << board_urgency[stop];
                break;
        case ACTION_SITE:
                query->site = name;
                break;
        default:
                query->module = name;
                break;
        }
}

static void go_back(App *app, Choosing *choosing, size_t stop, bool chooses)
{
        Sheet *table = choosing->table;
        BoardSheet *board = choosing->board;
        if (chooses) {
                BoardQuery query = *board_query(board->board);
                choose(choosing, &query, stop);
                board_ask_again(table, board, &query, choosing->what == ACTION_SORT);
        }
        app_pop(app);
}

static bool press_group(App *app, Choosing *choosing, size_t stop, const Press *press)
{
        bool wants = press->action == ACTION_FIGURES || press->action == ACTION_RIGHT ||
                     keys_board(press->character) == ACTION_FIGURES;
        if (choosing->what != ACTION_MODULE || !wants || stop == 0 || stop > choosing->count)
                return false;
        board_module_push(app, choosing->board, choosing->groups[stop - 1].name);
        return true;
}

static bool choose_press(App *app, Sheet *sheet, const Press *press)
{
        Choosing *choosing = sheet->state;
        size_t stop = 0;
        bool at = pager_at(&sheet->pager, &stop);
        if (at && press_group(app, choosing, stop, press))
                return true;
        bool marks = press->action == ACTION_MARK || press->action == ACTION_CLICK;
        switch (press->action) {
        case ACTION_MARK:
        case ACTION_CLICK:
                if (at && marks && choosing->what == ACTION_STATUS) {
                        choosing->marked ^= 1u << board_urgency[stop];
                        choosing->has_marked = true;
                        sheet_renew(sheet, false);
                } else if (at && (press->action == ACTION_MARK || press->again)) {
                        go_back(app, choosing, stop, true);
                }
                return true;
        case ACTION_GO_ON:
                go_back(app, choosing, stop, at);
                return true;
        case ACTION_BACK:
        case ACTION_QUIT:
                go_back(app, choosing, stop, false);
                return true;
        default:
                return false;
        }
}

static void choose_close(App *app, Sheet *sheet)
{
        (void)app;
        Choosing *choosing = sheet->state;
        arena_free(choosing->arena);
        free(choosing);
}

static const Screen choose_screen = {
        .name = "choose",
        .lay = choose_lay,
        .press = choose_press,
        .close = choose_close,
};

/* Where the focus begins: on what holds now. */
static size_t chosen_now(const Choosing *choosing)
{
        const BoardQuery *query = board_query(choosing->board->board);
        const char *asked = choosing->what == ACTION_SITE ? query->site : query->module;
        if (choosing->what == ACTION_SORT)
                return query->order;
        for (size_t i = 0; choosing->what != ACTION_STATUS && asked && i < choosing->count; i++)
                if (strcmp(choosing->groups[i].name, asked) == 0)
                        return i + 1;
        return 0;
}

void board_choose(App *app, Sheet *sheet, BoardSheet *state, Action what)
{
        Choosing *choosing = xmalloc(sizeof *choosing);
        *choosing = (Choosing){ .what = what,
                .table = sheet,
                .board = state,
                .arena = arena_new(),
                .marked = board_query(state->board)->statuses };
        if (what == ACTION_SITE || what == ACTION_MODULE)
                choosing->groups =
                        board_groups(state->board, what == ACTION_SITE ? GROUP_SITE : GROUP_MODULE,
                                choosing->arena, &choosing->count);
        app_push(app, &choose_screen, choosing);
        app->stack[app->depth - 1]->goes_to = chosen_now(choosing);
}
