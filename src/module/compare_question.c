#include "module/compare_parts.h"

#include <string.h>

#include "base/text.h"

/* The texts of a list of structs, for pairing. */
#define TEXTS(Type, list, count, member)                                                           \
        texts_of(comparing->arena, (list), (count), sizeof(Type), offsetof(Type, member))

static const char *const *texts_of(
        Arena *arena, const void *list, size_t count, size_t size, size_t offset)
{
        const char **texts = arena_array(arena, const char *, count + 1);
        for (size_t i = 0; i < count; i++)
                memcpy(&texts[i], (const char *)list + i * size + offset, sizeof texts[i]);
        return texts;
}

static void came_and_went(Comparing *comparing, const Pairing *pairing, const char *list,
        const char *const *before, size_t before_count, const char *const *after,
        size_t after_count)
{
        for (size_t i = 0; i < after_count; i++)
                if (pairing->before_of[i] == SIZE_MAX)
                        compare_note(comparing, compare_key(comparing, "%s.%zu", list, i + 1), NULL,
                                after[i], EFFECT_SCORE | EFFECT_NEW);
        for (size_t i = 0; i < before_count; i++)
                if (pairing->after_of[i] == SIZE_MAX)
                        compare_note(comparing, compare_key(comparing, "%s.%zu", list, i + 1),
                                before[i], NULL, EFFECT_SCORE);
}

static void compare_options(Comparing *comparing, const Question *before, const Question *after)
{
        const Option *old = before->choice.options, *now = after->choice.options;
        size_t old_count = before->choice.count, count = after->choice.count;
        const char *const *old_texts = TEXTS(Option, old, old_count, text);
        const char *const *texts = TEXTS(Option, now, count, text);
        Pairing pairing = compare_pair(comparing->arena, old_texts, old_count, texts, count);
        for (size_t i = 0; i < count; i++) {
                if (pairing.before_of[i] == SIZE_MAX)
                        continue;
                const Option *was = &old[pairing.before_of[i]], *is = &now[i];
                const char *key = compare_key(comparing, "options.%zu", i + 1);
                compare_words(
                        comparing, compare_key(comparing, "%s.text", key), was->text, is->text);
                if (after->kind == QUESTION_MULTIPLE)
                        compare_flag(comparing, compare_key(comparing, "%s.correct", key),
                                was->correct, is->correct, EFFECT_SCORE | EFFECT_NEW);
                else
                        compare_number(comparing, compare_key(comparing, "%s.worth", key),
                                100 * was->worth, 100 * is->worth, EFFECT_SCORE | EFFECT_NEW);
                compare_words(comparing, compare_key(comparing, "%s.feedback", key), was->feedback,
                        is->feedback);
                compare_words(comparing, compare_key(comparing, "%s.missed", key), was->missed,
                        is->missed);
        }
        came_and_went(comparing, &pairing, "options", old_texts, old_count, texts, count);
}

static void compare_truth(Comparing *comparing, const Question *before, const Question *after)
{
        compare_flag(comparing, "answer", before->truth.answer, after->truth.answer,
                EFFECT_SCORE | EFFECT_NEW);
        compare_words(comparing, "feedback.true", before->truth.feedback[true],
                after->truth.feedback[true]);
        compare_words(comparing, "feedback.false", before->truth.feedback[false],
                after->truth.feedback[false]);
}

static const char *joined(Comparing *comparing, const char *const *texts, size_t count)
{
        Text text = { 0 };
        for (size_t i = 0; i < count; i++)
                text_printf(&text, "%s%zu. %s", i ? " " : "", i + 1, texts[i]);
        const char *kept = arena_strdup(comparing->arena, text_string(&text));
        text_clear(&text);
        return kept;
}

/* The order is the key: other words are wording, another order is another answer. */
static void compare_order(Comparing *comparing, const Question *before, const Question *after)
{
        const char *const *old = before->order.steps, *const *now = after->order.steps;
        size_t old_count = before->order.count, count = after->order.count;
        Pairing pairing = compare_pair(comparing->arena, old, old_count, now, count);
        for (size_t i = 0; i < count; i++)
                if (pairing.before_of[i] != SIZE_MAX)
                        compare_words(comparing, compare_key(comparing, "steps.%zu", i + 1),
                                old[pairing.before_of[i]], now[i]);
        came_and_went(comparing, &pairing, "steps", old, old_count, now, count);
        if (pairing.is_moved)
                compare_note(comparing, "steps", joined(comparing, old, old_count),
                        joined(comparing, now, count), EFFECT_SCORE | EFFECT_NEW);
}

static bool is_right_side(const Question *question, const char *text)
{
        for (size_t i = 0; i < question->match.count; i++)
                if (strcmp(question->match.pairs[i].right, text) == 0)
                        return true;
        for (size_t i = 0; i < question->match.extra_count; i++)
                if (strcmp(question->match.extra[i], text) == 0)
                        return true;
        return false;
}

