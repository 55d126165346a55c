/* Counts of completions by status, site and module; figures of questions, options and signs. */
#include "world.h"

#include <stdio.h>

typedef struct Found {
        char text[2048];
} Found;

static bool add_counts(const CompletionCounts *counts, void *data)
{
        Found *found = data;
        size_t len = strlen(found->text);
        len += (size_t)snprintf(found->text + len, sizeof found->text - len, "%s: %lld/%lld",
                counts->group, (long long)counts->rows, (long long)counts->people);
        for (int i = 0; i < STATUS_COUNT; i++)
                if (counts->statuses[i])
                        len += (size_t)snprintf(found->text + len, sizeof found->text - len,
                                " %s %lld", completion_status_names[i],
                                (long long)counts->statuses[i]);
        if (counts->waived || counts->imported)
                len += (size_t)snprintf(found->text + len, sizeof found->text - len,
                        " (%lld waived, %lld imported)", (long long)counts->waived,
                        (long long)counts->imported);
        snprintf(found->text + len, sizeof found->text - len, "\n");
        return true;
}

static void assert_counts(
        Store *store, CompletionFilter filter, CompletionGroup by, const char *expected)
{
        Found found = { "" };
        Error error = { 0 };
        if (!store_completion_counts(store, &filter, by, add_counts, &found, &error))
                fail_msg("%s", error.message);
        assert_string_equal(found.text, expected);
}

static int64_t total(Store *store, CompletionFilter filter)
{
        int64_t rows = -1;
        Error error = { 0 };
        assert_true(store_completion_total(store, &filter, &rows, &error));
        return rows;
}

static void add_people(const World *world, Store *store)
{
        static const char *const sites[] = { "Newport", "Cwmbran;Newport", "", "Cwmbran",
                "Newport" };
        static const char *const staff[] = { "e3", "E1", "e2", "100%", "e_4" };
        Error error = { 0 };
        world_fill(world, store);
        for (int i = 0; i < 5; i++)
                assert_true(store_person_change(store, world_person(world, store, staff[i]).id,
                        staff[i], sites[i], &error));
        world_add(store, EVENT_COMPLETION_WAIVED, world_person(world, store, "e2").id, NULL,
                body_waived("airport", NULL));
}

static void counts_add_up_whatever_they_are_grouped_by(void **state)
{
        World *world = *state;
        Store *store = world_open(world, STORE_CREATE);
        add_people(world, store);
        CompletionFilter all = any_completion();
        assert_counts(store, all, GROUP_ALL,
                ": 8/5 not-started 1 failed 1 passed 4 expiring 1 overdue 1 (1 waived, 5 "
                "imported)\n");
        assert_counts(store, all, GROUP_MODULE,
                "airport: 3/3 not-started 1 passed 1 overdue 1 (1 waived, 0 imported)\n"
                "hotel: 5/5 failed 1 passed 3 expiring 1 (0 waived, 5 imported)\n");
        assert_counts(store, all, GROUP_SITE,
                ": 2/1 failed 1 passed 1 (1 waived, 1 imported)\n"
                "Cwmbran: 3/2 not-started 1 passed 2 (0 waived, 2 imported)\n"
                "Newport: 5/3 not-started 1 passed 2 expiring 1 overdue 1 (0 waived, 3 "
                "imported)\n");
        assert_int_equal(total(store, all), 8);
        store_close(store);
}

