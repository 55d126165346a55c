#include "report/board_module.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

enum { QUESTIONS_MOST = 4096 };

typedef struct Gathering {
        Store *store;
        Arena *arena;
        ModuleFigures *figures;
        char seen[MODULE_PEOPLE_LEAST][ID_SIZE]; /* people of attempts */
        QuestionLine *questions;
        char (*question_people)[MODULE_PEOPLE_LEAST][ID_SIZE];
        size_t question_count;
        const char *person; /* whose answers are being read */
        bool (*keep_on)(void *data);
        void *data;
        bool *stopped;
        Error *error;
        bool has_failed;
} Gathering;

/* Counts different people no further than is needed. */
static void see_person(char seen[MODULE_PEOPLE_LEAST][ID_SIZE], size_t *count, const char *person)
{
        for (size_t i = 0; i < *count; i++)
                if (strcmp(seen[i], person) == 0)
                        return;
        if (*count < MODULE_PEOPLE_LEAST)
                memcpy(seen[(*count)++], person, ID_SIZE);
}

static void count_month(ModuleFigures *figures, int64_t finished, bool passed)
{
        int year, month, day;
        day_to_date(moment_day(finished), &year, &month, &day);
        for (size_t i = 0; i < MODULE_MONTHS; i++)
                if (figures->months[i].year == year && figures->months[i].month == month) {
                        figures->months[i].finished++;
                        figures->months[i].passed += passed;
                }
}

static bool count_attempt(const AttemptRow *row, void *data)
{
        Gathering *gathering = data;
        ModuleFigures *figures = gathering->figures;
        figures->finished++;
        figures->passed += row->passed;
        see_person(gathering->seen, &figures->people, row->person);
        count_month(figures, row->finished, row->passed);
        *gathering->stopped = figures->finished % 256 == 0 && gathering->keep_on &&
                              !gathering->keep_on(gathering->data);
        return !*gathering->stopped;
}

static size_t question_index(Gathering *gathering, const char *id)
{
        size_t i = 0;
        while (i < gathering->question_count && strcmp(gathering->questions[i].id, id) != 0)
                i++;
        if (i < gathering->question_count || i == QUESTIONS_MOST)
                return i;
        size_t room = gathering->question_count + 1;
        if ((room & (room - 1)) == 0 || room == 1) { /* a power of two: grow to the next */
                gathering->questions =
                        xrealloc(gathering->questions, room * 2 * sizeof *gathering->questions);
                gathering->question_people = xrealloc(
                        gathering->question_people, room * 2 * sizeof *gathering->question_people);
        }
        gathering->questions[i] = (QuestionLine){ .id = arena_strdup(gathering->arena, id) };
        gathering->question_count++;
        return i;
}

static bool count_answer(const Event *event, void *data)
{
        Gathering *gathering = data;
        json_t *body = json_loads(event->body, 0, NULL);
        const char *id = json_string_value(json_object_get(body, "question"));
        size_t index = id ? question_index(gathering, id) : QUESTIONS_MOST;
        if (index < QUESTIONS_MOST) {
                QuestionLine *line = &gathering->questions[index];
                double max = json_number_value(json_object_get(body, "max"));
                double score = json_number_value(json_object_get(body, "score"));
                double fraction = max > 0 ? score / max : 0;
                bool is_sure = json_integer_value(json_object_get(body, "confidence")) == 3;
                line->answers++;
                line->fraction += fraction; /* the sum, until all are there */
                line->sure += is_sure;
                line->sure_wrong += is_sure && fraction <= 0;
                see_person(gathering->question_people[index], &line->people, gathering->person);
        }
        json_decref(body);
        return true;
}

static bool look_at_answers(const AttemptRow *row, void *data)
{
        Gathering *gathering = data;
        EventFilter filter = { .attempt = row->id, .kinds = 1u << EVENT_ANSWERED };
        gathering->person = row->person;
        gathering->figures->looked_at++;
        if (!store_events(gathering->store, &filter, count_answer, gathering, gathering->error)) {
                gathering->has_failed = true;
                return false;
        }
        *gathering->stopped = gathering->keep_on && !gathering->keep_on(gathering->data);
        return !*gathering->stopped;
}

/* Versions of a sign add up; of the people behind them at least the most of any version. */
typedef struct Signs {
        Arena *arena;
        SignLine *lines;
        size_t count, room;
} Signs;

