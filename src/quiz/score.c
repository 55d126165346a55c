#include "quiz/score.h"

static bool is_chosen(const Response *response, size_t index)
{
        for (size_t i = 0; i < response->count; i++)
                if (response->chosen[i] == index)
                        return true;
        return false;
}

/* Whether part `index` of a question is one of those to choose. */
static bool is_key(const Question *question, size_t index)
{
        switch (question->kind) {
        case QUESTION_SINGLE:
        case QUESTION_MULTIPLE:
                return question->choice.options[index].correct;
        case QUESTION_SPOT:
                return question->spot.phrases[index].sign != NULL;
        case QUESTION_CALL:
                return question->call.say[index].give;
        default:
                return false;
        }
}

static size_t part_count(const Question *question)
{
        switch (question->kind) {
        case QUESTION_SINGLE:
        case QUESTION_MULTIPLE:
                return question->choice.count;
        case QUESTION_SPOT:
                return question->spot.count;
        case QUESTION_CALL:
                return question->call.count;
        default:
                return 0;
        }
}

Verdict response_verdict(const Question *question, const Response *response, size_t index)
{
        bool chosen = is_chosen(response, index);
        if (is_key(question, index))
                return chosen ? VERDICT_HIT : VERDICT_MISS;
        return chosen ? VERDICT_FALSE_ALARM : VERDICT_CORRECT_REJECTION;
}

/* max(0, chosen right / right − chosen wrong / wrong); with nothing right, 1 − chosen wrong /
 * wrong. */
static double score_selection(const Question *question, const Response *response)
{
        double right = 0, wrong = 0, chosen_right = 0, chosen_wrong = 0;
        size_t parts = part_count(question);
        for (size_t i = 0; i < parts; i++) {
                bool chosen = is_chosen(response, i);
                if (is_key(question, i)) {
                        right++;
                        chosen_right += chosen;
                } else {
                        wrong++;
                        chosen_wrong += chosen;
                }
        }
        for (size_t i = 0; i < response->count; i++)
                chosen_wrong += response->chosen[i] >= parts; /* what the question does not have */
        double lost = wrong > 0 ? chosen_wrong / wrong : 0;
        double score = (right > 0 ? chosen_right / right : 1) - lost;
        return score > 0 ? score : 0;
}

static double score_single(const Question *question, const Response *response)
{
        if (response->count != 1 || response->chosen[0] >= question->choice.count)
                return 0;
        return question->choice.options[response->chosen[0]].worth;
}

static double score_true_false(const Question *question, const Response *response)
{
        return response->truth == question->truth.answer;
}

static double score_order(const Question *question, const Response *response)
{
        size_t kept = 0;
        for (size_t i = 1; i < response->count; i++)
                kept += response->chosen[i] == response->chosen[i - 1] + 1;
        size_t pairs = question->order.count - 1;
        return pairs && kept <= pairs ? (double)kept / (double)pairs : 0;
}

static double score_match(const Question *question, const Response *response)
{
        size_t right = 0, count = question->match.count;
        for (size_t i = 0; i < count && i < response->count; i++)
                right += response->chosen[i] == i;
        return count ? (double)right / (double)count : 0;
}

size_t branch_walk(const Question *question, const Response *response, double *points)
{
        size_t at = question->branch.start;
        double gained = 0;
        for (size_t i = 0; i < response->count; i++) {
                const BranchStep *step = &question->branch.steps[at];
                if (response->chosen[i] >= step->count)
                        break;
                gained += step->choices[response->chosen[i]].worth;
                at = step->choices[response->chosen[i]].to;
        }
        if (points)
                *points = gained;
        return at;
}

static double score_branch(const Question *question, const Response *response)
{
        double gained = 0;
        size_t at = branch_walk(question, response, &gained);
        double range = question->branch.best - question->branch.worst;
        if (question->branch.steps[at].count > 0 || range <= 0)
                return 0; /* not walked to its end */
        double score = (gained - question->branch.worst) / range;
        return score < 0 ? 0 : score > 1 ? 1 : score;
}

static double score_call(const Question *question, const Response *response)
{
        double number =
                response->number < CALL_NUMBERS ? question->call.worth[response->number] : 0;
        return 0.5 * number + 0.5 * score_selection(question, response);
}

double score_response(const Question *question, const Response *response)
{
        static double (*const scores[QUESTION_KINDS])(const Question *, const Response *) = {
                [QUESTION_SINGLE] = score_single,
                [QUESTION_MULTIPLE] = score_selection,
                [QUESTION_TRUE_FALSE] = score_true_false,
                [QUESTION_ORDER] = score_order,
                [QUESTION_MATCH] = score_match,
                [QUESTION_SPOT] = score_selection,
                [QUESTION_BRANCH] = score_branch,
                [QUESTION_CALL] = score_call,
        };
        return scores[question->kind](question, response);
}

/* The way from a step on that gains most, first in the file of equals; every step is looked at
 * once. */
typedef struct Ways {
        const Question *question;
        double gain[LIMIT_BRANCH_STEPS];
        uint16_t choice[LIMIT_BRANCH_STEPS];
        bool known[LIMIT_BRANCH_STEPS];
} Ways;

static double best_gain(Ways *ways, size_t at)
{
        const BranchStep *step = &ways->question->branch.steps[at];
        for (size_t i = 0; !ways->known[at] && i < step->count; i++) {
                double gain = step->choices[i].worth + best_gain(ways, step->choices[i].to);
                if (i == 0 || gain > ways->gain[at]) {
                        ways->gain[at] = gain;
                        ways->choice[at] = (uint16_t)i;
                }
        }
        ways->known[at] = true;
        return ways->gain[at];
}

static void walk_best(const Question *question, Response *response)
{
        Ways ways = { .question = question };
        best_gain(&ways, question->branch.start);
        for (size_t at = question->branch.start; question->branch.steps[at].count > 0;) {
                response->chosen[response->count++] = ways.choice[at];
                at = question->branch.steps[at].choices[ways.choice[at]].to;
        }
}

void response_right(const Question *question, Response *response)
{
        *response = (Response){ .kind = question->kind };
        for (size_t i = 0; i < part_count(question); i++)
                if (is_key(question, i))
                        response->chosen[response->count++] = (uint16_t)i;
        size_t in_order = question->kind == QUESTION_ORDER   ? question->order.count
                          : question->kind == QUESTION_MATCH ? question->match.count
                                                             : 0;
        for (size_t i = 0; i < in_order; i++)
                response->chosen[response->count++] = (uint16_t)i;
        if (question->kind == QUESTION_TRUE_FALSE)
                response->truth = question->truth.answer;
        else if (question->kind == QUESTION_BRANCH)
                walk_best(question, response);
        else if (question->kind == QUESTION_CALL)
                response->number = question->call.number;
}
