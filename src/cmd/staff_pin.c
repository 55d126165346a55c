#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/translate.h"
#include "cmd/rows.h"
#include "cmd/staff.h"
#include "plain/secret.h"
#include "record/pin.h"

/* One line that is not shown; false at the end of input. */
static bool ask(const char *question, char pin[PIN_MOST + 2])
{
        char *line = NULL;
        size_t room = 0;
        secret_hide(stdin, true); /* before anybody can know to type it */
        printf("%s\n> ", question);
        fflush(stdout);
        ssize_t len = getline(&line, &room, stdin);
        secret_hide(stdin, false);
        if (isatty(STDIN_FILENO))
                putchar('\n');
        if (len >= 0) {
                line[strcspn(line, "\r\n")] = '\0';
                /* Longer than any PIN stays longer. */
                snprintf(pin, PIN_MOST + 2, "%s", line);
        }
        if (line)
                sodium_memzero(line, room);
        free(line);
        return len >= 0;
}

static bool choose(char pin[PIN_MOST + 2], Error *error)
{
        char again[PIN_MOST + 2] = "";
        const char *why = NULL;
        bool done = ask(_("Choose a PIN of 4 to 12 digits. It is not shown."), pin);
        if (done && !pin_is_good(pin, &why))
                done = error_set(error, "%s", why);
        done = done && ask(_("Write the same PIN once more."), again);
        if (done && strcmp(pin, again) != 0)
                done = error_set(error, _("Those two were not the same. Nothing was changed"));
        if (!done)
                error_set(error, _("No PIN was written. Nothing was changed"));
        sodium_memzero(again, sizeof again);
        return done;
}

static bool give(Store *store, const Person *person, bool supervisor, Error *error)
{
        char pin[PIN_MOST + 2] = "";
        PinRow row;
        bool done = pin_find(store, person->id, &row, error) && choose(pin, error) &&
                    pin_set(store, person->id, pin, supervisor || row.is_supervisor, false, error);
        supervisor = supervisor || row.is_supervisor;
        sodium_memzero(pin, sizeof pin);
        sodium_memzero(&row, sizeof row);
        if (done)
                printf("%s\n", supervisor ? _("The PIN is set. On a shared machine it opens the "
                                              "board and the supervisors' commands.")
                                          : _("The PIN is set."));
        return done;
}

int staff_pin(Settings *settings, const void *data, char **words, int count, Error *error)
{
        const StaffOptions *options = data;
        Person person;
        (void)count;
        if (options->supervisor && options->reset) {
                error_set_kind(
                        error, ERROR_USAGE, _("--supervisor and --reset do not go together"));
                return EXIT_USAGE;
        }
        Store *store = store_open(settings->record_uri, STORE_WRITE, error);
        bool done = store && staff_find(store, settings->arena, words[0], &person, error);
        if (done && options->reset) {
                done = pin_reset(store, person.id, error);
                if (done)
                        printf(_("%s chooses a new PIN at the next sign-in, and is no "
                                 "supervisor.\n"),
                                cleaned(settings->arena, words[0]));
        } else if (done) {
                done = give(store, &person, options->supervisor, error);
        }
        store_close(store);
        return done ? EXIT_DONE : EXIT_COULD_NOT;
}
