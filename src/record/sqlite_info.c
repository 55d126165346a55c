#include "record/sqlite.h"
#include "record/sqlite_migrate.h"

#include <string.h>
#include <sys/stat.h>

static const char counts[] =
        "SELECT (SELECT count(*) FROM events),"
        " (SELECT count(*) FROM people WHERE staff_id IS NOT NULL AND left_at IS NULL),"
        " (SELECT count(*) FROM people WHERE staff_id IS NOT NULL AND left_at IS NOT NULL),"
        " (SELECT count(*) FROM people WHERE staff_id IS NULL),"
        " (SELECT count(*) FROM attempts), (SELECT count(*) FROM answers),"
        " (SELECT at FROM events ORDER BY seq LIMIT 1)";

bool sqlite_info(Store *store, RecordInfo *info, Error *error)
{
        SqliteStore *sqlite = (SqliteStore *)store;
        Event last;
        struct stat file;
        Arena *arena = arena_new();
        StoreCut cut = { 0 };
        *info = (RecordInfo){ .version = sqlite_version(sqlite->db) };
        bool done = sqlite_last(sqlite, &last, error) && sqlite_cut(store, &cut, arena, error);
        arena_free(arena);
        sqlite3_stmt *row = done ? statement_prepare(sqlite, counts, error) : NULL;
        if (!row)
                return false;
        done = sqlite3_step(row) == SQLITE_ROW || sqlite_fail(sqlite, error);
        int64_t *const places[] = { &info->events, &info->people, &info->left, &info->forgotten,
                &info->attempts, &info->answers, &info->first };
        for (int i = 0; i < (int)(sizeof places / sizeof *places); i++)
                *places[i] = sqlite3_column_int64(row, i);
        sqlite3_finalize(row);
        info->last = last.at;
        info->seq = last.seq;
        info->cut = cut.seq;
        info->cut_made = cut.made;
        info->bytes = stat(sqlite->path, &file) == 0 ? (int64_t)file.st_size : 0;
        return done;
}
