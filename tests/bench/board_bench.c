/* What the board costs with many people: opening, reading everybody, another order, a filter, the
 * last page, and taking in what another program stored.
 *
 *   board_bench RECORD
 */
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "report/board.h"

enum { PAGE = 18, STEP = 200 };

static double now(void)
{
        struct timespec time;
        clock_gettime(CLOCK_MONOTONIC, &time);
        return (double)time.tv_sec * 1e3 + (double)time.tv_nsec / 1e6;
}

static void stop(const char *what)
{
        fprintf(stderr, "board_bench: %s\n", what);
        exit(1);
}

static void say(const char *what, const Board *board, double since)
{
        printf("%-34s %8zu rows %9.2f ms\n", what, board_count(board), now() - since);
}

static size_t bytes_read; /* so that the rows are really looked at */

static void read_page(const Board *board, size_t first)
{
        for (size_t i = first; i < first + PAGE && i < board_count(board); i++)
                bytes_read += strlen(board_row(board, i).name);
}

static void ask(Board *board, const char *what, BoardQuery query)
{
        double start = now();
        board_ask(board, &query);
        read_page(board, 0);
        say(what, board, start);
}

static double load(Board *board)
{
        bool more = true;
        double longest = 0;
        Error error = { 0 };
        while (more) {
                double start = now();
                if (!board_load(board, STEP, &more, &error))
                        stop(error.message);
                longest = now() - start > longest ? now() - start : longest;
        }
        return longest;
}

static double check(Board *board)
{
        bool more = true, changed = false;
        double longest = 0;
        Error error = { 0 };
        while (more) {
                double start = now();
                if (!board_check(board, STEP, &more, &changed, &error))
                        stop(error.message);
                longest = now() - start > longest ? now() - start : longest;
        }
        return longest;
}

static void join_somebody(const char *record)
{
        Error error = { 0 };
        Arena *arena = arena_new();
        Store *store = store_open(record, STORE_WRITE, &error);
        Person person;
        char staff_id[32];
        snprintf(staff_id, sizeof staff_id, "new-%ld", (long)getpid());
        if (!store || !store_person_ensure(store, arena, staff_id, &person, &error))
                stop(error.message);
        EventDraft draft = { EVENT_ASSIGNED, person.id, NULL,
                json_pack("{s:s}", "module", "hotels") };
        if (!store_append(store, &draft, 1, NULL, &error))
                stop(error.message);
        json_decref(draft.body);
        store_close(store);
        arena_free(arena);
}

static bool take_question(const QuestionFigures *figures, void *data)
{
        *(size_t *)data += figures->n > 0;
        return true;
}

static bool take_option(const OptionChoices *figures, void *data)
{
        *(size_t *)data += figures->chosen > 0;
        return true;
}

static bool take_sign(const SignFigures *figures, void *data)
{
        *(size_t *)data += figures->people > 0;
        return true;
}

/* What stands in the record about a module's questions, options and signs. */
static void read_figures(Store *store)
{
        Error error = { 0 };
        size_t rows = 0;
        double start = now();
        if (!store_question_figures(store, "hotels", take_question, &rows, &error) ||
                !store_option_choices(store, "hotels", take_option, &rows, &error) ||
                !store_sign_figures(store, "hotels", take_sign, &rows, &error))
                stop(error.message);
        printf("%-34s %8zu rows %9.2f ms\n", "standing figures of a module", rows, now() - start);
}

/* The rows of the first page in plain SQL, on a connection of its own as the board has. */
static double read_bare_page(const char *record)
{
        static const char sql[] =
                "SELECT p.staff_id, p.name, p.site, c.module, c.latest_version, CASE"
                " WHEN c.valid_until BETWEEN date('now') AND date('now', '+30 days') THEN 1"
                " WHEN c.valid_until >= date('now') THEN 2 WHEN c.valid_until IS NOT NULL THEN 3"
                " WHEN d.due < date('now') THEN 4 WHEN c.going_on > 0 THEN 5"
                " WHEN c.latest_at IS NOT NULL THEN 6 ELSE 7 END, c.latest_percent, c.attempts,"
                " v.completed, c.valid_until, d.due"
                " FROM people AS p CROSS JOIN completions AS c ON c.person = p.person"
                " LEFT JOIN due AS d ON d.person = c.person AND d.module = c.module"
                " LEFT JOIN passes AS v ON v.person = c.person AND v.module = c.module"
                " AND v.seq = c.valid_seq"
                " WHERE p.staff_id IS NOT NULL AND p.left_at IS NULL"
                " ORDER BY p.staff_id, c.module LIMIT 18";
        sqlite3 *database = NULL;
        sqlite3_stmt *row = NULL;
        double start = now();
        if (sqlite3_open_v2(record, &database, SQLITE_OPEN_READWRITE, NULL) != SQLITE_OK ||
                sqlite3_prepare_v2(database, sql, -1, &row, NULL) != SQLITE_OK)
                stop(sqlite3_errmsg(database));
        while (sqlite3_step(row) == SQLITE_ROW)
                bytes_read += (size_t)sqlite3_column_bytes(row, 1);
        sqlite3_finalize(row);
        sqlite3_close(database);
        return now() - start;
}

