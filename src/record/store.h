/* The record: append events in one transaction, read, and keep the projections. One small interface
 * over SQLite and PostgreSQL; nothing above it knows SQL. */
#ifndef RECORD_STORE_H
#define RECORD_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/date.h"
#include "base/error.h"
#include "record/event.h"
#include "record/key.h"

typedef struct Store Store;

typedef enum StoreMode {
        STORE_READ,  /* must exist; nothing is written, not even a migration */
        STORE_WRITE, /* must exist; migrated forward where it is older */
        STORE_CREATE /* made on first use, mode 0600, its folder 0700 */
} StoreMode;

/** Opens the record at a URI (`sqlite:PATH`; a bare path is taken as one; `postgresql://…`, as
 * libpq has it, with `site=NAME` as one parameter more that chooses a log).
 *
 * Errors, each with what to do next: not there, no permission, not a record (a file of another
 * kind, an empty one that we did not make), written by a newer makesafe (left untouched), damaged,
 * locked for longer than the busy timeout. \return NULL on errors */
Store *store_open(const char *uri, StoreMode mode, Error *error);
void store_close(Store *store);

/** The path of the file that a URI names; NULL where it names no file but a database. Borrowed from
 * it. */
const char *store_file(const char *uri);

/** Called, at most once a second, while another program holds the record or its server is away;
 * return false to give up. */
void store_on_wait(Store *store, bool (*wait)(void *data), void *data);

/** What to say to whoever waits, translated: somebody else is saving, or the record is out of
 * reach. */
const char *store_waiting(const Store *store);

/** Whether another program has changed the record since the last call; the first call only begins
 * to watch. Costs less than a read. */
bool store_changed(Store *store);

/** Appends events and updates all projections in one transaction that is on disk when this returns
 * true. On false nothing of it is stored.
 *
 * \param stored  NULL, or room for `count` events: what was stored, `body` NULL
 * Sequence numbers, times (the wall clock, with the last event's time as a floor; an event stored
 * while the clock stood before that has `"clock":"behind"` added to its body) and hashes are made
 * here. */
bool store_append(
        Store *store, const EventDraft *drafts, size_t count, Event *stored, Error *error);

/** Why the last store_append failed, where it was the events that did not fit what is stored
 * already. Reading the attempt again shows what is. */
typedef enum StoreRefusal {
        REFUSAL_NONE,     /* it did not fail, or for another reason */
        REFUSAL_ANSWERED, /* this question of the attempt was answered already, perhaps in another
                             program */
        REFUSAL_ATTEMPT_OVER /* the attempt was finished or given up already */
} StoreRefusal;

StoreRefusal store_refusal(const Store *store);

/** Makes one transaction of everything that is appended or changed from now on, until it is
 * committed (on disk then) or rolled back. Once anything in it has failed it can only be rolled
 * back. */
bool store_begin(Store *store, Error *error);
bool store_commit(Store *store, Error *error);
void store_rollback(Store *store);

/** Which events to read; NULL or 0 means any. */
typedef struct EventFilter {
        const char *person, *attempt;
        unsigned kinds; /* bits 1u << EventKind; 0 for all */
        int64_t after;  /* seq */
} EventFilter;

/** Visits events in order; the visitor returns false to stop early (not an error). Visitors, here
 * and below, may read from the store but not append to it; what they are given lives until they
 * return. */
bool store_events(Store *store, const EventFilter *filter,
        bool (*visit)(const Event *event, void *data), void *data, Error *error);

/** Sequence number and hash of the last event; 0 and zeroes where there is none. */
bool store_head(Store *store, int64_t *seq, uint8_t hash[HASH_BYTES], Error *error);

/** A person, as the roster has them. Strings live in the arena that was passed. `site` may name
 * several, separated by `;`. */
typedef struct Person {
        char id[ID_SIZE]; /* pseudonym; "" where nobody was found */
        const char *staff_id, *name, *site;
        bool has_left;
} Person;

/** Finds a person by staff id. False only on errors; nobody found: `person->id` is "". */
bool store_person(Store *store, Arena *arena, const char *staff_id, Person *person, Error *error);

/** Finds a person or adds one with the id as name (and a `staff-joined` event). */
bool store_person_ensure(
        Store *store, Arena *arena, const char *staff_id, Person *person, Error *error);

/** Adds a person whom the roster lacks (and a `staff-joined` event); `id` receives the pseudonym.
 */
bool store_person_add(Store *store, const char *staff_id, const char *name, const char *site,
        char id[ID_SIZE], Error *error);

/** Gives a person another name and site. No event: names stand in `people` alone. */
bool store_person_change(
        Store *store, const char *id, const char *name, const char *site, Error *error);

/** Visits the people of the roster, ordered by staff id. \param site  one site, or NULL for all */
bool store_people(Store *store, const char *site, bool with_left,
        bool (*visit)(const Person *person, void *data), void *data, Error *error);

