#include "../../store/world.h"

#include <jansson.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/text.h"
#include "exchange/post_target.h"
#include "exchange/xapi.h"
#include "exchange/xapi_statement.h"
#include "record/outbox.h"

static const char home[] = "https://training.example.org";

static void check_response(const char *type, const char *response, const char *written)
{
        json_t *json = json_loads(response, JSON_DECODE_ANY, NULL);
        Text out = { 0 };
        xapi_response(type, json, &out);
        assert_string_equal(text_string(&out), written);
        text_clear(&out);
        json_decref(json);
}

static void check_right(const char *body, const char *written)
{
        json_t *json = json_loads(body, 0, NULL);
        json_t *question = xapi_question(json);
        const json_t *pattern = json_object_get(question, "correctResponsesPattern");
        if (written)
                assert_string_equal(json_string_value(json_array_get(pattern, 0)), written);
        else
                assert_null(pattern);
        json_decref(question);
        json_decref(json);
}

static void check_duration(double seconds, const char *written)
{
        json_t *duration = xapi_duration(seconds);
        assert_string_equal(json_string_value(duration), written);
        json_decref(duration);
}

static void a_uuid_of_version_5_is_the_one_that_others_reckon(void **state)
{
        (void)state;
        static const Uuid dns = { { 0x6b, 0xa7, 0xb8, 0x10, 0x9d, 0xad, 0x11, 0xd1, 0x80, 0xb4,
                0x00, 0xc0, 0x4f, 0xd4, 0x30, 0xc8 } };
        char text[UUID_SIZE], name[200];
        Uuid uuid = uuid_version5(&dns, "python.org", 10);
        uuid_format(&uuid, text);
        assert_string_equal(text, "886313e1-3b8a-5372-9b90-0c9aee199e5d");
        memset(name, 'a', sizeof name); /* over several blocks, and every way to end one */
        static const struct {
                size_t len;
                const char *text;
        } known[] = {
                { 39, "5824f981-4282-59d4-9716-acb6d741350e" },
                { 40, "39f39c20-db47-5131-8879-62f8f67f9014" },
                { 48, "7280cc42-274a-5c4a-91fc-ae23f853eeb7" },
                { 200, "fe30bfa6-ef90-59b3-b108-118411d0f0ab" },
        };
        for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
                uuid = uuid_version5(&dns, name, known[i].len);
                uuid_format(&uuid, text);
                assert_string_equal(text, known[i].text);
        }
}

static void responses_are_written_as_their_interaction_type_wants(void **state)
{
        (void)state;
        check_response("single", "\"b\"", "b");
        check_response("multiple", "[\"a\",\"c\"]", "a[,]c");
        check_response("multiple", "[]", "");
        check_response("true-false", "false", "false");
        check_response("order", "[\"c\",\"a\",\"b\"]", "c[,]a[,]b");
        check_response("match", "{\"a\":\"b\",\"b\":null,\"c\":\"a\"}", "a[.]b[,]c[.]a");
        check_response("spot", "[\"1\",\"4\"]", "1[,]4");
        check_response("branch", "[\"desk:a\",\"porch:b\"]", "desk[.]a[,]porch[.]b");
        check_response("call", "{\"number\":\"101\",\"say\":[\"a\",\"c\"]}",
                "number[.]101[,]say[.]a[,]say[.]c");
        check_response("unheard-of", "\"x\"", "x");
        check_response("multiple", "{\"not\":\"a list\"}", "");
        check_response("call", "17", "number[.]");
        check_response("branch", "[\"no colon\",4,null]", "");
}

