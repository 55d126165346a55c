#include <math.h>
#include <string.h>

#include "base/translate.h"
#include "module/markdown.h"
#include "quiz/score.h"
#include "session/sitting.h"

static const double FULL = 1 - 1e-9;

/* One remark: what it is about, in words first ("Overlooked: …"), then why. */
typedef struct Remarks {
        Arena *arena;
        RichBuilder *builder;
} Remarks;

static void remark(
        Remarks *remarks, unsigned style, const char *label, const char *what, const char *why)
{
        rich_item(remarks->builder, 1, "•");
        rich_span(remarks->builder, style | SPAN_STRONG, label);
        rich_span(remarks->builder, SPAN_PLAIN, " ");
        rich_span(remarks->builder, SPAN_PLAIN, what);
        if (!why)
                return;
        Rich rich = markdown_parse(remarks->arena, why, false);
        for (size_t i = 0; i < rich.count; i++) {
                const Block *block = &rich.blocks[i];
                rich_item(remarks->builder, 2, block->marker ? block->marker : "");
                rich_tight(remarks->builder);
                for (size_t j = 0; j < block->count; j++)
                        rich_span_ref(remarks->builder, block->spans[j].style, 0,
                                block->spans[j].text, strlen(block->spans[j].text));
        }
}

typedef struct VerdictWords {
        unsigned style;
        const char *label; /* msgid */
} VerdictWords;

/* Signs of worry, and plain choices, are spoken of differently. */
static const VerdictWords sign_words[] = {
        [VERDICT_HIT] = { SPAN_RIGHT, N_("You saw:") },
        [VERDICT_MISS] = { SPAN_MISSED, N_("Overlooked:") },
        [VERDICT_FALSE_ALARM] = { SPAN_WRONG, N_("Read too much into:") },
        [VERDICT_CORRECT_REJECTION] = { SPAN_QUIET, N_("Rightly let be:") },
};

static const VerdictWords choice_words[] = {
        [VERDICT_HIT] = { SPAN_RIGHT, N_("Right:") },
        [VERDICT_MISS] = { SPAN_MISSED, N_("Also right:") },
        [VERDICT_FALSE_ALARM] = { SPAN_WRONG, N_("Better not:") },
        [VERDICT_CORRECT_REJECTION] = { SPAN_QUIET, N_("Rightly left out:") },
};

/* What was overlooked first, then what was over-read, then what was right. */
static const Verdict verdict_order[] = { VERDICT_MISS, VERDICT_FALSE_ALARM, VERDICT_HIT,
        VERDICT_CORRECT_REJECTION };

static void part_texts(
        const Question *question, size_t index, bool missed, const char **what, const char **why)
{
        switch (question->kind) {
        case QUESTION_SPOT:
                *what = question->spot.phrases[index].text;
                *why = question->spot.phrases[index].feedback;
                break;
        case QUESTION_CALL:
                *what = question->call.say[index].text;
                *why = question->call.say[index].feedback;
                break;
        default:
                *what = question->choice.options[index].text;
                *why = missed && question->choice.options[index].missed
                               ? question->choice.options[index].missed
                               : question->choice.options[index].feedback;
        }
}

static void remark_parts(Remarks *remarks, const Question *question, const Response *response,
        size_t count, const VerdictWords *words)
{
        for (size_t v = 0; v < sizeof verdict_order / sizeof *verdict_order; v++)
                for (size_t i = 0; i < count; i++) {
                        Verdict verdict = response_verdict(question, response, i);
                        if (verdict != verdict_order[v])
                                continue;
                        const char *what = NULL, *why = NULL;
                        part_texts(question, i, verdict == VERDICT_MISS, &what, &why);
                        remark(remarks, words[verdict].style, _(words[verdict].label), what, why);
                }
}

