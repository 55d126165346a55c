/* Moodle XML: multichoice, truefalse, matching, description and category; of other types the text
 * is kept as a note. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/translate.h"
#include "base/utf8.h"
#include "exchange/foreign_text.h"
#include "exchange/xml.h"

enum { PARTS_MOST = 200, TEXT_MOST = 256 << 10 };

typedef struct Reading {
        Foreign *foreign;
        const char *category;
} Reading;

/* A text of the file, in the foreign's arena: what could drive a terminal replaced, and cut where
 * no module could hold it. */
static const char *cleaned(Reading *reading, const XmlNode *node, const char *text)
{
        Text clean = { 0 };
        bool was_unsafe = false;
        size_t len = strnlen(text, TEXT_MOST);
        for (size_t at = 0; at < len;) {
                uint32_t code = 0;
                size_t used = utf8_decode(text + at, len - at, &code);
                if (utf8_is_unsafe(code))
                        text_append(&clean, "\xEF\xBF\xBD");
                else
                        text_append_bytes(&clean, text + at, used);
                was_unsafe = was_unsafe || utf8_is_unsafe(code);
                at += used;
        }
        if (text[len])
                problems_warning(&reading->foreign->problems, node ? node->line : 1,
                        _("a text is larger than %d bytes and was cut"), TEXT_MOST);
        if (was_unsafe)
                problems_warning(&reading->foreign->problems, node ? node->line : 1,
                        _("a character that could drive a terminal was replaced"));
        const char *kept = arena_strndup(reading->foreign->arena, text_string(&clean), clean.len);
        text_clear(&clean);
        return kept;
}

static const char *trimmed(Reading *reading, const char *text)
{
        while (isspace((unsigned char)*text))
                text++;
        size_t len = strlen(text);
        while (len > 0 && isspace((unsigned char)text[len - 1]))
                len--;
        return arena_strndup(reading->foreign->arena, text, len);
}

static ForeignMarkup markup_of(const XmlNode *node, ForeignMarkup otherwise)
{
        const char *format = xml_attribute(node, "format");
        if (!format)
                return otherwise;
        if (strcmp(format, "plain_text") == 0 || strcmp(format, "plain") == 0)
                return MARKUP_PLAIN;
        if (strcmp(format, "markdown") == 0)
                return MARKUP_MARKDOWN;
        return strcmp(format, "moodle_auto_format") == 0 ? MARKUP_MOODLE : MARKUP_HTML;
}

/* `<node format="…"><text>…</text></node>` */
static ForeignText take_text(Reading *reading, const XmlNode *node, ForeignMarkup otherwise)
{
        ForeignText text = { cleaned(reading, node, xml_child_text(node, "text")),
                markup_of(node, otherwise) };
        if (text.markup == MARKUP_MOODLE || text.markup == MARKUP_HTML)
                text.bytes = trimmed(reading, text.bytes);
        return text;
}

static const char *take_plain(
        Reading *reading, const XmlNode *node, ForeignMarkup otherwise, const ForeignItem *item)
{
        ForeignText text = take_text(reading, node, otherwise);
        return foreign_plain(reading->foreign, &text, item->line, item->name);
}

/* Markdown, or NULL where the text is empty. */
static const char *take_markdown(Reading *reading, const XmlNode *node, const ForeignItem *item)
{
        ForeignText text = take_text(reading, node, MARKUP_HTML);
        const char *markdown = foreign_markdown(reading->foreign, &text, item->line, item->name);
        return markdown[strspn(markdown, " \t\n")] ? markdown : NULL;
}

/* A number with a point, whatever the locale; false where there is more, or none. */
static bool take_number(const char *text, double *number)
{
        text += strspn(text, " \t\r\n");
        bool negative = *text == '-';
        text += *text == '-' || *text == '+';
        size_t digits = strspn(text, "0123456789");
        if (digits == 0 || digits > 9)
                return false;
        double value = 0, scale = 1;
        for (; isdigit((unsigned char)*text); text++)
                value = value * 10 + (*text - '0');
        if (*text == '.')
                for (text++; isdigit((unsigned char)*text); text++)
                        if (scale < 1e9) {
                                value = value * 10 + (*text - '0');
                                scale *= 10;
                        }
        *number = (negative ? -value : value) / scale;
        return text[strspn(text, " \t\r\n")] == '\0';
}

static const char *note_of(Reading *reading, const XmlNode *node)
{
        Arena *arena = reading->foreign->arena;
        Text note = { 0 };
        ForeignText stem = take_text(reading, xml_child(node, "questiontext"), MARKUP_HTML);
        HtmlLosses losses = { 0 };
        if (stem.markup == MARKUP_HTML)
                html_append_markdown(&note, stem.bytes, &losses);
        else
                text_append(&note, stem.bytes);
        size_t parts = 0;
        for (const XmlNode *answer = node->first; answer; answer = answer->next) {
                if (strcmp(answer->name, "answer") != 0 || ++parts > PARTS_MOST)
                        continue;
                const char *fraction = xml_attribute(answer, "fraction");
                text_printf(&note, "\n%s%%: %s",
                        cleaned(reading, answer, fraction ? fraction : "?"),
                        cleaned(reading, answer, xml_child_text(answer, "text")));
        }
        const char *kept = arena_strdup(arena, text_string(&note));
        text_clear(&note);
        return kept;
}

