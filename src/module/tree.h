/* A YAML document as a located tree, made from libyaml's events. Nothing in it knows what a module
 * is: the config file and contacts.yaml are read with it too. */
#ifndef MODULE_TREE_H
#define MODULE_TREE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/error.h"
#include "module/diagnostic.h"
#include "module/limits.h"

typedef enum NodeKind { NODE_SCALAR, NODE_SEQUENCE, NODE_MAPPING, NODE_TAKEN } NodeKind;

typedef struct Node Node;
struct Node {
        const char *key; /* in a mapping: its key; NUL-terminated */
        union {
                const char *text; /* of a scalar; NUL-terminated, no NUL inside */
                Node *first;      /* of a collection */
                void *taken;      /* what stands for a mapping that was handed over */
        };
        Node *next;      /* the next sibling */
        uint32_t count;  /* length of a scalar in bytes; children of a collection */
        Place place;     /* of the value */
        Place key_place; /* of the key, or of the item in a sequence */
        uint8_t kind;    /* NodeKind */
        bool plain;      /* a scalar without quotes that is not a block */
        bool block;      /* a block scalar: its text begins on the line after `place` */
        bool cut; /* a collection that reading stopped in: what is missing may stand further on */
};

/** Is handed a mapping as soon as it has ended, with the root as far as it has been read. \return
 * what is to stand for it, and its inside is forgotten; or NULL: it stays as it is */
typedef void *TreeTake(void *data, const Node *root, const Node *mapping);

typedef struct TreeOptions {
        size_t max_size;         /* bytes; 0 for LIMIT_FILE */
        const char *const *stop; /* keys of the top mapping at which reading stops, NULL-terminated,
                                    or NULL: how a menu reads only the head */
        struct Locator *locator; /* whose bytes are the file's; NULL: the tree's own */
        Arena *texts;   /* where keys and texts go, to outlive the nodes; NULL: the nodes' arena */
        TreeTake *take; /* or NULL; is handed what stands in the lists at `taken_from` */
        void *data;     /* for `take` */
        const char *const *taken_from; /* keys from the root on, "" for any item of a list;
                                          NULL-terminated */
} TreeOptions;

/** More children than this in one collection are counted, not kept: no list of any format is
 * longer. */
enum { TREE_MOST_CHILDREN = LIMIT_QUESTIONS + 1 };

/** Reads a whole document from bytes. All errors go to `found`; what could be read is returned all
 * the same (broken parts left out), so that later checks can run. \return the root, in `arena`, or
 * NULL where nothing could be read */
Node *tree_parse(Arena *arena, const char *file, const char *bytes, size_t len,
        const TreeOptions *options, Diagnostics *found);

/** The same from an open file, read in small pieces and no further than the options want: ten heads
 * cost next to nothing. \return NULL with `error` where reading fails */
Node *tree_read(Arena *arena, const char *file, int fd, const TreeOptions *options,
        Diagnostics *found, Error *error);

/** The value of a key of a mapping, or NULL. */
const Node *node_get(const Node *mapping, const char *key);

#endif
