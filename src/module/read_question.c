#include <string.h>

#include "base/translate.h"
#include "module/read.h"

#define QUESTION(field) .offset = offsetof(Question, field)

static void read_signs(Reader *reader, const KeySpec *spec, const Node *node, void *field)
{
        Question *question = field;
        size_t count, kept = 0;
        const char *const *ids = read_words(reader, spec->key, node, &count);
        const char **known = (const char **)ids;
        const Node *item = node->kind == NODE_SEQUENCE ? node->first : NULL;
        for (size_t i = 0; i < count; i++) {
                /* Words that could not be read were left out: find the item again. */
                while (item && (item->kind != NODE_SCALAR || item->text != ids[i]))
                        item = item->next;
                if (sign_is_known(reader, ids[i]))
                        known[kept++] = ids[i];
                else
                        report_sign(
                                reader, ids[i], item ? item->place : node->place, strlen(ids[i]));
        }
        question->signs = known;
        question->sign_count = kept;
}

bool sign_is_known(const Reader *reader, const char *id)
{
        const Words *ids = reader->module->sign_ids;
        return (ids && words_find(ids, id, strlen(id))) || !reader->signs_are_known;
}

void report_sign(Reader *reader, const char *id, Place place, size_t length)
{
        const Module *module = reader->module;
        Diagnostic *unknown =
                read_report(reader, CHECK_UNKNOWN_SIGN, place, read_quote(reader, id));
        unknown->length = (uint32_t)(length ? length : 1);
        enum { MOST_NAMES = 500 };
        const char *names[MOST_NAMES];
        size_t count = module->sign_count < MOST_NAMES ? module->sign_count : MOST_NAMES;
        for (size_t i = 0; i < count; i++)
                names[i] = module->signs[i].id;
        read_suggest(reader, unknown, id, names, count);
}

static void read_twin(Reader *reader, const KeySpec *spec, const Node *node, void *field)
{
        const char *id = NULL;
        read_id(reader, spec, node, &id);
        if (!id || !is_id(id))
                return;
        Node *kept = arena_alloc(reader->scratch, sizeof *kept);
        *kept = *node;
        ((QuestionDraft *)field)->twin = kept;
}

static void read_traits(Reader *reader, const KeySpec *spec, const Node *node, void *field)
{
        Question *question = field;
        question->traits = read_words(reader, spec->key, node, &question->trait_count);
}

static void read_points(Reader *reader, const KeySpec *spec, const Node *node, void *field)
{
        double points = 1;
        size_t before = reader->errors;
        read_number(reader, spec, node, &points);
        if (points > 0 && points <= 1000)
                *(double *)field = points;
        else if (reader->errors == before)
                read_report_node(reader, CHECK_OUT_OF_RANGE, node, spec->key,
                        _("more than 0 and at most 1000"), read_quote(reader, node->text));
}

static void read_status(Reader *reader, const KeySpec *spec, const Node *node, void *field)
{
        int status = -1;
        read_choice(reader, spec, node, &status);
        *(QuestionStatus *)field = status == 0   ? QUESTION_TRIAL
                                   : status == 1 ? QUESTION_RETIRED
                                                 : QUESTION_LIVE;
}

static void read_question_shuffle(
        Reader *reader, const KeySpec *spec, const Node *node, void *field)
{
        int word = -1;
        read_choice(reader, spec, node, &word);
        *(bool *)field = word == 0;
}

static const char *const statuses[] = { "trial", "retired", NULL };
static const char *const shuffles[] = { "none", NULL };

static const KeySpec common_keys[] = {
        { .key = "id", .read = read_id, QUESTION(id), .required = true },
        { .key = "type", .read = read_later, .required = true },
        { .key = "competency", .read = read_word, QUESTION(competency) },
        { .key = "scene", .read = read_markdown, QUESTION(scene) },
        { .key = "explain", .read = read_markdown, QUESTION(explain) },
        { .key = "signs", .read = read_signs },
        { .key = "points", .read = read_points, QUESTION(points), .least = -1e12, .most = 1e12 },
        { .key = "twin", .read = read_twin },
        { .key = "traits", .read = read_traits },
        { .key = "status", .read = read_status, QUESTION(status), .words = statuses },
        { .key = "critical", .read = read_bool, QUESTION(critical) },
        { .key = "shuffle",
                .read = read_question_shuffle,
                QUESTION(keeps_order),
                .words = shuffles },
        { 0 },
};

static const QuestionType types[QUESTION_KINDS] = {
        [QUESTION_SINGLE] = { single_keys, NULL },
        [QUESTION_MULTIPLE] = { multiple_keys, NULL },
        [QUESTION_TRUE_FALSE] = { truth_keys, NULL },
        [QUESTION_ORDER] = { order_keys, NULL },
        [QUESTION_MATCH] = { match_keys, NULL },
        [QUESTION_SPOT] = { spot_keys, spot_finish },
        [QUESTION_BRANCH] = { branch_keys, branch_finish },
        [QUESTION_CALL] = { call_keys, call_finish },
};

static const char *belongs_elsewhere(Reader *reader, const char *key)
{
        Text text = { 0 };
        for (size_t i = 0; i < QUESTION_KINDS; i++) {
                for (const KeySpec *spec = types[i].keys; spec->key; spec++) {
                        if (strcmp(spec->key, key) == 0)
                                text_printf(&text, "%s'%s'", text.len ? ", " : "",
                                        question_kind_names[i]);
                }
        }
        const char *hint = text.len ? arena_printf(reader->scratch, _("it belongs to the type %s"),
                                              text_string(&text))
                                    : NULL;
        text_clear(&text);
        return hint;
}

