/* call: whom to ring first; then the report is put together from what is marked. */
#include "base/translate.h"
#include "tui/question.h"

static void lay_numbers(const Asking *asking, Sheet *sheet)
{
        const Form *form = question_form(asking);
        document_lead(&sheet->document, SPAN_STRONG, form->ask);
        document_blank(&sheet->document);
        for (size_t i = 0; i < CALL_NUMBERS; i++)
                question_lay_one(sheet, i + 1, asking->chosen == (int)i, form->numbers[i]);
        sheet_offer(sheet, ACTION_GO_ON, _("ring"));
}

/* The report as it stands, in the order of the list. */
static void lay_report(const Asking *asking, Sheet *sheet)
{
        const Form *form = question_form(asking);
        Document *document = &sheet->document;
        document_rich_text(document, SPAN_STRONG, _("Your report so far:"));
        bool says_any = false;
        for (size_t i = 0; i < form->count; i++) {
                if (!asking->marked[form->choices[i].id + 1])
                        continue;
                document_item(document, "“", SPAN_PLAIN,
                        arena_printf(document->arena, "%s”", form->choices[i].text));
                says_any = true;
        }
        if (!says_any)
                document_item(document, "", SPAN_QUIET, asking->none ? form->none : "…");
}

static void call_lay(Asking *asking, Sheet *sheet)
{
        const Form *form = question_form(asking);
        if (!asking->is_saying) {
                lay_numbers(asking, sheet);
                return;
        }
        Document *document = &sheet->document;
        document_rich_text(document, SPAN_STRONG, form->ask);
        question_turn(asking, sheet);
        document_rich_text(document, SPAN_EMPHASIS,
                arena_printf(document->arena, "→ %s", form->numbers[asking->number]));
        document_lead(document, SPAN_STRONG, form->say_ask);
        document_blank(document);
        for (size_t i = 0; i < form->count; i++)
                question_lay_any(sheet, i + 1, asking->marked[form->choices[i].id + 1],
                        form->choices[i].text);
        question_lay_any(sheet, 0, asking->none, form->none);
        lay_report(asking, sheet);
        sheet_offer(sheet, ACTION_BACK, _("ring someone else"));
}

static bool call_press(App *app, Sheet *sheet, const Press *press)
{
        Asking *asking = sheet->state;
        if (asking->is_saying) {
                if (press->action != ACTION_BACK)
                        return question_press_any(sheet, press);
                asking->is_saying = false;
                sheet->goes_to = (size_t)asking->number;
                sheet_renew(sheet, false);
                return true;
        }
        if (question_press_one(app, sheet, press, CALL_NUMBERS, NULL))
                return true;
        bool rings =
                press->action == ACTION_GO_ON || (press->action == ACTION_CLICK && press->again);
        if (!rings)
                return false;
        if (asking->chosen == NOT_CHOSEN) {
                app_notice(app, _("Choose whom you ring first: move with the arrow keys, choose "
                                  "with Space, or press its number."));
                return true;
        }
        asking->number = (CallNumber)asking->chosen;
        asking->is_saying = asking->is_turning = true;
        sheet_renew(sheet, false);
        return true;
}

static const char *call_finish(const Asking *asking, Response *response)
{
        response->number = asking->number;
        return question_marked(asking, response);
}

const FormType call_form = { .lay = call_lay, .press = call_press, .finish = call_finish };
