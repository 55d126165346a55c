/* The logs of a record, one for each site; and what is kept about each. */
#include <stdlib.h>
#include <string.h>

#include "base/translate.h"
#include "record/postgres.h"

bool postgres_logs(
        Store *store, bool (*visit)(const char *site, void *data), void *data, Error *error)
{
        PostgresStore *postgres = (PostgresStore *)store;
        PostgresAnswer answer;
        if (!postgres->owns || postgres->site) {
                visit(postgres->site, data);
                return true;
        }
        /* A log that is empty says nothing, unless it is the only one. */
        if (!postgres_ask(postgres, &answer, error,
                    "SELECT site FROM logs WHERE seq > 0 OR NOT EXISTS (SELECT FROM logs WHERE seq "
                    "> 0)"
                    " ORDER BY site",
                    ""))
                return false;
        bool more = true;
        for (int i = 0; more && i < postgres_count(&answer); i++) {
                const Row row = postgres_row(&answer, i);
                more = visit(row.operations->text(&row, 0), data);
        }
        postgres_clear(&answer);
        return true;
}

static bool use(PostgresStore *postgres, PostgresAnswer *answer, Error *error)
{
        bool found = postgres_count(answer) == 1;
        const Row row = postgres_row(answer, 0);
        if (found)
                postgres->log = row.operations->number(&row, 0);
        postgres_clear(answer);
        return found || error_set(error, _("%s: nothing is recorded for this site"),
                                store_uri(&postgres->store));
}

bool postgres_use_log(Store *store, const char *site, Error *error)
{
        PostgresStore *postgres = (PostgresStore *)store;
        PostgresAnswer answer;
        if (!site)
                return true;
        const char *sql = postgres->mode == STORE_READ ? "SELECT log FROM logs WHERE site = $1"
                                                       : "SELECT log_of_site($1)";
        return postgres_check_owner(postgres, error) &&
               postgres_ask(postgres, &answer, error, sql, "t", site) &&
               use(postgres, &answer, error);
}

bool postgres_use_log_of(Store *store, const char *person, Error *error)
{
        PostgresStore *postgres = (PostgresStore *)store;
        PostgresAnswer answer;
        return postgres_ask(postgres, &answer, error, "SELECT log FROM people WHERE person = $1",
                       "t", person) &&
               use(postgres, &answer, error);
}

static const char *copy(Arena *arena, const Row *row, int column)
{
        return row->operations->is_null(row, column)
                       ? NULL
                       : arena_strdup(arena, row->operations->text(row, column));
}

bool postgres_cut(Store *store, StoreCut *cut, Arena *arena, Error *error)
{
        PostgresStore *postgres = (PostgresStore *)store;
        PostgresAnswer answer;
        *cut = (StoreCut){ .keys = "[]" };
        if (!postgres_ask(postgres, &answer, error,
                    "SELECT seq, at, hash, keys, made, key, signature FROM cuts WHERE log = $1",
                    "i", postgres->log))
                return false;
        const Row row = postgres_row(&answer, 0);
        if (postgres_count(&answer)) {
                cut->seq = row.operations->number(&row, 0);
                cut->at = row.operations->number(&row, 1);
                row.operations->bytes(&row, 2, cut->hash, HASH_BYTES);
                cut->keys = copy(arena, &row, 3);
                cut->made = row.operations->number(&row, 4);
                cut->key = copy(arena, &row, 5);
                cut->signature = copy(arena, &row, 6);
        }
        postgres_clear(&answer);
        return true;
}

/* Only the newest cut is kept. An empty log goes on from there. */
bool postgres_put_cut(Store *store, const StoreCut *cut, Error *error)
{
        PostgresStore *postgres = (PostgresStore *)store;
        if (!postgres_transaction_begin(postgres, error))
                return false;
        if (postgres_run(postgres, error, "DELETE FROM cuts WHERE log = $1", "i", postgres->log) &&
                postgres_run(postgres, error,
                        "INSERT INTO cuts (log, seq, at, hash, keys, made, key, signature)"
                        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
                        "iiibtitt", postgres->log, cut->seq, cut->at, cut->hash, cut->keys,
                        cut->made, cut->key, cut->signature) &&
                postgres_run(postgres, error,
                        "UPDATE logs SET seq = $2, at = $3, hash = $4 WHERE log = $1 AND seq = 0",
                        "iiib", postgres->log, cut->seq, cut->at, cut->hash) &&
                postgres_transaction_commit(postgres, error)) {
                postgres->head_count = 0;
                return true;
        }
        postgres_transaction_rollback(postgres);
        return false;
}

/* Of all logs, unless the URI chose one; numbers and the cut are of the log in use. */
bool postgres_info(Store *store, RecordInfo *info, Error *error)
{
        PostgresStore *postgres = (PostgresStore *)store;
        PostgresAnswer answer;
        uint8_t hash[HASH_BYTES];
        Arena *arena = arena_new();
        StoreCut cut;
        *info = (RecordInfo){ .version = postgres_migration_count };
        bool done =
                postgres_head(store, &info->seq, hash, error) &&
                postgres_cut(store, &cut, arena, error) &&
                postgres_ask(postgres, &answer, error,
                        "WITH p AS (SELECT * FROM people WHERE $1 = 0 OR log = $1),"
                        " e AS (SELECT count(*), min(at), max(at) FROM events WHERE $1 = 0 OR log "
                        "= $1)"
                        "SELECT e.count,"
                        " (SELECT count(*) FROM p WHERE staff_id IS NOT NULL AND left_at IS NULL),"
                        " (SELECT count(*) FROM p WHERE staff_id IS NOT NULL AND left_at IS NOT "
                        "NULL),"
                        " (SELECT count(*) FROM p WHERE staff_id IS NULL),"
                        " (SELECT count(*) FROM attempts WHERE $1 = 0 OR log = $1),"
                        " (SELECT count(*) FROM answers WHERE $1 = 0 OR log = $1), e.min, e.max,"
                        " (SELECT sum(pg_total_relation_size(oid)) FROM pg_class"
                        " WHERE relnamespace = 'makesafe'::regnamespace AND relkind = 'r') FROM e",
                        "i", postgres->site ? postgres->log : 0);
        info->cut = done ? cut.seq : 0;
        info->cut_made = done ? cut.made : 0;
        arena_free(arena);
        if (!done)
                return false;
        const Row row = postgres_row(&answer, 0);
        int64_t *const places[] = { &info->events, &info->people, &info->left, &info->forgotten,
                &info->attempts, &info->answers, &info->first, &info->last, &info->bytes };
        for (int i = 0; i < (int)(sizeof places / sizeof *places); i++)
                *places[i] = row.operations->number(&row, i);
        postgres_clear(&answer);
        return true;
}
