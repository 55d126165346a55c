#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "record/postgres.h"

static bool is_null(const Row *row, int column)
{
        const PostgresAnswer *answer = row->handle;
        return answer->pq->getisnull(answer->result, row->place, column) != 0;
}

/* The server knows no other type in a column than its own. */
static bool has_type(const Row *row, int column, RowType type)
{
        (void)type;
        return !is_null(row, column);
}

static const char *text(const Row *row, int column)
{
        const PostgresAnswer *answer = row->handle;
        return answer->pq->getvalue(answer->result, row->place, column);
}

/* Truth is "t" and "f". */
static int64_t number(const Row *row, int column)
{
        const char *value = text(row, column);
        return value[0] == 't' ? 1 : strtoll(value, NULL, 10);
}

static double real(const Row *row, int column)
{
        return strtod(text(row, column), NULL);
}

static size_t bytes(const Row *row, int column, void *bytes, size_t room)
{
        const char *value = text(row, column);
        size_t len = strncmp(value, "\\x", 2) == 0 ? strlen(value) / 2 - 1 : 0;
        size_t copied = len < room ? len : room;
        if (sodium_hex2bin(bytes, room, value + 2, 2 * copied, NULL, NULL, NULL) != 0)
                return 0;
        return len;
}

static const RowOperations operations = {
        .has_type = has_type,
        .is_null = is_null,
        .text = text,
        .number = number,
        .real = real,
        .bytes = bytes,
};

Row postgres_row(const PostgresAnswer *answer, int place)
{
        return (Row){ .operations = &operations, .handle = (void *)answer, .place = place };
}