static void the_right_answer_is_told_only_where_the_event_holds_it(void **state)
{
        (void)state;
        check_right("{\"type\":\"single\",\"response\":\"b\",\"score\":1,\"max\":1}", "b");
        check_right("{\"type\":\"single\",\"response\":\"b\",\"score\":0.5,\"max\":1}", NULL);
        check_right("{\"type\":\"true-false\",\"response\":true,\"score\":0,\"max\":1}", "false");
        check_right("{\"type\":\"true-false\",\"response\":true,\"score\":1,\"max\":1}", "true");
        check_right("{\"type\":\"spot\",\"response\":[\"2\"],\"score\":0,\"max\":1,\"hits\":[],"
                    "\"misses\":[\"cash\",\"silent\"],\"false_alarms\":[\"2\"],"
                    "\"correct_rejections\":[\"4\"]}",
                "1[,]3");
        check_right("{\"type\":\"single\",\"response\":\"b\",\"score\":0,\"max\":0}", NULL);
        check_right("{}", NULL);
        check_right(
                "{\"type\":\"single\",\"response\":\"b\",\"right\":\"c\",\"score\":0,\"max\":1}",
                "c");
        check_right("{\"type\":\"multiple\",\"response\":[],\"right\":[\"a\",\"c\"],\"score\":0,"
                    "\"max\":1}",
                "a[,]c");
}

static void durations_are_exact_to_a_hundredth(void **state)
{
        (void)state;
        check_duration(0, "PT0.00S");
        check_duration(-5, "PT0.00S");
        check_duration(0.004, "PT0.00S");
        check_duration(0.126, "PT0.13S");
        check_duration(59.999, "PT1M0.00S");
        check_duration(3723.45, "PT1H2M3.45S");
        check_duration(3600, "PT1H0M0.00S");
        check_duration(1e30, "PT878400H0M0.00S");
}

/* Verbs, registrations and ids of all statements, one a line. */
typedef struct Told {
        Text verbs, ids;
        char registrations[64][UUID_SIZE];
        json_t *statements[64];
        size_t count;
} Told;

static bool keep_told(const XapiStatement *statement, void *data)
{
        Told *told = data;
        assert_true(told->count < 64);
        json_t *json = json_loads(statement->json, JSON_REJECT_DUPLICATES, NULL);
        assert_non_null(json);
        assert_int_equal(strlen(statement->json), statement->len);
        const char *verb = json_string_value(
                json_object_get(json_object_get(json_object_get(json, "verb"), "display"), "en"));
        snprintf(told->registrations[told->count], UUID_SIZE, "%s",
                json_string_value(
                        json_object_get(json_object_get(json, "context"), "registration")));
        text_printf(&told->verbs, "%s%s", told->count ? " " : "", verb);
        text_printf(&told->ids, "%s\n", json_string_value(json_object_get(json, "id")));
        told->statements[told->count++] = json;
        return true;
}

static void told_clear(Told *told)
{
        for (size_t i = 0; i < told->count; i++)
                json_decref(told->statements[i]);
        text_clear(&told->verbs);
        text_clear(&told->ids);
        *told = (Told){ .count = 0 };
}

static void tell(Store *store, const char *module, Told *told)
{
        Error error = { 0 };
        CompletionQuery query = { .module = module, .today = day_from_date(2026, 6, 1) };
        *told = (Told){ .count = 0 };
        if (!xapi_visit(store, &query, home, keep_told, told, NULL, &error))
                fail_msg("%s", error.message);
}

static void check_verbs(Store *store, const char *verbs)
{
        Told told;
        tell(store, NULL, &told);
        assert_string_equal(text_string(&told.verbs), verbs);
        told_clear(&told);
}

static void start(Store *store, const char *person, const char *attempt, double pass)
{
        json_t *body = body_started("hotels", 1);
        json_object_set_new(body, "pass", json_real(pass));
        world_add(store, EVENT_ATTEMPT_STARTED, person, attempt, body);
}

static void finish(
        Store *store, const char *person, const char *attempt, double percent, bool passed)
{
        world_add(store, EVENT_ATTEMPT_FINISHED, person, attempt,
                body_finished("hotels", percent, passed, NULL));
}

