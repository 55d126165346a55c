#include <stdio.h>

#include "record/postgres.h"

#define FIND "SELECT hash, supervisor, failures, failed_at FROM pins WHERE person = $1"

/* Within a group the row is held, so that no try is counted for another. */
bool postgres_pin_find(Store *store, const char *person, PinRow *row, Error *error)
{
        PostgresStore *postgres = (PostgresStore *)store;
        PostgresAnswer answer;
        if (!postgres_ask(postgres, &answer, error,
                    postgres->is_grouping ? FIND " FOR UPDATE" : FIND, "t", person))
                return false;
        const Row found = postgres_row(&answer, 0);
        if (postgres_count(&answer)) {
                snprintf(row->hash, sizeof row->hash, "%s", found.operations->text(&found, 0));
                row->is_supervisor = found.operations->number(&found, 1) != 0;
                row->failures = found.operations->number(&found, 2);
                row->failed_at = found.operations->number(&found, 3);
        }
        postgres_clear(&answer);
        return true;
}

bool postgres_pin_keep(Store *store, const char *person, const PinRow *row, Error *error)
{
        PostgresStore *postgres = (PostgresStore *)store;
        if (!row)
                return postgres_run(
                        postgres, error, "DELETE FROM pins WHERE person = $1", "t", person);
        return postgres_run(postgres, error,
                "INSERT INTO pins (person, hash, supervisor, failures, failed_at)"
                " VALUES ($1, $2, $3, $4, $5) ON CONFLICT (person) DO UPDATE SET hash = "
                "excluded.hash,"
                " supervisor = excluded.supervisor, failures = excluded.failures,"
                " failed_at = excluded.failed_at",
                "ttiii", person, row->hash, (int64_t)row->is_supervisor, row->failures,
                row->failed_at);
}
