#include <string.h>
#include <strings.h>

#include "base/translate.h"
#include "module/lint.h"

enum { FEWEST_ABSOLUTES = 2 };

static const char *const absolutes[] = { "always", "never", "everybody", "everyone", "impossible",
        "nobody", NULL };
static const char *const negatives[] = { "cannot", "except", "neither", "never", "no", "none",
        "nor", "not", NULL };

static bool is_word(const char *start, size_t len, const char *const *words)
{
        for (; *words; words++) {
                if (**words == (*start | 32) && strlen(*words) == len &&
                        strncasecmp(*words, start, len) == 0)
                        return true;
        }
        return false;
}

/* `don't`, also with a typographic apostrophe. */
static bool is_contraction(const char *start, size_t len)
{
        return len > 1 && (start[len - 1] | 32) == 'n' &&
               (strncasecmp(start + len, "'t", 2) == 0 ||
                       strncasecmp(start + len, "\xE2\x80\x99t", 4) == 0);
}

/* Letters; those that begin a word looked for are marked. */
enum { LETTER = 1, FIRST = 2 };
static const unsigned char letters[256] = { ['a'] = 3,
        ['b'] = 1,
        ['c'] = 3,
        ['d'] = 1,
        ['e'] = 3,
        ['f'] = 1,
        ['g'] = 1,
        ['h'] = 1,
        ['i'] = 3,
        ['j'] = 1,
        ['k'] = 1,
        ['l'] = 1,
        ['m'] = 1,
        ['n'] = 3,
        ['o'] = 1,
        ['p'] = 1,
        ['q'] = 1,
        ['r'] = 1,
        ['s'] = 1,
        ['t'] = 1,
        ['u'] = 1,
        ['v'] = 1,
        ['w'] = 1,
        ['x'] = 1,
        ['y'] = 1,
        ['z'] = 1,
        ['A'] = 3,
        ['B'] = 1,
        ['C'] = 3,
        ['D'] = 1,
        ['E'] = 3,
        ['F'] = 1,
        ['G'] = 1,
        ['H'] = 1,
        ['I'] = 3,
        ['J'] = 1,
        ['K'] = 1,
        ['L'] = 1,
        ['M'] = 1,
        ['N'] = 3,
        ['O'] = 1,
        ['P'] = 1,
        ['Q'] = 1,
        ['R'] = 1,
        ['S'] = 1,
        ['T'] = 1,
        ['U'] = 1,
        ['V'] = 1,
        ['W'] = 1,
        ['X'] = 1,
        ['Y'] = 1,
        ['Z'] = 1 };

/* The first word of a text that is among `words`; its length, 0 where there is none. */
static size_t find_word(
        const char *text, const char *const *words, bool contractions, const char **found)
{
        for (const char *at = text; *at; at++) {
                unsigned char kind = letters[(unsigned char)*at];
                if (!kind)
                        continue;
                const char *start = at;
                while (letters[(unsigned char)at[1]])
                        at++;
                size_t len = (size_t)(at + 1 - start);
                if (((kind & FIRST) && is_word(start, len, words)) ||
                        (contractions && is_contraction(start, len))) {
                        *found = start;
                        return len;
                }
        }
        return 0;
}

static void lint_negative(Lint *lint, const Question *question)
{
        const char *word = NULL;
        size_t len = question->ask ? find_word(question->ask, negatives, true, &word) : 0;
        if (len == 0)
                return;
        if (is_contraction(word, len))
                len += word[len] == '\'' ? 2 : 4;
        Diagnostic *negative = lint_report(lint, CHECK_NEGATIVE, question->ask_place,
                lint_quote(lint, arena_strndup(lint->arena, word, len)));
        diagnostic_hint(lint->found, negative, _("ask for what is, readers overlook a 'not'"));
}

typedef struct Absolutes {
        size_t right, wrong;
        const Option *first; /* wrong one */
        const char *word;
        size_t len;
} Absolutes;

/* "All of the above": the program shuffles, and offers "none of these" itself. */
static bool refers_to_others(const char *text)
{
        static const char *const phrases[] = { "of the above", "all of these", "none of these",
                "both of these", "o'r uchod" };
        /* Most texts have none of these: strcasestr is slow. */
        if (!strstr(text, "bove") && !strstr(text, "hese") && !strstr(text, "uchod") &&
                !strstr(text, "BOVE") && !strstr(text, "HESE"))
                return false;
        for (size_t i = 0; i < sizeof phrases / sizeof phrases[0]; i++) {
                if (strcasestr(text, phrases[i]))
                        return true;
        }
        return false;
}

static void lint_option(Lint *lint, const Option *option, Absolutes *seen)
{
        const char *word = NULL;
        if (refers_to_others(option->text))
                lint_report(lint, CHECK_ALL_OF_THE_ABOVE, option->place,
                        lint_quote(lint, option->text));
        size_t len = lint->is_english ? find_word(option->text, absolutes, false, &word) : 0;
        if (len == 0)
                return;
        *(option->correct ? &seen->right : &seen->wrong) += 1;
        if (!option->correct && !seen->first) {
                seen->first = option;
                seen->word = word;
                seen->len = len;
        }
}

void lint_words(Lint *lint)
{
        const Module *module = lint->module;
        Absolutes seen = { 0 };
        for (size_t i = 0; i < module->question_count; i++) {
                const Question *question = &module->questions[i];
                if (question->status == QUESTION_RETIRED)
                        continue;
                if (lint->is_english)
                        lint_negative(lint, question);
                bool choice =
                        question->kind == QUESTION_SINGLE || question->kind == QUESTION_MULTIPLE;
                for (size_t j = 0; choice && j < question->choice.count; j++)
                        lint_option(lint, &question->choice.options[j], &seen);
        }
        if (seen.right > 0 || seen.wrong < FEWEST_ABSOLUTES)
                return;
        Diagnostic *absolute = lint_report(lint, CHECK_ABSOLUTE_WORDS, seen.first->place,
                lint_quote(lint, arena_strndup(lint->arena, seen.word, seen.len)));
        diagnostic_hint(lint->found, absolute, _("test-wise people pass over such options unread"));
}
