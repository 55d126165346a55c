#include "base/utf8.h"

#include <stdlib.h>
#include <string.h>
#include <unictype.h>
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

bool utf8_has_control(const char *text, bool may_have_lines)
{
        size_t len = strlen(text);
        uint32_t code = 0;
        for (size_t at = 0; at < len;) {
                at += utf8_decode(text + at, len - at, &code);
                bool is_blank = may_have_lines && (code == '\n' || code == '\r' || code == '\t');
                if (!is_blank && (code < ' ' || utf8_is_unsafe(code)))
                        return true;
        }
        return false;
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

static bool is_flag_letter(uint32_t code)
{
        return code >= 0x1F1E6 && code <= 0x1F1FF;
}

static bool is_picture(uint32_t code)
{
        return code > 0x7F && uc_is_property_extended_pictographic(code);
}

static size_t next_break(const char *text, size_t len)
{
        const uint8_t *next = u8_grapheme_next(units(text), units(text) + len);
        return next ? (size_t)(next - units(text)) : 1;
}

static bool ends_with_joiner(const char *text, size_t len)
{
        static const char joiner[] = "\u200D";
        return len >= 3 && memcmp(text + len - 3, joiner, 3) == 0;
}

size_t utf8_cluster(const char *text, size_t len)
{
        if (len == 0)
                return 0;
        if (len == 1 ||
                (text[0] != '\r' && (unsigned char)text[0] < 0x80 && (unsigned char)text[1] < 0x80))
                return 1;
        size_t end = next_break(text, len);
        /* The library looks at two characters at a time; flags and joined pictures need a look
         * further back. */
        uint32_t first = 0, next = 0;
        size_t one = utf8_decode(text, len, &first);
        while (end < len) {
                utf8_decode(text + end, len - end, &next);
                bool is_flag = end == one && is_flag_letter(first) && is_flag_letter(next);
                bool is_joined =
                        ends_with_joiner(text, end) && is_picture(first) && is_picture(next);
                if (!is_flag && !is_joined)
                        break;
                end += next_break(text + end, len - end);
        }
        return end;
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

static bool is_mark(uint32_t code)
{
        return code >= 0x300 && (code == 0x200D || uc_is_general_category(code, UC_CATEGORY_M));
}

static bool is_opening(uint32_t code)
{
        return code < 0x80 ? code == '(' || code == '[' || code == '{'
                           : uc_is_general_category(code, UC_CATEGORY_Ps);
}

static bool is_quotation(uint32_t code)
{
        return code < 0x80 ? code == '"' || code == '\''
                           : uc_is_general_category(code, UC_CATEGORY_Pi) ||
                                     uc_is_general_category(code, UC_CATEGORY_Pf);
}

static bool is_closing(uint32_t code)
{
        return code < 0x80 ? code == ')' || code == ']' || code == '}'
                           : uc_is_general_category(code, UC_CATEGORY_Pe);
}

/* Comma, full stop and their like: class IS. */
static bool is_infix(uint32_t code)
{
        return code < 0x80 ? code == ',' || code == '.' || code == ':' || code == ';'
                           : code == 0x37E || code == 0x589 || code == 0x60C || code == 0x60D ||
                                     code == 0x7F8 || code == 0x2044 || code == 0xFE10 ||
                                     code == 0xFE13 || code == 0xFE14;
}

/* Small kana, iteration marks and their like: class NS. */
static bool is_nonstarter(uint32_t code)
{
        static const uint32_t ranges[][2] = { { 0x17D6, 0x17D6 }, { 0x203C, 0x203D },
                { 0x2047, 0x2049 }, { 0x3005, 0x3005 }, { 0x301C, 0x301C }, { 0x303B, 0x303C },
                { 0x3041, 0x3041 }, { 0x3043, 0x3043 }, { 0x3045, 0x3045 }, { 0x3047, 0x3047 },
                { 0x3049, 0x3049 }, { 0x3063, 0x3063 }, { 0x3083, 0x3083 }, { 0x3085, 0x3085 },
                { 0x3087, 0x3087 }, { 0x308E, 0x308E }, { 0x3095, 0x3096 }, { 0x309B, 0x309E },
                { 0x30A0, 0x30A1 }, { 0x30FB, 0x30FE } };
        for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++)
                if (code >= ranges[i][0] && code <= ranges[i][1])
                        return true;
        return false;
}

/* Whether a character clings to a letter before it, as another letter does. */
static bool clings(const char *text, size_t len)
{
        char pair[8] = "a", breaks[8];
        memcpy(pair + 1, text, len);
        u8_possible_linebreaks(units(pair), len + 1, "UTF-8", breaks);
        return breaks[1] == UC_BREAK_PROHIBITED;
}

/* What stands before a place where a line may break. */
typedef struct Before {
        uint32_t base;   /* the last character that is neither a mark nor a blank */
        bool has_blanks; /* after it */
        bool has_marks;
} Before;

/* Breaks that the library allows and UAX #14 does not: LB13 to LB16, LB19, LB29, LB30a, with marks
 * and blanks between. "e.g." and "( the" stay together. */
static bool forbids(const Before *before, uint32_t next, const char *bytes, size_t len)
{
        if (is_infix(next))
                return true;
        if (before->has_blanks)
                return is_opening(before->base) ||
                       (is_quotation(before->base) && is_opening(next)) ||
                       (is_closing(before->base) && is_nonstarter(next));
        return (is_infix(before->base) && clings(bytes, len)) || is_quotation(before->base) ||
               (before->has_marks && is_flag_letter(before->base) && is_flag_letter(next));
}

static void forbid_breaks(const char *text, size_t len, char *breaks)
{
        Before before = { 0 };
        for (size_t at = 0; at < len;) {
                uint32_t code = 0;
                size_t step = utf8_decode(text + at, len - at, &code);
                if (breaks[at] == BREAK_MAY && forbids(&before, code, text + at, step))
                        breaks[at] = BREAK_NO;
                if (code == ' ') {
                        before.has_blanks = true;
                } else if (is_mark(code) && before.base && !before.has_blanks) {
                        before.has_marks = true;
                } else {
                        before = (Before){ .base = code };
                }
                at += step;
        }
}

void utf8_breaks(const char *text, size_t len, char *breaks)
{
        if (len == 0)
                return;
        u8_possible_linebreaks(units(text), len, "UTF-8", breaks);
        /* The library marks the newline itself; here it is the byte behind it that begins a line.
         */
        bool must = false;
        for (size_t at = 0; at < len; at++) {
                char kind = breaks[at];
                breaks[at] = must ? BREAK_MUST : kind == UC_BREAK_POSSIBLE ? BREAK_MAY : BREAK_NO;
                must = kind == UC_BREAK_MANDATORY;
        }
        forbid_breaks(text, len, breaks);
}

size_t utf8_length(const char *text, size_t len)
{
        size_t count = 0;
        for (size_t at = 0; at < len; at++)
                count += ((unsigned char)text[at] & 0xC0) != 0x80;
        return count;
}
