/* Events: the only truth the record keeps. An attempt is its list of events; every other table can
 * be made again from them. Bodies are JSON objects; what stands in each kind's is documented in
 * makesafe-record(5). */
#ifndef RECORD_EVENT_H
#define RECORD_EVENT_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

typedef enum EventKind {
        EVENT_STAFF_JOINED,    /* {} : the name stands in `people` alone */
        EVENT_STAFF_LEFT,      /* {} */
        EVENT_STAFF_FORGOTTEN, /* {} */
        EVENT_ASSIGNED,        /* {due, module}: due "YYYY-MM-DD" or absent */
        EVENT_ATTEMPT_STARTED, /* {digest, language, module, pass, plan, seed, version} */
        EVENT_LESSON_READ,     /* {lesson, module, version} */
        EVENT_ANSWERED, /* {confidence?, correct_rejections?, false_alarms?, hits?, max, misses?,
                           question, response, right, score, scored, seconds, signs?, type} */
        EVENT_ATTEMPT_FINISHED,    /* {expires?, max, module, passed, percent, score, version} */
        EVENT_ATTEMPT_ABANDONED,   /* {module, reason} */
        EVENT_COMPLETION_IMPORTED, /* {carried?, completed, expires?, module, passed, percent?,
                                      version} */
        EVENT_COMPLETION_WAIVED,   /* {expires?, module, note, reason} */
        EVENT_REPORT_MADE,         /* {command, filters, format, head, rows} */
        EVENT_KEY_CREATED,         /* {public} */
        EVENT_CHECKPOINT,          /* {head, key, signature} */
        EVENT_RECORD_PRUNED,       /* {before, hash, removed, seq}: events up to seq are gone */
        EVENT_REFRESHED, /* an answer in a refresher, which belongs to no attempt and changes no
                            score, completion or figure: {confidence?, correct_rejections?,
                            false_alarms?, hits?, max, misses?, module, question, response, score,
                            seconds, type, version} */
        EVENT_KINDS
} EventKind;

/** "staff-joined", …, as stored and hashed. */
extern const char *const event_kind_names[EVENT_KINDS];

/** The kind with that name; EVENT_KINDS where there is none. */
EventKind event_kind_find(const char *name);

enum { ID_SIZE = 33, HASH_BYTES = 32 };

/** A stored event. Strings belong to whoever hands the event out. */
typedef struct Event {
        int64_t seq; /* from 1 */
        int64_t at;  /* UTC microseconds, never before the event before it */
        EventKind kind;
        char person[ID_SIZE];  /* pseudonym, 128 bits in hex; "" for events about nobody */
        char attempt[ID_SIZE]; /* the same for attempts, or "" */
        const char *body;      /* canonical JSON */
        uint8_t hash[HASH_BYTES];
} Event;

/** An event to be stored. `body` is borrowed. */
typedef struct EventDraft {
        EventKind kind;
        const char *person, *attempt; /* NULL or "" for none */
        json_t *body;                 /* an object */
} EventDraft;

/** Makes a random 128-bit id in hex. */
void id_make(char id[ID_SIZE]);

/** Whether a text is an id as id_make makes them: 32 lower-case hexadecimal digits. */
bool id_is_valid(const char *id);

#endif
