/* What a durable answer costs beside a bare one: store_append of one `answered` against one INSERT
 * of the same bytes into a table without index, trigger or projection, both in WAL mode with
 * synchronous=FULL and the same page size, one after the other in one run on one disk. Then what a
 * page of the report costs.
 *
 *   answer_bench [FOLDER [ANSWERS [PAGE_SIZE]]]
 */
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "record/chain.h"
#include "record/store.h"

enum { PEOPLE = 400, MODULES = 6, QUESTIONS = 20, REPORTS = 20 };

typedef struct Times {
        double *each;
        size_t count;
} Times;

static double now(void)
{
        struct timespec time;
        clock_gettime(CLOCK_MONOTONIC, &time);
        return (double)time.tv_sec * 1e6 + (double)time.tv_nsec / 1e3;
}

static void stop(const char *what)
{
        fprintf(stderr, "answer_bench: %s\n", what);
        exit(1);
}

static int compare(const void *a, const void *b)
{
        double x = *(const double *)a, y = *(const double *)b;
        return (x > y) - (x < y);
}

static double middle(Times *times)
{
        qsort(times->each, times->count, sizeof *times->each, compare);
        return times->each[times->count / 2];
}

static double mean(const Times *times)
{
        double sum = 0;
        for (size_t i = 0; i < times->count; i++)
                sum += times->each[i];
        return sum / (double)times->count;
}

static void append(Store *store, EventDraft draft)
{
        Error error = { 0 };
        if (!store_append(store, &draft, 1, NULL, &error))
                stop(error.message);
        json_decref(draft.body);
}

static void module_name(char name[16], int i)
{
        snprintf(name, 16, "module-%d", i % MODULES);
}

static void start(Store *store, const Person *person, char attempt[ID_SIZE], int i)
{
        char module[16];
        module_name(module, i);
        json_t *plan = json_array();
        for (int q = 0; q < QUESTIONS; q++) {
                char question[24];
                snprintf(question, sizeof question, "question-%d", q);
                json_array_append_new(plan, json_pack("{s:s, s:[s,s,s,s]}", "q", question, "shown",
                                                    "c", "a", "d", "b"));
        }
        id_make(attempt);
        append(store,
                (EventDraft){ EVENT_ATTEMPT_STARTED, person->id, attempt,
                        json_pack("{s:s, s:s, s:s, s:f, s:o, s:i, s:s}", "digest",
                                "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                                "language", "en", "module", module, "pass", 80.0, "plan", plan,
                                "seed", i, "version", "1.2") });
}

static json_t *answer_body(int i)
{
        char question[24];
        snprintf(question, sizeof question, "question-%d", i % QUESTIONS);
        static const char letters[] = "abcd";
        char option[2] = { letters[i % 7 % 4], '\0' }, other[2] = { letters[i % 5 % 4], '\0' };
        if (i % 2)
                return json_pack("{s:f, s:s, s:s, s:f, s:b, s:i, s:s}", "max", 1.0, "question",
                        question, "response", option, "score", i % 3 ? 1.0 : 0.0, "scored", 1,
                        "seconds", i % 60, "type", "single");
        return json_pack("{s:[s], s:f, s:[s], s:s, s:[s,s], s:f, s:b, s:i, s:s}", "hits", "control",
                "max", 1.0, "misses", "documents-kept", "question", question, "response", option,
                other, "score", 0.5, "scored", 1, "seconds", i % 60, "type", "multiple");
}

static void finish(Store *store, const Person *person, const char *attempt, int i)
{
        char module[16];
        module_name(module, i);
        append(store,
                (EventDraft){ EVENT_ATTEMPT_FINISHED, person->id, attempt,
                        json_pack("{s:s, s:f, s:s, s:b, s:f, s:f, s:s}", "expires", "2027-11-24",
                                "max", 20.0, "module", module, "passed", i % 3 != 0, "percent",
                                85.0, "score", 17.0, "version", "1.2") });
}

static sqlite3 *open_bare(const char *path, int page_size)
{
        sqlite3 *db = NULL;
        char sql[256];
        snprintf(sql, sizeof sql,
                "PRAGMA page_size = %d; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
                "CREATE TABLE bare (seq INTEGER PRIMARY KEY, at, kind, person, attempt, body, "
                "hash)",
                page_size);
        if (sqlite3_open(path, &db) != SQLITE_OK ||
                sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK)
                stop(sqlite3_errmsg(db));
        return db;
}

static void change_page_size(const char *path, int page_size)
{
        sqlite3 *db = NULL;
        char sql[128];
        snprintf(sql, sizeof sql,
                "PRAGMA journal_mode = DELETE; PRAGMA page_size = %d; VACUUM; PRAGMA journal_mode "
                "= WAL",
                page_size);
        if (sqlite3_open(path, &db) != SQLITE_OK ||
                sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK)
                stop(sqlite3_errmsg(db));
        sqlite3_close(db);
}

static void insert_bare(sqlite3_stmt *insert, const Event *event, const char *body)
{
        sqlite3_bind_int64(insert, 1, event->seq);
        sqlite3_bind_int64(insert, 2, event->at);
        sqlite3_bind_text(insert, 3, event_kind_names[event->kind], -1, SQLITE_STATIC);
        sqlite3_bind_text(insert, 4, event->person, -1, SQLITE_STATIC);
        sqlite3_bind_text(insert, 5, event->attempt, -1, SQLITE_STATIC);
        sqlite3_bind_text(insert, 6, body, -1, SQLITE_STATIC);
        sqlite3_bind_blob(insert, 7, event->hash, HASH_BYTES, SQLITE_STATIC);
        if (sqlite3_step(insert) != SQLITE_DONE)
                stop("the bare insert failed");
        sqlite3_reset(insert);
}

