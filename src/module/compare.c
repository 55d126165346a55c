#include "module/compare.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unictype.h>
#include <unicase.h>

#include "base/text.h"
#include "base/utf8.h"
#include "module/compare_parts.h"
#include "module/words.h"

const char *const change_kind_names[CHANGE_KINDS] = { "added", "removed", "changed" };

const char *const change_owner_names[CHANGE_OWNERS] = { "module", "sign", "lesson", "section",
        "question" };

void compare_note(Comparing *comparing, const char *what, const char *before, const char *after,
        unsigned effect)
{
        comparing->items = arena_grow(comparing->arena, comparing->items, comparing->count,
                &comparing->room, sizeof *comparing->items);
        comparing->items[comparing->count++] = (Change){
                .kind = !before  ? CHANGE_ADDED
                        : !after ? CHANGE_REMOVED
                                 : CHANGE_CHANGED,
                .owner = comparing->owner,
                .id = comparing->id,
                .what = what,
                .before = before,
                .after = after,
                .affects_score = (effect & EFFECT_SCORE) && comparing->counts,
                .is_new_content = effect & EFFECT_NEW,
        };
}

const char *compare_key(Comparing *comparing, const char *format, ...)
{
        va_list arguments;
        va_start(arguments, format);
        const char *key = arena_vprintf(comparing->arena, format, arguments);
        va_end(arguments);
        return key;
}

/* The next letter or digit, small; 0 at the end. */
static uint32_t next_letter(const char **at)
{
        uint32_t code = 0;
        for (size_t used; (used = utf8_decode(*at, strnlen(*at, 4), &code)) > 0;) {
                *at += used;
                if (uc_is_property_alphabetic(code) || uc_is_general_category(code, UC_NUMBER))
                        return uc_tolower(code);
        }
        return 0;
}

static bool has_same_letters(const char *a, const char *b)
{
        for (;;) {
                uint32_t one = next_letter(&a), two = next_letter(&b);
                if (one != two)
                        return false;
                if (one == 0)
                        return true;
        }
}

/* What a run of blanks means: Markdown breaks its lines anywhere, but not its paragraphs and lists.
 */
static char blanks(const char **at)
{
        size_t newlines = 0;
        for (; **at && strchr(" \t\n", **at); ++*at)
                newlines += **at == '\n';
        if (**at == '\0')
                return '\0';
        return newlines > 1 ? 'p' : newlines == 1 && strchr("-*+#>0123456789", **at) ? 'l' : ' ';
}

/* Whether two texts read the same, however their lines were broken. */
static bool reads_the_same(const char *a, const char *b)
{
        for (;;) {
                bool blank = strchr(" \t\n", *a) && *a;
                if (blank != (strchr(" \t\n", *b) && *b))
                        return blanks(&a) == '\0' && blanks(&b) == '\0';
                if (blank ? blanks(&a) != blanks(&b) : *a != *b)
                        return false;
                if (*a == '\0')
                        return *b == '\0';
                if (!blank) {
                        a++;
                        b++;
                }
        }
}

void compare_words(Comparing *comparing, const char *what, const char *before, const char *after)
{
        if (before == after || (before && after && reads_the_same(before, after)))
                return;
        bool is_new = after && (!before || !has_same_letters(before, after));
        compare_note(comparing, what, before, after, is_new ? EFFECT_NEW : EFFECT_NONE);
}

void compare_value(Comparing *comparing, const char *what, const char *before, const char *after,
        unsigned effect)
{
        if (before == after || (before && after && strcmp(before, after) == 0))
                return;
        compare_note(comparing, what, before, after, effect);
}

void compare_number(
        Comparing *comparing, const char *what, double before, double after, unsigned effect)
{
        if (before < after || before > after)
                compare_note(comparing, what, compare_key(comparing, "%.10g", before),
                        compare_key(comparing, "%.10g", after), effect);
}

void compare_flag(Comparing *comparing, const char *what, bool before, bool after, unsigned effect)
{
        if (before != after)
                compare_note(comparing, what, before ? "true" : "false", after ? "true" : "false",
                        effect);
}

static const char *or_empty(const char *text)
{
        return text ? text : "";
}

