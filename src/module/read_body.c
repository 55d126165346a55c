#include <string.h>

#include "base/nearest.h"
#include "base/translate.h"
#include "module/read.h"

static Place place_of(const Node *mapping, const char *key)
{
        const Node *value = node_get(mapping, key);
        return value ? value->place : read_first_key(mapping);
}

static void read_signs(Reader *reader, const Node *list)
{
        static const KeySpec keys[] = {
                { .key = "id", .read = read_id, .offset = offsetof(Sign, id), .required = true },
                { .key = "text",
                        .read = read_text,
                        .offset = offsetof(Sign, text),
                        .required = true },
                { 0 },
        };
        static const MappingSpec mapping = { .own = keys };
        size_t count, kept = 0;
        const Node *item = read_list(reader, "signs", list, 0, LIMIT_QUESTIONS, &count);
        Sign *signs = arena_array(reader->arena, Sign, count);
        Ids ids = { 0 };
        for (size_t i = 0; i < count && item; i++, item = item->next) {
                Sign *sign = &signs[kept];
                sign->place = item->place;
                if (read_mapping(reader, "signs", item, &mapping, sign) && sign->id &&
                        ids_take(reader, &ids, sign->id, place_of(item, "id"), kept))
                        kept++;
                else
                        *sign = (Sign){ 0 };
        }
        Words *known = arena_alloc(reader->arena, sizeof *known);
        *known = ids.words;
        reader->module->sign_ids = known;
        reader->module->signs = signs;
        reader->module->sign_count = kept;
        reader->signs_are_known = list->kind == NODE_SEQUENCE && !list->cut;
}

static void read_lessons(Reader *reader, const Node *list)
{
        static const KeySpec keys[] = {
                { .key = "id", .read = read_id, .offset = offsetof(Lesson, id), .required = true },
                { .key = "title",
                        .read = read_line,
                        .offset = offsetof(Lesson, title),
                        .required = true },
                { .key = "text",
                        .read = read_markdown,
                        .offset = offsetof(Lesson, text),
                        .required = true },
                { 0 },
        };
        static const MappingSpec mapping = { .own = keys };
        size_t count;
        const Node *item = read_list(reader, "lessons", list, 0, LIMIT_QUESTIONS, &count);
        Lesson *lessons = arena_array(reader->arena, Lesson, count);
        Ids ids = { 0 };
        for (size_t i = 0; i < count && item; i++, item = item->next) {
                lessons[i].place = item->place;
                read_mapping(reader, "lessons", item, &mapping, &lessons[i]);
                ids_take(reader, &ids, lessons[i].id, place_of(item, "id"), i);
        }
        reader->module->lessons = lessons;
        reader->module->lesson_count = count;
}

static void read_shuffle(Reader *reader, const KeySpec *spec, const Node *node, void *field)
{
        static const char *const words[] = { "questions", "options", "none", NULL };
        static const char *const listed[] = { "questions", "options", NULL };
        Module *module = field;
        KeySpec choice = *spec;
        choice.words = words;
        module->shuffle_questions = module->shuffle_options = false;
        bool single = node->kind == NODE_SCALAR;
        if (!single && node->kind != NODE_SEQUENCE) {
                read_wrong_kind(reader, spec->key, _("a list"), node);
                return;
        }
        if (!single)
                choice.words = listed;
        for (const Node *item = single ? node : node->first; item;
                item = single ? NULL : item->next) {
                int word = -1;
                read_choice(reader, &choice, item, &word);
                bool *shuffles = word == 0 ? &module->shuffle_questions : &module->shuffle_options;
                if (word != 0 && word != 1)
                        continue;
                if (*shuffles)
                        read_report_node(reader, CHECK_REPEATED, item, words[word]);
                *shuffles = true;
        }
}

typedef struct SectionDraft {
        Section section;
        unsigned draw;
} SectionDraft;

static const KeySpec section_keys[] = {
        { .key = "id",
                .read = read_id,
                .offset = offsetof(SectionDraft, section.id),
                .required = true },
        { .key = "title",
                .read = read_line,
                .offset = offsetof(SectionDraft, section.title),
                .required = true },
        { .key = "draw",
                .read = read_whole,
                .offset = offsetof(SectionDraft, draw),
                .least = 1,
                .most = LIMIT_QUESTIONS },
        { .key = "questions", .read = read_later, .required = true },
        { 0 },
};

/* How many of a section's questions are asked at all. */
static size_t count_asked(const Module *module, const Section *section)
{
        size_t asked = 0;
        for (size_t i = section->first; i < section->first + section->count; i++)
                asked += module->questions[i].status != QUESTION_RETIRED;
        return asked;
}

