/* The least that an ncurses program can do: draws the text of a file, sleeps until a key comes. */
#include <curses.h>
#include <locale.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>

int main(int argc, char **argv)
{
        char line[4096];
        setlocale(LC_ALL, "");
        FILE *file = argc > 1 ? fopen(argv[1], "r") : NULL;
        if (!file)
                return 2;
        initscr();
        cbreak();
        noecho();
        keypad(stdscr, TRUE);
        for (int row = 0; fgets(line, sizeof line, file); row++) {
                line[strcspn(line, "\n")] = '\0';
                mvaddstr(row, 0, line);
        }
        fclose(file);
        refresh();
        struct pollfd keyboard = { .fd = 0, .events = POLLIN };
        ppoll(&keyboard, 1, NULL, NULL);
        endwin();
        return 0;
}
