/* The site's key: where it is kept, what is refused, whose signature is whose. */
#include "../../store/world.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "record/key.h"

static const char *beside(const World *world, const char *name)
{
        return arena_printf(world->arena, "%s/%s", world->folder, name);
}

static void put(const char *path, const char *text)
{
        Error error = { 0 };
        assert_true(file_write(path, text, strlen(text), 0600, &error));
}

static void a_key_is_for_its_owner_alone_and_read_back(void **state)
{
        World *world = *state;
        const char *path = beside(world, "key");
        SiteKey made, read;
        Error error = { 0 };
        assert_true(site_key_make(path, &made, &error));
        assert_true(site_key_load(path, &read, &error));
        assert_memory_equal(made.public_key, read.public_key, KEY_PUBLIC_BYTES);
        assert_memory_equal(made.secret, read.secret, sizeof made.secret);
        assert_string_equal(made.id, read.id);
        struct stat info;
        assert_int_equal(stat(path, &info), 0);
        assert_int_equal(info.st_mode & 0777, 0600);
}

static void a_key_is_never_replaced(void **state)
{
        World *world = *state;
        const char *path = beside(world, "key");
        SiteKey key;
        Error error = { 0 };
        assert_true(site_key_make(path, &key, &error));
        assert_false(site_key_make(path, &key, &error));
        assert_non_null(strstr(error.message, "already"));
        assert_string_not_equal(error.hint, "");
}

static void what_is_no_key_is_refused(void **state)
{
        World *world = *state;
        static const char *const texts[] = { "", "\n", "makesafe-secret-key ",
                "makesafe-secret-key 00",
                "makesafe-public-key "
                "0000000000000000000000000000000000000000000000000000000000000000",
                "makesafe-secret-key "
                "000000000000000000000000000000000000000000000000000000000000000g",
                "makesafe-secret-key "
                "00000000000000000000000000000000000000000000000000000000000000000" };
        SiteKey key;
        const char *path = beside(world, "key");
        for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
                Error error = { 0 };
                put(path, texts[i]);
                if (site_key_load(path, &key, &error))
                        fail_msg("“%s” was read as a key", texts[i]);
        }
        Error error = { 0 };
        assert_false(site_key_load(beside(world, "none"), &key, &error));
        assert_int_equal(error.kind, ERROR_NOT_FOUND);
}

static void a_signature_is_right_for_its_bytes_and_its_key_alone(void **state)
{
        World *world = *state;
        SiteKey one, two;
        Error error = { 0 };
        char signature[KEY_SIGNATURE_HEX];
        assert_true(site_key_make(beside(world, "one"), &one, &error));
        assert_true(site_key_make(beside(world, "two"), &two, &error));
        site_key_sign(&one, "message", 7, signature);
        assert_true(signature_is_right(one.public_key, "message", 7, signature));
        assert_false(signature_is_right(two.public_key, "message", 7, signature));
        assert_false(signature_is_right(one.public_key, "massage", 7, signature));
        assert_false(signature_is_right(one.public_key, "message", 6, signature));
        for (size_t i = 0; i < KEY_SIGNATURE_HEX - 1; i++) {
                char kept = signature[i];
                signature[i] = kept == '0' ? '1' : '0';
                assert_false(signature_is_right(one.public_key, "message", 7, signature));
                signature[i] = kept;
        }
        assert_false(signature_is_right(one.public_key, "message", 7, ""));
        assert_false(signature_is_right(one.public_key, "message", 7, "x"));
        site_key_clear(&one);
        static const uint8_t zeroes[sizeof one.secret];
        assert_memory_equal(one.secret, zeroes, sizeof zeroes);
}

static void public_keys_are_written_and_read_with_remarks_between(void **state)
{
        World *world = *state;
        const char *path = beside(world, "public");
        SiteKey one, two;
        PublicKeys keys;
        Error error = { 0 };
        assert_true(site_key_make(beside(world, "one"), &one, &error));
        assert_true(site_key_make(beside(world, "two"), &two, &error));
        assert_true(public_key_write(path, one.public_key, &error));
        assert_true(public_keys_read(path, &keys, &error));
        assert_int_equal(keys.count, 1);
        assert_memory_equal(public_keys_find(&keys, one.id), one.public_key, KEY_PUBLIC_BYTES);
        assert_null(public_keys_find(&keys, two.id));
        put(path, "# the site's\r\n\n"
                  "makesafe-public-key "
                  "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a\r\n"
                  "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c");
        assert_true(public_keys_read(path, &keys, &error));
        assert_int_equal(keys.count, 2);
}

static void what_is_no_public_key_is_named_with_its_line(void **state)
{
        World *world = *state;
        const char *path = beside(world, "public");
        PublicKeys keys;
        Error error = { 0 };
        put(path, "# nothing\n");
        assert_false(public_keys_read(path, &keys, &error));
        assert_non_null(strstr(error.message, "no public key"));
        error_clear(&error);
        put(path, "#\n\nmakesafe-secret-key 00\n");
        assert_false(public_keys_read(path, &keys, &error));
        assert_non_null(strstr(error.message, "line 3"));
        error_clear(&error);
        assert_false(public_keys_read(beside(world, "none"), &keys, &error));
        assert_int_equal(error.kind, ERROR_NOT_FOUND);
}

static void more_keys_than_there_is_room_for_are_refused(void **state)
{
        (void)state;
        PublicKeys keys = { .count = 0 };
        char hex[KEY_PUBLIC_HEX];
        for (int i = 0; i < KEYS_MOST + 1; i++) {
                snprintf(hex, sizeof hex, "%064x", i);
                assert_int_equal(public_keys_add(&keys, hex), i < KEYS_MOST);
        }
        snprintf(hex, sizeof hex, "%064x", 0);
        assert_true(public_keys_add(&keys, hex));
        assert_int_equal(keys.count, KEYS_MOST);
        assert_false(public_keys_add(&keys, "x"));
}

/* RFC 8032, section 7.1, the second test. */
static void signatures_are_those_of_everybody_else(void **state)
{
        World *world = *state;
        SiteKey key;
        Error error = { 0 };
        char signature[KEY_SIGNATURE_HEX];
        put(beside(world, "key"),
                "makesafe-secret-key "
                "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb\n");
        assert_true(site_key_load(beside(world, "key"), &key, &error));
        site_key_sign(&key, "\x72", 1, signature);
        assert_string_equal(signature,
                "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
                "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00");
}

#define KEY_TEST(name) cmocka_unit_test_setup_teardown(name, world_make, world_end)

int main(void)
{
        const struct CMUnitTest tests[] = {
                KEY_TEST(a_key_is_for_its_owner_alone_and_read_back),
                KEY_TEST(a_key_is_never_replaced),
                KEY_TEST(what_is_no_key_is_refused),
                KEY_TEST(a_signature_is_right_for_its_bytes_and_its_key_alone),
                KEY_TEST(public_keys_are_written_and_read_with_remarks_between),
                KEY_TEST(what_is_no_public_key_is_named_with_its_line),
                KEY_TEST(more_keys_than_there_is_room_for_are_refused),
                KEY_TEST(signatures_are_those_of_everybody_else),
        };
        return cmocka_run_group_tests(tests, NULL, NULL);
}
