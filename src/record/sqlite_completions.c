#include <stdlib.h>
#include <string.h>
#include <unicase.h>

#include "base/arena.h"
#include "base/text.h"
#include "record/sqlite.h"

enum { EXPIRING_DAYS = 30 };

static const int64_t MICROSECONDS_A_DAY = INT64_C(86400000000);

/* The first that fits, as the manual has it; the numbers are CompletionStatus. */
static const char status[] = "CASE WHEN c.valid_until >= :today AND c.valid_until <= :soon THEN 4"
                             " WHEN c.valid_until >= :today THEN 3"
                             " WHEN c.valid_until IS NOT NULL THEN 5"
                             " WHEN d.due < :today THEN 6"
                             " WHEN c.going_on > 0 THEN 1"
                             " WHEN c.latest_at IS NOT NULL THEN 2"
                             " ELSE 0 END AS status, ";

_Static_assert(STATUS_NOT_STARTED == 0 && STATUS_IN_PROGRESS == 1 && STATUS_FAILED == 2 &&
                       STATUS_PASSED == 3 && STATUS_EXPIRING == 4 && STATUS_EXPIRED == 5 &&
                       STATUS_OVERDUE == 6,
        "these are the numbers in `status`");

/* `v` is the pass that is valid longest; once it has run out, the latest result is shown instead.
 */
static const char columns[] =
        "c.person AS person, p.staff_id AS staff_id, p.name AS name, p.site AS site,"
        " c.module AS module,"
        " coalesce(CASE WHEN c.valid_until >= :today THEN v.version"
        " ELSE coalesce(c.latest_version, v.version) END, '') AS version,"
        " CASE WHEN c.valid_until >= :today THEN (SELECT max(b.percent) FROM passes AS b"
        " WHERE b.person = c.person AND b.module = c.module AND b.valid_until >= :today)"
        " ELSE c.latest_percent END AS percent,"
        " c.attempts AS attempts,"
        " CASE WHEN c.valid_until >= :today THEN v.completed"
        " ELSE coalesce(c.latest_at, v.completed) END AS completed,"
        " c.valid_until AS expires, d.due AS due,"
        " coalesce(CASE WHEN c.valid_until >= :today THEN v.how"
        " ELSE coalesce(c.latest_how, v.how) END, '') AS how";

/* All that counts look at. */
static const char counted[] =
        "c.person AS person, c.module AS module,"
        " CASE WHEN c.valid_until >= :today THEN v.completed"
        " ELSE coalesce(c.latest_at, v.completed) END AS completed,"
        " coalesce(CASE WHEN c.valid_until >= :today THEN v.how"
        " ELSE coalesce(c.latest_how, v.how) END, '') AS how";

static const char conditions[] =
        " LEFT JOIN due AS d ON d.person = c.person AND d.module = c.module"
        " LEFT JOIN passes AS v ON v.person = c.person AND v.module = c.module"
        " AND v.seq = c.valid_seq WHERE c.person = p.person AND p.staff_id IS NOT NULL";

/* Which index is walked: people in the order of their ids, so that a first page reads no more than
 * it shows; or one module's people; or those of some sites. */
static const char by_people[] = " FROM people AS p CROSS JOIN completions AS c";
static const char by_module[] = " FROM completions AS c CROSS JOIN people AS p";
static const char by_site[] =
        " FROM person_sites AS s CROSS JOIN people AS p CROSS JOIN completions AS c";
static const char by_sites[] = " FROM (SELECT DISTINCT person FROM person_sites"
                               " WHERE site IN (SELECT trim(value) FROM json_each(:sites))) AS s"
                               " CROSS JOIN people AS p CROSS JOIN completions AS c";

/* Rows without a value come last in either direction. */
static const struct {
        const char *column, *collation;
        bool is_nullable;
} orders[] = {
        [ORDER_STAFF_ID] = { "staff_id", "", false },
        [ORDER_NAME] = { "name", " COLLATE NOCASE", false },
        [ORDER_SITE] = { "site", " COLLATE NOCASE", false },
        [ORDER_MODULE] = { "module", "", false },
        [ORDER_STATUS] = { "status", "", false },
        [ORDER_SCORE] = { "percent", "", true },
        [ORDER_COMPLETED] = { "completed", "", true },
        [ORDER_EXPIRES] = { "expires", "", true },
        [ORDER_DUE] = { "due", "", true },
};

static bool is_given(const char *text)
{
        return text && text[0];
}

/* Text of any length folded so that case no longer tells it apart; NULL for what is not UTF-8. */
static char *fold(const char *text, size_t len)
{
        size_t size = 0;
        uint8_t *folded = u8_casefold((const uint8_t *)text, len, NULL, NULL, NULL, &size);
        if (!folded)
                return NULL;
        char *copy = xmalloc(size + 1);
        memcpy(copy, folded, size);
        copy[size] = '\0';
        free(folded);
        return copy;
}

