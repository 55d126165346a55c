/* The PostgreSQL store, as its own files see it. See makesafe-record(5) for its tables, and
 * migrations/postgres for what the server itself sees to. */
#ifndef RECORD_POSTGRES_H
#define RECORD_POSTGRES_H

#include "record/appender.h"
#include "record/libpq.h"
#include "record/row.h"
#include "record/store_operations.h"

enum { PREPARED_MOST = 64, LOGIN_SIZE = 64 };

/** The end of one log, while nobody else can write to it. */
typedef struct LogHead {
        int64_t log;
        Event last;
        bool is_signed; /* or was by this transaction */
} LogHead;

typedef struct PostgresStore {
        Store store; /* first: a Store * is a PostgresStore * */
        const Libpq *pq;
        PGconn *connection;
        char *conninfo; /* as libpq takes it */
        char *site;     /* whose log the URI chooses; NULL for none */
        StoreMode mode;
        char login[LOGIN_SIZE];
        bool owns;   /* the login may do everything; others only what the server's functions do */
        int64_t log; /* what is about nobody is stored there; verify, copy and prune are about it */
        const char *prepared[PREPARED_MOST]; /* SQL by the number that is its name there */
        bool is_in_transaction, is_grouping, has_failed;
        char key[ID_SIZE]; /* what this transaction can be asked for by, once it was cut off */
        bool is_lost;      /* the last failure was the connection's */
        bool was_cut; /* the last transaction was lost before it was stored: it may be tried again
                       */
        bool has_given_up;
        int64_t waiting_since, told_at; /* microseconds of the steady clock */
        bool is_listening, has_changed;
        Appender appender;
        int64_t appending; /* the log that the appender writes to */
        LogHead *heads;    /* of the logs that this transaction holds */
        size_t head_count, head_room;
} PostgresStore;

/** All rows of an answer. */
typedef struct PostgresAnswer {
        const Libpq *pq;
        PGresult *result;
} PostgresAnswer;

/** Asks one thing. `types` has a letter for each parameter `$1`, …: `i` int64_t, `d` double, `o`
 * const double * (NULL for none), `t` text (NULL for none), `b` a hash. The text of the SQL has to
 * be there for good: it is prepared once. Outside a transaction a connection that was lost is made
 * again, and the question asked again: what changes anything must not do so twice. */
bool postgres_ask(PostgresStore *postgres, PostgresAnswer *answer, Error *error, const char *sql,
        const char *types, ...);

/** The same where there are no rows, or none that matter. */
bool postgres_run(PostgresStore *postgres, Error *error, const char *sql, const char *types, ...);

/** Values by name, for SQL that is made for once; those that it does not name are left out. */
enum { NAMED_MOST = 16 };
typedef struct NamedValues {
        const char *names[NAMED_MOST];
        char *values[NAMED_MOST]; /* NULL for none */
        int count;
} NamedValues;

void named_text(void *values, const char *name, const char *value);
void named_number(void *values, const char *name, int64_t value);

/** Asks with `:name` where `$1` would stand, and lets go of the values. */
bool postgres_ask_named(PostgresStore *postgres, PostgresAnswer *answer, const char *sql,
        NamedValues *values, Error *error);

/** SQL made for once, with values as texts. */
bool postgres_ask_once(PostgresStore *postgres, PostgresAnswer *answer, const char *sql,
        const char *const *values, int count, Error *error);

/** SQL without parameters, of any number of statements. */
bool postgres_exec(PostgresStore *postgres, const char *sql, Error *error);

/** After COPY … FROM STDIN and its rows. */
bool postgres_end_copy(PostgresStore *postgres, Error *error);

int postgres_count(const PostgresAnswer *answer);
Row postgres_row(const PostgresAnswer *answer, int place);
void postgres_clear(PostgresAnswer *answer);

/** Makes the connection; again, where there was one. Waits half a minute for a server that is away.
 */
bool postgres_connect(PostgresStore *postgres, Error *error);
bool postgres_reconnect(PostgresStore *postgres, Error *error);

/** Who the login is and which log it uses, as the server says. */
bool postgres_sign_in(PostgresStore *postgres, Error *error);

/** Tells whoever waits, once a second. \return  whether to go on waiting */
bool postgres_wait(PostgresStore *postgres);

/** Sets the error that an answer amounts to, in plain words, with what to do next. \return false */
bool postgres_fail(PostgresStore *postgres, PGresult *result, Error *error);

/** A record that cannot be reached, or a server that refuses. \return false */
bool postgres_fail_connection(PostgresStore *postgres, Error *error);

/** What only whoever made the record may do. */
bool postgres_check_owner(PostgresStore *postgres, Error *error);

/** Begins a transaction; ends it so that it is on the server's disk; drops it. Between store_begin
 * and its end they do nothing but note failures. */
bool postgres_transaction_begin(PostgresStore *postgres, Error *error);
bool postgres_transaction_commit(PostgresStore *postgres, Error *error);
void postgres_transaction_rollback(PostgresStore *postgres);

