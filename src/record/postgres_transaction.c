/* Transactions that come through a lost connection: what became of one that was cut off while it
 * was committed is asked for by its key. */
#include <stdlib.h>

#include "base/translate.h"
#include "record/postgres.h"

static void let_go(PostgresStore *postgres)
{
        postgres->is_in_transaction = false;
        postgres->head_count = 0;
}

static bool check_group(PostgresStore *postgres, Error *error)
{
        return !postgres->has_failed ||
               error_set(error,
                       _("%s: something before this could not be stored; nothing was changed"),
                       store_uri(&postgres->store));
}

bool postgres_transaction_begin(PostgresStore *postgres, Error *error)
{
        if (postgres->is_grouping)
                return check_group(postgres, error);
        if (!postgres_run(postgres, error, "BEGIN", ""))
                return false;
        postgres->is_in_transaction = true;
        postgres->was_cut = false;
        id_make(postgres->key);
        return true;
}

/* By writing: what the server has, but its standby perhaps lacks, is waited for before this
 * returns; so it is in append(), which locks the log's row. */
bool postgres_was_stored(PostgresStore *postgres, const char *key, bool *stored, Error *error)
{
        PostgresAnswer answer;
        if (!postgres_ask(postgres, &answer, error,
                    "UPDATE requests SET at = at WHERE key = $1 RETURNING 1", "t", key))
                return false;
        *stored = postgres_count(&answer) > 0;
        postgres_clear(&answer);
        return true;
}

static bool keep_key(PostgresStore *postgres, Error *error)
{
        return postgres_run(postgres, error,
                       "DELETE FROM requests WHERE login = session_user::text"
                       " AND at < moment() - 86400000000",
                       "") &&
               postgres_run(postgres, error,
                       "INSERT INTO requests VALUES ($1, session_user, $2, '{}', moment())", "ti",
                       postgres->key, postgres->log);
}

bool postgres_transaction_commit(PostgresStore *postgres, Error *error)
{
        if (postgres->is_grouping)
                return true;
        Error failure = { 0 };
        if (!keep_key(postgres, error))
                return false;
        bool done = postgres_run(postgres, &failure, "COMMIT", ""),
             lost = !done && postgres->is_lost;
        let_go(postgres);
        postgres->was_cut = false;
        if (lost) {
                error_clear(&failure);
                bool asked = postgres_was_stored(postgres, postgres->key, &done, &failure);
                postgres->was_cut = asked && !done;
                if (postgres->was_cut) {
                        error_set(&failure,
                                _("%s: the connection was lost, and nothing was changed"),
                                store_uri(&postgres->store));
                        error_hint(&failure, _("Try again"));
                }
        }
        if (!done && error && !error_is_set(error))
                *error = failure;
        return done;
}

void postgres_transaction_rollback(PostgresStore *postgres)
{
        Error none = { 0 };
        postgres->has_failed = true;
        postgres->appender.has_key = false; /* what named it may be undone */
        if (postgres->is_grouping || !postgres->is_in_transaction)
                return;
        if (!postgres->is_lost)
                postgres_exec(postgres, "ROLLBACK", &none);
        let_go(postgres);
}

bool postgres_begin(Store *store, Error *error)
{
        PostgresStore *postgres = (PostgresStore *)store;
        if (postgres->is_grouping)
                return error_set(
                        error, _("%s: another program is using the record"), store_uri(store));
        if (!postgres_check_owner(postgres, error) || !postgres_transaction_begin(postgres, error))
                return false;
        postgres->is_grouping = true;
        postgres->has_failed = false;
        return true;
}

bool postgres_commit(Store *store, Error *error)
{
        PostgresStore *postgres = (PostgresStore *)store;
        bool sound = check_group(postgres, error);
        postgres->is_grouping = false;
        if (sound && postgres_transaction_commit(postgres, error))
                return true;
        postgres_transaction_rollback(postgres);
        return false;
}

void postgres_rollback(Store *store)
{
        PostgresStore *postgres = (PostgresStore *)store;
        postgres->is_grouping = false;
        postgres_transaction_rollback(postgres);
}
