/* Pages of figures: self-contained HTML with inline plots. No script, no request to anywhere;
 * prints on A4. */
#ifndef EXCHANGE_PLOTS_H
#define EXCHANGE_PLOTS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/text.h"

/** Begins a page with its title as first heading; `main` is open afterwards. `note` (NULL for none)
 * stands under the title. */
void plots_page_start(Text *out, const char *title, const char *note);

/** Ends the page; the footer carries the head of the log it was made from (NULL: made from no
 * record). */
void plots_page_end(Text *out, const char *head);

typedef enum PlotShade { PLOT_WRONG, PLOT_RIGHT, PLOT_NEITHER } PlotShade;

/** One row of a bar plot: words above, the bar, a figure behind it. */
typedef struct PlotBar {
        const char *label;
        double share;       /* 0 … 1 */
        const char *figure; /* "12 of 40" */
        PlotShade shade;    /* a right one has a tick before its figure too */
} PlotBar;

/** Bars one under the other; the plot's title is its text for screen readers, and a table with the
 * same figures has to stand beside it. */
void plot_bars(Text *out, const char *title, const PlotBar *bars, size_t count);

/** A point with its name. */
typedef struct PlotPoint {
        double x, y; /* not finite: left out */
        const char *name;
} PlotPoint;

typedef struct PlotAxis {
        const char *title;
        double least, most, step; /* a line every `step` */
        int digits;
} PlotAxis;

/** Points in a field of two axes. Names give way to one another; where there are very many, only
 * the first have theirs, and the table beside the plot has all. */
void plot_points(Text *out, const char *title, const PlotAxis *x, const PlotAxis *y,
        const PlotPoint *points, size_t count);

/** Begins a table: caption and column heads; those from `first_number` on are right-aligned. */
void html_table_start(Text *out, const char *caption, const char *const *titles, size_t count,
        size_t first_number);

/** One row; its first cell is its head. */
void html_table_row(Text *out, const char *const *cells, size_t count, size_t first_number);

void html_table_end(Text *out);

#endif
