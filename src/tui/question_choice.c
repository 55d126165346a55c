/* single, multiple, true-false */
#include "base/translate.h"
#include "tui/question.h"

/* True stands above False. */
static int truth_of(const Asking *asking, size_t place)
{
        (void)asking;
        return place == 0;
}

static int option_of(const Asking *asking, size_t place)
{
        return question_form(asking)->choices[place].id;
}

static void choice_lay(Asking *asking, Sheet *sheet)
{
        const Form *form = question_form(asking);
        document_lead(&sheet->document, SPAN_STRONG, form->ask);
        document_blank(&sheet->document);
        if (asking->kind == QUESTION_TRUE_FALSE) {
                for (size_t i = 0; i < 2; i++)
                        question_lay_one(sheet, i + 1, asking->chosen == truth_of(asking, i),
                                form->truth[truth_of(asking, i)]);
                return;
        }
        for (size_t i = 0; i < form->count; i++) {
                const Choice *choice = &form->choices[i];
                if (asking->kind == QUESTION_MULTIPLE)
                        question_lay_any(
                                sheet, i + 1, asking->marked[choice->id + 1], choice->text);
                else
                        question_lay_one(sheet, i + 1, asking->chosen == choice->id, choice->text);
        }
        if (asking->kind == QUESTION_MULTIPLE)
                question_lay_any(sheet, 0, asking->none, form->none);
}

static bool choice_press(App *app, Sheet *sheet, const Press *press)
{
        const Asking *asking = sheet->state;
        switch (asking->kind) {
        case QUESTION_MULTIPLE:
                return question_press_any(sheet, press);
        case QUESTION_TRUE_FALSE:
                return question_press_one(app, sheet, press, 2, truth_of);
        default:
                return question_press_one(
                        app, sheet, press, question_form(asking)->count, option_of);
        }
}

static const char *choice_finish(const Asking *asking, Response *response)
{
        if (asking->kind == QUESTION_MULTIPLE)
                return question_marked(asking, response);
        if (asking->chosen == NOT_CHOSEN)
                return _("Choose an answer first: move with the arrow keys, choose with Space, or "
                         "press its number.");
        if (asking->kind == QUESTION_TRUE_FALSE) {
                response->truth = asking->chosen;
        } else {
                response->chosen[0] = (uint16_t)asking->chosen;
                response->count = 1;
        }
        return NULL;
}

const FormType choice_form = { .lay = choice_lay, .press = choice_press, .finish = choice_finish };
