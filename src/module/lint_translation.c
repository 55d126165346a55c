#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/translate.h"
#include "module/lint.h"

/* Two modules side by side. */
typedef struct Compare {
        Lint lint; /* of the translation */
        const Module *source;
        bool reports; /* else only `same` is wanted */
        bool same;
} Compare;

__attribute__((format(printf, 3, 4))) static void differs(
        Compare *compare, Place place, const char *format, ...)
{
        compare->same = false;
        if (!compare->reports)
                return;
        va_list arguments;
        va_start(arguments, format);
        const char *how = arena_vprintf(compare->lint.arena, format, arguments);
        va_end(arguments);
        Diagnostic *other = lint_report(&compare->lint, CHECK_TRANSLATION_DIFFERS, place, how);
        diagnostic_hint(compare->lint.found, other, _("only texts may differ"));
}

static void lacks(Compare *compare, Place place, const char *owner, const char *what)
{
        char name[160];
        if (!compare->reports)
                return;
        snprintf(name, sizeof name, "%s%s%s", owner, *owner ? "." : "", what);
        lint_report(
                &compare->lint, CHECK_TRANSLATION_LACKS, place, lint_quote(&compare->lint, name));
}

static void compare_text(Compare *compare, const Question *owner, const char *key, const char *text,
        const char *source)
{
        if (source && !text)
                lacks(compare, owner->place, owner->id, key);
}

static bool same_id(const char *a, const char *b)
{
        return a == b || (a && b && strcmp(a, b) == 0);
}

static void compare_options(Compare *compare, const Question *question, const Question *source)
{
        if (question->choice.count != source->choice.count) {
                differs(compare, question->place, _("'%s' has %zu options, in the source %zu"),
                        question->id, question->choice.count, source->choice.count);
                return;
        }
        for (size_t i = 0; i < question->choice.count; i++) {
                const Option *option = &question->choice.options[i],
                             *other = &source->choice.options[i];
                if (option->worth < other->worth || option->worth > other->worth)
                        differs(compare, option->place,
                                _("option %zu of '%s' is not worth what it is in the source"),
                                i + 1, question->id);
                compare_text(compare, question, "feedback", option->feedback, other->feedback);
                compare_text(compare, question, "missed", option->missed, other->missed);
        }
}

static void compare_match(Compare *compare, const Question *question, const Question *source)
{
        if (question->match.count != source->match.count ||
                question->match.extra_count != source->match.extra_count)
                differs(compare, question->place, _("'%s' has other numbers of pairs or extras"),
                        question->id);
}

static void compare_spot(Compare *compare, const Question *question, const Question *source)
{
        if (question->spot.count != source->spot.count) {
                differs(compare, question->place,
                        _("'%s' has %zu marked phrases, in the source %zu"), question->id,
                        question->spot.count, source->spot.count);
                return;
        }
        for (size_t i = 0; i < question->spot.count; i++) {
                const Phrase *phrase = &question->spot.phrases[i],
                             *other = &source->spot.phrases[i];
                if (!same_id(phrase->sign, other->sign))
                        differs(compare, phrase->place,
                                _("phrase %zu of '%s' does not stand for the sign that it has in "
                                  "the source"),
                                i + 1, question->id);
                compare_text(compare, question, "feedback", phrase->feedback, other->feedback);
        }
}

static bool same_step(const BranchStep *step, const BranchStep *other)
{
        bool same = same_id(step->id, other->id) && step->count == other->count &&
                    step->end == other->end;
        for (size_t i = 0; same && i < step->count; i++) {
                double gain = step->choices[i].worth, in_source = other->choices[i].worth;
                same = step->choices[i].to == other->choices[i].to && !(gain < in_source) &&
                       !(gain > in_source);
        }
        return same;
}

static void compare_branch(Compare *compare, const Question *question, const Question *source)
{
        if (question->branch.count != source->branch.count ||
                question->branch.start != source->branch.start) {
                differs(compare, question->place, _("'%s' has other steps, or begins with another"),
                        question->id);
                return;
        }
        for (size_t i = 0; i < question->branch.count; i++) {
                const BranchStep *step = &question->branch.steps[i],
                                 *other = &source->branch.steps[i];
                if (!same_step(step, other)) {
                        differs(compare, step->place,
                                _("the step '%s' is another one in the source"), step->id);
                        continue;
                }
                for (size_t j = 0; j < step->count; j++)
                        compare_text(compare, question, "feedback", step->choices[j].feedback,
                                other->choices[j].feedback);
        }
}

