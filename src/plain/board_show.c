#include "plain/board.h"

#include "base/text.h"
#include "base/translate.h"
#include "report/board_module.h"

enum { READ_ROWS = 4096 };

const char *board_clean(Arena *arena, const char *text)
{
        Text cleaned = { 0 };
        text_append_clean(&cleaned, text);
        const char *copy = arena_strdup(arena, text_string(&cleaned));
        text_clear(&cleaned);
        return copy;
}

static void say_numbered(const Reading *reading, size_t number, const char *words)
{
        line_say(reading->lining, arena_printf(reading->arena, "%zu) %s", number, words));
}

static void end_line(const Reading *reading)
{
        fputc('\n', reading->lining->out);
}

static bool catch_up(Reading *reading, Error *error)
{
        bool changed = false, more = true, names = true;
        if ((store_changed(reading->lining->store) || board_today(reading->board) != day_today()) &&
                !board_refresh(reading->board, day_today(), &changed, error))
                return false;
        while (more && !board_is_loaded(reading->board))
                if (!board_load(reading->board, READ_ROWS, &more, error))
                        return false;
        while (names)
                if (!board_check(reading->board, READ_ROWS, &names, &changed, error))
                        return false;
        return true;
}

static void show_table(Reading *reading)
{
        size_t count = board_count(reading->board);
        BoardCounts counts = board_counts(reading->board);
        if (reading->top >= count)
                reading->top = count ? (count - 1) / BOARD_PAGE * BOARD_PAGE : 0;
        size_t end = reading->top + BOARD_PAGE < count ? reading->top + BOARD_PAGE : count;
        line_say(reading->lining, _("Training board"));
        line_say(reading->lining,
                arena_printf(reading->arena,
                        ngettext("Trained: %zu of %zu, %d%%", "Trained: %zu of %zu, %d%%",
                                counts.rows),
                        counts.trained, counts.rows,
                        counts.rows
                                ? (int)((double)counts.trained * 100 / (double)counts.rows + 0.5)
                                : 0));
        if (counts.rows)
                line_say(reading->lining, board_count_words(&counts, reading->arena));
        line_say(reading->lining,
                arena_printf(reading->arena, _("Shown: %s"),
                        board_query_words(board_query(reading->board), reading->arena)));
        end_line(reading);
        for (size_t i = reading->top; i < end; i++) {
                BoardRow row = board_row(reading->board, i);
                say_numbered(reading, i + 1, board_row_words(&row, reading->arena));
        }
        if (count == 0)
                line_say(reading->lining, _("Nobody is found."));
        else
                line_say(reading->lining, arena_printf(reading->arena, _("Rows %zu to %zu of %zu."),
                                                  reading->top + 1, end, count));
}

static void show_modules(Reading *reading)
{
        reading->groups =
                board_groups(reading->board, GROUP_MODULE, reading->arena, &reading->group_count);
        line_say(reading->lining, _("Modules"));
        end_line(reading);
        for (size_t i = 0; i < reading->group_count; i++) {
                const BoardCounts *counts = &reading->groups[i].counts;
                say_numbered(reading, i + 1,
                        arena_printf(reading->arena, _("%s: %zu of %zu trained, %d%%"),
                                board_clean(reading->arena, reading->groups[i].name),
                                counts->trained, counts->rows,
                                (int)((double)counts->trained * 100 / (double)counts->rows + 0.5)));
        }
}

static bool show_person(Reading *reading, Error *error)
{
        PersonPage *page = &reading->page;
        if (!board_person(reading->lining->store, reading->person, board_today(reading->board),
                    reading->arena, page, error))
                return false;
        line_print_view(reading->lining, &page->head);
        end_line(reading);
        for (size_t i = 0; i < page->module_count; i++)
                say_numbered(reading, i + 1, page->modules[i].words);
        for (size_t i = 0; i < page->attempt_count; i++)
                say_numbered(reading, page->module_count + i + 1, page->attempts[i].words);
        if (!page->attempt_count)
                line_say(reading->lining, _("No attempts yet."));
        return true;
}

static bool show_module(Reading *reading, Error *error)
{
        ModuleFigures figures;
        Error none = { 0 };
        bool stopped = false;
        if (!board_module(reading->lining->store, reading->board, reading->module, reading->arena,
                    &figures, NULL, NULL, &stopped, error))
                return false;
        Module *known = library_load(
                reading->lining->options->library, reading->module, translate_language(), &none);
        View view = board_module_view(&figures, known, false, reading->arena);
        line_print_view(reading->lining, &view);
        module_free(known);
        return true;
}

static bool show_attempt(Reading *reading, Error *error)
{
        View view;
        if (!board_attempt(reading->lining->store, reading->attempt, reading->arena, &view, error))
                return false;
        line_print_view(reading->lining, &view);
        return true;
}

bool board_show(Reading *reading, Error *error)
{
        arena_reset(reading->arena);
        reading->shows = false;
        if (!catch_up(reading, error))
                return false;
        if (reading->place == AT_TABLE || reading->place == AT_MODULES)
                end_line(reading);
        switch (reading->place) {
        case AT_MODULES:
                show_modules(reading);
                return true;
        case AT_PERSON:
                return show_person(reading, error);
        case AT_MODULE:
                return show_module(reading, error);
        case AT_ATTEMPT:
                return show_attempt(reading, error);
        default:
                show_table(reading);
                return true;
        }
}
