/* The file of a record: whether it is there, whether it is ours, and how it comes to be. */
#ifndef RECORD_SQLITE_FILE_H
#define RECORD_SQLITE_FILE_H

#include <sqlite3.h>

#include "base/error.h"
#include "record/store.h"

/** Looks at what stands at `path` without changing it, and where nothing (or an empty file) does,
 * makes a new record there with STORE_CREATE. False with the error, unless a record may be opened
 * now. */
bool sqlite_file_prepare(const char *path, StoreMode mode, Error *error);

/** Reads the header through a connection that has not read anything yet: whether the file is a
 * record, and of a makesafe no newer than this one. Changes nothing. */
bool sqlite_file_check(sqlite3 *db, const char *path, Error *error);

/** The error for a record that a newer makesafe has written. */
bool sqlite_file_is_newer(const char *path, Error *error);

#endif