#define LEAVE_OUT(reading, node, item, ...)                                                        \
        foreign_leave_out((reading)->foreign, (item)->line, (item)->name, note_of(reading, node),  \
                __VA_ARGS__)

static bool read_choice(Reading *reading, const XmlNode *node, ForeignItem *item)
{
        Option *options = arena_array(reading->foreign->arena, Option, PARTS_MOST);
        double weights[PARTS_MOST];
        size_t count = 0;
        const char *single = xml_child_text(node, "single");
        bool is_multiple = strcmp(single, "false") == 0 || strcmp(single, "0") == 0;
        item->question.kind = is_multiple ? QUESTION_MULTIPLE : QUESTION_SINGLE;
        for (const XmlNode *answer = node->first; answer; answer = answer->next) {
                if (strcmp(answer->name, "answer") != 0)
                        continue;
                const char *fraction = xml_attribute(answer, "fraction");
                if (count == PARTS_MOST) {
                        LEAVE_OUT(reading, node, item, _("there are more than %d answers"),
                                PARTS_MOST);
                        return false;
                }
                if (!fraction || !take_number(fraction, &weights[count])) {
                        LEAVE_OUT(reading, node, item,
                                _("an answer has no fraction that is a number"));
                        return false;
                }
                options[count].text = take_plain(reading, answer, MARKUP_HTML, item);
                if (!options[count].text[strspn(options[count].text, " \t\n")]) {
                        LEAVE_OUT(reading, node, item, _("an answer has no text"));
                        return false;
                }
                options[count++].feedback =
                        take_markdown(reading, xml_child(answer, "feedback"), item);
        }
        item->question.choice.options = options;
        item->question.choice.count = count;
        const char *why = foreign_weigh(reading->foreign, item, options, weights, count);
        if (why)
                LEAVE_OUT(reading, node, item, "%s", why);
        return !why;
}

static bool read_truth(Reading *reading, const XmlNode *node, ForeignItem *item)
{
        bool is_known = false;
        item->question.kind = QUESTION_TRUE_FALSE;
        for (const XmlNode *answer = node->first; answer; answer = answer->next) {
                const char *word = trimmed(reading, xml_child_text(answer, "text"));
                bool is_true = strcasecmp(word, "true") == 0;
                double fraction = 0;
                if (strcmp(answer->name, "answer") != 0 ||
                        (!is_true && strcasecmp(word, "false") != 0))
                        continue;
                const char *written = xml_attribute(answer, "fraction");
                if (written && take_number(written, &fraction) && fraction > 99.999) {
                        item->question.truth.answer = is_true;
                        is_known = true;
                }
                item->question.truth.feedback[is_true] =
                        take_markdown(reading, xml_child(answer, "feedback"), item);
        }
        if (!is_known)
                LEAVE_OUT(reading, node, item, _("no answer is right"));
        return is_known;
}

static bool read_match(Reading *reading, const XmlNode *node, ForeignItem *item)
{
        Question *question = &item->question;
        Pair *pairs = arena_array(reading->foreign->arena, Pair, PARTS_MOST);
        const char **extra = arena_array(reading->foreign->arena, const char *, PARTS_MOST);
        question->kind = QUESTION_MATCH;
        for (const XmlNode *part = node->first; part; part = part->next) {
                if (strcmp(part->name, "subquestion") != 0)
                        continue;
                if (question->match.count + question->match.extra_count == PARTS_MOST) {
                        LEAVE_OUT(reading, node, item, _("there are more than %d answers"),
                                PARTS_MOST);
                        return false;
                }
                const char *left = take_plain(reading, part, MARKUP_HTML, item);
                const char *right =
                        take_plain(reading, xml_child(part, "answer"), MARKUP_PLAIN, item);
                if (!*right) {
                        LEAVE_OUT(reading, node, item, _("a pair has nothing on the right"));
                        return false;
                }
                if (*left)
                        pairs[question->match.count++] = (Pair){ .left = left, .right = right };
                else
                        extra[question->match.extra_count++] = right;
        }
        question->match.pairs = pairs;
        question->match.extra = extra;
        if (question->match.count >= 2)
                return true;
        LEAVE_OUT(reading, node, item, _("matching wants two pairs or more"));
        return false;
}

