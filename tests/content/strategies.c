/* Simulated learners on the real modules: who sees every sign passes with full marks; who follows a
 * habit instead of looking fails, over many draws. */
#include "../unit/unit.h"

#include <stdio.h>
#include <stdlib.h>

#include "module/library.h"
#include "quiz/result.h"
#include "quiz/score.h"

enum { SEEDS = 200 };

static Library *library;

typedef Response (*Strategy)(const Question *question, const PlanItem *item, uint64_t *state);

static uint64_t draw(uint64_t *state, uint64_t most)
{
        *state = *state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
        return (*state >> 33) % most;
}

static void add(Response *response, size_t index)
{
        size_t at = response->count++;
        while (at > 0 && response->chosen[at - 1] > index) {
                response->chosen[at] = response->chosen[at - 1];
                at--;
        }
        response->chosen[at] = (uint16_t)index;
}

/* Walks a branch by a rule that picks one of a step's choices. */
static void walk(Response *response, const Question *question,
        size_t (*pick)(const BranchStep *step, uint64_t *state), uint64_t *state)
{
        for (size_t at = question->branch.start; question->branch.steps[at].count;) {
                const BranchStep *step = &question->branch.steps[at];
                size_t choice = pick(step, state);
                response->chosen[response->count++] = (uint16_t)choice;
                at = step->choices[choice].to;
        }
}

static size_t pick_first(const BranchStep *step, uint64_t *state)
{
        (void)step, (void)state;
        return 0;
}

static size_t pick_longest(const BranchStep *step, uint64_t *state)
{
        (void)state;
        size_t best = 0;
        for (size_t i = 1; i < step->count; i++)
                if (strlen(step->choices[i].text) > strlen(step->choices[best].text))
                        best = i;
        return best;
}

static size_t pick_random(const BranchStep *step, uint64_t *state)
{
        return draw(state, step->count);
}

static size_t pick_999(const BranchStep *step, uint64_t *state)
{
        (void)state;
        for (size_t i = 0; i < step->count; i++)
                if (strstr(step->choices[i].text, "999"))
                        return i;
        return 0;
}

/* The best path: the DP's value of a step, found again by trying all ways. */
static double best_from(const Question *question, size_t at, Response *path)
{
        const BranchStep *step = &question->branch.steps[at];
        double best = -1e9;
        Response best_path = *path;
        if (step->count == 0)
                return 0;
        for (size_t i = 0; i < step->count; i++) {
                Response tried = *path;
                tried.chosen[tried.count++] = (uint16_t)i;
                double value =
                        step->choices[i].worth + best_from(question, step->choices[i].to, &tried);
                if (value > best) {
                        best = value;
                        best_path = tried;
                }
        }
        *path = best_path;
        return best;
}

static Response answer_right(const Question *question, const PlanItem *item, uint64_t *state)
{
        (void)item, (void)state;
        Response response = { .kind = question->kind };
        switch (question->kind) {
        case QUESTION_SINGLE:
        case QUESTION_MULTIPLE:
                for (size_t i = 0; i < question->choice.count; i++)
                        if (question->choice.options[i].correct)
                                add(&response, i);
                break;
        case QUESTION_TRUE_FALSE:
                response.truth = question->truth.answer;
                break;
        case QUESTION_ORDER:
                for (size_t i = 0; i < question->order.count; i++)
                        response.chosen[response.count++] = (uint16_t)i;
                break;
        case QUESTION_MATCH:
                for (size_t i = 0; i < question->match.count; i++)
                        response.chosen[response.count++] = (uint16_t)i;
                break;
        case QUESTION_SPOT:
                for (size_t i = 0; i < question->spot.count; i++)
                        if (question->spot.phrases[i].sign)
                                add(&response, i);
                break;
        case QUESTION_BRANCH:
                best_from(question, question->branch.start, &response);
                break;
        case QUESTION_CALL:
                response.number = question->call.number;
                for (size_t i = 0; i < question->call.count; i++)
                        if (question->call.say[i].give)
                                add(&response, i);
                break;
        case QUESTION_KINDS:
                break;
        }
        return response;
}

/* As shown, without looking: the order as it stands, each left side with the next right side. */
static void answer_as_shown(const Question *question, const PlanItem *item, Response *response)
{
        if (question->kind == QUESTION_ORDER)
                for (size_t i = 0; i < item->shown_count; i++)
                        response->chosen[response->count++] = item->shown[i];
        if (question->kind == QUESTION_MATCH)
                for (size_t i = 0; i < question->match.count; i++)
                        response->chosen[response->count++] = item->shown[i];
}

