#include "record/sqlite.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/text.h"
#include "base/translate.h"
#include "record/sqlite_copy.h"
#include "record/sqlite_file.h"
#include "record/sqlite_migrate.h"

enum { LONGEST_VALUE = 16 << 20 }; /* bytes; more in one column is an attack or damage */

/* The log is carried over into the file every 4 MiB, as often as with SQLite's own page size. */
static const char writer_settings[] = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
                                      "PRAGMA wal_autocheckpoint = 1000";

static const char settings[] = "PRAGMA foreign_keys = ON; PRAGMA secure_delete = ON;"
                               "PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON";

static void sqlite_close(Store *store)
{
        SqliteStore *sqlite = (SqliteStore *)store;
        statements_free(sqlite);
        sqlite3_close(sqlite->db);
        site_key_clear(&sqlite->appender.key);
        free(sqlite->path);
        free(sqlite->store.uri);
        free(sqlite->store.key_path);
        free(sqlite);
}

static const StoreOperations operations = {
        .close = sqlite_close,
        .append = sqlite_append,
        .begin = sqlite_begin,
        .commit = sqlite_commit,
        .rollback = sqlite_rollback,
        .person_add = sqlite_person_add,
        .person_change = sqlite_person_change,
        .people = sqlite_people,
        .all_people = sqlite_all_people,
        .put_person = sqlite_put_person,
        .assignments = sqlite_assignments,
        .scrub = sqlite_scrub,
        .completion_counts = sqlite_completion_counts,
        .question_figures = sqlite_question_figures,
        .option_choices = sqlite_option_choices,
        .sign_figures = sqlite_sign_figures,
        .info = sqlite_info,
        .prune = sqlite_prune,
        .cut = sqlite_cut,
        .put_cut = sqlite_put_cut,
        .put_event = sqlite_put_event,
        .backup = sqlite_backup,
        .events = sqlite_events,
        .head = sqlite_head,
        .person = sqlite_person,
        .person_ensure = sqlite_person_ensure,
        .attempts = sqlite_attempts,
        .completions = sqlite_completions,
        .rebuild = sqlite_rebuild,
        .verify = sqlite_verify,
        .changed = sqlite_changed,
        .outbox_find = sqlite_outbox_find,
        .outbox_keep = sqlite_outbox_keep,
        .pin_find = sqlite_pin_find,
        .pin_keep = sqlite_pin_keep,
};

/* Always from the root: a name such as "file:x" or ":memory:" then means nothing to SQLite, and the
 * program may change its folder. */
static char *absolute(const char *path)
{
        char folder[PATH_MAX];
        Text text = { 0 };
        if (path[0] != '/')
                text_printf(&text, "%s/", getcwd(folder, sizeof folder) ? folder : ".");
        text_append(&text, path);
        return text_take(&text);
}

/* As a URI in which only SQLite's own parameters have a meaning. */
static char *escaped_uri(const char *path, const char *parameters)
{
        Text text = { 0 };
        text_append(&text, "file:");
        for (const char *at = path; *at; at++) {
                if (strchr("?#%", *at))
                        text_printf(&text, "%%%02x", (unsigned)*at);
                else
                        text_append_char(&text, *at);
        }
        text_append(&text, parameters);
        return text_take(&text);
}