static void compare_match(Comparing *comparing, const Question *before, const Question *after)
{
        const Pair *old = before->match.pairs, *now = after->match.pairs;
        size_t old_count = before->match.count, count = after->match.count;
        const char *const *old_lefts = TEXTS(Pair, old, old_count, left);
        const char *const *lefts = TEXTS(Pair, now, count, left);
        Pairing pairing = compare_pair(comparing->arena, old_lefts, old_count, lefts, count);
        for (size_t i = 0; i < count; i++) {
                if (pairing.before_of[i] == SIZE_MAX)
                        continue;
                const Pair *was = &old[pairing.before_of[i]], *is = &now[i];
                const char *key = compare_key(comparing, "pairs.%zu", i + 1);
                const char *right = compare_key(comparing, "%s.right", key);
                compare_words(
                        comparing, compare_key(comparing, "%s.left", key), was->left, is->left);
                /* What was there already, beside another left side, is another answer. */
                if (strcmp(was->right, is->right) != 0 && is_right_side(before, is->right))
                        compare_note(
                                comparing, right, was->right, is->right, EFFECT_SCORE | EFFECT_NEW);
                else
                        compare_words(comparing, right, was->right, is->right);
        }
        came_and_went(comparing, &pairing, "pairs", old_lefts, old_count, lefts, count);
        const char *const *old_extra = before->match.extra, *const *extra = after->match.extra;
        old_count = before->match.extra_count;
        count = after->match.extra_count;
        pairing = compare_pair(comparing->arena, old_extra, old_count, extra, count);
        for (size_t i = 0; i < count; i++)
                if (pairing.before_of[i] != SIZE_MAX)
                        compare_words(comparing, compare_key(comparing, "extra.%zu", i + 1),
                                old_extra[pairing.before_of[i]], extra[i]);
        came_and_went(comparing, &pairing, "extra", old_extra, old_count, extra, count);
}

/* A passage without its marked phrases, which are compared one by one. */
static const char *around_phrases(Comparing *comparing, const char *passage)
{
        Text text = { 0 };
        bool may_close = true; /* where one bracket does not, no later one does */
        for (const char *at = passage; *at;) {
                const char *close = may_close && *at == '[' ? strstr(at, "]{") : NULL;
                const char *end = close ? strchr(close, '}') : NULL;
                may_close = may_close && (end || *at != '[');
                if (end)
                        text_append(&text, "[…]");
                else
                        text_append_char(&text, *at);
                at = end ? end + 1 : at + 1;
        }
        const char *kept = arena_strdup(comparing->arena, text_string(&text));
        text_clear(&text);
        return kept;
}

static void compare_spot(Comparing *comparing, const Question *before, const Question *after)
{
        const Phrase *old = before->spot.phrases, *now = after->spot.phrases;
        size_t old_count = before->spot.count, count = after->spot.count;
        const char *const *old_texts = TEXTS(Phrase, old, old_count, text);
        const char *const *texts = TEXTS(Phrase, now, count, text);
        compare_words(comparing, "passage", around_phrases(comparing, before->spot.passage),
                around_phrases(comparing, after->spot.passage));
        Pairing pairing = compare_pair(comparing->arena, old_texts, old_count, texts, count);
        for (size_t i = 0; i < count; i++) {
                if (pairing.before_of[i] == SIZE_MAX)
                        continue;
                const Phrase *was = &old[pairing.before_of[i]], *is = &now[i];
                const char *key = compare_key(comparing, "passage.%zu", i + 1);
                compare_words(
                        comparing, compare_key(comparing, "%s.text", key), was->text, is->text);
                /* Another sign is told apart in the figures; worrying or harmless is the score. */
                bool turned = !was->sign != !is->sign;
                compare_value(comparing, compare_key(comparing, "%s.sign", key),
                        was->sign ? was->sign : "{}", is->sign ? is->sign : "{}",
                        turned ? EFFECT_SCORE | EFFECT_NEW : EFFECT_NEW);
                compare_words(comparing, compare_key(comparing, "%s.feedback", key), was->feedback,
                        is->feedback);
        }
        came_and_went(comparing, &pairing, "passage", old_texts, old_count, texts, count);
}

