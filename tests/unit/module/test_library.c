#include "../unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/text.h"
#include "module/library.h"

/* Two folders: the site's own, which goes first, and the one that is installed. */
typedef struct World {
        Arena *arena;
        char root[64];
        const char *folders[3]; /* and one that is not there */
        Library *library;
} World;

static int make_world(void **state)
{
        World *world = xmalloc(sizeof *world);
        *world = (World){ .arena = arena_new() };
        snprintf(world->root, sizeof world->root, "/tmp/makesafe-library-XXXXXX");
        if (!mkdtemp(world->root))
                return -1;
        world->folders[0] = path_join(world->arena, world->root, "site");
        world->folders[1] = path_join(world->arena, world->root, "nowhere");
        world->folders[2] = path_join(world->arena, world->root, "installed");
        if (mkdir(world->folders[0], 0700) != 0 || mkdir(world->folders[2], 0700) != 0)
                return -1;
        world->library = library_new(world->folders, 3);
        *state = world;
        return 0;
}

static int remove_world(void **state)
{
        World *world = *state;
        char command[128];
        snprintf(command, sizeof command, "rm -rf '%s'", world->root);
        int status = system(command);
        library_free(world->library);
        arena_free(world->arena);
        free(world);
        return status;
}

static void put(World *world, int folder, const char *name, const char *text)
{
        const char *file = path_join(world->arena, world->folders[folder], name);
        assert_true(file_write(file, text, strlen(text), 0600, NULL));
}

/* A module of one question; `more` goes into the head. */
static const char *module(
        World *world, const char *id, const char *language, const char *title, const char *more)
{
        return arena_printf(world->arena,
                "makesafe: 1\nid: %s\nversion: \"1\"\nlanguage: %s\ntitle: %s\nsummary: A "
                "summary.\n"
                "sector: everyone\n%squiz:\n  sections:\n    - id: all\n      title: All\n      "
                "questions:\n"
                "        - {id: first, type: true-false, ask: A?, answer: true}\n",
                id, language, title, more);
}

static const char welsh[] = "translates: \"1\"\ntranslation-status: draft\n";

/* The list as "id title" lines; broken ones as "id !". */
static void lists(World *world, const char *language, const char *expected)
{
        size_t count;
        const LibraryEntry *entries = library_list(world->library, language, &count);
        Text text = { 0 };
        for (size_t i = 0; i < count; i++)
                text_printf(&text, "%s %s\n", entries[i].id,
                        entries[i].is_broken ? "!" : entries[i].head.title);
        assert_string_equal(text_string(&text), expected);
        text_clear(&text);
}

static void modules_are_listed_by_title_and_the_first_folder_wins(void **state)
{
        World *world = *state;
        put(world, 2, "taxis.yaml", module(world, "taxis", "en", "Taxis", ""));
        put(world, 2, "hotels.yaml", module(world, "hotels", "en", "Hotels", ""));
        put(world, 0, "hotels.yaml", module(world, "hotels", "en", "Our own hotel", ""));
        lists(world, "en", "hotels Our own hotel\ntaxis Taxis\n");
}

static void what_is_no_module_is_passed_over(void **state)
{
        World *world = *state;
        put(world, 2, "contacts.yaml", "contacts: []\n");
        put(world, 2, "module.schema.json", "{}");
        put(world, 2, "hotels.cy.yaml", module(world, "hotels", "cy", "Gwestai", welsh));
        put(world, 2, "notes.txt", "notes");
        lists(world, "en", "");
}

static void a_broken_module_does_not_keep_the_others_away(void **state)
{
        World *world = *state;
        put(world, 2, "bad.yaml", "makesafe: [1\n");
        put(world, 2, "empty.yaml", "");
        put(world, 2, "good.yaml", module(world, "good", "en", "Good", ""));
        lists(world, "en", "good Good\nbad !\nempty !\n");
        size_t count;
        const LibraryEntry *entries = library_list(world->library, "en", &count);
        assert_non_null(strstr(entries[1].trouble, "bad.yaml:1:11: "));
        Error error = { 0 };
        assert_null(library_load(world->library, "bad", "en", &error));
        assert_non_null(strstr(error.hint, "makesafe check"));
}

static void a_fault_below_the_head_is_not_seen_by_the_list(void **state)
{
        World *world = *state;
        Text text = { 0 };
        text_append(&text, module(world, "far", "en", "Far", ""));
        text_append_repeat(&text, ' ', 5000);
        text_append(&text, "\xFF\x01 [[[");
        put(world, 2, "far.yaml", text_string(&text));
        text_clear(&text);
        lists(world, "en", "far Far\n");
}

static void a_head_with_keys_below_the_quiz_is_read_all_the_same(void **state)
{
        World *world = *state;
        const char *text = module(world, "late", "en", "Late", "");
        const char *title = strstr(text, "title: Late\n");
        put(world, 2, "late.yaml",
                arena_printf(world->arena, "%.*s%stitle: Late\n", (int)(title - text), text,
                        title + 12));
        lists(world, "en", "late Late\n");
}

