#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/translate.h"
#include "base/utf8.h"
#include "module/found.h"
#include "module/markdown.h"
#include "module/read.h"

static Place place_in(Reader *reader, const Node *node, size_t offset)
{
        if (diagnostics_are_full(reader->found, reader->file))
                return node->place;
        return locator_in_scalar(reader->locator, node->place, node->text, offset);
}

/* `&#27;` would be as good as the character itself. */
static void check_entity(Reader *reader, const Node *node, size_t at)
{
        const char *digits = node->text + at + 2;
        bool hex = *digits == 'x' || *digits == 'X';
        if (hex ? !isxdigit((unsigned char)digits[1]) : !isdigit((unsigned char)*digits))
                return;
        char *end;
        unsigned long code = strtoul(digits + hex, &end, hex ? 16 : 10);
        if (*end != ';' || (code != 0 && code < 0x110000 && !utf8_is_unsafe((uint32_t)code)))
                return;
        char name[24] = "";
        if (!diagnostics_are_full(reader->found, reader->file))
                snprintf(name, sizeof name, "U+%04lX", code);
        Diagnostic *unsafe =
                read_report(reader, CHECK_UNSAFE_CHARACTER, place_in(reader, node, at), name);
        unsafe->length = (uint32_t)(end + 1 - (node->text + at));
        diagnostic_hint(reader->found, unsafe, _("take the escape out of the text"));
}

/* Digits in groups, with single spaces, hyphens or brackets between them. */
static size_t scan_number(const char *text, char digits[20], size_t *count)
{
        size_t at = 0, end = 0;
        *count = 0;
        while (text[at]) {
                if (isdigit((unsigned char)text[at])) {
                        if (*count < 19)
                                digits[(*count)++] = text[at];
                        end = ++at;
                } else if (strchr(" -()", text[at]) && at < end + 2) {
                        at++;
                } else {
                        break;
                }
        }
        digits[*count] = '\0';
        return end;
}

static bool follows_call_word(const char *text, size_t at)
{
        static const char *const words[] = { "call", "ring", "text", "phone", "dial", "telephone" };
        size_t end = at;
        while (end > 0 && text[end - 1] == ' ')
                end--;
        size_t start = end;
        while (start > 0 && isalpha((unsigned char)text[start - 1]))
                start--;
        for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
                if (end - start == strlen(words[i]) &&
                        strncasecmp(text + start, words[i], end - start) == 0)
                        return true;
        }
        return false;
}

static bool is_phone_number(const char *text, size_t at, const char *digits, size_t count)
{
        bool plus = at > 0 && text[at - 1] == '+';
        if (plus && count >= 8)
                return true;
        if (digits[0] == '0' && count >= 9)
                return true;
        static const char *const freephone[] = { "0800", "0808", "0300", "0845" };
        for (size_t i = 0; i < sizeof freephone / sizeof freephone[0]; i++) {
                if (count >= 7 && strncmp(digits, freephone[i], 4) == 0)
                        return true;
        }
        if (count == 6 && strncmp(digits, "116", 3) == 0)
                return true; /* European helplines: 116 000, 116 111 */
        return (count == 3 || count == 5 || count == 6) && strcmp(digits, "101") != 0 &&
               strcmp(digits, "999") != 0 && follows_call_word(text, at);
}

/* \return the offset after the number */
static size_t check_phone(Reader *reader, const Node *node, size_t at)
{
        char digits[20];
        size_t count, len = scan_number(node->text + at, digits, &count);
        if (count < 3 || !is_phone_number(node->text, at, digits, count))
                return at + len;
        const char *quoted = diagnostics_quote(reader->found, node->text + at, len);
        Diagnostic *phone =
                read_report(reader, CHECK_PHONE_NUMBER, place_in(reader, node, at), quoted);
        phone->length = (uint32_t)len;
        diagnostic_hint(reader->found, phone,
                _("numbers change: they live in contacts.yaml, which the program shows with '!'"));
        return at + len;
}

static void check_markup(Reader *reader, const Node *node)
{
        size_t offset = 0;
        MarkdownTrouble trouble = markdown_check(node->text, &offset);
        if (trouble != MARKDOWN_HTML && trouble != MARKDOWN_IMAGE)
                return;
        Diagnostic *markup =
                read_report(reader, trouble == MARKDOWN_HTML ? CHECK_HTML : CHECK_IMAGE,
                        place_in(reader, node, offset));
        diagnostic_hint(reader->found, markup,
                trouble == MARKDOWN_HTML ? _("write '\\<' for a '<' that is text")
                                         : _("say in words what the picture shows"));
}

/* Where the next digit, '<', '!' or '&' stands, or `len`: sixteen bytes at a time. */
static size_t next_telling(const char *text, size_t at, size_t len)
{
        typedef unsigned char Bytes __attribute__((vector_size(16)));
        while (at < len && len >= sizeof(Bytes)) {
                /* The last step looks at some bytes again. */
                size_t from = at + sizeof(Bytes) <= len ? at : len - sizeof(Bytes);
                Bytes bytes;
                memcpy(&bytes, text + from, sizeof bytes);
                Bytes telling = (Bytes)(bytes - '0' < 10) | (Bytes)(bytes == '<') |
                                (Bytes)(bytes == '!') | (Bytes)(bytes == '&');
                uint64_t halves[2];
                memcpy(halves, &telling, sizeof halves);
                if (halves[0] | halves[1])
                        break;
                at = from + sizeof(Bytes);
        }
        static const bool tells[256] = { ['0'] = true,
                ['1'] = true,
                ['2'] = true,
                ['3'] = true,
                ['4'] = true,
                ['5'] = true,
                ['6'] = true,
                ['7'] = true,
                ['8'] = true,
                ['9'] = true,
                ['<'] = true,
                ['!'] = true,
                ['&'] = true };
        while (at < len && !tells[(unsigned char)text[at]])
                at++;
        return at;
}

