/* Whole records as files: copies while they are in use, and one put in another's place. */
#ifndef RECORD_SQLITE_COPY_H
#define RECORD_SQLITE_COPY_H

#include "record/sqlite.h"

/** Opens a record of this or an older version to be read and copied, never changed. */
SqliteStore *sqlite_open_as_it_is(const char *path, Error *error);

/** Copies a record, as it is at one moment, into a new file `to` (0600, one file without a log).
 * What was begun is removed again on errors. */
bool sqlite_copy(
        SqliteStore *sqlite, const char *to, StoreProgress *progress, void *data, Error *error);

/** Keeps the record as it is now beside itself, as PATH.vN. */
bool sqlite_keep_version(SqliteStore *sqlite, int version, Error *error);

/** store_backup for SQLite. */
bool sqlite_backup(Store *store, const char *file, VerifyReport *report, StoreProgress *progress,
        void *data, Error *error);

/** Removes a file and what SQLite puts beside it. */
void sqlite_file_discard(const char *path);

/** Moves a finished copy to its name, so that it is there after a power cut as well. */
bool sqlite_file_move(const char *from, const char *to, Error *error);

#endif
