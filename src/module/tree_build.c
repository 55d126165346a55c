#include "module/tree_build.h"

#include <stdio.h>
#include <string.h>

#include "base/translate.h"
#include "module/found.h"

Node *tree_node(Tree *tree, NodeKind kind, Place place)
{
        if (tree->free == tree->chunk_end) {
                tree->free = tree->chunk = arena_array(tree->arena, Node, TREE_CHUNK);
                tree->chunk_end = tree->chunk + TREE_CHUNK;
        }
        tree->kept++;
        Node *node = tree->free++;
        *node = (Node){ .kind = (uint8_t)kind, .place = place };
        return node;
}

static void attach(Tree *tree, Node *node)
{
        Frame *frame = tree->top;
        if (!frame) {
                tree->root = node;
                return;
        }
        node->key = frame->key;
        node->key_place = frame->key ? frame->key_place : node->place;
        *frame->tail = node;
        frame->tail = &node->next;
        frame->node->count++;
        frame->key = NULL;
        if (frame->node->kind == NODE_MAPPING)
                frame->state = FRAME_KEY;
}

/* Leaves out a value that cannot be used: nobody must complain that it is missing. */
static void leave_out(Frame *frame)
{
        if (!frame)
                return;
        frame->node->cut = true;
        frame->key = NULL;
        if (frame->node->kind == NODE_MAPPING)
                frame->state = FRAME_KEY;
}

/* Counts a child that is not kept, or leaves out a value that belongs to no usable key. */
static bool passes_over(Tree *tree)
{
        Frame *frame = tree->top;
        if (!frame)
                return false;
        if (frame->state != FRAME_SKIP_VALUE) {
                if (frame->node->count < TREE_MOST_CHILDREN)
                        return false;
                frame->node->count++;
        }
        leave_out(frame);
        return true;
}

static void report_duplicate(Tree *tree, const char *key, size_t len, Place place, Place first)
{
        Diagnostic *twice = diagnostics_add(tree->found, CHECK_DUPLICATE_KEY, tree->file, place,
                diagnostics_quote(tree->found, key, len));
        twice->length = (uint32_t)len;
        diagnostic_also(tree->found, twice, first, _("it stands here first"));
        diagnostic_hint(tree->found, twice,
                _("keep one of the two; a new entry of a list begins with '- '"));
}

/* Keys are kept once each, so that pointers tell. Where nothing more is told the first child will
 * do: in a hostile file there are many. */
static const Node *find_child(const Tree *tree, const Frame *frame, const char *key)
{
        const Node *child = frame->node->first;
        bool is_few = frame->node->count < TREE_FEW_KEYS;
        if (!is_few && diagnostics_are_full(tree->found, tree->file))
                return child;
        while (child && child->key != key)
                child = child->next;
        return child;
}

static void check_duplicate(Tree *tree, Frame *frame, const RecentKey *recent, Place place)
{
        const char *key = recent->text;
        size_t len = recent->len;
        bool marked = recent->number < 64;
        uint64_t mark = marked ? UINT64_C(1) << recent->number : 0;
        if (marked && !(frame->met & mark)) {
                frame->met |= mark;
                return;
        }
        if (marked || frame->node->count < TREE_FEW_KEYS) {
                const Node *child = find_child(tree, frame, key);
                if (child)
                        report_duplicate(tree, key, len, place, child->key_place);
                return;
        }
        if (frame->keys.count == 0) {
                for (const Node *child = frame->node->first; child; child = child->next) {
                        if (!words_find(&frame->keys, child->key, strlen(child->key)))
                                words_add(&frame->keys, child->key, strlen(child->key),
                                        child->key_place.line);
                }
        }
        if (!words_find(&frame->keys, key, len)) {
                words_add(&frame->keys, key, len, place.line);
                return;
        }
        const Node *child = find_child(tree, frame, key);
        report_duplicate(tree, key, len, place, child ? child->key_place : place);
}

static bool is_stop(const Tree *tree, const char *key)
{
        const char *const *stop = tree->options->stop;
        for (; tree->depth == 1 && stop && *stop; stop++) {
                if (strcmp(*stop, key) == 0)
                        return true;
        }
        return false;
}

