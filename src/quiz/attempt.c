#include "quiz/attempt.h"

#include <stdio.h>
#include <string.h>

#include "base/translate.h"
#include "quiz/codec.h"

void attempt_init(Attempt *attempt, const Module *module, Arena *arena)
{
        *attempt = (Attempt){ .state = ATTEMPT_NONE, .module = module, .arena = arena };
}

size_t attempt_next(const Attempt *attempt)
{
        for (size_t i = 0; i < attempt->plan.count; i++)
                if (!attempt->answers[i].given)
                        return i;
        return attempt->plan.count;
}

static bool misfit(const Event *event, Error *error)
{
        return error_set(error, _("event %lld (%s) of this attempt cannot be read"),
                (long long)event->seq, event_kind_names[event->kind]);
}

static bool apply_started(Attempt *attempt, const Event *event, const json_t *body, Error *error)
{
        if (attempt->state != ATTEMPT_NONE)
                return misfit(event, error);
        Plan plan = { 0 };
        uint64_t seed = (uint64_t)json_integer_value(json_object_get(body, "seed"));
        if (!plan_from_json(attempt->module, seed, json_object_get(body, "plan"), attempt->arena,
                    &plan, error))
                return false;
        snprintf(attempt->id, sizeof attempt->id, "%s", event->attempt);
        attempt->plan = plan;
        attempt->answers = arena_array(attempt->arena, Answer, plan.count + 1);
        attempt->state = ATTEMPT_OPEN;
        return true;
}

static bool apply_answered(Attempt *attempt, const Event *event, const json_t *body, Error *error)
{
        const char *id = json_string_value(json_object_get(body, "question"));
        if (attempt->state != ATTEMPT_OPEN || !id)
                return misfit(event, error);
        for (size_t i = 0; i < attempt->plan.count; i++) {
                const Question *question =
                        &attempt->module->questions[attempt->plan.items[i].question];
                Answer *answer = &attempt->answers[i];
                if (strcmp(question->id, id) != 0)
                        continue;
                Response response;
                if (answer->given ||
                        !response_from_json(question, json_object_get(body, "response"), &response))
                        return misfit(event, error);
                response.confidence = (int)json_integer_value(json_object_get(body, "confidence"));
                double max = json_number_value(json_object_get(body, "max"));
                double score = json_number_value(json_object_get(body, "score"));
                *answer = (Answer){ .given = true,
                        .response = response,
                        .fraction = max > 0 ? score / max : 0,
                        .at = event->at };
                attempt->answered++;
                return true;
        }
        return misfit(event, error);
}

bool attempt_apply(Attempt *attempt, const Event *event, Error *error)
{
        json_t *body = json_loads(event->body, 0, NULL);
        bool applied = true;
        switch (event->kind) {
        case EVENT_ATTEMPT_STARTED:
                applied = apply_started(attempt, event, body, error);
                break;
        case EVENT_ANSWERED:
                applied = apply_answered(attempt, event, body, error);
                break;
        case EVENT_ATTEMPT_FINISHED:
        case EVENT_ATTEMPT_ABANDONED:
                applied = attempt->state == ATTEMPT_OPEN || misfit(event, error);
                if (applied)
                        attempt->state = event->kind == EVENT_ATTEMPT_FINISHED ? ATTEMPT_FINISHED
                                                                               : ATTEMPT_ABANDONED;
                break;
        default:
                break;
        }
        json_decref(body);
        return applied;
}
