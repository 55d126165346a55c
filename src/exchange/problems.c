#include "exchange/problems.h"

#include <stdarg.h>

#include "base/nearest.h"
#include "base/text.h"
#include "base/translate.h"

enum { TEXT_MOST = 500 };

static void add(
        Problems *problems, size_t line, bool is_warning, const char *format, va_list arguments)
{
        if (is_warning)
                problems->warnings++;
        else
                problems->errors++;
        if (problems->count == PROBLEMS_KEPT)
                return;
        if (!problems->items)
                problems->items = arena_array(problems->arena, Problem, PROBLEMS_KEPT);
        char clean[TEXT_MOST];
        Text text = { 0 };
        text_vprintf(&text, format, arguments);
        text_clean(clean, sizeof clean, text_string(&text));
        text_clear(&text);
        problems->items[problems->count++] =
                (Problem){ line, is_warning, arena_strdup(problems->arena, clean) };
}

void problems_error(Problems *problems, size_t line, const char *format, ...)
{
        va_list arguments;
        va_start(arguments, format);
        add(problems, line, false, format, arguments);
        va_end(arguments);
}

void problems_warning(Problems *problems, size_t line, const char *format, ...)
{
        va_list arguments;
        va_start(arguments, format);
        add(problems, line, true, format, arguments);
        va_end(arguments);
}

const char *problem_nearest(Arena *arena, const char *word, const char *const *words, size_t count)
{
        const char *nearest = word_nearest(word, words, count);
        return nearest ? arena_printf(arena, _("; did you mean '%s'?"), nearest) : "";
}
