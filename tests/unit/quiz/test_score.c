#include "quiz_module.h"

#include "quiz/score.h"

static Module *module;

static int load(void **state)
{
        (void)state;
        module = quiz_module();
        return 0;
}

static int unload(void **state)
{
        (void)state;
        module_free(module);
        return 0;
}

/* `chosen` as digits from 0; '-' for a left side without a partner. */
static Response response_of(const char *id, const char *chosen)
{
        Response response = { .kind = quiz_question(module, id)->kind };
        for (; *chosen; chosen++)
                response.chosen[response.count++] =
                        *chosen == '-' ? RESPONSE_NOTHING : (uint16_t)(*chosen - '0');
        return response;
}

static void check_score(const char *id, const char *chosen, double score)
{
        Response response = response_of(id, chosen);
        const Question *question = quiz_question(module, id);
        assert_true(response_is_possible(question, &response));
        assert_near(score_response(question, &response), score, 1e-12);
}

static void single_scores_the_worth_of_its_option(void **state)
{
        (void)state;
        check_score("single", "0", 0.5);
        check_score("single", "1", 1);
        check_score("single", "2", 0);
}

static void multiple_takes_wrong_shares_from_right_ones(void **state)
{
        (void)state;
        check_score("multiple", "01", 1);
        check_score("multiple", "0", 0.5);
        check_score("multiple", "012", 1 - 1.0 / 3);
        check_score("multiple", "02", 0.5 - 1.0 / 3);
        check_score("multiple", "", 0);
        check_score("multiple", "01234", 0);
        check_score("multiple", "234", 0);
}

static void where_nothing_is_right_choosing_nothing_is(void **state)
{
        (void)state;
        check_score("nothing", "", 1);
        check_score("nothing", "0", 0.5);
        check_score("nothing", "01", 0);
}

static void order_counts_neighbours_kept(void **state)
{
        (void)state;
        check_score("order", "0123", 1);
        check_score("order", "1230", 2.0 / 3);
        check_score("order", "3210", 0);
        check_score("order", "0132", 1.0 / 3);
        check_score("order", "2301", 2.0 / 3);
}

static void match_counts_pairs(void **state)
{
        (void)state;
        check_score("match", "012", 1);
        check_score("match", "021", 1.0 / 3);
        check_score("match", "01-", 2.0 / 3);
        check_score("match", "013", 2.0 / 3);
        check_score("match", "---", 0);
}

static void spot_takes_false_alarms_from_hits(void **state)
{
        (void)state;
        check_score("spot", "01", 1);
        check_score("spot", "0", 0.5);
        check_score("spot", "012", 0.5);
        check_score("spot", "0123", 0);
        check_score("spot", "", 0);
        check_score("calm", "", 1);
        check_score("calm", "0", 0.5);
        check_score("calm", "01", 0);
}

static void branch_scores_between_its_worst_and_best_path(void **state)
{
        (void)state;
        check_score("branch", "00", 1);
        check_score("branch", "01", 0.5);
        check_score("branch", "1", 0);
        Response unfinished = response_of("branch", "0");
        assert_false(response_is_possible(quiz_question(module, "branch"), &unfinished));
        assert_near(score_response(quiz_question(module, "branch"), &unfinished), 0, 0);
}

static void check_call(CallNumber number, const char *say, double score)
{
        const Question *question = quiz_question(module, "call");
        Response response = response_of("call", say);
        response.number = number;
        assert_true(response_is_possible(question, &response));
        assert_near(score_response(question, &response), score, 1e-12);
}

static void call_is_half_number_half_words(void **state)
{
        (void)state;
        check_call(CALL_101, "01", 1);
        check_call(CALL_999, "01", 0.85);
        check_call(CALL_NOBODY, "01", 0.5);
        check_call(CALL_101, "", 0.5);
        check_call(CALL_101, "012", 0.75);
        check_call(CALL_999, "0123", 0.35);
}

static void true_false_is_one_or_nothing(void **state)
{
        (void)state;
        const Question *question = quiz_question(module, "truth");
        Response response = { .kind = QUESTION_TRUE_FALSE, .truth = false };
        assert_near(score_response(question, &response), 1, 0);
        response.truth = true;
        assert_near(score_response(question, &response), 0, 0);
}

static void check_impossible(const char *id, const char *chosen)
{
        Response response = response_of(id, chosen);
        assert_false(response_is_possible(quiz_question(module, id), &response));
        score_response(quiz_question(module, id), &response); /* harmless all the same */
}

static void what_could_not_be_answered_is_refused(void **state)
{
        (void)state;
        check_impossible("single", "");
        check_impossible("single", "3");
        check_impossible("single", "01");
        check_impossible("multiple", "5");
        check_impossible("multiple", "10");
        check_impossible("multiple", "00");
        check_impossible("order", "012");
        check_impossible("order", "0122");
        check_impossible("match", "00-");
        check_impossible("match", "014");
        check_impossible("spot", "9");
        check_impossible("branch", "2");
        check_impossible("branch", "000");
        Response other = { .kind = QUESTION_SPOT };
        assert_false(response_is_possible(quiz_question(module, "multiple"), &other));
}

static void the_right_answer_of_every_question_is_possible_and_scores_all(void **state)
{
        (void)state;
        for (size_t i = 0; i < module->question_count; i++) {
                Response right;
                response_right(&module->questions[i], &right);
                if (!response_is_possible(&module->questions[i], &right) ||
                        score_response(&module->questions[i], &right) < 1 - 1e-12)
                        fail_msg("%s", module->questions[i].id);
        }
        Response path;
        response_right(quiz_question(module, "branch"), &path);
        double points = 0;
        branch_walk(quiz_question(module, "branch"), &path, &points);
        assert_near(points, quiz_question(module, "branch")->branch.best, 1e-12);
}

int main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(single_scores_the_worth_of_its_option),
                cmocka_unit_test(multiple_takes_wrong_shares_from_right_ones),
                cmocka_unit_test(where_nothing_is_right_choosing_nothing_is),
                cmocka_unit_test(order_counts_neighbours_kept),
                cmocka_unit_test(match_counts_pairs),
                cmocka_unit_test(spot_takes_false_alarms_from_hits),
                cmocka_unit_test(branch_scores_between_its_worst_and_best_path),
                cmocka_unit_test(call_is_half_number_half_words),
                cmocka_unit_test(true_false_is_one_or_nothing),
                cmocka_unit_test(the_right_answer_of_every_question_is_possible_and_scores_all),
                cmocka_unit_test(what_could_not_be_answered_is_refused),
        };
        return cmocka_run_group_tests(tests, load, unload);
}