/** A module that a person is to pass. */
typedef struct Assignment {
        const char *module;
        Day due; /* DAY_NONE: without a day */
} Assignment;

/** Visits what a person (by pseudonym) was assigned, ordered by module. */
bool store_assignments(Store *store, const char *person,
        bool (*visit)(const Assignment *assignment, void *data), void *data, Error *error);

/** Makes sure that what was erased is gone from the record's bytes as well. Waits for other
 * programs that use the record; false where they do not let go. */
bool store_scrub(Store *store, Error *error);

/** One attempt as the projection has it. */
typedef struct AttemptRow {
        char id[ID_SIZE], person[ID_SIZE];
        const char *module, *version, *digest, *language;
        uint64_t seed;
        int64_t started, finished, abandoned; /* moments; 0 where not */
        int64_t answered, questions;
        double score, max, percent;
        bool passed;
} AttemptRow;

typedef struct AttemptFilter {
        const char *person, *module, *attempt;
        bool only_open, only_finished;
        bool newest_first;
        size_t limit; /* 0: all */
} AttemptFilter;

bool store_attempts(Store *store, const AttemptFilter *filter,
        bool (*visit)(const AttemptRow *row, void *data), void *data, Error *error);

/** The states of a person and module, by COMMANDS.md: the first that fits. */
typedef enum CompletionStatus {
        STATUS_NOT_STARTED,
        STATUS_IN_PROGRESS,
        STATUS_FAILED,
        STATUS_PASSED,
        STATUS_EXPIRING,
        STATUS_EXPIRED,
        STATUS_OVERDUE,
        STATUS_COUNT
} CompletionStatus;

extern const char *const completion_status_names[STATUS_COUNT]; /* "not-started", … */

/** One person and module that is assigned, was attempted, imported or waived. */
typedef struct CompletionRow {
        char person[ID_SIZE];
        const char *staff_id, *name, *site, *module, *version;
        CompletionStatus status;
        bool has_score;    /* a waiver has none, nor has what was never finished */
        double percent;    /* best valid, else latest; whole numbers are for printing */
        double missed;     /* the pass mark that this did not reach; 0 where it did, or for none */
        int64_t attempts;  /* finished and not */
        int64_t completed; /* moment of the pass that counts (the one valid longest), else of the
                              last finish; 0 for none */
        Day expires, due; /* DAY_NONE for never, none; the day that a pass ran out where all have */
        const char *how;  /* "" for an attempt, "imported", "waived" */
} CompletionRow;

typedef enum CompletionOrder {
        ORDER_STAFF_ID,
        ORDER_NAME,
        ORDER_SITE,
        ORDER_MODULE,
        ORDER_STATUS,
        ORDER_SCORE,
        ORDER_COMPLETED,
        ORDER_EXPIRES,
        ORDER_DUE
} CompletionOrder;

/** People who left are shown only where `person` asks for them, people who were forgotten never. */
typedef struct CompletionFilter {
        const char *person, *module;
        const char *site;  /* one, or several separated by `;`: people who belong to any of them */
        const char *text;  /* part of id, name, site or module, case ignored */
        const char *after; /* only people whose staff ids come after this one; NULL for no bound */
        unsigned statuses; /* bits 1u << CompletionStatus; 0 for all */
        Day since, until;  /* day of `completed`, inclusive; DAY_NONE for no bound; rows without one
                              are left out  when either is set */
        Day today;         /* statuses are reckoned for this day */
        CompletionOrder order; /* then by staff id and module, so that pages never overlap */
        bool descending;
        size_t offset, limit; /* limit 0: all */
} CompletionFilter;

bool store_completions(Store *store, const CompletionFilter *filter,
        bool (*visit)(const CompletionRow *row, void *data), void *data, Error *error);

/** How many rows a filter finds; its offset and limit do not count. */
bool store_completion_total(
        Store *store, const CompletionFilter *filter, int64_t *total, Error *error);

typedef enum CompletionGroup { GROUP_ALL, GROUP_SITE, GROUP_MODULE } CompletionGroup;

/** The rows of one group. Somebody who belongs to two sites counts in both. */
typedef struct CompletionCounts {
        const char *group; /* site or module; "" for GROUP_ALL, and for people without a site */
        int64_t rows, people;
        int64_t statuses[STATUS_COUNT];
        int64_t waived, imported;
} CompletionCounts;

/** Visits the counts of every group of what a filter finds, ordered by their names. GROUP_ALL gives
 * one row, also where nothing is found. */
bool store_completion_counts(Store *store, const CompletionFilter *filter, CompletionGroup by,
        bool (*visit)(const CompletionCounts *counts, void *data), void *data, Error *error);

/** What became of a question over finished attempts. Scores are fractions of the question's points.
 */
typedef struct QuestionFigures {
        const char *module, *version, *question;
        int64_t n;
        double sum, sum_squares;
        int64_t hits, misses, false_alarms, correct_rejections;
} QuestionFigures;

