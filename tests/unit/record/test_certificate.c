#include "../unit.h"

#include <sodium.h>
#include <stdlib.h>

#include "record/certificate.h"

static SiteKey key;
static PublicKeys keys;

static int make_key(void **state)
{
        char hex[KEY_PUBLIC_HEX];
        (void)state;
        if (sodium_init() < 0)
                return -1;
        crypto_sign_keypair(key.public_key, key.secret);
        public_key_id(key.public_key, key.id);
        sodium_bin2hex(hex, sizeof hex, key.public_key, KEY_PUBLIC_BYTES);
        return public_keys_add(&keys, hex) ? 0 : -1;
}

/* A certificate in which every field says something. */
static Certificate filled(const char *name)
{
        Certificate certificate = { .values = { [CERTIFICATE_NAME] = name,
                                            [CERTIFICATE_STAFF_ID] = "e-17",
                                            [CERTIFICATE_SITE] = "Newport;Torfaen",
                                            [CERTIFICATE_MODULE] = "hotels",
                                            [CERTIFICATE_VERSION] = "2026.1",
                                            [CERTIFICATE_TITLE] = "Hotels: & <guests>",
                                            [CERTIFICATE_BASIS] = "attempt",
                                            [CERTIFICATE_SCORE] = "83",
                                            [CERTIFICATE_POINTS] = "25/30",
                                            [CERTIFICATE_COMPLETED] = "2026-11-24",
                                            [CERTIFICATE_EXPIRES] = "2027-11-24",
                                            [CERTIFICATE_ATTEMPT] =
                                                    "00112233445566778899aabbccddeeff",
                                            [CERTIFICATE_EVENT] = "11 aa",
                                            [CERTIFICATE_HEAD] = "13 bb",
                                            [CERTIFICATE_MADE] = "2026-11-24" } };
        return certificate;
}

static CertificateVerdict check(
        const char *text, size_t len, Arena *arena, Certificate *certificate)
{
        CertificateBlock block;
        if (!certificate_find(text, len, 0, &block))
                return CERTIFICATE_UNREADABLE;
        return certificate_check(text, &block, &keys, arena, certificate);
}

static char *written(const char *name)
{
        Text out = { 0 };
        Certificate certificate = filled(name);
        certificate_write(&certificate, &key, &out);
        return text_take(&out);
}

static void assert_reads(const char *text, const char *name)
{
        Arena *arena = arena_new();
        Certificate certificate;
        assert_int_equal(check(text, strlen(text), arena, &certificate), CERTIFICATE_RIGHT);
        assert_string_equal(certificate.values[CERTIFICATE_NAME], name);
        assert_string_equal(certificate.values[CERTIFICATE_TITLE], "Hotels: & <guests>");
        assert_string_equal(certificate.values[CERTIFICATE_SITE], "Newport;Torfaen");
        assert_string_equal(certificate.values[CERTIFICATE_REASON], "");
        assert_string_equal(certificate.values[CERTIFICATE_KEY], key.id);
        arena_free(arena);
}

static bool is_blank(char byte)
{
        return byte == ' ' || byte == '\n';
}

/* Whether a change is outside what is signed: of a blank into another, or of the very last hyphen
 * of a line of the frame. */
static bool is_outside(const char *text, size_t at, char other)
{
        bool is_last_hyphen = text[at] == '-' && text[at + 1] == '\n' && at >= 4 &&
                              memcmp(text + at - 4, "----", 4) == 0;
        return is_last_hyphen || (is_blank(text[at]) && other && strchr(" \n\t\v\f\r", other));
}

/* One byte changed: refused, or nothing that is signed. */
static void assert_refused(char *text, size_t len, size_t at, char other)
{
        Arena *arena = arena_new();
        Certificate certificate;
        char kept = text[at];
        bool may_be = kept == other || is_outside(text, at, other);
        text[at] = other;
        if (check(text, len, arena, &certificate) == CERTIFICATE_RIGHT && !may_be)
                fail_msg("byte %zu '%c' may be '%c'", at, kept, other);
        text[at] = kept;
        arena_free(arena);
}

static void every_changed_character_of_the_block_is_refused(void **state)
{
        (void)state;
        char *text = written(
                "Siân “Ann” Llŷr--Owen and a second line that is long enough to be broken in two");
        size_t len = strlen(text);
        static const char others[] = "aZ0-:%\\=+/ \n\t\r\x01\xC3>&";
        for (size_t at = 0; at < len - 1; at++) {
                for (const char *other = others; *other; other++)
                        assert_refused(text, len, at, *other);
                for (int bit = 0; bit < 8; bit++)
                        assert_refused(text, len, at, (char)(text[at] ^ (1 << bit)));
        }
        free(text);
}

static void any_name_comes_through_in_short_lines_of_ascii(void **state)
{
        (void)state;
        char endless[201], combining[301] = "";
        memset(endless, 'W', 200);
        endless[200] = '\0';
        for (int i = 0; i < 100; i++)
                strcat(combining, i ? "\u0301" : "e");
        const char *const names[] = { "Ann", "שרה בת־אל", "محمد", endless, combining,
                "Name: x Module: y", "-----END MAKESAFE CERTIFICATE-----", "a- b -",
                "\\ \\n %41 (x)", "🧑🏽‍🍳", "<b>&amp;'\"" };
        for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
                char *text = written(names[i]);
                assert_reads(text, names[i]);
                size_t column = 0;
                for (const char *at = text; *at; at++) {
                        column = *at == '\n' ? 0 : column + 1;
                        assert_true(column <= 72 && (*at == '\n' || (*at >= ' ' && *at < 127)));
                }
                free(text);
        }
}

