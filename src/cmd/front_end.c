#include "cmd/front_end.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tui/tui.h"

bool front_end_is_plain(const Settings *settings)
{
        const char *terminal = getenv("TERM");
        return settings->plain || !isatty(STDOUT_FILENO) || !isatty(STDIN_FILENO) ||
               (terminal && strcmp(terminal, "dumb") == 0) || !tui_is_possible();
}
