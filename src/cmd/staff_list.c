/* `staff list`: the roster, in the form in which it is read as well. */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/translate.h"
#include "cmd/first_use.h"
#include "cmd/staff.h"
#include "exchange/csv.h"
#include "view/table.h"

typedef struct Listing {
        Store *store;
        Error *error;
        bool failed;
        json_t *people; /* [{staff_id, name, site, left, assignments: [{module, due}]}] */
} Listing;

static bool add_assignment(const Assignment *assignment, void *data)
{
        char due[DATE_SIZE];
        day_format(assignment->due, due);
        json_array_append_new(data, json_pack("{s:s, s:o}", "module", assignment->module, "due",
                                            *due ? json_string(due) : json_null()));
        return true;
}

static bool add_person(const Person *person, void *data)
{
        Listing *listing = data;
        json_t *assignments = json_array();
        listing->failed = !store_assignments(
                listing->store, person->id, add_assignment, assignments, listing->error);
        json_array_append_new(listing->people,
                json_pack("{s:s, s:s, s:s, s:b, s:o}", "staff_id", person->staff_id, "name",
                        person->name, "site", person->site, "left", person->has_left, "assignments",
                        assignments));
        return !listing->failed;
}

static const char *text_of(const json_t *object, const char *key)
{
        const char *text = json_string_value(json_object_get(object, key));
        return text ? text : "";
}

static const char *modules_in_words(const json_t *assignments, Arena *arena)
{
        const char *words = "";
        for (size_t i = 0; i < json_array_size(assignments); i++) {
                const json_t *one = json_array_get(assignments, i);
                const char *due = text_of(one, "due");
                words = arena_printf(arena, "%s%s%s%s%s%s", words, i ? ", " : "",
                        text_of(one, "module"), *due ? " (" : "", due, *due ? ")" : "");
        }
        return words;
}

static void write_table(const json_t *people, Text *out)
{
        enum { COLUMNS = 5 };
        const Column columns[COLUMNS] = { { _("staff id"), false }, { _("name"), false },
                { _("site"), false }, { _("modules (due)"), false }, { "", false } };
        size_t rows = json_array_size(people);
        Arena *arena = arena_new();
        const char **cells = arena_array(arena, const char *, rows *COLUMNS + 1);
        for (size_t r = 0; r < rows; r++) {
                const json_t *person = json_array_get(people, r);
                const char **row = &cells[r * COLUMNS];
                row[0] = text_of(person, "staff_id");
                row[1] = text_of(person, "name");
                row[2] = text_of(person, "site");
                row[3] = modules_in_words(json_object_get(person, "assignments"), arena);
                row[4] = json_is_true(json_object_get(person, "left")) ? _("has left") : "";
        }
        Table table = { columns, COLUMNS, cells, rows };
        table_print(&table, out);
        text_printf(out, ngettext("%zu person\n", "%zu people\n", rows), rows);
        arena_free(arena);
}

static void write_row(const json_t *person, const char *modules, const char *due, Text *out)
{
        csv_append(out, true, false, text_of(person, "staff_id"));
        csv_append(out, false, false, text_of(person, "name"));
        csv_append(out, false, false, text_of(person, "site"));
        csv_append(out, false, false, modules);
        csv_append(out, false, false, due);
        csv_end_row(out);
}

/* One row for each due day of a person: read again, they make the same roster. */
static void write_person(const json_t *person, Arena *arena, Text *out)
{
        const json_t *assignments = json_object_get(person, "assignments");
        size_t count = json_array_size(assignments);
        bool *written = arena_array(arena, bool, count + 1);
        if (count == 0)
                write_row(person, "", "", out);
        for (size_t i = 0; i < count; i++) {
                const char *due = text_of(json_array_get(assignments, i), "due"), *modules = "";
                for (size_t j = i; j < count && !written[i]; j++) {
                        const json_t *other = json_array_get(assignments, j);
                        if (written[j] || strcmp(text_of(other, "due"), due) != 0)
                                continue;
                        modules = arena_printf(arena, "%s%s%s", modules, *modules ? ";" : "",
                                text_of(other, "module"));
                        written[j] = j > i;
                }
                if (!written[i])
                        write_row(person, modules, due, out);
        }
}

static void write_csv(const json_t *people, Text *out)
{
        static const char *const header[] = { "staff_id", "name", "site", "modules", "due" };
        Arena *arena = arena_new();
        for (size_t i = 0; i < sizeof header / sizeof *header; i++)
                csv_append(out, i == 0, false, header[i]);
        csv_end_row(out);
        for (size_t r = 0; r < json_array_size(people); r++) {
                write_person(json_array_get(people, r), arena, out);
                arena_reset(arena);
        }
        arena_free(arena);
}

static void write_json(const json_t *people, Text *out)
{
        char *text = json_dumps(people, JSON_INDENT(2));
        text_printf(out, "%s\n", text);
        free(text);
}

int staff_list(Settings *settings, const void *data, char **words, int count, Error *error)
{
        const StaffOptions *options = data;
        const char *format = options->format ? options->format : "table";
        (void)words;
        (void)count;
        Store *store = first_use(settings, error)
                               ? store_open(settings->record_uri, STORE_READ, error)
                               : NULL;
        if (!store)
                return EXIT_COULD_NOT;
        Listing listing = { store, error, false, json_array() };
        Text out = { 0 };
        bool done =
                store_people(store, options->site, options->left, add_person, &listing, error) &&
                !listing.failed;
        store_close(store);
        if (done) {
                (strcmp(format, "csv") == 0           ? write_csv
                        : strcmp(format, "json") == 0 ? write_json
                                                      : write_table)(listing.people, &out);
                done = command_write(NULL, text_string(&out), out.len, error);
        }
        text_clear(&out);
        json_decref(listing.people);
        return done ? EXIT_DONE : EXIT_COULD_NOT;
}
