#include "record/postgres.h"

/* Figures are kept by log; whoever may see several has them added up. */
bool postgres_question_figures(Store *store, const char *module,
        bool (*visit)(const QuestionFigures *figures, void *data), void *data, Error *error)
{
        PostgresAnswer answer;
        if (!postgres_ask((PostgresStore *)store, &answer, error,
                    "SELECT module, version, question, sum(n), sum(sum), sum(sum_squares), "
                    "sum(hits),"
                    " sum(misses), sum(false_alarms), sum(correct_rejections) FROM question_figures"
                    " WHERE $1 = '' OR module = $1"
                    " GROUP BY module, version, question ORDER BY module, version, question",
                    "t", module ? module : ""))
                return false;
        bool more = true;
        for (int i = 0; more && i < postgres_count(&answer); i++) {
                const Row row = postgres_row(&answer, i);
                QuestionFigures figures = row_question_figures(&row);
                more = visit(&figures, data);
        }
        postgres_clear(&answer);
        return true;
}

bool postgres_option_choices(Store *store, const char *module,
        bool (*visit)(const OptionChoices *figures, void *data), void *data, Error *error)
{
        PostgresAnswer answer;
        if (!postgres_ask((PostgresStore *)store, &answer, error,
                    "SELECT module, version, question, option, sum(chosen) FROM option_figures"
                    " WHERE $1 = '' OR module = $1 GROUP BY module, version, question, option"
                    " ORDER BY module, version, question, option",
                    "t", module ? module : ""))
                return false;
        bool more = true;
        for (int i = 0; more && i < postgres_count(&answer); i++) {
                const Row row = postgres_row(&answer, i);
                OptionChoices figures = row_option_choices(&row);
                more = visit(&figures, data);
        }
        postgres_clear(&answer);
        return true;
}

/* Nobody is counted twice: a person's events all stand in one log. */
bool postgres_sign_figures(Store *store, const char *module,
        bool (*visit)(const SignFigures *figures, void *data), void *data, Error *error)
{
        PostgresAnswer answer;
        if (!postgres_ask((PostgresStore *)store, &answer, error,
                    "SELECT module, version, sign, sum(hits), sum(misses), sum(people)"
                    " FROM sign_figures WHERE $1 = '' OR module = $1"
                    " GROUP BY module, version, sign ORDER BY module, version, sign",
                    "t", module ? module : ""))
                return false;
        bool more = true;
        for (int i = 0; more && i < postgres_count(&answer); i++) {
                const Row row = postgres_row(&answer, i);
                SignFigures figures = row_sign_figures(&row);
                more = visit(&figures, data);
        }
        postgres_clear(&answer);
        return true;
}
