/* What libyaml is given: the file's bytes with everything that it would stop at, or let pass
 * although we do not, replaced and reported. For tree.c alone. */
#ifndef MODULE_TREE_SOURCE_H
#define MODULE_TREE_SOURCE_H

#include "module/diagnostic.h"

enum { SOURCE_PIECE = 16384, SOURCE_SMALL_PIECE = 1024 };

typedef struct TreeSource {
        Diagnostics *found;
        const char *file;
        int fd;            /* where more bytes come from, or -1 */
        const char *bytes; /* of the memory, or the piece last read */
        size_t len, at;
        char *piece;
        size_t piece_size;
        bool failed; /* reading from fd: `number` says why */
        int number;
        bool began;
        size_t total, most; /* bytes met, bytes allowed */
        bool too_large;
        uint32_t line, column; /* of the character at `from` */
        size_t from;           /* where in `bytes` lines and columns have been counted to */
        bool after_return;     /* CR is the character before it */
        bool full;             /* no more is reported */
        size_t more;           /* unsafe characters that are only counted */
        size_t invalid;        /* bytes that are no UTF-8 */
        unsigned char invalid_byte;
        Place invalid_place;
} TreeSource;

/** From memory; `file` is for messages. */
void source_init(TreeSource *source, const char *file, const char *bytes, size_t len, size_t most,
        Diagnostics *found);

/** What comes next is read from `fd`, as much at once as the piece, which stays the caller's, has
 * room for. */
void source_read_from(TreeSource *source, int fd, char *piece, size_t size);

/** Whether the bytes are text at all; reports a file that is empty, too large, or UTF-16. */
bool source_begin(TreeSource *source);

/** libyaml's read handler. */
int source_read(void *data, unsigned char *buffer, size_t size, size_t *got);

/** Reports what can be said only at the end: that bytes were no UTF-8, how many. */
void source_end(TreeSource *source);

#endif
