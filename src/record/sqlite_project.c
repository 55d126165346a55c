#include <string.h>

#include "base/date.h"
#include "base/translate.h"
#include "record/sqlite.h"

enum { MICROSECONDS_A_DAY_BY_1000 = 86400000 };

static const char for_ever[] = "9999-12-31";

/* A field that has to be there; NULL with the error where it is not. */
static const char *text_of(const Event *event, const json_t *body, const char *key, Error *error)
{
        const char *text = json_string_value(json_object_get(body, key));
        if (text && text[0])
                return text;
        error_set(error, _("An event “%s” does not say its “%s”"), event_kind_names[event->kind],
                key);
        return NULL;
}

/* A day that may be left out; false where it is given and is none. */
static bool day_of(
        const Event *event, const json_t *body, const char *key, const char **day, Error *error)
{
        const json_t *value = json_object_get(body, key);
        Day parsed = DAY_NONE;
        *day = json_string_value(value);
        if (!value || (*day && day_parse(*day, &parsed)))
                return true;
        return error_set(error, _("An event “%s” has no day in its “%s”"),
                event_kind_names[event->kind], key);
}

static bool project_joined(
        SqliteStore *sqlite, const Event *event, const json_t *body, Error *error)
{
        (void)body;
        return statement_run(sqlite, STATEMENT_PERSON_JOINED, error, "t", event->person);
}

static bool project_left(SqliteStore *sqlite, const Event *event, const json_t *body, Error *error)
{
        (void)body;
        return statement_run(sqlite, STATEMENT_PERSON_LEFT, error, "ti", event->person, event->at);
}

static bool project_forgotten(
        SqliteStore *sqlite, const Event *event, const json_t *body, Error *error)
{
        (void)body;
        return statement_run(
                sqlite, STATEMENT_PERSON_FORGOTTEN, error, "ti", event->person, event->at);
}

static bool project_assigned(
        SqliteStore *sqlite, const Event *event, const json_t *body, Error *error)
{
        const char *due = NULL;
        const char *module = text_of(event, body, "module", error);
        return module && day_of(event, body, "due", &due, error) &&
               statement_run(sqlite, STATEMENT_ASSIGNED, error, "ttti", event->person, module, due,
                       event->at) &&
               statement_run(
                       sqlite, STATEMENT_COMPLETION_ENSURE, error, "tt", event->person, module);
}

static bool project_started(
        SqliteStore *sqlite, const Event *event, const json_t *body, Error *error)
{
        const char *module = text_of(event, body, "module", error);
        const char *version = text_of(event, body, "version", error);
        const char *digest = text_of(event, body, "digest", error);
        const char *language = text_of(event, body, "language", error);
        const json_t *plan = json_object_get(body, "plan");
        if (!module || !version || !digest || !language)
                return false;
        if (!event->attempt[0] || !json_is_array(plan))
                return error_set(error, _("An attempt cannot begin without its plan"));
        int64_t seed = json_integer_value(json_object_get(body, "seed"));
        return statement_run(sqlite, STATEMENT_ATTEMPT_ADD, error, "ittttttiii", event->seq,
                       event->attempt, event->person, module, version, digest, language, seed,
                       (int64_t)json_array_size(plan), event->at) &&
               statement_run(
                       sqlite, STATEMENT_COMPLETION_STARTED, error, "tt", event->person, module);
}

static bool check_open(SqliteStore *sqlite, const Event *event, sqlite3_stmt *row, Error *error)
{
        if (strcmp(statement_text(row, 0), event->person) != 0)
                return error_set(error, _("This attempt is another person's"));
        if (sqlite3_column_int(row, 3))
                return true;
        sqlite->store.refusal = REFUSAL_ATTEMPT_OVER;
        error_set(error, _("This attempt is over already, perhaps in another window"));
        return error_hint(error, _("Open the module again to see how it ended"));
}

/* Finds the attempt that an event belongs to (`person, module, version, is open, seq`); one that is
 * over takes no more events. The caller resets the row. */
static sqlite3_stmt *find_open(SqliteStore *sqlite, const Event *event, Error *error)
{
        sqlite3_stmt *row = NULL;
        if (!statement_row(sqlite, STATEMENT_ATTEMPT_FIND, &row, error, "t", event->attempt))
                return NULL;
        if (!row) {
                error_set(error, _("The record has no such attempt"));
                return NULL;
        }
        if (check_open(sqlite, event, row, error))
                return row;
        sqlite3_reset(row);
        return NULL;
}

static bool add_answer(
        SqliteStore *sqlite, const Event *event, int64_t start, const char *question, Error *error)
{
        Error failure = { 0 };
        if (statement_run(
                    sqlite, STATEMENT_ANSWER_ADD, &failure, "iti", start, question, event->seq))
                return true;
        if (sqlite3_extended_errcode(sqlite->db) == SQLITE_CONSTRAINT_PRIMARYKEY) {
                error_clear(&failure);
                error_set(&failure,
                        _("This question was answered already, perhaps in another window"));
                error_hint(&failure, _("That answer counts. Go on with the next question"));
                sqlite->store.refusal = REFUSAL_ANSWERED;
        }
        if (error && !error_is_set(error))
                *error = failure;
        return false;
}