/** Whether what was to be committed is there, though the connection was lost before the answer. */
bool postgres_was_stored(PostgresStore *postgres, const char *key, bool *stored, Error *error);

/** Brings the tables forward, or makes them. */
bool postgres_migrate(PostgresStore *postgres, Error *error);

/** The number of the tables' last migration; 0 where there are no tables, -1 on errors. */
int postgres_version(PostgresStore *postgres, Error *error);

/** Numbered SQL files, built into the program by embed.py. */
extern const char *const postgres_migrations[];
extern const int postgres_migration_count;

/** Appends within the caller's transaction, each event to the log of its person. */
bool postgres_append_within(PostgresStore *postgres, const EventDraft *drafts, size_t count,
        Event *stored, Error *error);

/** The end of a log, which nobody else can write to until the transaction ends. NULL on errors. */
LogHead *postgres_hold(PostgresStore *postgres, int64_t log, Error *error);

/** The operations, by the file that has them. */
bool postgres_begin(Store *store, Error *error);
bool postgres_commit(Store *store, Error *error);
void postgres_rollback(Store *store);
bool postgres_append(
        Store *store, const EventDraft *drafts, size_t count, Event *stored, Error *error);
bool postgres_put_event(Store *store, const Event *event, bool follows_cut, Error *error);
bool postgres_put(Store *store, const Event *event, const json_t *body, Error *error);
bool postgres_is_named(Store *store, const char *public_hex, bool *named, Error *error);
bool postgres_person(
        Store *store, Arena *arena, const char *staff_id, Person *person, Error *error);
bool postgres_person_ensure(
        Store *store, Arena *arena, const char *staff_id, Person *person, Error *error);
bool postgres_person_add(Store *store, const char *staff_id, const char *name, const char *site,
        char id[ID_SIZE], Error *error);
bool postgres_person_change(
        Store *store, const char *id, const char *name, const char *site, Error *error);
bool postgres_people(Store *store, const char *site, bool with_left,
        bool (*visit)(const Person *person, void *data), void *data, Error *error);
bool postgres_all_people(
        Store *store, bool (*visit)(const Person *person, void *data), void *data, Error *error);
bool postgres_put_person(Store *store, const Person *person, Error *error);
bool postgres_assignments(Store *store, const char *person,
        bool (*visit)(const Assignment *assignment, void *data), void *data, Error *error);
bool postgres_scrub(Store *store, Error *error);
bool postgres_completions(Store *store, const CompletionFilter *filter,
        bool (*visit)(const CompletionRow *row, void *data), void *data, Error *error);
bool postgres_completion_counts(Store *store, const CompletionFilter *filter, CompletionGroup by,
        bool (*visit)(const CompletionCounts *counts, void *data), void *data, Error *error);
bool postgres_question_figures(Store *store, const char *module,
        bool (*visit)(const QuestionFigures *figures, void *data), void *data, Error *error);
bool postgres_option_choices(Store *store, const char *module,
        bool (*visit)(const OptionChoices *figures, void *data), void *data, Error *error);
bool postgres_sign_figures(Store *store, const char *module,
        bool (*visit)(const SignFigures *figures, void *data), void *data, Error *error);
bool postgres_events(Store *store, const EventFilter *filter,
        bool (*visit)(const Event *event, void *data), void *data, Error *error);
bool postgres_head(Store *store, int64_t *seq, uint8_t hash[HASH_BYTES], Error *error);
bool postgres_attempts(Store *store, const AttemptFilter *filter,
        bool (*visit)(const AttemptRow *row, void *data), void *data, Error *error);
bool postgres_info(Store *store, RecordInfo *info, Error *error);
bool postgres_cut(Store *store, StoreCut *cut, Arena *arena, Error *error);
bool postgres_put_cut(Store *store, const StoreCut *cut, Error *error);
bool postgres_rebuild(Store *store, int64_t *changed, Error *error);
bool postgres_verify(
        Store *store, VerifyReport *report, StoreProgress *progress, void *data, Error *error);
bool postgres_prune(
        Store *store, Day before, Day today, bool dry_run, PruneReport *report, Error *error);
bool postgres_changed(Store *store);
bool postgres_logs(
        Store *store, bool (*visit)(const char *site, void *data), void *data, Error *error);
bool postgres_use_log(Store *store, const char *site, Error *error);
bool postgres_use_log_of(Store *store, const char *person, Error *error);
bool postgres_outbox_find(
        Store *store, const char *url, OutboxEntry *entries, size_t count, Error *error);
bool postgres_outbox_keep(Store *store, const char *url, const OutboxEntry *entries, size_t count,
        const char *why, Error *error);
bool postgres_pin_find(Store *store, const char *person, PinRow *row, Error *error);
bool postgres_pin_keep(Store *store, const char *person, const PinRow *row, Error *error);

#endif
