#include "../unit.h"

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/file.h"
#include "base/text.h"
#include "base/translate.h"
#include "quiz/plan.h"
#include "session/preview.h"

static char folder[64];

static const char *const names[] = { "x.yaml", "x.cy.yaml", "x.ro.yaml", "new", "y.yaml" };

static int make_world(void **state)
{
        (void)state;
        snprintf(folder, sizeof folder, "/tmp/makesafe-preview-XXXXXX");
        return mkdtemp(folder) ? 0 : -1;
}

static const char *path(const char *name)
{
        static char room[2][128];
        static int turn;
        turn = !turn;
        snprintf(room[turn], sizeof room[turn], "%s/%s", folder, name);
        return room[turn];
}

static int end_world(void **state)
{
        (void)state;
        for (size_t i = 0; i < sizeof names / sizeof *names; i++)
                unlink(path(names[i]));
        return rmdir(folder);
}

#define HEAD(language, more)                                                                       \
        "makesafe: 1\nid: x\nversion: \"1\"\nlanguage: " language "\n" more                        \
        "title: A title\nsummary: A summary.\nsector: everyone\n"
#define LESSON "lessons:\n  - {id: one, title: One, text: Read me.}\n"
#define QUIZ                                                                                       \
        "quiz:\n  sections:\n    - id: all\n      title: All\n      draw: 2\n      questions:\n"
#define FIRST                                                                                      \
        "        - {id: first, type: true-false, ask: First?, answer: true, feedback: {true: "     \
        "Good.}}\n"
#define SECOND                                                                                     \
        "        - {id: second, type: single, ask: Second?, options: [{text: Aye, correct: "       \
        "true}, {text: Nay}]}\n"
#define THIRD                                                                                      \
        "        - {id: third, type: true-false, ask: Third?, answer: false, status: retired}\n"
#define FOURTH "        - {id: fourth, type: true-false, ask: Fourth?, answer: false}\n"
#define ALL HEAD("en", "") LESSON QUIZ FIRST SECOND THIRD FOURTH

/* Written to the end, as by an editor that keeps the file. */
static void save(const char *name, const char *text)
{
        FILE *file = fopen(path(name), "w");
        assert_non_null(file);
        fputs(text, file);
        fclose(file);
}

/* As by an editor that writes a new file and renames it. */
static void save_renamed(const char *name, const char *text)
{
        save("new", text);
        assert_int_equal(rename(path("new"), path(name)), 0);
}

static Preview *look_at(const char *text, const char *language)
{
        Error error = { 0 };
        save("x.yaml", text);
        Preview *preview = preview_open(path("x.yaml"), language, &error);
        if (!preview)
                fail_msg("%s", error.message);
        return preview;
}

/* All words of a page. */
static char *words_of(const View *view)
{
        Arena *arena = arena_new();
        Rich rich = preview_whole(arena, view);
        Lines lines = rich_layout(arena, &rich, 1000, true);
        Text text = { 0 };
        text_printf(&text, "%s\n%s\n", view->title, view->position);
        rich_print(&lines, &text);
        arena_free(arena);
        return text_take(&text);
}

static void assert_shows(Preview *preview, const char *words)
{
        char *page = words_of(preview_view(preview));
        if (!strstr(page, words))
                fail_msg("'%s' is not in: %s", words, page);
        free(page);
}

static void go(Preview *preview, const char *where)
{
        size_t row = preview_find(preview, where, preview_row(preview));
        assert_int_not_equal(row, SIZE_MAX);
        preview_go(preview, row);
}

static void every_lesson_and_question_has_a_page_retired_ones_too(void **state)
{
        (void)state;
        Preview *preview = look_at(ALL, NULL);
        size_t count = 0;
        const PreviewRow *rows = preview_rows(preview, &count);
        const char *const ids[] = { "", "one", "first", "second", "third", "fourth" };
        assert_int_equal(count, 6);
        for (size_t i = 0; i < count; i++)
                assert_string_equal(rows[i].id, ids[i]);
        assert_shows(preview, "A summary.");
        assert_true(preview_forward(preview));
        assert_shows(preview, "Read me.");
        go(preview, "third");
        assert_shows(preview, "Third?");
        assert_true(preview_forward(preview));
        assert_false(preview_forward(preview));
        assert_shows(preview, "Fourth?");
        preview_close(preview);
}

static void pages_are_found_by_number_id_and_words(void **state)
{
        (void)state;
        Preview *preview = look_at(ALL, NULL);
        assert_int_equal(preview_find(preview, "3", 0), 2);
        assert_int_equal(preview_find(preview, "7", 0), SIZE_MAX);
        assert_int_equal(preview_find(preview, "second", 0), 3);
        assert_int_equal(preview_find(preview, "sec", 0), 3);
        assert_int_equal(preview_find(preview, "READ me", 0), 1);
        assert_int_equal(preview_find(preview, "nay", 3), 3); /* around the end */
        assert_int_equal(preview_find(preview, "good.", 0), 2);
        assert_int_equal(preview_find(preview, "nothing of that", 0), SIZE_MAX);
        assert_int_equal(preview_find(preview, "", 0), SIZE_MAX);
        preview_close(preview);
}

