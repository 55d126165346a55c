#include "record/certificate.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

enum {
        COLUMNS = 72,
        MESSAGE_MOST = 64 << 10, /* bytes; a longer block is none of ours */
        SIGNATURE_TEXT = 128     /* room for 64 bytes in Base64 */
};

const char *const certificate_field_names[CERTIFICATE_FIELDS] = { "Format", "Name", "Staff-Id",
        "Site", "Module", "Version", "Title", "Basis", "Reason", "Score", "Points", "Completed",
        "Expires", "Attempt", "Event", "Head", "Made", "Page", "Key" };

/* The frame, less its very last hyphen: see is_safe. */
static const char begin_line[] = "-----BEGIN MAKESAFE CERTIFICATE----";
static const char end_line[] = "-----END MAKESAFE CERTIFICATE----";
static const char signature_word[] = " Signature: ";

/* Nothing else that the site's key signs begins like this. */
static const char domain[] = "makesafe-certificate ";

/* What stands in a value as it is: no colon, which ends a name; no quotes and brackets, which HTML
 * and PDF write otherwise; and a hyphen only inside a word: two could begin a line of the frame,
 * and one at the end of a line is lost when text is taken out of a PDF. */
static bool is_safe(char byte, char before, char after)
{
        if (byte == '-')
                return before != '-' && after != ' ' && after != '\0';
        return (byte >= '0' && byte <= '9') || (byte >= 'A' && byte <= 'Z') ||
               (byte >= 'a' && byte <= 'z') || (byte && strchr(" .,_/+@", byte));
}

void certificate_append_value(Text *out, const char *value)
{
        Text clean = { 0 };
        bool wants_space = false;
        char before = '\0';
        size_t begin = out->len;
        text_append_clean(&clean, value ? value : "");
        for (const char *at = text_string(&clean); *at; at++) {
                if (*at == ' ') {
                        wants_space = out->len > begin;
                        continue;
                }
                if (wants_space)
                        text_append_char(out, ' ');
                if (is_safe(*at, wants_space ? ' ' : before, at[1]))
                        text_append_char(out, *at);
                else
                        text_printf(out, "%%%02X", (unsigned)(unsigned char)*at);
                wants_space = false;
                before = *at;
        }
        text_clear(&clean);
}

/* All of the block but its frame and its signature, as it is signed. */
static void append_message(Text *out, const Certificate *certificate, const char *key_id)
{
        for (size_t i = 0; i < CERTIFICATE_FIELDS; i++) {
                const char *value = i == CERTIFICATE_FORMAT ? "1"
                                    : i == CERTIFICATE_KEY  ? key_id
                                                            : certificate->values[i];
                Text escaped = { 0 };
                certificate_append_value(&escaped, value);
                text_printf(out, "%s%s:%s%s", i ? " " : "", certificate_field_names[i],
                        escaped.len ? " " : "", text_string(&escaped));
                text_clear(&escaped);
        }
}

/* One field in lines: broken at blanks, and, by a backslash at the end, inside a word that is too
 * long. */
static void append_lines(Text *out, const char *text, size_t len)
{
        while (len > COLUMNS) {
                size_t cut = COLUMNS;
                while (cut > 0 && text[cut] != ' ')
                        cut--;
                bool inside = cut == 0;
                if (inside)
                        cut = COLUMNS - 1;
                text_append_bytes(out, text, cut);
                text_append(out, inside ? "\\\n" : "\n");
                cut += !inside;
                text += cut;
                len -= cut;
        }
        text_append_bytes(out, text, len);
        text_append_char(out, '\n');
}

static void append_fields(Text *out, const char *message)
{
        const char *at = message;
        for (size_t i = 1; i <= CERTIFICATE_FIELDS; i++) {
                Text next = { 0 };
                text_printf(
                        &next, " %s:", i < CERTIFICATE_FIELDS ? certificate_field_names[i] : "");
                const char *end = i < CERTIFICATE_FIELDS ? strstr(at, text_string(&next)) : NULL;
                size_t len = end ? (size_t)(end - at) : strlen(at);
                append_lines(out, at, len);
                at += len + (end != NULL);
                text_clear(&next);
        }
}

void certificate_write(const Certificate *certificate, const SiteKey *key, Text *out)
{
        Text message = { 0 }, signing = { 0 };
        uint8_t signature[crypto_sign_BYTES];
        char encoded[SIGNATURE_TEXT];
        append_message(&message, certificate, key->id);
        text_printf(&signing, "%s%s", domain, text_string(&message));
        crypto_sign_detached(
                signature, NULL, (const uint8_t *)text_string(&signing), signing.len, key->secret);
        sodium_bin2base64(encoded, sizeof encoded, signature, sizeof signature,
                sodium_base64_VARIANT_ORIGINAL);
        text_printf(out, "%s-\n", begin_line);
        append_fields(out, text_string(&message));
        text_printf(out, "Signature: %.44s\n%s\n%s-\n", encoded, encoded + 44, end_line);
        text_clear(&message);
        text_clear(&signing);
}

bool certificate_find(const char *bytes, size_t len, size_t from, CertificateBlock *block)
{
        const char *begin =
                from < len ? memmem(bytes + from, len - from, begin_line, sizeof begin_line - 1)
                           : NULL;
        size_t rest = begin ? len - (size_t)(begin - bytes) : 0;
        const char *end = begin ? memmem(begin, rest, end_line, sizeof end_line - 1) : NULL;
        if (!end)
                return false;
        block->begin = (size_t)(begin - bytes);
        block->inner = block->begin + sizeof begin_line - 1;
        block->inner += block->inner < len && bytes[block->inner] == '-';
        block->inner_end = (size_t)(end - bytes);
        block->end = block->inner_end + sizeof end_line - 1;
        block->end += block->end < len && bytes[block->end] == '-';
        return block->inner <= block->inner_end;
}

