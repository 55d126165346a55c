/* What idle sessions keep in memory for themselves, many at once, so that what they share does not
 * count: idle_bench PROGRAM MODULES [SESSIONS [RECORD]]. Where RECORD is a database, the sessions
 * are of logins learner1, learner2, … there. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench_world.h"

enum { SESSIONS = 200, SESSIONS_MOST = 1000 };

static long private_kilobytes(pid_t pid)
{
        char path[64], line[256];
        long total = 0, value;
        snprintf(path, sizeof path, "/proc/%d/smaps_rollup", (int)pid);
        FILE *file = fopen(path, "r");
        while (file && fgets(line, sizeof line, file))
                if (sscanf(line, "Private_Clean: %ld", &value) == 1 ||
                        sscanf(line, "Private_Dirty: %ld", &value) == 1)
                        total += value;
        if (file)
                fclose(file);
        return total;
}

/* Each session with a login of its own, where the record asks for one. */
static Harness *run_as(World *world, const char *const *arguments, int number)
{
        char login[32];
        snprintf(login, sizeof login, "learner%d", number);
        world_set(world, "PGUSER", login);
        return world_run(world, arguments);
}

/* Where `question` is set the quiz is begun: its welcome stands before the first question. */
static void measure(World *world, const char *const *arguments, int count, const char *what,
        const char *question)
{
        static Harness *sessions[SESSIONS_MOST];
        static double sizes[SESSIONS_MOST];
        for (int i = 0; i < count; i++) {
                sessions[i] = run_as(world, arguments, i + 1);
                if (sessions[i] && question &&
                        !(harness_press(sessions[i], "Enter") &&
                                harness_wait_for(sessions[i], question)))
                        printf("session %d shows no '%s'\n", i + 1, question);
        }
        double all = 0;
        for (int i = 0; i < count; i++)
                all += sizes[i] =
                        sessions[i] ? (double)private_kilobytes(harness_pid(sessions[i])) : 0;
        double middle = median(sizes, (size_t)count);
        printf("private memory of %d idle sessions at once, %s: median %.0f KiB, least %.0f, most "
               "%.0f, together %.0f MiB\n",
                count, what, middle, sizes[0], sizes[count - 1], all / 1024);
        for (int i = 0; i < count; i++)
                harness_free(sessions[i]);
}

int main(int argc, char **argv)
{
        if (argc < 3)
                return 2;
        int count = argc > 3 ? (int)strtol(argv[3], NULL, 10) : SESSIONS;
        if (count < 1 || count > SESSIONS_MOST)
                count = SESSIONS;
        World world;
        world_find(argv + 1, 2);
        world_start(&world);
        const char *record = argc > 4 ? argv[4] : NULL;
        if (record)
                world_set(&world, "MAKESAFE_RECORD", record);
        const char *const home[] = { argv[1], "--modules", argv[2], NULL },
                          *const kiosk[] = { argv[1], "--modules", argv[2], "--kiosk", NULL },
                          *const quiz[] = { argv[1], "--modules", argv[2], "learn", "hotels",
                                  "--quiz", "--restart", NULL };
        measure(&world, home, count, "home screen", NULL);
        if (!record)
                measure(&world, kiosk, count, "sign-in of a shared machine", NULL);
        measure(&world, quiz, count, "at a question", "1 of ");
        world_end(&world);
        return 0;
}
