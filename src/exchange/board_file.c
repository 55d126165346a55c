#include "exchange/board_file.h"

#include <string.h>

#include "base/file.h"
#include "base/translate.h"
#include "exchange/completions.h"
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

bool board_write_file(const Board *board, const char *file, size_t *rows, Error *error)
{
        const SheetFormat *format = format_of(file);
        if (!format)
                return error_set_kind(error, ERROR_USAGE,
                        _("the file's name has to end in .csv, .html or .json"));
        Arena *arena = arena_new();
        Text out = { 0 };
        Sheet sheet = { 0 };
        bool done = board_sheet(board, arena, &sheet, error);
        if (done) {
                format->write(&sheet, &out);
                done = file_write(file, text_string(&out), out.len, 0644, error);
                *rows = sheet.count;
        }
        text_clear(&out);
        arena_free(arena);
        return done;
}
