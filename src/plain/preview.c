#include "session/preview.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/translate.h"
#include "plain/line.h"
#include "plain/plain.h"
#include "quiz/plan.h"

/* A trainer looking through a module. */
typedef struct Looking {
        Lining *lining;
        Preview *preview;
        bool is_told; /* that the file was saved */
        bool shows_both;
} Looking;

static void list_rows(Looking *looking)
{
        size_t count = 0;
        const PreviewRow *rows = preview_rows(looking->preview, &count);
        Arena *arena = arena_new();
        RichBuilder *builder = rich_start(arena);
        for (size_t i = 0; i < count; i++) {
                rich_item(builder, 1, arena_printf(arena, "%zu)", i + 1));
                rich_tight(builder);
                if (*rows[i].id)
                        rich_spanf(builder, SPAN_PLAIN, "%s: %s (%s)", rows[i].id, rows[i].title,
                                rows[i].detail);
                else
                        rich_spanf(builder, SPAN_PLAIN, "%s (%s)", rows[i].title, rows[i].detail);
        }
        Rich rich = rich_finish(builder);
        line_print(looking->lining, &rich);
        arena_free(arena);
}

/* What a command does with the words behind it. */
typedef Taken Command(Looking *looking, const char *words);

static Taken take_next(Looking *looking, const char *words)
{
        (void)words;
        if (preview_forward(looking->preview))
                return TAKEN_MOVED;
        line_say(looking->lining, _("This is the last page."));
        return TAKEN_DONE;
}

static Taken take_prev(Looking *looking, const char *words)
{
        (void)words;
        if (preview_back(looking->preview))
                return TAKEN_MOVED;
        line_say(looking->lining, _("This is the first page."));
        return TAKEN_DONE;
}

static Taken take_go(Looking *looking, const char *words)
{
        uint64_t seed = 0;
        size_t row = preview_find(looking->preview, words, preview_row(looking->preview));
        if (row != SIZE_MAX) {
                preview_go(looking->preview, row);
                return TAKEN_MOVED;
        }
        line_say(looking->lining,
                !*words ? _("Where to? Like: go 7, or: go at-the-counter")
                : preview_has_seed(looking->preview, &seed)
                        ? _("A learner with this seed gets no such page. To see everything, write: "
                            "seed")
                        : _("No page has that number, that id or these words. Write: list"));
        return TAKEN_DONE;
}

static Taken take_list(Looking *looking, const char *words)
{
        (void)words;
        list_rows(looking);
        return TAKEN_DONE;
}

static Taken take_seed(Looking *looking, const char *words)
{
        char *end = NULL;
        unsigned long long seed = strtoull(words, &end, 10);
        if (!*words) {
                preview_clear_seed(looking->preview);
                line_say(looking->lining, _("All questions again, in the order of the file."));
                return TAKEN_MOVED;
        }
        if (*words < '0' || *words > '9' || *end || seed > PLAN_SEED_MOST) {
                line_say(looking->lining, _("A seed is a whole number, like: seed 7"));
                return TAKEN_DONE;
        }
        preview_set_seed(looking->preview, seed);
        line_say(looking->lining, _("What a learner with this seed gets, in this order:"));
        list_rows(looking);
        return TAKEN_MOVED;
}

static Taken take_both(Looking *looking, const char *words)
{
        (void)words;
        looking->shows_both = !looking->shows_both;
        if (looking->shows_both && !preview_other_view(looking->preview))
                line_say(looking->lining, _("This page is in one language only."));
        return TAKEN_MOVED;
}

static Taken take_show(Looking *looking, const char *words)
{
        bool shown = *words ? preview_set_language(looking->preview, words)
                            : preview_next_language(looking->preview);
        if (shown)
                return TAKEN_MOVED;
        line_say(looking->lining, _("The module has no file in that language."));
        return TAKEN_DONE;
}

static Taken take_check(Looking *looking, const char *words)
{
        (void)words;
        preview_toggle_check(looking->preview);
        return TAKEN_MOVED;
}

static Taken take_reload(Looking *looking, const char *words)
{
        (void)words;
        line_say(looking->lining, preview_reload(looking->preview));
        looking->is_told = false;
        return TAKEN_MOVED;
}

