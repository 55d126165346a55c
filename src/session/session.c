#include "session/session.h"

#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/translate.h"
#include "session/drill.h"

static int64_t monotonic_now(void)
{
        struct timespec now;
        clock_gettime(CLOCK_MONOTONIC, &now);
        return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

void sitting_enter(Session *session, SessionState state)
{
        session->state = state;
        session->has_view = false;
        if (state == SESSION_QUESTION)
                session->shown_at = monotonic_now();
}

/* The newest attempt that fits a filter. */
typedef struct Found {
        Arena *arena;
        bool any;
        AttemptRow row;
} Found;

static bool keep_attempt(const AttemptRow *row, void *data)
{
        Found *found = data;
        found->any = true;
        found->row = *row;
        found->row.version = arena_strdup(found->arena, row->version);
        return false;
}

static bool find_attempt(Session *session, bool open, Found *found, Error *error)
{
        *found = (Found){ .arena = session->arena };
        AttemptFilter filter = { .person = session->person.id,
                .module = session->module->head.id,
                .only_open = open,
                .only_finished = !open,
                .newest_first = true,
                .limit = 1 };
        return store_attempts(session->store, &filter, keep_attempt, found, error);
}

static void say_how_it_ended(Session *session, const AttemptRow *row)
{
        char date[MOMENT_SIZE];
        moment_format_local(row->finished, date);
        date[10] = '\0';
        Result result = { .percent = row->percent };
        int percent = result_percent(&result, session->module->head.pass_score);
        session->notice = arena_printf(session->arena,
                row->passed ? _("Your last attempt ended on %s with %d%%: passed. This is a new one.")
                            : _("Your last attempt ended on %s with %d%%: not passed yet. This is a new one, with other questions."),
                date, percent);
}

/* Which lessons of this version were read since the last attempt ended. */
typedef struct ReadLessons {
        const Session *session;
        bool *read;
} ReadLessons;

static bool note_lesson(const Event *event, void *data)
{
        ReadLessons *lessons = data;
        const Module *module = lessons->session->module;
        json_t *body = json_loads(event->body, 0, NULL);
        const char *id = json_string_value(json_object_get(body, "module"));
        if (id && strcmp(id, module->head.id) == 0) {
                const char *lesson = json_string_value(json_object_get(body, "lesson"));
                const char *version = json_string_value(json_object_get(body, "version"));
                bool ends = event->kind == EVENT_ATTEMPT_FINISHED;
                bool same = version && strcmp(version, module->head.version) == 0;
                for (size_t i = 0; i < module->lesson_count; i++)
                        if (ends)
                                lessons->read[i] = false;
                        else if (same && lesson && strcmp(lesson, module->lessons[i].id) == 0)
                                lessons->read[i] = true;
        }
        json_decref(body);
        return true;
}

static bool find_unread(Session *session, Error *error)
{
        ReadLessons lessons = { session,
                arena_array(session->arena, bool, session->module->lesson_count + 1) };
        EventFilter filter = { .person = session->person.id,
                .kinds = 1u << EVENT_LESSON_READ | 1u << EVENT_ATTEMPT_FINISHED };
        if (!store_events(session->store, &filter, note_lesson, &lessons, error))
                return false;
        session->first_unread = 0;
        while (session->first_unread < session->module->lesson_count &&
                lessons.read[session->first_unread])
                session->first_unread++;
        session->lesson = session->first_unread;
        return true;
}

/* Goes on with an open attempt; `resumed` says whether that was possible. */
static bool resume(Session *session, const AttemptRow *row, bool restart, bool *resumed, Error *error)
{
        *resumed = false;
        if (restart)
                return sitting_abandon(session, row->id, "restart", error);
        Error misfit = { 0 };
        if (!sitting_fold(session, row->id, &misfit)) {
                session->notice = _(
                        "The questions have been changed since you began, so the old attempt cannot go on. Your answers are kept; a new attempt begins.");
                attempt_init(&session->attempt, session->module, session->attempt_arena);
                return sitting_abandon(session, row->id, "module changed", error);
        }
        *resumed = true;
        session->item = attempt_next(&session->attempt);
        session->notice = arena_printf(session->arena,
                _("You go on where you left off: question %zu of %zu."), session->item + 1,
                session->attempt.plan.count);
        sitting_enter(session, SESSION_QUESTION);
        return true;
}

static bool begin(Session *session, bool restart, Error *error)
{
        Found found;
        if (!find_attempt(session, true, &found, error))
                return false;
        bool resumed = false;
        if (found.any && !resume(session, &found.row, restart, &resumed, error))
                return false;
        if (resumed)
                return true;
        if (!find_attempt(session, false, &found, error))
                return false;
        if (found.any && !session->notice)
                say_how_it_ended(session, &found.row);
        sitting_enter(session, SESSION_WELCOME);
        return find_unread(session, error);
}

static void set_language(Session *session, const char *language)
{
        snprintf(session->language, sizeof session->language, "%s",
                language && *language ? language : translate_language());
}

static bool find_learner(Session *session, const SessionOptions *options, Error *error)
{
        if (!options->roster_required)
                return store_person_ensure(session->store, session->arena, options->staff_id,
                        &session->person, error);
        if (!store_person(session->store, session->arena, options->staff_id, &session->person, error))
                return false;
        if (session->person.id[0])
                return true;
        error_set(error, _("'%s' is not on the roster"), options->staff_id);
        return error_hint(error, _("Ask your supervisor to add you, or say with --as who you are"));
}

static bool open_module(
        Session *session, const char *module_id, const SessionOptions *options, Error *error)
{
        session->module = library_load(session->library, module_id, session->language, error);
        if (!session->module)
                return false;
        attempt_init(&session->attempt, session->module, session->attempt_arena);
        return find_learner(session, options, error) && begin(session, options->restart, error);
}

/* Whoever the record does not know has nothing to look at again, and is not added for asking. */
static bool open_drill(
        Session *session, const char *module_id, const SessionOptions *options, Error *error)
{
        return store_person(session->store, session->arena, options->staff_id, &session->person, error) &&
               drill_begin(session, module_id, options, error);
}

Session *session_open(Library *library, Store *store, const char *module_id,
        const SessionOptions *options, Error *error)
{
        Session *session = xmalloc(sizeof *session);
        *session = (Session){ .kind = options->kind,
                .library = library,
                .store = store,
                .only_quiz = options->only_quiz,
                .has_seed = options->has_seed,
                .seed = options->seed & PLAN_SEED_MOST,
                .expires = DAY_NONE,
                .arena = arena_new(),
                .attempt_arena = arena_new(),
                .page = arena_new() };
        set_language(session, options->language);
        Error none = { 0 }; /* the rule and 999 are shown even where there is no contacts file */
        session->contacts = library_contacts(library, &none);
        bool opened = options->kind == SITTING_LEARN ? open_module(session, module_id, options, error)
                                                     : open_drill(session, module_id, options, error);
        if (opened) {
                malloc_trim(0); /* reading took more than the module does: 190 KiB a session go back */
                return session;
        }
        session_close(session);
        return NULL;
}

void session_close(Session *session)
{
        if (!session)
                return;
        if (session->drill)
                drill_end(session);
        module_free(session->module);
        contacts_free(session->contacts);
        arena_free(session->page);
        arena_free(session->attempt_arena);
        arena_free(session->arena);
        free(session);
}

SessionState session_state(const Session *session)
{
        return session->state;
}

SittingKind session_kind(const Session *session)
{
        return session->kind;
}

const View *session_view(Session *session)
{
        if (session->has_view)
                return &session->view;
        arena_reset(session->page);
        if (session->drill) {
                session->view = drill_view(session);
                session->has_view = true;
                return &session->view;
        }
        switch (session->state) {
        case SESSION_WELCOME:
                session->view = view_welcome(session);
                break;
        case SESSION_LESSON:
                session->view = view_lesson(session);
                break;
        case SESSION_QUESTION:
                session->view = view_question(session);
                break;
        case SESSION_FEEDBACK:
                session->view = view_feedback(session);
                break;
        case SESSION_RESULT:
        case SESSION_OVER:
                session->view = view_result(session);
                break;
        }
        session->has_view = true;
        return &session->view;
}

static bool go_to_questions(Session *session, Error *error)
{
        if (session->attempt.state != ATTEMPT_OPEN && !sitting_start_attempt(session, error))
                return false;
        session->notice = NULL;
        session->item = attempt_next(&session->attempt);
        sitting_enter(session, SESSION_QUESTION);
        return true;
}

static bool leave_lesson(Session *session, Error *error)
{
        if (session->lesson >= session->first_unread) {
                if (!sitting_store_lesson(session, session->lesson, error))
                        return false;
                session->first_unread = session->lesson + 1;
        }
        if (session->lesson + 1 >= session->module->lesson_count)
                return go_to_questions(session, error);
        session->lesson++;
        sitting_enter(session, SESSION_LESSON);
        return true;
}

bool session_forward(Session *session, Error *error)
{
        if (session->drill)
                return drill_forward(session, error);
        switch (session->state) {
        case SESSION_WELCOME:
                if (session->only_quiz || session->lesson >= session->module->lesson_count)
                        return go_to_questions(session, error);
                session->notice = NULL;
                sitting_enter(session, SESSION_LESSON);
                return true;
        case SESSION_LESSON:
                return leave_lesson(session, error);
        case SESSION_QUESTION:
                return error_set(error, _("This question waits for an answer."));
        case SESSION_FEEDBACK:
                session->item = attempt_next(&session->attempt);
                sitting_enter(session, session->attempt.state == ATTEMPT_OPEN ? SESSION_QUESTION : SESSION_RESULT);
                return true;
        case SESSION_RESULT:
        case SESSION_OVER:
                sitting_enter(session, SESSION_OVER);
                return true;
        }
        return false;
}

bool session_back(Session *session)
{
        if (session->state != SESSION_LESSON)
                return false;
        if (session->lesson > 0) {
                session->lesson--;
                sitting_enter(session, SESSION_LESSON);
        } else {
                sitting_enter(session, SESSION_WELCOME);
        }
        return true;
}

bool session_skip_lessons(Session *session, Error *error)
{
        if (session->drill || (session->state != SESSION_WELCOME && session->state != SESSION_LESSON))
                return true;
        return go_to_questions(session, error);
}

bool session_answer(Session *session, const Response *response, Error *error)
{
        if (session->state != SESSION_QUESTION)
                return error_set(error, _("There is no question to answer now."));
        const Question *question =
                &session->module->questions[session->attempt.plan.items[session->item].question];
        if (!response_is_possible(question, response))
                return error_set(error, _("That cannot be an answer to this question."));
        int64_t seconds = (monotonic_now() - session->shown_at) / 1000000;
        bool is_taken = session->drill ? drill_answer(session, response, seconds, error)
                                       : sitting_store_answer(session, response, seconds, error);
        if (!is_taken) {
                error_wrap(error, _("Your answer could not be saved"));
                return error_hint(error, _("Nothing was lost: answer again when you have read this."));
        }
        session->notice = NULL;
        sitting_enter(session, SESSION_FEEDBACK);
        return true;
}

/* The attempt is told by ids, so it reads the same in every language; only its texts are others. */
static bool change_module(Session *session, Module *module, Error *error)
{
        Module *old = session->module;
        AttemptState state = session->attempt.state;
        char attempt[ID_SIZE];
        snprintf(attempt, sizeof attempt, "%s", session->attempt.id);
        session->module = module;
        if (state == ATTEMPT_NONE) {
                attempt_init(&session->attempt, module, session->attempt_arena);
        } else if (!sitting_fold(session, attempt, error)) {
                session->module = old;
                Error again = { 0 };
                sitting_fold(session, attempt, &again);
                module_free(module);
                return false;
        }
        module_free(old);
        if (session->state == SESSION_LESSON && session->lesson >= module->lesson_count)
                sitting_enter(session, SESSION_WELCOME); /* a translation that lags behind */
        return true;
}

bool session_set_language(Session *session, const char *language, Error *error)
{
        int64_t shown_at = session->shown_at;
        set_language(session, language);
        session->has_view = false;
        session->notice = NULL; /* it was made in the other language */
        if (session->drill) {
                drill_set_language(session);
                return true;
        }
        Module *module =
                library_load(session->library, session->module->head.id, session->language, error);
        if (!module || !change_module(session, module, error))
                return error_wrap(error, _("The module could not be shown in this language"));
        session->shown_at = shown_at;
        return true;
}
