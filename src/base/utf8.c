#include "base/utf8.h"

#include <stdlib.h>
#include <string.h>
#include <unigbrk.h>
#include <unilbrk.h>
#include <unistr.h>
#include <wchar.h>

static const uint8_t *units(const char *text)
{
        return (const uint8_t *)text;
}

size_t utf8_decode(const char *bytes, size_t len, uint32_t *code)
{
        if (len == 0)
                return 0;
        if ((unsigned char)bytes[0] < 0x80) {
                *code = (unsigned char)bytes[0];
                return 1;
        }
        ucs4_t decoded = 0;
        int used = u8_mbtoucr(&decoded, units(bytes), len);
        if (used <= 0) {
                *code = 0xFFFD;
                return 1;
        }
        *code = decoded;
        return (size_t)used;
}

size_t utf8_encode(uint32_t code, char *bytes)
{
        int used = u8_uctomb((uint8_t *)bytes, code, 4);
        return used > 0 ? (size_t)used : utf8_encode(0xFFFD, bytes);
}

size_t utf8_first_invalid(const char *bytes, size_t len)
{
        const uint8_t *bad = u8_check(units(bytes), len);
        return bad ? (size_t)(bad - units(bytes)) : len;
}

bool utf8_is_unsafe(uint32_t code)
{
        if (code < 0x20)
                return code != '\n' && code != '\t';
        if (code < 0x7F)
                return false;
        if (code <= 0x9F)
                return true;
        if (code == 0x061C || code == 0x200E || code == 0x200F)
                return true; /* Arabic letter mark, left-to-right and right-to-left marks */
        if (code >= 0x2028 && code <= 0x202E)
                return true; /* separators; bidi embeddings and overrides */
        if (code >= 0x2066 && code <= 0x2069)
                return true; /* bidi isolates */
        if (code == 0xFEFF || (code >= 0xFFF9 && code <= 0xFFFB))
                return true; /* byte order mark, interlinear annotations */
        if (code >= 0xE0000 && code <= 0xE007F)
                return true; /* invisible tags */
        return (code & 0xFFFE) == 0xFFFE || (code >= 0xFDD0 && code <= 0xFDEF);
}

void utf8_truncate(char *text)
{
        size_t len = strlen(text);
        text[utf8_first_invalid(text, len)] = '\0';
}

static int cell_width(uint32_t code)
{
        if (code < 0x7F)
                return code >= 0x20;
        int width = wcwidth((wchar_t)code);
        return width > 0 ? width : 0;
}

int utf8_cells(const char *text, size_t len)
{
        int cells = 0;
        uint32_t code = 0;
        for (size_t at = 0; at < len;) {
                at += utf8_decode(text + at, len - at, &code);
                cells += cell_width(code);
        }
        return cells;
}

size_t utf8_cluster(const char *text, size_t len)
{
        if (len == 0)
                return 0;
        if (len == 1 || ((unsigned char)text[0] < 0x80 && (unsigned char)text[1] < 0x80))
                return 1;
        const uint8_t *next = u8_grapheme_next(units(text), units(text) + len);
        return next ? (size_t)(next - units(text)) : 1;
}

size_t utf8_fit(const char *text, size_t len, int cells, int *used)
{
        size_t at = 0;
        int width = 0;
        while (at < len) {
                size_t step = utf8_cluster(text + at, len - at);
                int wide = utf8_cells(text + at, step);
                if (width + wide > cells)
                        break;
                width += wide;
                at += step;
        }
        if (used)
                *used = width;
        return at;
}

void utf8_breaks(const char *text, size_t len, char *breaks)
{
        if (len == 0)
                return;
        u8_possible_linebreaks(units(text), len, "UTF-8", breaks);
        /* The library marks the newline itself; here it is the byte behind it that begins a line. */
        bool must = false;
        for (size_t at = 0; at < len; at++) {
                char kind = breaks[at];
                breaks[at] = must ? BREAK_MUST : kind == UC_BREAK_POSSIBLE ? BREAK_MAY : BREAK_NO;
                must = kind == UC_BREAK_MANDATORY;
        }
}

size_t utf8_length(const char *text, size_t len)
{
        size_t count = 0;
        for (size_t at = 0; at < len; at++)
                count += ((unsigned char)text[at] & 0xC0) != 0x80;
        return count;
}
