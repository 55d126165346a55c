/* The state of a tree being built; for the tree's own files alone. */
#ifndef MODULE_TREE_BUILD_H
#define MODULE_TREE_BUILD_H

#include <yaml.h>

#include "module/locate.h"
#include "module/tree.h"
#include "module/words.h"

enum {
        TREE_CHUNK = 128, /* nodes taken from the arena at once */
        TREE_RECENT = 256,
        TREE_FEW_KEYS = 16, /* up to here a mapping's keys are compared one by one */
        TREE_DEEPEST_SKIP =
                500,        /* libyaml's cost grows with the square of the depth: then it ends */
        TREE_MANY = 100000, /* from so many nodes on there must be */
        TREE_DENSEST = 7    /* so many characters for each: what is kept costs 48 bytes */
};

typedef enum FrameState { FRAME_VALUE, FRAME_KEY, FRAME_SKIP_VALUE } FrameState;

/* A collection that is open. */
typedef struct Frame {
        Node *node;
        Node **tail;
        FrameState state; /* what comes next */
        const char *key;
        Place key_place;
        uint64_t met; /* which of the tree's first 64 keys */
        Words keys;   /* of a mapping with many */
        bool has_anchor;
        uint32_t anchor;
        size_t nodes_before;
        unsigned height; /* of the deepest thing inside */
        bool flow;       /* in brackets */
        bool hands_over; /* a list: its mappings are to be taken */
} Frame;

/* What stood last before reading stopped: a mistake in it is often noticed only behind it. */
typedef enum LastKind { LAST_OTHER, LAST_PLAIN, LAST_QUOTED, LAST_BLOCK, LAST_FLOW } LastKind;
typedef struct Last {
        LastKind kind; /* LAST_BLOCK, LAST_FLOW: a collection, which has just ended */
        Node *node;    /* NULL: a key, or nothing that was kept */
        Place start, end;
} Last;

typedef struct Anchor {
        Node *node; /* NULL: of something skipped */
        Place place;
        uint32_t size; /* in nodes */
        uint16_t height;
        bool open; /* what it names has not ended yet */
} Anchor;

/* Keys seen lately, by a cheap hash: a module has few and says them thousands of times. */
typedef struct RecentKey {
        const char *text;
        uint32_t len;
        uint32_t number; /* in the order first met */
} RecentKey;

/* Where the inside of a mapping that is to be handed over begins. */
typedef struct TreeMark {
        const Node *chunk;
        Node *free;
        size_t anchor_count;
} TreeMark;

typedef struct Tree {
        Arena *arena, *texts, *scratch;
        const char *file;
        Diagnostics *found;
        const TreeOptions *options;
        Locator *locator;
        Node *root;
        Frame frames[LIMIT_NESTING];
        size_t depth;
        Frame *top;     /* the innermost one, or NULL */
        size_t skipped; /* open collections that are passed over */
        size_t nodes;   /* met, aliases expanded */
        size_t kept;
        Node *chunk, *free, *chunk_end; /* nodes are taken from `free` on */
        Node *leaving; /* a mapping to be handed over, once it is sure that it ends there */
        TreeMark mark;
        size_t taken_depth; /* of the lists that are handed over; 0 where none are */
        Words keys, anchor_names;
        RecentKey recent[TREE_RECENT];
        Anchor *anchors;
        size_t anchor_count, anchor_room;
        Place anchor_place; /* of the last event's anchor */
        bool in_document, ended;
        Last last;
} Tree;

/** Takes one event in. \return false where reading is to end */
bool tree_event(Tree *tree, const yaml_event_t *event);

/** The text of a scalar with everything unsafe replaced and reported. `fine` becomes false where it
 * was. */
const char *tree_text(Tree *tree, const yaml_event_t *event, Place place, size_t *len, bool *fine);

/** Handles an alias: a node that shares what the anchor names; NULL where it names nothing. */
Node *tree_alias(Tree *tree, const yaml_event_t *event, Place place, bool *go_on);

/** Remembers an anchor, which stands at `anchor_place`. \return its number */
uint32_t tree_anchor(Tree *tree, const char *name);

/** Reports what libyaml stumbled over. */
void tree_syntax(Tree *tree, const yaml_parser_t *parser);

Node *tree_node(Tree *tree, NodeKind kind, Place place);

static inline Place tree_place(yaml_mark_t mark)
{
        return (Place){ (uint32_t)mark.line + 1, (uint32_t)mark.column + 1 };
}

#endif
