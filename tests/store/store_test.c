/* What every kind of store has to do, written against store.h alone: events and people. */
#include "world.h"

#include <stdlib.h>

#include "record/chain.h"

static void assert_refused(Store *store, EventKind kind, const char *person, const char *attempt,
        json_t *body, StoreRefusal refusal)
{
        int64_t before = 0, after = 0;
        uint8_t hash[HASH_BYTES];
        Error error = { 0 };
        EventDraft draft = { kind, person, attempt, body };
        assert_true(store_head(store, &before, hash, &error));
        assert_false(store_append(store, &draft, 1, NULL, &error));
        assert_int_equal(store_refusal(store), refusal);
        assert_string_not_equal(error.message, "");
        error_clear(&error);
        assert_true(store_head(store, &after, hash, &error));
        assert_int_equal(before, after);
        json_decref(body);
}

static void a_new_record_is_empty_and_sound(void **state)
{
        World *world = *state;
        Store *store = world_open(world, STORE_CREATE);
        int64_t seq = -1;
        uint8_t hash[HASH_BYTES], zeroes[HASH_BYTES] = { 0 };
        Error error = { 0 };
        assert_true(store_head(store, &seq, hash, &error));
        assert_int_equal(seq, 0);
        assert_memory_equal(hash, zeroes, HASH_BYTES);
        assert_int_equal(world_verify(store), 0);
        assert_int_equal(world_completions(world, store, any_completion())->count, 0);
        store_close(store);
}

static void what_was_stored_is_read_back_as_a_chain(void **state)
{
        World *world = *state;
        Store *store = world_open(world, STORE_CREATE);
        Person person = world_person(world, store, "e17");
        char attempt[ID_SIZE];
        world_attempt(store, person.id, "hotel", 50, false, NULL, attempt);
        Seen seen = { 0 };
        world_events(store, (EventFilter){ 0 }, &seen);
        assert_int_equal(seen.count, 5);
        uint8_t head[HASH_BYTES] = { 0 };
        for (size_t i = 0; i < seen.count; i++) {
                Event event = seen.events[i];
                event.body = seen.bodies[i];
                assert_int_equal(event.seq, i + 1);
                assert_true(i == 0 || event.at >= seen.events[i - 1].at);
                chain_hash(head, &event, head);
                assert_memory_equal(head, event.hash, HASH_BYTES);
        }
        assert_int_equal(seen.events[1].kind, EVENT_ATTEMPT_STARTED);
        assert_string_equal(seen.events[1].person, person.id);
        assert_string_equal(seen.events[1].attempt, attempt);
        assert_non_null(strstr(seen.bodies[2], "\"question\":\"q1\""));
        int64_t seq = 0;
        uint8_t hash[HASH_BYTES];
        Error error = { 0 };
        assert_true(store_head(store, &seq, hash, &error));
        assert_int_equal(seq, 5);
        assert_memory_equal(hash, head, HASH_BYTES);
        seen_free(&seen);
        store_close(store);
}

static void append_says_what_it_stored(void **state)
{
        World *world = *state;
        Store *store = world_open(world, STORE_CREATE);
        Person person = world_person(world, store, "e17");
        json_t *body =
                json_pack("{s:s, s:s, s:s}", "lesson", "l1", "module", "hotel", "version", "1");
        EventDraft drafts[2] = { { EVENT_LESSON_READ, person.id, NULL, body },
                { EVENT_REPORT_MADE, NULL, "", body } };
        Event stored[2];
        Error error = { 0 };
        assert_true(store_append(store, drafts, 2, stored, &error));
        json_decref(body);
        assert_int_equal(stored[0].seq, 2);
        assert_int_equal(stored[1].seq, 3);
        assert_int_equal(stored[1].at, stored[0].at);
        assert_string_equal(stored[0].person, person.id);
        assert_string_equal(stored[1].person, "");
        assert_null(stored[1].body);
        int64_t seq = 0;
        uint8_t hash[HASH_BYTES];
        assert_true(store_head(store, &seq, hash, &error));
        assert_memory_equal(hash, stored[1].hash, HASH_BYTES);
        store_close(store);
}

