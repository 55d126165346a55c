#include "module/diagnostic.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/translate.h"
#include "base/utf8.h"
#include "module/found.h"
#include "module/limits.h"

const Check checks[CHECK_COUNT] = {
/* A row without a hint gets NULL for one. */
#define CHECK_ROW(id, code, severity, text, hint, ...) [id] = { #id, code, severity, text, hint },
#define CHECK(...) CHECK_ROW(__VA_ARGS__, NULL, )
#include "module/checks.def"
#undef CHECK
#undef CHECK_ROW
};

Diagnostics *diagnostics_new(void)
{
        Diagnostics *found = xmalloc(sizeof *found);
        *found = (Diagnostics){ .arena = arena_new() };
        return found;
}

void diagnostics_free(Diagnostics *found)
{
        if (!found)
                return;
        for (size_t i = 0; i < found->file_count; i++)
                free(found->files[i].owned);
        free(found->items);
        free(found->files);
        free(found->seen);
        arena_free(found->arena);
        free(found);
}

FoundFile *diagnostics_file(Diagnostics *found, const char *name)
{
        for (size_t i = found->file_count; i-- > 0;) {
                if (strcmp(found->files[i].name, name) == 0)
                        return &found->files[i];
        }
        found->files = xrealloc(found->files, (found->file_count + 1) * sizeof *found->files);
        FoundFile *file = &found->files[found->file_count++];
        *file = (FoundFile){ .name = arena_strdup(found->arena, name) };
        return file;
}

static uint64_t hash_of(const Diagnostic *diagnostic)
{
        uint64_t hash = UINT64_C(14695981039346656037);
        const uint32_t numbers[] = { (uint32_t)diagnostic->check, diagnostic->place.line,
                diagnostic->place.column };
        for (size_t i = 0; i < 3; i++)
                hash = (hash ^ numbers[i]) * UINT64_C(1099511628211);
        for (const char *byte = diagnostic->message; *byte; byte++)
                hash = (hash ^ (unsigned char)*byte) * UINT64_C(1099511628211);
        return hash ^ hash >> 29;
}

static bool same(const Diagnostic *a, const Diagnostic *b)
{
        return a->check == b->check && a->place.line == b->place.line &&
               a->place.column == b->place.column && a->file == b->file &&
               strcmp(a->message, b->message) == 0;
}

static void place_in_table(Diagnostics *found, Diagnostic *diagnostic)
{
        size_t at = hash_of(diagnostic) & (found->seen_room - 1);
        while (found->seen[at])
                at = (at + 1) & (found->seen_room - 1);
        found->seen[at] = diagnostic;
}

/* Content behind an alias is read once for each use: what is wrong in it is said once. */
static bool seen_before(Diagnostics *found, Diagnostic *diagnostic)
{
        if (2 * (found->count + 1) > found->seen_room) {
                free(found->seen);
                found->seen_room = found->seen_room ? 2 * found->seen_room : 64;
                size_t size = found->seen_room * sizeof(Diagnostic *);
                found->seen = memset(xmalloc(size), 0, size);
                for (size_t i = 0; i < found->count; i++)
                        place_in_table(found, found->items[i]);
        }
        size_t at = hash_of(diagnostic) & (found->seen_room - 1);
        for (; found->seen[at]; at = (at + 1) & (found->seen_room - 1)) {
                if (same(found->seen[at], diagnostic))
                        return true;
        }
        found->seen[at] = diagnostic;
        return false;
}

Diagnostic *diagnostics_vadd(
        Diagnostics *found, CheckId check, const char *file, Place place, va_list arguments)
{
        FoundFile *where = diagnostics_file(found, file);
        if (where->kept >= LIMIT_DIAGNOSTICS) {
                where->totals[checks[check].severity]++;
                return &found->spare;
        }
        Diagnostic *diagnostic = arena_alloc(found->arena, sizeof *diagnostic);
        *diagnostic = (Diagnostic){ .check = check,
                .file = where->name,
                .place = place,
                .length = 1,
                .message = arena_vprintf(found->arena, _(checks[check].text), arguments),
                .hint = checks[check].hint ? _(checks[check].hint) : NULL };
        if (seen_before(found, diagnostic))
                return &found->spare;
        found->items = xgrow(found->items, found->count, &found->room, sizeof *found->items);
        found->items[found->count++] = diagnostic;
        where->kept++;
        where->totals[checks[check].severity]++;
        return diagnostic;
}

