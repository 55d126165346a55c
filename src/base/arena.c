#include "base/arena.h"

#include <stdalign.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FIRST_BLOCK = 4096, LARGEST_BLOCK = 1 << 20 };

typedef struct Block {
        struct Block *next;
        size_t size;
        size_t used;
        alignas(max_align_t) unsigned char bytes[];
} Block;

struct Arena {
        Block *blocks; /* the newest first */
        size_t total;
        size_t next_size;
};

static void out_of_memory(void)
{
        /* No translation here: gettext itself may need memory. */
        fputs("makesafe: memory: there is none left. What was saved stays saved.\n", stderr);
        exit(3);
}

void *xmalloc(size_t size)
{
        void *memory = malloc(size ? size : 1);
        if (!memory)
                out_of_memory();
        return memory;
}

void *xrealloc(void *memory, size_t size)
{
        void *moved = realloc(memory, size ? size : 1);
        if (!moved)
                out_of_memory();
        return moved;
}

char *xstrdup(const char *string)
{
        size_t size = strlen(string) + 1;
        return memcpy(xmalloc(size), string, size);
}

static size_t larger(size_t room, size_t size)
{
        enum { FIRST_ROOM = 4 };
        if (room > SIZE_MAX / 4 / size)
                out_of_memory();
        return room ? 2 * room : FIRST_ROOM;
}

void *xgrow(void *items, size_t count, size_t *room, size_t size)
{
        if (count < *room)
                return items;
        *room = larger(*room, size);
        return xrealloc(items, *room * size);
}

Arena *arena_new(void)
{
        Arena *arena = xmalloc(sizeof *arena);
        *arena = (Arena){ .next_size = FIRST_BLOCK };
        return arena;
}

void arena_reset(Arena *arena)
{
        for (Block *block = arena->blocks; block;) {
                Block *next = block->next;
                free(block);
                block = next;
        }
        *arena = (Arena){ .next_size = FIRST_BLOCK };
}

void arena_free(Arena *arena)
{
        if (!arena)
                return;
        arena_reset(arena);
        free(arena);
}

static unsigned char *take(Arena *arena, size_t size, size_t alignment)
{
        Block *block = arena->blocks;
        if (block) {
                size_t start = (block->used + alignment - 1) & ~(alignment - 1);
                if (start <= block->size && size <= block->size - start) {
                        block->used = start + size;
                        return block->bytes + start;
                }
        }
        if (size > SIZE_MAX / 2)
                out_of_memory();
        size_t room = size > arena->next_size ? size : arena->next_size;
        if (arena->next_size < LARGEST_BLOCK)
                arena->next_size *= 2;
        block = xmalloc(sizeof *block + room);
        block->size = room;
        block->used = size;
        arena->total += room;
        /* A block made for one large piece has no room left: keep filling the one before it. */
        if (arena->blocks && size == room) {
                block->next = arena->blocks->next;
                arena->blocks->next = block;
        } else {
                block->next = arena->blocks;
                arena->blocks = block;
        }
        return block->bytes;
}

void *arena_alloc(Arena *arena, size_t size)
{
        return memset(take(arena, size, alignof(max_align_t)), 0, size);
}

char *arena_bytes(Arena *arena, size_t size)
{
        Block *block = arena->blocks;
        if (!block || size > block->size - block->used)
                return (char *)take(arena, size, 1);
        block->used += size;
        return (char *)block->bytes + block->used - size;
}

void *arena_alloc_array(Arena *arena, size_t count, size_t size)
{
        if (size && count > SIZE_MAX / 2 / size)
                out_of_memory();
        return arena_alloc(arena, count * size);
}

void *arena_grow(Arena *arena, void *items, size_t count, size_t *room, size_t size)
{
        if (count < *room)
                return items;
        *room = larger(*room, size);
        void *more = arena_alloc_array(arena, *room, size);
        return count ? memcpy(more, items, count * size) : more;
}

char *arena_strndup(Arena *arena, const char *bytes, size_t len)
{
        char *copy = arena_bytes(arena, len + 1);
        if (len)
                memcpy(copy, bytes, len);
        copy[len] = '\0';
        return copy;
}

char *arena_strdup(Arena *arena, const char *string)
{
        return string ? arena_strndup(arena, string, strlen(string)) : NULL;
}

char *arena_vprintf(Arena *arena, const char *format, va_list arguments)
{
        va_list again;
        va_copy(again, arguments);
        int len = vsnprintf(NULL, 0, format, again);
        va_end(again);
        if (len < 0)
                return arena_strndup(arena, "", 0);
        char *text = arena_bytes(arena, (size_t)len + 1);
        vsnprintf(text, (size_t)len + 1, format, arguments);
        return text;
}

char *arena_printf(Arena *arena, const char *format, ...)
{
        va_list arguments;
        va_start(arguments, format);
        char *text = arena_vprintf(arena, format, arguments);
        va_end(arguments);
        return text;
}

size_t arena_size(const Arena *arena)
{
        return arena->total;
}
