/* GIFT as Moodle writes it. */
#include <stdio.h>
#include <string.h>

#include "base/translate.h"
#include "exchange/foreign_text.h"

/* Every sign of the format, wherever it stands; line ends as "\n", so that no empty line ends a
 * question. */
static void append_escaped(Text *out, const char *text)
{
        for (; *text; text++) {
                if (*text == '\n')
                        text_append(out, "\\n");
                else if (strchr("\\:#={}~", *text))
                        text_printf(out, "\\%c", *text);
                else
                        text_append_char(out, *text);
        }
}

/* What the format of a part, or its weight, could be taken for. */
static bool begins_like_more(const char *text)
{
        return *text == '[' || *text == '%';
}

/* What Moodle's own format shows as it is. */
static bool is_safe_for_moodle(const char *text)
{
        return !text_looks_like_html(text) && !begins_like_more(text) && !strstr(text, "\n\n");
}

/* Plain text where a part without a format of its own would be read as `given`. */
static void append_plain(Text *out, const char *text, ForeignMarkup given)
{
        bool fits = given == MARKUP_MOODLE  ? is_safe_for_moodle(text)
                    : given == MARKUP_PLAIN ? !begins_like_more(text)
                                            : text_is_innocent(text);
        text_append(out, fits ? "" : "[plain]");
        append_escaped(out, text);
}

static void append_markdown(Text *out, const char *text, ForeignMarkup given)
{
        bool fits = text_is_innocent(text) || (given == MARKUP_MARKDOWN && !begins_like_more(text));
        text_append(out, fits ? "" : "[markdown]");
        append_escaped(out, text);
}

static void append_feedback(Text *out, const char *sign, const char *text, ForeignMarkup given)
{
        if (!text)
                return;
        text_append(out, sign);
        append_markdown(out, text, given);
}

static void append_percent(Text *out, double percent)
{
        char digits[32];
        snprintf(digits, sizeof digits, "%.5f", percent);
        size_t len = strlen(digits);
        while (digits[len - 1] == '0')
                digits[--len] = '\0';
        if (digits[len - 1] == '.')
                digits[--len] = '\0';
        text_printf(out, "%%%s%%", digits);
}

/* An arrow would end the left side of a pair, or make one of the first option; GIFT cannot escape
 * it, HTML can. */
static void append_without_arrow(Text *out, const char *text, ForeignMarkup given)
{
        if (!strstr(text, "->")) {
                append_plain(out, text, given);
                return;
        }
        Text html = { 0 };
        text_append(&html, "[html]");
        for (const char *at = text; *at; at++) {
                if (strchr("<>&\"", *at) || *at == '\n' || *at == '\t' ||
                        (*at == ' ' && (at == text || at[-1] == ' ' || at[1] == '\0')))
                        text_printf(&html, "&#%d;", *at);
                else
                        text_append_char(&html, *at);
        }
        append_escaped(out, text_string(&html));
        text_clear(&html);
}

static void append_choices(Text *out, const Question *question, ForeignMarkup given)
{
        size_t right = 0, count = question->choice.count;
        for (size_t i = 0; i < count; i++)
                right += question->choice.options[i].correct;
        for (size_t i = 0; i < count; i++) {
                const Option *option = &question->choice.options[i];
                bool is_single = question->kind == QUESTION_SINGLE;
                text_append(out, is_single && option->correct ? "\t=" : "\t~");
                if (is_single && !option->correct && option->worth > 0)
                        append_percent(out, option->worth * 100);
                else if (!is_single)
                        append_percent(out, option->correct ? 100.0 / (double)right
                                                            : -100.0 / (double)(count - right));
                if (i == 0 && is_single && option->correct)
                        append_without_arrow(out, option->text, given);
                else
                        append_plain(out, option->text, given);
                append_feedback(out, "#", option->feedback, given);
                text_append_char(out, '\n');
        }
}

