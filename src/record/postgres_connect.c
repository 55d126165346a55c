#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/translate.h"
#include "record/postgres.h"

enum {
        TELL_EVERY = 1000 * 1000, /* microseconds, as are the others */
        BETWEEN_TRIES = 250 * 1000,
        GIVE_UP_AFTER = 30 * 1000 * 1000
};

static int64_t steady_now(void)
{
        struct timespec now;
        clock_gettime(CLOCK_MONOTONIC, &now);
        return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

bool postgres_wait(PostgresStore *postgres)
{
        int64_t now = steady_now();
        if (postgres->waiting_since == 0)
                postgres->waiting_since = postgres->told_at = now;
        if (now - postgres->told_at < TELL_EVERY && now != postgres->waiting_since)
                return true;
        postgres->told_at = now;
        return !postgres->store.wait || postgres->store.wait(postgres->store.wait_data);
}

/* Notices are for those who look after databases. */
static void be_silent(void *data, const char *message)
{
        (void)data, (void)message;
}

/* What the URI says goes before these; a server that is gone is noticed within half a minute. */
static PGconn *connect_once(PostgresStore *postgres)
{
        static const char *const names[] = { "connect_timeout", "keepalives_idle",
                "keepalives_interval", "keepalives_count", "tcp_user_timeout",
                "fallback_application_name", "dbname", "client_encoding", NULL };
        const char *const values[] = { "10", "10", "5", "3", "30000", "makesafe",
                postgres->conninfo, "UTF8", NULL };
        PGconn *connection = postgres->pq->connectdbParams(names, values, 1);
        if (connection)
                postgres->pq->setNoticeProcessor(connection, be_silent, NULL);
        return connection;
}

/* Names are looked for nowhere but in the record's own schema; numbers are written so that nothing
 * is lost; a lock is waited for as long as with a file. */
static bool set_up(PostgresStore *postgres, Error *error)
{
        return postgres_exec(postgres,
                "SET search_path = makesafe, pg_temp; SET lock_timeout = '30s';"
                "SET statement_timeout = 0;"
                "SET extra_float_digits = 1; SET bytea_output = hex; SET synchronous_commit = on",
                error);
}

bool postgres_connect(PostgresStore *postgres, Error *error)
{
        postgres->pq->finish(postgres->connection);
        memset(postgres->prepared, 0, sizeof postgres->prepared);
        postgres->connection = connect_once(postgres);
        postgres->is_in_transaction = false;
        postgres->head_count = 0;
        if (postgres->pq->status(postgres->connection) != CONNECTION_OK)
                return postgres_fail_connection(postgres, error);
        if (!set_up(postgres, error))
                return false;
        if (postgres->is_listening && !postgres_exec(postgres, "LISTEN makesafe", error))
                return false;
        postgres->has_changed = postgres->is_listening; /* a word may have been missed */
        postgres->is_lost = false;
        return true;
}

bool postgres_reconnect(PostgresStore *postgres, Error *error)
{
        Error failure = { 0 };
        int64_t began = steady_now();
        postgres->waiting_since = 0;
        bool done;
        postgres->store.is_away = true;
        while (!(done = postgres_connect(postgres, &failure)) &&
                steady_now() - began < GIVE_UP_AFTER && postgres_wait(postgres)) {
                error_clear(&failure);
                usleep(BETWEEN_TRIES);
        }
        postgres->store.is_away = false;
        if (!done && error && !error_is_set(error))
                *error = failure;
        return done;
}

bool postgres_sign_in(PostgresStore *postgres, Error *error)
{
        PostgresAnswer answer;
        if (!postgres_ask(postgres, &answer, error, "SELECT name, owns, log FROM login()", ""))
                return false;
        const Row row = postgres_row(&answer, 0);
        snprintf(postgres->login, sizeof postgres->login, "%s", row.operations->text(&row, 0));
        postgres->owns = row.operations->number(&row, 1) != 0;
        postgres->log = row.operations->number(&row, 2);
        postgres_clear(&answer);
        return !postgres->site || postgres_use_log(&postgres->store, postgres->site, error);
}
