#include "module/compare_parts.h"

#include <string.h>

enum { LIKE_PERCENT = 40 };

/* How much of two texts is alike, in percent of the longer one: what they begin and end with. */
static unsigned likeness(const char *a, const char *b)
{
        size_t a_len = strlen(a), b_len = strlen(b), start = 0, end = 0;
        size_t shorter = a_len < b_len ? a_len : b_len, longer = a_len < b_len ? b_len : a_len;
        while (start < shorter && a[start] == b[start])
                start++;
        while (end < shorter - start && a[a_len - 1 - end] == b[b_len - 1 - end])
                end++;
        return longer ? (unsigned)((start + end) * 100 / longer) : 100;
}

static void join(Pairing *pairing, size_t before, size_t after)
{
        pairing->before_of[after] = before;
        pairing->after_of[before] = after;
}

static void pair_same(Pairing *pairing, const char *const *before, size_t before_count,
        const char *const *after, size_t after_count)
{
        for (size_t i = 0; i < before_count; i++)
                for (size_t j = 0; j < after_count && pairing->after_of[i] == SIZE_MAX; j++)
                        if (pairing->before_of[j] == SIZE_MAX && strcmp(before[i], after[j]) == 0)
                                join(pairing, i, j);
}

static void pair_alike(Pairing *pairing, const char *const *before, size_t before_count,
        const char *const *after, size_t after_count)
{
        for (size_t i = 0; i < before_count; i++) {
                unsigned most = LIKE_PERCENT;
                size_t best = SIZE_MAX;
                for (size_t j = 0; j < after_count && pairing->after_of[i] == SIZE_MAX; j++) {
                        if (pairing->before_of[j] != SIZE_MAX)
                                continue;
                        unsigned like = likeness(before[i], after[j]);
                        if (like > most) {
                                most = like;
                                best = j;
                        }
                }
                if (best != SIZE_MAX)
                        join(pairing, i, best);
        }
}

static void pair_rest(Pairing *pairing, size_t before_count, size_t after_count)
{
        size_t j = 0;
        for (size_t i = 0; i < before_count; i++) {
                if (pairing->after_of[i] != SIZE_MAX)
                        continue;
                while (j < after_count && pairing->before_of[j] != SIZE_MAX)
                        j++;
                if (j < after_count)
                        join(pairing, i, j);
        }
}

Pairing compare_pair(Arena *arena, const char *const *before, size_t before_count,
        const char *const *after, size_t after_count)
{
        Pairing pairing = { .before_of = arena_array(arena, size_t, after_count + 1),
                .after_of = arena_array(arena, size_t, before_count + 1) };
        for (size_t i = 0; i < after_count; i++)
                pairing.before_of[i] = SIZE_MAX;
        for (size_t i = 0; i < before_count; i++)
                pairing.after_of[i] = SIZE_MAX;
        pair_same(&pairing, before, before_count, after, after_count);
        pair_alike(&pairing, before, before_count, after, after_count);
        pair_rest(&pairing, before_count, after_count);
        size_t last = 0;
        for (size_t i = 0; i < after_count; i++) {
                if (pairing.before_of[i] == SIZE_MAX)
                        continue;
                pairing.is_moved = pairing.is_moved || pairing.before_of[i] < last;
                last = pairing.before_of[i];
        }
        return pairing;
}
