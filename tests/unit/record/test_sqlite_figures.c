/* What a finished attempt adds to the figures of its questions and options. */
#include "../../store/world.h"

#include <stdio.h>

#include "record/sqlite.h"

static json_t *answer(const char *question, const char *type, const char *response)
{
        json_t *body = json_pack("{s:f, s:s, s:f, s:b, s:i, s:s}", "max", 2.0, "question", question,
                "score", 1.0, "scored", 1, "seconds", 4, "type", type);
        json_object_set_new(body, "response", json_loads(response, JSON_DECODE_ANY, NULL));
        return body;
}

/* The options of a question as `option=chosen`, in order, each followed by a space. */
static void assert_options(Store *store, const char *question, const char *expected)
{
        char seen[512] = "";
        sqlite3_stmt *row = NULL;
        assert_int_equal(sqlite3_prepare_v2(((SqliteStore *)store)->db,
                                 "SELECT option, chosen FROM option_figures WHERE module = 'hotel'"
                                 " AND version = '1.0' AND question = ? ORDER BY option",
                                 -1, &row, NULL),
                SQLITE_OK);
        sqlite3_bind_text(row, 1, question, -1, SQLITE_STATIC);
        while (sqlite3_step(row) == SQLITE_ROW)
                snprintf(seen + strlen(seen), sizeof seen - strlen(seen), "%s=%d ",
                        (const char *)sqlite3_column_text(row, 0), sqlite3_column_int(row, 1));
        sqlite3_finalize(row);
        assert_string_equal(seen, expected);
}

static void assert_figures(Store *store, const char *question, int n, double sum,
        double sum_squares, const int counts[4])
{
        sqlite3_stmt *row = NULL;
        assert_int_equal(sqlite3_prepare_v2(((SqliteStore *)store)->db,
                                 "SELECT n, sum, sum_squares, hits, misses, false_alarms,"
                                 " correct_rejections FROM question_figures WHERE question = ?",
                                 -1, &row, NULL),
                SQLITE_OK);
        sqlite3_bind_text(row, 1, question, -1, SQLITE_STATIC);
        assert_int_equal(sqlite3_step(row), n ? SQLITE_ROW : SQLITE_DONE);
        if (n) {
                assert_int_equal(sqlite3_column_int(row, 0), n);
                assert_near(sqlite3_column_double(row, 1), sum, 1e-12);
                assert_near(sqlite3_column_double(row, 2), sum_squares, 1e-12);
                for (int i = 0; i < 4; i++)
                        assert_int_equal(sqlite3_column_int(row, 3 + i), counts[i]);
        }
        sqlite3_finalize(row);
}

static void options_are_counted_by_the_type_of_their_question(void **state)
{
        World *world = *state;
        Store *store = world_open(world, STORE_CREATE);
        Person person = world_person(world, store, "e17");
        static const struct {
                const char *question, *type, *response, *options;
        } cases[] = {
                { "single", "single", "\"b\"", "b=1 " },
                { "multiple", "multiple", "[\"a\",\"c\"]", "a=1 c=1 " },
                { "none", "multiple", "[]", "" },
                { "true", "true-false", "true", "true=1 " },
                { "false", "true-false", "false", "false=1 " },
                { "order", "order", "[\"c\",\"a\",\"b\"]", "1-c=1 2-a=1 3-b=1 " },
                { "match", "match", "{\"a\":\"b\",\"b\":null}", "a-b=1 " },
                { "spot", "spot", "[\"1\",\"14\"]", "1=1 14=1 " },
                { "branch", "branch", "[\"desk:a\",\"porch:b\"]", "desk:a=1 porch:b=1 " },
                { "call", "call", "{\"number\":\"101\",\"say\":[\"a\"]}", "101=1 a=1 " },
                { "odd", "single", "17", "" },
                { "odder", "multiple", "[1,null,[\"a\"]]", "" },
                { "nothing", "single", "null", "" },
        };
        enum { CASES = sizeof cases / sizeof *cases };
        char attempt[ID_SIZE];
        id_make(attempt);
        world_add(store, EVENT_ATTEMPT_STARTED, person.id, attempt, body_started("hotel", CASES));
        for (size_t i = 0; i < CASES; i++)
                world_add(store, EVENT_ANSWERED, person.id, attempt,
                        answer(cases[i].question, cases[i].type, cases[i].response));
        world_add(store, EVENT_ATTEMPT_FINISHED, person.id, attempt,
                body_finished("hotel", 50, false, NULL));
        for (size_t i = 0; i < CASES; i++)
                assert_options(store, cases[i].question, cases[i].options);
        world_verify(store);
        store_close(store);
}

