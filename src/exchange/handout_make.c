#include <stdio.h>
#include <string.h>

#include "base/translate.h"
#include "exchange/handout.h"
#include "module/markdown.h"
#include "quiz/plan.h"
#include "view/pages.h"

enum { SEED = 1 }; /* any: what is mixed is to be mixed the same on every print */

typedef struct Making {
        Arena *arena;
        const Module *module;
        Plan plan; /* of all questions, by their places in the file */
        RichBuilder *paper, *key;
        size_t number;
} Making;

static void heading(RichBuilder *builder, unsigned level, const char *text)
{
        rich_block(builder, BLOCK_HEADING, level);
        rich_span(builder, SPAN_PLAIN, text);
}

/* Markdown with its headings below those of the page. */
static void markdown(Making *making, RichBuilder *builder, const char *text, bool phrases)
{
        Rich rich = markdown_parse(making->arena, text, phrases);
        for (size_t i = 0; i < rich.count; i++)
                if (rich.blocks[i].kind == BLOCK_HEADING)
                        ((Block *)rich.blocks)[i].level = 4;
        rich_append(builder, &rich);
}

static const char *letter(Making *making, size_t index)
{
        return arena_printf(making->arena, "%c)", (char)('a' + index));
}

static void item(RichBuilder *builder, const char *marker, size_t index, const char *text)
{
        rich_item(builder, 1, marker);
        if (index > 0)
                rich_tight(builder);
        rich_span(builder, SPAN_PLAIN, text);
}

/* What a part was: its letter, its text, and why. */
static void reason(Making *making, const char *marker, const char *what, const char *why)
{
        if (!why)
                return;
        rich_item(making->key, 1, marker);
        rich_span(making->key, SPAN_EMPHASIS, what);
        Rich rich = markdown_parse(making->arena, why, false);
        for (size_t i = 0; i < rich.count; i++) {
                rich_item(making->key, 1, "");
                rich_tight(making->key);
                for (size_t j = 0; j < rich.blocks[i].count; j++)
                        rich_span(making->key, rich.blocks[i].spans[j].style,
                                rich.blocks[i].spans[j].text);
        }
}

static void how(Making *making, const char *text)
{
        rich_paragraph(making->paper, SPAN_QUIET, text);
}

/* "Right: a), c)"; nothing right is an answer too. */
static void right(Making *making, const Text *marks, const char *none)
{
        rich_block(making->key, BLOCK_PARAGRAPH, 0);
        rich_span(making->key, SPAN_STRONG, _("Right:"));
        rich_span(making->key, SPAN_PLAIN, " ");
        rich_span(making->key, SPAN_STRONG, marks->len ? text_string(marks) : none);
}

static void add_mark(Text *marks, const char *mark)
{
        text_printf(marks, "%s%s", marks->len ? ", " : "", mark);
}

static void put_choice(Making *making, const Question *question, const PlanItem *plan)
{
        Text marks = { 0 };
        for (size_t i = 0; i < plan->shown_count; i++) {
                const Option *option = &question->choice.options[plan->shown[i]];
                item(making->paper, letter(making, i), i, option->text);
                if (option->correct)
                        add_mark(&marks, letter(making, i));
        }
        how(making, question->kind == QUESTION_SINGLE
                            ? _("Write one letter.")
                            : _("Write the letters of all that fit, or: none"));
        right(making, &marks, _("None of these"));
        for (size_t i = 0; i < plan->shown_count; i++) {
                const Option *option = &question->choice.options[plan->shown[i]];
                const char *what = option->text;
                if (!option->correct && option->worth > 0)
                        what = arena_printf(making->arena, _("%s (partly right, %.0f%%)"), what,
                                option->worth * 100);
                reason(making, letter(making, i), what, option->feedback);
        }
        text_clear(&marks);
}

static void put_truth(Making *making, const Question *question)
{
        const char *const words[] = { _("False"), _("True") };
        Text marks = { 0 };
        add_mark(&marks, words[question->truth.answer]);
        item(making->paper, "☐", 0, words[1]);
        item(making->paper, "☐", 1, words[0]);
        right(making, &marks, "");
        for (int i = 1; i >= 0; i--)
                reason(making, "•", words[i], question->truth.feedback[i]);
        text_clear(&marks);
}

