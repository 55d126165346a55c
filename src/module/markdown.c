#include "module/markdown.h"

#include <md4c.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "base/utf8.h"
#include "module/limits.h"
#include "module/markdown_entity.h"

/* A marked phrase goes through md4c as OPEN number QUOTE text QUOTE CLOSE. The first and last are
 * characters that no text can have once it is cleaned; the quotes are there because emphasis looks
 * whether its neighbours are punctuation, as the brackets were that they stand for. */
#define OPEN "\xEF\xBF\xB9"
#define CLOSE "\xEF\xBF\xBB"
#define QUOTE '"'
enum { MARKER_LEN = 3, MOST_LISTS = 16 };

typedef struct List {
        bool ordered, tight;
        unsigned number;
        char delimiter;
        bool started; /* an item was shown */
} List;

typedef struct Walk {
        Arena *arena;
        RichBuilder *builder;
        unsigned emphasis, strong, code;
        unsigned ref, quotes;
        List lists[MOST_LISTS];
        unsigned depth; /* of lists, may exceed MOST_LISTS */
        bool item_begins, in_item, open;
        BlockKind kind; /* of the block that comes next */
        unsigned level;
        unsigned links;
        unsigned breaks; /* newlines of a code block that are due once more code follows */
        Text link_text;
} Walk;

static unsigned style_of(const Walk *walk)
{
        return (walk->emphasis ? SPAN_EMPHASIS : 0u) | (walk->strong ? SPAN_STRONG : 0u) |
               (walk->code ? SPAN_CODE : 0u);
}

static List *list_of(Walk *walk)
{
        return walk->depth && walk->depth <= MOST_LISTS ? &walk->lists[walk->depth - 1] : NULL;
}

static void open_item(Walk *walk)
{
        List *list = list_of(walk);
        char marker[16] = "•";
        if (list && list->ordered)
                snprintf(marker, sizeof marker, "%u%c", list->number, list->delimiter);
        rich_item(walk->builder, walk->depth, walk->item_begins ? marker : "");
        bool nested = walk->depth > 1;
        if (list && list->tight && walk->item_begins && (list->started || nested))
                rich_tight(walk->builder);
        if (list)
                list->started = true;
        walk->item_begins = false;
}

/* Blocks begin with their first text: in a tight list md4c says no more than that an item begins.
 */
static void ensure_block(Walk *walk)
{
        if (walk->open)
                return;
        walk->open = true;
        if (walk->kind == BLOCK_HEADING || walk->kind == BLOCK_CODE)
                rich_block(walk->builder, walk->kind, walk->level);
        else if (walk->in_item && walk->depth)
                open_item(walk);
        else if (walk->quotes)
                rich_block(walk->builder, BLOCK_QUOTE, walk->quotes);
        else
                rich_block(walk->builder, BLOCK_PARAGRAPH, 0);
}

static void put(Walk *walk, const char *text, size_t len)
{
        if (len == 0)
                return;
        ensure_block(walk);
        rich_span_ref(walk->builder, style_of(walk), walk->ref, text, len);
        if (walk->links)
                text_append_bytes(&walk->link_text, text, len);
}

static bool is_marker(const char *text, size_t left, const char *marker)
{
        return left >= MARKER_LEN && memcmp(text, marker, MARKER_LEN) == 0;
}

/* Puts a text, turning markers into the phrase's number. */
static void put_marked(Walk *walk, const char *text, size_t len)
{
        size_t from = 0, at = 0;
        while (at < len) {
                if (is_marker(text + at, len - at, OPEN)) {
                        put(walk, text + from, at - from);
                        walk->ref = 0;
                        for (at += MARKER_LEN; at < len && text[at] >= '0' && text[at] <= '9'; at++)
                                walk->ref = walk->ref * 10 + (unsigned)(text[at] - '0');
                        at += at < len && text[at] == QUOTE;
                        from = at;
                } else if (text[at] == QUOTE && is_marker(text + at + 1, len - at - 1, CLOSE)) {
                        put(walk, text + from, at - from);
                        walk->ref = 0;
                        at += 1 + MARKER_LEN;
                        from = at;
                } else {
                        at++;
                }
        }
        put(walk, text + from, len - from);
}

