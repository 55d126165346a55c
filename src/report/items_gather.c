#include "report/items_gather.h"

#include <jansson.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/translate.h"
#include "quiz/codec.h"

/* An attempt to be read. */
typedef struct Sitter {
        char attempt[ID_SIZE];
        size_t version; /* index */
        size_t row;     /* in the matrix; SIZE_MAX: not in it */
} Sitter;

typedef struct Gathering {
        ItemsGathered *out;
        const Module *module;
        const char *version;
        Arena *arena;
        Sitter *sitters;
        size_t count, room;
        size_t version_room;
        Words seen;           /* people, and people and versions */
        Words versions;       /* → index */
        const Sitter *sitter; /* whose answers are being read */
        size_t number;        /* of that attempt, from 1 */
} Gathering;

static size_t version_index(Gathering *gathering, const AttemptRow *row)
{
        ItemsGathered *out = gathering->out;
        const Word *known = words_find(&gathering->versions, row->version, strlen(row->version));
        if (known)
                return known->value;
        out->versions = xgrow(
                out->versions, out->version_count, &gathering->version_room, sizeof *out->versions);
        VersionTallies *version = &out->versions[out->version_count];
        *version = (VersionTallies){ .version = arena_strdup(gathering->arena, row->version),
                .first = row->started };
        version->signs.keys = version->details.keys = words_in(gathering->arena);
        words_add(&gathering->versions, version->version, strlen(version->version),
                (uint32_t)out->version_count);
        return out->version_count++;
}

/* Whether this is the first time that a key is met. */
static bool is_new(Gathering *gathering, const char *person, const char *version)
{
        char key[ID_SIZE + 1];
        size_t len = strlen(person);
        memcpy(key, person, len + 1);
        if (!version)
                return !words_find(&gathering->seen, key, len) &&
                       words_add(
                               &gathering->seen, arena_strndup(gathering->arena, key, len), len, 0);
        Text both = { 0 };
        text_printf(&both, "%s %s", key, version);
        bool found = words_find(&gathering->seen, text_string(&both), both.len) != NULL;
        if (!found)
                words_add(&gathering->seen, arena_strndup(gathering->arena, both.bytes, both.len),
                        both.len, 0);
        text_clear(&both);
        return !found;
}

/* The first attempt of each person, as Moodle takes it; later ones have learned from it. */
static bool add_sitter(const AttemptRow *row, void *data)
{
        Gathering *gathering = data;
        size_t version = version_index(gathering, row);
        bool wanted = !gathering->version || strcmp(gathering->version, row->version) == 0;
        bool is_first = wanted && is_new(gathering, row->person, NULL);
        bool is_first_there = is_new(gathering, row->person, row->version);
        if (!is_first && !is_first_there)
                return true;
        gathering->sitters = xgrow(
                gathering->sitters, gathering->count, &gathering->room, sizeof *gathering->sitters);
        Sitter *sitter = &gathering->sitters[gathering->count++];
        *sitter = (Sitter){ .version = version,
                .row = is_first ? gathering->out->people++ : SIZE_MAX };
        memcpy(sitter->attempt, row->id, sizeof sitter->attempt);
        gathering->out->versions[version].people++;
        gathering->out->versions[version].counted += is_first;
        return true;
}

static Tally *tally_of(Gathering *gathering, Tallies *tallies, const char *question, const char *id)
{
        Text key = { 0 };
        text_printf(&key, "%s%s%s", question ? question : "", question ? " " : "", id);
        const Word *known = words_find(&tallies->keys, text_string(&key), key.len);
        Tally *tally = NULL;
        if (known) {
                tally = &tallies->items[known->value];
        } else {
                tallies->items = xgrow(
                        tallies->items, tallies->count, &tallies->room, sizeof *tallies->items);
                const char *copy = arena_strndup(gathering->arena, text_string(&key), key.len);
                words_add(&tallies->keys, copy, key.len, (uint32_t)tallies->count);
                tally = &tallies->items[tallies->count++];
                *tally = (Tally){ .id = arena_strdup(gathering->arena, id),
                        .question = arena_strdup(gathering->arena, question),
                        .question_index = SIZE_MAX,
                        .option = SIZE_MAX };
        }
        text_clear(&key);
        return tally;
}

static void count_tally(Gathering *gathering, Tally *tally, bool is_wrong, int confidence)
{
        tally->wrong += is_wrong;
        tally->right += !is_wrong;
        tally->sure += is_wrong && confidence == CERTAINTY_LEVELS;
        tally->sure_of += is_wrong && confidence > 0;
        tally->people += tally->last != gathering->number;
        tally->last = gathering->number;
}

