#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/translate.h"
#include "record/chain.h"
#include "record/checkpoint.h"
#include "record/sqlite.h"
#include "record/sqlite_migrate.h"

enum { EVENTS_BETWEEN_WORDS = 4096, STEPS_BETWEEN_WORDS = 1000000 };

typedef struct Verification {
        SqliteStore *sqlite;
        VerifyReport *report;
        bool (*progress)(int64_t done, int64_t total, void *data);
        void *data;
        int64_t total;
        int64_t at, seq; /* of the last right event */
        uint8_t head[HASH_BYTES];
        StoreCut cut;
        bool cut_is_told; /* by an event */
        bool has_copies;  /* of the projections, to be filled along the way */
        Error failure;    /* why there are no copies */
        PublicKeys keys;  /* believed: those that were handed in, or those named so far */
        bool is_stopped;
} Verification;

static bool go_on(Verification *verification)
{
        if (verification->progress && !verification->is_stopped)
                verification->is_stopped = !verification->progress(
                        verification->report->events, verification->total, verification->data);
        return !verification->is_stopped;
}

static int interrupt(void *data)
{
        return !go_on(data);
}

/* The first wrong thing is what is reported. Returns false, so that checks can `return` it. */
static bool wrong(Verification *verification, const char *format, ...)
        __attribute__((format(printf, 2, 3)));

static bool wrong(Verification *verification, const char *format, ...)
{
        VerifyReport *report = verification->report;
        if (report->first_wrong)
                return false;
        report->first_wrong = verification->seq + 1;
        Text text = { 0 };
        va_list arguments;
        va_start(arguments, format);
        text_vprintf(&text, format, arguments);
        va_end(arguments);
        text_clean(report->why, sizeof report->why, text_string(&text));
        text_clear(&text);
        return false;
}

/* Takes `again`. */
static bool is_same(char *again, const char *body)
{
        bool same = again && strcmp(again, body) == 0;
        free(again);
        return same;
}

/* The first makesafe wrote all 17 digits of a number, as jansson does. */
static bool is_canonical(const char *body)
{
        json_t *parsed = json_loads(body, JSON_REJECT_DUPLICATES, NULL);
        bool same = json_is_object(parsed) &&
                    (is_same(json_dumps(parsed, JSON_COMPACT | JSON_SORT_KEYS), body) ||
                            is_same(body_canonical(parsed), body));
        json_decref(parsed);
        return same;
}

static bool check_order(
        Verification *verification, const Event *event, bool is_event, const char *column)
{
        int64_t expected = verification->seq + 1;
        if (event->seq > expected && expected + 1 == event->seq)
                return wrong(verification, _("It is missing"));
        if (event->seq > expected)
                return wrong(verification, _("It is missing, and so are all up to number %lld"),
                        (long long)event->seq - 1);
        if (event->seq < expected)
                return wrong(verification, _("Another event was put before it"));
        if (!is_event)
                return wrong(
                        verification, _("Its “%s” is not what an event can have there"), column);
        if (event->at < verification->at)
                return wrong(verification, _("Its time is before that of the event before it"));
        return true;
}

static bool check_checkpoint(Verification *verification, const json_t *body)
{
        switch (checkpoint_check(
                body, verification->seq, verification->head, &verification->keys)) {
        case CHECKPOINT_RIGHT:
                verification->report->checkpoints++;
                verification->report->signed_up_to = verification->seq;
                return true;
        case CHECKPOINT_OTHER_HEAD:
                return wrong(verification, _("It signs another event than the one before it"));
        case CHECKPOINT_UNKNOWN_KEY:
                return wrong(verification, _("It is signed with a key that is not known"));
        case CHECKPOINT_FORGED:
                break;
        }
        return wrong(verification, _("Its signature is not that of the key that it names"));
}

