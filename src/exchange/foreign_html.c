/* HTML as editors in browsers write it, to Markdown: paragraphs, breaks, lists, emphasis, headings.
 */
#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "exchange/foreign_text.h"
#include "module/markdown_entity.h"

enum { LISTS_MOST = 16, WORD_MOST = 16 };

typedef enum Mark { MARK_NONE, MARK_EMPHASIS, MARK_STRONG } Mark;

typedef struct Walk {
        Text *out;
        HtmlLosses *losses;
        Text run;           /* plain text of the paragraph or emphasis so far */
        bool blank;         /* a blank is due before the next word */
        int lines;          /* line ends that are due before the next text: 1 or 2 */
        bool started;       /* something was written */
        const char *marker; /* of the item that begins, or NULL */
        char number[16];
        Mark mark;                   /* open, and not yet written where `run` is empty */
        unsigned counts[LISTS_MOST]; /* of ordered lists; 0: bullets */
        unsigned depth;
        unsigned heading;
        bool pre;
} Walk;

/* Writes what was gathered, as Markdown that shows it as it is. */
static void end_run(Walk *walk)
{
        if (walk->run.len == 0)
                return;
        static const char *const marks[] = { "", "*", "**" };
        text_append(walk->out, marks[walk->mark]);
        markdown_append_plain(walk->out, text_string(&walk->run));
        text_append(walk->out, marks[walk->mark]);
        text_reset(&walk->run);
}

static void indent(Walk *walk)
{
        for (unsigned i = 1; i < walk->depth && i < LISTS_MOST; i++)
                text_append(walk->out, "   ");
}

/* Line ends, indentation and the item's marker, once there is text to follow them. */
static void start_text(Walk *walk)
{
        if (walk->lines == 0 && walk->started)
                return;
        end_run(walk);
        if (walk->started && walk->lines == 1 && !walk->marker)
                text_append(walk->out, "\\\n");
        else if (walk->started)
                text_append(walk->out, walk->lines == 1 ? "\n" : "\n\n");
        if (walk->marker) {
                indent(walk);
                text_append(walk->out, walk->marker);
                walk->marker = NULL;
        } else if (walk->depth && walk->started) {
                for (unsigned i = 0; i < walk->depth && i < LISTS_MOST; i++)
                        text_append(walk->out, "   ");
        }
        if (walk->heading) {
                text_append_repeat(walk->out, '#', walk->heading);
                text_append_char(walk->out, ' ');
        }
        walk->heading = 0;
        walk->started = true;
        walk->blank = false;
        walk->lines = 0;
}

/* Markdown wants blanks outside the emphasis, and one is enough. */
static void put_blank(Walk *walk)
{
        if (walk->blank && walk->out->len && text_string(walk->out)[walk->out->len - 1] != ' ')
                text_append_char(walk->out, ' ');
        walk->blank = false;
}

static void take_bytes(Walk *walk, const char *bytes, size_t len)
{
        start_text(walk);
        if (walk->run.len == 0)
                put_blank(walk);
        else if (walk->blank)
                text_append_char(&walk->run, ' ');
        walk->blank = false;
        text_append_bytes(&walk->run, bytes, len);
}

static void end_line(Walk *walk, int lines)
{
        end_run(walk);
        walk->blank = false;
        if (walk->lines < lines)
                walk->lines = lines;
}

static void set_mark(Walk *walk, Mark mark)
{
        end_run(walk);
        put_blank(walk);
        walk->mark = mark;
}

static void start_item(Walk *walk)
{
        end_line(walk, walk->started ? 1 : 0);
        walk->marker = "- ";
        unsigned *number =
                walk->depth && walk->depth <= LISTS_MOST ? &walk->counts[walk->depth - 1] : NULL;
        if (number && *number) {
                snprintf(walk->number, sizeof walk->number, "%u. ", *number % 1000);
                ++*number;
                walk->marker = walk->number;
        }
        if (walk->lines == 0)
                walk->lines = 1;
}

static bool is_word(const char *word, const char *words)
{
        size_t len = strlen(word);
        for (const char *at = strstr(words, word); at; at = strstr(at + 1, word))
                if (at[-1] == ' ' && at[len] == ' ')
                        return true;
        return false;
}

static void take_list(Walk *walk, bool ordered, bool closes)
{
        if (closes) {
                end_line(walk, walk->depth > 1 ? 1 : 2);
                walk->depth -= walk->depth > 0;
                walk->marker = NULL;
                return;
        }
        end_line(walk, walk->depth ? 1 : 2);
        if (walk->depth < LISTS_MOST)
                walk->counts[walk->depth] = ordered ? 1 : 0;
        walk->depth++;
}

