#include "tui/capability.h"

#include <curses.h>
#include <stdlib.h>
#include <string.h>
#include <term.h>
#include <unistd.h>

/* Names that stand for terminals much like xterm, whose entries an older system may lack. */
static const char *const known_names[] = { "xterm", "screen", "tmux", "rxvt", "kitty", "alacritty",
        "foot", "ghostty", "wezterm", "vte", "gnome", "konsole", "iterm", "st-", "contour",
        "mlterm", "putty" };

#define STAND_IN "xterm-256color"

static bool entry_is_usable(const char *term)
{
        int result = 0;
        if (setupterm(term, STDOUT_FILENO, &result) != OK)
                return false;
        bool usable = cursor_address && clear_screen;
        del_curterm(cur_term);
        return usable;
}

static const char *find_terminal(void)
{
        const char *term = getenv("TERM");
        if (!term || !*term || strcmp(term, "dumb") == 0)
                return NULL;
        if (entry_is_usable(term))
                return term;
        for (size_t i = 0; i < sizeof known_names / sizeof *known_names; i++)
                if (strncmp(term, known_names[i], strlen(known_names[i])) == 0)
                        return entry_is_usable(STAND_IN) ? STAND_IN : NULL;
        return NULL;
}

const char *capability_terminal(void)
{
        static bool looked;
        static const char *name;
        if (!looked)
                name = find_terminal(); /* reads the database: once is enough */
        looked = true;
        return name;
}

void capability_add(char *buffer, size_t size, const char *name)
{
        const char *value = tigetstr(name);
        if (!value || value == (char *)-1)
                return;
        size_t len = strlen(buffer);
        while (*value && len + 1 < size) {
                const char *end = value[0] == '$' && value[1] == '<' ? strchr(value, '>') : NULL;
                if (end)
                        value = end + 1;
                else
                        buffer[len++] = *value++;
        }
        buffer[len] = '\0';
}
