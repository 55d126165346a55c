/* Where in a document the reader is: what the window shows, which stop has the focus. Pure.
 *
 * The focus is always to be seen. Where text hides the next stop the reader first reads on, line by
 * line
 * (`is_reading`: the focus is on the text itself), so that nothing is jumped over unread. */
#ifndef TUI_PAGER_H
#define TUI_PAGER_H

#include "tui/document.h"

typedef struct Pager {
        const Document *document;
        size_t height; /* rows of the window, at least 1 */
        size_t top;    /* first row shown */
        bool is_reading;
        size_t focus;   /* stop, unless reading */
        size_t pending; /* reading: the stop that comes next further down */
} Pager;

/** Begins a document at its top. */
void pager_start(Pager *pager, const Document *document, size_t height);

/** The document was made anew or the window changed: stays where it was, as far as that still is.
 */
void pager_refit(Pager *pager, const Document *document, size_t height);

void pager_down(Pager *pager);
void pager_up(Pager *pager);

/** Scrolls by so many rows; the focus follows onto what is to be seen. */
void pager_scroll(Pager *pager, long rows);
void pager_page(Pager *pager, int direction);
void pager_home(Pager *pager);
void pager_end(Pager *pager);

/** Puts the focus on a stop and shows it. Stops that do not exist are passed over. */
void pager_focus(Pager *pager, size_t stop);

/** Shows the document from a row on, as if everything above had been read. */
void pager_read_from(Pager *pager, size_t row);

/** Whether a stop has the focus (and which). */
bool pager_at(const Pager *pager, size_t *stop);

/** Whether the last row is to be seen. */
bool pager_is_at_end(const Pager *pager);

/** Where the cursor stands, in rows of the window and columns. */
void pager_cursor(const Pager *pager, int *row, int *column);

/** The stop at a row and column of the window; false where there is none. */
bool pager_stop_at(const Pager *pager, int row, int column, size_t *stop);

#endif
