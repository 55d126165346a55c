#include <errno.h>
#include <inttypes.h>
#include <poll.h>
#include <sodium.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "record/postgres.h"

enum {
        PARAMETERS_MOST = 16,
        VALUE_SIZE = 80,       /* a number, or a hash in hex */
        TELL_EVERY = 1000,     /* milliseconds */
        RECONNECTIONS_MOST = 3 /* a question that breaks every connection is not asked for ever */
};

typedef struct Parameters {
        const char *values[PARAMETERS_MOST];
        char room[PARAMETERS_MOST][VALUE_SIZE];
        int count;
} Parameters;

static const char *write_value(char room[VALUE_SIZE], char type, va_list *values)
{
        const double *optional;
        switch (type) {
        case 'i':
                snprintf(room, VALUE_SIZE, "%" PRId64, va_arg(*values, int64_t));
                return room;
        case 'd':
                snprintf(room, VALUE_SIZE, "%.17g", va_arg(*values, double));
                return room;
        case 'o':
                optional = va_arg(*values, const double *);
                if (optional)
                        snprintf(room, VALUE_SIZE, "%.17g", *optional);
                return optional ? room : NULL;
        case 'b':
                snprintf(room, VALUE_SIZE, "\\x");
                sodium_bin2hex(
                        room + 2, VALUE_SIZE - 2, va_arg(*values, const uint8_t *), HASH_BYTES);
                return room;
        default:
                return va_arg(*values, const char *);
        }
}

static void write_values(Parameters *parameters, const char *types, va_list *values)
{
        parameters->count = (int)strlen(types);
        for (int i = 0; i < parameters->count; i++)
                parameters->values[i] = write_value(parameters->room[i], types[i], values);
}

static void cancel(PostgresStore *postgres)
{
        char why[256];
        PGcancel *handle = postgres->pq->getCancel(postgres->connection);
        if (handle)
                postgres->pq->cancel(handle, why, sizeof why);
        postgres->pq->freeCancel(handle);
}

/* Waits for the answer to what was sent, and tells whoever waits that it takes long. */
static PGresult *receive(PostgresStore *postgres)
{
        const Libpq *pq = postgres->pq;
        PGconn *connection = postgres->connection;
        struct pollfd waiting = { .fd = pq->socket(connection), .events = POLLIN };
        bool has_cancelled = false;
        postgres->waiting_since = 0;
        while (pq->isBusy(connection)) {
                int ready = poll(&waiting, 1, TELL_EVERY);
                if (ready == 0 && !postgres_wait(postgres) && !has_cancelled) {
                        has_cancelled = postgres->has_given_up = true;
                        cancel(postgres);
                }
                if ((ready > 0 || (ready < 0 && errno != EINTR)) && !pq->consumeInput(connection))
                        break;
        }
        PGresult *last = NULL, *next;
        while ((next = pq->getResult(connection))) {
                /* The first failure is the one that matters. */
                bool keeps = last && pq->resultStatus(last) == PGRES_FATAL_ERROR;
                pq->clear(keeps ? next : last);
                last = keeps ? last : next;
                if (pq->resultStatus(last) == PGRES_COPY_IN ||
                        pq->status(connection) == CONNECTION_BAD)
                        break;
        }
        return last;
}

static bool is_good(const PostgresStore *postgres, const PGresult *result)
{
        ExecStatusType status = postgres->pq->resultStatus(result);
        return status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK || status == PGRES_COPY_IN;
}

/* The name under which SQL is prepared; NULL where there is no room for more. */
static const char *prepare(
        PostgresStore *postgres, const char *sql, char name[16], PGresult **failure)
{
        size_t i = 0;
        while (i < PREPARED_MOST && postgres->prepared[i] && postgres->prepared[i] != sql)
                i++;
        if (i == PREPARED_MOST)
                return NULL;
        snprintf(name, 16, "m%zu", i);
        if (postgres->prepared[i])
                return name;
        *failure = postgres->pq->sendPrepare(postgres->connection, name, sql, 0, NULL)
                           ? receive(postgres)
                           : NULL;
        if (!is_good(postgres, *failure))
                return NULL;
        postgres->pq->clear(*failure);
        *failure = NULL;
        postgres->prepared[i] = sql;
        return name;
}

