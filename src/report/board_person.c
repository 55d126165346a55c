#include "report/board_person.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/translate.h"
#include "quiz/result.h"
#include "report/board.h"

enum { ATTEMPTS_MOST = 200 };

static const char *clean(Arena *arena, const char *text)
{
        Text cleaned = { 0 };
        text_append_clean(&cleaned, text ? text : "");
        const char *copy = arena_strdup(arena, text_string(&cleaned));
        text_clear(&cleaned);
        return copy;
}

/* Module or attempt lines; grown on the heap while they are read. */
typedef struct Items {
        Arena *arena;
        PersonItem *items;
        size_t count, room;
        const char *name, *staff_id, *site;
} Items;

static PersonItem *add_item(Items *items)
{
        items->items = xgrow(items->items, items->count, &items->room, sizeof *items->items);
        return &items->items[items->count++];
}

static const PersonItem *keep_items(Items *items)
{
        PersonItem *kept = arena_array(items->arena, PersonItem, items->count + 1);
        if (items->count)
                memcpy(kept, items->items, items->count * sizeof *kept);
        free(items->items);
        return kept;
}

static bool add_module(const CompletionRow *row, void *data)
{
        Items *items = data;
        Arena *arena = items->arena;
        items->name = clean(arena, row->name);
        items->staff_id = clean(arena, row->staff_id);
        items->site = clean(arena, row->site);
        BoardRow shown = { .staff_id = "",
                .name = "",
                .site = "",
                .module = row->module,
                .version = row->version,
                .status = row->status,
                .score = row->has_score ? percent_whole(row->percent, row->missed) : -1,
                .attempts = row->attempts,
                .completed = row->completed ? moment_day(row->completed) : DAY_NONE,
                .expires = row->expires,
                .due = row->due,
                .how = row->how };
        *add_item(items) =
                (PersonItem){ arena_strdup(arena, row->module), board_module_words(&shown, arena) };
        return true;
}

static const char *attempt_words(const AttemptRow *row, Arena *arena)
{
        char started[MOMENT_SIZE];
        moment_format_local(row->started, started);
        const char *module = clean(arena, row->module), *version = clean(arena, row->version);
        const char *what = arena_printf(arena, "%s  %s %s", started, module, version);
        if (row->finished)
                return arena_printf(arena, "%s: %s, %.0f%%, %g/%g", what,
                        row->passed ? _("passed") : _("not passed"), row->percent, row->score,
                        row->max);
        return arena_printf(arena, _("%s: %s, %lld of %lld answered"), what,
                row->abandoned ? _("given up") : _("going on"), (long long)row->answered,
                (long long)row->questions);
}

static bool add_attempt(const AttemptRow *row, void *data)
{
        Items *items = data;
        *add_item(items) = (PersonItem){ arena_strdup(items->arena, row->id),
                attempt_words(row, items->arena) };
        return true;
}

typedef struct Passes {
        Arena *arena;
        RichBuilder *builder;
        size_t count;
        bool is_valid; /* one of them is, today */
        Day today;
} Passes;

static const char *text_at(const json_t *body, const char *key)
{
        const char *text = json_string_value(json_object_get(body, key));
        return text ? text : "";
}

static bool add_pass(const Event *event, void *data)
{
        Passes *passes = data;
        json_t *body = json_loads(event->body, 0, NULL);
        bool is_waiver = event->kind == EVENT_COMPLETION_WAIVED;
        if (!body || !(is_waiver || json_is_true(json_object_get(body, "passed")))) {
                json_decref(body);
                return true;
        }
        char date[DATE_SIZE];
        day_format(moment_day(event->at), date);
        bool is_import = event->kind == EVENT_COMPLETION_IMPORTED;
        const char *until = text_at(body, "expires");
        Day last = DAY_NONE;
        passes->is_valid = passes->is_valid || !day_parse(until, &last) || last >= passes->today;
        rich_item(passes->builder, 1, "•");
        if (passes->count++)
                rich_tight(passes->builder);
        rich_spanf(passes->builder, SPAN_PLAIN, "%s  %s",
                clean(passes->arena, is_import ? text_at(body, "completed") : date),
                clean(passes->arena, text_at(body, "module")));
        if (json_is_number(json_object_get(body, "percent")))
                rich_spanf(passes->builder, SPAN_PLAIN, " %.0f%%",
                        json_number_value(json_object_get(body, "percent")));
        rich_span(passes->builder, SPAN_PLAIN, ", ");
        rich_spanf(passes->builder, SPAN_PLAIN, *until ? _("valid until %s") : _("valid for ever"),
                clean(passes->arena, until));
        if (is_waiver)
                rich_spanf(passes->builder, SPAN_PLAIN, _(", waived: %s"),
                        clean(passes->arena, text_at(body, "note")));
        if (is_import)
                rich_spanf(passes->builder, SPAN_PLAIN, ", %s", _("imported"));
        json_decref(body);
        return true;
}

