#include "cmd/note.h"

#include <stdio.h>

#include "base/text.h"
#include "base/translate.h"
#include "record/notes.h"

/* A report must not hang behind another program that holds the record for long. */
static bool do_not_wait(void *data)
{
        (void)data;
        return false;
}

void note_report(const Settings *settings, const char *command, json_t *filters, const char *format,
        int64_t rows, const char *head)
{
        Error error = { 0 };
        Store *store = store_open(settings->record_uri, STORE_WRITE, &error);
        bool done = false;
        if (store) {
                store_on_wait(store, do_not_wait, NULL);
                done = record_note_report(
                        store, command, filters, format ? format : "table", rows, head, &error);
        }
        if (!done) {
                char why[sizeof error.message * 3];
                text_clean(why, sizeof why, error.message);
                fflush(stdout);
                fprintf(stderr,
                        _("makesafe: the record does not say that this was given out: %s\n"), why);
        }
        store_close(store);
        json_decref(filters);
}
