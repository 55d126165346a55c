/* What every kind of store has to do with a whole record: prune, check, watch; and what stands
 * beside the events. */
#include "world.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "record/copy.h"
#include "record/outbox.h"
#include "record/pin.h"

static void fill(const World *world, Store *store)
{
        char attempt[ID_SIZE];
        world_fill(world, store);
        Person one = world_person(world, store, "e3"), gone = world_person(world, store, "e2"),
               left = world_person(world, store, "100%");
        world_attempt(store, one.id, "hotel", 100, true, "2999-01-01", attempt);
        world_attempt(store, gone.id, "hotel", 50, false, NULL, attempt);
        world_add(store, EVENT_STAFF_FORGOTTEN, gone.id, NULL, json_object());
        world_add(store, EVENT_STAFF_LEFT, left.id, NULL, json_object());
}

static PruneReport prune(Store *store, bool dry_run)
{
        PruneReport report;
        Error error = { 0 };
        if (!store_prune(store, day_today() + 1, day_today(), dry_run, &report, &error))
                fail_msg("%s", error.message);
        return report;
}

static void what_still_holds_outlives_the_events_it_came_from(void **state)
{
        World *world = *state;
        Store *store = world_open(world, STORE_CREATE);
        fill(world, store);
        int64_t events = world_verify(store), seq = 0, after = 0;
        uint8_t hash[HASH_BYTES];
        Error error = { 0 };
        PruneReport planned = prune(store, true);
        assert_int_equal(planned.events, events);
        assert_int_equal(planned.attempts, 2);
        assert_int_equal(planned.people, 2);
        assert_true(store_head(store, &seq, hash, &error));
        assert_int_equal(seq, events);
        PruneReport done = prune(store, false);
        assert_int_equal(done.events, planned.events);
        assert_int_equal(done.passes, planned.passes);
        assert_int_equal(done.last, seq);
        assert_true(store_head(store, &after, hash, &error));
        assert_int_equal(after, seq + done.passes + done.assignments + done.leavers + 1);
        assert_int_equal(world_verify(store), after - seq);
        CompletionRow row = world_completion(
                world, store, world_person(world, store, "e3").id, "hotel", day_today());
        assert_int_equal(row.status, STATUS_PASSED);
        assert_near(row.percent, 100, 1e-9);
        RecordInfo info;
        assert_true(store_info(store, &info, &error));
        assert_int_equal(info.cut, seq);
        assert_int_equal(info.forgotten, 0);
        char attempt[ID_SIZE];
        world_attempt(
                store, world_person(world, store, "e3").id, "hotel", 50, false, NULL, attempt);
        world_verify(store);
        store_close(store);
}

static void people_of_every_site_are_pruned_and_made_again_alike(void **state)
{
        World *world = *state;
        Store *store = world_open(world, STORE_CREATE);
        static const char *const sites[] = { "", "Newport", "Cwmbran;Newport" };
        char ids[3][ID_SIZE], attempt[ID_SIZE];
        Error error = { 0 };
        for (int i = 0; i < 3; i++) {
                char staff_id[8];
                snprintf(staff_id, sizeof staff_id, "s%d", i);
                assert_true(store_person_add(store, staff_id, "Ann", sites[i], ids[i], &error));
                world_attempt(store, ids[i], "hotel", 90, true, NULL, attempt);
                world_attempt(store, ids[i], "hotel", 50, false, NULL, attempt);
        }
        int64_t changed = -1;
        assert_true(store_rebuild(store, &changed, &error));
        assert_int_equal(changed, 0);
        assert_int_equal(world_verify(store), 27);
        PruneReport done = prune(store, false);
        assert_int_equal(done.events, 27);
        assert_int_equal(done.passes, 3);
        world_verify(store);
        assert_true(store_rebuild(store, &changed, &error));
        assert_int_equal(changed, 0);
        for (int i = 0; i < 3; i++)
                assert_int_equal(
                        world_completion(world, store, ids[i], "hotel", day_today()).status,
                        STATUS_PASSED);
        store_close(store);
}

/* A second record, in a file beside or instead of the first. */
static void a_pruned_record_moves_into_a_file_and_holds_there(void **state)
{
        World *world = *state;
        Store *store = world_open(world, STORE_CREATE);
        fill(world, store);
        prune(store, false);
        char path[128];
        int64_t events = 0, seq = 0, other_seq = 0;
        uint8_t hash[HASH_BYTES], other_hash[HASH_BYTES];
        Error error = { 0 };
        snprintf(path, sizeof path, "%s/copy.sqlite", world->folder);
        Store *copy = store_open(path, STORE_CREATE, &error);
        if (!record_copy(store, copy, &events, NULL, NULL, &error))
                fail_msg("%s", error.message);
        assert_true(store_head(store, &seq, hash, &error));
        assert_true(store_head(copy, &other_seq, other_hash, &error));
        assert_int_equal(seq, other_seq);
        assert_memory_equal(hash, other_hash, HASH_BYTES);
        assert_int_equal(world_verify(copy), events);
        store_close(copy);
        store_close(store);
}