static void a_renewal_is_a_new_registration(void **state)
{
        const World *world = *state;
        Store *store = world_open(world, STORE_CREATE);
        Person person = world_person(world, store, "e1");
        char attempt[ID_SIZE];
        world_attempt(store, person.id, "hotels", 50, false, NULL, attempt);
        world_attempt(store, person.id, "hotels", 90, true, NULL, attempt);
        world_attempt(store, person.id, "hotels", 95, true, NULL, attempt);
        Told told;
        tell(store, "hotels", &told);
        assert_string_equal(text_string(&told.verbs),
                "initialized answered answered completed failed terminated"
                " initialized answered answered passed satisfied terminated"
                " initialized answered answered completed passed satisfied terminated");
        assert_string_equal(told.registrations[0], told.registrations[11]);
        assert_string_not_equal(told.registrations[11], told.registrations[12]);
        assert_string_equal(told.registrations[12], told.registrations[18]);
        told_clear(&told);
        tell(store, "taxis", &told);
        assert_int_equal(told.count, 0);
        store_close(store);
}

static void a_statement_is_the_same_on_every_export(void **state)
{
        const World *world = *state;
        Store *store = world_open(world, STORE_CREATE);
        world_fill(world, store);
        Told before, after;
        tell(store, NULL, &before);
        assert_true(before.count > 4);
        char attempt[ID_SIZE];
        world_attempt(
                store, world_person(world, store, "zz").id, "hotels", 90, true, NULL, attempt);
        tell(store, NULL, &after);
        assert_true(after.count > before.count);
        assert_memory_equal(text_string(&after.ids), text_string(&before.ids), before.ids.len);
        for (size_t i = 0; i < before.count; i++)
                assert_true(json_equal(before.statements[i], after.statements[i]));
        for (size_t i = 0; i < after.count; i++)
                for (size_t j = 0; j < i; j++)
                        assert_false(json_equal(json_object_get(after.statements[i], "id"),
                                json_object_get(after.statements[j], "id")));
        told_clear(&before);
        told_clear(&after);
        store_close(store);
}

static void nobody_is_named(void **state)
{
        const World *world = *state;
        Store *store = world_open(world, STORE_CREATE);
        Person person = world_person(world, store, "megan.jones@example.org");
        char attempt[ID_SIZE];
        world_attempt(store, person.id, "hotels", 90, true, NULL, attempt);
        Told told;
        tell(store, NULL, &told);
        for (size_t i = 0; i < told.count; i++) {
                char *text = json_dumps(told.statements[i], 0);
                assert_null(strstr(text, "megan"));
                assert_non_null(strstr(text, person.id));
                free(text);
        }
        told_clear(&told);
        store_close(store);
}

static void waivers_and_earlier_systems_close_a_registration(void **state)
{
        const World *world = *state;
        Store *store = world_open(world, STORE_CREATE);
        Person person = world_person(world, store, "e1");
        char attempt[ID_SIZE];
        world_add(store, EVENT_COMPLETION_IMPORTED, person.id, NULL,
                body_imported("hotels", "2020-01-01", 40, false, NULL));
        world_add(store, EVENT_COMPLETION_IMPORTED, person.id, NULL,
                body_imported("hotels", "2020-02-01", 90, true, NULL));
        world_add(store, EVENT_COMPLETION_WAIVED, person.id, NULL, body_waived("hotels", NULL));
        world_attempt(store, person.id, "hotels", 50, false, NULL, attempt);
        Told told;
        tell(store, NULL, &told);
        assert_string_equal(text_string(&told.verbs),
                "waived satisfied waived satisfied"
                " initialized answered answered completed failed terminated");
        assert_string_not_equal(told.registrations[1], told.registrations[2]);
        assert_string_not_equal(told.registrations[3], told.registrations[4]);
        const json_t *result = json_object_get(told.statements[0], "result");
        assert_string_equal(json_string_value(json_object_get(json_object_get(result, "extensions"),
                                    "https://w3id.org/xapi/cmi5/result/extensions/reason")),
                "Equivalent Outside Activity");
        told_clear(&told);
        store_close(store);
}

