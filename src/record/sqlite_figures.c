#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "record/sqlite.h"

typedef struct SignCount {
        char *name;
        int64_t hits, misses;
} SignCount;

/* An attempt whose answers are counted. */
typedef struct Counting {
        SqliteStore *sqlite;
        const char *person, *module, *version;
        const char *question;
        SignCount *signs;
        size_t sign_count, sign_room;
} Counting;

static void count_option(Counting *counting, const char *option)
{
        tally_entry(&counting->sqlite->tally, TALLY_OPTION, counting->module, counting->version,
                counting->question, option)
                ->n++;
}

/* Two words that only together are a choice: a left side and its right one, a place and what was
 * put there. */
static void count_pair(Counting *counting, const char *first, const char *second)
{
        Text option = { 0 };
        text_printf(&option, "%s-%s", first, second);
        count_option(counting, text_string(&option));
        text_clear(&option);
}

static void count_list(Counting *counting, const json_t *list)
{
        size_t i;
        const json_t *item;
        json_array_foreach(list, i, item)
        {
                if (json_is_string(item))
                        count_option(counting, json_string_value(item));
        }
}

static void count_order(Counting *counting, const json_t *list)
{
        size_t i;
        const json_t *item;
        json_array_foreach(list, i, item)
        {
                char place[24];
                snprintf(place, sizeof place, "%zu", i + 1);
                if (json_is_string(item))
                        count_pair(counting, place, json_string_value(item));
        }
}

static void count_match(Counting *counting, json_t *sides)
{
        const char *left;
        json_t *right;
        json_object_foreach(sides, left, right)
        {
                if (json_is_string(right))
                        count_pair(counting, left, json_string_value(right));
        }
}

static void count_call(Counting *counting, const json_t *call)
{
        const char *number = json_string_value(json_object_get(call, "number"));
        if (number)
                count_option(counting, number);
        count_list(counting, json_object_get(call, "say"));
}

static void count_options(Counting *counting, const char *type, json_t *response)
{
        if (json_is_boolean(response))
                count_option(counting, json_is_true(response) ? "true" : "false");
        else if (json_is_string(response))
                count_option(counting, json_string_value(response));
        else if (json_is_array(response) && strcmp(type, "order") == 0)
                count_order(counting, response);
        else if (json_is_array(response))
                count_list(counting, response);
        else if (json_is_object(response) && strcmp(type, "call") == 0)
                count_call(counting, response);
        else if (json_is_object(response))
                count_match(counting, response);
}

static void count_sign(Counting *counting, const char *sign, bool is_hit)
{
        size_t i = 0;
        while (i < counting->sign_count && strcmp(counting->signs[i].name, sign) != 0)
                i++;
        if (i == counting->sign_room) {
                counting->sign_room = i ? 2 * i : 16;
                counting->signs =
                        xrealloc(counting->signs, counting->sign_room * sizeof *counting->signs);
        }
        if (i == counting->sign_count)
                counting->signs[counting->sign_count++] = (SignCount){ xstrdup(sign), 0, 0 };
        counting->signs[i].hits += is_hit;
        counting->signs[i].misses += !is_hit;
}

static void count_signs(Counting *counting, const json_t *signs, bool is_hit)
{
        size_t i;
        const json_t *sign;
        json_array_foreach(signs, i, sign)
        {
                if (json_is_string(sign))
                        count_sign(counting, json_string_value(sign), is_hit);
        }
}

/* Signs and phrases are listed one by one; their number is what is kept. */
static int64_t how_many(const json_t *body, const char *key)
{
        const json_t *value = json_object_get(body, key);
        return json_is_array(value) ? (int64_t)json_array_size(value) : json_integer_value(value);
}

static void count_answer(Counting *counting, const json_t *body)
{
        const char *question = json_string_value(json_object_get(body, "question"));
        const char *type = json_string_value(json_object_get(body, "type"));
        double max = json_number_value(json_object_get(body, "max"));
        double fraction = max > 0 ? json_number_value(json_object_get(body, "score")) / max : 0;
        counting->question = question ? question : "";
        TallyEntry *entry = tally_entry(&counting->sqlite->tally, TALLY_QUESTION, counting->module,
                counting->version, counting->question, "");
        entry->n++;
        entry->sum += fraction;
        entry->sum_squares += fraction * fraction;
        entry->hits += how_many(body, "hits");
        entry->misses += how_many(body, "misses");
        entry->false_alarms += how_many(body, "false_alarms");
        entry->correct_rejections += how_many(body, "correct_rejections");
        count_options(counting, type ? type : "", json_object_get(body, "response"));
        count_signs(counting, json_object_get(body, "hits"), true);
        count_signs(counting, json_object_get(body, "misses"), false);
}