static bool is_ascii(const char *text)
{
        while (*text && !(*text & 0x80))
                text++;
        return *text == '\0';
}

static bool holds(const char *text, size_t len, const char *part)
{
        if (is_ascii(text))
                return strcasestr(text, part) != NULL;
        char *folded = fold(text, len);
        bool found = folded && strstr(folded, part) != NULL;
        free(folded);
        return found;
}

/* SQL: holds(text, folded part). */
static void sql_holds(sqlite3_context *context, int count, sqlite3_value **values)
{
        (void)count;
        const char *text = (const char *)sqlite3_value_text(values[0]);
        const char *part = (const char *)sqlite3_value_text(values[1]);
        if (!text || !part)
                return;
        sqlite3_result_int(context, holds(text, (size_t)sqlite3_value_bytes(values[0]), part));
}

bool sqlite_add_functions(SqliteStore *sqlite, Error *error)
{
        return sqlite3_create_function(sqlite->db, "holds", 2,
                       SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_DIRECTONLY, NULL, sql_holds,
                       NULL, NULL) == SQLITE_OK ||
               sqlite_fail(sqlite, error);
}

static void write_inner(Text *sql, const CompletionFilter *filter, const char *selected)
{
        bool is_of_module = is_given(filter->module) && !is_given(filter->person);
        bool has_site = is_given(filter->site), is_list = has_site && strchr(filter->site, ';');
        text_append(sql, "SELECT ");
        text_append(sql, status);
        text_append(sql, selected);
        text_append(sql, has_site       ? (is_list ? by_sites : by_site)
                         : is_of_module ? by_module
                                        : by_people);
        text_append(sql, conditions);
        if (has_site)
                text_append(sql, is_list ? " AND p.person = s.person"
                                         : " AND s.site = :site AND p.person = s.person");
        if (is_given(filter->person))
                text_append(sql, " AND c.person = :person");
        else
                text_append(sql, " AND p.left_at IS NULL");
        if (is_given(filter->module))
                text_append(sql, " AND c.module = :module");
        if (is_given(filter->after))
                text_append(sql, " AND p.staff_id > :after");
        if (is_given(filter->text))
                text_append(sql, " AND (holds(p.staff_id, :text) OR holds(p.name, :text)"
                                 " OR holds(p.site, :text) OR holds(c.module, :text))");
}

/* The rows as a table in brackets, and what can be asked of them only then. */
static void write_rows(
        Text *sql, const CompletionFilter *filter, const char *selected, const char *joined)
{
        text_append(sql, " FROM (");
        write_inner(sql, filter, selected);
        text_printf(sql, ") AS r%s WHERE true", joined);
        if (filter->statuses)
                text_append(sql, " AND (1 << status) & :statuses");
        if (filter->since != DAY_NONE)
                text_append(sql, " AND completed >= :since");
        if (filter->until != DAY_NONE)
                text_append(sql, " AND completed < :until");
}

static void write_query(Text *sql, const CompletionFilter *filter)
{
        text_append(sql, "SELECT *");
        write_rows(sql, filter, columns, "");
        size_t order = (size_t)filter->order < sizeof orders / sizeof *orders ? filter->order : 0;
        text_printf(sql, " ORDER BY %s%s%s%s", orders[order].column, orders[order].collation,
                filter->descending ? " DESC" : "", orders[order].is_nullable ? " NULLS LAST" : "");
        text_append(sql, order == ORDER_STAFF_ID ? ", module"
                         : order == ORDER_MODULE ? ", staff_id"
                                                 : ", staff_id, module");
        text_append(sql, " LIMIT :limit OFFSET :offset");
}

static void set_day(sqlite3_stmt *row, const char *name, Day day)
{
        char date[DATE_SIZE];
        day_format(day, date);
        statement_set_text(row, name, date);
}

/* "A;B" as a JSON array. */
static void set_sites(sqlite3_stmt *row, const char *sites)
{
        json_t *list = json_array();
        for (const char *at = sites; at && *at;) {
                size_t len = strcspn(at, ";");
                json_array_append_new(list, json_stringn(at, len));
                at += len + (at[len] == ';');
        }
        char *text = json_dumps(list, JSON_COMPACT);
        statement_set_text(row, ":sites", text);
        free(text);
        json_decref(list);
}

static void set_parameters(sqlite3_stmt *row, const CompletionFilter *filter)
{
        Day today = filter->today == DAY_NONE ? day_today() : filter->today;
        set_day(row, ":today", today);
        set_day(row, ":soon", day_add(today, (Period){ .days = EXPIRING_DAYS }, 1));
        statement_set_text(row, ":person", filter->person);
        statement_set_text(row, ":module", filter->module);
        statement_set_text(row, ":after", filter->after);
        statement_set_text(row, ":site", filter->site);
        set_sites(row, filter->site);
        statement_set_number(row, ":statuses", filter->statuses);
        if (filter->since != DAY_NONE)
                statement_set_number(row, ":since", filter->since * MICROSECONDS_A_DAY);
        if (filter->until != DAY_NONE)
                statement_set_number(
                        row, ":until", ((int64_t)filter->until + 1) * MICROSECONDS_A_DAY);
        statement_set_number(row, ":limit", filter->limit ? (sqlite3_int64)filter->limit : -1);
        statement_set_number(row, ":offset", (sqlite3_int64)filter->offset);
        if (!is_given(filter->text))
                return;
        char *folded = fold(filter->text, strlen(filter->text));
        statement_set_text(row, ":text", folded ? folded : filter->text);
        free(folded);
}

