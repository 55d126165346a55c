/* Completions from an earlier system: all or none, and every bad row located. */
#include "../../store/world.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/text.h"
#include "exchange/completions_csv.h"

static const char *const ids[] = { "hotels" };
static const KnownModules known = { ids, 1 };

static const char header[] = "staff_id,module,version,score,passed,completed,expires\n";

typedef struct Imported {
        CompletionsImport import;
        CompletionsTotals totals;
        bool done;
        Error error;
} Imported;

static Imported import_text(
        const World *world, Store *store, CompletionsImport import, const char *text)
{
        Imported imported = { .import = import };
        imported.import.store = store;
        imported.import.known = &known;
        imported.import.today = day_from_date(2026, 6, 1);
        imported.import.problems.arena = world->arena;
        assert_true(store_begin(store, &imported.error));
        imported.done = completions_import(
                &imported.import, text, strlen(text), &imported.totals, &imported.error);
        if (imported.done && !imported.import.problems.errors)
                assert_true(store_commit(store, &imported.error));
        else
                store_rollback(store);
        return imported;
}

static const char *with_header(const World *world, const char *rows)
{
        return arena_printf(world->arena, "%s%s", header, rows);
}

static void assert_problem(const Imported *imported, size_t i, size_t line, const char *words)
{
        assert_true(i < imported->import.problems.count);
        const Problem *problem = &imported->import.problems.items[i];
        if (problem->line != line || !strstr(problem->text, words))
                fail_msg("line %zu: %s", problem->line, problem->text);
}

static void completions_count_as_imported(void **state)
{
        World *world = *state;
        Store *store = world_open(world, STORE_CREATE);
        Imported imported = import_text(world, store, (CompletionsImport){ 0 },
                with_header(world, "e1,hotels,2.1,83.5,true,2025-07-01,2027-07-01\n"
                                   "e1,hotels,2.0,40%,no,2024-01-01,\n"
                                   "e2,hotels,,,YES,2025-07-01T09:30:00Z,\n"));
        assert_true(imported.done);
        assert_int_equal(imported.import.problems.errors, 0);
        assert_int_equal(imported.totals.rows, 3);
        assert_int_equal(imported.totals.passes, 2);
        assert_int_equal(imported.totals.people_added, 2);
        Day today = day_from_date(2026, 6, 1);
        CompletionRow row = world_completion(
                world, store, world_person(world, store, "e1").id, "hotels", today);
        assert_int_equal(row.status, STATUS_PASSED);
        assert_string_equal(row.how, "imported");
        assert_string_equal(row.version, "2.1");
        assert_near(row.percent, 83.5, 1e-12);
        assert_int_equal(row.expires, day_from_date(2027, 7, 1));
        row = world_completion(world, store, world_person(world, store, "e2").id, "hotels", today);
        assert_false(row.has_score);
        assert_int_equal(row.expires, DAY_NONE);
        assert_string_equal(row.name, "e2");
        assert_int_equal(world_verify(store), 5);
        store_close(store);
}

static void of_rows_with_a_bad_one_among_them_none_is_kept(void **state)
{
        World *world = *state;
        Store *store = world_open(world, STORE_CREATE);
        Imported imported = import_text(world, store, (CompletionsImport){ 0 },
                with_header(world, "e1,hotels,1,80,true,2025-07-01,\n"
                                   ",hotels,1,80,true,2025-07-01,\n"
                                   "e1,ho tels,1,80,true,2025-07-01,\n"
                                   "e1,hotels,1,101,true,2025-07-01,\n"
                                   "e1,hotels,1,8O,perhaps,2025-13-01,\n"
                                   "e1,hotels,1,80,true,2026-06-02,\n"
                                   "e1,hotels,1,80,true,2025-07-01,2025-06-30\n"
                                   "e1,hotels,1,80,true,,\n"
                                   "e1,hotels,1,-5,true,2025-07-01,soon\n"
                                   "e1,hotels,1,.,true,2025-07-01,\n"
                                   "e9,hotels,1,80,true,2025-07-01,\n"));
        assert_true(imported.done);
        static const struct {
                size_t line;
                const char *words;
        } problems[] = { { 3, "staff id is empty" }, { 4, "cannot be a module's id" },
                { 5, "not '101'" }, { 6, "not 'perhaps'" }, { 6, "not '8O'" },
                { 6, "'2025-13-01'" }, { 7, "still to come" }, { 8, "before it was completed" },
                { 9, "'completed' is not a date" }, { 10, "not '-5'" },
                { 10, "'expires' is not a date" }, { 11, "not '.'" } };
        enum { PROBLEMS = sizeof problems / sizeof *problems };
        assert_int_equal(imported.import.problems.errors, PROBLEMS);
        for (size_t i = 0; i < PROBLEMS; i++)
                assert_problem(&imported, i, problems[i].line, problems[i].words);
        assert_int_equal(world_verify(store), 0);
        store_close(store);
}

static void an_unknown_module_is_warned_of_once(void **state)
{
        World *world = *state;
        Store *store = world_open(world, STORE_CREATE);
        Imported imported = import_text(world, store, (CompletionsImport){ 0 },
                with_header(world, "e1,hotel,1,80,true,2025-07-01,\ne2,hotel,1,80,true,2025-07-01,"
                                   "\ne2,fire,1,80,true,2025-07-01,\n"));
        assert_int_equal(imported.import.problems.errors, 0);
        assert_int_equal(imported.import.problems.warnings, 2);
        assert_problem(&imported, 0, 2, "'hotel' here; did you mean 'hotels'?");
        assert_problem(&imported, 1, 4, "'fire' here");
        assert_int_equal(imported.totals.rows, 3);
        store_close(store);
}

