#include "record/completion_query.h"
#include "record/postgres.h"

static const CompletionDialect dialect = {
        .order_folded = "lower(",
        .order_folded_end = ")",
        .sites_list = "json_array_elements_text(:sites ::json)",
        .pass_mark = "CAST(CAST(e.body AS json) ->> 'pass' AS double precision)",
        .same_log = " AND e.log = a.log",
};

/* Takes over the text of the query. */
static bool ask(PostgresStore *postgres, PostgresAnswer *answer, Text *sql,
        const CompletionFilter *filter, Error *error)
{
        NamedValues values = { .count = 0 };
        completion_bind(
                filter, &(CompletionBinder){
                                .text = named_text, .number = named_number, .statement = &values });
        bool done = postgres_ask_named(postgres, answer, text_string(sql), &values, error);
        text_clear(sql);
        return done;
}

bool postgres_completions(Store *store, const CompletionFilter *filter,
        bool (*visit)(const CompletionRow *row, void *data), void *data, Error *error)
{
        PostgresAnswer answer;
        Text sql = { 0 };
        completion_query(&sql, filter, &dialect);
        if (!ask((PostgresStore *)store, &answer, &sql, filter, error))
                return false;
        bool more = true;
        for (int i = 0; more && i < postgres_count(&answer); i++) {
                const Row row = postgres_row(&answer, i);
                CompletionRow completion = row_completion(&row);
                more = visit(&completion, data);
        }
        postgres_clear(&answer);
        return true;
}

bool postgres_completion_counts(Store *store, const CompletionFilter *filter, CompletionGroup by,
        bool (*visit)(const CompletionCounts *counts, void *data), void *data, Error *error)
{
        PostgresAnswer answer;
        Text sql = { 0 };
        completion_counts_query(&sql, filter, by, &dialect);
        if (!ask((PostgresStore *)store, &answer, &sql, filter, error))
                return false;
        bool more = true;
        for (int i = 0; more && i < postgres_count(&answer); i++) {
                const Row row = postgres_row(&answer, i);
                CompletionCounts counts = row_completion_counts(&row);
                more = visit(&counts, data);
        }
        postgres_clear(&answer);
        return true;
}
