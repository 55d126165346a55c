/* A scratch folder with a record in it, and events to put there. Where MAKESAFE_POSTGRES names a
 * server, the record is a database of its own there. */
#ifndef STORE_WORLD_H
#define STORE_WORLD_H

#include "../unit/unit.h"

#include "base/arena.h"
#include "record/store.h"

typedef struct World {
        char folder[64];
        char path[128]; /* or URI of the record; not there yet */
        Arena *arena;
} World;

/** cmocka's set-up and tear-down: a new folder, and everything in it gone again. */
int world_make(void **state);
int world_end(void **state);

/** Opens the world's record; the test fails where that fails. */
Store *world_open(const World *world, StoreMode mode);

/** Someone with that staff id. */
Person world_person(const World *world, Store *store, const char *staff_id);

/** Stores one event and lets go of its body; the test fails where that fails. */
void world_add(Store *store, EventKind kind, const char *person, const char *attempt, json_t *body);

/** Bodies. `expires` and `due` may be NULL. Questions are named q1, q2, … */
json_t *body_started(const char *module, int questions);
json_t *body_answered(const char *question, double score);
json_t *body_finished(const char *module, double percent, bool passed, const char *expires);
json_t *body_assigned(const char *module, const char *due);
json_t *body_imported(const char *module, const char *completed, double percent, bool passed,
        const char *expires);
json_t *body_waived(const char *module, const char *expires);

/** A whole attempt of two questions. `attempt` receives its id. */
void world_attempt(Store *store, const char *person, const char *module, double percent,
        bool passed, const char *expires, char attempt[ID_SIZE]);

/** The test fails unless verify finds nothing; returns the number of events. */
int64_t world_verify(Store *store);

/** The one completion of a person and module on a day; the test fails where there is none. Its
 * texts live in the world's arena. */
CompletionRow world_completion(
        const World *world, Store *store, const char *person, const char *module, Day today);

/** Events as store_events gave them; bodies are copies. At most `most` where that is not 0. */
typedef struct Seen {
        Event events[512];
        char *bodies[512];
        size_t count, most;
} Seen;

void world_events(Store *store, EventFilter filter, Seen *seen);
void seen_free(Seen *seen);

/** Rows as the store gave them, and their texts: staff id, name, site, module, version, how. */
typedef struct Rows {
        AttemptRow attempts[64];
        char text[64][8][64];
        CompletionRow completions[64];
        size_t count;
} Rows;

Rows *world_attempts(const World *world, Store *store, AttemptFilter filter);
Rows *world_completions(const World *world, Store *store, CompletionFilter filter);

/** All completions, on 1 June 2026. */
CompletionFilter any_completion(void);

/** Five people with eight completions of two modules. */
void world_fill(const World *world, Store *store);

#endif