/* Of the first four bytes and the last four, which may be the same. */
static uint32_t hash_key(const char *text, size_t len)
{
        uint32_t first = 0, last = 0;
        if (len >= sizeof first) {
                memcpy(&first, text, sizeof first);
                memcpy(&last, text + len - sizeof last, sizeof last);
        } else {
                memcpy(&first, text, len);
        }
        return (first * UINT32_C(2654435761) ^ last * UINT32_C(2246822519)) >> 16;
}

/* \return NULL where the key cannot be used */
static const RecentKey *find_key(Tree *tree, const yaml_event_t *event, Place place)
{
        const char *text = (const char *)event->data.scalar.value;
        size_t len = event->data.scalar.length;
        RecentKey *recent = &tree->recent[hash_key(text, len) % TREE_RECENT];
        if (recent->text && recent->len == len && memcmp(recent->text, text, len) == 0)
                return recent;
        const Word *word = words_find(&tree->keys, text, len);
        /* A key that is known was looked at when it was first met. */
        if (!word) {
                bool fine = true;
                const char *key = tree_text(tree, event, place, &len, &fine);
                if (!fine)
                        return NULL;
                word = words_add(&tree->keys, key, len, (uint32_t)tree->keys.count);
        }
        *recent = (RecentKey){ word->text, (uint32_t)len, word->value };
        return recent;
}

static bool take_key(Tree *tree, Frame *frame, const yaml_event_t *event, Place place)
{
        const RecentKey *key = find_key(tree, event, place);
        frame->state = FRAME_SKIP_VALUE;
        if (!key)
                return true;
        if (is_stop(tree, key->text))
                return false;
        if (frame->node->count < TREE_MOST_CHILDREN)
                check_duplicate(tree, frame, key, place);
        frame->state = FRAME_VALUE;
        frame->key = key->text;
        frame->key_place = place;
        return true;
}

/* Where a value stands, behind its anchor. */
static Place behind_anchor(Tree *tree, const yaml_char_t *anchor, Place place)
{
        if (!anchor)
                return place;
        tree->anchor_place = place;
        return locator_after_anchor(tree->locator, place);
}

static void report_tag(Tree *tree, const yaml_char_t *tag, Place place)
{
        const char *text = (const char *)tag;
        static const char standard[] = "tag:yaml.org,2002:";
        char short_form[64];
        if (strncmp(text, standard, sizeof standard - 1) == 0) {
                snprintf(short_form, sizeof short_form, "!!%s", text + sizeof standard - 1);
                text = short_form;
        }
        Diagnostic *wrong = diagnostics_add(tree->found, CHECK_TAG, tree->file, place,
                diagnostics_quote(tree->found, text, strlen(text)));
        diagnostic_hint(tree->found, wrong, _("leave the tag out: what a value is, its key says"));
}

static bool too_many(Tree *tree, const yaml_event_t *event, Place place)
{
        size_t met = event->end_mark.index;
        bool are_many = ++tree->nodes > LIMIT_NODES;
        bool are_dense = tree->kept > TREE_MANY && tree->kept * TREE_DENSEST > met;
        if (are_many)
                diagnostics_add(tree->found, CHECK_TOO_MANY_NODES, tree->file, place, LIMIT_NODES);
        else if (are_dense)
                diagnostics_add(tree->found, CHECK_TOO_DENSE, tree->file, place, tree->kept, met);
        return are_many || are_dense;
}

static LastKind last_kind(yaml_scalar_style_t style)
{
        static const LastKind kinds[] = { [YAML_PLAIN_SCALAR_STYLE] = LAST_PLAIN,
                [YAML_SINGLE_QUOTED_SCALAR_STYLE] = LAST_QUOTED,
                [YAML_DOUBLE_QUOTED_SCALAR_STYLE] = LAST_QUOTED,
                [YAML_LITERAL_SCALAR_STYLE] = LAST_OTHER,
                [YAML_FOLDED_SCALAR_STYLE] = LAST_OTHER };
        return kinds[style];
}

static bool take_value(Tree *tree, const yaml_event_t *event, Place place)
{
        const yaml_char_t *anchor = event->data.scalar.anchor;
        yaml_scalar_style_t style = event->data.scalar.style;
        Node *node = NULL;
        if (!passes_over(tree)) {
                bool fine = true;
                size_t len = event->data.scalar.length;
                node = tree_node(tree, NODE_SCALAR, place);
                node->text = tree_text(tree, event, place, &len, &fine);
                node->count = (uint32_t)len;
                node->plain = style == YAML_PLAIN_SCALAR_STYLE;
                node->block =
                        style == YAML_LITERAL_SCALAR_STYLE || style == YAML_FOLDED_SCALAR_STYLE;
                attach(tree, node);
                tree->last.node = node;
        }
        if (anchor) {
                uint32_t number = tree_anchor(tree, (const char *)anchor);
                tree->anchors[number].node = node;
                tree->anchors[number].size = 1;
                tree->anchors[number].open = false;
        }
        return true;
}

