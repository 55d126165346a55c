#include "exchange/foreign_module.h"

#include <string.h>

#include "base/translate.h"
#include "exchange/foreign_text.h"
#include "module/limits.h"
#include "module/markdown.h"

static const char *const format_names[] = {
        [FOREIGN_GIFT] = "GIFT", [FOREIGN_MOODLE_XML] = "Moodle XML", [FOREIGN_AIKEN] = "Aiken"
};

typedef struct Leaving {
        Foreign *foreign;
        const Module *module;
        ForeignFormat format;
} Leaving;

static void add_word(Text *words, bool is_lost, const char *word)
{
        if (is_lost)
                text_printf(words, "%s%s", words->len ? ", " : "", word);
}

static bool has_missed(const Question *question)
{
        if (question->kind != QUESTION_MULTIPLE)
                return false;
        for (size_t i = 0; i < question->choice.count; i++)
                if (question->choice.options[i].missed)
                        return true;
        return false;
}

/* Keys whose values have no place in the format. Their names are those of the file. */
static void say_keys_lost(Leaving *leaving, const Question *question)
{
        bool is_xml = leaving->format == FOREIGN_MOODLE_XML;
        Text keys = { 0 };
        add_word(&keys, question->sign_count > 0, "signs");
        add_word(&keys, question->twin != SIZE_MAX, "twin");
        add_word(&keys, question->trait_count > 0, "traits");
        add_word(&keys, question->status == QUESTION_TRIAL, "status");
        add_word(&keys, question->critical, "critical");
        add_word(&keys, has_missed(question), "missed");
        add_word(&keys, question->keeps_order && !is_xml, "shuffle");
        add_word(&keys, question->points != 1 && !is_xml, "points");
        if (keys.len)
                foreign_loses(leaving->foreign, question->place.line, question->id,
                        _("%s has no place for: %s"), format_names[leaving->format],
                        text_string(&keys));
        text_clear(&keys);
}

static void say_head_lost(Leaving *leaving)
{
        const Module *module = leaving->module;
        const ModuleHead *head = &module->head;
        Text keys = { 0 };
        add_word(&keys, true, "version, language, summary, sector, pass");
        add_word(&keys, head->minutes > 0, "minutes");
        add_word(&keys, head->content_note != NULL, "content-note");
        add_word(&keys, head->source_count > 0, "sources");
        add_word(&keys, head->reviewed_by != NULL, "reviewed");
        add_word(&keys, head->has_validity, "valid-for");
        add_word(&keys, head->has_window || head->renewal_base != RENEWAL_EXPIRY, "renewal");
        add_word(&keys, module->sign_count > 0, "signs");
        add_word(&keys, module->lesson_count > 0 && leaving->format == FOREIGN_AIKEN, "lessons");
        add_word(&keys, !module->shuffle_options || !module->shuffle_questions, "shuffle");
        add_word(&keys, module->confidence, "confidence");
        for (size_t i = 0; i < module->section_count; i++)
                if (module->sections[i].draw != module->sections[i].count) {
                        add_word(&keys, true, "draw");
                        break;
                }
        problems_warning(&leaving->foreign->problems, 1, _("%s has no place for: %s"),
                format_names[leaving->format], text_string(&keys));
        text_clear(&keys);
        if (leaving->format == FOREIGN_AIKEN)
                problems_warning(&leaving->foreign->problems, 1,
                        _("Aiken has no feedback and no weights: all of them are left behind"));
}

/* A question of the format, begun with what it has from ours. */
static ForeignItem begin(Leaving *leaving, const Question *question, const char *suffix)
{
        ForeignItem item = foreign_item(FOREIGN_QUESTION, question->place.line);
        item.section = leaving->module->sections[question->section].title;
        item.question = *question;
        item.question.id =
                *suffix ? arena_printf(leaving->foreign->arena, "%s-%s", question->id, suffix)
                        : question->id;
        item.name = item.question.id;
        item.question.keeps_order = question->keeps_order || !leaving->module->shuffle_options;
        return item;
}

static void finish(Leaving *leaving, ForeignItem *item)
{
        foreign_add(leaving->foreign, item);
}

static void say_turned(Leaving *leaving, const Question *question, const char *into)
{
        foreign_loses(leaving->foreign, question->place.line, question->id,
                _("%s has no type '%s': it becomes '%s', with what that can hold"),
                format_names[leaving->format], question_kind_names[question->kind], into);
}

