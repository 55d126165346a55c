/* `record key`: the site's key, with which the log and certificates are signed. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/translate.h"
#include "cmd/record.h"
#include "record/chain.h"
#include "record/store.h"

static void hex_of(const uint8_t key[KEY_PUBLIC_BYTES], char hex[KEY_PUBLIC_HEX])
{
        hash_hex(key, hex);
}

/* The file first: a key that the record names and nobody has could sign nothing. Under the record's
 * lock, so that of two programs one makes the key. */
static bool make_key(Store *store, SiteKey *key, Error *error)
{
        char hex[KEY_PUBLIC_HEX];
        if (!store_begin(store, error))
                return false;
        bool made = site_key_make(store_key_path(store), key, error);
        json_t *body = json_object();
        EventDraft draft = { .kind = EVENT_KEY_CREATED, .body = body };
        if (made) {
                hex_of(key->public_key, hex);
                json_object_set_new(body, "public", json_string(hex));
        }
        bool done = made && store_append(store, &draft, 1, NULL, error);
        json_decref(body);
        if (done)
                return store_commit(store, error);
        store_rollback(store);
        return false;
}

/* A key whose event is lacking (the record was restored to before it) is named with the next
 * signature. */
static bool find_key(Store *store, SiteKey *key, bool *is_new, Error *error)
{
        const char *path = store_key_path(store);
        *is_new = *path && access(path, F_OK) != 0;
        if (!*path)
                return error_set(
                        error, _("%s: this kind of record has no key file"), store_uri(store));
        if (!*is_new)
                return site_key_load(path, key, error);
        return make_key(store, key, error);
}

static void say(const Store *store, const SiteKey *key, bool is_new)
{
        char hex[KEY_PUBLIC_HEX];
        hex_of(key->public_key, hex);
        if (is_new) {
                printf(_("The site's key was made: %s\n"), store_key_path(store));
                printf("%s\n", _("Only you can read it. Keep a copy apart from the backups; "
                                 "whoever has it can sign for this site."));
        }
        printf(_("Key %s\nPublic key %s\n"), key->id, hex);
}

int record_key(Settings *settings, const void *data, char **words, int count, Error *error)
{
        const RecordOptions *options = data;
        (void)words;
        (void)count;
        SiteKey key = { .id = "" };
        bool is_new = false;
        Store *store = store_open(settings->record_uri, STORE_CREATE, error);
        bool done = store && find_key(store, &key, &is_new, error) &&
                    (!options->public_file ||
                            public_key_write(options->public_file, key.public_key, error));
        if (done)
                say(store, &key, is_new);
        if (done && options->public_file)
                printf("%s\n", _("The public half was written; give it to whoever is to check the "
                                 "record or its certificates."));
        store_close(store);
        site_key_clear(&key);
        return done ? EXIT_DONE : EXIT_COULD_NOT;
}
