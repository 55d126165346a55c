/* GIFT, as Moodle reads it. Blocks of lines, each a question; escapes are looked at last, so that
 * the signs that they protect are not taken for those of the format. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/translate.h"
#include "exchange/foreign_text.h"

enum { ANSWERS_MOST = 200, BLOCK_MOST = 256 << 10 };

/* A part of a block: raw, escapes and all. */
typedef struct Slice {
        const char *at;
        size_t len;
} Slice;

typedef struct Reading {
        Foreign *foreign;
        const char *category;
        const char *id, *competency; /* from comments of this block */
        Text block;                  /* its lines without comments */
        size_t line;                 /* of its first line; 0: nothing yet */
        ForeignMarkup markup; /* of the stem: what parts without a format of their own have */
} Reading;

typedef struct Answer {
        char sign; /* '=' or '~' */
        bool has_weight;
        double weight; /* percent */
        Slice text, feedback;
} Answer;

static Slice trim(Slice slice)
{
        while (slice.len && isspace((unsigned char)*slice.at)) {
                slice.at++;
                slice.len--;
        }
        while (slice.len && isspace((unsigned char)slice.at[slice.len - 1]))
                slice.len--;
        return slice;
}

/* Whether a backslash and the byte after it are one sign. */
static bool is_escape(const char *at, size_t left)
{
        return left > 1 && *at == '\\' && at[1] && strchr("\\:#={}~n", at[1]);
}

/* The offset of the first unescaped byte out of `bytes` from `from`; the length where there is
 * none. */
static size_t find(Slice slice, size_t from, const char *bytes)
{
        while (from < slice.len) {
                if (is_escape(slice.at + from, slice.len - from))
                        from += 2;
                else if (slice.at[from] && strchr(bytes, slice.at[from]))
                        return from;
                else
                        from++;
        }
        return slice.len;
}

static Slice part(Slice slice, size_t from, size_t to)
{
        return (Slice){ slice.at + from, to - from };
}

static const char *unescape(Reading *reading, Slice slice)
{
        char *text = arena_bytes(reading->foreign->arena, slice.len + 1);
        size_t len = 0;
        for (size_t i = 0; i < slice.len; i++) {
                if (is_escape(slice.at + i, slice.len - i)) {
                        i++;
                        text[len++] = slice.at[i] == 'n' ? '\n' : slice.at[i];
                } else {
                        text[len++] = slice.at[i];
                }
        }
        text[len] = '\0';
        return text;
}

static const struct {
        const char *name;
        ForeignMarkup markup;
} formats[] = { { "[html]", MARKUP_HTML }, { "[markdown]", MARKUP_MARKDOWN },
        { "[plain]", MARKUP_PLAIN }, { "[moodle]", MARKUP_MOODLE } };

static ForeignText take_text(Reading *reading, Slice slice)
{
        ForeignText text = { .markup = reading->markup };
        slice = trim(slice);
        for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
                size_t len = strlen(formats[i].name);
                if (slice.len < len || strncmp(slice.at, formats[i].name, len) != 0)
                        continue;
                text.markup = formats[i].markup;
                slice = trim(part(slice, len, slice.len));
                break;
        }
        text.bytes = unescape(reading, slice);
        return text;
}

static const char *take_plain(Reading *reading, Slice slice, const ForeignItem *item)
{
        ForeignText text = take_text(reading, slice);
        return foreign_plain(reading->foreign, &text, item->line, item->name);
}

static const char *take_markdown(Reading *reading, Slice slice, const ForeignItem *item)
{
        ForeignText text = take_text(reading, slice);
        const char *markdown = foreign_markdown(reading->foreign, &text, item->line, item->name);
        return *markdown ? markdown : NULL;
}

/* "%-12.5%" at the start; the text begins behind it. */
static bool take_weight(Slice *text, double *weight)
{
        const char *at = text->at;
        size_t len = 1;
        if (text->len < 3 || *at != '%')
                return false;
        len += at[len] == '-';
        size_t digits = 0;
        for (; len < text->len && isdigit((unsigned char)at[len]); len++)
                digits++;
        if (len < text->len && at[len] == '.')
                len++;
        while (len < text->len && isdigit((unsigned char)at[len]))
                len++;
        if (digits == 0 || digits > 4 || len >= text->len || at[len] != '%')
                return false;
        double value = 0, scale = 1;
        bool decimals = false;
        for (size_t i = 1; i < len; i++) {
                if (at[i] == '.')
                        decimals = true;
                else if (at[i] != '-' && scale < 1e9) {
                        value = value * 10 + (at[i] - '0');
                        scale *= decimals ? 10 : 1;
                }
        }
        *weight = (at[1] == '-' ? -value : value) / scale;
        *text = part(*text, len + 1, text->len);
        return true;
}

