/* The same list as an ordinary libmenu menu: what an arrow key costs where the focus is a reversed
 * row. */
#include <curses.h>
#include <locale.h>
#include <menu.h>
#include <poll.h>
#include <stdlib.h>

int main(int argc, char **argv)
{
        setlocale(LC_ALL, "");
        initscr();
        cbreak();
        noecho();
        keypad(stdscr, TRUE);
        ITEM **items = calloc((size_t)argc, sizeof *items);
        for (int i = 1; i < argc; i++)
                items[i - 1] = new_item(argv[i], "");
        MENU *menu = new_menu(items);
        post_menu(menu);
        refresh();
        nodelay(stdscr, TRUE);
        for (;;) {
                int key = getch();
                if (key == 'q')
                        break;
                if (key == KEY_DOWN)
                        menu_driver(menu, REQ_DOWN_ITEM);
                else if (key == KEY_UP)
                        menu_driver(menu, REQ_UP_ITEM);
                refresh();
                struct pollfd keyboard = { .fd = 0, .events = POLLIN };
                if (key == ERR)
                        ppoll(&keyboard, 1, NULL, NULL);
        }
        endwin();
        return 0;
}