static bool take_scalar(Tree *tree, const yaml_event_t *event, Place place)
{
        place = behind_anchor(tree, event->data.scalar.anchor, place);
        if (event->data.scalar.tag)
                report_tag(tree, event->data.scalar.tag, place);
        if (too_many(tree, event, place))
                return false;
        tree->last.kind = last_kind(event->data.scalar.style);
        if (tree->skipped > 0)
                return true;
        Frame *frame = tree->top;
        return frame && frame->state == FRAME_KEY ? take_key(tree, frame, event, place)
                                                  : take_value(tree, event, place);
}

static bool skip_collection(Tree *tree)
{
        tree->skipped++;
        return tree->skipped < TREE_DEEPEST_SKIP;
}

/* Whether a collection must not be kept: it stands for a key, lies too deep, or belongs to nothing.
 */
static bool refuses_collection(Tree *tree, NodeKind kind, Place place)
{
        Frame *frame = tree->top;
        if (frame && frame->state == FRAME_KEY) {
                diagnostics_add(tree->found, CHECK_KEY_KIND, tree->file, place,
                        kind == NODE_SEQUENCE ? _("a list") : _("a group of keys"));
                frame->state = FRAME_SKIP_VALUE;
                return true;
        }
        if (tree->depth == LIMIT_NESTING) {
                diagnostics_add(tree->found, CHECK_TOO_DEEP, tree->file, place, LIMIT_NESTING);
                leave_out(frame);
                return true;
        }
        return passes_over(tree);
}

/* Whether the list that is open is one whose mappings are taken. */
static bool is_taken_from(const Tree *tree)
{
        if (tree->depth != tree->taken_depth)
                return false;
        for (size_t i = 0; i + 1 < tree->depth; i++) {
                const char *key = tree->options->taken_from[i];
                const Node *node = tree->frames[i].node;
                if (key[0] ? node_get(node, key) != tree->frames[i + 1].node
                           : node->kind != NODE_SEQUENCE)
                        return false;
        }
        return tree->frames[tree->depth - 1].node->kind == NODE_SEQUENCE;
}

/* An anchor inside may be meant further on: then all stays. */
static bool is_to_be_taken(const Tree *tree, const Frame *list, const Node *ended)
{
        return list && list->hands_over && ended->kind == NODE_MAPPING &&
               tree->anchor_count == tree->mark.anchor_count;
}

static void hand_over(Tree *tree)
{
        Node *mapping = tree->leaving;
        tree->leaving = NULL;
        void *taken = tree->options->take(tree->options->data, tree->root, mapping);
        if (!taken)
                return;
        mapping->kind = NODE_TAKEN;
        mapping->taken = taken;
        /* Nothing was kept since it began but what is inside it. */
        tree->free = tree->chunk == tree->mark.chunk ? tree->mark.free : tree->chunk;
}

static bool open_collection(
        Tree *tree, NodeKind kind, const char *anchor, Place place, bool is_flow)
{
        if (refuses_collection(tree, kind, place)) {
                if (anchor) {
                        uint32_t number = tree_anchor(tree, anchor); /* may move the anchors */
                        tree->anchors[number].open = false;
                }
                return skip_collection(tree);
        }
        Node *node = tree_node(tree, kind, place);
        attach(tree, node);
        if (tree->top && tree->top->hands_over)
                tree->mark = (TreeMark){ tree->chunk, tree->free, tree->anchor_count };
        Frame *frame = tree->top = &tree->frames[tree->depth++];
        *frame = (Frame){ .node = node,
                .tail = &node->first,
                .state = kind == NODE_MAPPING ? FRAME_KEY : FRAME_VALUE,
                .nodes_before = tree->nodes - 1,
                .height = 1,
                .flow = is_flow };
        frame->hands_over = is_taken_from(tree);
        if (anchor) {
                frame->has_anchor = true;
                frame->anchor = tree_anchor(tree, anchor);
                tree->anchors[frame->anchor].node = node;
        }
        return true;
}

