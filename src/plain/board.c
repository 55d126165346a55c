#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/nearest.h"
#include "base/text.h"
#include "base/translate.h"
#include "exchange/board_file.h"
#include "plain/line.h"
#include "report/board_module.h"
#include "report/board_person.h"
#include "report/completions.h"

enum { PAGE = 20, READ_ROWS = 4096 };

/* What is in front of the reader. */
typedef enum Page { AT_TABLE, AT_MODULES, AT_PERSON, AT_ATTEMPT, AT_MODULE } Page;

typedef struct Reading {
        Lining *lining;
        Board *board;
        Page place, before; /* before: where an attempt or a module was opened from */
        size_t top;
        Arena *arena; /* of the page */
        char person[ID_SIZE], attempt[ID_SIZE];
        char *module;
        PersonPage page;
        BoardGroup *groups;
        size_t group_count;
        bool shows; /* the page is to be printed (again) */
} Reading;

static const char *clean(Arena *arena, const char *text)
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
        bool changed = false, more = true;
        if ((store_changed(reading->lining->store) || board_today(reading->board) != day_today()) &&
                !board_refresh(reading->board, day_today(), &changed, error))
                return false;
        while (more && !board_is_loaded(reading->board))
                if (!board_load(reading->board, READ_ROWS, &more, error))
                        return false;
        return true;
}

