/* `record info`: what there is. */
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "base/text.h"
#include "base/translate.h"
#include "cmd/heads.h"
#include "cmd/record.h"
#include "record/chain.h"
#include "record/store.h"

static bool rebuild(Store *store, Error *error)
{
        int64_t changed = 0;
        if (!store_rebuild(store, &changed, error) || !store_scrub(store, error))
                return false;
        if (changed)
                printf(ngettext("%lld total did not follow from the events, and was made again.\n",
                               "%lld totals did not follow from the events, and were made again.\n",
                               (unsigned long)changed),
                        (long long)changed);
        else
                printf("%s\n", _("All totals follow from the events."));
        return true;
}

static void say_key(Store *store, const PublicKeys *named)
{
        const char *path = store_key_path(store);
        struct stat info;
        SiteKey key;
        Error why = { 0 };
        if (!*path)
                return;
        if (stat(path, &info) != 0) {
                printf("%s\n", named->count ? _("Key: it is not beside the record here; nothing is "
                                                "signed from here")
                                            : _("Key: none; 'makesafe record key' makes one"));
                return;
        }
        if (!site_key_load(path, &key, &why)) {
                printf(_("Key: %s\n"), why.message);
                return;
        }
        printf(_("Key: %s\n"), key.id);
        if (info.st_mode & 077)
                printf("%s\n",
                        _("Others can read the key file: whoever has it can sign for this site"));
        site_key_clear(&key);
}

static void say_times(const RecordInfo *info)
{
        char first[DATE_SIZE], last[DATE_SIZE];
        day_format(moment_day(info->first), first);
        day_format(moment_day(info->last), last);
        printf(_("Events: %lld"), (long long)info->events);
        if (info->events)
                printf(_(", from %s to %s"), first, last);
        printf("\n");
        if (info->cut) {
                char made[DATE_SIZE];
                day_format(moment_day(info->cut_made), made);
                printf(_("Let go of after their time: events up to number %lld, on %s\n"),
                        (long long)info->cut, made);
        }
}

static bool say_heads(Store *store, const char *hex, Error *error)
{
        Heads heads;
        bool done = heads_read(store, &heads, error);
        if (done && heads.count == 1)
                printf(_("Head: %s\n"), hex);
        else if (done)
                printf(_("Each site has a log; their last events and heads:\n%s"),
                        text_string(&heads.lines));
        text_clear(&heads.lines);
        return done;
}

static bool say_info(Store *store, Error *error)
{
        RecordInfo info;
        PublicKeys named;
        int64_t seq = 0;
        uint8_t hash[HASH_BYTES];
        char hex[2 * HASH_BYTES + 1], uri[4200];
        if (!store_info(store, &info, error) || !store_public_keys(store, &named, error) ||
                !store_head(store, &seq, hash, error))
                return false;
        hash_hex(hash, hex);
        text_clean(uri, sizeof uri, store_uri(store));
        printf(_("Record: %s\n"), uri);
        printf(_("Version of its tables: %d\n"), info.version);
        if (info.bytes)
                printf(_("Size: %lld KiB\n"), (long long)(info.bytes + 1023) / 1024);
        say_times(&info);
        printf(_("People: %lld; left: %lld; forgotten: %lld\n"), (long long)info.people,
                (long long)info.left, (long long)info.forgotten);
        printf(_("Attempts: %lld; answers: %lld\n"), (long long)info.attempts,
                (long long)info.answers);
        if (!say_heads(store, hex, error))
                return false;
        say_key(store, &named);
        return true;
}

int record_info(Settings *settings, const void *data, char **words, int count, Error *error)
{
        const RecordOptions *options = data;
        (void)words;
        (void)count;
        Store *store = store_open(
                settings->record_uri, options->rebuild ? STORE_WRITE : STORE_READ, error);
        bool done = store && (!options->rebuild || rebuild(store, error)) && say_info(store, error);
        store_close(store);
        return done ? EXIT_DONE : EXIT_COULD_NOT;
}
