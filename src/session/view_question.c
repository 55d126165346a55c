#include <string.h>

#include "base/translate.h"
#include "module/markdown.h"
#include "session/sitting.h"

static Choice *choices_from(Session *session, const PlanItem *item,
        const char *(*text)(const Question *, size_t), const Question *question)
{
        Choice *choices = arena_array(session->page, Choice, item->shown_count + 1);
        for (size_t i = 0; i < item->shown_count; i++)
                choices[i] = (Choice){ text(question, item->shown[i]), item->shown[i] };
        return choices;
}

static const char *option_text(const Question *question, size_t index)
{
        return question->choice.options[index].text;
}

static const char *step_text(const Question *question, size_t index)
{
        return question->order.steps[index];
}

static const char *right_text(const Question *question, size_t index)
{
        return index < question->match.count ? question->match.pairs[index].right
                                             : question->match.extra[index - question->match.count];
}

static const char *say_text(const Question *question, size_t index)
{
        return question->call.say[index].text;
}

static void form_match(Session *session, const Question *question, const PlanItem *item, Form *form)
{
        Choice *lefts = arena_array(session->page, Choice, question->match.count + 1);
        for (size_t i = 0; i < question->match.count; i++)
                lefts[i] = (Choice){ question->match.pairs[i].left, (uint16_t)i };
        form->choices = lefts;
        form->count = question->match.count;
        form->others = choices_from(session, item, right_text, question);
        form->other_count = item->shown_count;
}

static void form_spot(Session *session, const Question *question, Form *form)
{
        Choice *phrases = arena_array(session->page, Choice, question->spot.count + 1);
        for (size_t i = 0; i < question->spot.count; i++)
                phrases[i] = (Choice){ question->spot.phrases[i].text, (uint16_t)i };
        form->choices = phrases;
        form->count = question->spot.count;
        form->none = _("Nothing here worries me");
}

static void form_branch(Session *session, const Question *question, Form *form)
{
        StepView *steps = arena_array(session->page, StepView, question->branch.count + 1);
        for (size_t i = 0; i < question->branch.count; i++) {
                const BranchStep *step = &question->branch.steps[i];
                Choice *choices = arena_array(session->page, Choice, step->count + 1);
                uint16_t *next = arena_array(session->page, uint16_t, step->count + 1);
                for (size_t j = 0; j < step->count; j++) {
                        choices[j] = (Choice){ step->choices[j].text, (uint16_t)j };
                        next[j] = (uint16_t)step->choices[j].to;
                }
                steps[i] = (StepView){ markdown_parse(session->page, step->text, false), choices,
                        step->count, next, step->end };
        }
        form->steps = steps;
        form->step_count = question->branch.count;
        form->first_step = question->branch.start;
}

static void form_call(Session *session, const Question *question, const PlanItem *item, Form *form)
{
        form->choices = choices_from(session, item, say_text, question);
        form->count = item->shown_count;
        form->none = _("None of these");
        form->numbers[CALL_999] = _("999: danger now");
        form->numbers[CALL_101] = _("101, quoting 'Operation Makesafe'");
        form->numbers[CALL_SUPERVISOR] = _("only my supervisor");
        form->numbers[CALL_NOBODY] = _("nobody");
        form->say_ask = _("What do you say? Choose the facts to give.");
}

static Form *make_form(Session *session, const Question *question, const PlanItem *item)
{
        Form *form = arena_alloc(session->page, sizeof *form);
        form->kind = question->kind;
        form->ask = question->ask ? question->ask : "";
        form->asks_confidence = session->module->confidence;
        switch (question->kind) {
        case QUESTION_MULTIPLE:
                form->none = _("None of these");
                /* fall through */
        case QUESTION_SINGLE:
                form->choices = choices_from(session, item, option_text, question);
                form->count = item->shown_count;
                break;
        case QUESTION_TRUE_FALSE:
                form->truth[false] = _("False");
                form->truth[true] = _("True");
                break;
        case QUESTION_ORDER:
                form->choices = choices_from(session, item, step_text, question);
                form->count = item->shown_count;
                break;
        case QUESTION_MATCH:
                form_match(session, question, item, form);
                break;
        case QUESTION_SPOT:
                form_spot(session, question, form);
                break;
        case QUESTION_BRANCH:
                form_branch(session, question, form);
                break;
        case QUESTION_CALL:
                form_call(session, question, item, form);
                break;
        case QUESTION_KINDS:
                break;
        }
        return form;
}

View view_question(Session *session)
{
        const Module *module = session->module;
        const PlanItem *item = &session->attempt.plan.items[session->item];
        const Question *question = &module->questions[item->question];
        RichBuilder *builder = rich_start(session->page);
        view_add_notice(session, builder);
        Rich scene = markdown_parse(session->page, question->scene, false);
        rich_append(builder, &scene);
        if (question->kind == QUESTION_SPOT) {
                Rich passage = markdown_parse(session->page, question->spot.passage, true);
                rich_append(builder, &passage);
        }
        return (View){ .kind = VIEW_QUESTION,
                .title = module->head.title,
                .position = arena_printf(session->page, _("%s · %zu of %zu"),
                        module->sections[question->section].title, session->item + 1,
                        session->attempt.plan.count),
                .body = rich_finish(builder),
                .form = make_form(session, question, item),
                .headline = "",
                .saved = view_saved(session) };
}