static void measure_answers(
        Store *store, const Person *people, sqlite3 *db, int count, Times *ours, Times *bare)
{
        sqlite3_stmt *insert = NULL;
        if (sqlite3_prepare_v2(db, "INSERT INTO bare VALUES (?, ?, ?, ?, ?, ?, ?)", -1, &insert,
                    NULL) != SQLITE_OK)
                stop(sqlite3_errmsg(db));
        char attempt[ID_SIZE] = "";
        for (int i = 0; i < count; i++) {
                const Person *person = &people[i / QUESTIONS % PEOPLE];
                if (i % QUESTIONS == 0)
                        start(store, person, attempt, i / QUESTIONS);
                EventDraft draft = { EVENT_ANSWERED, person->id, attempt, answer_body(i) };
                char *body = body_canonical(draft.body);
                Event stored;
                Error error = { 0 };
                double before = now();
                if (!store_append(store, &draft, 1, &stored, &error))
                        stop(error.message);
                double between = now();
                insert_bare(insert, &stored, body);
                ours->each[ours->count++] = between - before;
                bare->each[bare->count++] = now() - between;
                free(body);
                json_decref(draft.body);
                if (i % QUESTIONS == QUESTIONS - 1)
                        finish(store, person, attempt, i / QUESTIONS);
        }
        sqlite3_finalize(insert);
}

static bool count_row(const CompletionRow *row, void *data)
{
        (void)row;
        ++*(size_t *)data;
        return true;
}

static void measure_report(Store *store, const char *what, CompletionFilter filter)
{
        Times times = { calloc(REPORTS, sizeof(double)), 0 };
        size_t rows = 0;
        for (int i = 0; i < REPORTS; i++) {
                Error error = { 0 };
                double before = now();
                rows = 0;
                if (!store_completions(store, &filter, count_row, &rows, &error))
                        stop(error.message);
                times.each[times.count++] = now() - before;
        }
        printf("%-22s %6zu rows  %8.0f us\n", what, rows, middle(&times));
        free(times.each);
}

static void measure_reports(Store *store, const Person *people)
{
        CompletionFilter filter = { .since = DAY_NONE, .until = DAY_NONE, .today = day_today() };
        measure_report(store, "report, everything", filter);
        filter.limit = 20;
        measure_report(store, "report, first page", filter);
        filter.limit = 0;
        filter.module = "module-3";
        measure_report(store, "report, one module", filter);
        filter.module = NULL;
        filter.person = people[7].id;
        measure_report(store, "report, one person", filter);
        VerifyReport report;
        Error error = { 0 };
        double before = now();
        if (!store_verify(store, &report, NULL, NULL, &error) || report.first_wrong)
                stop("the record is not sound");
        printf("%-22s %6lld events %8.0f us\n", "verify", (long long)report.events, now() - before);
}

static Store *open_record(const char *path, int page_size, Person *people, Arena *arena)
{
        Error error = { 0 };
        Store *store = store_open(path, STORE_CREATE, &error);
        if (!store)
                stop(error.message);
        for (int i = 0; i < PEOPLE; i++) {
                char staff_id[16];
                snprintf(staff_id, sizeof staff_id, "e%04d", i);
                if (!store_person_ensure(store, arena, staff_id, &people[i], &error))
                        stop(error.message);
        }
        store_close(store);
        if (page_size)
                change_page_size(path, page_size);
        store = store_open(path, STORE_WRITE, &error);
        if (!store)
                stop(error.message);
        return store;
}

int main(int argc, char **argv)
{
        char folder[512], path[600], other[600];
        snprintf(folder, sizeof folder, "%s/answer-bench-XXXXXX", argc > 1 ? argv[1] : ".");
        int count = argc > 2 ? (int)strtol(argv[2], NULL, 10) : 2000,
            page_size = argc > 3 ? (int)strtol(argv[3], NULL, 10) : 0;
        if (!mkdtemp(folder) || count < 1)
                stop("no folder to work in");
        snprintf(path, sizeof path, "%s/record.sqlite", folder);
        snprintf(other, sizeof other, "%s/bare.sqlite", folder);
        static Person people[PEOPLE];
        Arena *arena = arena_new();
        Store *store = open_record(path, page_size, people, arena);
        sqlite3 *bare = open_bare(other, page_size ? page_size : 1024);
        Times ours = { calloc((size_t)count, sizeof(double)), 0 };
        Times theirs = { calloc((size_t)count, sizeof(double)), 0 };
        measure_answers(store, people, bare, count, &ours, &theirs);
        printf("%d answers, pages of %d bytes\n", count, page_size ? page_size : 1024);
        printf("store_append           median %7.1f us  mean %7.1f us\n", middle(&ours),
                mean(&ours));
        printf("bare insert            median %7.1f us  mean %7.1f us\n", middle(&theirs),
                mean(&theirs));
        printf("ratio                  median %7.2f     mean %7.2f\n",
                middle(&ours) / middle(&theirs), mean(&ours) / mean(&theirs));
        measure_reports(store, people);
        store_close(store);
        sqlite3_close(bare);
        free(ours.each);
        free(theirs.each);
        arena_free(arena);
        static const char *const endings[] = { "", "-wal", "-shm" };
        for (int i = 0; i < 3; i++) {
                char file[640];
                snprintf(file, sizeof file, "%s%s", path, endings[i]);
                unlink(file);
                snprintf(file, sizeof file, "%s%s", other, endings[i]);
                unlink(file);
        }
        return rmdir(folder) != 0;
}