static void no_registration_has_two_passes_or_a_fail_after_one(void **state)
{
        const World *world = *state;
        Store *store = world_open(world, STORE_CREATE);
        Person person = world_person(world, store, "e1");
        static const char *const attempts[] = { "00000000000000000000000000000001",
                "00000000000000000000000000000002", "00000000000000000000000000000003" };
        for (size_t i = 0; i < 3; i++)
                start(store, person.id, attempts[i], 80);
        finish(store, person.id, attempts[0], 90, true);
        finish(store, person.id, attempts[1], 95, true);
        finish(store, person.id, attempts[2], 10, false);
        check_verbs(store,
                "initialized initialized initialized completed passed satisfied terminated"
                " terminated terminated");
        store_close(store);
}

static void an_attempt_given_up_lasts_until_its_last_answer(void **state)
{
        const World *world = *state;
        Store *store = world_open(world, STORE_CREATE);
        Person person = world_person(world, store, "e1");
        static const char attempt[] = "00000000000000000000000000000001";
        start(store, person.id, attempt, 80);
        world_add(store, EVENT_ATTEMPT_ABANDONED, person.id, attempt,
                json_pack("{s:s, s:s}", "module", "hotels", "reason", "restart"));
        Told told;
        tell(store, NULL, &told);
        assert_string_equal(text_string(&told.verbs), "initialized abandoned");
        assert_string_equal(json_string_value(json_object_get(
                                    json_object_get(told.statements[1], "result"), "duration")),
                "PT0.00S");
        told_clear(&told);
        store_close(store);
}

static const json_t *score_of(const Told *told, const char *verb)
{
        for (size_t i = 0; i < told->count; i++) {
                const json_t *statement = told->statements[i];
                const char *name = json_string_value(json_object_get(
                        json_object_get(json_object_get(statement, "verb"), "display"), "en"));
                if (strcmp(name, verb) == 0)
                        return statement;
        }
        fail_msg("nothing was %s", verb);
        return NULL;
}

static const json_t *mastery_of(const json_t *statement)
{
        return json_object_get(json_object_get(json_object_get(statement, "context"), "extensions"),
                "https://w3id.org/xapi/cmi5/context/extensions/masteryscore");
}

static void a_fail_above_the_pass_mark_has_no_score_to_contradict_it(void **state)
{
        const World *world = *state;
        Store *store = world_open(world, STORE_CREATE);
        static const char attempt[] = "00000000000000000000000000000001";
        Person person = world_person(world, store, "e1");
        start(store, person.id, attempt, 80);
        finish(store, person.id, attempt, 90, false); /* a critical question was missed */
        Told told;
        tell(store, NULL, &told);
        const json_t *failed = score_of(&told, "failed");
        assert_null(json_object_get(
                json_object_get(json_object_get(failed, "result"), "score"), "scaled"));
        assert_null(mastery_of(failed));
        told_clear(&told);
        store_close(store);
}

static void a_score_and_its_pass_mark_agree_in_every_decimal(void **state)
{
        const World *world = *state;
        Store *store = world_open(world, STORE_CREATE);
        static const char attempt[] = "00000000000000000000000000000001";
        Person person = world_person(world, store, "e1");
        start(store, person.id, attempt, 100.0 * 2 / 3);
        finish(store, person.id, attempt, 100.0 * 2 / 3, true);
        Told told;
        tell(store, NULL, &told);
        const json_t *passed = score_of(&told, "passed");
        double scaled = json_number_value(json_object_get(
                json_object_get(json_object_get(passed, "result"), "score"), "scaled"));
        assert_near(scaled, 0.666667, 1e-9);
        assert_near(json_number_value(mastery_of(passed)), 0.6666, 1e-9);
        told_clear(&told);
        store_close(store);
}

static bool stop_at_once(const XapiStatement *statement, void *data)
{
        (void)statement;
        ++*(int *)data;
        return false;
}

static void a_visitor_may_stop_and_may_write(void **state)
{
        const World *world = *state;
        Store *store = world_open(world, STORE_CREATE);
        world_fill(world, store);
        int count = 0;
        Error error = { 0 };
        CompletionQuery query = { .today = day_from_date(2026, 6, 1) };
        assert_true(xapi_visit(store, &query, home, stop_at_once, &count, NULL, &error));
        assert_int_equal(count, 1);
        store_close(store);
}

