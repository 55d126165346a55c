#include "../../store/world.h"

#include <math.h>
#include <stdio.h>

#include "report/items.h"

static const char module_text[] =
        "makesafe: 1\nid: desk\nversion: \"2\"\nlanguage: en\ntitle: The desk\nsummary: A desk.\n"
        "sector: hotels\nsigns:\n  - {id: cash, text: Pays in cash}\nquiz:\n  shuffle: none\n"
        "  confidence: true\n  sections:\n    - id: all\n      title: All\n      questions:\n"
        "        - {id: first, type: single, ask: What now?, options: [{text: Ring, correct: true},"
        " {text: Wait, feedback: No.}, {text: Shout, feedback: No.}]}\n"
        "        - {id: second, type: single, ask: And now?, options: [{text: Ring, correct: true},"
        " {text: Wait, feedback: No.}]}\n"
        "        - {id: third, type: single, ask: And then?, options: [{text: Ring, correct: true},"
        " {text: Wait, feedback: No.}]}\n"
        "        - {id: passage, type: spot, ask: Which?, passage: \"A man [pays in cash]{cash} "
        "and [asks"
        " about breakfast]{}.\", feedback: {cash: Yes., 2: No.}}\n"
        "        - {id: worrying, type: single, twin: calm, signs: [cash], ask: Is it?, options: "
        "[{text: Yes,"
        " correct: true}, {text: No, feedback: No.}]}\n"
        "        - {id: calm, type: single, twin: worrying, ask: Is it?, options: [{text: Yes, "
        "feedback: No.},"
        " {text: No, correct: true}]}\n"
        "        - {id: tried, type: single, status: trial, ask: Perhaps?, options: [{text: Yes, "
        "correct: true},"
        " {text: No, feedback: No.}]}\n";

static Module *module;

static int load_module(void **state)
{
        (void)state;
        Diagnostics *found = diagnostics_new();
        module = module_parse("desk.yaml", module_text, sizeof module_text - 1, 0, found);
        diagnostics_free(found);
        return module ? 0 : -1;
}

static int free_module(void **state)
{
        (void)state;
        module_free(module);
        return 0;
}

/* One answer: "first a", "passage 1,2", "worrying b"; a capital letter in front of the question:
 * how sure. */
static void add_answer(Store *store, const char *person, const char *attempt, const char *question,
        const char *response, int confidence)
{
        const Question *asked = &module->questions[module_question(module, question)];
        bool is_spot = asked->kind == QUESTION_SPOT;
        bool right = is_spot ? strcmp(response, "1") == 0
                             : asked->choice.options[response[0] - 'a'].correct;
        json_t *chosen = json_string(response);
        if (is_spot) {
                json_decref(chosen);
                chosen = json_array();
                for (const char *at = response; *at; at++)
                        json_array_append_new(chosen, json_stringn(at, 1));
        }
        json_t *body = json_pack("{s:f, s:s, s:o, s:f, s:b, s:i, s:s}", "max", 1.0, "question",
                question, "response", chosen, "score", right ? 1.0 : 0.0, "scored",
                asked->status != QUESTION_TRIAL, "seconds", 4, "type",
                question_kind_names[asked->kind]);
        if (confidence)
                json_object_set_new(body, "confidence", json_integer(confidence));
        if (is_spot) {
                json_object_set_new(
                        body, strchr(response, '1') ? "hits" : "misses", json_pack("[s]", "cash"));
                json_object_set_new(body,
                        strchr(response, '2') ? "false_alarms" : "correct_rejections",
                        json_pack("[s]", "2"));
        } else if (strcmp(question, "worrying") == 0) {
                json_object_set_new(body, right ? "hits" : "misses", json_pack("[s]", "cash"));
        }
        world_add(store, EVENT_ANSWERED, person, attempt, body);
}

