/* The whole program, ended hard in the middle of attempts: what it has told the learner is in the
 * record, once.
 *
 * A module of many small questions tells each answer apart by its feedback, "noted-7": whoever has
 * seen that has been acknowledged. Screens and line mode take turns; each run answers a few and is
 * ended at some moment of the next. */
#include "../store/world.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "../screen/screen_harness.h"

enum { RUNS = 200, QUESTIONS = 60, ANSWERS_MOST = 4, MOMENT_MOST = 4000 /* microseconds */ };

typedef struct Stress {
        const World *world;
        char room[8][512];
        const char *environment[9];
        int told[QUESTIONS + 1], last; /* last: told in this run */
        unsigned seed;
} Stress;

static void write_module(const World *world)
{
        char path[256];
        snprintf(path, sizeof path, "%s/many.yaml", world->folder);
        FILE *file = fopen(path, "w");
        assert_non_null(file);
        fputs("makesafe: 1\nid: many\nversion: \"1\"\nlanguage: en\ntitle: Many\nsummary: Many "
              "small questions.\n"
              "sector: everyone\nminutes: 5\nlessons:\n  - { id: l, title: A lesson, text: Read. "
              "}\n"
              "quiz:\n  shuffle: none\n  sections:\n    - id: all\n      title: All\n      "
              "questions:\n",
                file);
        for (int i = 1; i <= QUESTIONS; i++)
                fprintf(file,
                        "        - id: q%d\n          type: single\n          ask: Which, number "
                        "%d?\n          options:\n"
                        "            - { text: This, correct: true, feedback: noted-%d. }\n"
                        "            - { text: That, feedback: noted-%d. }\n          explain: So "
                        "it is.\n",
                        i, i, i, i);
        assert_int_equal(fclose(file), 0);
}

static Harness *start(const Stress *stress, bool plain)
{
        const char *const arguments[] = { getenv("MAKESAFE"), "--as", "kim", "--modules",
                stress->world->folder, "learn", "many", "--quiz", plain ? "--plain" : NULL, NULL };
        return harness_start(&(HarnessOptions){ .rows = 24,
                .columns = 80,
                .arguments = arguments,
                .environment = stress->environment,
                .folder = stress->world->folder });
}

/* From a page to the next question, whatever stands between. False: the program is over. */
static bool go_to_question(Harness *harness, bool plain)
{
        int status;
        for (int pages = 0; pages < 20 && !harness_has_ended(harness, &status); pages++) {
                int row, column;
                size_t len;
                if (plain ? strstr(harness_output(harness, &len), "Which, number") != NULL
                          : harness_find(harness, "Which, number", &row, &column) &&
                                        !harness_find(harness, "noted-", &row, &column))
                        return true;
                harness_type(harness, "\r", 1);
        }
        return false;
}

/* Counts what the learner was told since the last time. */
static void count_told(Stress *stress, Harness *harness)
{
        size_t len;
        const char *at = harness_output(harness, &len);
        while ((at = strstr(at, "noted-"))) {
                char *end = NULL;
                long number = strtol(at + 6, &end, 10);
                if (*end == '.' && number >= 1 && number <= QUESTIONS && number != stress->last) {
                        stress->told[number]++;
                        stress->last = (int)number;
                }
                at += 6;
        }
        harness_forget_output(harness);
}

static void run_once(Stress *stress, int how, bool plain)
{
        Harness *harness = start(stress, plain);
        assert_non_null(harness);
        stress->last = 0;
        int answers = rand_r(&stress->seed) % (ANSWERS_MOST + 1);
        bool goes_on = go_to_question(harness, plain);
        for (int i = 0; goes_on && i < answers; i++) {
                count_told(stress, harness);
                harness_type(harness, plain ? "a\r" : "1\r", 2);
                count_told(stress, harness);
                goes_on = go_to_question(harness, plain);
        }
        count_told(stress, harness);
        harness_send(harness, plain ? "a\r\r" : "1\r\r", 3);
        usleep((useconds_t)(rand_r(&stress->seed) % MOMENT_MOST));
        if (how == 0)
                harness_hang_up(harness);
        else
                harness_signal(harness, how);
        count_told(stress, harness);
        int status = -1;
        bool has_ended = false;
        for (int tries = 0; !(has_ended = harness_has_ended(harness, &status)) && tries < 60000;
                tries++)
                usleep(1000); /* a busy machine takes its time */
        assert_true(has_ended);
        /* Lines end by the signal itself, or because they cannot be written any more; screens, too,
         * may be hit by a hang-up once the terminal was given back. */
        bool is_clean = status == 0 || ((plain || how == 0) && status == 128 + SIGHUP) ||
                        (plain && status == 3);
        if (!is_clean && !(how == SIGKILL && status == 128 + SIGKILL))
                fail_msg("ended with status %d%s", status, plain ? " in line mode" : "");
        harness_free(harness);
}