static void say_left_out(Leaving *leaving, const Question *question)
{
        foreign_leave_out(leaving->foreign, question->place.line, question->id, NULL,
                _("%s has no type '%s'"), format_names[leaving->format],
                question_kind_names[question->kind]);
}

static bool is_any_right(const Option *options, size_t count)
{
        for (size_t i = 0; i < count; i++)
                if (options[i].correct)
                        return true;
        return false;
}

/* Where nothing is right, that itself becomes the one right option. */
static void put_multiple(
        Leaving *leaving, ForeignItem *item, const Option *options, size_t count, const char *none)
{
        item->question.kind = QUESTION_MULTIPLE;
        item->question.choice.options = options;
        item->question.choice.count = count;
        if (!is_any_right(options, count)) {
                Option *more = arena_array(leaving->foreign->arena, Option, count + 1);
                memcpy(more, options, count * sizeof *options);
                more[count] = (Option){ .text = none, .worth = 1, .correct = true };
                item->question.kind = QUESTION_SINGLE;
                item->question.choice.options = more;
                item->question.choice.count = count + 1;
                foreign_loses(leaving->foreign, item->line, item->name,
                        _("no option is right here: it gets one more, '%s', and one answer"), none);
        }
        finish(leaving, item);
}

static void put_order(Leaving *leaving, const Question *question)
{
        ForeignItem item = begin(leaving, question, "");
        Pair *pairs = arena_array(leaving->foreign->arena, Pair, question->order.count);
        for (size_t i = 0; i < question->order.count; i++)
                pairs[i] = (Pair){ .left = question->order.steps[i],
                        .right = arena_printf(leaving->foreign->arena, "%zu", i + 1) };
        say_turned(leaving, question, "match");
        item.question.kind = QUESTION_MATCH;
        item.question.match.pairs = pairs;
        item.question.match.count = question->order.count;
        item.question.match.extra_count = 0;
        finish(leaving, &item);
}

/* The passage with its phrases in bold. */
static const char *passage_in_bold(Leaving *leaving, const Question *question)
{
        MarkedPhrase phrases[LIMIT_PHRASES];
        MarkdownTrouble trouble;
        size_t offset, from = 0;
        const char *passage = question->spot.passage;
        size_t count = markdown_phrases(passage, phrases, LIMIT_PHRASES, &trouble, &offset);
        Text out = { 0 };
        if (question->scene)
                text_printf(&out, "%s\n\n", question->scene);
        for (size_t i = 0; i < count && i < LIMIT_PHRASES; i++) {
                text_append_bytes(&out, passage + from, phrases[i].offset - from);
                text_printf(&out, "**%.*s**", (int)phrases[i].text_len, phrases[i].text);
                from = (size_t)(phrases[i].id - passage) + phrases[i].id_len + 1;
        }
        text_append(&out, passage + from);
        const char *kept = arena_strdup(leaving->foreign->arena, text_string(&out));
        text_clear(&out);
        return kept;
}

static void put_spot(Leaving *leaving, const Question *question)
{
        ForeignItem item = begin(leaving, question, "");
        Option *options = arena_array(leaving->foreign->arena, Option, question->spot.count);
        for (size_t i = 0; i < question->spot.count; i++) {
                const Phrase *phrase = &question->spot.phrases[i];
                options[i] = (Option){ .text = phrase->text,
                        .worth = phrase->sign ? 1 : 0,
                        .correct = phrase->sign != NULL,
                        .feedback = phrase->feedback };
        }
        say_turned(leaving, question, "multiple");
        item.question.scene = passage_in_bold(leaving, question);
        put_multiple(leaving, &item, options, question->spot.count, _("Nothing here worries me"));
}

static void put_call(Leaving *leaving, const Question *question)
{
        static const char *const words[CALL_NUMBERS] = { [CALL_999] = N_("999: danger now"),
                [CALL_101] = N_("101, quoting 'Operation Makesafe'"),
                [CALL_SUPERVISOR] = N_("only my supervisor"),
                [CALL_NOBODY] = N_("nobody") };
        ForeignItem number = begin(leaving, question, "number");
        Option *numbers = arena_array(leaving->foreign->arena, Option, CALL_NUMBERS);
        for (size_t i = 0; i < CALL_NUMBERS; i++)
                numbers[i] = (Option){ .text = _(words[i]),
                        .worth = question->call.worth[i],
                        .correct = question->call.worth[i] >= 1 };
        say_turned(leaving, question,
                leaving->format == FOREIGN_AIKEN ? "single" : "single + multiple");
        number.question.kind = QUESTION_SINGLE;
        number.question.keeps_order = true;
        number.question.choice.options = numbers;
        number.question.choice.count = CALL_NUMBERS;
        finish(leaving, &number);
        if (leaving->format == FOREIGN_AIKEN || question->call.count == 0)
                return;
        ForeignItem say = begin(leaving, question, "say");
        Option *options = arena_array(leaving->foreign->arena, Option, question->call.count);
        for (size_t i = 0; i < question->call.count; i++)
                options[i] = (Option){ .text = question->call.say[i].text,
                        .worth = question->call.say[i].give ? 1 : 0,
                        .correct = question->call.say[i].give,
                        .feedback = question->call.say[i].feedback };
        say.question.ask = _("What do you say? Choose the facts to give.");
        put_multiple(leaving, &say, options, question->call.count, _("None of these"));
}

