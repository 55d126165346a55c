#include "record/sqlite_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/file.h"
#include "base/translate.h"
#include "record/event.h"
#include "record/sqlite.h"
#include "record/sqlite_migrate.h"

/* Small pages: an answer takes 208 … 217 µs with 1 KiB and 226 … 264 µs with 2 KiB (medians of
 * three runs of tests/bench/answer_bench.c), a report of 1,200 rows 9.3 and 8.4 ms. Answers are
 * what people wait for. */
static const char new_record[] = "PRAGMA page_size = 1024; PRAGMA journal_mode = WAL;"
                                 "PRAGMA synchronous = FULL";

static void sync_folder(Arena *arena, const char *path)
{
        int fd = open(path_folder(arena, path), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        if (fd >= 0) {
                fsync(fd);
                close(fd);
        }
}

static bool fail_number(const char *path, Error *error)
{
        return error_set(error, _("%s: the record cannot be made: %s"), path, strerror(errno));
}

/* A whole, empty record in a file that nobody else knows of; errors name the one it is to be. */
static bool fill(const char *temporary, const char *path, Error *error)
{
        int fd = open(temporary, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
        if (fd < 0)
                return fail_number(path, error);
        close(fd);
        sqlite3 *db = NULL;
        bool done = sqlite3_open_v2(temporary, &db, SQLITE_OPEN_READWRITE, NULL) == SQLITE_OK &&
                    sqlite3_exec(db, new_record, NULL, NULL, NULL) == SQLITE_OK &&
                    sqlite_migrate(db) &&
                    sqlite3_wal_checkpoint_v2(db, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL) ==
                            SQLITE_OK;
        if (!done)
                sqlite_fail_at(db, path, error);
        sqlite3_close(db);
        return done;
}

static void discard(Arena *arena, const char *path)
{
        static const char *const endings[] = { "", "-wal", "-shm", "-journal" };
        for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
                unlink(arena_printf(arena, "%s%s", path, endings[i]));
}

/* Moves the new record to its name unless something stands there: of two programs that start at
 * once, both then open the one that was first. */
static bool put_new(const char *from, const char *to, Error *error)
{
        if (renameat2(AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE) == 0)
                return true;
        if ((errno == EINVAL || errno == ENOSYS) && link(from, to) == 0)
                return true;
        return errno == EEXIST || fail_number(to, error);
}

/* An empty file is replaced under a lock on it: the record that another program has put there
 * meanwhile is another file, and stays. */
static bool put_in_place_of_empty(const char *from, const char *to, Error *error)
{
        int fd = open(to, O_RDWR | O_CLOEXEC | O_NOFOLLOW);
        if (fd < 0)
                return fail_number(to, error);
        struct stat locked, now;
        bool done = flock(fd, LOCK_EX) == 0 && fstat(fd, &locked) == 0 && stat(to, &now) == 0;
        if (done && locked.st_ino == now.st_ino && locked.st_dev == now.st_dev && now.st_size == 0)
                done = rename(from, to) == 0;
        if (!done)
                fail_number(to, error);
        close(fd);
        return done;
}

static bool create(Arena *arena, const char *path, bool is_empty, Error *error)
{
        char id[ID_SIZE];
        id_make(id);
        const char *temporary = arena_printf(arena, "%s.new-%.16s", path, id);
        if (!folder_make(path_folder(arena, path), 0700, error)) {
                error_hint(error, _("Say with --record where the record is to be kept"));
                return false;
        }
        bool done = fill(temporary, path, error) &&
                    (is_empty ? put_in_place_of_empty(temporary, path, error)
                              : put_new(temporary, path, error));
        discard(arena, temporary);
        if (done)
                sync_folder(arena, path);
        else
                error_hint(error, _("Say with --record where the record is to be kept"));
        return done;
}

bool sqlite_file_prepare(const char *path, StoreMode mode, Error *error)
{
        struct stat info;
        bool exists = stat(path, &info) == 0;
        if (!exists && errno != ENOENT) {
                error_set(error, _("%s: the record cannot be opened: %s"), path, strerror(errno));
                return error_hint(error, _("Look whether you may open the folder it is in"));
        }
        if (exists && !S_ISREG(info.st_mode)) {
                error_set(error, _("%s: this is not a record but %s"), path,
                        S_ISDIR(info.st_mode) ? _("a folder") : _("something else"));
                return error_hint(error, _("Name a file with --record"));
        }
        if (exists && info.st_size > 0)
                return true;
        if (mode == STORE_CREATE) {
                Arena *arena = arena_new();
                bool created = create(arena, path, exists, error);
                arena_free(arena);
                return created;
        }
        if (!exists) {
                error_set_kind(error, ERROR_NOT_FOUND, _("%s: there is no record"), path);
                return error_hint(
                        error, _("makesafe record init makes one; --record names another"));
        }
        error_set(error, _("%s: this is not a record: the file is empty"), path);
        return error_hint(error, _("makesafe record init makes it one; --record names another"));
}

static uint32_t big_endian(const unsigned char *bytes)
{
        return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 |
               bytes[3];
}

bool sqlite_file_is_newer(const char *path, Error *error)
{
        error_set(error, _("%s: this record was written by a newer makesafe"), path);
        return error_hint(error, _("Nothing in it was changed. Install the newer makesafe"));
}

bool sqlite_file_check(sqlite3 *db, const char *path, Error *error)
{
        enum { VERSION_AT = 60, APPLICATION_AT = 68, HEADER_SIZE = 100 };
        static const char magic[] = "SQLite format 3";
        unsigned char header[HEADER_SIZE];
        sqlite3_file *file = NULL;
        /* Through SQLite's own handle: opening and closing the file beside it would drop its locks.
         */
        sqlite3_file_control(db, "main", SQLITE_FCNTL_FILE_POINTER, &file);
        int answer = file && file->pMethods ? file->pMethods->xRead(file, header, sizeof header, 0)
                                            : SQLITE_IOERR_SHORT_READ;
        if (answer != SQLITE_OK && answer != SQLITE_IOERR_SHORT_READ) {
                error_set(error, _("%s: the record cannot be read"), path);
                return error_hint(error, _("Try again; if it happens again, restore a backup"));
        }
        if (answer != SQLITE_OK || memcmp(header, magic, sizeof magic) != 0 ||
                big_endian(header + APPLICATION_AT) != SQLITE_APPLICATION) {
                error_set(error, _("%s: this file is not a record of makesafe"), path);
                return error_hint(
                        error, _("Nothing in it was changed. Name another with --record"));
        }
        if (big_endian(header + VERSION_AT) > (uint32_t)sqlite_migration_count)
                return sqlite_file_is_newer(path, error);
        return true;
}
