#include "module/locate.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/file.h"
#include "base/utf8.h"

enum { STRIDE = 64 };

void locator_init(Locator *locator, const char *bytes, size_t len)
{
        *locator = (Locator){ .bytes = bytes, .len = bytes ? len : 0, .fd = -1 };
}

void locator_init_file(Locator *locator, int fd, size_t most)
{
        *locator = (Locator){ .fd = fd, .most = most };
}

bool locator_is_ready(Locator *locator)
{
        if (locator->fd >= 0 && file_read_open(locator->fd, "", locator->most, &locator->owned,
                                        &locator->len, NULL))
                locator->bytes = locator->owned;
        locator->fd = -1;
        return locator->bytes != NULL;
}

void locator_clear(Locator *locator)
{
        free(locator->lines);
        free(locator->owned);
        *locator = (Locator){ .fd = -1 };
}

/* A byte order mark is no character of the first line. */
static size_t first_byte(const Locator *locator)
{
        return locator->len >= 3 && memcmp(locator->bytes, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
}

static size_t line_end(const Locator *locator, size_t at)
{
        if (!locator->has_returns) {
                const char *end = memchr(locator->bytes + at, '\n', locator->len - at);
                return end ? (size_t)(end - locator->bytes) : locator->len;
        }
        while (at < locator->len && locator->bytes[at] != '\n' && locator->bytes[at] != '\r')
                at++;
        return at;
}

/* The byte after the break that stands at `at`: LF, CR LF or CR alone. */
static size_t after_break(const Locator *locator, size_t at)
{
        bool two = locator->bytes[at] == '\r' && at + 1 < locator->len &&
                   locator->bytes[at + 1] == '\n';
        return at + (two ? 2 : 1);
}

/* Counts lines as far as `line`. */
static void extend_index(Locator *locator, uint32_t line)
{
        if (!locator->lines) {
                locator->has_returns = memchr(locator->bytes, '\r', locator->len) != NULL;
                locator->next = first_byte(locator);
        }
        while (locator->line_count < line && locator->next != SIZE_MAX) {
                size_t at = locator->next;
                if (locator->line_count++ % STRIDE == 0) {
                        locator->lines = xgrow(locator->lines, locator->mark_count,
                                &locator->mark_room, sizeof *locator->lines);
                        locator->lines[locator->mark_count++] = at;
                }
                at = line_end(locator, at);
                locator->next = at < locator->len ? after_break(locator, at) : SIZE_MAX;
        }
}

const char *locator_line(Locator *locator, uint32_t line, size_t *len)
{
        *len = 0;
        if (!locator_is_ready(locator))
                return "";
        extend_index(locator, line);
        if (line == 0 || line > locator->line_count)
                return "";
        if (line != locator->shown) {
                size_t at = locator->lines[(line - 1) / STRIDE];
                for (size_t more = (line - 1) % STRIDE; more > 0; more--)
                        at = after_break(locator, line_end(locator, at));
                locator->shown = line;
                locator->shown_offset = at;
                locator->shown_len = line_end(locator, at) - at;
        }
        *len = locator->shown_len;
        return locator->bytes + locator->shown_offset;
}

size_t locator_offset(Locator *locator, Place place)
{
        uint32_t column = 1, code = 0;
        size_t at, end;
        if (locator->last.line == place.line && locator->last.line != 0 &&
                locator->last.column <= place.column) {
                /* A file may be one long line: go on from where the last question ended. */
                column = locator->last.column;
                at = locator->last_offset;
                end = locator->len;
        } else {
                size_t len;
                const char *line = locator_line(locator, place.line, &len);
                if (!locator_is_ready(locator) || place.line == 0 ||
                        place.line > locator->line_count)
                        return locator->len;
                at = (size_t)(line - locator->bytes);
                end = at + len;
        }
        while (column < place.column && at < end && locator->bytes[at] != '\n' &&
                locator->bytes[at] != '\r') {
                at += utf8_decode(locator->bytes + at, locator->len - at, &code);
                column++;
        }
        locator->last = (Place){ place.line, column };
        locator->last_offset = at;
        return at;
}

static bool is_blank(char byte)
{
        return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r';
}

/* Length of the escape at `at`; `blank` tells whether it stands for white space or nothing. */
static size_t escape_length(const Locator *locator, size_t at, bool *blank)
{
        char kind = at + 1 < locator->len ? locator->bytes[at + 1] : '\n';
        size_t digits = kind == 'x' ? 2 : kind == 'u' ? 4 : kind == 'U' ? 8 : 0;
        *blank = is_blank(kind) || kind == 'n' || kind == 't';
        if (digits && at + 2 + digits <= locator->len) {
                char hex[9] = { 0 };
                memcpy(hex, locator->bytes + at + 2, digits);
                unsigned long code = strtoul(hex, NULL, 16);
                *blank = code == ' ' || code == '\t' || code == '\n';
        }
        return 2 + digits;
}

/* Goes past an anchor and what introduces the text. \return the style's sign, 0 for plain, '*' for
 * an alias */
static char open_scalar(const Locator *locator, size_t *at)
{
        const char *bytes = locator->bytes;
        size_t len = locator->len;
        if (*at < len && bytes[*at] == '&') {
                while (*at < len && !is_blank(bytes[*at]))
                        ++*at;
                while (*at < len && is_blank(bytes[*at]))
                        ++*at;
        }
        char style = *at < len ? bytes[*at] : '\0';
        if (style == '|' || style == '>') {
                *at = line_end(locator, *at);
        } else if (style == '"' || style == '\'') {
                ++*at;
        } else if (style != '*') {
                style = '\0';
        }
        return style;
}

Place locator_after_anchor(Locator *locator, Place place)
{
        if (!locator_is_ready(locator))
                return place;
        size_t at = locator_offset(locator, place);
        if (at >= locator->len || locator->bytes[at] != '&')
                return place;
        Place after = place;
        while (at < locator->len && !is_blank(locator->bytes[at])) {
                after.column++;
                at++;
        }
        for (; at < locator->len && is_blank(locator->bytes[at]); at++) {
                if (locator->bytes[at] == '\n')
                        after = (Place){ after.line + 1, 1 };
                else
                        after.column++;
        }
        return at < locator->len && locator->bytes[at] != '#' ? after : place;
}

static size_t visible_before(const char *text, size_t offset)
{
        size_t count = 0;
        for (size_t at = 0; at < offset; at++)
                count += ((unsigned char)text[at] & 0xC0) != 0x80 && !is_blank(text[at]);
        return count;
}

Place locator_in_scalar(Locator *locator, Place start, const char *text, size_t offset)
{
        if (start.line == 0 || !locator_is_ready(locator))
                return start;
        size_t from = locator_offset(locator, start), at = from;
        char style = open_scalar(locator, &at);
        if (style == '*')
                return start;
        /* Whatever the style folds or indents, it leaves all but white space as it is: count that.
         */
        size_t left = visible_before(text, offset);
        Place place = start;
        place.column += (uint32_t)utf8_length(locator->bytes + from, at - from);
        while (at < locator->len) {
                char byte = locator->bytes[at];
                uint32_t code = 0;
                bool blank = is_blank(byte);
                size_t used = 1;
                if (byte == '\\' && style == '"')
                        used = escape_length(locator, at, &blank);
                else if (byte == '\'' && style == '\'')
                        used = 2;
                else
                        used = utf8_decode(locator->bytes + at, locator->len - at, &code);
                if (!blank && left-- == 0)
                        return place;
                bool ends = byte == '\n' ||
                            (byte == '\r' &&
                                    (at + 1 >= locator->len || locator->bytes[at + 1] != '\n'));
                ends = ends ||
                       (byte == '\\' && style == '"' && at + 1 < locator->len &&
                               (locator->bytes[at + 1] == '\n' || locator->bytes[at + 1] == '\r'));
                if (ends)
                        place = (Place){ place.line + 1, 1 };
                else
                        place.column += code ? 1 : (uint32_t)used;
                at += used;
        }
        return start;
}
