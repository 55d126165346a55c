/* The inside of Diagnostics, for the files of this folder alone. */
#ifndef MODULE_FOUND_H
#define MODULE_FOUND_H

#include <stdarg.h>

#include "module/diagnostic.h"

typedef struct FoundFile {
        const char *name;
        const char *bytes; /* NULL: the lines are read from the file when they are printed */
        size_t len;
        char *owned; /* the same bytes where they are ours to free */
        size_t kept;
        size_t totals[2]; /* by Severity, with those not kept */
} FoundFile;

struct Diagnostics {
        Arena *arena;
        Diagnostic **items;
        size_t count, room;
        FoundFile *files;
        size_t file_count;
        Diagnostic **seen; /* open addressing */
        size_t seen_room;
        size_t owned;     /* bytes of files kept */
        Diagnostic spare; /* handed out for what is not kept */
};

/** The file's entry, made at its first mention. Valid until the next file is mentioned. */
FoundFile *diagnostics_file(Diagnostics *found, const char *name);

/** Hands over the bytes that a file was read from, for its lines; what becomes too much is freed at
 * once. */
void diagnostics_keep(Diagnostics *found, const char *file, char *bytes, size_t len);

/** Whether what is still found in a file is only counted: hints need not be thought of any more. */
bool diagnostics_are_full(Diagnostics *found, const char *file);

/** Counts what was found more than once the file's are full. */
void diagnostics_count_more(Diagnostics *found, const char *file, Severity severity, size_t more);

/** diagnostics_add with the arguments as a list. */
Diagnostic *diagnostics_vadd(
        Diagnostics *found, CheckId check, const char *file, Place place, va_list arguments);

#endif
