#include "cmd/heads.h"

#include "base/translate.h"
#include "record/chain.h"

static bool add_head(const char *site, void *data)
{
        Heads *heads = data;
        char hex[2 * HASH_BYTES + 1], clean[256];
        uint8_t hash[HASH_BYTES];
        int64_t seq = 0;
        if (!store_use_log(heads->store, site, heads->error) ||
                !store_head(heads->store, &seq, hash, heads->error))
                return false;
        hash_hex(hash, hex);
        text_clean(clean, sizeof clean, site ? site : "");
        text_printf(&heads->lines, "  %s: %lld, %s\n", *clean ? clean : _("without a site"),
                (long long)seq, hex);
        heads->count++;
        return true;
}

bool heads_read(Store *store, Heads *heads, Error *error)
{
        *heads = (Heads){ .store = store, .error = error };
        return store_logs(store, add_head, heads, error) && !error_is_set(error);
}
