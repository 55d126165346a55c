#include "tui/draw.h"

#include <curses.h>
#include <string.h>
#include <wchar.h>

#include "base/utf8.h"
#include "tui/charset.h"

enum { CHUNK = 128 };

typedef struct Ink {
        unsigned style; /* SpanStyle bit */
        attr_t attribute;
        short colour; /* of a terminal that has colours; none: -1 */
} Ink;

/* No yellow and no cyan, which white backgrounds swallow, no blue, which black ones do, and no dim,
 * which many terminals lack. A word or a mark in the text says the same as each colour. */
static const Ink inks[] = {
        { SPAN_STRONG, A_BOLD, -1 },
        { SPAN_EMPHASIS, A_UNDERLINE, -1 },
        { SPAN_NUMBER, A_BOLD, -1 },
        { SPAN_RIGHT, A_BOLD, COLOR_GREEN },
        { SPAN_WRONG, A_BOLD, COLOR_RED },
        { SPAN_MISSED, A_BOLD, COLOR_MAGENTA },
};

enum {
        INKS = sizeof inks / sizeof *inks,
        GROUND = INKS + 1,
        CUBE_BLACK = 16,
        CUBE_WHITE = 231,
        CUBE = 256
};

/* The same in the theme of high contrast: no hue, but attributes that can be told apart. */
static const attr_t plain_inks[INKS] = { A_BOLD, A_UNDERLINE, A_BOLD, A_BOLD, A_BOLD | A_REVERSE,
        A_BOLD | A_UNDERLINE };

static bool has_contrast(const Terminal *terminal)
{
        return terminal_theme(terminal) == THEME_HIGH_CONTRAST;
}

/* White on black, whatever the terminal's own colours are; of 256 colours those that nobody
 * changes. 0 where the terminal's own stand. */
static short ground(const Terminal *terminal)
{
        if (!has_contrast(terminal) || !terminal_has_colour(terminal))
                return 0;
        bool has_cube = COLORS >= CUBE;
        init_pair(GROUND, has_cube ? CUBE_WHITE : COLOR_WHITE, has_cube ? CUBE_BLACK : COLOR_BLACK);
        return GROUND;
}

static void set_ink(Terminal *terminal, unsigned style)
{
        bool contrast = has_contrast(terminal);
        attr_t attributes = contrast ? A_BOLD : A_NORMAL;
        short pair = ground(terminal);
        for (size_t i = 0; i < INKS; i++) {
                if (!(style & inks[i].style))
                        continue;
                attributes |= contrast ? plain_inks[i] : inks[i].attribute;
                if (!contrast && inks[i].colour >= 0 && terminal_has_colour(terminal)) {
                        pair = (short)(i + 1);
                        init_pair(pair, inks[i].colour, -1); /* costs nothing once it is so */
                }
        }
        wattr_set(stdscr, attributes, pair, NULL);
}

void draw_row(Terminal *terminal, int row)
{
        cchar_t blank;
        short pair = ground(terminal);
        setcchar(&blank, L" ", A_NORMAL, pair, NULL);
        wbkgrndset(stdscr, &blank);
        wattr_set(stdscr, A_NORMAL, pair, NULL);
        wmove(stdscr, row, 0);
        wclrtoeol(stdscr);
}

/* Writes a character as what the terminal has for it, as wide as it is itself. \return how many,
 * at most two */
static int add_drawable(Terminal *terminal, uint32_t code, wchar_t cells[2])
{
        int width = wcwidth((wchar_t)code);
        if (width < 0 || utf8_is_unsafe(code))
                return 0; /* callers clean their texts; nothing that slips through is drawn */
        uint32_t mapped = charset_map(terminal_charset(terminal), code);
        cells[0] = cells[1] = (wchar_t)mapped;
        if (mapped == code)
                return 1;
        return width; /* a lone accent goes, a wide sign becomes two */
}

int draw_text(Terminal *terminal, int row, int column, int end, unsigned style, const char *bytes,
        size_t len)
{
        if (column >= end)
                return column;
        int cells = 0;
        len = utf8_fit(bytes, len, end - column, &cells);
        set_ink(terminal, style);
        wmove(stdscr, row, column);
        wchar_t chunk[CHUNK];
        int count = 0;
        for (size_t at = 0; at < len;) {
                uint32_t code = 0;
                at += utf8_decode(bytes + at, len - at, &code);
                count += add_drawable(terminal, code, chunk + count);
                if (count > CHUNK - 2 || at >= len) {
                        waddnwstr(stdscr, chunk, count);
                        count = 0;
                }
        }
        return column + cells;
}

int draw_string(Terminal *terminal, int row, int column, int end, unsigned style, const char *text)
{
        return draw_text(terminal, row, column, end, style, text, strlen(text));
}

int draw_focus(Terminal *terminal, int row, int column, int end, const char *marker)
{
        if (!has_contrast(terminal))
                return draw_string(terminal, row, column, end, SPAN_PLAIN, marker);
        return draw_string(terminal, row, column, end, SPAN_WRONG, marker); /* reversed */
}

void draw_rule(Terminal *terminal, int row, int column, int end)
{
        wchar_t text[2] = { (wchar_t)charset_map(terminal_charset(terminal), 0x2500), 0 };
        cchar_t cell;
        setcchar(&cell, text, A_NORMAL, ground(terminal), NULL);
        mvwhline_set(stdscr, row, column, &cell, end - column);
}

void draw_show(Terminal *terminal, int row, int column)
{
        (void)terminal;
        wattr_set(stdscr, A_NORMAL, 0, NULL);
        wmove(stdscr, row, column);
        wnoutrefresh(stdscr);
        doupdate();
}
