#include <malloc.h>
#include <math.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "base/translate.h"
#include "quiz/codec.h"
#include "quiz/expiry.h"
#include "quiz/score.h"
#include "session/sitting.h"

/* Appends, remembers when, and applies to the attempt: the learner is told nothing before this
 * returns. */
static bool append_and_apply(Session *session, EventDraft *drafts, size_t count, Error *error)
{
        Event stored[2];
        if (!store_append(session->store, drafts, count, stored, error))
                return false;
        session->saved_at = session->latest = stored[count - 1].at;
        bool applied = true;
        for (size_t i = 0; i < count; i++) {
                char *body = json_dumps(drafts[i].body, JSON_COMPACT | JSON_SORT_KEYS);
                stored[i].body = body;
                applied = attempt_apply(&session->attempt, &stored[i], error) && applied;
                free(body);
        }
        return applied;
}

uint64_t sitting_seed(const Session *session)
{
        if (session->has_seed)
                return session->seed;
        uint64_t seed = 0;
        randombytes_buf(&seed, sizeof seed);
        return seed & PLAN_SEED_MOST;
}

bool sitting_start_attempt(Session *session, Error *error)
{
        const Module *module = session->module;
        uint64_t seed = sitting_seed(session);
        arena_reset(session->attempt_arena);
        attempt_init(&session->attempt, module, session->attempt_arena);
        Plan plan = plan_make(module, seed, session->attempt_arena);
        if (plan.count == 0)
                return error_set(error, _("'%s' has no question to ask"), module->head.id);
        char attempt[ID_SIZE];
        id_make(attempt);
        json_t *body = json_pack("{s:s, s:s, s:s, s:f, s:o, s:I, s:s}", "digest", module->digest,
                "language", module->head.language, "module", module->head.id, "pass",
                module->head.pass_score, "plan", plan_to_json(module, &plan), "seed",
                (json_int_t)seed, "version", module->head.version);
        EventDraft draft = { EVENT_ATTEMPT_STARTED, session->person.id, attempt, body };
        bool stored = append_and_apply(session, &draft, 1, error);
        json_decref(body);
        session->version = arena_strdup(session->arena, module->head.version);
        if (!stored)
                attempt_init(&session->attempt, module, session->attempt_arena);
        malloc_trim(0); /* the plan as JSON took more than the attempt keeps */
        return stored;
}

static void append_string(json_t *body, const char *key, json_t *value)
{
        json_t *list = json_object_get(body, key);
        if (!list) {
                list = json_array();
                json_object_set_new(body, key, list);
        }
        json_array_append_new(list, value);
}

/* Seen, overlooked, over-read, let be: one by one. Signs by id, harmless phrases by number. */
static void add_detections(const Module *module, const Question *question, const Response *response,
        double fraction, json_t *body, Arena *arena)
{
        DetectionCounts *signs = arena_array(arena, DetectionCounts, module->sign_count + 1);
        answer_detections(module, question, response, fraction, NULL, signs);
        for (size_t i = 0; i < module->sign_count; i++) {
                for (unsigned n = 0; n < signs[i].hits; n++)
                        append_string(body, "hits", json_string(module->signs[i].id));
                for (unsigned n = 0; n < signs[i].misses; n++)
                        append_string(body, "misses", json_string(module->signs[i].id));
        }
        for (size_t i = 0; question->kind == QUESTION_SPOT && i < question->spot.count; i++) {
                if (question->spot.phrases[i].sign)
                        continue;
                bool chosen = response_verdict(question, response, i) == VERDICT_FALSE_ALARM;
                append_string(body, chosen ? "false_alarms" : "correct_rejections",
                        json_sprintf("%zu", i + 1));
        }
}

json_t *sitting_answered_body(
        Session *session, const Question *question, const Response *response, int64_t seconds)
{
        double fraction = score_response(question, response);
        json_t *body = json_pack("{s:f, s:s, s:o, s:f, s:b, s:I, s:s}", "max", question->points,
                "question", question->id, "response", response_to_json(question, response), "score",
                fraction * question->points, "scored", question->status != QUESTION_TRIAL,
                "seconds", (json_int_t)seconds, "type", question_kind_names[question->kind]);
        if (response->confidence)
                json_object_set_new(body, "confidence", json_integer(response->confidence));
        add_detections(session->module, question, response, fraction, body, session->page);
        return body;
}

static bool read_standing(const CompletionRow *row, void *data)
{
        Standing *standing = data;
        standing->expires = row->expires;
        standing->due = row->due;
        return true;
}

bool sitting_standing(Session *session, Day today, Standing *standing, Error *error)
{
        *standing = (Standing){ DAY_NONE, DAY_NONE };
        CompletionFilter filter = { .person = session->person.id,
                .module = session->module->head.id,
                .since = DAY_NONE,
                .until = DAY_NONE,
                .today = today };
        return store_completions(session->store, &filter, read_standing, standing, error);
}

