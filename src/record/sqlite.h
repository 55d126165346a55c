/* The SQLite store, as its own files see it. */
#ifndef RECORD_SQLITE_H
#define RECORD_SQLITE_H

#include <sqlite3.h>

#include "record/sqlite_statement.h"
#include "record/store_operations.h"

typedef struct SqliteStore {
        Store store; /* first: a Store * is a SqliteStore * */
        sqlite3 *db;
        char *path; /* absolute */
        sqlite3_stmt *statements[STATEMENT_COUNT];
        int64_t waiting_since, told_at; /* microseconds of the steady clock */
        bool has_given_up;
} SqliteStore;

/** Sets the error that SQLite's last answer amounts to, in plain words, with what to do next.
 * \return false */
bool sqlite_fail(SqliteStore *sqlite, Error *error);

/** The same for a connection that is no store yet. */
bool sqlite_fail_at(sqlite3 *db, const char *path, Error *error);

/** SQLite's busy handler: sleeps, tells whoever waits, gives up after half a minute. */
int sqlite_wait(void *store, int count);

/** Begins a transaction that alone may write; ends it so that it is on disk; drops it. */
bool transaction_begin(SqliteStore *sqlite, Error *error);
bool transaction_commit(SqliteStore *sqlite, Error *error);
void transaction_rollback(SqliteStore *sqlite);

/** Updates every projection for one event that was just stored (or, when they are made again,
 * read). */
bool sqlite_project(SqliteStore *sqlite, const Event *event, const json_t *body, Error *error);

/** Adds the answers of an attempt that has just ended to the figures of their questions and
 * options. \param start  `seq` of the event that began it */
bool sqlite_count_answers(
        SqliteStore *sqlite, int64_t start, const char *module, const char *version, Error *error);

/** Reads an event from a row of `seq, at, kind, person, attempt, body, hash`. False where the row
 * is no event that could have been stored; `why` then names the column. Strings belong to the row.
 */
bool sqlite_read_event(sqlite3_stmt *row, Event *event, const char **why);

/** Adds the functions that queries use. */
bool sqlite_add_functions(SqliteStore *sqlite, Error *error);

/** Fills temporary copies of all projections from the events and counts the rows in which the ones
 * stored differ from them; with `replace` puts the copies in their place. Within the caller's
 * transaction. */
bool sqlite_reproject(SqliteStore *sqlite, bool replace, int64_t *changed, Error *error);

/** The operations, by the file that has them. */
bool sqlite_append(
        Store *store, const EventDraft *drafts, size_t count, Event *stored, Error *error);
bool sqlite_head(Store *store, int64_t *seq, uint8_t hash[HASH_BYTES], Error *error);
bool sqlite_person_ensure(
        Store *store, Arena *arena, const char *staff_id, Person *person, Error *error);
bool sqlite_person(Store *store, Arena *arena, const char *staff_id, Person *person, Error *error);
bool sqlite_events(Store *store, const EventFilter *filter,
        bool (*visit)(const Event *event, void *data), void *data, Error *error);
bool sqlite_attempts(Store *store, const AttemptFilter *filter,
        bool (*visit)(const AttemptRow *row, void *data), void *data, Error *error);
bool sqlite_completions(Store *store, const CompletionFilter *filter,
        bool (*visit)(const CompletionRow *row, void *data), void *data, Error *error);
bool sqlite_rebuild(Store *store, int64_t *changed, Error *error);
bool sqlite_verify(Store *store, VerifyReport *report,
        bool (*progress)(int64_t done, int64_t total, void *data), void *data, Error *error);

#endif