static void show_table(Reading *reading)
{
        size_t count = board_count(reading->board);
        BoardCounts counts = board_counts(reading->board);
        if (reading->top >= count)
                reading->top = count ? (count - 1) / PAGE * PAGE : 0;
        size_t end = reading->top + PAGE < count ? reading->top + PAGE : count;
        line_say(reading->lining, _("Training board"));
        line_say(reading->lining,
                arena_printf(reading->arena, ngettext("Trained: %zu of %zu, %d%%", "Trained: %zu of %zu, %d%%", counts.rows),
                        counts.trained, counts.rows,
                        counts.rows ? (int)((double)counts.trained * 100 / (double)counts.rows + 0.5) : 0));
        if (counts.rows)
                line_say(reading->lining, board_count_words(&counts, reading->arena));
        line_say(reading->lining, arena_printf(reading->arena, _("Shown: %s"),
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
        reading->groups = board_groups(reading->board, GROUP_MODULE, reading->arena, &reading->group_count);
        line_say(reading->lining, _("Modules"));
        end_line(reading);
        for (size_t i = 0; i < reading->group_count; i++) {
                const BoardCounts *counts = &reading->groups[i].counts;
                say_numbered(reading, i + 1,
                        arena_printf(reading->arena, _("%s: %zu of %zu trained, %d%%"),
                                clean(reading->arena, reading->groups[i].name), counts->trained, counts->rows,
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
        if (!board_module(reading->lining->store, reading->board, reading->module, reading->arena, &figures,
                    NULL, NULL, &stopped, error))
                return false;
        Module *known = library_load(reading->lining->options->library, reading->module, translate_language(), &none);
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

static bool show(Reading *reading, Error *error)
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

static void go_to(Reading *reading, Page place)
{
        if (place == AT_ATTEMPT || place == AT_MODULE)
                reading->before = reading->place == place ? reading->before : reading->place;
        reading->place = place;
        reading->shows = true;
}

static void open_module(Reading *reading, const char *module)
{
        char *name = xstrdup(module);
        free(reading->module);
        reading->module = name;
        go_to(reading, AT_MODULE);
}

/* What a command does with the words behind it. Errors and answers are said there. */
typedef void Answer(Reading *reading, const char *words);

static void turn(Reading *reading, bool forward)
{
        size_t count = board_count(reading->board);
        if (reading->place != AT_TABLE) {
                line_say(reading->lining, _("That is for the table: write back to go there."));
                return;
        }
        if (forward ? reading->top + PAGE >= count : reading->top == 0) {
                line_say(reading->lining, forward ? _("This is the last page.") : _("This is the first page."));
                return;
        }
        reading->top = forward ? reading->top + PAGE : reading->top > PAGE ? reading->top - PAGE : 0;
        reading->shows = true;
}

static void answer_next(Reading *reading, const char *words)
{
        (void)words;
        turn(reading, true);
}

static void answer_prev(Reading *reading, const char *words)
{
        (void)words;
        turn(reading, false);
}

static void ask(Reading *reading, const BoardQuery *query)
{
        board_ask(reading->board, query);
        reading->top = 0;
        go_to(reading, AT_TABLE);
}

/* A column by its word in either language, or the beginning of it. */
static bool find_column(const char *word, BoardColumn *column)
{
        static const char *const names[BOARD_COLUMNS] = { "name", "id", "site", "module", "status", "score",
                "due" };
        for (*column = 0; *column < BOARD_COLUMNS; ++*column)
                if (strcasecmp(word, names[*column]) == 0 ||
                        strcasecmp(word, board_column_word(*column)) == 0)
                        return true;
        return false;
}

static void answer_sort(Reading *reading, const char *words)
{
        BoardQuery query = *board_query(reading->board);
        BoardColumn column;
        if (!find_column(words, &column)) {
                line_say(reading->lining,
                        _("Sort by what? name, id, site, module, status, score or due, like: sort due"));
                return;
        }
        query.descending = query.order == column && !query.descending;
        query.order = column;
        ask(reading, &query);
}

static void answer_filter(Reading *reading, const char *words)
{
        BoardQuery query = *board_query(reading->board);
        query.text[0] = '\0';
        strncat(query.text, words, sizeof query.text - 1);
        ask(reading, &query);
}

static void answer_status(Reading *reading, const char *words)
{
        BoardQuery query = *board_query(reading->board);
        CompletionQuery completion = { .status = *words ? words : NULL };
        CompletionFilter filter;
        Error error = { 0 };
        if (!completion_filter(&completion, &filter, &error)) {
                line_error(reading->lining, &error);
                return;
        }
        query.statuses = filter.statuses;
        ask(reading, &query);
}

/* The group of that name; where there is none says so, with the nearest. */
static bool find_group(Reading *reading, CompletionGroup by, const char *name)
{
        Arena *arena = arena_new();
        size_t count = 0;
        const BoardGroup *groups = board_groups(reading->board, by, arena, &count);
        const char **names = arena_array(arena, const char *, count + 1);
        bool found = false;
        for (size_t i = 0; i < count; i++) {
                names[i] = groups[i].name;
                found = found || strcmp(groups[i].name, name) == 0;
        }
        const char *nearest = found ? NULL : word_nearest(name, names, count);
        if (!found && nearest)
                line_say(reading->lining, arena_printf(arena, _("There is none of that name. Did you mean '%s'?"), clean(arena, nearest)));
        else if (!found)
                line_say(reading->lining, _("There is none of that name."));
        arena_free(arena);
        return found;
}

static void answer_site(Reading *reading, const char *words)
{
        BoardQuery query = *board_query(reading->board);
        if (*words && !find_group(reading, GROUP_SITE, words))
                return;
        query.site = *words ? words : NULL;
        ask(reading, &query);
}

static void answer_module(Reading *reading, const char *words)
{
        BoardQuery query = *board_query(reading->board);
        if (*words && !find_group(reading, GROUP_MODULE, words))
                return;
        query.module = *words ? words : NULL;
        ask(reading, &query);
}

static void answer_figures(Reading *reading, const char *words)
{
        if (!*words)
                go_to(reading, AT_MODULES);
        else if (find_group(reading, GROUP_MODULE, words))
                open_module(reading, words);
}

static void answer_person(Reading *reading, const char *words)
{
        Error error = { 0 };
        Arena *arena = arena_new();
        Person person = { 0 };
        if (!*words) {
                line_say(reading->lining, _("Whose? Write the staff id, like: person e17"));
        } else if (!store_person(reading->lining->store, arena, words, &person, &error)) {
                line_error(reading->lining, &error);
        } else if (!person.id[0]) {
                line_say(reading->lining, _("There is nobody with that staff id."));
        } else {
                memcpy(reading->person, person.id, ID_SIZE);
                go_to(reading, AT_PERSON);
        }
        arena_free(arena);
}

static void answer_export(Reading *reading, const char *words)
{
        Error error = { 0 };
        const char *told = "";
        if (!*words)
                line_say(reading->lining, _("To which file? Like: export board.csv"));
        else if (!board_write_file(reading->board, words, reading->arena, &told, &error))
                line_error(reading->lining, &error);
        else
                line_say(reading->lining, told);
}

static const struct {
        const char *word;
        Answer *answer;
} answers[] = {
        { "next", answer_next },
        { "prev", answer_prev },
        { "sort", answer_sort },
        { "filter", answer_filter },
        { "status", answer_status },
        { "site", answer_site },
        { "module", answer_module },
        { "figures", answer_figures },
        { "person", answer_person },
        { "export", answer_export },
};

enum { ANSWERS = sizeof answers / sizeof *answers };

static void open_row(Reading *reading, size_t number)
{
        const PersonPage *page = &reading->page;
        if (reading->place == AT_TABLE && number <= board_count(reading->board)) {
                memcpy(reading->person, board_row(reading->board, number - 1).person, ID_SIZE);
                go_to(reading, AT_PERSON);
        } else if (reading->place == AT_MODULES && number <= reading->group_count) {
                open_module(reading, reading->groups[number - 1].name);
        } else if (reading->place == AT_PERSON && number <= page->module_count) {
                open_module(reading, page->modules[number - 1].id);
        } else if (reading->place == AT_PERSON && number <= page->module_count + page->attempt_count) {
                memcpy(reading->attempt, page->attempts[number - 1 - page->module_count].id, ID_SIZE);
                go_to(reading, AT_ATTEMPT);
        } else {
                line_say(reading->lining, _("That is not a number of the list."));
        }
}

static void go_back(Reading *reading)
{
        BoardQuery query = { .order = board_query(reading->board)->order,
                .descending = board_query(reading->board)->descending };
        switch (reading->place) {
        case AT_TABLE:
                ask(reading, &query);
                break;
        case AT_ATTEMPT:
        case AT_MODULE:
                go_to(reading, reading->before);
                break;
        default:
                go_to(reading, AT_TABLE);
        }
}

static void say_unknown(Reading *reading, const char *word)
{
        const char *words[ANSWERS];
        for (size_t i = 0; i < ANSWERS; i++)
                words[i] = answers[i].word;
        const char *nearest = word_nearest(word, words, ANSWERS);
        if (nearest)
                line_say(reading->lining, arena_printf(reading->arena, _("Did you mean '%s'?"), nearest));
        else
                line_say(reading->lining, _("Write the number of a row, a command, or ? for help."));
}

static void answer_line(Reading *reading)
{
        char *line = xstrdup(reading->lining->line);
        size_t len = strcspn(line, " ");
        const char *words = line + len + strspn(line + len, " ");
        char *end = NULL;
        unsigned long number = strtoul(line, &end, 10);
        line[len] = '\0';
        size_t i = 0;
        while (i < ANSWERS && strcasecmp(answers[i].word, line) != 0)
                i++;
        if (i < ANSWERS)
                answers[i].answer(reading, words);
        else if (*line >= '0' && *line <= '9' && *end == '\0')
                open_row(reading, number ? number : SIZE_MAX);
        else
                say_unknown(reading, line);
        free(line);
}

static bool converse(Reading *reading, Error *error)
{
        reading->shows = true;
        for (;;) {
                Error trouble = { 0 };
                if (reading->shows && !show(reading, &trouble)) {
                        if (!board_is_loaded(reading->board)) {
                                *error = trouble;
                                return false;
                        }
                        line_error(reading->lining, &trouble);
                }
                switch (line_ask(reading->lining, true)) {
                case SAID_QUIT:
                        fputc('\n', reading->lining->out);
                        return true;
                case SAID_LANGUAGE:
                        reading->shows = true;
                        break;
                case SAID_BACK:
                        go_back(reading);
                        break;
                default:
                        answer_line(reading);
                }
        }
}

int plain_board(const PlainOptions *options, Error *error)
{
        Error none = { 0 };
        Lining lining = {
                .options = options, .in = options->in, .out = options->out, .help = board_help_view
        };
        lining.store = store_open(options->record_uri, STORE_READ, error);
        if (!lining.store)
                return 3;
        lining.contacts = library_contacts(options->library, &none);
        lining.width = line_width(options->out);
        store_changed(lining.store); /* from here on */
        Reading reading = { .lining = &lining,
                .board = board_new(lining.store, day_today()),
                .arena = arena_new() };
        bool done = converse(&reading, error);
        board_free(reading.board);
        arena_free(reading.arena);
        free(reading.module);
        store_close(lining.store);
        contacts_free(lining.contacts);
        free(lining.line);
        if (fflush(options->out) != 0)
                done = error_set(error, _("standard output: it could not be written"));
        return done ? 0 : 3;
}
