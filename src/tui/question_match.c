/* match: the focus walks the left sides (a, b, …); a number, or Space and the arrows, gives one its
 * right side. */
#include <stdio.h>
#include <string.h>

#include "base/translate.h"
#include "tui/question.h"

static void match_start(Asking *asking)
{
        asking->row_count = question_form(asking)->count;
        for (size_t i = 0; i < asking->row_count; i++)
                asking->row[i] = RESPONSE_NOTHING;
}

/* Place of a right side as shown, by its id. */
static size_t place_of(const Form *form, uint16_t id)
{
        size_t place = 0;
        while (place < form->other_count && form->others[place].id != id)
                place++;
        return place;
}

static void label_left(char *label, size_t size, size_t place)
{
        snprintf(label, size, "%c  ", (char)('a' + place));
}

static void lay_lefts(const Asking *asking, Sheet *sheet)
{
        const Form *form = question_form(asking);
        Document *document = &sheet->document;
        for (size_t i = 0; i < form->count; i++) {
                char label[16];
                label_left(label, sizeof label, i);
                document_stop(document, label, SPAN_PLAIN, form->choices[i].text, NULL);
                size_t place = place_of(form, asking->row[i]);
                bool paired = place < form->other_count;
                const char *text = paired ? arena_printf(document->arena, "→ %zu  %s", place + 1,
                                                    form->others[place].text)
                                          : "→ …";
                document_under(document, DOCUMENT_STOP + (int)strlen(label),
                        paired ? SPAN_STRONG : SPAN_QUIET, text, 0);
        }
}

static void lay_rights(const Asking *asking, Sheet *sheet, bool stops)
{
        const Form *form = question_form(asking);
        for (size_t i = 0; i < form->other_count; i++) {
                bool used = false;
                for (size_t j = 0; j < asking->row_count; j++)
                        used = used || asking->row[j] == form->others[i].id;
                char label[32];
                snprintf(label, sizeof label, "%c%*zu  ", used ? '*' : ' ',
                        form->other_count > 9 ? 2 : 1, i + 1);
                if (stops)
                        document_stop(
                                &sheet->document, label, SPAN_PLAIN, form->others[i].text, NULL);
                else
                        document_item(&sheet->document, label, SPAN_PLAIN, form->others[i].text);
        }
}

static void match_lay(Asking *asking, Sheet *sheet)
{
        const Form *form = question_form(asking);
        Document *document = &sheet->document;
        document_lead(document, SPAN_STRONG, form->ask);
        if (asking->is_picking) {
                document_lead(document, SPAN_STRONG,
                        arena_printf(document->arena, "%c  %s → ?", (char)('a' + asking->left),
                                form->choices[asking->left].text));
                sheet_offer(sheet, ACTION_MARK, _("choose"));
                sheet_offer(sheet, ACTION_GO_ON, _("choose"));
                sheet_offer(sheet, ACTION_BACK, NULL);
        } else {
                document_rich_text(document, SPAN_QUIET,
                        _("Give each line its partner: press the partner's number, or Space to "
                          "choose it from the list."));
                document_blank(document);
                lay_lefts(asking, sheet);
                document_rich_text(document, SPAN_STRONG, _("Partners (* is taken):"));
                sheet_offer(sheet, ACTION_MARK, _("choose a partner"));
        }
        document_blank(document);
        lay_rights(asking, sheet, asking->is_picking);
}

/* A right side has one partner: given to another, it leaves the first. */
static void pair_up(Asking *asking, Sheet *sheet, size_t left, size_t place)
{
        const Form *form = question_form(asking);
        if (left >= asking->row_count || place >= form->other_count)
                return;
        for (size_t i = 0; i < asking->row_count; i++)
                if (asking->row[i] == form->others[place].id)
                        asking->row[i] = RESPONSE_NOTHING;
        asking->row[left] = form->others[place].id;
        sheet_renew(sheet, false);
}

static void stop_picking(Asking *asking, Sheet *sheet)
{
        asking->is_picking = false;
        sheet->goes_to = asking->left;
        sheet_renew(sheet, false);
}

static bool press_picking(Asking *asking, Sheet *sheet, const Press *press)
{
        size_t place = 0;
        if (press->action == ACTION_BACK) {
                stop_picking(asking, sheet);
                return true;
        }
        bool chooses = press->action == ACTION_MARK || press->action == ACTION_GO_ON ||
                       press->action == ACTION_CLICK;
        if (press->action == ACTION_NUMBER)
                place = press->number - 1;
        else if (!chooses || !pager_at(&sheet->pager, &place))
                return chooses;
        pair_up(asking, sheet, asking->left, place);
        stop_picking(asking, sheet);
        return true;
}

static bool match_press(App *app, Sheet *sheet, const Press *press)
{
        (void)app;
        Asking *asking = sheet->state;
        const Form *form = question_form(asking);
        if (asking->is_picking)
                return press_picking(asking, sheet, press);
        size_t left = 0;
        bool stands = pager_at(&sheet->pager, &left);
        uint32_t letter = press->character;
        if (press->action == ACTION_NONE && letter >= 'a' && letter < 'a' + form->count) {
                pager_focus(&sheet->pager, letter - 'a');
                return true;
        }
        if (press->action == ACTION_NUMBER && stands) {
                pair_up(asking, sheet, left, press->number - 1);
                return true;
        }
        if (press->action == ACTION_MARK && !stands) {
                pager_page(&sheet->pager, 1);
                return true;
        }
        bool opens = press->action == ACTION_MARK || press->action == ACTION_RIGHT ||
                     (press->action == ACTION_CLICK && press->again);
        if (!opens || !stands)
                return press->action == ACTION_CLICK;
        asking->is_picking = true;
        asking->left = left;
        size_t place = place_of(form, asking->row[left]);
        sheet->goes_to = place < form->other_count ? place : 0;
        sheet_renew(sheet, false);
        return true;
}

static const char *match_finish(const Asking *asking, Response *response)
{
        response->count = asking->row_count;
        for (size_t i = 0; i < asking->row_count; i++) {
                response->chosen[i] = asking->row[i];
                if (asking->row[i] == RESPONSE_NOTHING)
                        return _("Every line wants a partner first: press its number in the lower "
                                 "list.");
        }
        return NULL;
}

const FormType match_form = {
        .start = match_start,
        .lay = match_lay,
        .press = match_press,
        .finish = match_finish,
};
