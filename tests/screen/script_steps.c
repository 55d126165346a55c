#include "script_steps.h"

#include <ctype.h>
#include <ftw.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <sqlite3.h>

#include "picture.h"

enum { ARGUMENTS_MOST = 24, WALK_MOST = 80, STORM = 200 };

void script_fail(Script *script, const char *format, ...)
{
        va_list arguments;
        fprintf(stderr, "%s:%zu: ", script->file, script->line);
        va_start(arguments, format);
        vfprintf(stderr, format, arguments);
        va_end(arguments);
        fputc('\n', stderr);
        if (!script->harness)
                return;
        int rows, columns, row, column;
        bool visible;
        harness_size(script->harness, &rows, &columns);
        for (int i = 0; i < rows; i++)
                fprintf(stderr, "|%s\n", harness_row(script->harness, i));
        harness_cursor(script->harness, &row, &column, &visible);
        fprintf(stderr, "cursor on row %d, column %d\n", row, column);
}

/* Clock times become hh:mm:ss, dates yyyy-mm-dd: as wide, and the same every day. */
static void make_timeless(char *row)
{
        static const char *const shapes[][2] = { { "dd:dd:dd", "hh:mm:ss" },
                { "dddd-dd-dd dd:dd", "yyyy-mm-dd hh:mm" }, { "dddd-dd-dd", "yyyy-mm-dd" },
                { "dddd-dd: ", "yyyy-mm: " } };
        for (char *at = row; *at; at++)
                for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++) {
                        const char *shape = shapes[i][0];
                        size_t j = 0;
                        while (shape[j] && at[j] &&
                                (shape[j] == 'd' ? isdigit((unsigned char)at[j]) != 0
                                                 : shape[j] == at[j]))
                                j++;
                        if (!shape[j])
                                memcpy(at, shapes[i][1], j);
                }
}

size_t script_screen(Script *script, char **screen, size_t most)
{
        int rows, columns;
        size_t count = 0, used = 0;
        harness_size(script->harness, &rows, &columns);
        for (int i = 0; i < rows && count < most; i++) {
                screen[count] = strdup(harness_row(script->harness, i));
                make_timeless(screen[count]);
                if (*screen[count++])
                        used = count;
        }
        while (count > used)
                free(screen[--count]);
        return count;
}

bool script_expect(Script *script, char *const *expected, size_t count)
{
        char *screen[512];
        size_t rows = script_screen(script, screen, 512);
        bool same = true;
        for (size_t i = 0; i < (rows > count ? rows : count) && same; i++) {
                const char *is = i < rows ? screen[i] : "", *wanted = i < count ? expected[i] : "";
                same = strcmp(is, wanted) == 0;
                if (!same)
                        script_fail(script, "row %zu is not as expected:\nwanted |%s\nis     |%s",
                                i, wanted, is);
        }
        for (size_t i = 0; i < rows; i++)
                free(screen[i]);
        return same;
}

static bool step_env(Script *script, const char *rest)
{
        if (script->setting_count == SCRIPT_SETTINGS_MOST)
                return false;
        script->settings[script->setting_count++] = strdup(rest);
        return true;
}

/* file NAME TEXT: a file in the scratch folder, and the folders it stands in. */
static bool step_file(Script *script, const char *rest)
{
        char path[SCRIPT_LINE], name[256];
        if (sscanf(rest, "%255s", name) != 1)
                return false;
        snprintf(path, sizeof path, "%s/%s", script->folder, name);
        for (char *slash = path + strlen(script->folder) + 1; (slash = strchr(slash, '/'));
                slash++) {
                *slash = '\0';
                mkdir(path, 0700);
                *slash = '/';
        }
        FILE *file = fopen(path, "w");
        if (!file)
                return false;
        const char *text = rest + strlen(name);
        fprintf(file, "%s\n", *text ? text + 1 : "");
        return fclose(file) == 0;
}

/* sh COMMAND: run in the scratch folder; $TESTS is where the scripts are. */
static bool step_sh(Script *script, const char *rest)
{
        char command[SCRIPT_LINE * 2];
        snprintf(command, sizeof command, "cd '%s' && TESTS='%s/..' && %s", script->folder,
                script->modules, rest);
        return system(command) == 0;
}

/* A later setting of a name wins. */
static bool is_set_later(char *const *environment, size_t count, size_t index)
{
        size_t len = strcspn(environment[index], "=") + 1;
        for (size_t i = index + 1; i < count; i++)
                if (strncmp(environment[i], environment[index], len) == 0)
                        return true;
        return false;
}

