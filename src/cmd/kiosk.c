#include "cmd/kiosk.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/sandbox.h"
#include "plain/sign_in.h"

/* The folder that has the record, as it really is; made where it is missing. NULL: the record is no
 * file. */
static const char *record_folder(Settings *settings)
{
        const char *uri = settings->record_uri;
        static const char scheme[] = "sqlite:";
        if (strncmp(uri, scheme, sizeof scheme - 1) == 0)
                uri += sizeof scheme - 1;
        else if (strstr(uri, "://"))
                return NULL;
        char real[PATH_MAX];
        Error none = { 0 };
        const char *path = realpath(uri, real) ? arena_strdup(settings->arena, real) : uri;
        const char *folder = path_folder(settings->arena, path);
        folder_make(folder, 0700, &none); /* where that fails the record will say why */
        return realpath(folder, real) ? arena_strdup(settings->arena, real) : NULL;
}

static bool sign_in(Settings *settings, bool supervisor, Error *error)
{
        char staff_id[PLAIN_ID_SIZE];
        PlainOptions options = { .library = settings->library,
                .record_uri = settings->record_uri,
                .session.roster_required =
                        settings->roster && strcmp(settings->roster, "required") == 0,
                .in = stdin,
                .out = stderr, /* what the command says may go into a file */
                .is_kiosk = true,
                .idle = settings->idle_seconds };
        if (!plain_sign_in(&options, supervisor, staff_id, error))
                return false;
        settings->staff_id = arena_strdup(settings->arena, staff_id);
        return true;
}

bool kiosk_begin(Settings *settings, KioskGate gate, Error *error)
{
        if (!sandbox_enter(record_folder(settings), error))
                return false;
        return gate == KIOSK_ANYBODY || gate == KIOSK_FRONT_END ||
               sign_in(settings, gate == KIOSK_SUPERVISOR, error);
}
