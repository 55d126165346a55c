#include "exchange/foreign.h"

#include <math.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/translate.h"
#include "base/utf8.h"
#include "module/limits.h"
#include "module/markdown.h"

enum { NOTE_MOST = 2000, TITLE_CELLS = 200 };

void foreign_init(Foreign *foreign)
{
        *foreign = (Foreign){ .arena = arena_new(), .title = "" };
        foreign->problems.arena = foreign->arena;
}

void foreign_clear(Foreign *foreign)
{
        arena_free(foreign->arena);
        free(foreign->items);
        *foreign = (Foreign){ 0 };
}

ForeignItem foreign_item(ForeignKind kind, size_t line)
{
        ForeignItem item = {
                .kind = kind, .line = line, .name = "", .section = "", .title = "", .text = ""
        };
        item.question.points = 1;
        item.question.competency = "report";
        item.question.twin = SIZE_MAX;
        return item;
}

void foreign_add(Foreign *foreign, const ForeignItem *item)
{
        foreign->items =
                xgrow(foreign->items, foreign->count, &foreign->room, sizeof *foreign->items);
        foreign->items[foreign->count++] = *item;
}

/* "question 'q1': why", cut so that a long name does not hide the reason. */
static const char *said_of(
        Foreign *foreign, const char *name, const char *format, va_list arguments)
{
        char *why = arena_vprintf(foreign->arena, format, arguments);
        if (!name || !*name)
                return why;
        Text clean = { 0 };
        text_append_clean(&clean, name);
        size_t fits = utf8_fit(text_string(&clean), clean.len, FOREIGN_SHOWN, NULL);
        const char *said = arena_printf(foreign->arena, _("question '%.*s%s': %s"), (int)fits,
                text_string(&clean), fits < clean.len ? "…" : "", why);
        text_clear(&clean);
        return said;
}

void foreign_leave_out(Foreign *foreign, size_t line, const char *name, const char *source,
        const char *format, ...)
{
        va_list arguments;
        va_start(arguments, format);
        const char *why = said_of(foreign, name, format, arguments);
        va_end(arguments);
        problems_error(&foreign->problems, line, _("left out: %s"), why);
        foreign->left_out++;
        if (!source || !*source)
                return;
        ForeignItem note = foreign_item(FOREIGN_NOTE, line);
        char *start = arena_strndup(foreign->arena, source, strnlen(source, NOTE_MOST));
        utf8_truncate(start);
        note.title = why;
        note.text = start;
        foreign_add(foreign, &note);
}

void foreign_loses(Foreign *foreign, size_t line, const char *name, const char *format, ...)
{
        va_list arguments;
        va_start(arguments, format);
        problems_warning(&foreign->problems, line, "%s", said_of(foreign, name, format, arguments));
        va_end(arguments);
}

static size_t line_of(const char *bytes, size_t at)
{
        size_t line = 1;
        for (size_t i = 0; i < at; i++)
                line += bytes[i] == '\n' || (bytes[i] == '\r' && bytes[i + 1] != '\n');
        return line;
}

bool foreign_clean(Foreign *foreign, const char *bytes, size_t len, Text *clean)
{
        size_t at = len >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
        size_t invalid = utf8_first_invalid(bytes, len), line = 1, said = 0;
        if (invalid < len) {
                problems_error(&foreign->problems, line_of(bytes, invalid),
                        _("the file is not UTF-8: save it as UTF-8 in the program it comes from"));
                return false;
        }
        while (at < len) {
                uint32_t code = 0;
                size_t used = utf8_decode(bytes + at, len - at, &code);
                if (code == '\r' || code == '\n') {
                        text_append_char(clean, '\n');
                        used += code == '\r' && at + 1 < len && bytes[at + 1] == '\n';
                        line++;
                } else if (!utf8_is_unsafe(code)) {
                        text_append_bytes(clean, bytes + at, used);
                } else {
                        text_append(clean, "\xEF\xBF\xBD");
                        if (said != line)
                                problems_warning(&foreign->problems, line,
                                        _("the character U+%04X could drive a terminal and was "
                                          "replaced"),
                                        (unsigned)code);
                        said = line;
                }
                at += used;
        }
        return true;
}

/* One is right, others may be partly so. */
static const char *weigh_single(Foreign *foreign, const ForeignItem *item, Option *options,
        const double *weights, size_t count)
{
        size_t right = 0, negative = 0;
        for (size_t i = 0; i < count; i++) {
                options[i].correct = weights[i] > 99.999;
                options[i].worth = options[i].correct ? 1 : weights[i] > 0 ? weights[i] / 100 : 0;
                right += options[i].correct;
                negative += weights[i] < 0;
        }
        if (right == 0)
                return _("no answer is right");
        if (right > 1)
                return _("several answers are right, where one only can be chosen");
        if (negative)
                foreign_loses(foreign, item->line, item->name,
                        _("answers that take marks off take none off here"));
        return NULL;
}