/* The block as it stands in the file, for the note about what was left out. */
static const char *source_of(Reading *reading)
{
        return arena_strndup(
                reading->foreign->arena, text_string(&reading->block), reading->block.len);
}

#define LEAVE_OUT(reading, item, ...)                                                              \
        foreign_leave_out(                                                                         \
                (reading)->foreign, (item)->line, (item)->name, source_of(reading), __VA_ARGS__)

/* The answers between the braces; their count, or SIZE_MAX where one cannot be read (said). */
static size_t split_answers(Reading *reading, const ForeignItem *item, Slice body, Answer *answers)
{
        size_t count = 0, at = find(body, 0, "=~");
        if (trim(part(body, 0, at)).len > 0) {
                LEAVE_OUT(reading, item, _("there is text before the first '=' or '~'"));
                return SIZE_MAX;
        }
        while (at < body.len) {
                size_t end = find(body, at + 1, "=~");
                if (count == ANSWERS_MOST) {
                        LEAVE_OUT(reading, item, _("there are more than %d answers"), ANSWERS_MOST);
                        return SIZE_MAX;
                }
                Answer *answer = &answers[count++];
                Slice whole = trim(part(body, at + 1, end));
                *answer = (Answer){ .sign = body.at[at] };
                answer->weight = answer->sign == '=' ? 100 : 0;
                answer->has_weight = take_weight(&whole, &answer->weight);
                size_t feedback = find(whole, 0, "#");
                answer->text = part(whole, 0, feedback);
                if (feedback < whole.len)
                        answer->feedback = part(whole, feedback + 1, whole.len);
                at = end;
        }
        return count;
}

static bool read_choice(Reading *reading, ForeignItem *item, Slice body)
{
        Answer answers[ANSWERS_MOST];
        double weights[ANSWERS_MOST];
        size_t count = split_answers(reading, item, body, answers);
        if (count == SIZE_MAX)
                return false;
        bool is_single = false;
        for (size_t i = 0; i < count; i++)
                is_single = is_single || answers[i].sign == '=';
        Option *options = arena_array(reading->foreign->arena, Option, count);
        for (size_t i = 0; i < count; i++) {
                weights[i] = answers[i].weight;
                options[i].text = take_plain(reading, answers[i].text, item);
                if (!*options[i].text) {
                        LEAVE_OUT(reading, item, _("an answer has no text"));
                        return false;
                }
                options[i].feedback = take_markdown(reading, answers[i].feedback, item);
        }
        Question *question = &item->question;
        question->choice.options = options;
        question->choice.count = count;
        question->kind = is_single ? QUESTION_SINGLE : QUESTION_MULTIPLE;
        const char *why = foreign_weigh(reading->foreign, item, options, weights, count);
        if (why)
                LEAVE_OUT(reading, item, "%s", why);
        return !why;
}

static bool read_match(Reading *reading, ForeignItem *item, Slice body)
{
        Pair *pairs = arena_array(reading->foreign->arena, Pair, ANSWERS_MOST);
        const char **extra = arena_array(reading->foreign->arena, const char *, ANSWERS_MOST);
        Question *question = &item->question;
        question->kind = QUESTION_MATCH;
        for (size_t at = find(body, 0, "="); at < body.len;) {
                size_t end = find(body, at + 1, "="), arrow = at + 1;
                Slice whole = part(body, at + 1, end);
                while (arrow + 1 < end && strncmp(body.at + arrow, "->", 2) != 0)
                        arrow++;
                if (arrow + 1 >= end) {
                        LEAVE_OUT(reading, item, _("a pair has no '->': %.40s"),
                                unescape(reading, trim(whole)));
                        return false;
                }
                if (question->match.count + question->match.extra_count == ANSWERS_MOST) {
                        LEAVE_OUT(reading, item, _("there are more than %d answers"), ANSWERS_MOST);
                        return false;
                }
                const char *left = take_plain(reading, part(body, at + 1, arrow), item);
                ForeignText side = { unescape(reading, trim(part(body, arrow + 2, end))),
                        MARKUP_PLAIN };
                const char *right = foreign_plain(reading->foreign, &side, item->line, item->name);
                if (!*right) {
                        LEAVE_OUT(reading, item, _("a pair has nothing on the right"));
                        return false;
                }
                if (*left)
                        pairs[question->match.count++] = (Pair){ .left = left, .right = right };
                else
                        extra[question->match.extra_count++] = right;
                at = end;
        }
        question->match.pairs = pairs;
        question->match.extra = extra;
        if (question->match.count >= 2)
                return true;
        LEAVE_OUT(reading, item, _("matching wants two pairs or more"));
        return false;
}

