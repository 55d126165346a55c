/* Where a sitting begins: what is said of the last attempt, of an edited module, of what is new
 * since a pass. */
#include "learning.h"

#include <jansson.h>

#include "record/chain.h"
#include "record/store_operations.h"

static const bool all[4] = { true, true, true, true }, none[4] = { false, false, false, false };

static void nobody_begins_anew_without_having_been_told_what_was_overlooked(void **state)
{
        Learning learning = learning_start(*state);
        take_quiz(&learning, "e1", none, 2);
        Session *session = sit(&learning, "night", SITTING_LEARN, "e1");
        assert_int_equal(session_state(session), SESSION_WELCOME);
        const char *words = words_of(&learning, session);
        assert_says(words, "not passed yet");
        assert_says(words, "Pays in cash late at night");
        assert_says(words, "It is in the lesson \"What you see at the desk\"");
        session_close(session);
        take_quiz(&learning, "e1", all, 2);
        session = sit(&learning, "night", SITTING_LEARN, "e1");
        assert_null(strstr(words_of(&learning, session), "Signs to look for again"));
        session_close(session);
        learning_end(&learning);
}

/* The last answer is stored together with the end, so a sitting that is cut off there has an end
 * too. */
static void the_result_that_was_never_reached_is_told_all_the_same(void **state)
{
        Learning learning = learning_start(*state);
        Session *session = sit(&learning, "night", SITTING_LEARN, "e1");
        forward(session);
        for (int i = 0; i < 3; i++)
                say(session, false, 1);
        Error error = { 0 };
        Response last = { .kind = QUESTION_TRUE_FALSE, .truth = true, .confidence = 1 };
        assert_true(session_answer(session, &last, &error));
        assert_int_equal(session_state(session), SESSION_FEEDBACK);
        session_close(session);
        session = sit(&learning, "night", SITTING_LEARN, "e1");
        assert_int_equal(session_state(session), SESSION_WELCOME);
        assert_says(words_of(&learning, session), "with 25%: not passed yet");
        assert_says(words_of(&learning, session), "Signs to look for again");
        session_close(session);
        learning_end(&learning);
}

static void the_result_leads_to_a_lesson_and_back(void **state)
{
        Learning learning = learning_start(*state);
        Session *session = sit(&learning, "night", SITTING_LEARN, "e1");
        forward(session);
        for (int i = 0; i < 4; i++)
                say(session, false, 1);
        assert_int_equal(session_view(session)->link_count, 1);
        assert_false(session_follow(session, 1));
        assert_false(session_follow(session, SIZE_MAX));
        assert_true(session_follow(session, 0));
        assert_int_equal(session_state(session), SESSION_LESSON);
        assert_says(words_of(&learning, session), "Look up when somebody comes in");
        forward(session);
        assert_int_equal(session_state(session), SESSION_RESULT);
        assert_true(session_follow(session, 0));
        assert_true(session_back(session));
        assert_int_equal(session_state(session), SESSION_RESULT);
        Seen seen = { 0 };
        world_events(learning.store, (EventFilter){ .kinds = 1u << EVENT_LESSON_READ }, &seen);
        assert_int_equal(seen.count, 0);
        seen_free(&seen);
        session_close(session);
        learning_end(&learning);
}

static void an_edited_module_says_so_and_the_attempt_keeps_its_version(void **state)
{
        Learning learning = learning_start(*state);
        Session *session = sit(&learning, "night", SITTING_LEARN, "e1");
        forward(session);
        say(session, true, 1);
        session_close(session);
        write_module(&learning, (const char *[]){ "version: \"1\"", "version: \"2\"", NULL });
        session = sit(&learning, "night", SITTING_LEARN, "e1");
        assert_int_equal(session_state(session), SESSION_QUESTION);
        assert_says(words_of(&learning, session), "This module was changed since you began");
        for (int i = 0; i < 3; i++)
                say(session, true, 1);
        session_close(session);
        Seen seen = { 0 };
        world_events(learning.store, (EventFilter){ .kinds = 1u << EVENT_ATTEMPT_FINISHED }, &seen);
        assert_int_equal(seen.count, 1);
        assert_non_null(strstr(seen.bodies[0], "\"version\":\"1\""));
        seen_free(&seen);
        learning_end(&learning);
}

