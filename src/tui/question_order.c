/* order: Space lifts a step, the arrows move it, Space puts it down. */
#include <stdio.h>
#include <string.h>

#include "base/translate.h"
#include "tui/question.h"

static void order_start(Asking *asking)
{
        const Form *form = question_form(asking);
        asking->row_count = form->count;
        for (size_t i = 0; i < form->count; i++)
                asking->row[i] = form->choices[i].id;
}

static const char *text_of(const Form *form, uint16_t id)
{
        for (size_t i = 0; i < form->count; i++)
                if (form->choices[i].id == id)
                        return form->choices[i].text;
        return "";
}

static void order_lay(Asking *asking, Sheet *sheet)
{
        const Form *form = question_form(asking);
        document_lead(&sheet->document, SPAN_STRONG, form->ask);
        document_rich_text(&sheet->document, SPAN_QUIET,
                asking->is_lifted
                        ? _("The arrow keys move this step. Space puts it down.")
                        : _("Space picks a step up, the arrow keys move it, Space puts it down."));
        document_blank(&sheet->document);
        for (size_t i = 0; i < asking->row_count; i++) {
                bool lifted = asking->is_lifted && i == asking->left;
                char label[32];
                snprintf(label, sizeof label, "%s %zu  ", lifted ? "[*]" : "   ", i + 1);
                document_stop(&sheet->document, label, lifted ? SPAN_STRONG : SPAN_PLAIN,
                        text_of(form, asking->row[i]), NULL);
        }
        sheet_offer(sheet, ACTION_MARK, asking->is_lifted ? _("put down") : _("pick up"));
        sheet_offer(sheet, ACTION_NUMBER, asking->is_lifted ? _("put there") : NULL);
        if (asking->is_lifted)
                sheet_offer(sheet, ACTION_GO_ON, _("put down"));
}

/* Takes the lifted step to another place; those between make room. */
static void move_step(Asking *asking, Sheet *sheet, size_t to)
{
        size_t from = asking->left;
        if (to >= asking->row_count)
                return;
        uint16_t id = asking->row[from];
        if (from < to)
                memmove(&asking->row[from], &asking->row[from + 1],
                        (to - from) * sizeof *asking->row);
        else
                memmove(&asking->row[to + 1], &asking->row[to], (from - to) * sizeof *asking->row);
        asking->row[to] = id;
        asking->left = to;
        sheet->goes_to = to;
        sheet_renew(sheet, false);
}

static void put_down(Asking *asking, Sheet *sheet)
{
        asking->is_lifted = false;
        sheet->goes_to = asking->left;
        sheet_renew(sheet, false);
}

static bool press_lifted(Sheet *sheet, Asking *asking, const Press *press)
{
        size_t at = asking->left, clicked = at;
        switch (press->action) {
        case ACTION_UP:
                move_step(asking, sheet, at - 1); /* from 0: a place that does not exist */
                return true;
        case ACTION_DOWN:
                move_step(asking, sheet, at + 1);
                return true;
        case ACTION_HOME:
                move_step(asking, sheet, 0);
                return true;
        case ACTION_END:
                move_step(asking, sheet, asking->row_count - 1);
                return true;
        case ACTION_NUMBER:
                move_step(asking, sheet, press->number - 1);
                return true;
        case ACTION_CLICK:
                if (pager_at(&sheet->pager, &clicked))
                        move_step(asking, sheet, clicked);
                put_down(asking, sheet);
                return true;
        case ACTION_MARK:
        case ACTION_GO_ON:
        case ACTION_BACK:
                put_down(asking, sheet);
                return true;
        default:
                return false;
        }
}

static bool order_press(App *app, Sheet *sheet, const Press *press)
{
        (void)app;
        Asking *asking = sheet->state;
        size_t at = 0;
        if (asking->is_lifted)
                return press_lifted(sheet, asking, press);
        if (press->action == ACTION_NUMBER) {
                pager_focus(&sheet->pager, press->number - 1);
                return true;
        }
        if (press->action != ACTION_MARK && press->action != ACTION_CLICK)
                return false;
        if (!pager_at(&sheet->pager, &at)) {
                pager_page(&sheet->pager, 1);
        } else if (press->action == ACTION_MARK || press->again) {
                asking->is_lifted = true;
                asking->left = at;
                sheet_renew(sheet, false);
        }
        return true;
}

static const char *order_finish(const Asking *asking, Response *response)
{
        response->count = asking->row_count;
        memcpy(response->chosen, asking->row, asking->row_count * sizeof *response->chosen);
        return NULL;
}

const FormType order_form = {
        .start = order_start,
        .lay = order_lay,
        .press = order_press,
        .finish = order_finish,
};
