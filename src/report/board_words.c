#include <string.h>

#include "base/text.h"
#include "base/translate.h"
#include "report/board.h"

const char *board_status_word(CompletionStatus status)
{
        static const char *const words[STATUS_COUNT] = { N_("not-started"), N_("in-progress"),
                N_("failed"), N_("passed"), N_("expiring"), N_("expired"), N_("overdue") };
        return _(words[status]);
}

const char *board_column_word(BoardColumn column)
{
        static const char *const words[BOARD_COLUMNS] = { N_("name"), N_("id"), N_("site"),
                N_("module"), N_("status"), N_("score"), N_("due/until") };
        return _(words[column]);
}

static const char *finish(Text *text, Arena *arena)
{
        const char *copy = arena_strdup(arena, text_string(text));
        text_clear(text);
        return copy;
}

static void separate(Text *text)
{
        if (text->len)
                text_append(text, ", ");
}

static void append_statuses(Text *text, unsigned statuses)
{
        bool is_first = true;
        for (size_t i = 0; i < STATUS_COUNT; i++) {
                if (!(statuses & 1u << board_urgency[i]))
                        continue;
                if (is_first)
                        separate(text);
                text_printf(text, is_first ? _("status %s") : _(" or %s"),
                        board_status_word(board_urgency[i]));
                is_first = false;
        }
}

static void append_named(Text *text, const char *format, const char *name)
{
        Text clean = { 0 };
        text_append_clean(&clean, name);
        separate(text);
        text_append(text, format);
        text_append_char(text, ' ');
        text_append(text, text_string(&clean));
        text_clear(&clean);
}

const char *board_query_words(const BoardQuery *query, Arena *arena)
{
        Text text = { 0 };
        if (*query->text)
                append_named(&text, _("filter"), query->text);
        append_statuses(&text, query->statuses);
        if (query->site && *query->site)
                append_named(&text, _("site"), query->site);
        else if (query->site) {
                separate(&text);
                text_append(&text, _("without a site"));
        }
        if (query->module)
                append_named(&text, _("module"), query->module);
        if (!text.len)
                text_append(&text, _("everybody"));
        text_printf(&text,
                query->descending ? _("; sorted by %s, descending")
                                  : _("; sorted by %s, ascending"),
                board_column_word(query->order));
        return finish(&text, arena);
}

const char *board_count_words(const BoardCounts *counts, Arena *arena)
{
        Text text = { 0 };
        for (size_t i = 0; i < STATUS_COUNT; i++) {
                size_t figure = counts->statuses[board_urgency[i]];
                if (!figure)
                        continue;
                separate(&text);
                text_printf(&text, "%s %zu", board_status_word(board_urgency[i]), figure);
        }
        return finish(&text, arena);
}

const char *board_date(const BoardRow *row, Arena *arena)
{
        char date[DATE_SIZE];
        day_format(row->expires != DAY_NONE ? row->expires : row->due, date);
        return arena_strdup(arena, date);
}

static void append_day(Text *text, const char *format, Day day)
{
        char date[DATE_SIZE];
        if (day == DAY_NONE)
                return;
        day_format(day, date);
        separate(text);
        text_printf(text, format, date);
}

static bool is_valid(CompletionStatus status)
{
        return status == STATUS_PASSED || status == STATUS_EXPIRING;
}

static void append_module(Text *text, const BoardRow *row)
{
        text_append_clean(text, row->module);
        if (*row->version)
                text_append_char(text, ' ');
        text_append_clean(text, row->version);
        text_printf(text, ": %s", board_status_word(row->status));
}

const char *board_row_words(const BoardRow *row, Arena *arena)
{
        Text text = { 0 };
        text_append_clean(&text, row->name);
        text_append(&text, " (");
        text_append_clean(&text, row->staff_id);
        text_append(&text, ")");
        if (*row->site)
                separate(&text);
        text_append_clean(&text, row->site);
        separate(&text);
        text_append(&text, board_module_words(row, arena));
        return finish(&text, arena);
}

const char *board_module_words(const BoardRow *row, Arena *arena)
{
        Text text = { 0 };
        append_module(&text, row);
        if (row->score >= 0)
                text_printf(&text, " %d%%", row->score);
        if (strcmp(row->how, "waived") == 0)
                text_printf(&text, ", %s", _("waived"));
        if (strcmp(row->how, "imported") == 0)
                text_printf(&text, ", %s", _("imported"));
        append_day(&text, _("completed %s"), row->completed);
        append_day(&text, is_valid(row->status) ? _("valid until %s") : _("ran out on %s"),
                row->expires);
        if (is_valid(row->status) && row->expires == DAY_NONE)
                text_printf(&text, ", %s", _("valid for ever"));
        if (!is_valid(row->status))
                append_day(&text, _("due %s"), row->due);
        if (row->attempts > 0)
                text_printf(&text,
                        ngettext(", %lld attempt", ", %lld attempts", (unsigned long)row->attempts),
                        (long long)row->attempts);
        return finish(&text, arena);
}
