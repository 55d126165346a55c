#include "record/restore.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/translate.h"
#include "record/sqlite_copy.h"

enum {
        BUSY_MOST = 5000,
        NAMES_MOST = 100
}; /* milliseconds; records replaced that are kept beside */

typedef struct Restoring {
        Arena *arena;
        const char *path;      /* of the record */
        const char *temporary; /* the copy that is to be put there */
        RestoreReport *report;
        bool force;
} Restoring;

static const char *path_of(const char *uri, Error *error)
{
        if (strncmp(uri, "sqlite:", 7) == 0)
                return uri + 7;
        if (!strstr(uri, "://"))
                return uri;
        error_set(error, _("%s: this kind of record is not kept in a file"), uri);
        error_hint(error, _("makesafe record copy --to moves a record there"));
        return NULL;
}

/* The copy is brought up to date and checked before anything else happens. */
static bool prepare(const Restoring *restoring, const char *file, StoreProgress *progress,
        void *data, Error *error)
{
        VerifyReport *verify = &restoring->report->verify;
        Error why = { 0 };
        SqliteStore *backup = sqlite_open_as_it_is(file, &why);
        if (!backup) {
                error_set_kind(error, why.kind, "%s", why.message);
                error_hint(error, _("Name the file that makesafe backup has made"));
        }
        bool done = backup && sqlite_copy(backup, restoring->temporary, progress, data, error);
        if (backup)
                store_close(&backup->store);
        Store *copy = done ? sqlite_store_open(restoring->temporary, STORE_WRITE, error) : NULL;
        if (copy && store_migrated_from(copy))
                sqlite_file_discard(arena_printf(restoring->arena, "%s.v%d", restoring->temporary,
                        store_migrated_from(copy)));
        done = copy && store_verify(copy, verify, progress, data, error);
        store_close(copy);
        if (done && verify->first_wrong) {
                error_set(error,
                        _("%s: this backup is not sound, and was not put in place. Event %lld: %s"),
                        file, (long long)verify->first_wrong, verify->why);
                return error_hint(error, _("Take another backup"));
        }
        return done;
}

/* Whether the event that the record ends with stands in the copy as well. */
static bool has_event(const Restoring *restoring, int64_t seq, const uint8_t hash[HASH_BYTES],
        bool *has, Error *error)
{
        SqliteStore *copy = sqlite_open_as_it_is(restoring->temporary, error);
        sqlite3_stmt *row =
                copy ? statement_prepare(copy,
                               "SELECT 1 FROM events WHERE seq = ?1 AND hash = ?2"
                               " UNION ALL SELECT 1 FROM cuts WHERE seq = ?1 AND hash = ?2",
                               error)
                     : NULL;
        if (row) {
                sqlite3_bind_int64(row, 1, seq);
                sqlite3_bind_blob(row, 2, hash, HASH_BYTES, SQLITE_STATIC);
                *has = sqlite3_step(row) == SQLITE_ROW;
        }
        sqlite3_finalize(row);
        if (copy)
                store_close(&copy->store);
        return row != NULL;
}

static bool head_of(sqlite3 *db, int64_t *seq, uint8_t hash[HASH_BYTES])
{
        sqlite3_stmt *row = NULL;
        bool done = sqlite3_prepare_v2(db, "SELECT seq, hash FROM events ORDER BY seq DESC LIMIT 1",
                            -1, &row, NULL) == SQLITE_OK;
        int answer = done ? sqlite3_step(row) : SQLITE_ERROR;
        *seq = answer == SQLITE_ROW ? sqlite3_column_int64(row, 0) : 0;
        if (answer == SQLITE_ROW && sqlite3_column_bytes(row, 1) == HASH_BYTES)
                memcpy(hash, sqlite3_column_blob(row, 1), HASH_BYTES);
        sqlite3_finalize(row);
        return answer == SQLITE_ROW || answer == SQLITE_DONE;
}

static bool check_ancestor(const Restoring *restoring, sqlite3 *db, Error *error)
{
        uint8_t hash[HASH_BYTES] = { 0 };
        int64_t seq = 0;
        bool has = false;
        if (!db || !head_of(db, &seq, hash)) {
                error_set(error,
                        _("%s: the record that is there cannot be read, so nobody can say"
                          " whether the backup has all that it holds"),
                        restoring->path);
                return error_hint(error,
                        _("--force puts the backup in its place; what was there is kept beside"));
        }
        if (seq == 0)
                return true;
        if (!has_event(restoring, seq, hash, &has, error))
                return false;
        if (has)
                return true;
        error_set(error, _("%s: the record that is there holds events that the backup lacks"),
                restoring->path);
        return error_hint(
                error, _("--force puts the backup in its place; what was there is kept beside"));
}

