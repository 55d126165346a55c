#include "plain/line.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/text.h"
#include "base/translate.h"
#include "plain/secret.h"
#include "view/pages.h"

enum { UNWRAPPED = 1 << 20, WIDEST = 100, NARROWEST = 20 };

int line_width(FILE *out)
{
        struct winsize size;
        int fd = fileno(out);
        if (fd < 0 || !isatty(fd))
                return 0;
        if (ioctl(fd, TIOCGWINSZ, &size) != 0 || size.ws_col == 0)
                return 80;
        return size.ws_col > WIDEST ? WIDEST : size.ws_col < NARROWEST ? NARROWEST : size.ws_col;
}

void line_say(Lining *lining, const char *text)
{
        Arena *arena = arena_new();
        RichBuilder *builder = rich_start(arena);
        rich_paragraph(builder, SPAN_PLAIN, text);
        Rich rich = rich_finish(builder);
        line_print(lining, &rich);
        arena_free(arena);
}

/* Screen and scrollback, where there are any; a pipe has none. */
static void leave_at_once(Lining *lining)
{
        const char *terminal = getenv("TERM");
        bool can_clear = isatty(fileno(lining->out)) && terminal && strcmp(terminal, "dumb") != 0;
        if (can_clear)
                fputs("\033[H\033[2J\033[3J", lining->out);
        fflush(lining->out);
        lining->leaves = true;
}

void line_print(Lining *lining, const Rich *rich)
{
        if (lining->leaves)
                return;
        Arena *arena = arena_new();
        Lines lines = rich_layout(arena, rich, lining->width ? lining->width : UNWRAPPED, true);
        Text out = { 0 };
        rich_print(&lines, &out);
        fwrite(text_string(&out), 1, out.len, lining->out);
        text_clear(&out);
        arena_free(arena);
}

void line_print_view(Lining *lining, const View *view)
{
        Text head = { 0 };
        text_append(&head, view->title);
        if (*view->position)
                text_printf(&head, " - %s", view->position);
        fputc('\n', lining->out);
        line_say(lining, text_string(&head));
        if (view->body.count)
                fputc('\n', lining->out);
        line_print(lining, &view->body);
        text_clear(&head);
}

void line_error(Lining *lining, const Error *error)
{
        Error told = *error;
        if (lining->options->is_kiosk)
                error_hide_paths(&told);
        Text text = { 0 };
        text_append_clean(&text, told.message);
        if (*told.hint) {
                text_append_char(&text, ' ');
                text_append_clean(&text, told.hint);
        }
        line_say(lining, text_string(&text));
        text_clear(&text);
}

void line_say_run_out(Lining *lining)
{
        line_say(lining,
                _("Signed out, because no key was pressed for a while. Everything is saved."));
}

/* Whether a line comes before a turn at a shared machine is over. */
static bool wait_for_line(Lining *lining)
{
        unsigned idle = lining->options->idle;
        struct pollfd input = { .fd = fileno(lining->in), .events = POLLIN };
        if (!lining->options->is_kiosk || idle == 0 || lining->waits_for_ever)
                return true;
        int ready;
        do
                ready = ppoll(&input, 1, &(struct timespec){ .tv_sec = idle }, NULL);
        while (ready < 0 && errno == EINTR);
        if (ready != 0)
                return true;
        lining->has_waited = true;
        fputc('\n', lining->out);
        if (lining->options->has_run_out)
                *lining->options->has_run_out = true; /* said where the next person reads it */
        else
                line_say_run_out(lining);
        return false;
}

/* \return bytes read; less than 0: input has ended, or was waited for in vain */
static ssize_t get_line(Lining *lining)
{
        if (lining->is_secret)
                secret_hide(lining->in, true);
        ssize_t len =
                wait_for_line(lining) ? getline(&lining->line, &lining->room, lining->in) : -1;
        if (lining->is_secret) {
                secret_hide(lining->in, false);
                if (isatty(fileno(lining->in)))
                        fputc('\n', lining->out); /* the one that was typed was not shown either */
        }
        return len;
}

static bool read_line(Lining *lining)
{
        ssize_t len = get_line(lining);
        if (len < 0)
                return false;
        char *start = lining->line, *end = lining->line + strlen(lining->line);
        while (end > start && strchr(" \t\r\n", end[-1]))
                *--end = '\0';
        while (*start == ' ' || *start == '\t')
                start++;
        memmove(lining->line, start, (size_t)(end - start) + 1);
        return true;
}

static void show_help(Lining *lining)
{
        Arena *arena = arena_new();
        View view =
                lining->help ? lining->help(arena, true) : help_view(arena, lining->contacts, true);
        line_print_view(lining, &view);
        arena_free(arena);
}

static void show_contacts(Lining *lining)
{
        Arena *arena = arena_new();
        View view = contacts_view(arena, lining->contacts, NULL);
        line_print_view(lining, &view);
        arena_free(arena);
}

static const char *next_language(void)
{
        for (size_t i = 0; translate_languages[i]; i++)
                if (strcmp(translate_languages[i], translate_language()) == 0)
                        return translate_languages[i + 1] ? translate_languages[i + 1]
                                                          : translate_languages[0];
        return translate_languages[0];
}

static void change_language(Lining *lining)
{
        translate_set(next_language());
        Error error = { 0 };
        if (lining->session && !session_set_language(lining->session, translate_language(), &error))
                line_error(lining, &error);
        line_say(lining, translate_name(translate_language()));
}

Said line_ask(Lining *lining, bool wants_back)
{
        const LineCommands *commands = lining->commands;
        while (!lining->leaves) {
                if (commands)
                        commands->before(commands->data);
                fputs("> ", lining->out);
                fflush(lining->out);
                if (!read_line(lining))
                        return SAID_QUIT;
                if (strcmp(lining->line, "?") == 0) {
                        show_help(lining);
                } else if (strcmp(lining->line, "!") == 0) {
                        show_contacts(lining);
                } else if (strcasecmp(lining->line, "language") == 0 ||
                           strcasecmp(lining->line, _("language")) == 0) {
                        change_language(lining);
                        return SAID_LANGUAGE;
                } else if (strcasecmp(lining->line, "x") == 0) {
                        leave_at_once(lining);
                } else if (strcasecmp(lining->line, "q") == 0) {
                        return SAID_QUIT;
                } else if (wants_back && (strcasecmp(lining->line, "back") == 0 ||
                                                 strcasecmp(lining->line, _("back")) == 0)) {
                        return SAID_BACK;
                } else {
                        Taken taken =
                                commands ? commands->take(commands->data, lining->line) : TAKEN_NOT;
                        if (taken != TAKEN_DONE)
                                return taken == TAKEN_MOVED ? SAID_MOVED : SAID_LINE;
                }
        }
        return SAID_QUIT;
}