/* What is between the lines of the frame, with one space for everything blank, none at the ends,
 * and words that were broken joined again. */
static void append_squeezed(Text *out, const char *bytes, const CertificateBlock *block)
{
        bool wants_space = false;
        size_t end = block->inner_end;
        for (size_t at = block->inner, blank; at < end;) {
                if ((blank = certificate_blank(bytes, end, at))) {
                        wants_space = out->len > 0;
                        at += blank;
                        continue;
                }
                if (bytes[at] == '\\' && certificate_blank(bytes, end, at + 1)) {
                        for (at++; (blank = certificate_blank(bytes, end, at)); at += blank)
                                ;
                        continue;
                }
                if (wants_space)
                        text_append_char(out, ' ');
                wants_space = false;
                text_append_char(out, bytes[at++]);
        }
}

static int digit_of(char hex)
{
        return hex >= '0' && hex <= '9'   ? hex - '0'
               : hex >= 'A' && hex <= 'F' ? hex - 'A' + 10
                                          : -1;
}

/* Into the arena and cleaned: a value goes to terminals. NULL where the escapes are wrong. */
static const char *decode_value(Arena *arena, const char *text, size_t len)
{
        Text value = { 0 }, clean = { 0 };
        bool is_right = true;
        for (size_t i = 0; is_right && i < len; i++) {
                if (text[i] != '%') {
                        is_right = is_safe(text[i], ' ', '.');
                        text_append_char(&value, text[i]);
                        continue;
                }
                int high = i + 2 < len ? digit_of(text[i + 1]) : -1;
                int low = i + 2 < len ? digit_of(text[i + 2]) : -1;
                is_right = high >= 0 && low >= 0 && high + low > 0;
                if (is_right)
                        text_append_char(&value, (char)(high * 16 + low));
                i += 2;
        }
        text_append_clean(&clean, text_string(&value));
        const char *kept = is_right ? arena_strdup(arena, text_string(&clean)) : NULL;
        text_clear(&value);
        text_clear(&clean);
        return kept;
}

static bool read_fields(const char *message, Arena *arena, Certificate *certificate)
{
        const char *at = message;
        for (size_t i = 0; i < CERTIFICATE_FIELDS; i++) {
                size_t name = strlen(certificate_field_names[i]);
                if (strncmp(at, certificate_field_names[i], name) != 0 || at[name] != ':')
                        return false;
                at += name + 1;
                const char *end = strchr(at, ':'); /* of the next name: no value has one */
                if (i + 1 < CERTIFICATE_FIELDS) {
                        size_t next = strlen(certificate_field_names[i + 1]);
                        if (!end || (size_t)(end - at) < next + 1)
                                return false;
                        end -= next + 1; /* the space before it */
                } else {
                        end = at + strlen(at);
                }
                at += *at == ' ' && at < end;
                certificate->values[i] = decode_value(arena, at, (size_t)(end - at));
                if (!certificate->values[i])
                        return false;
                at = end + (i + 1 < CERTIFICATE_FIELDS);
        }
        return strcmp(certificate->values[CERTIFICATE_FORMAT], "1") == 0;
}

/* Base64 may have been broken into lines anywhere. libsodium takes bytes above 127 for a slash. */
static bool read_signature(const char *text, uint8_t signature[crypto_sign_BYTES])
{
        size_t have = 0;
        for (const char *at = text; *at; at++)
                if (*at & 0x80)
                        return false;
        return sodium_base642bin(signature, crypto_sign_BYTES, text, strlen(text), " ", &have, NULL,
                       sodium_base64_VARIANT_ORIGINAL) == 0 &&
               have == crypto_sign_BYTES;
}

static CertificateVerdict check_message(
        char *message, const PublicKeys *keys, Arena *arena, Certificate *certificate)
{
        uint8_t bytes[crypto_sign_BYTES];
        char *signature = strstr(message, signature_word);
        if (!signature)
                return CERTIFICATE_UNREADABLE;
        *signature = '\0';
        if (!read_fields(message, arena, certificate) ||
                !read_signature(signature + sizeof signature_word - 1, bytes))
                return CERTIFICATE_UNREADABLE;
        const uint8_t *key = public_keys_find(keys, certificate->values[CERTIFICATE_KEY]);
        if (!key)
                return CERTIFICATE_UNKNOWN_KEY;
        Text signing = { 0 };
        text_printf(&signing, "%s%s", domain, message);
        bool is_right = crypto_sign_verify_detached(bytes, (const uint8_t *)text_string(&signing),
                                signing.len, key) == 0;
        text_clear(&signing);
        return is_right ? CERTIFICATE_RIGHT : CERTIFICATE_FORGED;
}

CertificateVerdict certificate_check(const char *bytes, const CertificateBlock *block,
        const PublicKeys *keys, Arena *arena, Certificate *certificate)
{
        size_t len = block->inner_end - block->inner;
        *certificate = (Certificate){ 0 };
        if (len > MESSAGE_MOST || memchr(bytes + block->inner, '\0', len))
                return CERTIFICATE_UNREADABLE;
        Text message = { 0 };
        append_squeezed(&message, bytes, block);
        char *text = text_take(&message);
        CertificateVerdict verdict = check_message(text, keys, arena, certificate);
        free(text);
        return verdict;
}