static void an_answer_shows_its_feedback_and_an_impossible_one_nothing(void **state)
{
        (void)state;
        Preview *preview = look_at(ALL, NULL);
        Error error = { 0 };
        Response response = { .kind = QUESTION_TRUE_FALSE, .truth = true };
        assert_false(preview_answer(preview, &response, &error)); /* the first page asks nothing */
        error_clear(&error);
        go(preview, "first");
        assert_true(preview_answer(preview, &response, &error));
        assert_int_equal(preview_view(preview)->kind, VIEW_FEEDBACK);
        assert_shows(preview, "Good.");
        assert_true(preview_back(preview));
        assert_int_equal(preview_view(preview)->kind, VIEW_QUESTION);
        go(preview, "second");
        response = (Response){ .kind = QUESTION_SINGLE, .chosen = { 7 }, .count = 1 };
        assert_false(preview_answer(preview, &response, &error));
        assert_int_equal(preview_view(preview)->kind, VIEW_QUESTION);
        preview_close(preview);
}

static void a_seed_shows_the_very_plan_of_an_attempt(void **state)
{
        (void)state;
        Preview *preview = look_at(ALL, NULL);
        Diagnostics *found = diagnostics_new();
        Module *module = module_parse("x.yaml", ALL, strlen(ALL), 0, found);
        Arena *arena = arena_new();
        for (uint64_t seed = 0; seed < 20; seed++) {
                size_t count = 0;
                Plan plan = plan_make(module, seed, arena);
                preview_set_seed(preview, seed);
                const PreviewRow *rows = preview_rows(preview, &count);
                assert_int_equal(count, plan.count + 2);
                for (size_t i = 0; i < plan.count; i++)
                        assert_string_equal(
                                rows[i + 2].id, module->questions[plan.items[i].question].id);
        }
        size_t count = 0;
        preview_clear_seed(preview);
        preview_rows(preview, &count);
        assert_int_equal(count, 6);
        arena_free(arena);
        module_free(module);
        diagnostics_free(found);
        preview_close(preview);
}

static void a_saved_file_is_noticed_and_the_place_kept_by_id(void **state)
{
        (void)state;
        Preview *preview = look_at(ALL, NULL);
        go(preview, "second");
        assert_false(preview_is_behind(preview));
        save("x.yaml", HEAD("en", "") LESSON QUIZ FOURTH THIRD FIRST SECOND);
        struct pollfd waker = { .fd = preview_fd(preview), .events = POLLIN };
        assert_int_equal(poll(&waker, 1, 0), 1);
        assert_true(preview_is_behind(preview));
        preview_reload(preview);
        assert_false(preview_is_behind(preview));
        assert_shows(preview, "6 of 6 · second");
        save_renamed("x.yaml", HEAD("en", "") QUIZ SECOND FIRST);
        assert_true(preview_is_behind(preview));
        preview_reload(preview);
        assert_shows(preview, "2 of 3 · second");
        save("y.yaml", "another module");
        assert_false(preview_is_behind(preview));
        save("x.yaml", HEAD("en", "") QUIZ FIRST FOURTH);
        preview_reload(preview); /* the page is gone: what stands there now */
        assert_shows(preview, "2 of 3 · first");
        preview_close(preview);
}

static void errors_stand_in_place_and_the_last_good_version_stays(void **state)
{
        (void)state;
        Preview *preview = look_at(ALL, NULL);
        go(preview, "second");
        save("x.yaml", HEAD("en", "") LESSON QUIZ FIRST "        - {id: second, type: sinlge}\n");
        preview_reload(preview);
        assert_true(preview_has_errors(preview));
        assert_shows(preview, "sinlge");
        assert_shows(preview, "^~~~~~");
        preview_toggle_check(preview);
        assert_shows(preview, "Second?");
        assert_shows(preview, "last good version");
        preview_toggle_check(preview);
        assert_shows(preview, "^~~~~~");
        save("x.yaml", ALL);
        preview_reload(preview);
        assert_false(preview_has_errors(preview));
        assert_shows(preview, "Second?");
        unlink(path("x.yaml"));
        preview_reload(preview);
        assert_shows(preview, "No such file");
        preview_toggle_check(preview);
        assert_shows(preview, "Second?");
        preview_close(preview);
}

