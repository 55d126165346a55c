#include "plain/secret.h"

#include <signal.h>
#include <stdlib.h>
#include <termios.h>
#include <unistd.h>

static struct termios found;
static int terminal = -1;

static void give_back(void)
{
        if (terminal >= 0)
                tcsetattr(terminal, TCSANOW, &found);
}

static void end(int number)
{
        give_back(); /* tcsetattr is async-signal-safe */
        signal(number, SIG_DFL);
        raise(number);
}

/* Keeps the modes that are to be given back; false where `in` is no terminal. */
static bool take(FILE *in)
{
        if (terminal >= 0)
                return true;
        int fd = fileno(in);
        if (fd < 0 || tcgetattr(fd, &found) != 0)
                return false;
        terminal = fd;
        atexit(give_back);
        signal(SIGTERM, end);
        signal(SIGHUP, end);
        if (signal(SIGINT, end) == SIG_IGN)
                signal(SIGINT, SIG_IGN);
        return true;
}

void secret_hide(FILE *in, bool hides)
{
        struct termios modes;
        if (!take(in) || tcgetattr(terminal, &modes) != 0)
                return;
        if (hides)
                modes.c_lflag &= ~(tcflag_t)ECHO;
        else
                modes.c_lflag |= found.c_lflag & ECHO;
        tcsetattr(terminal, TCSADRAIN, &modes); /* what was typed ahead is kept */
}

void secret_ignore_keys(FILE *in)
{
        struct termios modes;
        signal(SIGINT, SIG_IGN);
        signal(SIGQUIT, SIG_IGN);
        signal(SIGTSTP, SIG_IGN);
        if (!take(in) || tcgetattr(terminal, &modes) != 0)
                return;
        modes.c_lflag &= ~(tcflag_t)ISIG;
        tcsetattr(terminal, TCSANOW, &modes);
}
