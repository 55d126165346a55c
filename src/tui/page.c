#include "tui/page.h"

#include <stdlib.h>
#include <string.h>

#include "base/translate.h"
#include "module/contacts.h"
#include "report/board_module.h"
#include "tui/sitting.h"
#include "view/pages.h"

typedef struct Page {
        PageKind kind;
        Arena *arena; /* of the view of a page outside a sitting */
        View view;
        char *title; /* PAGE_MESSAGE */
        Error error;
} Page;

void *page_new(PageKind kind)
{
        Page *page = xmalloc(sizeof *page);
        *page = (Page){ .kind = kind, .arena = arena_new() };
        return page;
}

static View contacts_page(App *app, Page *page)
{
        Error error = { 0 };
        Contacts *contacts = library_contacts(app->options->library, &error);
        View view = contacts_view(page->arena, contacts, NULL);
        contacts_free(contacts); /* the view has copies; without any contacts it has the rule */
        return view;
}

static View help_page(App *app, Page *page)
{
        Error error = { 0 };
        Contacts *contacts = library_contacts(app->options->library, &error);
        View view = help_view(page->arena, contacts, false);
        contacts_free(contacts);
        return view;
}

static bool is_on_board(const App *app)
{
        for (size_t i = 0; i < app->depth; i++)
                if (strncmp(app->stack[i]->screen->name, "board", 5) == 0)
                        return true;
        return false;
}

static const View *view_of(App *app, Page *page)
{
        if (page->kind == PAGE_SITTING)
                return sitting_view(app);
        arena_reset(page->arena);
        switch (page->kind) {
        case PAGE_CONTACTS:
                page->view = contacts_page(app, page);
                break;
        case PAGE_HELP:
                page->view = is_on_board(app) ? board_help_view(page->arena, false)
                             : app->preview   ? preview_help_view(page->arena, false)
                                              : help_page(app, page);
                break;
        default:
                page->view = message_view(
                        page->arena, page->title, page->error.message, page->error.hint);
                break;
        }
        return &page->view;
}

static void page_lay(App *app, Sheet *sheet, int columns)
{
        (void)columns;
        Page *page = sheet->state;
        const View *view = view_of(app, page);
        sheet->title = view->title;
        sheet->position = view->position;
        sheet->saved = view->saved;
        document_rich(&sheet->document, &view->body, false);
        bool in_sitting = page->kind == PAGE_SITTING;
        sheet_offer(sheet, ACTION_UP, _("scroll"));
        sheet_offer(sheet, ACTION_GO_ON, in_sitting ? NULL : _("back"));
        if (view->link_count)
                sheet_offer(sheet, ACTION_NUMBER, view->link_word);
        if (in_sitting && view->can_go_back)
                sheet_offer(sheet, ACTION_BACK, NULL);
        sheet_offer_common(sheet);
        sheet_offer(sheet, ACTION_QUIT,
                !in_sitting    ? _("back")
                : app->preview ? _("list")
                               : _("save and leave"));
}

static bool page_press(App *app, Sheet *sheet, const Press *press)
{
        Page *page = sheet->state;
        bool in_sitting = page->kind == PAGE_SITTING;
        switch (press->action) {
        case ACTION_GO_ON:
                if (!pager_is_at_end(&sheet->pager))
                        pager_page(&sheet->pager, 1);
                else if (in_sitting)
                        sitting_forward(app);
                else
                        app_pop(app);
                return true;
        case ACTION_NUMBER:
                if (!in_sitting || sitting_view(app)->link_count == 0)
                        return false;
                sitting_follow(app, press->number - 1);
                return true;
        case ACTION_MARK:
                pager_page(&sheet->pager, 1);
                return true;
        case ACTION_BACK:
                if (in_sitting)
                        sitting_back(app);
                else
                        app_pop(app);
                return true;
        case ACTION_QUIT:
                if (in_sitting)
                        sitting_leave(app);
                else
                        app_pop(app);
                return true;
        default:
                return false;
        }
}

static void page_close(App *app, Sheet *sheet)
{
        (void)app;
        Page *page = sheet->state;
        arena_free(page->arena);
        free(page->title);
        free(page);
}

const Screen page_screen = {
        .name = "page",
        .lay = page_lay,
        .press = page_press,
        .close = page_close,
};

bool page_is_sitting(const Sheet *sheet)
{
        return sheet->screen == &page_screen && ((const Page *)sheet->state)->kind == PAGE_SITTING;
}

static const Page *top_page(const App *app)
{
        const Sheet *sheet = app->depth ? app->stack[app->depth - 1] : NULL;
        return sheet && sheet->screen == &page_screen ? sheet->state : NULL;
}

void page_toggle(App *app, PageKind kind)
{
        const Page *top = top_page(app);
        if (top && top->kind == kind)
                app_pop(app);
        else if (top && (top->kind == PAGE_HELP || top->kind == PAGE_CONTACTS))
                app_replace(app, &page_screen, page_new(kind));
        else
                app_push(app, &page_screen, page_new(kind));
}

void page_message(App *app, const char *title, const Error *error)
{
        Page *page = page_new(PAGE_MESSAGE);
        page->title = xstrdup(title);
        page->error = *error;
        if (app->options->is_kiosk)
                error_hide_paths(&page->error);
        app_push(app, &page_screen, page);
}