static json_t *finished_body(Session *session, const Result *result, Error *error)
{
        const ModuleHead *head = &session->module->head;
        json_t *body = json_pack("{s:f, s:s, s:b, s:f, s:f, s:s}", "max", result->max, "module",
                head->id, "passed", result->passed, "percent", result->percent, "score",
                result->score, "version", session->version);
        session->expires = DAY_NONE;
        if (!result->passed || !head->has_validity)
                return body;
        Standing standing;
        int64_t now = moment_now();
        Day today = moment_day(now > session->latest ? now : session->latest);
        if (!sitting_standing(session, today, &standing, error)) {
                json_decref(body);
                return NULL;
        }
        session->expires = expiry_reckon(head, today, standing.expires, standing.due);
        char date[DATE_SIZE];
        day_format(session->expires, date);
        json_object_set_new(body, "expires", json_string(date));
        return body;
}

/* What the attempt comes to with this answer; the attempt itself is not changed before it is
 * stored. */
static Result result_with(Session *session, const Response *response, double fraction)
{
        Attempt after = session->attempt;
        after.answers = arena_array(session->page, Answer, after.plan.count + 1);
        memcpy(after.answers, session->attempt.answers, after.plan.count * sizeof *after.answers);
        after.answers[session->item] =
                (Answer){ .given = true, .response = *response, .fraction = fraction };
        return attempt_result(&after, session->page);
}

/* With the right answer, so that what is made of the event later does not depend on the module of
 * that day. */
static json_t *attempt_answered_body(
        Session *session, const Question *question, const Response *response, int64_t seconds)
{
        Response right;
        response_right(question, &right);
        json_t *body = sitting_answered_body(session, question, response, seconds);
        json_object_set_new(body, "right", response_to_json(question, &right));
        return body;
}

bool sitting_store_answer(Session *session, const Response *response, int64_t seconds, Error *error)
{
        const Question *question =
                &session->module->questions[session->attempt.plan.items[session->item].question];
        EventDraft drafts[2] = { { .kind = EVENT_ANSWERED,
                .person = session->person.id,
                .attempt = session->attempt.id,
                .body = attempt_answered_body(session, question, response, seconds) } };
        size_t count = 1;
        bool ready = true;
        if (session->attempt.answered + 1 == session->attempt.plan.count) {
                Result result = result_with(session, response, score_response(question, response));
                json_t *body = finished_body(session, &result, error);
                drafts[count++] = (EventDraft){ EVENT_ATTEMPT_FINISHED, session->person.id,
                        session->attempt.id, body };
                ready = body != NULL;
        }
        bool stored = ready && append_and_apply(session, drafts, count, error);
        for (size_t i = 0; i < count; i++)
                json_decref(drafts[i].body);
        return stored;
}

bool sitting_store_lesson(Session *session, size_t lesson, Error *error)
{
        const Module *module = session->module;
        json_t *body = json_pack("{s:s, s:s, s:s}", "lesson", module->lessons[lesson].id, "module",
                module->head.id, "version", module->head.version);
        EventDraft draft = { EVENT_LESSON_READ, session->person.id, NULL, body };
        Event stored;
        bool done = store_append(session->store, &draft, 1, &stored, error);
        if (done)
                session->saved_at = session->latest = stored.at;
        json_decref(body);
        return done;
}

bool sitting_abandon(Session *session, const char *attempt, const char *reason, Error *error)
{
        json_t *body =
                json_pack("{s:s, s:s}", "module", session->module->head.id, "reason", reason);
        EventDraft draft = { EVENT_ATTEMPT_ABANDONED, session->person.id, attempt, body };
        bool done = store_append(session->store, &draft, 1, NULL, error);
        json_decref(body);
        return done;
}

typedef struct Folding {
        Session *session;
        Error *error;
        bool failed;
} Folding;

static bool fold_event(const Event *event, void *data)
{
        Folding *folding = data;
        if (event->at > folding->session->latest)
                folding->session->latest = event->at;
        folding->failed = !attempt_apply(&folding->session->attempt, event, folding->error);
        return !folding->failed;
}

bool sitting_fold(Session *session, const char *attempt, Error *error)
{
        char id[ID_SIZE];
        snprintf(id, sizeof id, "%s", attempt); /* may be the id of the attempt about to be reset */
        arena_reset(session->attempt_arena);
        attempt_init(&session->attempt, session->module, session->attempt_arena);
        Folding folding = { session, error, false };
        EventFilter filter = { .attempt = id };
        return store_events(session->store, &filter, fold_event, &folding, error) &&
               !folding.failed;
}