static void what_would_drive_a_terminal_is_not_in_a_certificate(void **state)
{
        (void)state;
        char *text = written("A\nn\x1b[2Jn \xE2\x80\xAE x  y ");
        assert_reads(text, "A n\uFFFD[2Jn \uFFFD x y");
        free(text);
}

static void line_breaks_and_blanks_mean_nothing(void **state)
{
        (void)state;
        char *text = written("Ann Owen");
        Text wide = { 0 }, single = { 0 }, quoted = { 0 };
        text_append(&quoted, "> ");
        for (const char *at = text; *at; at++) {
                bool in_frame = at < strstr(text, "Format") || at >= strstr(text, "-----END");
                text_append(&wide, *at == ' ' && !in_frame ? "\r\n \xC2\xA0 " : (char[2]){ *at });
                text_append(&single, *at == '\n' ? " " : (char[2]){ *at });
                text_append(&quoted, *at == '\n' ? "\r\n>> " : (char[2]){ *at });
        }
        assert_reads(text_string(&wide), "Ann Owen");
        assert_reads(text_string(&single), "Ann Owen");
        assert_reads(text_string(&quoted), "Ann Owen");
        text_clear(&wide);
        text_clear(&single);
        text_clear(&quoted);
        free(text);
}

static void a_key_that_is_not_believed_is_named(void **state)
{
        (void)state;
        char *text = written("Ann");
        PublicKeys none = { .count = 0 };
        CertificateBlock block;
        Certificate certificate;
        Arena *arena = arena_new();
        assert_true(certificate_find(text, strlen(text), 0, &block));
        assert_int_equal(certificate_check(text, &block, &none, arena, &certificate),
                CERTIFICATE_UNKNOWN_KEY);
        assert_string_equal(certificate.values[CERTIFICATE_KEY], key.id);
        arena_free(arena);
        free(text);
}

static void a_cut_off_or_empty_block_is_not_read(void **state)
{
        (void)state;
        char *text = written("Ann");
        Arena *arena = arena_new();
        Certificate certificate;
        for (size_t len = 0; len < strlen(text) - 2; len++)
                assert_int_equal(check(text, len, arena, &certificate), CERTIFICATE_UNREADABLE);
        static const char empty[] =
                "-----BEGIN MAKESAFE CERTIFICATE----------END MAKESAFE CERTIFICATE-----";
        assert_int_equal(
                check(empty, sizeof empty - 1, arena, &certificate), CERTIFICATE_UNREADABLE);
        arena_free(arena);
        free(text);
}

static PageVerdict page(const char *before, const char *block, const char *after, const char *hash)
{
        Text text = { 0 };
        CertificateBlock place;
        text_printf(&text, "%s%s%s", before, block, after);
        assert_true(certificate_find(text_string(&text), text.len, 0, &place));
        PageVerdict verdict = certificate_page_check(text_string(&text), text.len, &place, hash);
        text_clear(&text);
        return verdict;
}

static void the_page_around_a_block_is_the_one_it_was_made_for(void **state)
{
        (void)state;
        char *block = written("Ann");
        char txt[65], html[65];
        certificate_page_hash("Certificate\nAnn\n", 16, "", 0, txt);
        certificate_page_hash("<h1>Ann</h1>\n", 13, "</body>", 7, html);
        assert_int_equal(page("", block, " \n", txt), PAGE_BARE);
        assert_int_equal(page("Other\n", block, "", ""), PAGE_OPEN);
        assert_int_equal(page("Certificate\n Ann\r\n", block, "", txt), PAGE_RIGHT);
        assert_int_equal(
                page("Dear Kim,\n\nCertificate\nAnn\n", block, "\nYours, Ann", txt), PAGE_RIGHT);
        assert_int_equal(page("> Certificate\n> Ann\n> ", block, "", txt), PAGE_RIGHT);
        assert_int_equal(page("Certificate\nTim\n", block, "", txt), PAGE_OTHER);
        assert_int_equal(page("Certificate\n", block, "", txt), PAGE_OTHER);
        assert_int_equal(page("<h1>Ann</h1>\n", block, "\n</body>", html), PAGE_RIGHT);
        assert_int_equal(
                page("<h1>Ann</h1>\n", block, "<style>x</style></body>", html), PAGE_OTHER);
        assert_int_equal(page("<h1>Tim</h1>\n", block, "</body>", html), PAGE_OTHER);
        free(block);
}

int main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(every_changed_character_of_the_block_is_refused),
                cmocka_unit_test(any_name_comes_through_in_short_lines_of_ascii),
                cmocka_unit_test(what_would_drive_a_terminal_is_not_in_a_certificate),
                cmocka_unit_test(line_breaks_and_blanks_mean_nothing),
                cmocka_unit_test(a_key_that_is_not_believed_is_named),
                cmocka_unit_test(a_cut_off_or_empty_block_is_not_read),
                cmocka_unit_test(the_page_around_a_block_is_the_one_it_was_made_for),
        };
        return cmocka_run_group_tests(tests, make_key, NULL);
}