static void make_environment(
        const Script *script, const char *term, const char **environment, char *buffers[5])
{
        static const char *const passed[] = { "PATH", "ASAN_OPTIONS", "UBSAN_OPTIONS",
                "LLVM_PROFILE_FILE" };
        char *all[SCRIPT_SETTINGS_MOST + 16];
        size_t count = 0, kept = 0;
        static char inherited[4][SCRIPT_LINE];
        for (size_t i = 0; i < 4; i++) {
                const char *value = getenv(passed[i]);
                if (!value)
                        continue;
                snprintf(inherited[i], sizeof inherited[i], "%s=%s", passed[i], value);
                all[count++] = inherited[i];
        }
        static const char *const folders[] = { "HOME=%s", "XDG_DATA_HOME=%s/data",
                "XDG_CONFIG_HOME=%s/config", "MAKESAFE_RECORD=sqlite:%s/record.sqlite" };
        for (size_t i = 0; i < 4; i++) {
                snprintf(buffers[i], SCRIPT_LINE, folders[i], script->folder);
                all[count++] = buffers[i];
        }
        snprintf(buffers[4], SCRIPT_LINE, "TERM=%s", term);
        all[count++] = buffers[4];
        all[count++] = "LC_ALL=C.UTF-8";
        all[count++] = "LANGUAGE=en";
        all[count++] = "TZ=UTC";
        for (size_t i = 0; i < script->setting_count; i++)
                all[count++] = script->settings[i];
        for (size_t i = 0; i < count; i++)
                if (!is_set_later(all, count, i))
                        environment[kept++] = all[i];
        environment[kept] = NULL;
}

/* start COLUMNSxROWS TERM ARGUMENTS…, as staff id "kim", with the modules of the tests. $TESTS/
 * begins a path beside them. */
static bool step_start(Script *script, const char *rest)
{
        char words[SCRIPT_LINE], term[64];
        int columns, rows, used = 0;
        if (sscanf(rest, "%dx%d %63s %n", &columns, &rows, term, &used) < 3)
                return false;
        snprintf(words, sizeof words, "%s", rest + used);
        const char *arguments[ARGUMENTS_MOST + 6] = { script->program, "--as", "kim", "--modules",
                script->modules };
        size_t count = 5;
        static char paths[ARGUMENTS_MOST][SCRIPT_LINE];
        for (char *word = strtok(words, " "); word && count < ARGUMENTS_MOST;
                word = strtok(NULL, " ")) {
                bool is_ours = strncmp(word, "$TESTS/", 7) == 0;
                snprintf(paths[count], SCRIPT_LINE, "%s/../%s", script->modules,
                        word + (is_ours ? 7 : 0));
                arguments[count] = is_ours ? paths[count] : word;
                count++;
        }
        const char *environment[SCRIPT_SETTINGS_MOST + 20];
        static char room[5][SCRIPT_LINE];
        char *buffers[5];
        for (size_t i = 0; i < 5; i++)
                buffers[i] = room[i];
        make_environment(script, term, environment, buffers);
        harness_free(script->harness);
        script->harness = harness_start(&(HarnessOptions){ .rows = rows,
                .columns = columns,
                .arguments = arguments,
                .environment = environment,
                .folder = script->folder });
        return script->harness != NULL;
}

/* keys Down Space 12q: names, or characters one by one */
static bool step_keys(Script *script, const char *rest)
{
        char words[SCRIPT_LINE];
        snprintf(words, sizeof words, "%s", rest);
        for (char *word = strtok(words, " "); word; word = strtok(NULL, " ")) {
                if (strlen(word) > 1 && harness_press(script->harness, word))
                        continue;
                for (const char *at = word; *at; at++)
                        if (!harness_type(script->harness, at, 1))
                                return false;
        }
        return true;
}

static int digit(char hex)
{
        return isdigit((unsigned char)hex) ? hex - '0' : tolower((unsigned char)hex) - 'a' + 10;
}

/* bytes 1b5b41…: at once, as a paste is */
static bool step_bytes(Script *script, const char *rest)
{
        char bytes[SCRIPT_LINE];
        size_t len = 0;
        for (; isxdigit((unsigned char)rest[0]) && isxdigit((unsigned char)rest[1]); rest += 2)
                bytes[len++] = (char)(digit(rest[0]) * 16 + digit(rest[1]));
        return harness_type(script->harness, bytes, len);
}