static void what_others_do_is_noticed_what_oneself_does_is_not(void **state)
{
        World *world = *state;
        Store *store = world_open(world, STORE_CREATE);
        world_fill(world, store);
        assert_false(store_changed(store));
        assert_false(store_changed(store));
        Store *other = world_open(world, STORE_WRITE);
        Person person = world_person(world, other, "e3");
        world_add(other, EVENT_ASSIGNED, person.id, NULL, body_assigned("pubs", NULL));
        bool noticed = false;
        for (int i = 0; !noticed && i < 200; i++) {
                noticed = store_changed(store);
                usleep(noticed ? 0 : 10000);
        }
        assert_true(noticed);
        assert_false(store_changed(store));
        world_add(store, EVENT_ASSIGNED, person.id, NULL, body_assigned("taxis", NULL));
        assert_false(store_changed(store));
        store_close(other);
        store_close(store);
}

static void what_was_accepted_is_never_sent_again(void **state)
{
        World *world = *state;
        Store *store = world_open(world, STORE_CREATE);
        OutboxEntry entries[3] = { { { 1 }, OUTBOX_ACCEPTED }, { { 0, 255 }, OUTBOX_REFUSED },
                { { 3 }, OUTBOX_TO_SEND } };
        Error error = { 0 };
        assert_true(
                outbox_keep(store, "https://a.example/", entries, 3, "no \xe2\x98\x85", &error));
        entries[0].state = OUTBOX_REFUSED;
        entries[1].state = OUTBOX_ACCEPTED;
        assert_true(outbox_keep(store, "https://a.example/", entries, 3, NULL, &error));
        memset(&entries[0].state, 0, sizeof entries[0].state);
        assert_true(outbox_find(store, "https://a.example/", entries, 3, &error));
        assert_int_equal(entries[0].state, OUTBOX_ACCEPTED);
        assert_int_equal(entries[1].state, OUTBOX_ACCEPTED);
        assert_int_equal(entries[2].state, OUTBOX_TO_SEND);
        assert_true(outbox_find(store, "https://b.example/", entries, 3, &error));
        assert_int_equal(entries[0].state, OUTBOX_TO_SEND);
        store_close(store);
}

static void a_pin_is_counted_and_goes_with_the_person(void **state)
{
        World *world = *state;
        Store *store = world_open(world, STORE_CREATE);
        Person person = world_person(world, store, "e17");
        Error error = { 0 };
        PinRow row = { .hash = "" };
        PinAnswer answer = PIN_RIGHT;
        int64_t wait = 0;
        assert_true(pin_set(store, person.id, "482913", true, true, &error));
        assert_true(pin_try(store, person.id, "111111", moment_now(), &answer, &wait, &error));
        assert_int_equal(answer, PIN_WRONG);
        assert_true(pin_find(store, person.id, &row, &error));
        assert_true(row.is_supervisor && row.failures == 1);
        assert_true(pin_try(store, person.id, "482913", moment_now(), &answer, &wait, &error));
        assert_int_equal(answer, PIN_RIGHT);
        world_add(store, EVENT_STAFF_FORGOTTEN, person.id, NULL, json_object());
        row = (PinRow){ .hash = "" };
        assert_true(pin_find(store, person.id, &row, &error));
        assert_string_equal(row.hash, "");
        store_close(store);
}

static void a_record_is_described_in_figures(void **state)
{
        World *world = *state;
        Store *store = world_open(world, STORE_CREATE);
        fill(world, store);
        RecordInfo info;
        Error error = { 0 };
        assert_true(store_info(store, &info, &error));
        assert_int_equal(info.events, world_verify(store));
        assert_int_equal(info.people, 3);
        assert_int_equal(info.left, 1);
        assert_int_equal(info.forgotten, 1);
        assert_int_equal(info.attempts, 2);
        assert_int_equal(info.answers, 4);
        assert_true(info.first > 0 && info.last >= info.first && info.bytes > 0);
        store_close(store);
}

#define WHOLE_TEST(name) cmocka_unit_test_setup_teardown(name, world_make, world_end)

int main(void)
{
        const struct CMUnitTest tests[] = {
                WHOLE_TEST(what_still_holds_outlives_the_events_it_came_from),
                WHOLE_TEST(people_of_every_site_are_pruned_and_made_again_alike),
                WHOLE_TEST(a_pruned_record_moves_into_a_file_and_holds_there),
                WHOLE_TEST(what_others_do_is_noticed_what_oneself_does_is_not),
                WHOLE_TEST(what_was_accepted_is_never_sent_again),
                WHOLE_TEST(a_pin_is_counted_and_goes_with_the_person),
                WHOLE_TEST(a_record_is_described_in_figures),
        };
        return cmocka_run_group_tests(tests, NULL, NULL);
}
