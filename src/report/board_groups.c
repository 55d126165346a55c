#include <stdlib.h>
#include <string.h>

#include "report/board_rows.h"

static void count(BoardCounts *counts, CompletionStatus status)
{
        counts->rows++;
        counts->statuses[status]++;
        counts->trained += status == STATUS_PASSED || status == STATUS_EXPIRING;
}

static void add_counts(BoardCounts *to, const BoardCounts *from)
{
        to->rows += from->rows;
        to->trained += from->trained;
        for (size_t i = 0; i < STATUS_COUNT; i++)
                to->statuses[i] += from->statuses[i];
}

static int by_group_name(const void *a, const void *b)
{
        return strcmp(((const BoardGroup *)a)->name, ((const BoardGroup *)b)->name);
}

/* "A;B" counts under A and under B. */
static size_t split(const char *sites, const BoardCounts *counts, Arena *arena, BoardGroup *groups)
{
        size_t found = 0;
        if (!*sites)
                groups[found++] = (BoardGroup){ "", *counts };
        for (const char *at = sites; *at;) {
                while (*at == ' ')
                        at++;
                size_t part = strcspn(at, ";"), len = part;
                while (len > 0 && at[len - 1] == ' ')
                        len--;
                if (len > 0)
                        groups[found++] = (BoardGroup){ arena_strndup(arena, at, len), *counts };
                at += part + (at[part] == ';');
        }
        return found;
}

static size_t parts_most(const char *sites)
{
        size_t parts = 1;
        for (; *sites; sites++)
                parts += *sites == ';';
        return parts;
}

BoardGroup *board_groups(const Board *board, CompletionGroup by, Arena *arena, size_t *found)
{
        const SharedTexts *texts = by == GROUP_SITE ? &board->sites : &board->modules;
        BoardCounts *counts = arena_array(arena, BoardCounts, texts->count + 1);
        size_t room = 1, all = 0;
        for (size_t i = 0; i < board->row_count; i++) {
                const TableRow *row = &board->rows[i];
                uint32_t text = by == GROUP_SITE ? board->people[row->person].site : row->module;
                if (!row->is_gone)
                        count(&counts[text], row->status);
        }
        for (size_t i = 0; i < texts->count; i++)
                room += parts_most(texts->items[i].text);
        BoardGroup *groups = arena_array(arena, BoardGroup, room);
        for (size_t i = 0; i < texts->count; i++) {
                const char *text = texts->items[i].text;
                if (counts[i].rows && by == GROUP_SITE)
                        all += split(text, &counts[i], arena, groups + all);
                else if (counts[i].rows)
                        groups[all++] = (BoardGroup){ arena_strdup(arena, text), counts[i] };
        }
        qsort(groups, all, sizeof *groups, by_group_name);
        *found = 0;
        for (size_t i = 0; i < all; i++) {
                if (*found && strcmp(groups[*found - 1].name, groups[i].name) == 0)
                        add_counts(&groups[*found - 1].counts, &groups[i].counts);
                else
                        groups[(*found)++] = groups[i];
        }
        return groups;
}
