#include "../unit.h"

#include <stdlib.h>

#include "record/chain.h"

/* Reckoned with Python's json and hashlib.blake2b, digest_size=32. */
static const struct {
        Event event;
        const char *canonical, *hash;
} vectors[] = {
        { { .seq = 1,
                  .at = 1767225600000000,
                  .kind = EVENT_STAFF_JOINED,
                  .person = "000102030405060708090a0b0c0d0e0f",
                  .body = "{}" },
                "{\"at\":1767225600000000,\"attempt\":\"\",\"body\":{},\"kind\":\"staff-joined\","
                "\"person\":\"000102030405060708090a0b0c0d0e0f\",\"seq\":1}",
                "d292e4358347e536c8271204e45129c1169e6ce498adf587f36f95f04270a15e" },
        { { .seq = 2,
                  .at = 1767225601000000,
                  .kind = EVENT_ANSWERED,
                  .person = "000102030405060708090a0b0c0d0e0f",
                  .attempt = "f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff",
                  .body = "{\"question\":\"q-tŷ\",\"response\":[\"a\",\"c\"],\"seconds\":7}" },
                "{\"at\":1767225601000000,\"attempt\":\"f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff\","
                "\"body\":{\"question\":\"q-tŷ\",\"response\":[\"a\",\"c\"],\"seconds\":7},"
                "\"kind\":\"answered\",\"person\":\"000102030405060708090a0b0c0d0e0f\",\"seq\":2}",
                "6953e5bd831fcdc3c7fbc61b88c53993012b385c25b13498d7d72104dc2fa762" },
        { { .seq = 3,
                  .at = 1767225601000000,
                  .kind = EVENT_CHECKPOINT,
                  .body = "{\"head\":\"x\"}" },
                "{\"at\":1767225601000000,\"attempt\":\"\",\"body\":{\"head\":\"x\"},"
                "\"kind\":\"checkpoint\",\"person\":\"\",\"seq\":3}",
                "4346ccd5486809d9ebb3f488b89fd9d96b5d4abf3f3a8e3ddcad94b732b7b4d4" },
};

static void the_chain_is_the_one_that_others_reckon_too(void **state)
{
        (void)state;
        uint8_t head[HASH_BYTES] = { 0 };
        for (size_t i = 0; i < sizeof vectors / sizeof *vectors; i++) {
                char *canonical = event_canonical(&vectors[i].event);
                char hex[2 * HASH_BYTES + 1];
                assert_string_equal(canonical, vectors[i].canonical);
                chain_hash(head, &vectors[i].event, head);
                hash_hex(head, hex);
                assert_string_equal(hex, vectors[i].hash);
                free(canonical);
        }
}

static void the_canonical_form_is_what_jansson_would_write(void **state)
{
        (void)state;
        Event event = { .seq = INT64_MAX, .at = INT64_MIN, .kind = EVENT_REPORT_MADE };
        memcpy(event.person, "a\"b\\c\n\t\r\b\f\x01\x1f/\x7f", 15);
        event.body = "{\"a\":1,\"b\":[true,null]}";
        json_t *same = json_pack("{s:I, s:s, s:{s:i, s:[b,n]}, s:s, s:s, s:I}", "at",
                (json_int_t)event.at, "attempt", "", "body", "a", 1, "b", 1, "kind", "report-made",
                "person", event.person, "seq", (json_int_t)event.seq);
        char *ours = event_canonical(&event);
        char *theirs = json_dumps(same, JSON_COMPACT | JSON_SORT_KEYS);
        assert_string_equal(ours, theirs);
        free(ours);
        free(theirs);
        json_decref(same);
}

static void keys_of_a_body_are_sorted_at_every_depth(void **state)
{
        (void)state;
        json_t *body = json_loads(
                "{ \"b\": {\"z\": 1, \"a\": [ {\"y\":2,\"x\":1} ]}, \"a\": 0.5 }", 0, NULL);
        char *canonical = body_canonical(body);
        assert_string_equal(canonical, "{\"a\":0.5,\"b\":{\"a\":[{\"x\":1,\"y\":2}],\"z\":1}}");
        free(canonical);
        json_decref(body);
}

static void a_number_has_no_more_digits_than_it_needs(void **state)
{
        (void)state;
        static const struct {
                double number;
                const char *written;
        } cases[] = {
                { 0.1, "0.1" },
                { 1, "1.0" },
                { 0, "0.0" },
                { 100, "100.0" },
                { -0.35, "-0.35" },
                { 2.0 / 3, "0.6666666666666666" },
                { 1 - 1.0 / 3, "0.6666666666666667" },
                { 0.1 + 0.2, "0.30000000000000004" },
                { 36.888111888111887, "36.88811188811189" },
        };
        for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
                json_t *body = json_pack("{s:[f]}", "score", cases[i].number);
                char *canonical = body_canonical(body), expected[64];
                snprintf(expected, sizeof expected, "{\"score\":[%s]}", cases[i].written);
                assert_string_equal(canonical, expected);
                free(canonical);
                json_decref(body);
        }
}

static void every_part_of_an_event_is_in_its_hash(void **state)
{
        (void)state;
        Event event = vectors[1].event, changed[6];
        uint8_t previous[HASH_BYTES] = { 1 }, hash[HASH_BYTES], other[HASH_BYTES];
        chain_hash(previous, &event, hash);
        for (size_t i = 0; i < 6; i++)
                changed[i] = event;
        changed[0].seq++;
        changed[1].at++;
        changed[2].kind = EVENT_LESSON_READ;
        changed[3].person[31] = 'e';
        changed[4].attempt[0] = '0';
        changed[5].body = "{\"question\":\"q-tŷ\",\"response\":[\"a\",\"d\"],\"seconds\":7}";
        for (size_t i = 0; i < 6; i++) {
                chain_hash(previous, &changed[i], other);
                assert_memory_not_equal(hash, other, HASH_BYTES);
        }
        previous[31] ^= 1;
        chain_hash(previous, &event, other);
        assert_memory_not_equal(hash, other, HASH_BYTES);
}

int main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(the_chain_is_the_one_that_others_reckon_too),
                cmocka_unit_test(the_canonical_form_is_what_jansson_would_write),
                cmocka_unit_test(keys_of_a_body_are_sorted_at_every_depth),
                cmocka_unit_test(a_number_has_no_more_digits_than_it_needs),
                cmocka_unit_test(every_part_of_an_event_is_in_its_hash),
        };
        return cmocka_run_group_tests(tests, NULL, NULL);
}