static void the_address_of_home_is_one_that_can_be_built_on(void **state)
{
        const World *world = *state;
        static const char *const bad[] = { "", "training.example.org", "ftp://x.org", "https://",
                "https://x y.org", "https://user@x.org", "https://x.org/%zz", "https://x.org/?q",
                "https://x.org/#f", "https://x.org/\"", "javascript:x", "https://x.org/\xc3\xa9" };
        for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
                Error error = { 0 };
                assert_null(xapi_home_page(bad[i], NULL, world->arena, &error));
                assert_true(error_is_set(&error));
        }
        Error error = { 0 };
        assert_string_equal(
                xapi_home_page("https://x.org/a/", NULL, world->arena, &error), "https://x.org/a");
        assert_string_equal(
                xapi_home_page(NULL, NULL, world->arena, &error), "https://makesafe.invalid");
        assert_string_equal(xapi_home_page(NULL, "T\xc5\xb7 Mawr", world->arena, &error),
                "https://makesafe.invalid/T%C5%B7%20Mawr");
}

static void a_store_is_reached_safely_or_not_at_all(void **state)
{
        const World *world = *state;
        static const struct {
                const char *url, *statements;
        } cases[] = {
                { "https://lrs.example.org/xapi/", "https://lrs.example.org/xapi/statements" },
                { "https://lrs.example.org/xapi/statements",
                        "https://lrs.example.org/xapi/statements" },
                { "https://lrs.example.org", "https://lrs.example.org/statements" },
                { "http://localhost:8081/xAPI", "http://localhost:8081/xAPI/statements" },
                { "http://127.0.0.1:8081", "http://127.0.0.1:8081/statements" },
                { "http://[::1]:8081", "http://[::1]:8081/statements" },
                { "http://lrs.example.org/xapi", NULL },
                { "http://127.0.0.1.example.org/", NULL },
                { "http://localhost.example.org/", NULL },
                { "http://127.0.0.1@example.org/", NULL },
                { "https://user:secret@lrs.example.org/", NULL },
                { "https://lrs.example.org/?token=1", NULL },
                { "https://lrs.example.org/#x", NULL },
                { "https://lrs.example.org\\@evil.org/", NULL },
                { "https://lrs.example.org:x/", NULL },
                { "https://lrs.example.org:123456/", NULL },
                { "https://", NULL },
                { "https:///x", NULL },
                { "https://[::1", NULL },
                { "file:///etc/passwd", NULL },
                { "lrs.example.org", NULL },
                { "", NULL },
        };
        for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
                Error error = { 0 };
                PostTarget target;
                bool done = post_target_read(cases[i].url, world->arena, &target, &error);
                if (done != (cases[i].statements != NULL))
                        fail_msg("%s was %s", cases[i].url, done ? "taken" : error.message);
                if (done)
                        assert_string_equal(target.statements, cases[i].statements);
                else
                        assert_int_equal(error.kind, ERROR_USAGE);
        }
}

static bool read_login(const char *file, mode_t mode, const char *text, PostTarget *target)
{
        Error error = { 0 };
        assert_true(file_write(file, text, strlen(text), mode, &error));
        assert_int_equal(chmod(file, mode), 0);
        *target = (PostTarget){ .has_login = false };
        return post_target_read_login(target, &error);
}

