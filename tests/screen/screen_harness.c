#include "screen_harness.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include <utmp.h>
#include <vterm.h>

enum {
        GUARD_SECONDS = 60,
        STEP_NANOSECONDS = 100000,
        ROW_SIZE = 4096,
        CHARS_MOST = VTERM_MAX_CHARS_PER_CELL
};

struct Harness {
        pid_t pid;
        int master;
        int slave; /* held open to see what the program has not read yet */
        VTerm *terminal;
        VTermScreen *screen;
        bool cursor_visible, second_screen;
        int mouse; /* VTERM_PROP_MOUSE_… that the program asked for */
        bool ended;
        int status;
        char *output;
        size_t output_len, output_room;
        char row[ROW_SIZE];
};

static void keep_output(Harness *harness, const char *bytes, size_t len)
{
        if (harness->output_len + len + 1 > harness->output_room) {
                harness->output_room = (harness->output_len + len + 1) * 2;
                harness->output = realloc(harness->output, harness->output_room);
                if (!harness->output)
                        abort();
        }
        memcpy(harness->output + harness->output_len, bytes, len);
        harness->output_len += len;
        harness->output[harness->output_len] = '\0';
}

static int on_property(VTermProp property, VTermValue *value, void *data)
{
        Harness *harness = data;
        if (property == VTERM_PROP_CURSORVISIBLE)
                harness->cursor_visible = value->boolean;
        else if (property == VTERM_PROP_ALTSCREEN)
                harness->second_screen = value->boolean;
        else if (property == VTERM_PROP_MOUSE)
                harness->mouse = value->number;
        return 1;
}

static const VTermScreenCallbacks callbacks = { .settermprop = on_property };

/* What the terminal itself answers (mouse events too) is the program's input. */
static void on_reply(const char *bytes, size_t len, void *data)
{
        Harness *harness = data;
        while (len > 0) {
                ssize_t written = write(harness->master, bytes, len);
                if (written <= 0)
                        return;
                bytes += written;
                len -= (size_t)written;
        }
}

static void run_program(const HarnessOptions *options, int slave)
{
        if (login_tty(slave) != 0 || (options->folder && chdir(options->folder) != 0))
                _exit(126);
        sigset_t none;
        sigemptyset(&none);
        sigprocmask(SIG_SETMASK, &none, NULL);
        signal(SIGHUP, SIG_DFL);  /* the tests may run under nohup, which a program heeds */
        signal(SIGXFSZ, SIG_IGN); /* a file that may not grow is then an error like a full disk */
        execve(options->arguments[0], (char *const *)options->arguments,
                (char *const *)options->environment);
        _exit(127);
}

Harness *harness_start(const HarnessOptions *options)
{
        struct winsize size = { .ws_row = (unsigned short)options->rows,
                .ws_col = (unsigned short)options->columns };
        int master, slave;
        if (openpty(&master, &slave, NULL, NULL, &size) != 0)
                return NULL;
        pid_t pid = fork();
        if (pid == 0) {
                close(master);
                run_program(options, slave);
        }
        if (pid < 0)
                return NULL;
        fcntl(master, F_SETFL, O_NONBLOCK);
        fcntl(master, F_SETFD, FD_CLOEXEC);
        fcntl(slave, F_SETFD, FD_CLOEXEC);
        Harness *harness = calloc(1, sizeof *harness);
        if (!harness)
                abort();
        harness->pid = pid;
        harness->master = master;
        harness->slave = slave;
        harness->cursor_visible = true;
        int rows = options->rows > 0 ? options->rows : 24,
            columns = options->columns > 0 ? options->columns : 80;
        harness->terminal = vterm_new(rows, columns);
        vterm_set_utf8(harness->terminal, 1);
        vterm_output_set_callback(harness->terminal, on_reply, harness);
        harness->screen = vterm_obtain_screen(harness->terminal);
        vterm_screen_set_callbacks(harness->screen, &callbacks, harness);
        vterm_screen_enable_altscreen(harness->screen, 1);
        vterm_screen_reset(harness->screen, 1);
        harness_settle(harness);
        return harness;
}

