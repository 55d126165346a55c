#include "tui/terminal.h"

#include <curses.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/translate.h"
#include "tui/capability.h"
#include "tui/charset.h"
#include "tui/signals.h"

enum {
        ROWS_MOST = 256, /* more is not believed: memory grows with the cells */
        COLUMNS_MOST = 512,
        ESCAPE = 0x1B,
        ESCAPE_DELAY = 25,  /* milliseconds */
        SEQUENCE_MOST = 64, /* characters of a key's sequence */
        PASTE_BEGINS = KEY_MAX + 1,
        PASTE_ENDS = KEY_MAX + 2,
        PASTE_SILENCE = 1000, /* milliseconds after which the end of a paste got lost */
};

struct Terminal {
        SCREEN *screen;
        WINDOW *keys; /* a pad to read keys through: reading through a window would refresh it */
        int rows, columns;
        bool has_colour;
        bool is_pasting;
        int watched; /* a file descriptor that wakes, or -1 */
        Charset charset;
        Theme theme;
        Signals signals;
        struct termios modes_found;
        char restore[256]; /* gives the terminal back where ncurses can't be called */
        char wipe[64];
};

static Terminal *active;

static void write_all(const char *bytes)
{
        size_t len = strlen(bytes);
        while (len > 0) {
                ssize_t written = write(STDOUT_FILENO, bytes, len);
                if (written <= 0)
                        return;
                bytes += written;
                len -= (size_t)written;
        }
}

/* Only async-signal-safe calls: the heap may be broken. */
static void give_back_in_a_crash(int signal)
{
        if (active) {
                write_all(active->restore);
                tcsetattr(STDIN_FILENO, TCSANOW, &active->modes_found);
        }
        raise(signal); /* SA_RESETHAND: the default action now */
}

bool terminal_can_start(void)
{
        return isatty(STDIN_FILENO) && isatty(STDOUT_FILENO) && capability_terminal();
}

static int bounded(long value, int most, int otherwise)
{
        if (value <= 0)
                return otherwise;
        return value > most ? most : (int)value;
}

static long number_in(const char *name)
{
        const char *value = getenv(name);
        return value ? strtol(value, NULL, 10) : 0;
}

/* The window's own word first; a serial line has none (0 × 0), there the environment may help. */
static void find_size(int *rows, int *columns)
{
        struct winsize size = { 0 };
        if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0)
                size = (struct winsize){ 0 };
        *rows = bounded(size.ws_row, ROWS_MOST, bounded(number_in("LINES"), ROWS_MOST, 24));
        *columns =
                bounded(size.ws_col, COLUMNS_MOST, bounded(number_in("COLUMNS"), COLUMNS_MOST, 80));
}

static void prepare_restore(Terminal *terminal, bool has_mouse)
{
        static const char *const names[] = { "sgr0", "cnorm", "rmkx", "BD", "rmcup" };
        if (has_mouse)
                snprintf(terminal->restore, sizeof terminal->restore, "\033[?1006l\033[?1000l");
        for (size_t i = 0; i < sizeof names / sizeof *names; i++)
                capability_add(terminal->restore, sizeof terminal->restore, names[i]);
        capability_add(terminal->wipe, sizeof terminal->wipe, "clear");
        capability_add(terminal->wipe, sizeof terminal->wipe, "E3");
}

static bool wants_colour(void)
{
        const char *no_colour = getenv("NO_COLOR");
        return has_colors() && !(no_colour && *no_colour);
}

static void send(const char *capability)
{
        char bytes[64] = "";
        capability_add(bytes, sizeof bytes, capability);
        write_all(bytes);
}

/* A paste comes between marks, and can be told from typing. */
static void define_paste(void)
{
        const char *begins = tigetstr("PS"), *ends = tigetstr("PE");
        if (begins && begins != (char *)-1 && ends && ends != (char *)-1) {
                define_key(begins, PASTE_BEGINS);
                define_key(ends, PASTE_ENDS);
                send("BE");
        }
}

