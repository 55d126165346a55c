#include "session/drill.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/translate.h"
#include "quiz/score.h"

static const double FULL = 1 - 1e-9;

static void add_item(Session *session, size_t module, size_t question)
{
        Drill *drill = session->drill;
        Plan *plan = &drill->plans[module];
        if (!plan->items)
                *plan = plan_all(drill->modules[module], sitting_seed(session), drill->arena);
        drill->items[drill->count++] =
                (DrillItem){ .module = module, .item = plan->items[question] };
}

/* Makes an attempt of a single question, which the views then show; it is nowhere stored. */
static void show_question(Session *session)
{
        Drill *drill = session->drill;
        DrillItem *item = &drill->items[drill->at];
        session->module = drill->modules[item->module];
        arena_reset(session->attempt_arena);
        attempt_init(&session->attempt, session->module, session->attempt_arena);
        session->attempt.plan = (Plan){ .items = &item->item, .count = 1 };
        session->attempt.answers = arena_array(session->attempt_arena, Answer, 1);
        session->item = 0;
        sitting_enter(session, SESSION_QUESTION);
}

/* The last finished attempt at each module, newest first. */
typedef struct Finished {
        Arena *arena;
        struct {
                const char *module;
                char attempt[ID_SIZE];
        } * rows;
        size_t count, room;
} Finished;

static bool keep_finished(const AttemptRow *row, void *data)
{
        Finished *finished = data;
        for (size_t i = 0; i < finished->count; i++)
                if (strcmp(finished->rows[i].module, row->module) == 0)
                        return true;
        finished->rows =
                xgrow(finished->rows, finished->count, &finished->room, sizeof *finished->rows);
        finished->rows[finished->count].module = arena_strdup(finished->arena, row->module);
        memcpy(finished->rows[finished->count++].attempt, row->id, ID_SIZE);
        return true;
}

/* The questions that were not answered in full. */
typedef struct Wrong {
        Arena *arena;
        const char **ids;
        size_t count, room;
} Wrong;

static bool keep_wrong(const Event *event, void *data)
{
        Wrong *wrong = data;
        json_t *body = json_loads(event->body, 0, NULL);
        const char *id = json_string_value(json_object_get(body, "question"));
        double max = json_number_value(json_object_get(body, "max"));
        double score = json_number_value(json_object_get(body, "score"));
        bool is_wrong = id && !json_is_false(json_object_get(body, "scored")) && score < max * FULL;
        if (is_wrong) {
                wrong->ids = xgrow(wrong->ids, wrong->count, &wrong->room, sizeof *wrong->ids);
                wrong->ids[wrong->count++] = arena_strdup(wrong->arena, id);
        }
        json_decref(body);
        return true;
}

static void add_wrong(Session *session, size_t module, const Wrong *wrong)
{
        Drill *drill = session->drill;
        size_t room = drill->count + wrong->count;
        DrillItem *items = arena_array(drill->arena, DrillItem, room + 1);
        if (drill->count)
                memcpy(items, drill->items, drill->count * sizeof *items);
        drill->items = items;
        for (size_t i = 0; i < wrong->count; i++) {
                const Module *loaded = drill->modules[module];
                size_t question = loaded ? module_question(loaded, wrong->ids[i]) : SIZE_MAX;
                if (question == SIZE_MAX || loaded->questions[question].status == QUESTION_RETIRED)
                        drill->gone++;
                else
                        add_item(session, module, question);
        }
}

/* The modules of the attempts, in their order; one that is asked for by name is loaded already. */
static bool review_attempts(Session *session, const Finished *finished, Error *error)
{
        Drill *drill = session->drill;
        bool done = true;
        Module *named = drill->module_count ? drill->modules[0] : NULL;
        drill->modules = arena_array(drill->arena, Module *, finished->count + 1);
        drill->modules[0] = named;
        drill->plans = arena_array(drill->arena, Plan, finished->count + 1);
        for (size_t i = 0; done && i < finished->count; i++) {
                Error passed_over = { 0 };
                if (!drill->modules[i])
                        drill->modules[i] = library_load(session->library, finished->rows[i].module,
                                session->language, &passed_over);
                drill->module_count = i + 1;
                Wrong wrong = { .arena = drill->arena };
                EventFilter filter = { .attempt = finished->rows[i].attempt,
                        .kinds = 1u << EVENT_ANSWERED };
                done = store_events(session->store, &filter, keep_wrong, &wrong, error);
                if (done)
                        add_wrong(session, i, &wrong);
                free(wrong.ids);
        }
        return done;
}

static bool begin_review(Session *session, const char *module_id, Error *error)
{
        Drill *drill = session->drill;
        if (module_id) {
                drill->modules = arena_array(drill->arena, Module *, 1);
                drill->modules[0] =
                        library_load(session->library, module_id, session->language, error);
                if (!drill->modules[0])
                        return false;
                drill->module_count = 1;
                drill->about = drill->modules[0]->head.id;
        }
        if (!session->person.id[0])
                return true;
        Finished finished = { .arena = drill->arena };
        AttemptFilter filter = { .person = session->person.id,
                .module = module_id,
                .only_finished = true,
                .newest_first = true };
        bool done = store_attempts(session->store, &filter, keep_finished, &finished, error);
        drill->has_past = finished.count > 0;
        if (done && finished.count)
                done = review_attempts(session, &finished, error);
        free(finished.rows);
        return done;
}

