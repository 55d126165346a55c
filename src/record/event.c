#include "record/event.h"

#include <sodium.h>
#include <string.h>

const char *const event_kind_names[EVENT_KINDS] = {
        [EVENT_STAFF_JOINED] = "staff-joined",
        [EVENT_STAFF_LEFT] = "staff-left",
        [EVENT_STAFF_FORGOTTEN] = "staff-forgotten",
        [EVENT_ASSIGNED] = "assigned",
        [EVENT_ATTEMPT_STARTED] = "attempt-started",
        [EVENT_LESSON_READ] = "lesson-read",
        [EVENT_ANSWERED] = "answered",
        [EVENT_ATTEMPT_FINISHED] = "attempt-finished",
        [EVENT_ATTEMPT_ABANDONED] = "attempt-abandoned",
        [EVENT_COMPLETION_IMPORTED] = "completion-imported",
        [EVENT_COMPLETION_WAIVED] = "completion-waived",
        [EVENT_REPORT_MADE] = "report-made",
        [EVENT_KEY_CREATED] = "key-created",
        [EVENT_CHECKPOINT] = "checkpoint",
        [EVENT_RECORD_PRUNED] = "record-pruned",
        [EVENT_REFRESHED] = "refreshed",
};

EventKind event_kind_find(const char *name)
{
        int kind = 0;
        while (kind < EVENT_KINDS && strcmp(event_kind_names[kind], name) != 0)
                kind++;
        return (EventKind)kind;
}

void id_make(char id[ID_SIZE])
{
        unsigned char bytes[(ID_SIZE - 1) / 2];
        if (sodium_init() < 0)
                sodium_misuse(); /* no randomness to be had: better to stop than to repeat an id */
        randombytes_buf(bytes, sizeof bytes);
        sodium_bin2hex(id, ID_SIZE, bytes, sizeof bytes);
}

bool id_is_valid(const char *id)
{
        return strlen(id) == ID_SIZE - 1 && strspn(id, "0123456789abcdef") == ID_SIZE - 1;
}
