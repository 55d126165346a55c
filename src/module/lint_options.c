#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "base/translate.h"
#include "base/utf8.h"
#include "module/limits.h"
#include "module/lint.h"

enum { FEWEST_ANSWERS = 3 };

static size_t length(const char *text)
{
        return utf8_length(text, strlen(text));
}

/* Lengths of a single question's right option and of the longest and all of its wrong ones. */
typedef struct Lengths {
        size_t right, longest, sum, wrong;
        size_t place; /* of the right option, from 0 */
} Lengths;

static Lengths measure(const Question *question)
{
        Lengths lengths = { 0 };
        for (size_t i = 0; i < question->choice.count; i++) {
                size_t len = length(question->choice.options[i].text);
                if (question->choice.options[i].correct) {
                        lengths.right = len;
                        lengths.place = i;
                        continue;
                }
                lengths.sum += len;
                lengths.wrong++;
                if (len > lengths.longest)
                        lengths.longest = len;
        }
        return lengths;
}

/* By far: a third longer than the longest of the others. */
static bool is_longest_by_far(const Lengths *lengths)
{
        return lengths->right >= 12 && 3 * lengths->right > 4 * lengths->longest;
}

/* As clear as it can be in one question alone: twice the mean of the others. */
static bool stands_out(const Lengths *lengths)
{
        return is_longest_by_far(lengths) && lengths->right * lengths->wrong > 2 * lengths->sum &&
               lengths->right > lengths->longest + 20;
}

static void report_given_away(Lint *lint, const Question *question, const char *how)
{
        lint_report(lint, CHECK_GIVEN_AWAY, question->place, lint_quote(lint, question->id), how);
}

static bool begins_with_vowel(const char *text)
{
        return *text && strchr("aeiouAEIOU", *text);
}

/* "You see an …": only one of the options can follow. */
static void lint_grammar(Lint *lint, const Question *question)
{
        const char *ask = question->ask;
        size_t len = strlen(ask);
        while (len > 0 && !isalpha((unsigned char)ask[len - 1]))
                len--;
        size_t start = len;
        while (start > 0 && isalpha((unsigned char)ask[start - 1]))
                start--;
        bool an = len - start == 2 && strncasecmp(ask + start, "an", 2) == 0;
        if (!an && !(len - start == 1 && tolower((unsigned char)ask[start]) == 'a'))
                return;
        size_t fit = 0;
        bool right_fits = false;
        for (size_t i = 0; i < question->choice.count; i++) {
                bool fits = begins_with_vowel(question->choice.options[i].text) == an;
                fit += fits;
                right_fits = right_fits || (fits && question->choice.options[i].correct);
        }
        if (fit == 1 && right_fits)
                report_given_away(
                        lint, question, _("only the right option fits the grammar of 'ask'"));
}

static bool is_asked_single(const Question *question)
{
        return question->kind == QUESTION_SINGLE && question->status != QUESTION_RETIRED;
}

static void lint_lengths(Lint *lint)
{
        const Module *module = lint->module;
        size_t singles = 0, longest = 0;
        const Question *first = NULL;
        for (size_t i = 0; i < module->question_count; i++) {
                const Question *question = &module->questions[i];
                if (!is_asked_single(question))
                        continue;
                Lengths lengths = measure(question);
                singles++;
                if (!is_longest_by_far(&lengths))
                        continue;
                longest++;
                first = first ? first : question;
        }
        if (longest >= FEWEST_ANSWERS && 2 * longest > singles) {
                Diagnostic *easy =
                        lint_report(lint, CHECK_LONGEST_RIGHT, first->place, longest, singles);
                diagnostic_hint(
                        lint->found, easy, _("whoever always takes the longest would pass"));
                return;
        }
        for (size_t i = 0; longest && i < module->question_count; i++) {
                const Question *question = &module->questions[i];
                Lengths lengths = is_asked_single(question) ? measure(question) : (Lengths){ 0 };
                if (stands_out(&lengths))
                        report_given_away(lint, question,
                                _("its right option is far longer than the others"));
        }
}