/* For a question whose type is not known: whatever some type has is accepted without a word. */
static const KeySpec any_keys[] = {
        { .key = "ask", .read = read_later },
        { .key = "options", .read = read_later },
        { .key = "answer", .read = read_later },
        { .key = "feedback", .read = read_later },
        { .key = "steps", .read = read_later },
        { .key = "pairs", .read = read_later },
        { .key = "extra", .read = read_later },
        { .key = "passage", .read = read_later },
        { .key = "start", .read = read_later },
        { .key = "number", .read = read_later },
        { .key = "also", .read = read_later },
        { .key = "say", .read = read_later },
        { 0 },
};

static const QuestionType *read_type(Reader *reader, const Node *node, QuestionKind *kind)
{
        static const QuestionType unknown_type = { any_keys, NULL };
        const Node *type = node_get(node, "type");
        if (!type)
                return &unknown_type; /* its absence is reported with the other keys */
        if (type->kind != NODE_SCALAR || type->count == 0) {
                read_wrong_kind(reader, "type", _("a type of question"), type);
                return &unknown_type;
        }
        for (size_t i = 0; i < QUESTION_KINDS; i++) {
                if (strcmp(type->text, question_kind_names[i]) == 0) {
                        *kind = (QuestionKind)i;
                        return &types[i];
                }
        }
        Diagnostic *unknown =
                read_report_node(reader, CHECK_UNKNOWN_TYPE, type, read_quote(reader, type->text));
        read_suggest(reader, unknown, type->text, question_kind_names, QUESTION_KINDS);
        return &unknown_type;
}

QuestionDraft *read_question(Reader *reader, const Node *node)
{
        QuestionDraft *draft = arena_alloc(reader->scratch, sizeof *draft);
        Question *question = &draft->question;
        question->points = 1;
        question->competency = "report";
        question->twin = SIZE_MAX;
        question->place = read_first_key(node);
        const QuestionType *type = read_type(reader, node, &question->kind);
        const MappingSpec mapping = {
                .own = type->keys, .common = common_keys, .elsewhere = belongs_elsewhere
        };
        if (!read_mapping(reader, "questions", node, &mapping, draft))
                return draft;
        const Node *id = node_get(node, "id"), *ask = node_get(node, "ask");
        question->ask_place = ask ? ask->place : question->place;
        if (id)
                draft->id_place = id->place;
        if (type->finish)
                type->finish(reader, node, question);
        return draft;
}

static size_t find_twin(Reader *reader, size_t index)
{
        const Node *node = reader->twins[index];
        const Module *module = reader->module;
        const Word *word = words_find(&reader->question_ids.words, node->text, node->count);
        if (word && word->value == index) {
                read_report_node(reader, CHECK_TWIN_ITSELF, node);
                return SIZE_MAX;
        }
        if (word)
                return word->value;
        if (!reader->questions_are_known)
                return SIZE_MAX;
        Diagnostic *unknown = read_report_node(
                reader, CHECK_UNKNOWN_QUESTION, node, read_quote(reader, node->text));
        enum { MOST_NAMES = 500 };
        const char *names[MOST_NAMES];
        size_t count = module->question_count < MOST_NAMES ? module->question_count : MOST_NAMES;
        /* Twins mostly stand close together. */
        size_t from = index > MOST_NAMES / 2 ? index - MOST_NAMES / 2 : 0;
        if (from + count > module->question_count)
                from = module->question_count - count;
        for (size_t i = 0; i < count; i++)
                names[i] = from + i == index ? NULL : module->questions[from + i].id;
        read_suggest(reader, unknown, node->text, names, count);
        return SIZE_MAX;
}

void read_twins(Reader *reader)
{
        size_t count = reader->module->question_count;
        Question *questions = (Question *)reader->module->questions;
        size_t *named = arena_array(reader->scratch, size_t, count);
        for (size_t i = 0; i < count; i++)
                named[i] = reader->twins[i] ? find_twin(reader, i) : SIZE_MAX;
        for (size_t i = 0; i < count; i++) {
                if (named[i] != SIZE_MAX && named[named[i]] == i)
                        questions[i].twin = named[i];
        }
        for (size_t i = 0; i < count; i++) {
                size_t other = named[i];
                if (other == SIZE_MAX || questions[i].twin == other || !questions[other].id)
                        continue;
                if (reader->twins[other] && named[other] == SIZE_MAX)
                        continue; /* it names one that is not there: that is said already */
                const char *id = read_quote(reader, questions[other].id);
                size_t third = named[other] != SIZE_MAX ? named[other] : questions[other].twin;
                if (third != SIZE_MAX && questions[third].id) {
                        read_report_node(reader, CHECK_TWIN_OTHER, reader->twins[i], id,
                                read_quote(reader, questions[third].id));
                        continue;
                }
                questions[i].twin = other;
                questions[other].twin = i;
                Diagnostic *one_way =
                        read_report_node(reader, CHECK_TWIN_ONE_WAY, reader->twins[i], id);
                diagnostic_hint(reader->found, one_way, _("add 'twin' there too"));
        }
}
