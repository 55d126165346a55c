#include "view/bar.h"

#include "base/text.h"

const char *bar_text(double share, int cells, Arena *arena)
{
        Text text = { 0 };
        int full = share >= 1 ? cells : share > 0 ? (int)(share * cells + 0.5) : 0;
        for (int i = 0; i < cells; i++)
                text_append(&text, i < full ? "█" : "░");
        const char *bar = arena_strdup(arena, text_string(&text));
        text_clear(&text);
        return bar;
}
