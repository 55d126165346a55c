#include <stddef.h>
#include <stdio.h>

#include "base/translate.h"
#include "cmd/command.h"
#include "cmd/heads.h"
#include "cmd/progress.h"
#include "cmd/verify.h"
#include "record/store.h"

typedef struct VerifyOptions {
        const char *public_file;
} VerifyOptions;

static const OptionSpec verify_options[] = {
        { .name = "public",
                .kind = OPTION_TEXT,
                .argument = "FILE",
                .help = N_("believe the public keys in this file, and none that the record names "
                           "itself"),
                .offset = offsetof(VerifyOptions, public_file) },
        { .name = NULL },
};

static int say_wrong(const VerifyReport *report)
{
        printf(_("The record has been changed or damaged: event %lld is wrong.\n"),
                (long long)report->first_wrong);
        printf("%s\n", report->why);
        printf(ngettext("%lld event before it is sound.\n", "%lld events before it are sound.\n",
                       (unsigned long)report->events),
                (long long)report->events);
        return EXIT_NOT_IN_ORDER;
}

static void say_cut(const VerifyReport *report)
{
        char made[DATE_SIZE];
        if (!report->cut)
                return;
        day_format(moment_day(report->cut_made), made);
        printf(_("The check begins behind event %lld: up to there events were let go of after "
                 "their time, on %s.\n"),
                (long long)report->cut, made);
}

static void say_signatures(const VerifyReport *report, bool is_key_from_outside)
{
        if (report->checkpoints == 0)
                return;
        printf(ngettext("%lld signature is right; the last one covers all up to event %lld.\n",
                       "%lld signatures are right; the last one covers all up to event %lld.\n",
                       (unsigned long)report->checkpoints),
                (long long)report->checkpoints, (long long)report->signed_up_to);
        printf("%s\n", is_key_from_outside
                               ? _("They are of the keys that you gave: nobody without such a key "
                                   "has written this anew.")
                               : _("The key was taken from the record itself: give the site's "
                                   "public key with --public to know whose it is."));
}

static void say_heads(const VerifyReport *report, const Heads *heads)
{
        if (heads->count < 2) {
                printf(ngettext("The record is sound: %lld event, head %s\n",
                               "The record is sound: %lld events, head %s\n",
                               (unsigned long)report->events),
                        (long long)report->events, report->head);
                return;
        }
        printf(ngettext("The record is sound: %lld event. Each site has a log; their last events "
                        "and heads:\n",
                       "The record is sound: %lld events. Each site has a log; their last events "
                       "and heads:\n",
                       (unsigned long)report->events),
                (long long)report->events);
        printf("%s", text_string(&heads->lines));
}

static int say_sound(const VerifyReport *report, const Heads *heads, bool is_key_from_outside)
{
        say_heads(report, heads);
        say_cut(report);
        say_signatures(report, is_key_from_outside);
        printf("%s\n", _("This shows that no event was changed, removed from the middle or added "
                         "out of order. It cannot show that the end was not cut off: compare the "
                         "head with one kept elsewhere."));
        return EXIT_DONE;
}

static int run_verify(Settings *settings, void *data, char **words, int count, Error *error)
{
        const VerifyOptions *options = data;
        PublicKeys keys;
        if (options->public_file && !public_keys_read(options->public_file, &keys, error))
                return EXIT_COULD_NOT;
        if (count > 0)
                return verify_certificates(
                        settings, words[0], options->public_file ? &keys : NULL, error);
        Store *store = store_open(settings->record_uri, STORE_READ, error);
        if (!store)
                return EXIT_COULD_NOT;
        if (options->public_file)
                store_trust(store, &keys);
        VerifyReport report;
        progress_start();
        bool done = store_verify(store, &report, progress_show, NULL, error);
        progress_end();
        Heads heads = { .count = 0 };
        done = done && (report.first_wrong || heads_read(store, &heads, error));
        store_close(store);
        int status = !done ? EXIT_COULD_NOT
                     : report.first_wrong
                             ? say_wrong(&report)
                             : say_sound(&report, &heads, options->public_file != NULL);
        text_clear(&heads.lines);
        return status;
}

const Command verify_command = {
        .name = "verify",
        .summary = N_("whether the record, or a certificate, is as it was written"),
        .usage = "[FILE] [--public FILE]",
        .example = "makesafe verify certificate.pdf --public site.pub",
        .options = verify_options,
        .most_words = 1,
        .run = run_verify,
        .options_size = sizeof(VerifyOptions),
};
