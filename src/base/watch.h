/* Files that somebody saves while the program runs. */
#ifndef BASE_WATCH_H
#define BASE_WATCH_H

#include <stdbool.h>
#include <stddef.h>

typedef struct Watch Watch;

/** Watches the folder that a file is in (the file itself may be replaced: many editors write a new
 * one and rename it). NULL where the system does not allow it; then nothing is noticed. */
Watch *watch_start(const char *file);
void watch_stop(Watch *watch);

/** Readable when there is something to take; -1 for NULL. */
int watch_fd(const Watch *watch);

/** Takes the name of the next file of the folder that was written to its end or put there by
 * renaming; never waits. False where there is none. */
bool watch_next(Watch *watch, char *name, size_t size);

#endif
