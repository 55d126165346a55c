#include "quiz/plan.h"

#include <string.h>

/* SplitMix64 (Steele, Lea, Flood 2014, "Fast Splittable Pseudorandom Number Generators"): small,
 * and the same on every machine, which an attempt that must be shown again exactly needs. */
static uint64_t next_random(uint64_t *state)
{
        uint64_t z = *state += UINT64_C(0x9E3779B97F4A7C15);
        z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
        z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
        return z ^ (z >> 31);
}

/* An even draw from 0 … most − 1: values beyond the last whole multiple are thrown back. */
static size_t draw_below(uint64_t *state, size_t most)
{
        uint64_t limit = UINT64_MAX - UINT64_MAX % most;
        uint64_t value = 0;
        do
                value = next_random(state);
        while (value >= limit);
        return (size_t)(value % most);
}

static void shuffle_indexes(size_t *items, size_t count, uint64_t *state)
{
        for (size_t i = count; i > 1; i--) {
                size_t j = draw_below(state, i);
                size_t kept = items[i - 1];
                items[i - 1] = items[j];
                items[j] = kept;
        }
}

static void sort_indexes(size_t *items, size_t count)
{
        for (size_t i = 1; i < count; i++)
                for (size_t j = i; j > 0 && items[j] < items[j - 1]; j--) {
                        size_t kept = items[j];
                        items[j] = items[j - 1];
                        items[j - 1] = kept;
                }
}

static void shuffle_shown(PlanItem *item, uint64_t *state)
{
        for (size_t i = item->shown_count; i > 1; i--) {
                size_t j = draw_below(state, i);
                uint8_t kept = item->shown[i - 1];
                item->shown[i - 1] = item->shown[j];
                item->shown[j] = kept;
        }
}

static bool is_in_file_order(const PlanItem *item)
{
        for (size_t i = 0; i < item->shown_count; i++)
                if (item->shown[i] != i)
                        return false;
        return true;
}

size_t question_parts(const Question *question)
{
        switch (question->kind) {
        case QUESTION_SINGLE:
        case QUESTION_MULTIPLE:
                return question->choice.count;
        case QUESTION_ORDER:
                return question->order.count;
        case QUESTION_MATCH:
                return question->match.count + question->match.extra_count;
        case QUESTION_CALL:
                return question->call.count;
        default:
                return 0;
        }
}

static PlanItem make_item(const Module *module, size_t index, uint64_t *state)
{
        const Question *question = &module->questions[index];
        PlanItem item = { .question = index, .shown_count = question_parts(question) };
        for (size_t i = 0; i < item.shown_count; i++)
                item.shown[i] = (uint8_t)i;
        if (question->kind == QUESTION_ORDER) {
                do
                        shuffle_shown(&item, state);
                while (is_in_file_order(
                        &item)); /* three steps or more: another order always exists */
        } else if (question->kind == QUESTION_MATCH) {
                shuffle_shown(&item,
                        state); /* side by side in order, the pairs would give themselves away */
        } else if (module->shuffle_options && !question->keeps_order) {
                shuffle_shown(&item, state);
        }
        return item;
}

bool plan_varies(const Module *module)
{
        for (size_t i = 0; i < module->section_count; i++) {
                const Section *section = &module->sections[i];
                size_t asked = 0;
                for (size_t j = section->first; j < section->first + section->count; j++) {
                        const Question *question = &module->questions[j];
                        if (question->status == QUESTION_RETIRED)
                                continue;
                        asked++;
                        if (question->twin < module->question_count &&
                                module->questions[question->twin].status != QUESTION_RETIRED)
                                return true;
                }
                if (section->draw < asked)
                        return true;
        }
        return false;
}

/* Of twins that could both be asked, the seed chooses one; the other sits this attempt out. */
static bool *leave_out(const Module *module, uint64_t *state, Arena *arena)
{
        bool *out = arena_array(arena, bool, module->question_count + 1);
        for (size_t i = 0; i < module->question_count; i++)
                out[i] = module->questions[i].status == QUESTION_RETIRED;
        for (size_t i = 0; i < module->question_count; i++) {
                size_t twin = module->questions[i].twin;
                if (twin >= module->question_count || twin == i || out[i] || out[twin])
                        continue;
                out[next_random(state) >> 63 ? i : twin] = true;
        }
        return out;
}

Plan plan_make(const Module *module, uint64_t seed, Arena *arena)
{
        uint64_t state = seed;
        const bool *out = leave_out(module, &state, arena);
        PlanItem *items = arena_array(arena, PlanItem, module->question_count + 1);
        size_t *candidates = arena_array(arena, size_t, module->question_count + 1);
        size_t count = 0;
        for (size_t s = 0; s < module->section_count; s++) {
                const Section *section = &module->sections[s];
                size_t found = 0;
                for (size_t i = section->first; i < section->first + section->count; i++)
                        if (!out[i])
                                candidates[found++] = i;
                size_t drawn = section->draw < found ? section->draw : found;
                if (drawn < found || module->shuffle_questions)
                        shuffle_indexes(candidates, found, &state);
                if (!module->shuffle_questions)
                        sort_indexes(candidates, drawn);
                for (size_t i = 0; i < drawn; i++)
                        items[count++] = make_item(module, candidates[i], &state);
        }
        return (Plan){ .seed = seed, .items = items, .count = count };
}

Plan plan_all(const Module *module, uint64_t seed, Arena *arena)
{
        uint64_t state = seed;
        PlanItem *items = arena_array(arena, PlanItem, module->question_count + 1);
        for (size_t i = 0; i < module->question_count; i++)
                items[i] = make_item(module, i, &state);
        return (Plan){ .seed = seed, .items = items, .count = module->question_count };
}