static void check_draw(Reader *reader, const Node *node, Section *section, size_t draw)
{
        const Node *value = node_get(node, "draw"), *list = node_get(node, "questions");
        size_t asked = count_asked(reader->module, section);
        section->draw = draw && draw < asked ? draw : asked;
        if (!list || list->kind != NODE_SEQUENCE || list->cut)
                return;
        if (draw > asked && section->count > 0)
                read_report_node(reader, CHECK_DRAW, value, draw, asked);
}

static size_t read_section(
        Reader *reader, const Node *node, size_t index, size_t first, Question *questions)
{
        static const MappingSpec mapping = { .own = section_keys };
        SectionDraft draft = { .section = { .place = node->place, .first = first } };
        Section *section = (Section *)&reader->module->sections[index];
        read_mapping(reader, "sections", node, &mapping, &draft);
        *section = draft.section;
        const Node *list = node_get(node, "questions");
        size_t most = LIMIT_QUESTIONS - first, count = 0;
        if (!list)
                return first;
        const Node *item = read_list(reader, "questions", list, 1, most, &count);
        for (size_t i = first; i < first + count && item; i++, item = item->next) {
                const QuestionDraft *read =
                        item->kind == NODE_TAKEN ? item->taken : read_question(reader, item);
                questions[i] = read->question;
                questions[i].section = index;
                reader->twins[i] = read->twin;
                ids_take(reader, &reader->question_ids, read->question.id, read->id_place, i);
        }
        section->count = count;
        reader->module->question_count = first + count;
        check_draw(reader, node, section, draft.draw);
        return first + count;
}

static size_t count_questions(const Node *sections)
{
        size_t count = 0;
        for (const Node *node = sections->first; node; node = node->next) {
                const Node *list = node_get(node, "questions");
                if (list && list->kind == NODE_SEQUENCE)
                        count += list->count;
        }
        return count < LIMIT_QUESTIONS ? count : LIMIT_QUESTIONS;
}

static void read_sections(Reader *reader, const KeySpec *spec, const Node *list, void *field)
{
        Module *module = field;
        size_t count;
        if (module->sections)
                return; /* the key stands there twice, which is said already */
        const Node *item = read_list(reader, spec->key, list, 1, LIMIT_QUESTIONS, &count);
        if (!item)
                return;
        size_t most = count_questions(list), first = 0;
        Question *questions = arena_array(reader->arena, Question, most);
        module->questions = questions;
        module->sections = arena_array(reader->arena, Section, count);
        reader->twins = arena_array(reader->scratch, const Node *, most);
        Ids ids = { 0 };
        for (size_t i = 0; i < count && item; i++, item = item->next) {
                first = read_section(reader, item, i, first, questions);
                module->section_count = i + 1;
                ids_take(reader, &ids, module->sections[i].id, place_of(item, "id"), i);
        }
}

static const KeySpec quiz_keys[] = {
        { .key = "shuffle", .read = read_shuffle },
        { .key = "confidence", .read = read_bool, .offset = offsetof(Module, confidence) },
        { .key = "sections", .read = read_sections, .required = true },
        { 0 },
};

/* Whether a key that nobody knows was probably meant for `key`: then it is not missing. */
static bool is_misspelt(const Node *root, const char *key)
{
        for (const Node *child = root->first; child; child = child->next) {
                if (word_distance(child->key, key) <= 2)
                        return true;
        }
        return false;
}

const char *const read_taken_from[] = { "quiz", "sections", "", "questions", NULL };

void *read_taken(void *data, const Node *root, const Node *question)
{
        Reader *reader = data;
        if (reader->taking == TAKING_UNDECIDED) {
                const Node *format = node_get(root, "makesafe"), *signs = node_get(root, "signs");
                bool ours = format && format->kind == NODE_SCALAR && strcmp(format->text, "1") == 0;
                reader->taking = ours && signs ? TAKING_ALL : TAKING_NONE;
                if (reader->taking == TAKING_ALL)
                        read_signs(reader, signs);
        }
        return reader->taking == TAKING_ALL ? read_question(reader, question) : NULL;
}

void read_body(Reader *reader, const Node *root)
{
        static const MappingSpec mapping = { .own = quiz_keys };
        const Node *signs = node_get(root, "signs"), *lessons = node_get(root, "lessons");
        const Node *quiz = node_get(root, "quiz");
        Module *module = reader->module;
        module->shuffle_questions = module->shuffle_options = true;
        reader->questions_are_known = !root->cut && quiz && !quiz->cut;
        if (!signs)
                reader->signs_are_known = !root->cut && !is_misspelt(root, "signs");
        else if (reader->taking != TAKING_ALL)
                read_signs(reader, signs);
        if (lessons)
                read_lessons(reader, lessons);
        if (!quiz)
                return;
        read_mapping(reader, "quiz", quiz, &mapping, module);
        if (module->question_count)
                read_twins(reader);
        Words *known = arena_alloc(reader->arena, sizeof *known);
        *known = reader->question_ids.words;
        module->question_ids = known;
}
