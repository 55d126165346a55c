#include "view/form.h"

static void append_choices(
        RichBuilder *builder, Arena *arena, const Choice *choices, size_t count, bool numbered)
{
        for (size_t i = 0; i < count; i++) {
                rich_item(builder, 1,
                        numbered ? arena_printf(arena, "%zu)", i + 1)
                                 : arena_printf(arena, "%c)", (char)('a' + i)));
                if (i > 0)
                        rich_tight(builder);
                rich_span(builder, SPAN_PLAIN, choices[i].text);
        }
}

static void append_words(RichBuilder *builder, const char *const *words, size_t count)
{
        for (size_t i = 0; i < count; i++) {
                rich_item(builder, 1, "•");
                if (i > 0)
                        rich_tight(builder);
                rich_span(builder, SPAN_PLAIN, words[i]);
        }
}

static void append_steps(RichBuilder *builder, Arena *arena, const Form *form)
{
        for (size_t i = 0; i < form->step_count; i++) {
                const StepView *step = &form->steps[i];
                rich_block(builder, BLOCK_PARAGRAPH, 0);
                rich_spanf(builder, SPAN_NUMBER | SPAN_STRONG, "%zu.", i + 1);
                rich_append(builder, &step->text);
                for (size_t j = 0; j < step->count; j++) {
                        rich_item(builder, 1, arena_printf(arena, "%c)", (char)('a' + j)));
                        rich_tight(builder);
                        rich_spanf(builder, SPAN_PLAIN, "%s → %u.", step->choices[j].text,
                                step->next[j] + 1U);
                }
        }
}

void form_append(RichBuilder *builder, Arena *arena, const Form *form)
{
        if (*form->ask)
                rich_paragraph(builder, SPAN_STRONG, form->ask);
        switch (form->kind) {
        case QUESTION_TRUE_FALSE:
                append_words(
                        builder, (const char *const[]){ form->truth[true], form->truth[false] }, 2);
                break;
        case QUESTION_MATCH:
                append_choices(builder, arena, form->choices, form->count, false);
                append_choices(builder, arena, form->others, form->other_count, true);
                break;
        case QUESTION_SPOT:
                append_choices(builder, arena, form->choices, form->count, true);
                break;
        case QUESTION_BRANCH:
                append_steps(builder, arena, form);
                break;
        case QUESTION_CALL:
                append_words(builder, form->numbers, CALL_NUMBERS);
                rich_paragraph(builder, SPAN_STRONG, form->say_ask);
                append_choices(builder, arena, form->choices, form->count, false);
                break;
        default:
                append_choices(builder, arena, form->choices, form->count, false);
                break;
        }
}