/* Shares of 100 for the right ones, and the same in all taken off for the wrong ones: what scoring
 * here amounts to. */
static const char *weigh_multiple(Foreign *foreign, const ForeignItem *item, Option *options,
        const double *weights, size_t count)
{
        size_t right = 0;
        double sum = 0;
        for (size_t i = 0; i < count; i++) {
                options[i].correct = weights[i] > 0;
                options[i].worth = options[i].correct ? 1 : 0;
                right += options[i].correct;
                sum += weights[i] > 0 ? weights[i] : 0;
        }
        if (right > 0 && fabs(sum - 100) > 0.05)
                return arena_printf(foreign->arena,
                        _("the right answers add up to %.5g%%, not to 100%% (a third is 33.33333, "
                          "a "
                          "sixth 16.66667)"),
                        sum);
        bool differs = false;
        for (size_t i = 0; i < count; i++) {
                size_t alike = options[i].correct ? right : count - right;
                differs = differs || fabs(fabs(weights[i]) - 100.0 / (double)alike) > 0.01;
        }
        if (differs)
                foreign_loses(foreign, item->line, item->name,
                        _("the weights are not carried over: here all right answers count the "
                          "same, and wrong ones take marks off"));
        return NULL;
}

const char *foreign_weigh(Foreign *foreign, const ForeignItem *item, Option *options,
        const double *weights, size_t count)
{
        return item->question.kind == QUESTION_SINGLE
                       ? weigh_single(foreign, item, options, weights, count)
                       : weigh_multiple(foreign, item, options, weights, count);
}

/* One line of plain text for a title, without what `check` would stop at. */
static const char *first_words(Foreign *foreign, const char *text, int cells)
{
        Text clean = { 0 };
        text_append_clean(&clean, text);
        for (char *at = clean.bytes; at && *at; at++)
                if (*at == '<' || (*at == '!' && at[1] == '[') || (*at == '&' && at[1] == '#'))
                        *at = ' ';
        size_t fits = utf8_fit(text_string(&clean), clean.len, cells, NULL);
        const char *words = arena_printf(foreign->arena, "%.*s%s", (int)fits, text_string(&clean),
                fits < clean.len ? "…" : "");
        text_clear(&clean);
        return words;
}

static bool is_root(const char *name)
{
        size_t len = strlen(name);
        return len == 0 || (*name == '$' && name[len - 1] == '$') || strcmp(name, "top") == 0;
}

/* One name of a path; `*path` moves behind it and its slash. */
static const char *path_name(Foreign *foreign, const char **path)
{
        Text name = { 0 };
        const char *at = *path;
        for (; *at && (*at != '/' || at[1] == '/'); at++) {
                text_append_char(&name, *at);
                at += *at == '/';
        }
        *path = at + (*at == '/');
        while (name.len && strchr(" \t\n", name.bytes[name.len - 1]))
                name.bytes[--name.len] = '\0';
        const char *start = text_string(&name);
        start += strspn(start, " \t\n");
        const char *kept = is_root(start) ? "" : first_words(foreign, start, TITLE_CELLS);
        text_clear(&name);
        return kept;
}

const char *foreign_category(Foreign *foreign, const char *path)
{
        const char *name = "";
        while (*path) {
                const char *above = name;
                name = path_name(foreign, &path);
                if (*above && *name && !*foreign->title)
                        foreign->title = above;
        }
        return name;
}

bool foreign_take_tag(const char *tag, const char **competency)
{
        size_t len = strlen(FOREIGN_COMPETENCY);
        if (strncmp(tag, FOREIGN_COMPETENCY, len) != 0)
                return false;
        tag += len;
        if (!*tag || strlen(tag) > LIMIT_ID || strpbrk(tag, " \t\n"))
                return false;
        *competency = tag;
        return true;
}

void foreign_take_title(Foreign *foreign, ForeignItem *item)
{
        const char *text = item->text + strspn(item->text, "\n");
        size_t line = strcspn(text, "\n"), rest = line + strspn(text + line, "\n");
        const char *first = arena_strndup(foreign->arena, text, line);
        if (*first == '#' && text[rest]) {
                item->title =
                        first_words(foreign, markdown_plain(foreign->arena, first), TITLE_CELLS);
                item->text = text + rest;
        } else {
                item->title = *item->name
                                      ? first_words(foreign, item->name, TITLE_CELLS)
                                      : first_words(foreign, markdown_plain(foreign->arena, text),
                                                FOREIGN_SHOWN);
        }
        if (!*item->title)
                item->title = _("Lesson");
}
