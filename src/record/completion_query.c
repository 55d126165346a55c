#include "record/completion_query.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <unicase.h>

#include "base/arena.h"

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

/* The pass mark that the latest result, where that is what is shown, did not reach: asked for only
 * where rounding goes up, because no other result can be rounded to it. */
static const char missed[] =
        ", CASE WHEN coalesce(c.valid_until, '') < :today"
        " AND round(c.latest_percent + 0.001) > c.latest_percent"
        " THEN (SELECT %s FROM attempts AS a JOIN events AS e ON e.seq = a.seq%s"
        " WHERE a.person = c.person AND a.module = c.module AND a.finished = c.latest_at"
        " AND a.passed = 0 ORDER BY a.seq DESC LIMIT 1) END AS missed";

/* All that counts look at. */
static const char counted[] = "c.person AS person, c.module AS module,"
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
                               " WHERE site IN (SELECT trim(value) FROM %s)) AS s"
                               " CROSS JOIN people AS p CROSS JOIN completions AS c";

/* Rows without a value come last in either direction. */
static const struct {
        const char *column;
        bool folds_case, is_nullable;
} orders[] = {
        [ORDER_STAFF_ID] = { "staff_id", false, false },
        [ORDER_NAME] = { "name", true, false },
        [ORDER_SITE] = { "site", true, false },
        [ORDER_MODULE] = { "module", false, false },
        [ORDER_STATUS] = { "status", false, false },
        [ORDER_SCORE] = { "percent", false, true },
        [ORDER_COMPLETED] = { "completed", false, true },
        [ORDER_EXPIRES] = { "expires", false, true },
        [ORDER_DUE] = { "due", false, true },
};

static bool is_given(const char *text)
{
        return text && text[0];
}

char *completion_fold(const char *text, size_t len)
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

static void write_source(
        Text *sql, const CompletionFilter *filter, const CompletionDialect *dialect)
{
        if (is_given(filter->site) && strchr(filter->site, ';'))
                text_printf(sql, by_sites, dialect->sites_list);
        else if (is_given(filter->site))
                text_append(sql, by_site);
        else
                text_append(sql, is_given(filter->module) && !is_given(filter->person) ? by_module
                                                                                       : by_people);
}

