/* Makes records for tests and benches, through the store alone:
 *
 *   record_maker FILE team         seven people of two sites, one module taken by six of them
 *   record_maker FILE people N     N people, one or two modules each, in every state
 *   record_maker FILE answers N    N answers: ten to an attempt, five attempts a person
 *   record_maker FILE pass ID M    one more pass: what another program might write meanwhile
 *   record_maker FILE join ID N S  somebody new
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "record/pin.h"
#include "record/store.h"

enum { ANSWERS = 10, ATTEMPTS = 5, PEOPLE_A_COMMIT = 200 };

static const char *const modules[] = { "hotels", "taxis", "pubs", "shops", "councils" };

static void stop(const char *what)
{
        fprintf(stderr, "record_maker: %s\n", what);
        exit(1);
}

static const char *day_from_now(int days)
{
        static char dates[4][DATE_SIZE];
        static unsigned next;
        char *date = dates[next++ % 4];
        day_format(day_add(moment_day(moment_now()), (Period){ .days = days }, 1), date);
        return date;
}

static void add(Store *store, EventKind kind, const char *person, const char *attempt, json_t *body)
{
        Error error = { 0 };
        EventDraft draft = { kind, person, attempt, body };
        if (!store_append(store, &draft, 1, NULL, &error))
                stop(error.message);
        json_decref(body);
}

static void join(Store *store, const char *staff_id, const char *name, const char *site, char *id)
{
        Error error = { 0 };
        if (!store_person_add(store, staff_id, name, site, id, &error))
                stop(error.message);
}

static void assign(Store *store, const char *person, const char *module, int days)
{
        add(store, EVENT_ASSIGNED, person, NULL,
                json_pack("{s:s, s:s}", "due", day_from_now(days), "module", module));
}

static void import(
        Store *store, const char *person, const char *module, double percent, int ago, int valid)
{
        bool passed = percent >= 80;
        json_t *body = json_pack("{s:s, s:s, s:b, s:f, s:s}", "completed", day_from_now(-ago),
                "module", module, "passed", passed, "percent", percent, "version", "1.0");
        if (passed)
                json_object_set_new(body, "expires", json_string(day_from_now(valid)));
        add(store, EVENT_COMPLETION_IMPORTED, person, NULL, body);
}

static void begin_with(
        Store *store, const char *person, const char *module, json_t *plan, char attempt[ID_SIZE])
{
        id_make(attempt);
        add(store, EVENT_ATTEMPT_STARTED, person, attempt,
                json_pack("{s:s, s:s, s:s, s:f, s:o, s:i, s:s}", "digest", "0a1b", "language", "en",
                        "module", module, "pass", 80.0, "plan", plan, "seed", 1, "version", "2.0"));
}

static void begin(Store *store, const char *person, const char *module, char attempt[ID_SIZE])
{
        begin_with(store, person, module,
                json_pack("[{s:s}, {s:s}, {s:s}]", "q", "first", "q", "second", "q", "third"),
                attempt);
}

static void answer(Store *store, const char *person, const char *attempt, const char *question,
        double score, int confidence, const char *hit, const char *miss)
{
        json_t *body = json_pack("{s:i, s:f, s:s, s:s, s:f, s:b, s:i, s:s}", "confidence",
                confidence, "max", 1.0, "question", question, "response", score > 0 ? "b" : "a",
                "score", score, "scored", 1, "seconds", 9, "type", "single");
        if (hit)
                json_object_set_new(body, "hits", json_pack("[s]", hit));
        if (miss)
                json_object_set_new(body, "misses", json_pack("[s]", miss));
        add(store, EVENT_ANSWERED, person, attempt, body);
}

static void finish_of(Store *store, const char *person, const char *attempt, const char *module,
        int right, int most)
{
        double percent = 100.0 * right / most;
        bool passed = percent >= 66;
        json_t *body = json_pack("{s:f, s:s, s:b, s:f, s:f, s:s}", "max", (double)most, "module",
                module, "passed", passed, "percent", percent, "score", (double)right, "version",
                "2.0");
        if (passed)
                json_object_set_new(body, "expires", json_string(day_from_now(365)));
        add(store, EVENT_ATTEMPT_FINISHED, person, attempt, body);
}

static void finish(
        Store *store, const char *person, const char *attempt, const char *module, int right)
{
        finish_of(store, person, attempt, module, right, 3);
}

/* Three questions: the first is easy, the last hard, and who misses it is often very sure. */
static void take(Store *store, const char *person, const char *module, int right, int sureness)
{
        char attempt[ID_SIZE];
        begin(store, person, module, attempt);
        answer(store, person, attempt, "first", right > 0, 2, "control", NULL);
        answer(store, person, attempt, "second", right > 1, 1, right > 1 ? "money" : NULL,
                right > 1 ? NULL : "money");
        answer(store, person, attempt, "third", right > 2, sureness, right > 2 ? "documents" : NULL,
                right > 2 ? NULL : "documents");
        finish(store, person, attempt, module, right);
}

