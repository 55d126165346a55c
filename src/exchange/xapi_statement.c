#include "exchange/xapi_statement.h"

#include <ctype.h>
#include <math.h>
#include <string.h>

#include "base/date.h"
#include "record/chain.h"

#define ADL "http://adlnet.gov/expapi/"
#define CMI5 "https://w3id.org/xapi/cmi5/"

enum { MICROSECONDS = 1000000 };

/* Which part of a module a statement is about. */
typedef enum Object { OBJECT_UNIT, OBJECT_QUESTION, OBJECT_COURSE } Object;

typedef struct Verb {
        const char *id, *display;
        Object object;
        bool moves_on; /* has `success` or `completion`, which cmi5 wants in a category */
} Verb;

static const Verb verbs[VERB_COUNT] = {
        [VERB_INITIALIZED] = { ADL "verbs/initialized", "initialized", OBJECT_UNIT, false },
        [VERB_ANSWERED] = { ADL "verbs/answered", "answered", OBJECT_QUESTION, false },
        [VERB_COMPLETED] = { ADL "verbs/completed", "completed", OBJECT_UNIT, true },
        [VERB_PASSED] = { ADL "verbs/passed", "passed", OBJECT_UNIT, true },
        [VERB_FAILED] = { ADL "verbs/failed", "failed", OBJECT_UNIT, true },
        [VERB_SATISFIED] = { "https://w3id.org/xapi/adl/verbs/satisfied", "satisfied",
                OBJECT_COURSE, false },
        [VERB_TERMINATED] = { ADL "verbs/terminated", "terminated", OBJECT_UNIT, false },
        [VERB_ABANDONED] = { "https://w3id.org/xapi/adl/verbs/abandoned", "abandoned", OBJECT_UNIT,
                false },
        [VERB_WAIVED] = { "https://w3id.org/xapi/adl/verbs/waived", "waived", OBJECT_UNIT, true },
};

void xapi_append_escaped(Text *out, const char *text)
{
        for (const char *at = text; *at; at++) {
                unsigned char byte = (unsigned char)*at;
                if (byte < 0x80 && (isalnum(byte) || strchr("-._~", byte)))
                        text_append_char(out, *at);
                else
                        text_printf(out, "%%%02X", byte);
        }
}

/* `HOME/modules/MODULE`, and what of it, as an activity without a definition. */
static json_t *activity(const XapiSession *session, const char *part, const char *name)
{
        Text id = { 0 };
        text_printf(&id, "%s/modules/", session->home_page);
        xapi_append_escaped(&id, session->module);
        text_append(&id, part);
        xapi_append_escaped(&id, name);
        json_t *json = json_pack("{s:s, s:s}", "objectType", "Activity", "id", text_string(&id));
        text_clear(&id);
        return json;
}

static json_t *object_of(const XapiSession *session, Object object, const json_t *body)
{
        const char *question = json_string_value(json_object_get(body, "question"));
        json_t *json, *definition;
        switch (object) {
        case OBJECT_QUESTION:
                json = activity(session, "/questions/", question ? question : "");
                definition = xapi_question(body);
                break;
        case OBJECT_COURSE:
                json = activity(session, "/course", "");
                definition = json_pack("{s:s}", "type", CMI5 "activitytype/course");
                break;
        case OBJECT_UNIT:
        default:
                json = activity(session, "/quiz", "");
                definition = json_pack("{s:s}", "type", ADL "activities/assessment");
                break;
        }
        json_object_set_new(json, "definition", definition);
        return json;
}

static json_t *category(const char *id)
{
        return json_pack("{s:s, s:s}", "objectType", "Activity", "id", id);
}