static const char *period(Comparing *comparing, bool is_given, Period span)
{
        if (!is_given)
                return NULL;
        if (span.days == 0)
                return compare_key(comparing, "%d months", span.months);
        if (span.months == 0)
                return compare_key(comparing, "%d days", span.days);
        return compare_key(comparing, "%d months %d days", span.months, span.days);
}

static const char *review(Comparing *comparing, const ModuleHead *head)
{
        char date[DATE_SIZE];
        day_format(head->reviewed_on, date);
        return head->reviewed_by ? compare_key(comparing, "%s %s", head->reviewed_by, date) : NULL;
}

static const char *sources(Comparing *comparing, const ModuleHead *head)
{
        Text text = { 0 };
        for (size_t i = 0; i < head->source_count; i++) {
                const SourceReference *source = &head->sources[i];
                text_printf(&text, "%s%s %s %s %s", i ? "; " : "", or_empty(source->title),
                        or_empty(source->publisher), or_empty(source->year), or_empty(source->url));
        }
        const char *kept = text.len ? arena_strdup(comparing->arena, text_string(&text)) : NULL;
        text_clear(&text);
        return kept;
}

static const char *minutes(Comparing *comparing, unsigned count)
{
        return count ? compare_key(comparing, "%u", count) : NULL;
}

static void compare_heads(Comparing *comparing, const Module *before, const Module *after)
{
        static const char *const bases[] = { [RENEWAL_EXPIRY] = "expiry",
                [RENEWAL_COMPLETION] = "completion",
                [RENEWAL_FIXED] = "fixed" };
        const ModuleHead *was = &before->head, *is = &after->head;
        compare_value(comparing, "id", was->id, is->id, EFFECT_NONE);
        compare_value(comparing, "language", was->language, is->language, EFFECT_NONE);
        compare_words(comparing, "title", was->title, is->title);
        compare_words(comparing, "summary", was->summary, is->summary);
        compare_value(comparing, "sector", was->sector, is->sector, EFFECT_NONE);
        compare_value(comparing, "minutes", minutes(comparing, was->minutes),
                minutes(comparing, is->minutes), EFFECT_NONE);
        compare_words(comparing, "content-note", was->content_note, is->content_note);
        compare_value(
                comparing, "sources", sources(comparing, was), sources(comparing, is), EFFECT_NONE);
        compare_value(
                comparing, "reviewed", review(comparing, was), review(comparing, is), EFFECT_NONE);
        compare_value(comparing, "valid-for", period(comparing, was->has_validity, was->valid_for),
                period(comparing, is->has_validity, is->valid_for), EFFECT_NONE);
        compare_value(comparing, "renewal.window",
                period(comparing, was->has_window, was->renewal_window),
                period(comparing, is->has_window, is->renewal_window), EFFECT_NONE);
        compare_value(comparing, "renewal.base", bases[was->renewal_base], bases[is->renewal_base],
                EFFECT_NONE);
        compare_number(comparing, "pass.score", was->pass_score, is->pass_score, EFFECT_SCORE);
        compare_value(comparing, "pass.reason", was->pass_reason, is->pass_reason, EFFECT_NONE);
        compare_flag(comparing, "quiz.shuffle.questions", before->shuffle_questions,
                after->shuffle_questions, EFFECT_NONE);
        compare_flag(comparing, "quiz.shuffle.options", before->shuffle_options,
                after->shuffle_options, EFFECT_NONE);
        compare_flag(
                comparing, "quiz.confidence", before->confidence, after->confidence, EFFECT_NONE);
}

/* Places of ids, for lists that have no table of their own. */
static Words places(Arena *arena, const char *const *ids, size_t count)
{
        Words words = words_in(arena);
        for (size_t i = 0; i < count; i++)
                words_add(&words, ids[i], strlen(ids[i]), (uint32_t)i);
        return words;
}

static size_t place_of(const Words *words, const char *id)
{
        const Word *word = words_find(words, id, strlen(id));
        return word ? word->value : SIZE_MAX;
}

static void begin(Comparing *comparing, ChangeOwner owner, const char *id)
{
        comparing->owner = owner;
        comparing->id = id;
        comparing->counts = true;
}

