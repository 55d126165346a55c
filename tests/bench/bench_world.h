/* A scratch world for the benches of the screens: folder, environment, and the two programs to
 * compare. */
#ifndef BENCH_WORLD_H
#define BENCH_WORLD_H

#include "../screen/screen_harness.h"

enum { WORLD_SETTINGS = 12, WORLD_PATH = 512 };

typedef struct World {
        char folder[64];
        char room[WORLD_SETTINGS][WORLD_PATH + 64];
        const char *environment[WORLD_SETTINGS + 1];
} World;

/** Makes a folder with an empty world in it. */
void world_start(World *world);
void world_end(World *world);

/** Sets a variable of the environment, anew where it is set already. */
void world_set(World *world, const char *name, const char *value);

/** Starts a program on a terminal of 80 by 24. NULL-terminated arguments. */
Harness *world_run(const World *world, const char *const *arguments);

/** Makes paths absolute, since programs run in the scratch folder. */
void world_find(char **paths, size_t count);

/** The median of `count` numbers, which are sorted. */
double median(double *numbers, size_t count);

#endif