static bool is_language(const char *tag)
{
        size_t len = strlen(tag);
        return len >= 2 && len <= 35 && isalpha((unsigned char)tag[0]) &&
               strspn(tag, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-") ==
                       len &&
               tag[len - 1] != '-' && !strstr(tag, "--");
}

/* A statement about an answer is one that cmi5 allows but does not define: it has no category. */
static json_t *context_of(const XapiSession *session, XapiVerb verb, bool has_mastery)
{
        char registration[UUID_SIZE];
        uuid_format(&session->registration, registration);
        json_t *activities = json_object(), *extensions = json_object();
        if (verb == VERB_ANSWERED)
                json_object_set_new(
                        activities, "parent", json_pack("[o]", activity(session, "/quiz", "")));
        json_object_set_new(activities, "grouping", json_pack("[o]", activity(session, "", "")));
        if (verb != VERB_ANSWERED) {
                json_t *categories = json_pack("[o]", category(CMI5 "context/categories/cmi5"));
                if (verbs[verb].moves_on)
                        json_array_append_new(
                                categories, category(CMI5 "context/categories/moveon"));
                json_object_set_new(activities, "category", categories);
        }
        json_object_set_new(
                extensions, CMI5 "context/extensions/sessionid", json_string(session->id));
        if (has_mastery)
                json_object_set_new(extensions, CMI5 "context/extensions/masteryscore",
                        json_real(session->mastery));
        json_t *context = json_pack("{s:s, s:o, s:s}", "registration", registration,
                "contextActivities", activities, "platform", "makesafe");
        if (session->version[0])
                json_object_set_new(context, "revision", json_string(session->version));
        if (is_language(session->language))
                json_object_set_new(context, "language", json_string(session->language));
        json_object_set_new(context, "extensions", extensions);
        return context;
}

static void set_extension(
        json_t *extensions, const XapiSession *session, const char *name, const json_t *value)
{
        if (!value || json_is_null(value))
                return;
        Text key = { 0 };
        text_printf(&key, "%s/extensions/%s", session->home_page, name);
        json_object_set(extensions, text_string(&key), (json_t *)value);
        text_clear(&key);
}

static json_t *answered_result(const XapiSession *session, const json_t *body)
{
        static const char *const names[] = { "score", "max", "confidence" };
        static const char *const words[] = { "points", "most-points", "confidence" };
        const char *type = json_string_value(json_object_get(body, "type"));
        double score = json_number_value(json_object_get(body, "score"));
        double max = json_number_value(json_object_get(body, "max"));
        Text response = { 0 };
        xapi_response(type, json_object_get(body, "response"), &response);
        json_t *extensions = json_object();
        for (size_t i = 0; i < sizeof names / sizeof *names; i++)
                set_extension(extensions, session, words[i], json_object_get(body, names[i]));
        json_t *result = json_pack("{s:b, s:s, s:o, s:o}", "success", max > 0 && score >= max,
                "response", text_string(&response), "duration",
                xapi_duration(json_number_value(json_object_get(body, "seconds"))), "extensions",
                extensions);
        text_clear(&response);
        return result;
}

static bool is_whole(double number)
{
        return number >= 0 && number < 1e9 && floor(number) == number;
}

/* cmi5 wants whole numbers: points where they are, else percent. Never up to a mark that was
 * missed, so rounded down. */
static json_t *score_of(const json_t *body, bool has_scaled, double scaled)
{
        double raw = json_number_value(json_object_get(body, "score"));
        double max = json_number_value(json_object_get(body, "max"));
        if (!is_whole(raw) || !is_whole(max) || raw > max || max <= 0) {
                raw = floor(scaled * 100 + 1e-9); /* 0.29 × 100 is a hair under 29 */
                max = 100;
        }
        json_t *score = json_object();
        if (has_scaled)
                json_object_set_new(score, "scaled", json_real(scaled));
        json_object_set_new(score, "raw", json_integer((json_int_t)raw));
        json_object_set_new(score, "min", json_integer(0));
        json_object_set_new(score, "max", json_integer((json_int_t)max));
        return score;
}

/* To a millionth, so that it reads the same everywhere. */
static double scaled_of(const json_t *body)
{
        double percent = json_number_value(json_object_get(body, "percent"));
        return floor(fmin(fmax(percent, 0), 100) * 1e4 + 0.5) / 1e6;
}

/* cmi5's four reasons. */
static const char *reason_of(const Event *event, const json_t *body)
{
        const char *reason = json_string_value(json_object_get(body, "reason"));
        if (event->kind == EVENT_COMPLETION_IMPORTED ||
                (reason && strcmp(reason, "equivalent") == 0))
                return "Equivalent Outside Activity";
        return reason && strcmp(reason, "tested-out") == 0 ? "Tested Out" : "Administrative";
}

static double seconds_between(int64_t from, int64_t to)
{
        return (double)(to - from) / MICROSECONDS;
}

/* `is_judged`: the pass mark decided; a quiz that was failed for a critical question in spite of
 * its score has neither a scaled score nor a pass mark to compare it with. */
static json_t *result_of(const XapiSession *session, XapiVerb verb, const Event *event,
        const json_t *body, bool is_judged)
{
        json_t *spent = xapi_duration(seconds_between(session->started, event->at));
        switch (verb) {
        case VERB_COMPLETED:
                return json_pack("{s:b, s:o}", "completion", 1, "duration", spent);
        case VERB_PASSED:
        case VERB_FAILED:
                return json_pack("{s:o, s:b, s:o}", "score",
                        score_of(body, is_judged, scaled_of(body)), "success", verb == VERB_PASSED,
                        "duration", spent);
        case VERB_TERMINATED:
                return json_pack("{s:o}", "duration", spent);
        case VERB_ABANDONED:
                json_decref(spent);
                return json_pack("{s:o}", "duration",
                        xapi_duration(seconds_between(session->started, session->last)));
        case VERB_WAIVED:
                json_decref(spent);
                return json_pack("{s:b, s:b, s:{s:s}}", "success", 1, "completion", 1, "extensions",
                        CMI5 "result/extensions/reason", reason_of(event, body));
        case VERB_ANSWERED:
                json_decref(spent);
                return answered_result(session, body);
        case VERB_INITIALIZED:
        case VERB_SATISFIED:
        case VERB_COUNT:
        default:
                json_decref(spent);
                return NULL;
        }
}

/* The address is part of the name: under another one it is another statement, about another actor.
 */
static Uuid id_of(const XapiSession *session, XapiVerb verb, const Event *event)
{
        char hash[2 * HASH_BYTES + 1];
        hash_hex(event->hash, hash);
        Text name = { 0 };
        text_printf(&name, "statement\n%s\n%s\n%s", session->home_page, hash, verbs[verb].display);
        Uuid id = uuid_of_name(text_string(&name), name.len);
        text_clear(&name);
        return id;
}

json_t *xapi_statement(
        const XapiSession *session, XapiVerb verb, const Event *event, const json_t *body, Uuid *id)
{
        char moment[MOMENT_SIZE], text[UUID_SIZE];
        bool has_scaled = verb == VERB_PASSED || verb == VERB_FAILED;
        bool is_judged =
                has_scaled && (scaled_of(body) >= session->mastery) == (verb == VERB_PASSED);
        *id = id_of(session, verb, event);
        uuid_format(id, text);
        moment_format(event->at, moment);
        json_t *statement = json_pack("{s:s, s:{s:s, s:{s:s, s:s}}, s:{s:s, s:{s:s}}, s:o}", "id",
                text, "actor", "objectType", "Agent", "account", "homePage", session->home_page,
                "name", session->person, "verb", "id", verbs[verb].id, "display", "en",
                verbs[verb].display, "object", object_of(session, verbs[verb].object, body));
        json_t *result = result_of(session, verb, event, body, is_judged);
        if (result)
                json_object_set_new(statement, "result", result);
        json_object_set_new(statement, "context", context_of(session, verb, is_judged));
        json_object_set_new(statement, "timestamp", json_string(moment));
        return statement;
}