static void make_team(Store *store)
{
        static const struct {
                const char *staff_id, *name, *site;
                int right; /* −1: has not taken it */
        } people[] = {
                { "e01", "Ann Archer", "Newport", 3 },
                { "e02", "Bevan Prys", "Newport", 2 },
                { "e03", "Carys Ll\xc5\xb7r Morgan-Williams of Llanelwedd", "Cwmbran", 2 },
                { "e04", "Dai Evans", "Cwmbran", 1 },
                { "e05", "Elin Ffion", "Newport;Cwmbran", 2 },
                { "e06", "Frank Jones", "Cwmbran", 0 },
                { "e07", "Gwen =1+1", "", -1 },
        };
        char ids[8][ID_SIZE];
        for (size_t i = 0; i < sizeof people / sizeof *people; i++) {
                join(store, people[i].staff_id, people[i].name, people[i].site, ids[i]);
                assign(store, ids[i], "hotels", 40 + (int)i);
                if (people[i].right >= 0)
                        take(store, ids[i], "hotels", people[i].right, 3);
        }
        assign(store, ids[0], "taxis", -10);
        assign(store, ids[1], "taxis", 10);
        import(store, ids[2], "taxis", 90, 350, 15);
        import(store, ids[3], "taxis", 85, 800, -70);
        char attempt[ID_SIZE];
        begin(store, ids[4], "taxis", attempt);
        answer(store, ids[4], attempt, "first", 1, 1, NULL, NULL);
        add(store, EVENT_COMPLETION_WAIVED, ids[5], NULL,
                json_pack("{s:s, s:s, s:s}", "module", "taxis", "note", "trains others", "reason",
                        "equivalent"));
}

static void make_state(Store *store, const char *person, const char *module, unsigned state)
{
        char attempt[ID_SIZE];
        switch (state % 8) {
        case 0:
                assign(store, person, module, -(int)(state % 300) - 1);
                break;
        case 1:
                assign(store, person, module, (int)(state % 300) + 1);
                break;
        case 2:
                import(store, person, module, 40 + state % 40, (int)(state % 900), 0);
                break;
        case 3:
                import(store, person, module, 80 + state % 21, 800, -(int)(state % 300) - 1);
                break;
        case 4:
                import(store, person, module, 80 + state % 21, 340, (int)(state % 30));
                break;
        case 5:
                begin(store, person, module, attempt);
                break;
        default:
                import(store, person, module, 80 + state % 21, 100, 31 + (int)(state % 300));
                break;
        }
}

static void make_people(Store *store, unsigned count)
{
        static const char *const first[] = { "Aled", "Bethan", "Carys", "Dylan", "Eleri", "Ffion",
                "Gareth", "Hannah", "Ioan", "Jane", "Kofi", "Llinos", "Megan", "Nia", "Owain" };
        static const char *const last[] = { "Adams", "Bowen", "Coles", "Davies", "Evans", "Ford",
                "Griffiths", "Hughes", "Islam", "Jenkins", "Khan", "Lewis", "Morgan" };
        uint64_t seed = 1;
        for (unsigned i = 0; i < count; i++) {
                char staff_id[16], name[64], site[32], id[ID_SIZE];
                seed = seed * 6364136223846793005u + 1442695040888963407u;
                unsigned roll = (unsigned)(seed >> 33);
                snprintf(staff_id, sizeof staff_id, "e%06u", i);
                snprintf(name, sizeof name, "%s %s", first[roll % 15], last[roll / 15 % 13]);
                snprintf(site, sizeof site, "Site %02u", roll / 7 % 40);
                join(store, staff_id, name, site, id);
                make_state(store, id, modules[roll % 5], roll / 11);
                if (roll % 3 == 0)
                        make_state(store, id, modules[(roll + 1) % 5], roll / 13);
        }
        char ids[40][ID_SIZE];
        for (unsigned i = 0; i < 40; i++) {
                char staff_id[16];
                snprintf(staff_id, sizeof staff_id, "t%02u", i);
                join(store, staff_id, "Taker", "Site 00", ids[i]);
                take(store, ids[i], "hotels", (int)(i % 4), 1 + (int)(i % 3));
        }
}