static void take_tag(Walk *walk, const char *word, bool closes)
{
        if (strcmp(word, "br") == 0)
                end_line(walk, walk->lines + 1 > 2 ? 2 : walk->lines + 1);
        else if (is_word(word, " ul ol "))
                take_list(walk, *word == 'o', closes);
        else if (strcmp(word, "li") == 0 && !closes)
                start_item(walk);
        else if (is_word(word, " b strong "))
                set_mark(walk, closes ? MARK_NONE : MARK_STRONG);
        else if (is_word(word, " i em "))
                set_mark(walk, closes ? MARK_NONE : MARK_EMPHASIS);
        else if (is_word(word, " tr dt dd figcaption option "))
                end_line(walk, 1);
        else if (is_word(word, " td th "))
                walk->blank = true;
        else if (is_word(word, " p div section article header footer main blockquote pre hr table "
                               "h1 h2 h3 h4 h5 h6 figure dl "))
                end_line(walk, walk->marker ? walk->lines : walk->depth ? 1 : 2);
        if (*word == 'h' && isdigit((unsigned char)word[1]))
                walk->heading = closes || walk->depth ? 0 : (unsigned)(word[1] - '0');
        if (strcmp(word, "pre") == 0)
                walk->pre = !closes;
        if (closes)
                return;
        walk->losses->pictures += is_word(word, " img svg canvas picture ");
        walk->losses->tables += strcmp(word, "table") == 0;
        walk->losses->others +=
                is_word(word, " video audio iframe object embed script form input select math ");
}

/* \return the offset after the comment, or after the end of what nobody reads */
static size_t skip_until(const char *html, const char *end)
{
        const char *at = strcasestr(html, end);
        return at ? (size_t)(at - html) + strlen(end) : strlen(html);
}

/* The offset after a tag; quoted values may hold '>'. */
static size_t tag_end(const char *html)
{
        char quote = '\0';
        size_t at = 1;
        for (; html[at]; at++) {
                if (quote)
                        quote = html[at] == quote ? '\0' : quote;
                else if (html[at] == '"' || html[at] == '\'')
                        quote = html[at];
                else if (html[at] == '>')
                        return at + 1;
        }
        return quote ? strcspn(html, ">") + (strchr(html, '>') != NULL) : at;
}

static size_t take_markup(Walk *walk, const char *html)
{
        if (strncmp(html, "<!--", 4) == 0)
                return skip_until(html, "-->");
        bool closes = html[1] == '/';
        if (!isalpha((unsigned char)html[1 + closes]) && html[1] != '!' && html[1] != '?') {
                take_bytes(walk, html, 1);
                return 1;
        }
        char word[WORD_MOST] = "";
        for (size_t i = 0; i + 1 < sizeof word && isalnum((unsigned char)html[1 + closes + i]); i++)
                word[i] = (char)tolower((unsigned char)html[1 + closes + i]);
        if (*word)
                take_tag(walk, word, closes);
        if (!closes && strcmp(word, "script") == 0)
                return skip_until(html, "</script>");
        if (!closes && strcmp(word, "style") == 0)
                return skip_until(html, "</style>");
        return tag_end(html);
}

static size_t take_entity(Walk *walk, const char *html)
{
        enum { NAME_MOST = 14 };
        char decoded[16];
        size_t len = 1;
        while (len <= NAME_MOST && (isalnum((unsigned char)html[len]) || html[len] == '#'))
                len++;
        if (html[len] != ';' || len < 2 || len > NAME_MOST) {
                take_bytes(walk, html, 1);
                return 1;
        }
        size_t size = entity_decode(html, len + 1, decoded);
        if (size == 2 && memcmp(decoded, "\xC2\xA0", 2) == 0)
                walk->blank = true; /* editors put them between words at random */
        else
                take_bytes(walk, decoded, size);
        return len + 1;
}

void html_append_markdown(Text *out, const char *html, HtmlLosses *losses)
{
        Walk walk = { .out = out, .losses = losses };
        while (*html) {
                size_t len = 0;
                while (html[len] && !strchr("<& \t\r\n", html[len]))
                        len++;
                if (len > 0) {
                        take_bytes(&walk, html, len);
                } else if (*html == '<') {
                        len = take_markup(&walk, html);
                } else if (*html == '&') {
                        len = take_entity(&walk, html);
                } else {
                        len = 1;
                        if (walk.pre && *html == '\n')
                                end_line(&walk, 1);
                        else
                                walk.blank = walk.started && walk.lines == 0;
                }
                html += len;
        }
        end_run(&walk);
        text_clear(&walk.run);
}
