#include "base/watch.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/file.h"

enum { EVENTS_ROOM = 16 * (sizeof(struct inotify_event) + NAME_MAX + 1) };

struct Watch {
        int fd;
        size_t len, at;
        _Alignas(struct inotify_event) char events[EVENTS_ROOM];
};

Watch *watch_start(const char *file)
{
        /* A link is saved where it leads to. */
        char *real = realpath(file, NULL);
        Arena *arena = arena_new();
        int fd = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
        bool watched = fd >= 0 && inotify_add_watch(fd, path_folder(arena, real ? real : file),
                                          IN_CLOSE_WRITE | IN_MOVED_TO) >= 0;
        arena_free(arena);
        free(real);
        if (!watched) {
                if (fd >= 0)
                        close(fd);
                return NULL;
        }
        Watch *watch = xmalloc(sizeof *watch);
        watch->fd = fd;
        watch->len = watch->at = 0;
        return watch;
}

void watch_stop(Watch *watch)
{
        if (!watch)
                return;
        close(watch->fd);
        free(watch);
}

int watch_fd(const Watch *watch)
{
        return watch ? watch->fd : -1;
}

bool watch_next(Watch *watch, char *name, size_t size)
{
        while (watch) {
                if (watch->at >= watch->len) {
                        ssize_t got = read(watch->fd, watch->events, sizeof watch->events);
                        if (got < 0 && errno == EINTR)
                                continue;
                        if (got <= 0)
                                return false;
                        watch->len = (size_t)got;
                        watch->at = 0;
                }
                struct inotify_event event;
                memcpy(&event, watch->events + watch->at, sizeof event);
                const char *of = watch->events + watch->at + sizeof event;
                watch->at += sizeof event + event.len;
                if (event.len == 0)
                        continue;
                snprintf(name, size, "%s", of);
                return true;
        }
        return false;
}
