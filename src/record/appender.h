/* The chain from its writing end: drafts become events, each with its number, time and hash, and
 * the site's key signs where it is time to. The same for every kind of record. */
#ifndef RECORD_APPENDER_H
#define RECORD_APPENDER_H

#include "record/store.h"

typedef struct Appender {
        Store *store;
        /* Stores an event that follows the last one, and projects it. */
        bool (*put)(Store *store, const Event *event, const json_t *body, Error *error);
        /* Whether the log names this public key already, in an event or where events were removed.
         */
        bool (*is_named)(Store *store, const char *public_hex, bool *named, Error *error);
        SiteKey key;
        bool has_key;          /* read, and named in the log */
        bool signs_in_the_end; /* others have stored without signing: the run ends with a signature
                                */
} Appender;

/** Whether a draft could be an event at all. */
bool draft_check(const EventDraft *draft, Error *error);

/** Appends within the caller's transaction, which alone may write to this log.
 *
 * \param last    the last event of the log, all zero where there is none; receives the new last
 * one, without its body \param stored  NULL, or room for `count` events: what was stored, `body`
 * NULL */
bool appender_run(Appender *appender, const EventDraft *drafts, size_t count, Event *last,
        Event *stored, Error *error);

/** Whether an event from another record is the one that follows `last`. */
bool event_follows(const Event *event, const Event *last, Error *error);

#endif
