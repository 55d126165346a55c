#include "exchange/xapi_id.h"

#include <stdio.h>
#include <string.h>

/* SHA-1 (FIPS 180-4) is what UUIDs of version 5 are made with; nothing here rests on it being hard
 * to forge. */
enum { BLOCK = 64, DIGEST = 20, ROUNDS = 80 };

typedef struct Sha1 {
        uint32_t state[5];
        uint8_t block[BLOCK];
        size_t used;
        uint64_t total;
} Sha1;

static uint32_t rotate(uint32_t word, unsigned by)
{
        return word << by | word >> (32 - by);
}

static uint32_t mix(int round, uint32_t b, uint32_t c, uint32_t d)
{
        if (round < 20)
                return (b & c) | (~b & d);
        if (round < 40 || round >= 60)
                return b ^ c ^ d;
        return (b & c) | (b & d) | (c & d);
}

static void take_block(Sha1 *sha)
{
        static const uint32_t constants[] = { 0x5a827999, 0x6ed9eba1, 0x8f1bbcdc, 0xca62c1d6 };
        uint32_t words[ROUNDS];
        for (int i = 0; i < 16; i++)
                words[i] = (uint32_t)sha->block[4 * i] << 24 |
                           (uint32_t)sha->block[4 * i + 1] << 16 |
                           (uint32_t)sha->block[4 * i + 2] << 8 | sha->block[4 * i + 3];
        for (int i = 16; i < ROUNDS; i++)
                words[i] = rotate(words[i - 3] ^ words[i - 8] ^ words[i - 14] ^ words[i - 16], 1);
        uint32_t a = sha->state[0], b = sha->state[1], c = sha->state[2], d = sha->state[3],
                 e = sha->state[4];
        for (int i = 0; i < ROUNDS; i++) {
                uint32_t next = rotate(a, 5) + mix(i, b, c, d) + e + constants[i / 20] + words[i];
                e = d;
                d = c;
                c = rotate(b, 30);
                b = a;
                a = next;
        }
        sha->state[0] += a;
        sha->state[1] += b;
        sha->state[2] += c;
        sha->state[3] += d;
        sha->state[4] += e;
        sha->used = 0;
}

static void take(Sha1 *sha, const void *bytes, size_t len)
{
        const uint8_t *from = bytes;
        sha->total += len;
        for (size_t i = 0; i < len; i++) {
                sha->block[sha->used++] = from[i];
                if (sha->used == BLOCK)
                        take_block(sha);
        }
}

static void finish(Sha1 *sha, uint8_t digest[DIGEST])
{
        static const uint8_t end[BLOCK] = { 0x80 };
        uint64_t bits = sha->total * 8;
        uint8_t length[8];
        for (int i = 0; i < 8; i++)
                length[i] = (uint8_t)(bits >> (56 - 8 * i));
        take(sha, end, sha->used < 56 ? 56 - sha->used : 120 - sha->used);
        take(sha, length, sizeof length);
        for (int i = 0; i < DIGEST; i++)
                digest[i] = (uint8_t)(sha->state[i / 4] >> (24 - 8 * (i % 4)));
}

Uuid uuid_version5(const Uuid *space, const char *name, size_t len)
{
        Sha1 sha = { .state = { 0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0 } };
        uint8_t digest[DIGEST];
        Uuid uuid;
        take(&sha, space->bytes, UUID_BYTES);
        take(&sha, name, len);
        finish(&sha, digest);
        memcpy(uuid.bytes, digest, UUID_BYTES);
        uuid.bytes[6] = (uint8_t)((uuid.bytes[6] & 0x0f) | 0x50);
        uuid.bytes[8] = (uint8_t)((uuid.bytes[8] & 0x3f) | 0x80);
        return uuid;
}

Uuid uuid_of_name(const char *name, size_t len)
{
        /* Never to change: every statement that was sent once is known by it. */
        static const Uuid makesafe = { { 0x5b, 0x0e, 0x9c, 0x4e, 0x7d, 0x0f, 0x4f, 0x0a, 0x9a, 0x52,
                0x3f, 0x8f, 0x3a, 0x6f, 0x1d, 0x27 } };
        return uuid_version5(&makesafe, name, len);
}

void uuid_format(const Uuid *uuid, char text[UUID_SIZE])
{
        const uint8_t *b = uuid->bytes;
        snprintf(text, UUID_SIZE,
                "%02x%02x%02x%02x-%02x%02x-%02x%02x-%02x%02x-%02x%02x%02x%02x%02x%02x", b[0], b[1],
                b[2], b[3], b[4], b[5], b[6], b[7], b[8], b[9], b[10], b[11], b[12], b[13], b[14],
                b[15]);
}