static void of_several_events_all_are_stored_or_none(void **state)
{
        World *world = *state;
        Store *store = world_open(world, STORE_CREATE);
        Person person = world_person(world, store, "e17");
        char attempt[ID_SIZE];
        id_make(attempt);
        world_add(store, EVENT_ATTEMPT_STARTED, person.id, attempt, body_started("hotel", 3));
        json_t *one = body_answered("q1", 1), *two = body_answered("q2", 1);
        EventDraft drafts[3] = { { EVENT_ANSWERED, person.id, attempt, one },
                { EVENT_ANSWERED, person.id, attempt, two },
                { EVENT_ANSWERED, person.id, attempt, one } };
        Error error = { 0 };
        assert_false(store_append(store, drafts, 3, NULL, &error));
        assert_true(error_is_set(&error));
        assert_int_equal(world_verify(store), 2);
        error_clear(&error);
        assert_true(store_append(store, drafts, 2, NULL, &error));
        assert_int_equal(world_verify(store), 4);
        json_decref(one);
        json_decref(two);
        store_close(store);
}

static void no_question_of_an_attempt_is_answered_twice(void **state)
{
        World *world = *state;
        Store *store = world_open(world, STORE_CREATE), *other = world_open(world, STORE_WRITE);
        Person person = world_person(world, store, "e17");
        char attempt[ID_SIZE], second[ID_SIZE];
        id_make(attempt);
        id_make(second);
        world_add(store, EVENT_ATTEMPT_STARTED, person.id, attempt, body_started("hotel", 2));
        world_add(store, EVENT_ATTEMPT_STARTED, person.id, second, body_started("hotel", 2));
        world_add(store, EVENT_ANSWERED, person.id, attempt, body_answered("q1", 1));
        assert_int_equal(store_refusal(store), REFUSAL_NONE);
        assert_refused(other, EVENT_ANSWERED, person.id, attempt, body_answered("q1", 0),
                REFUSAL_ANSWERED);
        world_add(other, EVENT_ANSWERED, person.id, attempt, body_answered("q2", 0));
        assert_int_equal(store_refusal(other), REFUSAL_NONE);
        world_add(other, EVENT_ANSWERED, person.id, second, body_answered("q1", 0));
        store_close(other);
        assert_int_equal(world_verify(store), 6);
        store_close(store);
}

static void an_attempt_that_is_over_takes_no_more_events(void **state)
{
        World *world = *state;
        Store *store = world_open(world, STORE_CREATE);
        Person person = world_person(world, store, "e17");
        char over[ID_SIZE], left[ID_SIZE];
        world_attempt(store, person.id, "hotel", 50, false, NULL, over);
        id_make(left);
        world_add(store, EVENT_ATTEMPT_STARTED, person.id, left, body_started("hotel", 3));
        world_add(store, EVENT_ATTEMPT_ABANDONED, person.id, left,
                json_pack("{s:s, s:s}", "module", "hotel", "reason", "restart"));
        const char *const attempts[] = { over, left };
        for (int i = 0; i < 2; i++) {
                assert_refused(store, EVENT_ANSWERED, person.id, attempts[i],
                        body_answered("q3", 1), REFUSAL_ATTEMPT_OVER);
                assert_refused(store, EVENT_ATTEMPT_FINISHED, person.id, attempts[i],
                        body_finished("hotel", 100, true, NULL), REFUSAL_ATTEMPT_OVER);
                assert_refused(store, EVENT_ATTEMPT_ABANDONED, person.id, attempts[i],
                        json_pack("{s:s, s:s}", "module", "hotel", "reason", "again"),
                        REFUSAL_ATTEMPT_OVER);
        }
        store_close(store);
}

static void events_that_make_no_sense_are_refused(void **state)
{
        World *world = *state;
        Store *store = world_open(world, STORE_CREATE);
        Person person = world_person(world, store, "e17"),
               other = world_person(world, store, "e18");
        char attempt[ID_SIZE], unknown[ID_SIZE];
        id_make(attempt);
        id_make(unknown);
        world_add(store, EVENT_ATTEMPT_STARTED, person.id, attempt, body_started("hotel", 2));
        assert_refused(
                store, EVENT_ANSWERED, person.id, unknown, body_answered("q1", 1), REFUSAL_NONE);
        assert_refused(
                store, EVENT_ANSWERED, other.id, attempt, body_answered("q1", 1), REFUSAL_NONE);
        assert_refused(
                store, EVENT_ANSWERED, "x' OR 1", attempt, body_answered("q1", 1), REFUSAL_NONE);
        assert_refused(store, EVENT_ANSWERED, person.id, attempt, json_object(), REFUSAL_NONE);
        assert_refused(store, EVENT_ANSWERED, person.id, attempt, json_array(), REFUSAL_NONE);
        assert_refused(store, EVENT_KINDS, person.id, attempt, json_object(), REFUSAL_NONE);
        assert_refused(store, EVENT_ATTEMPT_STARTED, person.id, attempt, body_started("hotel", 2),
                REFUSAL_NONE);
        assert_refused(store, EVENT_ATTEMPT_STARTED, unknown, unknown, body_started("hotel", 2),
                REFUSAL_NONE);
        assert_refused(store, EVENT_ATTEMPT_STARTED, person.id, NULL, body_started("hotel", 2),
                REFUSAL_NONE);
        assert_refused(store, EVENT_ASSIGNED, person.id, NULL, body_assigned("hotel", "2026-02-30"),
                REFUSAL_NONE);
        assert_refused(
                store, EVENT_ASSIGNED, unknown, NULL, body_assigned("hotel", NULL), REFUSAL_NONE);
        assert_refused(store, EVENT_LESSON_READ, other.id, attempt, json_object(), REFUSAL_NONE);
        assert_int_equal(world_verify(store), 3);
        store_close(store);
}