static void scores_and_detections_add_up_over_attempts(void **state)
{
        World *world = *state;
        Store *store = world_open(world, STORE_CREATE);
        Person person = world_person(world, store, "e17");
        static const double scores[] = { 0, 1, 2, 1.5 };
        for (int i = 0; i < 4; i++) {
                char attempt[ID_SIZE];
                id_make(attempt);
                world_add(
                        store, EVENT_ATTEMPT_STARTED, person.id, attempt, body_started("hotel", 1));
                json_t *body = answer("q", "spot", "[\"1\"]");
                json_object_set_new(body, "score", json_real(scores[i]));
                json_object_set_new(body, "hits", json_pack("[s,s]", "control", "documents"));
                json_object_set_new(body, "misses", json_integer(3));
                if (i == 0)
                        json_object_set_new(body, "false_alarms", json_pack("[s]", "2"));
                world_add(store, EVENT_ANSWERED, person.id, attempt, body);
                world_add(store, EVENT_ATTEMPT_FINISHED, person.id, attempt,
                        body_finished("hotel", 50, false, NULL));
        }
        assert_figures(store, "q", 4, 2.25, 1.8125, (const int[]){ 8, 12, 1, 0 });
        assert_options(store, "q", "1=4 ");
        store_close(store);
}

static void only_attempts_that_were_finished_count(void **state)
{
        World *world = *state;
        Store *store = world_open(world, STORE_CREATE);
        Person person = world_person(world, store, "e17");
        char attempt[ID_SIZE], left[ID_SIZE];
        id_make(attempt);
        id_make(left);
        world_add(store, EVENT_ATTEMPT_STARTED, person.id, left, body_started("hotel", 2));
        world_add(store, EVENT_ANSWERED, person.id, left, answer("q", "single", "\"a\""));
        world_add(store, EVENT_ATTEMPT_ABANDONED, person.id, left, json_object());
        world_add(store, EVENT_ATTEMPT_STARTED, person.id, attempt, body_started("hotel", 2));
        world_add(store, EVENT_ANSWERED, person.id, attempt, answer("q", "single", "\"a\""));
        assert_figures(store, "q", 0, 0, 0, NULL);
        world_add(store, EVENT_ATTEMPT_FINISHED, person.id, attempt,
                body_finished("hotel", 50, false, NULL));
        assert_figures(store, "q", 1, 0.5, 0.25, (const int[]){ 0, 0, 0, 0 });
        store_close(store);
}

static void a_question_without_points_counts_as_nothing_scored(void **state)
{
        World *world = *state;
        Store *store = world_open(world, STORE_CREATE);
        Person person = world_person(world, store, "e17");
        char attempt[ID_SIZE];
        id_make(attempt);
        world_add(store, EVENT_ATTEMPT_STARTED, person.id, attempt, body_started("hotel", 1));
        json_t *body = answer("q", "single", "\"a\"");
        json_object_set_new(body, "max", json_integer(0));
        world_add(store, EVENT_ANSWERED, person.id, attempt, body);
        world_add(store, EVENT_ATTEMPT_FINISHED, person.id, attempt,
                body_finished("hotel", 0, false, NULL));
        assert_figures(store, "q", 1, 0, 0, (const int[]){ 0, 0, 0, 0 });
        store_close(store);
}

#define FIGURES_TEST(name) cmocka_unit_test_setup_teardown(name, world_make, world_end)

int main(void)
{
        const struct CMUnitTest tests[] = {
                FIGURES_TEST(options_are_counted_by_the_type_of_their_question),
                FIGURES_TEST(scores_and_detections_add_up_over_attempts),
                FIGURES_TEST(only_attempts_that_were_finished_count),
                FIGURES_TEST(a_question_without_points_counts_as_nothing_scored),
        };
        return cmocka_run_group_tests(tests, NULL, NULL);
}