static void lint_places(Lint *lint)
{
        const Module *module = lint->module;
        size_t total = 0, most = 0, counts[LIMIT_OPTIONS] = { 0 };
        const Question *first[LIMIT_OPTIONS] = { NULL };
        for (size_t i = 0; i < module->question_count; i++) {
                const Question *question = &module->questions[i];
                bool shuffled = module->shuffle_options && !question->keeps_order;
                if (!is_asked_single(question) || shuffled)
                        continue;
                size_t place = measure(question).place;
                total++;
                counts[place]++;
                first[place] = first[place] ? first[place] : question;
                if (counts[place] > counts[most])
                        most = place;
        }
        if (counts[most] < FEWEST_ANSWERS || 2 * counts[most] <= total)
                return;
        Diagnostic *same = lint_report(
                lint, CHECK_SAME_PLACE, first[most]->place, most + 1, counts[most], total);
        diagnostic_hint(
                lint->found, same, _("let the places vary, or let the options be shuffled"));
}

/* The texts of a question that stand beside one another. */
typedef struct Beside {
        const char *texts[2 * LIMIT_PAIRS];
        Place places[2 * LIMIT_PAIRS];
        size_t count;
} Beside;

static void put_beside(Beside *beside, const char *text, Place place)
{
        if (beside->count >= 2 * LIMIT_PAIRS)
                return;
        beside->texts[beside->count] = text;
        beside->places[beside->count++] = place;
}

static void find_same(Lint *lint, const Beside *beside)
{
        for (size_t i = 1; i < beside->count; i++) {
                for (size_t j = 0; j < i; j++) {
                        const char *one = beside->texts[i], *two = beside->texts[j];
                        if ((one[0] | 32) != (two[0] | 32) || strcasecmp(one, two) != 0)
                                continue;
                        lint_report(
                                lint, CHECK_SAME_TEXT, beside->places[i], lint_quote(lint, one));
                        break;
                }
        }
}

static void lint_repeats(Lint *lint, const Question *question)
{
        Beside beside = { .count = 0 };
        switch (question->kind) {
        case QUESTION_SINGLE:
        case QUESTION_MULTIPLE:
                for (size_t i = 0; i < question->choice.count; i++)
                        put_beside(&beside, question->choice.options[i].text,
                                question->choice.options[i].place);
                break;
        case QUESTION_ORDER:
                for (size_t i = 0; i < question->order.count; i++)
                        put_beside(&beside, question->order.steps[i], question->place);
                break;
        case QUESTION_MATCH:
                for (size_t i = 0; i < question->match.count; i++)
                        put_beside(&beside, question->match.pairs[i].left,
                                question->match.pairs[i].place);
                find_same(lint, &beside);
                beside.count = 0;
                for (size_t i = 0; i < question->match.count; i++)
                        put_beside(&beside, question->match.pairs[i].right,
                                question->match.pairs[i].place);
                for (size_t i = 0; i < question->match.extra_count; i++)
                        put_beside(&beside, question->match.extra[i], question->place);
                break;
        case QUESTION_BRANCH:
                for (size_t i = 0; i < question->branch.count; i++) {
                        const BranchStep *step = &question->branch.steps[i];
                        beside.count = 0;
                        for (size_t j = 0; j < step->count; j++)
                                put_beside(&beside, step->choices[j].text, step->choices[j].place);
                        find_same(lint, &beside);
                }
                return;
        case QUESTION_CALL:
                for (size_t i = 0; i < question->call.count; i++)
                        put_beside(
                                &beside, question->call.say[i].text, question->call.say[i].place);
                break;
        default:
                return;
        }
        find_same(lint, &beside);
}

void lint_options(Lint *lint)
{
        lint_lengths(lint);
        lint_places(lint);
        for (size_t i = 0; i < lint->module->question_count; i++) {
                const Question *question = &lint->module->questions[i];
                if (question->status == QUESTION_RETIRED)
                        continue;
                lint_repeats(lint, question);
                if (question->kind == QUESTION_SINGLE && lint->is_english)
                        lint_grammar(lint, question);
        }
}