static void append_pairs(Text *out, const Question *question, ForeignMarkup given)
{
        for (size_t i = 0; i < question->match.count; i++) {
                text_append(out, "\t=");
                append_without_arrow(out, question->match.pairs[i].left, given);
                text_append(out, " -> ");
                append_escaped(out, question->match.pairs[i].right);
                text_append_char(out, '\n');
        }
        for (size_t i = 0; i < question->match.extra_count; i++) {
                text_append(out, "\t= -> ");
                append_escaped(out, question->match.extra[i]);
                text_append_char(out, '\n');
        }
}

/* The first remark is for who was wrong, the second for who was right. */
static void append_truth(Text *out, const Question *question, ForeignMarkup given)
{
        bool answer = question->truth.answer;
        const char *right = question->truth.feedback[answer];
        const char *wrong = question->truth.feedback[!answer];
        text_append(out, answer ? "TRUE" : "FALSE");
        if (right || wrong)
                text_append_char(out, '#');
        if (wrong)
                append_markdown(out, wrong, given);
        append_feedback(out, "#", right, given);
        append_feedback(out, "####", question->explain, given);
}

static void append_name(Text *out, const char *name)
{
        text_append(out, "::");
        append_escaped(out, name);
        text_append(out, "::");
}

static void append_question(Text *out, const ForeignItem *item)
{
        const Question *question = &item->question;
        ForeignMarkup given = question->scene ? MARKUP_MARKDOWN : MARKUP_MOODLE;
        if (strcmp(question->competency, "report") != 0)
                text_printf(out, "// [tag:" FOREIGN_COMPETENCY "%s]\n", question->competency);
        append_name(out, item->name);
        if (question->scene) {
                Text stem = { 0 };
                text_printf(&stem, "%s\n\n", question->scene);
                markdown_append_plain(&stem, question->ask);
                text_append(out, "[markdown]");
                append_escaped(out, text_string(&stem));
                text_clear(&stem);
        } else {
                if (!is_safe_for_moodle(question->ask))
                        given = MARKUP_PLAIN;
                append_plain(out, question->ask, MARKUP_MOODLE);
        }
        text_append_char(out, '{');
        if (question->kind == QUESTION_TRUE_FALSE) {
                append_truth(out, question, given);
        } else {
                text_append_char(out, '\n');
                if (question->kind == QUESTION_MATCH)
                        append_pairs(out, question, given);
                else
                        append_choices(out, question, given);
                append_feedback(out, "\t####", question->explain, given);
                if (question->explain)
                        text_append_char(out, '\n');
        }
        text_append(out, "}\n\n");
}

static void append_lesson(Text *out, const ForeignItem *item)
{
        Text text = { 0 };
        text_append(&text, "# ");
        markdown_append_plain(&text, item->title);
        text_printf(&text, "\n\n%s", item->text);
        append_name(out, item->name);
        text_append(out, "[markdown]");
        append_escaped(out, text_string(&text));
        text_append(out, "\n\n");
        text_clear(&text);
}

/* A path: a slash of a name is doubled. */
static void append_category(Text *out, const Foreign *foreign, const char *section)
{
        const char *const names[] = { foreign->title, section };
        text_append(out, "$CATEGORY: ");
        for (size_t i = 0; i < 2; i++) {
                if (i && *names[0])
                        text_append_char(out, '/');
                for (const char *at = names[i]; *at; at++)
                        text_append(out, *at == '/' ? "//" : (char[]){ *at, '\0' });
        }
        text_append(out, "\n\n");
}

void gift_write(Foreign *foreign, Text *out)
{
        const char *section = "";
        for (size_t i = 0; i < foreign->count; i++) {
                const ForeignItem *item = &foreign->items[i];
                if (strcmp(item->section, section) != 0)
                        append_category(out, foreign, item->section);
                section = item->section;
                if (item->kind == FOREIGN_LESSON)
                        append_lesson(out, item);
                else if (item->kind == FOREIGN_QUESTION)
                        append_question(out, item);
        }
}