static void compare_call(Comparing *comparing, const Question *before, const Question *after)
{
        const Say *old = before->call.say, *now = after->call.say;
        size_t old_count = before->call.count, count = after->call.count;
        compare_value(comparing, "number", call_number_names[before->call.number],
                call_number_names[after->call.number], EFFECT_SCORE | EFFECT_NEW);
        for (CallNumber i = 0; i < CALL_NUMBERS; i++) {
                bool is_right = i == before->call.number || i == after->call.number;
                if (!is_right || before->call.number == after->call.number)
                        compare_number(comparing,
                                compare_key(comparing, "also.%s", call_number_names[i]),
                                100 * before->call.worth[i], 100 * after->call.worth[i],
                                EFFECT_SCORE | EFFECT_NEW);
        }
        const char *const *old_texts = TEXTS(Say, old, old_count, text);
        const char *const *texts = TEXTS(Say, now, count, text);
        Pairing pairing = compare_pair(comparing->arena, old_texts, old_count, texts, count);
        for (size_t i = 0; i < count; i++) {
                if (pairing.before_of[i] == SIZE_MAX)
                        continue;
                const Say *was = &old[pairing.before_of[i]], *is = &now[i];
                const char *key = compare_key(comparing, "say.%zu", i + 1);
                compare_words(
                        comparing, compare_key(comparing, "%s.text", key), was->text, is->text);
                compare_flag(comparing, compare_key(comparing, "%s.give", key), was->give, is->give,
                        EFFECT_SCORE | EFFECT_NEW);
                compare_value(comparing, compare_key(comparing, "%s.slot", key),
                        call_slot_names[was->slot], call_slot_names[is->slot], EFFECT_NONE);
                compare_words(comparing, compare_key(comparing, "%s.feedback", key), was->feedback,
                        is->feedback);
        }
        came_and_went(comparing, &pairing, "say", old_texts, old_count, texts, count);
}

static void compare_choices(Comparing *comparing, const Question *before, const Question *after,
        const BranchStep *was, const BranchStep *is)
{
        const char *const *old_texts = TEXTS(BranchChoice, was->choices, was->count, text);
        const char *const *texts = TEXTS(BranchChoice, is->choices, is->count, text);
        const char *list = compare_key(comparing, "steps.%s.choices", is->id);
        Pairing pairing = compare_pair(comparing->arena, old_texts, was->count, texts, is->count);
        for (size_t i = 0; i < is->count; i++) {
                if (pairing.before_of[i] == SIZE_MAX)
                        continue;
                const BranchChoice *old = &was->choices[pairing.before_of[i]],
                                   *now = &is->choices[i];
                const char *key = compare_key(comparing, "%s.%zu", list, i + 1);
                compare_words(
                        comparing, compare_key(comparing, "%s.text", key), old->text, now->text);
                compare_value(comparing, compare_key(comparing, "%s.to", key),
                        before->branch.steps[old->to].id, after->branch.steps[now->to].id,
                        EFFECT_SCORE | EFFECT_NEW);
                compare_number(comparing, compare_key(comparing, "%s.worth", key), old->worth,
                        now->worth, EFFECT_SCORE | EFFECT_NEW);
                compare_words(comparing, compare_key(comparing, "%s.feedback", key), old->feedback,
                        now->feedback);
        }
        came_and_went(comparing, &pairing, list, old_texts, was->count, texts, is->count);
}

static const BranchStep *step_with(const Question *question, const char *id)
{
        for (size_t i = 0; i < question->branch.count; i++)
                if (strcmp(question->branch.steps[i].id, id) == 0)
                        return &question->branch.steps[i];
        return NULL;
}

static void compare_branch(Comparing *comparing, const Question *before, const Question *after)
{
        static const char *const ends[] = { [BRANCH_GOES_ON] = "",
                [BRANCH_GOOD] = "good",
                [BRANCH_MIXED] = "mixed",
                [BRANCH_POOR] = "poor" };
        compare_value(comparing, "start", before->branch.steps[before->branch.start].id,
                after->branch.steps[after->branch.start].id, EFFECT_SCORE | EFFECT_NEW);
        for (size_t i = 0; i < after->branch.count; i++) {
                const BranchStep *is = &after->branch.steps[i], *was = step_with(before, is->id);
                const char *key = compare_key(comparing, "steps.%s", is->id);
                if (!was) {
                        compare_note(comparing, key, NULL, is->text, EFFECT_SCORE | EFFECT_NEW);
                        continue;
                }
                compare_words(
                        comparing, compare_key(comparing, "%s.text", key), was->text, is->text);
                compare_value(comparing, compare_key(comparing, "%s.end", key), ends[was->end],
                        ends[is->end], EFFECT_NEW);
                compare_choices(comparing, before, after, was, is);
        }
        for (size_t i = 0; i < before->branch.count; i++) {
                const BranchStep *was = &before->branch.steps[i];
                if (!step_with(after, was->id))
                        compare_note(comparing, compare_key(comparing, "steps.%s", was->id),
                                was->text, NULL, EFFECT_SCORE);
        }
}

void compare_question_parts(Comparing *comparing, const Question *before, const Question *after)
{
        switch (after->kind) {
        case QUESTION_SINGLE:
        case QUESTION_MULTIPLE:
                compare_options(comparing, before, after);
                break;
        case QUESTION_TRUE_FALSE:
                compare_truth(comparing, before, after);
                break;
        case QUESTION_ORDER:
                compare_order(comparing, before, after);
                break;
        case QUESTION_MATCH:
                compare_match(comparing, before, after);
                break;
        case QUESTION_SPOT:
                compare_spot(comparing, before, after);
                break;
        case QUESTION_BRANCH:
                compare_branch(comparing, before, after);
                break;
        case QUESTION_CALL:
                compare_call(comparing, before, after);
                break;
        case QUESTION_KINDS:
                break;
        }
}