/* Whether anybody new is behind a sign only the rows of its people say. */
static bool write_signs(Counting *counting, Error *error)
{
        SqliteStore *sqlite = counting->sqlite;
        bool done = true;
        for (size_t i = 0; i < counting->sign_count; i++) {
                const char *sign = counting->signs[i].name;
                int64_t hits = counting->signs[i].hits, misses = counting->signs[i].misses;
                done = done && statement_run(sqlite, STATEMENT_SIGN_OF_PERSON, error, "ttttii",
                                       counting->person, counting->module, counting->version, sign,
                                       hits, misses);
                bool is_new = done && sqlite3_changes64(sqlite->db) == 0;
                if (is_new)
                        done = statement_run(sqlite, STATEMENT_SIGN_OF_PERSON_ADD, error, "ttttii",
                                counting->person, counting->module, counting->version, sign, hits,
                                misses);
                TallyEntry *entry = tally_entry(
                        &sqlite->tally, TALLY_SIGN, counting->module, counting->version, sign, "");
                entry->n += is_new;
                entry->hits += hits;
                entry->misses += misses;
                free(counting->signs[i].name);
        }
        free(counting->signs);
        return done;
}

static bool write_entry(SqliteStore *sqlite, const TallyEntry *entry, Error *error)
{
        switch (entry->kind) {
        case TALLY_QUESTION:
                return statement_run(sqlite, STATEMENT_QUESTION_COUNT, error, "tttiddiiii",
                        entry->module, entry->version, entry->name, entry->n, entry->sum,
                        entry->sum_squares, entry->hits, entry->misses, entry->false_alarms,
                        entry->correct_rejections);
        case TALLY_OPTION:
                return statement_run(sqlite, STATEMENT_OPTION_COUNT, error, "tttti", entry->module,
                        entry->version, entry->name, entry->option, entry->n);
        case TALLY_SIGN:
                return statement_run(sqlite, STATEMENT_SIGN_COUNT, error, "tttiii", entry->module,
                        entry->version, entry->name, entry->hits, entry->misses, entry->n);
        }
        return false;
}

bool sqlite_tally_write(SqliteStore *sqlite, Error *error)
{
        bool done = true;
        for (size_t i = 0; done && i < sqlite->tally.room; i++)
                if (sqlite->tally.slots[i])
                        done = write_entry(sqlite, sqlite->tally.slots[i], error);
        tally_clear(&sqlite->tally);
        return done;
}

void sqlite_answer_keep(SqliteStore *sqlite, int64_t seq, const json_t *body)
{
        size_t place = (size_t)seq % ANSWERS_KEPT;
        json_decref(sqlite->answers[place].body);
        sqlite->answers[place].seq = seq;
        sqlite->answers[place].body = json_incref((json_t *)body);
}

void sqlite_answers_forget(SqliteStore *sqlite)
{
        for (size_t i = 0; i < ANSWERS_KEPT; i++) {
                json_decref(sqlite->answers[i].body);
                sqlite->answers[i].body = NULL;
        }
}

/* An answer's body: as it was kept, or read again. A new reference. */
static json_t *answer_body(SqliteStore *sqlite, int64_t seq, Error *error)
{
        size_t place = (size_t)seq % ANSWERS_KEPT;
        if (sqlite->answers[place].body && sqlite->answers[place].seq == seq)
                return json_incref(sqlite->answers[place].body);
        sqlite3_stmt *row = NULL;
        if (!statement_row(sqlite, STATEMENT_EVENT_BODY, &row, error, "i", seq))
                return NULL;
        json_t *body =
                row ? json_loads(statement_text(row, 0), JSON_REJECT_DUPLICATES, NULL) : NULL;
        sqlite3_reset(row);
        return body ? body : json_object();
}

static bool count_answers(Counting *counting, int64_t start, Error *error)
{
        SqliteStore *sqlite = counting->sqlite;
        sqlite3_stmt *row = NULL;
        bool done = statement_row(sqlite, STATEMENT_ANSWERS, &row, error, "i", start);
        int answer = row ? SQLITE_ROW : SQLITE_DONE;
        while (done && answer == SQLITE_ROW) {
                json_t *body = answer_body(sqlite, sqlite3_column_int64(row, 0), error);
                done = body != NULL;
                if (done)
                        count_answer(counting, body);
                json_decref(body);
                answer = done ? sqlite3_step(row) : SQLITE_DONE;
        }
        if (done && answer != SQLITE_DONE)
                done = sqlite_fail(sqlite, error);
        sqlite3_reset(row);
        return done;
}

bool sqlite_count_answers(SqliteStore *sqlite, const char *person, int64_t start,
        const char *module, const char *version, Error *error)
{
        Counting counting = {
                .sqlite = sqlite, .person = person, .module = module, .version = version
        };
        bool counted = count_answers(&counting, start, error);
        bool done = write_signs(&counting, error) && counted;
        if (sqlite->is_replaying)
                return done;
        if (done)
                return sqlite_tally_write(sqlite, error);
        tally_clear(&sqlite->tally);
        return false;
}
