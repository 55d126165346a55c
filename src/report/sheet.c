#include "report/sheet.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "record/notes.h"

const char *const report_by_names[BY_COUNT] = { "person", "site", "module" };

typedef struct Gathering {
        Arena *arena;
        CompletionLine *lines;
        size_t count, room;
} Gathering;

static bool keep_line(const CompletionLine *line, void *data)
{
        Gathering *gathering = data;
        gathering->lines = xgrow(
                gathering->lines, gathering->count, &gathering->room, sizeof *gathering->lines);
        CompletionLine *kept = &gathering->lines[gathering->count++];
        Arena *arena = gathering->arena;
        *kept = (CompletionLine){ arena_strdup(arena, line->staff_id),
                arena_strdup(arena, line->name), arena_strdup(arena, line->site),
                arena_strdup(arena, line->module), arena_strdup(arena, line->version), line->status,
                arena_strdup(arena, line->score), arena_strdup(arena, line->attempts),
                arena_strdup(arena, line->completed), arena_strdup(arena, line->expires),
                arena_strdup(arena, line->due), arena_strdup(arena, line->how) };
        return true;
}

static size_t status_index(const char *status)
{
        for (size_t i = 0; i < STATUS_COUNT; i++)
                if (strcmp(completion_status_names[i], status) == 0)
                        return i;
        return STATUS_NOT_STARTED;
}

static void count_line(GroupLine *group, const CompletionLine *line)
{
        group->rows++;
        group->statuses[status_index(line->status)]++;
        group->waived += strcmp(line->how, "waived") == 0;
        group->imported += strcmp(line->how, "imported") == 0;
}

/* One line under one name of its group. */
typedef struct Member {
        const char *name;
        const CompletionLine *line;
} Member;

static int by_name_and_person(const void *a, const void *b)
{
        const Member *one = a, *two = b;
        int order = strcmp(one->name, two->name);
        return order ? order : strcmp(one->line->staff_id, two->line->staff_id);
}

/* A line stands under its module, or under each of its sites ("A;B"). */
static size_t members_of(const CompletionLine *line, ReportBy by, Arena *arena, Member *members)
{
        size_t count = 0;
        const char *at = by == BY_SITE ? line->site : line->module;
        for (;;) {
                size_t len = by == BY_SITE ? strcspn(at, ";") : strlen(at);
                if (members)
                        members[count] = (Member){ arena_strndup(arena, at, len), line };
                count++;
                at += len;
                if (*at != ';' || by != BY_SITE)
                        return count;
                at++;
        }
}

void sheet_group(Sheet *sheet, ReportBy by)
{
        size_t count = 0;
        sheet->by = by;
        sheet->groups = NULL;
        sheet->group_count = 0;
        if (by == BY_PERSON)
                return;
        for (size_t i = 0; i < sheet->count; i++)
                count += members_of(&sheet->lines[i], by, sheet->arena, NULL);
        Member *members = arena_array(sheet->arena, Member, count + 1);
        count = 0;
        for (size_t i = 0; i < sheet->count; i++)
                count += members_of(&sheet->lines[i], by, sheet->arena, members + count);
        qsort(members, count, sizeof *members, by_name_and_person);
        GroupLine *groups = arena_array(sheet->arena, GroupLine, count + 1);
        for (size_t i = 0; i < count; i++) {
                bool opens = i == 0 || strcmp(members[i].name, members[i - 1].name) != 0;
                if (opens)
                        groups[sheet->group_count++].name = members[i].name;
                GroupLine *group = &groups[sheet->group_count - 1];
                group->people += opens || strcmp(members[i].line->staff_id,
                                                  members[i - 1].line->staff_id) != 0;
                count_line(group, members[i].line);
        }
        sheet->groups = groups;
}