/** Visits the figures of a module's questions (NULL: of all), by module, version and question. */
bool store_question_figures(Store *store, const char *module,
        bool (*visit)(const QuestionFigures *figures, void *data), void *data, Error *error);

/** How often an option was chosen; what options are called depends on the type of the question. */
typedef struct OptionChoices {
        const char *module, *version, *question, *option;
        int64_t chosen;
} OptionChoices;

bool store_option_choices(Store *store, const char *module,
        bool (*visit)(const OptionChoices *figures, void *data), void *data, Error *error);

/** How often a sign was seen and overlooked over finished attempts, and by how many people. */
typedef struct SignFigures {
        const char *module, *version, *sign;
        int64_t hits, misses, people;
} SignFigures;

bool store_sign_figures(Store *store, const char *module,
        bool (*visit)(const SignFigures *figures, void *data), void *data, Error *error);

/** Makes all projections again from the events, in one transaction; `changed` says how many rows
 * differ from before (0 in a sound record). */
bool store_rebuild(Store *store, int64_t *changed, Error *error);

/** What verify found. */
typedef struct VerifyReport {
        int64_t events;      /* read and right, before the first wrong one */
        int64_t first_wrong; /* seq expected at the first wrong event; 0 where all is sound; one
                                more than the last right one where the events are sound but the
                                totals, the tables or the file are not */
        char why[512];       /* sentence, translated; "" where sound */
        char head[2 * HASH_BYTES + 1];
        int64_t cut;         /* events up to this one were let go of after their time; 0 for none */
        int64_t cut_made;    /* when */
        int64_t checkpoints; /* signatures found right */
        int64_t signed_up_to; /* the last event that one of them covers; 0 for none */
} VerifyReport;

/** Keys that verify believes, instead of those that the record itself names: every checkpoint has
 * to be signed with one of them, and there has to be one. NULL: no such keys. The keys are copied.
 */
void store_trust(Store *store, const PublicKeys *keys);

/** Called now and then by what takes long; returns false to stop it (then an error says so). */
typedef bool StoreProgress(int64_t done, int64_t total, void *data);

/** Recomputes the whole chain, checks signatures and totals. `progress` may be NULL. */
bool store_verify(
        Store *store, VerifyReport *report, StoreProgress *progress, void *data, Error *error);

/** Copies the record into a file (mode 0600), as it is at one moment, while others go on using it.
 * The copy is checked whole before it gets its name; `report` says what that found. A file that is
 * no record is not overwritten. */
bool store_backup(Store *store, const char *file, VerifyReport *report, StoreProgress *progress,
        void *data, Error *error);

/** What there is, for people to look at. */
typedef struct RecordInfo {
        int version; /* of the tables */
        int64_t events, people, left, forgotten, attempts, answers;
        int64_t first, last; /* moments of the first event that is there and the last; 0 for none */
        int64_t seq;         /* of the last */
        int64_t bytes;       /* of the file */
        int64_t cut, cut_made;
} RecordInfo;

bool store_info(Store *store, RecordInfo *info, Error *error);

/** What pruning would remove, or has removed. */
typedef struct PruneReport {
        int64_t events;                       /* removed */
        int64_t attempts;                     /* among them, whole */
        int64_t people;                       /* who left and of whom nothing remains */
        int64_t passes, assignments, leavers; /* carried over because they still hold */
        int64_t last;                         /* number of the last event removed; 0 for none */
        Day until;                            /* the day it happened */
} PruneReport;

/** Removes events from before `before` from the beginning of the log, as far as whole attempts
 * allow. What still holds of them is appended first: passes that are valid on `today`, assignments,
 * who has left. With `dry_run` only says what would be done. */
bool store_prune(
        Store *store, Day before, Day today, bool dry_run, PruneReport *report, Error *error);

/** Visits the record's logs by their sites: a file has one, `site` is NULL then; a database has one
 * for each site, each with numbers and a chain of its own. What is about a whole log (head, events
 * of nobody in particular, verify, prune, copy, info) is about the log in use. */
bool store_logs(
        Store *store, bool (*visit)(const char *site, void *data), void *data, Error *error);

/** Whether this is a kind of record that never has more than one. */
bool store_has_one_log(const Store *store);

/** Uses the log of a site from now on, as store_logs named it. */
bool store_use_log(Store *store, const char *site, Error *error);

/** Uses the log in which a person's events stand. */
bool store_use_log_of(Store *store, const char *person, Error *error);

/** Who the record's database takes a user for, where it is a database that says so: then the staff
 * id is that login's name. NULL for files. Caller frees. */
char *store_login(const char *uri);

/** The record's key file, "" where this kind of record has none. It need not exist. */
const char *store_key_path(const Store *store);

/** The public keys that the record's own events name, oldest first. */
bool store_public_keys(Store *store, PublicKeys *keys, Error *error);

/** The version that the record had before store_open brought it forward; 0 where it did not. */
int store_migrated_from(const Store *store);

/** Where the record is, for messages: "sqlite:/path". */
const char *store_uri(const Store *store);

#endif
