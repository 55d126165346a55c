#include "cmd/first_use.h"

#include <stdio.h>
#include <unistd.h>

#include "base/file.h"
#include "base/text.h"
#include "base/translate.h"
#include "record/store.h"

bool first_use(const Settings *settings, Error *error)
{
        const char *path = store_file(settings->record_uri);
        bool is_named = settings->record && *settings->record;
        if (!path || !*path || access(path, F_OK) == 0)
                return true;
        if (is_named && access(path_folder(settings->arena, path), F_OK) != 0)
                return true;
        Store *store = store_open(settings->record_uri, STORE_CREATE, error);
        if (store && is_named && !settings->kiosk) {
                char uri[4200];
                text_clean(uri, sizeof uri, store_uri(store));
                fprintf(stderr, _("Here is a new, empty record: %s\n"), uri);
        }
        store_close(store);
        return store != NULL;
}
