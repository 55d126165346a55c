#include "cmd/front_end.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "plain/sign_in.h"

bool front_end_is_plain(const Settings *settings)
{
        const char *terminal = getenv("TERM");
        return settings->plain || !isatty(STDOUT_FILENO) || !isatty(STDIN_FILENO) ||
               (terminal && strcmp(terminal, "dumb") == 0) || !tui_is_possible();
}

static bool shows_names(const Settings *settings)
{
        return settings->sign_in && strcmp(settings->sign_in, "names") == 0;
}

int front_end_run_plain(const Settings *settings, PlainOptions *options, Error *error)
{
        if (!settings->kiosk)
                return options->show_board ? plain_board(options, error)
                                           : plain_run(options, error);
        options->is_kiosk = true;
        options->shows_names = shows_names(settings);
        options->idle = settings->idle_seconds;
        return plain_kiosk(options, error);
}

int front_end_run_screens(const Settings *settings, TuiOptions *options, Error *error)
{
        options->theme = theme_find(settings->theme);
        options->is_kiosk = settings->kiosk;
        options->shows_names = shows_names(settings);
        options->idle = settings->idle_seconds;
        return tui_run(options, error);
}