static int truth_of(Slice word)
{
        static const char *const words[] = { "F", "FALSE", "T", "TRUE" };
        for (int i = 0; i < 4; i++)
                if (word.len == strlen(words[i]) && strncmp(word.at, words[i], word.len) == 0)
                        return i >= 2;
        return -1;
}

/* The first remark is for who was wrong, the second for who was right. */
static void read_truth(Reading *reading, ForeignItem *item, Slice body, bool answer)
{
        size_t first = find(body, 0, "#"), second = find(body, first + 1, "#");
        Question *question = &item->question;
        question->kind = QUESTION_TRUE_FALSE;
        question->truth.answer = answer;
        if (first < body.len)
                question->truth.feedback[!answer] =
                        take_markdown(reading, part(body, first + 1, second), item);
        if (second < body.len)
                question->truth.feedback[answer] =
                        take_markdown(reading, part(body, second + 1, body.len), item);
}

/* The last unescaped "####", SIZE_MAX without one. */
static size_t find_general(Slice body)
{
        size_t found = SIZE_MAX;
        for (size_t at = find(body, 0, "#"); at < body.len; at = find(body, at + 1, "#"))
                if (body.len - at >= 4 && strncmp(body.at + at, "####", 4) == 0)
                        found = at;
        return found;
}

static bool has_arrow(Slice body)
{
        return memmem(body.at, body.len, "->", 2) != NULL;
}

static bool read_answer(Reading *reading, ForeignItem *item, Slice body)
{
        size_t general = find_general(body);
        if (general != SIZE_MAX) {
                item->question.explain =
                        take_markdown(reading, part(body, general + 4, body.len), item);
                body.len = general;
        }
        body = trim(body);
        int truth = truth_of(trim(part(body, 0, find(body, 0, "#"))));
        bool has_equals = find(body, 0, "=") < body.len;
        if (body.len == 0)
                LEAVE_OUT(reading, item, _("makesafe has no essay questions"));
        else if (*body.at == '#')
                LEAVE_OUT(reading, item, _("makesafe has no questions that want a number"));
        else if (find(body, 0, "~") < body.len)
                return read_choice(reading, item, body);
        else if (has_equals && has_arrow(body))
                return read_match(reading, item, body);
        else if (truth < 0)
                LEAVE_OUT(reading, item, _("makesafe has no questions with a written answer"));
        else
                read_truth(reading, item, body, truth);
        return truth >= 0;
}

/* "::name::" at the start. */
static Slice take_name(Reading *reading, Slice text, const char **name)
{
        *name = "";
        if (text.len < 4 || strncmp(text.at, "::", 2) != 0)
                return text;
        for (size_t at = find(text, 2, ":"); at < text.len; at = find(text, at + 1, ":")) {
                if (at + 1 < text.len && text.at[at + 1] == ':') {
                        *name = unescape(reading, trim(part(text, 2, at)));
                        return trim(part(text, at + 2, text.len));
                }
        }
        return text;
}

/* A text without braces is read, not answered: a lesson. Its first heading is the title. */
static void read_lesson(Reading *reading, ForeignItem *item, Slice stem)
{
        ForeignText text = take_text(reading, stem);
        item->kind = FOREIGN_LESSON;
        item->text = foreign_markdown(reading->foreign, &text, item->line, item->name);
        foreign_take_title(reading->foreign, item);
}

/* The stem with what stands behind the braces: a gap between them. */
static Slice join_stem(Reading *reading, Slice before, Slice after)
{
        if (after.len == 0)
                return before;
        char *joined = arena_printf(reading->foreign->arena, "%.*s _____ %.*s", (int)before.len,
                before.at, (int)after.len, after.at);
        return (Slice){ joined, strlen(joined) };
}