static Day read_day(sqlite3_stmt *row, int column)
{
        const char *text = statement_text(row, column);
        Day day = DAY_NONE;
        if (strcmp(text, "9999-12-31") != 0)
                day_parse(text, &day);
        return day;
}

static CompletionRow read_row(sqlite3_stmt *row)
{
        CompletionRow completion = { .status = (CompletionStatus)sqlite3_column_int(row, 0),
                .staff_id = statement_text(row, 2),
                .name = statement_text(row, 3),
                .site = statement_text(row, 4),
                .module = statement_text(row, 5),
                .version = statement_text(row, 6),
                .has_score = sqlite3_column_type(row, 7) != SQLITE_NULL,
                .percent = sqlite3_column_double(row, 7),
                .attempts = sqlite3_column_int64(row, 8),
                .completed = sqlite3_column_int64(row, 9),
                .expires = read_day(row, 10),
                .due = read_day(row, 11),
                .how = statement_text(row, 12) };
        const char *person = statement_text(row, 1);
        if (id_is_valid(person))
                memcpy(completion.person, person, ID_SIZE);
        return completion;
}

bool sqlite_completions(Store *store, const CompletionFilter *filter,
        bool (*visit)(const CompletionRow *row, void *data), void *data, Error *error)
{
        SqliteStore *sqlite = (SqliteStore *)store;
        Text sql = { 0 };
        write_query(&sql, filter);
        sqlite3_stmt *row = statement_prepare(sqlite, text_string(&sql), error);
        text_clear(&sql);
        if (!row)
                return false;
        set_parameters(row, filter);
        bool more = true;
        int answer = SQLITE_DONE;
        while (more && (answer = sqlite3_step(row)) == SQLITE_ROW) {
                CompletionRow completion = read_row(row);
                more = visit(&completion, data);
        }
        bool done = !more || answer == SQLITE_DONE || sqlite_fail(sqlite, error);
        sqlite3_finalize(row);
        return done;
}

/* What groups are called, and the table that says so. */
static const struct {
        const char *name, *joined;
} groups[] = {
        [GROUP_ALL] = { "''", "" },
        [GROUP_SITE] = { "coalesce(g.site, '')",
                " LEFT JOIN person_sites AS g ON g.person = r.person" },
        [GROUP_MODULE] = { "r.module", "" },
};

static void write_counts_query(Text *sql, const CompletionFilter *filter, CompletionGroup by)
{
        text_printf(
                sql, "SELECT %s AS grouped, count(*), count(DISTINCT r.person)", groups[by].name);
        for (int status_number = 0; status_number < STATUS_COUNT; status_number++)
                text_printf(sql, ", total(status = %d)", status_number);
        text_append(sql, ", total(how = 'waived'), total(how = 'imported')");
        write_rows(sql, filter, counted, groups[by].joined);
        text_append(sql, by == GROUP_ALL ? "" : " GROUP BY grouped ORDER BY grouped");
}

static CompletionCounts read_counts(sqlite3_stmt *row)
{
        CompletionCounts counts = { .group = statement_text(row, 0),
                .rows = sqlite3_column_int64(row, 1),
                .people = sqlite3_column_int64(row, 2),
                .waived = sqlite3_column_int64(row, 3 + STATUS_COUNT),
                .imported = sqlite3_column_int64(row, 4 + STATUS_COUNT) };
        for (int i = 0; i < STATUS_COUNT; i++)
                counts.statuses[i] = sqlite3_column_int64(row, 3 + i);
        return counts;
}

bool sqlite_completion_counts(Store *store, const CompletionFilter *filter, CompletionGroup by,
        bool (*visit)(const CompletionCounts *counts, void *data), void *data, Error *error)
{
        SqliteStore *sqlite = (SqliteStore *)store;
        Text sql = { 0 };
        write_counts_query(&sql, filter, by);
        sqlite3_stmt *row = statement_prepare(sqlite, text_string(&sql), error);
        text_clear(&sql);
        if (!row)
                return false;
        set_parameters(row, filter);
        bool more = true;
        int answer = SQLITE_DONE;
        while (more && (answer = sqlite3_step(row)) == SQLITE_ROW) {
                CompletionCounts counts = read_counts(row);
                more = visit(&counts, data);
        }
        bool done = !more || answer == SQLITE_DONE || sqlite_fail(sqlite, error);
        sqlite3_finalize(row);
        return done;
}