static void an_edited_text_is_noticed_also_where_the_version_stayed(void **state)
{
        Learning learning = learning_start(*state);
        Session *session = sit(&learning, "night", SITTING_LEARN, "e1");
        forward(session);
        say(session, true, 1);
        session_close(session);
        session = sit(&learning, "night", SITTING_LEARN, "e1");
        assert_says(words_of(&learning, session), "You go on where you left off");
        session_close(session);
        write_module(
                &learning, (const char *[]){ "Whom do you ring?", "Whom will you ring?", NULL });
        session = sit(&learning, "night", SITTING_LEARN, "e1");
        assert_says(words_of(&learning, session), "This module was changed since you began");
        session_close(session);
        learning_end(&learning);
}

static void an_attempt_whose_questions_are_gone_ends_and_its_answers_stay(void **state)
{
        Learning learning = learning_start(*state);
        Session *session = sit(&learning, "night", SITTING_LEARN, "e1");
        forward(session);
        say(session, true, 1);
        session_close(session);
        write_module(&learning, (const char *[]){ "id: boys", "id: girls", NULL });
        session = sit(&learning, "night", SITTING_LEARN, "e1");
        assert_int_equal(session_state(session), SESSION_WELCOME);
        assert_says(
                words_of(&learning, session), "The questions have been changed since you began");
        session_close(session);
        Seen seen = { 0 };
        world_events(learning.store,
                (EventFilter){ .kinds = 1u << EVENT_ANSWERED | 1u << EVENT_ATTEMPT_ABANDONED },
                &seen);
        assert_int_equal(seen.count, 2);
        assert_non_null(strstr(seen.bodies[1], "module changed"));
        seen_free(&seen);
        learning_end(&learning);
}

static const char *const new_lesson[] = { "version: \"1\"", "version: \"2\"", "lessons:\n",
        "lessons:\n  - {id: gifts, title: Gifts, text: Look twice.}\n", "id: boys", "id: girls",
        NULL };

static Session *sit_with_lessons(Learning *learning)
{
        Error error = { 0 };
        SessionOptions options = { .staff_id = "e1", .language = "en" };
        return session_open(learning->library, learning->store, "night", &options, &error);
}

static void whoever_passed_an_earlier_version_is_told_what_they_never_met(void **state)
{
        Learning learning = learning_start(*state);
        Session *session = sit_with_lessons(&learning);
        assert_null(strstr(words_of(&learning, session), "What is new to you"));
        for (int i = 0; i < 4; i++)
                forward(session); /* welcome and three lessons */
        for (int i = 0; i < 4; i++)
                say(session, true, 1);
        session_close(session);
        write_module(&learning, new_lesson);
        session = sit_with_lessons(&learning);
        const char *words = words_of(&learning, session);
        assert_says(words, "You passed version 1 on");
        assert_says(words, "1 lesson that you have not read:");
        assert_says(words, "1 question that you have not been asked yet");
        assert_null(strstr(words, "sign that you have not"));
        assert_int_equal(session_view(session)->link_count, 1);
        assert_true(session_follow(session, 0));
        assert_says(words_of(&learning, session), "Look twice.");
        forward(session);
        assert_int_equal(
                session_state(session), SESSION_QUESTION); /* the other lessons are known */
        session_close(session);
        learning_end(&learning);
}

