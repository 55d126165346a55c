/* What is about a whole log: to check it, to make its tables again, to let go of its beginning. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/translate.h"
#include "record/chain.h"
#include "record/postgres_mirror.h"

static bool begin_reading(PostgresStore *postgres, Error *error)
{
        if (!postgres_check_owner(postgres, error) ||
                !postgres_run(postgres, error, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", ""))
                return false;
        postgres->is_in_transaction = true;
        return true;
}

static void end_reading(PostgresStore *postgres)
{
        Error none = { 0 };
        if (!postgres->is_lost)
                postgres_exec(postgres, "ROLLBACK", &none);
        postgres->is_in_transaction = false;
}

/* The row that every append goes on from says where the log ends, so that a missing end shows. */
static bool check_end(PostgresStore *postgres, VerifyReport *report, Error *error)
{
        int64_t seq = 0;
        uint8_t hash[HASH_BYTES];
        char hex[2 * HASH_BYTES + 1];
        if (!postgres_head(&postgres->store, &seq, hash, error))
                return false;
        hash_hex(hash, hex);
        if (report->first_wrong || strcmp(hex, report->head) == 0)
                return true;
        int64_t last = report->cut + report->events;
        report->first_wrong = last + 1;
        snprintf(report->why, sizeof report->why, "%s",
                seq > last ? _("It is missing") : _("The tables are not as makesafe made them"));
        return true;
}

static bool verify_log(
        PostgresStore *postgres, VerifyReport *report, StoreProgress *progress, void *data, Error *error)
{
        Mirror mirror;
        *report = (VerifyReport){ 0 };
        if (!begin_reading(postgres, error))
                return false;
        bool done = mirror_open(&mirror, postgres, progress, data, error) &&
                    sqlite_verify(&mirror.sqlite->store, report, progress, data, error) &&
                    check_end(postgres, report, error);
        mirror_close(&mirror);
        end_reading(postgres);
        return done;
}

typedef struct Sites {
        Arena *arena;
        const char **names;
        size_t count, room;
} Sites;

static bool keep_site(const char *site, void *data)
{
        Sites *sites = data;
        if (sites->count == sites->room) {
                sites->room = sites->room ? 2 * sites->room : 16;
                sites->names = xrealloc(sites->names, sites->room * sizeof *sites->names);
        }
        sites->names[sites->count++] = site ? arena_strdup(sites->arena, site) : NULL;
        return true;
}

/* What was found in one log, added to what was found before; the head stays that of the log in use. */
static void add_report(VerifyReport *sum, const VerifyReport *report, const char *site, bool is_in_use)
{
        char head[sizeof sum->head];
        memcpy(head, is_in_use ? report->head : sum->head, sizeof head);
        int64_t events = sum->events + report->events, checkpoints = sum->checkpoints + report->checkpoints;
        if (is_in_use || report->first_wrong)
                *sum = *report;
        memcpy(sum->head, head, sizeof head);
        sum->events = events;
        sum->checkpoints = checkpoints;
        if (report->first_wrong && site && *site) {
                char clean[128];
                text_clean(clean, sizeof clean, site);
                snprintf(sum->why, sizeof sum->why, _("In the log of “%s”: %.300s"), clean, report->why);
        }
}

bool postgres_verify(
        Store *store, VerifyReport *report, StoreProgress *progress, void *data, Error *error)
{
        PostgresStore *postgres = (PostgresStore *)store;
        Sites sites = { .arena = arena_new() };
        int64_t in_use = postgres->log;
        *report = (VerifyReport){ 0 };
        memset(report->head, '0', 2 * HASH_BYTES);
        bool done = postgres_check_owner(postgres, error) && postgres_logs(store, keep_site, &sites, error);
        for (size_t i = 0; done && !report->first_wrong && i < sites.count; i++) {
                VerifyReport one;
                done = postgres_use_log(store, sites.names[i], error) &&
                       verify_log(postgres, &one, progress, data, error);
                if (done)
                        add_report(report, &one, sites.names[i], postgres->log == in_use);
        }
        postgres->log = in_use;
        free(sites.names);
        arena_free(sites.arena);
        return done;
}

/* Under the log's lock, so that nothing comes in between. */
static bool rebuild(PostgresStore *postgres, int64_t *changed, Error *error)
{
        Mirror mirror;
        if (!postgres_hold(postgres, postgres->log, error))
                return false;
        bool done = mirror_open(&mirror, postgres, NULL, NULL, error) &&
                    sqlite_rebuild(&mirror.sqlite->store, changed, error) &&
                    (*changed == 0 || mirror_put_back(&mirror, error));
        mirror_close(&mirror);
        return done;
}

bool postgres_rebuild(Store *store, int64_t *changed, Error *error)
{
        PostgresStore *postgres = (PostgresStore *)store;
        *changed = 0;
        if (!postgres_check_owner(postgres, error) || !postgres_transaction_begin(postgres, error))
                return false;
        if (rebuild(postgres, changed, error) && postgres_transaction_commit(postgres, error))
                return true;
        postgres_transaction_rollback(postgres);
        return false;
}

static bool prune(
        PostgresStore *postgres, Day before, Day today, bool dry_run, PruneReport *report, Error *error)
{
        Mirror mirror;
        LogHead *head = postgres_hold(postgres, postgres->log, error);
        if (!head)
                return false;
        int64_t last = head->last.seq;
        bool done = mirror_open(&mirror, postgres, NULL, NULL, error) &&
                    sqlite_prune(&mirror.sqlite->store, before, today, dry_run, report, error) &&
                    (dry_run || report->events == 0 || mirror_put_back_pruned(&mirror, last, error));
        mirror_close(&mirror);
        return done;
}

bool postgres_prune(
        Store *store, Day before, Day today, bool dry_run, PruneReport *report, Error *error)
{
        PostgresStore *postgres = (PostgresStore *)store;
        *report = (PruneReport){ .until = DAY_NONE };
        if (!postgres_check_owner(postgres, error) || !postgres_transaction_begin(postgres, error))
                return false;
        if (prune(postgres, before, today, dry_run, report, error) &&
                postgres_transaction_commit(postgres, error))
                return true;
        postgres_transaction_rollback(postgres);
        return false;
}
