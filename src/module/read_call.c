#include <string.h>

#include "base/translate.h"
#include "module/read.h"

#define QUESTION(field) .offset = offsetof(Question, field)

static const char *const slots[] = { "concern", "who", "where", "when", "vehicle", "contact",
        NULL };

static void read_right_number(Reader *reader, const KeySpec *spec, const Node *node, void *field)
{
        int number = -1;
        read_choice(reader, spec, node, &number);
        Question *question = field;
        question->call.number = number < 0 ? CALL_NUMBERS : (CallNumber)number;
}

#define WORTH(number) QUESTION(call.worth[number])
static const KeySpec also_keys[] = {
        { .key = "999", .read = read_percent, WORTH(CALL_999) },
        { .key = "101", .read = read_percent, WORTH(CALL_101) },
        { .key = "supervisor", .read = read_percent, WORTH(CALL_SUPERVISOR) },
        { .key = "nobody", .read = read_percent, WORTH(CALL_NOBODY) },
        { 0 },
};

static void read_also(Reader *reader, const KeySpec *spec, const Node *node, void *field)
{
        static const MappingSpec mapping = { .own = also_keys };
        read_mapping(reader, spec->key, node, &mapping, field);
}

static void read_slot(Reader *reader, const KeySpec *spec, const Node *node, void *field)
{
        int slot = -1;
        read_choice(reader, spec, node, &slot);
        *(CallSlot *)field = (CallSlot)(slot + 1);
}

static const KeySpec say_keys[] = {
        { .key = "text", .read = read_text, .offset = offsetof(Say, text), .required = true },
        { .key = "give", .read = read_bool, .offset = offsetof(Say, give) },
        { .key = "slot", .read = read_slot, .offset = offsetof(Say, slot), .words = slots },
        { .key = "feedback", .read = read_markdown, .offset = offsetof(Say, feedback) },
        { 0 },
};

static void read_say(Reader *reader, const KeySpec *spec, const Node *node, void *field)
{
        static const MappingSpec mapping = { .own = say_keys };
        Question *question = field;
        size_t count;
        const Node *item = read_list(reader, spec->key, node, 1, LIMIT_OPTIONS, &count);
        Say *say = arena_array(reader->arena, Say, count);
        for (size_t i = 0; i < count && item; i++, item = item->next) {
                say[i].place = item->place;
                read_mapping(reader, spec->key, item, &mapping, &say[i]);
        }
        question->call.say = say;
        question->call.count = count;
}

static const char *const numbers[] = { "999", "101", "supervisor", "nobody", NULL };

const KeySpec call_keys[] = {
        { .key = "ask", .read = read_text, QUESTION(ask), .required = true },
        { .key = "number", .read = read_right_number, .words = numbers, .required = true },
        { .key = "also", .read = read_also },
        { .key = "say", .read = read_say, .required = true },
        { 0 },
};

void call_finish(Reader *reader, const Node *node, Question *question)
{
        CallNumber right = question->call.number;
        if (right >= CALL_NUMBERS || !node_get(node, "number")) {
                question->call.number = CALL_999;
                return;
        }
        const Node *again = node_get(node_get(node, "also"), call_number_names[right]);
        if (again) {
                Diagnostic *twice = read_report(reader, CHECK_RIGHT_NUMBER_AGAIN, again->key_place,
                        call_number_names[right]);
                twice->length = (uint32_t)strlen(again->key);
        }
        question->call.worth[right] = 1;
}
