#include <stdlib.h>
#include <string.h>

#include "base/translate.h"
#include "module/markdown.h"
#include "module/read.h"

#define QUESTION(field) .offset = offsetof(Question, field)

static void report_trouble(Reader *reader, const Node *node, MarkdownTrouble trouble, size_t offset)
{
        if (trouble == MARKDOWN_FINE)
                return;
        Place place = locator_in_scalar(reader->locator, node->place, node->text, offset);
        if (trouble == MARKDOWN_TOO_MANY_PHRASES) {
                MarkdownTrouble again;
                size_t ignored, count = markdown_phrases(node->text, NULL, 0, &again, &ignored);
                read_report(reader, CHECK_TOO_MANY, place, "passage", count, (size_t)LIMIT_PHRASES);
        } else if (trouble == MARKDOWN_NESTED_PHRASE) {
                read_report(reader, CHECK_NESTED_PHRASE, place);
        } else if (trouble == MARKDOWN_UNCLOSED_PHRASE) {
                Diagnostic *bracket = read_report(reader, CHECK_PHRASE, place);
                diagnostic_hint(reader->found, bracket,
                        _("a phrase is marked as [phrase]{sign}, or [phrase]{} where it is "
                          "harmless; write "
                          "'\\[' for a bracket that is text"));
        }
}

/* The words of a phrase on one line. */
static const char *phrase_text(Reader *reader, const MarkedPhrase *phrase)
{
        bool simple = true;
        for (size_t i = 0; i < phrase->text_len && simple; i++)
                simple = !strchr("*_`\\<&\n", phrase->text[i]);
        char *text = arena_strndup(reader->arena, phrase->text, phrase->text_len);
        return simple ? text : markdown_plain(reader->arena, text);
}

static void read_passage(Reader *reader, const KeySpec *spec, const Node *node, void *field)
{
        Question *question = field;
        const char *passage = read_checked_text(reader, spec->key, node);
        if (!passage)
                return;
        MarkedPhrase found[LIMIT_PHRASES];
        MarkdownTrouble trouble;
        size_t offset, count = markdown_phrases(passage, found, LIMIT_PHRASES, &trouble, &offset);
        report_trouble(reader, node, trouble, offset);
        bool is_whole = trouble == MARKDOWN_FINE;
        if (count == 0 && trouble == MARKDOWN_FINE) {
                Diagnostic *none = read_report_node(reader, CHECK_NO_PHRASES, node);
                diagnostic_hint(reader->found, none,
                        _("mark phrases as [phrase]{sign}, or [phrase]{} where they are harmless"));
        }
        if (count > LIMIT_PHRASES)
                count = LIMIT_PHRASES;
        Phrase *phrases = arena_array(reader->arena, Phrase, count);
        for (size_t i = 0; i < count; i++) {
                const MarkedPhrase *phrase = &found[i];
                phrases[i].place = node->place;
                phrases[i].text = phrase_text(reader, phrase);
                if (phrase->id_len == 0)
                        continue;
                phrases[i].sign = arena_strndup(reader->arena, phrase->id, phrase->id_len);
                if (sign_is_known(reader, phrases[i].sign))
                        continue;
                Place place = locator_in_scalar(
                        reader->locator, node->place, passage, (size_t)(phrase->id - passage));
                report_sign(reader, phrases[i].sign, place, phrase->id_len);
        }
        /* Where a bracket is broken, nobody knows which phrases there are. */
        question->spot.passage = is_whole ? passage : NULL;
        question->spot.phrases = phrases;
        question->spot.count = count;
}

const KeySpec spot_keys[] = {
        { .key = "ask", .read = read_text, QUESTION(ask), .required = true },
        { .key = "passage", .read = read_passage, .required = true },
        { .key = "feedback", .read = read_later },
        { 0 },
};

static size_t phrase_number(const char *key, size_t count)
{
        size_t digits = strspn(key, "0123456789");
        if (digits == 0 || digits > 4 || key[digits] != '\0' || key[0] == '0')
                return 0;
        size_t number = strtoul(key, NULL, 10);
        return number <= count ? number : 0;
}

static void report_key(Reader *reader, const Node *child, const Question *question)
{
        Diagnostic *unknown = read_report(
                reader, CHECK_UNKNOWN_PHRASE, child->key_place, read_quote(reader, child->key));
        unknown->length = (uint32_t)strlen(child->key);
        const char *signs[LIMIT_PHRASES];
        for (size_t i = 0; i < question->spot.count; i++)
                signs[i] = question->spot.phrases[i].sign;
        if (strspn(child->key, "0123456789") == strlen(child->key))
                diagnostic_hint(reader->found, unknown,
                        ngettext("the passage has %zu marked phrase",
                                "the passage has %zu marked phrases", question->spot.count),
                        question->spot.count);
        else
                read_suggest(reader, unknown, child->key, signs, question->spot.count);
}

void spot_finish(Reader *reader, const Node *node, Question *question)
{
        const Node *feedback = node_get(node, "feedback");
        if (!feedback)
                return;
        if (feedback->kind != NODE_MAPPING) {
                read_wrong_kind(reader, "feedback", _("a group of keys"), feedback);
                return;
        }
        Phrase *phrases = (Phrase *)question->spot.phrases;
        /* What is said of a phrase by its number goes before what is said of its sign. */
        for (int by_number = 1; by_number >= 0; by_number--) {
                for (const Node *child = feedback->first; child; child = child->next) {
                        size_t number = phrase_number(child->key, question->spot.count);
                        if ((number > 0) != (by_number == 1))
                                continue;
                        const char *text = read_checked_text(reader, child->key, child);
                        bool known = number > 0;
                        if (known)
                                phrases[number - 1].feedback = text;
                        for (size_t i = 0; i < question->spot.count && !number; i++) {
                                bool same =
                                        phrases[i].sign && strcmp(phrases[i].sign, child->key) == 0;
                                known = known || same;
                                if (same && !phrases[i].feedback)
                                        phrases[i].feedback = text;
                        }
                        if (!known && question->spot.passage)
                                report_key(reader, child, question);
                }
        }
}
