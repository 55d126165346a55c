/* `staff waive`: a completion without an attempt, with a reason. */
#include <ctype.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/nearest.h"
#include "base/text.h"
#include "base/translate.h"
#include "base/utf8.h"
#include "cmd/rows.h"
#include "cmd/staff.h"

enum { NOTE_MOST = 1000 }; /* bytes */

static bool check_module(Settings *settings, const char *module, Error *error)
{
        KnownModules known = known_modules(settings);
        for (size_t i = 0; i < known.count; i++)
                if (strcmp(known.ids[i], module) == 0)
                        return true;
        error_set_kind(
                error, ERROR_USAGE, _("there is no module '%s'"), cleaned(settings->arena, module));
        const char *nearest = word_nearest(module, known.ids, known.count);
        return nearest ? error_hint(error, _("Did you mean '%s'?"), nearest) : false;
}

static bool check_given(const StaffOptions *options, Day *until, Error *error)
{
        *until = DAY_NONE;
        if (!options->reason || !options->note || !*options->note) {
                error_set_kind(error, ERROR_USAGE, _("a waiver wants a reason and a note"));
                return error_hint(error, _("As in: --reason equivalent --note 'certificate of "
                                           "another employer seen'"));
        }
        size_t len = strlen(options->note);
        if (len > NOTE_MOST || utf8_first_invalid(options->note, len) < len)
                return error_set_kind(error, ERROR_USAGE,
                        _("the note is longer than %d bytes, or not UTF-8"), NOTE_MOST);
        if (options->until && !day_parse(options->until, until))
                return error_set_kind(error, ERROR_USAGE,
                        _("--%s wants a date like 2026-01-31, not '%s'"), "until", options->until);
        if (*until != DAY_NONE && *until < day_today())
                return error_set_kind(error, ERROR_USAGE, _("--until names a day that is over"));
        return true;
}

static bool is_word_byte(char byte)
{
        return isalnum((unsigned char)byte) || (byte & 0x80);
}

/* Whether a text stands in another as a word of its own. */
static bool names_word(const char *text, const char *word)
{
        size_t len = strlen(word);
        for (const char *at = text; len && (at = strcasestr(at, word)); at++)
                if ((at == text || !is_word_byte(at[-1])) && !is_word_byte(at[len]))
                        return true;
        return false;
}

/* The note stays in the log, also when the person is forgotten. */
static bool check_note(const StaffOptions *options, const Person *person, Error *error)
{
        const char *const names[] = { person->name, person->staff_id };
        for (size_t i = 0; i < sizeof names / sizeof *names; i++)
                if (names_word(options->note, names[i])) {
                        error_set_kind(error, ERROR_USAGE, _("the note names the person"));
                        return error_hint(error, _("Leave the name out: the note stays in the "
                                                   "record also when the person is forgotten"));
                }
        return true;
}

static bool append_waiver(Store *store, const Person *person, const char *module,
        const StaffOptions *options, Day until, Error *error)
{
        json_t *body = json_pack("{s:s, s:s, s:s}", "module", module, "note", options->note,
                "reason", options->reason);
        if (until != DAY_NONE) {
                char date[DATE_SIZE];
                day_format(until, date);
                json_object_set_new(body, "expires", json_string(date));
        }
        EventDraft draft = { .kind = EVENT_COMPLETION_WAIVED, .person = person->id, .body = body };
        bool done = store_append(store, &draft, 1, NULL, error);
        json_decref(body);
        return done;
}

static void say(
        Settings *settings, const Person *person, const char *module, Day until, bool dry_run)
{
        char date[DATE_SIZE];
        const char *id = cleaned(settings->arena, person->staff_id);
        day_format(until, date);
        if (*date)
                printf(_("%s: %s counts as passed until %s, marked as waived.\n"), id, module,
                        date);
        else
                printf(_("%s: %s counts as passed, marked as waived.\n"), id, module);
        if (dry_run)
                printf("%s\n", _("This was a dry run: nothing was written."));
}

int staff_waive(Settings *settings, const void *data, char **words, int count, Error *error)
{
        const StaffOptions *options = data;
        Day until;
        (void)count;
        if (!check_given(options, &until, error) || !check_module(settings, words[1], error))
                return EXIT_USAGE;
        Person person;
        Store *store = store_open(
                settings->record_uri, options->dry_run ? STORE_READ : STORE_WRITE, error);
        bool done = store && staff_find(store, settings->arena, words[0], &person, error) &&
                    check_note(options, &person, error) &&
                    (options->dry_run ||
                            append_waiver(store, &person, words[1], options, until, error));
        store_close(store);
        if (done)
                say(settings, &person, words[1], until, options->dry_run);
        return done ? EXIT_DONE : error->kind == ERROR_USAGE ? EXIT_USAGE : EXIT_COULD_NOT;
}