static bool add_sign(const SignFigures *figures, void *data)
{
        Signs *signs = data;
        size_t i = 0;
        while (i < signs->count && strcmp(signs->lines[i].id, figures->sign) != 0)
                i++;
        if (i == signs->count) {
                signs->lines =
                        xgrow(signs->lines, signs->count, &signs->room, sizeof *signs->lines);
                signs->lines[signs->count++] =
                        (SignLine){ .id = arena_strdup(signs->arena, figures->sign) };
        }
        SignLine *line = &signs->lines[i];
        line->hits += (size_t)figures->hits;
        line->misses += (size_t)figures->misses;
        if ((size_t)figures->people > line->people)
                line->people = (size_t)figures->people;
        return signs->count < QUESTIONS_MOST;
}

static double missed_share(const SignLine *line)
{
        size_t all = line->hits + line->misses;
        return all ? (double)line->misses / (double)all : 0;
}

static int by_missed(const void *a, const void *b)
{
        double one = missed_share(a), other = missed_share(b);
        return one != other ? (one < other) - (one > other)
                            : strcmp(((const SignLine *)a)->id, ((const SignLine *)b)->id);
}

static int by_fraction(const void *a, const void *b)
{
        const QuestionLine *one = a, *other = b;
        return one->fraction != other->fraction
                       ? (one->fraction > other->fraction) - (one->fraction < other->fraction)
                       : strcmp(one->id, other->id);
}

static bool gather_signs(
        Store *store, const char *module, Arena *arena, ModuleFigures *figures, Error *error)
{
        Signs signs = { .arena = arena };
        bool done = store_sign_figures(store, module, add_sign, &signs, error);
        SignLine *lines = arena_array(arena, SignLine, signs.count + 1);
        if (signs.count) {
                memcpy(lines, signs.lines, signs.count * sizeof *lines);
                qsort(lines, signs.count, sizeof *lines, by_missed);
        }
        free(signs.lines);
        figures->signs = lines;
        figures->sign_count = signs.count;
        return done;
}

static void keep_questions(Gathering *gathering)
{
        size_t count = gathering->question_count;
        QuestionLine *lines = arena_array(gathering->arena, QuestionLine, count + 1);
        for (size_t i = 0; i < count; i++) {
                lines[i] = gathering->questions[i];
                lines[i].fraction /= (double)lines[i].answers;
        }
        if (count)
                qsort(lines, count, sizeof *lines, by_fraction);
        free(gathering->questions);
        free(gathering->question_people);
        gathering->figures->questions = lines;
        gathering->figures->question_count = count;
}

static void start_months(ModuleFigures *figures)
{
        int year, month, day;
        day_to_date(day_today(), &year, &month, &day);
        for (size_t i = MODULE_MONTHS; i > 0; i--) {
                figures->months[i - 1] = (MonthFigures){ .year = year, .month = month };
                month = month > 1 ? month - 1 : 12;
                year -= month == 12;
        }
}

static BoardCounts counts_of(const Board *board, const char *module, Arena *arena)
{
        size_t count = 0;
        const BoardGroup *groups = board_groups(board, GROUP_MODULE, arena, &count);
        for (size_t i = 0; i < count; i++)
                if (strcmp(groups[i].name, module) == 0)
                        return groups[i].counts;
        return (BoardCounts){ 0 };
}

bool board_module(Store *store, const Board *board, const char *module, Arena *arena,
        ModuleFigures *figures, bool (*keep_on)(void *data), void *data, bool *stopped,
        Error *error)
{
        *stopped = false;
        *figures = (ModuleFigures){ .module = arena_strdup(arena, module),
                .counts = counts_of(board, module, arena) };
        start_months(figures);
        Gathering gathering = { .store = store,
                .arena = arena,
                .figures = figures,
                .keep_on = keep_on,
                .data = data,
                .stopped = stopped,
                .error = error };
        AttemptFilter filter = { .module = module, .only_finished = true };
        AttemptFilter newest = { .module = module,
                .only_finished = true,
                .newest_first = true,
                .limit = MODULE_ATTEMPTS_MOST };
        bool done =
                gather_signs(store, module, arena, figures, error) &&
                store_attempts(store, &filter, count_attempt, &gathering, error) &&
                (*stopped || store_attempts(store, &newest, look_at_answers, &gathering, error)) &&
                !gathering.has_failed;
        keep_questions(&gathering);
        return done;
}
