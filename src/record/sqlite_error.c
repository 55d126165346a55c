#include <errno.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/translate.h"
#include "record/sqlite.h"

enum {
        SLEEP_BETWEEN_TRIES = 50 * 1000, /* microseconds, as are the others */
        TELL_EVERY = 1000 * 1000,
        GIVE_UP_AFTER = 30 * 1000 * 1000
};

static int64_t steady_now(void)
{
        struct timespec now;
        clock_gettime(CLOCK_MONOTONIC, &now);
        return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

int sqlite_wait(void *store, int count)
{
        SqliteStore *sqlite = store;
        int64_t now = steady_now();
        if (count == 0)
                sqlite->waiting_since = sqlite->told_at = now;
        if (now - sqlite->waiting_since >= GIVE_UP_AFTER)
                return 0;
        if (now - sqlite->told_at >= TELL_EVERY) {
                sqlite->told_at = now;
                if (sqlite->store.wait && !sqlite->store.wait(sqlite->store.wait_data)) {
                        sqlite->has_given_up = true;
                        return 0;
                }
        }
        usleep(SLEEP_BETWEEN_TRIES);
        return 1;
}

static bool fail_full(const char *path, Error *error)
{
        error_set(error, _("%s: the disk is full"), path);
        return error_hint(error, _("Make room on the disk, then try again"));
}

static bool fail_input_output(sqlite3 *db, const char *path, Error *error)
{
        int number = sqlite3_system_errno(db);
        if (number == ENOSPC || number == EDQUOT || number == EFBIG)
                return fail_full(path, error);
        error_set(error, _("%s: the disk could not be read or written (%s)"), path,
                number ? strerror(number) : sqlite3_errmsg(db));
        return error_hint(error,
                _("Try again; if it happens again, have the disk looked at and make a backup"));
}

static bool fail_open(sqlite3 *db, const char *path, Error *error)
{
        int number = sqlite3_system_errno(db);
        error_set(error, _("%s: the record cannot be opened: %s"), path,
                number ? strerror(number) : sqlite3_errmsg(db));
        return error_hint(
                error, _("Look whether you may read and write the file and the folder it is in"));
}

static bool fail_read_only(sqlite3 *db, const char *path, Error *error)
{
        if (sqlite3_extended_errcode(db) == SQLITE_READONLY_DBMOVED) {
                error_set(error, _("%s: the record was moved or deleted while in use"), path);
                return error_hint(error, _("Leave, put it back where it was, and start again"));
        }
        error_set(error, _("%s: you may read the record but not change it"), path);
        return error_hint(error,
                _("Ask whoever looks after it for the right to write to the file and its folder"));
}

bool sqlite_fail_at(sqlite3 *db, const char *path, Error *error)
{
        switch (sqlite3_extended_errcode(db) & 0xff) {
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
                error_set(error, _("%s: another program is using the record"), path);
                return error_hint(error, _("Wait until it has finished, then try again"));
        case SQLITE_FULL:
                return fail_full(path, error);
        case SQLITE_IOERR:
                return fail_input_output(db, path, error);
        case SQLITE_CANTOPEN:
        case SQLITE_PERM:
                return fail_open(db, path, error);
        case SQLITE_READONLY:
                return fail_read_only(db, path, error);
        case SQLITE_CORRUPT:
        case SQLITE_NOTADB:
                error_set(error, _("%s: the record is damaged"), path);
                return error_hint(error, _("Put a backup in its place: makesafe restore FILE"));
        case SQLITE_NOMEM:
                return error_set(error, _("%s: there is not enough memory"), path);
        case SQLITE_CONSTRAINT:
                if (sqlite3_extended_errcode(db) == SQLITE_CONSTRAINT_FOREIGNKEY)
                        return error_set(error, _("%s: the record has no such person"), path);
                return error_set(error, _("%s: the record does not allow that: %s"), path,
                        sqlite3_errmsg(db));
        case SQLITE_INTERRUPT:
                return error_set(error, _("%s: stopped"), path);
        default:
                return error_set(error, _("%s: the record refused: %s"), path, sqlite3_errmsg(db));
        }
}

bool sqlite_fail(SqliteStore *sqlite, Error *error)
{
        if (sqlite->has_given_up && (sqlite3_errcode(sqlite->db) & 0xff) == SQLITE_BUSY) {
                error_set(error, _("%s: another program is using the record; the wait was ended"),
                        sqlite->path);
                return error_hint(error, _("Nothing was saved. Try again"));
        }
        return sqlite_fail_at(sqlite->db, sqlite->path, error);
}
