#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/translate.h"
#include "base/utf8.h"
#include "quiz/plan.h"
#include "tui/frame.h"
#include "tui/preview.h"
#include "tui/typing.h"

enum {
        GAP = 2,
        LEAST = 8, /* cells of a title */
        LINE = 128,
        LIST = 0 /* its place in the stack */,
        PROMPT_ROWS = 3 /* with what stands around it */
};

/* All pages of the module; while words are typed, those that have them. */
typedef struct PageList {
        PreviewPrompt prompt;
        char line[LINE];
        size_t *rows; /* of the preview, for each stop */
        size_t count;
} PageList;

void *preview_list_new(void)
{
        PageList *list = xmalloc(sizeof *list);
        *list = (PageList){ .prompt = PREVIEW_NO_PROMPT };
        return list;
}

/* Which rows are listed. */
static void choose_rows(App *app, PageList *list)
{
        size_t count = 0;
        preview_rows(app->preview, &count);
        free(list->rows);
        list->rows = xmalloc((count + 1) * sizeof *list->rows);
        list->count = 0;
        bool finds = list->prompt == PREVIEW_FIND && *list->line;
        size_t named = finds ? preview_find(app->preview, list->line, 0) : SIZE_MAX;
        bool is_number = finds && strspn(list->line, "0123456789") == strlen(list->line);
        for (size_t i = 0; i < count; i++)
                if (!finds || i == named ||
                        (!is_number && preview_row_has(app->preview, i, list->line)))
                        list->rows[list->count++] = i;
}

static void lay_prompt(Sheet *sheet, const PageList *list)
{
        const char *ask = list->prompt == PREVIEW_FIND ? _("Number, id or words:") : _("Seed:");
        Text text = { 0 };
        text_printf(&text, "%s %s", ask, list->line);
        document_rich_text(&sheet->document, SPAN_STRONG, text_string(&text));
        document_blank(&sheet->document);
        sheet->type_row = 0;
        sheet->type_column = DOCUMENT_MARGIN + utf8_cells(text_string(&text), text.len);
        text_clear(&text);
}

static void offer_keys(Sheet *sheet, const PageList *list)
{
        sheet->is_typing = sheet->takes_escape = list->prompt != PREVIEW_NO_PROMPT;
        sheet_offer(sheet, ACTION_UP, NULL);
        sheet_offer(sheet, ACTION_GO_ON, list->prompt == PREVIEW_SEED ? _("done") : _("open"));
        if (sheet->is_typing) {
                sheet_offer(sheet, ACTION_STOP, _("cancel"));
                return;
        }
        sheet_offer(sheet, ACTION_FILTER, _("find"));
        sheet_offer_common(sheet);
        sheet_offer(sheet, ACTION_QUIT, _("leave"));
        /* Their keys work; the room is needed for finding. */
        sheet->words[ACTION_CONTACTS] = sheet->words[ACTION_ESCAPE] = NULL;
}

/* One row each: a list of forty questions is to be read at a glance. */
static void lay_row(Document *document, const char *label, const PreviewRow *row)
{
        const char *title = *row->id ? arena_printf(document->arena, "%s: %s", row->id, row->title)
                                     : row->title;
        int room = document->width - utf8_cells(row->detail, strlen(row->detail)) - DOCUMENT_STOP -
                   utf8_cells(label, strlen(label)) - GAP;
        Text text = { 0 };
        text_append(&text, title);
        text_fit(&text, room > LEAST ? room : LEAST + 1);
        title = arena_strdup(document->arena, text_string(&text));
        text_clear(&text);
        document_stop(document, label, SPAN_PLAIN, title, row->detail);
}

