/* The frame around every sheet: title, rules, the last line; and the sheet's document in it. */
#ifndef TUI_FRAME_H
#define TUI_FRAME_H

#include "tui/app.h"

enum {
        FRAME_ROWS_LEAST = 16,
        FRAME_COLUMNS_LEAST = 60,
        FRAME_ABOVE = 2, /* rows above the document: title and rule */
        FRAME_BELOW = 2  /* rule and keys */
};

/** Lays the top sheet out if it has changed, so that a key can be answered before anything is
 * drawn. */
void frame_prepare(App *app);

/** Draws the top sheet and sends what has changed. */
void frame_draw(App *app);

/** Whether the window is too small for any sheet: then only leaving works. */
bool frame_is_too_small(const App *app);

#endif
