#include <stdio.h>

#include "cmd/command.h"
#include "cmd/first_use.h"
#include "cmd/front_end.h"
#include "base/translate.h"
#include "plain/plain.h"
#include "tui/tui.h"

static int run_board(Settings *settings, void *data, char **words, int count, Error *error)
{
        (void)data;
        (void)words;
        (void)count;
        if (!first_use(settings, error))
                return EXIT_COULD_NOT;
        if (front_end_is_plain(settings)) {
                PlainOptions options = { .library = settings->library,
                        .record_uri = settings->record_uri,
                        .staff_id = settings->staff_id,
                        .in = stdin,
                        .out = stdout,
                        .show_board = true };
                return front_end_run_plain(settings, &options, error);
        }
        TuiOptions options = { .library = settings->library,
                .record_uri = settings->record_uri,
                .staff_id = settings->staff_id,
                .show_board = true };
        return front_end_run_screens(settings, &options, error);
}

const Command board_command = {
        .name = "board",
        .summary = N_("who is trained, as a table that you can sort, filter and look into"),
        .usage = "",
        .example = "makesafe board",
        .most_words = 0,
        .run = run_board,
        .kiosk = KIOSK_FRONT_END,
};
