#include "record/postgres.h"

/* The server tells whoever listens; what this connection did itself is no news. */
bool postgres_changed(Store *store)
{
        PostgresStore *postgres = (PostgresStore *)store;
        const Libpq *pq = postgres->pq;
        Error none = { 0 };
        if (!postgres->is_listening) {
                postgres->is_listening = postgres_run(postgres, &none, "LISTEN makesafe", "");
                return false;
        }
        if (!pq->consumeInput(postgres->connection))
                postgres_run(postgres, &none, "SELECT 1", ""); /* makes the connection again */
        bool changed = postgres->has_changed;
        postgres->has_changed = false;
        for (PGnotify *word; (word = pq->notifies(postgres->connection)); pq->freemem(word))
                changed = changed || word->be_pid != pq->backendPID(postgres->connection);
        return changed;
}
