#include "record/notes.h"

#include "record/chain.h"

bool record_head(Store *store, char hex[2 * HASH_BYTES + 1], Error *error)
{
        uint8_t hash[HASH_BYTES];
        int64_t seq = 0;
        if (!store_head(store, &seq, hash, error))
                return false;
        hash_hex(hash, hex);
        return true;
}

bool record_note_report(Store *store, const char *command, const json_t *filters,
        const char *format, int64_t rows, const char *head, Error *error)
{
        char hex[2 * HASH_BYTES + 1];
        if (!head) {
                if (!record_head(store, hex, error))
                        return false;
                head = hex;
        }
        json_t *body = json_pack("{s:s, s:o, s:s, s:s, s:I}", "command", command, "filters",
                filters ? json_deep_copy(filters) : json_object(), "format", format, "head", head,
                "rows", (json_int_t)rows);
        EventDraft draft = { .kind = EVENT_REPORT_MADE, .body = body };
        bool done = store_append(store, &draft, 1, NULL, error);
        json_decref(body);
        return done;
}