static int by_person(const void *a, const void *b)
{
        return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void count_total(Sheet *sheet)
{
        const char **people = arena_array(sheet->arena, const char *, sheet->count + 1);
        for (size_t i = 0; i < sheet->count; i++) {
                count_line(&sheet->total, &sheet->lines[i]);
                people[i] = sheet->lines[i].staff_id;
        }
        if (sheet->count)
                qsort(people, sheet->count, sizeof *people, by_person);
        for (size_t i = 0; i < sheet->count; i++)
                sheet->total.people += i == 0 || strcmp(people[i], people[i - 1]) != 0;
}

/* Groups as the record counts them. */
typedef struct Counting {
        Arena *arena;
        GroupLine *groups;
        size_t count, room;
} Counting;

static bool keep_group(const CompletionCounts *counts, void *data)
{
        Counting *counting = data;
        counting->groups =
                xgrow(counting->groups, counting->count, &counting->room, sizeof *counting->groups);
        GroupLine *group = &counting->groups[counting->count++];
        *group = (GroupLine){ .name = arena_strdup(counting->arena, counts->group),
                .rows = (size_t)counts->rows,
                .people = (size_t)counts->people,
                .waived = (size_t)counts->waived,
                .imported = (size_t)counts->imported };
        for (size_t i = 0; i < STATUS_COUNT; i++)
                group->statuses[i] = (size_t)counts->statuses[i];
        return true;
}

static bool count_groups(Store *store, const CompletionQuery *query, CompletionGroup by,
        Arena *arena, const GroupLine **groups, size_t *count, Error *error)
{
        CompletionFilter filter;
        Counting counting = { .arena = arena };
        bool done = completion_filter(query, &filter, error) &&
                    store_completion_counts(store, &filter, by, keep_group, &counting, error);
        GroupLine *kept = arena_array(arena, GroupLine, counting.count + 1);
        if (counting.count)
                memcpy(kept, counting.groups, counting.count * sizeof *kept);
        free(counting.groups);
        *groups = kept;
        *count = counting.count;
        return done;
}

static size_t late_of(const GroupLine *group)
{
        return group->statuses[STATUS_OVERDUE] + group->statuses[STATUS_EXPIRED];
}

static const char *filter_words(const CompletionQuery *query, Arena *arena)
{
        const struct {
                const char *name, *value;
        } parts[] = { { "module", query->module }, { "site", query->site },
                { "status", query->status }, { "since", query->since }, { "until", query->until } };
        Text text = { 0 };
        for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
                if (parts[i].value) {
                        text_printf(&text, "%s%s ", text.len ? ", " : "", parts[i].name);
                        text_append_clean(&text, parts[i].value);
                }
        const char *words = arena_strdup(arena, text_string(&text));
        text_clear(&text);
        return words;
}

bool sheet_make(Store *store, const CompletionLine *lines, size_t count, const char *filter,
        Arena *arena, Sheet *sheet, Error *error)
{
        char hex[2 * HASH_BYTES + 1];
        *sheet = (Sheet){ .arena = arena,
                .lines = lines,
                .count = count,
                .filter = filter,
                .made_at = moment_now() };
        if (!record_head(store, hex, error))
                return false;
        sheet->head = arena_strdup(arena, hex);
        count_total(sheet);
        sheet->late = late_of(&sheet->total);
        sheet_group(sheet, BY_PERSON);
        return true;
}

bool sheet_gather(Store *store, const CompletionQuery *query, ReportBy by, Arena *arena,
        Sheet *sheet, Error *error)
{
        Gathering gathering = { .arena = arena };
        char hex[2 * HASH_BYTES + 1];
        *sheet = (Sheet){ .arena = arena, .made_at = moment_now() };
        bool done = record_head(store, hex, error) &&
                    completions_report(store, query, keep_line, &gathering, &sheet->late, error);
        CompletionLine *lines = arena_array(arena, CompletionLine, gathering.count + 1);
        if (gathering.count)
                memcpy(lines, gathering.lines, gathering.count * sizeof *lines);
        free(gathering.lines);
        if (!done)
                return false;
        sheet->head = arena_strdup(arena, hex);
        sheet->filter = filter_words(query, arena);
        sheet->lines = lines;
        sheet->count = gathering.count;
        count_total(sheet);
        sheet_group(sheet, by);
        return true;
}

bool sheet_count(Store *store, const CompletionQuery *query, ReportBy by, bool wants_total,
        Arena *arena, Sheet *sheet, Error *error)
{
        char hex[2 * HASH_BYTES + 1];
        const GroupLine *total = NULL;
        size_t totals = 0;
        *sheet = (Sheet){ .arena = arena, .by = by, .made_at = moment_now() };
        if (!record_head(store, hex, error) ||
                !count_groups(store, query, by == BY_SITE ? GROUP_SITE : GROUP_MODULE, arena,
                        &sheet->groups, &sheet->group_count, error) ||
                (wants_total &&
                        !count_groups(store, query, GROUP_ALL, arena, &total, &totals, error)))
                return false;
        for (size_t i = 0; i < sheet->group_count; i++)
                sheet->late += late_of(&sheet->groups[i]);
        if (totals) {
                sheet->total = total[0];
                sheet->late = late_of(&sheet->total);
        }
        sheet->head = arena_strdup(arena, hex);
        sheet->filter = filter_words(query, arena);
        return true;
}
