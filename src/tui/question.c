#include "tui/question.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/translate.h"
#include "tui/sitting.h"

static const FormType *const form_types[QUESTION_KINDS] = {
        [QUESTION_SINGLE] = &choice_form,
        [QUESTION_MULTIPLE] = &choice_form,
        [QUESTION_TRUE_FALSE] = &choice_form,
        [QUESTION_ORDER] = &order_form,
        [QUESTION_MATCH] = &match_form,
        [QUESTION_SPOT] = &spot_form,
        [QUESTION_BRANCH] = &branch_form,
        [QUESTION_CALL] = &call_form,
};

static const char *const sureness[] = { N_("not sure"), N_("fairly sure"), N_("certain") };

enum { SURENESS = sizeof sureness / sizeof *sureness };

void *question_sheet_new(const View *view)
{
        Asking *asking = xmalloc(sizeof *asking);
        *asking = (Asking){ .kind = view->form->kind,
                .type = form_types[view->form->kind],
                .view = view,
                .chosen = NOT_CHOSEN };
        if (asking->type->start)
                asking->type->start(asking);
        return asking;
}

const Form *question_form(const Asking *asking)
{
        return asking->view->form;
}

void question_turn(Asking *asking, Sheet *sheet)
{
        if (asking->is_turning)
                sheet->reads_from = sheet->document.count ? sheet->document.count + 1 : 0;
        asking->is_turning = false;
}

static void lay_sureness(Asking *asking, Sheet *sheet)
{
        document_freeze(&sheet->document);
        question_turn(asking, sheet);
        document_lead(&sheet->document, SPAN_STRONG, _("How sure are you?"));
        document_blank(&sheet->document);
        for (size_t i = 0; i < SURENESS; i++)
                question_lay_one(sheet, i + 1, asking->confidence == (int)i + 1, _(sureness[i]));
        sheet_offer(sheet, ACTION_BACK, _("change the answer"));
}

static void question_lay(App *app, Sheet *sheet, int columns)
{
        (void)columns;
        Asking *asking = sheet->state;
        asking->view = sitting_view(app);
        const View *view = asking->view;
        sheet->title = view->title;
        sheet->position = view->position;
        sheet->saved = view->saved;
        sheet->document.marked = asking->marked;
        sheet_offer(sheet, ACTION_UP, NULL);
        sheet_offer(sheet, ACTION_MARK, NULL);
        sheet_offer(sheet, ACTION_NUMBER, NULL);
        sheet_offer(sheet, ACTION_GO_ON, _("answer"));
        sheet_offer_common(sheet);
        sheet_offer(sheet, ACTION_QUIT, app->preview ? _("list") : _("save and leave"));
        document_rich(&sheet->document, &view->body, asking->type->numbers_phrases);
        asking->type->lay(asking, sheet);
        if (asking->asks_how_sure)
                lay_sureness(asking, sheet);
}

/* Enter: hands the answer over, or says in kind words what it still wants. */
static void finish(App *app, Sheet *sheet, Asking *asking)
{
        Response response = { .kind = asking->kind };
        const char *wanting = asking->type->finish(asking, &response);
        if (!wanting && question_form(asking)->asks_confidence) {
                if (!asking->asks_how_sure) {
                        asking->asks_how_sure = asking->is_turning = true;
                        sheet_renew(sheet, false);
                        return;
                }
                if (!asking->confidence)
                        wanting = _("Say how sure you are first: press 1, 2 or 3. It changes "
                                    "nothing in the score.");
                response.confidence = asking->confidence;
        }
        if (wanting)
                app_notice(app, wanting);
        else
                sitting_answer(app, &response);
}

/* While it is asked how sure the learner is, only that can be answered; back returns to the answer.
 */
static bool press_sureness(Sheet *sheet, Asking *asking, const Press *press)
{
        size_t stop = 0;
        if (press->action == ACTION_BACK) {
                asking->asks_how_sure = false;
                sheet_renew(sheet, false);
                return true;
        }
        if (press->action == ACTION_CLICK && press->again && asking->confidence)
                return false;
        if (!question_picks(sheet, press, SURENESS, &stop))
                return press->action == ACTION_NUMBER;
        asking->confidence = (int)stop + 1;
        sheet_renew(sheet, false);
        return true;
}