static void a_body_too_large_is_refused(void **state)
{
        World *world = *state;
        Store *store = world_open(world, STORE_CREATE);
        size_t len = 2 << 20;
        char *text = malloc(len + 1);
        memset(text, 'x', len);
        text[len] = '\0';
        assert_refused(store, EVENT_REPORT_MADE, NULL, NULL, json_pack("{s:s}", "filters", text),
                REFUSAL_NONE);
        text[len / 4] = '\0';
        world_add(store, EVENT_REPORT_MADE, NULL, NULL, json_pack("{s:s}", "filters", text));
        free(text);
        store_close(store);
}

static void people_keep_whatever_name_they_have(void **state)
{
        World *world = *state;
        Store *store = world_open(world, STORE_CREATE);
        static const char *const names[] = { "O'Brien", "100%", "a_b", "\"; DROP TABLE people; --",
                "Llŷr ap Siôn", "李小龍", "e\n17", " ", "\\", "?1", ":person" };
        enum { NAMES = sizeof names / sizeof *names };
        Person people[NAMES];
        for (size_t i = 0; i < NAMES; i++)
                people[i] = world_person(world, store, names[i]);
        for (size_t i = 0; i < NAMES; i++) {
                Person found;
                Error error = { 0 };
                assert_true(store_person(store, world->arena, names[i], &found, &error));
                assert_string_equal(found.id, people[i].id);
                assert_string_equal(found.staff_id, names[i]);
                assert_string_equal(found.name, names[i]);
                assert_string_equal(found.site, "");
                assert_false(found.has_left);
        }
        assert_int_equal(world_verify(store), NAMES);
        store_close(store);
}

static void nobody_found_is_no_error(void **state)
{
        World *world = *state;
        Store *store = world_open(world, STORE_CREATE);
        Person person;
        Error error = { 0 };
        assert_true(store_person(store, world->arena, "nobody", &person, &error));
        assert_string_equal(person.id, "");
        assert_false(error_is_set(&error));
        assert_false(store_person_ensure(store, world->arena, "", &person, &error));
        error_clear(&error);
        assert_false(store_person_ensure(store, world->arena, "\xff\xfe", &person, &error));
        error_clear(&error);
        char longest[400];
        memset(longest, 'x', sizeof longest);
        longest[sizeof longest - 1] = '\0';
        assert_false(store_person_ensure(store, world->arena, longest, &person, &error));
        assert_int_equal(world_verify(store), 0);
        store_close(store);
}

static void who_left_is_known_and_may_come_back(void **state)
{
        World *world = *state;
        Store *store = world_open(world, STORE_CREATE);
        Person person = world_person(world, store, "e17");
        world_add(store, EVENT_ASSIGNED, person.id, NULL, body_assigned("hotel", NULL));
        world_add(store, EVENT_STAFF_LEFT, person.id, NULL, json_object());
        assert_true(world_person(world, store, "e17").has_left);
        assert_int_equal(world_completions(world, store, any_completion())->count, 0);
        CompletionFilter own = any_completion();
        own.person = person.id;
        assert_int_equal(world_completions(world, store, own)->count, 1);
        world_add(store, EVENT_STAFF_JOINED, person.id, NULL, json_object());
        assert_false(world_person(world, store, "e17").has_left);
        assert_int_equal(world_completions(world, store, any_completion())->count, 1);
        store_close(store);
}

