#include <errno.h>
#include <fts.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/text.h"
#include "base/translate.h"
#include "cmd/command.h"
#include "exchange/matrix.h"
#include "module/module.h"

typedef struct CheckOptions {
        const char *format;
        bool strict, matrix;
        OptionNumber max_size;
} CheckOptions;

static const char *const formats[] = { "human", "gcc", "json", NULL };

static const OptionSpec check_options[] = {
        { .name = "format",
                .kind = OPTION_TEXT,
                .argument = "FORMAT",
                .help = N_("one of"),
                .choices = formats,
                .offset = offsetof(CheckOptions, format) },
        { .name = "strict",
                .kind = OPTION_FLAG,
                .help = N_("warnings count as errors"),
                .offset = offsetof(CheckOptions, strict) },
        { .name = "matrix",
                .kind = OPTION_FLAG,
                .help = N_("which questions show which sign, and where there are holes"),
                .offset = offsetof(CheckOptions, matrix) },
        { .name = "max-size",
                .kind = OPTION_NUMBER,
                .argument = "BYTES",
                .help = N_("read files of up to so many bytes (16 MiB otherwise)"),
                .offset = offsetof(CheckOptions, max_size) },
        { .name = NULL },
};

typedef struct Checking {
        Diagnostics *found;
        size_t max_size;
        bool unreadable;
        bool is_json;
        bool wants_matrix;
        Text matrix; /* for people */
        json_t *matrices;
        size_t files;
} Checking;

static void say_unreadable(Checking *checking, const char *what)
{
        char clean[1024];
        text_clean(clean, sizeof clean, what);
        fprintf(stderr, "makesafe: %s\n", clean);
        checking->unreadable = true;
}

/* `hotels.cy.yaml` is held against `hotels.yaml` beside it. */
static void check_translation(Checking *checking, const Module *module, const char *file)
{
        Arena *arena = arena_new();
        Diagnostics *aside =
                diagnostics_new(); /* what is wrong with the source is the source's matter */
        Error none = { 0 };
        const char *source = path_join(
                arena, path_folder(arena, file), arena_printf(arena, "%s.yaml", module->head.id));
        Module *original = module_load(source, checking->max_size, aside, &none);
        if (original)
                module_lint_translation(module, original, checking->found);
        module_free(original);
        diagnostics_free(aside);
        arena_free(arena);
}

static void check_contacts(Checking *checking, const char *file, Error *error)
{
        contacts_free(contacts_load(file, day_today(), checking->found, error));
}

static void add_matrix(Checking *checking, const Module *module)
{
        if (checking->is_json)
                json_array_append_new(checking->matrices, matrix_to_json(module));
        else
                matrix_write_text(module, &checking->matrix);
}

static void check_file(Checking *checking, const char *file)
{
        Error error = { 0 };
        checking->files++;
        if (strcmp(path_base(file), "contacts.yaml") == 0) {
                check_contacts(checking, file, &error);
        } else {
                Module *module = module_check(file, checking->max_size, checking->found, &error);
                if (module)
                        module_lint(module, checking->found);
                if (module && checking->wants_matrix)
                        add_matrix(checking, module);
                if (module && module->head.translates)
                        check_translation(checking, module, file);
                module_free(module);
        }
        if (error_is_set(&error))
                say_unreadable(checking, error.message);
}

static int by_name(const FTSENT **a, const FTSENT **b)
{
        return strcmp((*a)->fts_name, (*b)->fts_name);
}

static bool is_module_name(const char *name)
{
        size_t len = strlen(name);
        return name[0] != '.' && len > 5 && strcmp(name + len - 5, ".yaml") == 0;
}

/* A folder stands for all modules below it. */
static void check_folder(Checking *checking, char *folder)
{
        char *paths[] = { folder, NULL };
        size_t files = checking->files;
        FTS *walk = fts_open(paths, FTS_PHYSICAL | FTS_NOCHDIR, by_name);
        if (!walk) {
                say_unreadable(checking, folder);
                return;
        }
        for (const FTSENT *entry = fts_read(walk); entry; entry = fts_read(walk)) {
                if ((entry->fts_info == FTS_F || entry->fts_info == FTS_SL) &&
                        is_module_name(entry->fts_name)) {
                        check_file(checking, entry->fts_path);
                } else if (entry->fts_info == FTS_DNR || entry->fts_info == FTS_ERR) {
                        char what[1024];
                        snprintf(what, sizeof what, "%s: %s", entry->fts_path,
                                strerror(entry->fts_errno));
                        say_unreadable(checking, what);
                }
        }
        fts_close(walk);
        if (checking->files == files && !checking->unreadable) {
                char what[1024];
                snprintf(what, sizeof what, _("%s: there is no module in this folder"), folder);
                say_unreadable(checking, what);
        }
}