void harness_free(Harness *harness)
{
        if (!harness)
                return;
        if (!harness->ended) {
                kill(harness->pid, SIGKILL);
                waitpid(harness->pid, NULL, 0);
        }
        if (harness->master >= 0) {
                close(harness->master);
                close(harness->slave);
        }
        vterm_free(harness->terminal);
        free(harness->output);
        free(harness);
}

/* libvterm 0.1 reads only the first number of a mode sequence; real terminals read all. */
static void feed(Harness *harness, const char *bytes, size_t len)
{
        static const struct {
                const char *joined, *split;
        } modes[] = { { "\033[?1006;1000h", "\033[?1006h\033[?1000h" },
                { "\033[?1006;1000l", "\033[?1006l\033[?1000l" } };
        for (size_t i = 0; i < 2; i++) {
                size_t joined = strlen(modes[i].joined);
                const char *at = memmem(bytes, len, modes[i].joined, joined);
                if (!at)
                        continue;
                feed(harness, bytes, (size_t)(at - bytes));
                feed(harness, modes[i].split, strlen(modes[i].split));
                feed(harness, at + joined, len - (size_t)(at - bytes) - joined);
                return;
        }
        vterm_input_write(harness->terminal, bytes, len);
}

static void take_output(Harness *harness)
{
        char bytes[16384];
        for (;;) {
                ssize_t len = read(harness->master, bytes, sizeof bytes);
                if (len <= 0)
                        return; /* reading flushes what is still on its way, so nothing is left
                                   behind */
                keep_output(harness, bytes, (size_t)len);
                feed(harness, bytes, (size_t)len);
        }
}

static bool read_proc(pid_t pid, const char *name, char *text, size_t size)
{
        char path[64];
        snprintf(path, sizeof path, "/proc/%d/%s", (int)pid, name);
        int fd = open(path, O_RDONLY | O_CLOEXEC);
        if (fd < 0)
                return false;
        ssize_t len = read(fd, text, size - 1);
        close(fd);
        text[len > 0 ? len : 0] = '\0';
        return len > 0;
}

static bool has_pending_signals(pid_t pid)
{
        char text[4096];
        if (!read_proc(pid, "status", text, sizeof text))
                return false;
        for (const char *name = text; (name = strstr(name, "Pnd:\t")); name += 5)
                if (strtoull(name + 5, NULL, 16) != 0)
                        return true;
        return false;
}

/* Poll, other than FIONREAD, also sees input that the kernel has not handed to the terminal yet. */
static bool has_unread_input(int slave)
{
        struct pollfd input = { .fd = slave, .events = POLLIN };
        return poll(&input, 1, 0) > 0 && (input.revents & POLLIN);
}

/* The order matters: whoever has read everything, has no signal to handle and then sleeps in ppoll,
 * sleeps because there is nothing to do. */
static bool is_idle(const Harness *harness)
{
        char text[256];
        if (has_unread_input(harness->slave) || has_pending_signals(harness->pid))
                return false;
        unsigned long first = 1;
        long call = -1;
        /* The line mode waits in a read of its input. "running" is no number. */
        return read_proc(harness->pid, "syscall", text, sizeof text) &&
               sscanf(text, "%ld 0x%lx", &call, &first) == 2 &&
               (call == SYS_ppoll || (call == SYS_read && first == STDIN_FILENO));
}

static bool note_end(Harness *harness)
{
        int status = 0;
        if (!harness->ended && waitpid(harness->pid, &status, WNOHANG) == harness->pid) {
                harness->ended = true;
                harness->status =
                        WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
        }
        return harness->ended;
}

bool harness_wait_for(Harness *harness, const char *text)
{
        time_t deadline = time(NULL) + GUARD_SECONDS;
        int row, column;
        while (time(NULL) < deadline && !note_end(harness)) {
                take_output(harness);
                if (harness_find(harness, text, &row, &column))
                        return true;
                struct pollfd more = { .fd = harness->master, .events = POLLIN };
                ppoll(&more, 1, &(struct timespec){ 0, 10 * STEP_NANOSECONDS }, NULL);
        }
        return false;
}

bool harness_settle(Harness *harness)
{
        time_t deadline = time(NULL) + GUARD_SECONDS;
        while (time(NULL) < deadline) {
                bool over = note_end(harness) || is_idle(harness);
                take_output(harness);
                if (over) {
                        vterm_screen_flush_damage(harness->screen);
                        return true;
                }
                struct pollfd more = { .fd = harness->master, .events = POLLIN };
                ppoll(&more, 1, &(struct timespec){ 0, STEP_NANOSECONDS }, NULL);
        }
        return false;
}

