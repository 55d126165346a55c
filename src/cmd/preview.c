#include <stdio.h>

#include "base/translate.h"
#include "cmd/command.h"
#include "cmd/front_end.h"
#include "plain/plain.h"
#include "tui/tui.h"

static int run_preview(Settings *settings, void *data, char **words, int count, Error *error)
{
        (void)data;
        (void)count;
        if (front_end_is_plain(settings)) {
                PlainOptions options = { .library = settings->library,
                        .session = { .language = settings->lang },
                        .in = stdin,
                        .out = stdout };
                return plain_preview(&options, words[0], error);
        }
        TuiOptions options = { .library = settings->library,
                .session = { .language = settings->lang },
                .theme = theme_find(settings->theme),
                .preview = words[0] };
        return tui_run(&options, error);
}

const Command preview_command = {
        .name = "preview",
        .summary = N_("a module as learners will see it, while you write it; nothing is recorded"),
        .usage = "FILE",
        .example = "makesafe preview modules/hotels.yaml",
        .least_words = 1,
        .most_words = 1,
        .run = run_preview,
};
