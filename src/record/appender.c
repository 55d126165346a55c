#include "record/appender.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/translate.h"
#include "record/chain.h"
#include "record/checkpoint.h"

enum {
        BODY_MOST = 1 << 20 /* bytes */
};

static const char *or_empty(const char *id)
{
        return id ? id : "";
}

static bool is_id_or_empty(const char *id)
{
        return !id || id[0] == '\0' || id_is_valid(id);
}

bool draft_check(const EventDraft *draft, Error *error)
{
        if ((unsigned)draft->kind >= EVENT_KINDS || !json_is_object(draft->body))
                return error_set(error, _("This is not an event that a record can hold"));
        if (!is_id_or_empty(draft->person) || !is_id_or_empty(draft->attempt))
                return error_set(
                        error, _("The person or attempt of an event is not named as it should be"));
        return true;
}

/* Makes the event that follows `last`, stores it, projects it; `last` is it then, without its body.
 */
static bool append_one(
        Appender *appender, const EventDraft *draft, int64_t now, Event *last, Error *error)
{
        Event event = { .seq = last->seq + 1, .at = now, .kind = draft->kind };
        memcpy(event.person, or_empty(draft->person), strlen(or_empty(draft->person)));
        memcpy(event.attempt, or_empty(draft->attempt), strlen(or_empty(draft->attempt)));
        json_t *body = json_incref(draft->body);
        if (now < last->at) {
                json_decref(body);
                body = json_copy(draft->body);
                json_object_set_new(body, "clock", json_string("behind"));
                event.at = last->at;
        }
        char *canonical = body_canonical(body);
        event.body = canonical;
        bool fits = canonical && strlen(canonical) <= BODY_MOST;
        if (!fits)
                error_set(error, _("This is not an event that a record can hold"));
        bool done = fits;
        if (done) {
                chain_hash(last->hash, &event, event.hash);
                done = appender->put(appender->store, &event, body, error);
        }
        free(canonical);
        json_decref(body);
        event.body = NULL;
        *last = event;
        return done;
}

/* The key may come at any time; whoever may not read it stores without signing. A key that the
 * record does not name yet is named first. */
static bool find_key(Appender *appender, int64_t now, Event *last, Error *error)
{
        Error none = { 0 };
        if (appender->has_key ||
                !site_key_load(store_key_path(appender->store), &appender->key, &none))
                return true;
        char hex[KEY_PUBLIC_HEX];
        sodium_bin2hex(hex, sizeof hex, appender->key.public_key, KEY_PUBLIC_BYTES);
        bool named = false, done = appender->is_named(appender->store, hex, &named, error);
        if (done && !named) {
                EventDraft draft = { .kind = EVENT_KEY_CREATED,
                        .body = json_pack("{s:s}", "public", hex) };
                done = append_one(appender, &draft, now, last, error);
                json_decref(draft.body);
        }
        appender->has_key = done;
        return done;
}

/* Signs the log as it stands, where the site has a key. */
static bool append_checkpoint(Appender *appender, int64_t now, Event *last, Error *error)
{
        if (!find_key(appender, now, last, error))
                return false;
        if (!appender->has_key)
                return true;
        EventDraft draft = { .kind = EVENT_CHECKPOINT,
                .body = checkpoint_body(&appender->key, last->seq, last->hash) };
        bool done = append_one(appender, &draft, now, last, error);
        json_decref(draft.body);
        return done;
}

static bool wants_checkpoint(const Event *last)
{
        return last->kind == EVENT_ATTEMPT_FINISHED || last->kind == EVENT_KEY_CREATED ||
               last->kind == EVENT_RECORD_PRUNED || last->seq % CHECKPOINT_EVERY == 0;
}

bool appender_run(Appender *appender, const EventDraft *drafts, size_t count, Event *last,
        Event *stored, Error *error)
{
        int64_t now = moment_now();
        bool done = true;
        for (size_t i = 0; done && i < count; i++) {
                done = append_one(appender, &drafts[i], now, last, error);
                if (stored)
                        stored[i] = *last;
                if (done && wants_checkpoint(last))
                        done = append_checkpoint(appender, now, last, error);
        }
        if (done && appender->signs_in_the_end && last->kind != EVENT_CHECKPOINT)
                done = append_checkpoint(appender, now, last, error);
        return done;
}

bool event_follows(const Event *event, const Event *last, Error *error)
{
        uint8_t hash[HASH_BYTES];
        chain_hash(last->hash, event, hash);
        if (event->seq == last->seq + 1 && memcmp(hash, event->hash, HASH_BYTES) == 0)
                return true;
        return error_set(
                error, _("event %lld does not follow the one before it"), (long long)event->seq);
}