/* What an event says about the record itself. */
static bool check_meaning(Verification *verification, const Event *event, const json_t *body)
{
        const char *key = json_string_value(json_object_get(body, "public"));
        const char *hash = json_string_value(json_object_get(body, "hash"));
        char hex[2 * HASH_BYTES + 1];
        switch (event->kind) {
        case EVENT_KEY_CREATED:
                if (!verification->sqlite->store.trusted &&
                        (!key || !public_keys_add(&verification->keys, key)))
                        return wrong(verification, _("It names a key that is none"));
                return true;
        case EVENT_RECORD_PRUNED:
                hash_hex(verification->cut.hash, hex);
                verification->cut_is_told =
                        json_integer_value(json_object_get(body, "seq")) == verification->cut.seq &&
                        hash && strcmp(hash, hex) == 0;
                return true;
        case EVENT_CHECKPOINT:
                return check_checkpoint(verification, body);
        default:
                return true;
        }
}

/* The projections are made again along the way, so that every body is read once. */
static bool check_body(Verification *verification, const Event *event)
{
        json_t *body = json_loads(event->body, JSON_REJECT_DUPLICATES, NULL);
        Error error = { 0 };
        bool sound = json_is_object(body) ||
                     wrong(verification, _("Its “%s” is not what an event can have there"), "body");
        sound = sound && check_meaning(verification, event, body);
        if (sound && verification->has_copies &&
                !sqlite_project(verification->sqlite, event, body, &error))
                sound = wrong(
                        verification, _("It does not fit the events before it: %s"), error.message);
        json_decref(body);
        return sound;
}

static bool check_event(Verification *verification, sqlite3_stmt *row)
{
        Event event;
        const char *column = NULL;
        uint8_t hash[HASH_BYTES];
        const Row read = statement_as_row(row);
        bool is_event = row_event(&read, &event, &column);
        if (!check_order(verification, &event, is_event, column))
                return false;
        chain_hash(verification->head, &event, hash);
        if (memcmp(hash, event.hash, HASH_BYTES) != 0 && !is_canonical(event.body))
                return wrong(
                        verification, _("Its “%s” is not what an event can have there"), "body");
        if (memcmp(hash, event.hash, HASH_BYTES) != 0)
                return wrong(verification,
                        _("It was changed, or is not the one that stood there: it does not fit the"
                          " events before it"));
        if (!check_body(verification, &event))
                return false;
        memcpy(verification->head, hash, HASH_BYTES);
        verification->at = event.at;
        verification->seq = event.seq;
        verification->report->events++;
        return true;
}

/* False on errors only; damage to the file or its tables is a finding, not an error. */
static bool damage(Verification *verification, Error *error)
{
        int code = sqlite3_errcode(verification->sqlite->db) & 0xff;
        if (code == SQLITE_ERROR)
                wrong(verification, _("The tables are not as makesafe made them"));
        else if (code == SQLITE_CORRUPT || code == SQLITE_NOTADB)
                wrong(verification, _("The file is damaged from here on"));
        else
                return sqlite_fail(verification->sqlite, error);
        return true;
}

/* NULL where damage was found, or with the error set. */
static sqlite3_stmt *prepare(Verification *verification, const char *sql, Error *error)
{
        sqlite3_stmt *statement = NULL;
        if (sqlite3_prepare_v2(verification->sqlite->db, sql, -1, &statement, NULL) != SQLITE_OK)
                damage(verification, error);
        return statement;
}

static bool check_chain(Verification *verification, Error *error)
{
        sqlite3_stmt *row = prepare(verification,
                "SELECT seq, at, kind, person, attempt, body, hash FROM events NOT INDEXED"
                " ORDER BY seq",
                error);
        if (!row)
                return verification->report->first_wrong > 0;
        int answer = SQLITE_DONE;
        bool sound = true;
        while (sound && (answer = sqlite3_step(row)) == SQLITE_ROW) {
                sound = check_event(verification, row);
                if (verification->report->events % EVENTS_BETWEEN_WORDS == 0 &&
                        !go_on(verification))
                        break;
        }
        bool done = answer == SQLITE_ROW || answer == SQLITE_DONE || damage(verification, error);
        sqlite3_finalize(row);
        return done;
}

