#include "plain/board.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/nearest.h"
#include "base/translate.h"
#include "exchange/board_file.h"
#include "report/board_module.h"
#include "report/completions.h"

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
        if (forward ? reading->top + BOARD_PAGE >= count : reading->top == 0) {
                line_say(reading->lining,
                        forward ? _("This is the last page.") : _("This is the first page."));
                return;
        }
        reading->top = forward                     ? reading->top + BOARD_PAGE
                       : reading->top > BOARD_PAGE ? reading->top - BOARD_PAGE
                                                   : 0;
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
        static const char *const names[BOARD_COLUMNS] = { "name", "id", "site", "module", "status",
                "score", "due" };
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
                line_say(reading->lining, _("Sort by what? name, id, site, module, status, score "
                                            "or due, like: sort due"));
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
                line_say(reading->lining,
                        arena_printf(arena, _("There is none of that name. Did you mean '%s'?"),
                                board_clean(arena, nearest)));
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
        if (reading->lining->options->is_kiosk)
                line_say(reading->lining, _("Files cannot be written on a shared machine."));
        else if (!*words)
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
        } else if (reading->place == AT_PERSON &&
                   number <= page->module_count + page->attempt_count) {
                memcpy(reading->attempt, page->attempts[number - 1 - page->module_count].id,
                        ID_SIZE);
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
                line_say(reading->lining,
                        arena_printf(reading->arena, _("Did you mean '%s'?"), nearest));
        else
                line_say(
                        reading->lining, _("Write the number of a row, a command, or ? for help."));
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
                if (reading->shows && !board_show(reading, &trouble)) {
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
