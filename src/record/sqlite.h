/* The SQLite store, as its own files see it. */
#ifndef RECORD_SQLITE_H
#define RECORD_SQLITE_H

#include <sqlite3.h>

#include "record/appender.h"
#include "record/sqlite_statement.h"
#include "record/sqlite_tally.h"
#include "record/store_operations.h"

enum { ANSWERS_KEPT = 4096 };

typedef struct SqliteStore {
        Store store; /* first: a Store * is a SqliteStore * */
        sqlite3 *db;
        char *path; /* absolute */
        sqlite3_stmt *statements[STATEMENT_COUNT];
        int64_t waiting_since, told_at; /* microseconds of the steady clock */
        bool has_given_up;
        int64_t data_version; /* as SQLite counts other programs' changes; 0: not yet asked */
        bool is_grouping, has_failed; /* between store_begin and its end; whether anything failed */
        bool has_head; /* `head` is the last event: while grouping nobody else writes */
        Event head;
        bool is_replaying; /* all events are projected in a row, into copies */
        Tally tally;
        struct {
                int64_t seq;
                json_t *body;
        } answers[ANSWERS_KEPT];
        bool follows_cut; /* what is projected may belong to attempts whose beginning is gone */
        Appender appender;
} SqliteStore;

/** Sets the error that SQLite's last answer amounts to, in plain words, with what to do next.
 * \return false */
bool sqlite_fail(SqliteStore *sqlite, Error *error);

/** The same for a connection that is no store yet. */
bool sqlite_fail_at(sqlite3 *db, const char *path, Error *error);

/** SQLite's busy handler: sleeps, tells whoever waits, gives up after half a minute. */
int sqlite_wait(void *store, int count);

/** Begins a transaction that alone may write; ends it so that it is on disk; drops it. Between
 * store_begin and its end they do nothing but note failures. */
bool transaction_begin(SqliteStore *sqlite, Error *error);
bool transaction_commit(SqliteStore *sqlite, Error *error);
void transaction_rollback(SqliteStore *sqlite);

/** Updates every projection for one event that was just stored (or, when they are made again,
 * read). */
bool sqlite_project(SqliteStore *sqlite, const Event *event, const json_t *body, Error *error);

/** Adds the answers of an attempt that has just ended to the figures of their questions, options
 * and signs. \param start  `seq` of the event that began it */
bool sqlite_count_answers(SqliteStore *sqlite, const char *person, int64_t start,
        const char *module, const char *version, Error *error);

/** Adds the functions that queries use. */
bool sqlite_add_functions(SqliteStore *sqlite, Error *error);

/** Makes empty temporary copies of all projections, which then take what sqlite_project writes. */
bool sqlite_copies_make(SqliteStore *sqlite, Error *error);

/** Counts the rows in which the projections stored differ from the copies. */
bool sqlite_copies_compare(SqliteStore *sqlite, int64_t *changed, Error *error);

void sqlite_copies_drop(SqliteStore *sqlite);

/** Makes all projections again from the events, within the caller's transaction. */
bool sqlite_reproject(SqliteStore *sqlite, int64_t *changed, Error *error);

/** While all events are projected in a row, answers are kept as they were read until their attempt
 * ends; but not too many. */
void sqlite_answer_keep(SqliteStore *sqlite, int64_t seq, const json_t *body);
void sqlite_answers_forget(SqliteStore *sqlite);

/** Writes the figures that were counted, and empties the tally. While replaying that is done once,
 * in the end: sums of fractions depend on the order in which they are added. */
bool sqlite_tally_write(SqliteStore *sqlite, Error *error);

/** The last event, without its body; all zero where there is none. */
bool sqlite_last(SqliteStore *sqlite, Event *last, Error *error);

/** Appends within the caller's transaction. */
bool sqlite_append_within(
        SqliteStore *sqlite, const EventDraft *drafts, size_t count, Event *stored, Error *error);

/** The operations, by the file that has them. */
bool sqlite_begin(Store *store, Error *error);
bool sqlite_commit(Store *store, Error *error);
void sqlite_rollback(Store *store);
bool sqlite_append(
        Store *store, const EventDraft *drafts, size_t count, Event *stored, Error *error);
bool sqlite_put(Store *store, const Event *event, const json_t *body, Error *error);
bool sqlite_is_named(Store *store, const char *public_hex, bool *named, Error *error);
bool sqlite_put_event(Store *store, const Event *event, bool follows_cut, Error *error);
bool sqlite_person_add(Store *store, const char *staff_id, const char *name, const char *site,
        char id[ID_SIZE], Error *error);
bool sqlite_person_change(
        Store *store, const char *id, const char *name, const char *site, Error *error);
bool sqlite_people(Store *store, const char *site, bool with_left,
        bool (*visit)(const Person *person, void *data), void *data, Error *error);
bool sqlite_all_people(
        Store *store, bool (*visit)(const Person *person, void *data), void *data, Error *error);
bool sqlite_put_person(Store *store, const Person *person, Error *error);
bool sqlite_assignments(Store *store, const char *person,
        bool (*visit)(const Assignment *assignment, void *data), void *data, Error *error);
bool sqlite_scrub(Store *store, Error *error);
bool sqlite_completion_counts(Store *store, const CompletionFilter *filter, CompletionGroup by,
        bool (*visit)(const CompletionCounts *counts, void *data), void *data, Error *error);
bool sqlite_question_figures(Store *store, const char *module,
        bool (*visit)(const QuestionFigures *figures, void *data), void *data, Error *error);
bool sqlite_option_choices(Store *store, const char *module,
        bool (*visit)(const OptionChoices *figures, void *data), void *data, Error *error);
bool sqlite_sign_figures(Store *store, const char *module,
        bool (*visit)(const SignFigures *figures, void *data), void *data, Error *error);
bool sqlite_info(Store *store, RecordInfo *info, Error *error);
bool sqlite_prune(
        Store *store, Day before, Day today, bool dry_run, PruneReport *report, Error *error);
bool sqlite_cut(Store *store, StoreCut *cut, Arena *arena, Error *error);
bool sqlite_put_cut(Store *store, const StoreCut *cut, Error *error);
bool sqlite_head(Store *store, int64_t *seq, uint8_t hash[HASH_BYTES], Error *error);
bool sqlite_person_ensure(
        Store *store, Arena *arena, const char *staff_id, Person *person, Error *error);
bool sqlite_person(Store *store, Arena *arena, const char *staff_id, Person *person, Error *error);
bool sqlite_events(Store *store, const EventFilter *filter,
        bool (*visit)(const Event *event, void *data), void *data, Error *error);
bool sqlite_attempts(Store *store, const AttemptFilter *filter,
        bool (*visit)(const AttemptRow *row, void *data), void *data, Error *error);
bool sqlite_completions(Store *store, const CompletionFilter *filter,
        bool (*visit)(const CompletionRow *row, void *data), void *data, Error *error);
bool sqlite_rebuild(Store *store, int64_t *changed, Error *error);
bool sqlite_verify(Store *store, VerifyReport *report,
        bool (*progress)(int64_t done, int64_t total, void *data), void *data, Error *error);
bool sqlite_changed(Store *store);
bool sqlite_outbox_find(
        Store *store, const char *url, OutboxEntry *entries, size_t count, Error *error);
bool sqlite_outbox_keep(Store *store, const char *url, const OutboxEntry *entries, size_t count,
        const char *why, Error *error);
bool sqlite_pin_find(Store *store, const char *person, PinRow *row, Error *error);
bool sqlite_pin_keep(Store *store, const char *person, const PinRow *row, Error *error);

#endif
