/* A roster read and applied: what changes is told, nothing is refused in silence. */
#include "../../store/world.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/text.h"
#include "exchange/roster.h"

static const char *const ids[] = { "hotels", "taxis", "pubs" };
static const KnownModules known = { ids, 3 };

static Roster read_text(const char *text)
{
        Roster roster;
        roster_read(&roster, text, strlen(text), &known);
        return roster;
}

static void assert_problem(const Roster *roster, size_t i, size_t line, const char *words)
{
        assert_true(i < roster->problems.count);
        const Problem *problem = &roster->problems.items[i];
        if (problem->line != line || !strstr(problem->text, words))
                fail_msg("line %zu: %s", problem->line, problem->text);
}

typedef struct Told {
        char text[4096];
} Told;

static bool tell(const RosterChange *change, void *data)
{
        static const char *const words[] = { "new", "back", "renamed", "assigned", "due" };
        Told *told = data;
        size_t len = strlen(told->text);
        char due[DATE_SIZE] = "";
        if (change->duty)
                day_format(change->duty->due, due);
        snprintf(told->text + len, sizeof told->text - len, "%s %s%s%s%s%s\n",
                change->entry->staff_id, words[change->kind], change->duty ? " " : "",
                change->duty ? change->duty->module : "", *due ? " " : "", due);
        return true;
}

/* Applies a roster to a store, or with NULL to none. */
static void assert_told(Store *store, bool write, const char *text, const char *expected)
{
        Roster roster = read_text(text);
        assert_int_equal(roster.problems.errors, 0);
        Told told = { "" };
        RosterTotals totals;
        Error error = { 0 };
        if (write)
                assert_true(store_begin(store, &error));
        if (!roster_apply(store, &roster, write, tell, &told, &totals, &error))
                fail_msg("%s", error.message);
        if (write)
                assert_true(store_commit(store, &error));
        assert_string_equal(told.text, expected);
        roster_clear(&roster);
}

static void rows_become_people_with_their_modules(void **state)
{
        (void)state;
        Roster roster = read_text(
                "due,modules,site,name,staff_id\r\n"
                "2027-01-31,hotels; taxis ;;,Newport; Cwmbran;Newport,\"Smith, Ann\",e1\r\n"
                ",,,,e2\r\n");
        assert_int_equal(roster.problems.errors + roster.problems.warnings, 0);
        assert_int_equal(roster.count, 2);
        const RosterEntry *entry = &roster.entries[0];
        assert_string_equal(entry->staff_id, "e1");
        assert_string_equal(entry->name, "Smith, Ann");
        assert_string_equal(entry->site, "Newport;Cwmbran");
        assert_int_equal(entry->duty_count, 2);
        assert_string_equal(entry->duties[1].module, "taxis");
        assert_int_equal(entry->duties[1].due, day_from_date(2027, 1, 31));
        assert_int_equal(roster.entries[1].duty_count, 0);
        roster_clear(&roster);
}

static void everything_wrong_with_a_row_is_said(void **state)
{
        (void)state;
        Roster roster = read_text("staff_id,name,site,modules,due\n"
                                  ",Nobody,,,\n"
                                  "e1,A,,hotls,2026-02-30\n"
                                  "e2,A\x07,,,\n"
                                  "e3,\xc3\x28,,,\n"
                                  "e4,,,,2027-01-01\n"
                                  "e5,,,xyz,\n"
                                  "e6,ok,,pubs,\n");
        assert_problem(&roster, 0, 2, "staff id is empty");
        assert_problem(&roster, 1, 3, "'2026-02-30' is not a date");
        assert_problem(&roster, 2, 3, "no module 'hotls'; did you mean 'hotels'?");
        assert_problem(&roster, 3, 4, "control characters");
        assert_problem(&roster, 4, 5, "not UTF-8");
        assert_problem(&roster, 5, 6, "no module; the day is not read");
        assert_true(roster.problems.items[5].is_warning);
        assert_problem(&roster, 6, 7, "no module 'xyz'");
        assert_int_equal(roster.count, 2);
        assert_string_equal(roster.entries[1].staff_id, "e6");
        roster_clear(&roster);
}

static void a_person_may_have_several_rows_that_do_not_contradict(void **state)
{
        (void)state;
        Roster roster = read_text("staff_id,name,site,modules,due\n"
                                  "e1,Ann,Newport,hotels,2027-01-01\n"
                                  "e1,,,taxis,2027-02-02\n"
                                  "e1,Ann,Newport,hotels,2027-01-01\n"
                                  "e1,Anne,,,\n"
                                  "e1,,Cwmbran,,\n"
                                  "e1,,,taxis,2028-02-02\n");
        assert_int_equal(roster.count, 1);
        assert_int_equal(roster.entries[0].duty_count, 2);
        assert_problem(&roster, 0, 5, "line 2 gives 'e1' another name: 'Ann'");
        assert_problem(&roster, 1, 6, "line 2 gives 'e1' another site: 'Newport'");
        assert_problem(&roster, 2, 7, "another day for 'taxis'");
        assert_int_equal(roster.problems.errors, 3);
        roster_clear(&roster);
}

static void what_is_too_long_is_refused(void **state)
{
        (void)state;
        Text text = { 0 };
        text_append(&text, "staff_id,name\n");
        text_append_repeat(&text, 'x', 300);
        text_append(&text, ",a\ne1,");
        text_append_repeat(&text, 'y', 1001);
        Roster roster = read_text(text_string(&text));
        assert_problem(&roster, 0, 2, "longer than 255 bytes");
        assert_problem(&roster, 1, 3, "longer than 1000 bytes");
        assert_int_equal(roster.count, 0);
        roster_clear(&roster);
        text_clear(&text);
}

