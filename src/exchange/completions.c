#include "exchange/completions.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/translate.h"
#include "exchange/csv.h"
#include "view/table.h"

const SheetFormat sheet_formats[] = {
        { "table", .write = completions_write_table, .shows_total = true },
        { "csv", .write = completions_write_csv },
        { "json", .write = completions_write_json },
        { "jsonl", .write = completions_write_jsonl },
        { "html", .write = completions_write_html, .shows_lines = true },
        { "ics", .write = completions_write_ics, .shows_lines = true },
        { 0 },
};

const SheetFormat *sheet_format(const char *name)
{
        for (const SheetFormat *format = sheet_formats; format->name; format++)
                if (strcmp(format->name, name) == 0)
                        return format;
        return NULL;
}

const char *status_words(const char *status)
{
        static const char *const words[] = { N_("not-started"), N_("in-progress"), N_("failed"),
                N_("passed"), N_("expiring"), N_("expired"), N_("overdue") };
        for (size_t i = 0; i < sizeof words / sizeof *words; i++)
                if (strcmp(words[i], status) == 0)
                        return _(words[i]);
        return status;
}

/* The columns of a grouped report: name, people, one a state, waived, imported. */
enum { GROUP_COLUMNS = 2 + STATUS_COUNT + 2 };

static const char *group_column(const Sheet *sheet, size_t column)
{
        if (column == 0)
                return report_by_names[sheet->by];
        if (column == 1)
                return "people";
        if (column < 2 + STATUS_COUNT)
                return completion_status_names[column - 2];
        return column == 2 + STATUS_COUNT ? "waived" : "imported";
}

static size_t group_figure(const GroupLine *group, size_t column)
{
        if (column == 1)
                return group->people;
        if (column < 2 + STATUS_COUNT)
                return group->statuses[column - 2];
        return column == 2 + STATUS_COUNT ? group->waived : group->imported;
}

static const char *group_cell(const Sheet *sheet, const GroupLine *group, size_t column)
{
        return column == 0 ? group->name
                           : arena_printf(sheet->arena, "%zu", group_figure(group, column));
}

/* What shows a log that was cut off later: heads kept on paper. */
static void append_head(const Sheet *sheet, Text *out)
{
        text_printf(
                out, "\n%s\n%s\n", _("The record's last event when this was made:"), sheet->head);
}

static void write_group_table(const Sheet *sheet, Text *out)
{
        size_t rows = sheet->group_count + 1;
        Column columns[GROUP_COLUMNS];
        const char **cells = arena_array(sheet->arena, const char *, rows *GROUP_COLUMNS);
        GroupLine total = sheet->total;
        total.name = _("all, each once");
        for (size_t c = 0; c < GROUP_COLUMNS; c++) {
                bool is_status = c >= 2 && c < 2 + STATUS_COUNT;
                const char *title = group_column(sheet, c);
                columns[c] = (Column){ is_status ? status_words(title)
                                       : c == 0  ? (sheet->by == BY_SITE ? _("site") : _("module"))
                                       : c == 1  ? _("people")
                                       : c == 2 + STATUS_COUNT ? _("waived")
                                                               : _("imported"),
                        c > 0 };
                for (size_t r = 0; r < rows; r++)
                        cells[r * GROUP_COLUMNS + c] = group_cell(
                                sheet, r < sheet->group_count ? &sheet->groups[r] : &total, c);
        }
        Table table = { columns, GROUP_COLUMNS, cells, rows };
        table_print(&table, out);
        append_head(sheet, out);
}