static Response always_first(const Question *question, const PlanItem *item, uint64_t *state)
{
        Response response = { .kind = question->kind, .truth = true, .number = CALL_999 };
        answer_as_shown(question, item, &response);
        if (question->kind == QUESTION_SINGLE || question->kind == QUESTION_MULTIPLE ||
                question->kind == QUESTION_CALL)
                add(&response, item->shown[0]);
        else if (question->kind == QUESTION_SPOT)
                add(&response, 0);
        else if (question->kind == QUESTION_BRANCH)
                walk(&response, question, pick_first, state);
        return response;
}

static const char *part(const Question *question, size_t index)
{
        return question->kind == QUESTION_CALL   ? question->call.say[index].text
               : question->kind == QUESTION_SPOT ? question->spot.phrases[index].text
                                                 : question->choice.options[index].text;
}

static size_t parts(const Question *question)
{
        return question->kind == QUESTION_CALL   ? question->call.count
               : question->kind == QUESTION_SPOT ? question->spot.count
                                                 : question->choice.count;
}

static Response always_longest(const Question *question, const PlanItem *item, uint64_t *state)
{
        Response response = { .kind = question->kind, .truth = true, .number = CALL_101 };
        answer_as_shown(question, item, &response);
        switch (question->kind) {
        case QUESTION_SINGLE:
        case QUESTION_MULTIPLE:
        case QUESTION_SPOT:
        case QUESTION_CALL: {
                size_t longest = 0;
                for (size_t i = 1; i < parts(question); i++)
                        if (strlen(part(question, i)) > strlen(part(question, longest)))
                                longest = i;
                add(&response, longest);
                break;
        }
        case QUESTION_BRANCH:
                walk(&response, question, pick_longest, state);
                break;
        default:
                break;
        }
        return response;
}

static Response mark_everything(const Question *question, const PlanItem *item, uint64_t *state)
{
        Response response = { .kind = question->kind, .truth = true, .number = CALL_101 };
        answer_as_shown(question, item, &response);
        if (question->kind == QUESTION_MULTIPLE || question->kind == QUESTION_SPOT ||
                question->kind == QUESTION_CALL)
                for (size_t i = 0; i < parts(question); i++)
                        add(&response, i);
        else if (question->kind == QUESTION_SINGLE)
                add(&response, item->shown[0]);
        else if (question->kind == QUESTION_BRANCH)
                walk(&response, question, pick_first, state);
        return response;
}

/* Worried by everything: 999 wherever it is offered, every phrase marked, every statement of danger
 * believed. */
static Response report_everything(const Question *question, const PlanItem *item, uint64_t *state)
{
        Response response = mark_everything(question, item, state);
        if (question->kind == QUESTION_CALL)
                response.number = CALL_999;
        if (question->kind == QUESTION_SINGLE)
                for (size_t i = 0; i < question->choice.count; i++)
                        if (strstr(question->choice.options[i].text, "999"))
                                response.chosen[0] = (uint16_t)i;
        if (question->kind == QUESTION_BRANCH) {
                response.count = 0;
                walk(&response, question, pick_999, state);
        }
        return response;
}

/* Worried by nothing. */
static Response report_nothing(const Question *question, const PlanItem *item, uint64_t *state)
{
        Response response = { .kind = question->kind, .truth = false, .number = CALL_NOBODY };
        answer_as_shown(question, item, &response);
        if (question->kind == QUESTION_SINGLE) {
                size_t quiet = item->shown[0];
                for (size_t i = 0; i < question->choice.count; i++)
                        if (!strstr(question->choice.options[i].text, "999") &&
                                !strstr(question->choice.options[i].text, "101") &&
                                !strstr(question->choice.options[i].text, "upervisor"))
                                quiet = i;
                add(&response, quiet);
        } else if (question->kind == QUESTION_BRANCH) {
                walk(&response, question, pick_longest, state);
        }
        return response;
}

static Response guess(const Question *question, const PlanItem *item, uint64_t *state)
{
        Response response = { .kind = question->kind,
                .truth = draw(state, 2),
                .number = (CallNumber)draw(state, CALL_NUMBERS) };
        answer_as_shown(question, item, &response);
        if (question->kind == QUESTION_ORDER || question->kind == QUESTION_MATCH)
                for (size_t i = response.count; i > 1; i--) {
                        size_t j = draw(state, i);
                        uint16_t kept = response.chosen[i - 1];
                        response.chosen[i - 1] = response.chosen[j];
                        response.chosen[j] = kept;
                }
        if (question->kind == QUESTION_SINGLE)
                add(&response, draw(state, question->choice.count));
        if (question->kind == QUESTION_MULTIPLE || question->kind == QUESTION_SPOT ||
                question->kind == QUESTION_CALL)
                for (size_t i = 0; i < parts(question); i++)
                        if (draw(state, 2))
                                add(&response, i);
        if (question->kind == QUESTION_BRANCH)
                walk(&response, question, pick_random, state);
        return response;
}

