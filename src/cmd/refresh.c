/* `review` and `refresh`: single questions once more. */
#include <stddef.h>

#include "base/translate.h"
#include "cmd/command.h"
#include "cmd/learn.h"

typedef struct RefreshOptions {
        OptionNumber minutes;
} RefreshOptions;

static const OptionSpec refresh_options[] = {
        { .name = "minutes",
                .kind = OPTION_NUMBER,
                .argument = "N",
                .help = N_("how long it should take, from 1 to 60; 3 without it"),
                .offset = offsetof(RefreshOptions, minutes) },
        { .name = NULL },
};

static int run_refresh(Settings *settings, void *data, char **words, int count, Error *error)
{
        const RefreshOptions *options = data;
        (void)words;
        (void)count;
        unsigned long long minutes =
                options->minutes.given ? options->minutes.value : REFRESH_MINUTES;
        if (minutes < 1 || minutes > REFRESH_MINUTES_MOST) {
                error_set_kind(error, ERROR_USAGE, _("--minutes is from 1 to %d"),
                        (int)REFRESH_MINUTES_MOST);
                return EXIT_USAGE;
        }
        SessionOptions session = { .kind = SITTING_REFRESH,
                .minutes = (unsigned)minutes,
                .staff_id = settings->staff_id };
        return sitting_run(settings, NULL, &session, error);
}

static int run_review(Settings *settings, void *data, char **words, int count, Error *error)
{
        (void)data;
        SessionOptions session = { .kind = SITTING_REVIEW, .staff_id = settings->staff_id };
        return sitting_run(settings, count > 0 ? words[0] : NULL, &session, error);
}

const Command refresh_command = {
        .name = "refresh",
        .summary = N_("a few questions, before they are forgotten"),
        .usage = "[--minutes N]",
        .example = "makesafe refresh --minutes 5",
        .options = refresh_options,
        .most_words = 0,
        .run = run_refresh,
        .kiosk = KIOSK_FRONT_END,
        .options_size = sizeof(RefreshOptions),
};

const Command review_command = {
        .name = "review",
        .summary = N_("what you got wrong last time, once more"),
        .usage = "[MODULE]",
        .example = "makesafe review hotels",
        .most_words = 1,
        .run = run_review,
        .kiosk = KIOSK_FRONT_END,
};
