#include "plain/sign_in.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/translate.h"
#include "plain/line.h"
#include "plain/secret.h"
#include "session/sign_in.h"

static void list_matches(Lining *lining, const SignInMatch *matches, size_t count)
{
        Arena *arena = arena_new();
        RichBuilder *builder = rich_start(arena);
        for (size_t i = 0; i < count; i++) {
                rich_item(builder, 1, arena_printf(arena, "%zu)", i + 1));
                rich_tight(builder);
                rich_span(builder, SPAN_PLAIN, matches[i].name);
        }
        Rich rich = rich_finish(builder);
        line_print(lining, &rich);
        line_say(lining, _("Is one of these you? Write its number, or your staff id."));
        arena_free(arena);
}

/* Names that a line may be the beginning of, where they may be shown; then a number chooses one.
 * \return whether there is another line to ask for */
static bool helps_with_name(
        Lining *lining, const SignIn *sign_in, Arena *arena, SignInMatch *matches, size_t *count)
{
        char *end = NULL;
        unsigned long number = strtoul(lining->line, &end, 10);
        if (*lining->line >= '1' && *lining->line <= '9' && *end == '\0' && number <= *count) {
                free(lining->line);
                lining->line = xstrdup(matches[number - 1].staff_id);
                lining->room = strlen(lining->line) + 1;
                return false;
        }
        Person person;
        Error none = { 0 };
        if (store_person(lining->store, arena, lining->line, &person, &none) && person.id[0])
                return false;
        *count = sign_in_matches(sign_in, lining->store, lining->line, arena, matches);
        if (*count > 0)
                list_matches(lining, matches, *count);
        return *count > 0;
}

/* \return whether somebody is in; else they left, or input has ended */
static bool converse(Lining *lining, SignIn *sign_in)
{
        Arena *arena = arena_new();
        SignInMatch matches[SIGN_IN_MATCHES];
        size_t count = 0;
        Said said = SAID_LANGUAGE;
        while (sign_in->state != SIGN_IN_DONE && said != SAID_QUIT) {
                if (sign_in_is_secret(sign_in))
                        secret_hide(lining->in, true); /* before anybody can know to type it */
                line_say(lining, sign_in_question(sign_in));
                do {
                        lining->is_secret = sign_in_is_secret(sign_in);
                        lining->waits_for_ever = !lining->is_secret;
                        said = line_ask(lining, lining->is_secret);
                        lining->is_secret = lining->waits_for_ever = false;
                } while (said == SAID_LINE && sign_in->state == SIGN_IN_ID &&
                         helps_with_name(lining, sign_in, arena, matches, &count));
                Error error = { 0 };
                if (said == SAID_BACK || lining->has_waited) {
                        sign_in_back(sign_in);
                        said = lining->has_waited ? SAID_BACK : said;
                        lining->has_waited = false;
                }
                if (said == SAID_LINE &&
                        !sign_in_take(sign_in, lining->store, lining->line, moment_now(), &error))
                        line_error(lining, &error);
                if (lining->line)
                        sodium_memzero(lining->line, lining->room);
                if (*sign_in->notice)
                        line_say(lining, sign_in->notice);
                *sign_in->notice = '\0';
        }
        arena_free(arena);
        return sign_in->state == SIGN_IN_DONE;
}

static bool start(Lining *lining, const PlainOptions *options, Error *error)
{
        Error none = { 0 };
        *lining = (Lining){ .options = options,
                .in = options->in,
                .out = options->out,
                .width = line_width(options->out) };
        /* Byte by byte, so that waiting for a line can end for want of one. */
        setvbuf(options->in, NULL, _IONBF, 0);
        secret_ignore_keys(options->in);
        lining->contacts = library_contacts(options->library, &none);
        lining->store = store_open(options->record_uri, STORE_CREATE, error);
        return lining->store != NULL;
}

static void stop(Lining *lining)
{
        store_close(lining->store);
        contacts_free(lining->contacts);
        free(lining->line);
}

static SignInOptions options_of(const PlainOptions *options, bool wants_supervisor)
{
        return (SignInOptions){ .roster_required = options->session.roster_required,
                .wants_supervisor = wants_supervisor,
                .shows_names = options->shows_names };
}

bool plain_sign_in(const PlainOptions *options, bool wants_supervisor, char staff_id[PLAIN_ID_SIZE],
        Error *error)
{
        Lining lining;
        SignIn sign_in;
        SignInOptions wanted = options_of(options, wants_supervisor);
        sign_in_start(&sign_in, &wanted);
        bool done = start(&lining, options, error) &&
                    (converse(&lining, &sign_in) || error_set(error, _("Nobody signed in")));
        if (done)
                memcpy(staff_id, sign_in.staff_id, PLAIN_ID_SIZE);
        else
                fputc('\n', options->out);
        stop(&lining);
        return done;
}

/* What the last person wrote is not for the next one. */
static void wipe(Lining *lining)
{
        if (isatty(fileno(lining->out)))
                fputs("\033[H\033[2J\033[3J", lining->out);
        else
                fputc('\n', lining->out);
}

static void take_turn(const PlainOptions *options, const SignIn *sign_in, Lining *lining)
{
        PlainOptions own = *options;
        Error error = { 0 };
        bool has_run_out = false;
        own.has_run_out = &has_run_out;
        own.staff_id = own.session.staff_id = sign_in->staff_id;
        own.is_supervisor = sign_in->is_supervisor;
        if (own.show_board)
                plain_board(&own, &error);
        else
                plain_run(&own, &error);
        if (error_is_set(&error))
                line_error(lining, &error);
        wipe(lining);
        if (has_run_out)
                line_say_run_out(lining);
        else
                line_say(lining, _("You are signed out."));
}

int plain_kiosk(const PlainOptions *options, Error *error)
{
        Lining lining;
        SignIn sign_in;
        SignInOptions wanted = options_of(options, options->show_board);
        sign_in_start(&sign_in, &wanted);
        bool done = start(&lining, options, error);
        while (done && !feof(lining.in) && converse(&lining, &sign_in)) {
                take_turn(options, &sign_in, &lining);
                sign_in_back(&sign_in);
        }
        stop(&lining);
        if (fflush(options->out) != 0)
                done = error_set(error, _("standard output: it could not be written"));
        return done ? 0 : 3;
}
