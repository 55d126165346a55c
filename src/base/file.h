/* Files: read whole, written whole or not at all. */
#ifndef BASE_FILE_H
#define BASE_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "base/arena.h"
#include "base/error.h"

/** Reads a regular file (or a pipe) of at most `most` bytes; the bytes are the caller's to free and
 * end with a NUL that `len` does not count. Errors: not there, no permission, a folder, larger than
 * `most`. */
bool file_read(const char *path, size_t most, char **bytes, size_t *len, Error *error);

/** The same from a file that is open, from its start on where it is a regular one, whose position
 * stays; `path` is for messages. */
bool file_read_open(int fd, const char *path, size_t most, char **bytes, size_t *len, Error *error);

/** Opens a file for reading, no folder. \return -1 with `error` */
int file_open(const char *path, Error *error);

/** Writes beside `path`, syncs, renames, syncs the folder: afterwards the file is the old or the
 * new one, never half of either. "-" writes to standard output. */
bool file_write(const char *path, const char *bytes, size_t len, mode_t mode, Error *error);

/** Writes a file that is not there yet; never touches one that is ("-" writes to standard output).
 */
bool file_create(const char *path, const char *bytes, size_t len, mode_t mode, Error *error);

/** Makes a folder and those above it with `mode`; one that is there already is fine. */
bool folder_make(const char *path, mode_t mode, Error *error);

/** `folder`/`name` in the arena. */
char *path_join(Arena *arena, const char *folder, const char *name);

/** The part after the last slash (points into `path`). */
const char *path_base(const char *path);

/** The folder of a path, "." where there is none, in the arena. */
char *path_folder(Arena *arena, const char *path);

/** $XDG_DATA_HOME or ~/.local/share (`name` "XDG_DATA_HOME"); $XDG_CONFIG_HOME or ~/.config. NULL
 * where there is no home. */
char *path_xdg(Arena *arena, const char *name, const char *beneath_home);

/** The build folder that this program runs from, or NULL for an installed one; `source` receives
 * the folder of the sources. Both live as long as the program. */
const char *path_build_folder(const char **source);

#endif
