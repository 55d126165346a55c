/* Figures counted in memory before they are written: those of one attempt, or, while all events are
 * read again, those of all. */
#ifndef RECORD_SQLITE_TALLY_H
#define RECORD_SQLITE_TALLY_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

typedef enum TallyKind { TALLY_QUESTION, TALLY_OPTION, TALLY_SIGN } TallyKind;

typedef struct TallyEntry {
        TallyKind kind;
        uint64_t hash;
        const char *module, *version, *name,
                *option; /* question or sign; option of a question, or "" */
        int64_t n;       /* answers; times chosen; people */
        double sum, sum_squares;
        int64_t hits, misses, false_alarms, correct_rejections;
} TallyEntry;

/** All zero is an empty tally. */
typedef struct Tally {
        TallyEntry **slots;
        size_t room, count;
        Arena *arena;
} Tally;

/** The entry for these words, a new one where there is none. Valid until the tally is cleared. */
TallyEntry *tally_entry(Tally *tally, TallyKind kind, const char *module, const char *version,
        const char *name, const char *option);

/** Empties the tally and frees what it held. */
void tally_clear(Tally *tally);

#endif
