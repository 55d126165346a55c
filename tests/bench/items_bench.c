/* What item analysis costs with many answers, beside only reading them: one pass of SQLite over the
 * same bodies with jansson parsing each.
 *
 *   items_bench MODULE.yaml RECORD [ANSWERS]     makes the record where it is not there yet
 */
#include <math.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include "quiz/codec.h"
#include "quiz/score.h"
#include "report/items.h"

static uint64_t state = 1;

static unsigned chance(unsigned below)
{
        state = state * 6364136223846793005u + 1442695040888963407u;
        return (unsigned)(state >> 33) % below;
}

static void stop(const char *what)
{
        fprintf(stderr, "items_bench: %s\n", what);
        exit(1);
}

static double now(void)
{
        struct timespec time;
        clock_gettime(CLOCK_MONOTONIC, &time);
        return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static void choose_some(Response *response, size_t count, unsigned of_ten)
{
        for (size_t i = 0; i < count; i++)
                if (chance(10) < of_ten)
                        response->chosen[response->count++] = (uint16_t)i;
}

static void choose_all(Response *response, size_t count)
{
        for (size_t i = 0; i < count; i++)
                response->chosen[response->count++] = (uint16_t)i;
        size_t one = chance((unsigned)count), other = chance((unsigned)count);
        uint16_t first = response->chosen[one];
        response->chosen[one] = response->chosen[other];
        response->chosen[other] = first;
}

static void walk(const Question *question, Response *response)
{
        size_t at = question->branch.start;
        while (question->branch.steps[at].count) {
                size_t choice = chance((unsigned)question->branch.steps[at].count);
                response->chosen[response->count++] = (uint16_t)choice;
                at = question->branch.steps[at].choices[choice].to;
        }
}

static Response respond(const Question *question)
{
        Response response = { .kind = question->kind, .confidence = 1 + (int)chance(3) };
        switch (question->kind) {
        case QUESTION_SINGLE:
                response.chosen[response.count++] =
                        (uint16_t)chance((unsigned)question->choice.count);
                break;
        case QUESTION_MULTIPLE:
                choose_some(&response, question->choice.count, 5);
                break;
        case QUESTION_TRUE_FALSE:
                response.truth = chance(2);
                break;
        case QUESTION_ORDER:
                choose_all(&response, question->order.count);
                break;
        case QUESTION_MATCH:
                choose_all(&response, question->match.count);
                break;
        case QUESTION_SPOT:
                choose_some(&response, question->spot.count, 5);
                break;
        case QUESTION_BRANCH:
                walk(question, &response);
                break;
        default:
                response.number = (CallNumber)chance(CALL_NUMBERS);
                choose_some(&response, question->call.count, 5);
        }
        return response;
}

static void append_string(json_t *body, const char *key, json_t *value)
{
        if (!json_object_get(body, key))
                json_object_set_new(body, key, json_array());
        json_array_append_new(json_object_get(body, key), value);
}

static json_t *answer(const Question *question)
{
        Response response = respond(question);
        double score = score_response(question, &response) * question->points;
        json_t *body = json_pack("{s:i, s:f, s:s, s:o, s:f, s:b, s:i, s:s}", "confidence",
                response.confidence, "max", question->points, "question", question->id, "response",
                response_to_json(question, &response), "score", score, "scored", 1, "seconds", 9,
                "type", question_kind_names[question->kind]);
        for (size_t i = 0; i < question->sign_count; i++)
                append_string(body, score >= question->points ? "hits" : "misses",
                        json_string(question->signs[i]));
        for (size_t i = 0; question->kind == QUESTION_SPOT && i < question->spot.count; i++)
                if (!question->spot.phrases[i].sign)
                        append_string(body, chance(3) ? "correct_rejections" : "false_alarms",
                                json_sprintf("%zu", i + 1));
        return body;
}

static size_t add_attempt(Store *store, const Module *module, const char *person, size_t number)
{
        enum { DRAFTS_MOST = 256 };
        EventDraft drafts[DRAFTS_MOST];
        char attempt[ID_SIZE];
        size_t count = 0;
        Arena *arena = arena_new();
        Error error = { 0 };
        Plan plan = plan_make(module, number, arena);
        const char *version = number % 2 ? "1" : module->head.version;
        id_make(attempt);
        drafts[count++] = (EventDraft){ EVENT_ATTEMPT_STARTED, person, attempt,
                json_pack("{s:s, s:s, s:s, s:f, s:o, s:i, s:s}", "digest", module->digest,
                        "language", "en", "module", module->head.id, "pass", 80.0, "plan",
                        plan_to_json(module, &plan), "seed", 1, "version", version) };
        for (size_t i = 0; i < plan.count && count < DRAFTS_MOST - 1; i++)
                drafts[count++] = (EventDraft){ EVENT_ANSWERED, person, attempt,
                        answer(&module->questions[plan.items[i].question]) };
        drafts[count++] = (EventDraft){ EVENT_ATTEMPT_FINISHED, person, attempt,
                json_pack("{s:f, s:s, s:b, s:f, s:f, s:s}", "max", 10.0, "module", module->head.id,
                        "passed", 1, "percent", 90.0, "score", 9.0, "version", version) };
        if (!store_append(store, drafts, count, NULL, &error))
                stop(error.message);
        for (size_t i = 0; i < count; i++)
                json_decref(drafts[i].body);
        arena_free(arena);
        return count - 2;
}

static void make_record(const char *file, const Module *module, size_t answers)
{
        Error error = { 0 };
        Store *store = store_open(file, STORE_CREATE, &error);
        if (!store || !store_begin(store, &error))
                stop(error.message);
        for (size_t made = 0, number = 0; made < answers; number++) {
                char staff_id[16], person[ID_SIZE];
                snprintf(staff_id, sizeof staff_id, "e%06zu", number);
                if (!store_person_add(store, staff_id, "Somebody", "Newport", person, &error))
                        stop(error.message);
                made += add_attempt(store, module, person, number);
        }
        if (!store_commit(store, &error))
                stop(error.message);
        store_close(store);
}

static double read_bare(const char *file, size_t *count)
{
        sqlite3 *db = NULL;
        sqlite3_stmt *row = NULL;
        double started = now();
        if (sqlite3_open(file, &db) != SQLITE_OK ||
                sqlite3_prepare_v2(db, "SELECT body FROM events WHERE kind = 'answered'", -1, &row,
                        NULL) != SQLITE_OK)
                stop("the record cannot be read");
        for (*count = 0; sqlite3_step(row) == SQLITE_ROW; ++*count)
                json_decref(json_loads((const char *)sqlite3_column_text(row, 0), 0, NULL));
        sqlite3_finalize(row);
        sqlite3_close(db);
        return now() - started;
}

int main(int argc, char **argv)
{
        if (argc < 3)
                stop("which module, which record?");
        Error error = { 0 };
        Diagnostics *found = diagnostics_new();
        Module *module = module_load(argv[1], 0, found, &error);
        if (!module)
                stop("the module cannot be loaded");
        if (access(argv[2], F_OK) != 0)
                make_record(argv[2], module, argc > 3 ? strtoul(argv[3], NULL, 10) : 100000);
        size_t count = 0;
        double bare = read_bare(argv[2], &count);
        Arena *arena = arena_new();
        ItemsReport report;
        Store *store = store_open(argv[2], STORE_READ, &error);
        double started = now();
        if (!store || !items_from_record(store, module, NULL, arena, NULL, NULL, &report, &error))
                stop(error.message);
        double took = now() - started;
        struct rusage usage;
        getrusage(RUSAGE_SELF, &usage);
        printf("%zu answers of %zu people: items %.2f s, only reading and parsing them %.2f s, "
               "ratio %.2f; at most %ld MiB\n",
                count, report.analysis.quiz.n, took, bare, took / bare, usage.ru_maxrss / 1024);
        store_close(store);
        arena_free(arena);
        module_free(module);
        diagnostics_free(found);
        return 0;
}
