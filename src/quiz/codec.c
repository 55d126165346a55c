#include "quiz/codec.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/translate.h"

static json_t *letter(size_t index)
{
        char text[2] = { (char)('a' + index), '\0' };
        return json_string(text);
}

/* "a" → 0; false for anything that is not one letter in range. */
static bool read_letter(const char *text, size_t most, uint16_t *index)
{
        if (!text || text[0] < 'a' || text[0] > 'z' || text[1] != '\0')
                return false;
        *index = (uint16_t)(text[0] - 'a');
        return *index < most;
}

static json_t *letters(const Response *response)
{
        json_t *list = json_array();
        for (size_t i = 0; i < response->count; i++)
                json_array_append_new(list, letter(response->chosen[i]));
        return list;
}

static json_t *matching(const Response *response)
{
        json_t *map = json_object();
        for (size_t i = 0; i < response->count; i++) {
                char left[2] = { (char)('a' + i), '\0' };
                uint16_t side = response->chosen[i];
                json_object_set_new(
                        map, left, side == RESPONSE_NOTHING ? json_null() : letter(side));
        }
        return map;
}

static json_t *phrases(const Response *response)
{
        json_t *list = json_array();
        for (size_t i = 0; i < response->count; i++) {
                char number[8];
                snprintf(number, sizeof number, "%u", response->chosen[i] + 1u);
                json_array_append_new(list, json_string(number));
        }
        return list;
}

static json_t *path(const Question *question, const Response *response)
{
        json_t *list = json_array();
        size_t at = question->branch.start;
        for (size_t i = 0; i < response->count; i++) {
                const BranchStep *step = &question->branch.steps[at];
                if (response->chosen[i] >= step->count)
                        break;
                char word[LIMIT_ID + 4];
                snprintf(word, sizeof word, "%s:%c", step->id, 'a' + response->chosen[i]);
                json_array_append_new(list, json_string(word));
                at = step->choices[response->chosen[i]].to;
        }
        return list;
}

json_t *response_to_json(const Question *question, const Response *response)
{
        switch (question->kind) {
        case QUESTION_SINGLE:
                return letter(response->chosen[0]);
        case QUESTION_MULTIPLE:
        case QUESTION_ORDER:
                return letters(response);
        case QUESTION_TRUE_FALSE:
                return json_boolean(response->truth);
        case QUESTION_MATCH:
                return matching(response);
        case QUESTION_SPOT:
                return phrases(response);
        case QUESTION_BRANCH:
                return path(question, response);
        case QUESTION_CALL:
                return json_pack("{s:s, s:o}", "number", call_number_names[response->number], "say",
                        letters(response));
        case QUESTION_KINDS:
                break;
        }
        return json_null();
}

static bool read_letters(const json_t *list, size_t most, Response *response)
{
        if (!json_is_array(list) || json_array_size(list) > LIMIT_BRANCH_STEPS)
                return false;
        for (size_t i = 0; i < json_array_size(list); i++)
                if (!read_letter(json_string_value(json_array_get(list, i)), most,
                            &response->chosen[response->count++]))
                        return false;
        return true;
}

static bool read_matching(const Question *question, const json_t *map, Response *response)
{
        if (!json_is_object(map))
                return false;
        response->count = question->match.count;
        for (size_t i = 0; i < response->count; i++) {
                char left[2] = { (char)('a' + i), '\0' };
                const json_t *side = json_object_get(map, left);
                response->chosen[i] = RESPONSE_NOTHING;
                if (json_is_string(side) &&
                        !read_letter(json_string_value(side),
                                question->match.count + question->match.extra_count,
                                &response->chosen[i]))
                        return false;
        }
        return true;
}

static bool read_phrases(const Question *question, const json_t *list, Response *response)
{
        if (!json_is_array(list) || json_array_size(list) > LIMIT_PHRASES)
                return false;
        for (size_t i = 0; i < json_array_size(list); i++) {
                const char *text = json_string_value(json_array_get(list, i));
                char *end = NULL;
                unsigned long number = text ? strtoul(text, &end, 10) : 0;
                if (!text || *end || number < 1 || number > question->spot.count)
                        return false;
                response->chosen[response->count++] = (uint16_t)(number - 1);
        }
        return true;
}

