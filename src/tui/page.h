/* Pages to read: of a sitting (welcome, lesson, feedback, result), contacts, help, messages. */
#ifndef TUI_PAGE_H
#define TUI_PAGE_H

#include "tui/app.h"

typedef enum PageKind { PAGE_SITTING, PAGE_CONTACTS, PAGE_HELP, PAGE_MESSAGE } PageKind;

/** Shows contacts or help over what there is, or goes back from them. */
void page_toggle(App *app, PageKind kind);

/** Shows an error as a page of its own. */
void page_message(App *app, const char *title, const Error *error);

/** The screen, and the state of a page of a sitting, for sitting.c. */
extern const Screen page_screen;
void *page_new(PageKind kind);

/** Whether a sheet is a page of a sitting, or of a preview. */
bool page_is_sitting(const Sheet *sheet);

#endif
