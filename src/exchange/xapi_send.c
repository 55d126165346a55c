#include "exchange/xapi_send.h"

#include <jansson.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/text.h"
#include "base/translate.h"
#include "record/outbox.h"

enum { BATCH_BYTES = 1 << 20, TRIES = 5, WAIT_MOST = 60 /* seconds, in a whole run */ };

static const double first_pause = 0.5; /* seconds; twice as long each time */

typedef struct Sender {
        Store *store;
        Post *post;
        const PostTarget *target;
        SendReport *report;
        void (*progress)(const SendReport *report);
        double waited;
        OutboxEntry entries[SEND_BATCH];
        char *lines[SEND_BATCH];
        size_t count, looked_up; /* the first of them are known to be still to send */
        Error *error;
        bool has_failed;
} Sender;

typedef enum Outcome {
        OUTCOME_ACCEPTED,
        OUTCOME_CONTENT, /* the store minds what one of them says, or how long all are */
        OUTCOME_STOP     /* no use in going on: the error says why */
} Outcome;

/* What the store said, short enough for a line. */
static void store_words(const PostReply *reply, char *words, size_t size)
{
        const char *meaning = reply->status == 409   ? _("it has another statement of that name")
                              : reply->status == 413 ? _("it is too long")
                                                     : NULL;
        Text text = { 0 };
        text_printf(&text, "%ld", reply->status);
        if (meaning)
                text_printf(&text, ", %s", meaning);
        if (reply->body && reply->body[0])
                text_printf(&text, ": %.160s", reply->body);
        text_clean(words, size, text_string(&text));
        text_clear(&text);
}

static bool hint_next_time(Error *error)
{
        return error_hint(error, _("What was not accepted is sent by the next makesafe report "
                                   "--to; nothing is sent twice."));
}

static Outcome refuse_login(const Sender *sender, const PostReply *reply)
{
        error_set(sender->error, _("%s: the learning record store does not let us in (%ld)"),
                sender->target->url, reply->status);
        error_hint(sender->error,
                sender->target->has_login
                        ? _("Look at MAKESAFE_LRS_USER and MAKESAFE_LRS_PASSWORD, or the file that "
                            "MAKESAFE_LRS_FILE names, and at what this user may do there")
                        : _("Set MAKESAFE_LRS_USER and MAKESAFE_LRS_PASSWORD, or let "
                            "MAKESAFE_LRS_FILE name a file with user:password"));
        return OUTCOME_STOP;
}

static Outcome give_up(const Sender *sender, const PostReply *reply)
{
        if (post_is_stopped())
                error_set(sender->error, _("%s: stopped"), sender->target->url);
        else if (reply->status)
                error_set(sender->error,
                        _("%s: the learning record store cannot take statements now (%ld)"),
                        sender->target->url, reply->status);
        else
                error_set(sender->error, _("%s: there is no answer: %s"), sender->target->url,
                        reply->why);
        hint_next_time(sender->error);
        return OUTCOME_STOP;
}

static Outcome not_a_store(const Sender *sender, const PostReply *reply)
{
        char words[256];
        store_words(reply, words, sizeof words);
        error_set(sender->error, _("%s: this does not answer like a learning record store (%s)"),
                sender->target->url, words);
        error_hint(sender->error, _("Write the store's endpoint, to which /statements is added; it "
                                    "is in the store's settings"));
        return OUTCOME_STOP;
}

static bool is_worth_another_try(const PostReply *reply)
{
        return reply->status == 408 || reply->status == 429 || reply->status >= 500 ||
               (reply->status == 0 && !reply->is_hopeless);
}

/* Waits before the next try, longer each time, a little unevenly so that many sites do not come
 * back at once. False where the run has waited enough. */
static bool pause_before(Sender *sender, int try, const PostReply *reply)
{
        double pause =
                first_pause * (double)(1 << try) * (1 + (double)randombytes_uniform(250) / 1000);
        if ((double)reply->retry_after > pause)
                pause = (double)reply->retry_after;
        if (sender->waited + pause > WAIT_MOST)
                return false;
        sender->waited += pause;
        post_wait(pause);
        return !post_is_stopped();
}

static Outcome send_text(Sender *sender, const Text *text, PostReply *reply)
{
        for (int try = 0;; try++) {
                post_send(sender->post, text_string(text), text->len, reply);
                if (post_is_stopped())
                        return give_up(sender, reply);
                if (!is_worth_another_try(reply))
                        break;
                if (try + 1 == TRIES || !pause_before(sender, try, reply))
                        return give_up(sender, reply);
        }
        if (reply->status == 401 || reply->status == 403)
                return refuse_login(sender, reply);
        if (reply->status == 400 || reply->status == 409 || reply->status == 413)
                return OUTCOME_CONTENT;
        if (reply->status >= 200 && reply->status < 300)
                return OUTCOME_ACCEPTED;
        return reply->status ? not_a_store(sender, reply) : give_up(sender, reply);
}

static bool names(const json_t *list, const OutboxEntry *entry)
{
        Uuid id;
        char text[UUID_SIZE];
        memcpy(id.bytes, entry->id, UUID_BYTES);
        uuid_format(&id, text);
        for (size_t i = 0; i < json_array_size(list); i++) {
                const char *name = json_string_value(json_array_get(list, i));
                if (name && strcasecmp(name, text) == 0)
                        return true;
        }
        return false;
}

