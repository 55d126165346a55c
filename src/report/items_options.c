#include "report/items_options.h"

#include <math.h>

#include "base/translate.h"

size_t item_option_count(const Question *question)
{
        size_t count = 0;
        switch (question->kind) {
        case QUESTION_SINGLE:
        case QUESTION_MULTIPLE:
                return question->choice.count;
        case QUESTION_TRUE_FALSE:
                return 2;
        case QUESTION_SPOT:
                return question->spot.count;
        case QUESTION_CALL:
                return CALL_NUMBERS + question->call.count;
        case QUESTION_BRANCH:
                for (size_t i = 0; i < question->branch.count; i++)
                        count += question->branch.steps[i].count;
                return count;
        default:
                return 0;
        }
}

static const char *letter(Arena *arena, size_t index)
{
        return arena_printf(arena, "%c", (char)('a' + index));
}

static ItemOption call_option(const Question *question, size_t option, Arena *arena)
{
        const char *const numbers[CALL_NUMBERS] = { _("ring 999"), _("ring 101"),
                _("tell the supervisor only"), _("tell nobody") };
        if (option < CALL_NUMBERS)
                return (ItemOption){ .id = call_number_names[option],
                        .text = numbers[option],
                        .worth = question->call.worth[option] };
        const Say *say = &question->call.say[option - CALL_NUMBERS];
        return (ItemOption){
                .id = letter(arena, option - CALL_NUMBERS), .text = say->text, .worth = say->give
        };
}

static ItemOption branch_option(const Question *question, size_t option, Arena *arena)
{
        size_t step = 0, first = 0;
        while (option >= first + question->branch.steps[step].count)
                first += question->branch.steps[step++].count;
        const BranchStep *at = &question->branch.steps[step];
        return (ItemOption){ .id = arena_printf(
                                     arena, "%s:%c", at->id, (char)('a' + (option - first))),
                .text = at->choices[option - first].text,
                .worth = NAN,
                .group_first = first,
                .group_count = at->count };
}

ItemOption item_option(const Question *question, size_t option, Arena *arena)
{
        switch (question->kind) {
        case QUESTION_TRUE_FALSE:
                return (ItemOption){ .id = option == 0 ? "true" : "false",
                        .text = option == 0 ? _("true") : _("false"),
                        .worth = question->truth.answer == (option == 0) };
        case QUESTION_SPOT:
                return (ItemOption){ .id = arena_printf(arena, "%zu", option + 1),
                        .text = question->spot.phrases[option].text,
                        .worth = question->spot.phrases[option].sign != NULL };
        case QUESTION_CALL:
                return call_option(question, option, arena);
        case QUESTION_BRANCH:
                return branch_option(question, option, arena);
        default:
                return (ItemOption){ .id = letter(arena, option),
                        .text = question->choice.options[option].text,
                        .worth = question->choice.options[option].worth };
        }
}

static void walk_branch(const Question *question, const Response *response,
        void (*mark)(size_t option, void *data), void *data)
{
        size_t step = question->branch.start;
        for (size_t i = 0; i < response->count; i++) {
                size_t first = 0;
                for (size_t before = 0; before < step; before++)
                        first += question->branch.steps[before].count;
                mark(first + response->chosen[i], data);
                step = question->branch.steps[step].choices[response->chosen[i]].to;
        }
}

void item_options_chosen(const Question *question, const Response *response,
        void (*mark)(size_t option, void *data), void *data)
{
        switch (question->kind) {
        case QUESTION_TRUE_FALSE:
                mark(response->truth ? 0 : 1, data);
                return;
        case QUESTION_BRANCH:
                walk_branch(question, response, mark, data);
                return;
        case QUESTION_ORDER:
        case QUESTION_MATCH:
                return;
        case QUESTION_CALL:
                mark(response->number, data);
                for (size_t i = 0; i < response->count; i++)
                        mark(CALL_NUMBERS + response->chosen[i], data);
                return;
        default:
                for (size_t i = 0; i < response->count; i++)
                        mark(response->chosen[i], data);
        }
}