Diagnostic *diagnostics_add(Diagnostics *found, CheckId check, const char *file, Place place, ...)
{
        va_list arguments;
        va_start(arguments, place);
        Diagnostic *diagnostic = diagnostics_vadd(found, check, file, place, arguments);
        va_end(arguments);
        return diagnostic;
}

bool diagnostics_are_full(Diagnostics *found, const char *file)
{
        return diagnostics_file(found, file)->kept >= LIMIT_DIAGNOSTICS;
}

void diagnostics_count_more(Diagnostics *found, const char *file, Severity severity, size_t more)
{
        diagnostics_file(found, file)->totals[severity] += more;
}

void diagnostic_hint(Diagnostics *found, Diagnostic *diagnostic, const char *format, ...)
{
        if (diagnostic == &found->spare)
                return;
        va_list arguments;
        va_start(arguments, format);
        diagnostic->hint = arena_vprintf(found->arena, format, arguments);
        va_end(arguments);
}

void diagnostic_also(Diagnostics *found, Diagnostic *diagnostic, Place place, const char *text)
{
        if (diagnostic == &found->spare)
                return;
        diagnostic->other = place;
        diagnostic->other_text = arena_strdup(found->arena, text);
}

const char *diagnostics_quote(Diagnostics *found, const char *text, size_t len)
{
        enum { WIDEST = 60, LONGEST = 4 * WIDEST };
        /* What is cut away need not be cleaned: a text may be megabytes long. */
        bool cut = len > LONGEST;
        char *start = arena_strndup(found->arena, text, cut ? LONGEST : len);
        Text clean = { 0 };
        text_append_clean(&clean, start);
        int cells = utf8_cells(text_string(&clean), clean.len);
        const char *quoted;
        if (cells > WIDEST || cut) {
                size_t fits = utf8_fit(text_string(&clean), clean.len, WIDEST - 1, NULL);
                quoted = arena_printf(found->arena, "%.*s…", (int)fits, text_string(&clean));
        } else {
                quoted = arena_strdup(found->arena, text_string(&clean));
        }
        text_clear(&clean);
        return quoted;
}

typedef struct Sortable {
        Diagnostic *diagnostic;
        size_t file, order;
} Sortable;

static int compare(const void *a, const void *b)
{
        const Sortable *one = a, *two = b;
        const Diagnostic *x = one->diagnostic, *y = two->diagnostic;
        if (one->file != two->file)
                return one->file < two->file ? -1 : 1;
        if (x->place.line != y->place.line)
                return x->place.line < y->place.line ? -1 : 1;
        if (x->place.column != y->place.column)
                return x->place.column < y->place.column ? -1 : 1;
        if (checks[x->check].severity != checks[y->check].severity)
                return checks[x->check].severity < checks[y->check].severity ? -1 : 1;
        return one->order < two->order ? -1 : one->order > two->order;
}

void diagnostics_sort(Diagnostics *found)
{
        Sortable *list = xmalloc(found->count * sizeof *list);
        size_t file = 0;
        for (size_t i = 0; i < found->count; i++) {
                /* Neighbours are mostly of one file; names are kept once, so that pointers tell. */
                if (file >= found->file_count || found->files[file].name != found->items[i]->file)
                        file = (size_t)(diagnostics_file(found, found->items[i]->file) -
                                        found->files);
                list[i] = (Sortable){ found->items[i], file, i };
        }
        qsort(list, found->count, sizeof *list, compare);
        for (size_t i = 0; i < found->count; i++)
                found->items[i] = list[i].diagnostic;
        free(list);
}

size_t diagnostics_count(const Diagnostics *found)
{
        return found->count;
}

const Diagnostic *diagnostics_get(const Diagnostics *found, size_t index)
{
        return index < found->count ? found->items[index] : NULL;
}

size_t diagnostics_total(const Diagnostics *found, Severity severity)
{
        size_t total = 0;
        for (size_t i = 0; i < found->file_count; i++)
                total += found->files[i].totals[severity];
        return total;
}

void diagnostics_keep(Diagnostics *found, const char *file, char *bytes, size_t len)
{
        FoundFile *where = diagnostics_file(found, file);
        if (where->bytes || found->owned + len > (size_t)LIMIT_FILE) {
                free(bytes);
                return;
        }
        where->bytes = where->owned = bytes;
        where->len = len;
        found->owned += len;
}

void diagnostics_source(Diagnostics *found, const char *file, const char *bytes, size_t len)
{
        FoundFile *where = diagnostics_file(found, file);
        where->bytes = bytes;
        where->len = len;
}