static void remark_single(Remarks *remarks, const Question *question, const Response *response)
{
        const Option *chosen = &question->choice.options[response->chosen[0]];
        unsigned style = chosen->correct ? SPAN_RIGHT : SPAN_WRONG;
        remark(remarks, style, _("You chose:"), chosen->text, chosen->feedback);
        for (size_t i = 0; !chosen->correct && i < question->choice.count; i++)
                if (question->choice.options[i].correct)
                        remark(remarks, SPAN_MISSED, _("Best:"), question->choice.options[i].text,
                                question->choice.options[i].feedback);
        for (size_t i = 0; i < question->choice.count; i++) {
                const Option *option = &question->choice.options[i];
                if (option != chosen && !option->correct)
                        remark(remarks, SPAN_QUIET, _("Not chosen:"), option->text,
                                option->feedback);
        }
}

static void remark_true_false(Remarks *remarks, const Question *question, const Response *response)
{
        bool right = response->truth == question->truth.answer;
        remark(remarks, right ? SPAN_RIGHT : SPAN_WRONG, _("You answered:"),
                response->truth ? _("True") : _("False"),
                question->truth.feedback[response->truth]);
        if (!right)
                remark(remarks, SPAN_MISSED, _("Right is:"),
                        response->truth ? _("False") : _("True"),
                        question->truth.feedback[question->truth.answer]);
}

static void remark_order(Remarks *remarks, const Question *question, const Response *response)
{
        bool right = score_response(question, response) >= FULL;
        rich_block(remarks->builder, BLOCK_PARAGRAPH, 0);
        rich_span(remarks->builder, (right ? SPAN_RIGHT : SPAN_MISSED) | SPAN_STRONG,
                _("The order:"));
        for (size_t i = 0; i < question->order.count; i++) {
                rich_item(remarks->builder, 1, arena_printf(remarks->arena, "%zu.", i + 1));
                rich_tight(remarks->builder);
                rich_span(remarks->builder, SPAN_PLAIN, question->order.steps[i]);
                size_t given = 0;
                while (given < response->count && response->chosen[given] != i)
                        given++;
                if (given != i) {
                        rich_span(remarks->builder, SPAN_PLAIN, " ");
                        rich_spanf(
                                remarks->builder, SPAN_WRONG, _("(you put it at %zu)"), given + 1);
                }
        }
}

static const char *right_side(const Question *question, uint16_t side)
{
        if (side == RESPONSE_NOTHING)
                return _("nothing");
        return side < question->match.count ? question->match.pairs[side].right
                                            : question->match.extra[side - question->match.count];
}

static void remark_match(Remarks *remarks, const Question *question, const Response *response)
{
        for (int pass = 0; pass < 2; pass++) /* what did not fit first */
                for (size_t i = 0; i < question->match.count; i++) {
                        bool right = response->chosen[i] == i;
                        if (right != (pass == 1))
                                continue;
                        const Pair *pair = &question->match.pairs[i];
                        const char *what =
                                arena_printf(remarks->arena, "%s → %s", pair->left, pair->right);
                        const char *why =
                                right ? NULL
                                      : arena_printf(remarks->arena, _("You had put: %s"),
                                                right_side(question, response->chosen[i]));
                        remark(remarks, right ? SPAN_RIGHT : SPAN_MISSED,
                                right ? _("Right:") : _("This fits:"), what, why);
                }
        for (size_t i = 0; i < question->match.extra_count; i++)
                remark(remarks, SPAN_QUIET, _("Fits nothing:"), question->match.extra[i], NULL);
}

static double best_worth(const BranchStep *step)
{
        double best = step->choices[0].worth;
        for (size_t i = 1; i < step->count; i++)
                best = step->choices[i].worth > best ? step->choices[i].worth : best;
        return best;
}

static void remark_branch(Remarks *remarks, const Question *question, const Response *response)
{
        static const char *const ends[] = { [BRANCH_GOES_ON] = "",
                [BRANCH_GOOD] = N_("It ended well."),
                [BRANCH_MIXED] = N_("It ended half well."),
                [BRANCH_POOR] = N_("It ended badly. That is what practice is for.") };
        size_t at = question->branch.start;
        for (size_t i = 0; i < response->count; i++) {
                const BranchStep *step = &question->branch.steps[at];
                const BranchChoice *choice = &step->choices[response->chosen[i]];
                bool best = choice->worth >= best_worth(step);
                remark(remarks, best ? SPAN_RIGHT : SPAN_WRONG,
                        best ? _("Good:") : _("Better otherwise:"), choice->text, choice->feedback);
                at = choice->to;
        }
        const BranchStep *end = &question->branch.steps[at];
        Rich text = markdown_parse(remarks->arena, end->text, false);
        rich_append(remarks->builder, &text);
        if (end->end != BRANCH_GOES_ON)
                rich_paragraph(remarks->builder, SPAN_STRONG, _(ends[end->end]));
}

