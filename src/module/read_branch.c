#include <string.h>

#include "base/translate.h"
#include "module/read.h"

#define QUESTION(field) .offset = offsetof(Question, field)

typedef struct ChoiceDraft {
        BranchChoice choice;
        const Node *to;
} ChoiceDraft;

typedef struct StepDraft {
        BranchStep step;
        const Node *choices, *end;
} StepDraft;

/* A branch question being looked at. */
typedef struct Walk {
        Reader *reader;
        const Node *steps; /* the mapping */
        Question *question;
        bool whole;                              /* every step was read and every reference found */
        unsigned char state[LIMIT_BRANCH_STEPS]; /* 0 not met, 1 on the way, 2 done */
        size_t way[LIMIT_BRANCH_STEPS], way_len;
        double best[LIMIT_BRANCH_STEPS], worst[LIMIT_BRANCH_STEPS];
        const Place *to[LIMIT_BRANCH_STEPS]; /* by step, of its choices' references */
        bool loops;
} Walk;

static void keep_node(Reader *reader, const KeySpec *spec, const Node *node, void *field)
{
        (void)reader;
        (void)spec;
        *(const Node **)field = node;
}

static void read_end(Reader *reader, const KeySpec *spec, const Node *node, void *field)
{
        int end = -1;
        StepDraft *draft = field;
        read_choice(reader, spec, node, &end);
        draft->end = node;
        draft->step.end = (BranchEnd)(end + 1);
}

static const char *const ends[] = { "good", "mixed", "poor", NULL };

static const KeySpec choice_keys[] = {
        { .key = "text",
                .read = read_text,
                .offset = offsetof(ChoiceDraft, choice.text),
                .required = true },
        { .key = "to", .read = keep_node, .offset = offsetof(ChoiceDraft, to), .required = true },
        { .key = "worth",
                .read = read_number,
                .offset = offsetof(ChoiceDraft, choice.worth),
                .least = -1000,
                .most = 1000 },
        { .key = "feedback",
                .read = read_markdown,
                .offset = offsetof(ChoiceDraft, choice.feedback) },
        { 0 },
};

static const KeySpec step_keys[] = {
        { .key = "text",
                .read = read_markdown,
                .offset = offsetof(StepDraft, step.text),
                .required = true },
        { .key = "choices", .read = keep_node, .offset = offsetof(StepDraft, choices) },
        { .key = "end", .read = read_end, .words = ends },
        { 0 },
};

const KeySpec branch_keys[] = {
        { .key = "ask", .read = read_text, QUESTION(ask) },
        { .key = "start", .read = read_later, .required = true },
        { .key = "steps", .read = read_later, .required = true },
        { 0 },
};

/* The number of the step that a node names; SIZE_MAX where there is none (reported). */
static size_t find_step(Walk *walk, const char *name, const Node *node)
{
        if (node->kind != NODE_SCALAR || node->count == 0) {
                read_wrong_kind(walk->reader, name, _("the id of a step"), node);
                walk->whole = false;
                return SIZE_MAX;
        }
        size_t index = 0;
        const char *names[LIMIT_BRANCH_STEPS];
        for (const Node *step = walk->steps->first; step && index < LIMIT_BRANCH_STEPS;
                step = step->next) {
                if (strcmp(step->key, node->text) == 0)
                        return index;
                names[index++] = step->key;
        }
        walk->whole = false;
        if (walk->steps->cut || walk->steps->count > LIMIT_BRANCH_STEPS)
                return SIZE_MAX;
        Diagnostic *unknown = read_report_node(
                walk->reader, CHECK_UNKNOWN_STEP, node, read_quote(walk->reader, node->text));
        read_suggest(walk->reader, unknown, node->text, names, index);
        return SIZE_MAX;
}

static void read_choices(Walk *walk, const Node *node, BranchStep *step, size_t index)
{
        static const MappingSpec mapping = { .own = choice_keys };
        size_t count;
        const Node *item = read_list(walk->reader, "choices", node, 0, LIMIT_OPTIONS, &count);
        BranchChoice *choices = arena_array(walk->reader->arena, BranchChoice, count);
        Place *places = arena_array(walk->reader->scratch, Place, count);
        walk->to[index] = places;
        for (size_t i = 0; i < count && item; i++, item = item->next) {
                ChoiceDraft draft = { .choice = { .place = item->place, .to = SIZE_MAX } };
                read_mapping(walk->reader, "choices", item, &mapping, &draft);
                if (draft.to) {
                        places[i] = draft.to->place;
                        draft.choice.to = find_step(walk, "to", draft.to);
                } else {
                        walk->whole = false;
                }
                choices[i] = draft.choice;
        }
        step->choices = choices;
        step->count = count;
        if (node->kind != NODE_SEQUENCE || node->cut || count < node->count)
                walk->whole = false;
}

static Diagnostic *report_step(Walk *walk, CheckId check, const Node *node)
{
        Diagnostic *wrong = read_report(
                walk->reader, check, node->key_place, read_quote(walk->reader, node->key));
        wrong->length = (uint32_t)strlen(node->key);
        return wrong;
}

