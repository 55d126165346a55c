/* A module's file as its trainer looks at it: a list of all pages below, the page on top. */
#ifndef TUI_PREVIEW_H
#define TUI_PREVIEW_H

#include "tui/app.h"

/** Opens a file and shows the list of its pages, or what is wrong with it. False: why is in
 * `error`. */
bool preview_push(App *app, const char *file, Error *error);

/** Answers the keys that a preview has on every page; false: it is none of them. */
bool preview_press(App *app, const Press *press);

/** Reads the file again where it was saved, and says so. */
void preview_follow_file(App *app);

/** Shows the module in the language of the interface, where it has it. */
void preview_follow_language(App *app);

/** For sitting.c: goes on or back, or takes an answer, and shows what comes. */
void preview_turn(App *app, bool forward);
void preview_take_answer(App *app, const Response *response);

/** For the list: shows the page of the place, on top of the list. */
void preview_show_page(App *app);

/** Opens the list with something to be typed. */
typedef enum PreviewPrompt { PREVIEW_NO_PROMPT, PREVIEW_FIND, PREVIEW_SEED } PreviewPrompt;
void preview_list_prompt(App *app, PreviewPrompt prompt);

extern const Screen preview_list_screen;
void *preview_list_new(void);

#endif