static void a_list_speaks_the_language_that_is_wanted(void **state)
{
        World *world = *state;
        put(world, 2, "hotels.yaml", module(world, "hotels", "en", "Hotels", ""));
        put(world, 2, "hotels.cy.yaml", module(world, "hotels", "cy", "Gwestai", welsh));
        put(world, 2, "taxis.yaml", module(world, "taxis", "en", "Taxis", ""));
        lists(world, "cy", "hotels Gwestai\ntaxis Taxis\n");
        lists(world, "cy-GB", "hotels Gwestai\ntaxis Taxis\n");
        lists(world, "ro", "hotels Hotels\ntaxis Taxis\n");
        size_t count;
        const LibraryEntry *entries = library_list(world->library, "cy", &count);
        assert_int_equal(entries[0].head.translation_status, TRANSLATION_DRAFT);
        assert_non_null(strstr(entries[0].file, "hotels.yaml"));
}

static void a_translation_of_what_the_site_replaced_is_not_used(void **state)
{
        World *world = *state;
        put(world, 2, "hotels.yaml", module(world, "hotels", "en", "Hotels", ""));
        put(world, 2, "hotels.cy.yaml", module(world, "hotels", "cy", "Gwestai", welsh));
        put(world, 0, "hotels.yaml", module(world, "hotels", "en", "Our own hotel", ""));
        lists(world, "cy", "hotels Our own hotel\n");
}

static void a_site_may_translate_what_is_installed(void **state)
{
        World *world = *state;
        put(world, 2, "hotels.yaml", module(world, "hotels", "en", "Hotels", ""));
        put(world, 0, "hotels.cy.yaml", module(world, "hotels", "cy", "Gwestai", welsh));
        lists(world, "cy", "hotels Gwestai\n");
        Error error = { 0 };
        Module *loaded = library_load(world->library, "hotels", "cy", &error);
        assert_non_null(loaded);
        assert_string_equal(loaded->head.title, "Gwestai");
        module_free(loaded);
}

static void a_translation_that_does_not_match_gives_way_to_the_source(void **state)
{
        World *world = *state;
        put(world, 2, "hotels.yaml", module(world, "hotels", "en", "Hotels", ""));
        const char *other = module(world, "hotels", "cy", "Gwestai", welsh);
        put(world, 2, "hotels.cy.yaml",
                arena_printf(world->arena,
                        "%s        - {id: second, type: true-false, ask: A?, answer: true}\n",
                        other));
        Error error = { 0 };
        Module *loaded = library_load(world->library, "hotels", "cy", &error);
        assert_string_equal(loaded->head.title, "Hotels");
        module_free(loaded);
        put(world, 2, "hotels.cy.yaml", "broken: [\n");
        loaded = library_load(world->library, "hotels", "cy", &error);
        assert_string_equal(loaded->head.title, "Hotels");
        assert_false(error_is_set(&error));
        module_free(loaded);
}

static void an_unknown_module_is_guessed_at(void **state)
{
        World *world = *state;
        put(world, 2, "hotels.yaml", module(world, "hotels", "en", "Hotels", ""));
        static const char *const ids[] = { "hotles", "../hotels", "", "\x1b[2J" };
        for (size_t i = 0; i < 4; i++) {
                Error error = { 0 };
                assert_null(library_load(world->library, ids[i], "en", &error));
                assert_int_equal(error.kind, ERROR_NOT_FOUND);
                assert_null(strchr(error.message, '\x1b'));
                if (i == 0)
                        assert_non_null(strstr(error.hint, "hotels"));
        }
}

static void contacts_come_from_the_first_folder_that_has_them(void **state)
{
        World *world = *state;
        Error error = { 0 };
        assert_null(library_contacts(world->library, &error));
        assert_int_equal(error.kind, ERROR_NOT_FOUND);
        const char *text = "contacts:\n  - {id: a, service: {en: A, cy: B}, number: \"101\", "
                           "checked: 2026-01-01}\n";
        put(world, 2, "contacts.yaml", text);
        error_clear(&error);
        Contacts *contacts = library_contacts(world->library, &error);
        assert_int_equal(contacts->count, 1);
        assert_string_equal(contacts->items[0].area.en, "");
        assert_string_equal(bilingual_text(&contacts->items[0].service, "cy"), "B");
        assert_string_equal(bilingual_text(&contacts->items[0].service, "ro"), "A");
        contacts_free(contacts);
        put(world, 0, "contacts.yaml", "contacts: none\n");
        assert_null(library_contacts(world->library, &error));
        assert_non_null(strstr(error.message, "site/contacts.yaml:1:11: "));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, make_world, remove_world)

int main(void)
{
        const struct CMUnitTest tests[] = {
                TEST(modules_are_listed_by_title_and_the_first_folder_wins),
                TEST(what_is_no_module_is_passed_over),
                TEST(a_broken_module_does_not_keep_the_others_away),
                TEST(a_fault_below_the_head_is_not_seen_by_the_list),
                TEST(a_head_with_keys_below_the_quiz_is_read_all_the_same),
                TEST(a_list_speaks_the_language_that_is_wanted),
                TEST(a_translation_of_what_the_site_replaced_is_not_used),
                TEST(a_site_may_translate_what_is_installed),
                TEST(a_translation_that_does_not_match_gives_way_to_the_source),
                TEST(an_unknown_module_is_guessed_at),
                TEST(contacts_come_from_the_first_folder_that_has_them),
        };
        return cmocka_run_group_tests(tests, NULL, NULL);
}
