#include <string.h>

#include "base/text.h"
#include "base/translate.h"
#include "plain/answer.h"
#include "plain/line.h"

/* Letters for choices, numbers for right sides: what an answer line then names. */
static void print_choices(Lining *lining, const Choice *choices, size_t count, char first)
{
        Arena *arena = arena_new();
        RichBuilder *builder = rich_start(arena);
        for (size_t i = 0; i < count; i++) {
                rich_item(builder, 1,
                        first == 'a' ? arena_printf(arena, "%c)", (char)('a' + i))
                                     : arena_printf(arena, "%zu)", i + 1));
                rich_tight(builder);
                rich_span(builder, SPAN_PLAIN, choices[i].text);
        }
        Rich rich = rich_finish(builder);
        line_print(lining, &rich);
        arena_free(arena);
}

static void print_ask(Lining *lining, const char *ask)
{
        if (!*ask)
                return;
        fputc('\n', lining->out);
        line_say(lining, ask);
}

/* Asks until `parse` is content with the line. */
typedef bool (*Parse)(const char *line, const Form *form, void *target, const char **why);

static Said ask_until(Lining *lining, const Form *form, const char *how, Parse parse, void *target)
{
        line_say(lining, how);
        for (;;) {
                Said said = line_ask(lining, false);
                const char *why = NULL;
                if (said != SAID_LINE || parse(lining->line, form, target, &why))
                        return said;
                line_say(lining, why);
        }
}

/* A place among `count` letters. */
typedef struct Pick {
        size_t count, place;
} Pick;

static bool parse_pick(const char *line, const Form *form, void *target, const char **why)
{
        (void)form;
        Pick *pick = target;
        return answer_one(line, pick->count, &pick->place, why);
}

static bool parse_truth(const char *line, const Form *form, void *target, const char **why)
{
        return answer_truth(line, form, &((Response *)target)->truth, why);
}

static bool parse_many(const char *line, const Form *form, void *target, const char **why)
{
        return answer_many(line, form, target, why);
}

static bool parse_order(const char *line, const Form *form, void *target, const char **why)
{
        return answer_order(line, form, target, why);
}

static bool parse_match(const char *line, const Form *form, void *target, const char **why)
{
        return answer_match(line, form, target, why);
}

static bool parse_spot(const char *line, const Form *form, void *target, const char **why)
{
        return answer_spot(line, form, target, why);
}

static bool parse_confidence(const char *line, const Form *form, void *target, const char **why)
{
        (void)form;
        return answer_confidence(line, &((Response *)target)->confidence, why);
}

static Said ask_single(Lining *lining, const Form *form, Response *response)
{
        print_ask(lining, form->ask);
        print_choices(lining, form->choices, form->count, 'a');
        Pick pick = { form->count, 0 };
        Said said = ask_until(lining, form, _("Write one letter."), parse_pick, &pick);
        if (said == SAID_LINE) {
                response->chosen[0] = form->choices[pick.place].id;
                response->count = 1;
        }
        return said;
}

static Said ask_multiple(Lining *lining, const Form *form, Response *response)
{
        print_ask(lining, form->ask);
        print_choices(lining, form->choices, form->count, 'a');
        return ask_until(lining, form, _("Write the letters of all that fit, or: none"), parse_many,
                response);
}

static Said ask_true_false(Lining *lining, const Form *form, Response *response)
{
        print_ask(lining, form->ask);
        return ask_until(lining, form, _("True or false? Write t or f."), parse_truth, response);
}

static Said ask_order(Lining *lining, const Form *form, Response *response)
{
        print_ask(lining, form->ask);
        print_choices(lining, form->choices, form->count, 'a');
        return ask_until(lining, form, _("Write all the letters in the right order."), parse_order,
                response);
}

static Said ask_match(Lining *lining, const Form *form, Response *response)
{
        print_ask(lining, form->ask);
        print_choices(lining, form->choices, form->count, 'a');
        fputc('\n', lining->out);
        print_choices(lining, form->others, form->other_count, '1');
        return ask_until(lining, form,
                _("Write which number goes with each letter, for example: a3 b1 c2"), parse_match,
                response);
}

static Said ask_spot(Lining *lining, const Form *form, Response *response)
{
        print_ask(lining, form->ask);
        print_choices(lining, form->choices, form->count, '1');
        return ask_until(lining, form,
                _("Write the numbers of the phrases that worry you, or: none"), parse_spot,
                response);
}

static Said ask_branch(Lining *lining, const Form *form, Response *response)
{
        size_t at = form->first_step;
        while (form->steps[at].count > 0 && response->count < LIMIT_BRANCH_STEPS) {
                const StepView *step = &form->steps[at];
                fputc('\n', lining->out);
                line_print(lining, &step->text);
                print_choices(lining, step->choices, step->count, 'a');
                Pick pick = { step->count, 0 };
                Said said = ask_until(
                        lining, form, _("What do you do? Write one letter."), parse_pick, &pick);
                if (said != SAID_LINE)
                        return said;
                response->chosen[response->count++] = step->choices[pick.place].id;
                at = step->next[pick.place];
        }
        return SAID_LINE;
}

static Said ask_call(Lining *lining, const Form *form, Response *response)
{
        Choice numbers[CALL_NUMBERS];
        for (uint16_t i = 0; i < CALL_NUMBERS; i++)
                numbers[i] = (Choice){ form->numbers[i], i };
        print_ask(lining, form->ask);
        print_choices(lining, numbers, CALL_NUMBERS, 'a');
        Pick pick = { CALL_NUMBERS, 0 };
        Said said = ask_until(
                lining, form, _("Whom do you ring? Write one letter."), parse_pick, &pick);
        if (said != SAID_LINE)
                return said;
        response->number = (CallNumber)pick.place;
        print_ask(lining, form->say_ask);
        print_choices(lining, form->choices, form->count, 'a');
        return ask_until(lining, form, _("Write the letters of all that you say, or: none"),
                parse_many, response);
}

Said question_ask(Lining *lining, const View *view, Response *response)
{
        static Said (*const asks[QUESTION_KINDS])(Lining *, const Form *, Response *) = {
                [QUESTION_SINGLE] = ask_single,
                [QUESTION_MULTIPLE] = ask_multiple,
                [QUESTION_TRUE_FALSE] = ask_true_false,
                [QUESTION_ORDER] = ask_order,
                [QUESTION_MATCH] = ask_match,
                [QUESTION_SPOT] = ask_spot,
                [QUESTION_BRANCH] = ask_branch,
                [QUESTION_CALL] = ask_call,
        };
        *response = (Response){ .kind = view->form->kind };
        Said said = asks[view->form->kind](lining, view->form, response);
        if (said == SAID_LINE && view->form->asks_confidence)
                said = ask_until(lining, view->form,
                        _("How sure are you? Write 1 (not very), 2 (fairly) or 3 (very)."),
                        parse_confidence, response);
        return said;
}
