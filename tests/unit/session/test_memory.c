/* What is remembered of questions, from the events alone. */
#include "../../store/world.h"

#include <stdio.h>

#include "session/memory.h"

static const int64_t HOUR = INT64_C(3600) * 1000000, DAY = INT64_C(86400) * 1000000;

typedef struct Given {
        const char *question;
        double score;
        int confidence, seconds;
} Given;

static json_t *body_of(const Given *given)
{
        json_t *body = json_pack("{s:f, s:s, s:s, s:f, s:b, s:i, s:s}", "max", 1.0, "question",
                given->question, "response", "a", "score", given->score, "scored", 1, "seconds",
                given->seconds, "type", "single");
        if (given->confidence)
                json_object_set_new(body, "confidence", json_integer(given->confidence));
        return body;
}

static void attempt(Store *store, const char *person, const char *module, const Given *given,
        size_t count, bool finishes)
{
        char id[ID_SIZE];
        id_make(id);
        world_add(store, EVENT_ATTEMPT_STARTED, person, id, body_started(module, (int)count));
        for (size_t i = 0; i < count; i++)
                world_add(store, EVENT_ANSWERED, person, id, body_of(&given[i]));
        if (finishes)
                world_add(store, EVENT_ATTEMPT_FINISHED, person, id,
                        body_finished(module, 50, false, NULL));
}

static void refreshed(Store *store, const char *person, const char *module, const Given *given)
{
        json_t *body = body_of(given);
        json_object_del(body, "scored");
        json_object_set_new(body, "module", json_string(module));
        json_object_set_new(body, "version", json_string("1"));
        world_add(store, EVENT_REFRESHED, person, NULL, body);
}

static Memories remember(const World *world, Store *store, const char *person, int64_t later)
{
        Memories memories;
        Error error = { 0 };
        if (!memories_read(store, person, moment_now() + later, world->arena, &memories, &error))
                fail_msg("%s", error.message);
        return memories;
}

static void answers_in_attempts_and_refreshers_count_alike(void **state)
{
        World *world = *state;
        Store *store = world_open(world, STORE_CREATE);
        Person person = world_person(world, store, "e1"), other = world_person(world, store, "e2");
        attempt(store, person.id, "hotels", (Given[]){ { "q1", 1, 0, 5 } }, 1, true);
        attempt(store, other.id, "hotels", (Given[]){ { "q1", 0, 0, 5 } }, 1, true);
        Memories memories = remember(world, store, person.id, 0);
        assert_int_equal(memories.count, 1);
        assert_int_equal(memories.items[0].grade, GRADE_GOOD);
        Schedule expected = memories.items[0].schedule;
        refreshed(store, person.id, "hotels", &(Given){ "q1", 0, 0, 5 });
        memories = remember(world, store, person.id, 0);
        assert_int_equal(memories.count, 1);
        assert_int_equal(memories.items[0].grade, GRADE_AGAIN);
        expected = schedule_answer(expected, memories.items[0].schedule.last, GRADE_AGAIN);
        assert_near(memories.items[0].schedule.stability, expected.stability, 1e-12);
        assert_int_equal(memories.items[0].schedule.due, expected.due);
        store_close(store);
}

static void only_modules_that_were_finished_once_are_remembered(void **state)
{
        World *world = *state;
        Store *store = world_open(world, STORE_CREATE);
        Person person = world_person(world, store, "e1");
        attempt(store, person.id, "hotels", (Given[]){ { "q1", 1, 0, 5 } }, 1, true);
        attempt(store, person.id, "taxis", (Given[]){ { "q1", 1, 0, 5 } }, 1, false);
        attempt(store, person.id, "hotels", (Given[]){ { "q2", 1, 0, 5 } }, 1, false);
        Memories memories = remember(world, store, person.id, 0);
        assert_int_equal(memories.count, 2);
        assert_string_equal(memories.items[0].module, "hotels");
        assert_string_equal(memories.items[1].module, "hotels");
        assert_int_equal(remember(world, store, "00000000000000000000000000000000", 0).count, 0);
        store_close(store);
}

static void what_was_right_is_not_due_on_the_same_day_but_what_was_wrong_is(void **state)
{
        World *world = *state;
        Store *store = world_open(world, STORE_CREATE);
        Person person = world_person(world, store, "e1");
        attempt(store, person.id, "hotels", (Given[]){ { "right", 1, 0, 5 }, { "wrong", 0, 0, 5 } },
                2, true);
        static const struct {
                int64_t later;
                bool right, wrong;
        } known[] = { { 0, false, false }, { 2 * HOUR, false, true }, { 23 * HOUR, false, true },
                { 3 * DAY, true, true } };
        for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
                Memories memories = remember(world, store, person.id, known[i].later);
                for (size_t j = 0; j < 2; j++)
                        assert_int_equal(memories.items[j].is_due,
                                strcmp(memories.items[j].question, "right") == 0 ? known[i].right
                                                                                 : known[i].wrong);
        }
        store_close(store);
}

