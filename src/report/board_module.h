/* One module, as the supervisor sees it: who has passed, how that went over the months, and what
 * people find hard. */
#ifndef REPORT_BOARD_MODULE_H
#define REPORT_BOARD_MODULE_H

#include "module/module.h"
#include "report/board.h"
#include "view/view.h"

enum {
        MODULE_MONTHS = 12,
        MODULE_PEOPLE_LEAST =
                5, /* answers of fewer people are not shown: they could be told apart */
        MODULE_ATTEMPTS_MOST = 2000 /* whose answers are looked at, the newest */
};

/** Attempts that ended in one month. */
typedef struct MonthFigures {
        int year, month;
        size_t finished, passed;
} MonthFigures;

typedef struct QuestionLine {
        const char *id;
        size_t answers,
                people;  /* of the newest attempts; people: counted up to MODULE_PEOPLE_LEAST */
        double fraction; /* of full marks, the mean */
        size_t sure, sure_wrong; /* "very sure", and of them wrong */
} QuestionLine;

typedef struct SignLine {
        const char *id;
        size_t hits, misses, people;
} SignLine;

typedef struct ModuleFigures {
        const char *module;
        BoardCounts counts;
        size_t finished, passed, people;    /* attempts; different people behind them, up to
                                               MODULE_PEOPLE_LEAST */
        MonthFigures months[MODULE_MONTHS]; /* the last ones, oldest first; without attempts: 0 */
        size_t looked_at;                   /* attempts whose answers are in `questions` */
        const QuestionLine *questions;      /* hardest first */
        size_t question_count;
        const SignLine *signs; /* missed most first */
        size_t sign_count;
} ModuleFigures;

/** Gathers the figures of a module. In `arena`.
 *
 * \param keep_on  called now and then; where it says false this ends, and `stopped` says so */
bool board_module(Store *store, const Board *board, const char *module, Arena *arena,
        ModuleFigures *figures, bool (*keep_on)(void *data), void *data, bool *stopped,
        Error *error);

/** The page. In `arena`.
 *
 * \param known      the module itself, for titles, or NULL
 * \param with_bars  bars and a line of the months beside the figures, which say all of it in words
 */
View board_module_view(
        const ModuleFigures *figures, const Module *known, bool with_bars, Arena *arena);

/** What keys (screens) or words (line mode) the board has. In `arena`. */
View board_help_view(Arena *arena, bool line_mode);

/** A character for each month, higher for more passes; a dot where nobody finished. In `arena`. */
const char *board_spark(const MonthFigures *months, size_t count, Arena *arena);

#endif