/* Verdicts are read as they were recorded: a later version may have other signs and phrases. */
static void count_list(Gathering *gathering, Tallies *tallies, const char *question,
        const json_t *list, bool is_wrong, int confidence)
{
        size_t i;
        const json_t *item;
        json_array_foreach(list, i, item)
        {
                const char *id = json_string_value(item);
                if (id)
                        count_tally(gathering, tally_of(gathering, tallies, question, id), is_wrong,
                                confidence);
        }
}

static void count_certainty(VersionTallies *version, double fraction, int level)
{
        if (level < 1)
                return;
        if (version->certainty_count == version->certainty_room) {
                version->certainty_room =
                        version->certainty_room ? 2 * version->certainty_room : 256;
                version->certainties = xrealloc(version->certainties,
                        version->certainty_room * sizeof *version->certainties);
        }
        version->certainties[version->certainty_count++] = (CertaintyAnswer){ fraction, level };
}

/* A worry where there is none, outside of passages: any wrong option in a harmless scene that has a
 * worrying twin; a wrong one of several that may be marked, where recognising is what is asked.
 * Other wrong answers are mistakes, not worries. */
static bool can_be_over_read(const Question *question)
{
        if (question->kind == QUESTION_SPOT || question->kind == QUESTION_BRANCH)
                return false;
        if (question->twin != SIZE_MAX && question_is_benign(question))
                return true;
        return question->kind == QUESTION_MULTIPLE &&
               (question->sign_count > 0 || strcmp(question->competency, "recognise") == 0);
}

static bool has_bit(const uint64_t *bits, size_t bit)
{
        return bits[bit / 64] >> (bit % 64) & 1;
}

/* Letters mean the same only within one version: these are counted for the version at hand alone.
 */
static void count_options(Gathering *gathering, VersionTallies *version, size_t index,
        const uint64_t *bits, int confidence)
{
        const Question *question = &gathering->module->questions[index];
        const ItemsGathered *out = gathering->out;
        if (!can_be_over_read(question) ||
                strcmp(version->version, gathering->module->head.version) != 0)
                return;
        for (size_t bit = out->first_options[index]; bit < out->first_options[index + 1]; bit++) {
                const ItemOption *option = &out->options[bit];
                if (!(option->worth <= 0))
                        continue;
                Tally *tally = tally_of(gathering, &version->details, question->id, option->id);
                tally->question_index = index;
                tally->option = bit - out->first_options[index];
                count_tally(gathering, tally, has_bit(bits, bit), confidence);
        }
}

/* Of a question that the module at hand may not have any more. */
static void count_for_version(Gathering *gathering, const json_t *body, const char *id,
        size_t index, const uint64_t *bits)
{
        VersionTallies *version = &gathering->out->versions[gathering->sitter->version];
        json_int_t level = json_integer_value(json_object_get(body, "confidence"));
        int confidence = level >= 1 && level <= CERTAINTY_LEVELS ? (int)level : 0;
        double max = json_number_value(json_object_get(body, "max"));
        if (json_is_false(json_object_get(body, "scored")))
                return; /* being tried out */
        count_list(gathering, &version->signs, NULL, json_object_get(body, "misses"), true,
                confidence);
        count_list(
                gathering, &version->signs, NULL, json_object_get(body, "hits"), false, confidence);
        count_list(gathering, &version->details, id, json_object_get(body, "false_alarms"), true,
                confidence);
        count_list(gathering, &version->details, id, json_object_get(body, "correct_rejections"),
                false, confidence);
        if (bits)
                count_options(gathering, version, index, bits, confidence);
        if (max > 0)
                count_certainty(version, json_number_value(json_object_get(body, "score")) / max,
                        confidence);
}

typedef struct Marking {
        uint64_t *bits;
        size_t first;
} Marking;

static void mark_option(size_t option, void *data)
{
        Marking *marking = data;
        size_t bit = marking->first + option;
        marking->bits[bit / 64] |= (uint64_t)1 << (bit % 64);
}

static void count_in_matrix(
        Gathering *gathering, const json_t *body, size_t index, const Response *response)
{
        const Module *module = gathering->module;
        const Question *question = &module->questions[index];
        double mark = json_number_value(json_object_get(body, "score"));
        gathering->out->marks[gathering->sitter->row * module->question_count + index] = mark;
        if (question->status != QUESTION_TRIAL)
                answer_detections(module, question, response,
                        question->points > 0 ? mark / question->points : 0, NULL,
                        gathering->out->signs);
}

