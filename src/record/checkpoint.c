#include "record/checkpoint.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "record/chain.h"

enum { MESSAGE_SIZE = 160 };

/* Begins with a word of its own, so that no signature can be taken for one of another kind. */
static size_t write_message(
        char message[MESSAGE_SIZE], int64_t seq, const char head[2 * HASH_BYTES + 1])
{
        return (size_t)snprintf(
                message, MESSAGE_SIZE, "makesafe checkpoint 1\n%" PRId64 "\n%s\n", seq, head);
}

json_t *checkpoint_body(const SiteKey *key, int64_t seq, const uint8_t head[HASH_BYTES])
{
        char hex[2 * HASH_BYTES + 1], message[MESSAGE_SIZE], signature[KEY_SIGNATURE_HEX];
        hash_hex(head, hex);
        site_key_sign(key, message, write_message(message, seq, hex), signature);
        return json_pack("{s:s, s:s, s:s}", "head", hex, "key", key->id, "signature", signature);
}

CheckpointVerdict checkpoint_check(
        const json_t *body, int64_t seq, const uint8_t head[HASH_BYTES], const PublicKeys *keys)
{
        const char *named = json_string_value(json_object_get(body, "head"));
        const char *id = json_string_value(json_object_get(body, "key"));
        const char *signature = json_string_value(json_object_get(body, "signature"));
        char hex[2 * HASH_BYTES + 1], message[MESSAGE_SIZE];
        hash_hex(head, hex);
        if (!named || strcmp(named, hex) != 0)
                return CHECKPOINT_OTHER_HEAD;
        const uint8_t *key = id ? public_keys_find(keys, id) : NULL;
        if (!key)
                return CHECKPOINT_UNKNOWN_KEY;
        size_t len = write_message(message, seq, hex);
        return signature && signature_is_right(key, message, len, signature) ? CHECKPOINT_RIGHT
                                                                             : CHECKPOINT_FORGED;
}

char *cut_message(int64_t seq, int64_t at, const uint8_t hash[HASH_BYTES], const char *keys)
{
        char hex[2 * HASH_BYTES + 1];
        Text text = { 0 };
        hash_hex(hash, hex);
        text_printf(
                &text, "makesafe cut 1\n%" PRId64 "\n%" PRId64 "\n%s\n%s\n", seq, at, hex, keys);
        return text_take(&text);
}
