#include "report/completions.h"

#include <stdio.h>
#include <string.h>

#include "base/nearest.h"
#include "base/text.h"
#include "base/translate.h"
#include "quiz/result.h"

const char *const completion_columns[COMPLETION_COLUMNS] = { "staff_id", "name", "site", "module",
        "version", "status", "score", "attempts", "completed", "expires", "due" };

const bool completion_is_number[COMPLETION_COLUMNS] = { [6] = true, [7] = true };

const char *completion_cell(const CompletionLine *line, size_t column)
{
        const char *const cells[COMPLETION_COLUMNS] = { line->staff_id, line->name, line->site,
                line->module, line->version, line->status, line->score, line->attempts,
                line->completed, line->expires, line->due };
        return cells[column];
}

static bool add_status(const char *word, unsigned *statuses, Error *error)
{
        for (unsigned i = 0; i < STATUS_COUNT; i++)
                if (strcmp(completion_status_names[i], word) == 0) {
                        *statuses |= 1u << i;
                        return true;
                }
        char clean[64];
        text_clean(clean, sizeof clean, word);
        error_set_kind(error, ERROR_USAGE, _("there is no status '%s'"), clean);
        const char *nearest = word_nearest(word, completion_status_names, STATUS_COUNT);
        if (nearest)
                return error_hint(error, _("Did you mean '%s'?"), nearest);
        return error_hint(error, _("The statuses are: not-started, in-progress, failed, passed, "
                                   "expiring, expired, overdue."));
}

static bool read_statuses(const char *list, unsigned *statuses, Error *error)
{
        char word[64];
        for (const char *at = list; *at;) {
                size_t len = strcspn(at, ",");
                snprintf(word, sizeof word, "%.*s", (int)(len < 63 ? len : 63), at);
                if (!add_status(word, statuses, error))
                        return false;
                at += len + (at[len] == ',');
        }
        return *statuses != 0 || add_status("", statuses, error);
}

static bool read_date(const char *option, const char *text, Day *day, Error *error)
{
        *day = DAY_NONE;
        if (!text || day_parse(text, day))
                return true;
        char clean[64];
        text_clean(clean, sizeof clean, text);
        return error_set_kind(error, ERROR_USAGE, _("--%s wants a date like 2026-01-31, not '%s'"),
                option, clean);
}

bool completion_filter(const CompletionQuery *query, CompletionFilter *filter, Error *error)
{
        *filter = (CompletionFilter){ .module = query->module,
                .site = query->site,
                .today = query->today,
                .order = ORDER_STAFF_ID };
        return (!query->status || read_statuses(query->status, &filter->statuses, error)) &&
               read_date("since", query->since, &filter->since, error) &&
               read_date("until", query->until, &filter->until, error);
}

typedef struct Visiting {
        bool (*visit)(const CompletionLine *line, void *data);
        void *data;
        size_t late;
} Visiting;

static bool visit_row(const CompletionRow *row, void *data)
{
        Visiting *visiting = data;
        char score[16] = "", attempts[24], completed[DATE_SIZE] = "", expires[DATE_SIZE],
             due[DATE_SIZE];
        if (row->has_score)
                snprintf(score, sizeof score, "%d", percent_whole(row->percent, row->missed));
        snprintf(attempts, sizeof attempts, "%lld", (long long)row->attempts);
        if (row->completed)
                day_format(moment_day(row->completed), completed);
        day_format(row->expires, expires);
        day_format(row->due, due);
        visiting->late += row->status == STATUS_OVERDUE || row->status == STATUS_EXPIRED;
        CompletionLine line = { row->staff_id, row->name, row->site, row->module, row->version,
                completion_status_names[row->status], score, attempts, completed, expires, due,
                row->how ? row->how : "" };
        return visiting->visit(&line, visiting->data);
}

bool completions_report(Store *store, const CompletionQuery *query,
        bool (*visit)(const CompletionLine *line, void *data), void *data, size_t *late,
        Error *error)
{
        CompletionFilter filter;
        Visiting visiting = { visit, data, 0 };
        if (!completion_filter(query, &filter, error) ||
                !store_completions(store, &filter, visit_row, &visiting, error))
                return false;
        if (late)
                *late = visiting.late;
        return true;
}