static const struct {
        const char *word; /* msgid: works in English as well */
        Command *command;
} commands[] = {
        { N_("next"), take_next },
        { N_("prev"), take_prev },
        { N_("go"), take_go },
        { N_("find"), take_go },
        { N_("list"), take_list },
        { N_("seed"), take_seed },
        { N_("both"), take_both },
        { N_("show"), take_show },
        { N_("check"), take_check },
        { N_("reload"), take_reload },
};

static bool is_word(const char *line, const char *word)
{
        size_t len = strlen(word);
        return strncasecmp(line, word, len) == 0 && (line[len] == '\0' || line[len] == ' ');
}

static Taken take(void *data, const char *line)
{
        for (size_t i = 0; i < sizeof commands / sizeof *commands; i++) {
                const char *word =
                        is_word(line, commands[i].word) ? commands[i].word : _(commands[i].word);
                if (!is_word(line, word))
                        continue;
                const char *words = line + strlen(word);
                return commands[i].command(data, words + strspn(words, " "));
        }
        return TAKEN_NOT;
}

static void say_if_saved(void *data)
{
        Looking *looking = data;
        if (!preview_is_behind(looking->preview) || looking->is_told)
                return;
        looking->is_told = true;
        line_say(looking->lining, _("The file was saved. To see what is in it now, write: reload"));
}

static void show(Looking *looking)
{
        const View *other = looking->shows_both ? preview_other_view(looking->preview) : NULL;
        if (other) {
                Arena *arena = arena_new();
                View whole = *other;
                whole.body = preview_whole(arena, other);
                line_print_view(looking->lining, &whole);
                arena_free(arena);
        }
        line_print_view(looking->lining, preview_view(looking->preview));
}

/* What may be done on a page without a question. */
static const char *how_to_go_on(Looking *looking)
{
        if (!preview_is_readable(looking->preview))
                return _("Mend the file, then write: reload");
        if (preview_has_errors(looking->preview) &&
                preview_view(looking->preview)->kind == VIEW_MESSAGE)
                return _("Mend the file, then write: reload. For the page as it was last good, "
                         "press Enter.");
        return _("Press Enter to go on, or write: back, list, go 7. ? for more.");
}

static Said turn_page(Looking *looking)
{
        Lining *lining = looking->lining;
        line_say(lining, how_to_go_on(looking));
        for (;;) {
                Said said = line_ask(lining, true);
                Taken taken = said == SAID_BACK   ? take_prev(looking, "")
                              : said != SAID_LINE ? TAKEN_NOT
                              : *lining->line     ? take_go(looking, lining->line)
                                                  : take_next(looking, "");
                if (said != SAID_BACK && said != SAID_LINE)
                        return said;
                if (taken == TAKEN_MOVED)
                        return SAID_MOVED;
        }
}

static Said answer(Looking *looking, const View *view)
{
        Response response;
        Error error = { 0 };
        Said said = question_ask(looking->lining, view, &response);
        if (said == SAID_LINE && !preview_answer(looking->preview, &response, &error))
                line_error(looking->lining, &error);
        return said;
}

int plain_preview(const PlainOptions *options, const char *file, Error *error)
{
        Preview *preview = preview_open(file, options->session.language, error);
        if (!preview)
                return 3;
        Lining lining = { .options = options,
                .in = options->in,
                .out = options->out,
                .width = line_width(options->out),
                .help = preview_help_view };
        Looking looking = { .lining = &lining, .preview = preview };
        const LineCommands own = { take, say_if_saved, &looking };
        Error none = { 0 };
        lining.contacts = library_contacts(options->library, &none);
        lining.commands = &own;
        for (Said said = SAID_MOVED; said != SAID_QUIT;) {
                if (said == SAID_LANGUAGE)
                        preview_set_language(preview, translate_language());
                show(&looking);
                const View *view = preview_view(preview);
                said = view->kind == VIEW_QUESTION ? answer(&looking, view) : turn_page(&looking);
        }
        fputc('\n', lining.out);
        preview_close(preview);
        contacts_free(lining.contacts);
        free(lining.line);
        if (fflush(options->out) != 0)
                error_set(error, _("standard output: it could not be written"));
        return error_is_set(error) ? 3 : 0;
}
