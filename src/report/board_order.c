#include <stdlib.h>
#include <string.h>

#include "report/board_rows.h"

const CompletionStatus board_urgency[STATUS_COUNT] = { STATUS_OVERDUE, STATUS_EXPIRED,
        STATUS_FAILED, STATUS_EXPIRING, STATUS_IN_PROGRESS, STATUS_NOT_STARTED, STATUS_PASSED };

static Day date_of(const TableRow *row)
{
        return row->expires != DAY_NONE ? row->expires : row->due;
}

/* Sites and modules */

static int by_folded(const void *a, const void *b, void *texts)
{
        const SharedTexts *all = texts;
        const SharedText *one = &all->items[*(const uint32_t *)a];
        const SharedText *other = &all->items[*(const uint32_t *)b];
        int order = strcmp(one->folded, other->folded);
        return order ? order : strcmp(one->text, other->text);
}

static void rank_texts(SharedTexts *texts)
{
        uint32_t *order = xmalloc((texts->count + 1) * sizeof *order);
        for (size_t i = 0; i < texts->count; i++)
                order[i] = (uint32_t)i;
        qsort_r(order, texts->count, sizeof *order, by_folded, texts);
        for (size_t i = 0; i < texts->count; i++)
                texts->items[order[i]].rank = (uint32_t)i;
        free(order);
}

/* People and rows: rank by name, base by staff id and module, as the record orders them */

static int by_name(const void *a, const void *b, void *board)
{
        const PersonRow *people = ((const Board *)board)->people;
        return strcmp(people[*(const uint32_t *)a].folded, people[*(const uint32_t *)b].folded);
}

static int by_id_and_module(const void *a, const void *b, void *data)
{
        const Board *board = data;
        const TableRow *one = &board->rows[*(const uint32_t *)a];
        const TableRow *other = &board->rows[*(const uint32_t *)b];
        if (one->person != other->person)
                return strcmp(
                        board->people[one->person].staff_id, board->people[other->person].staff_id);
        return strcmp(
                board->modules.items[one->module].text, board->modules.items[other->module].text);
}

static bool is_in_order(const Board *board, const uint32_t *order, size_t count)
{
        for (size_t i = 1; i < count; i++)
                if (by_id_and_module(&order[i - 1], &order[i], (void *)board) > 0)
                        return false;
        return true;
}

static void rank(Board *board)
{
        size_t count =
                board->row_count > board->people_count ? board->row_count : board->people_count;
        uint32_t *order = xmalloc((count + 1) * sizeof *order);
        for (size_t i = 0; i < board->people_count; i++)
                order[i] = (uint32_t)i;
        qsort_r(order, board->people_count, sizeof *order, by_name, board);
        for (size_t i = 0; i < board->people_count; i++)
                board->people[order[i]].rank = (uint32_t)i;
        for (size_t i = 0; i < board->row_count; i++)
                order[i] = (uint32_t)i;
        if (!is_in_order(board, order, board->row_count)) /* it is, as it was first read */
                qsort_r(order, board->row_count, sizeof *order, by_id_and_module, board);
        for (size_t i = 0; i < board->row_count; i++)
                board->rows[order[i]].base = (uint32_t)i;
        free(order);
        board->has_ranks = true;
}

/* What a row is ordered by; false where it has no value, and comes last in either direction. */
static bool value_of(const Board *board, const TableRow *row, uint32_t *value)
{
        const PersonRow *person = &board->people[row->person];
        *value = 0;
        switch (board->query.order) {
        case BOARD_NAME:
                *value = person->rank;
                return true;
        case BOARD_SITE:
                *value = board->sites.items[person->site].rank;
                return *board->sites.items[person->site].text != '\0';
        case BOARD_MODULE:
                *value = board->modules.items[row->module].rank;
                return true;
        case BOARD_STATUS:
                while (*value < STATUS_COUNT && board_urgency[*value] != row->status)
                        ++*value;
                return true;
        case BOARD_SCORE:
                *value = (uint32_t)(row->score < 0 ? 0 : row->score);
                return row->score >= 0;
        case BOARD_DATE:
                *value = (uint32_t)date_of(row) ^ 0x80000000u;
                return date_of(row) != DAY_NONE;
        default: /* by staff id: `base` alone */
                return true;
        }
}

typedef struct Keyed {
        uint64_t key; /* value, then base */
        uint32_t row;
        bool is_empty;
} Keyed;

static int by_key(const void *a, const void *b)
{
        const Keyed *one = a, *other = b;
        if (one->is_empty != other->is_empty)
                return one->is_empty ? 1 : -1;
        return (one->key > other->key) - (one->key < other->key);
}

