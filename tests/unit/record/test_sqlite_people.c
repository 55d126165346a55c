/* Forgetting, to the byte. */
#include "../../store/world.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/file.h"

static void assert_no_bytes(const World *world, const char *text)
{
        DIR *folder = opendir(world->folder);
        assert_non_null(folder);
        size_t files = 0;
        for (struct dirent *entry = readdir(folder); entry; entry = readdir(folder)) {
                char path[512], *bytes = NULL;
                size_t len = 0;
                Error error = { 0 };
                if (entry->d_name[0] == '.')
                        continue;
                snprintf(path, sizeof path, "%s/%s", world->folder, entry->d_name);
                assert_true(file_read(path, 1 << 26, &bytes, &len, &error));
                if (len && memmem(bytes, len, text, strlen(text)))
                        fail_msg("%s still holds “%s”", path, text);
                free(bytes);
                files++;
        }
        closedir(folder);
        assert_true(files > 0);
}

static void whoever_is_forgotten_is_gone_from_every_byte(void **state)
{
        World *world = *state;
        Store *store = world_open(world, STORE_CREATE);
        char attempt[ID_SIZE], name[64], id[ID_SIZE];
        Person person = { .id = "" };
        Error error = { 0 };
        for (int i = 0; i < 200; i++) { /* pages enough to be split and merged */
                snprintf(name, sizeof name, "e%03d", i);
                assert_true(store_person_add(store, name, "Somebody Else", "Newport", id, &error));
        }
        assert_true(store_person_add(
                store, "Staff-Id-To-Go", "Name-To-Go", "Site-To-Go", person.id, &error));
        assert_true(
                store_person_change(store, person.id, "Other-Name-To-Go", "Site-To-Go", &error));
        world_attempt(store, person.id, "hotel", 100, true, NULL, attempt);
        store_close(store); /* the name is in the file itself by now, and not in the log alone */
        store = world_open(world, STORE_WRITE);
        int64_t before = world_verify(store);
        world_add(store, EVENT_STAFF_FORGOTTEN, person.id, NULL, json_object());
        assert_true(store_scrub(store, &error));
        assert_no_bytes(world, "-To-Go");
        assert_int_equal(world_verify(store), before + 1);
        Rows *rows = world_attempts(world, store, (AttemptFilter){ .person = person.id });
        assert_int_equal(rows->count, 1); /* the figures stay, of nobody in particular */
        Person found;
        assert_true(store_person(store, world->arena, "Staff-Id-To-Go", &found, &error));
        assert_string_equal(found.id, "");
        store_close(store);
        assert_no_bytes(world, "-To-Go");
}

#define PEOPLE_TEST(name) cmocka_unit_test_setup_teardown(name, world_make, world_end)

int main(void)
{
        const struct CMUnitTest tests[] = {
                PEOPLE_TEST(whoever_is_forgotten_is_gone_from_every_byte),
        };
        return cmocka_run_group_tests(tests, NULL, NULL);
}
