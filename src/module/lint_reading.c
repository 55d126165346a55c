#include <string.h>

#include "base/translate.h"
#include "module/lint.h"

/* The formula was made for samples: of a section as long as a book its first part is one. */
enum { FEWEST_WORDS = 30, ENOUGH_WORDS = 50000, HARDEST_GRADE = 8 };

enum { LETTER = 1, VOWEL = 2, STOP = 4, MARKUP = 8 };

#define V (LETTER | VOWEL)
static const unsigned char kinds[256] = { ['a'] = V,
        ['e'] = V,
        ['i'] = V,
        ['o'] = V,
        ['u'] = V,
        ['y'] = V,
        ['A'] = V,
        ['E'] = V,
        ['I'] = V,
        ['O'] = V,
        ['U'] = V,
        ['Y'] = V,
        ['b'] = LETTER,
        ['c'] = LETTER,
        ['d'] = LETTER,
        ['f'] = LETTER,
        ['g'] = LETTER,
        ['h'] = LETTER,
        ['j'] = LETTER,
        ['k'] = LETTER,
        ['l'] = LETTER,
        ['m'] = LETTER,
        ['n'] = LETTER,
        ['p'] = LETTER,
        ['q'] = LETTER,
        ['r'] = LETTER,
        ['s'] = LETTER,
        ['t'] = LETTER,
        ['v'] = LETTER,
        ['w'] = LETTER,
        ['x'] = LETTER,
        ['z'] = LETTER,
        ['B'] = LETTER,
        ['C'] = LETTER,
        ['D'] = LETTER,
        ['F'] = LETTER,
        ['G'] = LETTER,
        ['H'] = LETTER,
        ['J'] = LETTER,
        ['K'] = LETTER,
        ['L'] = LETTER,
        ['M'] = LETTER,
        ['N'] = LETTER,
        ['P'] = LETTER,
        ['Q'] = LETTER,
        ['R'] = LETTER,
        ['S'] = LETTER,
        ['T'] = LETTER,
        ['V'] = LETTER,
        ['W'] = LETTER,
        ['X'] = LETTER,
        ['Z'] = LETTER,
        ['\''] = LETTER,
        ['.'] = STOP,
        ['!'] = STOP,
        ['?'] = STOP,
        [':'] = STOP,
        [';'] = STOP,
        ['{'] = MARKUP };
#undef V

static bool is_vowel(char letter)
{
        return kinds[(unsigned char)letter] & VOWEL;
}

/* Whether the last group of vowels of a word is not spoken: "made", "walked", "miles"; not "table".
 */
static bool ends_silently(const char *word, size_t len)
{
        if (len < 3)
                return false;
        char last = word[len - 1], before = word[len - 2], third = word[len - 3];
        if (last == 'e')
                return !is_vowel(before) && !(before == 'l' && !is_vowel(third));
        if (before != 'e' || is_vowel(third))
                return false;
        if (last == 'd')
                return third != 't' && third != 'd';
        return last == 's' && !strchr("sxzhcg", third);
}

/* Counts a word's syllables: its groups of vowels. \return the end of the word */
static const char *add_word(Reading *reading, const char *start)
{
        const char *at = start;
        size_t groups = 0;
        unsigned before = 0, kind;
        while ((kind = kinds[(unsigned char)*at]) & LETTER) {
                groups += (kind & ~before & VOWEL) != 0;
                before = kind;
                at++;
        }
        if (groups > 1 && ends_silently(start, (size_t)(at - start)))
                groups--;
        reading->words++;
        reading->syllables += groups ? groups : 1;
        return at;
}

void reading_add(Reading *reading, const char *text)
{
        bool pending = false; /* words since the last full stop */
        for (const char *at = text; *at;) {
                unsigned kind = kinds[(unsigned char)*at];
                if (kind & LETTER) {
                        at = add_word(reading, at);
                        pending = true;
                        continue;
                }
                if (*at == ' ') {
                        at++;
                        continue;
                }
                /* A paragraph, heading or item ends a sentence too. */
                bool paragraph = *at == '\n' && (at[1] == '\n' || at[1] == '-' || at[1] == '\0');
                if (((kind & STOP) || paragraph) && pending) {
                        reading->sentences++;
                        pending = false;
                }
                /* The id of a marked phrase is not read. */
                if ((kind & MARKUP) && at > text && at[-1] == ']')
                        at += strcspn(at, "}");
                at += *at != '\0';
        }
        reading->sentences += pending;
}

double reading_grade(const Reading *reading)
{
        if (reading->words == 0 || reading->sentences == 0)
                return 0;
        /* Kincaid, Fishburne, Rogers and Chissom 1975, Derivation of New Readability Formulas. */
        double words = (double)reading->words;
        return 0.39 * words / (double)reading->sentences +
               11.8 * (double)reading->syllables / words - 15.59;
}

static void judge(Lint *lint, const Reading *reading, Place place)
{
        double grade = reading_grade(reading);
        if (reading->words < FEWEST_WORDS || grade <= HARDEST_GRADE)
                return;
        Diagnostic *hard = lint_report(lint, CHECK_HARD_TO_READ, place, grade);
        diagnostic_hint(lint->found, hard,
                _("shorter sentences and plainer words bring it to grade %d or below"),
                HARDEST_GRADE);
}

static void add_question(Reading *reading, const Question *question)
{
        if (question->scene)
                reading_add(reading, question->scene);
        if (question->kind == QUESTION_SPOT)
                reading_add(reading, question->spot.passage);
        for (size_t i = 0; question->kind == QUESTION_BRANCH && i < question->branch.count; i++)
                reading_add(reading, question->branch.steps[i].text);
}

void lint_reading(Lint *lint)
{
        const Module *module = lint->module;
        if (!lint->is_english)
                return;
        for (size_t i = 0; i < module->lesson_count; i++) {
                Reading reading = { 0 };
                reading_add(&reading, module->lessons[i].text);
                judge(lint, &reading, module->lessons[i].place);
        }
        for (size_t i = 0; i < module->section_count; i++) {
                const Section *section = &module->sections[i];
                Reading reading = { 0 };
                size_t end = section->first + section->count;
                for (size_t j = section->first; j < end && reading.words < ENOUGH_WORDS; j++)
                        add_question(&reading, &module->questions[j]);
                judge(lint, &reading, section->place);
        }
}