static double open_page(const char *record)
{
        Error error = { 0 };
        bool more = false;
        double start = now();
        Store *store = store_open(record, STORE_READ, &error);
        if (!store)
                stop(error.message);
        Board *board = board_new(store, day_today());
        if (!board_load(board, PAGE, &more, &error))
                stop(error.message);
        read_page(board, 0);
        double taken = now() - start;
        board_free(board);
        store_close(store);
        return taken;
}

static int compare_times(const void *a, const void *b)
{
        double left = *(const double *)a, right = *(const double *)b;
        return (left > right) - (left < right);
}

static void compare_first_pages(const char *record)
{
        enum { TURNS = 21 };
        double ours[TURNS], bare[TURNS];
        for (size_t i = 0; i < TURNS; i++) {
                ours[i] = open_page(record);
                bare[i] = read_bare_page(record);
        }
        qsort(ours, TURNS, sizeof *ours, compare_times);
        qsort(bare, TURNS, sizeof *bare, compare_times);
        printf("%-34s %23.2f ms, plain SQL %.2f ms, %.2fx\n", "first page, median", ours[TURNS / 2],
                bare[TURNS / 2], ours[TURNS / 2] / bare[TURNS / 2]);
}

int main(int argc, char **argv)
{
        Error error = { 0 };
        if (argc != 2)
                stop("the record's file is wanted");
        compare_first_pages(argv[1]);
        double start = now();
        Store *store = store_open(argv[1], STORE_READ, &error);
        if (!store)
                stop(error.message);
        store_changed(store);
        Board *board = board_new(store, day_today());
        bool more = false;
        if (!board_load(board, PAGE, &more, &error))
                stop(error.message);
        say("open, to the first page", board, start);
        read_figures(store);
        start = now();
        double longest = load(board);
        say("read everybody", board, start);
        printf("%-34s %23.2f ms\n", "  the longest a key waits meanwhile", longest);
        start = now();
        for (size_t first = 0; first < board_count(board); first += PAGE)
                read_page(board, first);
        say("page to the end", board, start);
        for (BoardColumn column = BOARD_NAME; column < BOARD_COLUMNS; column++) {
                char what[64];
                snprintf(what, sizeof what, "sort by %s", board_column_word(column));
                ask(board, what, (BoardQuery){ .order = column, .descending = true });
        }
        ask(board, "filter 'h'",
                (BoardQuery){ .text = "h", .descending = true, .order = BOARD_DATE });
        ask(board, "filter 'hughes'",
                (BoardQuery){ .text = "hughes", .descending = true, .order = BOARD_DATE });
        ask(board, "filter 'no such thing'",
                (BoardQuery){ .text = "no such thing", .descending = true, .order = BOARD_DATE });
        ask(board, "status overdue",
                (BoardQuery){ .statuses = 1u << STATUS_OVERDUE, .order = BOARD_DATE });
        ask(board, "one site", (BoardQuery){ .site = "Site 03", .order = BOARD_DATE });
        bool changed = false;
        start = now();
        changed = store_changed(store);
        printf("%-34s %23.2f ms\n", "nothing has changed", now() - start);
        if (changed)
                stop("something did change");
        join_somebody(argv[1]);
        start = now();
        if (!store_changed(store) || !board_refresh(board, day_today(), &changed, &error) ||
                !changed)
                stop("nothing was taken in");
        say("take in what was stored", board, start);
        start = now();
        longest = check(board);
        say("look at all names again", board, start);
        printf("%-34s %23.2f ms\n", "  the longest a key waits meanwhile", longest);
        board_free(board);
        store_close(store);
        return 0;
}