void harness_send(Harness *harness, const char *bytes, size_t len)
{
        on_reply(bytes, len, harness);
}

bool harness_type(Harness *harness, const char *bytes, size_t len)
{
        on_reply(bytes, len, harness);
        return harness_settle(harness);
}

/* libvterm knows what a key sends in the mode that the program has asked for. */
static const struct {
        const char *name;
        VTermKey key;
} special_keys[] = { { "Up", VTERM_KEY_UP }, { "Down", VTERM_KEY_DOWN }, { "Left", VTERM_KEY_LEFT },
        { "Right", VTERM_KEY_RIGHT }, { "Enter", VTERM_KEY_ENTER },
        { "Backspace", VTERM_KEY_BACKSPACE }, { "Esc", VTERM_KEY_ESCAPE },
        { "PgUp", VTERM_KEY_PAGEUP }, { "PgDn", VTERM_KEY_PAGEDOWN }, { "Home", VTERM_KEY_HOME },
        { "End", VTERM_KEY_END }, { "Tab", VTERM_KEY_TAB } };

bool harness_press(Harness *harness, const char *name)
{
        for (size_t i = 0; i < sizeof special_keys / sizeof *special_keys; i++)
                if (strcmp(special_keys[i].name, name) == 0) {
                        vterm_keyboard_key(harness->terminal, special_keys[i].key, VTERM_MOD_NONE);
                        return harness_settle(harness);
                }
        if (strncmp(name, "Ctrl-", 5) == 0)
                return harness_type(harness, &(char){ (char)(name[5] & 0x1F) }, 1);
        return strcmp(name, "Space") == 0 && harness_type(harness, " ", 1);
}

bool harness_click(Harness *harness, int row, int column)
{
        vterm_mouse_move(harness->terminal, row, column, VTERM_MOD_NONE);
        vterm_mouse_button(harness->terminal, 1, true, VTERM_MOD_NONE);
        vterm_mouse_button(harness->terminal, 1, false, VTERM_MOD_NONE);
        return harness->mouse != VTERM_PROP_MOUSE_NONE && harness_settle(harness);
}

bool harness_wheel(Harness *harness, int row, bool up)
{
        vterm_mouse_move(harness->terminal, row, 0, VTERM_MOD_NONE);
        vterm_mouse_button(harness->terminal, up ? 4 : 5, true, VTERM_MOD_NONE);
        return harness->mouse != VTERM_PROP_MOUSE_NONE && harness_settle(harness);
}

bool harness_resize(Harness *harness, int rows, int columns, bool settle)
{
        struct winsize size = { .ws_row = (unsigned short)rows, .ws_col = (unsigned short)columns };
        vterm_set_size(harness->terminal, rows, columns);
        ioctl(harness->master, TIOCSWINSZ, &size);
        return !settle || harness_settle(harness);
}

bool harness_signal(Harness *harness, int signal)
{
        kill(harness->pid, signal);
        return harness_settle(harness);
}

bool harness_hang_up(Harness *harness)
{
        take_output(harness);
        close(harness->master);
        close(harness->slave);
        harness->master = harness->slave = -1;
        time_t deadline = time(NULL) + GUARD_SECONDS;
        while (time(NULL) < deadline && !note_end(harness))
                ppoll(NULL, 0, &(struct timespec){ 0, STEP_NANOSECONDS }, NULL);
        return harness->ended;
}

static size_t put_utf8(uint32_t code, char *bytes)
{
        if (code < 0x80) {
                bytes[0] = (char)code;
                return 1;
        }
        if (code < 0x800) {
                bytes[0] = (char)(0xC0 | code >> 6);
                bytes[1] = (char)(0x80 | (code & 0x3F));
                return 2;
        }
        if (code < 0x10000) {
                bytes[0] = (char)(0xE0 | code >> 12);
                bytes[1] = (char)(0x80 | (code >> 6 & 0x3F));
                bytes[2] = (char)(0x80 | (code & 0x3F));
                return 3;
        }
        bytes[0] = (char)(0xF0 | code >> 18);
        bytes[1] = (char)(0x80 | (code >> 12 & 0x3F));
        bytes[2] = (char)(0x80 | (code >> 6 & 0x3F));
        bytes[3] = (char)(0x80 | (code & 0x3F));
        return 4;
}

