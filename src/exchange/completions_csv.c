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

/* Drafts wait until there are enough for one call. */
typedef struct Importing {
        CompletionsImport *import;
        CompletionsTotals *totals;
        Error *error;
        Arena *arena;
        CsvSheet sheet;
        EventDraft drafts[BATCH];
        char people[BATCH][ID_SIZE];
        size_t waiting;
        char last_staff_id[ID_MOST + 1], last_person[ID_SIZE];
        json_t *told; /* modules warned of */
} Importing;

typedef struct Row {
        size_t line;
        const char *staff_id, *module, *version, *completed, *expires;
        bool has_percent, passed;
        double percent;
} Row;

static bool flush(Importing *importing)
{
        bool done = importing->import->problems.errors > 0 ||
                    store_append(importing->import->store, importing->drafts, importing->waiting,
                            NULL, importing->error);
        for (size_t i = 0; i < importing->waiting; i++)
                json_decref(importing->drafts[i].body);
        importing->waiting = 0;
        return done;
}

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

/* Rows of one person often follow one another. False on errors only. */
static bool find_person(Importing *importing, const Row *row)
{
        if (strcmp(importing->last_staff_id, row->staff_id) == 0)
                return true;
        Person person;
        if (!store_person(importing->import->store, importing->arena, row->staff_id, &person,
                    importing->error) ||
                (!person.id[0] && !add_person(importing, row, &person)))
                return false;
        arena_reset(importing->arena);
        memcpy(importing->last_staff_id, row->staff_id, strlen(row->staff_id) + 1);
        memcpy(importing->last_person, person.id, ID_SIZE);
        return true;
}

static json_t *make_body(const Row *row)
{
        json_t *body = json_pack("{s:s, s:s, s:b, s:s}", "completed", row->completed, "module",
                row->module, "passed", row->passed, "version", row->version);
        if (row->has_percent)
                json_object_set_new(body, "percent", json_real(row->percent));
        if (row->expires)
                json_object_set_new(body, "expires", json_string(row->expires));
        return body;
}

/* A pass from years ago is not valid for ever only because the earlier system did not say until
 * when. */
static bool reckon_end(Importing *importing, const Row *row, Day completed, char expires[DATE_SIZE])
{
        const CompletionsImport *import = importing->import;
        Day end = import->expires ? import->expires(row->module, completed, import->modules)
                                  : DAY_NONE;
        if (end == DAY_NONE)
                return false;
        day_format(end, expires);
        importing->totals->ends_reckoned++;
        return true;
}

static bool import_row(Importing *importing)
{
        char completed[DATE_SIZE], expires[DATE_SIZE];
        Day day = DAY_NONE, end = DAY_NONE;
        Row row = { .line = csv_sheet_line(&importing->sheet),
                .staff_id = cell(importing, COLUMN_ID),
                .module = cell(importing, COLUMN_MODULE),
                .version = cell(importing, COLUMN_VERSION),
                .completed = completed };
        bool sound = check_words(importing, &row);
        sound = read_passed(importing, &row) && sound;
        sound = read_score(importing, &row) && sound;
        sound = read_day(importing, row.line, COLUMN_COMPLETED, completed, &day) && sound;
        if (*cell(importing, COLUMN_EXPIRES)) {
                row.expires = expires;
                sound = read_day(importing, row.line, COLUMN_EXPIRES, expires, &end) && sound;
        }
        if (!sound || !check_days(importing, &row, day, end))
                return true;
        if (row.passed && !row.expires && reckon_end(importing, &row, day, expires))
                row.expires = expires;
        if (!find_person(importing, &row))
                return false;
        importing->totals->rows++;
        importing->totals->passes += row.passed;
        if (importing->import->problems.errors > 0)
                return true;
        memcpy(importing->people[importing->waiting], importing->last_person, ID_SIZE);
        importing->drafts[importing->waiting] = (EventDraft){ .kind = EVENT_COMPLETION_IMPORTED,
                .person = importing->people[importing->waiting],
                .body = make_body(&row) };
        return ++importing->waiting < BATCH || flush(importing);
}

static bool go_on(Importing *importing, const char *bytes, size_t len)
{
        CompletionsImport *import = importing->import;
        if (!import->progress || import->progress((int64_t)(importing->sheet.reader.at - bytes),
                                         (int64_t)len, import->data))
                return true;
        return error_set(importing->error, _("Stopped; nothing was imported"));
}

bool completions_import(CompletionsImport *import, const char *bytes, size_t len,
        CompletionsTotals *totals, Error *error)
{
        Importing *importing = xmalloc(sizeof *importing);
        *importing = (Importing){ .import = import,
                .totals = totals,
                .error = error,
                .arena = arena_new(),
                .told = json_object() };
        *totals = (CompletionsTotals){ 0 };
        bool done = true;
        bool open =
                csv_sheet_open(&importing->sheet, bytes, len, columns, COLUMNS, &import->problems);
        for (size_t row = 1; open && done && csv_sheet_next(&importing->sheet); row++) {
                done = import_row(importing);
                if (row % BATCH == 0)
                        done = done && go_on(importing, bytes, len);
        }
        done = flush(importing) && done;
        csv_sheet_close(&importing->sheet);
        json_decref(importing->told);
        arena_free(importing->arena);
        free(importing);
        return done;
}
