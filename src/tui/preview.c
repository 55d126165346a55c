#include "tui/preview.h"

#include <stdlib.h>
#include <string.h>

#include "base/translate.h"
#include "tui/page.h"
#include "tui/question.h"
#include "tui/sitting.h"

enum {
        PAGE = 1,       /* the page's place in the stack, above the list */
        BESIDE = 100,   /* columns of the window from which two languages stand side by side */
        GUTTER = 3,     /* cells between them */
        CODE_INDENT = 4 /* of a line of the file on a page */
};

/* Two languages of a page, read only. */
typedef struct Both {
        Arena *arena;
} Both;

static void lay_beside(Sheet *sheet, const Rich *left, const Rich *right, Arena *arena)
{
        Document *document = &sheet->document;
        int cells = (document->width - GUTTER) / 2, second = DOCUMENT_MARGIN + cells + GUTTER;
        Lines one = rich_layout(arena, left, cells, true),
              two = rich_layout(arena, right, cells, true);
        for (size_t i = 0; i < one.count || i < two.count; i++) {
                const Line none = { 0 };
                const Line *a = i < one.count ? &one.lines[i] : &none;
                const Line *b = i < two.count ? &two.lines[i] : &none;
                Piece *pieces = arena_array(arena, Piece, a->count + b->count + 1);
                for (size_t j = 0; j < a->count; j++) {
                        pieces[j] = a->pieces[j];
                        pieces[j].column += DOCUMENT_MARGIN;
                }
                for (size_t j = 0; j < b->count; j++) {
                        pieces[a->count + j] = b->pieces[j];
                        pieces[a->count + j].column += second;
                }
                document_row(document, pieces, a->count + b->count, false);
        }
}

static void both_lay(App *app, Sheet *sheet, int columns)
{
        Both *both = sheet->state;
        int rows, window;
        (void)columns;
        terminal_size(app->terminal, &rows, &window);
        arena_reset(both->arena);
        const View *view = preview_view(app->preview), *other = preview_other_view(app->preview);
        Rich page = preview_whole(both->arena, view);
        sheet->title = view->title;
        sheet->position = view->position;
        sheet->saved = "";
        if (other) {
                Rich beside = preview_whole(both->arena, other);
                if (window >= BESIDE) {
                        lay_beside(sheet, &page, &beside, both->arena);
                } else {
                        document_rich(&sheet->document, &page, true);
                        document_rich_text(&sheet->document, SPAN_QUIET, "* * *");
                        document_rich(&sheet->document, &beside, true);
                }
                document_freeze(&sheet->document);
        }
        sheet_offer(sheet, ACTION_UP, _("scroll"));
        sheet_offer(sheet, ACTION_GO_ON, NULL);
        sheet_offer(sheet, ACTION_BACK, NULL);
        sheet_offer_common(sheet);
        sheet_offer(sheet, ACTION_QUIT, _("list"));
}

static bool both_press(App *app, Sheet *sheet, const Press *press)
{
        switch (press->action) {
        case ACTION_GO_ON:
                if (!pager_is_at_end(&sheet->pager))
                        pager_page(&sheet->pager, 1);
                else
                        preview_turn(app, true);
                return true;
        case ACTION_MARK:
                pager_page(&sheet->pager, 1);
                return true;
        case ACTION_BACK:
                preview_turn(app, false);
                return true;
        case ACTION_QUIT:
                app_pop(app);
                return true;
        default:
                return false;
        }
}

static void both_close(App *app, Sheet *sheet)
{
        (void)app;
        Both *both = sheet->state;
        arena_free(both->arena);
        free(both);
}

static const Screen both_screen = {
        .name = "both languages",
        .lay = both_lay,
        .press = both_press,
        .close = both_close,
};

static const Screen *sheet_for(App *app, bool both, void **state)
{
        if (!both || !preview_other_view(app->preview))
                return sitting_sheet(app, state);
        Both *beside = xmalloc(sizeof *beside);
        beside->arena = arena_new();
        *state = beside;
        return &both_screen;
}

static void set_cells(App *app)
{
        int rows, columns;
        terminal_size(app->terminal, &rows, &columns);
        int width = columns - DOCUMENT_MARGIN - 1;
        preview_set_cells(app->preview, (width > DOCUMENT_WIDEST ? DOCUMENT_WIDEST : width) -
                                                CODE_INDENT - 2 /* for "…" */);
}

static bool shows_both(const App *app)
{
        return app->depth > PAGE && app->stack[PAGE]->screen == &both_screen;
}

/* Puts a sheet for the page that is to be shown now above the list. */
static void show_page(App *app, bool both)
{
        void *state = NULL;
        set_cells(app);
        const Screen *screen = sheet_for(app, both, &state);
        if (app->depth > PAGE)
                app_replace_at(app, PAGE, screen, state);
        else
                app_push(app, screen, state);
}

