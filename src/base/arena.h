/* Memory that lives and dies together: a loaded module, a view, one screen's layout. */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stdarg.h>
#include <stddef.h>

typedef struct Arena Arena;

/** Makes an empty arena. Never NULL: the program ends when memory does. */
Arena *arena_new(void);

/** Frees everything that was ever taken from the arena. NULL is allowed. */
void arena_free(Arena *arena);

/** Gives back everything but keeps the arena for new use. */
void arena_reset(Arena *arena);

/** Takes `size` zeroed bytes, aligned for any type. Owned by the arena. */
void *arena_alloc(Arena *arena, size_t size);

/** Takes room for text: unaligned and not zeroed, so that short strings cost only their bytes. */
char *arena_bytes(Arena *arena, size_t size);

/** Copies `len` bytes and adds a NUL. */
char *arena_strndup(Arena *arena, const char *bytes, size_t len);

/** Copies a string; NULL stays NULL. */
char *arena_strdup(Arena *arena, const char *string);

/** Formats into the arena. */
char *arena_printf(Arena *arena, const char *format, ...) __attribute__((format(printf, 2, 3)));
char *arena_vprintf(Arena *arena, const char *format, va_list arguments)
        __attribute__((format(printf, 2, 0)));

/** Bytes taken from the system so far. */
size_t arena_size(const Arena *arena);

/** A zeroed array of `count` elements of `type`. */
#define arena_array(arena, type, count) ((type *)arena_alloc_array((arena), (count), sizeof(type)))
void *arena_alloc_array(Arena *arena, size_t count, size_t size);

/** malloc, realloc and strdup that end the program, with a word, where memory does. */
void *xmalloc(size_t size);
void *xrealloc(void *memory, size_t size);
char *xstrdup(const char *string);

/** Room for one item more: `items`, moved to twice the room where `count` fills it. `size` is that
 * of an item; items and room are NULL and 0 at first. The caller frees the items. */
void *xgrow(void *items, size_t count, size_t *room, size_t size);

/** The same for items that live in an arena, where the smaller room stays until it is freed. */
void *arena_grow(Arena *arena, void *items, size_t count, size_t *room, size_t size);

#endif
