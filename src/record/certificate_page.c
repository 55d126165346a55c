/* The page around a certificate's block: the block holds its hash, so that nobody can put another
 * name above a signature that is right. */
#include <sodium.h>
#include <string.h>

#include "record/certificate.h"

enum {
        HASH_SIZE = 32,
        PAGE_MOST = 32 << 10, /* bytes before or behind the block; ours have 4 KiB */
        LINES_MOST = 200,     /* in front of the block */
        QUOTES_MOST = 32      /* marks of mail quoted again and again */
};

static bool is_at_line_start(const char *bytes, size_t at)
{
        for (size_t i = 0; i < QUOTES_MOST && at > 0; i++, at--)
                if (bytes[at - 1] != ' ' && bytes[at - 1] != '\t' && bytes[at - 1] != '>')
                        break;
        return at == 0 || bytes[at - 1] == '\n';
}

size_t certificate_blank(const char *bytes, size_t len, size_t at)
{
        if (at >= len || bytes[at] == '\0')
                return 0;
        if (at + 1 < len && memcmp(bytes + at, "\xC2\xA0", 2) == 0)
                return 2;
        if (bytes[at] == '>')
                return is_at_line_start(bytes, at);
        return strchr(" \t\r\n\v\f", bytes[at]) != NULL;
}

/* \return how many bytes counted */
static size_t add(crypto_generichash_state *state, const char *bytes, size_t len)
{
        size_t counted = 0;
        for (size_t at = 0; at < len;) {
                size_t blank = certificate_blank(bytes, len, at);
                if (!blank) {
                        crypto_generichash_update(state, (const uint8_t *)bytes + at, 1);
                        counted++;
                }
                at += blank ? blank : 1;
        }
        return counted;
}

void certificate_page_hash(
        const char *before, size_t before_len, const char *after, size_t after_len, char hex[65])
{
        crypto_generichash_state state;
        uint8_t hash[HASH_SIZE];
        crypto_generichash_init(&state, NULL, 0, sizeof hash);
        add(&state, before, before_len);
        add(&state, after, after_len);
        crypto_generichash_final(&state, hash, sizeof hash);
        sodium_bin2hex(hex, 2 * HASH_SIZE + 1, hash, sizeof hash);
}

static bool is_blank(const char *bytes, size_t len)
{
        size_t at = 0;
        for (size_t blank; at < len && (blank = certificate_blank(bytes, len, at));)
                at += blank;
        return at >= len;
}

/* Of a page that begins at `begin`. */
static bool fits(const char *bytes, size_t begin, const CertificateBlock *block, size_t len,
        const char *hash)
{
        char whole[65];
        certificate_page_hash(
                bytes + begin, block->begin - begin, bytes + block->end, len - block->end, whole);
        return strcmp(whole, hash) == 0;
}

PageVerdict certificate_page_check(
        const char *bytes, size_t len, const CertificateBlock *block, const char *hash)
{
        if (!*hash)
                return PAGE_OPEN;
        size_t after = len - block->end, lines = 0;
        if (is_blank(bytes, block->begin) && is_blank(bytes + block->end, after))
                return PAGE_BARE;
        for (size_t begin = block->begin; begin-- > 0 && lines < LINES_MOST;) {
                if (block->begin - begin > PAGE_MOST)
                        break;
                if (begin > 0 && bytes[begin - 1] != '\n')
                        continue;
                lines++;
                if (fits(bytes, begin, block, block->end, hash) ||
                        (after <= PAGE_MOST && fits(bytes, begin, block, len, hash)))
                        return PAGE_RIGHT;
        }
        return PAGE_OTHER;
}
