#include <ctype.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "record/postgres.h"

void named_text(void *data, const char *name, const char *value)
{
        NamedValues *values = data;
        if (values->count == NAMED_MOST)
                return;
        values->names[values->count] = name;
        values->values[values->count++] = value ? xstrdup(value) : NULL;
}

void named_number(void *data, const char *name, int64_t value)
{
        char number[32];
        snprintf(number, sizeof number, "%" PRId64, value);
        named_text(data, name, number);
}

typedef struct Numbering {
        const char *values[NAMED_MOST];
        int numbers[NAMED_MOST]; /* by the place in NamedValues; 0: not used yet */
        int count;
} Numbering;

/* The number of the parameter whose name begins here; 0 for none. */
static int number_of(Numbering *numbering, const NamedValues *values, const char *at, size_t len)
{
        int i = 0;
        while (i < values->count &&
                (strlen(values->names[i]) != len || strncmp(values->names[i], at, len) != 0))
                i++;
        if (i == values->count)
                return 0;
        if (!numbering->numbers[i]) {
                numbering->values[numbering->count] = values->values[i];
                numbering->numbers[i] = ++numbering->count;
        }
        return numbering->numbers[i];
}

/* ":a" becomes "$1"; "::type" and times of day stay. */
static void number_names(
        Text *out, const char *sql, const NamedValues *values, Numbering *numbering)
{
        while (*sql) {
                size_t len = sql[0] == ':' ? 1 : 0;
                while (len && (isalpha((unsigned char)sql[len]) || sql[len] == '_'))
                        len++;
                int number = len > 1 ? number_of(numbering, values, sql, len) : 0;
                if (number)
                        text_printf(out, "$%d", number);
                else
                        text_append_bytes(out, sql, len ? len : 1);
                sql += len ? len : 1;
                if (!number && len == 1 && *sql == ':')
                        text_append_char(out, *sql++);
        }
}

bool postgres_ask_named(PostgresStore *postgres, PostgresAnswer *answer, const char *sql,
        NamedValues *values, Error *error)
{
        Text text = { 0 };
        Numbering numbering = { .count = 0 };
        number_names(&text, sql, values, &numbering);
        bool done = postgres_ask_once(
                postgres, answer, text_string(&text), numbering.values, numbering.count, error);
        text_clear(&text);
        for (int i = 0; i < values->count; i++)
                free(values->values[i]);
        values->count = 0;
        return done;
}