static void who_was_forgotten_has_no_name_but_the_chain_holds(void **state)
{
        World *world = *state;
        Store *store = world_open(world, STORE_CREATE);
        Person person = world_person(world, store, "e17");
        char attempt[ID_SIZE];
        world_attempt(store, person.id, "hotel", 100, true, NULL, attempt);
        world_add(store, EVENT_STAFF_FORGOTTEN, person.id, NULL, json_object());
        Person found;
        Error error = { 0 };
        assert_true(store_person(store, world->arena, "e17", &found, &error));
        assert_string_equal(found.id, "");
        assert_int_equal(world_completions(world, store, any_completion())->count, 0);
        assert_int_equal(world_verify(store), 6);
        assert_string_not_equal(world_person(world, store, "e17").id, person.id);
        store_close(store);
}

static void events_are_filtered_by_person_attempt_kind_and_place(void **state)
{
        World *world = *state;
        Store *store = world_open(world, STORE_CREATE);
        Person one = world_person(world, store, "e17"), two = world_person(world, store, "e18");
        char attempt[ID_SIZE], second[ID_SIZE], other[ID_SIZE];
        world_attempt(store, one.id, "hotel", 50, false, NULL, attempt);
        world_add(store, EVENT_LESSON_READ, one.id, NULL, json_pack("{s:s}", "lesson", "l1"));
        world_attempt(store, two.id, "hotel", 50, false, NULL, other);
        world_attempt(store, one.id, "airport", 50, false, NULL, second);
        world_add(store, EVENT_CHECKPOINT, NULL, NULL, json_pack("{s:s}", "head", "x"));
        const struct {
                EventFilter filter;
                size_t count;
                int64_t first;
        } cases[] = {
                { { 0 }, 16, 1 },
                { { .after = 10 }, 6, 11 },
                { { .after = 16 }, 0, 0 },
                { { .person = one.id }, 10, 1 },
                { { .person = two.id }, 5, 2 },
                { { .person = "" }, 16, 1 },
                { { .attempt = attempt }, 4, 3 },
                { { .attempt = second, .after = 13 }, 2, 14 },
                { { .attempt = attempt, .person = two.id }, 0, 0 },
                { { .attempt = attempt, .kinds = 1u << EVENT_ANSWERED }, 2, 4 },
                { { .kinds = 1u << EVENT_ANSWERED }, 6, 4 },
                { { .kinds = 1u << EVENT_ANSWERED | 1u << EVENT_LESSON_READ, .person = one.id }, 5,
                        4 },
                { { .kinds = 1u << EVENT_CHECKPOINT }, 1, 16 },
                { { .kinds = 1u << EVENT_CHECKPOINT | 1u << EVENT_KEY_CREATED }, 1, 16 },
                { { .kinds = 1u << EVENT_CHECKPOINT | 1u << EVENT_STAFF_JOINED }, 3, 1 },
                { { .person = "' OR '1'='1" }, 0, 0 },
        };
        for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
                Seen seen = { 0 };
                world_events(store, cases[i].filter, &seen);
                if (seen.count != cases[i].count)
                        fail_msg("case %zu: %zu events", i, seen.count);
                assert_int_equal(seen.count ? seen.events[0].seq : 0, cases[i].first);
                for (size_t j = 1; j < seen.count; j++)
                        assert_true(seen.events[j].seq > seen.events[j - 1].seq);
                seen_free(&seen);
        }
        store_close(store);
}

#define STORE_TEST(name) cmocka_unit_test_setup_teardown(name, world_make, world_end)

int main(void)
{
        const struct CMUnitTest tests[] = {
                STORE_TEST(a_new_record_is_empty_and_sound),
                STORE_TEST(what_was_stored_is_read_back_as_a_chain),
                STORE_TEST(append_says_what_it_stored),
                STORE_TEST(of_several_events_all_are_stored_or_none),
                STORE_TEST(no_question_of_an_attempt_is_answered_twice),
                STORE_TEST(an_attempt_that_is_over_takes_no_more_events),
                STORE_TEST(events_that_make_no_sense_are_refused),
                STORE_TEST(a_body_too_large_is_refused),
                STORE_TEST(people_keep_whatever_name_they_have),
                STORE_TEST(nobody_found_is_no_error),
                STORE_TEST(who_left_is_known_and_may_come_back),
                STORE_TEST(who_was_forgotten_has_no_name_but_the_chain_holds),
                STORE_TEST(events_are_filtered_by_person_attempt_kind_and_place),
        };
        return cmocka_run_group_tests(tests, NULL, NULL);
}
