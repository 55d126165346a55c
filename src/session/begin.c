/* Where a sitting with a module begins: where the learner left off, and what they are told about
 * last time. */
#include <stdio.h>
#include <string.h>

#include "base/translate.h"
#include "quiz/plan.h"
#include "session/renewal.h"
#include "session/sitting.h"

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
        found->row.digest = arena_strdup(found->arena, row->digest);
        found->row.language = arena_strdup(found->arena, row->language);
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
        int percent = percent_whole(row->percent, session->module->head.pass_score);
        const char *how = _("Your last attempt ended on %s with %d%%: passed. This is a new one.");
        if (!row->passed && plan_varies(session->module))
                how = _("Your last attempt ended on %s with %d%%: not passed yet. This is a "
                        "new one, with other questions.");
        else if (!row->passed)
                how = _("Your last attempt ended on %s with %d%%: not passed yet. This is a new "
                        "one.");
        session->notice = arena_printf(session->arena, how, date, percent);
}

static bool note_overlooked(const Event *event, void *data)
{
        Session *session = data;
        json_t *body = json_loads(event->body, 0, NULL);
        const json_t *misses = json_object_get(body, "misses"), *sign;
        size_t i;
        if (json_is_array(misses) && !json_is_false(json_object_get(body, "scored"))) {
                size_t room = session->overlooked_count + json_array_size(misses);
                const char **ids = arena_array(session->arena, const char *, room + 1);
                if (session->overlooked_count)
                        memcpy(ids, session->overlooked, session->overlooked_count * sizeof *ids);
                session->overlooked = ids;
        }
        json_array_foreach(misses, i, sign)
        {
                if (json_is_string(sign) && !json_is_false(json_object_get(body, "scored")))
                        session->overlooked[session->overlooked_count++] =
                                arena_strdup(session->arena, json_string_value(sign));
        }
        json_decref(body);
        return true;
}

/* What was overlooked is shown before a new attempt can begin, whether or not the result page of
 * the last one was reached: only the record knows that it ended, nobody knows whether its page was
 * read. */
static bool find_overlooked(Session *session, const AttemptRow *row, Error *error)
{
        EventFilter filter = { .attempt = row->id, .kinds = 1u << EVENT_ANSWERED };
        return store_events(session->store, &filter, note_overlooked, session, error);
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

/* Whether the file is another one than that the attempt began with. In another language it always
 * is; what counts there is the version. */
static bool is_changed(const Module *module, const AttemptRow *row)
{
        return strcmp(row->version, module->head.version) != 0 ||
               (strcmp(row->language, module->head.language) == 0 &&
                       strcmp(row->digest, module->digest) != 0);
}

/* Goes on with an open attempt; `resumed` says whether that was possible. */
static bool resume(
        Session *session, const AttemptRow *row, bool restart, bool *resumed, Error *error)
{
        *resumed = false;
        if (restart)
                return sitting_abandon(session, row->id, "restart", error);
        Error misfit = { 0 };
        if (!sitting_fold(session, row->id, &misfit)) {
                session->notice =
                        _("The questions have been changed since you began, so the old attempt "
                          "cannot go on. Your answers are kept; a new attempt begins.");
                attempt_init(&session->attempt, session->module, session->attempt_arena);
                return sitting_abandon(session, row->id, "module changed", error);
        }
        *resumed = true;
        session->item = attempt_next(&session->attempt);
        session->version = row->version;
        session->notice = arena_printf(session->arena,
                is_changed(session->module, row)
                        ? _("This module was changed since you began. What you have answered stays "
                            "as it is; you go on with question %zu of %zu.")
                        : _("You go on where you left off: question %zu of %zu."),
                session->item + 1, session->attempt.plan.count);
        sitting_enter(session, SESSION_QUESTION);
        return true;
}

bool sitting_begin(Session *session, bool restart, Error *error)
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
        return (!found.any || found.row.passed || find_overlooked(session, &found.row, error)) &&
               find_unread(session, error) && renewal_read(session, error);
}
