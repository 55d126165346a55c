#include "module/tree_source.h"

#include <endian.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/translate.h"
#include "base/utf8.h"
#include "module/found.h"

static const Place start_of_file = { 1, 1 };

void source_init(TreeSource *source, const char *file, const char *bytes, size_t len, size_t most,
        Diagnostics *found)
{
        *source = (TreeSource){ .found = found,
                .file = file,
                .fd = -1,
                .bytes = bytes,
                .len = bytes ? len : 0,
                .most = most,
                .total = bytes ? len : 0,
                .line = 1,
                .column = 1 };
}

void source_read_from(TreeSource *source, int fd, char *piece, size_t size)
{
        source->fd = fd;
        source->piece = piece;
        source->piece_size = size;
}

typedef signed char Bytes __attribute__((vector_size(16)));

static size_t count_line_feeds(const char *bytes, size_t len)
{
        size_t count = 0, at = 0;
        while (len - at >= sizeof(Bytes)) {
                Bytes sums = { 0 };
                for (int i = 0; i < 127 && len - at >= sizeof(Bytes); i++, at += sizeof(Bytes)) {
                        Bytes many;
                        memcpy(&many, bytes + at, sizeof many);
                        sums -= (Bytes)(many == '\n');
                }
                for (size_t i = 0; i < sizeof sums; i++)
                        count += (size_t)sums[i];
        }
        for (; at < len; at++)
                count += bytes[at] == '\n';
        return count;
}

/* Whole lines at once, where they end in LF alone. */
static void count_lines(TreeSource *source)
{
        size_t len = source->at - source->from;
        if (len == 0 || source->after_return)
                return;
        const char *start = source->bytes + source->from, *last = memrchr(start, '\n', len);
        if (!last || memchr(start, '\r', len))
                return;
        len = (size_t)(last + 1 - start);
        source->line += (uint32_t)count_line_feeds(start, len);
        source->column = 1;
        source->from += len;
}

static Place place_now(TreeSource *source)
{
        count_lines(source);
        while (source->from < source->at) {
                const char *at = source->bytes + source->from;
                bool is_feed = *at == '\n', is_return = *at == '\r';
                uint32_t code = 0;
                /* CR LF is one break. A byte that is no UTF-8 stands for one character, as it does
                 * for libyaml after the exchange. */
                source->from += utf8_decode(at, source->len - source->from, &code);
                source->line += is_return || (is_feed && !source->after_return);
                source->column = is_feed || is_return ? 1 : source->column + 1;
                source->after_return = is_return;
        }
        return (Place){ source->line, source->column };
}

/* Counts the columns of what goes away with the old piece, keeps an incomplete last character. */
static void read_piece(TreeSource *source)
{
        if (source->fd < 0 || source->failed)
                return;
        size_t kept = source->len - source->at;
        place_now(source);
        if (kept)
                memmove(source->piece, source->bytes + source->at, kept);
        ssize_t got;
        do {
                got = read(source->fd, source->piece + kept, source->piece_size - kept);
        } while (got < 0 && errno == EINTR);
        if (got < 0) {
                source->failed = true;
                source->number = errno;
                got = 0;
        }
        if (got == 0)
                source->fd = -1;
        source->bytes = source->piece;
        source->len = kept + (size_t)got;
        source->at = source->from = 0;
        source->total += (size_t)got;
}

static const char *wide_encoding(const char *bytes, size_t len)
{
        static const struct {
                const char *mark;
                size_t len;
                const char *name;
        } marks[] = { { "\xFF\xFE\0\0", 4, "UTF-32" }, { "\0\0\xFE\xFF", 4, "UTF-32" },
                { "\xFF\xFE", 2, "UTF-16" }, { "\xFE\xFF", 2, "UTF-16" } };
        for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++) {
                if (len >= marks[i].len && memcmp(bytes, marks[i].mark, marks[i].len) == 0)
                        return marks[i].name;
        }
        /* Without a mark: every other byte of Western text is 0. */
        if (len >= 4 && (bytes[0] == '\0') != (bytes[1] == '\0') &&
                (bytes[2] == '\0') != (bytes[3] == '\0'))
                return "UTF-16";
        return NULL;
}

bool source_begin(TreeSource *source)
{
        read_piece(source);
        if (source->failed)
                return false;
        if (source->total > source->most) {
                source->too_large = true;
                diagnostics_add(source->found, CHECK_FILE_TOO_LARGE, source->file, start_of_file,
                        source->most);
                return false;
        }
        const char *name = wide_encoding(source->bytes, source->len);
        if (name) {
                char what[64];
                snprintf(what, sizeof what, _("it is %s"), name);
                Diagnostic *wrong = diagnostics_add(
                        source->found, CHECK_NOT_UTF8, source->file, start_of_file, what);
                diagnostic_hint(source->found, wrong, _("save it as UTF-8 in your editor"));
                return false;
        }
        if (source->len >= 3 && memcmp(source->bytes, "\xEF\xBB\xBF", 3) == 0)
                source->at = source->from = 3;
        return true;
}