static PGresult *ask_once(PostgresStore *postgres, const char *sql, bool is_lasting,
        const char *const *values, int count)
{
        const Libpq *pq = postgres->pq;
        char name[16];
        PGresult *failure = NULL;
        const char *prepared = is_lasting ? prepare(postgres, sql, name, &failure) : NULL;
        if (failure)
                return failure;
        int sent = prepared ? pq->sendQueryPrepared(
                                      postgres->connection, prepared, count, values, NULL, NULL, 0)
                            : pq->sendQueryParams(postgres->connection, sql, count, NULL, values,
                                      NULL, NULL, 0);
        return sent ? receive(postgres) : NULL;
}

static bool ask(PostgresStore *postgres, PostgresAnswer *answer, const char *sql, bool is_lasting,
        const char *const *values, int count, Error *error)
{
        *answer = (PostgresAnswer){ .pq = postgres->pq };
        postgres->has_given_up = false;
        for (int i = 0;; i++) {
                answer->result = ask_once(postgres, sql, is_lasting, values, count);
                if (is_good(postgres, answer->result))
                        return true;
                postgres->is_lost = postgres->pq->status(postgres->connection) == CONNECTION_BAD;
                bool again = postgres->is_lost && !postgres->is_in_transaction &&
                             i < RECONNECTIONS_MOST && postgres_reconnect(postgres, error);
                if (!again && !(error && error_is_set(error)))
                        postgres_fail(postgres, answer->result, error);
                postgres_clear(answer);
                if (!again)
                        return false;
        }
}

bool postgres_ask(PostgresStore *postgres, PostgresAnswer *answer, Error *error, const char *sql,
        const char *types, ...)
{
        Parameters parameters;
        va_list values;
        va_start(values, types);
        write_values(&parameters, types, &values);
        va_end(values);
        return ask(postgres, answer, sql, true, parameters.values, parameters.count, error);
}

bool postgres_run(PostgresStore *postgres, Error *error, const char *sql, const char *types, ...)
{
        Parameters parameters;
        PostgresAnswer answer;
        va_list values;
        va_start(values, types);
        write_values(&parameters, types, &values);
        va_end(values);
        bool done = ask(postgres, &answer, sql, true, parameters.values, parameters.count, error);
        postgres_clear(&answer);
        return done;
}

bool postgres_ask_once(PostgresStore *postgres, PostgresAnswer *answer, const char *sql,
        const char *const *values, int count, Error *error)
{
        return ask(postgres, answer, sql, false, values, count, error);
}

bool postgres_exec(PostgresStore *postgres, const char *sql, Error *error)
{
        postgres->has_given_up = false;
        PGresult *result =
                postgres->pq->sendQuery(postgres->connection, sql) ? receive(postgres) : NULL;
        bool done = is_good(postgres, result);
        postgres->is_lost = postgres->pq->status(postgres->connection) == CONNECTION_BAD;
        if (!done)
                postgres_fail(postgres, result, error);
        postgres->pq->clear(result);
        return done;
}

bool postgres_end_copy(PostgresStore *postgres, Error *error)
{
        if (postgres->pq->putCopyEnd(postgres->connection, NULL) != 1)
                return postgres_fail_connection(postgres, error);
        PGresult *result = receive(postgres);
        bool done = is_good(postgres, result) || postgres_fail(postgres, result, error);
        postgres->pq->clear(result);
        return done;
}

int postgres_count(const PostgresAnswer *answer)
{
        return answer->pq->ntuples(answer->result);
}

void postgres_clear(PostgresAnswer *answer)
{
        if (answer->result)
                answer->pq->clear(answer->result);
        answer->result = NULL;
}
