#include "exchange/board_file.h"

#include <string.h>

#include "base/file.h"
#include "base/translate.h"
#include "exchange/completions.h"
#include "record/notes.h"
#include "report/board_sheet.h"

static const SheetFormat *format_of(const char *file)
{
        static const char *const formats[] = { "csv", "html", "json" };
        const char *ending = strrchr(path_base(file), '.');
        for (size_t i = 0; ending && i < sizeof formats / sizeof *formats; i++)
                if (strcmp(ending + 1, formats[i]) == 0)
                        return sheet_format(formats[i]);
        return NULL;
}

/* What was typed may be somebody's name: only that there was a text is kept for good. */
static json_t *filters_of(const BoardQuery *query)
{
        json_t *filters = json_object();
        json_t *statuses = json_array();
        for (unsigned i = 0; i < STATUS_COUNT; i++)
                if (query->statuses & 1u << i)
                        json_array_append_new(statuses, json_string(completion_status_names[i]));
        if (json_array_size(statuses))
                json_object_set(filters, "status", statuses);
        json_decref(statuses);
        if (query->module)
                json_object_set_new(filters, "module", json_string(query->module));
        if (query->site)
                json_object_set_new(filters, "site", json_string(query->site));
        if (*query->text)
                json_object_set_new(filters, "text", json_true());
        return filters;
}

static bool do_not_wait(void *data)
{
        (void)data;
        return false;
}

/* The board itself only reads: this is written through a door of its own. */
static bool note(const Board *board, const Sheet *sheet, const char *format, Error *error)
{
        Store *store = store_open(store_uri(board_store(board)), STORE_WRITE, error);
        if (!store)
                return false;
        store_on_wait(store, do_not_wait, NULL);
        json_t *filters = filters_of(board_query(board));
        bool done = record_note_report(
                store, "board", filters, format, (int64_t)sheet->count, sheet->head, error);
        json_decref(filters);
        store_close(store);
        return done;
}

static const char *clean(Arena *arena, const char *text)
{
        Text cleaned = { 0 };
        text_append_clean(&cleaned, text);
        const char *copy = arena_strdup(arena, text_string(&cleaned));
        text_clear(&cleaned);
        return copy;
}

bool board_write_file(
        const Board *board, const char *file, Arena *arena, const char **told, Error *error)
{
        const SheetFormat *format = format_of(file);
        if (!format)
                return error_set_kind(error, ERROR_USAGE,
                        _("the file's name has to end in .csv, .html or .json"));
        Arena *scratch = arena_new();
        Text out = { 0 };
        Sheet sheet = { 0 };
        bool done = board_sheet(board, scratch, &sheet, error);
        if (done) {
                format->write(&sheet, &out);
                done = file_write(file, text_string(&out), out.len, 0644, error);
        }
        if (done) {
                Error why = { 0 };
                *told = arena_printf(arena,
                        ngettext(
                                "Written to %s: %zu row.", "Written to %s: %zu rows.", sheet.count),
                        clean(arena, file), sheet.count);
                if (!note(board, &sheet, format->name, &why))
                        *told = arena_printf(arena, _("%s The record does not say so: %s"), *told,
                                clean(arena, why.message));
        }
        text_clear(&out);
        arena_free(scratch);
        return done;
}
