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
        gathering->pairs = xgrow(
                gathering->pairs, gathering->count, &gathering->room, sizeof *gathering->pairs);
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
        Uuid *ids; /* of the statements made so far, whose lines stand in `lines` */
        size_t made, room;
        Text lines;
} Telling;

static bool is_wanted(const char *module, void *data)
{
        const Telling *telling = data;
        for (size_t i = 0; i < telling->count; i++)
                if (strcmp(telling->pairs[i].module, module) == 0)
                        return true;
        return false;
}

static bool keep_statement(const XapiStatement *statement, void *data)
{
        Telling *telling = data;
        telling->ids = xgrow(telling->ids, telling->made, &telling->room, sizeof *telling->ids);
        telling->ids[telling->made++] = statement->id;
        text_append_bytes(&telling->lines, statement->json, statement->len);
        text_append_char(&telling->lines, '\n');
        return true;
}

static bool tell_event(const Event *event, void *data)
{
        Telling *telling = data;
        return xapi_periods_take(
                telling->periods, event, is_wanted, telling, keep_statement, telling);
}

/* Hands the statements on, now that nothing is being read. JSON holds no bare newline. */
static bool hand_on(Telling *telling, XapiVisitor *visit, void *data)
{
        char *at = telling->lines.bytes;
        bool more = true;
        for (size_t i = 0; more && i < telling->made; i++) {
                char *end = strchr(at, '\n');
                *end = '\0';
                XapiStatement statement = { telling->ids[i], at, (size_t)(end - at) };
                more = visit(&statement, data);
                at = end + 1;
        }
        telling->made = 0;
        text_reset(&telling->lines);
        return more;
}

static bool tell_all(Store *store, const Gathering *gathering, const char *home_page,
        XapiVisitor *visit, void *data, Error *error)
{
        Arena *arena = arena_new();
        Telling telling = { .count = 0 };
        bool done = true, more = true;
        for (size_t i = 0; done && more && i < gathering->count; i += telling.count) {
                const char *person = gathering->pairs[i].person;
                telling.pairs = &gathering->pairs[i];
                telling.count = 1;
                while (i + telling.count < gathering->count &&
                        strcmp(telling.pairs[telling.count].person, person) == 0)
                        telling.count++;
                EventFilter filter = { .person = person, .kinds = told_kinds };
                telling.periods = xapi_periods_start(home_page, person, arena);
                done = person[0] == '\0' ||
                       store_events(store, &filter, tell_event, &telling, error);
                more = done && hand_on(&telling, visit, data);
                arena_reset(arena);
        }
        free(telling.ids);
        text_clear(&telling.lines);
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
        static const char marks[] = "-._~:/%!$&'()*+,;=";
        const char *host = strncmp(text, "https://", 8) == 0  ? text + 8
                           : strncmp(text, "http://", 7) == 0 ? text + 7
                                                              : NULL;
        if (!host || !isalnum((unsigned char)host[0]))
                return false;
        for (const char *at = host; *at; at++) {
                if ((unsigned char)*at >= 0x80 ||
                        (!isalnum((unsigned char)*at) && !strchr(marks, *at)))
                        return false;
                if (*at == '%' &&
                        (!isxdigit((unsigned char)at[1]) || !isxdigit((unsigned char)at[2])))
                        return false;
        }
        return true;
}

const char *xapi_home_page(const char *configured, const char *site, Arena *arena, Error *error)
{
        Text text = { 0 };
        if (configured) {
                if (!is_address(configured)) {
                        char clean[128];
                        text_clean(clean, sizeof clean, configured);
                        error_set(error,
                                _("home-page: '%s' is not an address that others can be named "
                                  "under"),
                                clean);
                        error_hint(error, _("Write one like https://training.example.org in the "
                                            "configuration file"));
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
