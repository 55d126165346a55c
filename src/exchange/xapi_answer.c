#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "exchange/xapi_statement.h"

/* How each type of question is called and written in xAPI (appendix C of the specification). */
typedef struct Interaction {
        const char *type, *name;
        void (*write)(const json_t *response, Text *out);
} Interaction;

static void write_word(const json_t *response, Text *out)
{
        const char *word = json_string_value(response);
        text_append(out, word ? word : "");
}

static void write_truth(const json_t *response, Text *out)
{
        text_append(out, json_is_true(response) ? "true" : "false");
}

static void write_list(const json_t *response, Text *out)
{
        for (size_t i = 0; i < json_array_size(response); i++) {
                text_append(out, i ? "[,]" : "");
                write_word(json_array_get(response, i), out);
        }
}

/* What was left without a partner is not there. */
static void write_pairs(const json_t *response, Text *out)
{
        const char *between = "";
        for (char left = 'a'; left <= 'z'; left++) {
                const char key[2] = { left, '\0' };
                const char *right = json_string_value(json_object_get(response, key));
                if (!right)
                        continue;
                text_printf(out, "%s%s[.]%s", between, key, right);
                between = "[,]";
        }
}

/* The choice taken at each step: "desk:a" is step "desk", choice "a". */
static void write_path(const json_t *response, Text *out)
{
        for (size_t i = 0; i < json_array_size(response); i++) {
                const char *word = json_string_value(json_array_get(response, i));
                const char *colon = word ? strrchr(word, ':') : NULL;
                if (!colon)
                        continue;
                text_append(out, i ? "[,]" : "");
                text_append_bytes(out, word, (size_t)(colon - word));
                text_printf(out, "[.]%s", colon + 1);
        }
}

/* The number rung, then everything said. */
static void write_call(const json_t *response, Text *out)
{
        const json_t *say = json_object_get(response, "say");
        text_append(out, "number[.]");
        write_word(json_object_get(response, "number"), out);
        for (size_t i = 0; i < json_array_size(say); i++) {
                text_append(out, "[,]say[.]");
                write_word(json_array_get(say, i), out);
        }
}

static const Interaction interactions[] = {
        { "single", "choice", write_word },
        { "multiple", "choice", write_list },
        { "true-false", "true-false", write_truth },
        { "order", "sequencing", write_list },
        { "match", "matching", write_pairs },
        { "spot", "choice", write_list },
        { "branch", "performance", write_path },
        { "call", "performance", write_call },
};

static const Interaction *find_interaction(const char *type)
{
        static const Interaction other = { "", "other", write_word };
        for (size_t i = 0; type && i < sizeof interactions / sizeof *interactions; i++)
                if (strcmp(interactions[i].type, type) == 0)
                        return &interactions[i];
        return &other;
}

void xapi_response(const char *type, const json_t *response, Text *out)
{
        find_interaction(type)->write(response, out);
}

static const char *text_at(const json_t *object, const char *key)
{
        const char *text = json_string_value(json_object_get(object, key));
        return text ? text : "";
}

static bool is_listed(const json_t *list, const char *word)
{
        for (size_t i = 0; i < json_array_size(list); i++) {
                const char *item = json_string_value(json_array_get(list, i));
                if (item && strcmp(item, word) == 0)
                        return true;
        }
        return false;
}

/* A passage's harmless phrases are named in the event by number, and each of the others was either
 * seen or missed: that makes all numbers known. */
static void write_signs(const json_t *body, Text *out)
{
        enum { PHRASES_MOST = 1024 };
        const json_t *marked = json_object_get(body, "false_alarms"),
                     *left = json_object_get(body, "correct_rejections");
        size_t phrases = json_array_size(marked) + json_array_size(left) +
                         json_array_size(json_object_get(body, "hits")) +
                         json_array_size(json_object_get(body, "misses"));
        const char *between = "";
        for (size_t i = 1; i <= phrases && i <= PHRASES_MOST; i++) {
                char number[16];
                snprintf(number, sizeof number, "%zu", i);
                if (is_listed(marked, number) || is_listed(left, number))
                        continue;
                text_printf(out, "%s%s", between, number);
                between = "[,]";
        }
}

/* The right answer as far as the event holds it. Old events do not name it: there an answer that
 * got full marks is right, of two the other one is, and a passage tells its signs. */
static bool write_right(const json_t *body, Text *out)
{
        const char *type = text_at(body, "type");
        const json_t *response = json_object_get(body, "response");
        const json_t *right = json_object_get(body, "right");
        if (right) {
                xapi_response(type, right, out);
                return true;
        }
        double score = json_number_value(json_object_get(body, "score"));
        double max = json_number_value(json_object_get(body, "max"));
        bool is_right = max > 0 && score >= max;
        if (strcmp(type, "spot") == 0)
                write_signs(body, out);
        else if (is_right)
                xapi_response(type, response, out);
        else if (strcmp(type, "true-false") == 0)
                text_append(out, json_is_true(response) ? "false" : "true");
        else
                return false;
        return true;
}

json_t *xapi_question(const json_t *body)
{
        Text right = { 0 };
        json_t *definition = json_pack("{s:s, s:s}", "type",
                "http://adlnet.gov/expapi/activities/cmi.interaction", "interactionType",
                find_interaction(text_at(body, "type"))->name);
        if (write_right(body, &right))
                json_object_set_new(definition, "correctResponsesPattern",
                        json_pack("[s]", text_string(&right)));
        text_clear(&right);
        return definition;
}

json_t *xapi_duration(double seconds)
{
        double most = 100.0 * 366 * 86400; /* longer than anybody learns */
        double hundredths = floor((seconds > 0 ? fmin(seconds, most) : 0) * 100 + 0.5);
        double minutes = floor(hundredths / 6000), hours = floor(minutes / 60);
        Text text = { 0 };
        text_append(&text, "PT");
        if (hours > 0)
                text_printf(&text, "%.0fH", hours);
        if (minutes > 0)
                text_printf(&text, "%.0fM", minutes - hours * 60);
        text_printf(&text, "%.2fS", (hundredths - minutes * 6000) / 100);
        json_t *duration = json_string(text_string(&text));
        text_clear(&text);
        return duration;
}
