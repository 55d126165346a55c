#include <md4c.h>
#include <stdint.h>
#include <string.h>

#include "module/limits.h"
#include "module/markdown.h"

typedef struct Search {
        const char *markdown;
        size_t len;
        MarkdownTrouble trouble;
        size_t offset;
        bool wants_place; /* an image whose place the next text tells */
} Search;

static int nothing_block(MD_BLOCKTYPE type, void *detail, void *data)
{
        (void)type;
        (void)detail;
        (void)data;
        return 0;
}

static bool is_inside(const Search *search, const char *text)
{
        return text >= search->markdown && text <= search->markdown + search->len;
}

static void place_image(Search *search, const char *text)
{
        const char *at = text;
        while (at > search->markdown && !(at[0] == '!' && at[1] == '['))
                at--;
        search->offset = (size_t)(at - search->markdown);
}

static int find_image(MD_SPANTYPE type, void *detail, void *data)
{
        Search *search = data;
        if (type != MD_SPAN_IMG)
                return 0;
        const MD_SPAN_IMG_DETAIL *image = detail;
        search->trouble = MARKDOWN_IMAGE;
        if (image->src.size && is_inside(search, image->src.text)) {
                place_image(search, image->src.text);
                return 1;
        }
        /* The address had an escape in it and is a copy: the alternative text tells. */
        const char *first = strstr(search->markdown, "![");
        search->offset = first ? (size_t)(first - search->markdown) : 0;
        search->wants_place = true;
        return 0;
}

static int leave_image(MD_SPANTYPE type, void *detail, void *data)
{
        const Search *search = data;
        (void)detail;
        return type == MD_SPAN_IMG && search->wants_place;
}

static int find_html(MD_TEXTTYPE type, const char *text, MD_SIZE size, void *data)
{
        Search *search = data;
        (void)size;
        if (search->wants_place && is_inside(search, text)) {
                place_image(search, text);
                return 1;
        }
        if (type != MD_TEXT_HTML)
                return 0;
        search->trouble = MARKDOWN_HTML;
        const char *at = is_inside(search, text) ? text : search->markdown;
        at += strcspn(at, "<");
        search->offset = (size_t)(at - search->markdown);
        return 1;
}

MarkdownTrouble markdown_check(const char *markdown, size_t *offset)
{
        Search search = { .markdown = markdown, .len = strlen(markdown) };
        const MD_PARSER parser = { .enter_block = nothing_block,
                .leave_block = nothing_block,
                .enter_span = find_image,
                .leave_span = leave_image,
                .text = find_html };
        md_parse(markdown, (MD_SIZE)search.len, &parser, &search);
        *offset = search.offset;
        return search.trouble;
}

static void note(MarkdownTrouble *trouble, size_t *offset, MarkdownTrouble what, size_t where)
{
        if (*trouble != MARKDOWN_FINE)
                return;
        *trouble = what;
        *offset = where;
}

static bool is_blank(const char *text, size_t len)
{
        return strspn(text, " \t\n") >= len;
}

typedef struct Scan {
        const char *text;
        MarkedPhrase *phrases;
        size_t most, count;
        size_t open[8];  /* where the brackets that are open began */
        size_t inner[8]; /* where the first phrase inside each began, or SIZE_MAX */
        size_t depth;
        MarkdownTrouble *trouble;
        size_t *offset;
} Scan;

enum { DEEPEST = sizeof((Scan *)0)->open / sizeof(size_t) };

static void open_bracket(Scan *scan, size_t at)
{
        if (scan->depth == DEEPEST) {
                note(scan->trouble, scan->offset, MARKDOWN_UNCLOSED_PHRASE, at);
                return;
        }
        scan->open[scan->depth] = at;
        scan->inner[scan->depth++] = SIZE_MAX;
}

/* The bracket that is open around this one has a phrase inside, however deep. */
static void note_inner(Scan *scan, size_t phrase)
{
        if (phrase != SIZE_MAX && scan->depth && scan->inner[scan->depth - 1] == SIZE_MAX)
                scan->inner[scan->depth - 1] = phrase;
}

/* \return the offset after the bracket and what belongs to it */
static size_t close_bracket(Scan *scan, size_t at)
{
        const char *text = scan->text;
        if (scan->depth == 0)
                return at + 1;
        size_t open = scan->open[--scan->depth], inner = scan->inner[scan->depth];
        note_inner(scan, inner);
        if (text[at + 1] == '(' && inner == SIZE_MAX)
                return at + 1; /* a link */
        size_t id = at + 2, id_len = text[at + 1] == '{' ? strcspn(text + id, "}{\n") : 0;
        if (text[at + 1] != '{' || text[id + id_len] != '}' ||
                is_blank(text + open + 1, at - open - 1)) {
                note(scan->trouble, scan->offset, MARKDOWN_UNCLOSED_PHRASE, open);
                return at + 1;
        }
        if (inner != SIZE_MAX) {
                note(scan->trouble, scan->offset, MARKDOWN_NESTED_PHRASE, inner);
                return id + id_len + 1;
        }
        note_inner(scan, open);
        if (scan->count == LIMIT_PHRASES)
                note(scan->trouble, scan->offset, MARKDOWN_TOO_MANY_PHRASES, open);
        if (scan->count < scan->most)
                scan->phrases[scan->count] = (MarkedPhrase){ .text = text + open + 1,
                        .text_len = at - open - 1,
                        .id = text + id,
                        .id_len = id_len,
                        .offset = open };
        scan->count++;
        return id + id_len + 1;
}

/* A phrase does not run into the next paragraph. */
static void end_paragraph(Scan *scan, size_t at)
{
        size_t next = at + 1 + strspn(scan->text + at + 1, " \t");
        if (scan->depth == 0 || (scan->text[next] != '\n' && scan->text[next] != '\0'))
                return;
        note(scan->trouble, scan->offset, MARKDOWN_UNCLOSED_PHRASE, scan->open[0]);
        scan->depth = 0;
}

size_t markdown_phrases(const char *markdown, MarkedPhrase *phrases, size_t most,
        MarkdownTrouble *trouble, size_t *trouble_offset)
{
        Scan scan = { .text = markdown,
                .phrases = phrases,
                .most = most,
                .trouble = trouble,
                .offset = trouble_offset };
        *trouble = MARKDOWN_FINE;
        *trouble_offset = 0;
        for (size_t at = 0; markdown[at];) {
                switch (markdown[at]) {
                case '\\':
                        at += markdown[at + 1] ? 2 : 1;
                        break;
                case '[':
                        open_bracket(&scan, at++);
                        break;
                case ']':
                        at = close_bracket(&scan, at);
                        break;
                case '\n':
                        end_paragraph(&scan, at++);
                        break;
                default:
                        at += strcspn(markdown + at, "\\[]\n");
                }
        }
        if (scan.depth)
                note(trouble, trouble_offset, MARKDOWN_UNCLOSED_PHRASE, scan.open[0]);
        return scan.count;
}