const char *harness_row_from(Harness *harness, int row, int column)
{
        int rows, columns;
        size_t len = 0, end = 0;
        harness_size(harness, &rows, &columns);
        while (row < rows && column < columns) {
                VTermScreenCell cell;
                vterm_screen_get_cell(harness->screen, (VTermPos){ row, column }, &cell);
                if (len + 4 * CHARS_MOST + 1 > sizeof harness->row)
                        break;
                bool blank = cell.chars[0] == 0 || cell.chars[0] == ' ';
                if (blank)
                        harness->row[len++] = ' ';
                for (int i = 0; !blank && i < CHARS_MOST && cell.chars[i]; i++)
                        len += put_utf8(cell.chars[i], harness->row + len);
                if (!blank)
                        end = len;
                column += cell.width > 0 ? cell.width : 1;
        }
        harness->row[end] = '\0';
        return harness->row;
}

const char *harness_row(Harness *harness, int row)
{
        return harness_row_from(harness, row, 0);
}

bool harness_find(Harness *harness, const char *text, int *row, int *column)
{
        int rows, columns;
        harness_size(harness, &rows, &columns);
        for (*row = 0; *row < rows; (*row)++) {
                if (!strstr(harness_row(harness, *row), text))
                        continue;
                for (*column = 0; *column < columns; (*column)++)
                        if (strncmp(harness_row_from(harness, *row, *column), text, strlen(text)) ==
                                0)
                                return true;
        }
        return false;
}

void harness_size(const Harness *harness, int *rows, int *columns)
{
        vterm_get_size(harness->terminal, rows, columns);
}

void harness_cursor(const Harness *harness, int *row, int *column, bool *visible)
{
        VTermPos position;
        vterm_state_get_cursorpos(vterm_obtain_state(harness->terminal), &position);
        *row = position.row;
        *column = position.col;
        *visible = harness->cursor_visible;
}

HarnessStyle harness_style(Harness *harness, int row, int column)
{
        VTermScreenCell cell;
        vterm_screen_get_cell(harness->screen, (VTermPos){ row, column }, &cell);
        return (HarnessStyle){ .bold = cell.attrs.bold,
                .underline = cell.attrs.underline != 0,
                .reverse = cell.attrs.reverse,
                .coloured = !VTERM_COLOR_IS_DEFAULT_FG(&cell.fg) ||
                            !VTERM_COLOR_IS_DEFAULT_BG(&cell.bg) };
}

static int palette_index(const VTermColor *colour)
{
        return VTERM_COLOR_IS_DEFAULT_FG(colour) || VTERM_COLOR_IS_DEFAULT_BG(colour) ||
                               !VTERM_COLOR_IS_INDEXED(colour)
                       ? -1
                       : colour->indexed.idx;
}

void harness_cell(Harness *harness, int row, int column, HarnessCell *shown)
{
        VTermScreenCell cell;
        size_t len = 0;
        vterm_screen_get_cell(harness->screen, (VTermPos){ row, column }, &cell);
        *shown = (HarnessCell){ .width = cell.width > 0 ? cell.width : 1,
                .style = harness_style(harness, row, column),
                .colour = palette_index(&cell.fg),
                .background = palette_index(&cell.bg) };
        for (int i = 0; i < CHARS_MOST && cell.chars[i] && len + 4 < sizeof shown->text; i++)
                len += put_utf8(cell.chars[i], shown->text + len);
        if (len == 0)
                shown->text[0] = ' ';
}

const char *harness_output(const Harness *harness, size_t *len)
{
        *len = harness->output_len;
        return harness->output ? harness->output : "";
}

void harness_forget_output(Harness *harness)
{
        harness->output_len = 0;
}

bool harness_has_ended(Harness *harness, int *status)
{
        note_end(harness);
        *status = harness->status;
        return harness->ended;
}

bool harness_is_on_second_screen(const Harness *harness)
{
        return harness->second_screen;
}

pid_t harness_pid(const Harness *harness)
{
        return harness->pid;
}
