#include "session/memory.h"

#include <stdlib.h>
#include <string.h>

static const double FULL = 1 - 1e-9;

enum { USUAL_SECONDS = 30, LEAST_SECONDS = 10, MOST_SECONDS = 300, VERY_SURE = 3 };

typedef struct Reading {
        Arena *arena;
        json_t *attempts; /* attempt id → its module */
        json_t *finished; /* modules */
        json_t *places;   /* "module question" → index of the memory */
        Memory *items;
        size_t count, room;
        unsigned *seconds;
        size_t time_count, time_room;
} Reading;

static Memory *memory_of(Reading *reading, const char *module, const char *question)
{
        const char *key = arena_printf(reading->arena, "%s %s", module, question);
        const json_t *place = json_object_get(reading->places, key);
        if (place)
                return &reading->items[json_integer_value(place)];
        reading->items =
                xgrow(reading->items, reading->count, &reading->room, sizeof *reading->items);
        json_object_set_new(reading->places, key, json_integer((json_int_t)reading->count));
        Memory *memory = &reading->items[reading->count++];
        *memory = (Memory){ .module = arena_strdup(reading->arena, module),
                .question = arena_strdup(reading->arena, question) };
        return memory;
}

static void note_time(Reading *reading, const json_t *body)
{
        json_int_t seconds = json_integer_value(json_object_get(body, "seconds"));
        if (seconds < 0)
                return;
        reading->seconds = xgrow(reading->seconds, reading->time_count, &reading->time_room,
                sizeof *reading->seconds);
        reading->seconds[reading->time_count++] =
                seconds < MOST_SECONDS ? (unsigned)seconds : MOST_SECONDS;
}

static void take_answer(Reading *reading, const char *module, int64_t at, const json_t *body)
{
        const char *question = json_string_value(json_object_get(body, "question"));
        const json_t *scored = json_object_get(body, "scored");
        if (!module || !question || json_is_false(scored))
                return; /* what is being tried out is no knowledge to keep */
        double max = json_number_value(json_object_get(body, "max"));
        double fraction = max > 0 ? json_number_value(json_object_get(body, "score")) / max : 0;
        int confidence = (int)json_integer_value(json_object_get(body, "confidence"));
        Memory *memory = memory_of(reading, module, question);
        memory->grade = schedule_grade(fraction, confidence);
        memory->is_confident_miss = confidence == VERY_SURE && !(fraction >= FULL);
        memory->schedule = schedule_answer(memory->schedule, at, memory->grade);
        note_time(reading, body);
}

static bool take_event(const Event *event, void *data)
{
        Reading *reading = data;
        json_t *body = json_loads(event->body, 0, NULL);
        json_t *module = json_object_get(body, "module");
        switch (event->kind) {
        case EVENT_ATTEMPT_STARTED:
                json_object_set(reading->attempts, event->attempt, module);
                break;
        case EVENT_ATTEMPT_FINISHED:
                if (json_is_string(module))
                        json_object_set_new(
                                reading->finished, json_string_value(module), json_true());
                break;
        case EVENT_ANSWERED:
                take_answer(reading,
                        json_string_value(json_object_get(reading->attempts, event->attempt)),
                        event->at, body);
                break;
        case EVENT_REFRESHED:
                take_answer(reading, json_string_value(module), event->at, body);
                break;
        default:
                break;
        }
        json_decref(body);
        return true;
}

static int compare_times(const void *left, const void *right)
{
        unsigned a = *(const unsigned *)left, b = *(const unsigned *)right;
        return (a > b) - (a < b);
}

static unsigned median_seconds(Reading *reading)
{
        size_t count = reading->time_count;
        if (count == 0)
                return USUAL_SECONDS;
        qsort(reading->seconds, count, sizeof *reading->seconds, compare_times);
        unsigned median = (reading->seconds[(count - 1) / 2] + reading->seconds[count / 2] + 1) / 2;
        return median < LEAST_SECONDS ? LEAST_SECONDS : median;
}

static void judge(Memory *memory, int64_t now)
{
        memory->retrievability = schedule_retrievability(&memory->schedule, now);
        memory->is_due = memory->schedule.due <= now &&
                         (memory->grade < GRADE_GOOD || memory->retrievability < 1);
}

static int compare_memories(const void *left, const void *right)
{
        const Memory *a = left, *b = right;
        if (a->is_confident_miss != b->is_confident_miss)
                return a->is_confident_miss ? -1 : 1;
        if (a->retrievability < b->retrievability || a->retrievability > b->retrievability)
                return a->retrievability < b->retrievability ? -1 : 1;
        if (a->schedule.due != b->schedule.due)
                return a->schedule.due < b->schedule.due ? -1 : 1;
        int by_module = strcmp(a->module, b->module);
        return by_module ? by_module : strcmp(a->question, b->question);
}

static void keep_finished(Reading *reading, int64_t now, Memories *memories)
{
        memories->items = arena_array(reading->arena, Memory, reading->count + 1);
        memories->count = 0;
        for (size_t i = 0; i < reading->count; i++) {
                if (!json_object_get(reading->finished, reading->items[i].module))
                        continue;
                memories->items[memories->count] = reading->items[i];
                judge(&memories->items[memories->count++], now);
        }
        qsort(memories->items, memories->count, sizeof *memories->items, compare_memories);
        memories->seconds = median_seconds(reading);
}

bool memories_read(Store *store, const char *person, int64_t now, Arena *arena, Memories *memories,
        Error *error)
{
        Reading reading = { .arena = arena,
                .attempts = json_object(),
                .finished = json_object(),
                .places = json_object() };
        EventFilter filter = { .person = person,
                .kinds = 1u << EVENT_ATTEMPT_STARTED | 1u << EVENT_ATTEMPT_FINISHED |
                         1u << EVENT_ANSWERED | 1u << EVENT_REFRESHED };
        bool done = store_events(store, &filter, take_event, &reading, error);
        if (done)
                keep_finished(&reading, now, memories);
        json_decref(reading.attempts);
        json_decref(reading.finished);
        json_decref(reading.places);
        free(reading.items);
        free(reading.seconds);
        return done;
}
