/* Reviews and refreshers: what they ask, and what of it is kept. */
#include "learning.h"

static const bool all[4] = { true, true, true, true }, some[4] = { true, false, false, true };

static int64_t head_of(const Learning *learning)
{
        int64_t seq = 0;
        uint8_t hash[HASH_BYTES];
        Error error = { 0 };
        assert_true(store_head(learning->store, &seq, hash, &error));
        return seq;
}

static void a_review_asks_what_was_wrong_last_time_and_stores_nothing(void **state)
{
        Learning learning = learning_start(*state);
        take_quiz(&learning, "e1", all, 2);
        take_quiz(&learning, "e1", some, 2);
        int64_t before = head_of(&learning);
        for (int named = 0; named < 2; named++) {
                Session *session = sit(&learning, named ? "night" : NULL, SITTING_REVIEW, "e1");
                assert_int_equal(session_state(session), SESSION_WELCOME);
                assert_says(words_of(&learning, session), "2 questions that were not fully right");
                forward(session);
                assert_string_equal(session_view(session)->form->ask, "Whom do you ring?");
                say(session, true, 3);
                assert_string_equal(
                        session_view(session)->form->ask, "Which of these would worry you?");
                assert_string_equal(session_view(session)->position, "Look again · 2 of 2");
                say(session, false, 1);
                assert_int_equal(session_state(session), SESSION_RESULT);
                assert_string_equal(
                        session_view(session)->headline, "Looked at again: 1 of 2 right this time");
                forward(session);
                assert_int_equal(session_state(session), SESSION_OVER);
                session_close(session);
        }
        assert_int_equal(head_of(&learning), before);
        learning_end(&learning);
}

static void a_review_without_anything_wrong_says_so(void **state)
{
        Learning learning = learning_start(*state);
        Session *session = sit(&learning, "night", SITTING_REVIEW, "e1");
        assert_int_equal(session_state(session), SESSION_RESULT);
        assert_says(words_of(&learning, session), "You have not finished this module yet");
        session_close(session);
        take_quiz(&learning, "e1", all, 2);
        session = sit(&learning, NULL, SITTING_REVIEW, "e1");
        assert_says(words_of(&learning, session), "you got everything right");
        session_close(session);
        learning_end(&learning);
}

static void a_review_passes_over_questions_that_are_gone(void **state)
{
        Learning learning = learning_start(*state);
        take_quiz(&learning, "e1", some, 2);
        write_module(&learning, (const char *[]){ "id: danger", "id: danger-now", NULL });
        Session *session = sit(&learning, "night", SITTING_REVIEW, "e1");
        assert_says(words_of(&learning, session), "1 question that was not");
        forward(session);
        say(session, true, 1);
        assert_says(words_of(&learning, session), "1 question of last time is no longer asked");
        session_close(session);
        learning_end(&learning);
}

static void a_refresher_stores_each_answer_before_it_says_anything(void **state)
{
        Learning learning = learning_start(*state);
        take_quiz(&learning, "e1", some, 3);
        int64_t before = head_of(&learning);
        Session *session = sit(&learning, NULL, SITTING_REFRESH, "e1");
        forward(session);
        assert_string_equal(
                session_view(session)->form->ask, "Whom do you ring?"); /* a confident miss */
        Error error = { 0 };
        Response nonsense = { .kind = QUESTION_SINGLE, .count = 1, .chosen = { 7 } };
        assert_false(session_answer(session, &nonsense, &error));
        assert_int_equal(head_of(&learning), before);
        say(session, true, 2);
        assert_int_equal(head_of(&learning), before + 1);
        Seen seen = { 0 };
        world_events(learning.store, (EventFilter){ .kinds = 1u << EVENT_REFRESHED }, &seen);
        assert_int_equal(seen.count, 1);
        assert_string_equal(event_kind_names[seen.events[0].kind], "refreshed");
        assert_string_equal(seen.events[0].attempt, "");
        assert_non_null(strstr(seen.bodies[0], "\"module\":\"night\""));
        assert_non_null(strstr(seen.bodies[0], "\"question\":\"danger\""));
        assert_non_null(strstr(seen.bodies[0], "\"confidence\":2"));
        assert_null(strstr(seen.bodies[0], "scored"));
        seen_free(&seen);
        session_close(session);
        learning_end(&learning);
}

static void nobody_is_added_for_asking(void **state)
{
        Learning learning = learning_start(*state);
        static const SittingKind kinds[] = { SITTING_REVIEW, SITTING_REFRESH };
        for (int i = 0; i < 2; i++) {
                Session *session = sit(&learning, NULL, kinds[i], "stranger");
                assert_int_equal(session_state(session), SESSION_RESULT);
                assert_string_equal(session_view(session)->headline, "");
                session_close(session);
        }
        assert_int_equal(head_of(&learning), 0);
        learning_end(&learning);
}

static void a_module_that_cannot_be_loaded_is_passed_over(void **state)
{
        Learning learning = learning_start(*state);
        take_quiz(&learning, "e1", some, 3);
        write_module(&learning, (const char *[]){ "makesafe: 1", "makesafe: [", NULL });
        Session *session = sit(&learning, NULL, SITTING_REFRESH, "e1");
        assert_int_equal(session_state(session), SESSION_RESULT);
        session_close(session);
        session = sit(&learning, NULL, SITTING_REVIEW, "e1");
        assert_int_equal(session_state(session), SESSION_RESULT);
        session_close(session);
        Error error = { 0 };
        SessionOptions options = { .kind = SITTING_REVIEW, .staff_id = "e1" };
        assert_null(session_open(learning.library, learning.store, "night", &options, &error));
        assert_true(error_is_set(&error));
        learning_end(&learning);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, world_make, world_end)

int main(void)
{
        const struct CMUnitTest tests[] = {
                TEST(a_review_asks_what_was_wrong_last_time_and_stores_nothing),
                TEST(a_review_without_anything_wrong_says_so),
                TEST(a_review_passes_over_questions_that_are_gone),
                TEST(a_refresher_stores_each_answer_before_it_says_anything),
                TEST(nobody_is_added_for_asking),
                TEST(a_module_that_cannot_be_loaded_is_passed_over),
        };
        return cmocka_run_group_tests(tests, NULL, NULL);
}