/* A finished attempt: "first a 3 passage 12 1" is question, response, how sure (0: not asked). */
static void take(const World *world, Store *store, const char *staff_id, const char *version,
        const char *answers)
{
        char attempt[ID_SIZE], question[16], response[8];
        int confidence = 0, used = 0;
        Person person = world_person(world, store, staff_id);
        id_make(attempt);
        json_t *started = body_started("desk", 1);
        json_object_set_new(started, "version", json_string(version));
        world_add(store, EVENT_ATTEMPT_STARTED, person.id, attempt, started);
        for (; sscanf(answers, "%15s %7s %d%n", question, response, &confidence, &used) == 3;
                answers += used)
                add_answer(store, person.id, attempt, question,
                        strcmp(response, "-") == 0 ? "" : response, confidence);
        json_t *finished = body_finished("desk", 50, false, NULL);
        json_object_set_new(finished, "version", json_string(version));
        world_add(store, EVENT_ATTEMPT_FINISHED, person.id, attempt, finished);
}

static void take_all(const World *world, Store *store, int first, int count, const char *version,
        const char *answers)
{
        for (int i = first; i < first + count; i++) {
                char staff_id[16];
                snprintf(staff_id, sizeof staff_id, "e%d", i);
                take(world, store, staff_id, version, answers);
        }
}

static ItemsReport report_of(const World *world, Store *store, const char *version)
{
        Error error = { 0 };
        ItemsReport report;
        if (!items_from_record(store, module, version, world->arena, NULL, NULL, &report, &error))
                fail_msg("%s", error.message);
        return report;
}

static size_t item_of(const char *id)
{
        return module_question(module, id);
}

static const char *advice_of(
        const World *world, const ItemsReport *report, const char *question, const char *code)
{
        AdviceList advice = item_advice(report, item_of(question), world->arena);
        for (size_t i = 0; i < advice.count; i++)
                if (strcmp(advice.items[i].code, code) == 0)
                        return advice.items[i].text;
        return NULL;
}

static void a_question_on_trial_counts_in_nobodys_total(void **state)
{
        const World *world = *state;
        Store *store = world_open(world, STORE_CREATE);
        take_all(world, store, 0, 3, "2", "first a 0 second a 0 tried a 0");
        take_all(world, store, 3, 3, "2", "first b 0 second b 0 tried b 0");
        take_all(world, store, 6, 1, "2", "first a 0 second b 0 tried b 0");
        ItemsReport report = report_of(world, store, NULL);
        assert_int_equal(report.analysis.quiz.n, 7);
        assert_near(report.analysis.quiz.maximum, 2, 1e-12);
        assert_near(report.analysis.quiz.mean, 1, 1e-12);
        const ItemFigures *tried = &report.analysis.items[item_of("tried")];
        assert_true(report.items[item_of("tried")].is_trial);
        assert_int_equal(tried->n, 7);
        assert_near(tried->facility, 3.0 / 7, 1e-12);
        /* Totals 2 2 2 0 0 0 1 against 1 1 1 0 0 0 0. */
        assert_near(tried->point_biserial, 0.9354143467, 1e-9);
        assert_near(tried->point_biserial_corrected, 0.9354143467, 1e-9);
        assert_true(isnan(tried->effective_weight) && isnan(tried->alpha_without));
        assert_false(report.items[item_of("first")].is_trial);
        store_close(store);
}

static void the_first_attempt_of_each_person_counts(void **state)
{
        const World *world = *state;
        Store *store = world_open(world, STORE_CREATE);
        take_all(world, store, 0, 6, "2", "first b 0 passage - 0");
        take_all(world, store, 0, 6, "2", "first a 0 passage 1 0");
        ItemsReport report = report_of(world, store, NULL);
        assert_int_equal(report.analysis.quiz.n, 6);
        assert_near(report.analysis.items[0].facility, 0, 0);
        assert_int_equal(report.versions[0].people, 6);
        assert_int_equal(report.versions[0].signs[0].wrong, 6);
        assert_int_equal(report.versions[0].signs[0].n, 6);
        store_close(store);
}