/* The choice that is worth the most, SIZE_MAX where two are. */
static size_t best_choice(const BranchStep *step)
{
        size_t best = 0, equals = 0;
        for (size_t i = 1; i < step->count; i++) {
                if (step->choices[i].worth > step->choices[best].worth) {
                        best = i;
                        equals = 0;
                } else if (!(step->choices[i].worth < step->choices[best].worth)) {
                        equals++;
                }
        }
        return equals ? SIZE_MAX : best;
}

/* A story is told step by step: each step with a best choice is a question of its own. */
static void put_branch(Leaving *leaving, const Question *question)
{
        say_turned(leaving, question, "single");
        for (size_t i = 0; i < question->branch.count; i++) {
                const BranchStep *step = &question->branch.steps[i];
                size_t best = step->count >= 2 ? best_choice(step) : SIZE_MAX;
                if (best == SIZE_MAX)
                        continue;
                ForeignItem item = begin(leaving, question, step->id);
                Option *options = arena_array(leaving->foreign->arena, Option, step->count);
                for (size_t j = 0; j < step->count; j++)
                        options[j] = (Option){ .text = step->choices[j].text,
                                .worth = j == best ? 1 : 0,
                                .correct = j == best,
                                .feedback = step->choices[j].feedback };
                item.question.kind = QUESTION_SINGLE;
                item.question.scene = step->text;
                item.question.ask = question->ask ? question->ask : _("What do you do?");
                item.question.choice.options = options;
                item.question.choice.count = step->count;
                finish(leaving, &item);
        }
}

/* \return false where it was left out */
static bool put_question(Leaving *leaving, const Question *question)
{
        bool is_aiken = leaving->format == FOREIGN_AIKEN;
        ForeignItem item;
        switch (question->kind) {
        case QUESTION_SINGLE:
        case QUESTION_TRUE_FALSE:
                item = begin(leaving, question, "");
                finish(leaving, &item);
                return true;
        case QUESTION_CALL:
                put_call(leaving, question);
                return true;
        case QUESTION_BRANCH:
                put_branch(leaving, question);
                return true;
        default:
                break;
        }
        if (is_aiken) {
                say_left_out(leaving, question);
                return false;
        }
        if (question->kind == QUESTION_MATCH) {
                item = begin(leaving, question, "");
                finish(leaving, &item);
        } else if (question->kind == QUESTION_MULTIPLE) {
                item = begin(leaving, question, "");
                put_multiple(leaving, &item, question->choice.options, question->choice.count,
                        _("None of these"));
        } else if (question->kind == QUESTION_ORDER) {
                put_order(leaving, question);
        } else {
                put_spot(leaving, question);
        }
        return true;
}

void foreign_from_module(Foreign *foreign, const Module *module, ForeignFormat format)
{
        Leaving leaving = { foreign, module, format };
        foreign->title = module->head.title;
        say_head_lost(&leaving);
        for (size_t i = 0; i < module->lesson_count && format != FOREIGN_AIKEN; i++) {
                const Lesson *lesson = &module->lessons[i];
                ForeignItem item = foreign_item(FOREIGN_LESSON, lesson->place.line);
                item.name = lesson->id;
                item.title = lesson->title;
                item.text = lesson->text;
                foreign_add(foreign, &item);
        }
        for (size_t i = 0; i < module->question_count; i++) {
                const Question *question = &module->questions[i];
                if (question->status == QUESTION_RETIRED) {
                        foreign_leave_out(foreign, question->place.line, question->id, NULL,
                                _("it is retired, and no longer asked"));
                        continue;
                }
                if (put_question(&leaving, question))
                        say_keys_lost(&leaving, question);
        }
}
