#include "session/sign_in.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unicase.h>
#include <uninorm.h>

#include "base/translate.h"
#include "base/utf8.h"

enum { SECOND = 1000000, MINUTE = 60 };

void sign_in_start(SignIn *sign_in, const SignInOptions *options)
{
        *sign_in = (SignIn){ .options = *options };
}

void sign_in_back(SignIn *sign_in)
{
        SignInOptions options = sign_in->options;
        sodium_memzero(sign_in, sizeof *sign_in);
        sign_in->options = options;
}

static void tell(SignIn *sign_in, const char *text)
{
        snprintf(sign_in->notice, sizeof sign_in->notice, "%s", text);
        utf8_truncate(sign_in->notice);
}

static void tell_wait(SignIn *sign_in, int64_t wait)
{
        char text[sizeof sign_in->notice];
        unsigned long seconds = (unsigned long)((wait + SECOND - 1) / SECOND),
                      minutes = (seconds + MINUTE - 1) / MINUTE;
        if (seconds < MINUTE)
                snprintf(text, sizeof text,
                        ngettext("Too many wrong PINs. Try again in %lu second, or ask your "
                                 "supervisor.",
                                "Too many wrong PINs. Try again in %lu seconds, or ask your "
                                "supervisor.",
                                seconds),
                        seconds);
        else
                snprintf(text, sizeof text,
                        ngettext("Too many wrong PINs. Try again in %lu minute, or ask your "
                                 "supervisor.",
                                "Too many wrong PINs. Try again in %lu minutes, or ask your "
                                "supervisor.",
                                minutes),
                        minutes);
        tell(sign_in, text);
}

static bool take_id(SignIn *sign_in, Store *store, const char *line, Error *error)
{
        if (!*line || strlen(line) >= sizeof sign_in->staff_id ||
                utf8_first_invalid(line, strlen(line)) < strlen(line)) {
                tell(sign_in, _("Write your staff id. It may stand on your badge or your rota."));
                return true;
        }
        Arena *arena = arena_new();
        Person person;
        PinRow row = { .hash = "" };
        bool done = store_person(store, arena, line, &person, error) &&
                    (!person.id[0] || pin_find(store, person.id, &row, error));
        if (done) {
                bool may_join = person.id[0] || !sign_in->options.roster_required;
                bool is_new = may_join && !person.has_left && !row.hash[0];
                snprintf(sign_in->staff_id, sizeof sign_in->staff_id, "%s", line);
                memcpy(sign_in->person, person.has_left ? "" : person.id,
                        person.has_left ? 1 : ID_SIZE);
                /* Nobody becomes a supervisor by being the first to write a supervisor's id. */
                sign_in->state =
                        is_new && !sign_in->options.wants_supervisor ? SIGN_IN_CHOOSE : SIGN_IN_PIN;
        }
        sodium_memzero(&row, sizeof row);
        arena_free(arena);
        return done;
}

static bool finish(SignIn *sign_in, Store *store, Error *error)
{
        PinRow row;
        if (!pin_find(store, sign_in->person, &row, error))
                return false;
        bool is_supervisor = row.is_supervisor;
        sodium_memzero(&row, sizeof row);
        sodium_memzero(sign_in->chosen, sizeof sign_in->chosen);
        if (sign_in->options.wants_supervisor && !is_supervisor) {
                sign_in_back(sign_in);
                tell(sign_in,
                        _("That is for supervisors, and this staff id is not marked as one."));
                return true;
        }
        sign_in->is_supervisor = is_supervisor;
        sign_in->state = SIGN_IN_DONE;
        return true;
}

static bool take_pin(SignIn *sign_in, Store *store, const char *line, int64_t now, Error *error)
{
        PinAnswer answer = PIN_WRONG;
        int64_t wait = 0;
        if (!sign_in->person[0])
                pin_try_nobody(line);
        else if (!pin_try(store, sign_in->person, line, now, &answer, &wait, error))
                return false;
        if (answer == PIN_RIGHT)
                return finish(sign_in, store, error);
        if (wait > 0) {
                sign_in_back(sign_in);
                tell_wait(sign_in, wait);
        } else {
                tell(sign_in, _("Staff id or PIN is not right. Try again."));
        }
        return true;
}

