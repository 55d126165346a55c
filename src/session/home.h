/* The home screen: every module with its state for one learner. */
#ifndef SESSION_HOME_H
#define SESSION_HOME_H

#include "base/arena.h"
#include "base/error.h"
#include "module/library.h"
#include "record/store.h"

typedef struct HomeRow {
        const char *id, *title, *summary;
        unsigned minutes; /* 0: not said */
        bool is_broken;
        const char *state; /* "new", "in progress, 4 of 16", "passed, until 2027-11-24", …:
                              translated */
        CompletionStatus status;
} HomeRow;

typedef struct Home {
        HomeRow *rows;
        size_t count;
        size_t due;           /* questions to refresh now */
        unsigned due_minutes; /* how long a refresher with them takes */
        size_t suggested; /* index of the module most worth opening: overdue, expired, in progress,
                             new, … */
} Home;

/** Reads the heads of all modules and the learner's own completions. `store` may be NULL (no record
 * yet): everything is new then. In `arena`. False on errors of the record. */
bool home_load(Library *library, Store *store, const char *staff_id, const char *language,
        Day today, Arena *arena, Home *home, Error *error);

/** For a shared machine: of a module that is broken no more is said than that. */
void home_hide_troubles(Home *home);

#endif