static Day a_year_on(const char *module, Day completed, void *data)
{
        (void)data;
        return strcmp(module, "hotels") == 0 ? day_add(completed, (Period){ 12, 0 }, 1) : DAY_NONE;
}

static void a_pass_without_an_end_gets_the_modules(void **state)
{
        World *world = *state;
        Store *store = world_open(world, STORE_CREATE);
        Imported imported = import_text(world, store, (CompletionsImport){ .expires = a_year_on },
                with_header(world,
                        "e1,hotels,1,80,true,2020-07-01,\ne2,other,1,80,true,2020-07-01,\n"
                        "e3,hotels,1,80,false,2020-07-01,\n"));
        assert_int_equal(imported.totals.ends_reckoned, 1);
        Day today = day_from_date(2026, 6, 1);
        assert_int_equal(
                world_completion(world, store, world_person(world, store, "e1").id, "hotels", today)
                        .status,
                STATUS_EXPIRED);
        assert_int_equal(
                world_completion(world, store, world_person(world, store, "e2").id, "other", today)
                        .status,
                STATUS_PASSED);
        assert_int_equal(
                world_completion(world, store, world_person(world, store, "e3").id, "hotels", today)
                        .status,
                STATUS_FAILED);
        store_close(store);
}

static void where_a_roster_is_required_nobody_is_added(void **state)
{
        World *world = *state;
        Store *store = world_open(world, STORE_CREATE);
        world_person(world, store, "e1");
        Imported imported =
                import_text(world, store, (CompletionsImport){ .is_roster_required = true },
                        with_header(world, "e1,hotels,1,80,true,2020-07-01,\n"
                                           "e2,hotels,1,80,true,2020-07-01,\n"
                                           "e2,hotels,1,80,true,2021-07-01,\n"
                                           "e3,hotels,1,80,true,2020-07-01,\n"
                                           "e2,hotels,1,80,true,2022-07-01,\n"));
        assert_int_equal(imported.import.problems.errors, 4);
        assert_problem(&imported, 0, 3, "'e2' is not on the roster");
        assert_problem(&imported, 1, 4, "'e2' is not on the roster");
        assert_problem(&imported, 2, 5, "'e3' is not on the roster");
        assert_problem(&imported, 3, 6, "'e2' is not on the roster");
        assert_int_equal(world_verify(store), 1);
        store_close(store);
}

static bool stop_at_half(int64_t done, int64_t total, void *data)
{
        (void)data;
        return done * 2 < total;
}

static void an_import_that_is_stopped_leaves_nothing(void **state)
{
        World *world = *state;
        Store *store = world_open(world, STORE_CREATE);
        Text text = { 0 };
        text_append(&text, header);
        for (int i = 0; i < 2000; i++)
                text_printf(&text, "e%d,hotels,1,80,true,2025-07-01,\n", i / 3);
        Imported imported = import_text(
                world, store, (CompletionsImport){ .progress = stop_at_half }, text_string(&text));
        assert_false(imported.done);
        assert_non_null(strstr(imported.error.message, "Stopped"));
        assert_int_equal(world_verify(store), 0);
        imported = import_text(world, store, (CompletionsImport){ 0 }, text_string(&text));
        assert_true(imported.done);
        assert_int_equal(imported.totals.rows, 2000);
        assert_int_equal(imported.totals.people_added, 667);
        assert_int_equal(world_verify(store), 2667);
        text_clear(&text);
        store_close(store);
}

static void any_bytes_are_imported_without_harm(void **state)
{
        World *world = *state;
        Store *store = world_open(world, STORE_CREATE);
        static const char alphabet[] = "e1,hotels80true\n\r\";'= \x80\xff\x01-:T.";
        unsigned seed = 20261125;
        for (int round = 0; round < 300; round++) {
                char text[300];
                size_t head = strlen(header);
                memcpy(text, header, head);
                size_t len = (size_t)rand_r(&seed) % (sizeof text - head);
                for (size_t i = 0; i < len; i++)
                        text[head + i] = alphabet[(size_t)rand_r(&seed) % sizeof alphabet];
                CompletionsImport import = {
                        .store = store, .today = 0, .problems.arena = world->arena
                };
                CompletionsTotals totals;
                Error error = { 0 };
                assert_true(store_begin(store, &error));
                assert_true(completions_import(&import, text, head + len, &totals, &error));
                store_rollback(store);
        }
        assert_int_equal(world_verify(store), 0);
        store_close(store);
}

#define IMPORT_TEST(name) cmocka_unit_test_setup_teardown(name, world_make, world_end)

int main(void)
{
        const struct CMUnitTest tests[] = {
                IMPORT_TEST(completions_count_as_imported),
                IMPORT_TEST(of_rows_with_a_bad_one_among_them_none_is_kept),
                IMPORT_TEST(an_unknown_module_is_warned_of_once),
                IMPORT_TEST(a_pass_without_an_end_gets_the_modules),
                IMPORT_TEST(where_a_roster_is_required_nobody_is_added),
                IMPORT_TEST(an_import_that_is_stopped_leaves_nothing),
                IMPORT_TEST(any_bytes_are_imported_without_harm),
        };
        return cmocka_run_group_tests(tests, NULL, NULL);
}
