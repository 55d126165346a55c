/* Aiken, as Moodle reads it: every trouble is said with its line. */
#include <ctype.h>
#include <string.h>

#include "base/translate.h"
#include "exchange/foreign_text.h"

enum { ANSWERS_MOST = 26 };

typedef struct Reading {
        Foreign *foreign;
        Text stem, source;
        size_t line; /* of the stem; 0: no question has begun */
        bool broken; /* said already */
        const char *answers[ANSWERS_MOST];
        char letters[ANSWERS_MOST];
        size_t count;
} Reading;

static const char *plain(Reading *reading, const char *text)
{
        ForeignText raw = { arena_strdup(reading->foreign->arena, text), MARKUP_PLAIN };
        return foreign_plain(reading->foreign, &raw, reading->line, NULL);
}

static void leave_out(Reading *reading, size_t line, const char *why)
{
        if (!reading->broken)
                foreign_leave_out(reading->foreign, line, NULL,
                        arena_strdup(reading->foreign->arena, text_string(&reading->source)), "%s",
                        why);
        reading->broken = true;
}

static void begin(Reading *reading)
{
        text_reset(&reading->stem);
        text_reset(&reading->source);
        reading->line = 0;
        reading->broken = false;
        reading->count = 0;
}

static void take_answer(Reading *reading, char letter, size_t line)
{
        size_t right = 0;
        letter = (char)toupper((unsigned char)letter);
        while (right < reading->count && reading->letters[right] != letter)
                right++;
        if (reading->line == 0)
                leave_out(reading, line, _("an answer stands before any question"));
        else if (reading->count < 2)
                leave_out(reading, line, _("the question has fewer than two options"));
        else if (right == reading->count)
                leave_out(reading, line, _("the answer names no option of the question"));
        if (!reading->broken) {
                ForeignItem item = foreign_item(FOREIGN_QUESTION, reading->line);
                Option *options = arena_array(reading->foreign->arena, Option, reading->count);
                for (size_t i = 0; i < reading->count; i++)
                        options[i] = (Option){ .text = reading->answers[i],
                                .worth = i == right ? 1 : 0,
                                .correct = i == right };
                item.question.kind = QUESTION_SINGLE;
                item.question.ask = plain(reading, text_string(&reading->stem));
                item.question.choice.options = options;
                item.question.choice.count = reading->count;
                foreign_add(reading->foreign, &item);
        }
        begin(reading);
}

static void take_option(Reading *reading, char letter, const char *text, size_t line)
{
        if (reading->line == 0) {
                reading->line = line;
                leave_out(reading, line, _("an option stands before any question"));
        } else if (*text == '\0') {
                leave_out(reading, line, _("an option has no text"));
        } else if (reading->count == ANSWERS_MOST ||
                   memchr(reading->letters, letter, reading->count)) {
                leave_out(reading, line, _("the letter of this option is taken"));
        } else {
                reading->letters[reading->count] = letter;
                reading->answers[reading->count++] = plain(reading, text);
        }
}

/* A question of two lines is said, and kept with both: no line is written over another. */
static void take_stem(Reading *reading, const char *text, size_t line)
{
        if (reading->line != 0 && reading->count > 0) {
                leave_out(reading, reading->line,
                        _("the next question begins before this one has its 'ANSWER:'"));
                begin(reading);
        }
        if (reading->line == 0) {
                reading->line = line;
        } else if (!reading->broken) {
                problems_error(&reading->foreign->problems, line,
                        _("the question has a second line: both are kept, look whether they belong "
                          "together"));
                text_append_char(&reading->stem, ' ');
        }
        text_append(&reading->stem, text);
}

/* An empty line where a question has no options yet cannot be right. */
static void take_empty(Reading *reading)
{
        if (reading->line == 0 || reading->count > 0)
                return;
        leave_out(reading, reading->line, _("the question has no options"));
        begin(reading);
}

static void take_line(Reading *reading, char *text, size_t line)
{
        char *start = text + strspn(text, " \t"), *end = start + strlen(start);
        while (end > start && strchr(" \t", end[-1]))
                *--end = '\0';
        if (*start == '\0') {
                take_empty(reading);
                return;
        }
        bool is_answer = strncasecmp(start, "ANSWER:", 7) == 0;
        const char *letter = start + 7 + (is_answer ? strspn(start + 7, " \t") : 0);
        bool is_option = isupper((unsigned char)start[0]) && (start[1] == ')' || start[1] == '.');
        if (!is_answer && !is_option)
                take_stem(reading, start, line);
        text_append(&reading->source, start);
        text_append_char(&reading->source, '\n');
        if (is_option)
                take_option(reading, *start, start + 2 + strspn(start + 2, " \t"), line);
        else if (is_answer)
                take_answer(reading, letter[0] && !letter[1] ? *letter : '?', line);
}

bool aiken_read(Foreign *foreign, const char *bytes, size_t len, Error *error)
{
        Text clean = { 0 };
        Reading reading = { .foreign = foreign };
        (void)error;
        text_append(&clean, ""); /* an empty file is a text too */
        if (foreign_clean(foreign, bytes, len, &clean)) {
                char *at = clean.bytes, *end = at + clean.len;
                for (size_t number = 1; at < end; number++) {
                        char *stop = memchr(at, '\n', (size_t)(end - at));
                        stop = stop ? stop : end;
                        *stop = '\0';
                        take_line(&reading, at, number);
                        at = stop + 1;
                }
                if (reading.line != 0)
                        leave_out(&reading, reading.line, _("the file ends before its 'ANSWER:'"));
        }
        text_clear(&reading.stem);
        text_clear(&reading.source);
        text_clear(&clean);
        return true;
}