/* Keys as terminals send them whatever mode they were asked to be in, and whatever terminfo says.
 */
static void define_common_keys(void)
{
        static const struct {
                const char *sequence;
                int code;
        } keys[] = { { "\033[A", KEY_UP }, { "\033[B", KEY_DOWN }, { "\033[C", KEY_RIGHT },
                { "\033[D", KEY_LEFT }, { "\033OA", KEY_UP }, { "\033OB", KEY_DOWN },
                { "\033OC", KEY_RIGHT }, { "\033OD", KEY_LEFT }, { "\033[H", KEY_HOME },
                { "\033[F", KEY_END }, { "\033OH", KEY_HOME }, { "\033OF", KEY_END },
                { "\033[1~", KEY_HOME }, { "\033[4~", KEY_END }, { "\033[5~", KEY_PPAGE },
                { "\033[6~", KEY_NPAGE }, { "\033OM", KEY_ENTER } };
        for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
                if (key_defined(keys[i].sequence) == 0)
                        define_key(keys[i].sequence, keys[i].code);
}

static void set_number(const char *name, int value)
{
        char digits[16];
        snprintf(digits, sizeof digits, "%d", value);
        setenv(name, digits, 1);
}

static void put_back(const char *name, char *found)
{
        if (found)
                setenv(name, found, 1);
        else
                unsetenv(name);
        free(found);
}

/* ncurses believes LINES and COLUMNS before anything else: for as long as it looks they say the
 * size that find_size found and bounded. */
static SCREEN *new_screen(Terminal *terminal, const char *name)
{
        const char *lines = getenv("LINES"), *columns = getenv("COLUMNS");
        char *lines_found = lines ? xstrdup(lines) : NULL,
             *columns_found = columns ? xstrdup(columns) : NULL;
        find_size(&terminal->rows, &terminal->columns);
        set_number("LINES", terminal->rows);
        set_number("COLUMNS", terminal->columns);
        SCREEN *screen = newterm(name, stdout, stdin);
        put_back("LINES", lines_found);
        put_back("COLUMNS", columns_found);
        return screen;
}

/* ncurses reads on after a mouse event that nobody asked for, and would block there, deaf to
 * signals. */
static void never_block(void)
{
        struct termios modes;
        if (tcgetattr(STDIN_FILENO, &modes) != 0)
                return;
        modes.c_cc[VMIN] = 0;
        modes.c_cc[VTIME] = 0;
        tcsetattr(STDIN_FILENO, TCSANOW, &modes);
        def_prog_mode();
}

static void set_up(Terminal *terminal, bool is_shared)
{
        if (is_shared)
                raw();
        else
                cbreak();
        noecho();
        nonl();
        never_block();
        typeahead(-1); /* a frame that was begun is finished */
        leaveok(stdscr, FALSE);
        terminal->has_colour = wants_colour();
        if (terminal->has_colour) {
                start_color();
                terminal->has_colour = use_default_colors() == OK;
        }
        terminal->keys = newpad(1, 1);
        keypad(terminal->keys, TRUE);
        nodelay(terminal->keys, TRUE);
        mouseinterval(0);
        mmask_t mouse = mousemask(BUTTON1_PRESSED | BUTTON4_PRESSED | BUTTON5_PRESSED, NULL);
        define_common_keys();
        define_paste();
        prepare_restore(terminal, mouse != 0);
}

static void stop_at_exit(void)
{
        terminal_stop(active);
}

Terminal *terminal_start(bool is_shared, Theme theme, Error *error)
{
        static bool registered;
        const char *name = capability_terminal();
        if (active || !name) {
                error_set(error, _("The screens cannot be shown on this terminal"));
                error_hint(error, _("The line mode works everywhere: makesafe --plain"));
                return NULL;
        }
        Terminal *terminal = xmalloc(sizeof *terminal);
        *terminal = (Terminal){ .charset = charset_find(name), .theme = theme, .watched = -1 };
        tcgetattr(STDIN_FILENO, &terminal->modes_found);
        signals_hold(&terminal->signals);
        set_escdelay(ESCAPE_DELAY);
        terminal->screen = new_screen(terminal, name);
        if (!terminal->screen) {
                signals_give_back(&terminal->signals);
                free(terminal);
                error_set(error, _("The screens cannot be shown on this terminal"));
                return NULL;
        }
        active = terminal;
        set_up(terminal, is_shared);
        signals_take(&terminal->signals, is_shared, give_back_in_a_crash);
        if (!registered)
                registered = atexit(stop_at_exit) == 0;
        return terminal;
}