static void compare_signs(Comparing *comparing, const Module *before, const Module *after)
{
        for (size_t i = 0; i < after->sign_count; i++) {
                const Sign *is = &after->signs[i];
                size_t was = module_sign(before, is->id);
                begin(comparing, CHANGE_OF_SIGN, is->id);
                if (was == SIZE_MAX)
                        compare_note(comparing, "", NULL, is->text, EFFECT_NEW);
                else
                        compare_words(comparing, "text", before->signs[was].text, is->text);
        }
        for (size_t i = 0; i < before->sign_count; i++) {
                const Sign *was = &before->signs[i];
                begin(comparing, CHANGE_OF_SIGN, was->id);
                if (module_sign(after, was->id) == SIZE_MAX)
                        compare_note(comparing, "", was->text, NULL, EFFECT_NONE);
        }
}

static const char **lesson_ids(Arena *arena, const Module *module)
{
        const char **ids = arena_array(arena, const char *, module->lesson_count + 1);
        for (size_t i = 0; i < module->lesson_count; i++)
                ids[i] = module->lessons[i].id;
        return ids;
}

static void compare_lessons(Comparing *comparing, const Module *before, const Module *after)
{
        Words old = places(
                comparing->arena, lesson_ids(comparing->arena, before), before->lesson_count);
        Words now =
                places(comparing->arena, lesson_ids(comparing->arena, after), after->lesson_count);
        for (size_t i = 0; i < after->lesson_count; i++) {
                const Lesson *is = &after->lessons[i];
                size_t at = place_of(&old, is->id);
                begin(comparing, CHANGE_OF_LESSON, is->id);
                if (at == SIZE_MAX) {
                        compare_note(comparing, "", NULL, is->title, EFFECT_NEW);
                        continue;
                }
                compare_words(comparing, "title", before->lessons[at].title, is->title);
                compare_words(comparing, "text", before->lessons[at].text, is->text);
        }
        for (size_t i = 0; i < before->lesson_count; i++) {
                begin(comparing, CHANGE_OF_LESSON, before->lessons[i].id);
                if (place_of(&now, before->lessons[i].id) == SIZE_MAX)
                        compare_note(comparing, "", before->lessons[i].title, NULL, EFFECT_NONE);
        }
}

static const char **section_ids(Arena *arena, const Module *module)
{
        const char **ids = arena_array(arena, const char *, module->section_count + 1);
        for (size_t i = 0; i < module->section_count; i++)
                ids[i] = module->sections[i].id;
        return ids;
}

static const char *draw(Comparing *comparing, const Module *module, const Section *section)
{
        size_t asked = 0;
        for (size_t i = section->first; i < section->first + section->count; i++)
                asked += module->questions[i].status != QUESTION_RETIRED;
        return section->draw >= asked ? "all" : compare_key(comparing, "%zu", section->draw);
}

static void compare_sections(Comparing *comparing, const Module *before, const Module *after)
{
        Words old = places(
                comparing->arena, section_ids(comparing->arena, before), before->section_count);
        Words now = places(
                comparing->arena, section_ids(comparing->arena, after), after->section_count);
        for (size_t i = 0; i < after->section_count; i++) {
                const Section *is = &after->sections[i];
                size_t at = place_of(&old, is->id);
                begin(comparing, CHANGE_OF_SECTION, is->id);
                if (at == SIZE_MAX) {
                        compare_note(comparing, "", NULL, or_empty(is->title), EFFECT_NONE);
                        continue;
                }
                compare_words(comparing, "title", before->sections[at].title, is->title);
                compare_value(comparing, "draw", draw(comparing, before, &before->sections[at]),
                        draw(comparing, after, is), EFFECT_SCORE);
        }
        for (size_t i = 0; i < before->section_count; i++) {
                begin(comparing, CHANGE_OF_SECTION, before->sections[i].id);
                if (place_of(&now, before->sections[i].id) == SIZE_MAX)
                        compare_note(comparing, "", or_empty(before->sections[i].title), NULL,
                                EFFECT_NONE);
        }
}

static const char *list_of(Comparing *comparing, const char *const *words, size_t count)
{
        Text text = { 0 };
        for (size_t i = 0; i < count; i++)
                text_printf(&text, "%s%s", i ? ", " : "", words[i]);
        const char *kept = count ? arena_strdup(comparing->arena, text_string(&text)) : NULL;
        text_clear(&text);
        return kept;
}