static void compare_call(Compare *compare, const Question *question, const Question *source)
{
        bool same = question->call.number == source->call.number &&
                    question->call.count == source->call.count;
        for (size_t i = 0; same && i < CALL_NUMBERS; i++)
                same = !(question->call.worth[i] < source->call.worth[i]) &&
                       !(question->call.worth[i] > source->call.worth[i]);
        for (size_t i = 0; same && i < question->call.count; i++) {
                const Say *say = &question->call.say[i], *other = &source->call.say[i];
                same = say->give == other->give && say->slot == other->slot;
                compare_text(compare, question, "feedback", say->feedback, other->feedback);
        }
        if (!same)
                differs(compare, question->place,
                        _("'%s' has another number, or other things to say"), question->id);
}

static void compare_parts(Compare *compare, const Question *question, const Question *source)
{
        switch (question->kind) {
        case QUESTION_SINGLE:
        case QUESTION_MULTIPLE:
                compare_options(compare, question, source);
                break;
        case QUESTION_TRUE_FALSE:
                if (question->truth.answer != source->truth.answer)
                        differs(compare, question->place, _("the answer to '%s' is another one"),
                                question->id);
                compare_text(compare, question, "feedback", question->truth.feedback[0],
                        source->truth.feedback[0]);
                compare_text(compare, question, "feedback", question->truth.feedback[1],
                        source->truth.feedback[1]);
                break;
        case QUESTION_ORDER:
                if (question->order.count != source->order.count)
                        differs(compare, question->place,
                                _("'%s' has %zu steps, in the source %zu"), question->id,
                                question->order.count, source->order.count);
                break;
        case QUESTION_MATCH:
                compare_match(compare, question, source);
                break;
        case QUESTION_SPOT:
                compare_spot(compare, question, source);
                break;
        case QUESTION_BRANCH:
                compare_branch(compare, question, source);
                break;
        case QUESTION_CALL:
                compare_call(compare, question, source);
                break;
        case QUESTION_KINDS:
                break;
        }
}

static void compare_question(Compare *compare, const Question *question, const Question *source)
{
        if (question->kind != source->kind) {
                differs(compare, question->place, _("'%s' is of the type '%s', in the source '%s'"),
                        question->id, question_kind_names[question->kind],
                        question_kind_names[source->kind]);
                return;
        }
        bool points = !(question->points < source->points) && !(question->points > source->points);
        if (!points || question->critical != source->critical ||
                question->status != source->status ||
                strcmp(question->competency, source->competency) != 0)
                differs(compare, question->place,
                        _("'%s' has other 'points', 'critical', 'status' or 'competency'"),
                        question->id);
        compare_text(compare, question, "scene", question->scene, source->scene);
        compare_text(compare, question, "ask", question->ask, source->ask);
        compare_text(compare, question, "explain", question->explain, source->explain);
        compare_parts(compare, question, source);
}

static Place place_of_questions(const Module *module)
{
        return module->section_count ? module->sections[0].place : (Place){ 1, 1 };
}

static void compare_questions(Compare *compare)
{
        const Module *translation = compare->lint.module, *source = compare->source;
        for (size_t i = 0; i < source->question_count; i++) {
                const Question *question = &source->questions[i];
                size_t at = i < translation->question_count &&
                                            same_id(translation->questions[i].id, question->id)
                                    ? i
                                    : module_question(translation, question->id);
                if (at == SIZE_MAX) {
                        compare->same = false;
                        lacks(compare, place_of_questions(translation), "", question->id);
                        continue;
                }
                if (at != i)
                        differs(compare, translation->questions[at].place,
                                _("'%s' stands in another place than in the source"), question->id);
                compare_question(compare, &translation->questions[at], question);
        }
        for (size_t i = 0; i < translation->question_count; i++) {
                const Question *question = &translation->questions[i];
                if (module_question(source, question->id) == SIZE_MAX)
                        differs(compare, question->place, _("the source has no question '%s'"),
                                question->id);
        }
}