/* Looks at what may be wrong in a text. \return whether there may be markup */
static bool scan_text(Reader *reader, const Node *node)
{
        const char *text = node->text;
        bool markup = false;
        size_t at = next_telling(text, 0, node->count);
        while (at < node->count) {
                if (text[at] == '<')
                        markup = true;
                else if (text[at] == '!')
                        markup = markup || text[at + 1] == '[';
                else if (text[at] == '&' && text[at + 1] == '#')
                        check_entity(reader, node, at);
                at = isdigit((unsigned char)text[at]) ? check_phone(reader, node, at) : at + 1;
                at = next_telling(text, at, node->count);
        }
        return markup;
}

static void wants_text(Reader *reader, const char *name, const Node *node)
{
        diagnostic_hint(reader->found, read_wrong_kind(reader, name, _("a text"), node),
                _("put the text in quotes, or below the key under '|'"));
}

const char *read_checked_text(Reader *reader, const char *name, const Node *node)
{
        if (node->kind != NODE_SCALAR) {
                wants_text(reader, name, node);
                return NULL;
        }
        if (node->text[0] <= ' ' && node->text[strspn(node->text, " \t\n")] == '\0') {
                read_report_node(reader, CHECK_EMPTY_TEXT, node, name);
                return NULL;
        }
        if (scan_text(reader, node))
                check_markup(reader, node);
        return node->text;
}

void read_markdown(Reader *reader, const KeySpec *spec, const Node *node, void *field)
{
        *(const char **)field = read_checked_text(reader, spec->key, node);
}

void read_text(Reader *reader, const KeySpec *spec, const Node *node, void *field)
{
        *(const char **)field = read_checked_text(reader, spec->key, node);
}

static size_t count_lines(const char *text)
{
        size_t lines = 1;
        for (const char *at = strchr(text, '\n'); at && at[1] != '\0'; at = strchr(at + 1, '\n'))
                lines++;
        return lines;
}

/* The newline that a block scalar ends with is no part of a line. */
static const char *without_last_break(Reader *reader, const char *text)
{
        size_t len = strlen(text);
        if (len == 0 || text[len - 1] != '\n')
                return text;
        while (len > 0 && text[len - 1] == '\n')
                len--;
        return arena_strndup(reader->arena, text, len);
}

static void take_lines(
        Reader *reader, const KeySpec *spec, const Node *node, const char *text, void *field)
{
        size_t most = spec->most >= 1 ? (size_t)spec->most : 1, lines = count_lines(text);
        if (lines > most)
                read_report_node(reader, CHECK_TOO_MANY_LINES, node, spec->key, lines, most);
        *(const char **)field = without_last_break(reader, text);
}

void read_line(Reader *reader, const KeySpec *spec, const Node *node, void *field)
{
        const char *text = read_checked_text(reader, spec->key, node);
        if (text)
                take_lines(reader, spec, node, text, field);
}

void read_raw_line(Reader *reader, const KeySpec *spec, const Node *node, void *field)
{
        if (node->kind != NODE_SCALAR)
                wants_text(reader, spec->key, node);
        else if (node->text[strspn(node->text, " \t\n")] == '\0')
                read_report_node(reader, CHECK_EMPTY_TEXT, node, spec->key);
        else
                take_lines(reader, spec, node, node->text, field);
}

const char *const *read_texts(Reader *reader, const char *name, const Node *node, size_t least,
        size_t most, size_t *count)
{
        const Node *item = read_list(reader, name, node, least, most, count);
        const char **texts = arena_array(reader->arena, const char *, *count);
        size_t kept = 0;
        for (size_t i = 0; i < *count && item; i++, item = item->next) {
                const char *text = read_checked_text(reader, name, item);
                if (text)
                        texts[kept++] = text;
        }
        *count = kept;
        return texts;
}

static bool is_listed(
        Words *seen, const char *const *words, size_t count, const char *word, size_t len)
{
        enum { FEW = 16 };
        if (count < FEW) {
                for (size_t i = 0; i < count; i++) {
                        if (strcmp(words[i], word) == 0)
                                return true;
                }
                return false;
        }
        for (size_t i = 0; seen->count == 0 && i < count; i++)
                words_add(seen, words[i], strlen(words[i]), 0);
        if (words_find(seen, word, len))
                return true;
        words_add(seen, word, len, 0);
        return false;
}

const char *const *read_words(Reader *reader, const char *name, const Node *node, size_t *count)
{
        const Node *item = read_list(reader, name, node, 0, LIMIT_QUESTIONS, count);
        const char **words = arena_array(reader->arena, const char *, *count);
        const KeySpec spec = { .key = name };
        Words seen = { 0 };
        size_t kept = 0;
        for (size_t i = 0; i < *count && item; i++, item = item->next) {
                const char *word = NULL;
                read_word(reader, &spec, item, &word);
                if (word && is_listed(&seen, words, kept, word, item->count))
                        read_report_node(reader, CHECK_REPEATED, item, read_quote(reader, word));
                else if (word)
                        words[kept++] = word;
        }
        words_clear(&seen);
        *count = kept;
        return words;
}
