#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "record/sqlite.h"

/* The question whose options are counted. */
typedef struct Counting {
        SqliteStore *sqlite;
        const char *module, *version, *question;
        Error *error;
} Counting;

static bool count_option(const Counting *counting, const char *option)
{
        return statement_run(counting->sqlite, STATEMENT_OPTION_COUNT, counting->error, "tttt",
                counting->module, counting->version, counting->question, option);
}

/* Two words that only together are a choice: a left side and its right one, a place and what was
 * put there. */
static bool count_pair(const Counting *counting, const char *first, const char *second)
{
        Text option = { 0 };
        text_printf(&option, "%s-%s", first, second);
        bool done = count_option(counting, text_string(&option));
        text_clear(&option);
        return done;
}

static bool count_list(const Counting *counting, const json_t *list)
{
        size_t i;
        const json_t *item;
        json_array_foreach(
                list, i, item) if (json_is_string(item) &&
                                   !count_option(counting, json_string_value(item))) return false;
        return true;
}

static bool count_order(const Counting *counting, const json_t *list)
{
        size_t i;
        const json_t *item;
        json_array_foreach(list, i, item)
        {
                char place[24];
                snprintf(place, sizeof place, "%zu", i + 1);
                if (json_is_string(item) && !count_pair(counting, place, json_string_value(item)))
                        return false;
        }
        return true;
}

static bool count_match(const Counting *counting, json_t *sides)
{
        const char *left;
        json_t *right;
        json_object_foreach(sides, left,
                right) if (json_is_string(right) &&
                           !count_pair(counting, left, json_string_value(right))) return false;
        return true;
}

static bool count_call(const Counting *counting, const json_t *call)
{
        const char *number = json_string_value(json_object_get(call, "number"));
        return (!number || count_option(counting, number)) &&
               count_list(counting, json_object_get(call, "say"));
}

static bool count_options(const Counting *counting, const char *type, json_t *response)
{
        if (json_is_boolean(response))
                return count_option(counting, json_is_true(response) ? "true" : "false");
        if (json_is_string(response))
                return count_option(counting, json_string_value(response));
        if (json_is_array(response))
                return strcmp(type, "order") == 0 ? count_order(counting, response)
                                                  : count_list(counting, response);
        if (json_is_object(response))
                return strcmp(type, "call") == 0 ? count_call(counting, response)
                                                 : count_match(counting, response);
        return true;
}

/* Signs and phrases are listed one by one; their number is what is kept. */
static int64_t how_many(const json_t *body, const char *key)
{
        const json_t *value = json_object_get(body, key);
        return json_is_array(value) ? (int64_t)json_array_size(value) : json_integer_value(value);
}

/* A sign once seen or overlooked. */
static bool count_sign(const Counting *counting, const char *person, const char *sign, bool is_hit)
{
        int64_t hits = is_hit, misses = !is_hit;
        sqlite3_stmt *row = NULL;
        if (!statement_row(counting->sqlite, STATEMENT_SIGN_OF_PERSON, &row, counting->error,
                    "ttttii", person, counting->module, counting->version, sign, hits, misses))
                return false;
        int64_t is_new = row && !sqlite3_column_int(row, 0);
        sqlite3_reset(row);
        return statement_run(counting->sqlite, STATEMENT_SIGN_COUNT, counting->error, "tttiii",
                counting->module, counting->version, sign, hits, misses, is_new);
}

static bool count_signs(
        const Counting *counting, const char *person, const json_t *signs, bool is_hit)
{
        size_t i;
        const json_t *sign;
        json_array_foreach(signs, i, sign) if (json_is_string(sign) &&
                                               !count_sign(counting, person, json_string_value(sign), is_hit)) return false;
        return true;
}

static bool count_answer(SqliteStore *sqlite, const char *person, const char *module,
        const char *version, const json_t *body, Error *error)
{
        const char *question = json_string_value(json_object_get(body, "question"));
        const char *type = json_string_value(json_object_get(body, "type"));
        double max = json_number_value(json_object_get(body, "max"));
        double fraction = max > 0 ? json_number_value(json_object_get(body, "score")) / max : 0;
        Counting counting = { sqlite, module, version, question, error };
        return statement_run(sqlite, STATEMENT_QUESTION_COUNT, error, "tttdiiii", module, version,
                       question, fraction, how_many(body, "hits"), how_many(body, "misses"),
                       how_many(body, "false_alarms"), how_many(body, "correct_rejections")) &&
               count_options(&counting, type ? type : "", json_object_get(body, "response")) &&
               count_signs(&counting, person, json_object_get(body, "hits"), true) &&
               count_signs(&counting, person, json_object_get(body, "misses"), false);
}

bool sqlite_count_answers(SqliteStore *sqlite, const char *person, int64_t start,
        const char *module, const char *version, Error *error)
{
        sqlite3_stmt *row = NULL;
        bool done = statement_row(sqlite, STATEMENT_ANSWERS, &row, error, "i", start);
        int answer = row ? SQLITE_ROW : SQLITE_DONE;
        for (; done && answer == SQLITE_ROW; answer = sqlite3_step(row)) {
                json_t *body = json_loads(statement_text(row, 0), JSON_REJECT_DUPLICATES, NULL);
                done = count_answer(sqlite, person, module, version, body, error);
                json_decref(body);
                if (!done)
                        break;
        }
        if (done && answer != SQLITE_DONE)
                done = sqlite_fail(sqlite, error);
        sqlite3_reset(row);
        return done;
}