static void harden(sqlite3 *db)
{
        sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
        sqlite3_db_config(db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
        sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0, NULL);
        sqlite3_db_config(db, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
        sqlite3_db_config(db, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
        sqlite3_db_config(db, SQLITE_DBCONFIG_LOOKASIDE, NULL, 1200, 128);
        sqlite3_limit(db, SQLITE_LIMIT_LENGTH, LONGEST_VALUE);
        sqlite3_limit(db, SQLITE_LIMIT_ATTACHED, 0);
}

static bool connect(SqliteStore *sqlite, const char *name, int flags, Error *error)
{
        if (sqlite3_open_v2(name, &sqlite->db, flags | SQLITE_OPEN_EXRESCODE | SQLITE_OPEN_NOMUTEX,
                    NULL) != SQLITE_OK)
                return sqlite_fail(sqlite, error);
        harden(sqlite->db);
        sqlite3_busy_handler(sqlite->db, sqlite_wait, sqlite);
        /* Until the file has shown to be ours, closing must not carry its log over either. */
        sqlite3_db_config(sqlite->db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
        return sqlite_file_check(sqlite->db, sqlite->path, error);
}

/* What may hold events that the file itself has not: the log, or the journal of a write that was
 * cut off. */
static bool has_log(const char *path)
{
        static const char *const endings[] = { "-wal", "-journal" };
        Arena *arena = arena_new();
        bool has = false;
        for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
                struct stat info;
                if (stat(arena_printf(arena, "%s%s", path, endings[i]), &info) == 0)
                        has = has || info.st_size > 0;
        }
        arena_free(arena);
        return has;
}

static bool connect_reader(SqliteStore *sqlite, Error *error)
{
        if (!connect(sqlite, sqlite->path, SQLITE_OPEN_READONLY, error))
                return false;
        if (sqlite_version(sqlite->db) >= 0)
                return true;
        int code = sqlite3_errcode(sqlite->db) & 0xff;
        if (code != SQLITE_CANTOPEN && code != SQLITE_READONLY)
                return sqlite_fail(sqlite, error);
        if (has_log(sqlite->path)) {
                error_set(error, _("%s: the record cannot be read where it is"), sqlite->path);
                return error_hint(
                        error, _("Copy it, with the file that ends in -wal beside it, to a "
                                 "folder where you may write, and read it there"));
        }
        /* On read-only media there is no place for the index of the log; nobody can be writing
         * either. */
        sqlite3_close(sqlite->db);
        sqlite->db = NULL;
        char *uri = escaped_uri(sqlite->path, "?immutable=1");
        bool connected = connect(sqlite, uri, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, error) &&
                         (sqlite_version(sqlite->db) >= 0 || sqlite_fail(sqlite, error));
        free(uri);
        return connected;
}

static bool connect_writer(SqliteStore *sqlite, Error *error)
{
        if (!connect(sqlite, sqlite->path, SQLITE_OPEN_READWRITE, error))
                return false;
        if (sqlite3_db_readonly(sqlite->db, "main") == 1) {
                error_set(error, _("%s: you may read the record but not change it"), sqlite->path);
                return error_hint(
                        error, _("Ask whoever looks after it for the right to write to the file"));
        }
        return sqlite_version(sqlite->db) >= 0 || sqlite_fail(sqlite, error);
}

/* A record that is brought forward is kept beside as it was. Looked at again under the lock:
 * another program may have been quicker. */
static bool migrate(SqliteStore *sqlite, Error *error)
{
        if (!statement_exec(sqlite, "BEGIN IMMEDIATE", error))
                return false;
        int version = sqlite_version(sqlite->db);
        bool is_older = version < sqlite_migration_count;
        bool done = !is_older || version <= 0 || sqlite_keep_version(sqlite, version, error);
        if (done && !sqlite_migrate_within(sqlite->db))
                done = sqlite_fail(sqlite, error);
        done = done && statement_exec(sqlite, "COMMIT", error);
        if (done && is_older)
                sqlite->store.migrated_from = version;
        transaction_rollback(sqlite);
        return done;
}

static bool set_up_writer(SqliteStore *sqlite, Error *error)
{
        sqlite3_db_config(sqlite->db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 0, NULL);
        if (!statement_exec(sqlite, writer_settings, error))
                return false;
        return sqlite_version(sqlite->db) >= sqlite_migration_count || migrate(sqlite, error);
}

static bool set_up(SqliteStore *sqlite, StoreMode mode, Error *error)
{
        int version = sqlite_version(sqlite->db);
        if (version > sqlite_migration_count)
                return sqlite_file_is_newer(sqlite->path, error);
        if (!statement_exec(sqlite, settings, error) || !sqlite_add_functions(sqlite, error))
                return false;
        if (mode != STORE_READ)
                return set_up_writer(sqlite, error);
        if (version == sqlite_migration_count)
                return true;
        error_set(error, _("%s: this record was written by an older makesafe"), sqlite->path);
        return error_hint(error, _("makesafe record migrate brings it up to date"));
}

/* Counting every allocation under a lock costs more than it tells here. */
static void set_up_library(void)
{
        static bool is_done;
        if (!is_done)
                sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
        is_done = true;
}

static SqliteStore *new_store(const char *path)
{
        set_up_library();
        SqliteStore *sqlite = xmalloc(sizeof *sqlite);
        *sqlite = (SqliteStore){ .store.operations = &operations,
                .path = absolute(path),
                .appender = { .put = sqlite_put, .is_named = sqlite_is_named } };
        sqlite->appender.store = &sqlite->store;
        Text text = { 0 };
        text_printf(&text, "sqlite:%s", sqlite->path);
        sqlite->store.uri = text_take(&text);
        text_printf(&text, "%s.key", sqlite->path);
        sqlite->store.key_path = text_take(&text);
        return sqlite;
}

Store *sqlite_store_open(const char *path, StoreMode mode, Error *error)
{
        if (path[0] == '\0') {
                error_set(error, _("The record has no name"));
                error_hint(error, _("Name a file with --record"));
                return NULL;
        }
        SqliteStore *sqlite = new_store(path);
        if (sqlite_file_prepare(sqlite->path, mode, error) &&
                (mode == STORE_READ ? connect_reader(sqlite, error)
                                    : connect_writer(sqlite, error)) &&
                set_up(sqlite, mode, error))
                return &sqlite->store;
        sqlite_close(&sqlite->store);
        return NULL;
}

SqliteStore *sqlite_open_as_it_is(const char *path, Error *error)
{
        SqliteStore *sqlite = new_store(path);
        if (sqlite_file_prepare(sqlite->path, STORE_READ, error) && connect_reader(sqlite, error))
                return sqlite;
        sqlite_close(&sqlite->store);
        return NULL;
}

static bool check_place(SqliteStore *sqlite, Error *error)
{
        int has_moved = 0;
        sqlite3_file_control(sqlite->db, "main", SQLITE_FCNTL_HAS_MOVED, &has_moved);
        if (!has_moved)
                return true;
        error_set(error, _("%s: the record was moved or deleted while in use"), sqlite->path);
        return error_hint(error, _("Leave, put it back where it was, and start again"));
}

/* After some errors SQLite has dropped the transaction by itself; what follows must not be stored
 * alone. */
static bool check_group(SqliteStore *sqlite, Error *error)
{
        if (sqlite3_get_autocommit(sqlite->db))
                sqlite->has_failed = true;
        return !sqlite->has_failed ||
               error_set(error,
                       _("%s: something before this could not be stored; nothing was changed"),
                       sqlite->path);
}

bool transaction_begin(SqliteStore *sqlite, Error *error)
{
        if (sqlite->is_grouping)
                return check_group(sqlite, error);
        sqlite->has_given_up = false;
        return check_place(sqlite, error) && statement_run(sqlite, STATEMENT_BEGIN, error, "");
}

bool transaction_commit(SqliteStore *sqlite, Error *error)
{
        return sqlite->is_grouping || statement_run(sqlite, STATEMENT_COMMIT, error, "");
}

void transaction_rollback(SqliteStore *sqlite)
{
        sqlite->has_failed = true;
        sqlite->appender.has_key = false; /* what named it may be undone */
        if (!sqlite->is_grouping && !sqlite3_get_autocommit(sqlite->db))
                sqlite3_exec(sqlite->db, "ROLLBACK", NULL, NULL, NULL);
}

/* Many rows at once want many pages in memory. */
static void end_group(SqliteStore *sqlite)
{
        sqlite->is_grouping = sqlite->has_head = false;
        sqlite3_exec(sqlite->db, "PRAGMA cache_size = -2000", NULL, NULL, NULL);
}

bool sqlite_begin(Store *store, Error *error)
{
        SqliteStore *sqlite = (SqliteStore *)store;
        if (sqlite->is_grouping)
                return error_set(error, _("%s: another program is using the record"), sqlite->path);
        sqlite3_exec(sqlite->db, "PRAGMA cache_size = -65536", NULL, NULL, NULL);
        if (!transaction_begin(sqlite, error))
                return false;
        sqlite->is_grouping = true;
        sqlite->has_failed = sqlite->has_head = false;
        return true;
}

bool sqlite_commit(Store *store, Error *error)
{
        SqliteStore *sqlite = (SqliteStore *)store;
        bool sound = check_group(sqlite, error);
        end_group(sqlite);
        if (sound && transaction_commit(sqlite, error))
                return true;
        transaction_rollback(sqlite);
        return false;
}

void sqlite_rollback(Store *store)
{
        SqliteStore *sqlite = (SqliteStore *)store;
        end_group(sqlite);
        transaction_rollback(sqlite);
}
