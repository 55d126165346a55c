#include "record/sqlite_copy.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/translate.h"

enum { PAGES_BETWEEN_WORDS = 4096 };

void sqlite_file_discard(const char *path)
{
        static const char *const endings[] = { "", "-wal", "-shm", "-journal" };
        Arena *arena = arena_new();
        for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
                unlink(arena_printf(arena, "%s%s", path, endings[i]));
        arena_free(arena);
}

static bool fail_number(const char *path, Error *error)
{
        error_set(error, _("%s: it cannot be written: %s"), path, strerror(errno));
        return error_hint(error, errno == ENOSPC ? _("Make room on the disk, then try again")
                                                 : _("Look whether you may write in that folder"));
}

bool sqlite_file_move(const char *from, const char *to, Error *error)
{
        if (rename(from, to) != 0)
                return fail_number(to, error);
        Arena *arena = arena_new();
        int fd = open(path_folder(arena, to), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        if (fd >= 0) {
                fsync(fd);
                close(fd);
        }
        arena_free(arena);
        return true;
}

/* All steps see the record as it was at the first: the caller reads it in one transaction. */
static bool copy_pages(
        sqlite3 *from, sqlite3 *to, StoreProgress *progress, void *data, bool *stopped)
{
        sqlite3_backup *backup = sqlite3_backup_init(to, "main", from, "main");
        if (!backup)
                return false;
        int answer = SQLITE_OK;
        *stopped = false;
        while (!*stopped && answer == SQLITE_OK) {
                answer = sqlite3_backup_step(backup, PAGES_BETWEEN_WORDS);
                int total = sqlite3_backup_pagecount(backup);
                *stopped = progress &&
                           !progress(total - sqlite3_backup_remaining(backup), total, data);
        }
        return sqlite3_backup_finish(backup) == SQLITE_OK && answer == SQLITE_DONE && !*stopped;
}

static bool fill(
        SqliteStore *sqlite, const char *to, StoreProgress *progress, void *data, Error *error)
{
        sqlite3 *copy = NULL;
        bool stopped = false;
        bool done =
                sqlite3_open_v2(to, &copy, SQLITE_OPEN_READWRITE | SQLITE_OPEN_EXRESCODE, NULL) ==
                        SQLITE_OK &&
                copy_pages(sqlite->db, copy, progress, data, &stopped) &&
                sqlite3_exec(copy, "PRAGMA journal_mode = DELETE", NULL, NULL, NULL) == SQLITE_OK;
        if (stopped)
                error_set(error, _("%s: stopped; nothing was written"), to);
        else if (!done)
                sqlite_fail_at(copy, to, error);
        sqlite3_close(copy);
        return done;
}

bool sqlite_copy(
        SqliteStore *sqlite, const char *to, StoreProgress *progress, void *data, Error *error)
{
        int fd = open(to, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
        if (fd < 0)
                return fail_number(to, error);
        close(fd);
        bool done = statement_exec(sqlite, "BEGIN; SELECT count(*) FROM sqlite_schema", error) &&
                    fill(sqlite, to, progress, data, error);
        if (!sqlite3_get_autocommit(sqlite->db))
                sqlite3_exec(sqlite->db, "COMMIT", NULL, NULL, NULL);
        if (!done)
                sqlite_file_discard(to);
        return done;
}

static const char *temporary_name(Arena *arena, const char *path)
{
        char id[ID_SIZE];
        id_make(id);
        return arena_printf(arena, "%s.new-%.16s", path, id);
}

/* Through a connection of its own: one that is about to write cannot be copied from. */
bool sqlite_keep_version(SqliteStore *sqlite, int version, Error *error)
{
        Arena *arena = arena_new();
        const char *kept = arena_printf(arena, "%s.v%d", sqlite->path, version);
        const char *temporary = temporary_name(arena, kept);
        Error failure = { 0 };
        SqliteStore *reader = sqlite_open_as_it_is(sqlite->path, &failure);
        bool done = reader && sqlite_copy(reader, temporary, NULL, NULL, &failure) &&
                    sqlite_file_move(temporary, kept, &failure);
        if (reader)
                store_close(&reader->store);
        unlink(temporary);
        if (!done) {
                error_set(error,
                        _("The record is of an older makesafe, and no copy of it can be kept: %s"),
                        failure.message);
                error_hint(error, "%s", failure.hint);
        }
        arena_free(arena);
        return done;
}

static bool has_folder(Arena *arena, const char *file, Error *error)
{
        struct stat there;
        const char *folder = path_folder(arena, file);
        if (stat(folder, &there) == 0)
                return true;
        error_set(error, "%s: %s", folder, strerror(errno));
        return error_hint(error, _("Make that folder first, or name another"));
}

/* Nothing but an older backup is overwritten. */
static bool may_replace(SqliteStore *sqlite, Arena *arena, const char *file, Error *error)
{
        struct stat there, own;
        if (stat(file, &there) != 0)
                return errno == ENOENT ? has_folder(arena, file, error) : fail_number(file, error);
        if (stat(sqlite->path, &own) == 0 && there.st_dev == own.st_dev &&
                there.st_ino == own.st_ino)
                return error_set(error, _("%s: this is the record itself"), file);
        Error why = { 0 };
        SqliteStore *older = sqlite_open_as_it_is(file, &why);
        if (older) {
                store_close(&older->store);
                return true;
        }
        error_set(error, _("%s: there is a file already that is no backup"), file);
        return error_hint(error, _("Name another file, or move that one away"));
}

static bool check_copy(const char *copy, const char *file, VerifyReport *report,
        StoreProgress *progress, void *data, Error *error)
{
        Store *store = sqlite_store_open(copy, STORE_READ, error);
        bool done = store && store_verify(store, report, progress, data, error);
        store_close(store);
        if (done && report->first_wrong) {
                error_set(error, _("%s: not kept, because the record is not sound. Event %lld: %s"),
                        file, (long long)report->first_wrong, report->why);
                error_hint(error, _("makesafe verify looks at the whole record"));
        }
        return done && !report->first_wrong;
}

bool sqlite_backup(Store *store, const char *file, VerifyReport *report, StoreProgress *progress,
        void *data, Error *error)
{
        SqliteStore *sqlite = (SqliteStore *)store;
        Arena *arena = arena_new();
        const char *temporary = temporary_name(arena, file);
        bool done = may_replace(sqlite, arena, file, error) &&
                    sqlite_copy(sqlite, temporary, progress, data, error);
        if (done)
                done = check_copy(temporary, file, report, progress, data, error) &&
                       sqlite_file_move(temporary, file, error);
        sqlite_file_discard(temporary);
        arena_free(arena);
        return done;
}
