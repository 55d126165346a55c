#include "report/sheet_signs.h"

#include <stdlib.h>
#include <string.h>

#include "report/board_module.h"

typedef struct Gathering {
        Arena *arena;
        SheetSign *signs;
        size_t count, room;
} Gathering;

/* Figures come by module, version and sign. Of the people behind several versions at least the most
 * of any one is known. */
static bool add_sign(const SignFigures *figures, void *data)
{
        Gathering *gathering = data;
        size_t i = gathering->count;
        while (i > 0 && strcmp(gathering->signs[i - 1].module, figures->module) == 0 &&
                strcmp(gathering->signs[i - 1].id, figures->sign) != 0)
                i--;
        if (i == 0 || strcmp(gathering->signs[i - 1].module, figures->module) != 0) {
                gathering->signs = xgrow(gathering->signs, gathering->count, &gathering->room,
                        sizeof *gathering->signs);
                gathering->signs[gathering->count++] =
                        (SheetSign){ .module = arena_strdup(gathering->arena, figures->module),
                                .id = arena_strdup(gathering->arena, figures->sign) };
                i = gathering->count;
        }
        SheetSign *sign = &gathering->signs[i - 1];
        sign->hits += (size_t)figures->hits;
        sign->misses += (size_t)figures->misses;
        if ((size_t)figures->people > sign->people)
                sign->people = (size_t)figures->people;
        return true;
}

double sheet_sign_missed(const SheetSign *sign)
{
        size_t all = sign->hits + sign->misses;
        return all ? (double)sign->misses / (double)all : 0;
}

static int by_missed(const void *a, const void *b)
{
        const SheetSign *one = a, *other = b;
        double left = sheet_sign_missed(one), right = sheet_sign_missed(other);
        if (left != right)
                return left < right ? 1 : -1;
        int order = strcmp(one->module, other->module);
        return order ? order : strcmp(one->id, other->id);
}

static void add_words(Gathering *gathering, Library *library, const char *language)
{
        Module *module = NULL;
        const char *loaded = "";
        for (size_t i = 0; i < gathering->count; i++) { /* still ordered by module */
                SheetSign *sign = &gathering->signs[i];
                if (strcmp(loaded, sign->module) != 0) {
                        Error ignored = { 0 };
                        module_free(module);
                        loaded = sign->module;
                        module = library_load(library, loaded, language, &ignored);
                }
                size_t index = module ? module_sign(module, sign->id) : SIZE_MAX;
                if (index != SIZE_MAX)
                        sign->text = arena_strdup(gathering->arena, module->signs[index].text);
        }
        module_free(module);
}

bool sheet_add_signs(Store *store, const char *module, Library *library, const char *language,
        Sheet *sheet, Error *error)
{
        Gathering gathering = { .arena = sheet->arena };
        bool done = store_sign_figures(store, module, add_sign, &gathering, error);
        SheetSign *signs = arena_array(sheet->arena, SheetSign, gathering.count + 1);
        add_words(&gathering, library, language);
        for (size_t i = 0; i < gathering.count; i++)
                if (gathering.signs[i].people < MODULE_PEOPLE_LEAST)
                        sheet->signs_masked++;
                else
                        signs[sheet->sign_count++] = gathering.signs[i];
        free(gathering.signs);
        if (sheet->sign_count)
                qsort(signs, sheet->sign_count, sizeof *signs, by_missed);
        sheet->signs = signs;
        return done;
}