static bool question_press(App *app, Sheet *sheet, const Press *press)
{
        Asking *asking = sheet->state;
        if (press->action == ACTION_QUIT) {
                sitting_leave(app);
                return true;
        }
        bool reads = sheet->pager.is_reading && !pager_is_at_end(&sheet->pager);
        if (press->action == ACTION_GO_ON && reads) {
                pager_page(&sheet->pager, 1);
                return true;
        }
        bool done = asking->asks_how_sure ? press_sureness(sheet, asking, press)
                                          : asking->type->press(app, sheet, press);
        if (done)
                return true;
        if (press->action == ACTION_GO_ON || (press->action == ACTION_CLICK && press->again)) {
                finish(app, sheet, asking);
                return true;
        }
        return press->action == ACTION_NUMBER; /* a number that nothing has moves nothing */
}

static void question_close(App *app, Sheet *sheet)
{
        (void)app;
        free(sheet->state);
}

const Screen question_screen = {
        .name = "question",
        .lay = question_lay,
        .press = question_press,
        .close = question_close,
};

static void lay_choice(
        Sheet *sheet, char open, const char *mark, char close, size_t number, const char *text)
{
        char label[32];
        if (number)
                snprintf(label, sizeof label, "%c%s%c %zu  ", open, mark, close, number);
        else
                snprintf(label, sizeof label, "%c%s%c    ", open, mark, close);
        document_stop(&sheet->document, label, SPAN_PLAIN, text, NULL);
}

void question_lay_one(Sheet *sheet, size_t number, bool is_chosen, const char *text)
{
        lay_choice(sheet, '(', is_chosen ? "•" : " ", ')', number, text);
}

void question_lay_any(Sheet *sheet, size_t number, bool is_marked, const char *text)
{
        lay_choice(sheet, '[', is_marked ? "x" : " ", ']', number, text);
}

bool question_picks(Sheet *sheet, const Press *press, size_t numbered, size_t *stop)
{
        if (press->action == ACTION_NUMBER && press->number <= numbered) {
                *stop = press->number - 1;
                pager_focus(&sheet->pager, *stop);
                return true;
        }
        if (press->action != ACTION_MARK && press->action != ACTION_CLICK)
                return false;
        if (pager_at(&sheet->pager, stop))
                return true;
        pager_page(&sheet->pager, 1); /* Space while reading: read on */
        return false;
}

bool question_press_one(App *app, Sheet *sheet, const Press *press, size_t count,
        int (*id_of)(const Asking *asking, size_t place))
{
        Asking *asking = sheet->state;
        size_t place = 0;
        (void)app;
        if (!question_picks(sheet, press, count, &place))
                return false;
        int id = id_of ? id_of(asking, place) : (int)place;
        if (press->action == ACTION_CLICK && press->again && asking->chosen == id)
                return false; /* a second click on what is chosen goes on */
        asking->chosen = id;
        sheet_renew(sheet, false);
        return true;
}

bool question_press_any(Sheet *sheet, const Press *press)
{
        Asking *asking = sheet->state;
        const Form *form = question_form(asking);
        size_t place = 0;
        if (!question_picks(sheet, press, form->count, &place))
                return false;
        const Stop *stop = &sheet->document.stops[place];
        if (stop->ref == 0 && place >= form->count) {
                asking->none = !asking->none;
                memset(asking->marked, 0, sizeof asking->marked);
        } else {
                unsigned id = stop->ref ? stop->ref - 1 : form->choices[place].id;
                bool *marked = &asking->marked[(id + 1) % QUESTION_MARKS];
                *marked = !*marked;
                asking->none = false;
        }
        sheet_renew(sheet, false);
        return true;
}

const char *question_marked(const Asking *asking, Response *response)
{
        for (uint16_t id = 0; id + 1 < QUESTION_MARKS; id++)
                if (asking->marked[id + 1])
                        response->chosen[response->count++] = id;
        if (response->count == 0 && !asking->none)
                return _("Mark what fits first: move with the arrow keys, mark with Space. If "
                         "nothing fits, mark the last line.");
        return NULL;
}
