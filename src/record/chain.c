#include "record/chain.h"

#include <inttypes.h>
#include <math.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
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

static void append_number(Text *text, int64_t number)
{
        char digits[24];
        int len = snprintf(digits, sizeof digits, "%" PRId64, number);
        text_append_bytes(text, digits, (size_t)len);
}

static void append_canonical(Text *text, const Event *event)
{
        text_append(text, "{\"at\":");
        append_number(text, event->at);
        text_append(text, ",\"attempt\":");
        append_quoted(text, event->attempt);
        text_append(text, ",\"body\":");
        text_append(text, event->body);
        text_append(text, ",\"kind\":");
        append_quoted(text, event_kind_names[event->kind]);
        text_append(text, ",\"person\":");
        append_quoted(text, event->person);
        text_append(text, ",\"seq\":");
        append_number(text, event->seq);
        text_append_char(text, '}');
}

char *event_canonical(const Event *event)
{
        Text text = { 0 };
        append_canonical(&text, event);
        return text_take(&text);
}

/* In as few digits as read back as the same number, as most programs write it: 0.1, where jansson
 * has 0.10000000000000001. Whole numbers, which most scores are, need no trying. */
static void append_real(Text *text, const json_t *real)
{
        enum { DIGITS_SURE = 15, DIGITS_ENOUGH = 17 };
        static const double whole_most = 1e9;
        double value = json_real_value(real);
        if (value >= 1 && value < whole_most && value == floor(value)) {
                append_number(text, (int64_t)value);
                text_append(text, ".0");
                return;
        }
        for (size_t digits = DIGITS_SURE; digits <= DIGITS_ENOUGH; digits++) {
                char *written = json_dumps(real, JSON_ENCODE_ANY | JSON_REAL_PRECISION(digits));
                json_t *read = json_loads(written, JSON_DECODE_ANY, NULL);
                bool is_same = json_equal(read, real);
                if (is_same || digits == DIGITS_ENOUGH)
                        text_append(text, written);
                json_decref(read);
                free(written);
                if (is_same)
                        break;
        }
}

/* A NUL within, which few strings have, is for jansson to write. */
static void append_string(Text *text, const json_t *string)
{
        size_t len = json_string_length(string);
        const char *value = json_string_value(string);
        if (strlen(value) == len) {
                append_quoted(text, value);
                return;
        }
        char *written = json_dumps(string, JSON_ENCODE_ANY);
        text_append(text, written ? written : "null");
        free(written);
}

static int compare_keys(const void *a, const void *b)
{
        return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void append_json(Text *text, const json_t *value);

static void append_object(Text *text, const json_t *object)
{
        size_t count = 0;
        const char **keys = xmalloc((json_object_size(object) + 1) * sizeof *keys);
        for (void *at = json_object_iter((json_t *)object); at;
                at = json_object_iter_next((json_t *)object, at))
                keys[count++] = json_object_iter_key(at);
        qsort(keys, count, sizeof *keys, compare_keys);
        text_append_char(text, '{');
        for (size_t i = 0; i < count; i++) {
                text_append(text, i ? "," : "");
                append_quoted(text, keys[i]);
                text_append_char(text, ':');
                append_json(text, json_object_get(object, keys[i]));
        }
        text_append_char(text, '}');
        free(keys);
}

static void append_json(Text *text, const json_t *value)
{
        if (json_is_object(value)) {
                append_object(text, value);
        } else if (json_is_array(value)) {
                text_append_char(text, '[');
                for (size_t i = 0; i < json_array_size(value); i++) {
                        text_append(text, i ? "," : "");
                        append_json(text, json_array_get(value, i));
                }
                text_append_char(text, ']');
        } else if (json_is_real(value)) {
                append_real(text, value);
        } else if (json_is_string(value)) {
                append_string(text, value);
        } else if (json_is_integer(value)) {
                append_number(text, json_integer_value(value));
        } else {
                text_append(text, json_is_null(value)   ? "null"
                                  : json_is_true(value) ? "true"
                                                        : "false");
        }
}

char *body_canonical(const json_t *body)
{
        Text text = { 0 };
        append_json(&text, body);
        return text_take(&text);
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