static void put_order(Making *making, const Question *question, const PlanItem *plan)
{
        Text marks = { 0 };
        for (size_t i = 0; i < plan->shown_count; i++)
                item(making->paper, letter(making, i), i, question->order.steps[plan->shown[i]]);
        how(making, _("Write all the letters in the right order."));
        for (size_t step = 0; step < question->order.count; step++)
                for (size_t i = 0; i < plan->shown_count; i++)
                        if (plan->shown[i] == step)
                                add_mark(&marks, letter(making, i));
        right(making, &marks, "");
        text_clear(&marks);
}

static void put_match(Making *making, const Question *question, const PlanItem *plan)
{
        Text marks = { 0 };
        for (size_t i = 0; i < question->match.count; i++)
                item(making->paper, letter(making, i), i, question->match.pairs[i].left);
        for (size_t i = 0; i < plan->shown_count; i++) {
                size_t side = plan->shown[i];
                item(making->paper, arena_printf(making->arena, "%zu.", i + 1), i,
                        side < question->match.count
                                ? question->match.pairs[side].right
                                : question->match.extra[side - question->match.count]);
        }
        how(making, _("Write which number goes with each letter, for example: a3 b1 c2"));
        for (size_t left = 0; left < question->match.count; left++)
                for (size_t i = 0; i < plan->shown_count; i++)
                        if (plan->shown[i] == left)
                                add_mark(&marks, arena_printf(making->arena, "%c%zu",
                                                         (char)('a' + left), i + 1));
        right(making, &marks, "");
        text_clear(&marks);
}

static void put_spot(Making *making, const Question *question)
{
        Text marks = { 0 };
        how(making, _("Write the numbers of the phrases that worry you, or: none"));
        for (size_t i = 0; i < question->spot.count; i++)
                if (question->spot.phrases[i].sign)
                        add_mark(&marks, arena_printf(making->arena, "%zu", i + 1));
        right(making, &marks, _("Nothing here worries me"));
        for (size_t i = 0; i < question->spot.count; i++)
                reason(making, arena_printf(making->arena, "%zu.", i + 1),
                        question->spot.phrases[i].text, question->spot.phrases[i].feedback);
        text_clear(&marks);
}

/* A story on paper: steps with numbers, and where each choice leads. */
static void put_branch(Making *making, const Question *question)
{
        for (size_t i = 0; i < question->branch.count; i++) {
                const BranchStep *step = &question->branch.steps[i];
                const char *name = arena_printf(making->arena, _("Step %zu"), i + 1);
                rich_paragraph(making->paper, SPAN_STRONG, name);
                markdown(making, making->paper, step->text, false);
                if (step->count)
                        rich_paragraph(making->key, SPAN_STRONG, name);
                for (size_t j = 0; j < step->count; j++) {
                        const BranchChoice *choice = &step->choices[j];
                        item(making->paper, letter(making, j), j,
                                arena_printf(making->arena, _("%s (go to step %zu)"), choice->text,
                                        choice->to + 1));
                        rich_item(making->key, 1, letter(making, j));
                        rich_spanf(making->key, SPAN_EMPHASIS,
                                ngettext("%s (%g point)", "%s (%g points)",
                                        (unsigned long)(choice->worth < 0 ? -choice->worth
                                                                          : choice->worth)),
                                choice->text, choice->worth);
                        if (choice->feedback) {
                                rich_span(making->key, SPAN_PLAIN, " ");
                                rich_span(making->key, SPAN_PLAIN,
                                        markdown_plain(making->arena, choice->feedback));
                        }
                }
                if (step->count == 0)
                        rich_paragraph(making->paper, SPAN_QUIET, _("The story ends here."));
        }
}

static const char *const number_words[CALL_NUMBERS] = { [CALL_999] = N_("999: danger now"),
        [CALL_101] = N_("101, quoting 'Operation Makesafe'"),
        [CALL_SUPERVISOR] = N_("only my supervisor"),
        [CALL_NOBODY] = N_("nobody") };