/* Files anywhere in a question, and remarks that have no place in ours. */
static void say_losses(Reading *reading, const XmlNode *node, const ForeignItem *item)
{
        static const char *const remarks[] = { "correctfeedback", "partiallycorrectfeedback",
                "incorrectfeedback", "hint" };
        for (size_t i = 0; i < sizeof remarks / sizeof *remarks; i++) {
                const char *text = xml_child_text(xml_child(node, remarks[i]), "text");
                if (text[strspn(text, " \t\r\n")])
                        foreign_loses(reading->foreign, item->line, item->name,
                                _("<%s> is not carried over"), remarks[i]);
        }
        for (const XmlNode *part = node->first; part; part = part->next) {
                const XmlNode *file =
                        strcmp(part->name, "file") == 0 ? part : xml_child(part, "file");
                if (!file)
                        file = xml_child(xml_child(part, "feedback"), "file");
                const char *name = xml_attribute(file, "name");
                if (file)
                        foreign_loses(reading->foreign, file->line, item->name,
                                _("the file '%.60s' is not carried over"),
                                name ? cleaned(reading, file, name) : "?");
        }
}

static void take_common(Reading *reading, const XmlNode *node, ForeignItem *item)
{
        const char *grade = xml_child_text(node, "defaultgrade");
        Question *question = &item->question;
        double points = 1;
        question->explain = take_markdown(reading, xml_child(node, "generalfeedback"), item);
        if (*grade && take_number(grade, &points) && points > 0 && points <= 1000)
                question->points = points;
        else if (*grade)
                foreign_loses(reading->foreign, item->line, item->name,
                        _("the grade is not between 0 and 1000: the question counts 1 point"));
        const char *shuffle = xml_child_text(node, "shuffleanswers");
        question->keeps_order = question->kind != QUESTION_MATCH &&
                                (strcmp(shuffle, "false") == 0 || strcmp(shuffle, "0") == 0);
        if (strcmp(xml_child_text(node, "hidden"), "1") == 0)
                question->status = QUESTION_RETIRED;
        const XmlNode *tags = xml_child(node, "tags");
        for (const XmlNode *tag = tags ? tags->first : NULL; tag; tag = tag->next) {
                const char *word =
                        trimmed(reading, cleaned(reading, tag, xml_child_text(tag, "text")));
                if (*word && !foreign_take_tag(word, &question->competency))
                        foreign_loses(reading->foreign, tag->line, item->name,
                                _("the tag '%.60s' is not carried over"), word);
        }
}

static bool read_question(
        Reading *reading, const XmlNode *node, const char *type, ForeignItem *item)
{
        ForeignText stem = take_text(reading, xml_child(node, "questiontext"), MARKUP_HTML);
        say_losses(reading, node, item);
        if (strcmp(type, "description") == 0) {
                item->kind = FOREIGN_LESSON;
                item->text = foreign_markdown(reading->foreign, &stem, item->line, item->name);
                foreign_take_title(reading->foreign, item);
                return true;
        }
        foreign_stem(reading->foreign, &stem, item);
        if (!item->question.ask[strspn(item->question.ask, " \t\n")]) {
                LEAVE_OUT(reading, node, item, _("the question has no text"));
                return false;
        }
        bool done = false;
        if (strcmp(type, "multichoice") == 0)
                done = read_choice(reading, node, item);
        else if (strcmp(type, "truefalse") == 0)
                done = read_truth(reading, node, item);
        else if (strcmp(type, "matching") == 0)
                done = read_match(reading, node, item);
        else
                LEAVE_OUT(reading, node, item, _("makesafe has no questions of the type '%.40s'"),
                        cleaned(reading, node, type));
        if (done)
                take_common(reading, node, item);
        return done;
}

static void visit(const XmlNode *node, void *data)
{
        Reading *reading = data;
        const char *type = xml_attribute(node, "type");
        if (strcmp(node->name, "question") != 0 || !type) {
                foreign_loses(reading->foreign, node->line, NULL, _("<%.40s> is not a question"),
                        cleaned(reading, node, node->name));
                return;
        }
        if (strcmp(type, "category") == 0) {
                const char *path = xml_child_text(xml_child(node, "category"), "text");
                reading->category = foreign_category(
                        reading->foreign, trimmed(reading, cleaned(reading, node, path)));
                return;
        }
        ForeignItem item = foreign_item(FOREIGN_QUESTION, node->line);
        const char *name = xml_child_text(xml_child(node, "name"), "text");
        item.name = trimmed(reading, cleaned(reading, node, name));
        item.section = reading->category;
        if (read_question(reading, node, type, &item))
                foreign_add(reading->foreign, &item);
}

bool moodle_read(Foreign *foreign, const char *bytes, size_t len, Error *error)
{
        Reading reading = { .foreign = foreign, .category = "" };
        const XmlVisitor visitor = { .visit = visit, .data = &reading, .root = "quiz" };
        XmlTrouble trouble;
        if (!xml_read(bytes, len, &visitor, foreign->arena, &trouble, error))
                return false;
        if (trouble.line)
                problems_error(&foreign->problems, trouble.line, "%s", trouble.text);
        return true;
}
