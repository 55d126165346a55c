#include "session/session.h"

#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/translate.h"
#include "session/drill.h"
#include "session/renewal.h"

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

static void set_language(Session *session, const char *language)
{
        snprintf(session->language, sizeof session->language, "%s",
                language && *language ? language : translate_language());
}

static bool find_learner(Session *session, const SessionOptions *options, Error *error)
{
        if (!options->roster_required)
                return store_person_ensure(
                        session->store, session->arena, options->staff_id, &session->person, error);
        if (!store_person(
                    session->store, session->arena, options->staff_id, &session->person, error))
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
        return find_learner(session, options, error) &&
               sitting_begin(session, options->restart, error);
}

/* Whoever the record does not know has nothing to look at again, and is not added for asking. */
static bool open_drill(
        Session *session, const char *module_id, const SessionOptions *options, Error *error)
{
        return store_person(session->store, session->arena, options->staff_id, &session->person,
                       error) &&
               drill_begin(session, module_id, options, error);
}

Session *session_open(Library *library, Store *store, const char *module_id,
        const SessionOptions *options, Error *error)
{
        Session *session = xmalloc(sizeof *session);
        *session = (Session){ .kind = options->kind,
                .library = library,
                .store = store,
                .is_on_screens = options->is_on_screens,
                .has_no_commands = options->has_no_commands,
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
        bool opened = options->kind == SITTING_LEARN
                              ? open_module(session, module_id, options, error)
                              : open_drill(session, module_id, options, error);
        if (opened) {
                malloc_trim(
                        0); /* reading took more than the module does: 190 KiB a session go back */
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
        renewal_free(session->renewal);
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
        session->link_count = 0;
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

/* The first lesson from one on that is to be shown; the module's count where there is none. */
static size_t next_lesson(const Session *session, size_t lesson)
{
        while (session->only_new && lesson < session->module->lesson_count &&
                !renewal_is_new_lesson(session, lesson))
                lesson++;
        return lesson;
}

static bool leave_lesson(Session *session, Error *error)
{
        if (session->lesson >= session->first_unread) {
                if (!sitting_store_lesson(session, session->lesson, error))
                        return false;
                session->first_unread = session->lesson + 1;
        }
        size_t next = next_lesson(session, session->lesson + 1);
        if (next >= session->module->lesson_count)
                return go_to_questions(session, error);
        session->lesson = next;
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
                if (session->is_looking)
                        return session_back(session);
                return leave_lesson(session, error);
        case SESSION_QUESTION:
                return error_set(error, _("This question waits for an answer."));
        case SESSION_FEEDBACK:
                session->item = attempt_next(&session->attempt);
                sitting_enter(session,
                        session->attempt.state == ATTEMPT_OPEN ? SESSION_QUESTION : SESSION_RESULT);
                return true;
        case SESSION_RESULT:
        case SESSION_OVER:
                sitting_enter(session, SESSION_OVER);
                return true;
        }
        return false;
}

/* A lesson looked at again after the result is not recorded: the next attempt shows them all anew.
 */
bool session_follow(Session *session, size_t link)
{
        session_view(session); /* which knows the links */
        if (link >= session->link_count)
                return false;
        if (session->state == SESSION_WELCOME) {
                session->only_new = true;
                session->notice = NULL;
                session->lesson = next_lesson(session, 0);
                sitting_enter(session, SESSION_LESSON);
                return true;
        }
        session->lesson = session->links[link];
        session->is_looking = true;
        sitting_enter(session, SESSION_LESSON);
        return true;
}

static bool step_back(Session *session)
{
        for (size_t lesson = session->lesson; lesson > 0; lesson--)
                if (!session->only_new || renewal_is_new_lesson(session, lesson - 1)) {
                        session->lesson = lesson - 1;
                        return true;
                }
        return false;
}

bool session_back(Session *session)
{
        if (session->state != SESSION_LESSON)
                return false;
        if (session->is_looking) {
                session->is_looking = false;
                sitting_enter(session, SESSION_RESULT);
        } else if (step_back(session)) {
                sitting_enter(session, SESSION_LESSON);
        } else {
                if (session->only_new)
                        session->first_unread = 0; /* those before were passed over, not read */
                session->only_new = false;
                session->lesson = 0;
                sitting_enter(session, SESSION_WELCOME);
        }
        return true;
}

bool session_skip_lessons(Session *session, Error *error)
{
        if (session->drill ||
                (session->state != SESSION_WELCOME && session->state != SESSION_LESSON))
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
                return error_hint(
                        error, _("Nothing was lost: answer again when you have read this."));
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