static void read_step(Walk *walk, const Node *node, BranchStep *step, size_t index)
{
        static const MappingSpec mapping = { .own = step_keys };
        Reader *reader = walk->reader;
        StepDraft draft = { .step = { .id = node->key, .place = node->key_place } };
        if (!is_id(node->key)) {
                Diagnostic *bad = report_step(walk, CHECK_BAD_ID, node);
                diagnostic_hint(reader->found, bad,
                        _("steps are named like questions: a to z, 0 to 9, '-'"));
        }
        size_t before = reader->errors;
        bool read = read_mapping(reader, node->key, node, &mapping, &draft);
        *step = draft.step;
        if (draft.choices)
                read_choices(walk, draft.choices, step, index);
        bool has_choices =
                draft.choices && (draft.choices->kind != NODE_SEQUENCE || draft.choices->count);
        if (read && has_choices && draft.end)
                report_step(walk, CHECK_END_AND_CHOICES, node);
        else if (read && !has_choices && !draft.end && !node->cut && reader->errors == before)
                diagnostic_hint(reader->found, report_step(walk, CHECK_DEAD_END, node),
                        _("give it choices, or 'end: good', 'mixed' or 'poor'"));
        if (reader->errors != before)
                walk->whole = false;
}

static void report_loop(Walk *walk, size_t from, Place place)
{
        const BranchStep *steps = walk->question->branch.steps;
        const char *again = steps[walk->way[from]].id;
        Text names = { 0 };
        for (size_t i = from; i < walk->way_len; i++)
                text_printf(&names, "%s → ", steps[walk->way[i]].id);
        text_append(&names, again);
        /* The place is the reference that closes the loop. */
        Diagnostic *loop = read_report(
                walk->reader, CHECK_LOOP, place, read_quote(walk->reader, text_string(&names)));
        loop->length = (uint32_t)strlen(again);
        diagnostic_hint(walk->reader->found, loop, _("every way must come to an end"));
        text_clear(&names);
        walk->loops = true;
}

/* Goes every way once. What a step's best and worst continuation are worth is known once all that
 * follows is done, so one visit of each step is enough. Depth is at most LIMIT_BRANCH_STEPS. */
static void visit(Walk *walk, size_t index)
{
        const BranchStep *step = &walk->question->branch.steps[index];
        walk->state[index] = 1;
        walk->way[walk->way_len++] = index;
        bool first = true;
        for (size_t i = 0; i < step->count; i++) {
                const BranchChoice *choice = &step->choices[i];
                if (choice->to == SIZE_MAX)
                        continue;
                if (walk->state[choice->to] == 1) {
                        size_t from = 0;
                        while (walk->way[from] != choice->to)
                                from++;
                        report_loop(walk, from, walk->to[index][i]);
                        continue;
                }
                if (walk->state[choice->to] == 0)
                        visit(walk, choice->to);
                double best = choice->worth + walk->best[choice->to];
                double worst = choice->worth + walk->worst[choice->to];
                if (first || best > walk->best[index])
                        walk->best[index] = best;
                if (first || worst < walk->worst[index])
                        walk->worst[index] = worst;
                first = false;
        }
        walk->way_len--;
        walk->state[index] = 2;
}

static void check_reached(Walk *walk)
{
        size_t index = 0;
        for (const Node *step = walk->steps->first; step && index < walk->question->branch.count;
                step = step->next, index++) {
                if (walk->state[index] == 0 && node_get(walk->steps, step->key) == step)
                        report_step(walk, CHECK_UNREACHABLE_STEP, step);
        }
}

static void read_steps(Walk *walk)
{
        size_t count = walk->steps->count, index = 0;
        if (count > LIMIT_BRANCH_STEPS) {
                const Node *extra = walk->steps->first;
                for (size_t i = 0; i < LIMIT_BRANCH_STEPS; i++)
                        extra = extra->next;
                read_report(walk->reader, CHECK_TOO_MANY, extra->key_place, "steps", count,
                        (size_t)LIMIT_BRANCH_STEPS);
                count = LIMIT_BRANCH_STEPS;
                walk->whole = false;
        }
        if (count == 0 && !walk->steps->cut)
                read_report(walk->reader, CHECK_TOO_FEW, walk->steps->place, "steps", (size_t)0,
                        (size_t)1);
        BranchStep *steps = arena_array(walk->reader->arena, BranchStep, count);
        walk->question->branch.steps = steps;
        walk->question->branch.count = count;
        for (const Node *node = walk->steps->first; node && index < count; node = node->next) {
                read_step(walk, node, &steps[index], index);
                index++;
        }
}

void branch_finish(Reader *reader, const Node *node, Question *question)
{
        const Node *start = node_get(node, "start"), *steps = node_get(node, "steps");
        if (!steps)
                return;
        if (steps->kind != NODE_MAPPING) {
                read_wrong_kind(reader, "steps", _("a group of keys"), steps);
                return;
        }
        Walk walk = {
                .reader = reader, .steps = steps, .question = question, .whole = !steps->cut
        };
        read_steps(&walk);
        size_t first =
                start && question->branch.count ? find_step(&walk, "start", start) : SIZE_MAX;
        if (first == SIZE_MAX)
                return;
        question->branch.start = first;
        visit(&walk, first);
        /* A step may be out of reach only because the way to it could not be read. */
        if (walk.whole)
                check_reached(&walk);
        question->branch.best = walk.best[first];
        question->branch.worst = walk.worst[first];
        if (walk.whole && !walk.loops && !(walk.best[first] > walk.worst[first])) {
                Diagnostic *flat = read_report(reader, CHECK_FLAT_BRANCH, steps->key_place);
                flat->length = (uint32_t)strlen("steps");
                diagnostic_hint(reader->found, flat, _("give the better choices more 'worth'"));
        }
}