static bool take_collection(Tree *tree, const yaml_event_t *event, Place place)
{
        bool list = event->type == YAML_SEQUENCE_START_EVENT;
        const yaml_char_t *anchor =
                list ? event->data.sequence_start.anchor : event->data.mapping_start.anchor;
        const yaml_char_t *tag =
                list ? event->data.sequence_start.tag : event->data.mapping_start.tag;
        bool is_flow = list ? event->data.sequence_start.style == YAML_FLOW_SEQUENCE_STYLE
                            : event->data.mapping_start.style == YAML_FLOW_MAPPING_STYLE;
        place = behind_anchor(tree, anchor, place);
        if (tag)
                report_tag(tree, tag, place);
        if (too_many(tree, event, place))
                return false;
        if (tree->skipped > 0)
                return skip_collection(tree);
        return open_collection(
                tree, list ? NODE_SEQUENCE : NODE_MAPPING, (const char *)anchor, place, is_flow);
}

static void close_collection(Tree *tree, Place end)
{
        if (tree->skipped > 0) {
                tree->skipped--;
                return;
        }
        Frame *frame = &tree->frames[--tree->depth];
        tree->last = (Last){ .kind = frame->flow ? LAST_FLOW : LAST_BLOCK,
                .node = frame->node,
                .start = frame->node->place,
                .end = end };
        words_clear(&frame->keys);
        if (frame->has_anchor) {
                Anchor *anchor = &tree->anchors[frame->anchor];
                anchor->open = false;
                anchor->size = (uint32_t)(tree->nodes - frame->nodes_before);
                anchor->height = (uint16_t)frame->height;
        }
        Frame *above = tree->top = tree->depth ? frame - 1 : NULL;
        if (above && above->height < frame->height + 1)
                above->height = frame->height + 1;
        if (is_to_be_taken(tree, above, frame->node))
                tree->leaving = frame->node;
}

static bool take_alias(Tree *tree, const yaml_event_t *event, Place place)
{
        if (tree->skipped > 0)
                return true;
        Frame *frame = tree->top;
        if (frame && frame->state == FRAME_KEY) {
                diagnostics_add(tree->found, CHECK_KEY_KIND, tree->file, place, _("an alias"));
                frame->state = FRAME_SKIP_VALUE;
                return true;
        }
        if (passes_over(tree))
                return true;
        bool go_on = true;
        Node *node = tree_alias(tree, event, place, &go_on);
        if (node)
                attach(tree, node);
        else
                leave_out(frame);
        return go_on;
}

static bool begin_document(Tree *tree, const yaml_event_t *event, Place place)
{
        if (tree->in_document) {
                diagnostics_add(tree->found, CHECK_SECOND_DOCUMENT, tree->file, place);
                if (tree->root)
                        tree->root->cut = true; /* what is missing may stand in the second */
                return false;
        }
        tree->in_document = true;
        const yaml_tag_directive_t *tag = event->data.document_start.tag_directives.start;
        if (tag != event->data.document_start.tag_directives.end)
                report_tag(tree, tag->handle, place);
        return true;
}

static bool is_end(const yaml_event_t *event)
{
        return event->type == YAML_SEQUENCE_END_EVENT || event->type == YAML_MAPPING_END_EVENT;
}

bool tree_event(Tree *tree, const yaml_event_t *event)
{
        /* A mistake in a mapping is often noticed only where the lists around it have ended. */
        if (tree->leaving && !is_end(event))
                hand_over(tree);
        Place place = tree_place(event->start_mark);
        tree->last = (Last){ .start = place, .end = tree_place(event->end_mark) };
        switch (event->type) {
        case YAML_DOCUMENT_START_EVENT:
                return begin_document(tree, event, place);
        case YAML_SCALAR_EVENT:
                return take_scalar(tree, event, place);
        case YAML_ALIAS_EVENT:
                return take_alias(tree, event, place);
        case YAML_SEQUENCE_START_EVENT:
        case YAML_MAPPING_START_EVENT:
                return take_collection(tree, event, place);
        case YAML_SEQUENCE_END_EVENT:
        case YAML_MAPPING_END_EVENT:
                close_collection(tree, tree_place(event->end_mark));
                return true;
        case YAML_STREAM_END_EVENT:
                tree->ended = true;
                return false;
        default:
                return true;
        }
}
