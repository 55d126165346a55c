#include "quiz/result.h"

#include <math.h>
#include <string.h>

#include "quiz/score.h"

/* Shares of marks are sums of fractions: the pass mark is met when only rounding is missing. */
static const double ROUNDING = 1e-9;

enum { PERCENT_MOST = 1000 }; /* what a damaged record may say */

static void count_verdict(DetectionCounts *counts, Verdict verdict)
{
        switch (verdict) {
        case VERDICT_HIT:
                counts->hits++;
                break;
        case VERDICT_MISS:
                counts->misses++;
                break;
        case VERDICT_FALSE_ALARM:
                counts->false_alarms++;
                break;
        case VERDICT_CORRECT_REJECTION:
                counts->correct_rejections++;
                break;
        }
}

static void count_sign(
        const Module *module, const char *id, DetectionCounts *signs, Verdict verdict)
{
        size_t sign = signs ? module_sign(module, id) : SIZE_MAX;
        if (sign != SIZE_MAX)
                count_verdict(&signs[sign], verdict);
}

/* A harmless scene is a test of not seeing what its twin shows. */
static void count_benign(
        const Module *module, const Question *question, bool let_be, DetectionCounts *signs)
{
        if (question->twin >= module->question_count)
                return;
        Verdict verdict = let_be ? VERDICT_CORRECT_REJECTION : VERDICT_FALSE_ALARM;
        const Question *twin = &module->questions[question->twin];
        for (size_t i = 0; i < twin->sign_count; i++)
                count_sign(module, twin->signs[i], signs, verdict);
        if (twin->kind == QUESTION_SPOT)
                for (size_t i = 0; i < twin->spot.count; i++)
                        if (twin->spot.phrases[i].sign)
                                count_sign(module, twin->spot.phrases[i].sign, signs, verdict);
}

static bool passage_has(const Question *question, const char *sign)
{
        if (question->kind != QUESTION_SPOT)
                return false;
        for (size_t i = 0; i < question->spot.count; i++)
                if (question->spot.phrases[i].sign &&
                        strcmp(question->spot.phrases[i].sign, sign) == 0)
                        return true;
        return false;
}

void answer_detections(const Module *module, const Question *question, const Response *response,
        double fraction, DetectionCounts *details, DetectionCounts *signs)
{
        bool full = fraction >= 1 - ROUNDING;
        if (question->kind == QUESTION_SPOT)
                for (size_t i = 0; i < question->spot.count; i++) {
                        Verdict verdict = response_verdict(question, response, i);
                        if (details)
                                count_verdict(details, verdict);
                        if (question->spot.phrases[i].sign)
                                count_sign(module, question->spot.phrases[i].sign, signs, verdict);
                }
        for (size_t i = 0; i < question->sign_count; i++)
                if (!passage_has(question, question->signs[i]))
                        count_sign(module, question->signs[i], signs,
                                full ? VERDICT_HIT : VERDICT_MISS);
        if (question_is_benign(question))
                count_benign(module, question, full, signs);
}

static void add_competency(
        CompetencyResult *list, size_t *count, const Question *question, double score)
{
        size_t i = 0;
        while (i < *count && strcmp(list[i].name, question->competency) != 0)
                i++;
        if (i == *count)
                list[(*count)++] = (CompetencyResult){ .name = question->competency };
        list[i].score += score;
        list[i].max += question->points;
}

Result attempt_result(const Attempt *attempt, Arena *arena)
{
        const Module *module = attempt->module;
        Result result = { 0 };
        CompetencyResult *competencies =
                arena_array(arena, CompetencyResult, attempt->plan.count + 1);
        DetectionCounts *counts = arena_array(arena, DetectionCounts, module->sign_count + 1);
        for (size_t i = 0; i < attempt->plan.count; i++) {
                const Question *question = &module->questions[attempt->plan.items[i].question];
                const Answer *answer = &attempt->answers[i];
                if (question->status == QUESTION_TRIAL)
                        continue;
                double fraction = answer->given ? answer->fraction : 0;
                result.score += fraction * question->points;
                result.max += question->points;
                result.critical_failed += question->critical && fraction < 1 - ROUNDING;
                add_competency(competencies, &result.competency_count, question,
                        fraction * question->points);
                if (answer->given)
                        answer_detections(module, question, &answer->response, fraction,
                                &result.details, counts);
        }
        SignResult *signs = arena_array(arena, SignResult, module->sign_count + 1);
        for (size_t i = 0; i < module->sign_count; i++) {
                DetectionCounts c = counts[i];
                if (c.hits + c.misses + c.false_alarms + c.correct_rejections > 0)
                        signs[result.sign_count++] = (SignResult){ i, c };
        }
        result.competencies = competencies;
        result.signs = signs;
        result.percent = result.max > 0 ? 100 * result.score / result.max : 0;
        result.passed = result.max > 0 && result.critical_failed == 0 &&
                        result.percent >= module->head.pass_score - ROUNDING;
        return result;
}

int percent_whole(double percent, double pass_score)
{
        double rounded = floor(percent + 0.5 + ROUNDING);
        if (rounded >= pass_score && percent < pass_score - ROUNDING)
                rounded = ceil(pass_score) - 1;
        return !(rounded > 0) ? 0 : rounded > PERCENT_MOST ? PERCENT_MOST : (int)rounded;
}
