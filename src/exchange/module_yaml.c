#include "exchange/module_yaml.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/translate.h"
#include "exchange/yaml_text.h"
#include "module/limits.h"
#include "module/words.h"

typedef struct Range {
        uint32_t first, last; /* lines of the file */
        size_t item;
} Range;

typedef struct Writing {
        Foreign *foreign;
        Text *out;
        Words ids; /* taken */
        Range *ranges;
        size_t range_count;
        uint32_t line;
        size_t counted; /* bytes of `out` whose lines are counted */
} Writing;

void id_from_name(const char *name, char id[64])
{
        size_t len = 0;
        bool gap = false;
        for (; *name && len < LIMIT_ID - 1; name++) {
                char byte = *name >= 'A' && *name <= 'Z' ? (char)(*name - 'A' + 'a') : *name;
                bool fits = (byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9');
                if (fits && gap && len > 0)
                        id[len++] = '-';
                if (fits)
                        id[len++] = byte;
                gap = !fits;
        }
        id[len] = '\0';
}

/* An id that is free, made of a name, or "q1", "q2" where nothing of it fits. The number kept with
 * a word is the next that may be free. */
static const char *take_id(Writing *writing, const char *name, const char *stand_in)
{
        char id[64], tried[64];
        if (*name && strlen(name) <= LIMIT_ID && *name != '-' &&
                name[strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-")] == '\0')
                snprintf(id, sizeof id, "%s", name);
        else
                id_from_name(name, id);
        bool is_named = *id != '\0';
        const char *stem = is_named ? id : stand_in;
        Word *word = words_find(&writing->ids, stem, strlen(stem));
        uint32_t number = word ? word->value : is_named ? 0 : 1;
        snprintf(tried, sizeof tried, is_named ? "%s" : "%.50s1", stem);
        while (words_find(&writing->ids, tried, strlen(tried)) || number > 1) {
                snprintf(tried, sizeof tried, is_named ? "%.50s-%u" : "%.50s%u", stem,
                        number < 2 ? 2 : number);
                number = (number < 2 ? 2 : number) + 1;
                if (!words_find(&writing->ids, tried, strlen(tried)))
                        break;
        }
        const char *kept = arena_strdup(writing->foreign->arena, tried);
        words_add(&writing->ids, kept, strlen(kept), 2);
        word = words_find(&writing->ids, stem, strlen(stem));
        if (word)
                word->value = number < 2 ? 2 : number;
        else
                words_add(&writing->ids, arena_strdup(writing->foreign->arena, stem), strlen(stem),
                        2);
        return kept;
}

static void put_key(Text *out, unsigned indent, const char *key, const char *text)
{
        if (!text)
                return;
        text_append_repeat(out, ' ', indent);
        text_printf(out, "%s: ", key);
        yaml_append_text(out, text, indent);
        text_append_char(out, '\n');
}

/* The first key of an item of a list, behind its dash. */
static void put_first(Text *out, unsigned indent, const char *key, const char *text)
{
        text_append_repeat(out, ' ', indent);
        text_printf(out, "- %s: ", key);
        yaml_append_text(out, text, indent + 2);
        text_append_char(out, '\n');
}

/* A comment of any text: each of its lines behind a '#'. */
static void put_comment(Text *out, unsigned indent, const char *text)
{
        do {
                size_t line = strcspn(text, "\n");
                text_append_repeat(out, ' ', indent);
                text_append(out, line ? "# " : "#");
                text_append_bytes(out, text, line);
                text_append_char(out, '\n');
                text += line + (text[line] == '\n');
        } while (*text);
}

static void put_number(Text *out, unsigned indent, const char *key, double number)
{
        char digits[40];
        snprintf(digits, sizeof digits, "%.6f", number);
        size_t len = strlen(digits);
        while (digits[len - 1] == '0')
                digits[--len] = '\0';
        if (digits[len - 1] == '.')
                digits[--len] = '\0';
        text_append_repeat(out, ' ', indent);
        text_printf(out, "%s: %s\n", key, digits);
}

static void put_options(Text *out, const Question *question)
{
        text_append(out, "          options:\n");
        for (size_t i = 0; i < question->choice.count; i++) {
                const Option *option = &question->choice.options[i];
                put_first(out, 12, "text", option->text);
                if (option->correct)
                        text_append(out, "              correct: true\n");
                else if (option->worth > 0)
                        put_number(out, 14, "worth", option->worth * 100);
                put_key(out, 14, "feedback", option->feedback);
        }
}

static void put_truth(Text *out, const Question *question)
{
        text_printf(out, "          answer: %s\n", question->truth.answer ? "true" : "false");
        if (!question->truth.feedback[0] && !question->truth.feedback[1])
                return;
        text_append(out, "          feedback:\n");
        put_key(out, 12, "true", question->truth.feedback[1]);
        put_key(out, 12, "false", question->truth.feedback[0]);
}

static void put_pairs(Text *out, const Question *question)
{
        text_append(out, "          pairs:\n");
        for (size_t i = 0; i < question->match.count; i++) {
                put_first(out, 12, "left", question->match.pairs[i].left);
                put_key(out, 14, "right", question->match.pairs[i].right);
        }
        if (question->match.extra_count)
                text_append(out, "          extra:\n");
        for (size_t i = 0; i < question->match.extra_count; i++) {
                text_append(out, "            - ");
                yaml_append_text(out, question->match.extra[i], 12);
                text_append_char(out, '\n');
        }
}

static bool has_reasons(const Question *question)
{
        if (question->explain)
                return true;
        if (question->kind == QUESTION_TRUE_FALSE)
                return question->truth.feedback[0] || question->truth.feedback[1];
        if (question->kind == QUESTION_MATCH)
                return false;
        for (size_t i = 0; i < question->choice.count; i++)
                if (question->choice.options[i].feedback)
                        return true;
        return false;
}

static void put_question(Writing *writing, const ForeignItem *item)
{
        Text *out = writing->out;
        const Question *question = &item->question;
        put_first(out, 8, "id", take_id(writing, item->name, "q"));
        text_printf(out, "          type: %s\n", question_kind_names[question->kind]);
        put_key(out, 10, "scene", question->scene);
        put_key(out, 10, "ask", question->ask);
        if (strcmp(question->competency, "report") != 0)
                put_key(out, 10, "competency", question->competency);
        if (question->points != 1)
                put_number(out, 10, "points", question->points);
        if (question->status == QUESTION_RETIRED)
                text_append(out, "          status: retired\n");
        if (question->keeps_order)
                text_append(out, "          shuffle: none\n");
        if (question->kind == QUESTION_TRUE_FALSE)
                put_truth(out, question);
        else if (question->kind == QUESTION_MATCH)
                put_pairs(out, question);
        else
                put_options(out, question);
        if (!has_reasons(question))
                put_comment(out, 10, _("explain: say here why, for everybody who has answered"));
        put_key(out, 10, "explain", question->explain);
}

static uint32_t line_now(Writing *writing)
{
        const char *bytes = text_string(writing->out);
        for (; writing->counted < writing->out->len; writing->counted++)
                writing->line += bytes[writing->counted] == '\n';
        return writing->line + 1;
}

static void put_item(Writing *writing, size_t index)
{
        const ForeignItem *item = &writing->foreign->items[index];
        Range *range = &writing->ranges[writing->range_count++];
        range->item = index;
        range->first = line_now(writing);
        if (item->kind == FOREIGN_QUESTION) {
                put_question(writing, item);
        } else {
                put_first(writing->out, 2, "id",
                        take_id(writing, *item->name ? item->name : item->title, "lesson-"));
                put_key(writing->out, 4, "title", item->title);
                put_key(writing->out, 4, "text", item->text);
        }
        range->last = line_now(writing) - 1;
}

static bool has_kind(const Foreign *foreign, ForeignKind kind)
{
        for (size_t i = 0; i < foreign->count; i++)
                if (foreign->items[i].kind == kind)
                        return true;
        return false;
}

static void put_head(Writing *writing, const char *id, const char *language, const char *source)
{
        Text *out = writing->out;
        const char *title = *writing->foreign->title ? writing->foreign->title : id;
        Text comment = { 0 };
        text_append(&comment, _("Imported from: "));
        text_append_clean(&comment, source);
        put_comment(out, 0, text_string(&comment));
        text_clear(&comment);
        put_comment(out, 0,
                _("What the file could not tell is marked below: fill it in, then run 'makesafe "
                  "check' on this\nfile. It says what is still missing, and why that matters."));
        text_append(out, "makesafe: 1\n");
        put_key(out, 0, "id", id);
        text_append(out, "version: \"1\"\n");
        put_key(out, 0, "language", language);
        put_comment(out, 0,
                _("To fill in: a title, and in up to three lines what it is about and for whom."));
        put_key(out, 0, "title", title);
        put_key(out, 0, "summary",
                _("Imported questions. What they are about is still to be said here."));
        put_comment(out, 0,
                _("To fill in: hotels, taxis, licensed-premises, food, everyone, or a word of your "
                  "own."));
        text_append(out, "sector: everyone\n");
        put_comment(out, 0,
                _("To fill in: content-note, sources, reviewed, valid-for and pass (with its "
                  "reason); see\n"
                  "makesafe-module(5)."));
        text_append_char(out, '\n');
        put_comment(out, 0,
                _("To fill in: the warning signs that this module teaches. Questions name them by "
                  "id."));
        put_comment(out, 0, "signs:\n  - id: late-cash");
        Text sign = { 0 };
        text_printf(&sign, "    text: %s", _("Pays in cash, late at night"));
        put_comment(out, 0, text_string(&sign));
        text_clear(&sign);
}

static void put_lessons(Writing *writing)
{
        const Foreign *foreign = writing->foreign;
        if (!has_kind(foreign, FOREIGN_LESSON))
                return;
        text_append(writing->out, "\nlessons:\n");
        for (size_t i = 0; i < foreign->count; i++)
                if (foreign->items[i].kind == FOREIGN_LESSON)
                        put_item(writing, i);
        words_clear(&writing->ids);
        writing->ids = (Words){ 0 };
}

typedef struct SectionPlace {
        const char *title;
        size_t first, last; /* items */
} SectionPlace;

/* The sections in the order in which they are first named; `next` links the questions of each. */
static size_t find_sections(Writing *writing, SectionPlace *sections, size_t *next)
{
        Words titles = { 0 };
        const Foreign *foreign = writing->foreign;
        size_t count = 0;
        for (size_t i = 0; i < foreign->count; i++) {
                const ForeignItem *item = &foreign->items[i];
                next[i] = SIZE_MAX;
                if (item->kind != FOREIGN_QUESTION)
                        continue;
                const Word *word = words_find(&titles, item->section, strlen(item->section));
                if (!word) {
                        words_add(&titles, item->section, strlen(item->section), (uint32_t)count);
                        sections[count++] = (SectionPlace){ item->section, i, i };
                        continue;
                }
                next[sections[word->value].last] = i;
                sections[word->value].last = i;
        }
        words_clear(&titles);
        return count;
}

static void put_sections(Writing *writing)
{
        const Foreign *foreign = writing->foreign;
        SectionPlace *sections = xmalloc((foreign->count + 1) * sizeof *sections);
        size_t *next = xmalloc((foreign->count + 1) * sizeof *next);
        size_t count = find_sections(writing, sections, next);
        Writing names = { .foreign = writing->foreign }; /* sections and questions share no ids */
        text_append(writing->out, "\nquiz:\n  sections:\n");
        for (size_t i = 0; i < count; i++) {
                const char *title = *sections[i].title ? sections[i].title : _("Questions");
                put_first(writing->out, 4, "id", take_id(&names, title, "section-"));
                put_key(writing->out, 6, "title", title);
                text_append(writing->out, "      questions:\n");
                for (size_t at = sections[i].first; at != SIZE_MAX; at = next[at])
                        put_item(writing, at);
        }
        words_clear(&names.ids);
        free(sections);
        free(next);
}

static void put_notes(Writing *writing)
{
        const Foreign *foreign = writing->foreign;
        if (!has_kind(foreign, FOREIGN_NOTE))
                return;
        text_append_char(writing->out, '\n');
        put_comment(writing->out, 0, _("Left out, to be looked at by hand:"));
        for (size_t i = 0; i < foreign->count; i++) {
                const ForeignItem *item = &foreign->items[i];
                if (item->kind != FOREIGN_NOTE)
                        continue;
                Text said = { 0 };
                text_printf(&said, _("Line %zu: %s"), item->line, item->title);
                text_append_char(writing->out, '\n');
                put_comment(writing->out, 0, text_string(&said));
                put_comment(writing->out, 2, item->text);
                text_clear(&said);
        }
}

static size_t item_at(const Writing *writing, uint32_t line)
{
        for (size_t i = 0; i < writing->range_count; i++)
                if (line >= writing->ranges[i].first && line <= writing->ranges[i].last)
                        return writing->ranges[i].item;
        return SIZE_MAX;
}

/* Takes out what the reader of modules refuses. \return whether all is well, or something was taken
 * out */
static bool hold_to_format(Writing *writing, const char *id, bool *is_fine)
{
        Foreign *foreign = writing->foreign;
        Diagnostics *found = diagnostics_new();
        const char *file = arena_printf(foreign->arena, "%s.yaml", id);
        Module *module = module_parse(file, text_string(writing->out), writing->out->len, 0, found);
        module_free(module);
        *is_fine = module != NULL;
        bool gets_on = *is_fine;
        for (size_t i = 0; i < diagnostics_count(found) && !*is_fine; i++) {
                const Diagnostic *diagnostic = diagnostics_get(found, i);
                size_t index = item_at(writing, diagnostic->place.line);
                if (checks[diagnostic->check].severity != SEVERITY_ERROR || index == SIZE_MAX)
                        continue;
                ForeignItem *item = &foreign->items[index];
                if (item->kind == FOREIGN_NOTE)
                        continue; /* taken out already */
                const char *what = item->kind == FOREIGN_LESSON ? item->text : item->question.ask;
                item->kind = FOREIGN_NOTE;
                item->title = arena_strdup(foreign->arena, diagnostic->message);
                foreign_leave_out(foreign, item->line, item->name, NULL, "%s", diagnostic->message);
                foreign->items[index].text = what ? what : "";
                gets_on = true;
        }
        if (!gets_on) {
                const Diagnostic *first =
                        diagnostics_count(found) ? diagnostics_get(found, 0) : NULL;
                problems_error(&foreign->problems, 1, "%s", first ? first->message : "");
        }
        diagnostics_free(found);
        return gets_on;
}

static void write_once(Writing *writing, const char *id, const char *language, const char *source)
{
        put_head(writing, id, language, source);
        put_lessons(writing);
        put_sections(writing);
        put_notes(writing);
        words_clear(&writing->ids);
}

static void leave_out_most(Foreign *foreign)
{
        size_t questions = 0;
        for (size_t i = 0; i < foreign->count; i++) {
                ForeignItem *item = &foreign->items[i];
                if (item->kind != FOREIGN_QUESTION || ++questions <= LIMIT_QUESTIONS)
                        continue;
                item->kind = FOREIGN_NOTE;
                item->title = _("a module has no more room");
                item->text = item->question.ask;
                if (questions == LIMIT_QUESTIONS + 1)
                        problems_error(&foreign->problems, item->line,
                                _("a module holds %d questions: this one and those after it are "
                                  "left "
                                  "out"),
                                LIMIT_QUESTIONS);
                foreign->left_out++;
        }
}

bool module_yaml_write(
        Foreign *foreign, const char *id, const char *language, const char *source, Text *out)
{
        bool is_fine = false, gets_on = true;
        leave_out_most(foreign);
        while (!is_fine && gets_on) {
                text_reset(out);
                if (!has_kind(foreign, FOREIGN_QUESTION)) {
                        problems_error(&foreign->problems, 1,
                                _("no question is left that a module could be made of"));
                        return false;
                }
                Writing writing = { .foreign = foreign, .out = out };
                writing.ranges = xmalloc((foreign->count + 1) * sizeof *writing.ranges);
                write_once(&writing, id, language, source);
                gets_on = hold_to_format(&writing, id, &is_fine);
                free(writing.ranges);
        }
        return is_fine;
}