static bool take_choice(SignIn *sign_in, const char *line)
{
        const char *why = NULL;
        if (!pin_is_good(line, &why)) {
                tell(sign_in, why);
                return true;
        }
        snprintf(sign_in->chosen, sizeof sign_in->chosen, "%s", line);
        sign_in->state = SIGN_IN_REPEAT;
        return true;
}

static bool take_repeat(SignIn *sign_in, Store *store, const char *line, Error *error)
{
        if (strcmp(sign_in->chosen, line) != 0) {
                sodium_memzero(sign_in->chosen, sizeof sign_in->chosen);
                sign_in->state = SIGN_IN_CHOOSE;
                tell(sign_in, _("Those two were not the same. Choose again."));
                return true;
        }
        Arena *arena = arena_new();
        Person person;
        bool done = store_person_ensure(store, arena, sign_in->staff_id, &person, error);
        if (done)
                memcpy(sign_in->person, person.id, ID_SIZE);
        done = done && pin_set(store, sign_in->person, sign_in->chosen, false, true, error);
        arena_free(arena);
        return done && finish(sign_in, store, error);
}

bool sign_in_take(SignIn *sign_in, Store *store, const char *line, int64_t now, Error *error)
{
        *sign_in->notice = '\0';
        switch (sign_in->state) {
        case SIGN_IN_ID:
                return take_id(sign_in, store, line, error);
        case SIGN_IN_PIN:
                return take_pin(sign_in, store, line, now, error);
        case SIGN_IN_CHOOSE:
                return take_choice(sign_in, line);
        case SIGN_IN_REPEAT:
                return take_repeat(sign_in, store, line, error);
        case SIGN_IN_DONE:
                break;
        }
        return true;
}

const char *sign_in_question(const SignIn *sign_in)
{
        switch (sign_in->state) {
        case SIGN_IN_PIN:
                return _("Write your PIN. It is not shown.");
        case SIGN_IN_CHOOSE:
                return _("You are new here: choose a PIN of 4 to 12 digits, for you alone. It is "
                         "not shown.");
        case SIGN_IN_REPEAT:
                return _("Write the same PIN once more.");
        default:
                return sign_in->options.shows_names
                               ? _("Write your staff id, or the beginning of your name.")
                               : _("Write your staff id.");
        }
}

bool sign_in_is_secret(const SignIn *sign_in)
{
        return sign_in->state != SIGN_IN_ID && sign_in->state != SIGN_IN_DONE;
}

/* Folded in the arena, so that parts can be compared byte by byte. */
static const char *fold(Arena *arena, const char *text)
{
        size_t len = 0;
        uint8_t *folded =
                u8_casefold((const uint8_t *)text, strlen(text), NULL, UNINORM_NFC, NULL, &len);
        const char *kept = folded ? arena_strndup(arena, (const char *)folded, len) : "";
        free(folded);
        return kept;
}

typedef struct Search {
        Arena *arena, *page;
        const char *part; /* folded */
        SignInMatch *matches;
        size_t count;
} Search;

static bool has_part(const char *name, const char *part)
{
        size_t len = strlen(part);
        for (const char *at = name; at; at = strchr(at, ' '), at = at ? at + 1 : NULL)
                if (strncmp(at, part, len) == 0)
                        return true;
        return false;
}

static bool keep_match(const Person *person, void *data)
{
        Search *search = data;
        if (has_part(fold(search->page, person->name), search->part)) {
                if (search->count < SIGN_IN_MATCHES)
                        search->matches[search->count] =
                                (SignInMatch){ arena_strdup(search->arena, person->staff_id),
                                        arena_strdup(search->arena, person->name) };
                search->count++;
        }
        arena_reset(search->page);
        return search->count <= SIGN_IN_MATCHES;
}

size_t sign_in_matches(const SignIn *sign_in, Store *store, const char *text, Arena *arena,
        SignInMatch matches[SIGN_IN_MATCHES])
{
        if (!sign_in->options.shows_names || sign_in->state != SIGN_IN_ID ||
                utf8_length(text, strlen(text)) < SIGN_IN_MATCH_LEAST)
                return 0;
        Search search = {
                .arena = arena, .page = arena_new(), .part = fold(arena, text), .matches = matches
        };
        Error none = { 0 };
        bool done = store_people(store, NULL, false, keep_match, &search, &none);
        arena_free(search.page);
        return done && search.count <= SIGN_IN_MATCHES ? search.count : 0;
}
