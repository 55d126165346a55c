#include "record/chain.h"

#include <inttypes.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"

/* Written by hand, as jansson writes strings, because the body is already canonical and is not to
 * be parsed again for every event. */
static void append_quoted(Text *text, const char *string)
{
        static const char special[] =
                "\"\\\x01\x02\x03\x04\x05\x06\x07\x08\x09\x0a\x0b\x0c\x0d\x0e\x0f"
                "\x10\x11\x12\x13\x14\x15\x16\x17\x18\x19\x1a\x1b\x1c\x1d\x1e\x1f";
        static const char named[] = "\"\\\b\f\n\r\t", names[] = "\"\\bfnrt";
        text_append_char(text, '"');
        for (;;) {
                size_t plain = strcspn(string, special);
                text_append_bytes(text, string, plain);
                string += plain;
                if (!*string)
                        break;
                const char *name = strchr(named, *string);
                if (name)
                        text_printf(text, "\\%c", names[name - named]);
                else
                        text_printf(text, "\\u%04X", (unsigned char)*string);
                string++;
        }
        text_append_char(text, '"');
}

static void append_canonical(Text *text, const Event *event)
{
        text_printf(text, "{\"at\":%" PRId64 ",\"attempt\":", event->at);
        append_quoted(text, event->attempt);
        text_append(text, ",\"body\":");
        text_append(text, event->body);
        text_append(text, ",\"kind\":");
        append_quoted(text, event_kind_names[event->kind]);
        text_append(text, ",\"person\":");
        append_quoted(text, event->person);
        text_printf(text, ",\"seq\":%" PRId64 "}", event->seq);
}

char *event_canonical(const Event *event)
{
        Text text = { 0 };
        append_canonical(&text, event);
        return text_take(&text);
}

char *body_canonical(const json_t *body)
{
        return json_dumps(body, JSON_COMPACT | JSON_SORT_KEYS);
}

void chain_hash(const uint8_t previous[HASH_BYTES], const Event *event, uint8_t hash[HASH_BYTES])
{
        Text text = { 0 };
        append_canonical(&text, event);
        crypto_generichash_state state;
        crypto_generichash_init(&state, NULL, 0, HASH_BYTES);
        crypto_generichash_update(&state, previous, HASH_BYTES);
        crypto_generichash_update(&state, (const unsigned char *)text_string(&text), text.len);
        crypto_generichash_final(&state, hash, HASH_BYTES);
        text_clear(&text);
}

void hash_hex(const uint8_t hash[HASH_BYTES], char hex[2 * HASH_BYTES + 1])
{
        sodium_bin2hex(hex, 2 * HASH_BYTES + 1, hash, HASH_BYTES);
}