static void list_lay(App *app, Sheet *sheet, int columns)
{
        PageList *list = sheet->state;
        Document *document = &sheet->document;
        size_t count = 0;
        uint64_t seed = 0;
        const PreviewRow *rows = preview_rows(app->preview, &count);
        (void)columns;
        sheet->title = rows[0].title;
        sheet->position = preview_has_seed(app->preview, &seed)
                                  ? arena_printf(document->arena, _("what seed %llu draws"),
                                            (unsigned long long)seed)
                                  : _("preview: nothing is recorded");
        sheet->saved = "";
        choose_rows(app, list);
        offer_keys(sheet, list);
        if (list->prompt != PREVIEW_NO_PROMPT)
                lay_prompt(sheet, list);
        /* While words are typed everything stays in sight: what is typed, and the focus. */
        size_t fits = (size_t)(sheet->rows - FRAME_ABOVE - FRAME_BELOW - PROMPT_ROWS);
        if (list->prompt != PREVIEW_NO_PROMPT && list->count > fits)
                list->count = fits;
        for (size_t i = 0; i < list->count; i++) {
                size_t row = list->rows[i];
                const char *label =
                        arena_printf(document->arena, "%-*zu  ", count > 99 ? 3 : 2, row + 1);
                lay_row(document, label, &rows[row]);
                if (row == preview_row(app->preview))
                        sheet->goes_to = i;
        }
        if (list->count == 0)
                document_rich_text(document, SPAN_PLAIN,
                        _("No page has this number, this id or these words."));
}

static void end_typing(Sheet *sheet, PageList *list)
{
        list->prompt = PREVIEW_NO_PROMPT;
        *list->line = '\0';
        sheet_renew(sheet, false);
}

static void take_seed(App *app, Sheet *sheet, PageList *list)
{
        char *end = NULL;
        unsigned long long seed = strtoull(list->line, &end, 10);
        bool is_number = *list->line >= '0' && *list->line <= '9' && *end == '\0';
        if (*list->line && (!is_number || seed > PLAN_SEED_MOST)) {
                app_notice(app, _("A seed is a whole number; an empty line shows everything."));
                return;
        }
        if (*list->line)
                preview_set_seed(app->preview, seed);
        else
                preview_clear_seed(app->preview);
        end_typing(sheet, list);
}

static void open_focused(App *app, Sheet *sheet, PageList *list)
{
        size_t focus = 0;
        if (!pager_at(&sheet->pager, &focus) || focus >= list->count)
                return;
        preview_go(app->preview, list->rows[focus]);
        end_typing(sheet, list);
        preview_show_page(app);
}

static bool press_typing(App *app, Sheet *sheet, PageList *list, const Press *press)
{
        switch (press->action) {
        case ACTION_GO_ON:
                if (list->prompt == PREVIEW_SEED)
                        take_seed(app, sheet, list);
                else
                        open_focused(app, sheet, list);
                return true;
        case ACTION_ESCAPE:
        case ACTION_STOP:
                end_typing(sheet, list);
                return true;
        case ACTION_NONE:
        case ACTION_ERASE:
                if (typing_press(list->line, sizeof list->line, press))
                        sheet_renew(sheet, false);
                return true;
        default:
                return false; /* arrows move */
        }
}

static bool list_press(App *app, Sheet *sheet, const Press *press)
{
        PageList *list = sheet->state;
        if (list->prompt != PREVIEW_NO_PROMPT)
                return press_typing(app, sheet, list, press);
        switch (press->action) {
        case ACTION_GO_ON:
        case ACTION_RIGHT:
                open_focused(app, sheet, list);
                return true;
        case ACTION_CLICK:
                if (press->again)
                        open_focused(app, sheet, list);
                return true;
        case ACTION_FILTER: /* a click on its word in the last line */
                preview_list_prompt(app, PREVIEW_FIND);
                return true;
        case ACTION_QUIT:
                app_pop(app);
                return true;
        default:
                return false;
        }
}

static void list_close(App *app, Sheet *sheet)
{
        (void)app;
        PageList *list = sheet->state;
        free(list->rows);
        free(list);
}

const Screen preview_list_screen = {
        .name = "preview list",
        .lay = list_lay,
        .press = list_press,
        .close = list_close,
};

void preview_list_prompt(App *app, PreviewPrompt prompt)
{
        while (app->depth > LIST + 1)
                app_pop(app);
        PageList *list = app->stack[LIST]->state;
        list->prompt = prompt;
        *list->line = '\0';
        sheet_renew(app->stack[LIST], false);
}
