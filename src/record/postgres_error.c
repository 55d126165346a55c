#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/translate.h"
#include "record/postgres.h"

typedef enum Advice {
        ADVICE_NONE,
        ADVICE_AGAIN,
        ADVICE_GRANT,
        ADVICE_ROOM,
        ADVICE_NEXT,
        ADVICE_REOPEN
} Advice;

/* What the server says by number, in the words of somebody at a desk. The numbers that begin with
 * MK are those of migrations/postgres. */
static const struct {
        const char *state; /* or how it begins */
        const char *message;
        StoreRefusal refusal;
        Advice advice;
} meanings[] = {
        { "MK000", N_("events are never changed or deleted"), REFUSAL_NONE, ADVICE_NONE },
        { "MK001", N_("This question was answered already, perhaps in another window"),
                REFUSAL_ANSWERED, ADVICE_NEXT },
        { "MK002", N_("This attempt is over already, perhaps in another window"),
                REFUSAL_ATTEMPT_OVER, ADVICE_REOPEN },
        { "MK003", N_("The record has no such attempt"), REFUSAL_NONE, ADVICE_NONE },
        { "MK004", N_("This attempt is another person's"), REFUSAL_NONE, ADVICE_NONE },
        { "MK006", N_("This is not an event that a record can hold"), REFUSAL_NONE, ADVICE_NONE },
        { "MK007", N_("the database lets you store events about yourself only"), REFUSAL_NONE,
                ADVICE_NONE },
        { "MK008", N_("the database does not let you store this"), REFUSAL_NONE, ADVICE_GRANT },
        { "MK009", N_("This is not an event that a record can hold"), REFUSAL_NONE, ADVICE_NONE },
        { "23503", N_("the record has no such person"), REFUSAL_NONE, ADVICE_NONE },
        { "23", N_("the record does not allow that"), REFUSAL_NONE, ADVICE_NONE },
        { "28", N_("the database does not let you in"), REFUSAL_NONE, ADVICE_GRANT },
        { "3D", N_("there is no database of that name"), REFUSAL_NONE, ADVICE_GRANT },
        { "42501", N_("the database does not let you do this"), REFUSAL_NONE, ADVICE_GRANT },
        { "53100", N_("the database's disk is full, so this was not saved"), REFUSAL_NONE,
                ADVICE_ROOM },
        { "53", N_("the database has more to do than it can"), REFUSAL_NONE, ADVICE_AGAIN },
        { "55P03", N_("another program is using the record"), REFUSAL_NONE, ADVICE_AGAIN },
        { "57014", N_("another program is using the record; the wait was ended"), REFUSAL_NONE,
                ADVICE_AGAIN },
        { "25006", N_("this database can only be read"), REFUSAL_NONE, ADVICE_GRANT },
        { "40", N_("another program is using the record"), REFUSAL_NONE, ADVICE_AGAIN },
};

static bool hint(Advice advice, Error *error)
{
        switch (advice) {
        case ADVICE_AGAIN:
                return error_hint(error, _("Nothing was saved. Try again"));
        case ADVICE_GRANT:
                return error_hint(
                        error, _("Ask whoever looks after the database what your login may do"));
        case ADVICE_ROOM:
                return error_hint(error,
                        _("What was saved before is safe. Ask whoever looks after the database to "
                          "make room, then try again"));
        case ADVICE_NEXT:
                return error_hint(error, _("That answer counts. Go on with the next question"));
        case ADVICE_REOPEN:
                return error_hint(error, _("Open the module again to see how it ended"));
        case ADVICE_NONE:
                break;
        }
        return false;
}

/* What the server wrote, in one line that drives no terminal. */
static bool fail_with_words(
        PostgresStore *postgres, const char *format, const char *words, Error *error)
{
        char line[512];
        size_t len = strcspn(words, "\n");
        Text first = { 0 };
        text_append_bytes(&first, words, len);
        text_clean(line, sizeof line, text_string(&first));
        text_clear(&first);
        return error_set(error, format, store_uri(&postgres->store), line);
}

bool postgres_fail_connection(PostgresStore *postgres, Error *error)
{
        const char *words =
                postgres->connection ? postgres->pq->errorMessage(postgres->connection) : "";
        /* translators: where the record is, and what the database said */
        fail_with_words(postgres, _("%s: the database cannot be reached: %s"), words, error);
        return error_hint(error, _("Look whether the network is up, and whether the address, the "
                                   "name of the database and your login are right"));
}

bool postgres_fail(PostgresStore *postgres, PGresult *result, Error *error)
{
        const char *state =
                result ? postgres->pq->resultErrorField(result, PG_DIAG_SQLSTATE) : NULL;
        if (postgres->is_lost || !state)
                return postgres_fail_connection(postgres, error);
        for (size_t i = 0; i < sizeof meanings / sizeof *meanings; i++) {
                if (strncmp(state, meanings[i].state, strlen(meanings[i].state)) != 0)
                        continue;
                postgres->store.refusal = meanings[i].refusal;
                if (meanings[i].refusal != REFUSAL_NONE)
                        error_set(error, "%s", _(meanings[i].message));
                else
                        error_set(error, "%s: %s", store_uri(&postgres->store),
                                _(meanings[i].message));
                return hint(meanings[i].advice, error);
        }
        const char *words = postgres->pq->resultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
        return fail_with_words(
                postgres, _("%s: the record refused: %s"), words ? words : state, error);
}

bool postgres_check_owner(PostgresStore *postgres, Error *error)
{
        if (postgres->owns)
                return true;
        error_set(error, _("%s: only the login that made the record may do this"),
                store_uri(&postgres->store));
        return hint(ADVICE_GRANT, error);
}
