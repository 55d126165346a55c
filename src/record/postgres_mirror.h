/* A log of a database as a record of SQLite's in a scratch file: what looks at a whole log, or
 * makes its tables anew, does so there, with the same code as for a file. Names are not taken
 * along. */
#ifndef RECORD_POSTGRES_MIRROR_H
#define RECORD_POSTGRES_MIRROR_H

#include "record/postgres.h"
#include "record/sqlite.h"

typedef struct Mirror {
        PostgresStore *postgres;
        SqliteStore *sqlite;
        char folder[64]; /* for whoever runs this alone; gone when the mirror is closed */
        StoreProgress *progress;
        void *data;
        int64_t done, total;
} Mirror;

/** Copies the log in use, as it is in the caller's transaction. What it holds, right or wrong, is
 * taken as it is. `progress` may be NULL. */
bool mirror_open(
        Mirror *mirror, PostgresStore *postgres, StoreProgress *progress, void *data, Error *error);

/** Puts the tables that follow from events back where they came from, whole. */
bool mirror_put_back(Mirror *mirror, Error *error);

/** Puts back what a mirror that was pruned has lost and gained: events, the cut, people who are
 * gone. */
bool mirror_put_back_pruned(Mirror *mirror, int64_t last_before, Error *error);

void mirror_close(Mirror *mirror);

#endif
