#include "record/outbox.h"

#include "base/translate.h"
#include "record/store_operations.h"

static bool has_no_outbox(const Store *store, Error *error)
{
        return error_set(error, _("%s: this record cannot keep what was sent"), store_uri(store));
}

bool outbox_find(Store *store, const char *url, OutboxEntry *entries, size_t count, Error *error)
{
        if (!store->operations->outbox_find)
                return has_no_outbox(store, error);
        return store->operations->outbox_find(store, url, entries, count, error);
}

bool outbox_keep(Store *store, const char *url, const OutboxEntry *entries, size_t count,
        const char *why, Error *error)
{
        if (!store->operations->outbox_keep)
                return has_no_outbox(store, error);
        return store->operations->outbox_keep(store, url, entries, count, why, error);
}
