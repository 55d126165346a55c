#include "bench_world.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void world_start(World *world)
{
        strcpy(world->folder, "/tmp/makesafe-bench-XXXXXX");
        if (!mkdtemp(world->folder))
                abort();
        size_t count = 0, size = sizeof world->room[0];
        snprintf(world->room[count++], size, "HOME=%s", world->folder);
        snprintf(world->room[count++], size, "XDG_DATA_HOME=%s/data", world->folder);
        snprintf(world->room[count++], size, "XDG_CONFIG_HOME=%s/config", world->folder);
        snprintf(world->room[count++], size, "MAKESAFE_RECORD=sqlite:%s/record.sqlite",
                world->folder);
        strcpy(world->room[count++], "TERM=xterm-256color");
        strcpy(world->room[count++], "LC_ALL=C.UTF-8");
        strcpy(world->room[count++], "LANGUAGE=en");
        for (size_t i = 0; i < count; i++)
                world->environment[i] = world->room[i];
        world->environment[count] = NULL;
}

static int remove_one(const char *path, const struct stat *status, int kind, struct FTW *place)
{
        (void)status;
        (void)kind;
        (void)place;
        return remove(path);
}

void world_end(World *world)
{
        nftw(world->folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

Harness *world_run(const World *world, const char *const *arguments)
{
        return harness_start(&(HarnessOptions){ .rows = 24,
                .columns = 80,
                .arguments = arguments,
                .environment = world->environment,
                .folder = world->folder });
}

void world_find(char **paths, size_t count)
{
        for (size_t i = 0; i < count; i++) {
                paths[i] = realpath(paths[i], NULL);
                if (!paths[i])
                        abort();
        }
}

static int compare(const void *left, const void *right)
{
        double a = *(const double *)left, b = *(const double *)right;
        return (a > b) - (a < b);
}

double median(double *numbers, size_t count)
{
        qsort(numbers, count, sizeof *numbers, compare);
        return count % 2 ? numbers[count / 2] : (numbers[count / 2 - 1] + numbers[count / 2]) / 2;
}
