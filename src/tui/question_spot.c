/* spot: the focus walks from phrase to phrase through the passage itself. */
#include "base/translate.h"
#include "tui/question.h"

static void spot_lay(Asking *asking, Sheet *sheet)
{
        const Form *form = question_form(asking);
        document_rich_text(&sheet->document, SPAN_STRONG, form->ask);
        document_blank(&sheet->document);
        question_lay_any(sheet, 0, asking->none, form->none);
}

static bool spot_press(App *app, Sheet *sheet, const Press *press)
{
        (void)app;
        return question_press_any(sheet, press);
}

const FormType spot_form = {
        .lay = spot_lay,
        .press = spot_press,
        .finish = question_marked,
        .numbers_phrases = true,
};
