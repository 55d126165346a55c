#include <stdio.h>
#include <string.h>

#include "base/translate.h"
#include "base/utf8.h"
#include "module/found.h"
#include "module/tree_build.h"

/* What stands in the file as it is was looked at before libyaml saw it; only an escape can still
 * bring in what is unsafe, and only double quotes have escapes. */
static size_t first_unsafe(const char *text, size_t len)
{
        uint32_t code = 0;
        for (size_t at = 0; at < len;) {
                unsigned char byte = (unsigned char)text[at];
                if (byte >= 0x20 && byte < 0x7F) {
                        at++;
                        continue;
                }
                size_t used = utf8_decode(text + at, len - at, &code);
                if (utf8_is_unsafe(code))
                        return at;
                at += used;
        }
        return len;
}

static void report_unsafe(Tree *tree, Place place, const char *text, size_t at, uint32_t code)
{
        if (!diagnostics_are_full(tree->found, tree->file))
                place = locator_in_scalar(tree->locator, place, text, at);
        char name[16];
        snprintf(name, sizeof name, "U+%04X", (unsigned)code);
        Diagnostic *unsafe =
                diagnostics_add(tree->found, CHECK_UNSAFE_CHARACTER, tree->file, place, name);
        diagnostic_hint(tree->found, unsafe, _("take the escape out of the text"));
}

static const char *replace_unsafe(Tree *tree, const char *text, size_t *len, Place place)
{
        Text clean = { 0 };
        uint32_t code = 0;
        for (size_t at = 0; at < *len;) {
                size_t used = utf8_decode(text + at, *len - at, &code);
                if (utf8_is_unsafe(code)) {
                        report_unsafe(tree, place, text, at, code);
                        text_append(&clean, "\xEF\xBF\xBD");
                } else {
                        text_append_bytes(&clean, text + at, used);
                }
                at += used;
        }
        *len = clean.len;
        const char *kept = arena_strndup(tree->texts, text_string(&clean), clean.len);
        text_clear(&clean);
        return kept;
}

const char *tree_text(Tree *tree, const yaml_event_t *event, Place place, size_t *len, bool *fine)
{
        const char *text = (const char *)event->data.scalar.value;
        *len = event->data.scalar.length;
        if (*len > LIMIT_TEXT) {
                Diagnostic *large = diagnostics_add(
                        tree->found, CHECK_TEXT_TOO_LONG, tree->file, place, *len, (int)LIMIT_TEXT);
                diagnostic_hint(tree->found, large, _("divide it"));
                *fine = false;
                /* A start of it stands for it, so that nothing is said to be missing or empty. */
                *len = 64;
                while (*len > 60 && ((unsigned char)text[*len] & 0xC0) == 0x80)
                        --*len;
        }
        if (event->data.scalar.style == YAML_DOUBLE_QUOTED_SCALAR_STYLE &&
                first_unsafe(text, *len) < *len) {
                *fine = false;
                return replace_unsafe(tree, text, len, place);
        }
        return arena_strndup(tree->texts, text, *len);
}

uint32_t tree_anchor(Tree *tree, const char *name)
{
        size_t len = strlen(name);
        Word *word = words_find(&tree->anchor_names, name, len);
        if (word) {
                const Anchor *first = &tree->anchors[word->value];
                Diagnostic *twice = diagnostics_add(tree->found, CHECK_DUPLICATE_ANCHOR, tree->file,
                        tree->anchor_place, diagnostics_quote(tree->found, name, len));
                diagnostic_also(tree->found, twice, first->place, _("it stands here first"));
        }
        tree->anchors =
                xgrow(tree->anchors, tree->anchor_count, &tree->anchor_room, sizeof *tree->anchors);
        uint32_t number = (uint32_t)tree->anchor_count++;
        tree->anchors[number] = (Anchor){ .place = tree->anchor_place, .open = true, .height = 1 };
        if (word)
                word->value = number;
        else
                words_add(
                        &tree->anchor_names, arena_strndup(tree->scratch, name, len), len, number);
        return number;
}

static bool fits(Tree *tree, const Anchor *anchor, Place place, bool *go_on)
{
        tree->nodes += anchor->size;
        if (tree->nodes > LIMIT_NODES) {
                Diagnostic *many = diagnostics_add(
                        tree->found, CHECK_TOO_MANY_NODES, tree->file, place, LIMIT_NODES);
                diagnostic_also(tree->found, many, anchor->place, _("what the alias repeats"));
                *go_on = false;
                return false;
        }
        if (anchor->node->kind != NODE_SCALAR && tree->depth + anchor->height > LIMIT_NESTING) {
                diagnostics_add(tree->found, CHECK_TOO_DEEP, tree->file, place, LIMIT_NESTING);
                return false;
        }
        if (tree->depth && anchor->node->kind != NODE_SCALAR) {
                Frame *frame = &tree->frames[tree->depth - 1];
                if (frame->height < anchor->height + 1u)
                        frame->height = anchor->height + 1u;
        }
        return true;
}

Node *tree_alias(Tree *tree, const yaml_event_t *event, Place place, bool *go_on)
{
        const char *name = (const char *)event->data.alias.anchor;
        size_t len = strlen(name);
        const Word *word = words_find(&tree->anchor_names, name, len);
        if (!word) {
                const char *quoted = diagnostics_quote(tree->found, name, len);
                diagnostics_add(tree->found, CHECK_UNKNOWN_ANCHOR, tree->file, place, quoted);
                return NULL;
        }
        const Anchor *anchor = &tree->anchors[word->value];
        if (anchor->open) {
                Diagnostic *loop = diagnostics_add(tree->found, CHECK_ALIAS_LOOP, tree->file, place,
                        diagnostics_quote(tree->found, name, len));
                diagnostic_also(tree->found, loop, anchor->place, _("what it names begins here"));
                return NULL;
        }
        if (!anchor->node || !fits(tree, anchor, place, go_on))
                return NULL;
        Node *node = tree_node(tree, anchor->node->kind, place);
        *node = *anchor->node;
        node->place = place;
        node->block = false;
        node->next = NULL;
        node->key = NULL;
        return node;
}
