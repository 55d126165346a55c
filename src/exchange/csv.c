#include "exchange/csv.h"

#include <string.h>

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