/* Where the chain begins: at the first event, or where earlier ones were let go of. */
static bool find_beginning(Verification *verification, Arena *arena, Error *error)
{
        const Store *store = &verification->sqlite->store;
        StoreCut *cut = &verification->cut;
        Error failure = { 0 };
        if (store->trusted)
                verification->keys = *store->trusted;
        if (!sqlite_cut(&verification->sqlite->store, cut, arena, &failure))
                return damage(verification, error);
        json_t *keys = json_loads(cut->keys, 0, NULL);
        size_t i;
        const json_t *key;
        json_array_foreach(keys, i, key)
        {
                if (!store->trusted && json_is_string(key))
                        public_keys_add(&verification->keys, json_string_value(key));
        }
        json_decref(keys);
        verification->seq = cut->seq;
        verification->at = cut->at;
        memcpy(verification->head, cut->hash, HASH_BYTES);
        verification->report->cut = cut->seq;
        verification->report->cut_made = cut->made;
        return true;
}

static bool cut_signature_is_right(const Verification *verification)
{
        const StoreCut *cut = &verification->cut;
        const uint8_t *key = cut->key ? public_keys_find(&verification->keys, cut->key) : NULL;
        char *message = cut_message(cut->seq, cut->at, cut->hash, cut->keys);
        bool right = key && cut->signature &&
                     signature_is_right(key, message, strlen(message), cut->signature);
        free(message);
        return right;
}

/* After all events: what they said about the cut, and whether those who know the site's key find
 * it. */
static bool check_ends(Verification *verification, Error *error)
{
        (void)error;
        if (verification->cut.seq && !verification->cut_is_told)
                wrong(verification,
                        _("The beginning of the record is gone, and no event says that it"
                          " was let go of"));
        else if (verification->cut.signature && !cut_signature_is_right(verification))
                wrong(verification, _("The place at which the beginning of the record was let go of"
                                      " is not signed with a key that is known"));
        else if (verification->sqlite->store.trusted && verification->report->checkpoints == 0)
                wrong(verification,
                        _("Nothing in the record is signed with the key that was given"));
        return true;
}

static bool find_total(Verification *verification, Error *error)
{
        sqlite3_stmt *row =
                prepare(verification, "SELECT coalesce(max(seq), 0) FROM events", error);
        if (!row)
                return verification->report->first_wrong > 0;
        bool done = sqlite3_step(row) == SQLITE_ROW || damage(verification, error);
        verification->total = sqlite3_column_int64(row, 0);
        sqlite3_finalize(row);
        return done;
}

static bool check_file(Verification *verification, Error *error)
{
        sqlite3_stmt *row = prepare(verification, "PRAGMA integrity_check(1)", error);
        if (!row)
                return verification->report->first_wrong > 0;
        int answer = sqlite3_step(row);
        if (answer == SQLITE_ROW && strcmp(statement_text(row, 0), "ok") != 0)
                wrong(verification, _("The events are sound, but the file is damaged: %s"),
                        statement_text(row, 0));
        bool done = answer == SQLITE_ROW || answer == SQLITE_DONE || damage(verification, error);
        sqlite3_finalize(row);
        return done;
}

/* Whether a thing of the schema stands in the record as the program made it. */
static bool has_same(sqlite3_stmt *find, sqlite3_stmt *thing)
{
        for (int i = 0; i < 3; i++)
                sqlite3_bind_text(find, i + 1, statement_text(thing, i), -1, SQLITE_TRANSIENT);
        bool has = sqlite3_step(find) == SQLITE_ROW;
        sqlite3_reset(find);
        return has;
}