static void stop(Terminal *terminal, bool wipe)
{
        if (wipe) {
                werase(stdscr); /* some terminals keep what stood on their second screen */
                wnoutrefresh(stdscr);
                doupdate();
        }
        mousemask(0, NULL);
        endwin();
        send("BD");
        if (wipe)
                write_all(terminal->wipe);
        tcsetattr(STDIN_FILENO, TCSANOW, &terminal->modes_found);
        signals_give_back(&terminal->signals);
        delwin(terminal->keys);
        delscreen(terminal->screen);
        active = NULL;
        free(terminal);
}

void terminal_stop(Terminal *terminal)
{
        if (terminal)
                stop(terminal, false);
}

void terminal_stop_and_wipe(Terminal *terminal)
{
        if (terminal)
                stop(terminal, true);
}

void terminal_wipe(Terminal *terminal)
{
        write_all(terminal->wipe);
        clearok(curscr, TRUE);
}

static void renew_size(Terminal *terminal)
{
        find_size(&terminal->rows, &terminal->columns);
        if (terminal->rows != LINES || terminal->columns != COLS)
                resizeterm(terminal->rows, terminal->columns);
        clearok(curscr, TRUE);
}

static uint32_t named_key(wint_t code)
{
        static const struct {
                wint_t code;
                uint32_t key;
        } names[] = { { KEY_UP, NAMED_UP }, { KEY_DOWN, NAMED_DOWN }, { KEY_LEFT, NAMED_LEFT },
                { KEY_RIGHT, NAMED_RIGHT }, { KEY_PPAGE, NAMED_PAGE_UP },
                { KEY_NPAGE, NAMED_PAGE_DOWN }, { KEY_HOME, NAMED_HOME }, { KEY_END, NAMED_END },
                { KEY_ENTER, NAMED_ENTER }, { KEY_BACKSPACE, NAMED_BACKSPACE },
                { KEY_A1, NAMED_HOME }, { KEY_C1, NAMED_END }, { KEY_A3, NAMED_PAGE_UP },
                { KEY_C3, NAMED_PAGE_DOWN }, { KEY_FIND, NAMED_HOME }, { KEY_SELECT, NAMED_END } };
        for (size_t i = 0; i < sizeof names / sizeof *names; i++)
                if (names[i].code == code)
                        return names[i].key;
        return NAMED_OTHER;
}

static bool read_mouse(Input *input)
{
        MEVENT event;
        if (getmouse(&event) != OK)
                return false;
        *input = (Input){ .kind = INPUT_CLICK, .row = event.y, .column = event.x };
        if (event.bstate & BUTTON1_PRESSED)
                return true;
        input->kind = INPUT_WHEEL;
        input->wheel = event.bstate & BUTTON4_PRESSED ? -1 : 1;
        return (event.bstate & (BUTTON4_PRESSED | BUTTON5_PRESSED)) != 0;
}

static bool is_final(wint_t code)
{
        return code >= 0x40 && code <= 0x7E;
}

/* A key that terminfo does not know sends Esc and more at once; taken apart, its digits would
 * answer a question. Passes over all of it. False for Esc alone. */
static bool pass_over_sequence(Terminal *terminal)
{
        wint_t code = 0;
        int status = wget_wch(terminal->keys, &code);
        if (status == ERR)
                return false;
        if (status == KEY_CODE_YES) {
                ungetch((int)code);
                return true;
        }
        if (code == ESCAPE) {
                unget_wch((wchar_t)code);
                return false;
        }
        if (code != '[' && code != 'O')
                return true; /* Alt and a character */
        for (int i = 0; i < SEQUENCE_MOST; i++)
                if (wget_wch(terminal->keys, &code) != OK || is_final(code))
                        break;
        return true;
}

