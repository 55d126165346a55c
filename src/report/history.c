#include "report/history.h"

#include <stdlib.h>
#include <string.h>

typedef struct Reading {
        const char *staff_id;
        json_t *attempts; /* array */
        json_t *by_id;    /* attempt id → its answers (borrowed) */
} Reading;

static json_t *moment_or_null(int64_t moment)
{
        char text[MOMENT_SIZE];
        if (!moment)
                return json_null();
        moment_format(moment, text);
        return json_string(text);
}

static bool add_attempt(const AttemptRow *row, void *data)
{
        Reading *reading = data;
        json_t *answers = json_array();
        json_t *attempt = json_object();
        bool finished = row->finished != 0;
        json_object_set_new(attempt, "attempt", json_string(row->id));
        json_object_set_new(attempt, "staff_id", json_string(reading->staff_id));
        json_object_set_new(attempt, "module", json_string(row->module));
        json_object_set_new(attempt, "version", json_string(row->version));
        json_object_set_new(attempt, "language", json_string(row->language));
        json_object_set_new(attempt, "started", moment_or_null(row->started));
        json_object_set_new(attempt, "finished", moment_or_null(row->finished));
        json_object_set_new(attempt, "score", finished ? json_real(row->score) : json_null());
        json_object_set_new(attempt, "max", finished ? json_real(row->max) : json_null());
        json_object_set_new(attempt, "percent", finished ? json_real(row->percent) : json_null());
        json_object_set_new(attempt, "passed", finished ? json_boolean(row->passed) : json_null());
        json_object_set_new(attempt, "seed", json_integer((json_int_t)row->seed));
        json_object_set_new(attempt, "answers", answers);
        json_array_append_new(reading->attempts, attempt);
        json_object_set(reading->by_id, row->id, answers);
        return true;
}

static void copy_key(json_t *to, const json_t *from, const char *key)
{
        json_t *value = json_object_get(from, key);
        json_object_set(to, key, value ? value : json_null());
}

static bool add_answer(const Event *event, void *data)
{
        static const char *const keys[] = { "question", "type", "response", "score", "max",
                "seconds", "confidence" };
        Reading *reading = data;
        json_t *answers = json_object_get(reading->by_id, event->attempt);
        json_t *body = json_loads(event->body, 0, NULL);
        if (answers && body) {
                json_t *answer = json_object();
                for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
                        copy_key(answer, body, keys[i]);
                json_object_set_new(answer, "at", moment_or_null(event->at));
                json_array_append_new(answers, answer);
        }
        json_decref(body);
        return true;
}

static bool add_refreshed(const Event *event, void *data)
{
        static const char *const keys[] = { "module", "version", "question", "type", "response",
                "score", "max", "seconds", "confidence" };
        json_t *list = data;
        json_t *body = json_loads(event->body, 0, NULL);
        if (body) {
                json_t *answer = json_object();
                for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
                        copy_key(answer, body, keys[i]);
                json_object_set_new(answer, "at", moment_or_null(event->at));
                json_array_append_new(list, answer);
        }
        json_decref(body);
        return true;
}

json_t *history_refreshers(Store *store, const char *staff_id, Error *error)
{
        Arena *arena = arena_new();
        json_t *list = json_array();
        Person person;
        bool done = store_person(store, arena, staff_id, &person, error);
        EventFilter filter = { .person = person.id, .kinds = 1u << EVENT_REFRESHED };
        if (done && person.id[0])
                done = store_events(store, &filter, add_refreshed, list, error);
        arena_free(arena);
        if (done)
                return list;
        json_decref(list);
        return NULL;
}

json_t *history_read(Store *store, const char *staff_id, Error *error)
{
        Arena *arena = arena_new();
        Reading reading = { staff_id, json_array(), json_object() };
        Person person;
        bool done = store_person(store, arena, staff_id, &person, error);
        if (done && person.id[0]) {
                AttemptFilter attempts = { .person = person.id };
                EventFilter answers = { .person = person.id, .kinds = 1u << EVENT_ANSWERED };
                done = store_attempts(store, &attempts, add_attempt, &reading, error) &&
                       store_events(store, &answers, add_answer, &reading, error);
        }
        json_decref(reading.by_id);
        arena_free(arena);
        if (done)
                return reading.attempts;
        json_decref(reading.attempts);
        return NULL;
}
