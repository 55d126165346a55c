/* From places to bytes and back, in a file. */
#ifndef MODULE_LOCATE_H
#define MODULE_LOCATE_H

#include "module/diagnostic.h"

typedef struct Locator Locator;
struct Locator {
        const char *bytes; /* NULL where there are none, or not yet */
        size_t len;
        int fd; /* where they are to be read from; else -1 */
        size_t most;
        char *owned;   /* the same bytes where they were read from there */
        size_t *lines; /* where every so many-th line begins, as far as it was asked for */
        size_t mark_count, mark_room, line_count;
        size_t next;      /* where the first line that was not counted yet begins; SIZE_MAX: none */
        bool has_returns; /* some lines end in CR */
        uint32_t shown;   /* the line asked for last, with its offset and length */
        size_t shown_offset, shown_len;
        Place last; /* the place found last and its offset: errors mostly come in order */
        size_t last_offset;
};

/** Borrows the bytes. Costs nothing until it is asked. */
void locator_init(Locator *locator, const char *bytes, size_t len);

/** Reads the bytes, `most` of them, from a regular file that stays open, when it is first asked:
 * most files have nothing wrong. */
void locator_init_file(Locator *locator, int fd, size_t most);
void locator_clear(Locator *locator);

/** Whether there are bytes. */
bool locator_is_ready(Locator *locator);

/** A line from 1, without its end; "" past the last. */
const char *locator_line(Locator *locator, uint32_t line, size_t *len);

/** The offset of a place; the end of its line where the line is shorter. */
size_t locator_offset(Locator *locator, Place place);

/** The place of what an anchor (`&name`) that stands at `place` names. */
Place locator_after_anchor(Locator *locator, Place place);

/** The place of byte `offset` of the text of the scalar that begins at `start`, whatever its style.
 * The scalar's own place where it cannot be told: for an alias, or without bytes. */
Place locator_in_scalar(Locator *locator, Place start, const char *text, size_t offset);

#endif
