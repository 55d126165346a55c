#include <jansson.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "base/translate.h"
#include "cmd/command.h"
#include "cmd/first_use.h"
#include "cmd/note.h"
#include "record/notes.h"
#include "report/history.h"
#include "view/table.h"

typedef struct HistoryOptions {
        const char *format;
        bool refreshers;
} HistoryOptions;

static const char *const formats[] = { "table", "json", NULL };

static const OptionSpec history_options[] = {
        { .name = "format",
                .kind = OPTION_TEXT,
                .argument = "FORMAT",
                .help = N_("one of"),
                .choices = formats,
                .offset = offsetof(HistoryOptions, format) },
        { .name = "refreshers",
                .kind = OPTION_FLAG,
                .help = N_("the answers given in refreshers instead, which belong to no attempt"),
                .offset = offsetof(HistoryOptions, refreshers) },
        { .name = NULL },
};

static const char *string_of(Arena *arena, const json_t *value)
{
        if (json_is_string(value))
                return json_string_value(value);
        if (json_is_real(value))
                return arena_printf(arena, "%.2f", json_real_value(value));
        if (!value || json_is_null(value))
                return "";
        char *text = json_dumps(value, JSON_COMPACT | JSON_ENCODE_ANY | JSON_SORT_KEYS);
        const char *copy = arena_strdup(arena, text);
        free(text);
        return copy;
}

/* "2026-01-31T09:30:00.000000Z" → "2026-01-31 09:30" */
static const char *minute_of(Arena *arena, const json_t *value)
{
        const char *text = json_string_value(value);
        return text ? arena_printf(arena, "%.10s %.5s", text, text + 11) : "";
}

static const char *ending(const json_t *attempt)
{
        const json_t *passed = json_object_get(attempt, "passed");
        return json_is_null(passed)   ? _("not finished")
               : json_is_true(passed) ? _("passed")
                                      : _("not passed");
}

static void print_answers(const json_t *answers, Arena *arena, Text *out)
{
        static const char *const keys[] = { "question", "type", "response", "score", "max",
                "seconds" };
        enum { COLUMNS = 7 };
        const Column columns[COLUMNS] = { { _("question"), false }, { _("type"), false },
                { _("answer"), false }, { _("score"), true }, { _("of"), true },
                { _("seconds"), true }, { _("at (UTC)"), false } };
        size_t rows = json_array_size(answers);
        const char **cells = arena_array(arena, const char *, rows *COLUMNS + 1);
        for (size_t r = 0; r < rows; r++) {
                const json_t *answer = json_array_get(answers, r);
                for (size_t c = 0; c < COLUMNS - 1; c++)
                        cells[r * COLUMNS + c] = string_of(arena, json_object_get(answer, keys[c]));
                cells[r * COLUMNS + COLUMNS - 1] = minute_of(arena, json_object_get(answer, "at"));
        }
        Table table = { columns, COLUMNS, cells, rows };
        table_print(&table, out);
}

/* Where there is something to show for a pass. */
static void print_certificates(const json_t *history, Text *out)
{
        for (size_t i = 0; i < json_array_size(history); i++) {
                if (!json_is_true(json_object_get(json_array_get(history, i), "passed")))
                        continue;
                text_printf(out, "\n%s\n",
                        _("For a pass that is valid there is a signed certificate: makesafe "
                          "certificate MODULE"));
                return;
        }
}

static void print_history(const json_t *history, Text *out)
{
        Arena *arena = arena_new();
        if (json_array_size(history) == 0)
                text_printf(out, "%s\n", _("There are no attempts yet."));
        for (size_t i = 0; i < json_array_size(history); i++) {
                const json_t *attempt = json_array_get(history, i);
                const json_t *percent = json_object_get(attempt, "percent");
                if (i > 0)
                        text_append_char(out, '\n');
                text_append_clean(out, string_of(arena, json_object_get(attempt, "module")));
                text_append_char(out, ' ');
                text_append_clean(out, string_of(arena, json_object_get(attempt, "version")));
                text_printf(out, ", %s: %s", minute_of(arena, json_object_get(attempt, "started")),
                        ending(attempt));
                if (json_is_real(percent))
                        text_printf(out, ", %.1f%% (%s/%s)", json_real_value(percent),
                                string_of(arena, json_object_get(attempt, "score")),
                                string_of(arena, json_object_get(attempt, "max")));
                text_append(out, "\n\n");
                print_answers(json_object_get(attempt, "answers"), arena, out);
        }
        print_certificates(history, out);
        arena_free(arena);
}

/* One table a module, in the order in which they were first refreshed. */
static void print_refreshers(const json_t *answers, Text *out)
{
        Arena *arena = arena_new();
        json_t *modules = json_object(), *own;
        size_t i;
        const json_t *answer;
        const char *module;
        json_array_foreach(answers, i, answer)
        {
                const char *id = string_of(arena, json_object_get(answer, "module"));
                if (!json_object_get(modules, id))
                        json_object_set_new(modules, id, json_array());
                json_array_append(json_object_get(modules, id), (json_t *)answer);
        }
        if (i == 0)
                text_printf(out, "%s\n", _("Nothing was refreshed yet."));
        bool follows = false;
        json_object_foreach(modules, module, own)
        {
                if (follows)
                        text_append_char(out, '\n');
                follows = true;
                text_append_clean(out, module);
                text_append(out, "\n\n");
                print_answers(own, arena, out);
        }
        json_decref(modules);
        arena_free(arena);
}

static int run_history(Settings *settings, void *data, char **words, int count, Error *error)
{
        const HistoryOptions *options = data;
        (void)words;
        (void)count;
        Store *store = first_use(settings, error)
                               ? store_open(settings->record_uri, STORE_READ, error)
                               : NULL;
        char head[2 * HASH_BYTES + 1];
        bool ready = store && record_head(store, head, error);
        json_t *history = NULL;
        if (ready)
                history = options->refreshers ? history_refreshers(store, settings->staff_id, error)
                                              : history_read(store, settings->staff_id, error);
        store_close(store);
        if (!history)
                return EXIT_COULD_NOT;
        Text out = { 0 };
        if (options->format && strcmp(options->format, "json") == 0) {
                char *text = json_dumps(history, JSON_INDENT(2) | JSON_REAL_PRECISION(12));
                text_printf(&out, "%s\n", text);
                free(text);
        } else if (options->refreshers) {
                print_refreshers(history, &out);
        } else {
                print_history(history, &out);
        }
        bool done = command_write(NULL, text_string(&out), out.len, error);
        if (done && options->format &&
                strcmp(options->format, "json") == 0) /* handed out, not just looked at */
                note_report(settings, "history", json_object(), options->format,
                        (int64_t)json_array_size(history), head);
        text_clear(&out);
        json_decref(history);
        return done ? EXIT_DONE : EXIT_COULD_NOT;
}

const Command history_command = {
        .name = "history",
        .summary = N_("your own attempts, with every answer"),
        .usage = "[--refreshers] [--format table|json]",
        .example = "makesafe history --format json",
        .options = history_options,
        .most_words = 0,
        .run = run_history,
        .kiosk = KIOSK_LEARNER,
        .options_size = sizeof(HistoryOptions),
};