/* A name beside the record that is free yet. */
static bool choose_name(const Restoring *restoring, Error *error)
{
        struct stat info;
        for (int i = 1; i < NAMES_MOST; i++) {
                const char *name = i == 1 ? arena_printf(restoring->arena, "%s.before-restore",
                                                    restoring->path)
                                          : arena_printf(restoring->arena, "%s.before-restore-%d",
                                                    restoring->path, i);
                if (lstat(name, &info) != 0 && errno == ENOENT) {
                        snprintf(restoring->report->kept, sizeof restoring->report->kept, "%s",
                                name);
                        return true;
                }
        }
        return error_set(error, _("%s: too many replaced records stand beside it; remove some"),
                restoring->path);
}

/* The log of a record that cannot be opened goes with it: beside the new one it would damage that.
 */
static void move_log(const Restoring *restoring)
{
        static const char *const endings[] = { "-wal", "-journal" };
        Arena *arena = restoring->arena;
        for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
                rename(arena_printf(arena, "%s%s", restoring->path, endings[i]),
                        arena_printf(arena, "%s%s", restoring->report->kept, endings[i]));
        unlink(arena_printf(arena, "%s-shm", restoring->path));
}

/* Under both names first, so that at no moment there is no record. */
static bool swap(const Restoring *restoring, Error *error)
{
        if (link(restoring->path, restoring->report->kept) != 0 &&
                rename(restoring->path, restoring->report->kept) != 0)
                return error_set(error, _("%s: it cannot be kept beside: %s"), restoring->path,
                        strerror(errno));
        return sqlite_file_move(restoring->temporary, restoring->path, error);
}

static bool leave_log(sqlite3 *db)
{
        sqlite3_stmt *row = NULL;
        bool done = sqlite3_prepare_v2(db, "PRAGMA journal_mode = DELETE", -1, &row, NULL) ==
                            SQLITE_OK &&
                    sqlite3_step(row) == SQLITE_ROW &&
                    strcmp((const char *)sqlite3_column_text(row, 0), "delete") == 0;
        return sqlite3_finalize(row) == SQLITE_OK && done;
}

/* Nobody else may use the record now; what stands in its log is put into the file. */
static bool lock(sqlite3 *db)
{
        sqlite3_busy_timeout(db, BUSY_MOST);
        return sqlite3_wal_checkpoint_v2(db, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL) ==
                       SQLITE_OK &&
               leave_log(db) && sqlite3_exec(db, "BEGIN EXCLUSIVE", NULL, NULL, NULL) == SQLITE_OK;
}

static bool is_busy(sqlite3 *db)
{
        int code = sqlite3_errcode(db) & 0xff;
        return code == SQLITE_BUSY || code == SQLITE_LOCKED;
}

/* What is no record is not opened as one: SQLite would throw its log away. */
static bool is_readable(const char *path)
{
        Error why = { 0 };
        SqliteStore *there = sqlite_open_as_it_is(path, &why);
        if (there)
                store_close(&there->store);
        return there != NULL;
}

static bool replace(const Restoring *restoring, Error *error)
{
        sqlite3 *db = NULL;
        if (!choose_name(restoring, error))
                return false;
        bool locked = is_readable(restoring->path) &&
                      sqlite3_open_v2(restoring->path, &db,
                              SQLITE_OPEN_READWRITE | SQLITE_OPEN_EXRESCODE, NULL) == SQLITE_OK &&
                      lock(db);
        Error why = { 0 };
        bool done = false;
        if (!locked && db && is_busy(db)) {
                sqlite_fail_at(db, restoring->path, error);
        } else if (restoring->force || check_ancestor(restoring, db, &why)) {
                if (!locked)
                        move_log(restoring);
                done = swap(restoring, error);
        } else {
                error_set(error, "%s", why.message);
                error_hint(error, "%s", why.hint);
        }
        sqlite3_close(db);
        if (!done)
                restoring->report->kept[0] = '\0';
        return done;
}

bool record_restore(const char *file, const char *uri, bool force, RestoreReport *report,
        StoreProgress *progress, void *data, Error *error)
{
        *report = (RestoreReport){ .kept = "" };
        const char *path = path_of(uri, error);
        if (!path)
                return false;
        struct stat there, from;
        bool exists = stat(path, &there) == 0;
        if (exists && stat(file, &from) == 0 && there.st_dev == from.st_dev &&
                there.st_ino == from.st_ino)
                return error_set(error, _("%s: this is the record itself"), file);
        char id[ID_SIZE];
        id_make(id);
        Restoring restoring = {
                .arena = arena_new(), .path = path, .report = report, .force = force
        };
        restoring.temporary = arena_printf(restoring.arena, "%s.new-%.16s", path, id);
        bool done = folder_make(path_folder(restoring.arena, path), 0700, error) &&
                    prepare(&restoring, file, progress, data, error);
        if (done)
                done = exists ? replace(&restoring, error)
                              : sqlite_file_move(restoring.temporary, path, error);
        sqlite_file_discard(restoring.temporary);
        arena_free(restoring.arena);
        return done;
}
