/* The SQL that every answer runs, prepared once; and how values get into statements: as parameters
 * only. */
#ifndef RECORD_SQLITE_STATEMENT_H
#define RECORD_SQLITE_STATEMENT_H

#include <sqlite3.h>
#include <stdbool.h>

#include "base/error.h"
#include "record/row.h"

struct SqliteStore;

typedef enum StatementId {
        STATEMENT_BEGIN,
        STATEMENT_COMMIT,
        STATEMENT_HEAD,
        STATEMENT_CUT,
        STATEMENT_CUT_ADD,
        STATEMENT_KEY_FIND,
        STATEMENT_EVENT_ADD,
        STATEMENT_PERSON_FIND,
        STATEMENT_PERSON_ADD,
        STATEMENT_PERSON_CHANGE,
        STATEMENT_ASSIGNMENTS,
        STATEMENT_PERSON_JOINED,
        STATEMENT_PERSON_LEFT,
        STATEMENT_PERSON_FORGOTTEN,
        STATEMENT_ASSIGNED,
        STATEMENT_ATTEMPT_FIND,
        STATEMENT_ATTEMPT_ADD,
        STATEMENT_ANSWER_ADD,
        STATEMENT_ANSWERS,
        STATEMENT_EVENT_BODY,
        STATEMENT_ATTEMPT_FINISH,
        STATEMENT_ATTEMPT_ABANDON,
        STATEMENT_COMPLETION_ENSURE,
        STATEMENT_COMPLETION_STARTED,
        STATEMENT_COMPLETION_OVER,
        STATEMENT_COMPLETION_LATEST,
        STATEMENT_COMPLETION_VALID,
        STATEMENT_COMPLETION_PASSED,
        STATEMENT_PASS_ADD,
        STATEMENT_QUESTION_COUNT,
        STATEMENT_OPTION_COUNT,
        STATEMENT_SIGN_OF_PERSON,
        STATEMENT_SIGN_OF_PERSON_ADD,
        STATEMENT_SIGN_COUNT,
        STATEMENT_COUNT
} StatementId;

/** Runs a statement that gives no rows. `types` has a letter for each parameter: `i` int64_t, `d`
 * double, `o` const double * (NULL for none), `t` text (NULL for none), `b` a hash. */
bool statement_run(
        struct SqliteStore *sqlite, StatementId id, Error *error, const char *types, ...);

/** Runs a statement to its first row, which the caller reads and then gives to sqlite3_reset; `row`
 * is NULL where there is none. False on errors only. */
bool statement_row(struct SqliteStore *sqlite, StatementId id, sqlite3_stmt **row, Error *error,
        const char *types, ...);

/** Prepares a statement for one use; the caller finalizes it. NULL on errors. */
sqlite3_stmt *statement_prepare(struct SqliteStore *sqlite, const char *sql, Error *error);

/** Runs SQL without parameters. */
bool statement_exec(struct SqliteStore *sqlite, const char *sql, Error *error);

/** Gives a named parameter its value; a statement without that parameter is left as it is. */
void statement_set_text(sqlite3_stmt *statement, const char *name, const char *value);
void statement_set_number(sqlite3_stmt *statement, const char *name, sqlite3_int64 value);

/** Column as text, never NULL; it belongs to the row. */
const char *statement_text(sqlite3_stmt *row, int column);

/** Frees the prepared statements; they are prepared again when needed. */
void statements_free(struct SqliteStore *sqlite);

/** Whatever row the statement stands at, for as long as the statement lives. */
Row statement_as_row(sqlite3_stmt *statement);

#endif
