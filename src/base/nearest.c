#include "base/nearest.h"

#include <ctype.h>
#include <limits.h>
#include <stdbool.h>
#include <string.h>

enum { LONGEST = 63 };

static unsigned least(unsigned a, unsigned b)
{
        return a < b ? a : b;
}

static bool same(char a, char b)
{
        return tolower((unsigned char)a) == tolower((unsigned char)b);
}

unsigned word_distance(const char *a, const char *b)
{
        size_t n = strlen(a), m = strlen(b);
        if (n > LONGEST || m > LONGEST)
                return UINT_MAX;
        unsigned rows[3][LONGEST + 1];
        unsigned *before = rows[0], *last = rows[1], *row = rows[2];
        for (size_t j = 0; j <= m; j++)
                last[j] = (unsigned)j;
        for (size_t i = 1; i <= n; i++) {
                row[0] = (unsigned)i;
                for (size_t j = 1; j <= m; j++) {
                        unsigned change = last[j - 1] + !same(a[i - 1], b[j - 1]);
                        row[j] = least(change, least(last[j], row[j - 1]) + 1);
                        if (i > 1 && j > 1 && same(a[i - 1], b[j - 2]) && same(a[i - 2], b[j - 1]))
                                row[j] = least(row[j], before[j - 2] + 1);
                }
                unsigned *oldest = before;
                before = last;
                last = row;
                row = oldest;
        }
        return last[m];
}

const char *word_nearest(const char *word, const char *const *candidates, size_t count)
{
        const char *best = NULL;
        unsigned least_edits = UINT_MAX;
        for (size_t i = 0; i < count; i++) {
                if (!candidates[i])
                        continue;
                unsigned edits = word_distance(word, candidates[i]);
                if (edits < least_edits) {
                        least_edits = edits;
                        best = candidates[i];
                }
        }
        size_t len = strlen(word);
        unsigned allowed = len < 3 ? 1 : (unsigned)(len + 2) / 3;
        return best && least_edits <= allowed && least_edits < strlen(best) ? best : NULL;
}
