#include "record/postgres.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/text.h"
#include "base/translate.h"
#include "record/postgres_uri.h"

static void postgres_close(Store *store)
{
        PostgresStore *postgres = (PostgresStore *)store;
        if (postgres->pq)
                postgres->pq->finish(postgres->connection);
        site_key_clear(&postgres->appender.key);
        free(postgres->heads);
        free(postgres->conninfo);
        free(postgres->site);
        free(postgres->store.uri);
        free(postgres->store.key_path);
        free(postgres);
}

static const StoreOperations operations = {
        .close = postgres_close,
        .append = postgres_append,
        .begin = postgres_begin,
        .commit = postgres_commit,
        .rollback = postgres_rollback,
        .person = postgres_person,
        .person_ensure = postgres_person_ensure,
        .person_add = postgres_person_add,
        .person_change = postgres_person_change,
        .people = postgres_people,
        .all_people = postgres_all_people,
        .put_person = postgres_put_person,
        .assignments = postgres_assignments,
        .scrub = postgres_scrub,
        .events = postgres_events,
        .head = postgres_head,
        .attempts = postgres_attempts,
        .completions = postgres_completions,
        .completion_counts = postgres_completion_counts,
        .question_figures = postgres_question_figures,
        .option_choices = postgres_option_choices,
        .sign_figures = postgres_sign_figures,
        .info = postgres_info,
        .cut = postgres_cut,
        .put_cut = postgres_put_cut,
        .put_event = postgres_put_event,
        .rebuild = postgres_rebuild,
        .verify = postgres_verify,
        .prune = postgres_prune,
        .changed = postgres_changed,
        .logs = postgres_logs,
        .use_log = postgres_use_log,
        .use_log_of = postgres_use_log_of,
        .outbox_find = postgres_outbox_find,
        .outbox_keep = postgres_outbox_keep,
        .pin_find = postgres_pin_find,
        .pin_keep = postgres_pin_keep,
};

/* The first server that the address names, whichever of them answers now: a standby that takes over
 * has the record of the one before. */
static const char *first_host(const PostgresStore *postgres, Arena *arena)
{
        const char *host = postgres->pq->host(postgres->connection);
        PQconninfoOption *list = postgres->pq->conninfoParse(postgres->conninfo, NULL);
        for (PQconninfoOption *at = list; at && at->keyword; at++)
                if (strcmp(at->keyword, "host") == 0 && at->val && at->val[0])
                        host = arena_strndup(arena, at->val, strcspn(at->val, ","));
        postgres->pq->conninfoFree(list);
        return host;
}

/* The key stays with whoever signs: beside one's other data, by the names of server and database.
 */
static char *key_path(const PostgresStore *postgres)
{
        Arena *arena = arena_new();
        const char *data = path_xdg(arena, "XDG_DATA_HOME", ".local/share");
        const char *host = first_host(postgres, arena);
        char *name = arena_printf(
                arena, "%s@%s", postgres->pq->db(postgres->connection), host ? host : "");
        for (char *at = name; *at; at++)
                if (!isalnum((unsigned char)*at) && !strchr("@-_.", *at))
                        *at = '-';
        char *path = data ? xstrdup(arena_printf(arena, "%s/makesafe/%s.key", data, name)) : NULL;
        arena_free(arena);
        return path;
}

static bool fail_missing(const PostgresStore *postgres, Error *error)
{
        error_set_kind(error, ERROR_NOT_FOUND, _("%s: there is no record in this database"),
                store_uri(&postgres->store));
        return error_hint(error, _("makesafe record init makes one; --record names another"));
}

static bool fail_older(const PostgresStore *postgres, Error *error)
{
        error_set(error, _("%s: this record was written by an older makesafe"),
                store_uri(&postgres->store));
        return error_hint(error, _("makesafe record migrate brings it up to date"));
}

static bool fail_newer(const PostgresStore *postgres, Error *error)
{
        error_set(error, _("%s: this record was written by a newer makesafe"),
                store_uri(&postgres->store));
        return error_hint(error, _("Nothing in it was changed. Install the newer makesafe"));
}

/* As with a file: reading changes nothing, writing brings forward, creating makes. Only whoever may
 * make tables can do either, and the server sees to that. */
static bool prepare(PostgresStore *postgres, Error *error)
{
        int version = postgres_version(postgres, error);
        if (version < 0)
                return false;
        if (version > postgres_migration_count)
                return fail_newer(postgres, error);
        if (version == 0 && postgres->mode != STORE_CREATE)
                return fail_missing(postgres, error);
        if (version < postgres_migration_count && postgres->mode == STORE_READ)
                return fail_older(postgres, error);
        if (version < postgres_migration_count && !postgres_migrate(postgres, error))
                return false;
        postgres->store.migrated_from = version < postgres_migration_count ? version : 0;
        return postgres_sign_in(postgres, error);
}

static bool open_store(PostgresStore *postgres, Error *error)
{
        postgres->pq = libpq_library(error);
        if (!postgres->pq || !postgres_connect(postgres, error))
                return false;
        postgres->store.key_path = key_path(postgres);
        return prepare(postgres, error);
}

Store *postgres_store_open(const char *uri, StoreMode mode, Error *error)
{
        PostgresStore *postgres = xmalloc(sizeof *postgres);
        *postgres = (PostgresStore){ .store.operations = &operations,
                .store.uri = postgres_uri_shown(uri),
                .conninfo = postgres_uri_plain(uri),
                .site = postgres_uri_site(uri),
                .mode = mode,
                .appender = { .put = postgres_put, .is_named = postgres_is_named } };
        postgres->appender.store = &postgres->store;
        if (open_store(postgres, error))
                return &postgres->store;
        postgres_close(&postgres->store);
        return NULL;
}

/* As libpq finds it: in the URI, in PGUSER, or the name of who is signed in to the machine. */
char *postgres_login_of(const char *uri)
{
        Error none = { 0 };
        const Libpq *pq = libpq_library(&none);
        if (!pq)
                return NULL;
        char *plain = postgres_uri_plain(uri), *login = NULL;
        PQconninfoOption *lists[] = { pq->conninfoParse(plain, NULL), pq->conndefaults() };
        for (size_t i = 0; i < 2; i++) {
                for (PQconninfoOption *at = lists[i]; at && at->keyword && !login; at++)
                        if (strcmp(at->keyword, "user") == 0 && at->val && at->val[0])
                                login = xstrdup(at->val);
                pq->conninfoFree(lists[i]);
        }
        free(plain);
        return login;
}