void completions_write_table(const Sheet *sheet, Text *out)
{
        if (sheet->by != BY_PERSON) {
                write_group_table(sheet, out);
                return;
        }
        const Column columns[COMPLETION_COLUMNS] = { { _("staff id"), false }, { _("name"), false },
                { _("site"), false }, { _("module"), false }, { _("version"), false },
                { _("status"), false }, { _("score %"), true }, { _("attempts"), true },
                { _("completed"), false }, { _("expires"), false }, { _("due"), false } };
        const char **cells =
                arena_array(sheet->arena, const char *, sheet->count *COMPLETION_COLUMNS + 1);
        for (size_t r = 0; r < sheet->count; r++)
                for (size_t c = 0; c < COMPLETION_COLUMNS; c++) {
                        const char *cell = completion_cell(&sheet->lines[r], c);
                        cells[r * COMPLETION_COLUMNS + c] = c == 5 ? status_words(cell) : cell;
                }
        Table table = { columns, COMPLETION_COLUMNS, cells, sheet->count };
        table_print(&table, out);
        text_printf(out, ngettext("%zu row\n", "%zu rows\n", sheet->count), sheet->count);
        append_head(sheet, out);
}

void completions_write_csv(const Sheet *sheet, Text *out)
{
        if (sheet->by == BY_PERSON) {
                for (size_t c = 0; c < COMPLETION_COLUMNS; c++)
                        csv_append(out, c == 0, false, completion_columns[c]);
                csv_end_row(out);
                for (size_t r = 0; r < sheet->count; r++) {
                        for (size_t c = 0; c < COMPLETION_COLUMNS; c++)
                                csv_append(out, c == 0, completion_is_number[c],
                                        completion_cell(&sheet->lines[r], c));
                        csv_end_row(out);
                }
                return;
        }
        for (size_t c = 0; c < GROUP_COLUMNS; c++)
                csv_append(out, c == 0, false, group_column(sheet, c));
        csv_end_row(out);
        for (size_t r = 0; r < sheet->group_count; r++) {
                for (size_t c = 0; c < GROUP_COLUMNS; c++)
                        csv_append(out, c == 0, c > 0, group_cell(sheet, &sheet->groups[r], c));
                csv_end_row(out);
        }
}

static json_t *json_cell(const CompletionLine *line, size_t column)
{
        const char *cell = completion_cell(line, column);
        if (!completion_is_number[column])
                return *cell ? json_string(cell) : json_null();
        return *cell ? json_integer(strtoll(cell, NULL, 10)) : json_null();
}

static json_t *json_row(const Sheet *sheet, size_t row)
{
        json_t *object = json_object();
        if (sheet->by == BY_PERSON) {
                for (size_t c = 0; c < COMPLETION_COLUMNS; c++)
                        json_object_set_new(
                                object, completion_columns[c], json_cell(&sheet->lines[row], c));
                return object;
        }
        const GroupLine *group = &sheet->groups[row];
        json_object_set_new(object, group_column(sheet, 0), json_string(group->name));
        for (size_t c = 1; c < GROUP_COLUMNS; c++)
                json_object_set_new(object, group_column(sheet, c),
                        json_integer((json_int_t)group_figure(group, c)));
        return object;
}

static size_t row_count(const Sheet *sheet)
{
        return sheet->by == BY_PERSON ? sheet->count : sheet->group_count;
}

/* Row by row: a report of a hundred thousand people is not built twice in memory. */
void completions_write_json(const Sheet *sheet, Text *out)
{
        text_append(out, "[");
        for (size_t r = 0; r < row_count(sheet); r++) {
                json_t *row = json_row(sheet, r);
                char *text = json_dumps(row, JSON_INDENT(2));
                text_append(out, r ? ",\n" : "\n");
                text_append(out, text);
                free(text);
                json_decref(row);
        }
        text_append(out, row_count(sheet) ? "\n]\n" : "]\n");
}

void completions_write_jsonl(const Sheet *sheet, Text *out)
{
        for (size_t r = 0; r < row_count(sheet); r++) {
                json_t *row = json_row(sheet, r);
                char *text = json_dumps(row, JSON_COMPACT);
                text_printf(out, "%s\n", text);
                free(text);
                json_decref(row);
        }
}
