/* Drawing: texts and styles with meaning become cells. What is drawn again unchanged is not sent
 * again. */
#ifndef TUI_DRAW_H
#define TUI_DRAW_H

#include <stddef.h>

#include "base/rich.h"
#include "tui/terminal.h"

/** Makes a row blank, to be drawn on. */
void draw_row(Terminal *terminal, int row);

/** Draws a text on a row, up to column `end` (exclusive); controls that slipped through are left
 * out. \return the column after it */
int draw_text(Terminal *terminal, int row, int column, int end, unsigned style, const char *bytes,
        size_t len);

/** The same for a string. */
int draw_string(Terminal *terminal, int row, int column, int end, unsigned style, const char *text);

/** Draws the mark of what has the focus; reversed where contrast is to be high. */
int draw_focus(Terminal *terminal, int row, int column, int end, const char *marker);

/** A line across columns [column, end). */
void draw_rule(Terminal *terminal, int row, int column, int end);

/** Puts the cursor where the reader's attention belongs and sends all that has changed. */
void draw_show(Terminal *terminal, int row, int column);

#endif
