#include "record/sqlite.h"

/* Visits the rows of a query that may be limited to one module (`:module`). */
static bool visit_figures(Store *store, const char *sql, const char *module,
        bool (*read)(const Row *row, void *data), void *data, Error *error)
{
        SqliteStore *sqlite = (SqliteStore *)store;
        sqlite3_stmt *row = statement_prepare(sqlite, sql, error);
        if (!row)
                return false;
        if (module && module[0])
                statement_set_text(row, ":module", module);
        const Row at = statement_as_row(row);
        bool more = true;
        int answer = SQLITE_DONE;
        while (more && (answer = sqlite3_step(row)) == SQLITE_ROW)
                more = read(&at, data);
        bool done = !more || answer == SQLITE_DONE || sqlite_fail(sqlite, error);
        sqlite3_finalize(row);
        return done;
}

typedef struct Visiting {
        bool (*question)(const QuestionFigures *figures, void *data);
        bool (*option)(const OptionChoices *figures, void *data);
        bool (*sign)(const SignFigures *figures, void *data);
        void *data;
} Visiting;

static bool read_question(const Row *row, void *data)
{
        const Visiting *visiting = data;
        QuestionFigures figures = row_question_figures(row);
        return visiting->question(&figures, visiting->data);
}

bool sqlite_question_figures(Store *store, const char *module,
        bool (*visit)(const QuestionFigures *figures, void *data), void *data, Error *error)
{
        Visiting visiting = { .question = visit, .data = data };
        return visit_figures(store,
                "SELECT module, version, question, n, sum, sum_squares, hits, misses, false_alarms,"
                " correct_rejections FROM question_figures"
                " WHERE module = coalesce(:module, module) ORDER BY module, version, question",
                module, read_question, &visiting, error);
}

static bool read_option(const Row *row, void *data)
{
        const Visiting *visiting = data;
        OptionChoices figures = row_option_choices(row);
        return visiting->option(&figures, visiting->data);
}

bool sqlite_option_choices(Store *store, const char *module,
        bool (*visit)(const OptionChoices *figures, void *data), void *data, Error *error)
{
        Visiting visiting = { .option = visit, .data = data };
        return visit_figures(store,
                "SELECT module, version, question, option, chosen FROM option_figures"
                " WHERE module = coalesce(:module, module)"
                " ORDER BY module, version, question, option",
                module, read_option, &visiting, error);
}

static bool read_sign(const Row *row, void *data)
{
        const Visiting *visiting = data;
        SignFigures figures = row_sign_figures(row);
        return visiting->sign(&figures, visiting->data);
}

bool sqlite_sign_figures(Store *store, const char *module,
        bool (*visit)(const SignFigures *figures, void *data), void *data, Error *error)
{
        Visiting visiting = { .sign = visit, .data = data };
        return visit_figures(store,
                "SELECT module, version, sign, hits, misses, people FROM sign_figures"
                " WHERE module = coalesce(:module, module) ORDER BY module, version, sign",
                module, read_sign, &visiting, error);
}