/* type TEXT: without waiting; ^M is Enter, ^X leaves. */
static bool step_type(Script *script, const char *rest)
{
        for (; *rest; rest++) {
                bool control = rest[0] == '^' && rest[1];
                harness_send(
                        script->harness, &(char){ (char)(control ? rest[1] & 0x1F : *rest) }, 1);
                rest += control;
        }
        return true;
}

static bool step_wait_for(Script *script, const char *rest)
{
        return harness_wait_for(script->harness, rest);
}

static bool step_settle(Script *script, const char *rest)
{
        (void)rest;
        return harness_settle(script->harness);
}

/* Files may not grow any more, as on a full disk, or may again. */
static bool step_disk(Script *script, const char *rest)
{
        struct rlimit limit = { .rlim_cur = strcmp(rest, "full") == 0 ? 1 : RLIM_INFINITY,
                .rlim_max = RLIM_INFINITY };
        return prlimit(harness_pid(script->harness), RLIMIT_FSIZE, &limit, NULL) == 0;
}

/* Another program is saving, or has saved. */
static bool step_lock(Script *script, const char *rest)
{
        char path[SCRIPT_LINE];
        (void)rest;
        snprintf(path, sizeof path, "%s/record.sqlite", script->folder);
        return sqlite3_open(path, &script->record) == SQLITE_OK &&
               sqlite3_exec(script->record, "BEGIN IMMEDIATE", NULL, NULL, NULL) == SQLITE_OK;
}

static bool step_unlock(Script *script, const char *rest)
{
        (void)rest;
        bool done = sqlite3_exec(script->record, "ROLLBACK", NULL, NULL, NULL) == SQLITE_OK;
        sqlite3_close(script->record);
        script->record = NULL;
        return done;
}

/* make-record WORDS: has record_maker add to the record, as another program would. */
static bool step_make_record(Script *script, const char *rest)
{
        char command[SCRIPT_LINE];
        const char *maker = getenv("RECORD_MAKER");
        snprintf(command, sizeof command, "'%s' '%s/record.sqlite' %s",
                maker ? maker : "record_maker", script->folder, rest);
        return system(command) == 0;
}

/* file-has NAME TEXT: the text stands in a file of the scratch folder. */
static bool step_file_has(Script *script, const char *rest)
{
        char path[SCRIPT_LINE], name[256], line[SCRIPT_LINE];
        if (sscanf(rest, "%255s", name) != 1)
                return false;
        snprintf(path, sizeof path, "%s/%s", script->folder, name);
        const char *text = rest + strlen(name) + (rest[strlen(name)] == ' ');
        FILE *file = fopen(path, "r");
        bool found = false;
        while (file && !found && fgets(line, sizeof line, file))
                found = strstr(line, text) != NULL;
        if (file)
                fclose(file);
        return found;
}

static bool step_resize(Script *script, const char *rest)
{
        int columns, rows;
        return sscanf(rest, "%dx%d", &columns, &rows) == 2 &&
               harness_resize(script->harness, rows, columns, true);
}

/* Many sizes, faster than they can be drawn; the last is COLUMNSxROWS. */
static bool step_storm(Script *script, const char *rest)
{
        for (int i = 0; i < STORM; i++)
                harness_resize(script->harness, 5 + i * 7 % 40, 20 + i * 13 % 120, false);
        return step_resize(script, rest);
}

static bool step_click(Script *script, const char *rest)
{
        int row, column;
        return harness_find(script->harness, rest, &row, &column) &&
               harness_click(script->harness, row, column);
}

static bool step_wheel(Script *script, const char *rest)
{
        return harness_wheel(script->harness, 5, strcmp(rest, "up") == 0);
}

static bool step_contains(Script *script, const char *rest)
{
        int row, column;
        return harness_find(script->harness, rest, &row, &column);
}

static bool step_lacks(Script *script, const char *rest)
{
        return !step_contains(script, rest);
}

static bool step_cursor_on(Script *script, const char *rest)
{
        int row, column;
        bool visible;
        harness_cursor(script->harness, &row, &column, &visible);
        return visible &&
               strncmp(harness_row_from(script->harness, row, column), rest, strlen(rest)) == 0;
}

static bool has_marker(const char *row)
{
        if (*row == ' ')
                row++;
        return strncmp(row, "▸", strlen("▸")) == 0 || *row == '>';
}

