#include "tui/charset.h"

#include <ctype.h>
#include <langinfo.h>
#include <locale.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <uninorm.h>

/* Terminals, or emulations of ones, that are older than UTF-8. */
static const char *const old_terminals[] = { "vt", "ansi", "pcansi", "cons25", "sun", "wsvt",
        "hurd" };

static bool is_old(const char *term)
{
        for (size_t i = 0; i < sizeof old_terminals / sizeof *old_terminals; i++) {
                size_t len = strlen(old_terminals[i]);
                if (strncmp(term, old_terminals[i], len) == 0)
                        return !isalpha((unsigned char)term[len]); /* "vt220", but not "vte" */
        }
        return false;
}

static const char *locale_named(void)
{
        static const char *const names[] = { "LC_ALL", "LC_CTYPE", "LANG" };
        for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
                const char *value = getenv(names[i]);
                if (value && *value)
                        return value;
        }
        return NULL;
}

/* A locale that is not installed says its character set in its name alone. */
static bool locale_lacks_utf8(const char *name)
{
        if (!name)
                return false; /* a bare container: its terminal is of today */
        if (strcmp(name, "C") == 0 || strcmp(name, "POSIX") == 0)
                return true;
        const char *codeset = strchr(name, '.');
        if (codeset)
                return strncasecmp(codeset, ".utf-8", 6) != 0 &&
                       strncasecmp(codeset, ".utf8", 5) != 0;
        locale_t locale = newlocale(LC_CTYPE_MASK, name, (locale_t)0);
        if (!locale)
                return false;
        bool lacks = strcmp(nl_langinfo_l(CODESET, locale), "UTF-8") != 0;
        freelocale(locale);
        return lacks;
}

Charset charset_find(const char *term)
{
        if (is_old(term) || locale_lacks_utf8(locale_named()))
                return CHARSET_ASCII;
        return strcmp(term, "linux") == 0 ? CHARSET_CONSOLE : CHARSET_UTF8;
}

typedef struct Substitute {
        uint32_t code;
        char ascii;
} Substitute;

static const Substitute substitutes[] = {
        { 0x00A0, ' ' }, /* no-break space */
        { 0x00A3, 'L' }, /* pound */
        { 0x00AD, '-' },
        { 0x00B7, '-' },
        { 0x00D7, 'x' }, /* soft hyphen, middle dot, times */
        { 0x2010, '-' },
        { 0x2011, '-' },
        { 0x2012, '-' },
        { 0x2013, '-' },
        { 0x2014, '-' },
        { 0x2018, '\'' },
        { 0x2019, '\'' },
        { 0x201C, '"' },
        { 0x201D, '"' }, /* quotation marks */
        { 0x2022, '*' },
        { 0x2026, '.' }, /* bullet, ellipsis */
        { 0x2190, '<' },
        { 0x2191, '^' },
        { 0x2192, '>' },
        { 0x2193, 'v' }, /* arrows */
        { 0x2500, '-' },
        { 0x2502, '|' }, /* lines */
        { 0x2581, '_' },
        { 0x2582, '.' },
        { 0x2583, ':' },
        { 0x2584, '=' },
        { 0x2585, '+' },
        { 0x2586, '*' },
        { 0x2587, '%' },
        { 0x2588, '#' },
        { 0x2591, '.' }, /* bars */
        { 0x25B2, '^' },
        { 0x25B8, '>' },
        { 0x25BC, 'v' },
        { 0x25CF, '*' },
        { 0x2713, '+' },
        { 0x2717, 'x' },
};

static uint32_t to_ascii(uint32_t code)
{
        for (size_t i = 0; i < sizeof substitutes / sizeof *substitutes; i++)
                if (substitutes[i].code == code)
                        return (uint32_t)(unsigned char)substitutes[i].ascii;
        /* Letters lose their accents: a Welsh page stays readable. */
        ucs4_t parts[UC_DECOMPOSITION_MAX_LENGTH];
        ucs4_t base = code;
        while (uc_canonical_decomposition(base, parts) > 0)
                base = parts[0];
        return base < 0x7F ? base : '?';
}

uint32_t charset_map(Charset charset, uint32_t code)
{
        if (code < 0x7F || charset == CHARSET_UTF8)
                return code;
        if (charset == CHARSET_ASCII)
                return to_ascii(code);
        if (code >= 0x2581 && code <= 0x2587)
                return to_ascii(code);
        switch (code) {
        case 0x25B8: /* console fonts have 256 or 512 glyphs, and these are not among them */
                return '>';
        case 0x2713:
                return '+';
        case 0x2717:
                return 'x';
        default:
                return code;
        }
}