static bool read_question(Reading *reading, ForeignItem *item, Slice text)
{
        size_t open = find(text, 0, "{"), close = find(text, 0, "}");
        if (open == text.len && close == text.len) {
                read_lesson(reading, item, text);
                return true;
        }
        if (open == text.len || close == text.len || close < open) {
                LEAVE_OUT(reading, item,
                        open == text.len || close < open
                                ? _("a '}' stands without its '{' (an empty line ends a question)")
                                : _("a '{' stands without its '}' (an empty line ends a "
                                    "question)"));
                return false;
        }
        Slice after = trim(part(text, close + 1, text.len));
        if (find(after, 0, "{") < after.len) {
                LEAVE_OUT(reading, item,
                        _("a second '{' follows: an empty line stands between two questions"));
                return false;
        }
        ForeignText stem = take_text(reading, join_stem(reading, trim(part(text, 0, open)), after));
        foreign_stem(reading->foreign, &stem, item);
        reading->markup = stem.markup;
        if (!*item->question.ask) {
                LEAVE_OUT(reading, item, _("the question has no text"));
                return false;
        }
        return read_answer(reading, item, part(text, open + 1, close));
}

static void end_block(Reading *reading)
{
        Slice text = trim((Slice){ text_string(&reading->block), reading->block.len });
        Foreign *foreign = reading->foreign;
        if (text.len > BLOCK_MOST) {
                foreign_leave_out(foreign, reading->line, NULL, text.at,
                        _("it is larger than %d bytes"), BLOCK_MOST);
        } else if (text.len > 0) {
                reading->markup = MARKUP_MOODLE;
                ForeignItem item = foreign_item(FOREIGN_QUESTION, reading->line);
                text = take_name(reading, text, &item.name);
                if (!*item.name && reading->id)
                        item.name = reading->id;
                item.section = reading->category;
                if (reading->competency)
                        item.question.competency = reading->competency;
                if (read_question(reading, &item, text))
                        foreign_add(foreign, &item);
        }
        text_reset(&reading->block);
        reading->id = reading->competency = NULL;
        reading->line = 0;
}

/* "[id:x]" and "[tag:y]" in a comment; "\]" is a bracket of the value. */
static void take_comment(Reading *reading, const char *line, size_t len, size_t number)
{
        for (size_t at = 0; at < len; at++) {
                bool is_id = strncmp(line + at, "[id:", 4) == 0;
                if (!is_id && strncmp(line + at, "[tag:", 5) != 0)
                        continue;
                Text value = { 0 };
                for (at += is_id ? 4 : 5; at < len && line[at] != ']'; at++) {
                        at += line[at] == '\\' && at + 1 < len && line[at + 1] == ']';
                        text_append_char(&value, line[at]);
                }
                char *kept = arena_strdup(reading->foreign->arena, text_string(&value));
                text_clear(&value);
                if (is_id)
                        reading->id = kept;
                else if (!foreign_take_tag(kept, &reading->competency))
                        foreign_loses(reading->foreign, number, NULL,
                                _("the tag '%.60s' is not carried over"), kept);
        }
}

static void take_category(Reading *reading, const char *path, size_t len)
{
        Slice slice = trim((Slice){ path, len });
        char *copy = arena_strndup(reading->foreign->arena, slice.at, slice.len);
        reading->category = foreign_category(reading->foreign, copy);
}

static void take_line(Reading *reading, const char *line, size_t len, size_t number)
{
        Slice slice = trim((Slice){ line, len });
        if (slice.len == 0) {
                end_block(reading);
        } else if (slice.len >= 2 && strncmp(slice.at, "//", 2) == 0) {
                take_comment(reading, slice.at, slice.len, number);
        } else if (slice.len >= 10 && strncmp(slice.at, "$CATEGORY:", 10) == 0) {
                end_block(reading); /* where the empty line before it was forgotten */
                take_category(reading, slice.at + 10, slice.len - 10);
        } else {
                if (reading->line == 0)
                        reading->line = number;
                text_append_bytes(&reading->block, slice.at, slice.len);
                text_append_char(&reading->block, '\n');
        }
}

bool gift_read(Foreign *foreign, const char *bytes, size_t len, Error *error)
{
        Text clean = { 0 };
        Reading reading = { .foreign = foreign, .category = "" };
        (void)error;
        if (foreign_clean(foreign, bytes, len, &clean)) {
                const char *at = text_string(&clean), *end = at + clean.len;
                for (size_t number = 1; at < end; number++) {
                        const char *stop = memchr(at, '\n', (size_t)(end - at));
                        size_t line = (size_t)((stop ? stop : end) - at);
                        take_line(&reading, at, line, number);
                        at += line + 1;
                }
                end_block(&reading);
        }
        text_clear(&reading.block);
        text_clear(&clean);
        return true;
}
