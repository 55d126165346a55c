#include "cmd/progress.h"

#include <signal.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

enum { SHOW_EVERY = 100 * 1000 * 1000 }; /* nanoseconds */

static volatile sig_atomic_t is_stopped;
static bool is_shown;
static struct timespec shown_at;

static void stop(int number)
{
        (void)number;
        is_stopped = 1;
}

void progress_start(void)
{
        static const int numbers[] = { SIGINT, SIGTERM, SIGHUP };
        struct sigaction action = { .sa_handler = stop, .sa_flags = SA_RESTART };
        is_stopped = 0;
        for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
                struct sigaction before;
                if (sigaction(numbers[i], NULL, &before) == 0 && before.sa_handler != SIG_IGN)
                        sigaction(numbers[i], &action, NULL);
        }
}

static bool is_time(void)
{
        struct timespec now;
        clock_gettime(CLOCK_MONOTONIC, &now);
        int64_t passed = (int64_t)(now.tv_sec - shown_at.tv_sec) * 1000000000 +
                         (now.tv_nsec - shown_at.tv_nsec);
        if (is_shown && passed < SHOW_EVERY)
                return false;
        shown_at = now;
        return true;
}

bool progress_show(int64_t done, int64_t total, void *data)
{
        (void)data;
        if (isatty(STDERR_FILENO) && total > 0 && is_time()) {
                fprintf(stderr, "\r%3d%%", (int)(done * 100 / total));
                is_shown = true;
        }
        return !is_stopped;
}

void progress_end(void)
{
        if (is_shown)
                fprintf(stderr, "\r    \r");
        is_shown = false;
}