static void make_attempt(Store *store, const char *person, const char *module, unsigned roll)
{
        char attempt[ID_SIZE], question[16];
        json_t *plan = json_array();
        int right = 0;
        for (int i = 0; i < ANSWERS; i++) {
                snprintf(question, sizeof question, "question-%d", i);
                json_array_append_new(plan, json_pack("{s:s}", "q", question));
        }
        begin_with(store, person, module, plan, attempt);
        for (unsigned i = 0; i < ANSWERS; i++) {
                bool is_right = (roll >> i) % 5 != 0;
                snprintf(question, sizeof question, "question-%u", i);
                answer(store, person, attempt, question, is_right, 1 + (int)(roll + i) % 3,
                        is_right ? "control" : NULL, is_right ? NULL : "money");
                right += is_right;
        }
        finish_of(store, person, attempt, module, right, ANSWERS);
}

static void commit_and_go_on(Store *store)
{
        Error error = { 0 };
        if (!store_commit(store, &error) || !store_begin(store, &error))
                stop(error.message);
}

static void make_answers(Store *store, unsigned count)
{
        uint64_t seed = 1;
        for (unsigned i = 0; i < count / ANSWERS / ATTEMPTS; i++) {
                char staff_id[16], site[32], id[ID_SIZE];
                snprintf(staff_id, sizeof staff_id, "e%06u", i);
                snprintf(site, sizeof site, "Site %02u", i % 40);
                join(store, staff_id, "Somebody", site, id);
                for (unsigned attempt = 0; attempt < ATTEMPTS; attempt++) {
                        seed = seed * 6364136223846793005u + 1442695040888963407u;
                        unsigned roll = (unsigned)(seed >> 33);
                        make_attempt(store, id, modules[roll % 5], roll / 5);
                }
                /* Pages are looked for in the write-ahead log first: a long one makes that dear. */
                if (i % PEOPLE_A_COMMIT == 0)
                        commit_and_go_on(store);
        }
}

static void make_pass(Store *store, const char *staff_id, const char *module)
{
        Error error = { 0 };
        Arena *arena = arena_new();
        Person person;
        if (!store_person(store, arena, staff_id, &person, &error) || !person.id[0])
                stop("there is nobody of that id");
        take(store, person.id, module, 3, 3);
        arena_free(arena);
}

static void make_supervisor(Store *store, const char *staff_id, const char *pin)
{
        Error error = { 0 };
        Arena *arena = arena_new();
        Person person;
        if (!store_person_ensure(store, arena, staff_id, &person, &error) ||
                !pin_set(store, person.id, pin, true, false, &error))
                stop(error.message);
        arena_free(arena);
}

int main(int argc, char **argv)
{
        Error error = { 0 };
        if (argc < 3)
                stop("FILE and what to make are wanted");
        Store *store = store_open(argv[1], STORE_CREATE, &error);
        if (store && strcmp(argv[2], "supervisor") == 0 && argc == 5) {
                make_supervisor(store, argv[3], argv[4]);
                store_close(store);
                return 0;
        }
        if (!store || !store_begin(store, &error))
                stop(error.message);
        char id[ID_SIZE];
        if (strcmp(argv[2], "team") == 0)
                make_team(store);
        else if (strcmp(argv[2], "people") == 0 && argc == 4)
                make_people(store, (unsigned)strtoul(argv[3], NULL, 10));
        else if (strcmp(argv[2], "answers") == 0 && argc == 4)
                make_answers(store, (unsigned)strtoul(argv[3], NULL, 10));
        else if (strcmp(argv[2], "pass") == 0 && argc == 5)
                make_pass(store, argv[3], argv[4]);
        else if (strcmp(argv[2], "join") == 0 && argc == 6) {
                join(store, argv[3], argv[4], argv[5], id);
                assign(store, id, "hotels", 50);
        } else
                stop("that cannot be made");
        if (!store_commit(store, &error))
                stop(error.message);
        store_close(store);
        return 0;
}
