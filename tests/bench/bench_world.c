#include "bench_world.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void world_start(World *world)
{
        snprintf(world->folder, sizeof world->folder, "/tmp/makesafe-bench-XXXXXX");
        if (!mkdtemp(world->folder))
                abort();
        char path[WORLD_PATH];
        memset(world->environment, 0, sizeof world->environment);
        world_set(world, "HOME", world->folder);
        snprintf(path, sizeof path, "%s/data", world->folder);
        world_set(world, "XDG_DATA_HOME", path);
        snprintf(path, sizeof path, "%s/config", world->folder);
        world_set(world, "XDG_CONFIG_HOME", path);
        snprintf(path, sizeof path, "sqlite:%s/record.sqlite", world->folder);
        world_set(world, "MAKESAFE_RECORD", path);
        world_set(world, "TERM", "xterm-256color");
        world_set(world, "LC_ALL", "C.UTF-8");
        world_set(world, "LANGUAGE", "en");
}

void world_set(World *world, const char *name, const char *value)
{
        size_t i = 0, len = strlen(name);
        while (world->environment[i] && (strncmp(world->environment[i], name, len) != 0 ||
                                                world->environment[i][len] != '='))
                i++;
        if (i == WORLD_SETTINGS)
                abort();
        snprintf(world->room[i], sizeof world->room[i], "%s=%s", name, value);
        world->environment[i] = world->room[i];
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