static void a_file_broken_from_the_start_is_opened(void **state)
{
        (void)state;
        static const char *const files[] = { "", "{", "makesafe: 1\n", "makesafe: 2\n",
                "\xff\xfe\n" };
        for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
                Preview *preview = look_at(files[i], "cy");
                Error error = { 0 };
                size_t count = 0;
                assert_true(preview_has_errors(preview));
                assert_false(preview_is_readable(preview));
                assert_int_equal(preview_view(preview)->kind, VIEW_MESSAGE);
                assert_null(preview_other_view(preview));
                preview_rows(preview, &count);
                assert_int_equal(count, 1);
                assert_false(preview_forward(preview) || preview_back(preview));
                assert_int_equal(preview_find(preview, "a", 0), SIZE_MAX);
                preview_set_seed(preview, 3);
                preview_toggle_check(preview);
                assert_false(
                        preview_answer(preview, &(Response){ .kind = QUESTION_SINGLE }, &error));
                assert_int_equal(preview_view(preview)->kind, VIEW_MESSAGE);
                save("x.yaml", ALL);
                preview_reload(preview);
                assert_shows(preview, "A summary.");
                preview_close(preview);
        }
}

static void a_file_that_is_not_there_is_an_error(void **state)
{
        (void)state;
        Error error = { 0 };
        unlink(path("x.yaml"));
        assert_null(preview_open(path("x.yaml"), NULL, &error));
        assert_true(*error.message);
}

#define CY HEAD("cy", "translates: \"1\"\ntranslation-status: draft\n")

static void the_same_place_is_there_in_the_other_language(void **state)
{
        (void)state;
        /* The translation lags: another order, no third question, another number of options. */
        save("x.cy.yaml", CY LESSON QUIZ
                "        - {id: fourth, type: true-false, ask: Pedwerydd?, answer: false}\n"
                "        - {id: first, type: true-false, ask: Cyntaf?, answer: true}\n"
                "        - {id: second, type: single, ask: Ail?, options: [{text: Ie, correct: "
                "true}, {text: Na}, "
                "{text: Efallai}]}\n");
        Preview *preview = look_at(ALL, NULL);
        go(preview, "first");
        char *words = words_of(preview_other_view(preview));
        assert_non_null(strstr(words, "Cyntaf?"));
        free(words);
        assert_shows(preview, "First?");
        go(preview, "second");
        assert_null(preview_other_view(preview));
        go(preview, "third");
        assert_null(preview_other_view(preview));
        go(preview, "fourth");
        assert_true(preview_next_language(preview));
        assert_shows(preview, "Pedwerydd?");
        assert_true(preview_set_language(preview, "en"));
        assert_shows(preview, "Fourth?");
        assert_false(preview_set_language(preview, "ro"));
        assert_shows(preview, "Fourth?");
        preview_close(preview);
        preview = look_at(ALL, "cy");
        go(preview, "first");
        assert_shows(preview, "Cyntaf?");
        preview_close(preview);
        unlink(path("x.cy.yaml"));
}

static void an_answer_that_no_longer_fits_is_forgotten(void **state)
{
        (void)state;
        Preview *preview = look_at(ALL, NULL);
        Error error = { 0 };
        go(preview, "second");
        assert_true(preview_answer(preview,
                &(Response){ .kind = QUESTION_SINGLE, .chosen = { 1 }, .count = 1 }, &error));
        save("x.yaml", HEAD("en", "") LESSON QUIZ FIRST
                "        - {id: second, type: single, ask: Second?, options: [{text: Aye}, {text: "
                "Nay, correct: true}]}\n");
        preview_reload(preview);
        assert_int_equal(preview_view(preview)->kind, VIEW_FEEDBACK);
        assert_shows(preview, "Right.");
        save("x.yaml", HEAD("en", "") LESSON QUIZ FIRST
                "        - {id: second, type: true-false, ask: Second?, answer: true}\n");
        preview_reload(preview);
        assert_int_equal(preview_view(preview)->kind, VIEW_QUESTION);
        preview_close(preview);
}

int main(void)
{
        translate_start("en");
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(every_lesson_and_question_has_a_page_retired_ones_too),
                cmocka_unit_test(pages_are_found_by_number_id_and_words),
                cmocka_unit_test(an_answer_shows_its_feedback_and_an_impossible_one_nothing),
                cmocka_unit_test(a_seed_shows_the_very_plan_of_an_attempt),
                cmocka_unit_test(a_saved_file_is_noticed_and_the_place_kept_by_id),
                cmocka_unit_test(errors_stand_in_place_and_the_last_good_version_stays),
                cmocka_unit_test(a_file_broken_from_the_start_is_opened),
                cmocka_unit_test(a_file_that_is_not_there_is_an_error),
                cmocka_unit_test(the_same_place_is_there_in_the_other_language),
                cmocka_unit_test(an_answer_that_no_longer_fits_is_forgotten),
        };
        return cmocka_run_group_tests(tests, make_world, end_world);
}
