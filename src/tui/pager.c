#include "tui/pager.h"

static size_t last_top(const Pager *pager)
{
        size_t count = pager->document->count;
        return count > pager->height ? count - pager->height : 0;
}

static size_t stops(const Pager *pager)
{
        return pager->document->stop_count;
}

static const Stop *stop_of(const Pager *pager, size_t index)
{
        return &pager->document->stops[index];
}

static bool is_shown(const Pager *pager, size_t index)
{
        const Stop *stop = stop_of(pager, index);
        return stop->first >= pager->top && stop->last < pager->top + pager->height;
}

/* The top from which a stop is seen, coming from where we are: with its lead where both fit, its
 * beginning where it is longer than the window. */
static size_t top_for(const Pager *pager, size_t index)
{
        const Stop *stop = stop_of(pager, index);
        size_t first = stop->lead, last = stop->last;
        if (last - first >= pager->height)
                first = stop->first;
        if (last - first >= pager->height)
                last = first + pager->height - 1;
        if (first < pager->top)
                return first;
        if (last >= pager->top + pager->height)
                return last - pager->height + 1;
        return pager->top;
}

static void set_focus(Pager *pager, size_t index, size_t top)
{
        pager->is_reading = false;
        pager->focus = index;
        pager->top = top;
}

static void start_reading(Pager *pager, size_t pending)
{
        pager->is_reading = true;
        pager->pending = pending;
}

void pager_start(Pager *pager, const Document *document, size_t height)
{
        *pager = (Pager){ .document = document, .height = height ? height : 1 };
        if (stops(pager) == 0 || !is_shown(pager, 0))
                start_reading(pager, 0);
}

/* Puts the focus on the first stop that is wholly to be seen, or reads on. */
static void settle(Pager *pager)
{
        size_t count = stops(pager), i = 0;
        if (!pager->is_reading && pager->focus < count && is_shown(pager, pager->focus))
                return;
        while (i < count && stop_of(pager, i)->first < pager->top)
                i++;
        if (i < count && is_shown(pager, i))
                set_focus(pager, i, pager->top);
        else
                start_reading(pager, i);
}

void pager_refit(Pager *pager, const Document *document, size_t height)
{
        pager->document = document;
        pager->height = height ? height : 1;
        if (pager->top > last_top(pager))
                pager->top = last_top(pager);
        size_t count = stops(pager);
        if (!pager->is_reading && count > 0) {
                if (pager->focus >= count)
                        pager->focus = count - 1;
                pager->top = top_for(pager, pager->focus);
        } else if (count == 0) {
                start_reading(pager, 0);
        } else {
                settle(pager);
        }
}

void pager_down(Pager *pager)
{
        bool reading = pager->is_reading;
        size_t bottom = pager->top + pager->height;
        if (!reading && stop_of(pager, pager->focus)->last >= bottom) {
                pager->top++; /* the rest of a long one first */
                return;
        }
        size_t target = reading ? pager->pending : pager->focus + 1;
        if (target < stops(pager)) {
                size_t top = top_for(pager, target);
                if (top < pager->top)
                        top = pager->top; /* its lead may have scrolled away, that is no reason to
                                             go back */
                if (top - pager->top < (reading ? 2 : pager->height)) {
                        set_focus(pager, target, top);
                        return;
                }
        }
        if (pager->top < last_top(pager)) {
                pager->top++;
                if (!reading && stop_of(pager, pager->focus)->first < pager->top)
                        start_reading(pager, target);
        }
}

void pager_up(Pager *pager)
{
        bool reading = pager->is_reading;
        if (!reading && stop_of(pager, pager->focus)->first < pager->top) {
                pager->top--;
                return;
        }
        size_t below = reading ? pager->pending : pager->focus;
        if (below > 0) {
                const Stop *stop = stop_of(pager, below - 1);
                size_t top = top_for(pager, below - 1);
                if (stop->last - stop->first >= pager->height)
                        top = stop->last - pager->height + 1; /* a long one is met at its end */
                if (top > pager->top)
                        top = pager->top;
                if (pager->top - top < (reading ? 2 : pager->height)) {
                        set_focus(pager, below - 1, top);
                        return;
                }
        }
        if (pager->top > 0) {
                pager->top--;
                if (!reading && stop_of(pager, pager->focus)->last >= pager->top + pager->height)
                        start_reading(pager, below);
        }
}

void pager_scroll(Pager *pager, long rows)
{
        size_t before = pager->top, most = last_top(pager);
        if (rows < 0)
                pager->top = pager->top > (size_t)-rows ? pager->top - (size_t)-rows : 0;
        else
                pager->top = pager->top + (size_t)rows > most ? most : pager->top + (size_t)rows;
        if (pager->top != before) {
                settle(pager);
        } else if (stops(pager) > 0) {
                /* Nothing more that way: to the outermost stop that is seen. */
                size_t index = rows < 0 ? 0 : stops(pager) - 1;
                if (is_shown(pager, index))
                        set_focus(pager, index, pager->top);
        }
}

void pager_page(Pager *pager, int direction)
{
        long rows = pager->height > 2 ? (long)pager->height - 1 : 1;
        pager_scroll(pager, direction < 0 ? -rows : rows);
}

void pager_home(Pager *pager)
{
        pager->top = 0;
        pager->is_reading = true;
        settle(pager);
}

void pager_end(Pager *pager)
{
        size_t count = stops(pager);
        pager->top = last_top(pager);
        if (count > 0 && is_shown(pager, count - 1))
                set_focus(pager, count - 1, pager->top);
        else
                start_reading(pager, count);
}

void pager_focus(Pager *pager, size_t stop)
{
        if (stop < stops(pager))
                set_focus(pager, stop, top_for(pager, stop));
}

void pager_read_from(Pager *pager, size_t row)
{
        pager->top = row < last_top(pager) ? row : last_top(pager);
        pager->is_reading = true;
        settle(pager);
}

bool pager_at(const Pager *pager, size_t *stop)
{
        if (pager->is_reading || pager->focus >= stops(pager))
                return false;
        *stop = pager->focus;
        return true;
}

bool pager_is_at_end(const Pager *pager)
{
        return pager->top >= last_top(pager);
}

void pager_cursor(const Pager *pager, int *row, int *column)
{
        size_t focus = 0;
        *row = 0;
        *column = DOCUMENT_MARGIN;
        if (!pager_at(pager, &focus))
                return;
        const Stop *stop = stop_of(pager, focus);
        if (stop->first < pager->top)
                return; /* inside a long one */
        *row = (int)(stop->first - pager->top);
        *column = stop->column;
}

/* Whether a phrase of a passage lies under a cell. */
static bool phrase_covers(const Row *row, unsigned ref, int column)
{
        for (size_t i = 0; i < row->line.count; i++) {
                const Piece *piece = &row->line.pieces[i];
                int start = row->indent + piece->column;
                if (piece->ref == ref && column >= start && column < start + piece->cells)
                        return true;
        }
        return false;
}

bool pager_stop_at(const Pager *pager, int row, int column, size_t *stop)
{
        size_t at = pager->top + (size_t)(row < 0 ? 0 : row);
        if (row < 0 || at >= pager->document->count)
                return false;
        for (size_t i = 0; i < stops(pager); i++) {
                const Stop *candidate = stop_of(pager, i);
                if (at < candidate->first || at > candidate->last)
                        continue;
                if (candidate->ref &&
                        !phrase_covers(&pager->document->rows[at], candidate->ref, column))
                        continue;
                *stop = i;
                return true;
        }
        return false;
}
