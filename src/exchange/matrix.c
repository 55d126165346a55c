#include "exchange/matrix.h"

#include <string.h>

#include "base/translate.h"
#include "base/utf8.h"

enum { WIDTH = 80, ID_MOST = 24, GAP = 2, MARK = 2 };

typedef struct Sheet {
        const Module *module;
        const char *title, *harmless; /* of the first and the third column */
        const MatrixRow *rows;
        size_t count;
        int id_cells, worrying_cells, harmless_cells;
} Sheet;

static int cells_of(const char *text)
{
        return utf8_cells(text, strlen(text));
}

static void pad(Text *out, int cells)
{
        if (cells > 0)
                text_append_repeat(out, ' ', (size_t)cells);
}

/* The ids of a row, worrying ones first, harmless ones in brackets; lines hang under the first. */
static void write_ids(const Sheet *sheet, const MatrixRow *row, int column, Text *out)
{
        int at = column;
        for (size_t i = 0; i < row->worrying.count + row->harmless.count; i++) {
                bool worrying = i < row->worrying.count;
                size_t index = worrying ? row->worrying.items[i]
                                        : row->harmless.items[i - row->worrying.count];
                const char *id = sheet->module->questions[index].id;
                int cells = cells_of(id) + (worrying ? 0 : 2);
                if (at > column && at + 1 + cells > WIDTH) {
                        text_append_char(out, '\n');
                        pad(out, column);
                        at = column;
                } else if (at > column) {
                        text_append_char(out, ' ');
                        at++;
                }
                text_printf(out, worrying ? "%s" : "(%s)", id);
                at += cells;
        }
}

static void write_row(const Sheet *sheet, const MatrixRow *row, bool has_hole, Text *out)
{
        int column = MARK + sheet->id_cells + GAP + sheet->worrying_cells + GAP +
                     sheet->harmless_cells + GAP;
        text_append(out, has_hole ? "! " : "  ");
        text_append_clean(out, row->id);
        if (cells_of(row->id) > sheet->id_cells) {
                text_append_char(out, '\n');
                pad(out, MARK + sheet->id_cells);
        } else {
                pad(out, sheet->id_cells - cells_of(row->id));
        }
        text_printf(out, "  %*zu  %*zu  ", sheet->worrying_cells, row->worrying.count,
                sheet->harmless_cells, row->harmless.count);
        write_ids(sheet, row, column, out);
        while (out->bytes[out->len - 1] == ' ')
                out->bytes[--out->len] = '\0';
        text_append_char(out, '\n');
}

static bool has_hole(const MatrixRow *row)
{
        return row->worrying.count == 0 || row->harmless.count == 0;
}

static void write_sheet(Sheet *sheet, Text *out)
{
        const char *worrying = _("worrying");
        sheet->id_cells = cells_of(sheet->title);
        for (size_t i = 0; i < sheet->count; i++) {
                int cells = cells_of(sheet->rows[i].id);
                if (cells > sheet->id_cells)
                        sheet->id_cells = cells > ID_MOST ? ID_MOST : cells;
        }
        sheet->worrying_cells = cells_of(worrying);
        sheet->harmless_cells = cells_of(sheet->harmless);
        pad(out, MARK);
        text_append(out, sheet->title);
        pad(out, sheet->id_cells - cells_of(sheet->title));
        text_printf(out, "  %s  %s  %s\n", worrying, sheet->harmless, _("questions (harmless)"));
        text_append_repeat(out, '-', WIDTH);
        text_append_char(out, '\n');
        for (size_t i = 0; i < sheet->count; i++)
                write_row(sheet, &sheet->rows[i], has_hole(&sheet->rows[i]), out);
        text_append_char(out, '\n');
}

void matrix_write_text(const Module *module, Text *out)
{
        Arena *arena = arena_new();
        Matrix matrix = module_matrix(module, arena);
        Sheet signs = { .module = module,
                .title = _("sign"),
                .harmless = _("look-alike"),
                .rows = matrix.signs,
                .count = matrix.sign_count };
        Sheet competencies = { .module = module,
                .title = _("competency"),
                .harmless = _("harmless"),
                .rows = matrix.competencies,
                .count = matrix.competency_count };
        bool holes = false;
        for (size_t i = 0; i < matrix.sign_count; i++)
                holes = holes || has_hole(&matrix.signs[i]);
        for (size_t i = 0; i < matrix.competency_count; i++)
                holes = holes || has_hole(&matrix.competencies[i]);
        text_append_clean(out, module->head.file);
        text_append(out, "\n\n");
        if (signs.count > 0)
                write_sheet(&signs, out);
        write_sheet(&competencies, out);
        if (holes)
                text_printf(out, "%s\n\n",
                        _("! nothing worrying, or nothing harmless that looks like it, is asked "
                          "here."));
        arena_free(arena);
}

static json_t *ids(const Module *module, const QuestionList *list)
{
        json_t *array = json_array();
        for (size_t i = 0; i < list->count; i++)
                json_array_append_new(array, json_string(module->questions[list->items[i]].id));
        return array;
}

static json_t *rows_to_json(const Module *module, const MatrixRow *rows, size_t count)
{
        json_t *array = json_array();
        for (size_t i = 0; i < count; i++)
                json_array_append_new(array, json_pack("{s:s, s:o, s:o}", "id", rows[i].id,
                                                     "worrying", ids(module, &rows[i].worrying),
                                                     "harmless", ids(module, &rows[i].harmless)));
        return array;
}

json_t *matrix_to_json(const Module *module)
{
        Arena *arena = arena_new();
        Matrix matrix = module_matrix(module, arena);
        json_t *json = json_pack("{s:s, s:s, s:o, s:o}", "module", module->head.id, "language",
                module->head.language, "signs",
                rows_to_json(module, matrix.signs, matrix.sign_count), "competencies",
                rows_to_json(module, matrix.competencies, matrix.competency_count));
        arena_free(arena);
        return json;
}
