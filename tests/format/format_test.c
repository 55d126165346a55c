/* The files of bad/ and good/: each must give exactly the diagnostics that its .expect lists,
 * `line:column code` a line. Between them they show every check there is. */
#include "format_test.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/file.h"
#include "base/translate.h"

static bool shown[CHECK_COUNT];
static const char *folder;

static bool ends_with(const char *text, const char *end)
{
        size_t len = strlen(text), end_len = strlen(end);
        return len >= end_len && strcmp(text + len - end_len, end) == 0;
}

/* `a/name.cy.yaml` stands beside its source `a/name.yaml`. */
static Module *load_source(const char *file)
{
        char source[4096];
        const char *dot = strchr(path_base(file), '.');
        if (strcmp(dot, ".yaml") == 0)
                return NULL;
        snprintf(source, sizeof source, "%.*s.yaml", (int)(dot - file), file);
        Error error = { 0 };
        Diagnostics *found = diagnostics_new();
        Module *module = module_load(source, 0, found, &error);
        diagnostics_free(found);
        return module;
}

static void read_one(const char *file, Diagnostics *found)
{
        Error error = { 0 };
        if (strncmp(path_base(file), "contacts", 8) == 0) {
                contacts_free(contacts_load(file, day_today(), found, &error));
                return;
        }
        Module *module = module_load(file, 0, found, &error), *source = load_source(file);
        if (error_is_set(&error))
                fail_msg("%s", error.message);
        if (module)
                module_lint(module, found);
        if (module && source)
                module_lint_translation(module, source, found);
        module_free(module);
        module_free(source);
}

static char *list_found(Diagnostics *found)
{
        Text text = { 0 };
        diagnostics_sort(found);
        for (size_t i = 0; i < diagnostics_count(found); i++) {
                const Diagnostic *diagnostic = diagnostics_get(found, i);
                shown[diagnostic->check] = true;
                text_printf(&text, "%u:%u %s\n", diagnostic->place.line, diagnostic->place.column,
                        checks[diagnostic->check].code);
        }
        return text_take(&text);
}

static bool all_say_what_to_do(const Diagnostics *found)
{
        for (size_t i = 0; i < diagnostics_count(found); i++) {
                const char *hint = diagnostics_get(found, i)->hint;
                if (!hint || !*hint)
                        return false;
        }
        return true;
}

static bool gives_what_is_expected(const char *file)
{
        char expected_file[4096];
        snprintf(expected_file, sizeof expected_file, "%.*s.expect", (int)(strlen(file) - 5), file);
        char *expected = NULL;
        size_t len;
        Error error = { 0 };
        if (!file_read(expected_file, 1 << 20, &expected, &len, &error))
                fail_msg("%s", error.message);
        Diagnostics *found = diagnostics_new();
        read_one(file, found);
        char *given = list_found(found);
        bool same = strcmp(given, expected) == 0 && all_say_what_to_do(found);
        if (!same) {
                Text text = { 0 };
                diagnostics_print(found, DIAGNOSTIC_HUMAN, false, &text);
                print_message("%s\nexpected:\n%sgiven:\n%s%s\n", file, expected, given,
                        text_string(&text));
                text_clear(&text);
        }
        free(given);
        free(expected);
        diagnostics_free(found);
        return same;
}

static void check_folder(const char *name)
{
        Arena *arena = arena_new();
        const char *path = path_join(arena, folder, name);
        struct dirent **files;
        int count = scandir(path, &files, NULL, alphasort), wrong = 0, read = 0;
        assert_true(count > 2);
        for (int i = 0; i < count; i++) {
                if (ends_with(files[i]->d_name, ".yaml")) {
                        read++;
                        wrong += !gives_what_is_expected(path_join(arena, path, files[i]->d_name));
                }
                free(files[i]);
        }
        free(files);
        arena_free(arena);
        if (wrong)
                fail_msg("%d of %d files give other diagnostics than they should", wrong, read);
}

static void every_bad_file_gives_exactly_its_diagnostics(void **state)
{
        (void)state;
        check_folder("bad");
}

static void every_good_file_gives_no_error(void **state)
{
        (void)state;
        check_folder("good");
}

static void every_check_is_shown_by_some_file(void **state)
{
        (void)state;
        int missing = 0;
        for (int i = 0; i < CHECK_COUNT; i++) {
                if (shown[i])
                        continue;
                missing++;
                print_message("nothing shows %s %s\n", checks[i].code, checks[i].name);
        }
        assert_int_equal(missing, 0);
}

static void every_check_has_a_code_of_its_own(void **state)
{
        (void)state;
        for (int i = 0; i < CHECK_COUNT; i++) {
                char kind = checks[i].severity == SEVERITY_ERROR ? 'E' : 'W';
                assert_int_equal(strlen(checks[i].code), 4);
                assert_int_equal(checks[i].code[0], kind);
                for (int j = 0; j < i; j++)
                        assert_string_not_equal(checks[i].code, checks[j].code);
        }
}

void mark_shown(const Diagnostics *found)
{
        for (size_t i = 0; i < diagnostics_count(found); i++)
                shown[diagnostics_get(found, i)->check] = true;
}

int main(int argc, char **argv)
{
        folder = argc > 1 ? argv[1] : getenv("FORMAT_FOLDER");
        if (!folder) {
                fprintf(stderr, "usage: format_test FOLDER\n");
                return 2;
        }
        translate_start("en");
        const struct CMUnitTest files[] = {
                cmocka_unit_test(every_bad_file_gives_exactly_its_diagnostics),
                cmocka_unit_test(every_good_file_gives_no_error),
        };
        const struct CMUnitTest whole[] = {
                cmocka_unit_test(every_check_is_shown_by_some_file),
                cmocka_unit_test(every_check_has_a_code_of_its_own),
        };
        int failed = cmocka_run_group_tests_name("files", files, NULL, NULL);
        failed += run_edge_tests();
        failed += run_hostile_tests();
        failed += cmocka_run_group_tests_name("checks", whole, NULL, NULL);
        return failed ? 1 : 0;
}