static bool project_answered(
        SqliteStore *sqlite, const Event *event, const json_t *body, Error *error)
{
        const char *question = text_of(event, body, "question", error);
        sqlite3_stmt *row = question ? find_open(sqlite, event, error) : NULL;
        bool done = row && add_answer(sqlite, event, sqlite3_column_int64(row, 4), question, error);
        sqlite3_reset(row);
        if (done && sqlite->is_replaying)
                sqlite_answer_keep(sqlite, event->seq, body);
        return done;
}

/* What a person achieved in a module, wherever it came from. */
typedef struct Outcome {
        const char *module, *version, *how;
        const char *valid_until; /* NULL: for ever */
        int64_t completed;
        const double *percent; /* NULL: none */
} Outcome;

static bool add_result(
        SqliteStore *sqlite, const Event *event, const Outcome *outcome, Error *error)
{
        return statement_run(sqlite, STATEMENT_COMPLETION_LATEST, error, "ttiott", event->person,
                outcome->module, outcome->completed, outcome->percent, outcome->version,
                outcome->how);
}

static bool keep_pass(SqliteStore *sqlite, const Event *event, const Outcome *outcome, Error *error)
{
        const char *until = outcome->valid_until ? outcome->valid_until : for_ever;
        return statement_run(sqlite, STATEMENT_PASS_ADD, error, "tttiotit", event->person,
                outcome->module, until, event->seq, outcome->percent, outcome->version,
                outcome->completed, outcome->how);
}

/* A pass that is no result: a waiver, or one carried over. */
static bool add_pass(SqliteStore *sqlite, const Event *event, const Outcome *outcome, Error *error)
{
        const char *until = outcome->valid_until ? outcome->valid_until : for_ever;
        return statement_run(sqlite, STATEMENT_COMPLETION_VALID, error, "tttio", event->person,
                       outcome->module, until, event->seq, outcome->percent) &&
               keep_pass(sqlite, event, outcome, error);
}

static bool add_outcome(
        SqliteStore *sqlite, const Event *event, const Outcome *outcome, bool passed, Error *error)
{
        const char *until = outcome->valid_until ? outcome->valid_until : for_ever;
        if (!passed)
                return add_result(sqlite, event, outcome, error);
        return statement_run(sqlite, STATEMENT_COMPLETION_PASSED, error, "tttioitt", event->person,
                       outcome->module, until, event->seq, outcome->percent, outcome->completed,
                       outcome->version, outcome->how) &&
               keep_pass(sqlite, event, outcome, error);
}

static bool finish(SqliteStore *sqlite, const Event *event, const json_t *body, int64_t start,
        Outcome *outcome, Error *error)
{
        double percent = json_number_value(json_object_get(body, "percent"));
        bool passed = json_is_true(json_object_get(body, "passed"));
        outcome->percent = &percent;
        return statement_run(sqlite, STATEMENT_ATTEMPT_FINISH, error, "tidddi", event->attempt,
                       event->at, json_number_value(json_object_get(body, "score")),
                       json_number_value(json_object_get(body, "max")), percent, (int64_t)passed) &&
               statement_run(sqlite, STATEMENT_COMPLETION_OVER, error, "tt", event->person,
                       outcome->module) &&
               sqlite_count_answers(
                       sqlite, event->person, start, outcome->module, outcome->version, error) &&
               add_outcome(sqlite, event, outcome, passed, error);
}

static bool project_finished(
        SqliteStore *sqlite, const Event *event, const json_t *body, Error *error)
{
        Outcome outcome = { .how = "", .completed = event->at };
        if (!day_of(event, body, "expires", &outcome.valid_until, error))
                return false;
        sqlite3_stmt *row = find_open(sqlite, event, error);
        if (!row)
                return false;
        outcome.module = statement_text(row, 1);
        outcome.version = statement_text(row, 2);
        bool done = finish(sqlite, event, body, sqlite3_column_int64(row, 4), &outcome, error);
        sqlite3_reset(row);
        return done;
}

static bool project_abandoned(
        SqliteStore *sqlite, const Event *event, const json_t *body, Error *error)
{
        (void)body;
        sqlite3_stmt *row = find_open(sqlite, event, error);
        if (!row)
                return false;
        bool done = statement_run(sqlite, STATEMENT_ATTEMPT_ABANDON, error, "ti", event->attempt,
                            event->at) &&
                    statement_run(sqlite, STATEMENT_COMPLETION_OVER, error, "tt", event->person,
                            statement_text(row, 1));
        sqlite3_reset(row);
        return done;
}

/* What a completion that was carried over when the log was pruned had been: `how` is "" for an
 * attempt. NULL for one from an earlier system. */
