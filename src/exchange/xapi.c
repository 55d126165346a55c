#include "exchange/xapi.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/translate.h"
#include "exchange/xapi_periods.h"
#include "exchange/xapi_statement.h"

static const unsigned told_kinds = 1u << EVENT_ATTEMPT_STARTED | 1u << EVENT_ANSWERED |
                                   1u << EVENT_ATTEMPT_FINISHED | 1u << EVENT_ATTEMPT_ABANDONED |
                                   1u << EVENT_COMPLETION_IMPORTED | 1u << EVENT_COMPLETION_WAIVED;

/* A person and a module that the report shows. */
typedef struct Pair {
        char person[ID_SIZE];
        const char *module;
} Pair;

typedef struct Gathering {
        Arena *arena;
        Pair *pairs;
        size_t count, room;
        size_t late;
} Gathering;

static bool keep_pair(const CompletionRow *row, void *data)
{
        Gathering *gathering = data;
        gathering->late += row->status == STATUS_OVERDUE || row->status == STATUS_EXPIRED;
        if (gathering->count == gathering->room) {
                gathering->room = gathering->room ? gathering->room * 2 : 256;
                gathering->pairs =
                        xrealloc(gathering->pairs, gathering->room * sizeof *gathering->pairs);
        }
        Pair *pair = &gathering->pairs[gathering->count++];
        memcpy(pair->person, row->person, ID_SIZE);
        pair->module = arena_strdup(gathering->arena, row->module);
        return true;
}

/* The pairs of one person: they stand together, since rows are ordered by staff id. */
typedef struct Telling {
        const Pair *pairs;
        size_t count;
        XapiPeriods *periods;
        XapiVisitor *visit;
        void *data;
        bool is_stopped;
} Telling;

static bool is_wanted(const char *module, void *data)
{
        const Telling *telling = data;
        for (size_t i = 0; i < telling->count; i++)
                if (strcmp(telling->pairs[i].module, module) == 0)
                        return true;
        return false;
}

static bool tell_event(const Event *event, void *data)
{
        Telling *telling = data;
        telling->is_stopped = !xapi_periods_take(
                telling->periods, event, is_wanted, telling, telling->visit, telling->data);
        return !telling->is_stopped;
}

static bool tell_all(Store *store, const Gathering *gathering, const char *home_page,
        XapiVisitor *visit, void *data, Error *error)
{
        Arena *arena = arena_new();
        bool done = true, is_stopped = false;
        for (size_t i = 0; done && !is_stopped && i < gathering->count;) {
                Telling telling = { .pairs = &gathering->pairs[i], .visit = visit, .data = data };
                const char *person = telling.pairs[0].person;
                while (i < gathering->count && strcmp(gathering->pairs[i].person, person) == 0) {
                        telling.count++;
                        i++;
                }
                EventFilter filter = { .person = person, .kinds = told_kinds };
                telling.periods = xapi_periods_start(home_page, person, arena);
                done = person[0] == '\0' ||
                       store_events(store, &filter, tell_event, &telling, error);
                is_stopped = telling.is_stopped;
                arena_reset(arena);
        }
        arena_free(arena);
        return done;
}

bool xapi_visit(Store *store, const CompletionQuery *query, const char *home_page,
        bool (*visit)(const XapiStatement *statement, void *data), void *data, size_t *late,
        Error *error)
{
        CompletionFilter filter;
        Gathering gathering = { .arena = arena_new() };
        bool done = completion_filter(query, &filter, error) &&
                    store_completions(store, &filter, keep_pair, &gathering, error) &&
                    tell_all(store, &gathering, home_page, visit, data, error);
        if (late)
                *late = gathering.late;
        free(gathering.pairs);
        arena_free(gathering.arena);
        return done;
}

/* What may stand in an address whose parts nobody has to guess: no spaces, no quotes, no login. */
static bool is_address(const char *text)
{
        static const char marks[] = "-._~:/%!$&'()*+,;=[]";
        const char *host = strncmp(text, "https://", 8) == 0  ? text + 8
                           : strncmp(text, "http://", 7) == 0 ? text + 7
                                                              : NULL;
        if (!host || !isalnum((unsigned char)host[0]))
                return false;
        for (const char *at = host; *at; at++)
                if ((unsigned char)*at >= 0x80 ||
                        (!isalnum((unsigned char)*at) && !strchr(marks, *at)))
                        return false;
        return true;
}

const char *xapi_home_page(
        const char *configured, const char *site, Arena *arena, Error *error)
{
        Text text = { 0 };
        if (configured) {
                if (!is_address(configured)) {
                        char clean[128];
                        text_clean(clean, sizeof clean, configured);
                        error_set(error,
                                _("home-page: '%s' is not an address that others can be named under"),
                                clean);
                        error_hint(error,
                                _("Write one like https://training.example.org in the configuration file"));
                        return NULL;
                }
                text_append(&text, configured);
                while (text.len && text.bytes[text.len - 1] == '/')
                        text.bytes[--text.len] = '\0';
        } else {
                text_append(&text, "https://makesafe.invalid");
                if (site && *site) {
                        text_append(&text, "/");
                        xapi_append_escaped(&text, site);
                }
        }
        const char *home_page = arena_strdup(arena, text_string(&text));
        text_clear(&text);
        return home_page;
}