/* One key that means something, or false where it was none. */
static bool interpret(Terminal *terminal, int status, wint_t code, Input *input)
{
        if (status == KEY_CODE_YES && (code == PASTE_BEGINS || code == PASTE_ENDS)) {
                terminal->is_pasting = code == PASTE_BEGINS;
                return false;
        }
        if (terminal->is_pasting || (status == KEY_CODE_YES && code == KEY_RESIZE))
                return false; /* a paste by mistake must not answer a question */
        if (status == KEY_CODE_YES && code == KEY_MOUSE)
                return read_mouse(input);
        if (status == OK && code == ESCAPE && pass_over_sequence(terminal))
                return false;
        *input = (Input){ .kind = INPUT_KEY,
                .key = status == KEY_CODE_YES ? named_key(code) : (uint32_t)code };
        return true;
}

bool terminal_next(Terminal *terminal, Input *input)
{
        *input = (Input){ .kind = INPUT_END };
        if (signals_end_asked())
                return true;
        bool stops = signals_stop_asked();
        if (stops || signals_continued()) {
                /* The shell gets its terminal back meanwhile, or had it; the next drawing takes it
                 * again. */
                endwin();
                send("BD");
                if (stops)
                        signals_stop();
                reset_prog_mode();
                send("BE");
        }
        if (signals_resized()) {
                renew_size(terminal);
                input->kind = INPUT_RESIZE;
                return true;
        }
        /* Twice: after bytes that are no character, ncurses may hold more that the kernel no longer
         * has. */
        for (int failures = 0; failures < 2;) {
                wint_t code = 0;
                int status = wget_wch(terminal->keys, &code);
                if (status == ERR)
                        failures++;
                else if (interpret(terminal, status, code, input))
                        return true;
        }
        return false;
}

void terminal_watch(Terminal *terminal, int fd)
{
        terminal->watched = fd;
}

void terminal_sleep(Terminal *terminal, int milliseconds)
{
        struct pollfd wakers[] = { { .fd = STDIN_FILENO, .events = POLLIN },
                { .fd = terminal->watched, .events = POLLIN } };
        const struct pollfd *keyboard = &wakers[0];
        if (terminal->is_pasting && (milliseconds < 0 || milliseconds > PASTE_SILENCE))
                milliseconds = PASTE_SILENCE;
        struct timespec time = { milliseconds / 1000, milliseconds % 1000 * 1000000L };
        int ready =
                ppoll(wakers, 2, milliseconds < 0 ? NULL : &time, &terminal->signals.mask_asleep);
        if (ready <= 0) {
                if (ready == 0)
                        terminal->is_pasting = false;
                return;
        }
        if (keyboard->revents == 0)
                return;
        int waiting = 0;
        if (keyboard->revents != POLLIN || ioctl(STDIN_FILENO, FIONREAD, &waiting) != 0 ||
                waiting == 0)
                signals_ask_end(); /* the terminal is gone: it would be readable for ever */
}

bool terminal_waits(Terminal *terminal)
{
        struct pollfd keyboard = { .fd = STDIN_FILENO, .events = POLLIN };
        struct timespec none = { 0 };
        return ppoll(&keyboard, 1, &none, &terminal->signals.mask_asleep) != 0 ||
               signals_end_asked();
}

void terminal_size(const Terminal *terminal, int *rows, int *columns)
{
        *rows = terminal->rows;
        *columns = terminal->columns;
}

bool terminal_has_colour(const Terminal *terminal)
{
        return terminal->has_colour;
}

Theme terminal_theme(const Terminal *terminal)
{
        return terminal->theme;
}

Charset terminal_charset(const Terminal *terminal)
{
        return terminal->charset;
}