static const char *number_words(CallNumber number)
{
        switch (number) {
        case CALL_SUPERVISOR:
                return _("only the supervisor");
        case CALL_NOBODY:
                return _("nobody");
        default:
                return call_number_names[number];
        }
}

static void remark_call(Remarks *remarks, const Question *question, const Response *response)
{
        bool right = response->number == question->call.number;
        double worth = question->call.worth[response->number];
        remark(remarks, right ? SPAN_RIGHT : SPAN_WRONG, _("You rang:"),
                number_words(response->number),
                right       ? NULL
                : worth > 0 ? _("That helps too, but it is not the best number here.")
                            : NULL);
        if (!right)
                remark(remarks, SPAN_MISSED, _("Best:"), number_words(question->call.number), NULL);
        remark_parts(remarks, question, response, question->call.count, choice_words);
}

static void remark_answer(Remarks *remarks, const Question *question, const Response *response)
{
        switch (question->kind) {
        case QUESTION_SINGLE:
                remark_single(remarks, question, response);
                break;
        case QUESTION_MULTIPLE:
                remark_parts(remarks, question, response, question->choice.count, choice_words);
                break;
        case QUESTION_TRUE_FALSE:
                remark_true_false(remarks, question, response);
                break;
        case QUESTION_ORDER:
                remark_order(remarks, question, response);
                break;
        case QUESTION_MATCH:
                remark_match(remarks, question, response);
                break;
        case QUESTION_SPOT:
                remark_parts(remarks, question, response, question->spot.count, sign_words);
                break;
        case QUESTION_BRANCH:
                remark_branch(remarks, question, response);
                break;
        case QUESTION_CALL:
                remark_call(remarks, question, response);
                break;
        case QUESTION_KINDS:
                break;
        }
}

static const char *verdict_line(Session *session, const Question *question, double fraction)
{
        Arena *arena = session->page;
        if (question->status == QUESTION_TRIAL)
                return _("Thank you. This question is being tried out and does not count.");
        if (fraction >= FULL)
                return _("Right.");
        const char *score = format_points(arena, fraction * question->points);
        const char *max = format_points(arena, question->points);
        if (fraction > 0)
                return arena_printf(arena, _("Partly right: %s of %s points."), score, max);
        return _("Not yet: read why, it comes again.");
}

View view_feedback(Session *session)
{
        const Module *module = session->module;
        const Question *question =
                &module->questions[session->attempt.plan.items[session->item].question];
        const Answer *answer = &session->attempt.answers[session->item];
        Remarks remarks = { session->page, rich_start(session->page) };
        const char *verdict = verdict_line(session, question, answer->fraction);
        unsigned style = answer->fraction >= FULL ? SPAN_RIGHT
                         : answer->fraction > 0   ? SPAN_MISSED
                                                  : SPAN_WRONG;
        if (question->kind == QUESTION_SPOT && question_is_benign(question) &&
                answer->fraction < FULL)
                verdict = _("There was nothing to report here. A second look is never wrong; the "
                            "details tell you why.");
        rich_paragraph(remarks.builder, style | SPAN_STRONG, verdict);
        if (question->critical && answer->fraction < FULL)
                rich_paragraph(remarks.builder, SPAN_STRONG,
                        _("A child was in danger here. The module can only be passed with this "
                          "question right."));
        remark_answer(&remarks, question, &answer->response);
        if (question->explain) {
                Rich explain = markdown_parse(session->page, question->explain, false);
                rich_append(remarks.builder, &explain);
        }
        return (View){ .kind = VIEW_FEEDBACK,
                .title = module->head.title,
                .position = arena_printf(session->page, _("%s · %zu of %zu"),
                        module->sections[question->section].title, session->item + 1,
                        session->attempt.plan.count),
                .body = rich_finish(remarks.builder),
                .headline = verdict,
                .saved = view_saved(session) };
}