static bool add_answer(const Event *event, void *data)
{
        Gathering *gathering = data;
        ItemsGathered *out = gathering->out;
        json_t *body = json_loads(event->body, 0, NULL);
        const char *id = json_string_value(json_object_get(body, "question"));
        size_t index = id ? module_question(gathering->module, id) : SIZE_MAX;
        size_t row = gathering->sitter->row;
        uint64_t *bits = NULL;
        Response response;
        if (index != SIZE_MAX &&
                response_from_json(&gathering->module->questions[index],
                        json_object_get(body, "response"), &response) &&
                response_is_possible(&gathering->module->questions[index], &response)) {
                /* The row behind the last is for attempts that only count for their version. */
                bits = out->chosen + (row == SIZE_MAX ? out->people : row) * out->words;
                Marking marking = { bits, out->first_options[index] };
                for (size_t bit = out->first_options[index]; bit < out->first_options[index + 1];
                        bit++)
                        bits[bit / 64] &= ~((uint64_t)1 << (bit % 64));
                item_options_chosen(
                        &gathering->module->questions[index], &response, mark_option, &marking);
                if (row != SIZE_MAX)
                        count_in_matrix(gathering, body, index, &response);
        }
        if (id)
                count_for_version(gathering, body, id, index, bits);
        json_decref(body);
        return true;
}

/* The newest people where there are more than fit. */
static void cut_people(Gathering *gathering)
{
        size_t questions =
                gathering->module->question_count ? gathering->module->question_count : 1;
        size_t most = ITEMS_CELLS_MOST / questions, people = gathering->out->people;
        if (people <= most)
                return;
        size_t left_out = people - most;
        gathering->out->is_cut = true;
        gathering->out->people = most;
        for (size_t i = 0; i < gathering->count; i++) {
                Sitter *sitter = &gathering->sitters[i];
                if (sitter->row == SIZE_MAX)
                        continue;
                bool is_out = sitter->row < left_out;
                sitter->row = is_out ? SIZE_MAX : sitter->row - left_out;
                gathering->out->versions[sitter->version].counted -= is_out;
        }
}

static void make_matrix(Gathering *gathering)
{
        ItemsGathered *out = gathering->out;
        const Module *module = gathering->module;
        out->first_options = arena_array(gathering->arena, size_t, module->question_count + 1);
        size_t options = 0;
        for (size_t i = 0; i < module->question_count; i++) {
                out->first_options[i] = options;
                options += item_option_count(&module->questions[i]);
        }
        out->first_options[module->question_count] = options;
        out->options = arena_array(gathering->arena, ItemOption, options + 1);
        for (size_t i = 0; i < module->question_count; i++)
                for (size_t bit = out->first_options[i]; bit < out->first_options[i + 1]; bit++)
                        out->options[bit] = item_option(&module->questions[i],
                                bit - out->first_options[i], gathering->arena);
        size_t cells = out->people * module->question_count;
        out->words = options / 64 + 1;
        out->marks = arena_array(gathering->arena, double, cells + 1);
        out->chosen = arena_array(gathering->arena, uint64_t, (out->people + 1) * out->words);
        out->signs = arena_array(gathering->arena, DetectionCounts, module->sign_count + 1);
        for (size_t i = 0; i < cells; i++)
                out->marks[i] = NAN;
}

bool items_gather(Store *store, const Module *module, const char *version, Arena *arena,
        StoreProgress *progress, void *data, ItemsGathered *gathered, Error *error)
{
        Gathering gathering = { .out = gathered,
                .module = module,
                .version = version,
                .arena = arena,
                .seen = words_in(arena),
                .versions = words_in(arena) };
        *gathered = (ItemsGathered){ .people = 0 };
        AttemptFilter filter = { .module = module->head.id, .only_finished = true };
        bool done = store_attempts(store, &filter, add_sitter, &gathering, error);
        if (done) {
                cut_people(&gathering);
                make_matrix(&gathering);
        }
        for (size_t i = 0; done && i < gathering.count; i++) {
                gathering.sitter = &gathering.sitters[i];
                gathering.number = i + 1;
                EventFilter answers = { .attempt = gathering.sitter->attempt,
                        .kinds = 1u << EVENT_ANSWERED };
                done = store_events(store, &answers, add_answer, &gathering, error);
                if (done && progress &&
                        !progress((int64_t)gathering.number, (int64_t)gathering.count, data))
                        done = error_set(error, _("Stopped; no figures were made"));
        }
        free(gathering.sitters);
        if (!done)
                items_gathered_clear(gathered);
        return done;
}

void items_gathered_clear(ItemsGathered *gathered)
{
        for (size_t i = 0; i < gathered->version_count; i++) {
                free(gathered->versions[i].signs.items);
                free(gathered->versions[i].details.items);
                free(gathered->versions[i].certainties);
        }
        free(gathered->versions);
        gathered->versions = NULL;
        gathered->version_count = 0;
}

bool items_chose(const ItemsGathered *gathered, size_t person, size_t question, size_t option)
{
        return has_bit(gathered->chosen + person * gathered->words,
                gathered->first_options[question] + option);
}
