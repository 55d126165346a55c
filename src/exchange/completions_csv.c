#include "exchange/completions_csv.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/translate.h"
#include "base/utf8.h"
#include "exchange/sheet_csv.h"

enum {
        COLUMN_ID,
        COLUMN_MODULE,
        COLUMN_VERSION,
        COLUMN_SCORE,
        COLUMN_PASSED,
        COLUMN_COMPLETED,
        COLUMN_EXPIRES,
        COLUMNS
};

enum { BATCH = 256, MODULE_MOST = 63, VERSION_MOST = 255, ID_MOST = 255 };

static const CsvColumn columns[COLUMNS] = { [COLUMN_ID] = { "staff_id", true },
        [COLUMN_MODULE] = { "module", true },
        [COLUMN_VERSION] = { "version", false },
        [COLUMN_SCORE] = { "score", false },
        [COLUMN_PASSED] = { "passed", true },
        [COLUMN_COMPLETED] = { "completed", true },
        [COLUMN_EXPIRES] = { "expires", false } };

typedef struct Row {
        size_t line;
        const char *staff_id, *module, *version;
        const char *person;                            /* pseudonym, kept among the people */
        char completed[DATE_SIZE], expires[DATE_SIZE]; /* expires: "" for none */
        bool has_percent, passed;
        double percent;
} Row;

/* All rows are read and found sound before the first is stored. */
typedef struct Importing {
        CompletionsImport *import;
        CompletionsTotals *totals;
        Error *error;
        Arena *arena, *found; /* the rows; one person who was looked up */
        CsvSheet sheet;
        Row *rows;
        size_t count, room;
        json_t *people; /* pseudonyms by staff id */
        json_t *told;   /* modules warned of */
} Importing;

static const char *cell(Importing *importing, size_t column)
{
        return csv_sheet_cell(&importing->sheet, column);
}

static bool read_passed(Importing *importing, Row *row)
{
        static const struct {
                const char *word;
                bool passed;
        } words[] = { { "true", true }, { "false", false }, { "yes", true }, { "no", false },
                { "1", true }, { "0", false }, { "passed", true }, { "failed", false } };
        const char *given = cell(importing, COLUMN_PASSED);
        for (size_t i = 0; i < sizeof words / sizeof *words; i++)
                if (strcasecmp(words[i].word, given) == 0) {
                        row->passed = words[i].passed;
                        return true;
                }
        problems_error(&importing->import->problems, row->line,
                _("'passed' is true or false, not '%s'"), given);
        return false;
}

/* "83", "83.5", "83%"; never in the reader's own locale. */
static bool read_score(Importing *importing, Row *row)
{
        const char *given = cell(importing, COLUMN_SCORE);
        if (!*given)
                return true;
        double value = 0, unit = 1;
        const char *at = given;
        bool any = false;
        for (; *at >= '0' && *at <= '9' && at - given < 9; at++, any = true)
                value = value * 10 + (*at - '0');
        if (*at == '.')
                for (at++; *at >= '0' && *at <= '9' && at - given < 18; at++, any = true)
                        value += (*at - '0') * (unit /= 10);
        at += *at == '%';
        row->has_percent = any && *at == '\0' && value <= 100;
        row->percent = value;
        if (!row->has_percent)
                problems_error(&importing->import->problems, row->line,
                        _("the score is a number from 0 to 100, not '%s'"), given);
        return row->has_percent;
}

/* A time of day behind the date is let go. */
static bool read_day(
        Importing *importing, size_t line, size_t column, char date[DATE_SIZE], Day *day)
{
        const char *given = cell(importing, column);
        size_t len = strlen(given);
        bool has_time = len > 10 && (given[10] == 'T' || given[10] == ' ');
        size_t use = has_time ? 10 : len < DATE_SIZE ? len : DATE_SIZE - 1;
        memcpy(date, given, use);
        date[use] = '\0';
        if (day_parse(date, day))
                return true;
        problems_error(&importing->import->problems, line,
                _("'%s' is not a date like 2026-01-31: '%s'"), columns[column].name, given);
        return false;
}

static bool check_days(Importing *importing, const Row *row, Day completed, Day expires)
{
        Problems *problems = &importing->import->problems;
        if (completed > importing->import->today)
                problems_error(problems, row->line,
                        _("it was completed on %s, which is still to come"), row->completed);
        else if (expires != DAY_NONE && expires < completed)
                problems_error(problems, row->line, _("it ends on %s, before it was completed"),
                        row->expires);
        else
                return true;
        return false;
}

