#include <sodium.h>
#include <string.h>

#include "base/date.h"
#include "record/postgres.h"

enum { STATEMENT_SIZE = 2 + 2 * OUTBOX_ID_BYTES + 1 };

static const char *statement_of(const OutboxEntry *entry, char statement[STATEMENT_SIZE])
{
        memcpy(statement, "\\x", 2);
        sodium_bin2hex(statement + 2, STATEMENT_SIZE - 2, entry->id, OUTBOX_ID_BYTES);
        return statement;
}

bool postgres_outbox_find(
        Store *store, const char *url, OutboxEntry *entries, size_t count, Error *error)
{
        char statement[STATEMENT_SIZE];
        for (size_t i = 0; i < count; i++) {
                PostgresAnswer answer;
                if (!postgres_ask((PostgresStore *)store, &answer, error,
                            "SELECT refused IS NOT NULL FROM outbox WHERE url = $1 AND statement = "
                            "$2",
                            "tt", url, statement_of(&entries[i], statement)))
                        return false;
                const Row row = postgres_row(&answer, 0);
                entries[i].state = postgres_count(&answer) == 0      ? OUTBOX_TO_SEND
                                   : row.operations->number(&row, 0) ? OUTBOX_REFUSED
                                                                     : OUTBOX_ACCEPTED;
                postgres_clear(&answer);
        }
        return true;
}

/* What was accepted stays so, whatever another program heard later. */
static bool keep_entries(PostgresStore *postgres, const char *url, const OutboxEntry *entries,
        size_t count, const char *why, Error *error)
{
        char statement[STATEMENT_SIZE];
        for (size_t i = 0; i < count; i++) {
                if (entries[i].state == OUTBOX_TO_SEND)
                        continue;
                const char *refused = why ? why : "";
                if (!postgres_run(postgres, error,
                            "INSERT INTO outbox AS o (url, statement, at, refused)"
                            " VALUES ($1, $2, $3, $4) ON CONFLICT (url, statement) DO UPDATE"
                            " SET at = excluded.at, refused = excluded.refused"
                            " WHERE o.refused IS NOT NULL",
                            "ttit", url, statement_of(&entries[i], statement), moment_now(),
                            entries[i].state == OUTBOX_REFUSED ? refused : NULL))
                        return false;
        }
        return true;
}

bool postgres_outbox_keep(Store *store, const char *url, const OutboxEntry *entries, size_t count,
        const char *why, Error *error)
{
        PostgresStore *postgres = (PostgresStore *)store;
        if (!postgres_check_owner(postgres, error) || !postgres_transaction_begin(postgres, error))
                return false;
        if (keep_entries(postgres, url, entries, count, why, error) &&
                postgres_transaction_commit(postgres, error))
                return true;
        postgres_transaction_rollback(postgres);
        return false;
}
