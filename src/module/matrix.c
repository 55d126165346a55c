#include "module/matrix.h"

#include <string.h>

#include "module/words.h"

typedef struct Making {
        const Module *module;
        MatrixRow *signs, *competencies;
        size_t competency_count;
        Words names;
        size_t *last; /* by sign: the question that was put in its row last, from 1 */
        Arena *arena;
        bool counts; /* the first pass: how many there are, to make room */
} Making;

static void put(const Making *making, QuestionList *list, size_t question)
{
        if (!making->counts)
                list->items[list->count] = question;
        list->count++;
}

/* Once in a row, however often its passage shows the sign. */
static void put_sign(const Making *making, const char *id, size_t question)
{
        const Module *module = making->module;
        size_t sign = module_sign(module, id);
        if (sign == SIZE_MAX || making->last[sign] == question + 1)
                return;
        making->last[sign] = question + 1;
        put(making, &making->signs[sign].worrying, question);
        size_t twin = module->questions[question].twin;
        if (twin < module->question_count && module->questions[twin].status != QUESTION_RETIRED &&
                question_is_benign(&module->questions[twin]))
                put(making, &making->signs[sign].harmless, twin);
}

static MatrixRow *competency_row(Making *making, const char *name)
{
        Word *word = words_find(&making->names, name, strlen(name));
        if (!word) {
                word = words_add(
                        &making->names, name, strlen(name), (uint32_t)making->competency_count);
                making->competencies[making->competency_count++].id = name;
        }
        return &making->competencies[word->value];
}

static void put_all(Making *making)
{
        const Module *module = making->module;
        memset(making->last, 0, (module->sign_count + 1) * sizeof *making->last);
        for (size_t i = 0; i < module->question_count; i++) {
                const Question *question = &module->questions[i];
                if (question->status == QUESTION_RETIRED)
                        continue;
                for (size_t j = 0; j < question->sign_count; j++)
                        put_sign(making, question->signs[j], i);
                for (size_t j = 0; question->kind == QUESTION_SPOT && j < question->spot.count; j++)
                        if (question->spot.phrases[j].sign)
                                put_sign(making, question->spot.phrases[j].sign, i);
                MatrixRow *row = competency_row(making, question->competency);
                put(making, question_is_benign(question) ? &row->harmless : &row->worrying, i);
        }
}

static void make_room(const Making *making, MatrixRow *rows, size_t count)
{
        for (size_t i = 0; i < count; i++) {
                QuestionList *lists[] = { &rows[i].worrying, &rows[i].harmless };
                for (size_t j = 0; j < 2; j++) {
                        lists[j]->items = arena_array(making->arena, size_t, lists[j]->count + 1);
                        lists[j]->count = 0;
                }
        }
}

Matrix module_matrix(const Module *module, Arena *arena)
{
        Making making = { .module = module,
                .signs = arena_array(arena, MatrixRow, module->sign_count + 1),
                .competencies = arena_array(arena, MatrixRow, module->question_count + 1),
                .names = words_in(arena),
                .last = arena_array(arena, size_t, module->sign_count + 1),
                .arena = arena,
                .counts = true };
        for (size_t i = 0; i < module->sign_count; i++)
                making.signs[i].id = module->signs[i].id;
        put_all(&making);
        make_room(&making, making.signs, module->sign_count);
        make_room(&making, making.competencies, making.competency_count);
        making.counts = false;
        put_all(&making);
        return (Matrix){ making.signs, module->sign_count, making.competencies,
                making.competency_count };
}
