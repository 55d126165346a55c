/* kill -9 at any moment: what was acknowledged is there, once, and the attempt goes on where it
 * stood. */
#include "../store/world.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/date.h"

enum { RUNS = 50, QUESTIONS = 7, LONGEST_LIFE = 120000 };

/* What the child says of each answer that is stored, after it is. */
typedef struct Acknowledged {
        int64_t seq;
        char attempt[ID_SIZE];
        int question;
} Acknowledged;

typedef struct Open {
        char attempt[ID_SIZE];
        int answered;
} Open;

static bool keep_open(const AttemptRow *row, void *data)
{
        Open *open = data;
        memcpy(open->attempt, row->id, ID_SIZE);
        open->answered = (int)row->answered;
        return true;
}

/* Resumes the open attempt or begins one; answers are given in order, so their number is the place.
 */
static int next_question(Store *store, const char *person, char attempt[ID_SIZE])
{
        Open open = { 0 };
        AttemptFilter filter = { .person = person, .only_open = true };
        Error error = { 0 };
        if (!store_attempts(store, &filter, keep_open, &open, &error))
                _exit(2);
        if (!open.attempt[0]) {
                id_make(open.attempt);
                world_add(store, EVENT_ATTEMPT_STARTED, person, open.attempt,
                        body_started("hotel", QUESTIONS));
        }
        memcpy(attempt, open.attempt, ID_SIZE);
        return open.answered + 1;
}

static void answer_for_ever(const World *world, int out)
{
        Store *store = world_open(world, STORE_CREATE);
        Person person = world_person(world, store, "e17");
        for (;;) {
                Acknowledged said = { 0 };
                int question = next_question(store, person.id, said.attempt);
                char name[16];
                snprintf(name, sizeof name, "q%d", question);
                json_t *body = body_answered(name, 1),
                       *end = body_finished("hotel", 90, true, NULL);
                EventDraft drafts[2] = { { EVENT_ANSWERED, person.id, said.attempt, body },
                        { EVENT_ATTEMPT_FINISHED, person.id, said.attempt, end } };
                Event stored[2];
                Error error = { 0 };
                if (!store_append(store, drafts, question == QUESTIONS ? 2 : 1, stored, &error))
                        _exit(3);
                said.seq = stored[0].seq;
                said.question = question;
                if (write(out, &said, sizeof said) != sizeof said)
                        _exit(4);
                json_decref(body);
                json_decref(end);
        }
}

typedef struct Check {
        const Acknowledged *said;
        size_t count, at;
        int64_t answers;
} Check;

/* Acknowledgements are in the order of the events; each has its event. */
static bool check_event(const Event *event, void *data)
{
        Check *check = data;
        check->answers++;
        if (check->at < check->count && check->said[check->at].seq == event->seq) {
                char words[32];
                snprintf(words, sizeof words, "\"question\":\"q%d\"",
                        check->said[check->at].question);
                assert_non_null(strstr(event->body, words));
                assert_string_equal(event->attempt, check->said[check->at].attempt);
                check->at++;
        }
        return true;
}

static void check_record(const World *world, const Acknowledged *said, size_t count, size_t run)
{
        if (access(world->path, F_OK) != 0) {
                assert_int_equal(count, 0);
                return;
        }
        Store *store = world_open(world, STORE_WRITE);
        Check check = { said, count, 0, 0 };
        EventFilter filter = { .kinds = 1u << EVENT_ANSWERED };
        Error error = { 0 };
        world_verify(store);
        assert_true(store_events(store, &filter, check_event, &check, &error));
        assert_int_equal(check.at, count);
        /* At most one answer a run was stored and could not be acknowledged any more. */
        assert_in_range(check.answers, count, count + run);
        store_close(store);
}

static size_t read_acknowledged(int in, Acknowledged *said, size_t most)
{
        size_t len = 0, room = most * sizeof *said;
        ssize_t got;
        while (len < room && (got = read(in, (char *)said + len, room - len)) > 0)
                len += (size_t)got;
        return len / sizeof *said;
}

static void nothing_acknowledged_is_lost_or_doubled_by_kill(void **state)
{
        World *world = *state;
        enum { MOST = 100000 };
        Acknowledged *said = calloc(MOST, sizeof *said);
        size_t count = 0;
        unsigned seed = (unsigned)moment_now();
        print_message("seed %u\n", seed);
        for (size_t run = 1; run <= RUNS; run++) {
                int line[2];
                assert_int_equal(pipe(line), 0);
                pid_t child = fork();
                if (child == 0) {
                        close(line[0]);
                        answer_for_ever(world, line[1]);
                }
                close(line[1]);
                usleep((useconds_t)(rand_r(&seed) % LONGEST_LIFE));
                assert_int_equal(kill(child, SIGKILL), 0);
                int status = 0;
                assert_int_equal(waitpid(child, &status, 0), child);
                assert_true(WIFSIGNALED(status));
                count += read_acknowledged(line[0], said + count, MOST - count);
                close(line[0]);
                check_record(world, said, count, run);
        }
        print_message("%zu answers acknowledged over %d kills\n", count, RUNS);
        assert_true(count > 0);
        free(said);
}

int main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test_setup_teardown(
                        nothing_acknowledged_is_lost_or_doubled_by_kill, world_make, world_end),
        };
        return cmocka_run_group_tests(tests, NULL, NULL);
}