static DiagnosticFormat format_of(const char *word)
{
        if (word && strcmp(word, "gcc") == 0)
                return DIAGNOSTIC_GCC;
        return word && strcmp(word, "json") == 0 ? DIAGNOSTIC_JSON : DIAGNOSTIC_HUMAN;
}

/* People wonder at silence; programs that read a pipe do not. */
static void say_all_is_well(const Checking *checking, Text *out)
{
        text_printf(out,
                ngettext("%zu file read, nothing is wrong", "%zu files read, nothing is wrong",
                        checking->files),
                checking->files);
        text_append_char(out, '\n');
}

static bool wants_color(void)
{
        const char *no_color = getenv("NO_COLOR"), *term = getenv("TERM");
        return isatty(STDOUT_FILENO) && !(no_color && *no_color) && term &&
               strcmp(term, "dumb") != 0;
}

/* With a matrix JSON is an object, for without one it is the array of diagnostics. */
static void print_all(const Checking *checking, DiagnosticFormat format, Text *out)
{
        if (checking->wants_matrix && format == DIAGNOSTIC_JSON)
                text_append(out, "{\"diagnostics\": ");
        else if (format == DIAGNOSTIC_HUMAN)
                text_append(out, text_string(&checking->matrix));
        diagnostics_print(checking->found, format, wants_color(), out);
        if (diagnostics_count(checking->found) == 0 && format == DIAGNOSTIC_HUMAN &&
                !checking->unreadable && isatty(STDOUT_FILENO))
                say_all_is_well(checking, out);
        if (!checking->wants_matrix || format != DIAGNOSTIC_JSON)
                return;
        char *matrices = json_dumps(checking->matrices, JSON_INDENT(2));
        text_printf(out, ", \"matrix\": %s}\n", matrices ? matrices : "[]");
        free(matrices);
}

static int run_check(Settings *settings, void *data, char **words, int count, Error *error)
{
        const CheckOptions *options = data;
        (void)settings;
        Checking checking = { .found = diagnostics_new(),
                .max_size = options->max_size.given ? (size_t)options->max_size.value : 0,
                .is_json = format_of(options->format) == DIAGNOSTIC_JSON,
                .wants_matrix = options->matrix,
                .matrices = json_array() };
        for (int i = 0; i < count; i++) {
                struct stat info;
                if (stat(words[i], &info) == 0 && S_ISDIR(info.st_mode))
                        check_folder(&checking, words[i]);
                else
                        check_file(&checking, words[i]);
        }
        diagnostics_sort(checking.found);
        Text out = { 0 };
        print_all(&checking, format_of(options->format), &out);
        bool done = command_write(NULL, text_string(&out), out.len, error);
        size_t errors = diagnostics_total(checking.found, SEVERITY_ERROR);
        size_t warnings = diagnostics_total(checking.found, SEVERITY_WARNING);
        size_t shown = diagnostics_count(checking.found);
        if (done && errors + warnings > shown && format_of(options->format) != DIAGNOSTIC_HUMAN) {
                fprintf(stderr, "makesafe: ");
                fprintf(stderr, _("only the first %zu are shown"), shown);
                fputc('\n', stderr);
        }
        text_clear(&out);
        text_clear(&checking.matrix);
        json_decref(checking.matrices);
        diagnostics_free(checking.found);
        if (!done || checking.unreadable)
                return EXIT_COULD_NOT;
        return errors > 0 || (options->strict && warnings > 0) ? EXIT_NOT_IN_ORDER : EXIT_DONE;
}

const Command check_command = {
        .name = "check",
        .summary = N_("what is wrong with a module, where, and what to do"),
        .usage = "FILE… [--format human|gcc|json] [--strict] [--matrix] [--max-size BYTES]",
        .example = "makesafe check modules/hotels.yaml",
        .options = check_options,
        .least_words = 1,
        .most_words = -1,
        .run = run_check,
        .options_size = sizeof(CheckOptions),
};