static bool keep(Sender *sender, size_t from, size_t count, const char *why)
{
        return outbox_keep(sender->store, sender->target->url, sender->entries + from, count, why,
                sender->error);
}

/* A store answers with the names of what it has taken; a page that asks to log in does not. What is
 * not named is not taken to be there. */
static bool keep_accepted(Sender *sender, size_t from, size_t count, const PostReply *reply)
{
        json_t *list = json_loads(reply->body, 0, NULL);
        bool is_silent = reply->body[strspn(reply->body, " \t\r\n")] == '\0';
        bool names_any = json_array_size(list) > 0;
        size_t accepted = 0;
        for (size_t i = from; i < from + count && (list || is_silent); i++)
                if (!names_any || names(list, &sender->entries[i])) {
                        sender->entries[i].state = OUTBOX_ACCEPTED;
                        accepted++;
                }
        json_decref(list);
        if (accepted && !keep(sender, from, count, NULL))
                return false;
        sender->report->accepted += accepted;
        if (sender->progress)
                sender->progress(sender->report);
        if (accepted == count)
                return true;
        not_a_store(sender, reply);
        return false;
}

static bool keep_refused(Sender *sender, size_t at, const PostReply *reply)
{
        char words[256];
        store_words(reply, words, sizeof words);
        sender->entries[at].state = OUTBOX_REFUSED;
        if (!keep(sender, at, 1, words))
                return false;
        if (sender->report->refused++ == 0) {
                Uuid id;
                memcpy(id.bytes, sender->entries[at].id, UUID_BYTES);
                uuid_format(&id, sender->report->first_refused);
                memcpy(sender->report->why, words, sizeof words);
        }
        return true;
}

static void write_batch(const Sender *sender, size_t from, size_t count, Text *text)
{
        text_append(text, "[");
        for (size_t i = from; i < from + count; i++) {
                text_append(text, i > from ? "," : "");
                text_append(text, sender->lines[i]);
        }
        text_append(text, "]");
}

/* Halves what the store minds until the one statement is found that it will not have. */
static bool send_range(Sender *sender, size_t from, size_t count)
{
        PostReply reply = { .status = 0 };
        Text text = { 0 };
        write_batch(sender, from, count, &text);
        Outcome outcome = text.len > BATCH_BYTES && count > 1 ? OUTCOME_CONTENT
                                                              : send_text(sender, &text, &reply);
        text_clear(&text);
        switch (outcome) {
        case OUTCOME_ACCEPTED:
                return keep_accepted(sender, from, count, &reply);
        case OUTCOME_CONTENT:
                if (count == 1)
                        return keep_refused(sender, from, &reply);
                return send_range(sender, from, count / 2) &&
                       send_range(sender, from + count / 2, count - count / 2);
        case OUTCOME_STOP:
        default:
                return false;
        }
}

static void drop(Sender *sender, size_t at)
{
        free(sender->lines[at]);
        sender->lines[at] = NULL;
}

/* Takes out what the store has answered for in earlier runs. */
static bool look_up(Sender *sender)
{
        size_t kept = sender->looked_up;
        if (!outbox_find(sender->store, sender->target->url, sender->entries + kept,
                    sender->count - kept, sender->error))
                return false;
        for (size_t i = kept; i < sender->count; i++) {
                sender->report->before += sender->entries[i].state == OUTBOX_ACCEPTED;
                sender->report->refused_before += sender->entries[i].state == OUTBOX_REFUSED;
                if (sender->entries[i].state != OUTBOX_TO_SEND) {
                        drop(sender, i);
                        continue;
                }
                sender->entries[kept] = sender->entries[i];
                sender->lines[kept++] = sender->lines[i];
        }
        sender->count = sender->looked_up = kept;
        return true;
}

static bool send_gathered(Sender *sender)
{
        bool done = sender->count == 0 || send_range(sender, 0, sender->count);
        for (size_t i = 0; i < sender->count; i++)
                drop(sender, i);
        sender->count = sender->looked_up = 0;
        return done;
}

static bool gather(const XapiStatement *statement, void *data)
{
        Sender *sender = data;
        memcpy(sender->entries[sender->count].id, statement->id.bytes, UUID_BYTES);
        sender->lines[sender->count++] = xstrdup(statement->json);
        if (sender->count < SEND_BATCH)
                return true;
        sender->has_failed =
                !look_up(sender) || (sender->count == SEND_BATCH && !send_gathered(sender));
        return !sender->has_failed;
}

bool xapi_send(Store *store, const PostTarget *target, const CompletionQuery *query,
        const char *home_page, SendReport *report, void (*progress)(const SendReport *report),
        size_t *late, Error *error)
{
        *report = (SendReport){ .accepted = 0 };
        Sender sender = { .store = store,
                .post = post_open(target, error),
                .target = target,
                .report = report,
                .progress = progress,
                .error = error };
        if (!sender.post)
                return false;
        bool done = xapi_visit(store, query, home_page, gather, &sender, late, error) &&
                    !sender.has_failed && look_up(&sender) && send_gathered(&sender);
        for (size_t i = 0; i < sender.count; i++)
                drop(&sender, i);
        post_close(sender.post);
        return done;
}