static void the_best_learners_wrong_option_is_named_in_words(void **state)
{
        const World *world = *state;
        Store *store = world_open(world, STORE_CREATE);
        /* Of the best third, nine of thirteen took c. */
        take_all(world, store, 0, 9, "2", "first c 0 second a 0 third a 0 passage 1 0");
        take_all(world, store, 9, 4, "2", "first a 0 second a 0 third a 0 passage - 0");
        take_all(world, store, 13, 26, "2", "first a 0 second b 0 third b 0 passage - 0");
        ItemsReport report = report_of(world, store, NULL);
        const OptionReport *lure = &report.items[0].options[2];
        assert_string_equal(lure->text, "Shout");
        assert_int_equal(lure->best, 13);
        assert_int_equal(lure->best_chosen, 9);
        const char *text = advice_of(world, &report, "first", "best-chose-wrong");
        assert_non_null(text);
        assert_string_equal(text, "two thirds of your best learners (9 of 13) chose 'c', which "
                                  "counts as wrong: read it again");
        assert_non_null(advice_of(world, &report, "first", "negative"));
        assert_string_equal(advice_of(world, &report, "first", "unused-option"),
                "nobody chose 'b': a likelier mistake in its place would teach more");
        assert_null(advice_of(world, &report, "second", "best-chose-wrong"));
        store_close(store);
}

static void few_answers_are_not_judged(void **state)
{
        const World *world = *state;
        Store *store = world_open(world, STORE_CREATE);
        take_all(world, store, 0, 10, "2", "first c 0 second a 0");
        take_all(world, store, 10, 9, "2", "first a 0 second b 0");
        ItemsReport report = report_of(world, store, NULL);
        assert_int_equal(item_advice(&report, 0, world->arena).count, 0);
        AdviceList quiz = items_advice(&report, world->arena);
        assert_int_equal(quiz.count, 1);
        assert_string_equal(quiz.items[0].code, "few");
        take_all(world, store, 19, 1, "2", "first a 0 second b 0");
        report = report_of(world, store, NULL);
        assert_non_null(advice_of(world, &report, "first", "negative"));
        store_close(store);
}

static void what_fewer_than_five_people_answered_is_masked(void **state)
{
        const World *world = *state;
        Store *store = world_open(world, STORE_CREATE);
        take_all(world, store, 0, 4, "1", "passage 2 3");
        take_all(world, store, 10, 5, "2", "passage 2 3");
        take_all(world, store, 20, 1, "2", "first a 1");
        ItemsReport report = report_of(world, store, NULL);
        assert_int_equal(report.version_count, 2);
        const VersionReport *now = &report.versions[0], *before = &report.versions[1];
        assert_string_equal(before->version, "1");
        assert_true(before->is_masked);
        assert_int_equal(before->people, 4);
        assert_int_equal(before->sign_count + before->detail_count + before->calibration.n, 0);
        assert_false(now->is_masked);
        assert_int_equal(now->sign_count, 1);
        assert_int_equal(now->detail_count, 1);
        assert_false(now->signs[0].has_before); /* else the four would show */
        assert_true(isnan(now->brier_before));
        store_close(store);
}

static void a_sign_that_four_of_many_have_met_is_masked(void **state)
{
        const World *world = *state;
        Store *store = world_open(world, STORE_CREATE);
        take_all(world, store, 0, 4, "2", "passage - 0 worrying b 0");
        take_all(world, store, 4, 6, "2", "first a 0");
        ItemsReport report = report_of(world, store, NULL);
        assert_int_equal(report.versions[0].people, 10);
        assert_int_equal(report.versions[0].sign_count, 0);
        assert_int_equal(report.versions[0].signs_masked, 1);
        store_close(store);
}

static void a_version_is_compared_with_the_one_before_it(void **state)
{
        const World *world = *state;
        Store *store = world_open(world, STORE_CREATE);
        take_all(world, store, 0, 9, "1", "passage 2 3");
        take_all(world, store, 9, 1, "1", "passage 1 1");
        take_all(world, store, 10, 2, "2", "passage - 3");
        take_all(world, store, 12, 1, "2", "passage 12 1");
        take_all(world, store, 13, 7, "2", "passage 1 3");
        ItemsReport report = report_of(world, store, NULL);
        const VersionReport *now = &report.versions[0];
        assert_string_equal(now->version, "2");
        assert_string_equal(now->before, "1");
        const Movement *sign = &now->signs[0];
        assert_string_equal(sign->id, "cash");
        assert_string_equal(sign->text, "Pays in cash");
        assert_int_equal(sign->wrong, 2);
        assert_int_equal(sign->n, 10);
        assert_int_equal(sign->people, 10);
        assert_int_equal(sign->sure, 2);
        assert_int_equal(sign->sure_of, 2);
        assert_true(sign->has_before);
        assert_int_equal(sign->wrong_before, 9);
        assert_int_equal(sign->n_before, 10);
        /* fisher.test(matrix(c(2, 8, 9, 1), 2)) in R */
        assert_near(sign->p, 0.005477, 5e-7);
        const Movement *detail = &now->details[0];
        assert_string_equal(detail->question, "passage");
        assert_string_equal(detail->id, "2");
        assert_string_equal(detail->text, "asks about breakfast");
        assert_int_equal(detail->wrong, 1);
        assert_int_equal(detail->wrong_before, 9);
        /* The words of a phrase are those of the module at hand, which version 1 may not have had.
         */
        assert_string_equal(report.versions[1].details[0].text, "");
        assert_null(report.versions[1].before);
        store_close(store);
}