/* An id as the format of modules has them. */
static bool is_module_id(const char *id)
{
        size_t len = strlen(id);
        return len > 0 && len <= MODULE_MOST &&
               strspn(id, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.") ==
                       len;
}

/* The earlier system may have had modules of its own: that is worth a word, once. */
static bool check_module(Importing *importing, const Row *row)
{
        Problems *problems = &importing->import->problems;
        const KnownModules *known = importing->import->known;
        if (!is_module_id(row->module)) {
                problems_error(problems, row->line, _("'%s' cannot be a module's id"), row->module);
                return false;
        }
        for (size_t i = 0; known && i < known->count; i++)
                if (strcmp(known->ids[i], row->module) == 0)
                        return true;
        if (!known || json_object_get(importing->told, row->module))
                return true;
        json_object_set_new(importing->told, row->module, json_true());
        problems_warning(problems, row->line, _("there is no module '%s' here%s"), row->module,
                problem_nearest(problems->arena, row->module, known->ids, known->count));
        return true;
}

static bool check_words(Importing *importing, const Row *row)
{
        Problems *problems = &importing->import->problems;
        if (!*row->staff_id)
                problems_error(problems, row->line, _("the staff id is empty"));
        else if (strlen(row->staff_id) > ID_MOST)
                problems_error(
                        problems, row->line, _("the staff id is longer than %d bytes"), ID_MOST);
        else if (utf8_has_control(row->staff_id, false))
                problems_error(
                        problems, row->line, _("the %s holds control characters"), _("staff id"));
        else if (strlen(row->version) > VERSION_MOST)
                problems_error(problems, row->line, _("the version is longer than %d bytes"),
                        VERSION_MOST);
        else
                return check_module(importing, row);
        return false;
}

static bool add_person(Importing *importing, const Row *row, Person *person)
{
        CompletionsImport *import = importing->import;
        if (import->is_roster_required) {
                problems_error(&import->problems, row->line, _("'%s' is not on the roster"),
                        row->staff_id);
                return true;
        }
        importing->totals->people_added++;
        return import->problems.errors > 0 ||
               store_person_add(import->store, row->staff_id, row->staff_id, "", person->id,
                       importing->error);
}

/* Whoever is not found, and not to be added, is looked for again: each such row is named. False on
 * errors only. */
static bool find_person(Importing *importing, Row *row)
{
        Person person;
        row->person = json_string_value(json_object_get(importing->people, row->staff_id));
        if (row->person)
                return true;
        if (!store_person(importing->import->store, importing->found, row->staff_id, &person,
                    importing->error) ||
                (!person.id[0] && !add_person(importing, row, &person)))
                return false;
        arena_reset(importing->found);
        if (person.id[0])
                json_object_set_new(importing->people, row->staff_id, json_string(person.id));
        row->person = json_string_value(json_object_get(importing->people, row->staff_id));
        return true;
}

/* A pass from years ago is not valid for ever only because the earlier system did not say until
 * when. */
static void reckon_end(Importing *importing, Row *row, Day completed)
{
        const CompletionsImport *import = importing->import;
        Day end = import->expires ? import->expires(row->module, completed, import->modules)
                                  : DAY_NONE;
        if (end == DAY_NONE)
                return;
        day_format(end, row->expires);
        importing->totals->ends_reckoned++;
}

static void keep_row(Importing *importing, const Row *row)
{
        importing->totals->rows++;
        importing->totals->passes += row->passed;
        if (importing->import->problems.errors > 0)
                return;
        importing->rows =
                xgrow(importing->rows, importing->count, &importing->room, sizeof *importing->rows);
        Row *kept = &importing->rows[importing->count++];
        *kept = *row;
        kept->staff_id = NULL;
        kept->module = arena_strdup(importing->arena, row->module);
        kept->version = arena_strdup(importing->arena, row->version);
}

static bool read_row(Importing *importing)
{
        Day day = DAY_NONE, end = DAY_NONE;
        Row row = { .line = csv_sheet_line(&importing->sheet),
                .staff_id = cell(importing, COLUMN_ID),
                .module = cell(importing, COLUMN_MODULE),
                .version = cell(importing, COLUMN_VERSION) };
        bool sound = check_words(importing, &row);
        sound = read_passed(importing, &row) && sound;
        sound = read_score(importing, &row) && sound;
        sound = read_day(importing, row.line, COLUMN_COMPLETED, row.completed, &day) && sound;
        if (*cell(importing, COLUMN_EXPIRES))
                sound = read_day(importing, row.line, COLUMN_EXPIRES, row.expires, &end) && sound;
        if (!sound || !check_days(importing, &row, day, end))
                return true;
        if (row.passed && !row.expires[0])
                reckon_end(importing, &row, day);
        if (!find_person(importing, &row))
                return false;
        keep_row(importing, &row);
        return true;
}

/* `part` of `parts` of the work's two halves, reading and storing. */
static bool go_on(Importing *importing, size_t part, size_t parts)
{
        CompletionsImport *import = importing->import;
        if (!import->progress || import->progress((int64_t)part, (int64_t)parts, import->data))
                return true;
        return error_set(importing->error, _("Stopped; nothing was imported"));
}

static bool read_rows(Importing *importing, const char *bytes, size_t len)
{
        bool done = true;
        if (!csv_sheet_open(
                    &importing->sheet, bytes, len, columns, COLUMNS, &importing->import->problems))
                return true;
        for (size_t row = 1; done && csv_sheet_next(&importing->sheet); row++) {
                done = read_row(importing);
                if (row % BATCH == 0)
                        done = done &&
                               go_on(importing, (size_t)(importing->sheet.reader.at - bytes),
                                       2 * len);
        }
        return done;
}

static json_t *make_body(const Row *row)
{
        json_t *body = json_object();
        json_object_set_new_nocheck(body, "completed", json_string_nocheck(row->completed));
        json_object_set_new_nocheck(body, "module", json_string_nocheck(row->module));
        json_object_set_new_nocheck(body, "passed", json_boolean(row->passed));
        json_object_set_new(body, "version", json_string(row->version));
        if (row->has_percent)
                json_object_set_new_nocheck(body, "percent", json_real(row->percent));
        if (row->expires[0])
                json_object_set_new_nocheck(body, "expires", json_string_nocheck(row->expires));
        return body;
}

static int compare_rows(const void *a, const void *b)
{
        const Row *left = a, *right = b;
        int order = strcmp(left->person, right->person);
        if (order == 0)
                order = strcmp(left->module, right->module);
        return order ? order : (left->line > right->line) - (left->line < right->line);
}

static bool store_rows_from(Importing *importing, size_t first, size_t count)
{
        EventDraft drafts[BATCH];
        for (size_t i = 0; i < count; i++)
                drafts[i] = (EventDraft){ .kind = EVENT_COMPLETION_IMPORTED,
                        .person = importing->rows[first + i].person,
                        .body = make_body(&importing->rows[first + i]) };
        bool done = store_append(importing->import->store, drafts, count, NULL, importing->error);
        for (size_t i = 0; i < count; i++)
                json_decref(drafts[i].body);
        return done;
}

/* In the order in which the record's tables keep them, each is put beside the one before. */
static bool store_rows(Importing *importing)
{
        bool done = true;
        if (importing->count)
                qsort(importing->rows, importing->count, sizeof *importing->rows, compare_rows);
        for (size_t first = 0; done && first < importing->count; first += BATCH) {
                size_t left = importing->count - first;
                done = store_rows_from(importing, first, left < BATCH ? left : BATCH) &&
                       go_on(importing, importing->count + first, 2 * importing->count);
        }
        return done;
}

bool completions_import(CompletionsImport *import, const char *bytes, size_t len,
        CompletionsTotals *totals, Error *error)
{
        Importing importing = { .import = import,
                .totals = totals,
                .error = error,
                .arena = arena_new(),
                .found = arena_new(),
                .people = json_object(),
                .told = json_object() };
        *totals = (CompletionsTotals){ 0 };
        bool done = read_rows(&importing, bytes, len) &&
                    (import->problems.errors > 0 || store_rows(&importing));
        csv_sheet_close(&importing.sheet);
        json_decref(importing.told);
        json_decref(importing.people);
        free(importing.rows);
        arena_free(importing.found);
        arena_free(importing.arena);
        return done;
}
