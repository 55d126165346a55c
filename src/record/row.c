#include "record/row.h"

#include <string.h>

enum {
        COLUMN_SEQ,
        COLUMN_AT,
        COLUMN_KIND,
        COLUMN_PERSON,
        COLUMN_ATTEMPT,
        COLUMN_BODY,
        COLUMN_HASH
};

static const char *text(const Row *row, int column)
{
        return row->operations->text(row, column);
}

static int64_t number(const Row *row, int column)
{
        return row->operations->number(row, column);
}

static double real(const Row *row, int column)
{
        return row->operations->real(row, column);
}

static bool read_id(const Row *row, int column, char id[ID_SIZE])
{
        const char *found = text(row, column);
        if (!row->operations->has_type(row, column, ROW_TEXT) || (found[0] && !id_is_valid(found)))
                return false;
        memcpy(id, found, strlen(found) + 1);
        return true;
}

bool row_event(const Row *row, Event *event, const char **why)
{
        const RowOperations *operations = row->operations;
        *event = (Event){ .seq = number(row, COLUMN_SEQ),
                .at = number(row, COLUMN_AT),
                .kind = event_kind_find(text(row, COLUMN_KIND)),
                .body = text(row, COLUMN_BODY) };
        *why = NULL;
        if (!operations->has_type(row, COLUMN_AT, ROW_NUMBER))
                *why = "at";
        else if (event->kind == EVENT_KINDS)
                *why = "kind";
        else if (!read_id(row, COLUMN_PERSON, event->person))
                *why = "person";
        else if (!read_id(row, COLUMN_ATTEMPT, event->attempt))
                *why = "attempt";
        else if (!operations->has_type(row, COLUMN_BODY, ROW_TEXT))
                *why = "body";
        else if (!operations->has_type(row, COLUMN_HASH, ROW_BYTES) ||
                 operations->bytes(row, COLUMN_HASH, event->hash, HASH_BYTES) != HASH_BYTES)
                *why = "hash";
        return !*why;
}

Person row_person(const Row *row, Arena *arena)
{
        Person person = { .staff_id = arena_strdup(arena, text(row, 1)),
                .name = arena_strdup(arena, text(row, 2)),
                .site = arena_strdup(arena, text(row, 3)),
                .has_left = number(row, 4) != 0 };
        if (!read_id(row, 0, person.id))
                person.id[0] = '\0';
        return person;
}

AttemptRow row_attempt(const Row *row)
{
        AttemptRow attempt = { .module = text(row, 2),
                .version = text(row, 3),
                .digest = text(row, 4),
                .language = text(row, 5),
                .seed = (uint64_t)number(row, 6),
                .started = number(row, 7),
                .finished = number(row, 8),
                .abandoned = number(row, 9),
                .answered = number(row, 10),
                .questions = number(row, 11),
                .score = real(row, 12),
                .max = real(row, 13),
                .percent = real(row, 14),
                .passed = number(row, 15) != 0 };
        read_id(row, 0, attempt.id);
        read_id(row, 1, attempt.person);
        return attempt;
}

/* DAY_NONE for NULL, and for what means for ever. */
static Day read_day(const Row *row, int column)
{
        const char *found = text(row, column);
        Day day = DAY_NONE;
        if (strcmp(found, "9999-12-31") != 0)
                day_parse(found, &day);
        return day;
}

Assignment row_assignment(const Row *row)
{
        Assignment assignment = { .module = text(row, 0), .due = DAY_NONE };
        day_parse(text(row, 1), &assignment.due);
        return assignment;
}

CompletionRow row_completion(const Row *row)
{
        CompletionRow completion = { .status = (CompletionStatus)number(row, 0),
                .staff_id = text(row, 2),
                .name = text(row, 3),
                .site = text(row, 4),
                .module = text(row, 5),
                .version = text(row, 6),
                .has_score = !row->operations->is_null(row, 7),
                .percent = real(row, 7),
                .attempts = number(row, 8),
                .completed = number(row, 9),
                .expires = read_day(row, 10),
                .due = read_day(row, 11),
                .how = text(row, 12),
                .missed = real(row, 13) };
        if (!read_id(row, 1, completion.person))
                completion.person[0] = '\0';
        return completion;
}

CompletionCounts row_completion_counts(const Row *row)
{
        CompletionCounts counts = { .group = text(row, 0),
                .rows = number(row, 1),
                .people = number(row, 2),
                .waived = number(row, 3 + STATUS_COUNT),
                .imported = number(row, 4 + STATUS_COUNT) };
        for (int i = 0; i < STATUS_COUNT; i++)
                counts.statuses[i] = number(row, 3 + i);
        return counts;
}

QuestionFigures row_question_figures(const Row *row)
{
        return (QuestionFigures){ .module = text(row, 0),
                .version = text(row, 1),
                .question = text(row, 2),
                .n = number(row, 3),
                .sum = real(row, 4),
                .sum_squares = real(row, 5),
                .hits = number(row, 6),
                .misses = number(row, 7),
                .false_alarms = number(row, 8),
                .correct_rejections = number(row, 9) };
}

OptionChoices row_option_choices(const Row *row)
{
        return (OptionChoices){ .module = text(row, 0),
                .version = text(row, 1),
                .question = text(row, 2),
                .option = text(row, 3),
                .chosen = number(row, 4) };
}

SignFigures row_sign_figures(const Row *row)
{
        return (SignFigures){ .module = text(row, 0),
                .version = text(row, 1),
                .sign = text(row, 2),
                .hits = number(row, 3),
                .misses = number(row, 4),
                .people = number(row, 5) };
}