static const char *twin_of(const Module *module, const Question *question)
{
        return question->twin < module->question_count ? module->questions[question->twin].id
                                                       : NULL;
}

/* What the question says in its own words, to be named by. */
static const char *gist(const Question *question)
{
        if (question->ask)
                return question->ask;
        return question->scene ? question->scene
                               : or_empty(question->branch.steps[question->branch.start].text);
}

static void compare_question(Comparing *comparing, const Module *before, const Question *was,
        const Module *after, const Question *is)
{
        static const char *const statuses[] = {
                [QUESTION_LIVE] = "live", [QUESTION_TRIAL] = "trial", [QUESTION_RETIRED] = "retired"
        };
        comparing->counts = was->status == QUESTION_LIVE || is->status == QUESTION_LIVE;
        unsigned revived = was->status == QUESTION_RETIRED ? EFFECT_NEW : EFFECT_NONE;
        compare_value(comparing, "section", before->sections[was->section].id,
                after->sections[is->section].id, EFFECT_SCORE);
        compare_value(comparing, "status", statuses[was->status], statuses[is->status],
                EFFECT_SCORE | revived);
        compare_flag(comparing, "critical", was->critical, is->critical, EFFECT_SCORE);
        compare_number(comparing, "points", was->points, is->points, EFFECT_SCORE);
        compare_value(comparing, "competency", was->competency, is->competency, EFFECT_NONE);
        compare_value(comparing, "signs", list_of(comparing, was->signs, was->sign_count),
                list_of(comparing, is->signs, is->sign_count), EFFECT_NONE);
        compare_value(comparing, "traits", list_of(comparing, was->traits, was->trait_count),
                list_of(comparing, is->traits, is->trait_count), EFFECT_NONE);
        compare_value(comparing, "twin", twin_of(before, was), twin_of(after, is), EFFECT_SCORE);
        compare_words(comparing, "scene", was->scene, is->scene);
        compare_words(comparing, "ask", was->ask, is->ask);
        if (was->kind == is->kind)
                compare_question_parts(comparing, was, is);
        else
                compare_note(comparing, "type", question_kind_names[was->kind],
                        question_kind_names[is->kind], EFFECT_SCORE | EFFECT_NEW);
        compare_words(comparing, "explain", was->explain, is->explain);
}

static void compare_questions(Comparing *comparing, const Module *before, const Module *after)
{
        for (size_t i = 0; i < after->question_count; i++) {
                const Question *is = &after->questions[i];
                size_t at = module_question(before, is->id);
                begin(comparing, CHANGE_OF_QUESTION, is->id);
                if (at != SIZE_MAX) {
                        compare_question(comparing, before, &before->questions[at], after, is);
                        continue;
                }
                comparing->counts = is->status == QUESTION_LIVE;
                compare_note(comparing, "", NULL, gist(is),
                        EFFECT_SCORE | (is->status == QUESTION_RETIRED ? EFFECT_NONE : EFFECT_NEW));
        }
        for (size_t i = 0; i < before->question_count; i++) {
                const Question *was = &before->questions[i];
                begin(comparing, CHANGE_OF_QUESTION, was->id);
                comparing->counts = was->status == QUESTION_LIVE;
                if (module_question(after, was->id) == SIZE_MAX)
                        compare_note(comparing, "", gist(was), NULL, EFFECT_SCORE);
        }
}

Changes module_compare(const Module *before, const Module *after, Arena *arena)
{
        Comparing comparing = { .arena = arena };
        begin(&comparing, CHANGE_OF_MODULE, "");
        compare_heads(&comparing, before, after);
        compare_signs(&comparing, before, after);
        compare_lessons(&comparing, before, after);
        compare_sections(&comparing, before, after);
        compare_questions(&comparing, before, after);
        Changes changes = { .items = comparing.items, .count = comparing.count };
        for (size_t i = 0; i < changes.count; i++) {
                changes.affects_score = changes.affects_score || changes.items[i].affects_score;
                changes.has_new_content =
                        changes.has_new_content || changes.items[i].is_new_content;
        }
        return changes;
}
