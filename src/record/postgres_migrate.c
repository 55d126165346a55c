#include <stdio.h>

#include "base/translate.h"
#include "record/postgres.h"

int postgres_version(PostgresStore *postgres, Error *error)
{
        PostgresAnswer answer;
        if (!postgres_ask(postgres, &answer, error,
                    "SELECT 1 FROM pg_namespace WHERE nspname = 'makesafe'", ""))
                return -1;
        int there = postgres_count(&answer);
        postgres_clear(&answer);
        if (there == 0)
                return 0;
        if (!postgres_ask(postgres, &answer, error, "SELECT version FROM makesafe.about", ""))
                return -1;
        const Row row = postgres_row(&answer, 0);
        int version = postgres_count(&answer) ? (int)row.operations->number(&row, 0) : -1;
        postgres_clear(&answer);
        if (version < 0)
                error_set(error, _("%s: the tables are not as makesafe made them"),
                        store_uri(&postgres->store));
        return version;
}

/* One at a time, and looked at again under the lock: another program may have been quicker. */
static bool migrate_within(PostgresStore *postgres, Error *error)
{
        int version = postgres_run(postgres, error, "SELECT pg_advisory_xact_lock(1835758438)", "")
                              ? postgres_version(postgres, error)
                              : -1;
        if (version < 0)
                return false;
        for (int i = version; i < postgres_migration_count; i++)
                if (!postgres_exec(postgres, postgres_migrations[i], error))
                        return false;
        char sql[80];
        snprintf(sql, sizeof sql, "UPDATE makesafe.about SET version = %d",
                postgres_migration_count);
        return version >= postgres_migration_count || postgres_exec(postgres, sql, error);
}

bool postgres_migrate(PostgresStore *postgres, Error *error)
{
        if (!postgres_exec(postgres, "BEGIN", error))
                return false;
        postgres->is_in_transaction = true;
        bool done = migrate_within(postgres, error) && postgres_exec(postgres, "COMMIT", error);
        if (!done)
                postgres_transaction_rollback(postgres);
        postgres->is_in_transaction = false;
        return done;
}