static void counts_follow_the_filter_as_the_rows_do(void **state)
{
        World *world = *state;
        Store *store = world_open(world, STORE_CREATE);
        add_people(world, store);
        CompletionFilter filters[12];
        for (size_t i = 0; i < 12; i++)
                filters[i] = any_completion();
        filters[1].module = "hotel";
        filters[2].site = "Newport";
        filters[3].site = "Cwmbran;Newport";
        filters[4].text = "E_4";
        filters[5].statuses = 1u << STATUS_PASSED | 1u << STATUS_OVERDUE;
        filters[6].since = day_from_date(2026, 3, 1);
        filters[6].until = day_from_date(2026, 4, 1);
        filters[7].since = day_from_date(2026, 1, 1);
        filters[7].until = day_from_date(2026, 2, 1);
        filters[8].person = world_person(world, store, "e3").id;
        filters[9].site = "Cwmbran; Nowhere";
        filters[10].site = "Nowhere";
        filters[11].site = "Newport;Newport";
        static const int64_t expected[] = { 8, 5, 5, 6, 1, 5, 3, 2, 2, 3, 0, 5 };
        for (size_t i = 0; i < 12; i++) {
                if (total(store, filters[i]) != expected[i])
                        fail_msg("filter %zu: %lld", i, (long long)total(store, filters[i]));
                assert_int_equal(world_completions(world, store, filters[i])->count, expected[i]);
                filters[i].limit = 1;
                filters[i].offset = 1;
                assert_int_equal(total(store, filters[i]), expected[i]);
        }
        assert_counts(store, filters[10], GROUP_ALL, ": 0/0\n");
        assert_counts(store, filters[10], GROUP_SITE, "");
        store_close(store);
}

static void somebody_at_two_sites_is_one_row(void **state)
{
        World *world = *state;
        Store *store = world_open(world, STORE_CREATE);
        add_people(world, store);
        CompletionFilter filter = any_completion();
        filter.site = "Newport;Cwmbran";
        filter.module = "hotel";
        Rows *rows = world_completions(world, store, filter);
        assert_int_equal(rows->count, 4);
        for (size_t i = 1; i < rows->count; i++)
                assert_true(strcmp(rows->text[i - 1][0], rows->text[i][0]) < 0);
        store_close(store);
}

static json_t *spot(const char *question, const char *hits, const char *misses)
{
        json_t *body =
                json_pack("{s:f, s:s, s:s, s:f, s:b, s:i, s:s}", "max", 1.0, "question", question,
                        "response", "1", "score", 0.5, "scored", 1, "seconds", 4, "type", "single");
        json_object_set_new(body, "hits", json_loads(hits, 0, NULL));
        json_object_set_new(body, "misses", json_loads(misses, 0, NULL));
        json_object_set_new(body, "false_alarms", json_loads("[\"4\"]", 0, NULL));
        json_object_set_new(body, "correct_rejections", json_loads("[\"5\",\"6\"]", 0, NULL));
        return body;
}

static void attempt(Store *store, const char *person, const char *module, bool finish)
{
        char id[ID_SIZE];
        id_make(id);
        world_add(store, EVENT_ATTEMPT_STARTED, person, id, body_started(module, 2));
        world_add(store, EVENT_ANSWERED, person, id,
                spot("q1", "[\"cash\",\"cash\",\"lift\"]", "[\"phone\"]"));
        world_add(
                store, EVENT_ANSWERED, person, id, spot("q2", "[\"phone\"]", "[\"cash\",17,null]"));
        if (finish)
                world_add(store, EVENT_ATTEMPT_FINISHED, person, id,
                        body_finished(module, 50, false, NULL));
}

static bool add_sign(const SignFigures *figures, void *data)
{
        Found *found = data;
        size_t len = strlen(found->text);
        snprintf(found->text + len, sizeof found->text - len, "%s %s %s %lld %lld %lld\n",
                figures->module, figures->version, figures->sign, (long long)figures->hits,
                (long long)figures->misses, (long long)figures->people);
        return true;
}

static void assert_signs(Store *store, const char *module, const char *expected)
{
        Found found = { "" };
        Error error = { 0 };
        assert_true(store_sign_figures(store, module, add_sign, &found, &error));
        assert_string_equal(found.text, expected);
}