static void a_login_is_read_only_from_where_others_cannot(void **state)
{
        const World *world = *state;
        PostTarget target;
        char file[160];
        snprintf(file, sizeof file, "%s/login", world->folder);
        unsetenv("MAKESAFE_LRS_USER");
        setenv("MAKESAFE_LRS_FILE", file, 1);
        assert_true(read_login(file, 0600, "megan:se:cret\n", &target));
        assert_true(target.has_login);
        assert_string_equal(target.user, "megan");
        assert_string_equal(target.password, "se:cret");
        assert_true(read_login(file, 0400, "megan:\r\n", &target));
        assert_string_equal(target.password, "");
        assert_false(read_login(file, 0640, "megan:secret\n", &target));
        assert_false(read_login(file, 0604, "megan:secret\n", &target));
        assert_false(read_login(file, 0600, "megan\n", &target));
        assert_false(read_login(file, 0600, ":secret\n", &target));
        assert_false(read_login(file, 0600, "", &target));
        setenv("MAKESAFE_LRS_FILE", world->folder, 1);
        Error error = { 0 };
        assert_false(post_target_read_login(&target, &error));
        unsetenv("MAKESAFE_LRS_FILE");
        post_target_clear(&target);
        error_clear(&error);
        assert_true(post_target_read_login(&target, &error));
        assert_false(target.has_login);
        setenv("MAKESAFE_LRS_USER", "u", 1);
        setenv("MAKESAFE_LRS_PASSWORD", "p", 1);
        assert_true(post_target_read_login(&target, &error));
        assert_string_equal(target.password, "p");
        unsetenv("MAKESAFE_LRS_USER");
}

static OutboxState state_of(Store *store, const char *url, uint8_t first)
{
        Error error = { 0 };
        OutboxEntry entry = { .id = { first } };
        assert_true(outbox_find(store, url, &entry, 1, &error));
        return entry.state;
}

static void what_was_accepted_is_known_by_store_and_stays_so(void **state)
{
        const World *world = *state;
        Store *store = world_open(world, STORE_CREATE);
        Error error = { 0 };
        OutboxEntry entries[3] = { { { 1 }, OUTBOX_ACCEPTED }, { { 2 }, OUTBOX_REFUSED },
                { { 3 }, OUTBOX_TO_SEND } };
        assert_int_equal(state_of(store, "https://a", 1), OUTBOX_TO_SEND);
        assert_true(outbox_keep(store, "https://a", entries, 3, "why", &error));
        assert_int_equal(state_of(store, "https://a", 1), OUTBOX_ACCEPTED);
        assert_int_equal(state_of(store, "https://a", 2), OUTBOX_REFUSED);
        assert_int_equal(state_of(store, "https://a", 3), OUTBOX_TO_SEND);
        assert_int_equal(state_of(store, "https://b", 1), OUTBOX_TO_SEND);
        entries[0].state = OUTBOX_REFUSED;
        entries[1].state = OUTBOX_ACCEPTED;
        assert_true(outbox_keep(store, "https://a", entries, 3, NULL, &error));
        assert_int_equal(state_of(store, "https://a", 1), OUTBOX_ACCEPTED);
        assert_int_equal(state_of(store, "https://a", 2), OUTBOX_ACCEPTED);
        world_verify(store);
        store_close(store);
}

#define in_a_world(test) cmocka_unit_test_setup_teardown(test, world_make, world_end)

int main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(a_uuid_of_version_5_is_the_one_that_others_reckon),
                cmocka_unit_test(responses_are_written_as_their_interaction_type_wants),
                cmocka_unit_test(the_right_answer_is_told_only_where_the_event_holds_it),
                cmocka_unit_test(durations_are_exact_to_a_hundredth),
                in_a_world(a_renewal_is_a_new_registration),
                in_a_world(a_statement_is_the_same_on_every_export),
                in_a_world(nobody_is_named),
                in_a_world(waivers_and_earlier_systems_close_a_registration),
                in_a_world(no_registration_has_two_passes_or_a_fail_after_one),
                in_a_world(an_attempt_given_up_lasts_until_its_last_answer),
                in_a_world(a_fail_above_the_pass_mark_has_no_score_to_contradict_it),
                in_a_world(a_score_and_its_pass_mark_agree_in_every_decimal),
                in_a_world(a_visitor_may_stop_and_may_write),
                in_a_world(the_address_of_home_is_one_that_can_be_built_on),
                in_a_world(a_store_is_reached_safely_or_not_at_all),
                in_a_world(a_login_is_read_only_from_where_others_cannot),
                in_a_world(what_was_accepted_is_known_by_store_and_stays_so),
        };
        return cmocka_run_group_tests(tests, NULL, NULL);
}