static void how_sure_people_were_is_set_beside_how_right(void **state)
{
        const World *world = *state;
        Store *store = world_open(world, STORE_CREATE);
        take_all(world, store, 0, 6, "2", "first a 3 second b 1");
        take_all(world, store, 6, 2, "2", "first a 2 second b 3");
        ItemsReport report = report_of(world, store, NULL);
        const Calibration *c = &report.versions[0].calibration;
        assert_int_equal(c->n, 16);
        assert_near(c->mean_level_right, (6 * 3 + 2 * 2) / 8.0, 1e-12);
        assert_near(c->mean_level_other, (6 * 1 + 2 * 3) / 8.0, 1e-12);
        /* Forecasts 1/3, 11/15 and 9/10 of stats/calibration. */
        double squares = 6 * 0.01 + 2 * (16 / 225.0) + 6 * (1 / 9.0) + 2 * 0.81;
        assert_near(c->brier, squares / 16, 1e-12);
        store_close(store);
}

static void one_version_can_be_looked_at_alone(void **state)
{
        const World *world = *state;
        Store *store = world_open(world, STORE_CREATE);
        Error error = { 0 };
        ItemsReport report;
        take_all(world, store, 0, 6, "1", "first a 0");
        take_all(world, store, 0, 6, "2", "first b 0");
        take_all(world, store, 6, 1, "2", "first b 0");
        report = report_of(world, store, NULL);
        assert_int_equal(report.analysis.quiz.n, 7);
        assert_near(report.analysis.items[0].facility, 6.0 / 7, 1e-12);
        assert_int_equal(report.versions[0].counted, 1);
        assert_int_equal(report.versions[1].counted, 6);
        report = report_of(world, store, "2");
        assert_int_equal(report.analysis.quiz.n, 7);
        assert_near(report.analysis.items[0].facility, 0, 0);
        assert_int_equal(report.version_count, 1);
        assert_string_equal(report.versions[0].version, "2");
        assert_string_equal(report.versions[0].before, "1");
        assert_false(
                items_from_record(store, module, "3", world->arena, NULL, NULL, &report, &error));
        assert_non_null(strstr(error.message, "version '3'"));
        assert_non_null(strstr(error.hint, "1, 2"));
        store_close(store);
}

static bool stop_at_three(int64_t done, int64_t total, void *data)
{
        *(int64_t *)data = total;
        return done < 3;
}

static void reading_tells_how_far_it_is_and_can_be_stopped(void **state)
{
        const World *world = *state;
        Store *store = world_open(world, STORE_CREATE);
        Error error = { 0 };
        ItemsReport report;
        int64_t total = 0;
        take_all(world, store, 0, 6, "1", "first a 0");
        assert_false(items_from_record(
                store, module, NULL, world->arena, stop_at_three, &total, &report, &error));
        assert_int_equal(total, 6);
        assert_non_null(strstr(error.message, "Stopped"));
        store_close(store);
}

