#include "module/markdown_entity.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"

/* Those that people type. All two thousand names would be a table without a reader. */
static const struct {
        const char *name, *text;
} entities[] = {
        { "&amp;", "&" },
        { "&lt;", "<" },
        { "&gt;", ">" },
        { "&quot;", "\"" },
        { "&apos;", "'" },
        { "&nbsp;", "\xC2\xA0" },
        { "&pound;", "£" },
        { "&euro;", "€" },
        { "&copy;", "©" },
        { "&reg;", "®" },
        { "&deg;", "°" },
        { "&middot;", "·" },
        { "&bull;", "•" },
        { "&ndash;", "–" },
        { "&mdash;", "—" },
        { "&hellip;", "…" },
        { "&lsquo;", "‘" },
        { "&rsquo;", "’" },
        { "&ldquo;", "“" },
        { "&rdquo;", "”" },
        { "&laquo;", "«" },
        { "&raquo;", "»" },
        { "&times;", "×" },
        { "&frac12;", "½" },
        { "&rarr;", "→" },
        { "&larr;", "←" },
        { "&acirc;", "â" },
        { "&ecirc;", "ê" },
        { "&icirc;", "î" },
        { "&ocirc;", "ô" },
        { "&ucirc;", "û" },
        { "&eacute;", "é" },
        { "&egrave;", "è" },
        { "&aacute;", "á" },
        { "&iuml;", "ï" },
        { "&ouml;", "ö" },
        { "&uuml;", "ü" },
        { "&auml;", "ä" },
};

size_t entity_decode(const char *text, size_t len, char decoded[16])
{
        if (len > 3 && text[1] == '#') {
                char digits[12] = { 0 };
                size_t count = len - 2 < sizeof digits - 1 ? len - 2 : sizeof digits - 1;
                memcpy(digits, text + 2, count);
                bool hex = digits[0] == 'x' || digits[0] == 'X';
                unsigned long code = strtoul(digits + hex, NULL, hex ? 16 : 10);
                bool fine = code != 0 && code < 0x110000 && !utf8_is_unsafe((uint32_t)code);
                return utf8_encode(fine ? (uint32_t)code : 0xFFFD, decoded);
        }
        for (size_t i = 0; i < sizeof entities / sizeof entities[0]; i++) {
                if (strlen(entities[i].name) == len && memcmp(entities[i].name, text, len) == 0) {
                        size_t size = strlen(entities[i].text);
                        memcpy(decoded, entities[i].text, size);
                        return size;
                }
        }
        size_t kept = len < 16 ? len : 16;
        memcpy(decoded, text, kept);
        return kept;
}
