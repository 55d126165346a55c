#include "../unit.h"

#include <stdlib.h>

#include "base/arena.h"

static void items_stay_in_order_while_their_room_grows(void **state)
{
        (void)state;
        Arena *arena = arena_new();
        size_t *own = NULL, *lent = NULL, own_room = 0, lent_room = 0;
        for (size_t i = 0; i < 1000; i++) {
                own = xgrow(own, i, &own_room, sizeof *own);
                lent = arena_grow(arena, lent, i, &lent_room, sizeof *lent);
                own[i] = lent[i] = i;
                assert_in_range(own_room, i + 1, 2 * i + 4);
                assert_int_equal(lent_room, own_room);
        }
        for (size_t i = 0; i < 1000; i++) {
                assert_int_equal(own[i], i);
                assert_int_equal(lent[i], i);
        }
        free(own);
        arena_free(arena);
}

static void room_that_is_there_moves_nothing(void **state)
{
        (void)state;
        size_t *items = NULL, room = 0;
        items = xgrow(items, 0, &room, sizeof *items);
        size_t *before = items;
        size_t had = room;
        assert_ptr_equal(xgrow(items, room - 1, &room, sizeof *items), before);
        assert_int_equal(room, had);
        free(items);
}

int main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(items_stay_in_order_while_their_room_grows),
                cmocka_unit_test(room_that_is_there_moves_nothing),
        };
        return cmocka_run_group_tests(tests, NULL, NULL);
}