static bool append_passes(Store *store, const char *person, const char *staff_id, Day today,
        RichBuilder *builder, Arena *arena, Error *error)
{
        Passes passes = { .arena = arena, .builder = builder, .today = today };
        EventFilter filter = { .person = person,
                .kinds = 1u << EVENT_ATTEMPT_FINISHED | 1u << EVENT_COMPLETION_IMPORTED |
                         1u << EVENT_COMPLETION_WAIVED };
        rich_block(builder, BLOCK_HEADING, 2);
        rich_span(builder, SPAN_PLAIN, _("Passes"));
        if (!store_events(store, &filter, add_pass, &passes, error))
                return false;
        if (!passes.count)
                rich_paragraph(builder, SPAN_PLAIN, _("None yet."));
        if (passes.is_valid)
                rich_paragraph(builder, SPAN_QUIET,
                        arena_printf(arena, _("Certificate: makesafe certificate MODULE --as %s"),
                                staff_id));
        return true;
}

bool board_person(
        Store *store, const char *person, Day today, Arena *arena, PersonPage *page, Error *error)
{
        *page = (PersonPage){ 0 };
        Items modules = { .arena = arena, .name = "", .staff_id = "", .site = "" };
        Items attempts = { .arena = arena };
        CompletionFilter completions = {
                .person = person, .since = DAY_NONE, .until = DAY_NONE, .today = today
        };
        AttemptFilter filter = {
                .person = person, .newest_first = true, .limit = ATTEMPTS_MOST + 1
        };
        bool done = store_completions(store, &completions, add_module, &modules, error) &&
                    store_attempts(store, &filter, add_attempt, &attempts, error);
        page->modules = keep_items(&modules);
        page->module_count = modules.count;
        page->attempts = keep_items(&attempts);
        page->staff_id = modules.staff_id;
        page->has_more = attempts.count > ATTEMPTS_MOST;
        page->attempt_count = page->has_more ? ATTEMPTS_MOST : attempts.count;
        RichBuilder *builder = rich_start(arena);
        done = done && append_passes(store, person, page->staff_id, today, builder, arena, error);
        page->head = (View){ .kind = VIEW_MESSAGE,
                .title = arena_printf(arena, "%s (%s)", modules.name, modules.staff_id),
                .position = modules.site,
                .body = rich_finish(builder),
                .headline = "",
                .saved = "" };
        return done;
}

typedef struct Answers {
        Arena *arena;
        RichBuilder *builder;
        size_t count;
} Answers;

static const char *sureness(const json_t *body)
{
        static const char *const words[] = { N_("not sure"), N_("fairly sure"), N_("very sure") };
        json_int_t level = json_integer_value(json_object_get(body, "confidence"));
        return level >= 1 && level <= 3 ? _(words[level - 1]) : NULL;
}

static const char *response_words(const json_t *body, Arena *arena)
{
        const json_t *response = json_object_get(body, "response");
        if (json_is_string(response))
                return clean(arena, json_string_value(response));
        char *text = response ? json_dumps(response, JSON_ENCODE_ANY | JSON_SORT_KEYS) : NULL;
        const char *copy = clean(arena, text);
        free(text);
        return copy;
}

static bool add_answer(const Event *event, void *data)
{
        Answers *answers = data;
        json_t *body = json_loads(event->body, 0, NULL);
        if (!body)
                return true;
        double score = json_number_value(json_object_get(body, "score"));
        double max = json_number_value(json_object_get(body, "max"));
        unsigned style = score >= max ? SPAN_RIGHT : score > 0 ? SPAN_PLAIN : SPAN_WRONG;
        RichBuilder *builder = answers->builder;
        rich_item(builder, 1, arena_printf(answers->arena, "%zu.", ++answers->count));
        if (answers->count > 1)
                rich_tight(builder);
        rich_spanf(builder, SPAN_STRONG, "%s", clean(answers->arena, text_at(body, "question")));
        rich_span(builder, SPAN_PLAIN, ": ");
        rich_span(builder, style,
                score >= max ? _("right")
                : score > 0  ? _("partly right")
                             : _("wrong"));
        rich_spanf(builder, SPAN_PLAIN, ", %g/%g, %s %s", score, max, _("answer"),
                response_words(body, answers->arena));
        json_int_t seconds = json_integer_value(json_object_get(body, "seconds"));
        rich_span(builder, SPAN_PLAIN, ", ");
        rich_spanf(builder, SPAN_PLAIN,
                ngettext("%lld second", "%lld seconds", (unsigned long)seconds),
                (long long)seconds);
        if (sureness(body))
                rich_spanf(builder, SPAN_PLAIN, ", %s", sureness(body));
        json_decref(body);
        return true;
}

static bool keep_attempt(const AttemptRow *row, void *data)
{
        Items *items = data;
        items->name = attempt_words(row, items->arena);
        return false;
}

bool board_attempt(Store *store, const char *attempt, Arena *arena, View *view, Error *error)
{
        Items one = { .arena = arena, .name = "" };
        Answers answers = { arena, rich_start(arena), 0 };
        AttemptFilter filter = { .attempt = attempt };
        EventFilter events = { .attempt = attempt, .kinds = 1u << EVENT_ANSWERED };
        bool done = store_attempts(store, &filter, keep_attempt, &one, error);
        rich_paragraph(answers.builder, SPAN_STRONG, one.name);
        done = done && store_events(store, &events, add_answer, &answers, error);
        if (!answers.count)
                rich_paragraph(answers.builder, SPAN_PLAIN, _("Nothing was answered."));
        *view = (View){ .kind = VIEW_MESSAGE,
                .title = _("Answers"),
                .position = "",
                .body = rich_finish(answers.builder),
                .headline = "",
                .saved = "" };
        return done;
}
