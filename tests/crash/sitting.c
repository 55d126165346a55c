#include "sitting.h"

#include <stdio.h>

static bool append(Sitting *sitting, EventKind kind, json_t *body, json_t *last, Error *error)
{
        EventDraft drafts[2] = { { kind, sitting->person.id, sitting->attempt, body },
                { EVENT_ATTEMPT_FINISHED, sitting->person.id, sitting->attempt, last } };
        bool done = store_append(sitting->store, drafts, last ? 2 : 1, NULL, error);
        json_decref(body);
        json_decref(last);
        return done;
}

static bool answer(Sitting *sitting, int number, Error *error)
{
        char question[16];
        snprintf(question, sizeof question, "q%d", number);
        json_t *last = number == SITTING_ANSWERS ? body_finished("hotel", 90, true, NULL) : NULL;
        return append(sitting, EVENT_ANSWERED, body_answered(question, 1), last, error);
}

static bool take(Sitting *sitting, Error *error)
{
        switch (sitting->step) {
        case 0:
                sitting->store = store_open(sitting->world->path, STORE_CREATE, error);
                return sitting->store != NULL;
        case 1:
                return store_person_ensure(
                        sitting->store, sitting->world->arena, "e17", &sitting->person, error);
        case 2:
                id_make(sitting->attempt);
                return append(sitting, EVENT_ATTEMPT_STARTED,
                        body_started("hotel", SITTING_ANSWERS), NULL, error);
        default:
                return answer(sitting, sitting->step - 2, error);
        }
}

bool sitting_step(Sitting *sitting, Error *error)
{
        bool done = take(sitting, error);
        sitting->step += done;
        return done;
}

void sitting_check(const World *world, int steps)
{
        if (steps == 0)
                return;
        Store *store = world_open(world, STORE_WRITE);
        Seen seen = { 0 };
        world_events(store, (EventFilter){ 0 }, &seen);
        size_t expected = (size_t)(steps - 1) + (steps == SITTING_STEPS);
        /* One step may be stored whole without having been told. */
        if (seen.count < expected || seen.count > expected + 2)
                fail_msg("%zu events after %d steps", seen.count, steps);
        for (size_t i = 2; i < seen.count && i < 2 + SITTING_ANSWERS; i++) {
                char words[32];
                snprintf(words, sizeof words, "\"question\":\"q%zu\"", i - 1);
                assert_non_null(strstr(seen.bodies[i], words));
        }
        assert_int_equal(world_verify(store), seen.count);
        seen_free(&seen);
        store_close(store);
}