static const char *carried_how(const json_t *body)
{
        const char *carried = json_string_value(json_object_get(body, "carried"));
        return carried && strcmp(carried, "attempt") == 0 ? "" : carried;
}

static bool project_imported(
        SqliteStore *sqlite, const Event *event, const json_t *body, Error *error)
{
        const char *completed = NULL, *carried = carried_how(body);
        const json_t *percent = json_object_get(body, "percent");
        double value = json_number_value(percent);
        Outcome outcome = { .module = text_of(event, body, "module", error),
                .how = carried ? carried : "imported",
                .percent = json_is_number(percent) ? &value : NULL };
        outcome.version = json_string_value(json_object_get(body, "version"));
        if (!outcome.version)
                outcome.version = "";
        if (!outcome.module || !text_of(event, body, "completed", error) ||
                !day_of(event, body, "completed", &completed, error) ||
                !day_of(event, body, "expires", &outcome.valid_until, error))
                return false;
        Day day = DAY_NONE;
        day_parse(completed, &day);
        outcome.completed = (int64_t)day * MICROSECONDS_A_DAY_BY_1000 * 1000;
        /* A carried pass is no new result: it only goes on being valid. */
        if (carried)
                return add_pass(sqlite, event, &outcome, error);
        return add_outcome(
                sqlite, event, &outcome, json_is_true(json_object_get(body, "passed")), error);
}

/* A waiver is a pass without a result: whatever was scored before stays the latest score. */
static bool project_waived(
        SqliteStore *sqlite, const Event *event, const json_t *body, Error *error)
{
        Outcome outcome = { .module = text_of(event, body, "module", error),
                .version = "",
                .how = "waived",
                .completed = event->at };
        return outcome.module && day_of(event, body, "expires", &outcome.valid_until, error) &&
               add_pass(sqlite, event, &outcome, error);
}

typedef bool Projection(SqliteStore *sqlite, const Event *event, const json_t *body, Error *error);

static Projection *const projections[EVENT_KINDS] = {
        [EVENT_STAFF_JOINED] = project_joined,
        [EVENT_STAFF_LEFT] = project_left,
        [EVENT_STAFF_FORGOTTEN] = project_forgotten,
        [EVENT_ASSIGNED] = project_assigned,
        [EVENT_ATTEMPT_STARTED] = project_started,
        [EVENT_ANSWERED] = project_answered,
        [EVENT_ATTEMPT_FINISHED] = project_finished,
        [EVENT_ATTEMPT_ABANDONED] = project_abandoned,
        [EVENT_COMPLETION_IMPORTED] = project_imported,
        [EVENT_COMPLETION_WAIVED] = project_waived,
};

/* Events of a person are found through the person's attempts: none may stand in another one's. */
static bool check_attempt(SqliteStore *sqlite, const Event *event, Error *error)
{
        sqlite3_stmt *row = NULL;
        if (!event->attempt[0])
                return true;
        if (!statement_row(sqlite, STATEMENT_ATTEMPT_FIND, &row, error, "t", event->attempt))
                return false;
        if (!row)
                return error_set(error, _("The record has no such attempt"));
        bool is_theirs = !event->person[0] || strcmp(statement_text(row, 0), event->person) == 0;
        sqlite3_reset(row);
        return is_theirs || error_set(error, _("This attempt is another person's"));
}

/* Behind a cut an attempt may lack its beginning: its result still counts, its answers no more. */
static bool project_remainder(
        SqliteStore *sqlite, const Event *event, const json_t *body, Error *error)
{
        if (event->kind != EVENT_ATTEMPT_FINISHED)
                return true;
        double percent = json_number_value(json_object_get(body, "percent"));
        Outcome outcome = { .module = text_of(event, body, "module", error),
                .version = text_of(event, body, "version", error),
                .how = "",
                .completed = event->at,
                .percent = &percent };
        return outcome.module && outcome.version &&
               day_of(event, body, "expires", &outcome.valid_until, error) &&
               add_outcome(sqlite, event, &outcome, json_is_true(json_object_get(body, "passed")),
                       error);
}

static bool has_beginning(SqliteStore *sqlite, const Event *event, bool *has, Error *error)
{
        sqlite3_stmt *row = NULL;
        *has = !event->attempt[0] || event->kind == EVENT_ATTEMPT_STARTED;
        if (*has)
                return true;
        if (!statement_row(sqlite, STATEMENT_ATTEMPT_FIND, &row, error, "t", event->attempt))
                return false;
        *has = row != NULL;
        sqlite3_reset(row);
        return true;
}

bool sqlite_project(SqliteStore *sqlite, const Event *event, const json_t *body, Error *error)
{
        Projection *projection = projections[event->kind];
        bool has = true;
        if (sqlite->follows_cut && !has_beginning(sqlite, event, &has, error))
                return false;
        if (!has)
                return project_remainder(sqlite, event, body, error);
        return projection ? projection(sqlite, event, body, error)
                          : check_attempt(sqlite, event, error);
}
