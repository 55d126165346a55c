/* Bytes that an arrow key costs on the home screen, against libmenu with the same labels:
 * key_bench PROGRAM MODULES MENU_HOME */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench_world.h"

enum { KEYS = 200, LABELS_MOST = 20 };

/* The first rows of the list's items: those on which the focus comes to stand. */
static size_t read_labels(Harness *home, char **labels)
{
        size_t count = 0;
        int before = -1, row, column;
        bool visible;
        for (int i = 0; i < LABELS_MOST; i++)
                harness_press(home, "Up");
        for (;;) {
                harness_cursor(home, &row, &column, &visible);
                if (row == before || count == LABELS_MOST)
                        break;
                before = row;
                labels[count++] = strdup(harness_row_from(home, row, column));
                harness_press(home, "Down");
        }
        return count;
}

static double bytes_per_key(Harness *harness, size_t labels)
{
        size_t len = 0;
        for (size_t i = 0; i < labels; i++)
                harness_press(harness, "Up");
        harness_forget_output(harness);
        for (int i = 0; i < KEYS; i++)
                harness_press(harness, (size_t)i / (labels - 1) % 2 ? "Up" : "Down");
        harness_output(harness, &len);
        return (double)len / KEYS;
}

int main(int argc, char **argv)
{
        if (argc != 4)
                return 2;
        World world;
        world_find(argv + 1, 3);
        world_start(&world);
        Harness *home = world_run(&world, (const char *[]){ argv[1], "--modules", argv[2], NULL });
        char *labels[LABELS_MOST + 2] = { argv[3] };
        size_t count = read_labels(home, labels + 1);
        Harness *menu = world_run(&world, (const char *const *)labels);
        double ours = bytes_per_key(home, count), theirs = bytes_per_key(menu, count);
        printf("bytes an arrow key, %zu modules: makesafe %.1f, libmenu %.1f, ratio %.2f\n", count,
                ours, theirs, ours / theirs);
        harness_free(home);
        harness_free(menu);
        for (size_t i = 1; i <= count; i++)
                free(labels[i]);
        world_end(&world);
        return 0;
}