/* The cursor is to be seen, on the marker's row, or on the text where there is none. */
static bool step_cursor_follows(Script *script, const char *rest)
{
        int rows, columns, row, column;
        bool visible;
        (void)rest;
        harness_size(script->harness, &rows, &columns);
        harness_cursor(script->harness, &row, &column, &visible);
        for (int i = 2; i < rows - 2; i++)
                if (has_marker(harness_row(script->harness, i)))
                        return visible && row == i;
        return visible && row >= 2 && row < rows - 2;
}

/* Every stop from top to bottom and back, and the cursor with it. */
static bool step_walk(Script *script, const char *rest)
{
        for (int i = 0; i < 2 * WALK_MOST; i++) {
                if (!step_cursor_follows(script, rest))
                        return false;
                if (!harness_press(script->harness, i < WALK_MOST ? "Down" : "Up"))
                        return false;
        }
        return step_cursor_follows(script, rest);
}

static bool step_signal(Script *script, const char *rest)
{
        static const struct {
                const char *name;
                int signal;
        } names[] = { { "TERM", SIGTERM }, { "HUP", SIGHUP }, { "INT", SIGINT },
                { "SEGV", SIGSEGV }, { "ABRT", SIGABRT }, { "CONT", SIGCONT }, { "QUIT", SIGQUIT },
                { "TSTP", SIGTSTP } };
        for (size_t i = 0; i < sizeof names / sizeof *names; i++)
                if (strcmp(names[i].name, rest) == 0)
                        return harness_signal(script->harness, names[i].signal);
        return false;
}

/* ends STATUS: the program is gone, and the terminal is as it was found. */
static bool step_ends(Script *script, const char *rest)
{
        int status = -1;
        return harness_has_ended(script->harness, &status) &&
               status == (int)strtol(rest, NULL, 10) &&
               !harness_is_on_second_screen(script->harness);
}

static bool step_runs(Script *script, const char *rest)
{
        int status;
        (void)rest;
        return !harness_has_ended(script->harness, &status);
}

static bool proc_has(const Script *script, const char *name, const char *text)
{
        char path[64], bytes[8192];
        snprintf(path, sizeof path, "/proc/%d/%s", (int)harness_pid(script->harness), name);
        FILE *file = fopen(path, "r");
        size_t len = file ? fread(bytes, 1, sizeof bytes - 1, file) : 0;
        bytes[len] = '\0';
        if (file)
                fclose(file);
        return *text ? strstr(bytes, text) != NULL : len > 0;
}

/* childless: the program has no child process, and never waited for one (fields 11 and 13 of its
 * `stat` count the page faults of those). */
static bool step_childless(Script *script, const char *rest)
{
        char path[64], children[64];
        unsigned long minor = 1, major = 1;
        (void)rest;
        int pid = (int)harness_pid(script->harness);
        snprintf(path, sizeof path, "/proc/%d/stat", pid);
        FILE *file = fopen(path, "r");
        bool read = file && fscanf(file, "%*d (%*[^)]) %*c %*d %*d %*d %*d %*d %*u %*u %lu %*u %lu",
                                    &minor, &major) == 2;
        if (file)
                fclose(file);
        snprintf(children, sizeof children, "task/%d/children", pid);
        return read && minor == 0 && major == 0 && !proc_has(script, children, "");
}

/* shut-in: the kernel filters the program's calls, and it can gain no rights. */
static bool step_shut_in(Script *script, const char *rest)
{
        (void)rest;
        return proc_has(script, "status", "Seccomp:\t2") &&
               proc_has(script, "status", "NoNewPrivs:\t1");
}

static int file_count;

static int count_file(const char *path, const struct stat *status, int kind, struct FTW *place)
{
        (void)status;
        file_count += kind != FTW_D && strncmp(path + place->base, "record.sqlite", 13) != 0;
        return 0;
}

/* files N: so many files stand in the scratch folder besides the record. */
static bool step_files(Script *script, const char *rest)
{
        file_count = 0;
        nftw(script->folder, count_file, 8, FTW_PHYS);
        return file_count == (int)strtol(rest, NULL, 10);
}

/* style WORDS TEXT: what the first cell of a text looks like; `plain` for nothing of it all. */
static bool step_style(Script *script, const char *rest)
{
        char word[32];
        int row, column;
        if (sscanf(rest, "%31s", word) != 1 || !rest[strlen(word)] ||
                !harness_find(script->harness, rest + strlen(word) + 1, &row, &column))
                return false;
        HarnessStyle style = harness_style(script->harness, row, column);
        if (strcmp(word, "bold") == 0)
                return style.bold;
        if (strcmp(word, "underlined") == 0)
                return style.underline;
        if (strcmp(word, "coloured") == 0)
                return style.coloured;
        if (strcmp(word, "reversed") == 0)
                return style.reverse;
        return strcmp(word, "plain") == 0 && !style.bold && !style.underline && !style.reverse &&
               !style.coloured;
}

