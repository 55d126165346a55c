#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pwd.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/translate.h"

static bool fail(Error *error, const char *path, int number)
{
        return error_set(error, "%s: %s", path, strerror(number));
}

int file_open(const char *path, Error *error)
{
        int fd = open(path, O_RDONLY | O_CLOEXEC);
        struct stat info;
        int number = fd < 0 ? errno : 0;
        if (fd >= 0 && fstat(fd, &info) == 0 && S_ISDIR(info.st_mode)) {
                close(fd);
                number = EISDIR;
        }
        if (number == 0)
                return fd;
        error_set_kind(error, number == ENOENT ? ERROR_NOT_FOUND : ERROR_FAILED, "%s: %s", path,
                strerror(number));
        return -1;
}

bool file_read(const char *path, size_t most, char **bytes, size_t *len, Error *error)
{
        int fd = file_open(path, error);
        if (fd < 0)
                return false;
        bool done = file_read_open(fd, path, most, bytes, len, error);
        close(fd);
        return done;
}

bool file_read_open(int fd, const char *path, size_t most, char **bytes, size_t *len, Error *error)
{
        struct stat info;
        bool regular = fstat(fd, &info) == 0 && S_ISREG(info.st_mode);
        size_t room = regular && (uint64_t)info.st_size < most ? (size_t)info.st_size + 1 : 65536;
        char *buffer = xmalloc(room + 1);
        size_t have = 0;
        for (;;) {
                ssize_t got = regular ? pread(fd, buffer + have, room - have, (off_t)have)
                                      : read(fd, buffer + have, room - have);
                if (got < 0 && errno == EINTR)
                        continue;
                if (got < 0) {
                        int number = errno;
                        free(buffer);
                        return fail(error, path, number);
                }
                have += (size_t)got;
                if (got == 0 || have > most)
                        break;
                if (have == room) {
                        room *= 2;
                        buffer = xrealloc(buffer, room + 1);
                }
        }
        if (have > most) {
                free(buffer);
                return error_set(error, _("%s: the file is larger than %zu bytes"), path, most);
        }
        buffer[have] = '\0';
        *bytes = buffer;
        *len = have;
        return true;
}

static bool write_all(int fd, const char *bytes, size_t len)
{
        while (len > 0) {
                ssize_t put = write(fd, bytes, len);
                if (put < 0 && errno == EINTR)
                        continue;
                if (put < 0)
                        return false;
                bytes += put;
                len -= (size_t)put;
        }
        return true;
}

static void sync_folder(const char *path)
{
        Arena *arena = arena_new();
        int fd = open(path_folder(arena, path), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        if (fd >= 0) {
                fsync(fd);
                close(fd);
        }
        arena_free(arena);
}

bool file_write(const char *path, const char *bytes, size_t len, mode_t mode, Error *error)
{
        if (strcmp(path, "-") == 0) {
                fflush(stdout);
                return write_all(STDOUT_FILENO, bytes, len) ||
                       fail(error, _("standard output"), errno);
        }
        char temporary[PATH_MAX];
        int size = snprintf(temporary, sizeof temporary, "%s.XXXXXX", path);
        if (size < 0 || (size_t)size >= sizeof temporary)
                return fail(error, path, ENAMETOOLONG);
        int fd = mkostemp(temporary, O_CLOEXEC);
        if (fd < 0)
                return fail(error, path, errno);
        bool done = write_all(fd, bytes, len) && fchmod(fd, mode) == 0 && fsync(fd) == 0;
        int number = errno;
        if (close(fd) != 0 && done) {
                done = false;
                number = errno;
        }
        if (done && rename(temporary, path) != 0) {
                done = false;
                number = errno;
        }
        if (!done) {
                unlink(temporary);
                return fail(error, path, number);
        }
        sync_folder(path);
        return true;
}

bool file_create(const char *path, const char *bytes, size_t len, mode_t mode, Error *error)
{
        if (strcmp(path, "-") == 0)
                return file_write(path, bytes, len, mode, error);
        int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
        if (fd < 0 && errno == EEXIST) {
                error_set(error, _("%s: this file is there already, and is left as it is"), path);
                return error_hint(error, _("Choose another name with -o FILE"));
        }
        if (fd < 0)
                return fail(error, path, errno);
        bool done = write_all(fd, bytes, len) && fsync(fd) == 0;
        int number = errno;
        if (close(fd) != 0 && done) {
                done = false;
                number = errno;
        }
        if (!done) {
                unlink(path); /* ours: it was made just now */
                return fail(error, path, number);
        }
        sync_folder(path);
        return true;
}

bool folder_make(const char *path, mode_t mode, Error *error)
{
        char partial[PATH_MAX];
        int size = snprintf(partial, sizeof partial, "%s", path);
        if (size < 0 || (size_t)size >= sizeof partial)
                return fail(error, path, ENAMETOOLONG);
        for (char *slash = partial + 1;; slash++) {
                if (*slash != '/' && *slash != '\0')
                        continue;
                char kept = *slash;
                *slash = '\0';
                if (mkdir(partial, mode) != 0 && errno != EEXIST)
                        return fail(error, partial, errno);
                *slash = kept;
                if (kept == '\0')
                        return true;
        }
}

char *path_join(Arena *arena, const char *folder, const char *name)
{
        size_t len = strlen(folder);
        return arena_printf(
                arena, "%s%s%s", folder, len && folder[len - 1] == '/' ? "" : "/", name);
}

const char *path_base(const char *path)
{
        const char *slash = strrchr(path, '/');
        return slash ? slash + 1 : path;
}

char *path_folder(Arena *arena, const char *path)
{
        const char *slash = strrchr(path, '/');
        if (!slash)
                return arena_strdup(arena, ".");
        return arena_strndup(arena, path, slash == path ? 1 : (size_t)(slash - path));
}

char *path_xdg(Arena *arena, const char *name, const char *beneath_home)
{
        const char *set = getenv(name);
        if (set && set[0] == '/')
                return arena_strdup(arena, set);
        const char *home = getenv("HOME");
        if (!home || home[0] != '/') {
                const struct passwd *user = getpwuid(getuid());
                home = user ? user->pw_dir : NULL;
        }
        return home && home[0] == '/' ? path_join(arena, home, beneath_home) : NULL;
}

const char *path_build_folder(const char **source)
{
        static char build[PATH_MAX], sources[PATH_MAX];
        static bool known;
        if (!known) {
                known = true;
                ssize_t len =
                        readlink("/proc/self/exe", build, sizeof build - sizeof "/source-root");
                if (len > 0) {
                        build[len] = '\0';
                        *(char *)path_base(build) = '\0';
                        size_t end = strlen(build) - 1;
                        snprintf(build + end, sizeof build - end, "/source-root");
                        char *bytes = NULL;
                        size_t size = 0;
                        if (file_read(build, PATH_MAX - 1, &bytes, &size, NULL)) {
                                snprintf(sources, sizeof sources, "%.*s", (int)strcspn(bytes, "\n"),
                                        bytes);
                                free(bytes);
                        }
                        build[end] = '\0';
                }
        }
        if (source)
                *source = sources[0] ? sources : NULL;
        return sources[0] ? build : NULL;
}