static void compare_sections(Compare *compare)
{
        const Module *translation = compare->lint.module, *source = compare->source;
        size_t count = translation->section_count;
        bool same = count == source->section_count &&
                    translation->shuffle_options == source->shuffle_options &&
                    translation->shuffle_questions == source->shuffle_questions &&
                    translation->confidence == source->confidence;
        for (size_t i = 0; same && i < count; i++) {
                const Section *one = &translation->sections[i], *two = &source->sections[i];
                same = same_id(one->id, two->id) && one->draw == two->draw &&
                       one->count == two->count;
        }
        if (!same)
                differs(compare, place_of_questions(translation),
                        _("the sections, what they draw or how they are shuffled is not as in the "
                          "source"));
}

/* Ids of signs or lessons, by place. */
static void compare_lists(Compare *compare)
{
        const Module *translation = compare->lint.module, *source = compare->source;
        for (size_t i = 0; i < source->sign_count; i++) {
                if (module_sign(translation, source->signs[i].id) != SIZE_MAX)
                        continue;
                Place place =
                        translation->sign_count ? translation->signs[0].place : (Place){ 1, 1 };
                lacks(compare, place, "signs", source->signs[i].id);
        }
        for (size_t i = 0; i < translation->sign_count; i++) {
                if (module_sign(source, translation->signs[i].id) == SIZE_MAX)
                        differs(compare, translation->signs[i].place,
                                _("the source has no sign '%s'"), translation->signs[i].id);
        }
        for (size_t i = 0; i < source->lesson_count; i++) {
                Place place =
                        translation->lesson_count ? translation->lessons[0].place : (Place){ 1, 1 };
                if (i >= translation->lesson_count)
                        lacks(compare, place, "lessons", source->lessons[i].id);
                else if (!same_id(translation->lessons[i].id, source->lessons[i].id))
                        differs(compare, translation->lessons[i].place,
                                _("the lesson '%s' is '%s' in the source"),
                                translation->lessons[i].id, source->lessons[i].id);
        }
        for (size_t i = source->lesson_count; i < translation->lesson_count; i++)
                differs(compare, translation->lessons[i].place, _("the source has no lesson '%s'"),
                        translation->lessons[i].id);
}

static void compare_heads(Compare *compare)
{
        const ModuleHead *head = &compare->lint.module->head, *source = &compare->source->head;
        const Place start = { 1, 1 };
        const char *made_from = head->translates ? head->translates : "";
        size_t len = strlen(made_from);
        bool digest = len >= 8 && strncmp(made_from, compare->source->digest, len) == 0;
        if (!digest && strcmp(made_from, source->version) != 0) {
                Place place = head->translates_place.line ? head->translates_place : start;
                Diagnostic *lags = lint_report(&compare->lint, CHECK_TRANSLATION_LAGS, place,
                        lint_quote(&compare->lint, made_from),
                        lint_quote(&compare->lint, source->version));
                diagnostic_hint(compare->lint.found, lags,
                        _("see what has changed with 'makesafe diff', then change 'translates'"));
        }
        if (source->content_note && !head->content_note)
                lacks(compare, start, "", "content-note");
        if (source->pass_reason && !head->pass_reason)
                lacks(compare, start, "pass", "reason");
        if (head->pass_score < source->pass_score || head->pass_score > source->pass_score)
                differs(compare, start, _("the pass mark is not as in the source"));
}

void module_lint_translation(const Module *translation, const Module *source, Diagnostics *found)
{
        Compare compare = { .lint = { .module = translation, .found = found, .arena = arena_new() },
                .source = source,
                .reports = true,
                .same = true };
        compare_heads(&compare);
        compare_lists(&compare);
        compare_sections(&compare);
        compare_questions(&compare);
        arena_free(compare.lint.arena);
}

bool module_matches(const Module *translation, const Module *source)
{
        Compare compare = { .lint = { .module = translation, .arena = arena_new() },
                .source = source,
                .same = true };
        compare_sections(&compare);
        compare_questions(&compare);
        arena_free(compare.lint.arena);
        return compare.same;
}
