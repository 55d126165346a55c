#include "report/items.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/translate.h"
#include "quiz/codec.h"

/* What one person answered in the attempt that counts. */
typedef struct Sitter {
        char person[ID_SIZE], attempt[ID_SIZE];
} Sitter;

typedef struct Gathering {
        const Module *module;
        Arena *arena;
        Sitter *sitters;
        size_t count, room;
        size_t row; /* of the person whose answers are read */
        double *marks;
        Response *responses;
        DetectionCounts *signs;
} Gathering;

static bool add_sitter(const AttemptRow *row, void *data)
{
        Gathering *gathering = data;
        for (size_t i = 0; i < gathering->count; i++) /* the first attempt of each person, as Moodle takes it */
                if (strcmp(gathering->sitters[i].person, row->person) == 0)
                        return true;
        if (gathering->count == gathering->room) {
                gathering->room = gathering->room ? gathering->room * 2 : 64;
                gathering->sitters =
                        xrealloc(gathering->sitters, gathering->room * sizeof *gathering->sitters);
        }
        Sitter *sitter = &gathering->sitters[gathering->count++];
        memcpy(sitter->person, row->person, sizeof sitter->person);
        memcpy(sitter->attempt, row->id, sizeof sitter->attempt);
        return true;
}

static bool add_answer(const Event *event, void *data)
{
        Gathering *gathering = data;
        const Module *module = gathering->module;
        json_t *body = json_loads(event->body, 0, NULL);
        const char *id = json_string_value(json_object_get(body, "question"));
        size_t item = id ? module_question(module, id) : SIZE_MAX;
        Response response;
        if (item != SIZE_MAX &&
                response_from_json(&module->questions[item], json_object_get(body, "response"), &response)) {
                const Question *question = &module->questions[item];
                size_t cell = gathering->row * module->question_count + item;
                gathering->marks[cell] = json_number_value(json_object_get(body, "score"));
                gathering->responses[cell] = response;
                answer_detections(module, question, &response,
                        question->points > 0 ? gathering->marks[cell] / question->points : 0, NULL,
                        gathering->signs);
        }
        json_decref(body);
        return true;
}

static bool read_sitters(Store *store, Gathering *gathering, Error *error)
{
        AttemptFilter filter = { .module = gathering->module->head.id, .only_finished = true };
        if (!store_attempts(store, &filter, add_sitter, gathering, error))
                return false;
        size_t cells = gathering->count * gathering->module->question_count;
        gathering->marks = arena_array(gathering->arena, double, cells + 1);
        gathering->responses = arena_array(gathering->arena, Response, cells + 1);
        for (size_t i = 0; i < cells; i++)
                gathering->marks[i] = NAN;
        for (gathering->row = 0; gathering->row < gathering->count; gathering->row++) {
                EventFilter answers = { .attempt = gathering->sitters[gathering->row].attempt,
                        .kinds = 1u << EVENT_ANSWERED };
                if (!store_events(store, &answers, add_answer, gathering, error))
                        return false;
        }
        return true;
}

/* Options whose choice is one of several: for the others the item's own figures say it all. */
static size_t options_of(const Question *question)
{
        switch (question->kind) {
        case QUESTION_SINGLE:
        case QUESTION_MULTIPLE:
                return question->choice.count;
        case QUESTION_TRUE_FALSE:
                return 2;
        case QUESTION_SPOT:
                return question->spot.count;
        case QUESTION_CALL:
                return question->call.count;
        default:
                return 0;
        }
}

static bool chose(const Question *question, const Response *response, size_t option)
{
        if (question->kind == QUESTION_TRUE_FALSE)
                return response->truth == (option == 0);
        for (size_t i = 0; i < response->count; i++)
                if (response->chosen[i] == option)
                        return true;
        return false;
}

static const char *option_id(const Question *question, size_t option, Arena *arena)
{
        if (question->kind == QUESTION_TRUE_FALSE)
                return option == 0 ? "true" : "false";
        if (question->kind == QUESTION_SPOT)
                return arena_printf(arena, "%zu", option + 1);
        return arena_printf(arena, "%c", (char)('a' + option));
}

static ItemReport report_item(const Gathering *gathering, const ItemAnalysis *analysis, size_t item)
{
        const Question *question = &gathering->module->questions[item];
        size_t count = options_of(question), people = gathering->count;
        OptionReport *options = arena_array(gathering->arena, OptionReport, count + 1);
        double *column = arena_array(gathering->arena, double, people + 1);
        for (size_t option = 0; option < count; option++) {
                for (size_t row = 0; row < people; row++) {
                        size_t cell = row * gathering->module->question_count + item;
                        column[row] = isnan(gathering->marks[cell])
                                              ? NAN
                                              : chose(question, &gathering->responses[cell], option);
                }
                options[option] = (OptionReport){ option_id(question, option, gathering->arena),
                        items_option(analysis, column) };
        }
        return (ItemReport){ question->id, question->status == QUESTION_TRIAL, options, count };
}

bool items_from_record(Store *store, const Module *module, Arena *arena, ItemsReport *report, Error *error)
{
        Gathering gathering = { .module = module,
                .arena = arena,
                .signs = arena_array(arena, DetectionCounts, module->sign_count + 1) };
        bool done = read_sitters(store, &gathering, error);
        if (done) {
                double *maxima = arena_array(arena, double, module->question_count + 1);
                ItemReport *items = arena_array(arena, ItemReport, module->question_count + 1);
                SignReport *signs = arena_array(arena, SignReport, module->sign_count + 1);
                for (size_t i = 0; i < module->question_count; i++)
                        maxima[i] = module->questions[i].status == QUESTION_TRIAL
                                            ? 0
                                            : module->questions[i].points;
                ItemScores scores = { gathering.count, module->question_count, gathering.marks, maxima };
                *report = (ItemsReport){ .module = module->head.id,
                        .analysis = *items_analyse(arena, &scores),
                        .items = items,
                        .signs = signs };
                for (size_t i = 0; i < module->question_count; i++)
                        items[i] = report_item(&gathering, &report->analysis, i);
                for (size_t i = 0; i < module->sign_count; i++) {
                        DetectionCounts c = gathering.signs[i];
                        if (c.hits + c.misses + c.false_alarms + c.correct_rejections)
                                signs[report->sign_count++] = (SignReport){ module->signs[i].id, c };
                }
        }
        free(gathering.sitters);
        return done;
}

const char *item_advice(const ItemsReport *report, size_t item, Arena *arena)
{
        enum { FEW = 20 };
        const ItemFigures *figures = &report->analysis.items[item];
        if (figures->n < FEW)
                return NULL;
        if (figures->discrimination_index < 0)
                return _("who knows the rest better does worse here: read the question and its key again");
        const ItemReport *own = &report->items[item];
        for (size_t i = 0; i < own->option_count; i++)
                if (own->options[i].figures.chosen == 0)
                        return arena_printf(arena, _("nobody chose '%s': it teaches nobody anything"), own->options[i].id);
        /* Moodle calls an efficiency below 15 % dubious (statistics_table.php). */
        if (figures->discriminative_efficiency < 15)
                return _("it tells hardly anything about who knows and who does not");
        return NULL;
}
