/* What every shipped module promises: enough of everything, both sides of every scene, a why for
 * every choice. */
#include "../unit/unit.h"

#include <stdio.h>
#include <stdlib.h>

#include "module/library.h"
#include "quiz/plan.h"

static Library *library;

static bool asks_for_few(const Module *module)
{
        return strcmp(module->head.id, "food") == 0 || strcmp(module->head.id, "everyone") == 0;
}

static void check_counts(const Module *module)
{
        size_t kinds[QUESTION_KINDS] = { 0 }, benign = 0, twins = 0, critical = 0,
               competent[3] = { 0 };
        static const char *const competencies[] = { "recognise", "respond", "report" };
        for (size_t i = 0; i < module->question_count; i++) {
                const Question *question = &module->questions[i];
                kinds[question->kind]++;
                benign += question_is_benign(question);
                twins += question->twin != SIZE_MAX;
                critical += question->critical;
                for (size_t c = 0; c < 3; c++)
                        competent[c] += strcmp(question->competency, competencies[c]) == 0;
        }
        print_message("%s: %zu questions, %zu harmless, %zu twins\n", module->head.id,
                module->question_count, benign, twins);
        assert_in_range(module->lesson_count, 5, 7);
        assert_true(module->question_count >= (asks_for_few(module) ? 24 : 30));
        for (size_t k = 0; k < QUESTION_KINDS; k++)
                assert_true(kinds[k] > 0);
        assert_true(kinds[QUESTION_BRANCH] >= 2 && kinds[QUESTION_CALL] >= 2);
        assert_true(3 * benign >= module->question_count);
        assert_true(twins >= 8);
        assert_true(critical >= 1);
        for (size_t c = 0; c < 3; c++)
                assert_true(competent[c] > 0);
        assert_non_null(module->head.pass_reason);
        assert_non_null(module->head.content_note);
        assert_true(module->head.has_validity);
        assert_true(module->head.source_count > 0);
}

static bool has_ends(const Question *question)
{
        bool ends[4] = { false };
        for (size_t i = 0; i < question->branch.count; i++)
                ends[question->branch.steps[i].end] = true;
        return ends[BRANCH_GOOD] && ends[BRANCH_MIXED] && ends[BRANCH_POOR];
}

static void check_why(const Module *module)
{
        for (size_t i = 0; i < module->question_count; i++) {
                const Question *question = &module->questions[i];
                switch (question->kind) {
                case QUESTION_SINGLE:
                case QUESTION_MULTIPLE:
                        for (size_t j = 0; j < question->choice.count; j++) {
                                const Option *option = &question->choice.options[j];
                                assert_non_null(option->feedback);
                                if (question->kind == QUESTION_MULTIPLE && option->correct)
                                        assert_non_null(option->missed);
                        }
                        break;
                case QUESTION_TRUE_FALSE:
                        assert_non_null(question->truth.feedback[0]);
                        assert_non_null(question->truth.feedback[1]);
                        break;
                case QUESTION_SPOT:
                        for (size_t j = 0; j < question->spot.count; j++)
                                assert_non_null(question->spot.phrases[j].feedback);
                        break;
                case QUESTION_BRANCH:
                        assert_true(has_ends(question));
                        for (size_t j = 0; j < question->branch.count; j++)
                                for (size_t k = 0; k < question->branch.steps[j].count; k++)
                                        assert_non_null(
                                                question->branch.steps[j].choices[k].feedback);
                        break;
                case QUESTION_CALL:
                        for (size_t j = 0; j < question->call.count; j++)
                                assert_non_null(question->call.say[j].feedback);
                        break;
                default:
                        assert_non_null(question->explain);
                }
        }
}

/* How much of one attempt comes again in the next, critical questions aside: they are asked every
 * time. */
static void check_overlap(const Module *module)
{
        Arena *arena = arena_new();
        double overlap = 0;
        const int pairs = 200;
        for (int seed = 0; seed < pairs; seed++) {
                Plan a = plan_make(module, (uint64_t)seed, arena),
                     b = plan_make(module, (uint64_t)seed + 1000, arena);
                size_t again = 0;
                for (size_t i = 0; i < a.count; i++)
                        for (size_t j = 0; j < b.count; j++)
                                again += a.items[i].question == b.items[j].question;
                overlap += (double)again / (double)a.count / pairs;
        }
        arena_free(arena);
        print_message("%s: %.0f%% of an attempt comes again\n", module->head.id, 100 * overlap);
        if (overlap > 0.5)
                fail_msg("%s: too much", module->head.id);
}

static void for_each_module(void (*check)(const Module *module))
{
        static const char *const ids[] = { "hotels", "taxis", "licensed-premises", "food",
                "everyone" };
        for (size_t i = 0; i < sizeof ids / sizeof *ids; i++) {
                Error error = { 0 };
                Module *module = library_load(library, ids[i], "en", &error);
                if (!module)
                        fail_msg("%s: %s", ids[i], error.message);
                check(module);
                module_free(module);
        }
}

static void every_module_has_enough_of_everything(void **state)
{
        (void)state;
        for_each_module(check_counts);
}

static void every_choice_is_told_why(void **state)
{
        (void)state;
        for_each_module(check_why);
}

static void a_second_attempt_is_another_one(void **state)
{
        (void)state;
        for_each_module(check_overlap);
}

static void the_numbers_are_those_of_the_source(void **state)
{
        (void)state;
        static const char *const numbers[] = { "101", "999", "0800 11 11", "0808 1001727",
                "01495 762200", "01495 315700", "01633 656656", "01291 635669", "0800 3284432",
                "www.gwent.police.uk" };
        Error error = { 0 };
        Contacts *contacts = library_contacts(library, &error);
        assert_non_null(contacts);
        for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
                bool found = false;
                for (size_t j = 0; j < contacts->count; j++)
                        found = found || strcmp(contacts->items[j].number, numbers[i]) == 0;
                if (!found)
                        fail_msg("%s is not in contacts.yaml", numbers[i]);
        }
        contacts_free(contacts);
}

int main(void)
{
        char folder[4096];
        snprintf(folder, sizeof folder, "%s/modules", getenv("MAKESAFE_SOURCE"));
        const char *folders[] = { folder };
        library = library_new(folders, 1);
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(every_module_has_enough_of_everything),
                cmocka_unit_test(every_choice_is_told_why),
                cmocka_unit_test(a_second_attempt_is_another_one),
                cmocka_unit_test(the_numbers_are_those_of_the_source),
        };
        int failed = cmocka_run_group_tests(tests, NULL, NULL);
        library_free(library);
        return failed;
}