/* A cell of a spreadsheet may have lines; an id is typed and compared, and may not. */
static void a_name_may_have_lines_and_an_id_may_not(void **state)
{
        (void)state;
        Roster roster = read_text("staff_id,name\ne1,\"one\ntwo\"\n\"e\n2\",b\n");
        assert_int_equal(roster.count, 1);
        assert_string_equal(roster.entries[0].name, "one\ntwo");
        assert_problem(&roster, 0, 4, "control characters");
        roster_clear(&roster);
}

static void a_roster_is_applied_and_applied_again_changes_nothing(void **state)
{
        World *world = *state;
        Store *store = world_open(world, STORE_CREATE);
        static const char text[] =
                "staff_id,name,site,modules,due\ne1,Ann,Newport,hotels;taxis,2027-01-01\ne2,,,,\n";
        assert_told(NULL, false, text,
                "e1 new\ne1 assigned hotels 2027-01-01\ne1 assigned taxis 2027-01-01\ne2 new\n");
        assert_told(store, false, text,
                "e1 new\ne1 assigned hotels 2027-01-01\ne1 assigned taxis 2027-01-01\ne2 new\n");
        assert_int_equal(world_verify(store), 0);
        assert_told(store, true, text,
                "e1 new\ne1 assigned hotels 2027-01-01\ne1 assigned taxis 2027-01-01\ne2 new\n");
        int64_t events = world_verify(store);
        assert_int_equal(events, 4);
        assert_told(store, true, text, "");
        assert_int_equal(world_verify(store), events);
        assert_string_equal(world_person(world, store, "e1").name, "Ann");
        assert_string_equal(world_person(world, store, "e2").name, "e2");
        store_close(store);
}

static void changes_are_told_and_empty_cells_change_nothing(void **state)
{
        World *world = *state;
        Store *store = world_open(world, STORE_CREATE);
        assert_told(store, true,
                "staff_id,name,site,modules,due\ne1,Ann,Newport,hotels,2027-01-01\ne2,Bob,,,\n",
                "e1 new\ne1 assigned hotels 2027-01-01\ne2 new\n");
        world_add(
                store, EVENT_STAFF_LEFT, world_person(world, store, "e2").id, NULL, json_object());
        assert_told(store, true,
                "staff_id,name,site,modules,due\ne1,Anne,,hotels;pubs,2027-06-01\ne2,,,,\n",
                "e1 renamed\ne1 due hotels 2027-06-01\ne1 assigned pubs 2027-06-01\ne2 back\n");
        assert_told(store, true, "staff_id,modules\ne1,hotels\n", "");
        Person person = world_person(world, store, "e1");
        assert_string_equal(person.name, "Anne");
        assert_string_equal(person.site, "Newport");
        assert_false(world_person(world, store, "e2").has_left);
        assert_int_equal(world_completion(world, store, person.id, "hotels", 0).due,
                day_from_date(2027, 6, 1));
        world_verify(store);
        store_close(store);
}

static void one_person_is_added_by_hand_by_the_same_rules(void **state)
{
        (void)state;
        Roster roster;
        roster_of_one(&roster, "e1", "Ann", " Newport ;", "hotels;pubs", "2027-01-01", &known);
        assert_int_equal(roster.count, 1);
        assert_string_equal(roster.entries[0].site, "Newport");
        assert_int_equal(roster.entries[0].duty_count, 2);
        roster_clear(&roster);
        roster_of_one(&roster, "e1", NULL, NULL, "hotls", NULL, &known);
        assert_int_equal(roster.count, 0);
        assert_problem(&roster, 0, 0, "did you mean 'hotels'?");
        roster_clear(&roster);
}

static void any_bytes_are_read_without_harm(void **state)
{
        (void)state;
        static const char alphabet[] = "staff_id,name\n\r\";'= \x80\xff\x01"
                                       "ae1";
        unsigned seed = 20261125;
        for (int round = 0; round < 3000; round++) {
                char text[120];
                size_t len = (size_t)rand_r(&seed) % sizeof text;
                for (size_t i = 0; i < len; i++)
                        text[i] = alphabet[(size_t)rand_r(&seed) % (sizeof alphabet)];
                char whole[160] = "staff_id,name,site,modules,due\n";
                size_t head = round % 2 ? strlen(whole) : 0;
                memcpy(whole + head, text, len);
                Roster roster;
                roster_read(&roster, whole, head + len, &known);
                roster_clear(&roster);
        }
}

#define ROSTER_TEST(name) cmocka_unit_test_setup_teardown(name, world_make, world_end)

int main(void)
{
        const struct CMUnitTest tests[] = {
                ROSTER_TEST(rows_become_people_with_their_modules),
                ROSTER_TEST(everything_wrong_with_a_row_is_said),
                ROSTER_TEST(a_person_may_have_several_rows_that_do_not_contradict),
                ROSTER_TEST(what_is_too_long_is_refused),
                ROSTER_TEST(a_name_may_have_lines_and_an_id_may_not),
                ROSTER_TEST(a_roster_is_applied_and_applied_again_changes_nothing),
                ROSTER_TEST(changes_are_told_and_empty_cells_change_nothing),
                ROSTER_TEST(one_person_is_added_by_hand_by_the_same_rules),
                ROSTER_TEST(any_bytes_are_read_without_harm),
        };
        return cmocka_run_group_tests(tests, NULL, NULL);
}