/* Names the first thing of the one schema that the other has not. False on errors only. */
static bool compare_schemas(
        Verification *verification, sqlite3 *from, sqlite3 *to, const char *message)
{
        sqlite3_stmt *things = NULL, *find = NULL;
        bool ready = sqlite3_prepare_v2(from,
                             "SELECT type, name, coalesce(sql, '') FROM main.sqlite_schema"
                             " WHERE name NOT LIKE 'sqlite_%'",
                             -1, &things, NULL) == SQLITE_OK &&
                     sqlite3_prepare_v2(to,
                             "SELECT 1 FROM main.sqlite_schema"
                             " WHERE type = ? AND name = ? AND coalesce(sql, '') = ?",
                             -1, &find, NULL) == SQLITE_OK;
        while (ready && sqlite3_step(things) == SQLITE_ROW)
                if (!has_same(find, things)) {
                        wrong(verification, message, statement_text(things, 1));
                        break;
                }
        sqlite3_finalize(things);
        sqlite3_finalize(find);
        return ready;
}

static bool check_schema(Verification *verification, Error *error)
{
        sqlite3 *db = verification->sqlite->db;
        sqlite3 *reference = sqlite_reference();
        if (!reference)
                return error_set(
                        error, _("%s: there is not enough memory"), verification->sqlite->path);
        bool done = compare_schemas(verification, reference, db,
                            _("The events are sound, but “%s”, which guards or finds them, was"
                              " removed or changed")) &&
                    compare_schemas(verification, db, reference,
                            _("The events are sound, but there is something in the record that"
                              " makesafe did not put there: “%s”"));
        sqlite3_close(reference);
        return done || damage(verification, error);
}

static bool check_totals(Verification *verification, Error *error)
{
        int64_t changed = 0;
        if (!verification->has_copies)
                return error_set(error, "%s", verification->failure.message);
        if (!sqlite_copies_compare(verification->sqlite, &changed, error))
                return false;
        if (changed)
                wrong(verification,
                        ngettext("The events are sound, but %lld total does not follow from them;"
                                 " makesafe record info --rebuild makes it again",
                                "The events are sound, but %lld totals do not follow from them;"
                                " makesafe record info --rebuild makes them again",
                                (unsigned long)changed),
                        (long long)changed);
        return true;
}

/* Each step only where all before it is sound. */
static bool check_all(Verification *verification, Error *error)
{
        static bool (*const checks[])(Verification *, Error *) = { find_total, check_chain,
                check_ends, check_file, check_schema, check_totals };
        for (size_t i = 0; i < sizeof checks / sizeof *checks; i++) {
                if (!checks[i](verification, error))
                        return false;
                if (verification->report->first_wrong || !go_on(verification))
                        break;
        }
        return true;
}

bool sqlite_verify(Store *store, VerifyReport *report,
        bool (*progress)(int64_t done, int64_t total, void *data), void *data, Error *error)
{
        SqliteStore *sqlite = (SqliteStore *)store;
        *report = (VerifyReport){ 0 };
        Verification verification = {
                .sqlite = sqlite, .report = report, .progress = progress, .data = data
        };
        if (!statement_exec(sqlite, "BEGIN", error))
                return false;
        Arena *arena = arena_new();
        /* What is in the way is mostly found when the tables are looked at. */
        verification.has_copies = sqlite_copies_make(sqlite, &verification.failure);
        sqlite3_progress_handler(sqlite->db, STEPS_BETWEEN_WORDS, interrupt, &verification);
        bool done = find_beginning(&verification, arena, error) &&
                    (report->first_wrong || check_all(&verification, error));
        sqlite3_progress_handler(sqlite->db, 0, NULL, NULL);
        arena_free(arena);
        sqlite_copies_drop(sqlite);
        transaction_rollback(sqlite);
        hash_hex(verification.head, report->head);
        if (!verification.is_stopped)
                return done;
        if (error)
                error_clear(error);
        return error_set(error, _("The check was stopped before its end"));
}
