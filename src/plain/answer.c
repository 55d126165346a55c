#include "plain/answer.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/translate.h"

static bool bad(const char **why, const char *text)
{
        *why = text;
        return false;
}

static bool is_gap(char byte)
{
        return byte == ' ' || byte == '\t' || byte == ',' || byte == ';' || byte == '.' ||
               byte == ')' || byte == '(' || byte == '[' || byte == ']';
}

static bool is_word(const char *line, const char *word)
{
        return strcasecmp(line, word) == 0;
}

static bool is_none(const char *line)
{
        return is_word(line, "none") || is_word(line, _("none"));
}

/* The place that a letter stands for, or `count`. */
static size_t letter_place(char byte, size_t count)
{
        int lower = tolower((unsigned char)byte);
        return lower >= 'a' && (size_t)(lower - 'a') < count ? (size_t)(lower - 'a') : count;
}

static void sort_chosen(Response *response)
{
        for (size_t i = 1; i < response->count; i++)
                for (size_t j = i; j > 0 && response->chosen[j] < response->chosen[j - 1]; j--) {
                        uint16_t kept = response->chosen[j];
                        response->chosen[j] = response->chosen[j - 1];
                        response->chosen[j - 1] = kept;
                }
}

static bool has_chosen(const Response *response, uint16_t id)
{
        for (size_t i = 0; i < response->count; i++)
                if (response->chosen[i] == id)
                        return true;
        return false;
}

bool answer_one(const char *line, size_t count, size_t *place, const char **why)
{
        size_t found = count, letters = 0;
        for (; *line; line++)
                if (!is_gap(*line)) {
                        found = letter_place(*line, count);
                        letters++;
                }
        if (letters != 1 || found == count)
                return bad(why,
                        _("That is not one of the letters. Write one of them, for example: a"));
        *place = found;
        return true;
}

bool answer_truth(const char *line, const Form *form, bool *truth, const char **why)
{
        if (is_word(line, "t") || is_word(line, "true") || is_word(line, form->truth[true])) {
                *truth = true;
                return true;
        }
        if (is_word(line, "f") || is_word(line, "false") || is_word(line, form->truth[false])) {
                *truth = false;
                return true;
        }
        return bad(why, _("Write t for true or f for false."));
}

bool answer_many(const char *line, const Form *form, Response *response, const char **why)
{
        response->count = 0;
        if (is_none(line))
                return true;
        for (; *line; line++) {
                if (is_gap(*line))
                        continue;
                size_t place = letter_place(*line, form->count);
                if (place == form->count)
                        return bad(
                                why, _("That has something that is not one of the letters. Write "
                                       "those that fit, for example: a c. Or write: none"));
                if (!has_chosen(response, form->choices[place].id))
                        response->chosen[response->count++] = form->choices[place].id;
        }
        if (response->count == 0)
                return bad(why, _("Write the letters that fit, for example: a c. Or write: none"));
        sort_chosen(response);
        return true;
}

bool answer_order(const char *line, const Form *form, Response *response, const char **why)
{
        response->count = 0;
        for (; *line; line++) {
                if (is_gap(*line))
                        continue;
                size_t place = letter_place(*line, form->count);
                if (place == form->count || has_chosen(response, form->choices[place].id))
                        return bad(why, _("Write every letter once, in the right order, for "
                                          "example: b a c"));
                response->chosen[response->count++] = form->choices[place].id;
        }
        if (response->count != form->count)
                return bad(
                        why, _("Write every letter once, in the right order, for example: b a c"));
        return true;
}

bool answer_match(const char *line, const Form *form, Response *response, const char **why)
{
        bool given[LIMIT_PAIRS] = { false };
        response->count = form->count;
        for (size_t i = 0; i < form->count; i++)
                response->chosen[i] = RESPONSE_NOTHING;
        while (*line) {
                if (is_gap(*line)) {
                        line++;
                        continue;
                }
                size_t left = letter_place(*line++, form->count);
                while (*line == ' ' || *line == '=' || *line == '-' || *line == ':')
                        line++;
                char *end = NULL;
                unsigned long number = isdigit((unsigned char)*line) ? strtoul(line, &end, 10) : 0;
                if (left == form->count || !end || number > form->other_count || given[left])
                        return bad(why, _("Write a number behind every letter, each number once, "
                                          "for example: a3 b1 c2"));
                uint16_t side = number ? form->others[number - 1].id : RESPONSE_NOTHING;
                if (number && has_chosen(response, side))
                        return bad(why,
                                _("Each number can be used once. Write, for example: a3 b1 c2"));
                given[left] = true;
                response->chosen[form->choices[left].id] = side;
                line = end;
        }
        for (size_t i = 0; i < form->count; i++)
                if (!given[i])
                        return bad(why, _("A letter has no number yet. Write one behind every "
                                          "letter, 0 where nothing fits, for example: a3 b1 c0"));
        return true;
}

bool answer_spot(const char *line, const Form *form, Response *response, const char **why)
{
        response->count = 0;
        if (is_none(line))
                return true;
        while (*line) {
                if (is_gap(*line)) {
                        line++;
                        continue;
                }
                char *end = NULL;
                unsigned long number = isdigit((unsigned char)*line) ? strtoul(line, &end, 10) : 0;
                if (number < 1 || number > form->count)
                        return bad(why, _("Write the numbers of the phrases that worry you, for "
                                          "example: 1 4. Or write: none"));
                uint16_t id = (uint16_t)(number - 1);
                if (!has_chosen(response, id))
                        response->chosen[response->count++] = id;
                line = end;
        }
        if (response->count == 0)
                return bad(why, _("Write the numbers of the phrases that worry you, for example: 1 "
                                  "4. Or write: none"));
        sort_chosen(response);
        return true;
}

bool answer_confidence(const char *line, int *confidence, const char **why)
{
        if (line[0] < '1' || line[0] > '3' || line[1] != '\0')
                return bad(why, _("Write 1, 2 or 3."));
        *confidence = line[0] - '0';
        return true;
}