static void going_back_from_what_is_new_leads_to_every_lesson_again(void **state)
{
        Learning learning = learning_start(*state);
        Session *session = sit_with_lessons(&learning);
        for (int i = 0; i < 4; i++)
                forward(session);
        for (int i = 0; i < 4; i++)
                say(session, true, 1);
        session_close(session);
        write_module(&learning, new_lesson);
        session = sit_with_lessons(&learning);
        assert_true(session_follow(session, 0));
        assert_true(session_back(session));
        assert_int_equal(session_state(session), SESSION_WELCOME);
        for (int i = 0; i < 5; i++) {
                assert_int_not_equal(session_state(session), SESSION_QUESTION);
                forward(session);
        }
        assert_int_equal(session_state(session), SESSION_QUESTION);
        session_close(session);
        learning_end(&learning);
}

static void who_did_not_pass_or_passed_this_version_is_told_nothing_is_new(void **state)
{
        Learning learning = learning_start(*state);
        take_quiz(&learning, "e1", none, 1);
        take_quiz(&learning, "e2", all, 1);
        Session *session = sit(&learning, "night", SITTING_LEARN, "e2");
        assert_null(strstr(words_of(&learning, session), "What is new to you"));
        session_close(session);
        write_module(&learning, new_lesson);
        session = sit(&learning, "night", SITTING_LEARN, "e1");
        assert_null(strstr(words_of(&learning, session), "What is new to you"));
        session_close(session);
        session = sit(&learning, "night", SITTING_LEARN, "e2");
        assert_says(words_of(&learning, session), "What is new to you");
        assert_int_equal(session_view(session)->link_count, 0); /* no lessons were asked for */
        session_close(session);
        learning_end(&learning);
}

/* An event of 2040: from then on the clock is behind the record. */
static void put_event_of_2040(Store *store)
{
        Event event = { .at = INT64_C(2209032000000000), .kind = EVENT_REPORT_MADE, .body = "{}" };
        uint8_t head[HASH_BYTES];
        Error error = { 0 };
        assert_true(store_head(store, &event.seq, head, &error));
        event.seq++;
        chain_hash(head, &event, event.hash);
        assert_true(store->operations->put_event(store, &event, false, &error));
}

static void a_pass_counts_from_the_day_of_its_event_where_the_clock_was_set_back(void **state)
{
        Learning learning = learning_start(*state);
        Session *session = sit(&learning, "night", SITTING_LEARN, "e1");
        forward(session);
        say(session, true, 1);
        put_event_of_2040(learning.store);
        say(session, true, 1);
        session_close(session);
        session = sit(&learning, "night", SITTING_LEARN, "e1"); /* where nothing is stored yet */
        say(session, true, 1);
        say(session, true, 1);
        session_close(session);
        Seen seen = { 0 };
        world_events(learning.store, (EventFilter){ .kinds = 1u << EVENT_ATTEMPT_FINISHED }, &seen);
        assert_int_equal(seen.count, 1);
        assert_says(seen.bodies[0], "\"expires\":\"2041-01-01\"");
        seen_free(&seen);
        learning_end(&learning);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, world_make, world_end)

int main(void)
{
        const struct CMUnitTest tests[] = {
                TEST(nobody_begins_anew_without_having_been_told_what_was_overlooked),
                TEST(the_result_that_was_never_reached_is_told_all_the_same),
                TEST(the_result_leads_to_a_lesson_and_back),
                TEST(an_edited_module_says_so_and_the_attempt_keeps_its_version),
                TEST(an_edited_text_is_noticed_also_where_the_version_stayed),
                TEST(an_attempt_whose_questions_are_gone_ends_and_its_answers_stay),
                TEST(whoever_passed_an_earlier_version_is_told_what_they_never_met),
                TEST(going_back_from_what_is_new_leads_to_every_lesson_again),
                TEST(a_pass_counts_from_the_day_of_its_event_where_the_clock_was_set_back),
                TEST(who_did_not_pass_or_passed_this_version_is_told_nothing_is_new),
        };
        return cmocka_run_group_tests(tests, NULL, NULL);
}
