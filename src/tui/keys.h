/* The one key map. */
#ifndef TUI_KEYS_H
#define TUI_KEYS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "tui/terminal.h"

typedef enum Action {
        ACTION_NONE, /* no key of the map: see Press.character */
        ACTION_UP,
        ACTION_DOWN,
        ACTION_MARK,
        ACTION_GO_ON,
        ACTION_NUMBER,
        ACTION_BACK,
        ACTION_RIGHT,
        ACTION_CONTACTS,
        ACTION_HELP,
        ACTION_LANGUAGE,
        ACTION_QUIT,
        ACTION_ESCAPE, /* twice within a second: leave at once */
        ACTION_LEAVE,
        ACTION_PAGE_UP,
        ACTION_PAGE_DOWN,
        ACTION_HOME,
        ACTION_END,
        ACTION_CLICK,  /* on the stop that now has the focus */
        ACTION_FILTER, /* these on the board alone; see keys_board */
        ACTION_SORT,
        ACTION_STATUS,
        ACTION_SITE,
        ACTION_MODULE,
        ACTION_FIGURES,
        ACTION_EXPORT,
        ACTION_ERASE, /* Backspace while typing */
        ACTION_STOP,  /* a click on the single Esc that ends typing, or long work */
        ACTIONS
} Action;

typedef struct Press {
        Action action;
        size_t number;      /* ACTION_NUMBER: 1 … 9 */
        uint32_t character; /* ACTION_NONE */
        bool again;         /* ACTION_CLICK: it had the focus already */
} Press;

/** A key of the last line. */
typedef struct KeyWord {
        Action action;
        const char *label; /* msgid: the key as it is called */
        const char *ascii; /* the same where arrows cannot be shown; NULL: no difference */
        const char *word;  /* msgid: what it does, unless a screen has a better word */
        unsigned rank;     /* small: kept when the line is too short for all */
} KeyWord;

extern const KeyWord key_words[];
extern const size_t key_word_count;

/** What a key asks for. */
Press keys_press(uint32_t key);

/** The same while a text is typed: letters are letters. */
Press keys_type(uint32_t key);

/** What a letter asks for on the board; ACTION_NONE: nothing. */
Action keys_board(uint32_t character);

#endif
