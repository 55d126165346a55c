/* Moodle XML. */
#include <stdio.h>
#include <string.h>

#include "base/translate.h"
#include "exchange/foreign_text.h"

/* Text in CDATA where it has signs of XML; the end of one inside it is cut in two. */
static void append_text(Text *out, const char *text)
{
        if (!strpbrk(text, "<>&")) {
                text_printf(out, "<text>%s</text>", text);
                return;
        }
        text_append(out, "<text><![CDATA[");
        for (const char *end = strstr(text, "]]>"); end; end = strstr(text, "]]>")) {
                text_append_bytes(out, text, (size_t)(end - text) + 2);
                text_append(out, "]]><![CDATA[");
                text = end + 2;
        }
        text_printf(out, "%s]]></text>", text);
}

static void append_element(
        Text *out, unsigned indent, const char *name, const char *format, const char *text)
{
        text_append_repeat(out, ' ', indent);
        if (format)
                text_printf(out, "<%s format=\"%s\">", name, format);
        else
                text_printf(out, "<%s>", name);
        append_text(out, text);
        text_printf(out, "</%s>\n", name);
}

static void append_feedback(Text *out, unsigned indent, const char *name, const char *text)
{
        if (text)
                append_element(out, indent, name, "markdown", text);
}

/* Percent with five decimals, as Moodle has them, without zeros at the end. */
static void append_fraction(Text *out, double percent)
{
        char digits[32];
        snprintf(digits, sizeof digits, "%.5f", percent);
        size_t len = strlen(digits);
        while (digits[len - 1] == '0')
                digits[--len] = '\0';
        if (digits[len - 1] == '.')
                digits[--len] = '\0';
        text_append(out, digits);
}

static void append_answer(
        Text *out, double percent, const char *format, const char *text, const char *feedback)
{
        text_append(out, "    <answer fraction=\"");
        append_fraction(out, percent);
        text_printf(out, "\" format=\"%s\">\n      ", format);
        append_text(out, text);
        text_append_char(out, '\n');
        append_feedback(out, 6, "feedback", feedback);
        text_append(out, "    </answer>\n");
}

static void append_choices(Text *out, const Question *question)
{
        bool is_single = question->kind == QUESTION_SINGLE;
        size_t right = 0, count = question->choice.count;
        for (size_t i = 0; i < count; i++)
                right += question->choice.options[i].correct;
        text_printf(out,
                "    <single>%s</single>\n    <shuffleanswers>%s</shuffleanswers>\n"
                "    <answernumbering>abc</answernumbering>\n",
                is_single ? "true" : "false", question->keeps_order ? "false" : "true");
        for (size_t i = 0; i < count; i++) {
                const Option *option = &question->choice.options[i];
                double percent = is_single         ? option->worth * 100
                                 : option->correct ? 100.0 / (double)right
                                                   : -100.0 / (double)(count - right);
                append_answer(out, percent, "plain_text", option->text, option->feedback);
        }
}

static void append_truth(Text *out, const Question *question)
{
        for (int i = 1; i >= 0; i--)
                append_answer(out, question->truth.answer == (bool)i ? 100 : 0,
                        "moodle_auto_format", i ? "true" : "false", question->truth.feedback[i]);
}

static void append_pair(Text *out, const char *left, const char *right)
{
        text_append(out, "    <subquestion format=\"plain_text\">\n      ");
        append_text(out, left);
        text_append(out, "\n      <answer>");
        append_text(out, right);
        text_append(out, "</answer>\n    </subquestion>\n");
}

static void append_pairs(Text *out, const Question *question)
{
        text_append(out, "    <shuffleanswers>true</shuffleanswers>\n");
        for (size_t i = 0; i < question->match.count; i++)
                append_pair(out, question->match.pairs[i].left, question->match.pairs[i].right);
        for (size_t i = 0; i < question->match.extra_count; i++)
                append_pair(out, "", question->match.extra[i]);
}

static void start_question(Text *out, const char *type, const char *name)
{
        text_printf(out, "  <question type=\"%s\">\n", type);
        append_element(out, 4, "name", NULL, name);
}

static void append_question(Text *out, const ForeignItem *item)
{
        const Question *question = &item->question;
        start_question(out,
                question->kind == QUESTION_MATCH        ? "matching"
                : question->kind == QUESTION_TRUE_FALSE ? "truefalse"
                                                        : "multichoice",
                item->name);
        if (question->scene) {
                Text stem = { 0 };
                text_printf(&stem, "%s\n\n", question->scene);
                markdown_append_plain(&stem, question->ask);
                append_element(out, 4, "questiontext", "markdown", text_string(&stem));
                text_clear(&stem);
        } else {
                append_element(out, 4, "questiontext", "plain_text", question->ask);
        }
        append_feedback(out, 4, "generalfeedback", question->explain);
        text_append(out, "    <defaultgrade>");
        append_fraction(out, question->points);
        text_append(out, "</defaultgrade>\n");
        if (question->kind == QUESTION_TRUE_FALSE)
                append_truth(out, question);
        else if (question->kind == QUESTION_MATCH)
                append_pairs(out, question);
        else
                append_choices(out, question);
        if (strcmp(question->competency, "report") != 0) {
                Text tag = { 0 };
                text_printf(&tag, FOREIGN_COMPETENCY "%s", question->competency);
                text_append(out, "    <tags>\n");
                append_element(out, 6, "tag", NULL, text_string(&tag));
                text_append(out, "    </tags>\n");
                text_clear(&tag);
        }
        text_append(out, "  </question>\n");
}

static void append_lesson(Text *out, const ForeignItem *item)
{
        Text text = { 0 };
        text_append(&text, "# ");
        markdown_append_plain(&text, item->title);
        text_printf(&text, "\n\n%s", item->text);
        start_question(out, "description", item->name);
        append_element(out, 4, "questiontext", "markdown", text_string(&text));
        text_append(out, "  </question>\n");
        text_clear(&text);
}

/* A path: a slash of a name is doubled. */
static void append_category(Text *out, const Foreign *foreign, const char *section)
{
        const char *const names[] = { foreign->title, section };
        Text path = { 0 };
        text_append(&path, "$course$/top");
        for (size_t i = 0; i < 2; i++) {
                text_append(&path, *names[i] ? "/" : "");
                for (const char *at = names[i]; *at; at++)
                        text_append(&path, *at == '/' ? "//" : (char[]){ *at, '\0' });
        }
        text_append(out, "  <question type=\"category\">\n");
        append_element(out, 4, "category", NULL, text_string(&path));
        text_append(out, "  </question>\n");
        text_clear(&path);
}

void moodle_write(Foreign *foreign, Text *out)
{
        const char *section = "";
        text_append(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<quiz>\n");
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
        text_append(out, "</quiz>\n");
}
