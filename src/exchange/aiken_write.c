/* Aiken: a line of question, a line an option, and the letter of the right one. */
#include <ctype.h>
#include <string.h>

#include "base/translate.h"
#include "exchange/foreign.h"
#include "module/markdown.h"

/* One line: everything that ends or fills a line is a blank. */
static void append_line(Text *out, const char *text)
{
        bool blank = false;
        size_t start = out->len;
        for (; *text; text++) {
                if (strchr(" \t\n", *text)) {
                        blank = out->len > start;
                        continue;
                }
                if (blank)
                        text_append_char(out, ' ');
                blank = false;
                text_append_char(out, *text);
        }
}

/* Whether a question would be taken for an option or for the answer. */
static bool is_mistakable(const char *line)
{
        return (isupper((unsigned char)line[0]) && (line[1] == ')' || line[1] == '.')) ||
               strncmp(line, "ANSWER:", 7) == 0;
}

static void append_stem(Foreign *foreign, Text *out, const Question *question)
{
        if (question->scene) {
                append_line(out, markdown_plain(foreign->arena, question->scene));
                text_append_char(out, ' ');
        }
        append_line(out, question->ask);
        text_append_char(out, '\n');
}

static void append_options(Text *out, const Question *question)
{
        size_t right = 0;
        for (size_t i = 0; i < question->choice.count; i++) {
                text_printf(out, "%c) ", (char)('A' + i));
                append_line(out, question->choice.options[i].text);
                text_append_char(out, '\n');
                if (question->choice.options[i].correct)
                        right = i;
        }
        text_printf(out, "ANSWER: %c\n\n", (char)('A' + right));
}

void aiken_write(Foreign *foreign, Text *out)
{
        for (size_t i = 0; i < foreign->count; i++) {
                const ForeignItem *item = &foreign->items[i];
                if (item->kind != FOREIGN_QUESTION)
                        continue;
                Text stem = { 0 };
                append_stem(foreign, &stem, &item->question);
                if (is_mistakable(text_string(&stem))) {
                        foreign_leave_out(foreign, item->line, item->name, NULL,
                                _("its text would be taken for an option or an answer"));
                } else {
                        text_append_bytes(out, text_string(&stem), stem.len);
                        if (item->question.kind == QUESTION_TRUE_FALSE)
                                text_printf(out, "A) %s\nB) %s\nANSWER: %c\n\n", _("True"),
                                        _("False"), item->question.truth.answer ? 'A' : 'B');
                        else
                                append_options(out, &item->question);
                }
                text_clear(&stem);
        }
}
