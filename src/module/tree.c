#include "module/tree.h"

#include <stdlib.h>
#include <string.h>

#include "base/translate.h"
#include "module/tree_build.h"
#include "module/tree_source.h"

/* Whether the document says nothing at all: no node, or one empty word. */
static bool is_nothing(const Node *root)
{
        return !root || (root->kind == NODE_SCALAR && root->plain && root->count == 0);
}

static void read_events(Tree *tree, TreeSource *source)
{
        yaml_parser_t parser;
        if (!yaml_parser_initialize(&parser))
                return;
        yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING);
        yaml_parser_set_input(&parser, source_read, source);
        bool go_on = true, broken = false;
        while (go_on) {
                yaml_event_t event;
                if (!yaml_parser_parse(&parser, &event)) {
                        tree_syntax(tree, &parser);
                        broken = true;
                        break;
                }
                go_on = tree_event(tree, &event);
                yaml_event_delete(&event);
        }
        yaml_parser_delete(&parser);
        if (!tree->ended) {
                for (size_t i = 0; i < tree->depth; i++)
                        tree->frames[i].node->cut = true;
        }
        if (!broken && !source->failed && !source->too_large && is_nothing(tree->root) &&
                tree->ended)
                diagnostics_add(tree->found, CHECK_EMPTY_FILE, tree->file, (Place){ 1, 1 });
}

static Node *build(Tree *tree, TreeSource *source, const TreeOptions *options)
{
        static const TreeOptions none = { 0 };
        tree->scratch = arena_new();
        tree->options = options ? options : &none;
        Locator own;
        locator_init(&own, source->bytes, source->len);
        tree->locator = tree->options->locator ? tree->options->locator : &own;
        if (tree->options->take) {
                for (const char *const *key = tree->options->taken_from; *key; key++)
                        tree->taken_depth++;
                tree->taken_depth++;
        }
        tree->texts = tree->options->texts ? tree->options->texts : tree->arena;
        if (source_begin(source)) {
                read_events(tree, source);
                source_end(source);
        }
        locator_clear(&own);
        for (size_t i = 0; i < tree->depth; i++)
                words_clear(&tree->frames[i].keys);
        words_clear(&tree->keys);
        words_clear(&tree->anchor_names);
        free(tree->anchors);
        arena_free(tree->scratch);
        return is_nothing(tree->root) ? NULL : tree->root;
}

static size_t largest(const TreeOptions *options)
{
        return options && options->max_size ? options->max_size : (size_t)LIMIT_FILE;
}

Node *tree_parse(Arena *arena, const char *file, const char *bytes, size_t len,
        const TreeOptions *options, Diagnostics *found)
{
        Tree tree = { .arena = arena, .file = file, .found = found };
        TreeSource source;
        source_init(&source, file, bytes, len, largest(options), found);
        return build(&tree, &source, options);
}

Node *tree_read(Arena *arena, const char *file, int fd, const TreeOptions *options,
        Diagnostics *found, Error *error)
{
        Tree tree = { .arena = arena, .file = file, .found = found };
        TreeSource source;
        /* libyaml decodes all that it is handed: of a head in small pieces. */
        char piece[SOURCE_PIECE];
        size_t size = options && options->stop ? SOURCE_SMALL_PIECE : sizeof piece;
        source_init(&source, file, NULL, 0, largest(options), found);
        source_read_from(&source, fd, piece, size);
        Node *root = build(&tree, &source, options);
        if (source.failed) {
                error_set(error, "%s: %s", file, strerror(source.number));
                return NULL;
        }
        return root;
}

const Node *node_get(const Node *mapping, const char *key)
{
        if (!mapping || mapping->kind != NODE_MAPPING)
                return NULL;
        for (const Node *child = mapping->first; child; child = child->next) {
                if (child->key[0] == key[0] && strcmp(child->key, key) == 0)
                        return child;
        }
        return NULL;
}
