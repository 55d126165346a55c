#include "base/translate.h"
#include "module/read.h"

#define QUESTION(field) .offset = offsetof(Question, field)

typedef struct OptionDraft {
        Option option;
        bool correct;
        double worth;
        const Node *correct_node, *worth_node;
} OptionDraft;

#define OPTION(field) .offset = offsetof(OptionDraft, option.field)

static void read_correct(Reader *reader, const KeySpec *spec, const Node *node, void *field)
{
        OptionDraft *draft = field;
        read_bool(reader, spec, node, &draft->correct);
        draft->correct_node = node;
}

static void read_worth(Reader *reader, const KeySpec *spec, const Node *node, void *field)
{
        OptionDraft *draft = field;
        read_percent(reader, spec, node, &draft->worth);
        draft->worth_node = node;
}

static const KeySpec single_option_keys[] = {
        { .key = "text", .read = read_text, OPTION(text), .required = true },
        { .key = "correct", .read = read_correct },
        { .key = "worth", .read = read_worth },
        { .key = "feedback", .read = read_markdown, OPTION(feedback) },
        { 0 },
};

static const KeySpec multiple_option_keys[] = {
        { .key = "text", .read = read_text, OPTION(text), .required = true },
        { .key = "correct", .read = read_correct },
        { .key = "feedback", .read = read_markdown, OPTION(feedback) },
        { .key = "missed", .read = read_markdown, OPTION(missed) },
        { 0 },
};

static void finish_option(Reader *reader, OptionDraft *draft)
{
        if (draft->correct_node && draft->worth_node) {
                Diagnostic *both =
                        read_report_node(reader, CHECK_CORRECT_AND_WORTH, draft->worth_node);
                diagnostic_hint(
                        reader->found, both, _("'correct: true' is 'worth: 100'; keep one"));
        }
        draft->option.worth = draft->correct ? 1 : draft->worth;
        draft->option.correct = draft->option.worth >= 1;
}

static void read_options(Reader *reader, const KeySpec *spec, const Node *node, Question *question,
        const MappingSpec *mapping, OptionDraft drafts[LIMIT_OPTIONS])
{
        size_t count;
        const Node *item =
                read_list(reader, spec->key, node, (size_t)spec->least, LIMIT_OPTIONS, &count);
        Option *options = arena_array(reader->arena, Option, count);
        for (size_t i = 0; i < count && item; i++, item = item->next) {
                drafts[i] = (OptionDraft){ .option.place = item->place };
                if (read_mapping(reader, spec->key, item, mapping, &drafts[i]))
                        finish_option(reader, &drafts[i]);
                options[i] = drafts[i].option;
        }
        question->choice.options = options;
        question->choice.count = count;
}

/* \return whether an option is right */
static bool check_one_right(Reader *reader, const OptionDraft *drafts, size_t count)
{
        const Node *first = NULL;
        for (size_t i = 0; i < count; i++) {
                if (!drafts[i].option.correct)
                        continue;
                const Node *value =
                        drafts[i].correct_node ? drafts[i].correct_node : drafts[i].worth_node;
                if (!first) {
                        first = value;
                        continue;
                }
                Diagnostic *several = read_report_node(reader, CHECK_SEVERAL_RIGHT, value);
                diagnostic_also(reader->found, several, first->place, _("the first right one"));
                diagnostic_hint(reader->found, several,
                        _("the type 'multiple' has several; 'worth' makes an option partly right"));
        }
        return first != NULL;
}

static void read_single_options(Reader *reader, const KeySpec *spec, const Node *node, void *field)
{
        static const MappingSpec mapping = { .own = single_option_keys };
        size_t before = reader->errors;
        Question *question = field;
        OptionDraft drafts[LIMIT_OPTIONS];
        read_options(reader, spec, node, question, &mapping, drafts);
        bool whole = reader->errors == before && !node->cut;
        /* Where an option could not be read, nobody knows whether it was the right one. */
        if (!check_one_right(reader, drafts, question->choice.count) && whole)
                read_report(reader, CHECK_NONE_RIGHT, node->place);
}

static void read_multiple_options(
        Reader *reader, const KeySpec *spec, const Node *node, void *field)
{
        static const MappingSpec mapping = { .own = multiple_option_keys };
        OptionDraft drafts[LIMIT_OPTIONS];
        read_options(reader, spec, node, field, &mapping, drafts);
}

const KeySpec single_keys[] = {
        { .key = "ask", .read = read_text, QUESTION(ask), .required = true },
        { .key = "options", .read = read_single_options, .required = true, .least = 2 },
        { 0 },
};

const KeySpec multiple_keys[] = {
        { .key = "ask", .read = read_text, QUESTION(ask), .required = true },
        { .key = "options", .read = read_multiple_options, .required = true, .least = 1 },
        { 0 },
};

static const KeySpec truth_feedback_keys[] = {
        { .key = "true", .read = read_markdown, QUESTION(truth.feedback[1]) },
        { .key = "false", .read = read_markdown, QUESTION(truth.feedback[0]) },
        { 0 },
};

static void read_truth_feedback(Reader *reader, const KeySpec *spec, const Node *node, void *field)
{
        static const MappingSpec mapping = { .own = truth_feedback_keys };
        read_mapping(reader, spec->key, node, &mapping, field);
}

const KeySpec truth_keys[] = {
        { .key = "ask", .read = read_text, QUESTION(ask), .required = true },
        { .key = "answer", .read = read_bool, QUESTION(truth.answer), .required = true },
        { .key = "feedback", .read = read_truth_feedback },
        { 0 },
};

static void read_order_steps(Reader *reader, const KeySpec *spec, const Node *node, void *field)
{
        Question *question = field;
        question->order.steps =
                read_texts(reader, spec->key, node, 3, LIMIT_STEPS, &question->order.count);
}

const KeySpec order_keys[] = {
        { .key = "ask", .read = read_text, QUESTION(ask), .required = true },
        { .key = "steps", .read = read_order_steps, .required = true },
        { 0 },
};

static const KeySpec pair_keys[] = {
        { .key = "left", .read = read_text, .offset = offsetof(Pair, left), .required = true },
        { .key = "right", .read = read_text, .offset = offsetof(Pair, right), .required = true },
        { 0 },
};

static void read_pairs(Reader *reader, const KeySpec *spec, const Node *node, void *field)
{
        static const MappingSpec mapping = { .own = pair_keys };
        Question *question = field;
        size_t count;
        const Node *item = read_list(reader, spec->key, node, 2, LIMIT_PAIRS, &count);
        Pair *pairs = arena_array(reader->arena, Pair, count);
        for (size_t i = 0; i < count && item; i++, item = item->next) {
                pairs[i].place = item->place;
                read_mapping(reader, spec->key, item, &mapping, &pairs[i]);
        }
        question->match.pairs = pairs;
        question->match.count = count;
}

static void read_extra(Reader *reader, const KeySpec *spec, const Node *node, void *field)
{
        Question *question = field;
        question->match.extra =
                read_texts(reader, spec->key, node, 0, LIMIT_PAIRS, &question->match.extra_count);
}

const KeySpec match_keys[] = {
        { .key = "ask", .read = read_text, QUESTION(ask), .required = true },
        { .key = "pairs", .read = read_pairs, .required = true },
        { .key = "extra", .read = read_extra },
        { 0 },
};
