#include "../../store/world.h"

#include "report/board_person.h"

static const char *text_of(const World *world, const View *view)
{
        Text out = { 0 };
        Lines lines = rich_layout(world->arena, &view->body, 200, false);
        rich_print(&lines, &out);
        const char *text = arena_strdup(world->arena, text_string(&out));
        text_clear(&out);
        return text;
}

static Day today(void)
{
        return day_from_date(2026, 6, 1);
}

static void a_person_has_modules_passes_and_attempts_the_newest_first(void **state)
{
        const World *world = *state;
        Store *store = world_open(world, STORE_CREATE);
        Person person = world_person(world, store, "e1");
        char first[ID_SIZE], second[ID_SIZE];
        world_attempt(store, person.id, "hotel", 50, false, NULL, first);
        world_attempt(store, person.id, "hotel", 100, true, "2027-06-01", second);
        world_add(store, EVENT_COMPLETION_IMPORTED, person.id, NULL,
                body_imported("airport", "2026-01-10", 80, true, "2026-06-20"));
        world_add(store, EVENT_COMPLETION_WAIVED, person.id, NULL, body_waived("pub", NULL));
        PersonPage page;
        Error error = { 0 };
        assert_true(board_person(store, person.id, today(), world->arena, &page, &error));
        assert_string_equal(page.head.title, "e1 (e1)");
        assert_int_equal(page.module_count, 3);
        assert_string_equal(page.modules[0].id, "airport");
        assert_non_null(strstr(page.modules[0].words, "expiring 80%, imported"));
        assert_int_equal(page.attempt_count, 2);
        assert_string_equal(page.attempts[0].id, second);
        assert_non_null(strstr(page.attempts[0].words, "passed, 100%"));
        assert_non_null(strstr(page.attempts[1].words, "not passed, 50%"));
        const char *passes = text_of(world, &page.head);
        assert_non_null(
                strstr(passes, "2026-01-10  airport 80%, valid until 2026-06-20, imported"));
        assert_non_null(strstr(passes, "hotel 100%, valid until 2027-06-01"));
        assert_non_null(strstr(passes, "pub, valid for ever, waived: had it elsewhere"));
        assert_null(strstr(passes, "hotel 50%"));
        assert_non_null(strstr(passes, "makesafe certificate MODULE --as "));
        store_close(store);
}

static void somebody_unknown_has_an_empty_page(void **state)
{
        const World *world = *state;
        Store *store = world_open(world, STORE_CREATE);
        PersonPage page;
        char id[ID_SIZE];
        Error error = { 0 };
        id_make(id);
        assert_true(board_person(store, id, today(), world->arena, &page, &error));
        assert_int_equal(page.module_count + page.attempt_count, 0);
        store_close(store);
}

static void an_attempt_shows_every_answer_with_its_score(void **state)
{
        const World *world = *state;
        Store *store = world_open(world, STORE_CREATE);
        Person person = world_person(world, store, "e1");
        char attempt[ID_SIZE];
        id_make(attempt);
        world_add(store, EVENT_ATTEMPT_STARTED, person.id, attempt, body_started("hotel", 3));
        world_add(store, EVENT_ANSWERED, person.id, attempt, body_answered("q1", 1));
        json_t *body = body_answered("q2", 0.5);
        json_object_set_new(body, "confidence", json_integer(3));
        json_object_set_new(body, "response", json_pack("[s,s]", "a", "c\x1b[31m"));
        world_add(store, EVENT_ANSWERED, person.id, attempt, body);
        View view;
        Error error = { 0 };
        assert_true(board_attempt(store, attempt, world->arena, &view, &error));
        const char *text = text_of(world, &view);
        assert_non_null(strstr(text, "going on, 2 of 3 answered"));
        assert_non_null(strstr(text, "q1: right, 1/1, answer b, 4 seconds"));
        assert_non_null(strstr(text, "q2: partly right, 0.5/1"));
        assert_non_null(strstr(text, "very sure"));
        assert_null(strchr(text, '\x1b'));
        store_close(store);
}

#define with_world(test) cmocka_unit_test_setup_teardown(test, world_make, world_end)

int main(void)
{
        const struct CMUnitTest tests[] = {
                with_world(a_person_has_modules_passes_and_attempts_the_newest_first),
                with_world(somebody_unknown_has_an_empty_page),
                with_world(an_attempt_shows_every_answer_with_its_score),
        };
        return cmocka_run_group_tests_name("board_person", tests, NULL, NULL);
}