static void append_attribute(Text *out, const MD_ATTRIBUTE *attribute)
{
        if (!attribute->text || attribute->size == 0)
                return;
        for (size_t i = 0; attribute->substr_offsets[i] < attribute->size; i++) {
                const char *part = attribute->text + attribute->substr_offsets[i];
                size_t len = attribute->substr_offsets[i + 1] - attribute->substr_offsets[i];
                char decoded[16];
                if (attribute->substr_types[i] == MD_TEXT_ENTITY)
                        text_append_bytes(out, decoded, entity_decode(part, len, decoded));
                else
                        text_append_bytes(out, part, len);
        }
}

static int enter_block(MD_BLOCKTYPE type, void *detail, void *data)
{
        Walk *walk = data;
        walk->open = false;
        walk->kind = BLOCK_PARAGRAPH;
        switch (type) {
        case MD_BLOCK_QUOTE:
                walk->quotes++;
                break;
        case MD_BLOCK_UL:
        case MD_BLOCK_OL:
                if (walk->item_begins) {
                        ensure_block(walk); /* an item that is nothing but a list */
                        walk->open = false;
                }
                walk->depth++;
                if (list_of(walk) && type == MD_BLOCK_UL) {
                        const MD_BLOCK_UL_DETAIL *list = detail;
                        *list_of(walk) = (List){ .tight = list->is_tight };
                } else if (list_of(walk)) {
                        const MD_BLOCK_OL_DETAIL *list = detail;
                        *list_of(walk) = (List){ .ordered = true,
                                .tight = list->is_tight,
                                .number = list->start,
                                .delimiter = (char)list->mark_delimiter };
                }
                break;
        case MD_BLOCK_LI:
                walk->item_begins = walk->in_item = true;
                break;
        case MD_BLOCK_HR:
                rich_block(walk->builder, BLOCK_RULE, 0);
                break;
        case MD_BLOCK_H:
                walk->kind = BLOCK_HEADING;
                walk->level = ((const MD_BLOCK_H_DETAIL *)detail)->level;
                break;
        case MD_BLOCK_CODE:
                walk->kind = BLOCK_CODE;
                walk->level = 0;
                break;
        default:
                break;
        }
        return 0;
}

static int leave_block(MD_BLOCKTYPE type, void *detail, void *data)
{
        Walk *walk = data;
        (void)detail;
        if (type == MD_BLOCK_LI) {
                if (walk->item_begins)
                        ensure_block(walk); /* an item without text still has its bullet */
                if (list_of(walk))
                        list_of(walk)->number++;
                walk->in_item = walk->item_begins = false;
        } else if (type == MD_BLOCK_UL || type == MD_BLOCK_OL) {
                walk->depth--;
                walk->in_item = walk->depth > 0;
        } else if (type == MD_BLOCK_QUOTE) {
                walk->quotes--;
        }
        walk->open = false;
        walk->breaks = 0;
        walk->kind = BLOCK_PARAGRAPH;
        walk->ref = 0;
        return 0;
}

static void put_image(Walk *walk, const MD_SPAN_IMG_DETAIL *image, bool enters)
{
        Text text = { 0 };
        if (enters) {
                text_append(&text, "![");
        } else {
                text_append(&text, "](");
                append_attribute(&text, &image->src);
                text_append(&text, ")");
        }
        put(walk, text_string(&text), text.len);
        text_clear(&text);
}

static void put_address(Walk *walk, const MD_SPAN_A_DETAIL *link)
{
        Text address = { 0 };
        append_attribute(&address, &link->href);
        const char *href = text_string(&address), *shown = text_string(&walk->link_text);
        bool mail = strncmp(href, "mailto:", 7) == 0 && strcmp(href + 7, shown) == 0;
        walk->links = 0;
        if (address.len && !mail && strcmp(href, shown) != 0) {
                put(walk, " (", 2);
                put_marked(walk, href, address.len);
                put(walk, ")", 1);
        }
        text_clear(&address);
        text_reset(&walk->link_text);
}

static int enter_span(MD_SPANTYPE type, void *detail, void *data)
{
        Walk *walk = data;
        if (type == MD_SPAN_EM)
                walk->emphasis++;
        else if (type == MD_SPAN_STRONG)
                walk->strong++;
        else if (type == MD_SPAN_CODE)
                walk->code++;
        else if (type == MD_SPAN_A)
                walk->links = 1;
        else if (type == MD_SPAN_IMG)
                put_image(walk, detail, true);
        return 0;
}

