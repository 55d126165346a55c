/* The board in lines: what is in front of the reader, and how it is shown. */
#ifndef PLAIN_BOARD_H
#define PLAIN_BOARD_H

#include "plain/line.h"
#include "report/board.h"
#include "report/board_person.h"

enum { BOARD_PAGE = 20 /* rows */ };

/** What is in front of the reader. */
typedef enum Page { AT_TABLE, AT_MODULES, AT_PERSON, AT_ATTEMPT, AT_MODULE } Page;

typedef struct Reading {
        Lining *lining;
        Board *board;
        Page place, before; /* before: where an attempt or a module was opened from */
        size_t top;
        Arena *arena; /* of the page */
        char person[ID_SIZE], attempt[ID_SIZE];
        char *module;
        PersonPage page;
        BoardGroup *groups;
        size_t group_count;
        bool shows; /* the page is to be printed (again) */
} Reading;

/** Prints what is in front of the reader, with what was stored meanwhile. */
bool board_show(Reading *reading, Error *error);

/** A text from outside, fit to be printed; in the arena. */
const char *board_clean(Arena *arena, const char *text);

#endif