static bool begin_refresh(Session *session, unsigned minutes, Error *error)
{
        Drill *drill = session->drill;
        Candidates candidates;
        if (!session->person.id[0])
                return true;
        if (!candidates_read(session->library, session->language, session->store,
                    session->person.id, moment_now(), false, drill->arena, &candidates, error))
                return false;
        drill->modules = candidates.modules;
        drill->module_count = candidates.module_count;
        drill->plans = arena_array(drill->arena, Plan, candidates.module_count + 1);
        drill->has_past = candidates.memories.count > 0;
        drill->seconds = candidates.memories.seconds;
        drill->is_ahead = candidates.due == 0;
        drill->has_confident_miss =
                candidates.count && candidates.items[0].memory->is_confident_miss;
        size_t most = candidates_fit(&candidates, minutes ? minutes : REFRESH_MINUTES);
        drill->items = arena_array(drill->arena, DrillItem, candidates.count + 1);
        for (size_t i = 0; i < candidates.count && drill->count < most; i++)
                if (drill->is_ahead || candidates.items[i].memory->is_due)
                        add_item(session, candidates.items[i].module, candidates.items[i].question);
        return true;
}

bool drill_begin(
        Session *session, const char *module_id, const SessionOptions *options, Error *error)
{
        Drill *drill = xmalloc(sizeof *drill);
        *drill = (Drill){ .arena = arena_new() };
        session->drill = drill;
        bool done = session->kind == SITTING_REVIEW
                            ? begin_review(session, module_id, error)
                            : begin_refresh(session, options->minutes, error);
        if (done)
                sitting_enter(session, drill->count ? SESSION_WELCOME : SESSION_RESULT);
        return done;
}

void drill_end(Session *session)
{
        Drill *drill = session->drill;
        for (size_t i = 0; i < drill->module_count; i++)
                module_free(drill->modules[i]);
        session->module = NULL;
        arena_free(drill->arena);
        free(drill);
        session->drill = NULL;
}

bool drill_forward(Session *session, Error *error)
{
        Drill *drill = session->drill;
        switch (session->state) {
        case SESSION_WELCOME:
                show_question(session);
                return true;
        case SESSION_QUESTION:
                return error_set(error, _("This question waits for an answer."));
        case SESSION_FEEDBACK:
                if (++drill->at < drill->count)
                        show_question(session);
                else
                        sitting_enter(session, SESSION_RESULT);
                return true;
        case SESSION_LESSON:
        case SESSION_RESULT:
        case SESSION_OVER:
                sitting_enter(session, SESSION_OVER);
                return true;
        }
        return false;
}

/* The event has no attempt, and a kind of its own: nothing that is made from attempts can see it.
 */
static bool store_refreshed(Session *session, const Question *question, const Response *response,
        int64_t seconds, Error *error)
{
        json_t *body = sitting_answered_body(session, question, response, seconds);
        json_object_del(body, "scored");
        json_object_set_new(body, "module", json_string(session->module->head.id));
        json_object_set_new(body, "version", json_string(session->module->head.version));
        EventDraft draft = { EVENT_REFRESHED, session->person.id, NULL, body };
        Event stored;
        bool done = store_append(session->store, &draft, 1, &stored, error);
        if (done)
                session->saved_at = stored.at;
        json_decref(body);
        return done;
}

bool drill_answer(Session *session, const Response *response, int64_t seconds, Error *error)
{
        Drill *drill = session->drill;
        DrillItem *item = &drill->items[drill->at];
        const Question *question = &session->module->questions[item->item.question];
        if (session->kind == SITTING_REFRESH &&
                !store_refreshed(session, question, response, seconds, error))
                return false;
        double fraction = score_response(question, response);
        session->attempt.answers[0] =
                (Answer){ .given = true, .response = *response, .fraction = fraction };
        item->is_right = fraction >= FULL;
        drill->answered++;
        return true;
}

void drill_set_language(Session *session)
{
        Drill *drill = session->drill;
        for (size_t i = 0; i < drill->module_count; i++) {
                Module *old = drill->modules[i];
                Error passed_over = { 0 };
                Module *other = old ? library_load(session->library, old->head.id,
                                              session->language, &passed_over)
                                    : NULL;
                if (!other)
                        continue;
                if (!module_matches(other, old)) {
                        module_free(other);
                        continue;
                }
                if (session->module == old) {
                        session->module = other;
                        session->attempt.module = other;
                }
                if (drill->about == old->head.id)
                        drill->about = other->head.id;
                drill->modules[i] = other;
                module_free(old);
        }
}
