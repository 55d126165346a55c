#include "quiz/response.h"

/* Ascending indexes below `most`. */
static bool is_selection(const Response *response, size_t most)
{
        for (size_t i = 0; i < response->count; i++)
                if (response->chosen[i] >= most ||
                        (i > 0 && response->chosen[i] <= response->chosen[i - 1]))
                        return false;
        return true;
}

static bool is_whole_order(const Response *response, size_t count)
{
        bool seen[LIMIT_STEPS] = { false };
        if (response->count != count)
                return false;
        for (size_t i = 0; i < count; i++) {
                if (response->chosen[i] >= count || seen[response->chosen[i]])
                        return false;
                seen[response->chosen[i]] = true;
        }
        return true;
}

static bool is_matching(const Question *question, const Response *response)
{
        size_t sides = question->match.count + question->match.extra_count;
        bool used[2 * LIMIT_PAIRS] = { false };
        if (response->count != question->match.count)
                return false;
        for (size_t i = 0; i < response->count; i++) {
                uint16_t side = response->chosen[i];
                if (side == RESPONSE_NOTHING)
                        continue;
                if (side >= sides || used[side])
                        return false;
                used[side] = true;
        }
        return true;
}

static bool is_walk_to_the_end(const Question *question, const Response *response)
{
        size_t at = question->branch.start;
        for (size_t i = 0; i < response->count; i++) {
                const BranchStep *step = &question->branch.steps[at];
                if (response->chosen[i] >= step->count)
                        return false;
                at = step->choices[response->chosen[i]].to;
        }
        return question->branch.steps[at].count == 0;
}

bool response_is_possible(const Question *question, const Response *response)
{
        if (response->kind != question->kind || response->count > LIMIT_BRANCH_STEPS ||
                response->confidence < 0 || response->confidence > 3)
                return false;
        switch (question->kind) {
        case QUESTION_SINGLE:
                return response->count == 1 && is_selection(response, question->choice.count);
        case QUESTION_MULTIPLE:
                return is_selection(response, question->choice.count);
        case QUESTION_TRUE_FALSE:
                return response->count == 0;
        case QUESTION_ORDER:
                return is_whole_order(response, question->order.count);
        case QUESTION_MATCH:
                return is_matching(question, response);
        case QUESTION_SPOT:
                return is_selection(response, question->spot.count);
        case QUESTION_BRANCH:
                return is_walk_to_the_end(question, response);
        case QUESTION_CALL:
                return response->number < CALL_NUMBERS &&
                       is_selection(response, question->call.count);
        case QUESTION_KINDS:
                break;
        }
        return false;
}
