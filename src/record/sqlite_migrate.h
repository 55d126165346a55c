/* The schema: numbered SQL files, built into the program, applied forward only. */
#ifndef RECORD_SQLITE_MIGRATE_H
#define RECORD_SQLITE_MIGRATE_H

#include <sqlite3.h>
#include <stdbool.h>

enum { SQLITE_APPLICATION = 0x6d6b7366 }; /* "mksf", in the file's header */

/** The migrations in order; the first makes an empty file a record. Written by embed.py. */
extern const char *const sqlite_migrations[];
extern const int sqlite_migration_count;

/** Applies the migrations that come after the file's own number, in one transaction. False on
 * errors, which the connection then knows; nothing is changed then. */
bool sqlite_migrate(sqlite3 *db);

/** The same within the caller's transaction. */
bool sqlite_migrate_within(sqlite3 *db);

/** The number of the migration a file was last brought to; -1 on errors. */
int sqlite_version(sqlite3 *db);

/** A database in memory that has the schema and nothing else, to compare with. NULL on errors. */
sqlite3 *sqlite_reference(void);

#endif