void preview_show_page(App *app)
{
        show_page(app, false);
}

/* Whether an answer half given on a sheet still fits the form. In a story the way taken may lead
 * elsewhere. */
static bool still_fits(const Sheet *sheet, const View *view, const Form *old)
{
        const Form *form = view->form;
        (void)sheet;
        return form && form->kind == old->kind && form->kind != QUESTION_BRANCH &&
               form->count == old->count && form->other_count == old->other_count &&
               form->asks_confidence == old->asks_confidence;
}

bool preview_push(App *app, const char *file, Error *error)
{
        app->preview = preview_open(file, app->options->session.language, error);
        if (!app->preview)
                return false;
        terminal_watch(app->terminal, preview_fd(app->preview));
        app_push(app, &preview_list_screen, preview_list_new());
        if (preview_has_errors(app->preview))
                preview_show_page(app);
        if (preview_fd(app->preview) < 0)
                app_notice(app, _("This system does not tell when a file is saved: press r to read "
                                  "it again."));
        return true;
}

void preview_turn(App *app, bool forward)
{
        if (forward ? preview_forward(app->preview) : preview_back(app->preview))
                show_page(app, shows_both(app));
        else
                app_notice(
                        app, forward ? _("This is the last page.") : _("This is the first page."));
}

void preview_take_answer(App *app, const Response *response)
{
        Error error = { 0 };
        if (preview_answer(app->preview, response, &error))
                show_page(app, false);
        else
                app_error(app, &error);
}

/* The module was read anew, or is another language's: what stands on the page is too. The reader
 * stays where they were where the page is of the same kind. */
static void renew_page(App *app, void (*change)(App *app))
{
        size_t count = 0, row = preview_row(app->preview);
        const View *before = preview_view(app->preview);
        const ViewKind kind = before->kind;
        const Form form = before->form ? *before->form : (Form){ 0 };
        set_cells(app);
        change(app);
        const View *after = preview_view(app->preview);
        bool same = after->kind == kind && preview_row(app->preview) == row;
        if (app->depth > PAGE) {
                Sheet *sheet = app->stack[PAGE];
                bool stays = sheet->screen == &both_screen
                                     ? same && preview_other_view(app->preview)
                             : kind == VIEW_QUESTION ? same && still_fits(sheet, after, &form)
                                                     : same;
                if (stays)
                        sheet_renew(sheet, false);
                else
                        show_page(app, shows_both(app));
        }
        preview_rows(app->preview, &count);
        sheet_renew(app->stack[0], false);
}

static void reload(App *app)
{
        app_notice(app, preview_reload(app->preview));
}

static void take_language(App *app)
{
        preview_set_language(app->preview, translate_language());
}

static void take_next_language(App *app)
{
        if (!preview_next_language(app->preview))
                app_notice(app, _("The module has no other language yet."));
}

static void toggle_check(App *app)
{
        preview_toggle_check(app->preview);
}

/* Whether a sheet is the list or a page of the preview, not help or who to call. */
static bool is_own(const Sheet *sheet)
{
        return sheet->screen == &preview_list_screen || sheet->screen == &both_screen ||
               sheet->screen == &question_screen || page_is_sitting(sheet);
}

void preview_follow_file(App *app)
{
        bool is_behind = preview_is_behind(app->preview);
        if (is_behind && app->depth > 0 && is_own(app->stack[app->depth - 1]))
                renew_page(app, reload);
}

void preview_follow_language(App *app)
{
        renew_page(app, take_language);
}

static void turn_both(App *app)
{
        if (app->depth <= PAGE)
                return;
        if (shows_both(app))
                show_page(app, false);
        else if (preview_other_view(app->preview))
                show_page(app, true);
        else
                app_notice(app, _("This page is in one language only."));
}

static void press_check(App *app)
{
        if (app->depth > PAGE)
                renew_page(app, toggle_check);
        else {
                preview_toggle_check(app->preview);
                show_page(app, false);
        }
}

bool preview_press(App *app, const Press *press)
{
        const Sheet *top = app->stack[app->depth - 1];
        if (press->action != ACTION_NONE || top->is_typing || !is_own(top))
                return false;
        switch (press->character) {
        case 'n':
        case 'p':
                if (app->depth > PAGE)
                        preview_turn(app, press->character == 'n');
                return true;
        case 'g':
                if (app->depth > PAGE)
                        app_pop(app);
                return true;
        case '/':
                preview_list_prompt(app, PREVIEW_FIND);
                return true;
        case 's':
                preview_list_prompt(app, PREVIEW_SEED);
                return true;
        case 'b':
                turn_both(app);
                return true;
        case 't':
                renew_page(app, take_next_language);
                return true;
        case 'e':
                press_check(app);
                return true;
        case 'r':
                renew_page(app, reload);
                return true;
        default:
                return false;
        }
}
