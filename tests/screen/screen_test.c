/* Runs screen scripts: screen_test PROGRAM MODULES SCRIPT…
 *
 * A script's first comment is its name. Lines that begin with `|` after `expect` are the screen.
 * With MAKESAFE_WRITE_SCREENS=1 expected screens are written anew, to be read in the diff. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <sqlite3.h>

#include "script_steps.h"

enum { EXPECTED_MOST = 512 };

static const char *program, *modules;

static int remove_one(const char *path, const struct stat *status, int kind, struct FTW *place)
{
        (void)status;
        (void)kind;
        (void)place;
        return remove(path);
}

static void start_world(Script *script, const char *file)
{
        *script = (Script){ .program = program, .modules = modules, .file = file };
        snprintf(script->folder, sizeof script->folder, "/tmp/makesafe-screen-XXXXXX");
        if (!mkdtemp(script->folder))
                abort();
}

static void end_world(Script *script)
{
        harness_free(script->harness);
        sqlite3_close(script->record);
        for (size_t i = 0; i < script->setting_count; i++)
                free(script->settings[i]);
        nftw(script->folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

/* The lines of a script; each ends where it ended in the file. */
typedef struct Source {
        char **lines;
        size_t count;
} Source;

static Source read_source(const char *file)
{
        Source source = { 0 };
        FILE *stream = fopen(file, "r");
        if (!stream) {
                perror(file);
                exit(1);
        }
        char line[SCRIPT_LINE];
        while (fgets(line, sizeof line, stream)) {
                line[strcspn(line, "\n")] = '\0';
                source.lines = realloc(source.lines, (source.count + 1) * sizeof *source.lines);
                source.lines[source.count++] = strdup(line);
        }
        fclose(stream);
        return source;
}

static void free_source(Source *source)
{
        for (size_t i = 0; i < source->count; i++)
                free(source->lines[i]);
        free(source->lines);
}

/* Runs the expectation at `at`; writes the screen to `out` instead where there is one. */
static bool run_expect(Script *script, const Source *source, size_t *at, FILE *out)
{
        char *expected[EXPECTED_MOST];
        size_t count = 0;
        while (*at + 1 < source->count && source->lines[*at + 1][0] == '|' && count < EXPECTED_MOST)
                expected[count++] = source->lines[++*at] + 1;
        if (!out)
                return script_expect(script, expected, count);
        char *screen[EXPECTED_MOST];
        size_t rows = script_screen(script, screen, EXPECTED_MOST);
        for (size_t i = 0; i < rows; i++) {
                fprintf(out, "|%s\n", screen[i]);
                free(screen[i]);
        }
        return true;
}

static bool run_lines(Script *script, const Source *source, FILE *out)
{
        for (size_t i = 0; i < source->count; i++) {
                const char *line = source->lines[i];
                script->line = i + 1;
                if (out)
                        fprintf(out, "%s\n", line);
                if (!*line || *line == '#')
                        continue;
                bool done = strcmp(line, "expect") == 0
                                    ? script->harness && run_expect(script, source, &i, out)
                                    : script_step(script, line);
                if (!done)
                        return false;
        }
        return true;
}

static void run_script(void **state)
{
        const char *file = *state;
        Source source = read_source(file);
        char written[SCRIPT_LINE];
        snprintf(written, sizeof written, "%s.new", file);
        FILE *out = getenv("MAKESAFE_WRITE_SCREENS") ? fopen(written, "w") : NULL;
        Script script;
        start_world(&script, file);
        bool done = run_lines(&script, &source, out);
        end_world(&script);
        free_source(&source);
        if (out) {
                fclose(out);
                if (done)
                        done = rename(written, file) == 0;
                else
                        remove(written);
        }
        assert_true(done);
}

/* The name of a script's test: its first line, a sentence. */
static char *name_of(const char *file)
{
        Source source = read_source(file);
        char *name = strdup(source.count && source.lines[0][0] == '#' ? source.lines[0] + 2 : file);
        free_source(&source);
        return name;
}

int main(int argc, char **argv)
{
        if (argc < 4) {
                fprintf(stderr, "usage: screen_test PROGRAM MODULES SCRIPT…\n");
                return 2;
        }
        /* The program runs in a scratch folder: relative paths mean nothing there. */
        program = realpath(argv[1], NULL);
        modules = realpath(argv[2], NULL);
        if (!program || !modules) {
                perror(argv[program ? 2 : 1]);
                return 2;
        }
        size_t count = (size_t)argc - 3;
        struct CMUnitTest *tests = calloc(count, sizeof *tests);
        for (size_t i = 0; i < count; i++)
                tests[i] = (struct CMUnitTest){ .name = name_of(argv[i + 3]),
                        .test_func = run_script,
                        .initial_state = argv[i + 3] };
        int failed = _cmocka_run_group_tests("screens", tests, count, NULL, NULL);
        for (size_t i = 0; i < count; i++)
                free((char *)tests[i].name);
        free(tests);
        return failed;
}