static void put_in_order(Board *board)
{
        if (!board->has_ranks)
                rank(board);
        rank_texts(&board->sites);
        rank_texts(&board->modules);
        Keyed *keyed = xmalloc((board->row_count + 1) * sizeof *keyed);
        size_t count = 0;
        for (size_t i = 0; i < board->row_count; i++) {
                const TableRow *row = &board->rows[i];
                uint32_t value = 0, base = row->base;
                if (row->is_gone)
                        continue;
                bool is_empty = !value_of(board, row, &value);
                if (board->query.descending)
                        value = is_empty ? value : ~value;
                if (board->query.descending && board->query.order == BOARD_ID)
                        base = ~base;
                keyed[count++] = (Keyed){ (uint64_t)value << 32 | base, (uint32_t)i, is_empty };
        }
        qsort(keyed, count, sizeof *keyed, by_key);
        board->order = xrealloc(board->order, (count + 1) * sizeof *board->order);
        for (size_t i = 0; i < count; i++)
                board->order[i] = keyed[i].row;
        board->order_count = count;
        board->has_order = true;
        free(keyed);
}

/* Filtering */

static const SharedText *judged(
        const Board *board, SharedTexts *texts, uint32_t index, bool is_site)
{
        SharedText *text = &texts->items[index];
        if (text->is_judged)
                return text;
        const char *wanted = is_site ? board->query.site : board->query.module;
        text->is_judged = true;
        text->holds_text = strstr(text->folded, board->query_folded) != NULL;
        text->is_wanted = !wanted || (is_site ? site_is_among(text->text, wanted)
                                              : strcmp(text->text, wanted) == 0);
        return text;
}

static void forget_judgements(SharedTexts *texts)
{
        for (size_t i = 0; i < texts->count; i++)
                texts->items[i].is_judged = false;
}

/* Whether a row is found, its status left aside. */
static bool is_found(Board *board, const TableRow *row)
{
        const PersonRow *person = &board->people[row->person];
        const SharedText *site = judged(board, &board->sites, person->site, true);
        const SharedText *module = judged(board, &board->modules, row->module, false);
        return site->is_wanted && module->is_wanted &&
               (site->holds_text || module->holds_text ||
                       strstr(person->folded, board->query_folded) != NULL);
}

void board_find_row(Board *board, uint32_t index)
{
        const TableRow *row = &board->rows[index];
        if (row->is_gone || !is_found(board, row))
                return;
        CompletionStatus status = row->status;
        board->counts.rows++;
        board->counts.statuses[status]++;
        board->counts.trained += status == STATUS_PASSED || status == STATUS_EXPIRING;
        if (board->query.statuses && !(board->query.statuses & 1u << status))
                return;
        board->found =
                xgrow(board->found, board->found_count, &board->found_room, sizeof *board->found);
        board->found[board->found_count++] = index;
}

static void find_all(Board *board)
{
        board->found_count = 0;
        board->counts = (BoardCounts){ 0 };
        forget_judgements(&board->sites);
        forget_judgements(&board->modules);
        size_t count = board->is_loaded ? board->order_count : board->row_count;
        for (size_t i = 0; i < count; i++)
                board_find_row(board, board->is_loaded ? board->order[i] : (uint32_t)i);
}

static char *copy_or_null(const char *text)
{
        return text ? xstrdup(text) : NULL;
}

void board_ask(Board *board, const BoardQuery *query)
{
        BoardQuery asked = *query;
        if (asked.order != board->query.order || asked.descending != board->query.descending)
                board->has_order = false;
        char *site = copy_or_null(query->site), *module = copy_or_null(query->module);
        free(board->query_site);
        free(board->query_module);
        free(board->query_folded);
        asked.text[BOARD_TEXT - 1] = '\0';
        asked.site = board->query_site = site;
        asked.module = board->query_module = module;
        board->query = asked;
        board->query_folded = board_fold(board->query.text);
        if (board->is_loaded && !board->has_order)
                put_in_order(board);
        find_all(board);
}

const BoardQuery *board_query(const Board *board)
{
        return &board->query;
}

size_t board_count(const Board *board)
{
        return board->found_count;
}

BoardRow board_row(const Board *board, size_t place)
{
        const TableRow *row = &board->rows[board->found[place]];
        const PersonRow *person = &board->people[row->person];
        return (BoardRow){ .person = person->id,
                .staff_id = person->staff_id,
                .name = person->name,
                .site = board->sites.items[person->site].text,
                .module = board->modules.items[row->module].text,
                .version = board->versions.items[row->version].text,
                .status = row->status,
                .score = row->score,
                .attempts = row->attempts,
                .completed = row->completed,
                .expires = row->expires,
                .due = row->due,
                .how = board_hows[row->how] };
}

size_t board_place(const Board *board, const char *person, const char *module)
{
        uint32_t index = board_person_find(board, person);
        if (index == NO_ROW)
                return SIZE_MAX;
        uint32_t row = board->people[index].first;
        while (row != NO_ROW &&
                strcmp(board->modules.items[board->rows[row].module].text, module) != 0)
                row = board->rows[row].next;
        for (size_t i = 0; row != NO_ROW && i < board->found_count; i++)
                if (board->found[i] == row)
                        return i;
        return SIZE_MAX;
}

BoardCounts board_counts(const Board *board)
{
        return board->counts;
}