static Result attempt_by(const Module *module, Strategy strategy, uint64_t seed, Arena *arena)
{
        uint64_t state = seed * 977 + 5;
        Attempt attempt;
        attempt_init(&attempt, module, arena);
        attempt.plan = plan_make(module, seed, arena);
        attempt.answers = arena_array(arena, Answer, attempt.plan.count + 1);
        for (size_t i = 0; i < attempt.plan.count; i++) {
                const PlanItem *item = &attempt.plan.items[i];
                const Question *question = &module->questions[item->question];
                Response response = strategy(question, item, &state);
                assert_true(response_is_possible(question, &response));
                attempt.answers[i] = (Answer){ .given = true,
                        .response = response,
                        .fraction = score_response(question, &response) };
        }
        return attempt_result(&attempt, arena);
}

typedef struct Outcome {
        double mean;
        int passed;
} Outcome;

static Outcome outcome_of(const Module *module, Strategy strategy, int seeds)
{
        Outcome outcome = { 0, 0 };
        for (int seed = 1; seed <= seeds; seed++) {
                Arena *arena = arena_new();
                Result result = attempt_by(module, strategy, (uint64_t)seed, arena);
                outcome.mean += result.percent / seeds;
                outcome.passed += result.passed;
                arena_free(arena);
        }
        return outcome;
}

static void for_each_module(void (*check)(const Module *module))
{
        size_t count = 0;
        const LibraryEntry *entries = library_list(library, "en", &count);
        assert_true(count >= 3);
        const char *ids[64];
        for (size_t i = 0; i < count && i < 64; i++)
                ids[i] = strdup(entries[i].id);
        for (size_t i = 0; i < count && i < 64; i++) {
                Error error = { 0 };
                Module *module = library_load(library, ids[i], "en", &error);
                if (!module)
                        fail_msg("%s: %s", ids[i], error.message);
                check(module);
                module_free(module);
                free((char *)ids[i]);
        }
}

static void check_right(const Module *module)
{
        Outcome outcome = outcome_of(module, answer_right, SEEDS);
        assert_near(outcome.mean, 100, 1e-6);
        assert_int_equal(outcome.passed, SEEDS);
}

static void who_sees_every_sign_gets_full_marks(void **state)
{
        (void)state;
        for_each_module(check_right);
}

static void check_habits(const Module *module)
{
        static const struct {
                const char *name;
                Strategy strategy;
        } habits[] = { { "always the first", always_first },
                { "always the longest", always_longest }, { "mark everything", mark_everything },
                { "everything to 999", report_everything }, { "report nothing", report_nothing } };
        for (size_t i = 0; i < sizeof habits / sizeof *habits; i++) {
                Outcome outcome = outcome_of(module, habits[i].strategy, SEEDS);
                print_message(
                        "%s, %s: mean %.1f%%\n", module->head.id, habits[i].name, outcome.mean);
                if (outcome.passed)
                        fail_msg("%s: '%s' passes %d of %d attempts", module->head.id,
                                habits[i].name, outcome.passed, SEEDS);
        }
}

static void habits_pass_nothing(void **state)
{
        (void)state;
        for_each_module(check_habits);
}

static void check_guessing(const Module *module)
{
        Outcome outcome = outcome_of(module, guess, 20 * SEEDS);
        print_message("%s, guessing: mean %.1f%%, passed %d of %d\n", module->head.id, outcome.mean,
                outcome.passed, 20 * SEEDS);
        assert_true(outcome.mean < 35);
        assert_true(outcome.passed < 4); /* fewer than one in a thousand */
}

static void who_guesses_passes_in_fewer_than_one_of_a_thousand(void **state)
{
        (void)state;
        for_each_module(check_guessing);
}

int main(void)
{
        char folder[4096];
        snprintf(folder, sizeof folder, "%s/modules", getenv("MAKESAFE_SOURCE"));
        const char *folders[] = { folder };
        library = library_new(folders, 1);
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(who_sees_every_sign_gets_full_marks),
                cmocka_unit_test(habits_pass_nothing),
                cmocka_unit_test(who_guesses_passes_in_fewer_than_one_of_a_thousand),
        };
        int failed = cmocka_run_group_tests(tests, NULL, NULL);
        library_free(library);
        return failed;
}