static bool read_path(const Question *question, const json_t *list, Response *response)
{
        if (!json_is_array(list) || json_array_size(list) > LIMIT_BRANCH_STEPS)
                return false;
        size_t at = question->branch.start;
        for (size_t i = 0; i < json_array_size(list); i++) {
                const BranchStep *step = &question->branch.steps[at];
                const char *word = json_string_value(json_array_get(list, i));
                size_t len = strlen(step->id);
                uint16_t index = 0;
                if (!word || strncmp(word, step->id, len) != 0 || word[len] != ':' ||
                        !read_letter(word + len + 1, step->count, &index))
                        return false;
                response->chosen[response->count++] = index;
                at = step->choices[index].to;
        }
        return true;
}

static bool read_call(const Question *question, const json_t *call, Response *response)
{
        const char *number = json_string_value(json_object_get(call, "number"));
        if (!number)
                return false;
        size_t index = 0;
        while (index < CALL_NUMBERS && strcmp(call_number_names[index], number) != 0)
                index++;
        if (index == CALL_NUMBERS)
                return false;
        response->number = (CallNumber)index;
        return read_letters(json_object_get(call, "say"), question->call.count, response);
}

bool response_from_json(const Question *question, const json_t *json, Response *response)
{
        *response = (Response){ .kind = question->kind };
        switch (question->kind) {
        case QUESTION_SINGLE:
                response->count = 1;
                return read_letter(
                        json_string_value(json), question->choice.count, response->chosen);
        case QUESTION_MULTIPLE:
                return read_letters(json, question->choice.count, response);
        case QUESTION_ORDER:
                return read_letters(json, question->order.count, response);
        case QUESTION_TRUE_FALSE:
                response->truth = json_is_true(json);
                return json_is_boolean(json);
        case QUESTION_MATCH:
                return read_matching(question, json, response);
        case QUESTION_SPOT:
                return read_phrases(question, json, response);
        case QUESTION_BRANCH:
                return read_path(question, json, response);
        case QUESTION_CALL:
                return read_call(question, json, response);
        case QUESTION_KINDS:
                break;
        }
        return false;
}

json_t *plan_to_json(const Module *module, const Plan *plan)
{
        json_t *list = json_array();
        for (size_t i = 0; i < plan->count; i++) {
                const PlanItem *item = &plan->items[i];
                json_t *shown = json_array();
                for (size_t j = 0; j < item->shown_count; j++)
                        json_array_append_new(shown, letter(item->shown[j]));
                json_array_append_new(
                        list, json_pack("{s:s, s:o}", "q", module->questions[item->question].id,
                                      "shown", shown));
        }
        return list;
}

/* Every part of the question exactly once. */
static bool read_shown(const Question *question, const json_t *shown, PlanItem *item)
{
        bool seen[PLAN_ORDER_MOST] = { false };
        item->shown_count = question_parts(question);
        if (json_array_size(shown) != item->shown_count)
                return false;
        for (size_t i = 0; i < item->shown_count; i++) {
                uint16_t index = 0;
                if (!read_letter(json_string_value(json_array_get(shown, i)), item->shown_count,
                            &index) ||
                        seen[index])
                        return false;
                seen[index] = true;
                item->shown[i] = (uint8_t)index;
        }
        return true;
}

bool plan_from_json(const Module *module, uint64_t seed, const json_t *json, Arena *arena,
        Plan *plan, Error *error)
{
        size_t count = json_array_size(json);
        PlanItem *items = arena_array(arena, PlanItem, count + 1);
        for (size_t i = 0; i < count; i++) {
                const json_t *entry = json_array_get(json, i);
                const char *id = json_string_value(json_object_get(entry, "q"));
                items[i].question = id ? module_question(module, id) : SIZE_MAX;
                if (items[i].question == SIZE_MAX ||
                        !read_shown(&module->questions[items[i].question],
                                json_object_get(entry, "shown"), &items[i])) {
                        char clean[LIMIT_ID + 1];
                        text_clean(clean, sizeof clean, id ? id : "?");
                        return error_set(error,
                                _("the module has changed: question '%s' is not as it was"), clean);
                }
        }
        *plan = (Plan){ .seed = seed, .items = items, .count = count };
        return true;
}