static void put_call(Making *making, const Question *question, const PlanItem *plan)
{
        Text marks = { 0 }, facts = { 0 };
        for (size_t i = 0; i < CALL_NUMBERS; i++)
                item(making->paper, letter(making, i), i, _(number_words[i]));
        add_mark(&marks, letter(making, question->call.number));
        for (size_t i = 0; i < CALL_NUMBERS; i++)
                if (i != question->call.number && question->call.worth[i] > 0)
                        add_mark(&marks, arena_printf(making->arena, _("%s (partly right, %.0f%%)"),
                                                 letter(making, i), question->call.worth[i] * 100));
        rich_paragraph(making->paper, SPAN_STRONG, _("What do you say? Choose the facts to give."));
        for (size_t i = 0; i < plan->shown_count; i++) {
                const char *number = arena_printf(making->arena, "%zu.", i + 1);
                item(making->paper, number, i, question->call.say[plan->shown[i]].text);
                if (question->call.say[plan->shown[i]].give)
                        add_mark(&facts, arena_printf(making->arena, "%zu", i + 1));
        }
        right(making, &marks, "");
        right(making, &facts, _("None of these"));
        for (size_t i = 0; i < plan->shown_count; i++) {
                const Say *say = &question->call.say[plan->shown[i]];
                reason(making, arena_printf(making->arena, "%zu.", i + 1), say->text,
                        say->feedback);
        }
        text_clear(&marks);
        text_clear(&facts);
}

static void put_question(Making *making, size_t index)
{
        const Question *question = &making->module->questions[index];
        const PlanItem *plan = &making->plan.items[index];
        const char *name = arena_printf(making->arena, _("Question %zu"), ++making->number);
        heading(making->paper, 3, name);
        heading(making->key, 3, name);
        markdown(making, making->paper, question->scene, false);
        if (question->kind == QUESTION_SPOT)
                markdown(making, making->paper, question->spot.passage, true);
        if (question->ask)
                rich_paragraph(making->paper, SPAN_STRONG, question->ask);
        switch (question->kind) {
        case QUESTION_SINGLE:
        case QUESTION_MULTIPLE:
                put_choice(making, question, plan);
                break;
        case QUESTION_TRUE_FALSE:
                put_truth(making, question);
                break;
        case QUESTION_ORDER:
                put_order(making, question, plan);
                break;
        case QUESTION_MATCH:
                put_match(making, question, plan);
                break;
        case QUESTION_SPOT:
                put_spot(making, question);
                break;
        case QUESTION_BRANCH:
                put_branch(making, question);
                break;
        case QUESTION_CALL:
                put_call(making, question, plan);
                break;
        case QUESTION_KINDS:
                break;
        }
        markdown(making, making->key, question->explain, false);
}

static Rich make_lessons(Making *making, const Contacts *contacts, const char *area)
{
        const Module *module = making->module;
        RichBuilder *builder = rich_start(making->arena);
        markdown(making, builder, module->head.content_note, false);
        for (size_t i = 0; i < module->lesson_count; i++) {
                heading(builder, 3, module->lessons[i].title);
                markdown(making, builder, module->lessons[i].text, false);
        }
        heading(builder, 3, _("Who to call"));
        contacts_append(builder, contacts, area);
        return rich_finish(builder);
}

Handout handout_make(Arena *arena, const Module *module, const Contacts *contacts, const char *area)
{
        Making making = { .arena = arena, .module = module, .plan = plan_all(module, SEED, arena) };
        Handout handout = { .title = module->head.title,
                .summary = module->head.summary,
                .language = module->head.language };
        handout.lessons = make_lessons(&making, contacts, area);
        making.paper = rich_start(arena);
        making.key = rich_start(arena);
        for (size_t i = 0; i < module->question_count; i++)
                if (module->questions[i].status != QUESTION_RETIRED)
                        put_question(&making, i);
        handout.questions = rich_finish(making.paper);
        handout.key = rich_finish(making.key);
        return handout;
}
