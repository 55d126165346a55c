/* From start to first frame: makesafe's home with its record and modules, against a bare ncurses
 * program that draws the same text. Interleaved runs, medians. And what an idle session keeps in
 * memory for itself: start_bench PROGRAM MODULES BARE_HOME [RUNS] */
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "bench_world.h"

enum { RUNS = 60, RUNS_MOST = 1000 };

#define LAST_WORD "leave"

static double now(void)
{
        struct timespec time;
        clock_gettime(CLOCK_MONOTONIC, &time);
        return (double)time.tv_sec * 1e3 + (double)time.tv_nsec / 1e6;
}

/* Milliseconds until `frame` bytes, which are the whole first frame, have come. */
static double time_start(const World *world, const char *const *arguments, size_t frame)
{
        struct winsize size = { .ws_row = 24, .ws_col = 80 };
        int master;
        char bytes[16384];
        double start = now();
        pid_t pid = forkpty(&master, NULL, NULL, &size);
        if (pid == 0) {
                if (chdir(world->folder) == 0)
                        execve(arguments[0], (char *const *)arguments,
                                (char *const *)world->environment);
                _exit(127);
        }
        for (size_t got = 0; got < frame;) {
                ssize_t len = read(master, bytes, sizeof bytes);
                if (len <= 0)
                        break;
                got += (size_t)len;
        }
        double taken = now() - start;
        kill(pid, SIGTERM);
        while (read(master, bytes, sizeof bytes) > 0)
                ;
        waitpid(pid, NULL, 0);
        close(master);
        return taken;
}

static void write_screen(Harness *home, const char *file)
{
        FILE *out = fopen(file, "w");
        if (!out)
                abort();
        for (int row = 0; row < 24; row++)
                fprintf(out, "%s\n", harness_row(home, row));
        fclose(out);
}

/* Bytes until the program sleeps; and until the last word of the last line, which ends the first
 * frame: the record may be opened, and states filled in, after that. */
static size_t frame_size(const World *world, const char *const *arguments, size_t *first)
{
        size_t len = 0;
        Harness *harness = world_run(world, arguments);
        const char *output = harness_output(harness, &len);
        const char *end = memmem(output, len, LAST_WORD, strlen(LAST_WORD));
        *first = end ? (size_t)(end - output) + strlen(LAST_WORD) : len;
        harness_free(harness);
        return len;
}

static void print_ratio(const char *what, double *ours, double *theirs, size_t runs)
{
        double our_median = median(ours, runs), their_median = median(theirs, runs);
        printf("start to %s, medians of %zu: makesafe %.2f ms, bare ncurses %.2f ms, ratio %.2f\n",
                what, runs, our_median, their_median, our_median / their_median);
}

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

static void print_memory(const World *world, const char *const *arguments, const char *const *bare)
{
        Harness *home = world_run(world, arguments), *other = world_run(world, bare);
        printf("private memory, idle: home %ld KiB, bare ncurses %ld KiB",
                private_kilobytes(harness_pid(home)), private_kilobytes(harness_pid(other)));
        for (int i = 0; i < 4; i++)
                harness_press(home, "Enter");
        printf(", home after a module was opened %ld KiB\n", private_kilobytes(harness_pid(home)));
        harness_free(home);
        harness_free(other);
}

int main(int argc, char **argv)
{
        if (argc < 4)
                return 2;
        static double first[RUNS_MOST], whole[RUNS_MOST], bare_times[RUNS_MOST];
        size_t runs = argc > 4 ? strtoul(argv[4], NULL, 10) : RUNS;
        if (runs == 0 || runs > RUNS_MOST)
                runs = RUNS;
        World world;
        world_find(argv + 1, 3);
        world_start(&world);
        char file[WORLD_PATH];
        snprintf(file, sizeof file, "%s/screen", world.folder);
        const char *const program[] = { argv[1], "--modules", argv[2], NULL }, *const bare[] = {
                argv[3], file, NULL
        };
        Harness *home = world_run(&world, program);
        write_screen(home, file);
        harness_free(home);
        size_t first_frame, their_first;
        size_t frame = frame_size(&world, program, &first_frame),
               their_frame = frame_size(&world, bare, &their_first);
        for (size_t i = 0; i < runs; i++) {
                first[i] = time_start(&world, program, first_frame);
                bare_times[i] = time_start(&world, bare, their_frame);
                whole[i] = time_start(&world, program, frame);
        }
        print_ratio("first frame", first, bare_times, runs);
        print_ratio("states from the record", whole, bare_times, runs);
        printf("bytes: makesafe %zu, bare ncurses %zu\n", frame, their_frame);
        print_memory(&world, program, bare);
        world_end(&world);
        return 0;
}