static void twins_are_looked_at_as_a_pair(void **state)
{
        const World *world = *state;
        Store *store = world_open(world, STORE_CREATE);
        take_all(world, store, 0, 10, "2", "worrying a 0");
        take_all(world, store, 10, 2, "2", "worrying b 0");
        take_all(world, store, 12, 9, "2", "calm a 0");
        take_all(world, store, 21, 3, "2", "calm b 0");
        ItemsReport report = report_of(world, store, NULL);
        assert_int_equal(report.twin_count, 1);
        const TwinReport *twin = &report.twins[0];
        assert_int_equal(twin->worrying, item_of("worrying"));
        assert_int_equal(twin->harmless, item_of("calm"));
        assert_int_equal(twin->detection.hits, 10);
        assert_int_equal(twin->detection.misses, 2);
        assert_int_equal(twin->detection.false_alarms, 9);
        assert_int_equal(twin->detection.correct_rejections, 3);
        assert_true(twin->detection.enough);
        AdviceList advice = twin_advice(twin);
        assert_int_equal(advice.count, 1);
        assert_string_equal(advice.items[0].code, "twins-alike");
        assert_non_null(strstr(advice.items[0].text, "worry about both"));
        /* An option of a harmless scene that says it is worrying was over-read. */
        assert_string_equal(report.versions[0].details[0].question, "calm");
        assert_int_equal(report.versions[0].details[0].wrong, 9);
        assert_string_equal(report.versions[0].details[0].text, "Yes");
        store_close(store);
}

static void answers_that_the_module_cannot_have_given_are_passed_over(void **state)
{
        const World *world = *state;
        Store *store = world_open(world, STORE_CREATE);
        char attempt[ID_SIZE];
        Person person = world_person(world, store, "e1");
        id_make(attempt);
        json_t *started = body_started("desk", 1);
        world_add(store, EVENT_ATTEMPT_STARTED, person.id, attempt, started);
        world_add(store, EVENT_ANSWERED, person.id, attempt,
                json_pack("{s:f, s:s, s:s, s:f, s:i}", "max", 1.0, "question", "first", "response",
                        "z", "score", 1.0, "confidence", 99));
        world_add(store, EVENT_ANSWERED, person.id, attempt,
                json_pack("{s:f, s:s, s:[s,s], s:f, s:[i,s]}", "max", 0.0, "question", "passage",
                        "response", "2", "99", "score", 1.0, "misses", 3, "cash"));
        world_add(store, EVENT_ANSWERED, person.id, attempt,
                json_pack("{s:f, s:s, s:n, s:f, s:[s]}", "max", 1.0, "question", "gone", "response",
                        "score", 1.0, "false_alarms", "7"));
        world_add(store, EVENT_ATTEMPT_FINISHED, person.id, attempt,
                body_finished("desk", 50, false, NULL));
        ItemsReport report = report_of(world, store, NULL);
        assert_int_equal(report.analysis.quiz.n, 0);
        assert_int_equal(report.version_count, 1);
        store_close(store);
}

int main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test_setup_teardown(
                        a_question_on_trial_counts_in_nobodys_total, world_make, world_end),
                cmocka_unit_test_setup_teardown(
                        the_first_attempt_of_each_person_counts, world_make, world_end),
                cmocka_unit_test_setup_teardown(
                        the_best_learners_wrong_option_is_named_in_words, world_make, world_end),
                cmocka_unit_test_setup_teardown(few_answers_are_not_judged, world_make, world_end),
                cmocka_unit_test_setup_teardown(
                        what_fewer_than_five_people_answered_is_masked, world_make, world_end),
                cmocka_unit_test_setup_teardown(
                        a_sign_that_four_of_many_have_met_is_masked, world_make, world_end),
                cmocka_unit_test_setup_teardown(
                        a_version_is_compared_with_the_one_before_it, world_make, world_end),
                cmocka_unit_test_setup_teardown(
                        how_sure_people_were_is_set_beside_how_right, world_make, world_end),
                cmocka_unit_test_setup_teardown(
                        one_version_can_be_looked_at_alone, world_make, world_end),
                cmocka_unit_test_setup_teardown(
                        reading_tells_how_far_it_is_and_can_be_stopped, world_make, world_end),
                cmocka_unit_test_setup_teardown(
                        twins_are_looked_at_as_a_pair, world_make, world_end),
                cmocka_unit_test_setup_teardown(
                        answers_that_the_module_cannot_have_given_are_passed_over, world_make,
                        world_end),
        };
        return cmocka_run_group_tests(tests, load_module, free_module);
}