static void confident_misses_come_first_then_what_is_likeliest_forgotten(void **state)
{
        World *world = *state;
        Store *store = world_open(world, STORE_CREATE);
        Person person = world_person(world, store, "e1");
        attempt(store, person.id, "hotels",
                (Given[]){ { "easy", 1, 3, 5 }, { "good", 1, 2, 5 }, { "unsure", 1, 1, 5 },
                        { "wrong", 0, 1, 5 }, { "surely-half", 0.5, 3, 5 },
                        { "surely-wrong", 0, 3, 5 } },
                6, true);
        static const char *const order[] = { "surely-wrong", "surely-half", "wrong", "unsure",
                "good", "easy" };
        Memories memories = remember(world, store, person.id, 5 * DAY);
        assert_int_equal(memories.count, 6);
        for (size_t i = 0; i < 6; i++)
                assert_string_equal(memories.items[i].question, order[i]);
        for (size_t i = 3; i < 6; i++)
                assert_true(
                        memories.items[i - 1].retrievability < memories.items[i].retrievability);
        refreshed(store, person.id, "hotels", &(Given){ "surely-wrong", 1, 3, 5 });
        memories = remember(world, store, person.id, 5 * DAY);
        assert_string_equal(memories.items[0].question, "surely-half");
        store_close(store);
}

static void a_question_takes_the_learners_own_median_time(void **state)
{
        World *world = *state;
        Store *store = world_open(world, STORE_CREATE);
        Person person = world_person(world, store, "e1"), quick = world_person(world, store, "e2"),
               slow = world_person(world, store, "e3");
        assert_int_equal(remember(world, store, person.id, 0).seconds, 30);
        attempt(store, person.id, "hotels",
                (Given[]){ { "a", 1, 0, 20 }, { "b", 1, 0, 900 }, { "c", 1, 0, 40 },
                        { "d", 1, 0, 41 } },
                4, true);
        assert_int_equal(remember(world, store, person.id, 0).seconds, 41);
        refreshed(store, person.id, "hotels", &(Given){ "a", 1, 0, 12 });
        assert_int_equal(remember(world, store, person.id, 0).seconds, 40);
        attempt(store, quick.id, "hotels", (Given[]){ { "a", 1, 0, 0 } }, 1, true);
        assert_int_equal(remember(world, store, quick.id, 0).seconds, 10);
        attempt(store, slow.id, "hotels", (Given[]){ { "a", 1, 0, 1000000 } }, 1, true);
        assert_int_equal(remember(world, store, slow.id, 0).seconds, 300);
        store_close(store);
}

static void questions_on_trial_are_no_knowledge_to_keep(void **state)
{
        World *world = *state;
        Store *store = world_open(world, STORE_CREATE);
        Person person = world_person(world, store, "e1");
        char id[ID_SIZE];
        id_make(id);
        json_t *body = body_of(&(Given){ "q1", 0, 3, 5 });
        json_object_set_new(body, "scored", json_false());
        world_add(store, EVENT_ATTEMPT_STARTED, person.id, id, body_started("hotels", 1));
        world_add(store, EVENT_ANSWERED, person.id, id, body);
        world_add(store, EVENT_ATTEMPT_FINISHED, person.id, id,
                body_finished("hotels", 0, false, NULL));
        assert_int_equal(remember(world, store, person.id, DAY).count, 0);
        store_close(store);
}

typedef struct Sum {
        int64_t rows, n;
        double score;
} Sum;

static bool add_attempt(const AttemptRow *row, void *data)
{
        Sum *sum = data;
        sum->rows++;
        sum->n += row->answered;
        sum->score += row->score;
        return true;
}

static bool add_figures(const QuestionFigures *figures, void *data)
{
        Sum *sum = data;
        sum->rows++;
        sum->n += figures->n;
        sum->score += figures->sum;
        return true;
}

static void a_refresher_changes_no_score_completion_or_figure(void **state)
{
        World *world = *state;
        Store *store = world_open(world, STORE_CREATE);
        Person person = world_person(world, store, "e1");
        Error error = { 0 };
        attempt(store, person.id, "hotels", (Given[]){ { "q1", 0.5, 0, 5 } }, 1, true);
        Day today = day_today();
        CompletionRow before = world_completion(world, store, person.id, "hotels", today);
        Sum attempts[2] = { 0 }, figures[2] = { 0 };
        for (int i = 0; i < 2; i++) {
                AttemptFilter all = { .person = person.id };
                assert_true(store_attempts(store, &all, add_attempt, &attempts[i], &error));
                assert_true(store_question_figures(store, NULL, add_figures, &figures[i], &error));
                refreshed(store, person.id, "hotels", &(Given){ "q1", 1, 3, 5 });
                refreshed(store, person.id, "taxis", &(Given){ "q9", 0, 0, 5 });
        }
        assert_memory_equal(&attempts[0], &attempts[1], sizeof(Sum));
        assert_memory_equal(&figures[0], &figures[1], sizeof(Sum));
        CompletionRow after = world_completion(world, store, person.id, "hotels", today);
        assert_int_equal(before.status, after.status);
        assert_near(before.percent, after.percent, 0);
        assert_int_equal(before.attempts, after.attempts);
        int64_t changed = -1;
        assert_true(store_rebuild(store, &changed, &error));
        assert_int_equal(changed, 0);
        world_verify(store);
        store_close(store);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, world_make, world_end)

int main(void)
{
        const struct CMUnitTest tests[] = {
                TEST(answers_in_attempts_and_refreshers_count_alike),
                TEST(only_modules_that_were_finished_once_are_remembered),
                TEST(what_was_right_is_not_due_on_the_same_day_but_what_was_wrong_is),
                TEST(confident_misses_come_first_then_what_is_likeliest_forgotten),
                TEST(a_question_takes_the_learners_own_median_time),
                TEST(questions_on_trial_are_no_knowledge_to_keep),
                TEST(a_refresher_changes_no_score_completion_or_figure),
        };
        return cmocka_run_group_tests(tests, NULL, NULL);
}
