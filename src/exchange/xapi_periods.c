#include "exchange/xapi_periods.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "exchange/xapi_statement.h"
#include "record/chain.h"

/* One registration: from the first attempt (or waiver) to the first pass (or waiver). */
typedef struct Registration Registration;
struct Registration {
        Registration *next;
        const char *module;
        Uuid id;
        bool is_over; /* what comes next is a renewal */
        bool has_passed, has_completed, has_satisfied;
};

typedef struct Session Session;
struct Session {
        Session *next;
        Registration *registration;
        XapiSession about;
        bool is_over;
};

struct XapiPeriods {
        const char *home_page, *person;
        Arena *arena;
        Registration *registrations; /* the newest of a module first */
        Session *sessions;           /* the newest first */
        /* of the event at hand */
        const Event *event;
        const json_t *body;
        XapiVisitor *visit;
        void *visit_data;
        bool is_stopped;
};

XapiPeriods *xapi_periods_start(const char *home_page, const char *person, Arena *arena)
{
        XapiPeriods *periods = arena_alloc(arena, sizeof *periods);
        periods->home_page = home_page;
        periods->person = arena_strdup(arena, person);
        periods->arena = arena;
        return periods;
}

/* Named after the event that opened it: that name stays when older events are pruned. */
static Uuid registration_of(const XapiPeriods *periods, const char *module, const char *opened_by)
{
        Text name = { 0 };
        text_printf(&name, "registration\n%s\n%s\n%s", periods->person, module, opened_by);
        Uuid registration = uuid_of_name(text_string(&name), name.len);
        text_clear(&name);
        return registration;
}

static Registration *open_registration(XapiPeriods *periods, const char *module)
{
        Registration *registration = periods->registrations;
        while (registration && strcmp(registration->module, module) != 0)
                registration = registration->next;
        if (registration && !registration->is_over)
                return registration;
        char hash[2 * HASH_BYTES + 1];
        hash_hex(periods->event->hash, hash);
        registration = arena_alloc(periods->arena, sizeof *registration);
        registration->module = arena_strdup(periods->arena, module);
        registration->id = registration_of(periods, module, hash);
        registration->next = periods->registrations;
        periods->registrations = registration;
        return registration;
}

static const char *text_of(const XapiPeriods *periods, const char *key)
{
        const char *text = json_string_value(json_object_get(periods->body, key));
        return text ? text : "";
}

static Session *open_session(XapiPeriods *periods, const char *module, const char *id)
{
        const Event *event = periods->event;
        double pass = json_number_value(json_object_get(periods->body, "pass"));
        Session *session = arena_alloc(periods->arena, sizeof *session);
        session->registration = open_registration(periods, module);
        session->about = (XapiSession){ .home_page = periods->home_page,
                .person = periods->person,
                .module = session->registration->module,
                .version = arena_strdup(periods->arena, text_of(periods, "version")),
                .language = arena_strdup(periods->arena, text_of(periods, "language")),
                .id = arena_strdup(periods->arena, id),
                .registration = session->registration->id,
                .started = event->at,
                .last = event->at,
                .mastery = floor(fmin(fmax(pass, 0), 100) * 100 + 1e-9) / 1e4 };
        session->next = periods->sessions;
        periods->sessions = session;
        return session;
}

static Session *find_session(const XapiPeriods *periods)
{
        Session *session = periods->sessions;
        while (session && strcmp(session->about.id, periods->event->attempt) != 0)
                session = session->next;
        return session;
}

static void say(XapiPeriods *periods, const Session *session, XapiVerb verb)
{
        if (periods->is_stopped)
                return;
        XapiStatement made = { .len = 0 };
        json_t *statement =
                xapi_statement(&session->about, verb, periods->event, periods->body, &made.id);
        char *line = json_dumps(statement, JSON_COMPACT | JSON_REAL_PRECISION(15));
        json_decref(statement);
        if (!line)
                return;
        made.json = line;
        made.len = strlen(line);
        periods->is_stopped = !periods->visit(&made, periods->visit_data);
        free(line);
}

static void say_satisfied(XapiPeriods *periods, Session *session)
{
        if (!session->registration->has_satisfied)
                say(periods, session, VERB_SATISFIED);
        session->registration->has_satisfied = true;
        session->registration->is_over = true;
}

/* Only the first pass of a registration counts, and none is failed after it. */
static void say_finished(XapiPeriods *periods, Session *session)
{
        Registration *registration = session->registration;
        bool has_passed = json_is_true(json_object_get(periods->body, "passed"));
        if (!registration->has_completed)
                say(periods, session, VERB_COMPLETED);
        registration->has_completed = true;
        if (!registration->has_passed)
                say(periods, session, has_passed ? VERB_PASSED : VERB_FAILED);
        registration->has_passed = registration->has_passed || has_passed;
        if (has_passed)
                say_satisfied(periods, session);
        say(periods, session, VERB_TERMINATED);
        session->is_over = true;
}

static void take_of_attempt(XapiPeriods *periods)
{
        Session *session = find_session(periods);
        if (!session || session->is_over)
                return;
        switch (periods->event->kind) {
        case EVENT_ANSWERED:
                say(periods, session, VERB_ANSWERED);
                break;
        case EVENT_ATTEMPT_FINISHED:
                say_finished(periods, session);
                break;
        case EVENT_ATTEMPT_ABANDONED:
                say(periods, session, VERB_ABANDONED);
                session->is_over = true;
                break;
        default:
                return;
        }
        session->about.last = periods->event->at;
}

/* A session of its own, with nothing else in it. What an earlier system says was passed there is,
 * to cmi5, an equivalent outside activity; what was failed there is nothing, and a pass carried
 * over when the record was pruned was told when it was earned. */
static void take_waiver(XapiPeriods *periods, const char *module)
{
        char hash[2 * HASH_BYTES + 1];
        hash_hex(periods->event->hash, hash);
        if (periods->event->kind == EVENT_COMPLETION_IMPORTED &&
                (!json_is_true(json_object_get(periods->body, "passed")) ||
                        json_object_get(periods->body, "carried")))
                return;
        Session *session = open_session(periods, module, hash);
        say(periods, session, VERB_WAIVED);
        say_satisfied(periods, session);
        session->is_over = true;
}

bool xapi_periods_take(XapiPeriods *periods, const Event *event,
        bool (*is_wanted)(const char *module, void *data), void *wanted_data, XapiVisitor *visit,
        void *visit_data)
{
        json_t *body = json_loads(event->body, JSON_REJECT_DUPLICATES, NULL);
        periods->event = event;
        periods->body = body;
        periods->visit = visit;
        periods->visit_data = visit_data;
        const char *module = text_of(periods, "module");
        switch (event->kind) {
        case EVENT_ATTEMPT_STARTED:
                if (event->attempt[0] && is_wanted(module, wanted_data))
                        say(periods, open_session(periods, module, event->attempt),
                                VERB_INITIALIZED);
                break;
        case EVENT_COMPLETION_IMPORTED:
        case EVENT_COMPLETION_WAIVED:
                if (is_wanted(module, wanted_data))
                        take_waiver(periods, module);
                break;
        default:
                take_of_attempt(periods);
                break;
        }
        json_decref(body);
        periods->body = NULL;
        return !periods->is_stopped;
}
