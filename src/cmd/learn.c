#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "base/translate.h"
#include "cmd/command.h"
#include "cmd/first_use.h"
#include "cmd/front_end.h"
#include "cmd/learn.h"
#include "plain/plain.h"
#include "quiz/plan.h"
#include "tui/tui.h"

typedef struct LearnOptions {
        bool quiz, restart;
        OptionNumber seed;
} LearnOptions;

static const OptionSpec learn_options[] = {
        { .name = "quiz",
                .kind = OPTION_FLAG,
                .help = N_("only the questions, without the lessons"),
                .offset = offsetof(LearnOptions, quiz) },
        { .name = "restart",
                .kind = OPTION_FLAG,
                .help = N_("begin anew, also where an attempt is going on"),
                .offset = offsetof(LearnOptions, restart) },
        { .name = "seed",
                .kind = OPTION_NUMBER,
                .argument = "N",
                .help = N_("which draw and order of questions a new attempt gets"),
                .offset = offsetof(LearnOptions, seed) },
        { .name = NULL },
};

int sitting_run(Settings *settings, const char *module, const SessionOptions *session, Error *error)
{
        if (session->kind == SITTING_REVIEW && !first_use(settings, error))
                return EXIT_COULD_NOT;
        if (front_end_is_plain(settings)) {
                PlainOptions options = { .library = settings->library,
                        .record_uri = settings->record_uri,
                        .staff_id = settings->staff_id,
                        .module = module,
                        .session = *session,
                        .in = stdin,
                        .out = stdout };
                return front_end_run_plain(settings, &options, error);
        }
        TuiOptions options = { .library = settings->library,
                .record_uri = settings->record_uri,
                .staff_id = settings->staff_id,
                .module = module,
                .session = *session };
        return front_end_run_screens(settings, &options, error);
}

static bool is_roster_required(const Settings *settings)
{
        return settings->roster && strcmp(settings->roster, "required") == 0;
}

static int run_learn(Settings *settings, void *data, char **words, int count, Error *error)
{
        const LearnOptions *options = data;
        (void)count;
        if (options->seed.given && options->seed.value > PLAN_SEED_MOST) {
                error_set_kind(error, ERROR_USAGE, _("--seed is at most %llu"),
                        (unsigned long long)PLAN_SEED_MOST);
                return EXIT_USAGE;
        }
        SessionOptions session = { .staff_id = settings->staff_id,
                .only_quiz = options->quiz,
                .restart = options->restart,
                .has_seed = options->seed.given,
                .seed = options->seed.value,
                .roster_required = is_roster_required(settings) };
        return sitting_run(settings, words[0], &session, error);
}

static int run_home(Settings *settings, void *data, char **words, int count, Error *error)
{
        (void)data;
        (void)words;
        (void)count;
        SessionOptions session = { .staff_id = settings->staff_id,
                .roster_required = is_roster_required(settings) };
        return sitting_run(settings, NULL, &session, error);
}

const Command learn_command = {
        .name = "learn",
        .summary = N_("lessons, then questions, from where you left off"),
        .usage = "MODULE [--quiz] [--restart] [--seed N]",
        .example = "makesafe learn hotels",
        .options = learn_options,
        .least_words = 1,
        .most_words = 1,
        .run = run_learn,
        .kiosk = KIOSK_FRONT_END,
        .options_size = sizeof(LearnOptions),
};

const Command home_command = {
        .name = "",
        .summary = N_("Training to see the early signs of child sexual exploitation, and to report "
                      "them."),
        .usage = "[COMMAND] [OPTION…]",
        .example = "makesafe --lang cy",
        .most_words = 0,
        .run = run_home,
        .kiosk = KIOSK_FRONT_END,
};