static int leave_span(MD_SPANTYPE type, void *detail, void *data)
{
        Walk *walk = data;
        if (type == MD_SPAN_EM)
                walk->emphasis--;
        else if (type == MD_SPAN_STRONG)
                walk->strong--;
        else if (type == MD_SPAN_CODE)
                walk->code--;
        else if (type == MD_SPAN_A)
                put_address(walk, detail);
        else if (type == MD_SPAN_IMG)
                put_image(walk, detail, false);
        return 0;
}

/* The newline that ends a code block is not shown. */
static void put_code(Walk *walk, const char *text, size_t len)
{
        if (walk->kind == BLOCK_CODE && len == 1 && *text == '\n') {
                walk->breaks++;
                return;
        }
        for (; walk->breaks > 0; walk->breaks--)
                put(walk, "\n", 1);
        put_marked(walk, text, len);
}

static int take_text(MD_TEXTTYPE type, const char *text, MD_SIZE size, void *data)
{
        Walk *walk = data;
        char decoded[16];
        switch (type) {
        case MD_TEXT_NULLCHAR:
                put(walk, "\xEF\xBF\xBD", 3);
                break;
        case MD_TEXT_BR:
                put(walk, "\n", 1);
                break;
        case MD_TEXT_SOFTBR:
                put(walk, " ", 1);
                break;
        case MD_TEXT_ENTITY:
                put(walk, decoded, entity_decode(text, size, decoded));
                break;
        case MD_TEXT_CODE:
                put_code(walk, text, size);
                break;
        default:
                put_marked(walk, text, size);
        }
        return 0;
}

static void append_safe(Text *out, const char *text, size_t len)
{
        uint32_t code = 0;
        for (size_t at = 0; at < len;) {
                size_t used = utf8_decode(text + at, len - at, &code);
                if (code == 0xFFFD || utf8_is_unsafe(code))
                        text_append(out, "\xEF\xBF\xBD");
                else
                        text_append_bytes(out, text + at, used);
                at += used;
        }
}

/* The text that md4c gets: clean, its phrases between markers. */
static void prepare(Text *out, const char *markdown, bool phrases)
{
        MarkedPhrase found[LIMIT_PHRASES];
        MarkdownTrouble trouble;
        size_t count = 0, from = 0, offset;
        if (phrases)
                count = markdown_phrases(markdown, found, LIMIT_PHRASES, &trouble, &offset);
        for (size_t i = 0; i < count && i < LIMIT_PHRASES; i++) {
                append_safe(out, markdown + from, found[i].offset - from);
                text_printf(out, OPEN "%zu%c", i + 1, QUOTE);
                append_safe(out, found[i].text, found[i].text_len);
                text_append_char(out, QUOTE);
                text_append(out, CLOSE);
                from = (size_t)(found[i].id - markdown) + found[i].id_len + 1;
        }
        append_safe(out, markdown + from, strlen(markdown + from));
}

Rich markdown_parse(Arena *arena, const char *markdown, bool phrases)
{
        Walk walk = { .arena = arena, .builder = rich_start(arena) };
        Text text = { 0 };
        prepare(&text, markdown ? markdown : "", phrases);
        const MD_PARSER parser = { .enter_block = enter_block,
                .leave_block = leave_block,
                .enter_span = enter_span,
                .leave_span = leave_span,
                .text = take_text };
        md_parse(text_string(&text), (MD_SIZE)text.len, &parser, &walk);
        text_clear(&text);
        text_clear(&walk.link_text);
        return rich_finish(walk.builder);
}

char *markdown_plain(Arena *arena, const char *markdown)
{
        Arena *scratch = arena_new();
        Rich rich = markdown_parse(scratch, markdown, true);
        Text text = { 0 };
        for (size_t i = 0; i < rich.count; i++) {
                if (i)
                        text_append_char(&text, '\n');
                for (size_t j = 0; j < rich.blocks[i].count; j++)
                        text_append(&text, rich.blocks[i].spans[j].text);
        }
        char *plain = arena_strdup(arena, text_string(&text));
        text_clear(&text);
        arena_free(scratch);
        return plain;
}