static bool is_fine(unsigned char byte)
{
        bool is_white = byte == '\n' || byte == '\r' || byte == '\t';
        return is_white || (byte >= 0x20 && byte < 0x7F);
}

/* Copies what is plain from the start on, sixteen bytes at a time, since nearly all are; writes no
 * more than `most`. \return how many are plain */
static size_t copy_fine(unsigned char *buffer, const unsigned char *bytes, size_t most)
{
        size_t run = 0;
        for (; run + sizeof(Bytes) <= most; run += sizeof(Bytes)) {
                Bytes many;
                memcpy(&many, bytes + run, sizeof many);
                memcpy(buffer + run, &many, sizeof many);
                /* From 0x80 on they are negative. */
                Bytes marked = (Bytes)((many < 0x20) & (many != '\n')) | (Bytes)(many == 0x7F);
                uint64_t halves[2];
                memcpy(halves, &marked, sizeof halves);
                if (halves[0])
                        return run + (size_t)__builtin_ctzll(le64toh(halves[0])) / 8;
                if (halves[1])
                        return run + 8 + (size_t)__builtin_ctzll(le64toh(halves[1])) / 8;
        }
        for (; run < most && is_fine(bytes[run]); run++)
                buffer[run] = bytes[run];
        return run;
}

static void report_unsafe(TreeSource *source, uint32_t code)
{
        source->full = source->full || diagnostics_are_full(source->found, source->file);
        if (source->full) {
                source->more++;
                return;
        }
        char name[16];
        snprintf(name, sizeof name, "U+%04X", (unsigned)code);
        diagnostics_add(
                source->found, CHECK_UNSAFE_CHARACTER, source->file, place_now(source), name);
}

static void note_invalid(TreeSource *source)
{
        if (source->invalid++ == 0) {
                source->invalid_place = place_now(source);
                source->invalid_byte = (unsigned char)source->bytes[source->at];
        }
}

/* Copies one character that is not plain ASCII. \return false where its rest is still to be read */
static bool copy_character(TreeSource *source, unsigned char *buffer, size_t *put)
{
        uint32_t code = 0;
        const char *bytes = source->bytes + source->at;
        size_t left = source->len - source->at;
        if (left < 4 && source->fd >= 0)
                return false;
        size_t used = utf8_decode(bytes, left, &code);
        bool invalid = code == 0xFFFD && used == 1;
        if (invalid)
                note_invalid(source);
        else if (utf8_is_unsafe(code))
                report_unsafe(source, code);
        if (invalid || utf8_is_unsafe(code)) {
                memcpy(buffer + *put, "\xEF\xBF\xBD", 3);
                *put += 3;
        } else {
                memcpy(buffer + *put, bytes, used);
                *put += used;
        }
        source->at += used;
        return true;
}

static size_t copy_clean(TreeSource *source, unsigned char *buffer, size_t size)
{
        size_t put = 0;
        while (source->at < source->len && size - put >= 4) {
                size_t most = source->len - source->at;
                if (most > size - put)
                        most = size - put;
                const unsigned char *from = (const unsigned char *)source->bytes + source->at;
                size_t run = copy_fine(buffer + put, from, most);
                put += run;
                source->at += run;
                if (run == most)
                        continue;
                if (is_fine(from[run])) {
                        buffer[put++] = from[run];
                        source->at++;
                } else if (size - put < 4 || !copy_character(source, buffer, &put)) {
                        break; /* the run before it may have left no room for a whole character */
                }
        }
        return put;
}

int source_read(void *data, unsigned char *buffer, size_t size, size_t *got)
{
        TreeSource *source = data;
        if (source->fd >= 0 && size > source->piece_size)
                size = source->piece_size;
        *got = copy_clean(source, buffer, size);
        while (*got == 0 && source->fd >= 0) {
                read_piece(source);
                if (source->total > source->most && !source->too_large) {
                        source->too_large = true;
                        source->fd = -1;
                        source->len = 0;
                        diagnostics_add(source->found, CHECK_FILE_TOO_LARGE, source->file,
                                start_of_file, source->most);
                }
                *got = copy_clean(source, buffer, size);
        }
        return 1;
}

void source_end(TreeSource *source)
{
        if (source->more)
                diagnostics_count_more(source->found, source->file, SEVERITY_ERROR, source->more);
        if (source->invalid == 0)
                return;
        Text text = { 0 };
        if (source->invalid == 1)
                text_printf(&text, _("the byte %02X here is no character"), source->invalid_byte);
        else
                text_printf(&text,
                        ngettext("the byte %02X here and %zu more are no characters",
                                "the byte %02X here and %zu more are no characters",
                                source->invalid - 1),
                        source->invalid_byte, source->invalid - 1);
        Diagnostic *wrong = diagnostics_add(source->found, CHECK_NOT_UTF8, source->file,
                source->invalid_place, text_string(&text));
        text_clear(&text);
        diagnostic_hint(source->found, wrong,
                _("save it as UTF-8 in your editor; it may have been saved as Latin-1 or "
                  "Windows-1252"));
}
