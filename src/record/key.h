/* The site's key: Ed25519, in a file beside the record that only its owner may read. What it signs
 * can be checked by anybody who has its public half. */
#ifndef RECORD_KEY_H
#define RECORD_KEY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

enum {
        KEY_PUBLIC_BYTES = 32,
        KEY_PUBLIC_HEX = 2 * KEY_PUBLIC_BYTES + 1,
        KEY_ID_SIZE = 17, /* 64 bits in hex: names a key in checkpoints and on certificates */
        KEY_SIGNATURE_HEX = 129,
        KEYS_MOST = 32 /* that one record or one file may name */
};

typedef struct SiteKey {
        uint8_t public_key[KEY_PUBLIC_BYTES];
        uint8_t secret[64];
        char id[KEY_ID_SIZE];
} SiteKey;

/** Public keys that are believed. */
typedef struct PublicKeys {
        struct {
                uint8_t bytes[KEY_PUBLIC_BYTES];
                char id[KEY_ID_SIZE];
        } keys[KEYS_MOST];
        size_t count;
} PublicKeys;

/** Makes a key and writes it to `path` (mode 0600). A key that is there already is never replaced.
 */
bool site_key_make(const char *path, SiteKey *key, Error *error);

/** Reads a key. Not there: ERROR_NOT_FOUND. */
bool site_key_load(const char *path, SiteKey *key, Error *error);

/** Forgets the secret half. */
void site_key_clear(SiteKey *key);

/** Signs bytes; `signature` in hex. */
void site_key_sign(
        const SiteKey *key, const char *message, size_t len, char signature[KEY_SIGNATURE_HEX]);

/** The id of a public key: the beginning of its BLAKE2b hash. */
void public_key_id(const uint8_t public_key[KEY_PUBLIC_BYTES], char id[KEY_ID_SIZE]);

/** Adds a key in hex; one that is there already is passed over. False where it is none or there are
 * too many. */
bool public_keys_add(PublicKeys *keys, const char *hex);

/** The key with that id, or NULL. */
const uint8_t *public_keys_find(const PublicKeys *keys, const char *id);

/** Reads a file as `record key --public` writes it: one key a line, `#` begins a remark. */
bool public_keys_read(const char *path, PublicKeys *keys, Error *error);

/** Writes that file. */
bool public_key_write(const char *path, const uint8_t public_key[KEY_PUBLIC_BYTES], Error *error);

/** Whether that key signed these bytes. */
bool signature_is_right(const uint8_t public_key[KEY_PUBLIC_BYTES], const char *message, size_t len,
        const char *signature);

#endif
