#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/translate.h"
#include "record/chain.h"
#include "record/sqlite.h"
#include "record/sqlite_migrate.h"

enum { EVENTS_BETWEEN_WORDS = 4096, STEPS_BETWEEN_WORDS = 1000000 };

typedef struct Verification {
        SqliteStore *sqlite;
        VerifyReport *report;
        bool (*progress)(int64_t done, int64_t total, void *data);
        void *data;
        int64_t total;
        int64_t at; /* of the last right event */
        uint8_t head[HASH_BYTES];
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
        report->first_wrong = report->events + 1;
        Text text = { 0 };
        va_list arguments;
        va_start(arguments, format);
        text_vprintf(&text, format, arguments);
        va_end(arguments);
        text_clean(report->why, sizeof report->why, text_string(&text));
        text_clear(&text);
        return false;
}

static bool is_canonical(const char *body)
{
        json_t *parsed = json_loads(body, JSON_REJECT_DUPLICATES, NULL);
        char *again = json_is_object(parsed) ? body_canonical(parsed) : NULL;
        bool same = again && strcmp(again, body) == 0;
        free(again);
        json_decref(parsed);
        return same;
}

static bool check_event(Verification *verification, sqlite3_stmt *row)
{
        int64_t expected = verification->report->events + 1;
        Event event;
        const char *column = NULL;
        bool is_event = sqlite_read_event(row, &event, &column);
        if (event.seq > expected && expected + 1 == event.seq)
                return wrong(verification, _("It is missing"));
        if (event.seq > expected)
                return wrong(verification, _("It is missing, and so are all up to number %lld"),
                        (long long)event.seq - 1);
        if (event.seq < expected)
                return wrong(verification, _("Another event was put before it"));
        if (!is_event)
                return wrong(
                        verification, _("Its “%s” is not what an event can have there"), column);
        if (event.at < verification->at)
                return wrong(verification, _("Its time is before that of the event before it"));
        if (!is_canonical(event.body))
                return wrong(
                        verification, _("Its “%s” is not what an event can have there"), "body");
        uint8_t hash[HASH_BYTES];
        chain_hash(verification->head, &event, hash);
        if (memcmp(hash, event.hash, HASH_BYTES) != 0)
                return wrong(verification,
                        _("It was changed, or is not the one that stood there: it does not fit the"
                          " events before it"));
        memcpy(verification->head, hash, HASH_BYTES);
        verification->at = event.at;
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
        if (!sqlite_reproject(verification->sqlite, false, &changed, error))
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
                check_file, check_schema, check_totals };
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
        sqlite3_progress_handler(sqlite->db, STEPS_BETWEEN_WORDS, interrupt, &verification);
        bool done = check_all(&verification, error);
        sqlite3_progress_handler(sqlite->db, 0, NULL, NULL);
        transaction_rollback(sqlite);
        hash_hex(verification.head, report->head);
        if (!verification.is_stopped)
                return done;
        if (error)
                error_clear(error);
        return error_set(error, _("The check was stopped before its end"));
}
