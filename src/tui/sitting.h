/* A sitting on the screens: which screen shows what the session has now. */
#ifndef TUI_SITTING_H
#define TUI_SITTING_H

#include "quiz/response.h"
#include "tui/app.h"

/** What the sitting, or the preview, shows now. */
const View *sitting_view(App *app);

/** The sheet for it. */
const Screen *sitting_sheet(App *app, void **state);

/** Opens a module; its first page goes on top of the stack. False: why is in `error`. */
bool sitting_open(App *app, const char *module, const SessionOptions *options, Error *error);

/** Goes on, or back, and shows what comes. An error stays on the page as a notice. */
void sitting_forward(App *app);
void sitting_back(App *app);

/** Follows a link of the page, by its place. */
void sitting_follow(App *app, size_t link);

/** Has an answer stored and shows its feedback. An error is a notice; then the question is as it
 * was. */
void sitting_answer(App *app, const Response *response);

/** Leaves the sitting; everything is saved already. */
void sitting_leave(App *app);

#endif
