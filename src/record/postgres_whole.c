/* What is about a whole log: to check it, to make its tables again, to let go of its beginning. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/translate.h"
#include "record/chain.h"
#include "record/postgres_mirror.h"

typedef struct Sites {
        Arena *arena;
        const char **names;
        size_t count, room;
} Sites;

static bool keep_site(const char *site, void *data)
{
        Sites *sites = data;
        sites->names = xgrow(sites->names, sites->count, &sites->room, sizeof *sites->names);
        sites->names[sites->count++] = site ? arena_strdup(sites->arena, site) : NULL;
        return true;
}

/* Does something about each log, or about the one that the URI chose; stops where that fails. */
static bool each_log(PostgresStore *postgres,
        bool (*act)(PostgresStore *postgres, const char *site, void *data, Error *error),
        void *data, Error *error)
{
        Sites sites = { .arena = arena_new() };
        int64_t in_use = postgres->log;
        bool done = postgres_check_owner(postgres, error) &&
                    postgres_logs(&postgres->store, keep_site, &sites, error);
        for (size_t i = 0; done && i < sites.count; i++)
                done = postgres_use_log(&postgres->store, sites.names[i], error) &&
                       act(postgres, sites.names[i], data, error);
        postgres->log = in_use;
        free(sites.names);
        arena_free(sites.arena);
        return done;
}

static bool begin_reading(PostgresStore *postgres, Error *error)
{
        if (!postgres_check_owner(postgres, error) ||
                !postgres_run(
                        postgres, error, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", ""))
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

typedef struct Verifying {
        VerifyReport *report; /* of all logs so far */
        StoreProgress *progress;
        void *data;
        int64_t in_use;
} Verifying;

/* What was found in one log, added to what was found before; the head stays that of the log in use.
 */
static void add_report(
        VerifyReport *sum, const VerifyReport *report, const char *site, bool is_in_use)
{
        char head[sizeof sum->head], why[sizeof sum->why], clean[128];
        memcpy(head, is_in_use ? report->head : sum->head, sizeof head);
        int64_t events = sum->events + report->events,
                checkpoints = sum->checkpoints + report->checkpoints;
        if (is_in_use || report->first_wrong)
                *sum = *report;
        memcpy(sum->head, head, sizeof head);
        sum->events = events;
        sum->checkpoints = checkpoints;
        if (!report->first_wrong || !site || !*site)
                return;
        text_clean(clean, sizeof clean, site);
        memcpy(why, report->why, sizeof why);
        snprintf(sum->why, sizeof sum->why, _("In the log of “%s”: %.300s"), clean, why);
}

static bool verify_log(PostgresStore *postgres, const char *site, void *data, Error *error)
{
        const Verifying *verifying = data;
        VerifyReport report = { 0 };
        Mirror mirror;
        if (verifying->report->first_wrong)
                return true;
        if (!begin_reading(postgres, error))
                return false;
        bool done = mirror_open(&mirror, postgres, verifying->progress, verifying->data, error) &&
                    sqlite_verify(&mirror.sqlite->store, &report, verifying->progress,
                            verifying->data, error) &&
                    check_end(postgres, &report, error);
        mirror_close(&mirror);
        end_reading(postgres);
        if (done)
                add_report(verifying->report, &report, site, postgres->log == verifying->in_use);
        return done;
}

bool postgres_verify(
        Store *store, VerifyReport *report, StoreProgress *progress, void *data, Error *error)
{
        PostgresStore *postgres = (PostgresStore *)store;
        Verifying verifying = { report, progress, data, postgres->log };
        *report = (VerifyReport){ 0 };
        memset(report->head, '0', 2 * HASH_BYTES);
        return each_log(postgres, verify_log, &verifying, error);
}

/* Under the log's lock, so that nothing comes in between. */
static bool rebuild_log(PostgresStore *postgres, const char *site, void *data, Error *error)
{
        int64_t *sum = data, changed = 0;
        Mirror mirror;
        (void)site;
        if (!postgres_hold(postgres, postgres->log, error))
                return false;
        bool done = mirror_open(&mirror, postgres, NULL, NULL, error) &&
                    sqlite_rebuild(&mirror.sqlite->store, &changed, error) &&
                    (changed == 0 || mirror_put_back(&mirror, error));
        mirror_close(&mirror);
        *sum += changed;
        return done;
}

bool postgres_rebuild(Store *store, int64_t *changed, Error *error)
{
        *changed = 0;
        if (!postgres_begin(store, error))
                return false;
        if (each_log((PostgresStore *)store, rebuild_log, changed, error))
                return postgres_commit(store, error);
        postgres_rollback(store);
        return false;
}

typedef struct Pruning {
        Day before, today;
        bool is_dry;
        PruneReport *report; /* of all logs so far */
} Pruning;

static void add_pruned(PruneReport *sum, const PruneReport *report)
{
        sum->events += report->events;
        sum->attempts += report->attempts;
        sum->people += report->people;
        sum->passes += report->passes;
        sum->assignments += report->assignments;
        sum->leavers += report->leavers;
        sum->last = report->last > sum->last ? report->last : sum->last;
        if (sum->until == DAY_NONE || (report->until != DAY_NONE && report->until > sum->until))
                sum->until = report->until;
}

static bool prune_log(PostgresStore *postgres, const char *site, void *data, Error *error)
{
        const Pruning *pruning = data;
        PruneReport report = { .until = DAY_NONE };
        Mirror mirror;
        (void)site;
        LogHead *head = postgres_hold(postgres, postgres->log, error);
        if (!head)
                return false;
        int64_t last = head->last.seq;
        bool done = mirror_open(&mirror, postgres, NULL, NULL, error) &&
                    sqlite_prune(&mirror.sqlite->store, pruning->before, pruning->today,
                            pruning->is_dry, &report, error) &&
                    (pruning->is_dry || report.events == 0 ||
                            mirror_put_back_pruned(&mirror, last, error));
        mirror_close(&mirror);
        add_pruned(pruning->report, &report);
        return done;
}

bool postgres_prune(
        Store *store, Day before, Day today, bool dry_run, PruneReport *report, Error *error)
{
        Pruning pruning = { before, today, dry_run, report };
        *report = (PruneReport){ .until = DAY_NONE };
        if (!postgres_begin(store, error))
                return false;
        if (each_log((PostgresStore *)store, prune_log, &pruning, error))
                return postgres_commit(store, error);
        postgres_rollback(store);
        return false;
}
