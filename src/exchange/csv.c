#include "exchange/csv.h"

#include <stdint.h>
#include <string.h>

#include "base/translate.h"
#include "base/utf8.h"

static bool looks_like_formula(const char *field)
{
        const char *start = field + strspn(field, " ");
        return *start && strchr("=+-@\t\r\n", *start) != NULL;
}

static bool wants_quotes(const char *field)
{
        size_t len = strlen(field);
        return strpbrk(field, ",\"\r\n") || (len && (field[0] == ' ' || field[len - 1] == ' '));
}

void csv_append(Text *out, bool is_first, bool is_number, const char *field)
{
        bool is_formula = !is_number && looks_like_formula(field);
        if (!is_first)
                text_append_char(out, ',');
        if (!is_formula && !wants_quotes(field)) {
                text_append(out, field);
                return;
        }
        text_append_char(out, '"');
        if (is_formula)
                text_append_char(out, '\'');
        for (; *field; field++) {
                if (*field == '"')
                        text_append_char(out, '"');
                text_append_char(out, *field);
        }
        text_append_char(out, '"');
}

void csv_end_row(Text *out)
{
        text_append(out, "\r\n");
}

void csv_reader_init(CsvReader *reader, const char *bytes, size_t len)
{
        *reader = (CsvReader){ .at = bytes, .end = bytes + len, .next_line = 1 };
        if (len >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0)
                reader->at += 3;
}

void csv_reader_clear(CsvReader *reader)
{
        text_clear(&reader->buffer);
}

static bool at_line_end(const CsvReader *reader)
{
        return reader->at == reader->end || *reader->at == '\n' || *reader->at == '\r';
}

static void skip_line_end(CsvReader *reader)
{
        if (reader->at < reader->end && *reader->at == '\r')
                reader->at++;
        if (reader->at < reader->end && *reader->at == '\n')
                reader->at++;
        reader->next_line++;
}

static int broken(CsvReader *reader, Error *error, const char *why)
{
        error_set(error, _("line %zu: %s"), reader->line, why);
        while (!at_line_end(reader))
                reader->at++;
        skip_line_end(reader);
        return -1;
}

/* A quoted field, behind its first quote. \return whether it was closed */
static bool read_quoted(CsvReader *reader)
{
        while (reader->at < reader->end) {
                size_t len = 0, left = (size_t)(reader->end - reader->at);
                while (len < left && reader->at[len] != '"') {
                        reader->next_line += reader->at[len] == '\n';
                        len++;
                }
                text_append_bytes(&reader->buffer, reader->at, len);
                reader->at += len;
                if (reader->at == reader->end)
                        return false;
                reader->at++;
                if (reader->at == reader->end || *reader->at != '"')
                        return true;
                text_append_char(&reader->buffer, '"');
                reader->at++;
        }
        return false;
}

static void read_bare(CsvReader *reader)
{
        const char *start = reader->at;
        while (!at_line_end(reader) && *reader->at != ',')
                reader->at++;
        text_append_bytes(&reader->buffer, start, (size_t)(reader->at - start));
}

/* Fields are kept as offsets while the buffer may still move. */
static int read_fields(CsvReader *reader, size_t *offsets, Error *error)
{
        for (;;) {
                if (reader->count == CSV_COLUMNS_MOST)
                        return broken(reader, error, _("the row has too many columns"));
                offsets[reader->count++] = reader->buffer.len;
                if (reader->at < reader->end && *reader->at == '"') {
                        reader->at++;
                        if (!read_quoted(reader))
                                return broken(reader, error,
                                        _("a quotation mark is opened and never closed"));
                        if (!at_line_end(reader) && *reader->at != ',')
                                return broken(reader, error,
                                        _("there is text behind a closing quotation mark"));
                } else {
                        read_bare(reader);
                }
                text_append_char(&reader->buffer, '\0');
                if (at_line_end(reader))
                        return 1;
                reader->at++; /* the comma */
        }
}

int csv_read(CsvReader *reader, Error *error)
{
        while (reader->at < reader->end && at_line_end(reader))
                skip_line_end(reader);
        if (reader->at == reader->end)
                return 0;
        size_t offsets[CSV_COLUMNS_MOST];
        reader->line = reader->next_line;
        reader->count = 0;
        text_reset(&reader->buffer);
        int read = read_fields(reader, offsets, error);
        if (read != 1)
                return read;
        for (size_t i = 0; i < reader->count; i++) {
                size_t end = i + 1 < reader->count ? offsets[i + 1] : reader->buffer.len;
                size_t len = end - offsets[i] - 1;
                reader->fields[i] = reader->buffer.bytes + offsets[i];
                if (memchr(reader->fields[i], '\0', len))
                        return broken(reader, error, _("the row holds a NUL byte"));
                if (utf8_first_invalid(reader->fields[i], len) < len)
                        return broken(reader, error, _("the row is not UTF-8"));
        }
        skip_line_end(reader);
        return 1;
}

const char *csv_plain(const char *field)
{
        return field[0] == '\'' && looks_like_formula(field + 1) ? field + 1 : field;
}