typedef struct Kept {
        int answers[QUESTIONS + 1];
        int in_attempt[QUESTIONS + 1];
        char attempt[ID_SIZE];
        int total;
} Kept;

static bool keep_answer(const Event *event, void *data)
{
        Kept *kept = data;
        const char *name = strstr(event->body, "\"question\":\"q");
        assert_non_null(name);
        int number = (int)strtol(name + strlen("\"question\":\"q"), NULL, 10);
        assert_in_range(number, 1, QUESTIONS);
        if (strcmp(event->attempt, kept->attempt) != 0) {
                memset(kept->in_attempt, 0, sizeof kept->in_attempt);
                memcpy(kept->attempt, event->attempt, ID_SIZE);
        }
        assert_int_equal(kept->in_attempt[number]++, 0);
        kept->answers[number]++;
        kept->total++;
        return true;
}

static void end_hard(const World *world, int how)
{
        Stress stress = { .world = world, .seed = 2026 + (unsigned)how };
        const char *const settings[][2] = { { "HOME", world->folder },
                { "XDG_DATA_HOME", world->folder }, { "XDG_CONFIG_HOME", world->folder },
                { "TERM", "xterm-256color" }, { "LC_ALL", "C.UTF-8" }, { "LANGUAGE", "en" } };
        size_t count = sizeof settings / sizeof *settings;
        for (size_t i = 0; i < count; i++) {
                snprintf(stress.room[i], sizeof stress.room[i], "%s=%s", settings[i][0],
                        settings[i][1]);
                stress.environment[i] = stress.room[i];
        }
        snprintf(stress.room[count], sizeof stress.room[count], "MAKESAFE_RECORD=sqlite:%s",
                world->path);
        stress.environment[count] = stress.room[count];
        write_module(world);
        for (int i = 0; i < RUNS; i++)
                run_once(&stress, how, i % 2 == 1);
        Store *store = world_open(world, STORE_WRITE);
        Kept kept = { .total = 0 };
        Error error = { 0 };
        assert_true(store_events(store, &(EventFilter){ .kinds = 1u << EVENT_ANSWERED },
                keep_answer, &kept, &error));
        int told = 0;
        for (int i = 1; i <= QUESTIONS; i++) {
                if (kept.answers[i] < stress.told[i])
                        fail_msg("question %d: told %d times, kept %d times", i, stress.told[i],
                                kept.answers[i]);
                told += stress.told[i];
        }
        world_verify(store);
        store_close(store);
        print_message("%d runs: %d answers acknowledged, %d kept\n", RUNS, told, kept.total);
        assert_in_range(kept.total - told, 0, RUNS);
        assert_true(told > RUNS);
}

static void kill_loses_no_acknowledged_answer_and_doubles_none(void **state)
{
        end_hard(*state, SIGKILL);
}

static void a_hang_up_loses_no_acknowledged_answer_and_doubles_none(void **state)
{
        end_hard(*state, SIGHUP);
}

static void a_closed_terminal_loses_no_acknowledged_answer_and_doubles_none(void **state)
{
        end_hard(*state, 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, world_make, world_end)

int main(void)
{
        const struct CMUnitTest tests[] = {
                TEST(kill_loses_no_acknowledged_answer_and_doubles_none),
                TEST(a_hang_up_loses_no_acknowledged_answer_and_doubles_none),
                TEST(a_closed_terminal_loses_no_acknowledged_answer_and_doubles_none),
        };
        return cmocka_run_group_tests(tests, NULL, NULL);
}