static void write_inner(Text *sql, const CompletionFilter *filter, const char *selected,
        const char *where, const CompletionDialect *dialect)
{
        text_append(sql, "SELECT ");
        text_append(sql, status);
        text_append(sql, selected);
        write_source(sql, filter, dialect);
        text_append(sql, conditions);
        text_append(sql, where);
        if (is_given(filter->site))
                text_append(sql, strchr(filter->site, ';')
                                         ? " AND p.person = s.person"
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
static void write_rows(Text *sql, const CompletionFilter *filter, const char *selected,
        const char *where, const char *joined, const CompletionDialect *dialect)
{
        text_append(sql, " FROM (");
        write_inner(sql, filter, selected, where, dialect);
        text_printf(sql, ") AS r%s WHERE true", joined);
        if (filter->statuses)
                text_append(sql, " AND ((1 << status) & :statuses) <> 0");
        if (filter->since != DAY_NONE)
                text_append(sql, " AND completed >= :since");
        if (filter->until != DAY_NONE)
                text_append(sql, " AND completed < :until");
}

void completion_query(Text *sql, const CompletionFilter *filter, const CompletionDialect *dialect)
{
        Text selected = { 0 };
        text_append(&selected, columns);
        text_printf(&selected, missed, dialect->pass_mark, dialect->same_log);
        text_append(sql, "SELECT *");
        write_rows(sql, filter, text_string(&selected), "", "", dialect);
        text_clear(&selected);
        size_t order = (size_t)filter->order < sizeof orders / sizeof *orders ? filter->order : 0;
        text_append(sql, " ORDER BY ");
        text_append(sql, orders[order].folds_case ? dialect->order_folded : "");
        text_append(sql, orders[order].column);
        text_append(sql, orders[order].folds_case ? dialect->order_folded_end : "");
        text_append(sql, filter->descending ? " DESC" : "");
        text_append(sql, orders[order].is_nullable ? " NULLS LAST" : "");
        text_append(sql, order == ORDER_STAFF_ID ? ", module"
                         : order == ORDER_MODULE ? ", staff_id"
                                                 : ", staff_id, module");
        text_append(sql, " LIMIT :limit OFFSET :offset");
}

static void bind_day(const CompletionBinder *binder, const char *name, Day day)
{
        char date[DATE_SIZE];
        day_format(day, date);
        binder->text(binder->statement, name, date);
}

/* "A;B" as a JSON array. */
static void bind_sites(const CompletionBinder *binder, const char *sites)
{
        json_t *list = json_array();
        for (const char *at = sites; at && *at;) {
                size_t len = strcspn(at, ";");
                json_array_append_new(list, json_stringn(at, len));
                at += len + (at[len] == ';');
        }
        char *text = json_dumps(list, JSON_COMPACT);
        binder->text(binder->statement, ":sites", text);
        free(text);
        json_decref(list);
}

static void bind_moment(const CompletionBinder *binder, const char *name, Day day, int days_after)
{
        if (day != DAY_NONE)
                binder->number(
                        binder->statement, name, ((int64_t)day + days_after) * MICROSECONDS_A_DAY);
}

void completion_bind(const CompletionFilter *filter, const CompletionBinder *binder)
{
        void *statement = binder->statement;
        Day today = filter->today == DAY_NONE ? day_today() : filter->today;
        bind_day(binder, ":today", today);
        bind_day(binder, ":soon", day_add(today, (Period){ .days = EXPIRING_DAYS }, 1));
        binder->text(statement, ":person", filter->person);
        binder->text(statement, ":module", filter->module);
        binder->text(statement, ":after", filter->after);
        binder->text(statement, ":site", filter->site);
        bind_sites(binder, filter->site);
        binder->number(statement, ":statuses", filter->statuses);
        bind_moment(binder, ":since", filter->since, 0);
        bind_moment(binder, ":until", filter->until, 1);
        binder->number(statement, ":limit", filter->limit ? (int64_t)filter->limit : INT64_MAX);
        binder->number(statement, ":offset", (int64_t)filter->offset);
        if (!is_given(filter->text))
                return;
        char *folded = completion_fold(filter->text, strlen(filter->text));
        binder->text(statement, ":text", folded ? folded : filter->text);
        free(folded);
}

/* What groups are called, the table that says so, and which people are in none of them. */
static const struct {
        const char *name, *joined, *nowhere;
} groups[] = {
        [GROUP_ALL] = { "''", "", NULL },
        [GROUP_SITE] = { "g.site", " JOIN person_sites AS g ON g.person = r.person",
                " AND NOT EXISTS (SELECT 1 FROM person_sites AS n WHERE n.person = p.person)" },
        [GROUP_MODULE] = { "r.module", "", NULL },
};

static void write_counts(Text *sql, const CompletionFilter *filter, const char *name,
        const char *where, const char *joined, const CompletionDialect *dialect)
{
        text_printf(sql, "SELECT %s AS grouped, count(*), count(DISTINCT r.person)", name);
        for (int number = 0; number < STATUS_COUNT; number++)
                text_printf(sql, ", count(*) FILTER (WHERE status = %d)", number);
        text_append(sql, ", count(*) FILTER (WHERE how = 'waived'),"
                         " count(*) FILTER (WHERE how = 'imported')");
        write_rows(sql, filter, counted, where, joined, dialect);
}

void completion_counts_query(Text *sql, const CompletionFilter *filter, CompletionGroup by,
        const CompletionDialect *dialect)
{
        write_counts(sql, filter, groups[by].name, "", groups[by].joined, dialect);
        if (by != GROUP_ALL)
                text_append(sql, " GROUP BY grouped");
        if (groups[by].nowhere) {
                text_append(sql, " UNION ALL ");
                write_counts(sql, filter, "''", groups[by].nowhere, "", dialect);
                text_append(sql, " HAVING count(*) > 0");
        }
        if (by != GROUP_ALL)
                text_append(sql, " ORDER BY grouped");
}