/* Looks for a byte sequence, ESC written as ^[, in all that the program wrote so far. */
static bool step_wrote(Script *script, const char *rest)
{
        char bytes[256];
        size_t len = 0, have = 0;
        for (; *rest && len + 1 < sizeof bytes; rest++) {
                bool escape = rest[0] == '^' && rest[1] == '[';
                bytes[len++] = escape ? 0x1B : *rest;
                rest += escape;
        }
        const char *output = harness_output(script->harness, &have);
        return memmem(output, have, bytes, len) != NULL;
}

static bool step_never_wrote(Script *script, const char *rest)
{
        return !step_wrote(script, rest);
}

/* No cell has a colour, and none was ever asked for. */
static bool step_no_colour(Script *script, const char *rest)
{
        static const char *const tries[] = { "^[[31m", "^[[32m", "^[[35m", "^[[39;", "^[[39m",
                "^[[49m", ";31m", ";32m", ";35m" };
        (void)rest;
        for (size_t i = 0; i < sizeof tries / sizeof *tries; i++)
                if (step_wrote(script, tries[i]))
                        return false;
        return true;
}

static bool step_ascii(Script *script, const char *rest)
{
        size_t len = 0;
        (void)rest;
        const char *output = harness_output(script->harness, &len);
        for (size_t i = 0; i < len; i++)
                if (output[i] & 0x80)
                        return false;
        return true;
}

/* less-than N: bytes written since the last `forget`. */
static bool step_less_than(Script *script, const char *rest)
{
        size_t len = 0;
        harness_output(script->harness, &len);
        return len < strtoul(rest, NULL, 10);
}

static bool step_forget(Script *script, const char *rest)
{
        (void)rest;
        harness_forget_output(script->harness);
        return true;
}

static bool step_empty(Script *script, const char *rest)
{
        int rows, columns;
        (void)rest;
        harness_size(script->harness, &rows, &columns);
        for (int i = 0; i < rows; i++)
                if (*harness_row(script->harness, i))
                        return false;
        return true;
}

static const struct {
        const char *name;
        bool (*run)(Script *script, const char *rest);
        bool needs_program;
} steps[] = {
        { "ascii", step_ascii, true },
        { "bytes", step_bytes, true },
        { "childless", step_childless, true },
        { "click", step_click, true },
        { "contains", step_contains, true },
        { "cursor-follows", step_cursor_follows, true },
        { "cursor-on", step_cursor_on, true },
        { "disk", step_disk, true },
        { "empty", step_empty, true },
        { "ends", step_ends, true },
        { "env", step_env, false },
        { "file", step_file, false },
        { "file-has", step_file_has, false },
        { "files", step_files, false },
        { "forget", step_forget, true },
        { "keys", step_keys, true },
        { "lacks", step_lacks, true },
        { "less-than", step_less_than, true },
        { "lock", step_lock, true },
        { "make-record", step_make_record, false },
        { "never-wrote", step_never_wrote, true },
        { "no-colour", step_no_colour, true },
        { "picture", picture_step, true },
        { "resize", step_resize, true },
        { "runs", step_runs, true },
        { "settle", step_settle, true },
        { "sh", step_sh, false },
        { "shut-in", step_shut_in, true },
        { "signal", step_signal, true },
        { "start", step_start, false },
        { "storm", step_storm, true },
        { "style", step_style, true },
        { "type", step_type, true },
        { "unlock", step_unlock, true },
        { "wait-for", step_wait_for, true },
        { "walk", step_walk, true },
        { "wheel", step_wheel, true },
        { "wrote", step_wrote, true },
};

bool script_step(Script *script, const char *line)
{
        size_t len = strcspn(line, " ");
        const char *rest = line[len] ? line + len + 1 : "";
        for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
                if (strlen(steps[i].name) != len || strncmp(steps[i].name, line, len) != 0)
                        continue;
                bool done =
                        (script->harness || !steps[i].needs_program) && steps[i].run(script, rest);
                if (!done)
                        script_fail(script, "this is not so, or did not work: %s", line);
                return done;
        }
        script_fail(script, "there is no such step: %s", line);
        return false;
}
