/* branch: the story grows down the page; what was chosen stays above. */
#include "base/translate.h"
#include "tui/question.h"

/* The step that the choices so far lead to. */
static const StepView *step_now(const Asking *asking)
{
        const Form *form = question_form(asking);
        size_t at = form->first_step;
        for (size_t i = 0; i < asking->row_count; i++)
                at = form->steps[at].next[asking->row[i]];
        return &form->steps[at];
}

static void lay_step(Sheet *sheet, const StepView *step)
{
        document_rich(&sheet->document, &step->text, false);
}

static void branch_lay(Asking *asking, Sheet *sheet)
{
        const Form *form = question_form(asking);
        Document *document = &sheet->document;
        size_t at = form->first_step;
        for (size_t i = 0; i < asking->row_count; i++) {
                const StepView *step = &form->steps[at];
                lay_step(sheet, step);
                document_rich_text(document, SPAN_EMPHASIS,
                        arena_printf(document->arena, "→ %s", step->choices[asking->row[i]].text));
                at = step->next[asking->row[i]];
        }
        const StepView *step = &form->steps[at];
        lay_step(sheet, step);
        if (step->count == 0) {
                document_rich_text(document, SPAN_STRONG,
                        _("This is where it ends. Enter shows what it came to."));
                sheet_offer(sheet, ACTION_UP, _("scroll"));
                sheet->words[ACTION_MARK] = sheet->words[ACTION_NUMBER] = NULL;
                return;
        }
        if (*form->ask)
                document_rich_text(document, SPAN_STRONG, form->ask);
        document_blank(document);
        for (size_t i = 0; i < step->count; i++)
                question_lay_one(sheet, i + 1, asking->chosen == (int)step->choices[i].id,
                        step->choices[i].text);
        sheet_offer(sheet, ACTION_GO_ON, NULL);
}

static int choice_of(const Asking *asking, size_t place)
{
        return step_now(asking)->choices[place].id;
}

/* The next step; its beginning, below what was just chosen, is where reading goes on. */
static void take_choice(Sheet *sheet, Asking *asking)
{
        if (asking->row_count >= LIMIT_BRANCH_STEPS)
                return;
        asking->row[asking->row_count++] = (uint16_t)asking->chosen;
        asking->chosen = NOT_CHOSEN;
        sheet->reads_from = sheet->document.stops[0].lead;
        sheet_renew(sheet, false);
}

static bool branch_press(App *app, Sheet *sheet, const Press *press)
{
        Asking *asking = sheet->state;
        const StepView *step = step_now(asking);
        if (step->count == 0)
                return press->action == ACTION_MARK || press->action == ACTION_NUMBER;
        if (question_press_one(app, sheet, press, step->count, choice_of))
                return true;
        bool goes_on =
                press->action == ACTION_GO_ON || (press->action == ACTION_CLICK && press->again);
        if (!goes_on)
                return false;
        if (asking->chosen == NOT_CHOSEN)
                app_notice(app, _("Choose what you do first: move with the arrow keys, choose with "
                                  "Space, or press its number."));
        else
                take_choice(sheet, asking);
        return true;
}

static const char *branch_finish(const Asking *asking, Response *response)
{
        response->count = asking->row_count;
        for (size_t i = 0; i < asking->row_count; i++)
                response->chosen[i] = asking->row[i];
        return NULL;
}

const FormType branch_form = { .lay = branch_lay, .press = branch_press, .finish = branch_finish };
