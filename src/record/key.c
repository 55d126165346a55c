#include "record/key.h"

#include <errno.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/translate.h"

enum { KEY_FILE_MOST = 64 << 10, SEED_HEX = 2 * crypto_sign_SEEDBYTES + 1 };

static const char secret_word[] = "makesafe-secret-key ", public_word[] = "makesafe-public-key ";

static void from_seed(const uint8_t seed[crypto_sign_SEEDBYTES], SiteKey *key)
{
        crypto_sign_seed_keypair(key->public_key, key->secret, seed);
        public_key_id(key->public_key, key->id);
}

/* Hex digits of exactly `size` bytes. */
static bool read_hex(const char *hex, uint8_t *bytes, size_t size)
{
        size_t have = 0;
        const char *end = NULL;
        size_t len = strlen(hex);
        return len == 2 * size && sodium_hex2bin(bytes, size, hex, len, NULL, &have, &end) == 0 &&
               have == size && *end == '\0';
}

bool site_key_make(const char *path, SiteKey *key, Error *error)
{
        if (sodium_init() < 0)
                return error_set(error, _("%s: there is no randomness to make a key of"), path);
        if (access(path, F_OK) == 0) {
                error_set(error, _("%s: there is a key already"), path);
                return error_hint(
                        error, _("Move it away first; what it signed still needs its public half"));
        }
        uint8_t seed[crypto_sign_SEEDBYTES];
        char hex[SEED_HEX], text[sizeof secret_word + SEED_HEX + 2];
        randombytes_buf(seed, sizeof seed);
        sodium_bin2hex(hex, sizeof hex, seed, sizeof seed);
        int len = snprintf(text, sizeof text, "%s%s\n", secret_word, hex);
        from_seed(seed, key);
        Arena *arena = arena_new();
        bool done = folder_make(path_folder(arena, path), 0700, error) &&
                    file_write(path, text, (size_t)len, 0600, error);
        arena_free(arena);
        sodium_memzero(seed, sizeof seed);
        sodium_memzero(hex, sizeof hex);
        sodium_memzero(text, sizeof text);
        return done;
}

bool site_key_load(const char *path, SiteKey *key, Error *error)
{
        char *bytes = NULL;
        size_t len = 0;
        if (!file_read(path, KEY_FILE_MOST, &bytes, &len, error))
                return false;
        uint8_t seed[crypto_sign_SEEDBYTES];
        size_t word = sizeof secret_word - 1;
        bytes[strcspn(bytes, "\r\n")] = '\0';
        bool done = strncmp(bytes, secret_word, word) == 0 &&
                    read_hex(bytes + word, seed, sizeof seed) && sodium_init() >= 0;
        if (done)
                from_seed(seed, key);
        else
                error_set(error, _("%s: this is not a key of makesafe"), path);
        sodium_memzero(seed, sizeof seed);
        sodium_memzero(bytes, len);
        free(bytes);
        return done;
}

void site_key_clear(SiteKey *key)
{
        sodium_memzero(key, sizeof *key);
}

void site_key_sign(
        const SiteKey *key, const char *message, size_t len, char signature[KEY_SIGNATURE_HEX])
{
        uint8_t bytes[crypto_sign_BYTES];
        crypto_sign_detached(bytes, NULL, (const uint8_t *)message, len, key->secret);
        sodium_bin2hex(signature, KEY_SIGNATURE_HEX, bytes, sizeof bytes);
}

void public_key_id(const uint8_t public_key[KEY_PUBLIC_BYTES], char id[KEY_ID_SIZE])
{
        uint8_t hash[crypto_generichash_BYTES];
        crypto_generichash(hash, sizeof hash, public_key, KEY_PUBLIC_BYTES, NULL, 0);
        sodium_bin2hex(id, KEY_ID_SIZE, hash, (KEY_ID_SIZE - 1) / 2);
}

bool public_keys_add(PublicKeys *keys, const char *hex)
{
        uint8_t bytes[KEY_PUBLIC_BYTES];
        char id[KEY_ID_SIZE];
        if (!read_hex(hex, bytes, sizeof bytes))
                return false;
        public_key_id(bytes, id);
        if (public_keys_find(keys, id))
                return true;
        if (keys->count == KEYS_MOST)
                return false;
        memcpy(keys->keys[keys->count].bytes, bytes, sizeof bytes);
        memcpy(keys->keys[keys->count++].id, id, sizeof id);
        return true;
}

const uint8_t *public_keys_find(const PublicKeys *keys, const char *id)
{
        for (size_t i = 0; i < keys->count; i++)
                if (strcmp(keys->keys[i].id, id) == 0)
                        return keys->keys[i].bytes;
        return NULL;
}

static bool read_line(char *line, size_t number, const char *path, PublicKeys *keys, Error *error)
{
        size_t word = sizeof public_word - 1;
        line[strcspn(line, "\r")] = '\0';
        if (line[0] == '\0' || line[0] == '#')
                return true;
        bool is_named = strncmp(line, public_word, word) == 0;
        return public_keys_add(keys, is_named ? line + word : line) ||
               error_set(error, _("%s: line %zu is not a public key of makesafe"), path, number);
}

bool public_keys_read(const char *path, PublicKeys *keys, Error *error)
{
        char *bytes = NULL;
        size_t len = 0, number = 0;
        *keys = (PublicKeys){ .count = 0 };
        if (!file_read(path, KEY_FILE_MOST, &bytes, &len, error))
                return false;
        bool done = true;
        char *rest = bytes;
        for (char *line = strsep(&rest, "\n"); done && line; line = strsep(&rest, "\n"))
                done = read_line(line, ++number, path, keys, error);
        free(bytes);
        return done &&
               (keys->count > 0 || error_set(error, _("%s: there is no public key in it"), path));
}

bool public_key_write(const char *path, const uint8_t public_key[KEY_PUBLIC_BYTES], Error *error)
{
        char hex[KEY_PUBLIC_HEX], text[sizeof public_word + KEY_PUBLIC_HEX + 2];
        sodium_bin2hex(hex, sizeof hex, public_key, KEY_PUBLIC_BYTES);
        int len = snprintf(text, sizeof text, "%s%s\n", public_word, hex);
        return file_write(path, text, (size_t)len, 0644, error);
}

bool signature_is_right(const uint8_t public_key[KEY_PUBLIC_BYTES], const char *message, size_t len,
        const char *signature)
{
        uint8_t bytes[crypto_sign_BYTES];
        return read_hex(signature, bytes, sizeof bytes) &&
               crypto_sign_verify_detached(bytes, (const uint8_t *)message, len, public_key) == 0;
}
