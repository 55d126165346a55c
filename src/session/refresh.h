/* Which questions a refresher would ask now: what is remembered, held against the modules as they
 * are. */
#ifndef SESSION_REFRESH_H
#define SESSION_REFRESH_H

#include "module/library.h"
#include "session/memory.h"

typedef struct Candidate {
        const Memory *memory;
        size_t module, question; /* indexes: into `modules`, and of the module's questions */
} Candidate;

typedef struct Candidates {
        Candidate *items; /* the one to be asked first comes first */
        size_t count;
        size_t due;       /* how many of them are due */
        Module **modules; /* loaded; the caller's to free, with candidates_free or one by one */
        size_t module_count;
        Memories memories;
} Candidates;

/** Reads what a person (a pseudonym) could be asked. Questions that are gone, retired or on trial,
 * and modules that cannot be loaded, are passed over; of twins the one to be asked first stays. In
 * `arena`, but for the modules.
 *
 * \param only_due  pass over what is not due; modules without anything due are then not loaded at
 * all */
bool candidates_read(Library *library, const char *language, Store *store, const char *person,
        int64_t now, bool only_due, Arena *arena, Candidates *candidates, Error *error);

void candidates_free(Candidates *candidates);

/** How many questions fit into so many minutes: one at least. */
size_t candidates_fit(const Candidates *candidates, unsigned minutes);

#endif