static void signs_are_counted_over_finished_attempts_with_the_people_behind_them(void **state)
{
        World *world = *state;
        Store *store = world_open(world, STORE_CREATE);
        Person one = world_person(world, store, "e1"), two = world_person(world, store, "e2");
        assert_signs(store, NULL, "");
        attempt(store, one.id, "hotel", true);
        attempt(store, one.id, "hotel", true);
        attempt(store, two.id, "hotel", true);
        attempt(store, two.id, "taxi", true);
        attempt(store, two.id, "taxi", false);
        assert_signs(store, "hotel",
                "hotel 1.0 cash 6 3 2\nhotel 1.0 lift 3 0 2\nhotel 1.0 phone 3 3 2\n");
        assert_signs(
                store, "taxi", "taxi 1.0 cash 2 1 1\ntaxi 1.0 lift 1 0 1\ntaxi 1.0 phone 1 1 1\n");
        assert_signs(store, "pub", "");
        world_add(store, EVENT_STAFF_FORGOTTEN, two.id, NULL, json_object());
        assert_signs(
                store, "taxi", "taxi 1.0 cash 2 1 1\ntaxi 1.0 lift 1 0 1\ntaxi 1.0 phone 1 1 1\n");
        world_verify(store);
        store_close(store);
}

static bool add_question(const QuestionFigures *figures, void *data)
{
        Found *found = data;
        size_t len = strlen(found->text);
        snprintf(found->text + len, sizeof found->text - len,
                "%s %s %lld %.2f %.2f %lld %lld %lld %lld\n", figures->module, figures->question,
                (long long)figures->n, figures->sum, figures->sum_squares, (long long)figures->hits,
                (long long)figures->misses, (long long)figures->false_alarms,
                (long long)figures->correct_rejections);
        return true;
}

static bool add_option(const OptionChoices *choices, void *data)
{
        Found *found = data;
        size_t len = strlen(found->text);
        snprintf(found->text + len, sizeof found->text - len, "%s %s=%lld\n", choices->question,
                choices->option, (long long)choices->chosen);
        return true;
}

static void questions_and_options_are_read_by_module(void **state)
{
        World *world = *state;
        Store *store = world_open(world, STORE_CREATE);
        Person one = world_person(world, store, "e1");
        attempt(store, one.id, "hotel", true);
        attempt(store, one.id, "hotel", true);
        attempt(store, one.id, "taxi", true);
        Found found = { "" };
        Error error = { 0 };
        assert_true(store_question_figures(store, "hotel", add_question, &found, &error));
        assert_string_equal(
                found.text, "hotel q1 2 1.00 0.50 6 2 2 4\nhotel q2 2 1.00 0.50 2 6 2 4\n");
        found.text[0] = '\0';
        assert_true(store_option_choices(store, "taxi", add_option, &found, &error));
        assert_string_equal(found.text, "q1 1=1\nq2 1=1\n");
        found.text[0] = '\0';
        assert_true(store_question_figures(store, NULL, add_question, &found, &error));
        assert_int_equal(strlen(found.text) > 100, 1);
        store_close(store);
}

static void many_attempts_in_one_group_make_the_same_figures(void **state)
{
        World *world = *state;
        Store *store = world_open(world, STORE_CREATE);
        Person one = world_person(world, store, "e1");
        Error error = { 0 };
        assert_true(store_begin(store, &error));
        for (int i = 0; i < 300; i++)
                attempt(store, one.id, i % 2 ? "hotel" : "taxi", true);
        assert_true(store_commit(store, &error));
        assert_signs(store, "hotel",
                "hotel 1.0 cash 300 150 1\nhotel 1.0 lift 150 0 1\nhotel 1.0 phone 150 150 1\n");
        world_verify(store);
        store_close(store);
}

#define COUNTS_TEST(name) cmocka_unit_test_setup_teardown(name, world_make, world_end)

int main(void)
{
        const struct CMUnitTest tests[] = {
                COUNTS_TEST(counts_add_up_whatever_they_are_grouped_by),
                COUNTS_TEST(counts_follow_the_filter_as_the_rows_do),
                COUNTS_TEST(somebody_at_two_sites_is_one_row),
                COUNTS_TEST(signs_are_counted_over_finished_attempts_with_the_people_behind_them),
                COUNTS_TEST(questions_and_options_are_read_by_module),
                COUNTS_TEST(many_attempts_in_one_group_make_the_same_figures),
        };
        return cmocka_run_group_tests(tests, NULL, NULL);
}
